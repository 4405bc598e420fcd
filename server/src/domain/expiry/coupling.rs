//! What limits a new document: the passport, the work permit, the contract, the principal's permit,
//! the age of a child and the longest that the law grants. Suggests; it never decides how long a
//! permit is given.

use super::{Question, RenewalRule};
use crate::domain::{
    document::{DocumentKind, PermitPurpose},
    limit::{LimitError, last_day_of_validity},
};
use chrono::{Datelike as _, Days, NaiveDate};

/// The age at which a child stops to qualify.
const MAJORITY_YEARS: i32 = 18;

kept! {
    /// What limits a new document.
    Limiter, 7 {
        /// The passport, less the margin that the centre keeps.
        Passport = 1, "PASSPORT";
        /// The work permit.
        WorkPermit = 2, "WORK_PERMIT";
        /// The contract.
        Contract = 3, "CONTRACT";
        /// The permit of the person whom he follows.
        Principal = 4, "PRINCIPAL";
        /// He turns 18.
        Majority = 5, "MAJORITY";
        /// The most months that such a document is given for.
        LongestMonths = 6, "LONGEST_MONTHS";
        /// The most days that such a document is given for (出境入境管理法 34).
        LongestDays = 7, "LONGEST_DAYS";
    }
}

/// Until when something lets the new document run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// What limits it.
    pub limiter: Limiter,
    /// The last day that it allows.
    pub until: NaiveDate,
}

/// What limits a new document, and what is suggested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coupling {
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Its suggested last day; `None` where nothing that is known limits it.
    pub suggested_until: Option<NaiveDate>,
    /// What limits it: the first of the earliest bounds.
    pub limited_by: Option<Limiter>,
    /// All bounds, the earliest first.
    pub bounds: Vec<Bound>,
    /// Its days, the first and the last included; 0 where nothing is left.
    pub days: u32,
    /// The fewest days that such a document is given for.
    pub shortest_days: u32,
    /// True where the days suffice.
    pub long_enough: bool,
    /// True where the passport limits it: a new passport first would make the permit longer.
    pub passport_first: bool,
}

/// True where a document that ends on a day would be shorter than the shortest of its kind.
pub(super) fn too_short(
    question: &Question<'_>,
    rule: &RenewalRule,
    until: NaiveDate,
) -> Result<bool, LimitError> {
    Ok(days(starts_on(question)?, until) < rule.shortest_days.max(1))
}

/// What limits the document that follows the one that runs out.
pub(super) fn coupling(
    question: &Question<'_>,
    rule: &RenewalRule,
) -> Result<Coupling, LimitError> {
    let starts_on = starts_on(question)?;
    let mut bounds = bounds(question, rule, starts_on)?;
    bounds.sort_by_key(|bound| (bound.until, bound.limiter));
    let first = bounds.first();
    let length = first.map_or(0, |bound| days(starts_on, bound.until));
    Ok(Coupling {
        starts_on,
        suggested_until: first.map(|bound| bound.until).filter(|until| *until >= starts_on),
        limited_by: first.map(|bound| bound.limiter),
        passport_first: first.is_some_and(|bound| bound.limiter == Limiter::Passport),
        days: length,
        shortest_days: rule.shortest_days,
        long_enough: length >= rule.shortest_days,
        bounds,
    })
}

/// The day before a child turns 18, where the document is one that ends with childhood.
pub(super) fn child_bound(question: &Question<'_>) -> Option<NaiveDate> {
    let follows = question.holder.child_of_principal && is_private(question);
    question.holder.birth_date.filter(|_| follows).and_then(last_day_as_a_minor)
}

/// The day before the 18th birthday, which of those born on February 29 is March 1.
#[must_use]
pub fn last_day_as_a_minor(birth_date: NaiveDate) -> Option<NaiveDate> {
    let year = birth_date.year() + MAJORITY_YEARS;
    let birthday = birth_date.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1));
    birthday?.pred_opt()
}

fn is_private(question: &Question<'_>) -> bool {
    question.document.kind == DocumentKind::ResidencePermit
        && question.document.purpose == Some(PermitPurpose::Private)
}

fn starts_on(question: &Question<'_>) -> Result<NaiveDate, LimitError> {
    let next = question.document.expires_on.succ_opt().ok_or(LimitError::DateOverflow)?;
    Ok(question.starts_on.unwrap_or(next.max(question.today)))
}

fn bounds(
    question: &Question<'_>,
    rule: &RenewalRule,
    starts_on: NaiveDate,
) -> Result<Vec<Bound>, LimitError> {
    let overflow = LimitError::DateOverflow;
    let holder = question.holder;
    let margin = Days::new(question.policy.passport_margin_days.into());
    let passport = holder.passport_until.map(|day| day.checked_sub_days(margin).ok_or(overflow));
    let kind = question.document.kind;
    // Other documents rest on the passport alone.
    let work = match kind {
        DocumentKind::ResidencePermit => question.document.purpose == Some(PermitPurpose::Work),
        DocumentKind::WorkPermit => true,
        DocumentKind::Passport
        | DocumentKind::Visa
        | DocumentKind::StayPermit
        | DocumentKind::PermanentResidenceCard
        | DocumentKind::Receipt => false,
    };
    let work_permit = holder.work_permit_until.filter(|_| work && kind != DocumentKind::WorkPermit);
    let principal = holder.principal_until.filter(|_| is_private(question));
    let months = match rule.longest_months {
        0 => None,
        months => Some(last_day_of_validity(starts_on, months)?),
    };
    let longest_days = match rule.longest_days {
        0 => None,
        days => {
            let last = starts_on.checked_add_days(Days::new(u64::from(days) - 1));
            Some(last.ok_or(overflow)?)
        }
    };
    let table = [
        (Limiter::Passport, passport.transpose()?),
        (Limiter::WorkPermit, work_permit),
        (Limiter::Contract, holder.contract_until.filter(|_| work)),
        (Limiter::Principal, principal),
        (Limiter::Majority, child_bound(question)),
        (Limiter::LongestMonths, months),
        (Limiter::LongestDays, longest_days),
    ];
    let known =
        |(limiter, until): (Limiter, Option<NaiveDate>)| Some(Bound { limiter, until: until? });
    Ok(table.into_iter().filter_map(known).collect())
}

/// Days from one through another, both included; 0 where there is none.
fn days(from: NaiveDate, through: NaiveDate) -> u32 {
    u32::try_from((through - from).num_days() + 1).unwrap_or(0)
}
