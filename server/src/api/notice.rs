//! NoticeService: decodes, asks `service::notice`, encodes.

use super::{
    Api,
    directory::convert::count,
    fields::{self, Fields, etag, one_id, timestamp},
    handle::{Entry, answers, write, write_requests},
};
use crate::{
    domain::notice::{Notice, NoticeChannel, NoticeKind, NoticeRecipient, NoticeState},
    error::Result,
    service::{
        notice::{self, NoticeFilter},
        page::PageRequest,
    },
};
use frsc_proto::v1 as pb;
use tonic::{Request, Response, Status};

/// Longest id of a resource in a filter.
const MAX_RESOURCE_ID: usize = 64;
/// Most states of a filter.
const MAX_STATES: usize = 10;

answers! {
    pb::RetryNoticeResponse, Notice => |notice| Self { notice: Some(encode(notice)) };
}

write_requests! {
    pb::RetryNoticeRequest;
}

#[tonic::async_trait]
impl pb::notice_service_server::NoticeService for Api {
    async fn get_notice(
        &self,
        request: Request<pb::GetNoticeRequest>,
    ) -> Result<Response<pb::GetNoticeResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let id = one_id("notice_id", &request.notice_id)?;
            let notice = notice::get(&self.app, id).await?;
            Ok(pb::GetNoticeResponse { notice: Some(encode(&notice)) })
        };
        entry.answer(found.await)
    }

    async fn list_notices(
        &self,
        request: Request<pb::ListNoticesRequest>,
    ) -> Result<Response<pb::ListNoticesResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let filter = filter(&request)?;
            let page = PageRequest { size: request.page_size, token: request.page_token.clone() };
            let page = notice::list(&self.app, entry.call()?, &filter, &page).await?;
            let notices = page.rows.iter().map(encode).collect();
            Ok(pb::ListNoticesResponse { notices, next_page_token: page.next_token })
        };
        entry.answer(found.await)
    }

    async fn retry_notice(
        &self,
        request: Request<pb::RetryNoticeRequest>,
    ) -> Result<Response<pb::RetryNoticeResponse>, Status> {
        let decode =
            |r: pb::RetryNoticeRequest| Fields::new().resource("notice_id", &r.notice_id, &r.etag);
        let run =
            |call, (id, version)| async move { notice::retry(&self.app, &call, id, version).await };
        write(&self.app, request, decode, run).await
    }
}

fn filter(request: &pb::ListNoticesRequest) -> Result<NoticeFilter> {
    let mut fields = Fields::new();
    let mut states = Vec::new();
    for (index, state) in request.states.iter().enumerate().take(MAX_STATES) {
        let field = format!("states[{index}]");
        let known = fields.choice::<pb::NoticeState>(&field, *state);
        states.extend(known.and_then(|state| NoticeState::from_number(state.into())));
    }
    let resource_id = (!request.resource_id.is_empty())
        .then(|| fields.text("resource_id", &request.resource_id, 1, MAX_RESOURCE_ID));
    fields.finish(NoticeFilter { states, resource_id })
}

fn encode(notice: &Notice) -> pb::Notice {
    // The numbers of the contract are those that are kept.
    let Notice { kind, recipient, channel, state, .. } = *notice;
    let pending = state == NoticeState::Pending;
    pb::Notice {
        notice_id: notice.id.to_string(),
        kind: NoticeKind::number(kind),
        resource_id: notice.resource_id.clone(),
        recipient: NoticeRecipient::number(recipient),
        channel: NoticeChannel::number(channel),
        webhook_endpoint_id: notice.endpoint_id.map(|id| id.to_string()).unwrap_or_default(),
        language: notice.language.clone(),
        state: NoticeState::number(state),
        attempts: count(notice.attempts),
        next_attempt_time: pending.then(|| timestamp(notice.next_attempt_at)),
        failure: notice.failure.clone(),
        create_time: Some(timestamp(notice.created_at)),
        send_time: notice.sent_at.map(fields::timestamp),
        etag: etag(notice.version),
    }
}
