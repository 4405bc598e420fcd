//! An appointment as a row, and back.

use super::NewAppointment;
use crate::{
    domain::{
        admission::ItemSet,
        appointment::{Agent, Appointment, AppointmentState, Channel, PersonKey, Visitor},
        id::{AccountId, AppointmentId, HallSessionId, MandateId, ResidentId, TicketId},
        slot::SlotKey,
    },
    error::{Error, Result},
    store::{
        contact::{Contacts, Keys, OF_APPOINTMENT},
        entity::{appointment, appointment_item},
        flag,
    },
};
use sea_orm::ActiveValue::Set;

pub(super) fn item_rows(
    new: &NewAppointment,
) -> impl Iterator<Item = appointment_item::ActiveModel> {
    let appointment = &new.appointment;
    let active = i32::from(appointment.state.counts_for_person());
    new.departments.iter().map(move |(item, department)| appointment_item::ActiveModel {
        appointment_id: Set(appointment.id.0),
        service_item_id: Set(item.clone()),
        department_id: Set(department.clone()),
        person_key: Set(appointment.visitor.person_key.0.to_vec()),
        slot_date: Set(appointment.slot.date()),
        active: Set(active),
    })
}

pub(super) fn full_row(keys: &Keys, from: &Appointment) -> Result<appointment::ActiveModel> {
    let visitor = &from.visitor;
    let contacts = Contacts::of(visitor, from.agent.as_ref().map(|agent| &agent.phone));
    Ok(appointment::ActiveModel {
        id: Set(from.id.0),
        number: Set(from.number.clone()),
        state: Set(from.state.number()),
        channel: Set(from.channel.number()),
        hall_session_id: Set(from.slot.hall_session_id.0),
        slot_date: Set(from.slot.date()),
        start_at: Set(from.slot.start),
        end_at: Set(from.end),
        service_items: Set(from.items.text()),
        visitor_name: Set(visitor.name.clone()),
        visitor_language: Set(visitor.language.clone()),
        contact_sealed: Set(keys.seal(OF_APPOINTMENT, from.id.0, &contacts)?),
        passport_sealed: Set(visitor.passport_sealed.clone()),
        passport_mask: Set(visitor.passport_mask.clone()),
        person_key: Set(visitor.person_key.0.to_vec()),
        resident_id: Set(visitor.resident_id.map(|id| id.0)),
        agent_name: Set(from.agent.as_ref().map(|agent| agent.name.clone())),
        mandate_id: Set(from.agent.as_ref().and_then(|agent| agent.mandate_id).map(|id| id.0)),
        flags: Set(flag::text_of(&from.flags.raised)),
        overridden: Set(flag::text_of(&from.flags.overridden)),
        note: Set(from.note.clone()),
        reason: Set(from.reason.clone()),
        ticket_id: Set(from.ticket_id.map(|id| id.0)),
        created_by: Set(from.created_by.0),
        created_at: Set(from.created_at),
        updated_at: Set(from.updated_at),
        version: Set(from.version),
    })
}

pub(super) fn slot_of(row: &appointment::Model) -> SlotKey {
    SlotKey { start: row.start_at, hall_session_id: HallSessionId(row.hall_session_id) }
}

pub(super) fn state_of(number: i32) -> Result<AppointmentState> {
    let unreadable = || Error::internal("an appointment's state cannot be read");
    AppointmentState::from_number(number).ok_or_else(unreadable)
}

pub(super) fn person_key(bytes: &[u8]) -> Result<PersonKey> {
    let unreadable = |_| Error::internal("a person's key cannot be read");
    Ok(PersonKey(bytes.try_into().map_err(unreadable)?))
}

pub(in crate::store) fn of_row(keys: &Keys, row: appointment::Model) -> Result<Appointment> {
    let channel = Channel::from_number(row.channel)
        .ok_or_else(|| Error::internal("an appointment's channel cannot be read"))?;
    let contacts = keys.open(OF_APPOINTMENT, row.id, row.contact_sealed.as_deref())?;
    let mandate_id = row.mandate_id.map(MandateId);
    Ok(Appointment {
        id: AppointmentId(row.id),
        state: state_of(row.state)?,
        channel,
        slot: slot_of(&row),
        end: row.end_at,
        items: ItemSet::parse(&row.service_items),
        visitor: Visitor {
            person_key: person_key(&row.person_key)?,
            resident_id: row.resident_id.map(ResidentId),
            name: row.visitor_name,
            language: row.visitor_language,
            phone: contacts.phone,
            email: contacts.email,
            passport_sealed: row.passport_sealed,
            passport_mask: row.passport_mask,
        },
        agent: row.agent_name.map(|name| Agent { name, phone: contacts.agent_phone, mandate_id }),
        flags: flag::of_texts(&row.flags, &row.overridden)?,
        number: row.number,
        note: row.note,
        reason: row.reason,
        ticket_id: row.ticket_id.map(TicketId),
        created_by: AccountId(row.created_by),
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
    })
}
