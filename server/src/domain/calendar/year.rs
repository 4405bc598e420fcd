//! One published year: the listed days, checked, and the working days that follow from them.
//!
//! It never holds a day of another year and is never changed: a revised notice is a new value.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{Datelike, NaiveDate, Weekday};

use super::Day;

/// The first year a calendar may be published for.
pub const MIN_YEAR: i32 = 2000;
/// The last year a calendar may be published for.
pub const MAX_YEAR: i32 = 2199;
/// The longest name of a listed day, in characters.
pub const MAX_DAY_NAME_CHARS: usize = 64;

/// How the yearly notice lists a day.
#[derive(
    serde::Serialize, serde::Deserialize, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord,
)]
pub enum DayKind {
    /// A day off, on any day of the week.
    Holiday,
    /// A weekend day that works (调休).
    Workday,
}

/// A day listed in the yearly notice.
#[derive(serde::Serialize, serde::Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct SpecialDay {
    /// The day, local.
    pub date: NaiveDate,
    /// Whether it rests or works.
    pub kind: DayKind,
    /// The holiday it belongs to.
    pub name: String,
}

/// Why a listed day, or a whole year, is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayFault {
    /// The year lies outside [`MIN_YEAR`] to [`MAX_YEAR`].
    YearOutOfRange,
    /// The day belongs to a year that is not being published.
    OutsideYear,
    /// The day is listed twice.
    Duplicate,
    /// A day listed as `workday` is a Monday to Friday, which works anyway.
    WorkdayNotOnWeekend,
    /// The name is empty or longer than [`MAX_DAY_NAME_CHARS`].
    NameLength,
    /// No day is listed as a holiday, which no yearly notice does.
    NoHolidays,
}

/// A year with a published calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedYear {
    year: i32,
    special_days: BTreeMap<NaiveDate, SpecialDay>,
    working_days: Vec<NaiveDate>,
    /// Working days up to and including each day, by its place in the year, so that counting
    /// within a year is one subtraction.
    counted_through: Vec<u32>,
}

/// A year on its way to being published, one listed day after another.
pub(super) struct YearDraft {
    year: i32,
    special_days: BTreeMap<NaiveDate, SpecialDay>,
}

impl PublishedYear {
    /// Publishes a year from its listed days.
    ///
    /// Fails with the first fault and the day that has it, or January 1 for the year as a whole.
    pub fn new(
        year: i32,
        days: impl IntoIterator<Item = SpecialDay>,
    ) -> Result<Self, (Option<NaiveDate>, DayFault)> {
        let mut draft = YearDraft::new(year).map_err(|fault| (None, fault))?;
        for day in days {
            let date = day.date;
            draft.add(day).map_err(|fault| (Some(date), fault))?;
        }
        draft.publish().map_err(|fault| (None, fault))
    }

    /// The year.
    pub fn year(&self) -> i32 {
        self.year
    }

    /// The days the notice lists, in order.
    pub fn special_days(&self) -> impl Iterator<Item = &SpecialDay> + '_ {
        self.special_days.values()
    }

    /// Every working day of the year, in order.
    pub fn working_days(&self) -> &[NaiveDate] {
        &self.working_days
    }

    pub(super) fn describe(&self, date: NaiveDate) -> Day<'_> {
        match self.special_days.get(&date) {
            Some(SpecialDay { kind: DayKind::Holiday, name, .. }) => Day::Holiday(name),
            Some(SpecialDay { kind: DayKind::Workday, name, .. }) => Day::AdjustedWorkday(name),
            None if is_weekend(date) => Day::Weekend,
            None => Day::Working,
        }
    }

    pub(super) fn is_working_day(&self, date: NaiveDate) -> bool {
        match self.describe(date) {
            Day::Working | Day::AdjustedWorkday(_) => true,
            Day::Weekend | Day::Holiday(_) => false,
        }
    }

    /// Working days from January 1 to `date`, both included; `date` is a day of this year.
    pub(super) fn working_days_through(&self, date: NaiveDate) -> u32 {
        self.counted_through[date.ordinal0() as usize]
    }
}

impl YearDraft {
    pub(super) fn new(year: i32) -> Result<Self, DayFault> {
        match (MIN_YEAR..=MAX_YEAR).contains(&year) {
            true => Ok(Self { year, special_days: BTreeMap::new() }),
            false => Err(DayFault::YearOutOfRange),
        }
    }

    pub(super) fn add(&mut self, day: SpecialDay) -> Result<(), DayFault> {
        if day.date.year() != self.year {
            return Err(DayFault::OutsideYear);
        }
        if !(1..=MAX_DAY_NAME_CHARS).contains(&day.name.chars().count()) {
            return Err(DayFault::NameLength);
        }
        if day.kind == DayKind::Workday && !is_weekend(day.date) {
            return Err(DayFault::WorkdayNotOnWeekend);
        }
        match self.special_days.contains_key(&day.date) {
            true => Err(DayFault::Duplicate),
            false => {
                self.special_days.insert(day.date, day);
                Ok(())
            }
        }
    }

    pub(super) fn publish(self) -> Result<PublishedYear, DayFault> {
        if !self.special_days.values().any(|day| day.kind == DayKind::Holiday) {
            // An empty table would count on weekends alone, which is what must never happen.
            return Err(DayFault::NoHolidays);
        }
        let mut published = PublishedYear {
            year: self.year,
            special_days: self.special_days,
            working_days: Vec::new(),
            counted_through: Vec::new(),
        };
        let first = NaiveDate::from_ymd_opt(self.year, 1, 1).ok_or(DayFault::YearOutOfRange)?;
        let mut counted = 0;
        for date in first.iter_days().take_while(|date| date.year() == self.year) {
            if published.is_working_day(date) {
                published.working_days.push(date);
                counted += 1;
            }
            published.counted_through.push(counted);
        }
        Ok(published)
    }
}

impl fmt::Display for DayFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::YearOutOfRange => "the year is outside what can be published",
            Self::OutsideYear => "the day belongs to another year",
            Self::Duplicate => "the day is listed twice",
            Self::WorkdayNotOnWeekend => "a listed workday must be a Saturday or a Sunday",
            Self::NameLength => "the name is empty or too long",
            Self::NoHolidays => "no holiday is listed",
        })
    }
}

impl std::error::Error for DayFault {}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}
