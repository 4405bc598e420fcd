//! Cases and tasks from the command line: the way from a ticket to the archive, an account of a due
//! date, refusals with every rule, and decisions in a file.

use super::Terminal;
use crate::harness::{Centre, cases::*, make::*};
use frsc_proto::v1;

const PERSON: &str = "--item RP-W-EXT --name TANAKA --language ja --phone +9995550001";

/// The steps of a case as the officer and the clerk take them, each of which must be done.
async fn done(terminal: &Terminal, lines: &[String]) {
    for line in lines {
        let ran = terminal.frsc(line, "").await;
        assert_eq!(ran.code, 0, "{line}: {ran:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_goes_from_a_ticket_to_the_archive() {
    let centre = Centre::start_at("2024-03-05T09:00").await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let officer = Terminal::signed_in(&centre, "psb-officer").await;
    done(&clerk, &[format!("queue issue {PERSON}"), "queue next --counter A01".to_owned()]).await;
    let create = "case create --counter A01 --all-materials --material 照片=missing --json";
    let made = clerk.frsc(create, "").await;
    assert!(made.err.contains("照片") && made.err.contains("frsc case notify"), "{made:?}");
    let case = &made.json()["case"];
    assert_eq!(case["channel"], "CASE_CHANNEL_WALK_IN");
    let number = case["case_number"].as_str().expect("a number").to_owned();
    let end = number.rsplit('-').next().expect("an end").to_owned();
    let early = clerk.frsc(&format!("case accept {end}"), "").await;
    assert_eq!(early.code, 6, "{early:?}");
    assert!(early.err.contains("MATERIAL_MISSING"), "{early:?}");
    let steps = [
        format!("case notify {end}"),
        format!("case supplement {end} --material 照片 --in-person"),
        format!("case accept {number}"),
    ];
    done(&clerk, &steps).await;
    let shown = clerk.frsc(&format!("case show {end}"), "").await;
    assert!(shown.out.contains("CLOCK_KIND_STATUTORY") && shown.out.contains("照片"), "{shown:?}");
    let steps = [
        format!("task accept {end}/RP-W-EXT"),
        format!("task note {end} called"),
        format!("task complete {end} --outcome granted --document-number P-1"),
    ];
    done(&officer, &steps).await;
    done(&clerk, &[format!("case deliver {end} --in-person")]).await;
    let unasked = clerk.frsc(&format!("case close {end}"), "").await;
    assert_eq!(unasked.code, 2, "closing asks, or --yes: {unasked:?}");
    done(&clerk, &[format!("case close {end} --yes"), format!("case archive {end}")]).await;
    let history = clerk.frsc(&format!("case timeline {end} --json"), "").await.json();
    let last = history["steps"].as_array().and_then(|steps| steps.last()).expect("a step");
    assert_eq!(last["kind"], "CASE_STEP_KIND_ARCHIVED");
    let mine = clerk.frsc("wd", "").await;
    assert!(mine.code == 0 && mine.out.is_empty(), "archived ones are put away: {mine:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_due_date_is_explained_in_the_servers_words() {
    let centre = Centre::start().await;
    let case = centre.clerk().receives(accepted(&[EXTENSION])).await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let end = case.case_number;
    let promised = clerk.frsc(&format!("case explain {end}"), "").await;
    assert!(promised.out.contains("2024-03-13"), "{promised:?}");
    let line = format!("case explain {end} --task RP-W-EXT --clock statutory");
    let statutory = clerk.frsc(&line, "").await;
    assert!(statutory.out.contains("2024-03-25"), "{statutory:?}");
    let whole = clerk.frsc(&format!("{line} --json"), "").await.json();
    assert_eq!(whole["counted_days"].as_array().map(Vec::len), Some(15), "{whole}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_application_shows_every_rule_and_writes_nothing() {
    let centre = Centre::start().await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let line = format!("case create {PERSON} --agent-name AGENCY --agent-phone +99900001");
    let refused = clerk.frsc(&line, "").await;
    assert_eq!((refused.code, refused.out.as_str()), (6, ""), "{refused:?}");
    for rule in ["MANDATE_MISSING", "PROXY_NOT_ALLOWED"] {
        assert!(refused.err.contains(rule), "{rule}: {refused:?}");
    }
    let word = clerk.frsc(&format!("case create {PERSON} --material 照片=lost"), "").await;
    assert_eq!(word.code, 2, "{word:?}");
    let dry = format!("case create {PERSON} --all-materials --accept --dry-run");
    done(&clerk, &[dry]).await;
    assert!(clerk.frsc("case list --all", "").await.out.is_empty());
    let nowhere = clerk.frsc("case show ZZZZZZ", "").await;
    assert_eq!(nowhere.code, 3, "{nowhere:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn decisions_in_a_file_are_recorded_as_far_as_they_can_be() {
    let centre = Centre::start().await;
    let plain = centre.clerk().receives(accepted(&[EXTENSION])).await.case_number;
    let joint = centre.clerk().receives(accepted(&["WPRP-ONE"])).await.case_number;
    let officer = Terminal::signed_in(&centre, "psb-officer").await;
    // The permit of the joint case waits for the work permit.
    let file = format!(
        "任务,结果,文号,决定日期\n{plain}/RP-W-EXT,准予,P-1,2024/3/4\n{joint}/RP-W-NEW,granted,P-2,\n"
    );
    let whole = officer.frsc("task complete-batch -", &file).await;
    assert_eq!(whole.code, 6, "all or none: {whole:?}");
    let partly = officer.frsc("task complete-batch - --best-effort", &file).await;
    assert_eq!(partly.code, 8, "{partly:?}");
    assert!(partly.out.contains("OK"), "{partly:?}");
    for text in [&partly.out, &partly.err] {
        assert!(text.contains("TASK_DEPENDENCY_OPEN"), "{partly:?}");
    }
    let decided = officer.frsc(&format!("task show {plain} --json"), "").await.json();
    assert_eq!(decided["task"]["document_number"], "P-1");
    let open = v1::ListTasksRequest::default();
    assert_eq!(centre.partner().ok(open).await.tasks.len(), 1);
    let wrong = "task_id,outcome,decided_date\nx,maybe,\ny,granted,someday\n";
    let wrong = officer.frsc("task complete-batch -", wrong).await;
    assert_eq!(wrong.code, 10, "{wrong:?}");
    assert!(wrong.err.contains("maybe") && wrong.err.contains("someday"), "{wrong:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_permit_that_ends_in_three_days_is_expedited_and_due_tomorrow() {
    // S01
    let centre = Centre::start_at("2023-06-27T10:00").await;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let lead = Terminal::signed_in(&centre, "lead").await;
    let line = format!("case create {PERSON} --all-materials --accept --expires 2023-06-30 --json");
    let made = clerk.frsc(&line, "").await;
    assert!(made.err.contains("frsc expedite request"), "the advice: {made:?}");
    let made = made.json();
    assert_eq!(made["case"]["due_date"], "2023-07-06");
    let number = made["case"]["case_number"].as_str().expect("a number").to_owned();
    let seen = clerk.frsc(&format!("expedite preview {number} --json"), "").await.json();
    assert_eq!(seen["effect"]["due_dates"][0]["after_date"], "2023-06-28");
    assert!(clerk.frsc("expedite list", "").await.out.is_empty(), "a preview writes nothing");
    done(&clerk, &[format!("jj {number} --ground urgent-business --text signing")]).await;
    let own = clerk.frsc(&format!("expedite approve {number} --reason mine"), "").await;
    assert_eq!(own.code, 5, "{own:?}");
    done(&lead, &[format!("expedite approve {number} --reason verified")]).await;
    let case = clerk.frsc(&format!("case show {number} --json"), "").await.json();
    assert_eq!(case["case"]["due_date"], "2023-06-28");
    let shown = clerk.frsc(&format!("expedite show {number}"), "").await;
    assert!(shown.out.contains("2023-07-06") && shown.out.contains("tasks_a_day"), "{shown:?}");
    let again = clerk.frsc(&format!("jj {number} --ground medical"), "").await;
    assert_eq!(again.code, 6, "{again:?}");
    assert!(again.err.contains("EXPEDITE_OPEN"), "{again:?}");
    let stats = "expedite stats --from 2023-06-27 --to 2023-06-27 --json";
    assert_eq!(clerk.frsc(stats, "").await.json()["total"]["approved"], 1);
    let unasked = clerk.frsc(&format!("expedite withdraw {number} --reason mistake"), "").await;
    assert_eq!(unasked.code, 2, "withdrawing asks, or --yes: {unasked:?}");
    done(&clerk, &[format!("expedite withdraw {number} --reason mistake --yes")]).await;
    let back = clerk.frsc(&format!("case show {number} --json"), "").await.json();
    assert_eq!(back["case"]["due_date"], "2023-07-06");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_rating_is_made_good_and_closed_after_the_call_back() {
    let centre = Centre::start().await;
    let number = centre.clerk().receives(accepted(&[EXTENSION])).await.case_number;
    let clerk = Terminal::signed_in(&centre, "clerk").await;
    let steps = [
        format!("task complete {number} --outcome granted --document-number P-1"),
        format!("case deliver {number} --in-person"),
    ];
    done(&clerk, &steps).await;
    let line =
        format!("rating give {number} --level 1 --text slow --name TANAKA --phone +9995550001");
    let given = clerk.frsc(&format!("{line} --json"), "").await;
    assert!(given.err.contains("frsc rating contact"), "{given:?}");
    let id = given.json()["rating"]["rating_id"].as_str().expect("an id").to_owned();
    let twice = clerk.frsc(&line, "").await;
    assert_eq!(twice.code, 6, "once a handling: {twice:?}");
    let end = &id[id.len() - 8..];
    let due = clerk.frsc(&format!("rating explain {end}"), "").await;
    assert!(due.out.contains("2024-03-05"), "a working day to contact him: {due:?}");
    let early = clerk.frsc(&format!("rating close {end} --yes"), "").await;
    assert!(early.err.contains("CALL_BACK_MISSING"), "{early:?}");
    let steps = [
        format!("rating contact {end} --text called"),
        format!("rating rectify {end} --text mended"),
        format!("rating call-back {end} --outcome satisfied --text thanks"),
        format!("rating close {end} --yes"),
    ];
    done(&clerk, &steps).await;
    let shown = clerk.frsc(&format!("rating show {end}"), "").await;
    assert!(shown.out.contains("CLOCK_KIND_RECTIFY") && shown.out.contains("mended"), "{shown:?}");
    let stats = "rating stats --from 2024-03-01 --to 2024-03-31 --json";
    let stats = clerk.frsc(stats, "").await.json();
    assert_eq!((&stats["closed_rectifications"], &stats["bad_share"]), (&1.into(), &1.0.into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_red_card_is_answered_and_closed() {
    let centre = Centre::start().await;
    let number = centre.clerk().receives(accepted(&["NCR"])).await.case_number;
    centre.it_is("2024-03-11T10:00");
    let lead = Terminal::signed_in(&centre, "lead").await;
    let officer = Terminal::signed_in(&centre, "psb-officer").await;
    let swept = lead.frsc("card sweep", "").await;
    assert!(swept.code == 0 && swept.out.contains("CARD_RUNG_RED_CARD"), "{swept:?}");
    let red = format!("card list --rung red-card --case {number} --json");
    let card = officer.frsc(&red, "").await.json()["cards"][0].clone();
    let id = card["card_id"].as_str().expect("an id").to_owned();
    let end = &id[id.len() - 8..];
    let early = lead.frsc(&format!("card close {end} --reason done --yes"), "").await;
    assert!(early.err.contains("RECTIFICATION_MISSING"), "{early:?}");
    let answered = officer.frsc(&format!("card rectify {end} --text -"), "more hands\n").await;
    assert_eq!(answered.code, 0, "{answered:?}");
    done(&lead, &[format!("card close {end} --reason done --yes")]).await;
    let shown = officer.frsc(&format!("card show {end}"), "").await;
    assert!(shown.out.contains("more hands"), "{shown:?}");
    let scores = "card scores --from 2024-03-01 --to 2024-03-31 --json";
    let scores = lead.frsc(scores, "").await.json();
    assert_eq!(scores["scores"][0]["department_id"], "PSB");
    let late = lead.frsc("task list", "").await;
    assert!(late.out.contains(&number), "{late:?}");
}
