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

/// What happened, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happened {
    /// What.
    pub kind: LifeEventKind,
    /// The instant.
    pub at: DateTime<Utc>,
    /// Its local day.
    pub on: NaiveDate,
}

/// To whom an event means something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// To the one to whom it happened.
    Himself,
    /// To somebody who follows him.
    Dependant,
}

/// An obligation that an event opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obligation<'a> {
    /// The rule.
    pub rule: &'a ObligationRule,
    /// How its end was counted.
    pub deadline: Deadline,
}

/// The obligations that an event opens for somebody who holds some documents: for whom it happened
/// to, or for one of his dependants.
///
/// # Errors
/// `DateOverflow` for dates at the end of what dates can express.
pub fn opened_by<'a>(
    event: &Happened,
    held: &[(DocumentKind, Option<PermitPurpose>)],
    to: Whom,
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
    let rules = rules.iter().filter(|rule| rule.event == event.kind);
    let rules = rules.filter(|rule| rule.of_dependants == (to == Whom::Dependant) && holds(rule));
    let opened = rules.map(|rule| {
        let deadline = deadline(&rule.limit, event.at, event.on, calendar)?;
        Ok(Obligation { rule, deadline })
    });
    opened.collect()
}

/// The end of an obligation: hours and minutes run from the instant of the event, day and night,
/// everything else from its day.
pub(super) fn deadline(
    limit: &Limit,
    at: DateTime<Utc>,
    on: NaiveDate,
    calendar: &Calendar,
) -> Result<Deadline, LimitError> {
    let anchor = match limit.unit() {
        LimitUnit::Hours | LimitUnit::Minutes => Anchor::EventAt(at),
        LimitUnit::WorkingDays
        | LimitUnit::CalendarDays
        | LimitUnit::Months
        | LimitUnit::Instant => Anchor::Event(on),
    };
    compute_deadline(&DeadlineQuery { limit: *limit, anchor, suspensions: &[] }, calendar)
}

/// The law's obligations and the centre's practice.
#[must_use]
pub fn default_rules() -> Vec<ObligationRule> {
    rows::ROWS.iter().filter_map(rows::Row::rule).collect()
}
