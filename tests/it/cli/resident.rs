//! Residents from the command line: registered by a scan on stdin, found, changed, merged.

use super::Terminal;
use crate::harness::Centre;

const SPECIMEN: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n\
    L898902C36UTO7408122F1204159ZE184226B<<<<<10\n";
const PERSON: &str = "--surname SATO --given-names HANAKO --sex female --nationality JPN \
    --language ja --phone +99955500123";

#[tokio::test(flavor = "multi_thread")]
async fn a_scanned_person_is_registered_found_and_becomes_an_applicant() {
    let centre = Centre::start_at("2024-03-05T09:00").await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let create = "resident create --mrz-stdin --language sv --email anna@example.org --json";
    let made = clerk.frsc(create, SPECIMEN).await;
    assert_eq!(made.code, 0, "{made:?}");
    let id = made.json()["resident"]["resident_id"].as_str().expect("an id").to_owned();
    assert_eq!(made.json()["resident"]["birth_date"], "1974-08-12");
    let slip = clerk.frsc(create, &SPECIMEN.replace("7408122", "7409122")).await;
    assert_eq!(slip.code, 10, "{slip:?}");
    assert!(slip.err.contains("birth_date"), "{slip:?}");
    let again = clerk.frsc(create, SPECIMEN).await;
    assert_eq!(again.code, 6, "{again:?}");
    assert!(again.err.contains("POSSIBLE_DUPLICATE") && again.err.contains(&id), "{again:?}");
    let look = clerk.frsc(&format!("{create} --dry-run"), SPECIMEN).await;
    assert!(look.code == 0 && look.err.contains(&id), "{look:?}");
    let found = clerk.frsc("resident list anna -o name", "").await;
    assert_eq!(found.out.trim(), id);
    let late = "resident address eriksson --address dormitory --arrived 2024-03-04T08:00";
    let late = clerk.frsc(late, "").await;
    assert!(late.code == 0 && late.err.contains("60"), "{late:?}");
    let shown = clerk.frsc(&format!("resident show {}", &id[id.len() - 6..]), "").await;
    assert!(shown.out.contains("dormitory"), "{shown:?}");
    let case = "case create --item RP-W-EXT --channel walk-in --resident eriksson --json";
    let case = clerk.frsc(case, "").await;
    assert_eq!(case.code, 0, "{case:?}");
    assert_eq!(case.json()["case"]["applicant"]["name"], "ERIKSSON ANNA MARIA");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_duplicate_is_merged_by_another_and_says_where_it_went() {
    let centre = Centre::start_at("2024-03-05T09:00").await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let lead = Terminal::signed_in(&centre, "lead").await;
    let id = |ran: &super::Ran| {
        ran.json()["resident"]["resident_id"].as_str().expect("an id").to_owned()
    };
    let made = clerk.frsc(&format!("resident create {PERSON} --born 1990-02-28 --json"), "").await;
    let survivor = id(&made);
    let other = clerk.frsc(&format!("resident create {PERSON} --born 1990-02-27 --json"), "").await;
    let duplicate = id(&other);
    let many = clerk.frsc("resident show sato", "").await;
    assert!(many.code == 2 && many.err.contains(&survivor), "{many:?}");
    let changed = format!("resident update {duplicate} --surname SAITO --given-names HANAKO");
    let changed = clerk.frsc(&changed, "").await;
    assert_eq!(changed.code, 0, "{changed:?}");
    let merge = format!("resident merge {duplicate} --into {survivor} --reason slip --json");
    let merge = clerk.frsc(&merge, "").await;
    let merge = merge.json()["merge"]["merge_id"].as_str().expect("an id").to_owned();
    let asks = lead.frsc(&format!("resident approve {merge} --text compared"), "").await;
    assert_eq!(asks.code, 2, "it asks, or --yes: {asks:?}");
    let done = lead.frsc(&format!("resident approve {merge} --text compared --yes"), "").await;
    assert_eq!(done.code, 0, "{done:?}");
    let gone = clerk.frsc(&format!("resident show {duplicate}"), "").await;
    assert!(gone.code == 0 && gone.err.contains(&survivor), "{gone:?}");
    let steps = clerk.frsc(&format!("resident history {duplicate} -o name"), "").await;
    assert_eq!(steps.out.lines().count(), 4, "{steps:?}");
    let consent = format!("resident consent {survivor} --purpose reminders --evidence form-12");
    assert_eq!(clerk.frsc(&consent, "").await.code, 0);
    let withdraw = format!("resident withdraw {survivor} --number 1 --text letter");
    assert_eq!(clerk.frsc(&withdraw, "").await.code, 0);
}
