//! What is held of an entry in memory: what a check looks at, and no more.

use super::{
    Benefits, Coverage, Direction, Entry, NamedPerson, Purposes, StepKind, Terms, TravellerRoles,
};
use crate::domain::id::{ResidentId, WhitelistEntryId};
use chrono::{DateTime, NaiveDate, Utc};

/// A time for which an entry is suspended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// From this instant on.
    pub from: DateTime<Utc>,
    /// Until this one; none: it has not been lifted.
    pub until: Option<DateTime<Utc>>,
}

impl Pause {
    /// True where it is suspended at an instant.
    #[must_use]
    pub fn holds_at(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

/// Whom an entry names, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldPerson {
    /// Who.
    pub resident_id: ResidentId,
    /// From this day.
    pub from: NaiveDate,
    /// Through this day.
    pub until: NaiveDate,
}

/// What a check looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The entry.
    pub id: WhitelistEntryId,
    /// From when on it is revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it is suspended.
    pub pauses: Box<[Pause]>,
    /// Whom it names.
    pub persons: Box<[HeldPerson]>,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub until: NaiveDate,
    /// For which purposes.
    pub purposes: Purposes,
    /// With ROLES: which.
    pub roles: TravellerRoles,
    /// What it brings beside.
    pub benefits: Benefits,
    /// In which direction.
    pub direction: Direction,
    /// Whom it covers.
    pub coverage: Coverage,
    /// True once it was approved.
    pub approved: bool,
}

impl Held {
    /// What is held of its terms.
    #[must_use]
    pub fn of_terms(id: WhitelistEntryId, terms: &Terms) -> Self {
        Self {
            id,
            revoked_at: None,
            pauses: Box::default(),
            persons: Box::default(),
            from: terms.valid_from,
            until: terms.valid_until,
            purposes: terms.purposes,
            roles: terms.roles,
            benefits: terms.benefits,
            direction: terms.direction,
            coverage: terms.coverage,
            approved: false,
        }
    }

    /// Whom it names, from whom it named at some time.
    #[must_use]
    pub fn naming<'a>(self, persons: impl Iterator<Item = &'a NamedPerson>) -> Self {
        let until = self.until;
        let held = |person: &NamedPerson| HeldPerson {
            resident_id: person.resident_id,
            from: person.from,
            until: person.until.unwrap_or(until),
        };
        Self { persons: persons.map(held).collect(), ..self }
    }

    /// What is held of an entry; none where it came to nothing.
    #[must_use]
    pub fn of(entry: &Entry) -> Option<Self> {
        if entry.is_void() {
            return None;
        }
        let held = Self::of_terms(entry.id, &entry.terms).naming(entry.persons.iter());
        Some(Self {
            revoked_at: entry.revoked_at(),
            pauses: entry.pauses().into(),
            approved: entry.step(StepKind::Approved).is_some(),
            ..held
        })
    }

    /// The bytes that it takes beside its own size.
    #[must_use]
    pub fn bytes_beside(&self) -> usize {
        size_of_val(&*self.pauses) + size_of_val(&*self.persons)
    }
}
