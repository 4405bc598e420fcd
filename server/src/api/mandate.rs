//! MandateService: decodes, asks `service::mandate`, encodes.

mod convert;

pub(super) use convert::encode;

use super::{
    Api,
    fields::{self, Fields},
    handle::{Entry, answers, write, write_requests},
};
use crate::{
    domain::mandate::MandateView,
    error::Result,
    service::{mandate, page::PageRequest},
};
use convert::{filter, new_mandate, reasoned, revocation, verification};
use frsc_proto::v1 as pb;
use tonic::{Request, Response, Status};

answers! {
    pb::CreateMandateResponse, MandateView => |view| Self { mandate: Some(encode(view)) };
    pb::VerifyMandateResponse, MandateView => |view| Self { mandate: Some(encode(view)) };
    pb::ApproveMandateResponse, MandateView => |view| Self { mandate: Some(encode(view)) };
    pb::RejectMandateResponse, MandateView => |view| Self { mandate: Some(encode(view)) };
    pb::RevokeMandateResponse, MandateView => |view| Self { mandate: Some(encode(view)) };
}

write_requests! {
    pb::CreateMandateRequest, validate_only;
    pb::VerifyMandateRequest, validate_only;
    pb::ApproveMandateRequest, validate_only;
    pb::RejectMandateRequest;
    pb::RevokeMandateRequest;
}

#[tonic::async_trait]
impl pb::mandate_service_server::MandateService for Api {
    async fn create_mandate(
        &self,
        request: Request<pb::CreateMandateRequest>,
    ) -> Result<Response<pb::CreateMandateResponse>, Status> {
        let run = |call, new| async move { mandate::create(&self.app, &call, &new).await };
        write(&self.app, request, new_mandate, run).await
    }

    async fn verify_mandate(
        &self,
        request: Request<pb::VerifyMandateRequest>,
    ) -> Result<Response<pb::VerifyMandateResponse>, Status> {
        let run = |call, (target, given)| async move {
            mandate::verify(&self.app, &call, target, &given).await
        };
        write(&self.app, request, verification, run).await
    }

    async fn approve_mandate(
        &self,
        request: Request<pb::ApproveMandateRequest>,
    ) -> Result<Response<pb::ApproveMandateResponse>, Status> {
        let decode = |r: pb::ApproveMandateRequest| {
            Fields::new().resource("mandate_id", &r.mandate_id, &r.etag)
        };
        let run = |call, target| async move { mandate::approve(&self.app, &call, target).await };
        write(&self.app, request, decode, run).await
    }

    async fn reject_mandate(
        &self,
        request: Request<pb::RejectMandateRequest>,
    ) -> Result<Response<pb::RejectMandateResponse>, Status> {
        let decode = |r: pb::RejectMandateRequest| reasoned(&r.mandate_id, &r.etag, &r.reason);
        let run = |call, (target, reason): (_, String)| async move {
            mandate::reject(&self.app, &call, target, &reason).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn revoke_mandate(
        &self,
        request: Request<pb::RevokeMandateRequest>,
    ) -> Result<Response<pb::RevokeMandateResponse>, Status> {
        let run = |call, (target, at, reason): (_, _, String)| async move {
            mandate::revoke(&self.app, &call, target, at, &reason).await
        };
        write(&self.app, request, revocation, run).await
    }

    async fn get_mandate(
        &self,
        request: Request<pb::GetMandateRequest>,
    ) -> Result<Response<pb::GetMandateResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let id = fields::one_id("mandate_id", &request.mandate_id)?;
            let view = mandate::get(&self.app, id).await?;
            Ok(pb::GetMandateResponse { mandate: Some(encode(&view)) })
        };
        entry.answer(found.await)
    }

    async fn list_mandates(
        &self,
        request: Request<pb::ListMandatesRequest>,
    ) -> Result<Response<pb::ListMandatesResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let filter = filter(&self.app, &request)?;
            let page = PageRequest { size: request.page_size, token: request.page_token };
            let page = mandate::list(&self.app, entry.call()?, &filter, &page).await?;
            let mandates = page.rows.iter().map(encode).collect();
            let (next_page_token, feed_token) = (page.next_token, page.feed_token);
            Ok(pb::ListMandatesResponse { mandates, next_page_token, feed_token })
        };
        entry.answer(found.await)
    }
}
