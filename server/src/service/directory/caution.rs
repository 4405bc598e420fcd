//! What a reader of a deadline might overlook: days off between, days that count though they are
//! weekend, a clock that stands still. Says it as values; the words are made where the answer is.

use super::deadline::{DeadlineQuestion, FilingRule};
use crate::domain::{
    calendar::Day,
    catalogue::Catalogue,
    limit::{Deadline, LimitUnit, Suspension, WorkingDayHint},
};
use chrono::NaiveDate;

/// What a reader of a deadline might overlook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caution {
    /// One working day is not 24 hours here.
    OneWorkingDayIsLonger {
        /// Days off between.
        rest_days: u32,
    },
    /// Holidays lie between and do not count.
    SpansHoliday {
        /// Their names, each once.
        names: Vec<String>,
    },
    /// Weekend days that are worked (调休) count.
    CountsAdjustedWorkdays {
        /// The days.
        days: Vec<NaiveDate>,
    },
    /// The limit ends on a day off and does not move.
    DoesNotMove {
        /// The last working day before it.
        last_working_day: NaiveDate,
    },
    /// Whether the last day works is not known: the year is not published.
    WorkingDayUnknown {
        /// The year.
        year: i32,
    },
    /// The due date is provisional.
    Provisional {
        /// The unpublished year.
        year: i32,
    },
    /// The filing was made outside working hours.
    AcceptedLater {
        /// The day it is accepted on.
        accepted: NaiveDate,
    },
    /// The clock stands still.
    Suspended {
        /// Since when.
        since: NaiveDate,
    },
    /// The limit had run out before its clock was stopped.
    RanOutBeforeSuspension,
}

/// What might be overlooked of a deadline, the weightiest first.
pub(super) fn cautions(
    catalogue: &Catalogue,
    question: &DeadlineQuestion,
    deadline: &Deadline,
) -> Vec<Caution> {
    let mut cautions = Vec::new();
    if question.filing_rule == FilingRule::NextWorkingDay
        && let Some(accepted) = deadline.day_zero.filter(|day| *day != question.start.date())
    {
        cautions.push(Caution::AcceptedLater { accepted });
    }
    if let Some(provisional) = &deadline.provisional {
        cautions.push(Caution::Provisional { year: provisional.missing_year });
    }
    if let Some(since) = deadline.suspended_since {
        cautions.push(Caution::Suspended { since });
    }
    let due = deadline.due_date;
    let late = |stop: &Suspension| due.is_some_and(|due| due < stop.suspended_on);
    if question.suspensions.iter().any(late) {
        cautions.push(Caution::RanOutBeforeSuspension);
    }
    match deadline.last_working_day {
        WorkingDayHint::On(day) if Some(day) != due => {
            cautions.push(Caution::DoesNotMove { last_working_day: day });
        }
        WorkingDayHint::Unpublished(year) => cautions.push(Caution::WorkingDayUnknown { year }),
        WorkingDayHint::On(_) | WorkingDayHint::NotApplicable => {}
    }
    cautions.extend(between(catalogue, deadline));
    cautions
}

/// What lies between day 0 and the due date of a limit in working days.
pub(in crate::service) fn between(catalogue: &Catalogue, deadline: &Deadline) -> Vec<Caution> {
    let (LimitUnit::WorkingDays, Some(day_zero), Some(due)) =
        (deadline.limit.unit(), deadline.day_zero, deadline.due_date)
    else {
        return Vec::new();
    };
    let (mut names, mut days) = (Vec::<String>::new(), Vec::new());
    let (from, to) = (day_zero.min(due), day_zero.max(due));
    for day in from.iter_days().take_while(|day| *day <= to).filter(|day| *day != day_zero) {
        match catalogue.calendar.describe(day) {
            Ok(Day::Holiday(name)) if !names.iter().any(|known| known == name) => {
                names.push(name.to_owned());
            }
            Ok(Day::AdjustedWorkday(_)) if deadline.counted.iter().any(|c| c.date == day) => {
                days.push(day);
            }
            Ok(Day::Working | Day::Weekend | Day::Holiday(_) | Day::AdjustedWorkday(_))
            | Err(_) => {}
        }
    }
    let rest_days = deadline.rest_days_between;
    let one = deadline.limit.amount() == 1 && rest_days > 0;
    let one = one.then_some(Caution::OneWorkingDayIsLonger { rest_days });
    let holidays = (!names.is_empty()).then_some(Caution::SpansHoliday { names });
    let worked = (!days.is_empty()).then_some(Caution::CountsAdjustedWorkdays { days });
    one.into_iter().chain(holidays).chain(worked).collect()
}
