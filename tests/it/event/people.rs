//! What departments are told of residents: what is owed because of events in their lives, and the
//! documents on record of those whom they come to see, or see no more.

use super::{kinds, list_from};
use crate::{
    harness::{Centre, Client, Who, cases::*, documents::*, make::*},
    resident::person,
};
use frsc_proto::v1::{self, LifeEventKind, ObligationState, event::Resource};
use prost::Message as _;

/// Where the feed of somebody ends now.
async fn end(centre: &Centre, of: &Client) -> String {
    centre.feed_settles().await;
    of.ok(v1::GetFeedPositionRequest {}).await.head_token
}

/// What somebody is told after a token.
async fn told(centre: &Centre, to: &Client, after: &str) -> Vec<v1::Event> {
    centre.feed_settles().await;
    to.ok(list_from(after)).await.events
}

fn ended(resident: &str) -> v1::RecordLifeEventRequest {
    v1::RecordLifeEventRequest {
        request_id: request_id(),
        resident_id: resident.to_owned(),
        kind: LifeEventKind::JobEnded.into(),
        event_time: Some(instant("2025-09-30T16:00")),
        note: "MARKER".to_owned(),
        ..Default::default()
    }
}

fn close(of: &v1::Obligation, state: ObligationState) -> v1::CloseObligationRequest {
    v1::CloseObligationRequest {
        request_id: request_id(),
        obligation_id: of.obligation_id.clone(),
        etag: of.etag.clone(),
        state: state.into(),
        note: "MARKER".to_owned(),
    }
}

/// The obligations that events carry, by their codes.
fn owed(events: &[v1::Event]) -> Vec<(&str, &str)> {
    let mut all = Vec::new();
    for event in events.iter().filter(|event| event.kind.starts_with("obligation.")) {
        match &event.resource {
            Some(Resource::Obligation(one)) => all.push((event.kind.as_str(), one.code.as_str())),
            other => panic!("{}: {other:?}", event.kind),
        }
    }
    all
}

async fn listed(by: &Client) -> Vec<v1::Obligation> {
    by.ok(v1::ListObligationsRequest::default()).await.obligations
}

fn of_resident(id: &str, mut request: v1::CreateCaseRequest) -> v1::CreateCaseRequest {
    let phone_number = "+99900000001".to_owned();
    let resident_id = id.to_owned();
    request.applicant = Some(v1::Applicant { resident_id, phone_number, ..Default::default() });
    request
}

#[tokio::test]
async fn what_is_owed_is_told_to_the_department_whose_item_meets_it_until_it_is_closed() {
    let centre = Centre::start_at("2025-09-30T17:00").await;
    let clerk = centre.clerk();
    let (psb, stb) = (centre.client(Who::PsbPartner), centre.client(Who::StbPartner));
    let id = clerk.registers(person("MARKER", "MARKER", "1987-06-05")).await.resident_id;
    clerk.puts(&id, work_residence("2025-01-01", "2026-03-31")).await;
    let number = "MARKER3000001".to_owned();
    let class = v1::WorkPermitClass::B.into();
    let paper = paper(v1::DocumentKind::WorkPermit, "2025-01-01", "2026-03-31");
    clerk.puts(&id, v1::NewDocument { number, work_permit_class: class, ..paper }).await;
    let (of_psb, of_stb) = (end(&centre, &psb).await, end(&centre, &stb).await);
    let of_centre = end(&centre, &clerk).await;
    let check = v1::RecordLifeEventRequest { validate_only: true, ..ended(&id) };
    clerk.ok(check).await;
    clerk.ok(ended(&id)).await;

    let opened = "obligation.opened";
    let events = told(&centre, &stb, &of_stb).await;
    assert_eq!(owed(&events), [(opened, "WORK_PERMIT_CANCELLATION")]);
    let of_police = told(&centre, &psb, &of_psb).await;
    let three = ["EMPLOYER_REPORT", "RESIDENCE_PERMIT_CANCELLATION", "STAY_PERMIT"];
    assert_eq!(owed(&of_police), three.map(|code| (opened, code)));
    assert_eq!(owed(&told(&centre, &clerk, &of_centre).await).len(), 4);
    // The feed and the list say the same, and a list goes on from its token.
    let Some(Resource::Obligation(cancel)) = events[0].resource.clone() else { panic!() };
    let list = stb.ok(v1::ListObligationsRequest::default()).await;
    assert_eq!(list.obligations, std::slice::from_ref(&cancel));
    assert_eq!(text_of(cancel.due_date.unwrap()), "2025-10-21");

    clerk.ok(close(&cancel, ObligationState::Met)).await;
    let met = told(&centre, &stb, &list.feed_token).await;
    assert_eq!(owed(&met), [("obligation.met", "WORK_PERMIT_CANCELLATION")]);
    let [mine] = &listed(&stb).await[..] else { panic!() };
    assert_eq!(met[0].resource, Some(Resource::Obligation(mine.clone())));
    assert_eq!((mine.state(), mine.closing_note.as_str()), (ObligationState::Met, ""));
    let left = listed(&psb).await;
    clerk.ok(close(left.last().unwrap(), ObligationState::Waived)).await;
    let waived = told(&centre, &psb, &of_police[2].token).await;
    assert_eq!(owed(&waived), [("obligation.waived", "STAY_PERMIT")]);

    // What is told says nothing of him but the id, and what is kept says not even that.
    for event in events.iter().chain(&of_police).chain(&met).chain(&waived) {
        let bytes = event.encode_to_vec();
        assert!(!bytes.windows(6).any(|window| window == b"MARKER"), "{}", event.kind);
    }
    let named = format!(
        "SELECT count(*) FROM outbox WHERE resource_id LIKE 'obli%' \
        AND (body LIKE '%MARKER%' OR body LIKE '%{id}%')"
    );
    assert_eq!(centre.database.number(&named).await, 0);
    let all = "SELECT count(*) FROM outbox WHERE resource_id LIKE 'obli%'";
    assert_eq!(centre.database.number(all).await, 6);
}

#[tokio::test]
async fn who_comes_to_see_somebody_is_told_of_his_documents_once_and_who_no_longer_does_drops_them()
{
    let centre = Centre::start_at("2024-03-05T09:00").await;
    let clerk = centre.clerk();
    let (psb, stb) = (centre.client(Who::PsbPartner), centre.client(Who::StbPartner));
    let id = centre.resident().await;
    let mut own = Vec::new();
    for paper in [passport("2030-01-31"), work_residence("2023-05-01", "2024-04-30")] {
        own.push(clerk.puts(&id, paper).await.document_id);
    }
    own.sort();
    let (of_psb, of_stb) = (end(&centre, &psb).await, end(&centre, &stb).await);
    let documents = |events: &[v1::Event]| {
        let told = events.iter().filter(|event| event.kind.starts_with("document."));
        let mut told: Vec<_> =
            told.map(|event| (event.resource_id.clone(), event.removed)).collect();
        told.sort();
        told
    };
    let all = |removed| own.iter().map(|id| (id.clone(), removed)).collect::<Vec<_>>();

    let case = clerk.receives(of_resident(&id, application(&[EXTENSION]))).await;
    let first = told(&centre, &psb, &of_psb).await;
    assert_eq!(documents(&first), all(false), "{:?}", kinds(&first));
    for event in &first {
        if let Some(Resource::Document(one)) = &event.resource {
            let request = v1::GetDocumentRequest { document_id: one.document_id.clone() };
            assert_eq!(psb.ok(request).await.document.as_ref(), Some(one));
        }
    }
    assert_eq!(told(&centre, &stb, &of_stb).await, [], "nothing of his is theirs");
    // A second case tells nothing anew.
    let after = end(&centre, &psb).await;
    clerk.receives(of_resident(&id, application(&["RP-W-CHG"]))).await;
    assert_eq!(documents(&told(&centre, &psb, &after).await), []);

    // A task that goes to another department brings the person with it, and takes him along.
    let other = clerk.receives(of_resident(&id, accepted(&[WORK_PERMIT]))).await;
    assert_eq!(documents(&told(&centre, &stb, &of_stb).await), all(false));
    let (of_psb, of_stb) = (end(&centre, &psb).await, end(&centre, &stb).await);
    let task = clerk.task_for(&clerk.case(&other.case_id).await, WORK_PERMIT).await;
    let reassign = v1::ReassignTaskRequest {
        request_id: request_id(),
        task_id: task.task_id,
        etag: task.etag,
        department_id: "PSB".to_owned(),
        reason: "by its duties".to_owned(),
        validate_only: false,
    };
    clerk.ok(reassign).await;
    assert_eq!(documents(&told(&centre, &stb, &of_stb).await), all(true));
    assert_eq!(documents(&told(&centre, &psb, &of_psb).await), [], "{} is theirs", case.case_id);
}

#[tokio::test]
async fn a_merge_tells_the_documents_of_each_record_to_those_who_saw_the_other() {
    let centre = Centre::start_at("2024-03-05T09:00").await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let (psb, stb) = (centre.client(Who::PsbPartner), centre.client(Who::StbPartner));
    let (duplicate, survivor) = (centre.resident().await, centre.resident().await);
    let moved = clerk.puts(&duplicate, passport("2030-01-31")).await.document_id;
    let stays = clerk.puts(&survivor, work_residence("2023-05-01", "2024-04-30")).await.document_id;
    clerk.receives(of_resident(&duplicate, application(&[EXTENSION]))).await;
    clerk.receives(of_resident(&survivor, application(&[WORK_PERMIT]))).await;
    let (of_psb, of_stb) = (end(&centre, &psb).await, end(&centre, &stb).await);
    let request = v1::RequestResidentMergeRequest {
        request_id: request_id(),
        duplicate_resident_id: duplicate,
        survivor_resident_id: survivor,
        reason: "one passport".to_owned(),
        ..Default::default()
    };
    let merge = clerk.ok(request).await.merge.unwrap();
    let approve = v1::ApproveResidentMergeRequest {
        request_id: request_id(),
        merge_id: merge.merge_id,
        etag: merge.etag,
        decision: "compared".to_owned(),
        ..Default::default()
    };
    lead.ok(approve).await;
    let seen = |events: &[v1::Event], id: &str| {
        events.iter().any(|event| event.resource_id == id && !event.removed)
    };
    let (of_psb, of_stb) = (told(&centre, &psb, &of_psb).await, told(&centre, &stb, &of_stb).await);
    assert!(seen(&of_psb, &stays) && seen(&of_psb, &moved), "{:?}", kinds(&of_psb));
    assert!(seen(&of_stb, &moved), "{:?}", kinds(&of_stb));
}
