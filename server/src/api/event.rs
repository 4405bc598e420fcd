//! EventService: decodes, asks `service::event`, encodes, and keeps the streams of watchers.

use super::{
    Api,
    appointment::encode as encode_appointment,
    case::convert::encode as encode_case,
    document::encode as encode_document,
    enterprise::encode as encode_enterprise,
    expedite::convert::encode as encode_expedite,
    expiry::encode_obligation,
    fields,
    handle::{Entry, answers, write, write_requests},
    mandate::encode as encode_mandate,
    queue::encode as encode_ticket,
    rating::encode as encode_rating,
    referral::encode as encode_referral,
    resident::encode as encode_resident,
    status::status,
    stream::{Messages, Source, messages},
    supervision::encode as encode_card,
    task::encode as encode_task,
};
use crate::{
    domain::event::{Event, Resource},
    error::{Error, Result},
    service::{
        App,
        event::{self, CHECKPOINT_EVERY, Watcher},
        page::PageRequest,
    },
};
use frsc_proto::v1 as pb;
use std::sync::Arc;
use tonic::{Request, Response, Status};

answers! {
    pb::AcknowledgeEventsResponse, String => |token| Self { acknowledged_token: token.clone() };
}

write_requests! {
    pb::AcknowledgeEventsRequest;
}

#[tonic::async_trait]
impl pb::event_service_server::EventService for Api {
    type WatchEventsStream = Messages<pb::WatchEventsResponse>;

    async fn watch_events(
        &self,
        request: Request<pb::WatchEventsRequest>,
    ) -> Result<Response<Self::WatchEventsStream>, Status> {
        let (entry, request) = Entry::open(request)?;
        let language = entry.origin.language;
        let watcher = watcher(&self.app, &entry, &request.token).await;
        let watcher = watcher.map_err(|error| status(&error, language))?;
        Ok(Response::new(messages(watcher, language)))
    }

    async fn list_events(
        &self,
        request: Request<pb::ListEventsRequest>,
    ) -> Result<Response<pb::ListEventsResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.answer(list(&self.app, &entry, request).await)
    }

    async fn acknowledge_events(
        &self,
        request: Request<pb::AcknowledgeEventsRequest>,
    ) -> Result<Response<pb::AcknowledgeEventsResponse>, Status> {
        let decode = |request: pb::AcknowledgeEventsRequest| match request.token.as_str() {
            "" => {
                Err(Error::invalid("token", "is required: the token of the last event processed"))
            }
            _ => Ok(request.token),
        };
        let run =
            |call, token: String| async move { event::acknowledge(&self.app, &call, &token).await };
        write(&self.app, request, decode, run).await
    }

    async fn get_feed_position(
        &self,
        request: Request<pb::GetFeedPositionRequest>,
    ) -> Result<Response<pb::GetFeedPositionResponse>, Status> {
        let (entry, _) = Entry::open(request)?;
        entry.answer(position(&self.app, &entry).await)
    }
}

impl Source for Watcher {
    type Message = pb::WatchEventsResponse;

    async fn next(&mut self) -> Result<Option<Self::Message>> {
        let told = Self::next(self).await?;
        let events = told.events.iter().map(encode).collect();
        Ok(Some(pb::WatchEventsResponse { events, token: told.token }))
    }
}

async fn watcher(app: &Arc<App>, entry: &Entry, token: &str) -> Result<Watcher> {
    Watcher::new(Arc::clone(app), entry.call()?, token, CHECKPOINT_EVERY).await
}

async fn list(
    app: &App,
    entry: &Entry,
    request: pb::ListEventsRequest,
) -> Result<pb::ListEventsResponse> {
    let page = PageRequest { size: request.page_size, token: request.token };
    let found = event::list(app, entry.call()?, &page).await?;
    let events = found.events.iter().map(encode).collect();
    Ok(pb::ListEventsResponse { events, next_token: found.next_token, more: found.more })
}

async fn position(app: &App, entry: &Entry) -> Result<pb::GetFeedPositionResponse> {
    let position = event::position(app, entry.call()?).await?;
    let (token, at) = position.acknowledged.unzip();
    Ok(pb::GetFeedPositionResponse {
        acknowledged_token: token.unwrap_or_default(),
        acknowledge_time: at.map(fields::timestamp),
        head_token: position.head_token,
        lag_events: i32::try_from(position.lag_events).unwrap_or(i32::MAX),
        lag_duration: position.lag.map(|lag| prost_types::Duration {
            seconds: lag.num_seconds(),
            nanos: lag.subsec_nanos(),
        }),
    })
}

/// An event as messages carry it.
fn encode(of: &Event) -> pb::Event {
    use pb::event::Resource as Message;
    let resource = of.resource.as_ref().map(|resource| match resource {
        Resource::Appointment(one) => Message::Appointment(encode_appointment(one)),
        Resource::Ticket(one) => Message::Ticket(encode_ticket(one)),
        Resource::Case(one) => Message::Case(encode_case(one)),
        Resource::Task(one) => Message::Task(encode_task(one)),
        Resource::Rating(one) => Message::Rating(encode_rating(one)),
        Resource::Referral(one) => Message::Referral(encode_referral(one)),
        Resource::Expedite(one) => Message::Expedite(encode_expedite(one)),
        Resource::Card(one) => Message::Card(encode_card(one)),
        Resource::Document(one) => Message::Document(encode_document(one)),
        Resource::Resident(one) => Message::Resident(encode_resident(one)),
        Resource::Mandate(one) => Message::Mandate(encode_mandate(one)),
        Resource::Trip(one) => Message::Trip(super::trip::encode(one)),
        Resource::Enterprise(one) => Message::Enterprise(encode_enterprise(one)),
        Resource::WhitelistEntry(one) => {
            Message::WhitelistEntry(super::whitelist::with_details(one))
        }
        Resource::Obligation(one) => Message::Obligation(encode_obligation(one)),
    });
    pb::Event {
        token: of.token.clone(),
        kind: of.recorded.kind.clone(),
        event_time: Some(fields::timestamp(of.recorded.at)),
        resource_id: of.recorded.resource_id.clone(),
        removed: resource.is_none(),
        resource,
    }
}
