//! The hall's sessions and closures: decodes what is planned or closed, encodes what became of it.

mod resources;

use super::{
    Api,
    directory::{as_of, convert::count, page_of},
    fields::{Fields, timestamp},
    handle::{Entry, accepted, answers, write_requests},
    resource::{Resource, Update, create},
};
use crate::{
    domain::{
        catalogue::{
            Closure, HallSession, Versioned,
            check::{MAX_PLACES, MAX_REASON_CHARS},
        },
        id::{ClosureId, HallSessionId, Id as _},
    },
    error::{Error, Result},
    service::{
        App, directory, noun,
        schedule::{
            self, SessionException,
            closure::{self, Closed},
        },
        write::Reply,
    },
};
use frsc_proto::admin::{self, schedule_service_server::ScheduleService};
use std::sync::Arc;
use tonic::{Request, Response, Status};
use uuid::Uuid;

write_requests! {
    admin::CreateHallSessionRequest, validate_only;
    admin::UpdateHallSessionRequest, validate_only;
    admin::SetHallSessionExceptionRequest, validate_only;
    admin::CreateClosureRequest, validate_only;
    admin::EndClosureRequest, validate_only;
}

answers! {
    admin::CreateHallSessionResponse, Versioned<HallSession> => |row| Self {
        hall_session: Some(row.value.encode(row.version)),
    };
    admin::UpdateHallSessionResponse, Versioned<HallSession> => |row| Self {
        hall_session: Some(row.value.encode(row.version)),
    };
    admin::SetHallSessionExceptionResponse, Versioned<HallSession> => |row| Self {
        hall_session: Some(row.value.encode(row.version)),
    };
    admin::CreateClosureResponse, Closed => |closed| Self {
        closure: Some(closure_message(&closed.closure)),
        slots_touched: count(closed.impact.slots_touched),
        places_lost: count(closed.impact.places_lost),
        appointments_orphaned: count(closed.impact.appointments_orphaned),
        holds_ended: count(closed.impact.holds_ended),
    };
    admin::EndClosureResponse, Versioned<Closure> => |row| Self {
        closure: Some(closure_message(row)),
    };
}

#[tonic::async_trait]
impl ScheduleService for Api {
    async fn create_hall_session(
        &self,
        request: Request<admin::CreateHallSessionRequest>,
    ) -> Result<Response<admin::CreateHallSessionResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let value = request.hall_session.as_ref();
        entry.reply(create::<HallSession, _, _>(&self.app, &entry, &request, value).await)
    }

    async fn update_hall_session(
        &self,
        request: Request<admin::UpdateHallSessionRequest>,
    ) -> Result<Response<admin::UpdateHallSessionResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.reply(update_hall_session(&self.app, &entry, &request).await)
    }

    async fn get_hall_session(
        &self,
        request: Request<admin::GetHallSessionRequest>,
    ) -> Result<Response<admin::GetHallSessionResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.answer(get_hall_session(&self.app, &request).await)
    }

    async fn list_hall_sessions(
        &self,
        request: Request<admin::ListHallSessionsRequest>,
    ) -> Result<Response<admin::ListHallSessionsResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.answer(list_hall_sessions(&self.app, &entry, &request).await)
    }

    async fn set_hall_session_exception(
        &self,
        request: Request<admin::SetHallSessionExceptionRequest>,
    ) -> Result<Response<admin::SetHallSessionExceptionResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.reply(set_hall_session_exception(&self.app, &entry, &request).await)
    }

    async fn create_closure(
        &self,
        request: Request<admin::CreateClosureRequest>,
    ) -> Result<Response<admin::CreateClosureResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.reply(create_closure(&self.app, &entry, &request).await)
    }

    async fn end_closure(
        &self,
        request: Request<admin::EndClosureRequest>,
    ) -> Result<Response<admin::EndClosureResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.reply(end_closure(&self.app, &entry, &request).await)
    }

    async fn list_closures(
        &self,
        request: Request<admin::ListClosuresRequest>,
    ) -> Result<Response<admin::ListClosuresResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.answer(list_closures(&self.app, &entry, &request).await)
    }
}

async fn update_hall_session(
    app: &Arc<App>,
    entry: &Entry,
    request: &admin::UpdateHallSessionRequest,
) -> Result<Reply<admin::UpdateHallSessionResponse>> {
    let (value, mask) = (request.hall_session.as_ref(), request.update_mask.as_ref());
    let decoded = Update::<HallSession>::decode(value, mask);
    let (call, update) = accepted(app, entry, request, decoded).await?;
    let patch = |current: &HallSession| update.apply(current);
    noun::update(app, &call, &update.id, update.version, patch).await
}

async fn get_hall_session(
    app: &App,
    request: &admin::GetHallSessionRequest,
) -> Result<admin::GetHallSessionResponse> {
    let mut fields = Fields::new();
    let id = fields.id::<HallSessionId>("hall_session_id", &request.hall_session_id);
    let id = fields.finish(id)?.ok_or(Error::NotFound)?;
    let row = directory::document::<HallSession>(app, &id.0.to_string()).await?;
    Ok(admin::GetHallSessionResponse { hall_session: Some(row.value.encode(row.version)) })
}

async fn list_hall_sessions(
    app: &App,
    entry: &Entry,
    request: &admin::ListHallSessionsRequest,
) -> Result<admin::ListHallSessionsResponse> {
    let day = as_of(request.as_of_date)?;
    let page = page_of(request.page_size, &request.page_token);
    let page = schedule::sessions(app, entry.call()?, day, &page).await?;
    let hall_sessions = page.rows.iter().map(|row| row.value.encode(row.version)).collect();
    Ok(admin::ListHallSessionsResponse { hall_sessions, next_page_token: page.next_token })
}

async fn set_hall_session_exception(
    app: &Arc<App>,
    entry: &Entry,
    request: &admin::SetHallSessionExceptionRequest,
) -> Result<Reply<admin::SetHallSessionExceptionResponse>> {
    let decoded = exception(request);
    let (call, (id, version, exception)) = accepted(app, entry, request, decoded).await?;
    schedule::set_exception(app, &call, &id, version, exception).await
}

fn exception(
    request: &admin::SetHallSessionExceptionRequest,
) -> Result<(String, i64, SessionException)> {
    let mut fields = Fields::new();
    let id = fields.id::<HallSessionId>("hall_session_id", &request.hall_session_id);
    let version = fields.etag("etag", &request.etag);
    let message = request.exception.unwrap_or_default();
    let day = fields.date("exception.exception_date", message.exception_date);
    let field = "exception.places_per_counter";
    let places_per_counter = fields.number(field, message.places_per_counter, 0, MAX_PLACES);
    let exception = SessionException { date: day.unwrap_or_default(), places_per_counter };
    let id = id.map(|id| id.0.to_string()).unwrap_or_default();
    fields.finish((id, version, exception))
}

async fn create_closure(
    app: &Arc<App>,
    entry: &Entry,
    request: &admin::CreateClosureRequest,
) -> Result<Reply<admin::CreateClosureResponse>> {
    let decoded = closure_of(app.clock.new_id(), request.closure.as_ref());
    let (call, value) = accepted(app, entry, request, decoded).await?;
    closure::create(app, &call, &value).await
}

fn closure_of(id: Uuid, message: Option<&admin::Closure>) -> Result<Closure> {
    let message = message.ok_or_else(|| Error::invalid("closure", "is required"))?;
    let mut fields = Fields::new();
    let session: Option<HallSessionId> =
        fields.optional_id("closure.hall_session_id", &message.hall_session_id);
    let mut instant = |field: &str, at| {
        let instant = fields.optional_instant(field, at);
        if at.is_none() {
            fields.fault(field, "is required");
        }
        instant.unwrap_or_default()
    };
    let start = instant("closure.start_time", message.start_time);
    let end = instant("closure.end_time", message.end_time);
    let closure = Closure {
        id,
        hall_session_id: session.map(|session| session.0),
        counter_id: fields.optional_code("closure.counter_id", &message.counter_id),
        start,
        end,
        reason: fields.text("closure.reason", &message.reason, 1, MAX_REASON_CHARS),
        ended_at: None,
    };
    fields.finish(closure)
}

async fn end_closure(
    app: &Arc<App>,
    entry: &Entry,
    request: &admin::EndClosureRequest,
) -> Result<Reply<admin::EndClosureResponse>> {
    let mut fields = Fields::new();
    let id = fields.id::<ClosureId>("closure_id", &request.closure_id);
    let version = fields.etag("etag", &request.etag);
    let id = id.map(|id| id.0.to_string()).unwrap_or_default();
    let decoded = fields.finish((id, version));
    let (call, (id, version)) = accepted(app, entry, request, decoded).await?;
    closure::end(app, &call, &id, version).await
}

async fn list_closures(
    app: &App,
    entry: &Entry,
    request: &admin::ListClosuresRequest,
) -> Result<admin::ListClosuresResponse> {
    let mut fields = Fields::new();
    let from = fields.optional_date("from_date", request.from_date);
    let to = fields.optional_date("to_date", request.to_date);
    let days = fields.finish((from, to))?;
    let page = page_of(request.page_size, &request.page_token);
    let page = closure::list(app, entry.call()?, days, &page).await?;
    let closures = page.rows.iter().map(closure_message).collect();
    Ok(admin::ListClosuresResponse { closures, next_page_token: page.next_token })
}

fn closure_message(row: &Versioned<Closure>) -> admin::Closure {
    let closure = &row.value;
    let session = closure.hall_session_id.map(|id| HallSessionId(id).text());
    admin::Closure {
        closure_id: closure.id().text(),
        hall_session_id: session.unwrap_or_default(),
        counter_id: closure.counter_id.clone().unwrap_or_default(),
        start_time: Some(timestamp(closure.start)),
        end_time: Some(timestamp(closure.end)),
        reason: closure.reason.clone(),
        ended_time: closure.ended_at.map(timestamp),
        etag: super::fields::etag(row.version),
    }
}
