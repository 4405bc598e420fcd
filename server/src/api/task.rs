//! TaskService: decodes, asks `service::task`, encodes.

use super::{
    Api,
    appointment::note_in,
    case::convert::{encode_applicant, encode_clock, encode_suspension, outcome},
    directory::convert::count,
    fields::{self, Fields, date, timestamp},
    handle::{Entry, answers, write, write_requests},
};
use crate::{
    domain::{
        appointment::{MAX_ITEMS, MAX_REASON_CHARS},
        case::{Completion, Outcome, Pause},
        id::Id as _,
        refusal::Refusal,
        task::{MAX_BATCH, MAX_DOCUMENT_NUMBER_CHARS, TaskState, TaskView},
    },
    error::{Error, Result},
    service::{
        page::PageRequest,
        task::{self, Batch, BatchMode, BatchResult, Target, TaskFilter},
    },
};
use frsc_proto::v1 as pb;
use tonic::{Request, Response, Status};

answers! {
    pb::AcceptTaskResponse, TaskView => |view| Self { task: Some(encode(view)) };
    pb::CompleteTaskResponse, TaskView => |view| Self { task: Some(encode(view)) };
    pb::ReturnTaskResponse, TaskView => |view| Self { task: Some(encode(view)) };
    pb::ReassignTaskResponse, TaskView => |view| Self { task: Some(encode(view)) };
    pb::SuspendTaskResponse, TaskView => |view| Self { task: Some(encode(view)) };
    pb::ResumeTaskResponse, TaskView => |view| Self { task: Some(encode(view)) };
    pb::AddTaskNoteResponse, TaskView => |view| Self { task: Some(encode(view)) };
    pb::BatchCompleteTasksResponse, Vec<BatchResult> => |results| Self {
        results: results.iter().map(encode_result).collect(),
    };
}

write_requests! {
    pb::BatchCompleteTasksRequest, validate_only;
    pb::AcceptTaskRequest;
    pb::CompleteTaskRequest, validate_only;
    pb::ReturnTaskRequest;
    pb::ReassignTaskRequest, validate_only;
    pb::SuspendTaskRequest;
    pb::ResumeTaskRequest;
    pb::AddTaskNoteRequest;
}

#[tonic::async_trait]
impl pb::task_service_server::TaskService for Api {
    async fn get_task(
        &self,
        request: Request<pb::GetTaskRequest>,
    ) -> Result<Response<pb::GetTaskResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let id = fields::one_id("task_id", &request.task_id)?;
            let view = task::get(&self.app, entry.call()?, id).await?;
            Ok(pb::GetTaskResponse { task: Some(encode(&view)) })
        };
        entry.answer(found.await)
    }

    async fn list_tasks(
        &self,
        request: Request<pb::ListTasksRequest>,
    ) -> Result<Response<pb::ListTasksResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let page = PageRequest { size: request.page_size, token: request.page_token.clone() };
            let filter = filter(&request)?;
            let page = task::list(&self.app, entry.call()?, &filter, &page).await?;
            let tasks = page.rows.iter().map(encode).collect();
            let (next_page_token, feed_token) = (page.next_token, page.feed_token);
            Ok(pb::ListTasksResponse { tasks, next_page_token, feed_token })
        };
        entry.answer(found.await)
    }

    async fn accept_task(
        &self,
        request: Request<pb::AcceptTaskRequest>,
    ) -> Result<Response<pb::AcceptTaskResponse>, Status> {
        let decode =
            |r: pb::AcceptTaskRequest| Fields::new().resource("task_id", &r.task_id, &r.etag);
        let run = |call, target| async move { task::accept(&self.app, &call, target).await };
        write(&self.app, request, decode, run).await
    }

    async fn complete_task(
        &self,
        request: Request<pb::CompleteTaskRequest>,
    ) -> Result<Response<pb::CompleteTaskResponse>, Status> {
        let decode = |r: pb::CompleteTaskRequest| {
            let mut fields = Fields::new();
            let given = Given {
                outcome: r.outcome,
                document_number: &r.document_number,
                decided_date: r.decided_date,
                reason: &r.reason,
            };
            let completion = completion(&mut fields, "", given);
            Ok((fields.resource("task_id", &r.task_id, &r.etag)?, completion))
        };
        let run = |call, (target, completion): (Target, Completion)| async move {
            task::complete(&self.app, &call, target, &completion).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn batch_complete_tasks(
        &self,
        request: Request<pb::BatchCompleteTasksRequest>,
    ) -> Result<Response<pb::BatchCompleteTasksResponse>, Status> {
        let decode = |request| batch(&request);
        let run = |call, (batch, mode): (Batch, BatchMode)| async move {
            task::complete_batch(&self.app, &call, &batch, mode).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn return_task(
        &self,
        request: Request<pb::ReturnTaskRequest>,
    ) -> Result<Response<pb::ReturnTaskResponse>, Status> {
        let decode = |r: pb::ReturnTaskRequest| {
            let mut fields = Fields::new();
            let reason = fields.text("reason", &r.reason, 1, MAX_REASON_CHARS);
            Ok((fields.resource("task_id", &r.task_id, &r.etag)?, reason))
        };
        let run = |call, (target, reason): (Target, String)| async move {
            task::give_back(&self.app, &call, target, &reason).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn reassign_task(
        &self,
        request: Request<pb::ReassignTaskRequest>,
    ) -> Result<Response<pb::ReassignTaskResponse>, Status> {
        let decode = |r: pb::ReassignTaskRequest| {
            let mut fields = Fields::new();
            let department = fields.code("department_id", &r.department_id);
            let reason = fields.text("reason", &r.reason, 1, MAX_REASON_CHARS);
            Ok((fields.resource("task_id", &r.task_id, &r.etag)?, department, reason))
        };
        let run = |call, (target, department, reason): (Target, String, String)| async move {
            task::reassign(&self.app, &call, target, &department, &reason).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn suspend_task(
        &self,
        request: Request<pb::SuspendTaskRequest>,
    ) -> Result<Response<pb::SuspendTaskResponse>, Status> {
        let decode = |r: pb::SuspendTaskRequest| {
            let mut fields = Fields::new();
            let reason = fields.text("reason", &r.reason, 1, MAX_REASON_CHARS);
            let legal_basis = fields.text("legal_basis", &r.legal_basis, 1, MAX_REASON_CHARS);
            Ok((fields.resource("task_id", &r.task_id, &r.etag)?, reason, legal_basis))
        };
        let run = |call, (target, reason, legal_basis): (Target, String, String)| async move {
            let pause = Pause { reason: &reason, legal_basis: &legal_basis };
            task::suspend(&self.app, &call, target, pause).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn resume_task(
        &self,
        request: Request<pb::ResumeTaskRequest>,
    ) -> Result<Response<pb::ResumeTaskResponse>, Status> {
        let decode =
            |r: pb::ResumeTaskRequest| Fields::new().resource("task_id", &r.task_id, &r.etag);
        let run = |call, target| async move { task::resume(&self.app, &call, target).await };
        write(&self.app, request, decode, run).await
    }

    async fn add_task_note(
        &self,
        request: Request<pb::AddTaskNoteRequest>,
    ) -> Result<Response<pb::AddTaskNoteResponse>, Status> {
        let decode = |r: pb::AddTaskNoteRequest| {
            let mut fields = Fields::new();
            let note = note_in(&mut fields, "note", &r.note);
            if note.is_empty() {
                fields.told("note", "is required", "必填");
            }
            Ok((fields.resource("task_id", &r.task_id, &r.etag)?, note))
        };
        let run = |call, (target, note): (Target, String)| async move {
            task::note(&self.app, &call, target, &note).await
        };
        write(&self.app, request, decode, run).await
    }
}

/// A decision as a message gives it.
struct Given<'a> {
    outcome: i32,
    document_number: &'a str,
    decided_date: Option<frsc_proto::gtype::Date>,
    reason: &'a str,
}

/// Decodes a decision; `row` is the place of its fields in the request.
fn completion(fields: &mut Fields, row: &str, given: Given<'_>) -> Completion {
    let field = |name: &str| format!("{row}{name}");
    let outcome = fields.choice::<pb::Outcome>(&field("outcome"), given.outcome);
    let outcome = outcome.and_then(|outcome| Outcome::from_number(outcome.into()));
    let (number, most) = (given.document_number, MAX_DOCUMENT_NUMBER_CHARS);
    let document_number = fields.text(&field("document_number"), number, 1, most);
    let decided_on = fields.optional_date(&field("decided_date"), given.decided_date);
    // A refusal says why.
    let least = usize::from(outcome == Some(Outcome::NotGranted));
    let reason = fields.text(&field("reason"), given.reason, least, MAX_REASON_CHARS);
    // Without a choice the fault is noted and nothing is decided.
    let outcome = outcome.unwrap_or(Outcome::NotGranted);
    Completion { outcome, document_number, decided_on, reason }
}

fn batch(request: &pb::BatchCompleteTasksRequest) -> Result<(Batch, BatchMode)> {
    let mut fields = Fields::new();
    let given = &request.completions;
    if given.is_empty() || given.len() > MAX_BATCH {
        fields.told(
            "completions",
            format!("must have 1 to {MAX_BATCH} entries"),
            format!("应有 1 至 {MAX_BATCH} 项"),
        );
    }
    let mode = match fields.choice("mode", request.mode) {
        Some(pb::BatchMode::BestEffort) => BatchMode::BestEffort,
        Some(pb::BatchMode::Atomic | pb::BatchMode::Unspecified) | None => BatchMode::Atomic,
    };
    let mut batch = Batch::new();
    for (index, given) in given.iter().enumerate().take(MAX_BATCH) {
        let row = format!("completions[{index}].");
        let id = fields.id(&format!("{row}task_id"), &given.task_id);
        let version = fields.etag(&format!("{row}etag"), &given.etag);
        let given = Given {
            outcome: given.outcome,
            document_number: &given.document_number,
            decided_date: given.decided_date,
            reason: &given.reason,
        };
        let completion = completion(&mut fields, &row, given);
        batch.extend(id.map(|id| ((id, version), completion)));
    }
    fields.finish((batch, mode))
}

fn filter(request: &pb::ListTasksRequest) -> Result<TaskFilter> {
    let mut fields = Fields::new();
    let mut states = Vec::new();
    for (index, state) in request.states.iter().enumerate().take(TaskState::ALL.len()) {
        let state = fields.choice::<pb::TaskState>(&format!("states[{index}]"), *state);
        states.extend(state.and_then(|state| TaskState::from_number(state.into())));
    }
    if request.states.is_empty() {
        states = TaskState::ACTIVE.to_vec();
    }
    fields.codes("service_item_ids", &request.service_item_ids, 0, MAX_ITEMS);
    let filter = TaskFilter {
        department_id: fields.optional_code("department_id", &request.department_id),
        states,
        service_item_ids: request.service_item_ids.clone(),
        due_to: fields.optional_date("due_to_date", request.due_to_date),
        case_id: fields.optional_id("case_id", &request.case_id),
    };
    fields.finish(filter)
}

fn encode_result(result: &BatchResult) -> pb::TaskCompletionResult {
    match result {
        Ok(view) => pb::TaskCompletionResult { task: Some(encode(view)), reasons: Vec::new() },
        Err(Error::Refused { refusals, .. }) => {
            let reasons = refusals.iter().map(|refusal| Refusal::reason(refusal).to_owned());
            pb::TaskCompletionResult { task: None, reasons: reasons.collect() }
        }
        Err(error) => {
            let reasons = vec![error.reason().to_owned()];
            pb::TaskCompletionResult { task: None, reasons }
        }
    }
}

/// A task as messages carry it.
pub(super) fn encode(view: &TaskView) -> pb::Task {
    let (task, case) = (&view.task, &view.case);
    let clocks = view.clocks.iter().map(|(clock, reading)| encode_clock(clock, reading)).collect();
    pb::Task {
        task_id: task.id.text(),
        case_id: case.id.text(),
        case_number: case.number.clone(),
        service_item_id: task.service_item_id.clone(),
        department_id: task.department_id.clone(),
        state: task.state.number(),
        after_service_item_ids: task.after.clone(),
        waits: view.waits,
        clocks,
        suspensions: task.suspensions.iter().map(encode_suspension).collect(),
        due_date: view.due_on.map(date),
        overdue: view.overdue,
        expedited: view.expedited,
        returns: count(task.returns),
        outcome: outcome(task.outcome),
        document_number: task.document_number.clone(),
        decided_date: task.decided_on.map(date),
        applicant: Some(encode_applicant(&case.applicant)),
        assign_time: Some(timestamp(task.assigned_at)),
        update_time: Some(timestamp(task.updated_at)),
        etag: fields::etag(task.version),
    }
}
