//! The check: is it covered, by what, until when, and why. One function answers it of what is held,
//! be that in memory or just read.

use super::{Benefits, Coverage, Direction, Held, TravelPurpose, TravellerRole, WhitelistBenefit};
use crate::domain::{
    id::{AccountId, ResidentId, WhitelistEntryId},
    zone::{end_of, local_date},
};
use chrono::{DateTime, NaiveDate, Utc};
use smallvec::SmallVec;

kept! {
    /// Why a check answers what it does.
    Reason, 14 {
        /// The entry covers it.
        Covered = 1, "COVERED";
        /// The enterprise has no entry.
        NoEntry = 2, "NO_ENTRY";
        /// No entry is for the direction.
        DirectionNotCovered = 3, "DIRECTION_NOT_COVERED";
        /// The entry is not approved.
        NotApproved = 4, "NOT_APPROVED";
        /// Its first day has not come.
        NotYetValid = 5, "NOT_YET_VALID";
        /// Its last day has passed.
        Expired = 6, "EXPIRED";
        /// It is suspended.
        Suspended = 7, "SUSPENDED";
        /// It is revoked.
        Revoked = 8, "REVOKED";
        /// It is not for the purpose.
        PurposeNotCovered = 9, "PURPOSE_NOT_COVERED";
        /// It does not name the person.
        PersonNotNamed = 10, "PERSON_NOT_NAMED";
        /// It names persons, and nobody was told.
        PersonRequired = 11, "PERSON_REQUIRED";
        /// It is not for the role.
        RoleNotCovered = 12, "ROLE_NOT_COVERED";
        /// It is for roles, and none was told.
        RoleRequired = 13, "ROLE_REQUIRED";
        /// No person on record holds the document.
        PersonUnknown = 14, "PERSON_UNKNOWN";
    }
}

/// Whom a check is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Nobody in particular.
    Anybody,
    /// Somebody on record.
    Person(ResidentId),
    /// Somebody who is not on record.
    Unknown,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// At this instant.
    pub at: DateTime<Utc>,
    /// In which direction.
    pub direction: Direction,
    /// For what.
    pub purpose: Option<TravelPurpose>,
    /// Whom it is about.
    pub subject: Subject,
    /// What he is to the enterprise.
    pub role: Option<TravellerRole>,
}

impl Question {
    /// The instant at which a day is judged: its end, so that what ends in it does not cover it.
    #[must_use]
    pub fn instant_of(day: NaiveDate) -> DateTime<Utc> {
        end_of(day)
    }
}

/// Why, in detail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReasonDetail {
    /// What.
    pub reason: Reason,
    /// Of which entry.
    pub entry: Option<WhitelistEntryId>,
    /// Which day.
    pub day: Option<NaiveDate>,
    /// Since when.
    pub since: Option<DateTime<Utc>>,
    /// Which word of the question.
    pub word: &'static str,
}

impl ReasonDetail {
    const fn of(reason: Reason, held: &Held) -> Self {
        Self { reason, entry: Some(held.id), day: None, since: None, word: "" }
    }

    const fn of_none(reason: Reason, word: &'static str) -> Self {
        Self { reason, entry: None, day: None, since: None, word }
    }
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Through this day, where it is covered.
    pub until: Option<NaiveDate>,
    /// What they bring beside.
    pub benefits: Benefits,
    /// Why.
    pub reasons: SmallVec<[ReasonDetail; 1]>,
}

impl Verdict {
    /// True where it is covered.
    #[must_use]
    pub const fn is_covered(&self) -> bool {
        self.until.is_some()
    }

    /// The entries by which it is covered, one or two.
    pub fn entries(&self) -> impl Iterator<Item = WhitelistEntryId> {
        let by = self.reasons.iter().filter(|why| why.reason == Reason::Covered);
        by.filter_map(|why| why.entry)
    }
}

/// How often an account checked on a day; each check of a batch is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckCount {
    /// The day.
    pub day: NaiveDate,
    /// Who checked.
    pub account_id: AccountId,
    /// How many checks.
    pub checks: i64,
    /// How many of them were answered that it is covered.
    pub covered: i64,
}

/// The answers of some checks; mostly one is asked.
pub type Verdicts = SmallVec<[Verdict; 1]>;

/// Answers a question of what is held of an enterprise.
#[must_use]
pub fn judge(held: &[Held], question: &Question) -> Verdict {
    let day = local_date(question.at);
    let mut covering: [Option<&Held>; 2] = [None, None];
    let mut reasons = SmallVec::new();
    for (index, direction) in question.direction.parts().iter().enumerate() {
        match of_direction(held, question, day, *direction) {
            Ok(found) => covering[index] = Some(found),
            Err(why) => reasons.extend(why),
        }
    }
    if !reasons.is_empty() {
        reasons.dedup();
        let nothing = Benefits::default();
        return Verdict { until: None, benefits: nothing, reasons };
    }
    let by = covering.into_iter().flatten();
    let all: Benefits = WhitelistBenefit::ALL.into_iter().collect();
    let mut verdict = Verdict { until: None, benefits: all, reasons };
    for held in by {
        if verdict.entries().any(|id| id == held.id) {
            continue;
        }
        let until = covered_until(held, question.subject, day);
        verdict.until = Some(verdict.until.map_or(until, |own: NaiveDate| own.min(until)));
        verdict.benefits = verdict.benefits.and(held.benefits);
        verdict.reasons.push(ReasonDetail::of(Reason::Covered, held));
    }
    verdict
}

/// The entry by which somebody has a benefit at an instant, whatever its direction. One that covers
/// roles brings nothing here: nobody is asked what he is to the enterprise.
#[must_use]
pub fn benefit_by(
    held: &[Held],
    benefit: WhitelistBenefit,
    who: ResidentId,
    at: DateTime<Utc>,
) -> Option<WhitelistEntryId> {
    let covers = |one: &&Held| {
        let subject = Subject::Person(who);
        let direction = one.direction;
        let question = Question { at, direction, purpose: None, subject, role: None };
        one.benefits.has(benefit) && judge(std::slice::from_ref(*one), &question).is_covered()
    };
    held.iter().find(covers).map(|one| one.id)
}

/// Through which day an entry covers who is asked about, once it covers him on a day.
fn covered_until(held: &Held, subject: Subject, day: NaiveDate) -> NaiveDate {
    let Subject::Person(who) = subject else { return held.until };
    let named = match held.coverage {
        Coverage::Named => held.named_until(who, day),
        Coverage::All | Coverage::Roles => None,
    };
    named.map_or(held.until, |until| until.min(held.until))
}

/// The entry that covers a direction, or everything that keeps each from it.
fn of_direction<'a>(
    held: &'a [Held],
    question: &Question,
    day: NaiveDate,
    direction: Direction,
) -> Result<&'a Held, Vec<ReasonDetail>> {
    let mut nearest: Option<&Held> = None;
    for one in held.iter().filter(|one| one.direction.meets(direction)) {
        if one.from <= day && day <= one.until {
            // Of one direction and day there is one; another was revoked on the same day.
            let stands = |own: &Held| own.revoked_at().is_none_or(|at| at > question.at);
            let own = nearest.filter(|own| own.from <= day && own.until >= day);
            nearest = own.filter(|own| stands(own) || !stands(one)).or(Some(one));
        } else if nearest.is_none_or(|own| distance(own, day) > distance(one, day)) {
            nearest = Some(one);
        }
    }
    let Some(nearest) = nearest else {
        let none = match held.is_empty() {
            true => ReasonDetail::of_none(Reason::NoEntry, ""),
            false => ReasonDetail::of_none(Reason::DirectionNotCovered, direction.name()),
        };
        return Err(vec![none]);
    };
    let why = against(nearest, question, day);
    if why.is_empty() { Ok(nearest) } else { Err(why) }
}

/// How many days an entry is away from a day.
fn distance(held: &Held, day: NaiveDate) -> i64 {
    (held.from - day).num_days().max((day - held.until).num_days()).max(0)
}

/// Everything that keeps an entry from covering what is asked.
fn against(held: &Held, question: &Question, day: NaiveDate) -> Vec<ReasonDetail> {
    let mut why = Vec::new();
    let plain = |reason| ReasonDetail::of(reason, held);
    if !held.approved {
        why.push(plain(Reason::NotApproved));
    }
    if let Some(since) = held.revoked_at().filter(|at| *at <= question.at) {
        why.push(ReasonDetail { since: Some(since), ..plain(Reason::Revoked) });
    }
    if let Some(pause) = held.pauses().iter().find(|pause| pause.holds_at(question.at)) {
        why.push(ReasonDetail { since: Some(pause.from), ..plain(Reason::Suspended) });
    }
    if day < held.from {
        why.push(ReasonDetail { day: Some(held.from), ..plain(Reason::NotYetValid) });
    }
    if day > held.until {
        why.push(ReasonDetail { day: Some(held.until), ..plain(Reason::Expired) });
    }
    if let Some(purpose) = question.purpose.filter(|one| !held.purposes.has(*one)) {
        why.push(ReasonDetail { word: purpose.name(), ..plain(Reason::PurposeNotCovered) });
    }
    why.extend(against_person(held, question, day));
    why
}

fn against_person(held: &Held, question: &Question, day: NaiveDate) -> Option<ReasonDetail> {
    let plain = |reason| ReasonDetail::of(reason, held);
    match (held.coverage, question.subject) {
        (Coverage::All, _) => None,
        (Coverage::Named, Subject::Anybody) => Some(plain(Reason::PersonRequired)),
        (Coverage::Named, Subject::Unknown) => Some(plain(Reason::PersonUnknown)),
        (Coverage::Named, Subject::Person(who)) => {
            let names = |one: &super::HeldPerson| {
                one.resident_id == who && one.from <= day && day <= one.until
            };
            (!held.persons().iter().any(names)).then(|| plain(Reason::PersonNotNamed))
        }
        (Coverage::Roles, _) => match question.role {
            None => Some(plain(Reason::RoleRequired)),
            Some(role) if held.roles.has(role) => None,
            Some(role) => Some(ReasonDetail { word: role.name(), ..plain(Reason::RoleNotCovered) }),
        },
    }
}
