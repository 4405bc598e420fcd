//! Mandates with the files that prove them, and reminders, on the command line: every verb, as a
//! table and as JSON, with a refusal of each noun.

use super::{Terminal, id};
use crate::harness::{Centre, documents::*, evidence::picture};
use std::fs;

const NUMBER: &str = "TR1234567";

#[tokio::test(flavor = "multi_thread")]
async fn a_mandate_is_recorded_proven_approved_by_another_and_revoked() {
    let centre = Centre::start_at("2024-03-04T09:00").await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let lead = Terminal::signed_in(&centre, "lead").await;
    let create = "mandate create --name TANAKA --passport-stdin --agent-name AGENCY \
        --agent-phone +99900001 --item ncr --issued 2024-03-01 --until 2024-12-31";
    clerk.refused(create, NUMBER, (2, "--notarisation")).await;
    let create = format!("{create} --notarisation cloud");
    let dry = clerk.done(&format!("{create} --dry-run"), NUMBER).await;
    assert!(dry.out.contains("AGENCY"), "{dry:?}");
    let made = clerk.told(&create, &format!("{NUMBER}\n")).await;
    assert_eq!(made["mandate"]["principal"]["masked_passport_number"], "TR1****67");
    let mandate = id(&made, "mandate");
    let end = &mandate[mandate.len() - 6..];
    let verify = format!("mandate verify {end} --legal-basis law");
    clerk.refused(&verify, "", (6, "MANDATE_INCOMPLETE")).await;

    let folder = tempfile::tempdir().expect("a folder");
    let mut files = Vec::new();
    for kind in ["power-of-attorney", "passport", "photo"] {
        let path = folder.path().join(format!("{kind}.jpg"));
        fs::write(&path, picture(3_000, files.len() as u8)).expect("a file");
        let upload = format!("evidence upload {} --kind {kind}", path.display());
        files.push(id(&clerk.told(&upload, "").await, "evidence"));
    }
    let file = clerk.done(&format!("evidence show {}", files[2]), "").await;
    assert!(file.out.contains("photo.jpg") && file.out.contains("3000"), "{file:?}");
    clerk.done(&format!("{verify} --evidence {} --dry-run", files.join(",")), "").await;
    let verified = clerk.done(&format!("{verify} --evidence {}", files.join(",")), "").await;
    assert!(verified.err.contains("frsc mandate approve"), "{verified:?}");
    let delete = format!("evidence delete {} --yes", files[2]);
    clerk.refused(&delete, "", (6, "EVIDENCE_IN_USE")).await;
    let shown = clerk.done(&format!("mandate show {end}"), "").await;
    assert!(
        shown.out.contains("MANDATE_LACK_APPROVAL") || shown.out.contains("approval"),
        "{shown:?}"
    );
    let undecided = clerk.done("mandate list --undecided --item ncr", "").await;
    assert!(undecided.out.contains(&mandate), "{undecided:?}");
    clerk.refused(&format!("mandate approve {end}"), "", (5, "PERMISSION_DENIED")).await;
    lead.done(&format!("mandate approve {end} --dry-run"), "").await;
    lead.done(&format!("mandate approve {end}"), "").await;
    lead.refused(&format!("mandate approve {end}"), "", (6, "STATE_TRANSITION_FORBIDDEN")).await;
    let found = clerk.told("mandate list --passport-stdin", NUMBER).await;
    assert_eq!(found["mandates"][0]["state"], "MANDATE_STATE_VALID");

    let other = id(&clerk.told(&create, NUMBER).await, "mandate");
    lead.done(&format!("mandate reject {other} --reason unreadable"), "").await;
    let revoke = format!("mandate revoke {end} --reason withdrawn");
    clerk.refused(&revoke, "", (2, "--yes")).await;
    let revoked = clerk.done(&format!("{revoke} --yes"), "").await;
    assert!(revoked.out.contains("REVOKED"), "{revoked:?}");
    let states = clerk.told("mandate list", "").await;
    let states = states["mandates"].as_array().expect("mandates").iter().map(|one| &one["state"]);
    let states: Vec<_> = states.collect();
    assert_eq!(states, ["MANDATE_STATE_REJECTED", "MANDATE_STATE_REVOKED"]);
    for terminal in [&clerk, &lead] {
        terminal.keeps_nothing_of(&[NUMBER, "TANAKA", "AGENCY"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reminders_are_raised_listed_and_done_and_the_ladder_tells_every_day() {
    let centre = Centre::start_at("2024-03-04T09:00").await;
    let resident = centre.resident().await;
    let permit = centre.clerk().puts(&resident, work_residence("2023-05-03", "2024-05-02")).await;
    let early = Terminal::signed_in(&centre, "clerk").await;
    let none = early.done("reminder list --open", "").await;
    assert!(none.out.is_empty() && !none.err.is_empty(), "{none:?}");
    centre.it_is("2024-04-02T09:00");
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let lead = Terminal::signed_in(&centre, "lead").await;
    let end = &permit.document_id[permit.document_id.len() - 6..];
    clerk.refused("reminder sweep", "", (5, "PERMISSION_DENIED")).await;
    let swept = lead.told("reminder sweep", "").await;
    assert!(swept["raised"].as_i64().is_some_and(|raised| raised > 0), "{swept}");
    let ladder = clerk.done(&format!("reminder ladder {end}"), "").await;
    assert!(ladder.out.contains("2024-04-02") && ladder.out.contains("2024-05-02"), "{ladder:?}");
    let ladder = clerk.told(&format!("reminder ladder {end}"), "").await;
    assert!(ladder["rungs"].as_array().is_some_and(|rungs| rungs.len() >= 16), "{ladder}");
    let open = clerk.told(&format!("reminder list --open --document {end}"), "").await;
    let reminder = open["reminders"][0]["reminder_id"].as_str().expect("an id").to_owned();
    let table = clerk.done("reminder list", "").await;
    assert!(table.out.contains(&reminder) && table.out.contains("2024-05-02"), "{table:?}");
    let done = format!("reminder done {}", &reminder[reminder.len() - 6..]);
    let ended = clerk.done(&done, "").await;
    assert!(ended.err.contains("frsc reminder list --open"), "{ended:?}");
    clerk.refused(&done, "", (3, "")).await;
    clerk.refused("reminder ladder docu_aaaaaaaaaaaaaaaaaaaaaaaaaa", "", (3, "NOT_FOUND")).await;
    clerk.keeps_nothing_of(&["HOLDER"]);
}
