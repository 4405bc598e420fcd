//! QueueService: decodes, asks `service::queue`, encodes, and keeps the streams of displays.

use super::{
    Api,
    appointment::{encode as encode_appointment, encode_channel, note, slot_key, visitor},
    fields::{self, Fields},
    handle::{Entry, answers, write, write_requests},
    status::status,
    stream::{Messages, Source, messages},
};
use crate::{
    domain::{
        admission::ItemSet,
        appointment::{Channel, MAX_ITEMS},
        id::{Id as _, TicketId},
        ticket::{MAX_PRIORITY, ReturnPlace, Ticket, TicketResult, TicketState, TicketStep},
    },
    error::Result,
    service::{
        App, Call,
        page::PageRequest,
        queue::{self, CheckedIn, HallState, MAX_SHOWN, TicketFilter, WalkIn},
        write::{Answer, Reply, WriteCall},
    },
};
use frsc_proto::v1 as pb;
use std::{sync::Arc, time::Duration};
use tonic::{Request, Response, Status};

/// How long a display waits for news before it is told the state again.
const TELL_AGAIN: Duration = Duration::from_secs(15);

answers! {
    pb::CheckInAppointmentResponse, CheckedIn => |(appointment, ticket, ahead)| Self {
        appointment: Some(encode_appointment(appointment)),
        ticket_number: ticket.text(),
        tickets_ahead: count(*ahead),
    };
    pb::IssueTicketResponse, CheckedIn => |(appointment, ticket, ahead)| Self {
        ticket: Some(encode(ticket)),
        appointment: Some(encode_appointment(appointment)),
        tickets_ahead: count(*ahead),
    };
    pb::CallNextTicketResponse, Ticket => |ticket| Self { ticket: Some(encode(ticket)) };
    pb::RecallTicketResponse, Ticket => |ticket| Self { ticket: Some(encode(ticket)) };
    pb::ServeTicketResponse, Ticket => |ticket| Self { ticket: Some(encode(ticket)) };
    pb::CompleteTicketResponse, Ticket => |ticket| Self { ticket: Some(encode(ticket)) };
    pb::TransferTicketResponse, Ticket => |ticket| Self { ticket: Some(encode(ticket)) };
    pb::ParkTicketResponse, Ticket => |ticket| Self { ticket: Some(encode(ticket)) };
    pb::ReturnTicketResponse, Ticket => |ticket| Self { ticket: Some(encode(ticket)) };
    pb::VoidTicketResponse, Ticket => |ticket| Self { ticket: Some(encode(ticket)) };
}

write_requests! {
    pb::IssueTicketRequest, validate_only;
    pb::CallNextTicketRequest;
    pb::RecallTicketRequest;
    pb::ServeTicketRequest;
    pb::CompleteTicketRequest;
    pb::TransferTicketRequest;
    pb::ParkTicketRequest;
    pb::ReturnTicketRequest;
    pb::VoidTicketRequest;
}

type Step = (TicketId, i64, TicketStep);

impl Api {
    async fn step<R: Answer<Ticket>>(
        &self,
        call: WriteCall,
        (id, version, step): Step,
    ) -> Result<Reply<R>> {
        queue::step(&self.app, &call, id, version, step).await
    }
}

#[tonic::async_trait]
impl pb::queue_service_server::QueueService for Api {
    async fn issue_ticket(
        &self,
        request: Request<pb::IssueTicketRequest>,
    ) -> Result<Response<pb::IssueTicketResponse>, Status> {
        let decode = |request| decode_walk_in(&self.app, request);
        let run = |call, walk_in| async move { queue::issue(&self.app, &call, walk_in).await };
        write(&self.app, request, decode, run).await
    }

    async fn call_next_ticket(
        &self,
        request: Request<pb::CallNextTicketRequest>,
    ) -> Result<Response<pb::CallNextTicketResponse>, Status> {
        let decode = |request: pb::CallNextTicketRequest| {
            let mut fields = Fields::new();
            let counter = fields.code("counter_id", &request.counter_id);
            fields.finish(counter)
        };
        let run = |call, counter: String| async move {
            queue::call_next(&self.app, &call, &counter).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn recall_ticket(
        &self,
        request: Request<pb::RecallTicketRequest>,
    ) -> Result<Response<pb::RecallTicketResponse>, Status> {
        let decode = |r: pb::RecallTicketRequest| step(&r.ticket_id, &r.etag, TicketStep::Recall);
        write(&self.app, request, decode, |call, decoded| self.step(call, decoded)).await
    }

    async fn serve_ticket(
        &self,
        request: Request<pb::ServeTicketRequest>,
    ) -> Result<Response<pb::ServeTicketResponse>, Status> {
        let decode = |r: pb::ServeTicketRequest| step(&r.ticket_id, &r.etag, TicketStep::Serve);
        write(&self.app, request, decode, |call, decoded| self.step(call, decoded)).await
    }

    async fn complete_ticket(
        &self,
        request: Request<pb::CompleteTicketRequest>,
    ) -> Result<Response<pb::CompleteTicketResponse>, Status> {
        write(&self.app, request, decode_complete, |call, decoded| self.step(call, decoded)).await
    }

    async fn transfer_ticket(
        &self,
        request: Request<pb::TransferTicketRequest>,
    ) -> Result<Response<pb::TransferTicketResponse>, Status> {
        write(&self.app, request, decode_transfer, |call, decoded| self.step(call, decoded)).await
    }

    async fn park_ticket(
        &self,
        request: Request<pb::ParkTicketRequest>,
    ) -> Result<Response<pb::ParkTicketResponse>, Status> {
        let decode = |r: pb::ParkTicketRequest| step(&r.ticket_id, &r.etag, TicketStep::Park);
        write(&self.app, request, decode, |call, decoded| self.step(call, decoded)).await
    }

    async fn return_ticket(
        &self,
        request: Request<pb::ReturnTicketRequest>,
    ) -> Result<Response<pb::ReturnTicketResponse>, Status> {
        let decode = |r: pb::ReturnTicketRequest| {
            let place = match r.place() {
                pb::ReturnPlace::End => ReturnPlace::End,
                pb::ReturnPlace::Same | pb::ReturnPlace::Unspecified => ReturnPlace::Same,
            };
            step(&r.ticket_id, &r.etag, TicketStep::Return { place })
        };
        write(&self.app, request, decode, |call, decoded| self.step(call, decoded)).await
    }

    async fn void_ticket(
        &self,
        request: Request<pb::VoidTicketRequest>,
    ) -> Result<Response<pb::VoidTicketResponse>, Status> {
        let decode = |r: pb::VoidTicketRequest| step(&r.ticket_id, &r.etag, TicketStep::Void);
        write(&self.app, request, decode, |call, decoded| self.step(call, decoded)).await
    }

    async fn get_ticket(
        &self,
        request: Request<pb::GetTicketRequest>,
    ) -> Result<Response<pb::GetTicketResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.answer(get(&self.app, &entry, &request).await)
    }

    async fn list_tickets(
        &self,
        request: Request<pb::ListTicketsRequest>,
    ) -> Result<Response<pb::ListTicketsResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.answer(list(&self.app, &entry, request).await)
    }

    type WatchQueueStream = Messages<pb::WatchQueueResponse>;

    async fn watch_queue(
        &self,
        request: Request<pb::WatchQueueRequest>,
    ) -> Result<Response<Self::WatchQueueStream>, Status> {
        let (entry, _) = Entry::open(request)?;
        let language = entry.origin.language;
        let call = entry.call().map_err(|error| status(&error, language))?.clone();
        let app = Arc::clone(&self.app);
        let heard = app.bell.listen();
        Ok(Response::new(messages(Watch { app, call, heard, first: true }, language)))
    }
}

/// A display that watches the hall.
struct Watch {
    app: Arc<App>,
    call: Call,
    heard: tokio::sync::watch::Receiver<u64>,
    first: bool,
}

impl Source for Watch {
    type Message = pb::WatchQueueResponse;

    async fn next(&mut self) -> Result<Option<Self::Message>> {
        if !std::mem::take(&mut self.first) {
            // Either way the state is told again.
            let _ = tokio::time::timeout(TELL_AGAIN, self.heard.changed()).await;
        }
        self.heard.mark_unchanged();
        Ok(Some(encode_state(&queue::hall_state(&self.app, &self.call).await?)))
    }
}

async fn get(
    app: &App,
    entry: &Entry,
    request: &pb::GetTicketRequest,
) -> Result<pb::GetTicketResponse> {
    let id = fields::one_id("ticket_id", &request.ticket_id)?;
    let ticket = queue::get(app, entry.call()?, id).await?;
    Ok(pb::GetTicketResponse { ticket: Some(encode(&ticket)) })
}

async fn list(
    app: &App,
    entry: &Entry,
    request: pb::ListTicketsRequest,
) -> Result<pb::ListTicketsResponse> {
    let mut fields = Fields::new();
    let day = fields.optional_date("ticket_date", request.ticket_date);
    let mut states = Vec::new();
    for (index, value) in request.states.iter().enumerate() {
        let state = fields.choice::<pb::TicketState>(&format!("states[{index}]"), *value);
        states.extend(state.and_then(|state| TicketState::from_number(state.into())));
    }
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let filter = TicketFilter {
        day: day.unwrap_or_else(|| app.clock.today()),
        states,
        counter_id: text(&request.counter_id),
        number: text(&request.ticket_number),
    };
    let filter = fields.finish(filter)?;
    let page = PageRequest { size: request.page_size, token: request.page_token };
    let page = queue::list(app, entry.call()?, &filter, &page).await?;
    let tickets = page.rows.iter().map(encode).collect();
    let (next_page_token, feed_token) = (page.next_token, page.feed_token);
    Ok(pb::ListTicketsResponse { tickets, next_page_token, feed_token })
}

fn decode_walk_in(app: &App, request: pb::IssueTicketRequest) -> Result<WalkIn> {
    let mut fields = Fields::new();
    fields.codes("service_item_ids", &request.service_item_ids, 1, MAX_ITEMS);
    let visitor = visitor(app, &mut fields, request.visitor);
    let slot = match request.slot_id.as_str() {
        "" => None,
        given => slot_key(&mut fields, given),
    };
    let priority = fields.number("priority", request.priority, 0, MAX_PRIORITY);
    let note = note(&mut fields, &request.note);
    let items = ItemSet::new(request.service_item_ids);
    fields.finish(WalkIn { items, visitor, slot, priority, note })
}

fn step(id: &str, etag: &str, step: TicketStep) -> Result<Step> {
    let (id, version) = Fields::new().resource("ticket_id", id, etag)?;
    Ok((id, version, step))
}

fn decode_complete(request: pb::CompleteTicketRequest) -> Result<Step> {
    let mut fields = Fields::new();
    let result = fields.choice::<pb::TicketResult>("result", request.result);
    let result = result.and_then(|result| TicketResult::from_number(result.into()));
    let id = fields.id("ticket_id", &request.ticket_id);
    let version = fields.etag("etag", &request.etag);
    let (id, result) = fields.both(id, result)?;
    Ok((id, version, TicketStep::Complete { result }))
}

fn decode_transfer(request: pb::TransferTicketRequest) -> Result<Step> {
    let mut fields = Fields::new();
    let counter_id = match request.counter_id.as_str() {
        "" => None,
        given => Some(fields.code("counter_id", given)),
    };
    let (id, version) = fields.resource("ticket_id", &request.ticket_id, &request.etag)?;
    Ok((id, version, TicketStep::Transfer { counter_id }))
}

fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn seconds(seconds: i64) -> prost_types::Duration {
    prost_types::Duration { seconds, nanos: 0 }
}

/// A ticket as messages carry it.
pub(super) fn encode(of: &Ticket) -> pb::Ticket {
    let number = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    pb::Ticket {
        ticket_id: of.id.text(),
        ticket_date: Some(fields::date(of.date)),
        ticket_number: of.text(),
        state: of.state.number(),
        priority: number(of.priority),
        service_item_ids: of.items.iter().map(str::to_owned).collect(),
        appointment_id: of.appointment_id.text(),
        language: of.language.clone(),
        counter_id: of.counter_id.clone().unwrap_or_default(),
        calls: number(of.calls),
        issue_time: Some(fields::timestamp(of.issued_at)),
        call_time: of.called_at.map(fields::timestamp),
        serve_time: of.served_at.map(fields::timestamp),
        end_time: of.ended_at.map(fields::timestamp),
        wait_duration: of.wait().map(|wait| seconds(wait.num_seconds())),
        service_duration: Some(seconds(of.service_seconds)),
        result: of.result.map_or(0, TicketResult::number),
        etag: fields::etag(of.version),
        whitelist_entry_id: of.whitelist_entry_id.map(|id| id.text()).unwrap_or_default(),
    }
}

fn encode_state(state: &HallState) -> pb::WatchQueueResponse {
    let counters = state.counters.iter().map(|(id, ticket)| pb::CounterState {
        counter_id: id.clone(),
        ticket_number: ticket.as_ref().map(Ticket::text).unwrap_or_default(),
        ticket_state: ticket.as_ref().map_or(0, |ticket| ticket.state.number()),
        calls: ticket.as_ref().map_or(0, |t| i32::try_from(t.calls).unwrap_or(i32::MAX)),
    });
    let channels = Channel::ALL.into_iter().map(|channel| pb::ChannelCount {
        channel: encode_channel(channel),
        tickets: count(state.by_channel[channel.index()]),
    });
    pb::WatchQueueResponse {
        state_time: Some(fields::timestamp(state.at)),
        counters: counters.collect(),
        waiting_ticket_numbers: state.waiting.iter().take(MAX_SHOWN).map(Ticket::text).collect(),
        waiting: count(state.waiting.len()),
        parked: count(state.parked),
        mean_wait_duration: Some(seconds(state.mean_wait.num_seconds())),
        channel_counts: channels.collect(),
    }
}
