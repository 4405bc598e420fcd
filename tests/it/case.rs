//! Cases: receipt, material, acceptance by a clerk or by the law, clocks, extension, the joint
//! case, what a department sees, and the scenarios of the domain.

mod scenarios;

use crate::harness::{Centre, Client, cases::*, make::*, mandates::*};
use frsc_proto::{
    admin,
    v1::{self, CaseState, CaseStepKind as K, ClockKind, MaterialState, Outcome},
};
use tonic::Code;

fn missing(name: &str, request: v1::CreateCaseRequest) -> v1::CreateCaseRequest {
    with_material(name, MaterialState::Missing, request)
}

fn with_material(
    name: &str,
    state: MaterialState,
    mut request: v1::CreateCaseRequest,
) -> v1::CreateCaseRequest {
    let name = name.to_owned();
    request.materials.push(v1::Material { name, state: state.into(), ..Default::default() });
    request
}

fn supplement(case: &v1::Case, name: &str) -> v1::SupplementCaseRequest {
    v1::SupplementCaseRequest {
        request_id: request_id(),
        case_id: case.case_id.clone(),
        etag: case.etag.clone(),
        materials: vec![v1::Material {
            name: name.to_owned(),
            state: MaterialState::Received.into(),
            ..Default::default()
        }],
        attendance: v1::Attendance::InPerson.into(),
    }
}

async fn supplemented(by: &Client, case: &v1::Case, name: &str) -> v1::Case {
    by.ok(supplement(case, name)).await.case.unwrap()
}

#[tokio::test]
async fn a_case_goes_from_receipt_to_archive_and_its_history_reads_back_in_order() {
    let centre = Centre::start().await;
    let (clerk, officer) = (centre.clerk(), centre.client(crate::harness::Who::PsbOfficer));
    let case = clerk.receives(missing("照片", application(&[EXTENSION]))).await;
    assert_eq!((case.state(), case.visits), (CaseState::Received, 1));
    clerk.accept_case(&case).await.unwrap_err().is(Code::FailedPrecondition, "MATERIAL_MISSING");
    let case = clerk.notify_case(&case).await.unwrap();
    assert_eq!(case.state(), CaseState::MaterialNotified);
    let again = clerk.notify_case(&case).await.unwrap_err();
    again.is(Code::FailedPrecondition, "NOTICE_GIVEN");
    centre.it_is("2024-03-06T09:00");
    let case = supplemented(&clerk, &case, "照片").await;
    assert_eq!(case.visits, 2);
    let case = clerk.accept_case(&case).await.unwrap();
    assert_eq!((case.state(), day(case.accepted_date)), (CaseState::Accepted, "2024-03-06".into()));
    let task = officer.task_for(&case, EXTENSION).await;
    let task = officer.accept_task(&task).await.unwrap();
    let done = officer.decides(&task, Outcome::Granted).await.unwrap();
    assert_eq!(done.document_number, "PINGHU-2024-1");
    let case = clerk.case(&case.case_id).await;
    assert_eq!((case.state(), case.outcome()), (CaseState::Decided, Outcome::Granted));
    let case = clerk.deliver_case(&case).await.unwrap();
    let case = clerk.close_case(&case).await.unwrap();
    let case = clerk.archive_case(&case).await.unwrap();
    let expected = [
        K::Received,
        K::MaterialNotified,
        K::Supplemented,
        K::Accepted,
        K::TaskAccepted,
        K::TaskCompleted,
        K::Decided,
        K::Delivered,
        K::Closed,
        K::Archived,
    ];
    assert_eq!(clerk.history(&case).await, expected);
    let refused = clerk.accept_case(&case).await.unwrap_err();
    refused.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
    assert_eq!(refused.variable("current_state").unwrap(), "ARCHIVED");
    assert_eq!(refused.variable("allowed_states").unwrap(), "RECEIVED,MATERIAL_NOTIFIED");
}

#[tokio::test]
async fn a_visit_becomes_a_case_in_one_step() {
    let centre = Centre::start_at("2024-03-05T09:00").await;
    let clerk = centre.clerk();
    let ticket = clerk.takes(EXTENSION).await;
    let request = v1::CreateCaseRequest {
        applicant: None,
        channel: 0,
        ticket_id: ticket.ticket_id.clone(),
        ..accepted(&[EXTENSION])
    };
    let case = clerk.receives(request).await;
    assert_eq!(case.channel(), v1::CaseChannel::WalkIn);
    assert_eq!(case.appointment_id, ticket.appointment_id);
    let visitor = clerk.appointment(&ticket.appointment_id).await.visitor.unwrap();
    let applicant = case.applicant.unwrap();
    assert_eq!(applicant.name, visitor.name);
    assert_eq!(applicant.masked_passport_number, visitor.masked_passport_number);
    let same = v1::ListCasesRequest { appointment_id: ticket.appointment_id, ..Default::default() };
    assert_eq!(clerk.ok(same).await.cases[0].case_id, case.case_id);
}

#[tokio::test]
async fn the_applicants_passport_number_is_told_for_a_purpose_and_on_record() {
    let centre = Centre::start_at("2024-03-05T09:00").await;
    let clerk = centre.clerk();
    let ask = |case: &v1::Case| v1::RevealApplicantPassportNumberRequest {
        request_id: request_id(),
        case_id: case.case_id.clone(),
        purpose: v1::RevealPurpose::Application.into(),
        purpose_text: String::new(),
    };
    let ticket = clerk.ok(walk_in(EXTENSION)).await.ticket.unwrap();
    let by_ticket = v1::CreateCaseRequest {
        applicant: None,
        channel: 0,
        ticket_id: ticket.ticket_id,
        ..application(&[EXTENSION])
    };
    let moved = clerk.receives(by_ticket).await;
    let told = clerk.ok(ask(&moved)).await.passport_number;
    assert!(told.starts_with('V') && told.len() == 8, "not the visitor's");
    let given = application(&[EXTENSION]);
    let number = given.applicant.as_ref().unwrap().passport_number.clone();
    let own = clerk.receives(given).await;
    assert_eq!(clerk.ok(ask(&own)).await.passport_number, number);
    let method = "frsc.v1.CaseService/RevealApplicantPassportNumber".to_owned();
    let records = admin::ListAuditRecordsRequest { methods: vec![method], ..Default::default() };
    let records = centre.auditor().ok(records).await.audit_records;
    assert!(records.iter().all(|record| record.purpose == "APPLICATION"));
    assert_eq!(records.len(), 2);
}

#[tokio::test]
async fn promised_material_has_a_clock_of_its_own() {
    // S26
    let centre = Centre::start_at("2025-04-28T10:00").await;
    let clerk = centre.clerk();
    let request = with_material("单位公函", MaterialState::Promised, accepted(&[EXTENSION]));
    let case = clerk.receives(request).await;
    assert_eq!(due(&case.clocks, ClockKind::Supplement).unwrap(), "2025-05-08");
    let case = supplemented(&clerk, &case, "单位公函").await;
    let clock = case.clocks.iter().find(|clock| clock.kind() == ClockKind::Supplement).unwrap();
    assert_eq!(clock.state(), v1::ClockState::Met);
    let late = clerk.refused(supplement(&case, "单位公函")).await;
    late.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
}

#[tokio::test]
async fn one_refusal_ends_a_joint_case_and_each_department_still_decides() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let case = clerk.receives(accepted(&["WPRP-ONE"])).await;
    let permit = clerk.task_for(&case, "RP-W-NEW").await;
    assert!(permit.waits);
    let too_early = clerk.decides(&permit, Outcome::Granted).await.unwrap_err();
    too_early.is(Code::FailedPrecondition, "TASK_DEPENDENCY_OPEN");
    assert_eq!(too_early.variable("service_item_id").unwrap(), "WP-NEW-IN");
    let stb = centre.client(crate::harness::Who::StbOfficer);
    let work = stb.task_for(&case, "WP-NEW-IN").await;
    stb.decides(&work, Outcome::NotGranted).await.unwrap();
    let case = clerk.case(&case.case_id).await;
    assert_eq!((case.state(), case.outcome()), (CaseState::Accepted, Outcome::NotGranted));
    let granted = clerk.decides(&permit, Outcome::Granted).await.unwrap_err();
    granted.is(Code::FailedPrecondition, "JOINT_REFUSED");
    clerk.decides(&permit, Outcome::NotGranted).await.unwrap();
    assert_eq!(clerk.case(&case.case_id).await.state(), CaseState::Decided);
}

#[tokio::test]
async fn a_department_sees_its_part_of_a_case_and_nothing_else() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let case = clerk.receives(accepted(&["WPRP-ONE"])).await;
    let stb = centre.client(crate::harness::Who::StbOfficer);
    let psb = centre.partner();
    let theirs = clerk.task_for(&case, "RP-W-NEW").await;
    stb.refused(v1::GetTaskRequest { task_id: theirs.task_id.clone() })
        .await
        .is(Code::NotFound, "NOT_FOUND");
    stb.decides(&theirs, Outcome::Granted).await.unwrap_err().is(Code::NotFound, "NOT_FOUND");
    let note = v1::AddTaskNoteRequest {
        request_id: request_id(),
        task_id: theirs.task_id.clone(),
        etag: theirs.etag.clone(),
        note: "for the PSB alone".to_owned(),
    };
    psb.ok(note).await;
    let seen = stb.case(&case.case_id).await;
    let items: Vec<_> = seen.tasks.iter().map(|task| task.service_item_id.as_str()).collect();
    assert_eq!(items, ["WP-NEW-IN"]);
    assert!(seen.materials.iter().all(|m| m.service_item_ids == ["WP-NEW-IN"]));
    assert!(!stb.history(&case).await.contains(&K::Noted));
    assert!(psb.history(&case).await.contains(&K::Noted));
    let other = clerk.receives(accepted(&[EXTENSION])).await;
    let hidden = stb.refused(v1::GetCaseRequest { case_id: other.case_id }).await;
    hidden.is(Code::NotFound, "NOT_FOUND");
}

#[tokio::test]
async fn an_agent_needs_a_mandate_and_a_ground() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let agent = v1::CaseAgent {
        name: "AGENCY".to_owned(),
        phone_number: "+99900001".to_owned(),
        ..Default::default()
    };
    let request = |agent| v1::CreateCaseRequest {
        agent: Some(agent),
        channel: v1::CaseChannel::ThirdParty.into(),
        ..application(&[EXTENSION, "NCR"])
    };
    let refused = clerk.refused(request(agent.clone())).await;
    assert_eq!(refused.rules(), ["MANDATE_MISSING", "PROXY_NOT_ALLOWED"]);
    let named = application(&[EXTENSION, "NCR"]);
    let mandate = centre.mandated(mandate_of(&named)).await;
    let mut mandated = by_agent(named, &mandate);
    mandated.agent.as_mut().unwrap().grounds = vec![v1::ProxyGround::GoodRecord.into()];
    let case = clerk.receives(mandated).await;
    assert!(case.agent.unwrap().allowed_by.contains("条例 19"));
}

#[tokio::test]
async fn a_case_of_a_known_reference_is_not_received_twice() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let reference = v1::ExternalReference { source: "ZWW".into(), external_id: "42".into() };
    let request = || v1::CreateCaseRequest {
        external_reference: Some(reference.clone()),
        ..application(&[EXTENSION])
    };
    let case = clerk.receives(request()).await;
    let again = clerk.refused(request()).await;
    again.is(Code::AlreadyExists, "ALREADY_EXISTS");
    assert_eq!(again.variable("existing_id").unwrap(), case.case_id);
}

#[tokio::test]
async fn the_law_extends_once_and_nobody_approves_what_he_asked_for() {
    let centre = Centre::start_at("2023-09-25T10:00").await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let none = clerk.receives(accepted(&[EXTENSION])).await;
    let ask = |case: &v1::Case| v1::RequestExtensionRequest {
        request_id: request_id(),
        case_id: case.case_id.clone(),
        etag: case.etag.clone(),
        reason: "the diploma is verified abroad".to_owned(),
    };
    let decide = |case: &v1::Case| v1::DecideExtensionRequest {
        request_id: request_id(),
        case_id: case.case_id.clone(),
        etag: case.etag.clone(),
        decision: v1::Decision::Approve.into(),
        reason: "it cannot be verified sooner".to_owned(),
        validate_only: false,
    };
    let refused = clerk.refused(ask(&none)).await;
    refused.is(Code::FailedPrecondition, "EXTENSION_NOT_ALLOWED");
    let case = clerk.receives(accepted(&["WP-NEW-IN"])).await;
    lead.refused(decide(&case)).await.is(Code::FailedPrecondition, "NO_REQUEST");
    let case = lead.ok(ask(&case)).await.case.unwrap();
    lead.refused(decide(&case)).await.is(Code::FailedPrecondition, "SELF_APPROVAL");
    clerk.refused(ask(&case)).await.is(Code::FailedPrecondition, "EXTENSION_USED");
    let other = clerk.receives(accepted(&["WP-NEW-IN"])).await;
    let other = clerk.ok(ask(&other)).await.case.unwrap();
    let other = lead.ok(decide(&other)).await.case.unwrap();
    let clock = other.clocks.iter().find(|clock| clock.kind() == ClockKind::Statutory).unwrap();
    assert_eq!(day(clock.original_due_date), "2023-10-27");
    assert_eq!((day(clock.due_date), clock.extension_days), ("2023-11-10".to_owned(), 10));
}

#[tokio::test]
async fn a_case_waits_for_the_cases_that_must_be_granted_first() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let mandate = clerk.receives(accepted(&["NOT-MAN"])).await;
    let request = v1::CreateCaseRequest {
        prerequisite_case_ids: vec![mandate.case_id.clone()],
        ..application(&["NCR"])
    };
    let case = clerk.receives(request).await;
    let open = clerk.accept_case(&case).await.unwrap_err();
    open.is(Code::FailedPrecondition, "PREREQUISITE_OPEN");
    let task = clerk.task_for(&mandate, "NOT-MAN").await;
    clerk.decides(&task, Outcome::Granted).await.unwrap();
    clerk.accept_case(&case).await.unwrap();
}

#[tokio::test]
async fn bad_applications_name_every_field_and_nothing_is_written() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let unknown = clerk.refused(application(&["NO-ITEM"])).await;
    unknown.is(Code::FailedPrecondition, "ITEM_NOT_IN_FORCE");
    let wrong = v1::CreateCaseRequest {
        applicant: Some(v1::Applicant {
            name: "A".into(),
            language: "日".into(),
            ..Default::default()
        }),
        prerequisite_case_ids: vec!["appt_x".to_owned()],
        ..application(&[])
    };
    let fields = clerk.refused(wrong).await.fields();
    for field in ["service_item_ids", "applicant.language", "applicant.phone_number"] {
        assert!(fields.iter().any(|f| f == field), "{field} is not in {fields:?}");
    }
    let odd = clerk.refused(missing("幻想材料", application(&[EXTENSION]))).await;
    assert_eq!(odd.fields(), ["materials[0].name"]);
    let dry = v1::CreateCaseRequest { validate_only: true, ..accepted(&[EXTENSION]) };
    let shown = clerk.ok(dry).await.case.unwrap();
    assert_eq!(shown.state(), CaseState::Accepted);
    let all = clerk.ok(v1::ListCasesRequest::default()).await.cases;
    assert!(all.is_empty());
}

#[tokio::test]
async fn cases_are_listed_by_due_date_page_by_page() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let mut expected = Vec::new();
    for item in ["NCR", "WP-NEW-IN", EXTENSION, "RP-J-NEW", "WP-EXT"] {
        let case = clerk.receives(accepted(&[item])).await;
        expected.push((day(case.due_date), case.case_id));
    }
    let paused = clerk.receives(accepted(&[EXTENSION])).await;
    let paused = clerk.ok(suspend_case(&paused)).await.case.unwrap();
    expected.sort();
    expected.push((String::new(), paused.case_id));
    let mut listed = Vec::new();
    let mut page_token = String::new();
    loop {
        let request = v1::ListCasesRequest { page_size: 2, page_token, ..Default::default() };
        let page = clerk.ok(request).await;
        listed.extend(page.cases.into_iter().map(|case| (day(case.due_date), case.case_id)));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    assert_eq!(listed, expected);
}
