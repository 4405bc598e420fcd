//! Whom an entry names: added, ended, and told by a file.

use super::{Coverage, Entry, MAX_NAMED, NamedPerson, OPEN, OPEN_NAMES, WhitelistRefusal};
use crate::domain::{id::ResidentId, refusal::Refusal};
use chrono::{DateTime, NaiveDate, Utc};

/// Why what a file tells of a named person cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misnamed {
    /// The entry does not name persons.
    NotNamed,
    /// The entry has come to its end, or to nothing.
    Over,
    /// His last day is before his first.
    Backwards,
    /// His coverage ended before; he is named anew from a later day.
    Ended(NaiveDate),
    /// The entry names as many as it may.
    Full,
}

impl Entry {
    /// True where it may still change whom it names.
    #[must_use]
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        OPEN.contains(&self.state(now))
    }

    /// The entry with other persons.
    ///
    /// # Errors
    /// `StateForbids`, `NotNamed`.
    pub fn with_persons(
        &self,
        now: DateTime<Utc>,
        (add, from): (&[ResidentId], NaiveDate),
        (end, until): (&[ResidentId], NaiveDate),
    ) -> Result<Self, Vec<Refusal>> {
        self.stands(OPEN, OPEN_NAMES, now)?;
        if self.terms.coverage != Coverage::Named {
            return Err(vec![WhitelistRefusal::NotNamed.into()]);
        }
        let mut after = self.clone();
        for person in &mut after.persons {
            if end.contains(&person.resident_id) && person.until.is_none_or(|own| own > until) {
                (person.until, person.ended_at) = (Some(until), Some(now));
            }
        }
        for resident_id in add {
            let covered = |own: &NamedPerson| {
                own.resident_id == *resident_id && own.until.is_none_or(|own| own >= from)
            };
            if !after.persons.iter().any(covered) {
                let resident_id = *resident_id;
                let person =
                    NamedPerson { resident_id, from, until: None, added_at: now, ended_at: None };
                after.persons.push(person);
            }
        }
        after.version += 1;
        Ok(after)
    }
    /// The entry with one person as a file tells of him; none where that is on record.
    ///
    /// # Errors
    /// Why it cannot be.
    pub fn naming(
        &self,
        now: DateTime<Utc>,
        resident_id: ResidentId,
        (from, until): (Option<NaiveDate>, Option<NaiveDate>),
        today: NaiveDate,
    ) -> Result<Option<Self>, Misnamed> {
        if self.terms.coverage != Coverage::Named {
            return Err(Misnamed::NotNamed);
        }
        let begins = from.unwrap_or_else(|| today.max(self.terms.valid_from));
        let meant = |own: &&NamedPerson| {
            let covered = own.from <= begins && own.until.is_none_or(|last| last >= begins);
            own.resident_id == resident_id && (own.from == begins || covered)
        };
        let known = self.persons.iter().position(|own| meant(&own));
        if known.is_some_and(|at| until.is_none() || self.persons[at].until == until) {
            return Ok(None);
        }
        if !self.is_open(now) {
            return Err(Misnamed::Over);
        }
        if until.is_some_and(|until| until < begins) {
            return Err(Misnamed::Backwards);
        }
        let mut after = self.clone();
        match known.map(|at| &mut after.persons[at]) {
            Some(own) => match own.until {
                Some(ended) if until.is_none_or(|until| until > ended) => {
                    return Err(Misnamed::Ended(ended));
                }
                _ => (own.until, own.ended_at) = (until, Some(now)),
            },
            None if self.persons.len() >= MAX_NAMED => return Err(Misnamed::Full),
            None => after.persons.push(NamedPerson {
                resident_id,
                from: begins,
                until,
                added_at: now,
                ended_at: until.map(|_| now),
            }),
        }
        after.version += 1;
        Ok(Some(after))
    }
}
