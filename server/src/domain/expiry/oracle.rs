//! A slow and obvious second opinion: goes from day to day, asks of each whether it works, and
//! counts on its fingers. It shares nothing with what it judges but the calendar's answer about a
//! single day.

use crate::domain::{
    calendar::Calendar,
    limit::{Limit, LimitUnit},
};
use chrono::NaiveDate;

/// What a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Works,
    Rests,
    Unpublished,
}

fn kind(calendar: &Calendar, day: NaiveDate) -> Kind {
    match calendar.is_working_day(day) {
        Ok(true) => Kind::Works,
        Ok(false) => Kind::Rests,
        Err(_) => Kind::Unpublished,
    }
}

/// An answer, or that nobody can know it.
pub(super) type Known<T> = Option<T>;

/// Whether what is accepted on a day ends on or before another.
pub(super) fn ends_by(
    calendar: &Calendar,
    limit: &Limit,
    accepted: NaiveDate,
    until: NaiveDate,
) -> Known<bool> {
    if accepted > until {
        return Some(false);
    }
    match limit.unit() {
        LimitUnit::WorkingDays => working_days_end_by(calendar, limit.amount(), accepted, until),
        LimitUnit::CalendarDays => {
            let mut end = accepted;
            for _ in 0..limit.amount() {
                end = end.succ_opt().unwrap();
            }
            Some(end <= until)
        }
        LimitUnit::Months => {
            let end = accepted.checked_add_months(chrono::Months::new(limit.amount())).unwrap();
            Some(end <= until)
        }
        LimitUnit::Instant => Some(true),
        LimitUnit::Hours | LimitUnit::Minutes => unreachable!("not asked of the oracle"),
    }
}

/// Tries both: every unpublished day rests, and every unpublished day works. Where both say the
/// same, it is known.
fn working_days_end_by(
    calendar: &Calendar,
    amount: u32,
    accepted: NaiveDate,
    until: NaiveDate,
) -> Known<bool> {
    let (mut fewest, mut most, mut day) = (0, 0, accepted);
    while day < until {
        day = day.succ_opt().unwrap();
        match kind(calendar, day) {
            Kind::Works => (fewest, most) = (fewest + 1, most + 1),
            Kind::Unpublished => most += 1,
            Kind::Rests => {}
        }
    }
    match (fewest >= amount, most >= amount) {
        (true, _) => Some(true),
        (false, false) => Some(false),
        (false, true) => None,
    }
}

/// The last working day on or before a day; not known where an unpublished day comes first.
pub(super) fn last_working_day(calendar: &Calendar, on_or_before: NaiveDate) -> Known<NaiveDate> {
    let mut day = on_or_before;
    loop {
        match kind(calendar, day) {
            Kind::Works => return Some(day),
            Kind::Unpublished => return None,
            Kind::Rests => day = day.pred_opt().unwrap(),
        }
    }
}

/// The last working day on which what is accepted ends on or before a day.
pub(super) fn last_acceptance(
    calendar: &Calendar,
    limit: &Limit,
    until: NaiveDate,
) -> Known<NaiveDate> {
    let mut day = until;
    loop {
        let fits = match kind(calendar, day) {
            // Might be the day, if it works and fits: nobody can say that it is an earlier one.
            Kind::Unpublished => match ends_by(calendar, limit, day, until) {
                Some(false) => false,
                Some(true) | None => return None,
            },
            Kind::Works => ends_by(calendar, limit, day, until)?,
            Kind::Rests => false,
        };
        if fits {
            return Some(day);
        }
        day = day.pred_opt().unwrap();
    }
}
