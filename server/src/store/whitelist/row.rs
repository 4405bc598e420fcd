//! An entry as rows, and back.

use crate::{
    domain::{
        id::{AccountId, EvidenceId, ResidentId, WhitelistEntryId},
        whitelist::{
            Benefits, Coverage, Direction, Entry, EntryState, EntryStep, Held, HeldPerson,
            NamedEnd, NamedPerson, Pause, PersonRecord, Purposes, Seldom, StepKind, Terms,
            TravellerRoles,
        },
        zone::local_date,
    },
    error::{Error, Result},
    store::entity::{whitelist_entry, whitelist_person, whitelist_person_end, whitelist_step},
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait as _, Condition, ExprTrait as _, FromQueryResult};
use uuid::Uuid;

/// How far an entry has come, as its row keeps it: applied for, recommended, approved, rejected,
/// withdrawn.
const APPROVED: i32 = 3;
const REJECTED: i32 = 4;

fn phase(of: &Entry) -> i32 {
    let last = |step: &EntryStep| match step.kind {
        StepKind::Applied => Some(1),
        StepKind::Recommended => Some(2),
        StepKind::Approved => Some(APPROVED),
        StepKind::Rejected => Some(REJECTED),
        StepKind::Withdrawn => Some(5),
        StepKind::Suspended | StepKind::Lifted | StepKind::Revoked | StepKind::PersonsChanged => {
            None
        }
    };
    of.steps.iter().rev().find_map(last).unwrap_or(1)
}

/// What the row of an entry in a state at an instant is like: as `Entry::state` tells it.
pub(super) fn stands(state: EntryState, at: DateTime<Utc>) -> Condition {
    use whitelist_entry::Column as C;
    let (day, all) = (local_date(at), Condition::all());
    let phase = |all: Condition, phase: i32| all.add(C::Phase.eq(phase));
    let lasts = |all: Condition| {
        let unrevoked = Condition::any().add(C::RevokedAt.is_null()).add(C::RevokedAt.gt(at));
        all.add(unrevoked).add(C::ValidUntil.gte(day))
    };
    let in_force = || lasts(phase(Condition::all(), APPROVED));
    match state {
        EntryState::Applied => lasts(phase(all, 1)),
        EntryState::Recommended => lasts(phase(all, 2)),
        EntryState::Rejected => phase(all, REJECTED),
        EntryState::Withdrawn => phase(all, 5),
        EntryState::Revoked => all.add(C::RevokedAt.lte(at)),
        EntryState::Expired => {
            let unrevoked = Condition::any().add(C::RevokedAt.is_null()).add(C::RevokedAt.gt(at));
            all.add(C::Phase.lt(REJECTED)).add(unrevoked).add(C::ValidUntil.lt(day))
        }
        // A pause that is not over is the last, and its text ends so.
        EntryState::Suspended => in_force().add(C::Pauses.ends_with("-")),
        EntryState::Approved => {
            in_force().add(C::Pauses.ends_with("-").not()).add(C::ValidFrom.gt(day))
        }
        EntryState::Active => {
            in_force().add(C::Pauses.ends_with("-").not()).add(C::ValidFrom.lte(day))
        }
    }
}

pub(super) fn row_of(from: &Entry) -> Result<whitelist_entry::ActiveModel> {
    let terms = &from.terms;
    let trips = terms.trips_a_month.map(i32::try_from).transpose().map_err(Error::internal)?;
    Ok(whitelist_entry::ActiveModel {
        id: Set(from.id.0),
        enterprise_id: Set(from.enterprise_id.clone()),
        direction: Set(terms.direction.number()),
        purposes: Set(terms.purposes.bits()),
        coverage: Set(terms.coverage.number()),
        roles: Set(terms.roles.bits()),
        trips_a_month: Set(trips),
        benefits: Set(terms.benefits.bits()),
        valid_from: Set(terms.valid_from),
        valid_until: Set(terms.valid_until),
        held_until: Set(from.held_until()),
        renews: Set(from.renews.map(|id| id.0)),
        phase: Set(phase(from)),
        revoked_at: Set(from.revoked_at()),
        pauses: Set(pauses_text(&from.pauses())),
        created_at: Set(from.steps.first().map(|step| step.at).unwrap_or_default()),
        version: Set(from.version),
        stamp: Set(from.stamp),
    })
}

/// Pauses as `from-until,from-`, in microseconds.
fn pauses_text(pauses: &[Pause]) -> String {
    let text = |pause: &Pause| {
        let until = pause.until.map(|at| at.timestamp_micros().to_string()).unwrap_or_default();
        format!("{}-{until}", pause.from.timestamp_micros())
    };
    pauses.iter().map(text).collect::<Vec<_>>().join(",")
}

fn pauses_of(text: &str) -> Option<Box<[Pause]>> {
    let instant = |text: &str| DateTime::<Utc>::from_timestamp_micros(text.parse().ok()?);
    let pause = |text: &str| {
        let (from, until) = text.split_once('-')?;
        let until = if until.is_empty() { None } else { Some(instant(until)?) };
        Some(Pause { from: instant(from)?, until })
    };
    text.split(',').filter(|text| !text.is_empty()).map(pause).collect()
}

pub(super) fn step_row(
    entry: WhitelistEntryId,
    number: i32,
    step: &EntryStep,
) -> whitelist_step::ActiveModel {
    whitelist_step::ActiveModel {
        entry_id: Set(entry.0),
        number: Set(number),
        kind: Set(step.kind.number()),
        by_account: Set(step.by.0),
        department_id: Set(step.department_id.clone()),
        at: Set(step.at),
        effective_at: Set(step.effective_at),
        reason: Set(step.reason.clone()),
    }
}

pub(super) fn person_row(
    entry: WhitelistEntryId,
    number: i32,
    person: &NamedPerson,
) -> whitelist_person::ActiveModel {
    whitelist_person::ActiveModel {
        entry_id: Set(entry.0),
        number: Set(number),
        resident_id: Set(person.resident_id.0),
        from_date: Set(person.from),
        until_date: Set(person.until()),
        added_at: Set(person.added.at),
        ended_at: Set(person.ended_at()),
        added_step: Set(person.added.step),
    }
}

/// The ends of a person's coverage but for the first ones.
pub(super) fn end_rows(
    entry: WhitelistEntryId,
    person: i32,
    of: &NamedPerson,
    skip: usize,
) -> impl Iterator<Item = whitelist_person_end::ActiveModel> {
    (1..).zip(&of.ends).skip(skip).map(move |(number, end)| whitelist_person_end::ActiveModel {
        entry_id: Set(entry.0),
        person_number: Set(person),
        number: Set(number),
        until_date: Set(end.until),
        at: Set(end.recorded.at),
        step_number: Set(end.recorded.step),
    })
}

fn unreadable() -> Error {
    Error::internal("an entry of the whitelist cannot be read")
}

fn terms_of(row: &whitelist_entry::Model) -> Result<Terms> {
    let trips = row.trips_a_month.map(u32::try_from).transpose().map_err(Error::internal)?;
    Ok(Terms {
        direction: Direction::from_number(row.direction).ok_or_else(unreadable)?,
        purposes: Purposes::from_bits(row.purposes),
        coverage: Coverage::from_number(row.coverage).ok_or_else(unreadable)?,
        roles: TravellerRoles::from_bits(row.roles),
        trips_a_month: trips,
        benefits: Benefits::from_bits(row.benefits),
        valid_from: row.valid_from,
        valid_until: row.valid_until,
    })
}

pub(super) fn of_rows(
    row: &whitelist_entry::Model,
    steps: Vec<EntryStep>,
    persons: Vec<NamedPerson>,
) -> Result<Entry> {
    Ok(Entry {
        id: WhitelistEntryId(row.id),
        enterprise_id: row.enterprise_id.clone(),
        terms: terms_of(row)?,
        steps,
        persons,
        renews: row.renews.map(WhitelistEntryId),
        version: row.version,
        stamp: row.stamp,
    })
}

pub(super) fn of_step(row: whitelist_step::Model, evidence: Vec<Uuid>) -> Result<EntryStep> {
    Ok(EntryStep {
        kind: StepKind::from_number(row.kind).ok_or_else(unreadable)?,
        by: AccountId(row.by_account),
        department_id: row.department_id,
        at: row.at,
        effective_at: row.effective_at,
        reason: row.reason,
        evidence: evidence.into_iter().map(EvidenceId).collect(),
    })
}

pub(super) fn of_person(row: &whitelist_person::Model, ends: Vec<NamedEnd>) -> NamedPerson {
    NamedPerson {
        resident_id: ResidentId(row.resident_id),
        from: row.from_date,
        added: PersonRecord { at: row.added_at, step: row.added_step },
        ends,
    }
}

pub(super) const fn of_end(row: &whitelist_person_end::Model) -> NamedEnd {
    let recorded = PersonRecord { at: row.at, step: row.step_number };
    NamedEnd { until: row.until_date, recorded }
}

/// The columns of an entry that memory holds: nothing else is read for it.
#[derive(FromQueryResult)]
pub(super) struct HeldColumns {
    pub(super) id: Uuid,
    pub(super) enterprise_id: String,
    direction: i32,
    purposes: i32,
    pub(super) coverage: i32,
    roles: i32,
    benefits: i32,
    valid_from: NaiveDate,
    pub(super) valid_until: NaiveDate,
    phase: i32,
    revoked_at: Option<DateTime<Utc>>,
    pauses: String,
    pub(super) stamp: i64,
}

impl HeldColumns {
    /// The columns.
    pub(super) const COLUMNS: [whitelist_entry::Column; 13] = {
        use whitelist_entry::Column as C;
        [
            C::Id,
            C::EnterpriseId,
            C::Direction,
            C::Purposes,
            C::Coverage,
            C::Roles,
            C::Benefits,
            C::ValidFrom,
            C::ValidUntil,
            C::Phase,
            C::RevokedAt,
            C::Pauses,
            C::Stamp,
        ]
    };

    /// True where it came to nothing.
    pub(super) const fn is_void(&self) -> bool {
        self.phase >= REJECTED
    }

    /// What is held of it.
    pub(super) fn held(&self, persons: Vec<HeldPerson>) -> Result<Held> {
        let pauses = pauses_of(&self.pauses).ok_or_else(unreadable)?;
        Ok(Held {
            id: WhitelistEntryId(self.id),
            seldom: Seldom { revoked_at: self.revoked_at, pauses, persons: persons.into() }.kept(),
            from: self.valid_from,
            until: self.valid_until,
            purposes: Purposes::from_bits(self.purposes),
            roles: TravellerRoles::from_bits(self.roles),
            benefits: Benefits::from_bits(self.benefits),
            direction: Direction::from_number(self.direction).ok_or_else(unreadable)?,
            coverage: Coverage::from_number(self.coverage).ok_or_else(unreadable)?,
            approved: self.phase == APPROVED,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_read_back() {
        let at = |micros| DateTime::<Utc>::from_timestamp_micros(micros).unwrap();
        let pauses = [
            Pause { from: at(1_700_000_000_000_001), until: Some(at(1_700_000_000_500_000)) },
            Pause { from: at(1_800_000_000_000_000), until: None },
        ];
        for some in [&pauses[..0], &pauses[..1], &pauses] {
            assert_eq!(pauses_of(&pauses_text(some)).as_deref(), Some(some));
        }
        assert_eq!(pauses_of("x-"), None);
    }
}
