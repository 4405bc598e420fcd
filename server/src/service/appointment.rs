//! Appointments from booking to no-show: one function an RPC. Concurrent bookings go through the
//! desk; everything else takes a transaction of its own.

use super::{
    App, Call,
    books::Books,
    desk,
    page::{Page, PageRequest, page},
    slot,
    write::{Answer, Effect, Event, Mode, Reply, Trace, WriteCall, write},
};
use crate::{
    domain::{
        admission::ItemSet,
        appointment::{
            Agent, Appointment, AppointmentFilter, AppointmentState, AppointmentStep, Channel,
            PersonKey, Visitor,
        },
        booking::{self, BookingRequest},
        caller::Scope,
        catalogue::Catalogue,
        id::{AppointmentId, HoldId, Id as _},
        identifier::PassportNumber,
        ledger::{Hold, HoldKind},
        refusal::Refusal,
        slot::SlotKey,
        zone,
    },
    error::{Error, Result},
    store::Tx,
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use std::{collections::BTreeSet, sync::Arc};

/// The characters of an appointment's number: no I, L, O or U, which are misread.
const NUMBER_CHARACTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many of them stand behind the day.
const NUMBER_LENGTH: usize = 6;

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
    let scope = call.call.caller.scope().ok_or(Error::PermissionDenied)?;
    let command = Arc::new(command);
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
    let scope = call.caller.scope().ok_or(Error::PermissionDenied)?;
    app.store.reader().appointment(&scope, id).await
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
    let scope = call.caller.scope().ok_or(Error::PermissionDenied)?;
    let person = filter.person_key.map(|key| data_encoding::HEXLOWER.encode(&key.0));
    let filters = format!("{filter:?}{person:?}");
    let limit = request.limit()?;
    let after = request.cursor(app, call, &filters)?.and_then(|text| read_cursor(&text));
    let rows = limit as u64 + 1;
    let rows = app.store.reader().appointments(&scope, filter, after, rows).await?;
    let cursor = |last: &Appointment| {
        format!("{} {} {}", last.slot.date(), last.slot.start.timestamp_micros(), last.id.0)
    };
    Ok(page(app, call, &filters, rows, limit, cursor))
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
/// Every rule that would refuse the booking, but those about the person.
pub async fn hold<R: Answer<Hold>>(
    app: &App,
    call: &WriteCall,
    slot: SlotKey,
    channel: Channel,
    items: &ItemSet,
) -> Result<Reply<R>> {
    let scope = &call.call.caller.scope().ok_or(Error::PermissionDenied)?;
    let done = write(app, call, |tx| async move {
        let books = Books::open(app, &tx, &BTreeSet::from([slot]), &[]).await?;
        let request = BookingRequest { slot, channel, items };
        refuse_place(&books, &request, scope)?;
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
    let scope = &call.call.caller.scope().ok_or(Error::PermissionDenied)?;
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
        refusals.extend(same_day_refusals(&books, tx, &before, slot).await?);
    }
    if !refusals.is_empty() {
        return Err(Error::Refused { refusals, nearest: Vec::new() });
    }
    sell(&mut books, &before, slot);
    let end = books.plan(slot).map_or(before.end, |plan| plan.end);
    let after = Appointment { slot, end, state, reason: String::new(), ..stepped(&before, &books) };
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
    let scope = &call.call.caller.scope().ok_or(Error::PermissionDenied)?;
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
    let scope = &call.call.caller.scope().ok_or(Error::PermissionDenied)?;
    write(app, call, |tx| async move {
        let catalogue = super::catalogue::settled(app, &tx).await?;
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
        let rows = tx.person_rows(&[before.visitor.person_key], &[], from).await?;
        let missed: Vec<_> = rows.iter().map(|row| row.date).collect();
        let until = booking::blocked_until(&policy, &missed, today);
        let done = effect("appointment.no_show", &catalogue, &before, after);
        Ok(Effect { outcome: (done.outcome, until), traces: done.traces })
    })
    .await
}

/// The visitor's whole passport number, for a stated purpose that the audit trail keeps. A repeat
/// of the request reads, and is recorded, again.
///
/// # Errors
/// `NotFound` where there is no such appointment to see, or no number.
pub async fn reveal_passport(
    app: &App,
    call: &WriteCall,
    id: AppointmentId,
    purpose: &str,
) -> Result<String> {
    let scope = call.call.caller.scope().ok_or(Error::PermissionDenied)?;
    let result = reveal_once(app, call, &scope, id, purpose).await;
    if let Err(error) = &result {
        let request_id = Some(call.request_id);
        super::write::record_refusal(app, &call.call, request_id, error).await?;
    }
    result
}

async fn reveal_once(
    app: &App,
    call: &WriteCall,
    scope: &Scope,
    id: AppointmentId,
    purpose: &str,
) -> Result<String> {
    let tx = app.store.begin().await?;
    let found = tx.appointment(scope, id).await?;
    let sealed = found.visitor.passport_sealed.as_deref().ok_or(Error::NotFound)?;
    let plain = app.secrets.open_sealed(&passport_place(id), sealed)?;
    let number = String::from_utf8(plain.to_vec())
        .map_err(|_| Error::internal("a passport number cannot be read"))?;
    let mut trace = Trace { resource_id: id.text(), ..Trace::default() };
    trace.purpose = purpose.to_owned();
    super::write::record_reading(app, &tx, call, trace).await?;
    // Only what is on record is told.
    tx.commit().await?;
    Ok(number)
}

/// The place a passport number is sealed for.
fn passport_place(id: AppointmentId) -> String {
    format!("appointment.passport_sealed:{}", id.0)
}

/// A new appointment of a booking.
///
/// # Errors
/// An internal error where the passport number cannot be sealed.
pub(super) fn make(
    app: &App,
    call: &WriteCall,
    command: &BookCommand,
    end: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Appointment> {
    let id = AppointmentId(app.clock.new_id());
    let passport = command.visitor.passport.as_ref();
    let seal =
        |number: &PassportNumber| app.secrets.seal(&passport_place(id), number.as_str().as_bytes());
    Ok(Appointment {
        id,
        number: number(command.slot.date()),
        state: AppointmentState::Booked,
        channel: command.channel,
        slot: command.slot,
        end,
        items: command.items.clone(),
        visitor: Visitor {
            name: command.visitor.name.clone(),
            language: command.visitor.language.clone(),
            phone: command.visitor.phone.clone(),
            email: command.visitor.email.clone(),
            passport_sealed: passport.map(seal).transpose()?,
            passport_mask: passport.map(PassportNumber::masked).unwrap_or_default(),
            person_key: command.visitor.person_key,
        },
        agent: command.agent.clone(),
        note: command.note.clone(),
        reason: String::new(),
        ticket_id: None,
        created_by: call.call.caller.account_id,
        created_at: now,
        updated_at: now,
        version: 1,
    })
}

fn number(day: NaiveDate) -> String {
    let random = crate::secrets::random::<NUMBER_LENGTH>();
    let tail = random.iter().map(|byte| char::from(NUMBER_CHARACTERS[usize::from(byte & 31)]));
    format!("{}-{}", day.format("%Y%m%d"), tail.collect::<String>())
}

/// The owner department of each item.
pub(super) fn departments(catalogue: &Catalogue, items: &ItemSet) -> Vec<(String, String)> {
    let owner = |item: &str| catalogue.department_of(item).unwrap_or_default().to_owned();
    items.iter().map(|item| (item.to_owned(), owner(item))).collect()
}

/// What a booking leaves behind.
pub(super) fn booked_trace(made: &Appointment, books: &Books) -> Trace {
    Trace {
        resource_id: made.id.text(),
        after: Some(canonical(made)),
        event: Some(event("appointment.booked", &books.catalogue, made)),
        ..Trace::default()
    }
}

/// The appointment, locked, where the client has read it as it is.
pub(super) async fn lock(
    tx: &Tx,
    scope: &Scope,
    id: AppointmentId,
    version: i64,
) -> Result<Appointment> {
    let found = tx.lock_appointment(scope, id).await?;
    if found.version == version { Ok(found) } else { Err(Error::EtagMismatch) }
}

/// The appointment one version on.
pub(super) fn changed(before: &Appointment, now: DateTime<Utc>) -> Appointment {
    Appointment { updated_at: now, version: before.version + 1, ..before.clone() }
}

fn stepped(before: &Appointment, books: &Books) -> Appointment {
    changed(before, books.now)
}

/// What a changed appointment leaves behind.
pub(super) fn effect(
    kind: &'static str,
    catalogue: &Catalogue,
    before: &Appointment,
    after: Appointment,
) -> Effect<Appointment> {
    let trace = Trace {
        resource_id: after.id.text(),
        before: Some(canonical(before)),
        after: Some(canonical(&after)),
        event: Some(event(kind, catalogue, &after)),
        ..Trace::default()
    };
    Effect { outcome: after, traces: vec![trace] }
}

fn event(kind: &'static str, catalogue: &Catalogue, of: &Appointment) -> Event {
    let items: Vec<_> = of.items.iter().collect();
    let body = serde_json::json!({
        "appointment_id": of.id.text(),
        "state": of.state.name(),
        "slot_id": of.slot.text(),
        "start_time": of.slot.start.to_rfc3339(),
        "service_item_ids": items,
        "etag": of.version,
    });
    Event { kind, department_ids: owners(catalogue, &of.items), body: body.to_string() }
}

fn hold_event(kind: &'static str, catalogue: &Catalogue, of: &Hold) -> Event {
    let items: Vec<_> = of.items.iter().collect();
    let body = serde_json::json!({
        "hold_id": of.id.text(),
        "slot_id": of.slot.text(),
        "service_item_ids": items,
        "expire_time": of.expires_at.to_rfc3339(),
    });
    Event { kind, department_ids: owners(catalogue, &of.items), body: body.to_string() }
}

/// The departments that own the items, each once, with spaces between.
pub(super) fn owners(catalogue: &Catalogue, items: &ItemSet) -> String {
    let owners = departments(catalogue, items).into_iter().map(|(_, owner)| owner);
    owners.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(" ")
}

/// The whole state in one text, for the hash that the audit trail keeps.
fn canonical(of: &Appointment) -> String {
    let visitor = &of.visitor;
    let fields = [
        of.id.text(),
        of.number.clone(),
        of.state.name().to_owned(),
        of.channel.number().to_string(),
        of.slot.text(),
        of.items.text(),
        visitor.name.clone(),
        visitor.language.clone(),
        visitor.phone.clone(),
        visitor.email.clone(),
        visitor.passport_mask.clone(),
        data_encoding::HEXLOWER.encode(&visitor.person_key.0),
        of.agent.as_ref().map(|a| format!("{}\t{}", a.name, a.phone)).unwrap_or_default(),
        of.note.clone(),
        of.reason.clone(),
        of.ticket_id.map(|id| id.text()).unwrap_or_default(),
        of.version.to_string(),
    ];
    fields.join("\n")
}

/// The refusal of a change after its cut-off; what a closed session left may always be changed.
fn too_late(books: &Books, before: &Appointment) -> Option<Refusal> {
    let cutoff = booking::cancel_cutoff(&books.policy, before.slot);
    let late = books.now > cutoff && before.state == AppointmentState::Booked;
    late.then_some(Refusal::CancelledTooLate { cutoff })
}

fn refuse_place(books: &Books, request: &BookingRequest<'_>, scope: &Scope) -> Result<()> {
    let refusals = place_refusals(books, request, scope);
    if refusals.is_empty() {
        return Ok(());
    }
    Err(Error::Refused { refusals, nearest: Vec::new() })
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

/// One appointment a person, item and day also holds for the day it is moved to.
async fn same_day_refusals(
    books: &Books,
    tx: &Tx,
    before: &Appointment,
    slot: SlotKey,
) -> Result<Vec<Refusal>> {
    if slot.date() == before.slot.date() && before.state.counts_for_person() {
        return Ok(Vec::new());
    }
    let from = booking::no_shows_matter_from(&books.policy, books.today());
    let rows = tx.person_rows(&[before.visitor.person_key], &[slot.date()], from).await?;
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
pub(super) fn release(books: &mut Books, before: &Appointment) {
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
