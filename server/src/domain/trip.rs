//! Trips (行程) under entries of the whitelist: everything against one is told at once, and what
//! changes after it was filed flags it and changes nothing else.

mod refusal;
mod step;

pub use refusal::TripRefusal;
pub use step::{TripStep, TripStepKind};

use super::{
    document::{Document, DocumentKind, DocumentStatus, EndReason},
    flag::{Flag, FlagKind, Flags},
    id::{AccountId, Id as _, ResidentId, TripId, WhitelistEntryId},
    refusal::Refusal,
    whitelist::{
        Direction, Held, Question, Reason, ReasonDetail, Subject, TravelPurpose, TravellerRole,
        judge,
    },
    zone::local_date,
};
use chrono::{DateTime, NaiveDate, Utc};

/// Most who travel together.
pub const MAX_TRAVELLERS: usize = 50;
/// Longest trip, in days.
pub const MAX_TRIP_DAYS: i64 = 366;

kept! {
    /// Where a trip stands.
    TripState, 3 {
        /// Filed.
        Filed = 1, "FILED";
        /// Cancelled.
        Cancelled = 2, "CANCELLED";
        /// Made.
        Completed = 3, "COMPLETED";
    }
}

/// Who travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traveller {
    /// Who.
    pub resident_id: ResidentId,
    /// What he is to the enterprise.
    pub role: Option<TravellerRole>,
}

/// What a trip is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journey {
    /// For which enterprise.
    pub enterprise_id: String,
    /// In which direction.
    pub direction: Direction,
    /// For what.
    pub purpose: TravelPurpose,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// Who travels.
    pub travellers: Vec<Traveller>,
}

/// A trip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trip {
    /// Its id.
    pub id: TripId,
    /// What it is about.
    pub journey: Journey,
    /// The entries under which it was filed.
    pub entries: Vec<WhitelistEntryId>,
    /// Where it stands.
    pub state: TripState,
    /// What has changed since.
    pub flags: Flags,
    /// Why it was cancelled, or stands in spite of what has changed.
    pub reason: String,
    /// Who filed it.
    pub filed_by: AccountId,
    /// When.
    pub filed_at: DateTime<Utc>,
    /// Counts its changes.
    pub version: i64,
}

impl Journey {
    /// The entries that cover it whole, or everything that keeps it from being covered.
    ///
    /// # Errors
    /// `OutOfValidity`, `NotCovered`.
    pub fn entries(
        &self,
        held: &[Held],
        now: DateTime<Utc>,
    ) -> Result<Vec<WhitelistEntryId>, Vec<Refusal>> {
        let (mut entries, mut against) = (Vec::new(), Vec::new());
        for traveller in &self.travellers {
            for direction in self.direction.parts() {
                let ask = |day: NaiveDate| Question {
                    at: if day == local_date(now) { now } else { Question::instant_of(day) },
                    direction: *direction,
                    purpose: Some(self.purpose),
                    subject: Subject::Person(traveller.resident_id),
                    role: traveller.role,
                };
                let (first, last) = (judge(held, &ask(self.from)), judge(held, &ask(self.until)));
                if first.is_covered() && last.is_covered() && !first.entries().eq(last.entries()) {
                    // Each end lies in another entry: the whole in neither.
                    let of = held.iter().find(|one| first.entries().any(|id| id == one.id));
                    against.extend(of.map(|one| TripRefusal::OutOfValidity {
                        entry_id: one.id.text(),
                        from: one.from,
                        until: one.until,
                    }));
                }
                let (who, days) = (traveller.resident_id, (self.from, self.until));
                let gap = held.iter().find(|one| {
                    first.entries().any(|id| id == one.id) && !one.names_throughout(who, days)
                });
                against.extend(gap.map(|one| TripRefusal::NotCovered {
                    reason: Reason::PersonNotNamed.name(),
                    entry_id: one.id.text(),
                    detail: "",
                }));
                let why = first.reasons.iter().chain(&last.reasons);
                against.extend(why.filter_map(|detail| refusal_of(held, detail)));
                entries.extend(first.entries());
            }
        }
        let mut told: Vec<TripRefusal> = Vec::new();
        for one in against {
            if !told.contains(&one) {
                told.push(one);
            }
        }
        if !told.is_empty() {
            return Err(told.into_iter().map(Refusal::from).collect());
        }
        entries.sort();
        entries.dedup();
        Ok(entries)
    }

    /// The entries that are for its direction on its first day, whatever they have against it.
    #[must_use]
    pub fn meant(&self, held: &[Held]) -> Vec<WhitelistEntryId> {
        let is_for = |one: &&Held| {
            one.direction.meets(self.direction) && one.from <= self.from && self.from <= one.until
        };
        held.iter().filter(is_for).map(|one| one.id).collect()
    }

    /// What of a person's documents does not last throughout the trip.
    #[must_use]
    pub fn documents_against(&self, who: ResidentId, documents: &[Document]) -> Vec<Refusal> {
        use DocumentKind as K;
        let of = |kinds: &'static [K]| {
            let live = documents.iter().filter(move |one| one.ending.is_none());
            live.filter(move |one| kinds.contains(&one.terms.kind))
        };
        let lasts = |one: &Document| {
            one.status(self.from) == DocumentStatus::Valid
                && one.status(self.until) == DocumentStatus::Valid
        };
        let last = |kinds| of(kinds).filter_map(|one| one.terms.last_day()).max();
        let mut against = Vec::new();
        if !of(&[K::Passport]).any(lasts) {
            let until = last(&[K::Passport]);
            against.push(TripRefusal::PassportEnds { resident_id: who.text(), until }.into());
        }
        // Whose stay is on record needs one that lasts; what was cancelled or lost does not, and of
        // what was replaced the successor is on record.
        let stay: &[K] = &[K::ResidencePermit, K::Visa, K::StayPermit, K::PermanentResidenceCard];
        let ended = |one: &Document| {
            let reason = one.ending.as_ref().map(|ending| ending.reason);
            stay.contains(&one.terms.kind)
                && matches!(reason, Some(EndReason::Cancelled | EndReason::Lost))
        };
        let any = of(stay).next().is_some() || documents.iter().any(ended);
        if any && !of(stay).any(lasts) {
            let until = last(stay);
            against.push(TripRefusal::DocumentEnds { resident_id: who.text(), until }.into());
        }
        against
    }
}

/// A reason of a check as one against a trip; none for what covers it.
fn refusal_of(held: &[Held], detail: &ReasonDetail) -> Option<TripRefusal> {
    let entry = detail.entry.and_then(|id| held.iter().find(|one| one.id == id));
    match (detail.reason, entry) {
        (Reason::Covered, _) => None,
        (Reason::Expired | Reason::NotYetValid, Some(entry)) => Some(TripRefusal::OutOfValidity {
            entry_id: entry.id.text(),
            from: entry.from,
            until: entry.until,
        }),
        (reason, entry) => Some(TripRefusal::NotCovered {
            reason: reason.name(),
            entry_id: entry.map(|one| one.id.text()).unwrap_or_default(),
            detail: detail.word,
        }),
    }
}

impl Trip {
    /// The trip in another state.
    ///
    /// # Errors
    /// `StateForbids`.
    pub fn becomes(&self, state: TripState, reason: &str) -> Result<Self, Vec<Refusal>> {
        if self.state != TripState::Filed {
            let (current, allowed) = (self.state.name(), &["FILED"]);
            return Err(vec![Refusal::StateForbids { current, allowed }]);
        }
        let reason = reason.to_owned();
        Ok(Self { state, reason, version: self.version + 1, ..self.clone() })
    }

    /// The trip after somebody has looked at what has changed.
    #[must_use]
    pub fn reviewed(&self, reason: &str) -> Self {
        let mut after = self.clone();
        after.flags.resolve();
        reason.clone_into(&mut after.reason);
        after.version += 1;
        after
    }

    /// The trip with one more flag; each fact flags it once.
    #[must_use]
    pub fn flagged(&self, flag: &Flag) -> Self {
        let mut after = self.clone();
        after.version += i64::from(after.flags.raise(flag));
        after
    }

    /// The trip after a person's documents have changed.
    #[must_use]
    pub fn rechecked(&self, who: ResidentId, documents: &[Document], at: DateTime<Utc>) -> Self {
        let against = self.journey.documents_against(who, documents);
        let mut after = self.clone();
        for kind in [FlagKind::PassportEnds, FlagKind::DocumentEnds] {
            let ends = against.iter().find_map(|refusal| match (kind, refusal) {
                (
                    FlagKind::PassportEnds,
                    Refusal::Trip(TripRefusal::PassportEnds { until, .. }),
                )
                | (
                    FlagKind::DocumentEnds,
                    Refusal::Trip(TripRefusal::DocumentEnds { until, .. }),
                ) => Some(*until),
                _ => None,
            });
            after = match ends {
                Some(until) => after.flagged(&Flag {
                    kind,
                    resource_id: who.text(),
                    at,
                    reason: until.map(|day| day.to_string()).unwrap_or_default(),
                }),
                None => after.without(kind, &who.text()),
            };
        }
        after
    }

    /// The trip of whom one record told, told by another of the same person, flags and all.
    #[must_use]
    pub fn moved(&self, from: ResidentId, to: ResidentId) -> Self {
        let mut after = self.clone();
        let own = after.journey.travellers.iter_mut().filter(|one| one.resident_id == from);
        own.for_each(|one| one.resident_id = to);
        after.flags.moved(&from.text(), &to.text());
        after.version += 1;
        after
    }

    /// The trip without the flag of a fact that is as it was.
    #[must_use]
    pub fn without(&self, kind: FlagKind, resource_id: &str) -> Self {
        let mut after = self.clone();
        after.version += i64::from(after.flags.withdraw(kind, resource_id));
        after
    }
}
