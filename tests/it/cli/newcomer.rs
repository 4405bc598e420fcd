//! A newcomer's day, whole: a passport that nobody knows is scanned, and at the end of the way the
//! person stays lawfully, after one visit (最多跑一次).

use super::{Terminal, id};
use crate::harness::Centre;

/// Doc 9303's specimen with the check digits of RULES' second vector.
const ZONE: &str = "P<JPNTANAKA<<KENJI<<<<<<<<<<<<<<<<<<<<<<<<<<\n\
    TR12345672JPN8203151M2809300<<<<<<<<<<<<<<<8\n";

#[tokio::test(flavor = "multi_thread")]
async fn from_an_unknown_passport_to_a_new_permit_in_one_visit() {
    let centre = Centre::start_at("2023-06-27T10:00").await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let lead = Terminal::signed_in(&centre, "lead").await;
    let officer = Terminal::signed_in(&centre, "psb-officer").await;
    assert_eq!(centre.database.number("SELECT count(*) FROM resident").await, 0);

    // Nothing is known; the scan says how to go on, and each step the next one.
    let unknown = clerk.done("scan", ZONE).await;
    assert!(unknown.err.contains("frsc resident create --mrz"), "{unknown:?}");
    let register = "resident create --mrz-stdin --language ja --phone +99955500123";
    let resident = id(&clerk.told(register, ZONE).await, "resident");
    clerk.done(&format!("document create --resident {resident} --mrz-stdin"), ZONE).await;
    let no_stay = clerk.done("scan", ZONE).await;
    assert!(no_stay.err.contains("frsc permit create"), "{no_stay:?}");
    let permit = format!(
        "permit create --resident {resident} --number-stdin --issuer PSB --permit-purpose work \
         --valid-from 2022-07-01 --expires 2023-06-30"
    );
    let permit = id(&clerk.told(&permit, "JX7700123\n").await, "document");
    let known = clerk.done("scan", ZONE).await;
    assert!(known.out.contains("2023-06-30") && known.err.contains("3 d left"), "{known:?}");
    let next = format!("case create --item RP-W-EXT --document {permit}");
    assert!(known.err.contains(&format!("`frsc {next}`")), "the next step: {known:?}");
    assert!(known.err.contains("Only an expedited procedure still ends by"), "{known:?}");

    // The plan leaves only the expedited lane, which somebody else opens.
    let plan = clerk.told(&format!("permit plan {permit}"), "").await;
    assert_eq!(plan["plans"][0]["renewal"]["lane"], "RENEWAL_LANE_EXPEDITE_ONLY");
    let table = clerk.done(&format!("permit plan {permit}"), "").await;
    assert!(table.out.contains("2023-06-28"), "the day an expedite ends: {table:?}");
    let filed = format!("{next} --resident {resident} --channel walk-in --all-materials --accept");
    let filed = clerk.frsc(&format!("{filed} --json"), "").await;
    assert!(filed.err.contains("frsc expedite request"), "{filed:?}");
    let case = filed.json();
    let number = case["case"]["case_number"].as_str().expect("a number").to_owned();
    assert_eq!(
        (&case["case"]["due_date"], &case["case"]["visits"]),
        (&"2023-07-06".into(), &1.into())
    );
    clerk.done(&format!("jj {number} --ground urgent-business --text contract"), "").await;
    let own = format!("expedite approve {number} --reason mine");
    clerk.refused(&own, "", (5, "PERMISSION_DENIED")).await;
    lead.done(&format!("expedite approve {number} --reason verified"), "").await;
    let due = clerk.told(&format!("case show {number}"), "").await;
    assert_eq!(due["case"]["due_date"], "2023-06-28");

    // The department decides the next day; the new permit goes out by post.
    centre.it_is("2023-06-28T10:00");
    let officer_2 = Terminal::signed_in(&centre, "psb-officer").await;
    let clerk_2 = Terminal::signed_in(&centre, "clerk").await;
    officer_2.done(&format!("task accept {number}"), "").await;
    let decide = format!("task complete {number} --outcome granted --document-number P-1");
    officer_2.done(&decide, "").await;
    let replace = format!("document replace {permit} --number-stdin --valid-from 2023-07-01");
    clerk_2.done(&format!("{replace} --expires 2024-06-30"), "JX7700124\n").await;
    clerk_2.done(&format!("case deliver {number}"), "").await;
    clerk_2.done(&format!("case close {number} --yes"), "").await;
    let ended = clerk_2.told(&format!("case show {number}"), "").await;
    let ended = &ended["case"];
    assert_eq!(ended["state"], "CASE_STATE_CLOSED");
    assert_eq!(ended["visits"], 1, "one visit: {ended}");
    assert_eq!(ended["outcome"], "OUTCOME_GRANTED");
    let stays = clerk_2.done("scan", ZONE).await;
    assert!(stays.out.contains("2024-06-30"), "{stays:?}");
    assert!(stays.err.contains("may stay until"), "{stays:?}");
    for terminal in [&clerk, &clerk_2, &lead, &officer, &officer_2] {
        terminal.keeps_nothing_of(&["TR1234567", "JX7700123", "TANAKA"]);
    }
}
