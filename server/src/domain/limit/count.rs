//! The counting itself: days, months and natural time from an anchor, and suspensions on the way.
//!
//! It never assumes a calendar: a count that leaves the published years ends in [`Provisional`].
//!
//! [`Provisional`]: super::Provisional

use chrono::{Days, Months, NaiveDate, TimeDelta};

use super::super::calendar::{Calendar, Unpublished};
use super::{
    Anchor, Deadline, DeadlineQuery, Limit, LimitDirection, LimitError, LimitUnit, MAX_SUSPENSIONS,
    Suspension, acceptance_date, last_day_of_validity, local_time,
};

/// Computes the end of a limit.
///
/// Fails where the anchor has no instant for hours or minutes, where the suspensions are out of
/// order or the limit cannot be suspended, and where a date cannot be expressed.
pub fn compute_deadline(
    query: &DeadlineQuery<'_>,
    calendar: &Calendar,
) -> Result<Deadline, LimitError> {
    let limit = query.limit;
    check_suspensions(&limit, query.suspensions)?;
    let deadline = match limit.unit {
        LimitUnit::Hours => natural_time(query, TimeDelta::hours(limit.amount.into())),
        LimitUnit::Minutes => natural_time(query, TimeDelta::minutes(limit.amount.into())),
        LimitUnit::WorkingDays => from_day_zero(query, calendar, |day_zero| {
            run_days(query, &Steps::Working(calendar), day_zero)
        }),
        LimitUnit::CalendarDays => {
            from_day_zero(query, calendar, |day_zero| run_days(query, &Steps::Calendar, day_zero))
        }
        LimitUnit::Months => from_day_zero(query, calendar, |day_zero| {
            Ok(Deadline::starting(limit, Some(day_zero)).due_on(end_of_months(query, day_zero)?))
        }),
        LimitUnit::Instant => from_day_zero(query, calendar, |day_zero| {
            Ok(Deadline::starting(limit, Some(day_zero)).due_on(day_zero))
        }),
    };
    deadline.map(|deadline| deadline.with_hints(calendar))
}

/// A day or nothing yet: the way every count over days ends.
type Reach = Result<NaiveDate, Unpublished>;

/// The two ways of stepping from day to day.
enum Steps<'a> {
    Working(&'a Calendar),
    Calendar,
}

impl Steps<'_> {
    fn add(&self, day: NaiveDate, days: u32) -> Result<Reach, LimitError> {
        match self {
            Self::Working(calendar) => Ok(calendar.add_working_days(day, days)),
            Self::Calendar => shift(day.checked_add_days(Days::new(days.into()))).map(Ok),
        }
    }

    fn sub(&self, day: NaiveDate, days: u32) -> Result<Reach, LimitError> {
        match self {
            Self::Working(calendar) => Ok(calendar.sub_working_days(day, days)),
            Self::Calendar => shift(day.checked_sub_days(Days::new(days.into()))).map(Ok),
        }
    }

    fn count(&self, from: NaiveDate, to: NaiveDate) -> Result<u32, Unpublished> {
        match self {
            Self::Working(calendar) => calendar.count_working_days(from, to),
            // The order of suspensions has been checked, so the difference is not negative.
            Self::Calendar => Ok(u32::try_from((to - from).num_days()).unwrap_or(0)),
        }
    }

    /// The day itself where it counts, otherwise the next that does.
    fn settle(&self, day: NaiveDate) -> Reach {
        match self {
            Self::Working(calendar) => calendar.next_working_day_on_or_after(day),
            Self::Calendar => Ok(day),
        }
    }

    fn days_after(&self, day: NaiveDate, days: u32) -> Vec<NaiveDate> {
        match self {
            Self::Working(calendar) => {
                calendar.working_days_after(day).take(days as usize).collect()
            }
            Self::Calendar => day.iter_days().skip(1).take(days as usize).collect(),
        }
    }

    fn days_before(&self, day: NaiveDate, days: u32) -> Vec<NaiveDate> {
        (1..=days).map_while(|nth| self.sub(day, nth).ok()?.ok()).collect()
    }
}

fn from_day_zero(
    query: &DeadlineQuery<'_>,
    calendar: &Calendar,
    run: impl FnOnce(NaiveDate) -> Result<Deadline, LimitError>,
) -> Result<Deadline, LimitError> {
    let day_zero = match query.anchor {
        Anchor::Event(date) => Ok(date),
        Anchor::EventAt(instant) => Ok(local_time(instant)?.date()),
        Anchor::Filed(instant, hours) => acceptance_date(instant, hours, calendar)?,
        Anchor::FirstDay(date) => match query.limit.direction {
            LimitDirection::After => Ok(shift(date.pred_opt())?),
            LimitDirection::Before => Ok(date),
        },
    };
    match day_zero {
        Ok(day_zero) => run(day_zero),
        Err(missing) => Ok(Deadline::without_day_zero(query.limit, missing)),
    }
}

fn run_days(
    query: &DeadlineQuery<'_>,
    steps: &Steps<'_>,
    day_zero: NaiveDate,
) -> Result<Deadline, LimitError> {
    let deadline = Deadline::starting(query.limit, Some(day_zero));
    let amount = query.limit.amount;
    match query.limit.direction {
        LimitDirection::Before => {
            let deadline = deadline.reaching(steps.sub(day_zero, amount)?);
            Ok(deadline.counting(steps.days_before(day_zero, amount)))
        }
        LimitDirection::After => {
            let deadline = deadline.reaching(steps.add(day_zero, amount)?);
            run_suspensions(deadline, query.suspensions, steps, day_zero)
        }
    }
}

/// Runs the clock through its suspensions (C6). A clock that had run out before it was suspended
/// keeps its due date: standing still cannot undo being late.
fn run_suspensions(
    mut deadline: Deadline,
    suspensions: &[Suspension],
    steps: &Steps<'_>,
    day_zero: NaiveDate,
) -> Result<Deadline, LimitError> {
    let mut start = day_zero;
    for (index, suspension) in suspensions.iter().enumerate() {
        if suspension.suspended_on < start {
            return Err(LimitError::SuspensionOutOfOrder(index));
        }
        if deadline.due_date.is_some_and(|due| due < suspension.suspended_on) {
            deadline.suspended_since = open_since(suspensions);
            let last_days = steps.days_after(start, deadline.remaining);
            return Ok(deadline.counting(last_days).used_up());
        }
        let used = match steps.count(start, suspension.suspended_on) {
            Ok(used) => used.min(deadline.remaining),
            Err(_) => {
                // The suspension begins beyond the known calendar, so nothing more is countable.
                deadline.suspended_since = open_since(suspensions);
                break;
            }
        };
        deadline = deadline.counting(steps.days_after(start, used));
        deadline.used_before_suspension += used;
        deadline.remaining -= used;
        let Some(resumed_on) = suspension.resumed_on else {
            return Ok(deadline.suspended(suspension.suspended_on));
        };
        start = resumed_on;
        let reach = match deadline.remaining {
            // Nothing is left of the last day, so the decision is due as soon as work goes on.
            0 => steps.settle(start),
            left => steps.add(start, left)?,
        };
        deadline = deadline.reaching_again(reach);
    }
    let last_days = steps.days_after(start, deadline.remaining);
    Ok(deadline.counting(last_days))
}

/// Since when the clock stands still, where the last suspension is open.
fn open_since(suspensions: &[Suspension]) -> Option<NaiveDate> {
    let last = suspensions.last().filter(|last| last.resumed_on.is_none());
    last.map(|last| last.suspended_on)
}

fn end_of_months(query: &DeadlineQuery<'_>, day_zero: NaiveDate) -> Result<NaiveDate, LimitError> {
    let months = query.limit.amount;
    match (query.limit.direction, query.anchor) {
        (LimitDirection::Before, _) => shift(day_zero.checked_sub_months(Months::new(months))),
        (LimitDirection::After, Anchor::FirstDay(first_day)) => {
            last_day_of_validity(first_day, months)
        }
        (LimitDirection::After, Anchor::Event(_) | Anchor::EventAt(_) | Anchor::Filed(..)) => {
            shift(day_zero.checked_add_months(Months::new(months)))
        }
    }
}

/// Natural time runs from the instant itself, on every day and at night (C5).
fn natural_time(query: &DeadlineQuery<'_>, length: TimeDelta) -> Result<Deadline, LimitError> {
    let instant = query.anchor.instant().ok_or(LimitError::InstantMissing)?;
    let due = match query.limit.direction {
        LimitDirection::After => instant.checked_add_signed(length),
        LimitDirection::Before => instant.checked_sub_signed(length),
    };
    let due = due.ok_or(LimitError::DateOverflow)?;
    let start = Deadline::starting(query.limit, Some(local_time(instant)?.date()));
    Ok(Deadline { due_instant: Some(due), ..start.due_on(local_time(due)?.date()) })
}

fn check_suspensions(limit: &Limit, suspensions: &[Suspension]) -> Result<(), LimitError> {
    let can_suspend = match (limit.unit, limit.direction) {
        (LimitUnit::WorkingDays | LimitUnit::CalendarDays, LimitDirection::After) => true,
        (_, LimitDirection::Before) => false,
        (LimitUnit::Hours | LimitUnit::Minutes | LimitUnit::Months | LimitUnit::Instant, _) => {
            false
        }
    };
    if !suspensions.is_empty() && !can_suspend {
        return Err(LimitError::CannotSuspend);
    }
    if suspensions.len() > MAX_SUSPENSIONS {
        return Err(LimitError::TooManySuspensions);
    }
    let ends_early = |s: &Suspension| s.resumed_on.is_some_and(|day| day < s.suspended_on);
    let overlaps = |index: usize| {
        let before = index.checked_sub(1).and_then(|before| suspensions.get(before));
        before.is_some_and(|b| b.resumed_on.is_none_or(|day| suspensions[index].suspended_on < day))
    };
    match suspensions.iter().enumerate().find(|(index, s)| ends_early(s) || overlaps(*index)) {
        Some((index, _)) => Err(LimitError::SuspensionOutOfOrder(index)),
        None => Ok(()),
    }
}

fn shift(day: Option<NaiveDate>) -> Result<NaiveDate, LimitError> {
    day.ok_or(LimitError::DateOverflow)
}
