//! How long an entry lasts.

use chrono::{Datelike as _, Days, Months, NaiveDate};

/// The last day of twelve months: the day before the same day of the next year, with the first and
/// the last day counted (S03).
#[must_use]
pub fn last_of_a_year(from: NaiveDate) -> NaiveDate {
    last_of_months(from, 12)
}

/// The last day of some months.
#[must_use]
pub fn last_of_months(from: NaiveDate, months: u32) -> NaiveDate {
    let next = from.checked_add_months(Months::new(months));
    // 29 February and twelve months end on 28 February, which is the last day itself.
    match next {
        Some(next) if next.day() == from.day() => next - Days::new(1),
        Some(next) => next,
        None => from,
    }
}
