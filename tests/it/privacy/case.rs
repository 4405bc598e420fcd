//! Cases and tasks with marked data in every field that takes words: what is typed there is kept
//! with the case, and said nowhere else.

use super::{EMAIL, NAME, PASSPORT, PHONE};
use crate::harness::{Centre, Client, Refused, Who, cases::*, make::*, mandates::*};
use frsc_proto::v1::{self, Outcome};

/// An item that the law lets extend.
const EXTENDABLE: &str = "WP-NEW-IN";

/// What somebody types where he should not: name and telephone.
fn words() -> String {
    format!("{NAME} {PHONE}")
}

/// The same with a passport number, where nothing looks for one.
fn more_words() -> String {
    format!("{NAME} {PHONE} {PASSPORT}")
}

/// An application of the marked applicant without material; the extension's by a marked agent.
fn marked(item: &str) -> v1::CreateCaseRequest {
    let applicant = v1::Applicant {
        name: NAME.to_owned(),
        language: "el".to_owned(),
        phone_number: PHONE.to_owned(),
        email: EMAIL.to_owned(),
        passport_number: PASSPORT.to_owned(),
        ..Default::default()
    };
    let agent = v1::CaseAgent {
        name: NAME.to_owned(),
        phone_number: PHONE.to_owned(),
        grounds: vec![v1::ProxyGround::GoodRecord.into()],
        ..Default::default()
    };
    let agent = (item == EXTENSION).then_some(agent);
    let channel =
        if agent.is_some() { v1::CaseChannel::ThirdParty } else { v1::CaseChannel::WalkIn };
    v1::CreateCaseRequest {
        applicant: Some(applicant),
        agent,
        channel: channel.into(),
        note: words(),
        all_materials_received: false,
        ..application(&[item])
    }
}

/// The application that a marked agent hands in by his mandate.
async fn marked_by_agent(centre: &Centre) -> v1::CreateCaseRequest {
    let mut application = marked(EXTENSION);
    let mut given = mandate_of(&application);
    let agent = given.agent.as_mut().unwrap();
    (agent.name, agent.document_number) = (NAME.to_owned(), PASSPORT.to_owned());
    let mandate = centre.mandated(given).await;
    application.agent.as_mut().unwrap().mandate_id = mandate.mandate_id;
    application
}

/// Makes requests that name a resource, its etag and a reason.
macro_rules! reasoned {
    ($($name:ident $resource:ident $id:ident $type:ident $request:ident;)*) => {$(
        async fn $name(by: &Client, of: &v1::$type) -> v1::$type {
            let request = v1::$request {
                request_id: request_id(),
                $id: of.$id.clone(),
                etag: of.etag.clone(),
                reason: more_words(),
                ..Default::default()
            };
            by.ok(request).await.$resource.unwrap()
        }
    )*};
}

reasoned! {
    asks_extension case case_id Case RequestExtensionRequest;
    reopens case case_id Case ReopenCaseRequest;
    withdraws case case_id Case WithdrawCaseRequest;
    gives_back task task_id Task ReturnTaskRequest;
}

/// Received, told, supplemented, accepted, suspended and resumed.
async fn accepted_late(centre: &Centre) -> v1::Case {
    let clerk = centre.clerk();
    let case = clerk.receives(marked_by_agent(centre).await).await;
    let notice = v1::NotifyMissingMaterialRequest {
        request_id: request_id(),
        case_id: case.case_id.clone(),
        etag: case.etag.clone(),
        notice: words(),
        validate_only: false,
    };
    let case = clerk.ok(notice).await.case.unwrap();
    let materials = case.materials.iter().map(|material| v1::Material {
        state: v1::MaterialState::Promised.into(),
        substitute: more_words(),
        ..material.clone()
    });
    let supplement = v1::SupplementCaseRequest {
        request_id: request_id(),
        case_id: case.case_id.clone(),
        etag: case.etag.clone(),
        materials: materials.collect(),
        attendance: v1::Attendance::InPerson.into(),
    };
    let case = clerk.ok(supplement).await.case.unwrap();
    let case = clerk.accept_case(&case).await.unwrap();
    let suspend = v1::SuspendCaseRequest {
        reason: more_words(),
        legal_basis: more_words(),
        ..suspend_case(&case)
    };
    let case = clerk.ok(suspend).await.case.unwrap();
    clerk.resume_case(&case).await.unwrap()
}

/// The task of a case noted, returned, given away and decided.
async fn decided(centre: &Centre, case: &v1::Case) -> v1::Case {
    let (clerk, officer) = (centre.clerk(), centre.client(Who::PsbOfficer));
    let task = officer.task_for(case, EXTENSION).await;
    let note = v1::AddTaskNoteRequest {
        request_id: request_id(),
        task_id: task.task_id.clone(),
        etag: task.etag.clone(),
        note: words(),
    };
    let task = officer.ok(note).await.task.unwrap();
    let task = gives_back(&officer, &task).await;
    let reassign = v1::ReassignTaskRequest {
        request_id: request_id(),
        task_id: task.task_id.clone(),
        etag: task.etag.clone(),
        department_id: "PSB".to_owned(),
        reason: more_words(),
        validate_only: false,
    };
    let task = clerk.ok(reassign).await.task.unwrap();
    let decision = v1::CompleteTaskRequest {
        document_number: words(),
        reason: more_words(),
        ..decision(&task, Outcome::Granted)
    };
    officer.ok(decision).await;
    clerk.case(&case.case_id).await
}

/// What is refused, with marked data in the requests.
async fn refusals(centre: &Centre, case: &v1::Case) -> Vec<Refused> {
    let clerk = centre.clerk();
    let known = v1::ExternalReference { source: "ZWW".into(), external_id: PHONE.into() };
    let referred =
        || v1::CreateCaseRequest { external_reference: Some(known.clone()), ..marked(EXTENDABLE) };
    clerk.receives(referred()).await;
    let terminate = v1::TerminateCaseRequest {
        request_id: request_id(),
        case_id: case.case_id.clone(),
        etag: case.etag.clone(),
        reason: more_words(),
        legal_basis: more_words(),
        validate_only: false,
    };
    vec![
        clerk.refused(referred()).await,
        clerk.refused(v1::CreateCaseRequest { note: more_words(), ..marked(EXTENSION) }).await,
        clerk
            .refused(v1::CreateCaseRequest {
                service_item_ids: vec![PASSPORT.to_lowercase()],
                external_reference: Some(v1::ExternalReference {
                    source: NAME.to_owned(),
                    external_id: PASSPORT.repeat(9),
                }),
                ..marked(EXTENSION)
            })
            .await,
        clerk.refused(v1::GetCaseRequest { case_id: format!("case_{PASSPORT}") }).await,
        clerk.refused(terminate.clone()).await,
        centre.lead().refused(terminate).await,
    ]
}

/// A whole life of cases with marked data; answers every refusal on the way.
pub(super) async fn life(centre: &Centre) -> Vec<Refused> {
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let case = accepted_late(centre).await;
    let case = decided(centre, &case).await;
    let deliver = v1::DeliverCaseRequest {
        request_id: request_id(),
        case_id: case.case_id.clone(),
        etag: case.etag.clone(),
        attendance: v1::Attendance::InPerson.into(),
        note: words(),
    };
    let case = clerk.ok(deliver).await.case.unwrap();
    let case = reopens(&lead, &case).await;
    let long =
        v1::CreateCaseRequest { all_materials_received: true, accept: true, ..marked(EXTENDABLE) };
    let long = asks_extension(&clerk, &clerk.receives(long).await).await;
    let decide = v1::DecideExtensionRequest {
        request_id: request_id(),
        case_id: long.case_id.clone(),
        etag: long.etag.clone(),
        decision: v1::Decision::Approve.into(),
        reason: more_words(),
        validate_only: false,
    };
    withdraws(&clerk, &lead.ok(decide).await.case.unwrap()).await;
    refusals(centre, &case).await
}
