//! Working days of the published years: which day works, and counting forwards and backwards.
//!
//! A year without a published calendar has no working days to count: every question that touches
//! one is answered with [`Unpublished`], never by assuming that only weekends rest.
//! This module never reads the clock and never stores a calendar.

mod csv;
#[cfg(test)]
pub(super) mod tests;
mod year;

use std::collections::BTreeMap;
use std::fmt;

use chrono::{Datelike, Days, NaiveDate};

pub use csv::{CsvColumn, CsvError, CsvFault, MAX_CSV_BYTES, parse_csv, parse_csv_years};
pub use year::{
    DayFault, DayKind, MAX_DAY_NAME_CHARS, MAX_YEAR, MIN_YEAR, PublishedYear, SpecialDay,
};

/// The published years, each as the yearly notice of the State Council lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i32, PublishedYear>,
}

/// A count met a year whose notice is not published, so it stopped there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unpublished {
    /// The first year met without a calendar.
    pub year: i32,
    /// Working days counted before that year was met.
    pub days_counted: u32,
    /// Working days still to count, or `None` where no number of days was asked for.
    pub days_left: Option<u32>,
    /// The furthest day with a calendar in the direction of the count, or `None` where the count
    /// met the unpublished year at once.
    pub last_known_date: Option<NaiveDate>,
}

/// What a day of a published year is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day<'a> {
    /// Monday to Friday, not listed.
    Working,
    /// Saturday or Sunday, not listed.
    Weekend,
    /// Listed as a holiday, under this name.
    Holiday(&'a str),
    /// A weekend day that works (调休), listed under the name of the holiday it pays for.
    AdjustedWorkday(&'a str),
}

/// The days open for booking, as far as the calendar is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookableDays {
    /// Working days open for booking, in order.
    pub days: Vec<NaiveDate>,
    /// The year that must be published before the rest of the days can be named.
    pub missing_year: Option<i32>,
}

/// The working days after a day, in order. It ends where the calendar does.
#[derive(Clone, Debug)]
pub struct WorkingDays<'a> {
    calendar: &'a Calendar,
    year: i32,
    passed: usize,
}

impl Calendar {
    /// A calendar of the given years; a year given twice counts as last given.
    pub fn new(years: impl IntoIterator<Item = PublishedYear>) -> Self {
        Self { years: years.into_iter().map(|year| (year.year(), year)).collect() }
    }

    /// Publishes a year, or replaces it with a revised notice, and returns what it replaced.
    pub fn publish(&mut self, year: PublishedYear) -> Option<PublishedYear> {
        self.years.insert(year.year(), year)
    }

    /// The published year, if there is one.
    pub fn year(&self, year: i32) -> Option<&PublishedYear> {
        self.years.get(&year)
    }

    /// The published years in order.
    pub fn years(&self) -> impl Iterator<Item = i32> + '_ {
        self.years.keys().copied()
    }

    /// What a day is, with the holiday's name. Fails where its year is unpublished.
    pub fn describe(&self, date: NaiveDate) -> Result<Day<'_>, Unpublished> {
        self.published(date.year(), 0, None).map(|year| year.describe(date))
    }

    /// Whether a day works (C4). Fails where its year is unpublished.
    pub fn is_working_day(&self, date: NaiveDate) -> Result<bool, Unpublished> {
        self.published(date.year(), 0, None).map(|year| year.is_working_day(date))
    }

    /// How many days of a year work. Fails where it is unpublished.
    pub fn working_days_in_year(&self, year: i32) -> Result<u32, Unpublished> {
        self.published(year, 0, None).map(|published| size(published.working_days().len()))
    }

    /// The `working_days`-th working day after `day_zero` (C2); `day_zero` itself for 0.
    ///
    /// Fails where the count crosses into an unpublished year, and tells how far it came.
    pub fn add_working_days(
        &self,
        day_zero: NaiveDate,
        working_days: u32,
    ) -> Result<NaiveDate, Unpublished> {
        if working_days == 0 {
            return Ok(day_zero);
        }
        let (mut year, mut passed) = self.position_after(day_zero);
        let mut left = working_days;
        loop {
            let published = self
                .published(year, working_days - left, Some(left))
                .map_err(|missing| self.reached(missing, day_zero, previous_year_end(year)))?;
            let days = published.working_days().get(passed..).unwrap_or_default();
            match days.get(left as usize - 1) {
                Some(found) => return Ok(*found),
                None => left -= size(days.len()),
            }
            (year, passed) = (year + 1, 0);
        }
    }

    /// The `working_days`-th working day before `day_zero`; `day_zero` itself for 0.
    ///
    /// Fails where the count crosses into an unpublished year, and tells how far it came.
    pub fn sub_working_days(
        &self,
        day_zero: NaiveDate,
        working_days: u32,
    ) -> Result<NaiveDate, Unpublished> {
        if working_days == 0 {
            return Ok(day_zero);
        }
        let mut from = day_zero.pred_opt().unwrap_or(day_zero);
        let mut left = working_days;
        loop {
            let year = from.year();
            let published = self
                .published(year, working_days - left, Some(left))
                .map_err(|missing| self.reached(missing, day_zero, next_year_start(year)))?;
            let before = published.working_days_through(from);
            if left <= before {
                return Ok(published.working_days()[(before - left) as usize]);
            }
            left -= before;
            // The first year of the calendar type is far outside every publishable year.
            from = previous_year_end(year).unwrap_or(NaiveDate::MIN);
        }
    }

    /// Working days in (`from_exclusive`, `to_inclusive`], 0 where that interval is empty.
    ///
    /// Fails where the interval holds a day of an unpublished year.
    pub fn count_working_days(
        &self,
        from_exclusive: NaiveDate,
        to_inclusive: NaiveDate,
    ) -> Result<u32, Unpublished> {
        if to_inclusive <= from_exclusive {
            return Ok(0);
        }
        let (first_year, passed) = self.position_after(from_exclusive);
        let mut counted = 0;
        for year in first_year..=to_inclusive.year() {
            let published = self.published(year, counted, None).map_err(|missing| {
                self.reached(missing, from_exclusive, previous_year_end(year))
            })?;
            counted += match year == to_inclusive.year() {
                true => published.working_days_through(to_inclusive),
                false => size(published.working_days().len()),
            };
            if year == first_year {
                counted -= size(passed);
            }
        }
        Ok(counted)
    }

    /// The day itself where it works, otherwise the next day that does (C3).
    pub fn next_working_day_on_or_after(&self, date: NaiveDate) -> Result<NaiveDate, Unpublished> {
        match self.is_working_day(date)? {
            true => Ok(date),
            false => self.add_working_days(date, 1),
        }
    }

    /// The day itself where it works, otherwise the last day before it that does (C5).
    pub fn last_working_day_on_or_before(&self, date: NaiveDate) -> Result<NaiveDate, Unpublished> {
        match self.is_working_day(date)? {
            true => Ok(date),
            false => self.sub_working_days(date, 1),
        }
    }

    /// The working days after `day_zero` one by one, until the calendar ends.
    pub fn working_days_after(&self, day_zero: NaiveDate) -> WorkingDays<'_> {
        let (year, passed) = self.position_after(day_zero);
        WorkingDays { calendar: self, year, passed }
    }

    /// The year in which the day after `date` lies, and how many of its working days are over.
    fn position_after(&self, date: NaiveDate) -> (i32, usize) {
        if date.month() == 12 && date.day() == 31 {
            return (date.year() + 1, 0);
        }
        let passed = self.years.get(&date.year()).map_or(0, |y| y.working_days_through(date));
        (date.year(), passed as usize)
    }

    /// Names the last known day, unless the count never left its first, unpublished, year.
    fn reached(
        &self,
        missing: Unpublished,
        day_zero: NaiveDate,
        last_day: Option<NaiveDate>,
    ) -> Unpublished {
        let known = last_day.filter(|day| self.years.contains_key(&day.year()));
        let last_known_date = known.filter(|_| missing.year != day_zero.year());
        Unpublished { last_known_date, ..missing }
    }

    fn published(
        &self,
        year: i32,
        days_counted: u32,
        days_left: Option<u32>,
    ) -> Result<&PublishedYear, Unpublished> {
        let missing = Unpublished { year, days_counted, days_left, last_known_date: None };
        self.years.get(&year).ok_or(missing)
    }
}

/// The days on which a person may book, seen from `today`: of the next `open_working_days` working
/// days those at least `min_days_ahead` calendar days ahead. With 0 days ahead, today is open too
/// where it works.
///
/// Days beyond the published calendar are left out and the missing year is named, so that the last
/// week of December stays open for booking.
pub fn bookable_days(
    today: NaiveDate,
    open_working_days: u32,
    min_days_ahead: u32,
    calendar: &Calendar,
) -> BookableDays {
    let mut later = calendar.working_days_after(today);
    let open: Vec<_> = later.by_ref().take(open_working_days as usize).collect();
    let complete = open.len() == open_working_days as usize;
    let today_itself = Some(today).filter(|day| calendar.is_working_day(*day) == Ok(true));
    // A first day past the end of the calendar type means that nothing is far enough ahead.
    let first = today.checked_add_days(Days::new(min_days_ahead.into())).unwrap_or(NaiveDate::MAX);
    BookableDays {
        days: today_itself.into_iter().chain(open).filter(|day| *day >= first).collect(),
        missing_year: Some(later.year).filter(|_| !complete),
    }
}

impl Iterator for WorkingDays<'_> {
    type Item = NaiveDate;

    fn next(&mut self) -> Option<NaiveDate> {
        loop {
            let days = self.calendar.years.get(&self.year)?.working_days();
            if let Some(day) = days.get(self.passed) {
                self.passed += 1;
                return Some(*day);
            }
            (self.year, self.passed) = (self.year + 1, 0);
        }
    }
}

impl fmt::Display for Unpublished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the calendar of {} is not published: ", self.year)?;
        write!(f, "{} working days counted before it", self.days_counted)?;
        self.days_left.map_or(Ok(()), |left| write!(f, ", {left} left to count"))
    }
}

impl std::error::Error for Unpublished {}

fn previous_year_end(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year - 1, 12, 31)
}

fn next_year_start(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year + 1, 1, 1)
}

/// A length within one year, which always fits.
fn size(days: usize) -> u32 {
    u32::try_from(days).expect("a year has at most 366 days")
}
