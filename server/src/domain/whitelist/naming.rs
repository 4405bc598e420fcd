//! Whom an entry names: added, ended, and told by a file. What was recorded of a person is never
//! overwritten: an end that is moved is one more record, and the last that was known at an instant
//! is the one that held then.

use super::{Coverage, Entry, EntryStep, MAX_NAMED, OPEN, StepKind, WhitelistRefusal};
use crate::domain::{id::ResidentId, refusal::Refusal};
use chrono::{DateTime, NaiveDate, Utc};

/// When something of a named person was recorded, and by which step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonRecord {
    /// When.
    pub at: DateTime<Utc>,
    /// The place of the step, which says who and why, among those of the entry, from 1; none: it
    /// was recorded before that was kept.
    pub step: Option<i32>,
}

/// An end of a named person's coverage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedEnd {
    /// Through this day he is covered.
    pub until: NaiveDate,
    /// When that was recorded.
    pub recorded: PersonRecord,
}

/// A person whom an entry names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPerson {
    /// Who.
    pub resident_id: ResidentId,
    /// From this day.
    pub from: NaiveDate,
    /// When he was added.
    pub added: PersonRecord,
    /// The ends of his coverage, in the order recorded: the last one holds.
    pub ends: Vec<NamedEnd>,
}

impl NamedPerson {
    /// A person whose coverage has no end of its own.
    #[must_use]
    pub const fn new(resident_id: ResidentId, from: NaiveDate, added: PersonRecord) -> Self {
        Self { resident_id, from, added, ends: Vec::new() }
    }

    /// Through this day he is covered; none: as long as the entry is valid.
    #[must_use]
    pub fn until(&self) -> Option<NaiveDate> {
        self.ends.last().map(|end| end.until)
    }

    /// When that was recorded.
    #[must_use]
    pub fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.ends.last().map(|end| end.recorded.at)
    }

    /// True where he is covered on a day, as far as the days of the entry reach.
    #[must_use]
    pub fn is_named_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until().is_none_or(|until| day <= until)
    }
}

/// Why what a file tells of a named person cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misnamed {
    /// The entry does not name persons.
    NotNamed,
    /// The entry has come to its end, or to nothing.
    Over,
    /// The entry is approved: who is added is for the approving department.
    Approved,
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

    /// The entry with other persons, by a step. An end only moves to an earlier day. To an approved
    /// entry who applied for it adds nobody.
    ///
    /// # Errors
    /// `StateForbids`, `NotNamed`, `SelfApproval`.
    pub fn with_persons(
        &self,
        step: EntryStep,
        (add, from): (&[ResidentId], NaiveDate),
        (end, until): (&[ResidentId], NaiveDate),
    ) -> Result<Self, Vec<Refusal>> {
        self.check(StepKind::PersonsChanged, step.at)?;
        if self.terms.coverage != Coverage::Named {
            return Err(vec![WhitelistRefusal::NotNamed.into()]);
        }
        let applied = |own: &EntryStep| own.kind == StepKind::Applied && own.by == step.by;
        if self.is_approved() && !add.is_empty() && self.steps.iter().any(applied) {
            return Err(vec![WhitelistRefusal::SelfApproval.into()]);
        }
        let mut after = self.clone();
        let recorded = after.put(step);
        for person in &mut after.persons {
            if end.contains(&person.resident_id) && person.until().is_none_or(|own| own > until) {
                person.ends.push(NamedEnd { until, recorded });
            }
        }
        for resident_id in add {
            let his = || after.persons.iter().filter(|own| own.resident_id == *resident_id);
            if his().any(|own| own.is_named_on(from)) {
                continue;
            }
            let mut new = NamedPerson::new(*resident_id, from, recorded);
            // Up to where he is named already.
            let later = his().filter(|own| own.from > from && own.is_named_on(own.from));
            let next = later.map(|own| own.from).min();
            let until = next.and_then(|day| day.pred_opt());
            new.ends.extend(until.map(|until| NamedEnd { until, recorded }));
            after.persons.push(new);
        }
        Ok(after)
    }

    /// The entry with one person as a file tells of him; none where that is on record. All that a
    /// file changes of an entry is one step, the first after those that were on record before.
    ///
    /// # Errors
    /// Why it cannot be.
    pub fn naming(
        &self,
        (step, on_record): (&EntryStep, usize),
        resident_id: ResidentId,
        (from, until): (Option<NaiveDate>, Option<NaiveDate>),
        today: NaiveDate,
    ) -> Result<Option<Self>, Misnamed> {
        if self.terms.coverage != Coverage::Named {
            return Err(Misnamed::NotNamed);
        }
        let begins = from.unwrap_or_else(|| today.max(self.terms.valid_from));
        let meant = |own: &&NamedPerson| {
            let covered = own.from <= begins && own.until().is_none_or(|last| last >= begins);
            own.resident_id == resident_id && (own.from == begins || covered)
        };
        let known = self.persons.iter().position(|own| meant(&own));
        let ended = known.and_then(|at| self.persons[at].until());
        if known.is_some() && (until.is_none() || ended == until) {
            return Ok(None);
        }
        if !self.is_open(step.at) {
            return Err(Misnamed::Over);
        }
        if until.is_some_and(|until| until < begins) {
            return Err(Misnamed::Backwards);
        }
        match (known, ended) {
            (None, _) if self.is_approved() => return Err(Misnamed::Approved),
            (None, _) if self.persons.len() >= MAX_NAMED => return Err(Misnamed::Full),
            (Some(_), Some(ended)) if until.is_some_and(|until| until > ended) => {
                return Err(Misnamed::Ended(ended));
            }
            _ => {}
        }
        let mut after = self.clone();
        let recorded = after.put_once(step, on_record);
        let at = known.unwrap_or(after.persons.len());
        if known.is_none() {
            after.persons.push(NamedPerson::new(resident_id, begins, recorded));
        }
        after.persons[at].ends.extend(until.map(|until| NamedEnd { until, recorded }));
        Ok(Some(after))
    }

    /// Puts a step on record where none was since there were so many.
    fn put_once(&mut self, step: &EntryStep, on_record: usize) -> PersonRecord {
        if self.steps.len() <= on_record {
            return self.put(step.clone());
        }
        PersonRecord { at: step.at, step: i32::try_from(self.steps.len()).ok() }
    }

    /// Puts a step on record.
    pub(super) fn put(&mut self, step: EntryStep) -> PersonRecord {
        let at = step.at;
        self.steps.push(step);
        self.version += 1;
        PersonRecord { at, step: i32::try_from(self.steps.len()).ok() }
    }
}
