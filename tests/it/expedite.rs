//! Expedites: the worked scenario whole, the account of what it costs the others, withdrawal, the
//! joint case, and what a department sees.

pub mod rules;

use crate::harness::{Centre, Who, cases::*, expedites::*, make::*};
use frsc_proto::v1::{
    self, CaseAdvice, CaseStepKind as K, ClockKind, ExpediteState, ExpediteWarningKind as Warning,
};
use tonic::Code;

fn warnings(effect: &v1::ExpediteEffect) -> Vec<Warning> {
    effect.warnings.iter().map(v1::ExpediteWarning::kind).collect()
}

fn displaced<'a>(effect: &'a v1::ExpediteEffect, department: &str) -> &'a v1::Displacement {
    let found = effect.displacements.iter().find(|of| of.department_id == department);
    found.expect("the department's account")
}

#[tokio::test]
async fn s01_fifteen_working_days_become_one_and_the_receipt_stays() {
    let centre = Centre::start_at("2023-06-27T10:00").await;
    let (clerk, lead, officer) = (centre.clerk(), centre.lead(), centre.client(Who::PsbOfficer));
    let others = [
        clerk.receives(accepted(&[EXTENSION])).await,
        clerk.receives(accepted(&[EXTENSION])).await,
    ];
    let case = clerk.receives(expires("2023-06-30", accepted(&[EXTENSION]))).await;
    assert!(case.advice().any(|advice| advice == CaseAdvice::ExpediteAdvised));
    let asked = clerk.ok(expedite(&case, "2023-06-28", 1)).await;
    let preview = asked.effect.unwrap();
    assert_eq!(day(preview.expedited_due_date), "2023-06-28");
    let expedite = asked.expedite.unwrap();
    assert_eq!((expedite.state(), expedite.granted_working_days), (ExpediteState::Requested, None));
    assert_eq!(day(clerk.case(&case.case_id).await.due_date), "2023-07-06", "nothing moved yet");

    let done = lead.ok(approve(&expedite)).await;
    let effect = done.effect.unwrap();
    let expedite = done.expedite.unwrap();
    assert_eq!(expedite.state(), ExpediteState::Approved);
    assert_eq!(expedite.granted_working_days, Some(1));
    let case = officer.case(&case.case_id).await;
    assert_eq!(due(&case.clocks, ClockKind::Expedited).unwrap(), "2023-06-28");
    assert_eq!(due(&case.clocks, ClockKind::Statutory).unwrap(), "2023-07-18");
    assert_eq!(due(&case.clocks, ClockKind::Receipt).unwrap(), "2023-07-18");
    assert_eq!(day(case.due_date), "2023-06-28");
    assert!(case.advice().all(|advice| advice != CaseAdvice::ExpediteAdvised));
    let task = officer.task_for(&case, EXTENSION).await;
    assert_eq!((day(task.due_date), task.expedited), ("2023-06-28".to_owned(), true));

    let account = displaced(&effect, "PSB");
    assert_eq!((account.open_tasks, account.displaced_tasks), (3, 2));
    let of_others: Vec<_> = others.iter().map(|case| case.tasks[0].task_id.clone()).collect();
    let listed: Vec<_> = account.tasks.iter().map(|task| task.task_id.clone()).collect();
    assert_eq!(listed, of_others);
    assert!(account.tasks.iter().all(|task| task.places == 1 && !task.would_be_overdue));
    assert_eq!(account.tasks[0].case_number, others[0].case_number);
    assert_eq!((expedite.displaced_tasks, expedite.would_be_overdue_tasks), (2, 0));
    let kept = clerk.expedite(&expedite.expedite_id).await;
    assert_eq!((kept.expedite, kept.effect), (Some(expedite), Some(effect)));
    let history = clerk.history(&case).await;
    assert_eq!(history, [K::Received, K::Accepted, K::ExpediteRequested, K::Expedited]);
}

#[tokio::test]
async fn nobody_decides_what_he_asked_for_himself() {
    let centre = Centre::start().await;
    let lead = centre.lead();
    let case = lead.receives(accepted(&[EXTENSION])).await;
    let expedite = lead.expedites(&case, "2024-03-20", 1).await;
    lead.refused(approve(&expedite)).await.is(Code::FailedPrecondition, "SELF_APPROVAL");
    let reject = decide(&expedite, v1::Decision::Reject);
    lead.refused(reject).await.is(Code::FailedPrecondition, "SELF_APPROVAL");
    let same = lead.expedite(&expedite.expedite_id).await.expedite.unwrap();
    assert_eq!(same, expedite);
}

#[tokio::test]
async fn a_preview_tells_all_and_writes_nothing() {
    let centre = Centre::start_at("2023-06-27T10:00").await;
    let clerk = centre.clerk();
    clerk.receives(accepted(&[EXTENSION])).await;
    let case = clerk.receives(expires("2023-06-27", accepted(&[EXTENSION]))).await;
    let counts = || async {
        let tables = ["expedite", "expedite_effect", "expedite_day", "audit", "outbox"];
        let mut counts = Vec::new();
        for table in tables {
            counts.push(centre.database.number(&format!("SELECT count(*) FROM {table}")).await);
        }
        counts
    };
    let before = counts().await;
    let preview =
        v1::RequestExpediteRequest { validate_only: true, ..expedite(&case, "2023-06-27", 1) };
    let effect = clerk.ok(preview).await.effect.unwrap();
    assert_eq!(counts().await, before);
    assert_eq!(clerk.case(&case.case_id).await, case);
    let dates: Vec<_> =
        effect.due_dates.iter().map(|of| (day(of.before_date), day(of.after_date))).collect();
    let moved = ("2023-07-06".to_owned(), "2023-06-28".to_owned());
    assert_eq!(dates, [moved.clone(), moved]);
    assert_eq!(warnings(&effect), [Warning::DueAfterNeededBy, Warning::DueAfterDocumentExpiry]);
    assert_eq!((effect.approved_that_day, effect.quota_a_day), (0, 10));
    assert_eq!(displaced(&effect, "PSB").displaced_tasks, 1);

    // The preview of a decision writes nothing either, with the day's quota in view.
    let expedite = clerk.expedites(&case, "2023-06-28", 2).await;
    centre.lead().token(Who::Lead).await;
    let before = counts().await;
    let one_day = v1::DecideExpediteRequest {
        working_days: Some(1),
        validate_only: true,
        ..approve(&expedite)
    };
    let decided = centre.lead().ok(one_day).await;
    assert_eq!(decided.expedite.unwrap().granted_working_days, Some(1));
    assert_eq!(day(decided.effect.unwrap().expedited_due_date), "2023-06-28");
    assert_eq!(counts().await, before);
}

#[tokio::test]
async fn an_expedite_that_makes_another_overdue_says_so() {
    let centre = Centre::start_at("2024-03-04T10:00").await;
    let clerk = centre.clerk();
    let mut tight = Vec::new();
    for _ in 0..3 {
        tight.push(clerk.receives(accepted(&["WL-TRIP"])).await.tasks[0].task_id.clone());
    }
    let case = clerk.receives(accepted(&["INV-PU"])).await;
    let expedite = clerk.expedites(&case, "2024-03-05", 1).await;
    let effect = centre.lead().ok(approve(&expedite)).await.effect.unwrap();
    assert_eq!(warnings(&effect), [Warning::MakesOthersOverdue]);
    let account = displaced(&effect, "FAO");
    assert_eq!((account.tasks_a_day, account.displaced_tasks), (1, 3));
    assert_eq!(account.would_be_overdue_tasks, 1);
    let (first, rest) = account.tasks.split_first().unwrap();
    assert_eq!((&first.task_id, first.would_be_overdue), (&tight[2], true));
    assert!(rest.iter().all(|task| !task.would_be_overdue));
}

#[tokio::test]
async fn a_holiday_makes_one_working_day_longer_and_is_told() {
    let centre = Centre::start_at("2023-09-28T10:00").await;
    let clerk = centre.clerk();
    let case = clerk.receives(accepted(&[EXTENSION])).await;
    let expedite = clerk.expedites(&case, "2023-10-07", 1).await;
    let effect = centre.lead().ok(approve(&expedite)).await.effect.unwrap();
    assert_eq!(day(effect.start_date), "2023-09-28");
    assert_eq!(day(effect.expedited_due_date), "2023-10-07");
    let told = [Warning::LongerThanADay, Warning::SpansHoliday, Warning::CountsAdjustedWorkdays];
    assert_eq!(warnings(&effect), told);
    assert_eq!(effect.warnings[0].rest_days, 8);
    assert!(!effect.warnings[1].holiday_names.is_empty());
    assert_eq!(day(Some(effect.warnings[2].workday_dates[0])), "2023-10-07");
    assert_eq!(day(clerk.case(&case.case_id).await.due_date), "2023-10-07");
}

#[tokio::test]
async fn a_withdrawn_expedite_gives_the_due_dates_back_and_another_may_be_asked_for() {
    let centre = Centre::start().await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let case = clerk.receives(accepted(&[EXTENSION])).await;
    let normal = (day(case.due_date), clerk.task_for(&case, EXTENSION).await.due_date);
    let expedite = clerk.expedites(&case, "2024-03-20", 1).await;
    let second =
        crate::harness::expedites::expedite(&clerk.case(&case.case_id).await, "2024-03-20", 2);
    let open = clerk.not_expedited(second).await;
    open.is(Code::FailedPrecondition, "EXPEDITE_OPEN");
    assert_eq!(open.variable("expedite_id").unwrap(), expedite.expedite_id);
    let expedite = lead.ok(approve(&expedite)).await.expedite.unwrap();
    assert_ne!(day(clerk.case(&case.case_id).await.due_date), normal.0);
    let back = clerk.ok(withdraw(&expedite)).await.expedite.unwrap();
    assert_eq!(back.state(), ExpediteState::Withdrawn);
    assert_eq!(back.withdraw_reason, "the meeting was put off");
    let case = clerk.case(&case.case_id).await;
    let task = clerk.task_for(&case, EXTENSION).await;
    assert_eq!((day(case.due_date), task.due_date), normal);
    assert!(!task.expedited);
    let clock = case.clocks.iter().find(|clock| clock.kind() == ClockKind::Expedited).unwrap();
    assert_eq!(clock.state(), v1::ClockState::Cancelled);
    assert_eq!(clerk.history(&case).await.last(), Some(&K::ExpediteWithdrawn));
    let again = clerk.refused(withdraw(&back)).await;
    again.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
    let expedite = clerk.expedites(&case, "2024-03-20", 2).await;
    lead.ok(approve(&expedite)).await;
    assert_ne!(day(clerk.case(&case.case_id).await.due_date), normal.0);
}

#[tokio::test]
async fn a_joint_case_and_all_its_tasks_are_expedited_and_each_department_sees_its_own_cost() {
    let centre = Centre::start_at("2024-03-04T10:00").await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    clerk.receives(accepted(&[EXTENSION])).await;
    clerk.receives(accepted(&["WP-NEW-IN"])).await;
    clerk.receives(accepted(&["WP-NEW-IN"])).await;
    let case = clerk.receives(accepted(&["WPRP-ONE"])).await;
    let two = clerk.not_expedited(expedite(&case, "2024-03-07", 2)).await;
    assert_eq!(two.rules(), ["BELOW_EXPEDITE_MINIMUM"; 2]);
    assert_eq!(two.variable("minimum_working_days").unwrap(), "3");
    let expedite = clerk.expedites(&case, "2024-03-07", 3).await;
    let expedite = lead.ok(approve(&expedite)).await.expedite.unwrap();
    let case = clerk.case(&case.case_id).await;
    assert_eq!(day(case.due_date), "2024-03-07");
    for task in &case.tasks {
        assert_eq!(day(task.due_date), "2024-03-07", "{}", task.service_item_id);
    }
    assert_eq!(expedite.displaced_tasks, 3);
    for (who, department, displaced) in [(Who::PsbOfficer, "PSB", 1), (Who::StbPartner, "STB", 2)] {
        let seen = centre.client(who).expedite(&expedite.expedite_id).await;
        assert_eq!(seen.expedite.unwrap().displaced_tasks, displaced);
        let effect = seen.effect.unwrap();
        let departments: Vec<_> =
            effect.displacements.iter().map(|of| of.department_id.as_str()).collect();
        assert_eq!(departments, [department]);
        assert_eq!(effect.displacements[0].displaced_tasks, displaced);
        let dates: Vec<_> = effect.due_dates.iter().map(|of| of.department_id.as_str()).collect();
        assert_eq!(dates, ["", department]);
    }
}
