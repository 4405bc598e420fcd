//! ExpediteService: decodes, asks `service::expedite`, encodes.

pub(super) mod convert;
mod decode;

use super::{
    Api,
    case::decode::approval,
    fields::{self, Fields},
    handle::{Entry, answers, write, write_requests},
};
use crate::{
    domain::{
        appointment::MAX_REASON_CHARS,
        expedite::{ExpediteRequest, ExpediteView, MAX_EXPEDITED_DAYS},
        id::{CaseId, ExpediteId},
    },
    service::{
        expedite::{self, Decided},
        page::PageRequest,
    },
};
use convert::{encode, encode_effect, encode_statistics};
use frsc_proto::v1 as pb;
use tonic::{Request, Response, Status};

answers! {
    pb::RequestExpediteResponse, ExpediteView => |view| Self {
        expedite: Some(encode(&view.expedite)),
        effect: view.effect.as_ref().map(encode_effect),
    };
    pb::DecideExpediteResponse, ExpediteView => |view| Self {
        expedite: Some(encode(&view.expedite)),
        effect: view.effect.as_ref().map(encode_effect),
    };
    pb::WithdrawExpediteResponse, ExpediteView => |view| Self {
        expedite: Some(encode(&view.expedite)),
    };
}

write_requests! {
    pb::RequestExpediteRequest, validate_only;
    pb::DecideExpediteRequest, validate_only;
    pb::WithdrawExpediteRequest;
}

#[tonic::async_trait]
impl pb::expedite_service_server::ExpediteService for Api {
    async fn request_expedite(
        &self,
        request: Request<pb::RequestExpediteRequest>,
    ) -> Result<Response<pb::RequestExpediteResponse>, Status> {
        let run = |call, (target, asked): ((CaseId, i64), ExpediteRequest)| async move {
            expedite::request(&self.app, &call, target, &asked).await
        };
        write(&self.app, request, decode::request, run).await
    }

    async fn decide_expedite(
        &self,
        request: Request<pb::DecideExpediteRequest>,
    ) -> Result<Response<pb::DecideExpediteResponse>, Status> {
        let decode = |r: pb::DecideExpediteRequest| {
            let mut fields = Fields::new();
            let approval = approval(&mut fields, r.decision);
            let reason = fields.text("reason", &r.reason, 1, MAX_REASON_CHARS);
            let days = r.working_days;
            let working_days =
                days.map(|days| fields.number("working_days", days, 0, MAX_EXPEDITED_DAYS));
            let target = fields.resource("expedite_id", &r.expedite_id, &r.etag)?;
            Ok((target, Decided { approval, reason, working_days }))
        };
        let run = |call, (target, decided): ((ExpediteId, i64), Decided)| async move {
            expedite::decide(&self.app, &call, target, &decided).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn withdraw_expedite(
        &self,
        request: Request<pb::WithdrawExpediteRequest>,
    ) -> Result<Response<pb::WithdrawExpediteResponse>, Status> {
        let decode = |r: pb::WithdrawExpediteRequest| {
            let mut fields = Fields::new();
            let reason = fields.text("reason", &r.reason, 1, MAX_REASON_CHARS);
            Ok((fields.resource("expedite_id", &r.expedite_id, &r.etag)?, reason))
        };
        let run = |call, (target, reason): ((ExpediteId, i64), String)| async move {
            expedite::withdraw(&self.app, &call, target, &reason).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn get_expedite(
        &self,
        request: Request<pb::GetExpediteRequest>,
    ) -> Result<Response<pb::GetExpediteResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let id = fields::one_id("expedite_id", &request.expedite_id)?;
            let view = expedite::get(&self.app, entry.call()?, id).await?;
            let effect = view.effect.as_ref().map(encode_effect);
            Ok(pb::GetExpediteResponse { expedite: Some(encode(&view.expedite)), effect })
        };
        entry.answer(found.await)
    }

    async fn list_expedites(
        &self,
        request: Request<pb::ListExpeditesRequest>,
    ) -> Result<Response<pb::ListExpeditesResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let page = PageRequest { size: request.page_size, token: request.page_token.clone() };
            let filter = decode::filter(&request)?;
            let page = expedite::list(&self.app, entry.call()?, &filter, &page).await?;
            let expedites = page.rows.iter().map(encode).collect();
            let (next_page_token, feed_token) = (page.next_token, page.feed_token);
            Ok(pb::ListExpeditesResponse { expedites, next_page_token, feed_token })
        };
        entry.answer(found.await)
    }

    async fn get_expedite_statistics(
        &self,
        request: Request<pb::GetExpediteStatisticsRequest>,
    ) -> Result<Response<pb::GetExpediteStatisticsResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let (from, to) = decode::days(&request)?;
            Ok(encode_statistics(&expedite::statistics(&self.app, from, to).await?))
        };
        entry.answer(found.await)
    }
}
