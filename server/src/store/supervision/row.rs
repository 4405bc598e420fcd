//! A card as a row, and back.

use crate::{
    domain::{
        id::{CardId, CaseId, TaskId},
        supervision::{Card, CardState, Rung},
    },
    error::{Error, Result},
    store::entity::card,
};
use sea_orm::ActiveValue::Set;
use serde::{Serialize, de::DeserializeOwned};

fn json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T> {
    // The error's own text could quote what is kept.
    serde_json::from_str(text).map_err(|_| Error::internal("a card cannot be read"))
}

pub(super) fn card_row(from: &Card) -> Result<card::ActiveModel> {
    Ok(card::ActiveModel {
        id: Set(from.id.0),
        subject_id: Set(from.subject_id()),
        rung: Set(from.rung.number()),
        state: Set(from.state.number()),
        case_id: Set(from.case_id.0),
        case_number: Set(from.case_number.clone()),
        task_id: Set(from.task_id.map(|id| id.0)),
        service_item_id: Set(from.service_item_id.clone()),
        department_id: Set(from.department_id.clone()),
        basis: Set(json(&from.basis)?),
        due_on: Set(from.due_on),
        rung_on: Set(from.rung_on),
        raised_at: Set(from.raised_at),
        rectify_by: Set(from.rectify_by),
        points: Set(i32::try_from(from.points).unwrap_or(i32::MAX)),
        rectification: Set(from.rectification.as_ref().map(json).transpose()?),
        settlement: Set(from.settlement.as_ref().map(json).transpose()?),
        version: Set(from.version),
    })
}

pub(super) fn card_of(row: card::Model) -> Result<Card> {
    let unreadable = || Error::internal("a card cannot be read");
    Ok(Card {
        id: CardId(row.id),
        rung: Rung::from_number(row.rung).ok_or_else(unreadable)?,
        state: CardState::from_number(row.state).ok_or_else(unreadable)?,
        case_id: CaseId(row.case_id),
        case_number: row.case_number,
        task_id: row.task_id.map(TaskId),
        service_item_id: row.service_item_id,
        department_id: row.department_id,
        basis: read(&row.basis)?,
        due_on: row.due_on,
        rung_on: row.rung_on,
        raised_at: row.raised_at,
        rectify_by: row.rectify_by,
        points: u32::try_from(row.points).map_err(|_| unreadable())?,
        rectification: row.rectification.as_deref().map(read).transpose()?,
        settlement: row.settlement.as_deref().map(read).transpose()?,
        version: row.version,
    })
}
