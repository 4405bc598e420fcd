//! Trips from the command line: filed, listed, cancelled, made, and flagged when their entry goes.

use super::{Terminal, id};
use crate::harness::{Centre, documents::passport, whitelist::terms};
use serde_json::Value;

/// The kinds of a trip's steps, without what stands before each.
async fn kinds(by: &Terminal, trip: &str) -> Vec<String> {
    let told = by.told(&format!("trip history {trip}"), "").await;
    let kind = |step: &Value| step["kind"].as_str().unwrap_or_default().to_owned();
    let steps = told["trip"]["steps"].as_array().unwrap().iter();
    steps.map(|step| kind(step).trim_start_matches("TRIP_STEP_KIND_").to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trip_is_filed_listed_cancelled_made_and_flagged() {
    let centre = Centre::start_at("2024-03-04T09:30").await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let fao = Terminal::signed_in(&centre, "fao-officer").await;
    let code = centre.enterprise(1).await;
    let entry = centre.whitelisted(&code, terms("2024-01-01")).await.entry_id;
    let who = centre.resident().await;
    centre.clerk().puts(&who, passport("2030-01-01")).await;
    let file = format!("trip file {code} --person {who}");
    let coming = format!("{file} --from 2024-03-18 --until 2024-03-25");
    clerk.done(&format!("{coming} --dry-run"), "").await;
    let none = clerk.told("trip list", "").await;
    assert_eq!(none["trips"].as_array().map(Vec::len), Some(0), "a dry run files nothing");
    let first = id(&clerk.told(&coming, "").await, "trip");
    let today = id(&clerk.told(&format!("{file} --from today"), "").await, "trip");
    let over = format!("{file} --from 2024-12-30 --until 2025-01-05");
    clerk.refused(&over, "", (6, "TRIP_OUT_OF_VALIDITY")).await;
    fao.refused(&coming, "", (5, "PERMISSION_DENIED")).await;
    let listed = clerk.done(&format!("trip list --enterprise {code} --from +5 -o name"), "").await;
    assert_eq!(listed.out.trim(), first);
    let cancel = format!("trip cancel {} --reason later", &first[first.len() - 8..]);
    clerk.refused(&cancel, "", (2, "--yes")).await;
    clerk.done(&format!("{cancel} --yes"), "").await;
    clerk.refused(&format!("trip complete {first}"), "", (6, "STATE_TRANSITION_FORBIDDEN")).await;
    clerk.done(&format!("trip complete {today}"), "").await;
    assert_eq!(kinds(&clerk, &first).await, ["FILED", "CANCELLED"]);
    assert_eq!(kinds(&fao, &today).await, ["FILED", "COMPLETED"]);
    // What rests on an entry that goes is flagged, shown with why, and stands.
    let second = id(&clerk.told(&coming, "").await, "trip");
    fao.done(&format!("whitelist revoke {entry} --reason left --yes"), "").await;
    let flagged = clerk.done("trip list --flagged -o name", "").await;
    assert_eq!(flagged.out.trim(), second);
    let show = format!("flag show {}", &second[second.len() - 8..]);
    let shown = clerk.done(&show, "").await;
    assert!(shown.out.contains(&entry) && shown.out.contains("left"), "{shown:?}");
    assert!(shown.err.contains(&format!("frsc trip show {second}")), "{shown:?}");
    assert_eq!(clerk.told(&show, "").await["flags"][0]["reason"], "left");
    clerk.done(&format!("flag resolve {second} --reason seen"), "").await;
    assert_eq!(clerk.frsc(&show, "").await.code, 3, "it is flagged no more");
    assert_eq!(kinds(&clerk, &second).await, ["FILED", "FLAGGED", "FLAGS_RESOLVED"]);
    let table = clerk.seen("en", &format!("trip history {second}"), "").await;
    assert!(table.out.contains("flags resolved") && table.out.contains("seen"), "{table:?}");
}
