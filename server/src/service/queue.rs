//! The hall's queue: check-in, walk-ins, calling and serving, one function an RPC. One counter at a
//! time looks for its next ticket, so that two never get the same one.
mod hall;

pub use hall::{Bell, HallState, MAX_SHOWN, TicketFilter, hall_state, list};

use super::{
    App, Call,
    appointment::{self, BookCommand, NewVisitor},
    catalogue, desk, resident, slot,
    whitelist::benefit_of,
    write::{self, Answer, Effect, Event, Reply, Trace, WriteCall, write},
};
use crate::{
    domain::{
        admission::ItemSet,
        appointment::{Appointment, AppointmentStep, Channel},
        caller::Scope,
        catalogue::{Catalogue, Counter},
        id::{AppointmentId, Id as _, TicketId},
        refusal::Refusal,
        slot::SlotKey,
        ticket::{Ticket, TicketState, TicketStep, WHITELIST_PRIORITY},
        whitelist::WhitelistBenefit,
        zone,
    },
    error::{Error, Result},
    store::Tx,
};
use chrono::{DateTime, NaiveDate, Utc};
use std::sync::Arc;

/// A checked-in appointment, its ticket, and how many tickets are called before it.
pub type CheckedIn = (Appointment, Ticket, usize);

/// A walk-in as it is asked for.
#[derive(Debug)]
pub struct WalkIn {
    /// The items.
    pub items: ItemSet,
    /// Whom it is for.
    pub visitor: NewVisitor,
    /// The slot; the first with a place where there is none.
    pub slot: Option<SlotKey>,
    /// 0 ordinary to 9 first.
    pub priority: u32,
    /// A note.
    pub note: String,
}

/// Records that a visitor is here, and issues his ticket.
///
/// # Errors
/// `StateForbids`, `CheckInWrongDay`, `EtagMismatch`, `NotFound`.
pub async fn check_in<R: Answer<CheckedIn>>(
    app: &App,
    call: &WriteCall,
    id: AppointmentId,
    version: i64,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    let done = write(app, call, |tx| async move {
        let catalogue = catalogue::settled(app, &tx).await?;
        let before = appointment::lock(&tx, scope, id, version).await?;
        check_in_to(app, &tx, &catalogue, &before, 0).await
    });
    rung(app, done.await)
}

/// Takes a walk-in: books a place of today and issues the ticket in one step.
///
/// # Errors
/// Every rule that refuses the booking.
pub async fn issue<R: Answer<CheckedIn>>(
    app: &App,
    call: &WriteCall,
    walk_in: WalkIn,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    let walk_in = match resident::on_record(app, scope, "visitor", &walk_in.visitor).await {
        Ok(visitor) => &WalkIn { visitor, ..walk_in },
        Err(error) => return write::refuse(app, call, error).await,
    };
    let command = |slot| {
        Arc::new(BookCommand {
            channel: Channel::WalkIn,
            slot,
            hold_id: None,
            items: walk_in.items.clone(),
            visitor: walk_in.visitor.clone(),
            agent: None,
            note: walk_in.note.clone(),
        })
    };
    let done = write(app, call, |tx| async move {
        let catalogue = catalogue::settled(app, &tx).await?;
        let slot = match walk_in.slot {
            Some(slot) => slot,
            None => slot::first_for_walk_in(app, &tx, &walk_in.items, scope).await?,
        };
        let booked = desk::book_in(app, &tx, call, scope, &command(slot)).await?;
        check_in_to(app, &tx, &catalogue, &booked, walk_in.priority).await
    });
    let done = rung(app, done.await);
    // Where no slot was named, all of today's were asked already.
    let Some(slot) = walk_in.slot else { return done };
    slot::show_nearest(app, done, &command(slot).request(), scope).await
}

async fn check_in_to(
    app: &App,
    tx: &Tx,
    catalogue: &Catalogue,
    before: &Appointment,
    priority: u32,
) -> Result<Effect<CheckedIn>> {
    let now = app.clock.now();
    let state = AppointmentStep::CheckIn.from_state(before.state)?;
    let day = before.slot.date();
    if day != zone::local_date(now) {
        return Err(Refusal::CheckInWrongDay { date: day }.into());
    }
    let session = catalogue.hall_sessions.get(&before.slot.hall_session_id.0);
    let series = session.map_or("A", |entry| &entry.value.ticket_series);
    let (benefit, who) = (WhitelistBenefit::PriorityCounter, before.visitor.resident_id);
    let entry = benefit_of(tx, benefit, who, now).await?;
    let ticket = Ticket {
        id: TicketId(app.clock.new_id()),
        date: day,
        series: series.to_owned(),
        number: tx.next_number(day, series).await?,
        state: TicketState::Waiting,
        priority: entry.map_or(priority, |_| priority.max(WHITELIST_PRIORITY)),
        whitelist_entry_id: entry,
        order_at: order_time(before, now),
        channel: before.channel,
        items: before.items.clone(),
        appointment_id: before.id,
        language: before.visitor.language.clone(),
        counter_id: None,
        calls: 0,
        issued_at: now,
        first_called_at: None,
        called_at: None,
        served_at: None,
        ended_at: None,
        service_seconds: 0,
        result: None,
        version: 1,
    };
    tx.add_ticket(&ticket).await?;
    let ticket_id = Some(ticket.id);
    let after = Appointment { state, ticket_id, ..appointment::changed(before, now) };
    tx.update_appointment(&after).await?;
    let waiting = tx.waiting(day).await?;
    let ahead = waiting.iter().filter(|other| other.order() < ticket.order()).count();
    let done = appointment::effect("appointment.checked_in", catalogue, before, after);
    let mut traces = done.traces;
    traces.push(trace("ticket.issued", catalogue, None, &ticket));
    Ok(Effect { outcome: (done.outcome, ticket, ahead), traces })
}

/// A booked visitor is called by the time of his appointment, unless he comes after it is over; a
/// walk-in by the time he came.
fn order_time(appointment: &Appointment, now: DateTime<Utc>) -> DateTime<Utc> {
    let late = now >= appointment.end;
    match appointment.channel {
        Channel::WalkIn => now,
        Channel::Booked | Channel::ThirdParty if late => now,
        Channel::Booked | Channel::ThirdParty => appointment.slot.start,
    }
}

/// Calls the next ticket a counter can serve.
///
/// # Errors
/// `QueueEmpty`, `CounterBusy`, `NotFound` for an unknown counter.
pub async fn call_next<R: Answer<Ticket>>(
    app: &App,
    call: &WriteCall,
    counter_id: &str,
) -> Result<Reply<R>> {
    call.call.scope()?;
    let done = write(app, call, |tx| async move {
        let catalogue = catalogue::settled(app, &tx).await?;
        let now = app.clock.now();
        let today = zone::local_date(now);
        let counter = counter_on(&catalogue, counter_id, today)?;
        tx.lock_queue(today).await?;
        if let Some(busy) = tx.unfinished_at(today, counter_id).await? {
            let (ticket_id, ticket_number) = (busy.id.text(), busy.text());
            return Err(Refusal::CounterBusy { ticket_id, ticket_number }.into());
        }
        let mine = |ticket: &Ticket| {
            let reserved = ticket.counter_id.as_deref();
            reserved.is_none_or(|id| id == counter_id) && serves(counter, &ticket.items)
        };
        let waiting = tx.waiting(today).await?;
        let next = waiting.into_iter().find(mine).ok_or(Error::QueueEmpty)?;
        let step = TicketStep::Call { counter_id: counter_id.to_owned() };
        let after = next.after(&step, now)?;
        tx.update_ticket(&after).await?;
        let traces = vec![trace(step.event(), &catalogue, Some(&next), &after)];
        Ok(Effect { outcome: after, traces })
    });
    rung(app, done.await)
}

/// Takes a ticket one step on.
///
/// # Errors
/// `StateForbids`, `EtagMismatch`, `NotFound`, `CounterLacksSkill`.
pub async fn step<R: Answer<Ticket>>(
    app: &App,
    call: &WriteCall,
    id: TicketId,
    version: i64,
    step: TicketStep,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    let step = &step;
    let done = write(app, call, |tx| async move {
        let catalogue = catalogue::settled(app, &tx).await?;
        let before = tx.lock_ticket(scope, id).await?;
        if before.version != version {
            return Err(Error::EtagMismatch);
        }
        if let TicketStep::Transfer { counter_id: Some(target) } = step
            && !serves(counter_on(&catalogue, target, before.date)?, &before.items)
        {
            return Err(Refusal::CounterLacksSkill.into());
        }
        let now = app.clock.now();
        let after = before.after(step, now)?;
        tx.update_ticket(&after).await?;
        let mut traces = vec![trace(step.event(), &catalogue, Some(&before), &after)];
        traces.extend(end_visit(&tx, &catalogue, scope, &after, now).await?);
        Ok(Effect { outcome: after, traces })
    });
    rung(app, done.await)
}

/// What a ticket's end means for its appointment.
async fn end_visit(
    tx: &Tx,
    catalogue: &Catalogue,
    scope: &Scope,
    ticket: &Ticket,
    now: DateTime<Utc>,
) -> Result<Vec<Trace>> {
    let (step, kind) = match ticket.state {
        TicketState::Completed => (AppointmentStep::Serve, "appointment.served"),
        TicketState::Void => (AppointmentStep::Leave, "appointment.no_show"),
        TicketState::Waiting | TicketState::Called | TicketState::Serving | TicketState::Parked => {
            return Ok(Vec::new());
        }
    };
    let before = tx.lock_appointment(scope, ticket.appointment_id).await?;
    let state = step.from_state(before.state)?;
    let after = Appointment { state, ..appointment::changed(&before, now) };
    tx.update_appointment(&after).await?;
    Ok(appointment::effect(kind, catalogue, &before, after).traces)
}

/// One ticket.
///
/// # Errors
/// `NotFound` where there is none, or none to see.
pub async fn get(app: &App, call: &Call, id: TicketId) -> Result<Ticket> {
    app.store.reader().ticket(&call.scope()?, id).await
}

fn counter_on<'a>(catalogue: &'a Catalogue, id: &str, day: NaiveDate) -> Result<&'a Counter> {
    let counter = catalogue.counters.get(id).map(|entry| &entry.value);
    counter.filter(|counter| counter.validity.holds_on(day)).ok_or(Error::NotFound)
}

fn serves(counter: &Counter, items: &ItemSet) -> bool {
    items.iter().all(|item| counter.service_item_ids.iter().any(|served| served == item))
}

fn rung<R>(app: &App, result: Result<Reply<R>>) -> Result<Reply<R>> {
    if result.as_ref().is_ok_and(|reply| !reply.replayed) {
        app.bell.ring();
    }
    result
}

fn trace(
    kind: &'static str,
    catalogue: &Catalogue,
    before: Option<&Ticket>,
    after: &Ticket,
) -> Trace {
    let body = serde_json::json!({
        "ticket_id": after.id.text(),
        "ticket_number": after.text(),
        "state": after.state.name(),
        "counter_id": after.counter_id,
        "appointment_id": after.appointment_id.text(),
        "etag": after.version,
    });
    let department_ids = appointment::owners(catalogue, &after.items);
    Trace {
        resource_id: after.id.text(),
        before: before.map(|ticket| format!("{ticket:?}")),
        after: Some(format!("{after:?}")),
        event: Some(Event { kind, department_ids, body: body.to_string() }),
        ..Trace::default()
    }
}
