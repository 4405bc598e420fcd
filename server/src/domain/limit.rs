//! Legal and promised limits: what a limit is, from which day it runs, and when it ends.
//!
//! A limit is typed by unit, direction and kind, so that ten calendar days and ten working days
//! of one event stand side by side and are never mistaken for each other.
//! This module never asks the time, never decides that something is late, and never turns an
//! unknown calendar into a date.

mod count;
mod deadline;
mod overstay;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::fmt;

use chrono::{DateTime, Days, FixedOffset, Months, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use super::calendar::{Calendar, Unpublished};

pub use count::compute_deadline;
pub use deadline::{CountedDay, Deadline, DeadlineQuery, Provisional, WorkingDayHint};
pub use overstay::{OVERSTAY_FINE_CAP_YUAN, OVERSTAY_FINE_YUAN_A_DAY, OverstayHint, overstay_hint};

/// The most working days a limit may have: more than any law grants.
pub const MAX_WORKING_DAYS: u32 = 1_000;
/// The most calendar days a limit may have: ten years.
pub const MAX_CALENDAR_DAYS: u32 = 3_660;
/// The most hours a limit may have: one year.
pub const MAX_HOURS: u32 = 24 * 366;
/// The most minutes a limit may have: thirty-one days.
pub const MAX_MINUTES: u32 = 60 * 24 * 31;
/// The most months a limit may have: fifty years.
pub const MAX_MONTHS: u32 = 600;
/// The most times one clock may be suspended.
pub const MAX_SUSPENSIONS: usize = 100;

/// Seconds by which local time, Asia/Shanghai, is ahead of UTC. There is no summer time.
pub const LOCAL_OFFSET_SECONDS: i32 = 8 * 3600;

/// In what a limit is counted.
#[derive(
    serde::Serialize, serde::Deserialize, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord,
)]
pub enum LimitUnit {
    /// Days that work by the published calendar (C4).
    WorkingDays,
    /// Days of the calendar, which never move for holidays (C5).
    CalendarDays,
    /// Hours of natural time, which never stop for holidays (C5).
    Hours,
    /// Minutes of natural time, which never stop for holidays.
    Minutes,
    /// Months of the calendar, with the end of a shorter month taken (C8).
    Months,
    /// At once, on the same day.
    Instant,
}

/// On which side of its anchor a limit lies.
#[derive(
    serde::Serialize, serde::Deserialize, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord,
)]
pub enum LimitDirection {
    /// No later than so much after the anchor.
    After,
    /// No later than so much before the anchor (C7).
    Before,
}

/// On what a limit rests.
#[derive(
    serde::Serialize, serde::Deserialize, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord,
)]
pub enum LimitKind {
    /// 法定: the law sets it.
    Statutory,
    /// 承诺: the centre promised it (优化营商环境条例 36).
    Promised,
    /// 加急: granted to one case.
    Expedited,
    /// 回执: how long a receipt makes the stay lawful (外国人入境出境管理条例 18).
    Receipt,
    /// Set by the centre for itself.
    Internal,
}

/// A limit whose amount has been checked.
#[derive(serde::Serialize, serde::Deserialize, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limit {
    amount: u32,
    unit: LimitUnit,
    direction: LimitDirection,
    kind: LimitKind,
}

/// What happens to a filing on a day off or after closing (C3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AfterHours {
    /// It is accepted on the next working day.
    NextWorkingDay,
    /// It is accepted on the day it was filed, working or not.
    SameDay,
}

/// When a filing counts for the day it was made on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FilingHours {
    /// What happens to a filing outside of hours.
    pub after_hours: AfterHours,
    /// Local time of closing; a filing at this very time is still in time.
    pub closing_time: NaiveTime,
}

/// What a limit runs from. "n months from the issue" and "valid n months" differ by one day, and
/// the anchor says which of them is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The local day of an event or an acceptance. It is day 0 (C2), so that a certificate issued
    /// on January 2 for 6 months is good through July 2.
    Event(NaiveDate),
    /// The instant of an event. Its local day is day 0; hours and minutes run from the instant.
    EventAt(DateTime<Utc>),
    /// The instant of a filing, whose day of acceptance is day 0 and follows from the hours (C3).
    Filed(DateTime<Utc>, FilingHours),
    /// The first local day of a validity. It is day 1 (C8), so that an entry valid 12 months from
    /// March 1 is good through the last day of February.
    FirstDay(NaiveDate),
}

/// A time in which the clock stands still (C6). The day it begins still counts as used, the day
/// it ends does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Suspension {
    /// The local day on which the clock stopped.
    pub suspended_on: NaiveDate,
    /// The local day on which it went on, or `None` while it stands still.
    pub resumed_on: Option<NaiveDate>,
}

/// Why a limit cannot be made or computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitError {
    /// The amount is 0, or above the most its unit may have; for "at once" it is not 0.
    Amount {
        /// The unit of the limit.
        unit: LimitUnit,
        /// The least it may be.
        least: u32,
        /// The most it may be.
        most: u32,
    },
    /// Hours and minutes run from an instant, and the anchor only names a day.
    InstantMissing,
    /// A limit in this unit or direction has no rule for standing still.
    CannotSuspend,
    /// There are more than [`MAX_SUSPENSIONS`].
    TooManySuspensions,
    /// This suspension, counted from 0, begins before the one before it ended, ends before it
    /// begins, or follows one that is still open.
    SuspensionOutOfOrder(usize),
    /// The date lies outside of what dates can express.
    DateOverflow,
}

impl Limit {
    /// A limit. Fails where the amount does not fit its unit.
    pub fn new(
        amount: u32,
        unit: LimitUnit,
        direction: LimitDirection,
        kind: LimitKind,
    ) -> Result<Self, LimitError> {
        let (least, most) = match unit {
            LimitUnit::WorkingDays => (1, MAX_WORKING_DAYS),
            LimitUnit::CalendarDays => (1, MAX_CALENDAR_DAYS),
            LimitUnit::Hours => (1, MAX_HOURS),
            LimitUnit::Minutes => (1, MAX_MINUTES),
            LimitUnit::Months => (1, MAX_MONTHS),
            LimitUnit::Instant => (0, 0),
        };
        match (least..=most).contains(&amount) {
            true => Ok(Self { amount, unit, direction, kind }),
            false => Err(LimitError::Amount { unit, least, most }),
        }
    }

    /// How many of its unit; 0 only for "at once".
    pub fn amount(&self) -> u32 {
        self.amount
    }

    /// In what it is counted.
    pub fn unit(&self) -> LimitUnit {
        self.unit
    }

    /// On which side of the anchor it lies.
    pub fn direction(&self) -> LimitDirection {
        self.direction
    }

    /// On what it rests.
    pub fn kind(&self) -> LimitKind {
        self.kind
    }

    /// Compares the lengths of two limits; `None` where their units or directions differ, which
    /// only their dates can compare. A promise must not be longer than the law's limit.
    pub fn compare_length(&self, other: &Self) -> Option<Ordering> {
        let comparable = self.unit == other.unit && self.direction == other.direction;
        comparable.then(|| self.amount.cmp(&other.amount))
    }
}

impl Anchor {
    /// The instant, where the anchor has one.
    pub fn instant(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::EventAt(instant) | Self::Filed(instant, _) => Some(*instant),
            Self::Event(_) | Self::FirstDay(_) => None,
        }
    }
}

/// The local date and time of an instant. Fails at the end of what dates can express.
pub fn local_time(instant: DateTime<Utc>) -> Result<NaiveDateTime, LimitError> {
    let offset = FixedOffset::east_opt(LOCAL_OFFSET_SECONDS).ok_or(LimitError::DateOverflow)?;
    instant.naive_utc().checked_add_offset(offset).ok_or(LimitError::DateOverflow)
}

/// The day on which a filing counts as accepted, which is day 0 of its limits (C3).
///
/// The inner result is [`Unpublished`] where the calendar does not know that day yet.
pub fn acceptance_date(
    filed_at: DateTime<Utc>,
    hours: FilingHours,
    calendar: &Calendar,
) -> Result<Result<NaiveDate, Unpublished>, LimitError> {
    let filed = local_time(filed_at)?;
    let next_working_day = || match filed.time() > hours.closing_time {
        true => calendar
            .is_working_day(filed.date())
            .and_then(|_| calendar.add_working_days(filed.date(), 1)),
        false => calendar.next_working_day_on_or_after(filed.date()),
    };
    Ok(match hours.after_hours {
        AfterHours::SameDay => Ok(filed.date()),
        AfterHours::NextWorkingDay => next_working_day(),
    })
}

/// The last day of a validity of `months` from `first_day`: the same day so many months later,
/// taken back to the end of a shorter month, less one day (C8).
pub fn last_day_of_validity(first_day: NaiveDate, months: u32) -> Result<NaiveDate, LimitError> {
    let after = first_day.checked_add_months(Months::new(months));
    after.and_then(|day| day.checked_sub_days(Days::new(1))).ok_or(LimitError::DateOverflow)
}

impl fmt::Display for LimitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Amount { unit, least, most } => {
                write!(f, "a limit in {unit:?} is from {least} to {most}")
            }
            Self::InstantMissing => f.write_str("hours and minutes run from an instant, not a day"),
            Self::CannotSuspend => f.write_str("only days after an event can be suspended"),
            Self::TooManySuspensions => write!(f, "more than {MAX_SUSPENSIONS} suspensions"),
            Self::SuspensionOutOfOrder(index) => {
                write!(f, "suspension {index} overlaps or precedes the one before it")
            }
            Self::DateOverflow => f.write_str("the date is outside of what dates can express"),
        }
    }
}

impl std::error::Error for LimitError {}
