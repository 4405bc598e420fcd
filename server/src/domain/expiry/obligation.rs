//! What an event in a resident's life obliges whom to do, by when. One event starts several clocks
//! in several units. The rules are data; this module only counts, and closes nothing.

mod rows;
#[cfg(test)]
mod tests;

use crate::domain::{
    calendar::Calendar,
    document::{DocumentKind, PermitPurpose},
    limit::{Anchor, Deadline, DeadlineQuery, Limit, LimitError, LimitUnit, compute_deadline},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Most obligations of one event.
pub const OPENED_AT_MOST: usize = 20;

kept! {
    /// What happened.
    LifeEventKind, 5 {
        /// A new passport.
        NewPassport = 1, "NEW_PASSPORT";
        /// A new address.
        NewAddress = 2, "NEW_ADDRESS";
        /// The employment ended.
        JobEnded = 3, "JOB_ENDED";
        /// The permit of the person whom others follow ended early.
        PrincipalCeased = 4, "PRINCIPAL_CEASED";
        /// A child was born in China.
        Birth = 5, "BIRTH";
    }
}

kept! {
    /// Who owes something.
    ObligationOwner, 4 {
        /// The resident himself, or who is responsible for him.
        Holder = 1, "HOLDER";
        /// His employer.
        Employer = 2, "EMPLOYER";
        /// Whoever gives him lodging.
        Host = 3, "HOST";
        /// The centre.
        Centre = 4, "CENTRE";
    }
}

/// A rule by which an event opens an obligation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObligationRule {
    /// The event.
    pub event: LifeEventKind,
    /// Its code, one of its event.
    pub code: String,
    /// Who owes it.
    pub owner: ObligationOwner,
    /// By when, from the event.
    pub limit: Limit,
    /// The item by which it is met, where there is one.
    pub service_item_id: Option<String>,
    /// Only where the resident holds such a document; `None`: always.
    pub holds: Option<DocumentKind>,
    /// With a residence permit in `holds`: only of this purpose.
    pub purpose: Option<PermitPurpose>,
    /// True where it is opened for each dependant, and not for the resident.
    pub of_dependants: bool,
    /// What is to be done, in words.
    pub text: String,
    /// The rule or practice behind it.
    pub legal_basis: String,
}

/// An obligation that an event opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obligation<'a> {
    /// The rule.
    pub rule: &'a ObligationRule,
    /// How its end was counted.
    pub deadline: Deadline,
}

/// The obligations that an event opens for somebody who holds some documents.
///
/// `at` is the instant of the event, where it is known; without one, hours run from the last moment
/// of its day, so that nobody is told to be late because of an hour that nobody knows.
///
/// # Errors
/// `DateOverflow` for dates at the end of what dates can express.
pub fn opened_by<'a>(
    event: LifeEventKind,
    at: DateTime<Utc>,
    on: NaiveDate,
    held: &[(DocumentKind, Option<PermitPurpose>)],
    of_dependants: bool,
    rules: &'a [ObligationRule],
    calendar: &Calendar,
) -> Result<Vec<Obligation<'a>>, LimitError> {
    let holds = |rule: &ObligationRule| {
        rule.holds.is_none_or(|kind| {
            held.iter().any(|(own, purpose)| {
                *own == kind && rule.purpose.is_none_or(|wanted| *purpose == Some(wanted))
            })
        })
    };
    let rules = rules.iter().filter(|rule| rule.event == event);
    let rules = rules.filter(|rule| rule.of_dependants == of_dependants && holds(rule));
    let opened = rules.map(|rule| {
        let anchor = match rule.limit.unit() {
            LimitUnit::Hours | LimitUnit::Minutes => Anchor::EventAt(at),
            LimitUnit::WorkingDays
            | LimitUnit::CalendarDays
            | LimitUnit::Months
            | LimitUnit::Instant => Anchor::Event(on),
        };
        let query = DeadlineQuery { limit: rule.limit, anchor, suspensions: &[] };
        Ok(Obligation { rule, deadline: compute_deadline(&query, calendar)? })
    });
    opened.collect()
}

/// The law's obligations and the centre's practice.
#[must_use]
pub fn default_rules() -> Vec<ObligationRule> {
    rows::ROWS.iter().filter_map(rows::Row::rule).collect()
}
