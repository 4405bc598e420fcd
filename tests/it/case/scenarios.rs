//! Worked cases with their expected dates.

use crate::harness::{Centre, Who, cases::*, make::*, mandates::*};
use frsc_proto::{
    admin,
    v1::{self, CaseAdvice, CaseState, CaseStepKind as K, ClockKind, EvidenceKind, Outcome},
};

#[tokio::test]
async fn s01_the_permit_that_ends_in_three_days_is_flagged_when_it_is_accepted() {
    let centre = Centre::start_at("2023-06-27T10:00").await;
    let clerk = centre.clerk();
    let case = clerk.receives(expires("2023-06-30", accepted(&[EXTENSION]))).await;
    assert_eq!(due(&case.clocks, ClockKind::Statutory).unwrap(), "2023-07-18");
    assert_eq!(due(&case.clocks, ClockKind::Receipt).unwrap(), "2023-07-18");
    assert_eq!(day(case.last_on_time_date), "2023-05-31");
    assert_eq!(case.days_late, 27);
    let advice: Vec<_> = case.advice().collect();
    assert_eq!(advice, [CaseAdvice::LateFiling, CaseAdvice::ExpediteAdvised]);
}

#[tokio::test]
async fn s02_a_certificate_by_proxy_waits_for_the_notarised_mandate() {
    let centre = Centre::start_at("2023-06-12T09:30").await;
    let clerk = centre.clerk();
    let application = application(&["NCR"]);
    let recorded = clerk.records(mandate_of(&application)).await;
    let received =
        v1::CreateCaseRequest { all_materials_received: false, ..by_agent(application, &recorded) };
    let case = clerk.receives(received).await;
    assert_eq!(case.agent.as_ref().unwrap().name, "AGENCY");
    assert_eq!(due(&case.clocks, ClockKind::Notice).unwrap(), "2023-06-19");
    let case = clerk.notify_case(&case).await.unwrap();
    centre.it_is("2023-06-19T10:00");
    let mandate = clerk.receives(accepted(&["NOT-MAN"])).await;
    assert_eq!(due(&mandate.clocks, ClockKind::Statutory).unwrap(), "2023-07-11");
    centre.it_is("2023-06-20T10:00");
    let task = clerk.task_for(&mandate, "NOT-MAN").await;
    clerk.decides(&task, Outcome::Granted).await.unwrap();
    let materials = case.materials.iter().map(|material| v1::Material {
        state: v1::MaterialState::Received.into(),
        ..material.clone()
    });
    let supplement = v1::SupplementCaseRequest {
        request_id: request_id(),
        case_id: case.case_id.clone(),
        etag: case.etag.clone(),
        materials: materials.collect(),
        attendance: v1::Attendance::Remote.into(),
    };
    let case = clerk.ok(supplement).await.case.unwrap();
    let early = clerk.accept_case(&case).await.unwrap_err();
    assert_eq!(early.rules(), ["MANDATE_NOT_VALID"; 3]);
    let mut files = Vec::new();
    for kind in [EvidenceKind::PowerOfAttorney, EvidenceKind::Passport, EvidenceKind::Photo] {
        files.push(clerk.uploads(kind).await);
    }
    let verified = v1::VerifyMandateRequest {
        notarisation: v1::Notarisation::Cloud.into(),
        ..verification(&recorded, &files.iter().collect::<Vec<_>>())
    };
    let verified = clerk.verifies(verified).await.unwrap();
    centre.lead().ok(approval(&verified)).await;
    let case = clerk.accept_case(&case).await.unwrap();
    assert_eq!(day(case.accepted_date), "2023-06-20");
    assert_eq!(due(&case.clocks, ClockKind::Statutory).unwrap(), "2023-06-26");
    assert_eq!(case.visits, 1);
}

#[tokio::test]
async fn s04_a_joint_case_has_its_own_clocks_beside_those_of_its_children() {
    let centre = Centre::start_at("2023-09-25T10:00").await;
    let clerk = centre.clerk();
    let case = clerk.receives(accepted(&["WPRP-ONE"])).await;
    assert_eq!(due(&case.clocks, ClockKind::Promised).unwrap(), "2023-10-10");
    assert_eq!(due(&case.clocks, ClockKind::Statutory).unwrap(), "2023-12-01");
    let permit = clerk.task_for(&case, "RP-W-NEW").await;
    assert_eq!(due(&permit.clocks, ClockKind::Statutory).unwrap(), "2023-10-20");
    let names: Vec<_> = case.materials.iter().map(|material| &material.name).collect();
    let mut once = names.clone();
    once.sort();
    once.dedup();
    assert_eq!(names.len(), once.len());
    let explained = v1::ExplainDueDateRequest {
        case_id: case.case_id.clone(),
        kind: ClockKind::Promised.into(),
        ..Default::default()
    };
    let explained = clerk.ok(explained).await;
    let days: Vec<_> = explained.counted_days.iter().map(|d| day(d.day_date)).collect();
    let expected = [
        "2023-09-26",
        "2023-09-27",
        "2023-09-28",
        "2023-10-07",
        "2023-10-08",
        "2023-10-09",
        "2023-10-10",
    ];
    assert_eq!(days, expected);
}

#[tokio::test]
async fn s10_a_suspended_case_goes_on_with_the_days_it_had_left() {
    let centre = Centre::start_at("2024-09-10T10:00").await;
    let clerk = centre.clerk();
    let case = clerk.receives(accepted(&["RP-F-NEW"])).await;
    centre.it_is("2024-09-12T10:00");
    let case = clerk.ok(suspend_case(&case)).await.case.unwrap();
    assert_eq!((case.state(), case.due_date), (CaseState::Suspended, None));
    centre.it_is("2024-09-23T10:00");
    let case = clerk.resume_case(&case).await.unwrap();
    let clock = case.clocks.iter().find(|clock| clock.kind() == ClockKind::Statutory).unwrap();
    assert_eq!(day(clock.original_due_date), "2024-10-08");
    assert_eq!(day(clock.due_date), "2024-10-15");
    assert_eq!((clock.used_days, clock.remaining_days), (2, 13));
}

#[tokio::test]
async fn s12_a_case_without_a_notice_in_time_is_deemed_accepted_from_the_day_received() {
    let centre = Centre::start_at("2026-02-12T10:00").await;
    let clerk = centre.clerk();
    let request =
        v1::CreateCaseRequest { all_materials_received: false, ..application(&[EXTENSION]) };
    let case = clerk.receives(request).await;
    assert_eq!(due(&case.clocks, ClockKind::Notice).unwrap(), "2026-02-26");
    centre.it_is("2026-02-26T23:59");
    assert_eq!(clerk.case(&case.case_id).await.state(), CaseState::Received);
    centre.it_is("2026-02-27T00:00");
    let late = clerk.notify_case(&case).await.unwrap_err();
    late.is(tonic::Code::Aborted, "ETAG_MISMATCH");
    let case = clerk.case(&case.case_id).await;
    assert!(case.deemed_accepted);
    assert_eq!((case.state(), day(case.accepted_date)), (CaseState::Accepted, "2026-02-12".into()));
    assert_eq!(due(&case.clocks, ClockKind::Statutory).unwrap(), "2026-03-11");
    let task = clerk.task_for(&case, EXTENSION).await;
    clerk.accept_task(&task).await.unwrap();
    assert_eq!(clerk.history(&case).await, [K::Received, K::DeemedAccepted, K::TaskAccepted]);
}

#[tokio::test]
async fn s13_a_filing_on_a_day_off_counts_from_the_next_working_day() {
    let centre = Centre::start_at("2026-05-09T10:00").await;
    let clerk = centre.clerk();
    let request = || v1::CreateCaseRequest {
        channel: v1::CaseChannel::Online.into(),
        ..accepted(&["VS-EXT"])
    };
    let worked = clerk.receives(request()).await;
    assert_eq!(day(worked.accepted_date), "2026-05-09");
    assert_eq!(due(&worked.clocks, ClockKind::Statutory).unwrap(), "2026-05-19");
    centre.it_is("2026-05-16T10:00");
    let off = clerk.receives(request()).await;
    assert_eq!(day(off.accepted_date), "2026-05-18");
    assert_eq!(due(&off.clocks, ClockKind::Statutory).unwrap(), "2026-05-27");
    assert_eq!(off.visits, 0);
}

#[tokio::test]
async fn s29_a_due_date_in_an_unpublished_year_is_provisional_until_the_year_is_loaded() {
    let centre = Centre::start_at("2026-12-21T10:00").await;
    let clerk = centre.clerk();
    let case = clerk.receives(accepted(&["RP-J-NEW"])).await;
    let clock = case.clocks.iter().find(|clock| clock.kind() == ClockKind::Statutory).unwrap();
    let detail = clock.provisional_detail.unwrap();
    assert_eq!((clock.due_date, detail.missing_year), (None, 2027));
    assert_eq!((detail.counted_working_days, detail.remaining_working_days), (8, 7));
    let load = |validate_only| admin::LoadCalendarYearRequest {
        request_id: request_id(),
        year: 2027,
        csv: "date,kind,name\n2027-01-01,holiday,元旦\n".to_owned(),
        validate_only,
        ..Default::default()
    };
    let officer = centre.client(Who::PsbOfficer);
    let dry = centre.admin().ok(load(true)).await;
    assert_eq!(clerk.case(&case.case_id).await.due_date, None);
    let done = centre.admin().ok(load(false)).await;
    assert_eq!(done.moves, dry.moves);
    let moved: Vec<_> = done.moves.iter().map(|m| (m.field.as_str(), day(m.new_date))).collect();
    assert_eq!(
        moved,
        [("due_date", "2027-01-12".to_owned()), ("due_date", "2027-01-12".to_owned())]
    );
    let case = clerk.case(&case.case_id).await;
    assert_eq!(due(&case.clocks, ClockKind::Statutory).unwrap(), "2027-01-12");
    assert!(officer.history(&case).await.contains(&K::DueDateMoved));
}
