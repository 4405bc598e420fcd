//! Appointments from booking to no-show: one function an RPC. Concurrent bookings go through the
//! desk; everything else takes a transaction of its own.

mod change;
mod making;

pub use change::{cancel, mark_no_show, reschedule};
pub(super) use change::{changed, lock, same_day_refusals};
pub(super) use making::{
    booked_trace, departments, effect, made_trace, make, number, owners, visitor_at,
};

use super::{
    App, Call,
    books::Books,
    desk, event,
    page::{Page, PageRequest, page},
    resident, slot,
    write::{self, Answer, Effect, Mode, Reply, Trace, WriteCall, write},
};
use crate::{
    domain::{
        admission::ItemSet,
        appointment::{Agent, Appointment, AppointmentFilter, Channel, PersonKey},
        booking::{self, BookingRequest},
        caller::Scope,
        id::{AppointmentId, HoldId, Id as _, ResidentId},
        identifier::PassportNumber,
        ledger::{Hold, HoldKind},
        refusal::Refusal,
        slot::SlotKey,
    },
    error::{Error, Result},
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use making::hold_event;
use std::{collections::BTreeSet, sync::Arc};

/// Whom a visit is for, as he is named in a request. Cannot be printed.
#[derive(Clone)]
pub struct NewVisitor {
    /// Name as in the passport.
    pub name: String,
    /// The language to speak.
    pub language: String,
    /// Telephone number, or empty.
    pub phone: String,
    /// Electronic mail address, or empty.
    pub email: String,
    /// The passport number.
    pub passport: Option<PassportNumber>,
    /// By which he is known again.
    pub person_key: PersonKey,
    /// Which resident he is, where that is told.
    pub resident_id: Option<ResidentId>,
}

impl std::fmt::Debug for NewVisitor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewVisitor(…)")
    }
}

/// A booking as it is asked for.
#[derive(Clone, Debug)]
pub struct BookCommand {
    /// How the visit comes about.
    pub channel: Channel,
    /// The slot.
    pub slot: SlotKey,
    /// The hold that is confirmed.
    pub hold_id: Option<HoldId>,
    /// The items.
    pub items: ItemSet,
    /// Whom it is for.
    pub visitor: NewVisitor,
    /// Who acts for him.
    pub agent: Option<Agent>,
    /// A note.
    pub note: String,
}

impl BookCommand {
    /// What is asked for, as far as rules look at it.
    #[must_use]
    pub fn request(&self) -> BookingRequest<'_> {
        BookingRequest { slot: self.slot, channel: self.channel, items: &self.items }
    }
}

/// The key by which a person is known again: his passport number, or his name and contact.
#[must_use]
pub fn person_key(
    app: &App,
    passport: Option<&PassportNumber>,
    name: &str,
    contact: &str,
) -> PersonKey {
    PersonKey(match passport {
        Some(number) => app.secrets.blind_index("passport", number.as_str()),
        None => {
            let name = name.to_uppercase();
            app.secrets.blind_index("contact", &format!("{name}\n{}", contact.to_lowercase()))
        }
    })
}

/// Books a place.
///
/// # Errors
/// Every rule that refuses, with the nearest places.
pub async fn book<R: Answer<Appointment>>(
    app: &App,
    call: &WriteCall,
    command: BookCommand,
) -> Result<Reply<R>> {
    let scope = call.call.scope()?;
    let command = match resident::on_record(app, &scope, "visitor", &command.visitor).await {
        Ok(visitor) => Arc::new(BookCommand { visitor, ..command }),
        Err(error) => return write::refuse(app, call, error).await,
    };
    if call.mode == Mode::Commit {
        return app.desk.book(call, scope, command).await;
    }
    let (scope, command) = (&scope, &command);
    let done = write(app, call, |tx| async move {
        let outcome = desk::book_in(app, &tx, call, scope, command).await?;
        Ok(Effect { outcome, traces: Vec::new() })
    });
    slot::show_nearest(app, done.await, &command.request(), scope).await
}

/// One appointment.
///
/// # Errors
/// `NotFound` where there is none, or none to see.
pub async fn get(app: &App, call: &Call, id: AppointmentId) -> Result<Appointment> {
    let scope = call.scope()?;
    app.reading.appointment(scope, id).await
}

/// A page of appointments, by slot time, then id.
///
/// # Errors
/// `Invalid` for a page token of another list.
pub async fn list(
    app: &App,
    call: &Call,
    filter: &AppointmentFilter,
    request: &PageRequest,
) -> Result<Page<Appointment>> {
    let scope = call.scope()?;
    let person = filter.person_key.map(|key| data_encoding::HEXLOWER.encode(&key.0));
    let filters = format!("{filter:?}{person:?}");
    let limit = request.limit()?;
    let after = request.cursor(app, call, &filters)?.and_then(|text| read_cursor(&text));
    let feed_token = event::list_token(app, call, request).await?;
    let rows = limit as u64 + 1;
    let rows = app.store.reader().appointments(&scope, filter, after, rows).await?;
    let cursor = |last: &Appointment| {
        format!("{} {} {}", last.slot.date(), last.slot.start.timestamp_micros(), last.id.0)
    };
    Ok(Page { feed_token, ..page(app, call, &filters, rows, limit, cursor) })
}

fn read_cursor(text: &str) -> Option<(NaiveDate, DateTime<Utc>, uuid::Uuid)> {
    let mut parts = text.split(' ');
    let date = parts.next()?.parse().ok()?;
    let start = DateTime::from_timestamp_micros(parts.next()?.parse().ok()?)?;
    Some((date, start, parts.next()?.parse().ok()?))
}

/// Keeps a place for the caller for some minutes.
///
/// # Errors
/// Every rule that would refuse the booking, but those about the person, and `TooManyHolds`.
pub async fn hold<R: Answer<Hold>>(
    app: &App,
    call: &WriteCall,
    slot: SlotKey,
    channel: Channel,
    items: &ItemSet,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    let done = write(app, call, |tx| async move {
        let books = Books::open(app, &tx, &BTreeSet::from([slot]), &[]).await?;
        let request = BookingRequest { slot, channel, items };
        let mut refusals = place_refusals(&books, &request, scope);
        let max_holds = books.policy.max_holds;
        if tx.lock_live_holds(call.call.caller.account_id, books.now).await? >= max_holds.into() {
            refusals.push(Refusal::TooManyHolds { max_holds });
        }
        if !refusals.is_empty() {
            return Err(Error::Refused { refusals, nearest: Vec::new() });
        }
        let hold = Hold {
            id: HoldId(app.clock.new_id()),
            kind: HoldKind::Promise,
            slot,
            channel,
            items: items.clone(),
            account_id: Some(call.call.caller.account_id),
            expires_at: books.now + Duration::minutes(i64::from(books.policy.hold_minutes)),
            used_by: None,
        };
        tx.add_holds(std::slice::from_ref(&hold), books.now).await?;
        let after = Some(format!("{hold:?}"));
        let event = Some(hold_event("hold.given", &books.catalogue, &hold));
        let trace = Trace { resource_id: hold.id.text(), after, event, ..Trace::default() };
        Ok(Effect { outcome: hold, traces: vec![trace] })
    });
    slot::show_nearest(app, done.await, &BookingRequest { slot, channel, items }, scope).await
}

/// Gives a held place back before its time.
///
/// # Errors
/// `NotFound` where the caller has no such hold, `HoldUsed` where it is booked already.
pub async fn release_hold<R: Answer<()>>(
    app: &App,
    call: &WriteCall,
    id: HoldId,
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let catalogue = super::catalogue::settled(app, &tx).await?;
        let now = app.clock.now();
        let found = tx.holds_for(&[], &[id], now).await?;
        let own = |hold: &Hold| hold.account_id == Some(call.call.caller.account_id);
        let hold = found.into_iter().find(own).ok_or(Error::NotFound)?;
        if hold.used_by.is_some() {
            return Err(Refusal::HoldUsed.into());
        }
        tx.end_holds(&[id], now).await?;
        let before = Some(format!("{hold:?}"));
        let event = Some(hold_event("hold.released", &catalogue, &hold));
        let trace = Trace { resource_id: id.text(), before, event, ..Trace::default() };
        Ok(Effect { outcome: (), traces: vec![trace] })
    })
    .await
}

fn place_refusals(books: &Books, request: &BookingRequest<'_>, scope: &Scope) -> Vec<Refusal> {
    let plan = books.plan(request.slot);
    let (catalogue, window) = (&books.catalogue, &books.window);
    let mut refusals =
        booking::request_refusals(catalogue, window, plan, request, scope, books.now);
    if let Some(judge) = plan.and_then(|_| books.judge(request.slot)) {
        refusals.extend(judge.refusals(request.channel, request.items));
    }
    refusals
}
