//! The entry/exit whitelist (出入境白名单): an enterprise's entries, step by step. What happened is kept
//! with when it was recorded and from when on it holds, so that any past day is answered as it is
//! known now, and as it was known then. Where an entry stands is told from its steps and days.

mod check;
mod days;
mod held;
mod naming;
mod refusal;
#[cfg(test)]
mod tests;
mod words;

pub use check::{
    CheckCount, Question, Reason, ReasonDetail, Subject, Verdict, Verdicts, benefit_by, judge,
};
pub use days::{last_of_a_year, last_of_months};
pub use held::{Held, HeldPerson, Pause, Seldom};
pub use naming::{Misnamed, NamedEnd, NamedPerson, PersonRecord};
pub use refusal::WhitelistRefusal;
pub use words::{
    Benefits, Coverage, Direction, EntryState, Purposes, StepKind, TravelPurpose, TravellerRole,
    TravellerRoles, WhitelistBenefit,
};

use super::{
    id::{AccountId, EvidenceId, ResidentId, WhitelistEntryId},
    refusal::Refusal,
    zone::local_date,
};
use chrono::{DateTime, Days, NaiveDate, Utc};

/// Most persons whom an entry names, those whose coverage has ended among them.
pub const MAX_NAMED: usize = 5_000;
/// Most persons who are added, or whose coverage ends, at once.
pub const MAX_PERSONS_AT_ONCE: usize = 500;
/// Most files that prove a step.
pub const MAX_EVIDENCE_OF_STEP: usize = 10;
/// Longest reason, in characters.
pub const MAX_REASON_CHARS: usize = 200;
/// Most trips a month.
pub const MAX_TRIPS_A_MONTH: u32 = 10_000;
/// Longest time of an entry, in months.
pub const MAX_MONTHS: u32 = 60;
/// Most checks, or enterprises, at once.
pub const MAX_BATCH: usize = 500;

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// In which direction.
    pub direction: Direction,
    /// For which purposes.
    pub purposes: Purposes,
    /// Whom it covers.
    pub coverage: Coverage,
    /// With ROLES: which.
    pub roles: TravellerRoles,
    /// Most trips that may begin in a calendar month.
    pub trips_a_month: Option<u32>,
    /// What it brings beside.
    pub benefits: Benefits,
    /// Its first day.
    pub valid_from: NaiveDate,
    /// Its last day.
    pub valid_until: NaiveDate,
}

/// A step of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryStep {
    /// What.
    pub kind: StepKind,
    /// Who.
    pub by: AccountId,
    /// For which department; none: the centre.
    pub department_id: Option<String>,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// From when on it holds.
    pub effective_at: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// What proves it.
    pub evidence: Vec<EvidenceId>,
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: WhitelistEntryId,
    /// The enterprise.
    pub enterprise_id: String,
    /// What it is about.
    pub terms: Terms,
    /// What happened, in the order recorded.
    pub steps: Vec<EntryStep>,
    /// Whom it names.
    pub persons: Vec<NamedPerson>,
    /// The entry that it renews.
    pub renews: Option<WhitelistEntryId>,
    /// Counts its changes.
    pub version: i64,
    /// The place of its last change among those of the whole list.
    pub stamp: i64,
}

/// An entry as it is shown at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryView {
    /// The entry.
    pub entry: Entry,
    /// Where it stands.
    pub state: EntryState,
}

impl EntryView {
    /// The entry at an instant.
    #[must_use]
    pub fn of(entry: Entry, at: DateTime<Utc>) -> Self {
        Self { state: entry.state(at), entry }
    }
}

/// An application.
#[derive(Clone, Debug)]
pub struct Application {
    /// Of which enterprise.
    pub enterprise_id: String,
    /// On which terms.
    pub terms: Terms,
    /// Whom it names.
    pub persons: Vec<ResidentId>,
    /// The entry that it renews.
    pub renews: Option<WhitelistEntryId>,
    /// Who applies, and why.
    pub step: EntryStep,
}

impl Entry {
    /// An entry as it is applied for.
    #[must_use]
    pub fn applied(id: WhitelistEntryId, of: Application) -> Self {
        let Application { enterprise_id, terms, persons, renews, step } = of;
        let added = PersonRecord { at: step.at, step: Some(1) };
        let person = |resident_id| NamedPerson::new(resident_id, terms.valid_from, added);
        let persons = persons.into_iter().map(person).collect();
        Self { id, enterprise_id, terms, persons, renews, steps: vec![step], version: 1, stamp: 0 }
    }

    /// The entry as it was known at an instant; none where it was not.
    #[must_use]
    pub fn as_known(&self, at: DateTime<Utc>) -> Option<Self> {
        let mut known = self.clone();
        let later = known.steps.iter().position(|step| step.at > at);
        known.steps.truncate(later.unwrap_or(known.steps.len()));
        known.persons.retain(|person| person.added.at <= at);
        for person in &mut known.persons {
            person.ends.retain(|end| end.recorded.at <= at);
        }
        (!known.steps.is_empty()).then_some(known)
    }

    /// Its first step of a kind.
    #[must_use]
    pub fn step(&self, kind: StepKind) -> Option<&EntryStep> {
        self.steps.iter().find(|step| step.kind == kind)
    }

    /// True once it was approved.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.step(StepKind::Approved).is_some()
    }

    /// True where it came to nothing.
    #[must_use]
    pub fn is_void(&self) -> bool {
        let void = |step: &EntryStep| matches!(step.kind, StepKind::Rejected | StepKind::Withdrawn);
        self.steps.iter().any(void)
    }

    /// From when on it is revoked.
    #[must_use]
    pub fn revoked_at(&self) -> Option<DateTime<Utc>> {
        self.step(StepKind::Revoked).map(|step| step.effective_at)
    }

    /// When it was suspended, and when that ended.
    #[must_use]
    pub fn pauses(&self) -> Vec<Pause> {
        let mut pauses: Vec<Pause> = Vec::new();
        for step in &self.steps {
            match (step.kind, pauses.last_mut()) {
                (StepKind::Suspended, _) => {
                    pauses.push(Pause { from: step.effective_at, until: None });
                }
                (StepKind::Lifted, Some(pause)) => pause.until = Some(step.effective_at),
                _ => {}
            }
        }
        pauses
    }

    /// Where it stands at an instant.
    #[must_use]
    pub fn state(&self, at: DateTime<Utc>) -> EntryState {
        let day = local_date(at);
        if self.step(StepKind::Rejected).is_some() {
            EntryState::Rejected
        } else if self.step(StepKind::Withdrawn).is_some() {
            EntryState::Withdrawn
        } else if self.revoked_at().is_some_and(|revoked| revoked <= at) {
            EntryState::Revoked
        } else if day > self.terms.valid_until {
            EntryState::Expired
        } else if !self.is_approved() {
            match self.step(StepKind::Recommended) {
                Some(_) => EntryState::Recommended,
                None => EntryState::Applied,
            }
        } else if self.pauses().iter().any(|pause| pause.holds_at(at)) {
            EntryState::Suspended
        } else if day < self.terms.valid_from {
            EntryState::Approved
        } else {
            EntryState::Active
        }
    }

    /// Through which day it keeps others of its enterprise and direction out; none where it does
    /// not. The day of a revocation is still its own.
    #[must_use]
    pub fn held_until(&self) -> Option<NaiveDate> {
        let Terms { valid_from, valid_until, .. } = self.terms;
        let last = self.revoked_at().map_or(valid_until, |at| valid_until.min(local_date(at)));
        (!self.is_void() && last >= valid_from).then_some(last)
    }

    /// True where both may not be on record together.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let days = |one: &Self| one.held_until().map(|until| (one.terms.valid_from, until));
        let (Some((from, until)), Some((others_from, others_until))) = (days(self), days(other))
        else {
            return false;
        };
        self.id != other.id
            && self.enterprise_id == other.enterprise_id
            && self.terms.direction.meets(other.terms.direction)
            && from <= others_until
            && others_from <= until
    }

    /// The entry after a step.
    ///
    /// # Errors
    /// `StateForbids`, `SelfApproval`, `Invalid` days.
    pub fn after(&self, step: EntryStep) -> Result<Self, Vec<Refusal>> {
        let now = step.at;
        self.check(step.kind, now)?;
        if matches!(step.kind, StepKind::Recommended | StepKind::Approved)
            && self.steps.iter().any(|own| own.by == step.by)
        {
            return Err(vec![WhitelistRefusal::SelfApproval.into()]);
        }
        let mut after = self.clone();
        after.put(step);
        Ok(after)
    }

    fn check(&self, kind: StepKind, now: DateTime<Utc>) -> Result<(), Vec<Refusal>> {
        let allowed: &'static [EntryState] = match kind {
            StepKind::Applied => &[],
            StepKind::Recommended => &[EntryState::Applied],
            StepKind::Approved => &[EntryState::Recommended],
            StepKind::Rejected | StepKind::Withdrawn => {
                &[EntryState::Applied, EntryState::Recommended]
            }
            StepKind::Suspended => &[EntryState::Approved, EntryState::Active],
            StepKind::Lifted => &[EntryState::Suspended],
            StepKind::Revoked => IN_FORCE,
            StepKind::PersonsChanged => OPEN,
        };
        self.stands(allowed, kind.from_names(), now)
    }

    fn stands(
        &self,
        allowed: &[EntryState],
        names: &'static [&'static str],
        now: DateTime<Utc>,
    ) -> Result<(), Vec<Refusal>> {
        let state = self.state(now);
        if allowed.contains(&state) {
            return Ok(());
        }
        Err(vec![Refusal::StateForbids { current: state.name(), allowed: names }])
    }

    /// What becomes of the entry that follows one when that is revoked: approved it is revoked with
    /// it, applied for it is rejected; none where it has come to its end.
    #[must_use]
    pub fn revoked_with(&self, revocation: &EntryStep) -> Option<Self> {
        let (kind, effective_at) = match self.state(revocation.at) {
            EntryState::Applied | EntryState::Recommended => (StepKind::Rejected, revocation.at),
            EntryState::Approved | EntryState::Active | EntryState::Suspended => {
                (StepKind::Revoked, revocation.effective_at)
            }
            _ => return None,
        };
        self.after(EntryStep { kind, effective_at, ..revocation.clone() }).ok()
    }

    /// The terms of the entry that follows it, without a gap.
    ///
    /// # Errors
    /// `StateForbids`; `RenewalNotOpen` before its time.
    pub fn renewed(
        &self,
        now: DateTime<Utc>,
        opens_days: u32,
        until: Option<NaiveDate>,
    ) -> Result<Terms, Vec<Refusal>> {
        self.stands(IN_FORCE, StepKind::Revoked.from_names(), now)?;
        let opens = self.terms.valid_until - Days::new(opens_days.into());
        if local_date(now) < opens {
            return Err(vec![WhitelistRefusal::RenewalNotOpen { opens }.into()]);
        }
        let valid_from = self.terms.valid_until + Days::new(1);
        let valid_until = until.unwrap_or_else(|| last_of_a_year(valid_from));
        Ok(Terms { valid_from, valid_until, ..self.terms })
    }
}

/// In these states it is in force, or will be, or was put off.
const IN_FORCE: &[EntryState] = &[EntryState::Approved, EntryState::Active, EntryState::Suspended];
/// In these it may still change whom it names.
const OPEN: &[EntryState] = &[
    EntryState::Applied,
    EntryState::Recommended,
    EntryState::Approved,
    EntryState::Active,
    EntryState::Suspended,
];
