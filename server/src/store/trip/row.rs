//! A trip as a row, and back.

use crate::{
    domain::{
        id::{AccountId, TripId, WhitelistEntryId},
        trip::{Journey, Traveller, Trip, TripState},
        whitelist::{Direction, TravelPurpose},
    },
    error::{Error, Result},
    store::{entity::trip, flag},
};
use sea_orm::ActiveValue::Set;

pub(super) fn row_of(from: &Trip) -> trip::ActiveModel {
    trip::ActiveModel {
        id: Set(from.id.0),
        enterprise_id: Set(from.journey.enterprise_id.clone()),
        state: Set(from.state.number()),
        direction: Set(from.journey.direction.number()),
        purpose: Set(from.journey.purpose.number()),
        from_date: Set(from.journey.from),
        until_date: Set(from.journey.until),
        flags: Set(flag::text_of(&from.flags.raised)),
        overridden: Set(flag::text_of(&from.flags.overridden)),
        reason: Set(from.reason.clone()),
        filed_by: Set(from.filed_by.0),
        filed_at: Set(from.filed_at),
        version: Set(from.version),
    }
}

pub(super) fn of_row(
    row: trip::Model,
    travellers: Vec<Traveller>,
    entries: Vec<WhitelistEntryId>,
) -> Result<Trip> {
    let unreadable = || Error::internal("a trip cannot be read");
    Ok(Trip {
        id: TripId(row.id),
        journey: Journey {
            enterprise_id: row.enterprise_id,
            direction: Direction::from_number(row.direction).ok_or_else(unreadable)?,
            purpose: TravelPurpose::from_number(row.purpose).ok_or_else(unreadable)?,
            from: row.from_date,
            until: row.until_date,
            travellers,
        },
        entries,
        state: TripState::from_number(row.state).ok_or_else(unreadable)?,
        flags: flag::of_texts(&row.flags, &row.overridden)?,
        reason: row.reason,
        filed_by: AccountId(row.filed_by),
        filed_at: row.filed_at,
        version: row.version,
    })
}
