//! A rating as a row, and back.

use crate::{
    domain::{
        admission::ItemSet,
        id::{AccountId, CaseId, RatingId},
        rating::{Rater, Rating, RatingChannel},
    },
    error::{Error, Result},
    store::{
        case::{listed_under, row::due},
        contact::{Contacts, Keys, OF_RATING},
        entity::rating,
    },
};
use sea_orm::ActiveValue::Set;

pub(super) fn row_of(keys: &Keys, from: &Rating) -> Result<rating::ActiveModel> {
    let number = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    let phone = from.rater.as_ref().map(|rater| rater.phone.clone()).unwrap_or_default();
    let contacts = Contacts { phone, ..Contacts::default() };
    let rectification = from.rectification.as_ref();
    let kept = rectification.map(serde_json::to_string).transpose().map_err(Error::internal)?;
    Ok(rating::ActiveModel {
        id: Set(from.id.0),
        case_id: Set(from.case_id.0),
        handling: Set(number(from.handling)),
        service_items: Set(from.items.text()),
        level: Set(number(from.level)),
        tags: Set(from.tags.join(" ")),
        words: Set(from.text.clone()),
        channel: Set(from.channel.number()),
        rater_name: Set(from.rater.as_ref().map(|rater| rater.name.clone())),
        contact_sealed: Set(keys.seal(OF_RATING, from.id.0, &contacts)?),
        rated_at: Set(from.rated_at),
        rated_on: Set(from.rated_on),
        bad: Set(i32::from(from.bad)),
        rectification_state: Set(rectification.map_or(0, |one| one.state.number())),
        rectification: Set(kept),
        due_on: Set(listed_under(from.due_on)),
        created_by: Set(from.created_by.0),
        version: Set(from.version),
    })
}

pub(super) fn of_row(keys: &Keys, row: rating::Model) -> Result<Rating> {
    // The error's own text could quote what is kept.
    let unreadable = || Error::internal("a rating cannot be read");
    let number = |count: i32| u32::try_from(count).unwrap_or(0);
    let rectification = row.rectification.as_deref().map(serde_json::from_str).transpose();
    let Contacts { phone, .. } = keys.open(OF_RATING, row.id, row.contact_sealed.as_deref())?;
    Ok(Rating {
        id: RatingId(row.id),
        case_id: CaseId(row.case_id),
        handling: number(row.handling),
        items: ItemSet::parse(&row.service_items),
        level: number(row.level),
        tags: row.tags.split_whitespace().map(str::to_owned).collect(),
        text: row.words,
        channel: RatingChannel::from_number(row.channel).ok_or_else(unreadable)?,
        rater: row.rater_name.map(|name| Rater { name, phone }),
        rated_at: row.rated_at,
        rated_on: row.rated_on,
        bad: row.bad == 1,
        rectification: rectification.map_err(|_| unreadable())?,
        due_on: due(row.due_on),
        created_by: AccountId(row.created_by),
        version: row.version,
    })
}
