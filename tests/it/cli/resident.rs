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

#[tokio::test(flavor = "multi_thread")]
async fn former_names_and_nationalities_stay_and_a_slip_of_the_pen_is_written_over() {
    let centre = Centre::start_at("2024-03-05T09:00").await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let create = format!("resident create {PERSON} --born 1990-02-28 --chinese-name 佐藤花子");
    let id = super::id(&clerk.told(&create, "").await, "resident");
    let update = |words: &str| format!("resident update {id} {words}");
    let found = async |name: &str| {
        let found = clerk.frsc(&format!("resident list {name} -o name"), "").await;
        found.out.trim().to_owned()
    };

    // A marriage: she is called by the new name, and found by the former.
    let look = clerk.done(&update("--surname SUZUKI --dry-run"), "").await;
    assert!(look.err.contains("--correct"), "{look:?}");
    let married = clerk.told(&update("--surname SUZUKI"), "").await;
    let resident = &married["resident"];
    assert_eq!(resident["display_name"], "SUZUKI HANAKO", "the given names stay: {married}");
    let name = |surname: &str, given: &str, until: Option<&str>| {
        serde_json::json!({ "kind": "NAME_KIND_LATIN", "surname": surname, "given_names": given,
            "until_date": until })
    };
    assert_eq!(resident["names"][0], name("SUZUKI", "HANAKO", None));
    assert_eq!(resident["names"][2], name("SATO", "HANAKO", Some("2024-03-04")));
    assert_eq!([found("sato").await, found("suzuki").await], [id.clone(), id.clone()]);
    let table = clerk.done(&format!("resident show {id}"), "").await;
    assert!(table.out.contains("2024-03-04") && table.out.contains("SATO"), "{table:?}");

    // The new name was misspelt, which was never hers.
    let slip = clerk.done(&update("--surname SUZUKY --given-names HANA"), "").await;
    assert!(slip.err.contains("stays on record"), "{slip:?}");
    let mended = clerk.done(&update("--surname SUZUKA --correct"), "").await;
    assert!(!mended.err.contains("stays on record"), "{mended:?}");
    let shown = clerk.told(&format!("resident show {id}"), "").await;
    assert_eq!(shown["resident"]["names"][0], name("SUZUKA", "HANA", None));
    assert_eq!(found("suzuky").await, "", "what was written over is found no more");
    assert_eq!([found("sato").await, found("佐藤").await], [id.clone(), id.clone()]);

    // A name said once more changes nothing.
    let same = clerk.told(&update("--surname SUZUKA --chinese-name 佐藤花子"), "").await;
    assert_eq!(same["resident"]["names"], shown["resident"]["names"]);
    let both = update("--surname X --since 2024-01-01 --correct");
    clerk.refused(&both, "", (2, "does not go with")).await;

    // Another nationality from a day; with a second beside it; and one that was a slip.
    let country = |country: &str, from: Option<&str>, until: Option<&str>| serde_json::json!({ "country": country, "from_date": from, "until_date": until });
    let korean = clerk.told(&update("--nationality KOR --since 2024-02-01"), "").await;
    let since = Some("2024-02-01");
    let former = country("JPN", None, Some("2024-01-31"));
    let all = serde_json::json!([country("KOR", since, None), former]);
    assert_eq!(korean["resident"]["nationalities"], all);
    let slip = clerk.told(&update("--nationality KOR,USA"), "").await;
    let all = serde_json::json!([country("KOR", since, None), country("USA", None, None), former]);
    assert_eq!(slip["resident"]["nationalities"], all);
    let mended = clerk.told(&update("--nationality KOR,AUS --correct"), "").await;
    let all = serde_json::json!([country("KOR", since, None), country("AUS", None, None), former]);
    assert_eq!(mended["resident"]["nationalities"], all);
}
