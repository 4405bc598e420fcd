//! ReferralService: decodes, asks `service::referral`, encodes.

mod convert;

use super::{
    Api,
    fields::{self, Fields},
    handle::{Entry, answers, write, write_requests},
};
use crate::{
    domain::{
        id::ReferralId,
        referral::{MAX_NOTE_CHARS, MAX_REASON_CHARS, MAX_TEXT_CHARS, ReferralStep, ReferralView},
    },
    error::Result,
    service::{
        App,
        page::PageRequest,
        referral,
        write::{Answer, Reply, WriteCall},
    },
};
pub(super) use convert::encode;
use convert::{decode_assign, decode_contact, decode_filter, decode_new, encode_step};
use frsc_proto::v1 as pb;
use tonic::{Request, Response, Status};

answers! {
    pb::CreateReferralResponse, ReferralView => |view| Self { referral: Some(encode(view)) };
    pb::SignReferralResponse, ReferralView => |view| Self { referral: Some(encode(view)) };
    pb::AssignReferralResponse, ReferralView => |view| Self { referral: Some(encode(view)) };
    pb::ContactReferralResponse, ReferralView => |view| Self { referral: Some(encode(view)) };
    pb::RespondReferralResponse, ReferralView => |view| Self { referral: Some(encode(view)) };
    pb::CloseReferralResponse, ReferralView => |view| Self { referral: Some(encode(view)) };
    pb::ReturnReferralResponse, ReferralView => |view| Self { referral: Some(encode(view)) };
    pb::ReopenReferralResponse, ReferralView => |view| Self { referral: Some(encode(view)) };
}

write_requests! {
    pb::CreateReferralRequest, validate_only;
    pb::SignReferralRequest;
    pb::AssignReferralRequest, validate_only;
    pb::ContactReferralRequest;
    pb::RespondReferralRequest;
    pb::CloseReferralRequest, validate_only;
    pb::ReturnReferralRequest;
    pb::ReopenReferralRequest;
}

/// The referral, the version its reader saw, and the step.
type Step = (ReferralId, i64, ReferralStep);

impl Api {
    async fn step_of_referral<R: Answer<ReferralView>>(
        &self,
        call: WriteCall,
        (id, version, step): Step,
    ) -> Result<Reply<R>> {
        referral::step(&self.app, &call, id, version, step).await
    }
}

#[tonic::async_trait]
impl pb::referral_service_server::ReferralService for Api {
    async fn create_referral(
        &self,
        request: Request<pb::CreateReferralRequest>,
    ) -> Result<Response<pb::CreateReferralResponse>, Status> {
        let decode = |request| decode_new(request, self.app.clock.now());
        let run = |call, new| async move { referral::create(&self.app, &call, new).await };
        write(&self.app, request, decode, run).await
    }

    async fn get_referral(
        &self,
        request: Request<pb::GetReferralRequest>,
    ) -> Result<Response<pb::GetReferralResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.answer(get(&self.app, &entry, &request).await)
    }

    async fn list_referrals(
        &self,
        request: Request<pb::ListReferralsRequest>,
    ) -> Result<Response<pb::ListReferralsResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.answer(list(&self.app, &entry, request).await)
    }

    async fn sign_referral(
        &self,
        request: Request<pb::SignReferralRequest>,
    ) -> Result<Response<pb::SignReferralResponse>, Status> {
        let decode = |r: pb::SignReferralRequest| {
            step(Fields::new(), &r.referral_id, &r.etag, ReferralStep::Sign)
        };
        write(&self.app, request, decode, |call, step| self.step_of_referral(call, step)).await
    }

    async fn assign_referral(
        &self,
        request: Request<pb::AssignReferralRequest>,
    ) -> Result<Response<pb::AssignReferralResponse>, Status> {
        let run = |call, step| self.step_of_referral(call, step);
        write(&self.app, request, decode_assign, run).await
    }

    async fn contact_referral(
        &self,
        request: Request<pb::ContactReferralRequest>,
    ) -> Result<Response<pb::ContactReferralResponse>, Status> {
        let run = |call, step| self.step_of_referral(call, step);
        write(&self.app, request, decode_contact, run).await
    }

    async fn respond_referral(
        &self,
        request: Request<pb::RespondReferralRequest>,
    ) -> Result<Response<pb::RespondReferralResponse>, Status> {
        let decode = |r: pb::RespondReferralRequest| {
            let mut fields = Fields::new();
            let response = fields.text("response", &r.response, 1, MAX_TEXT_CHARS);
            step(fields, &r.referral_id, &r.etag, ReferralStep::Respond { response })
        };
        write(&self.app, request, decode, |call, step| self.step_of_referral(call, step)).await
    }

    async fn close_referral(
        &self,
        request: Request<pb::CloseReferralRequest>,
    ) -> Result<Response<pb::CloseReferralResponse>, Status> {
        let decode = |r: pb::CloseReferralRequest| {
            let mut fields = Fields::new();
            let result = fields.text("result", &r.result, 1, MAX_TEXT_CHARS);
            let close = ReferralStep::Close { result, satisfied: r.satisfied };
            step(fields, &r.referral_id, &r.etag, close)
        };
        write(&self.app, request, decode, |call, step| self.step_of_referral(call, step)).await
    }

    async fn return_referral(
        &self,
        request: Request<pb::ReturnReferralRequest>,
    ) -> Result<Response<pb::ReturnReferralResponse>, Status> {
        let decode = |r: pb::ReturnReferralRequest| {
            let mut fields = Fields::new();
            let reason = fields.text("reason", &r.reason, 1, MAX_REASON_CHARS);
            step(fields, &r.referral_id, &r.etag, ReferralStep::Return { reason })
        };
        write(&self.app, request, decode, |call, step| self.step_of_referral(call, step)).await
    }

    async fn reopen_referral(
        &self,
        request: Request<pb::ReopenReferralRequest>,
    ) -> Result<Response<pb::ReopenReferralResponse>, Status> {
        let decode = |r: pb::ReopenReferralRequest| {
            let mut fields = Fields::new();
            let reason = fields.text("reason", &r.reason, 1, MAX_REASON_CHARS);
            step(fields, &r.referral_id, &r.etag, ReferralStep::Reopen { reason })
        };
        write(&self.app, request, decode, |call, step| self.step_of_referral(call, step)).await
    }
}

fn step(fields: Fields, id: &str, etag: &str, step: ReferralStep) -> Result<Step> {
    let (id, version) = fields.resource("referral_id", id, etag)?;
    Ok((id, version, step))
}

fn note(fields: &mut Fields, note: &str) -> String {
    fields.text("note", note, 0, MAX_NOTE_CHARS)
}

async fn get(
    app: &App,
    entry: &Entry,
    request: &pb::GetReferralRequest,
) -> Result<pb::GetReferralResponse> {
    let id = fields::one_id("referral_id", &request.referral_id)?;
    let (view, history) = referral::get(app, entry.call()?, id).await?;
    let history = history.iter().map(encode_step).collect();
    Ok(pb::GetReferralResponse { referral: Some(encode(&view)), history })
}

async fn list(
    app: &App,
    entry: &Entry,
    request: pb::ListReferralsRequest,
) -> Result<pb::ListReferralsResponse> {
    let page = PageRequest { size: request.page_size, token: request.page_token.clone() };
    let filter = decode_filter(request)?;
    let page = referral::list(app, entry.call()?, &filter, &page).await?;
    let referrals = page.rows.iter().map(encode).collect();
    let (next_page_token, feed_token) = (page.next_token, page.feed_token);
    Ok(pb::ListReferralsResponse { referrals, next_page_token, feed_token })
}
