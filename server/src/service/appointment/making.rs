//! How an appointment is made, and what it leaves behind when it is made or changed: a hash of its
//! state, and an event without personal data.

use super::{BookCommand, NewVisitor};
use crate::{
    domain::{
        admission::ItemSet,
        appointment::{Appointment, AppointmentState, Visitor},
        catalogue::Catalogue,
        flag::Flags,
        id::{AppointmentId, Id as _},
        identifier::PassportNumber,
        ledger::Hold,
    },
    error::Result,
    service::{
        App,
        books::Books,
        reveal::Holder,
        write::{Effect, Event, Trace, WriteCall},
    },
};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeSet;

/// The characters of an appointment's number: no I, L, O or U, which are misread.
const NUMBER_CHARACTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many of them stand behind the day.
const NUMBER_LENGTH: usize = 6;

/// A new appointment of a booking.
///
/// # Errors
/// An internal error where the passport number cannot be sealed.
pub(in crate::service) fn make(
    app: &App,
    call: &WriteCall,
    command: &BookCommand,
    end: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Appointment> {
    let id = AppointmentId(app.clock.new_id());
    Ok(Appointment {
        id,
        number: number(command.slot.date()),
        state: AppointmentState::Booked,
        channel: command.channel,
        slot: command.slot,
        end,
        items: command.items.clone(),
        visitor: visitor_at(app, Holder::Visitor(id), &command.visitor)?,
        agent: command.agent.clone(),
        flags: Flags::default(),
        note: command.note.clone(),
        reason: String::new(),
        ticket_id: None,
        created_by: call.call.caller.account_id,
        created_at: now,
        updated_at: now,
        version: 1,
    })
}

/// A person as he is kept where he is the holder of a passport number, sealed for that place.
///
/// # Errors
/// An internal error where the passport number cannot be sealed.
pub(in crate::service) fn visitor_at(
    app: &App,
    holder: Holder,
    given: &NewVisitor,
) -> Result<Visitor> {
    let passport = given.passport.as_ref();
    let seal =
        |number: &PassportNumber| app.secrets.seal(&holder.place(), number.as_str().as_bytes());
    Ok(Visitor {
        name: given.name.clone(),
        language: given.language.clone(),
        phone: given.phone.clone(),
        email: given.email.clone(),
        passport_sealed: passport.map(seal).transpose()?,
        passport_mask: passport.map(PassportNumber::masked).unwrap_or_default(),
        person_key: given.person_key,
        resident_id: given.resident_id,
    })
}

/// The number of something for paper: its day, and characters drawn by lot.
pub(in crate::service) fn number(day: NaiveDate) -> String {
    let random = crate::secrets::random::<NUMBER_LENGTH>();
    let tail = random.iter().map(|byte| char::from(NUMBER_CHARACTERS[usize::from(byte & 31)]));
    format!("{}-{}", day.format("%Y%m%d"), tail.collect::<String>())
}

/// The owner department of each item.
pub(in crate::service) fn departments(
    catalogue: &Catalogue,
    items: &ItemSet,
) -> Vec<(String, String)> {
    let owner = |item: &str| catalogue.department_of(item).unwrap_or_default().to_owned();
    items.iter().map(|item| (item.to_owned(), owner(item))).collect()
}

/// What a booking leaves behind.
pub(in crate::service) fn booked_trace(made: &Appointment, books: &Books) -> Trace {
    made_trace(&books.catalogue, made)
}

/// The same, for a booking of another use case.
pub(in crate::service) fn made_trace(catalogue: &Catalogue, made: &Appointment) -> Trace {
    Trace {
        resource_id: made.id.text(),
        after: Some(canonical(made)),
        event: Some(event("appointment.booked", catalogue, made)),
        ..Trace::default()
    }
}

/// What a changed appointment leaves behind.
pub(in crate::service) fn effect(
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

pub(super) fn hold_event(kind: &'static str, catalogue: &Catalogue, of: &Hold) -> Event {
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
pub(in crate::service) fn owners(catalogue: &Catalogue, items: &ItemSet) -> String {
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
