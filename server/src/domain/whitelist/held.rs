//! What is held of an entry in memory: what a check looks at, and no more.

use super::{
    Benefits, Coverage, Direction, Entry, NamedPerson, Purposes, StepKind, TravellerRoles,
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

/// What most entries have not: kept apart, so that an entry takes little room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seldom {
    /// From when on it is revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it is suspended.
    pub pauses: Box<[Pause]>,
    /// Whom it names.
    pub persons: Box<[HeldPerson]>,
}

impl Seldom {
    /// As an entry keeps it; none where there is nothing of it.
    #[must_use]
    pub fn kept(self) -> Option<Box<Self>> {
        (self != Self::default()).then(|| Box::new(self))
    }
}

/// What a check looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The entry.
    pub id: WhitelistEntryId,
    /// What most have not.
    pub seldom: Option<Box<Seldom>>,
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
    /// What is held of an entry; none where it came to nothing.
    #[must_use]
    pub fn of(entry: &Entry) -> Option<Self> {
        if entry.is_void() {
            return None;
        }
        let terms = &entry.terms;
        let person = |person: &NamedPerson| HeldPerson {
            resident_id: person.resident_id,
            from: person.from,
            until: person.until().unwrap_or(terms.valid_until),
        };
        let seldom = Seldom {
            revoked_at: entry.revoked_at(),
            pauses: entry.pauses().into(),
            persons: entry.persons.iter().map(person).collect(),
        };
        Some(Self {
            id: entry.id,
            seldom: seldom.kept(),
            from: terms.valid_from,
            until: terms.valid_until,
            purposes: terms.purposes,
            roles: terms.roles,
            benefits: terms.benefits,
            direction: terms.direction,
            coverage: terms.coverage,
            approved: entry.step(StepKind::Approved).is_some(),
        })
    }

    /// From when on it is revoked.
    #[must_use]
    pub fn revoked_at(&self) -> Option<DateTime<Utc>> {
        self.seldom.as_ref().and_then(|seldom| seldom.revoked_at)
    }

    /// When it is suspended.
    #[must_use]
    pub fn pauses(&self) -> &[Pause] {
        self.seldom.as_ref().map_or(&[], |seldom| &seldom.pauses)
    }

    /// Whom it names.
    #[must_use]
    pub fn persons(&self) -> &[HeldPerson] {
        self.seldom.as_ref().map_or(&[], |seldom| &seldom.persons)
    }

    /// Through which day it names somebody without a gap from a day on; none where it does not
    /// name him on that day.
    #[must_use]
    pub fn named_until(&self, who: ResidentId, from: NaiveDate) -> Option<NaiveDate> {
        let (mut last, mut next) = (None, from);
        loop {
            let names =
                |one: &&HeldPerson| one.resident_id == who && one.from <= next && next <= one.until;
            let Some(until) = self.persons().iter().filter(names).map(|one| one.until).max() else {
                return last;
            };
            last = Some(until);
            let Some(after) = until.succ_opt() else { return last };
            next = after;
        }
    }

    /// True where it asks for no name, or names somebody for all days from one to another.
    #[must_use]
    pub fn names_throughout(&self, who: ResidentId, (from, until): (NaiveDate, NaiveDate)) -> bool {
        let named = || self.named_until(who, from).is_some_and(|last| last >= until);
        self.coverage != Coverage::Named || named()
    }

    /// The bytes that it takes beside its own size.
    #[must_use]
    pub fn bytes_beside(&self) -> usize {
        let own = self.seldom.as_ref().map_or(0, |seldom| size_of_val(&**seldom));
        own + size_of_val(self.pauses()) + size_of_val(self.persons())
    }
}
