//! Appointments that change: moved, cancelled, missed. What is sold and what is given back change
//! in one transaction, ledgers locked before appointments, everywhere.

use super::{
    super::{
        App,
        books::Books,
        catalogue,
        mandate::{self, Stage},
        slot,
        write::{Answer, Effect, Reply, WriteCall, write},
    },
    making::effect,
    place_refusals,
};
use crate::{
    domain::{
        appointment::{Appointment, AppointmentState, AppointmentStep, Channel},
        booking::{self, BookingRequest},
        caller::Scope,
        flag::FlagKind,
        id::{AppointmentId, HoldId},
        ledger::{Hold, HoldKind},
        refusal::Refusal,
        slot::SlotKey,
        zone,
    },
    error::{Error, Result},
    store::Tx,
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use std::collections::BTreeSet;

/// Moves an appointment to another slot: the new place is taken and the old released, or neither.
///
/// # Errors
/// Every rule that refuses, with the nearest places.
pub async fn reschedule<R: Answer<Appointment>>(
    app: &App,
    call: &WriteCall,
    id: AppointmentId,
    version: i64,
    slot: SlotKey,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    let before = app.store.reader().appointment(scope, id).await?;
    let done =
        write(
            app,
            call,
            |tx| async move { reschedule_in(app, &tx, scope, id, version, slot).await },
        );
    let items = before.items.clone();
    let request = BookingRequest { slot, channel: before.channel, items: &items };
    slot::show_nearest(app, done.await, &request, scope).await
}

async fn reschedule_in(
    app: &App,
    tx: &Tx,
    scope: &Scope,
    id: AppointmentId,
    version: i64,
    slot: SlotKey,
) -> Result<Effect<Appointment>> {
    // Ledgers are locked before appointments, everywhere, so the old slot is read first.
    let old_slot = tx.appointment(scope, id).await?.slot;
    let mut books = Books::open(app, tx, &BTreeSet::from([old_slot, slot]), &[]).await?;
    let before = lock(tx, scope, id, version).await?;
    if before.slot != old_slot {
        return Err(Error::Conflict);
    }
    let state = AppointmentStep::Reschedule.from_state(before.state)?;
    let mut refusals = Vec::new();
    refusals.extend(too_late(&books, &before));
    release(&mut books, &before);
    let channel = before.channel;
    let request = BookingRequest { slot, channel, items: &before.items };
    if slot != old_slot {
        refusals.extend(place_refusals(&books, &request, scope));
        refusals.extend(same_day_refusals(tx, &before, slot).await?);
        refusals.extend(agent_refusals(tx, &before, slot).await?);
    }
    if !refusals.is_empty() {
        return Err(Error::Refused { refusals, nearest: Vec::new() });
    }
    sell(&mut books, &before, slot);
    let end = books.plan(slot).map_or(before.end, |plan| plan.end);
    let mut after =
        Appointment { slot, end, state, reason: String::new(), ..stepped(&before, &books) };
    after.flags.forget(FlagKind::PlaceWithdrawn);
    return_place(app, tx, &books, &before).await?;
    tx.put_ledgers(&books.changed_ledgers()).await?;
    tx.update_appointment(&after).await?;
    Ok(effect("appointment.rescheduled", &books.catalogue, &before, after))
}

/// Cancels an appointment.
///
/// # Errors
/// `StateForbids`, `CancelledTooLate`, `EtagMismatch`, `NotFound`.
pub async fn cancel<R: Answer<Appointment>>(
    app: &App,
    call: &WriteCall,
    id: AppointmentId,
    version: i64,
    reason: &str,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    write(app, call, |tx| async move {
        let slot = tx.appointment(scope, id).await?.slot;
        let mut books = Books::open(app, &tx, &BTreeSet::from([slot]), &[]).await?;
        let before = lock(&tx, scope, id, version).await?;
        if before.slot != slot {
            return Err(Error::Conflict);
        }
        let state = AppointmentStep::Cancel.from_state(before.state)?;
        if let Some(refusal) = too_late(&books, &before) {
            return Err(refusal.into());
        }
        release(&mut books, &before);
        return_place(app, &tx, &books, &before).await?;
        let reason = reason.to_owned();
        let after = Appointment { state, reason, ..stepped(&before, &books) };
        tx.put_ledgers(&books.changed_ledgers()).await?;
        tx.update_appointment(&after).await?;
        Ok(effect("appointment.cancelled", &books.catalogue, &before, after))
    })
    .await
}

/// Records that a visitor did not come; the outcome tells the block this brings.
///
/// # Errors
/// `StateForbids`, `NoShowTooEarly`, `EtagMismatch`, `NotFound`.
pub async fn mark_no_show<R: Answer<(Appointment, Option<NaiveDate>)>>(
    app: &App,
    call: &WriteCall,
    id: AppointmentId,
    version: i64,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    write(app, call, |tx| async move {
        let catalogue = catalogue::settled(app, &tx).await?;
        let policy = catalogue.policy();
        let before = lock(&tx, scope, id, version).await?;
        let state = AppointmentStep::NoShow.from_state(before.state)?;
        let now = app.clock.now();
        if now < before.slot.start {
            return Err(Refusal::NoShowTooEarly { start: before.slot.start }.into());
        }
        let after = Appointment { state, ..changed(&before, now) };
        tx.update_appointment(&after).await?;
        let today = zone::local_date(now);
        let from = booking::no_shows_matter_from(&policy, today);
        let rows = tx.person_rows(&[before.visitor.person_key], from).await?;
        let missed = rows.iter().filter(|row| !row.state.counts_for_person());
        let missed: Vec<_> = missed.map(|row| row.date).collect();
        let until = booking::blocked_until(&policy, &missed, today);
        let done = effect("appointment.no_show", &catalogue, &before, after);
        Ok(Effect { outcome: (done.outcome, until), traces: done.traces })
    })
    .await
}

/// The appointment, locked, where the client has read it as it is.
pub(in crate::service) async fn lock(
    tx: &Tx,
    scope: &Scope,
    id: AppointmentId,
    version: i64,
) -> Result<Appointment> {
    let found = tx.lock_appointment(scope, id).await?;
    if found.version == version { Ok(found) } else { Err(Error::EtagMismatch) }
}

/// The appointment one version on.
pub(in crate::service) fn changed(before: &Appointment, now: DateTime<Utc>) -> Appointment {
    Appointment { updated_at: now, version: before.version + 1, ..before.clone() }
}

fn stepped(before: &Appointment, books: &Books) -> Appointment {
    changed(before, books.now)
}

/// The refusal of a change after its cut-off; what a closed session left may always be changed.
fn too_late(books: &Books, before: &Appointment) -> Option<Refusal> {
    let cutoff = booking::cancel_cutoff(&books.policy, before.slot);
    let late = books.now > cutoff && before.state == AppointmentState::Booked;
    late.then_some(Refusal::CancelledTooLate { cutoff })
}

/// One appointment a person, item and day also holds for the day it is moved to.
pub(in crate::service) async fn same_day_refusals(
    tx: &Tx,
    before: &Appointment,
    slot: SlotKey,
) -> Result<Vec<Refusal>> {
    if slot.date() == before.slot.date() && before.state.counts_for_person() {
        return Ok(Vec::new());
    }
    let rows = tx.person_rows(&[before.visitor.person_key], slot.date()).await?;
    let taken = rows.iter().filter(|row| row.state.counts_for_person());
    let taken = taken.filter(|row| row.date == slot.date());
    let items = taken.flat_map(|row| row.items.iter().filter(|item| before.items.has(item)));
    Ok(items
        .map(|item| Refusal::DuplicateBooking {
            service_item_id: item.to_owned(),
            date: slot.date(),
        })
        .collect())
}

/// Gives the place back in the books, where the appointment takes one.
pub(in crate::service) fn release(books: &mut Books, before: &Appointment) {
    if !before.state.takes_place() {
        return;
    }
    if let Some(mut judge) = books.judge(before.slot).cloned() {
        judge.release(before.channel, &before.items);
        books.replace(before.slot, judge);
    }
}

fn sell(books: &mut Books, before: &Appointment, slot: SlotKey) {
    if let Some(mut judge) = books.judge(slot).cloned() {
        judge.sell(before.channel, &before.items);
        books.replace(slot, judge);
    }
}

/// A place an agent gave back is kept for a while, so that places are not traded.
async fn return_place(app: &App, tx: &Tx, books: &Books, before: &Appointment) -> Result<()> {
    let minutes = books.policy.agent_return_minutes;
    let kept = before.channel == Channel::ThirdParty && before.state.takes_place() && minutes > 0;
    if !kept {
        return Ok(());
    }
    let hold = Hold {
        id: HoldId(app.clock.new_id()),
        kind: HoldKind::Return,
        slot: before.slot,
        channel: before.channel,
        items: before.items.clone(),
        account_id: None,
        expires_at: books.now + Duration::minutes(i64::from(minutes)),
        used_by: None,
    };
    tx.add_holds(&[hold], books.now).await
}

/// Every refusal of the agent's mandate on the new day of the visit.
async fn agent_refusals(tx: &Tx, before: &Appointment, slot: SlotKey) -> Result<Vec<Refusal>> {
    let Some(agent) = &before.agent else { return Ok(Vec::new()) };
    let acting = mandate::acting(&agent.name, &before.visitor, &before.items, slot.date());
    Ok(mandate::judge(tx, agent.mandate_id, &acting, Stage::Acting).await?.1)
}
