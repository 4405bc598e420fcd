//! Whom a scanned passport opens, and what is to be done next: by the item and in the lane of the
//! server's plan, whatever the document is that runs out next. Each command that is named is run.

use super::{Ran, Terminal, id};
use crate::harness::Centre;
use serde_json::Value;

const ZONE: &str = "P<JPNTANAKA<<KENJI<<<<<<<<<<<<<<<<<<<<<<<<<<\n\
    TR12345672JPN8203151M2809300<<<<<<<<<<<<<<<8\n";
const STUDY: &str = "--permit-purpose study --valid-from 2023-04-01";

/// A morning with somebody on record, with the passport that is scanned.
async fn morning() -> (Centre, Terminal, String) {
    let centre = Centre::start_at("2024-03-04T09:00").await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let create = "resident create --mrz-stdin --language ja --phone +99955500123";
    let resident = id(&clerk.told(create, ZONE).await, "resident");
    clerk.done(&format!("document create --resident {resident} --mrz-stdin"), ZONE).await;
    (centre, clerk, resident)
}

/// A permit of somebody, with a number of its own.
async fn permit(clerk: &Terminal, resident: &str, number: &str, words: &str) -> String {
    let line = format!("permit create --resident {resident} --number-stdin --issuer PSB {words}");
    id(&clerk.told(&line, number).await, "document")
}

/// The next step of a scan, as a program reads it; a person is told the same command.
async fn next(clerk: &Terminal) -> (Value, Ran) {
    let person = clerk.done("scan", ZONE).await;
    let next = clerk.told("scan", ZONE).await["next"].clone();
    let command = next["command"].as_str().expect("a command");
    assert!(person.err.contains(&format!("`{command}`")), "{command}: {person:?}");
    (next, person)
}

/// Runs the command that a scan names; answers the items of the case that it opens.
async fn goes_on(clerk: &Terminal, next: &Value, more: &str) -> Value {
    let command = next["command"].as_str().and_then(|all| all.strip_prefix("frsc "));
    let made = clerk.told(&format!("{} {more}", command.expect("a command of ours")), "").await;
    assert_eq!(made["case"]["document_id"], next["document_id"], "{made}");
    made["case"]["service_item_ids"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_students_permit_is_renewed_by_its_own_item_in_the_lane_that_is_left() {
    for (until, lane, said) in [
        ("2024-03-31", "NORMAL", "Renew "),
        ("2024-03-15", "EXPEDITE_ADVISED", "an expedite is advised"),
        ("2024-03-08", "EXPEDITE_ONLY", "Only an expedited procedure still ends by 2024-03-08"),
        ("2024-03-05", "TOO_LATE", "No procedure ends by 2024-03-05 any more"),
    ] {
        let (_centre, clerk, resident) = morning().await;
        let words = format!("{STUDY} --expires {until}");
        let student = permit(&clerk, &resident, "JXQS000001", &words).await;
        let (next, told) = next(&clerk).await;
        assert_eq!(next["step"], "RENEW", "{next}");
        assert_eq!(next["lane"], format!("RENEWAL_LANE_{lane}"), "{next}");
        assert_eq!((&next["document_id"], &next["expiry_date"]), (&student.into(), &until.into()));
        assert!(told.err.contains(said) && !told.err.contains("RP-W-EXT"), "{told:?}");
        assert!(told.err.contains(&format!("may stay until {until}")), "{told:?}");
        let plan = told.err.contains("frsc permit plan");
        assert_eq!(plan, lane == "TOO_LATE", "too late, the plan is shown: {told:?}");
        assert_eq!(goes_on(&clerk, &next, "").await, serde_json::json!(["RP-N-EXT"]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dependant_follows_by_the_item_for_private_affairs() {
    let (_centre, clerk, resident) = morning().await;
    let principal = "resident create --surname SATO --given-names HANAKO --sex female \
        --born 1984-02-28 --nationality JPN --language ja --phone +99955500124";
    let principal = id(&clerk.told(principal, "").await, "resident");
    let work = "--permit-purpose work --valid-from 2023-04-01 --expires 2025-03-31";
    permit(&clerk, &principal, "JXQW000001", work).await;
    let depends = format!("resident update {resident} --principal {principal} --relation spouse");
    clerk.done(&depends, "").await;
    let private = "--permit-purpose private --valid-from 2023-04-01 --expires 2024-03-31";
    let private = permit(&clerk, &resident, "JXQP000001", private).await;
    let (next, _) = next(&clerk).await;
    assert_eq!(next["document_id"], private.as_str(), "his own, not the principal's: {next}");
    assert_eq!(goes_on(&clerk, &next, "").await, serde_json::json!(["RP-N-EXT"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visa_is_prolonged_until_a_permit_has_taken_its_place() {
    let (_centre, clerk, resident) = morning().await;
    let visa = "--kind visa --category M --entries single --valid-from 2024-01-01 \
        --expires 2024-06-30 --stay-days 60 --entered 2024-01-31";
    let visa = permit(&clerk, &resident, "V0000001", visa).await;
    let (one, told) = next(&clerk).await;
    // Sixty days from the entry, whatever is printed as the last day for an entry.
    assert_eq!((&one["document_id"], &one["expiry_date"]), (&visa.into(), &"2024-03-31".into()));
    assert!(told.err.contains("27 d left"), "{told:?}");
    assert_eq!(one["service_item_ids"], serde_json::json!(["VS-EXT"]));
    let looked = goes_on(&clerk, &one, "--dry-run").await;
    assert_eq!(looked, serde_json::json!(["VS-EXT"]));

    let stay = "--kind stay-permit --valid-from 2024-03-04 --expires 2024-06-15";
    let stay = permit(&clerk, &resident, "SP0000001", stay).await;
    let (two, _) = next(&clerk).await;
    assert_eq!(
        (&two["document_id"], &two["service_item_ids"][0]),
        (&stay.into(), &"SP-NEW".into())
    );
    let private = "--permit-purpose reunion --valid-from 2024-03-04 --expires 2025-03-03";
    let private = permit(&clerk, &resident, "JXQR000001", private).await;
    let (three, _) = next(&clerk).await;
    assert_eq!(three["document_id"], private.as_str(), "it carries the stay furthest: {three}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_work_permit_that_ends_first_goes_first_and_one_too_short_is_renewed_with_the_other() {
    let (_centre, clerk, resident) = morning().await;
    let work = "--permit-purpose work --valid-from 2023-04-01 --expires 2024-04-20";
    let residence = permit(&clerk, &resident, "JXQW000001", work).await;
    let (alone, _) = next(&clerk).await;
    assert_eq!(alone["service_item_ids"], serde_json::json!(["RP-W-EXT"]));
    let class = "--kind work-permit --class b --valid-from 2023-04-01 --expires 2024-04-15";
    let class = permit(&clerk, &resident, "WP00000001", class).await;
    let (first, _) = next(&clerk).await;
    assert_eq!(first["document_id"], class.as_str(), "{first}");
    assert_eq!(goes_on(&clerk, &first, "--dry-run").await, serde_json::json!(["WP-EXT"]));
    clerk.done(&format!("document update {class} --expires 2024-05-31"), "").await;
    let (both, told) = next(&clerk).await;
    assert_eq!(both["document_id"], residence.as_str(), "{both}");
    assert_eq!(both["service_item_ids"], serde_json::json!(["WP-EXT", "RP-W-EXT"]));
    assert!(told.err.contains("WP-EXT, RP-W-EXT"), "{told:?}");
    let command = both["command"].as_str().and_then(|all| all.strip_prefix("frsc "));
    let planned = clerk.told(command.expect("a command"), "").await;
    assert_eq!(planned["cases"].as_array().map(Vec::len), Some(2), "{planned}");

    // What is under way is not begun again.
    let (open, told) = next(&clerk).await;
    assert_eq!((&open["step"], &open["document_id"]), (&"UNDER_WAY".into(), &residence.into()));
    assert_eq!(open["case_number"], planned["cases"][1]["case_number"], "{open}");
    assert!(told.err.contains("is under way") && told.out.contains("RP-W-EXT"), "{told:?}");
    let shown = open["command"].as_str().and_then(|all| all.strip_prefix("frsc "));
    clerk.done(shown.expect("a command"), "").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_centre_does_not_renew_leads_to_its_plan_and_a_stay_that_is_over_is_told() {
    let (_centre, clerk, resident) = morning().await;
    let card = "--kind permanent-residence-card --valid-from 2023-04-01 --expires 2033-03-31";
    permit(&clerk, &resident, "93384019900101003X", card).await;
    let (passport, told) = next(&clerk).await;
    assert_eq!(
        (&passport["step"], &passport["expiry_date"]),
        (&"PLAN".into(), &"2028-09-30".into())
    );
    assert!(told.err.contains("the centre renews none such"), "{told:?}");
    let plan = passport["command"].as_str().and_then(|all| all.strip_prefix("frsc "));
    clerk.done(plan.expect("a command"), "").await;

    let (_centre_2, clerk_2, resident_2) = morning().await;
    let none = next(&clerk_2).await.0;
    assert_eq!((&none["step"], &none["lane"]), (&"RECORD_PERMIT".into(), &Value::Null));
    let over = format!("{STUDY} --expires 2024-02-29");
    permit(&clerk_2, &resident_2, "JXQS000001", &over).await;
    let (over, told) = next(&clerk_2).await;
    assert_eq!(over["step"], "OVERSTAY");
    assert!(told.err.contains("ended on 2024-02-29"), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_reads_the_whole_person_in_one_document_and_the_documents_as_rows() {
    let centre = Centre::start_at("2024-03-04T09:00").await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let unknown = clerk.told("scan", ZONE).await;
    assert_eq!((&unknown["person"], &unknown["next"]["step"]), (&Value::Null, &"REGISTER".into()));
    assert_eq!(unknown["passport"]["surname"], "TANAKA");
    let rows = clerk.done("scan -o csv", ZONE).await;
    assert_eq!(rows.out.lines().count(), 1, "a head alone: {rows:?}");
    let create = "resident create --mrz-stdin --language ja --phone +99955500123";
    let resident = id(&clerk.told(create, ZONE).await, "resident");
    clerk.done(&format!("document create --resident {resident} --mrz-stdin"), ZONE).await;
    let student = format!("{STUDY} --expires 2024-03-31");
    let student = permit(&clerk, &resident, "JXQS000001", &student).await;
    let other = format!("case create --item NCR --resident {resident} --channel walk-in");
    let other = clerk.told(&other, "").await;

    let whole = clerk.told("scan -", ZONE).await;
    let person = &whole["person"];
    assert_eq!(whole["kind"], "SCAN_KIND_PASSPORT_MRZ");
    assert_eq!(person["resident"]["resident_id"], resident.as_str());
    assert_eq!(person["resident"]["names"][0]["surname"], "TANAKA");
    assert_eq!(person["documents"].as_array().map(Vec::len), Some(2), "{person}");
    assert_eq!(person["stay"]["lawful_until_date"], "2024-03-31");
    assert_eq!(person["stay"]["days_left"], 27);
    assert_eq!(person["cases"][0]["case_id"], other["case"]["case_id"]);
    // A case for something else renews nothing.
    assert_eq!(
        (&whole["next"]["step"], &whole["next"]["days_left"]),
        (&"RENEW".into(), &27.into())
    );
    let line = clerk.done("scan -o jsonl", ZONE).await;
    assert_eq!(line.out.lines().count(), 1, "{line:?}");
    assert_eq!(serde_json::from_str::<Value>(&line.out).ok(), Some(whole));

    let rows = clerk.done("scan -o csv", ZONE).await;
    let mut lines = rows.out.lines();
    let head = lines.next().expect("a head");
    assert!(head.starts_with("kind,purpose,masked_number,last_date,days_left,status,document_id"));
    let rows: Vec<_> = lines.collect();
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows.iter().any(|row| row.contains(&student) && row.contains(",27,")), "{rows:?}");
    assert!(rows.iter().all(|row| row.ends_with(&resident)), "{rows:?}");
    clerk.keeps_nothing_of(&["TR1234567", "JXQS000001", "TANAKA"]);
}
