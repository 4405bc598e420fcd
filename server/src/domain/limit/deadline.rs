//! The end of a limit, and how it was counted.
//!
//! It never overwrites: the due date before suspensions stands beside the one after them, and a
//! date that is not known yet is absent, with the reason.

use chrono::{DateTime, NaiveDate, Utc};

use super::super::calendar::{Calendar, Unpublished};
use super::{Anchor, Limit, LimitUnit, Suspension};

/// What a deadline is computed from.
#[derive(Clone, Copy, Debug)]
pub struct DeadlineQuery<'a> {
    /// The limit.
    pub limit: Limit,
    /// What it runs from.
    pub anchor: Anchor,
    /// The times in which its clock stood still, in order (C6).
    pub suspensions: &'a [Suspension],
}

/// The end of a limit, and how it was counted. All dates are local.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The limit it was computed from.
    pub limit: Limit,
    /// The day of acceptance or of the event (C2), or `None` where it falls into an unpublished
    /// year. For a validity it is the day before the first.
    pub day_zero: Option<NaiveDate>,
    /// The last day in time, or `None` while the clock is suspended or the date is provisional.
    pub due_date: Option<NaiveDate>,
    /// The last instant in time, for hours and minutes.
    pub due_instant: Option<DateTime<Utc>>,
    /// The due date before any suspension, or `None` where it is provisional.
    pub original_due_date: Option<NaiveDate>,
    /// For limits that holidays do not move, the working day to be ready by (C5).
    pub last_working_day: WorkingDayHint,
    /// The days one by one, as far as they are known; for days only, not for months or hours.
    pub counted: Vec<CountedDay>,
    /// Days used before the last suspension, in the limit's unit; 0 without one.
    pub used_before_suspension: u32,
    /// Days left after the last suspension, in the limit's unit; all of them without one.
    pub remaining: u32,
    /// Since when the clock stands still, where it does.
    pub suspended_since: Option<NaiveDate>,
    /// Non-working days between day 0 and the due date, for the sentence that "1 working day" is
    /// not 24 hours. Only for working days with a known due date.
    pub rest_days_between: u32,
    /// Why the due date is not known, where the calendar is the reason.
    pub provisional: Option<Provisional>,
}

/// A counted day and its place in the count: 1 is the day next to day 0, after or before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountedDay {
    /// From 1.
    pub ordinal: u32,
    /// The day.
    pub date: NaiveDate,
}

/// The working day by which a limit that never moves should be dealt with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkingDayHint {
    /// The limit is counted in working days or has no due date.
    NotApplicable,
    /// The due date itself, or the last working day before it.
    On(NaiveDate),
    /// The calendar of this year must be published first.
    Unpublished(i32),
}

/// A count that runs into a year without a published calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Provisional {
    /// The year whose calendar is missing.
    pub missing_year: i32,
    /// Working days of the limit that lie in the known calendar since acceptance or resumption.
    pub known_days_left: u32,
    /// Working days of the limit that lie beyond it.
    pub remaining_into_missing_year: u32,
}

impl Provisional {
    pub(super) fn after(missing: Unpublished, remaining: u32) -> Self {
        Self {
            missing_year: missing.year,
            known_days_left: missing.days_counted,
            remaining_into_missing_year: missing.days_left.unwrap_or(remaining),
        }
    }
}

impl Deadline {
    /// A limit whose end is not known.
    #[must_use]
    pub fn unknown(limit: Limit) -> Self {
        Self::starting(limit, None)
    }

    pub(super) fn starting(limit: Limit, day_zero: Option<NaiveDate>) -> Self {
        Self {
            limit,
            day_zero,
            due_date: None,
            due_instant: None,
            original_due_date: None,
            last_working_day: WorkingDayHint::NotApplicable,
            counted: Vec::new(),
            used_before_suspension: 0,
            remaining: limit.amount,
            suspended_since: None,
            rest_days_between: 0,
            provisional: None,
        }
    }

    pub(super) fn without_day_zero(limit: Limit, missing: Unpublished) -> Self {
        // Nothing of the limit is counted yet, whatever was counted on the way to day 0.
        let missing = Unpublished { days_counted: 0, days_left: None, ..missing };
        let provisional = Some(Provisional::after(missing, limit.amount));
        Self { provisional, ..Self::starting(limit, None) }
    }

    pub(super) fn due_on(self, date: NaiveDate) -> Self {
        Self { due_date: Some(date), original_due_date: Some(date), ..self }
    }

    pub(super) fn reaching(self, reach: Result<NaiveDate, Unpublished>) -> Self {
        Self { original_due_date: reach.ok(), ..self.reaching_again(reach) }
    }

    pub(super) fn reaching_again(self, reach: Result<NaiveDate, Unpublished>) -> Self {
        let provisional = reach.err().map(|missing| Provisional::after(missing, self.remaining));
        Self { due_date: reach.ok(), provisional, ..self }
    }

    /// A suspended clock has no due date, whether the calendar knows one or not.
    pub(super) fn suspended(self, since: NaiveDate) -> Self {
        Self { due_date: None, provisional: None, suspended_since: Some(since), ..self }
    }

    pub(super) fn used_up(self) -> Self {
        Self { used_before_suspension: self.limit.amount, remaining: 0, ..self }
    }

    pub(super) fn counting(mut self, days: Vec<NaiveDate>) -> Self {
        let from = self.counted.len();
        let ordinals = (1u32..).skip(from);
        self.counted.extend(ordinals.zip(days).map(|(ordinal, date)| CountedDay { ordinal, date }));
        self
    }

    pub(super) fn with_hints(mut self, calendar: &Calendar) -> Self {
        let (Some(day_zero), Some(due)) = (self.day_zero, self.due_date) else {
            return self;
        };
        match self.limit.unit {
            LimitUnit::WorkingDays => {
                let (first, last) = (day_zero.min(due), day_zero.max(due));
                let all = u32::try_from((last - first).num_days()).unwrap_or(0);
                let working = calendar.count_working_days(first, last).unwrap_or(all);
                self.rest_days_between = all.saturating_sub(working);
            }
            LimitUnit::CalendarDays
            | LimitUnit::Hours
            | LimitUnit::Minutes
            | LimitUnit::Months
            | LimitUnit::Instant => {
                let working_day = calendar.last_working_day_on_or_before(due);
                self.last_working_day = working_day.map_or_else(
                    |missing| WorkingDayHint::Unpublished(missing.year),
                    WorkingDayHint::On,
                );
            }
        }
        self
    }
}
