//! The receipt (受理回执) that the acceptance of a renewal opens: it makes the stay lawful beyond the
//! old document's last day (外国人入境出境管理条例 18), until the case is delivered or ends.
//!
//! Its last day is that of the case's receipt limit, counted from the day of acceptance as it was
//! printed: a suspension or an extension of the case does not lengthen the paper in the applicant's
//! hand. It moves only where the calendar it was counted by does, or where the case is accepted
//! anew.

use crate::domain::{
    calendar::Calendar,
    case::{Case, CaseState},
    legal_clock::{ClockKind, LegalClock},
};
use chrono::NaiveDate;

/// The receipt that a case has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The day of acceptance.
    pub from: NaiveDate,
    /// Its last day; none while a year of the calendar is not published.
    pub until: Option<NaiveDate>,
    /// The department that gave it.
    pub department_id: String,
}

/// The receipt that a case has as it stands; none before its acceptance, after its delivery or end,
/// and where no item of it gives one.
#[must_use]
pub fn receipt_of(case: &Case, calendar: &Calendar) -> Option<Receipt> {
    let open = match case.state {
        CaseState::Accepted | CaseState::Suspended | CaseState::Decided => true,
        CaseState::Received
        | CaseState::MaterialNotified
        | CaseState::Delivered
        | CaseState::Closed
        | CaseState::Refused
        | CaseState::Withdrawn
        | CaseState::Terminated
        | CaseState::Archived => false,
    };
    let from = case.accepted_on.filter(|_| open)?;
    let is_receipt = |clock: &&LegalClock| clock.kind == ClockKind::Receipt;
    let clocks = case.tasks.iter().flat_map(|task| {
        let own = task.clocks.iter().filter(is_receipt);
        own.map(|clock| (clock, task.department_id.as_str()))
    });
    let latest = clocks.max_by_key(|(clock, _)| {
        (clock.day_zero, clock.due_date(&[], calendar).unwrap_or(NaiveDate::MAX))
    });
    let (clock, department) = latest?;
    // Without the extension, which is the decision's and not the paper's.
    let printed = LegalClock { extension_days: 0, ..clock.clone() };
    let until = printed.due_date(&[], calendar);
    Some(Receipt { from, until, department_id: department.to_owned() })
}
