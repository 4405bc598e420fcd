//! One case under many hands: one step wins, every decision counts once, one case a reference.

use super::{at_once, clients};
use crate::harness::{Centre, Who, cases::*, make::*, on_postgres};
use frsc_proto::v1::{self, CaseState, CaseStepKind, Outcome};

/// 32 clerks accept one case.
async fn one_acceptance(centres: &[&Centre]) {
    let clerk = centres[0].clerk();
    let case = clerk.receives(application(&[EXTENSION])).await;
    let clients = clients(centres, Who::Clerk).await;
    let request = || v1::AcceptCaseRequest {
        request_id: request_id(),
        case_id: case.case_id.clone(),
        etag: case.etag.clone(),
        validate_only: false,
    };
    let (done, refused) = at_once(&clients, (0..32).map(|_| request()).collect()).await;
    assert_eq!((done.len(), refused.len()), (1, 31));
    assert!(refused.iter().all(|refused| refused.reason() == "ETAG_MISMATCH"));
    assert_eq!(clerk.history(&case).await, [CaseStepKind::Received, CaseStepKind::Accepted]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_32_clerks_one_accepts_the_case() {
    let centre = Centre::start().await;
    one_acceptance(&[&centre]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_32_clerks_of_two_servers_one_accepts_the_case() {
    if !on_postgres("of_32_clerks_of_two_servers_one_accepts_the_case") {
        return;
    }
    let centre = Centre::start().await;
    let other = centre.another().await;
    one_acceptance(&[&centre, &other]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tasks_decided_at_the_same_moment_decide_the_case_once() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let clients = clients(&[&centre], Who::Clerk).await;
    for _ in 0..8 {
        let case = clerk.receives(accepted(&[EXTENSION, "NOT-MAN", "HC-EXAM", "APEC"])).await;
        let mut decisions = Vec::new();
        for task in &case.tasks {
            let task = clerk.task(&task.task_id).await;
            decisions.push(decision(&task, Outcome::Granted));
        }
        let (done, refused) = at_once(&clients, decisions).await;
        assert_eq!((done.len(), refused.len()), (4, 0));
        assert_eq!(clerk.case(&case.case_id).await.state(), CaseState::Decided);
        let history = clerk.history(&case).await;
        let decided = history.iter().filter(|kind| **kind == CaseStepKind::Decided).count();
        assert_eq!((decided, history.len()), (1, 7));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_32_cases_of_one_reference_one_is_received() {
    let centre = Centre::start().await;
    let clients = clients(&[&centre], Who::Clerk).await;
    let request = || v1::CreateCaseRequest {
        external_reference: Some(v1::ExternalReference {
            source: "ZWW".to_owned(),
            external_id: "42".to_owned(),
        }),
        ..application(&[EXTENSION])
    };
    let (done, refused) = at_once(&clients, (0..32).map(|_| request()).collect()).await;
    assert_eq!((done.len(), refused.len()), (1, 31));
    let received = &done[0].case.as_ref().unwrap().case_id;
    for refused in &refused {
        assert_eq!(refused.variable("existing_id").as_ref(), Some(received), "{refused:?}");
    }
    assert_eq!(centre.database.number("SELECT count(*) FROM case_file").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn batches_that_cross_each_other_all_end() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let mut completions = Vec::new();
    for _ in 0..12 {
        let case = clerk.receives(accepted(&["NCR"])).await;
        let task = clerk.task_for(&case, "NCR").await;
        completions.push(v1::TaskCompletion {
            task_id: task.task_id,
            etag: task.etag,
            outcome: Outcome::Granted.into(),
            document_number: "B".to_owned(),
            ..Default::default()
        });
    }
    let batch = |completions: Vec<v1::TaskCompletion>| v1::BatchCompleteTasksRequest {
        request_id: request_id(),
        completions,
        mode: v1::BatchMode::BestEffort.into(),
        validate_only: false,
    };
    let backward: Vec<_> = completions.iter().rev().cloned().collect();
    let clients = clients(&[&centre], Who::Clerk).await;
    let requests = vec![batch(completions.clone()), batch(backward)];
    let (done, refused) = at_once(&clients, requests).await;
    assert!(refused.is_empty(), "{refused:?}");
    let completed = done.iter().flat_map(|answer| &answer.results);
    assert_eq!(completed.filter(|result| result.task.is_some()).count(), 12);
}
