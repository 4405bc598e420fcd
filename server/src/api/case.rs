//! CaseService: decodes, asks `service::case`, encodes.

pub(super) mod convert;
pub(super) mod decode;
pub(super) mod explain;

use super::{
    Api,
    fields::{self, Fields},
    handle::{Entry, answers, write, write_requests},
};
use crate::{
    domain::{
        appointment::MAX_REASON_CHARS,
        case::{Approval, CaseView, Pause},
    },
    error::Result,
    service::{
        case::{self, Attendance, Target},
        page::PageRequest,
        reveal,
        write::Reply,
    },
};
use convert::{encode, encode_step};
use frsc_proto::v1 as pb;
use tonic::{Request, Response, Status};

answers! {
    pb::CreateCaseResponse, CaseView => |view| Self { case: Some(encode(view)) };
    pb::NotifyMissingMaterialResponse, CaseView => |view| Self { case: Some(encode(view)) };
    pb::SupplementCaseResponse, CaseView => |view| Self { case: Some(encode(view)) };
    pb::AcceptCaseResponse, CaseView => |view| Self { case: Some(encode(view)) };
    pb::RefuseCaseResponse, CaseView => |view| Self { case: Some(encode(view)) };
    pb::SuspendCaseResponse, CaseView => |view| Self { case: Some(encode(view)) };
    pb::ResumeCaseResponse, CaseView => |view| Self { case: Some(encode(view)) };
    pb::RequestExtensionResponse, CaseView => |view| Self { case: Some(encode(view)) };
    pb::DecideExtensionResponse, CaseView => |view| Self { case: Some(encode(view)) };
    pb::DeliverCaseResponse, CaseView => |view| Self { case: Some(encode(view)) };
    pb::CloseCaseResponse, CaseView => |view| Self { case: Some(encode(view)) };
    pb::WithdrawCaseResponse, CaseView => |view| Self { case: Some(encode(view)) };
    pb::TerminateCaseResponse, CaseView => |view| Self { case: Some(encode(view)) };
    pb::ReopenCaseResponse, CaseView => |view| Self { case: Some(encode(view)) };
    pb::ArchiveCaseResponse, CaseView => |view| Self { case: Some(encode(view)) };
}

write_requests! {
    pb::CreateCaseRequest, validate_only;
    pb::NotifyMissingMaterialRequest, validate_only;
    pb::SupplementCaseRequest;
    pb::AcceptCaseRequest, validate_only;
    pb::RefuseCaseRequest, validate_only;
    pb::SuspendCaseRequest;
    pb::ResumeCaseRequest;
    pb::RequestExtensionRequest;
    pb::DecideExtensionRequest, validate_only;
    pb::DeliverCaseRequest;
    pb::CloseCaseRequest;
    pb::WithdrawCaseRequest, validate_only;
    pb::TerminateCaseRequest, validate_only;
    pb::ReopenCaseRequest;
    pb::ArchiveCaseRequest;
    pb::RevealApplicantPassportNumberRequest;
}

/// The case a step is about, with a reason.
fn with_reason(case_id: &str, etag: &str, reason: &str) -> Result<(Target, String)> {
    let mut fields = Fields::new();
    let reason = fields.text("reason", reason, 1, MAX_REASON_CHARS);
    Ok((fields.resource("case_id", case_id, etag)?, reason))
}

/// The case a step is about, with a reason and its legal basis.
fn with_basis(
    case_id: &str,
    etag: &str,
    reason: &str,
    legal_basis: &str,
) -> Result<(Target, String, String)> {
    let mut fields = Fields::new();
    let reason = fields.text("reason", reason, 1, MAX_REASON_CHARS);
    let legal_basis = fields.text("legal_basis", legal_basis, 1, MAX_REASON_CHARS);
    Ok((fields.resource("case_id", case_id, etag)?, reason, legal_basis))
}

#[tonic::async_trait]
impl pb::case_service_server::CaseService for Api {
    async fn create_case(
        &self,
        request: Request<pb::CreateCaseRequest>,
    ) -> Result<Response<pb::CreateCaseResponse>, Status> {
        let decode = |request| decode::new_case(&self.app, request);
        let run = |call, new| async move { case::receive(&self.app, &call, new).await };
        write(&self.app, request, decode, run).await
    }

    async fn get_case(
        &self,
        request: Request<pb::GetCaseRequest>,
    ) -> Result<Response<pb::GetCaseResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let id = fields::one_id("case_id", &request.case_id)?;
            let view = case::get(&self.app, entry.call()?, id).await?;
            Ok(pb::GetCaseResponse { case: Some(encode(&view)) })
        };
        entry.answer(found.await)
    }

    async fn list_cases(
        &self,
        request: Request<pb::ListCasesRequest>,
    ) -> Result<Response<pb::ListCasesResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let call = entry.call()?;
            let page = PageRequest { size: request.page_size, token: request.page_token.clone() };
            let (filter, visitor) = decode::filter(&request, call.caller.account_id)?;
            let page = case::list(&self.app, call, filter, visitor, &page).await?;
            let cases = page.rows.iter().map(encode).collect();
            let (next_page_token, feed_token) = (page.next_token, page.feed_token);
            Ok(pb::ListCasesResponse { cases, next_page_token, feed_token })
        };
        entry.answer(found.await)
    }

    async fn list_case_steps(
        &self,
        request: Request<pb::ListCaseStepsRequest>,
    ) -> Result<Response<pb::ListCaseStepsResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let id = fields::one_id("case_id", &request.case_id)?;
            let page = PageRequest { size: request.page_size, token: request.page_token };
            let page = case::steps(&self.app, entry.call()?, id, &page).await?;
            let steps = page.rows.iter().map(encode_step).collect();
            Ok(pb::ListCaseStepsResponse { steps, next_page_token: page.next_token })
        };
        entry.answer(found.await)
    }

    async fn explain_due_date(
        &self,
        request: Request<pb::ExplainDueDateRequest>,
    ) -> Result<Response<pb::ExplainDueDateResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let (id, task_id, kind) = decode::explain(&request)?;
            let account = case::explain(&self.app, entry.call()?, id, task_id, kind).await?;
            Ok(explain::response(&account, entry.origin.language))
        };
        entry.answer(found.await)
    }

    async fn notify_missing_material(
        &self,
        request: Request<pb::NotifyMissingMaterialRequest>,
    ) -> Result<Response<pb::NotifyMissingMaterialResponse>, Status> {
        let decode = |r: pb::NotifyMissingMaterialRequest| {
            let mut fields = Fields::new();
            let notice = super::appointment::note_in(&mut fields, "notice", &r.notice);
            Ok((fields.resource("case_id", &r.case_id, &r.etag)?, notice))
        };
        let run = |call, (target, notice): (Target, String)| async move {
            case::notify(&self.app, &call, target, &notice).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn supplement_case(
        &self,
        request: Request<pb::SupplementCaseRequest>,
    ) -> Result<Response<pb::SupplementCaseResponse>, Status> {
        let decode = |r: pb::SupplementCaseRequest| {
            let mut fields = Fields::new();
            let given = decode::materials(&mut fields, &r.materials, 1);
            let attendance = decode::attendance(&mut fields, r.attendance);
            Ok((fields.resource("case_id", &r.case_id, &r.etag)?, given, attendance))
        };
        let run = |call, (target, given, attendance): (Target, Vec<_>, Attendance)| async move {
            case::supplement(&self.app, &call, target, &given, attendance).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn accept_case(
        &self,
        request: Request<pb::AcceptCaseRequest>,
    ) -> Result<Response<pb::AcceptCaseResponse>, Status> {
        let decode =
            |r: pb::AcceptCaseRequest| Fields::new().resource("case_id", &r.case_id, &r.etag);
        let run = |call, target| async move { case::accept(&self.app, &call, target).await };
        write(&self.app, request, decode, run).await
    }

    async fn refuse_case(
        &self,
        request: Request<pb::RefuseCaseRequest>,
    ) -> Result<Response<pb::RefuseCaseResponse>, Status> {
        let decode =
            |r: pb::RefuseCaseRequest| with_basis(&r.case_id, &r.etag, &r.reason, &r.legal_basis);
        let run = |call, (target, reason, basis): (Target, String, String)| async move {
            case::refuse(&self.app, &call, target, &reason, &basis).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn suspend_case(
        &self,
        request: Request<pb::SuspendCaseRequest>,
    ) -> Result<Response<pb::SuspendCaseResponse>, Status> {
        let decode =
            |r: pb::SuspendCaseRequest| with_basis(&r.case_id, &r.etag, &r.reason, &r.legal_basis);
        let run = |call, (target, reason, legal_basis): (Target, String, String)| async move {
            let pause = Pause { reason: &reason, legal_basis: &legal_basis };
            case::suspend(&self.app, &call, target, pause).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn resume_case(
        &self,
        request: Request<pb::ResumeCaseRequest>,
    ) -> Result<Response<pb::ResumeCaseResponse>, Status> {
        let decode =
            |r: pb::ResumeCaseRequest| Fields::new().resource("case_id", &r.case_id, &r.etag);
        let run = |call, target| async move { case::resume(&self.app, &call, target).await };
        write(&self.app, request, decode, run).await
    }

    async fn request_extension(
        &self,
        request: Request<pb::RequestExtensionRequest>,
    ) -> Result<Response<pb::RequestExtensionResponse>, Status> {
        let decode = |r: pb::RequestExtensionRequest| with_reason(&r.case_id, &r.etag, &r.reason);
        let run = |call, (target, reason): (Target, String)| async move {
            case::request_extension(&self.app, &call, target, &reason).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn decide_extension(
        &self,
        request: Request<pb::DecideExtensionRequest>,
    ) -> Result<Response<pb::DecideExtensionResponse>, Status> {
        let decode = |r: pb::DecideExtensionRequest| {
            let mut fields = Fields::new();
            let approval = decode::approval(&mut fields, r.decision);
            let reason = fields.text("reason", &r.reason, 1, MAX_REASON_CHARS);
            let target = fields.resource("case_id", &r.case_id, &r.etag)?;
            Ok((target, approval, reason))
        };
        let run = |call, (target, approval, reason): (Target, Approval, String)| async move {
            case::decide_extension(&self.app, &call, target, approval, &reason).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn deliver_case(
        &self,
        request: Request<pb::DeliverCaseRequest>,
    ) -> Result<Response<pb::DeliverCaseResponse>, Status> {
        let decode = |r: pb::DeliverCaseRequest| {
            let mut fields = Fields::new();
            let attendance = decode::attendance(&mut fields, r.attendance);
            let note = fields.text("note", &r.note, 0, MAX_REASON_CHARS);
            Ok((fields.resource("case_id", &r.case_id, &r.etag)?, attendance, note))
        };
        let run = |call, (target, attendance, note): (Target, Attendance, String)| async move {
            case::deliver(&self.app, &call, target, attendance, &note).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn close_case(
        &self,
        request: Request<pb::CloseCaseRequest>,
    ) -> Result<Response<pb::CloseCaseResponse>, Status> {
        let decode =
            |r: pb::CloseCaseRequest| Fields::new().resource("case_id", &r.case_id, &r.etag);
        let run = |call, target| async move { case::close(&self.app, &call, target).await };
        write(&self.app, request, decode, run).await
    }

    async fn withdraw_case(
        &self,
        request: Request<pb::WithdrawCaseRequest>,
    ) -> Result<Response<pb::WithdrawCaseResponse>, Status> {
        let decode = |r: pb::WithdrawCaseRequest| with_reason(&r.case_id, &r.etag, &r.reason);
        let run = |call, (target, reason): (Target, String)| async move {
            case::withdraw(&self.app, &call, target, &reason).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn terminate_case(
        &self,
        request: Request<pb::TerminateCaseRequest>,
    ) -> Result<Response<pb::TerminateCaseResponse>, Status> {
        let decode = |r: pb::TerminateCaseRequest| {
            with_basis(&r.case_id, &r.etag, &r.reason, &r.legal_basis)
        };
        let run = |call, (target, reason, basis): (Target, String, String)| async move {
            case::terminate(&self.app, &call, target, &reason, &basis).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn reopen_case(
        &self,
        request: Request<pb::ReopenCaseRequest>,
    ) -> Result<Response<pb::ReopenCaseResponse>, Status> {
        let decode = |r: pb::ReopenCaseRequest| with_reason(&r.case_id, &r.etag, &r.reason);
        let run = |call, (target, reason): (Target, String)| async move {
            case::reopen(&self.app, &call, target, &reason).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn archive_case(
        &self,
        request: Request<pb::ArchiveCaseRequest>,
    ) -> Result<Response<pb::ArchiveCaseResponse>, Status> {
        let decode =
            |r: pb::ArchiveCaseRequest| Fields::new().resource("case_id", &r.case_id, &r.etag);
        let run = |call, target| async move { case::archive(&self.app, &call, target).await };
        write(&self.app, request, decode, run).await
    }

    async fn reveal_applicant_passport_number(
        &self,
        request: Request<pb::RevealApplicantPassportNumberRequest>,
    ) -> Result<Response<pb::RevealApplicantPassportNumberResponse>, Status> {
        let run = |call, (holder, purpose): (_, reveal::Purpose)| async move {
            let number = reveal::reveal(&self.app, &call, holder, &purpose).await?;
            let answer = pb::RevealApplicantPassportNumberResponse { passport_number: number };
            Ok(Reply { answer, replayed: false })
        };
        write(&self.app, request, decode::reveal, run).await
    }
}
