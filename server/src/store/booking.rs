//! What the booking desk reads and writes, in as few statements as can be: a sitting decides many
//! requests, and each statement is a way to the database and back for all of them.

use super::{
    Session, Tx,
    appointment::{NewAppointment, PersonRow, add_appointments},
    rows::Batch,
    slot::add_ledgers,
    trail::{Replay, TrailRows},
};
use crate::{
    domain::{
        appointment::PersonKey,
        id::{AccountId, HoldId},
        ledger::{Hold, SlotLedger},
        slot::SlotKey,
    },
    error::{Error, Result},
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ConnectionTrait, sea_query::Query};
use uuid::Uuid;

/// What is asked about some bookings.
#[derive(Clone, Debug)]
pub struct BookingQuery<'a> {
    /// The slots whose live holds are wanted.
    pub slots: &'a [SlotKey],
    /// Holds wanted in any case.
    pub holds: &'a [HoldId],
    /// When a hold has to live.
    pub now: DateTime<Utc>,
    /// The persons.
    pub persons: &'a [PersonKey],
    /// Since when their appointments matter.
    pub since: NaiveDate,
    /// The requests that may have been answered before.
    pub requests: &'a [(AccountId, &'static str, Uuid)],
}

/// What is known about them.
#[derive(Clone, Debug, Default)]
pub struct BookingFacts {
    /// The holds.
    pub holds: Vec<Hold>,
    /// What counts against the persons.
    pub persons: Vec<PersonRow>,
    /// The answers kept.
    pub kept: Vec<Replay>,
}

impl<C: ConnectionTrait> Session<C> {
    /// What is known about some bookings. Mostly it is nothing, which one statement tells. Asked
    /// after the ledgers are locked, it knows all that was written under the same locks before.
    ///
    /// # Errors
    /// What the database says.
    pub async fn booking_facts(&self, query: &BookingQuery<'_>) -> Result<BookingFacts> {
        let BookingQuery { slots, holds, now, persons, since, requests } = *query;
        let look = Query::select()
            .expr(self.find_holds(slots, now)?.any())
            .expr(self.find_persons(persons, since)?.any())
            .expr(self.find_kept(requests)?.any())
            .to_owned();
        let seen = self.conn.query_one(&look).await?;
        let seen = seen.ok_or_else(|| Error::internal("a look without an answer"))?;
        let mut facts = BookingFacts::default();
        if seen.try_get_by_index(0)? || !holds.is_empty() {
            facts.holds = self.holds_for(slots, holds, now).await?;
        }
        if seen.try_get_by_index(1)? {
            facts.persons = self.person_rows(persons, since).await?;
        }
        if seen.try_get_by_index(2)? {
            facts.kept = self.kept_answers(requests).await?;
        }
        Ok(facts)
    }
}

impl Tx {
    /// Writes ledgers, new appointments and what they leave behind.
    ///
    /// # Errors
    /// `Conflict` where somebody was faster: everything is judged again. What else the database
    /// says; its check refuses more places sold than there are.
    pub async fn write_bookings(
        &self,
        ledgers: &[SlotLedger],
        new: &[NewAppointment],
        trail: TrailRows,
    ) -> Result<()> {
        let mut batch = Batch::new(&self.conn);
        add_ledgers(&mut batch, ledgers)?;
        add_appointments(&self.keys, &mut batch, new)?;
        self.add_trail_to(&mut batch, trail)?;
        batch.write(&self.conn).await
    }
}
