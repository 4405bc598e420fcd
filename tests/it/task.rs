//! Tasks as departments work them: taken, decided, returned, given away, suspended, in batches.

use crate::harness::{Centre, Client, Refused, Who, cases::*, make::*};
use frsc_proto::v1::{self, CaseState, ClockKind, Outcome, TaskState};
use tonic::Code;

async fn give_back(by: &Client, task: &v1::Task) -> Result<v1::Task, Refused> {
    let request = v1::ReturnTaskRequest {
        request_id: request_id(),
        task_id: task.task_id.clone(),
        etag: task.etag.clone(),
        reason: "another department's matter".to_owned(),
    };
    Ok(by.step_of(request).await?.task.unwrap())
}

async fn reassign(by: &Client, task: &v1::Task, department: &str) -> Result<v1::Task, Refused> {
    let request = v1::ReassignTaskRequest {
        request_id: request_id(),
        task_id: task.task_id.clone(),
        etag: task.etag.clone(),
        department_id: department.to_owned(),
        reason: "by its duties".to_owned(),
        validate_only: false,
    };
    Ok(by.step_of(request).await?.task.unwrap())
}

fn suspend(task: &v1::Task) -> v1::SuspendTaskRequest {
    v1::SuspendTaskRequest {
        request_id: request_id(),
        task_id: task.task_id.clone(),
        etag: task.etag.clone(),
        reason: "an expert reviews it".to_owned(),
        legal_basis: "行政许可法 45".to_owned(),
    }
}

#[tokio::test]
async fn a_department_lists_its_tasks_by_due_date_and_sees_no_others() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    for item in ["RP-J-NEW", "NCR", EXTENSION, "WP-EXT"] {
        clerk.receives(accepted(&[item])).await;
    }
    clerk.receives(application(&["VS-EXT"])).await;
    let psb = centre.partner();
    let listed = psb.ok(v1::ListTasksRequest::default()).await.tasks;
    let items: Vec<_> = listed.iter().map(|task| task.service_item_id.as_str()).collect();
    assert_eq!(items, ["NCR", EXTENSION, "RP-J-NEW"]);
    let waiting =
        v1::ListTasksRequest { states: vec![TaskState::Waiting.into()], ..Default::default() };
    assert_eq!(psb.ok(waiting).await.tasks[0].service_item_id, "VS-EXT");
    let first = v1::ListTasksRequest { page_size: 2, ..Default::default() };
    let first = psb.ok(first).await;
    let second = v1::ListTasksRequest {
        page_size: 2,
        page_token: first.next_page_token,
        ..Default::default()
    };
    assert_eq!(psb.ok(second).await.tasks[0].service_item_id, "RP-J-NEW");
}

#[tokio::test]
async fn the_third_return_goes_to_the_centre_whose_lead_appoints() {
    let centre = Centre::start().await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let case = clerk.receives(accepted(&[EXTENSION])).await;
    let psb = centre.client(Who::PsbOfficer);
    let stb = centre.client(Who::StbOfficer);
    let task = psb.task_for(&case, EXTENSION).await;
    let task = give_back(&psb, &task).await.unwrap();
    assert_eq!(task.state(), TaskState::Returned);
    let task = reassign(&clerk, &task, "STB").await.unwrap();
    psb.refused(v1::GetTaskRequest { task_id: task.task_id.clone() })
        .await
        .is(Code::NotFound, "NOT_FOUND");
    let task = give_back(&stb, &task).await.unwrap();
    let task = reassign(&clerk, &task, "PSB").await.unwrap();
    let task = give_back(&psb, &task).await.unwrap();
    assert_eq!((task.state(), task.returns), (TaskState::AtCentre, 3));
    let refused = reassign(&clerk, &task, "STB").await.unwrap_err();
    refused.is(Code::FailedPrecondition, "APPOINTMENT_BY_LEAD");
    let unknown = reassign(&lead, &task, "XYZ").await.unwrap_err();
    assert_eq!(unknown.fields(), ["department_id"]);
    let task = reassign(&lead, &task, "STB").await.unwrap();
    give_back(&stb, &task).await.unwrap_err().is(Code::FailedPrecondition, "RETURN_FORBIDDEN");
}

#[tokio::test]
async fn a_task_stands_still_by_itself_and_with_its_case() {
    let centre = Centre::start_at("2024-09-10T10:00").await;
    let clerk = centre.clerk();
    let case = clerk.receives(accepted(&["RP-F-NEW"])).await;
    let officer = centre.client(Who::PsbOfficer);
    let task = officer.task_for(&case, "RP-F-NEW").await;
    let task = officer.accept_task(&task).await.unwrap();
    centre.it_is("2024-09-12T10:00");
    let task = officer.ok(suspend(&task)).await.task.unwrap();
    assert_eq!((task.state(), task.due_date, task.overdue), (TaskState::Suspended, None, false));
    let twice = officer.refused(suspend(&task)).await;
    twice.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
    centre.it_is("2024-09-23T10:00");
    let task = officer.resume_task(&task).await.unwrap();
    assert_eq!(due(&task.clocks, ClockKind::Statutory).unwrap(), "2024-10-15");
    let case = clerk.case(&case.case_id).await;
    let case = clerk.ok(suspend_case(&case)).await.case.unwrap();
    let task = officer.task(&task.task_id).await;
    assert_eq!(task.due_date, None);
    assert_eq!(case.due_date, None);
}

#[tokio::test]
async fn lateness_is_computed_whenever_it_is_read() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let case = clerk.receives(accepted(&["NCR"])).await;
    let task = clerk.task_for(&case, "NCR").await;
    assert_eq!((day(task.due_date), task.overdue), ("2024-03-05".to_owned(), false));
    centre.it_is("2024-03-06T00:00");
    assert!(clerk.task(&task.task_id).await.overdue);
    let done = v1::CompleteTaskRequest {
        decided_date: Some(date("2024-03-05")),
        ..decision(&task, Outcome::Granted)
    };
    assert!(!clerk.ok(done).await.task.unwrap().overdue);
}

#[tokio::test]
async fn a_decision_needs_a_number_a_reason_to_refuse_and_a_day_that_can_be() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let case = clerk.receives(accepted(&["NCR"])).await;
    let task = clerk.task_for(&case, "NCR").await;
    let bare = v1::CompleteTaskRequest {
        document_number: String::new(),
        reason: String::new(),
        ..decision(&task, Outcome::NotGranted)
    };
    assert_eq!(clerk.refused(bare).await.fields(), ["document_number", "reason"]);
    for day in ["2024-03-05", "2024-03-01"] {
        let wrong = v1::CompleteTaskRequest {
            decided_date: Some(date(day)),
            ..decision(&task, Outcome::Granted)
        };
        assert_eq!(clerk.refused(wrong).await.fields(), ["decided_date"], "{day}");
    }
    let stale = v1::Task { etag: "v9".to_owned(), ..task.clone() };
    let refused = clerk.decides(&stale, Outcome::Granted).await.unwrap_err();
    refused.is(Code::Aborted, "ETAG_MISMATCH");
    assert_eq!(clerk.case(&case.case_id).await.state(), CaseState::Accepted);
}

async fn batch(
    by: &Client,
    tasks: &[v1::Task],
    mode: v1::BatchMode,
) -> v1::BatchCompleteTasksRequest {
    let mut completions = Vec::new();
    for task in tasks {
        let task = by.task(&task.task_id).await;
        completions.push(v1::TaskCompletion {
            task_id: task.task_id,
            etag: task.etag,
            outcome: Outcome::Granted.into(),
            document_number: "B-1".to_owned(),
            ..Default::default()
        });
    }
    v1::BatchCompleteTasksRequest {
        request_id: request_id(),
        completions,
        mode: mode.into(),
        validate_only: false,
    }
}

#[tokio::test]
async fn a_batch_is_done_whole_or_as_far_as_it_can_be() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let one = clerk.receives(accepted(&["NCR"])).await;
    let joint = clerk.receives(accepted(&["WPRP-ONE"])).await;
    let tasks = [
        clerk.task_for(&one, "NCR").await,
        clerk.task_for(&joint, "RP-W-NEW").await,
        clerk.task_for(&joint, "WP-NEW-IN").await,
    ];
    let whole = batch(&clerk, &tasks, v1::BatchMode::Atomic).await;
    clerk.refused(whole).await.is(Code::FailedPrecondition, "TASK_DEPENDENCY_OPEN");
    assert_eq!(clerk.case(&one.case_id).await.state(), CaseState::Accepted);
    let best = batch(&clerk, &tasks, v1::BatchMode::BestEffort).await;
    let results = clerk.ok(best.clone()).await.results;
    let reasons: Vec<_> = results.iter().map(|result| result.reasons.join(" ")).collect();
    assert_eq!(reasons, ["", "TASK_DEPENDENCY_OPEN", ""]);
    assert_eq!(clerk.ok(best).await.results, results);
    assert_eq!(clerk.case(&one.case_id).await.state(), CaseState::Decided);
    let many = v1::BatchCompleteTasksRequest {
        completions: vec![v1::TaskCompletion::default(); 501],
        ..batch(&clerk, &[], v1::BatchMode::Atomic).await
    };
    assert!(clerk.refused(many).await.fields().contains(&"completions".to_owned()));
}
