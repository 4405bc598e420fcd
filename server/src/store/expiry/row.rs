//! Events and obligations as rows, and back.

use crate::{
    domain::{
        expiry::{Closing, LifeEvent, LifeEventKind, ObligationOwner, ObligationState, Owed},
        id::{AccountId, LifeEventId, ObligationId, ResidentId},
    },
    error::{Error, Result},
    store::{
        case::row::{json, read},
        entity::{life_event, obligation},
    },
};
use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;

/// The day under which an obligation without a known last day is listed: after every other.
pub(super) const NO_DUE_DAY: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a date");

pub(super) fn event_row(from: &LifeEvent) -> life_event::ActiveModel {
    life_event::ActiveModel {
        id: Set(from.id.0),
        resident_id: Set(from.resident_id.0),
        kind: Set(from.kind.number()),
        happened_at: Set(from.at),
        happened_on: Set(from.on),
        note: Set(from.note.clone()),
        recorded_by: Set(from.recorded_by.0),
        recorded_at: Set(from.recorded_at),
    }
}

pub(super) fn event_of(row: life_event::Model) -> Result<LifeEvent> {
    Ok(LifeEvent {
        id: LifeEventId(row.id),
        resident_id: ResidentId(row.resident_id),
        kind: known(LifeEventKind::from_number(row.kind))?,
        at: row.happened_at,
        on: row.happened_on,
        note: row.note,
        recorded_by: AccountId(row.recorded_by),
        recorded_at: row.recorded_at,
    })
}

pub(super) fn row_of(from: &Owed) -> Result<obligation::ActiveModel> {
    let closing = from.closing.as_ref();
    Ok(obligation::ActiveModel {
        id: Set(from.id.0),
        life_event_id: Set(from.event_id.0),
        resident_id: Set(from.resident_id.0),
        event: Set(from.event.number()),
        code: Set(from.code.clone()),
        owner: Set(from.owner.number()),
        due_limit: Set(json(&from.limit)?),
        runs_from: Set(from.from),
        runs_from_day: Set(from.from_day),
        service_item_id: Set(from.service_item_id.clone()),
        department_id: Set(from.department_id.clone()),
        words: Set(from.text.clone()),
        legal_basis: Set(from.legal_basis.clone()),
        state: Set(from.state.number()),
        due_on: Set(from.due_on.unwrap_or(NO_DUE_DAY)),
        closed_at: Set(closing.map(|closing| closing.at)),
        closed_by: Set(closing.map(|closing| closing.by.0)),
        closing: Set(closing.map(|closing| closing.note.clone()).unwrap_or_default()),
        created_at: Set(from.created_at),
        version: Set(from.version),
    })
}

pub(super) fn of_row(row: obligation::Model) -> Result<Owed> {
    let closing = row.closed_at.zip(row.closed_by);
    Ok(Owed {
        id: ObligationId(row.id),
        event_id: LifeEventId(row.life_event_id),
        event: known(LifeEventKind::from_number(row.event))?,
        resident_id: ResidentId(row.resident_id),
        code: row.code,
        owner: known(ObligationOwner::from_number(row.owner))?,
        limit: read("the limit of an obligation", &row.due_limit)?,
        from: row.runs_from,
        from_day: row.runs_from_day,
        service_item_id: row.service_item_id,
        department_id: row.department_id,
        text: row.words,
        legal_basis: row.legal_basis,
        state: known(ObligationState::from_number(row.state))?,
        due_on: Some(row.due_on).filter(|day| *day < NO_DUE_DAY),
        closing: closing.map(|(at, by)| Closing { at, by: AccountId(by), note: row.closing }),
        created_at: row.created_at,
        version: row.version,
    })
}

fn known<T>(value: Option<T>) -> Result<T> {
    value.ok_or_else(|| Error::internal("an obligation cannot be read"))
}
