//! Requests about cases and tasks as tests make them, and a client's short ways with them.

use super::{
    Client, Refused,
    make::{date, request_id, text_of, visitor},
};
use frsc_proto::v1;

/// An applicant nobody else in this process is.
pub fn applicant() -> v1::Applicant {
    let visitor = visitor();
    v1::Applicant {
        name: visitor.name,
        language: visitor.language,
        phone_number: visitor.phone_number,
        passport_number: visitor.passport_number,
        ..Default::default()
    }
}

/// A walk-in's application for items, with all material, to be accepted later.
pub fn application(items: &[&str]) -> v1::CreateCaseRequest {
    v1::CreateCaseRequest {
        request_id: request_id(),
        service_item_ids: items.iter().map(|item| (*item).to_owned()).collect(),
        applicant: Some(applicant()),
        channel: v1::CaseChannel::WalkIn.into(),
        all_materials_received: true,
        ..Default::default()
    }
}

/// The same, accepted at once.
pub fn accepted(items: &[&str]) -> v1::CreateCaseRequest {
    v1::CreateCaseRequest { accept: true, ..application(items) }
}

/// Makes requests that name a resource and its etag, and calls that answer it.
macro_rules! steps {
    ($resource:ident $id:ident $type:ident: $($name:ident $request:ident;)*) => {
        impl Client {$(
            /// Takes the step.
            pub async fn $name(&self, of: &v1::$type) -> Result<v1::$type, Refused> {
                self.step_of(v1::$request {
                    request_id: request_id(),
                    $id: of.$id.clone(),
                    etag: of.etag.clone(),
                    ..Default::default()
                })
                .await
                .map(|answer| answer.$resource.expect("the resource"))
            }
        )*}
    };
}

steps! { case case_id Case:
    accept_case AcceptCaseRequest;
    resume_case ResumeCaseRequest;
    notify_case NotifyMissingMaterialRequest;
    deliver_case DeliverCaseRequest;
    close_case CloseCaseRequest;
    archive_case ArchiveCaseRequest;
}

steps! { task task_id Task:
    accept_task AcceptTaskRequest;
    resume_task ResumeTaskRequest;
}

impl Client {
    /// Calls, and answers what came of it.
    pub async fn step_of<C: super::calls::Call>(&self, request: C) -> Result<C::Answer, Refused> {
        match self.call(request).await {
            Ok(answer) => Ok(answer.into_inner()),
            Err(status) => Err(Refused { status }),
        }
    }

    /// Receives an application.
    pub async fn receives(&self, request: v1::CreateCaseRequest) -> v1::Case {
        self.ok(request).await.case.expect("the case")
    }

    /// The case as it is.
    pub async fn case(&self, id: &str) -> v1::Case {
        let request = v1::GetCaseRequest { case_id: id.to_owned() };
        self.ok(request).await.case.expect("the case")
    }

    /// The task as it is.
    pub async fn task(&self, id: &str) -> v1::Task {
        let request = v1::GetTaskRequest { task_id: id.to_owned() };
        self.ok(request).await.task.expect("the task")
    }

    /// The task of a case for an item.
    pub async fn task_for(&self, case: &v1::Case, item: &str) -> v1::Task {
        let found = case.tasks.iter().find(|task| task.service_item_id == item);
        self.task(&found.expect("a task for the item").task_id).await
    }

    /// The kinds of a case's steps, in order.
    pub async fn history(&self, case: &v1::Case) -> Vec<v1::CaseStepKind> {
        let request =
            v1::ListCaseStepsRequest { case_id: case.case_id.clone(), ..Default::default() };
        self.ok(request).await.steps.iter().map(v1::CaseStep::kind).collect()
    }

    /// Decides a task.
    pub async fn decides(
        &self,
        task: &v1::Task,
        outcome: v1::Outcome,
    ) -> Result<v1::Task, Refused> {
        let answer = self.step_of(decision(task, outcome)).await?;
        Ok(answer.task.expect("the task"))
    }
}

/// A decision of a task.
pub fn decision(task: &v1::Task, outcome: v1::Outcome) -> v1::CompleteTaskRequest {
    v1::CompleteTaskRequest {
        request_id: request_id(),
        task_id: task.task_id.clone(),
        etag: task.etag.clone(),
        outcome: outcome.into(),
        document_number: "PINGHU-2024-1".to_owned(),
        reason: "by the rules".to_owned(),
        ..Default::default()
    }
}

/// The suspension of a case.
pub fn suspend_case(case: &v1::Case) -> v1::SuspendCaseRequest {
    v1::SuspendCaseRequest {
        request_id: request_id(),
        case_id: case.case_id.clone(),
        etag: case.etag.clone(),
        reason: "the facts are verified".to_owned(),
        legal_basis: "外国人入境出境管理条例 18".to_owned(),
    }
}

/// The due date of a clock, or nothing.
pub fn due(clocks: &[v1::Clock], kind: v1::ClockKind) -> Option<String> {
    let clock = clocks.iter().find(|clock| clock.kind() == kind);
    clock.and_then(|clock| clock.due_date).map(text_of)
}

/// A date that may be absent as text.
pub fn day(of: Option<frsc_proto::gtype::Date>) -> String {
    of.map(text_of).unwrap_or_default()
}

/// The last day of a document.
pub fn expires(on: &str, request: v1::CreateCaseRequest) -> v1::CreateCaseRequest {
    v1::CreateCaseRequest { document_expiry_date: Some(date(on)), ..request }
}
