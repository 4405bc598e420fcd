//! The last day on which a procedure may begin, and whether one that begins now ends in time. It
//! never lets an unpublished year count: what depends on one is told to be unknown.

use super::Question;
use crate::domain::{
    calendar::{Calendar, Unpublished},
    limit::{
        Anchor, Deadline, DeadlineQuery, Limit, LimitError, LimitUnit, Provisional,
        compute_deadline,
    },
};
use chrono::{Datelike as _, Days, Months, NaiveDate};

/// Whether a procedure that begins now ends in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It ends on or before the day.
    InTime,
    /// It ends after it, whatever an unpublished calendar will say.
    TooLate,
    /// A calendar that is not published decides.
    Unknown(Provisional),
}

impl Fit {
    /// Why it is not known.
    #[must_use]
    pub fn provisional(self) -> Option<Provisional> {
        match self {
            Self::Unknown(provisional) => Some(provisional),
            Self::InTime | Self::TooLate => None,
        }
    }
}

/// The last day of acceptance on which a limit still ends on or before a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastDay {
    /// The limit, which runs from the day of acceptance.
    pub limit: Limit,
    /// The rule behind it.
    pub legal_basis: String,
    /// The day on or before which it is to end.
    pub until: NaiveDate,
    /// The last working day of acceptance; `None` where it is provisional.
    pub date: Option<NaiveDate>,
    /// The last working day that is safe whatever the unpublished calendar will say; the date
    /// itself where it is known.
    pub safe_date: Option<NaiveDate>,
    /// How the limit is counted from the safe date.
    pub counted: Option<Deadline>,
    /// How it is counted from now.
    pub from_now: Option<Deadline>,
    /// Whether it ends in time from now.
    pub fit: Fit,
    /// Why the date is not known.
    pub provisional: Option<Provisional>,
}

/// The last day of a limit, explained.
pub(super) fn last_day(
    question: &Question<'_>,
    limit: Limit,
    until: NaiveDate,
    legal_basis: &str,
) -> Result<LastDay, LimitError> {
    let calendar = &question.catalogue.calendar;
    let reach = last_acceptance(&limit, until, calendar)?;
    let safe_date = match reach {
        Ok(day) => Some(day),
        Err(missing) => safe_acceptance(&limit, until, missing.year, calendar)?,
    };
    let whole_days = in_days(&limit)?;
    let run = |from: NaiveDate| {
        let anchor = Anchor::Event(from);
        compute_deadline(&DeadlineQuery { limit: whole_days, anchor, suspensions: &[] }, calendar)
    };
    let from_now = question.accepted_on.map(run).transpose()?;
    Ok(LastDay {
        limit,
        legal_basis: legal_basis.to_owned(),
        until,
        date: reach.ok(),
        safe_date,
        counted: safe_date.map(run).transpose()?,
        fit: fit(question, from_now.as_ref(), &whole_days, until),
        from_now,
        provisional: reach.err().map(|missing| provisional(question, &limit, missing.year)),
    })
}

/// The last working day on which what is accepted still ends on or before `until`.
///
/// The inner result is [`Unpublished`] where a year that is not published decides.
///
/// # Errors
/// `DateOverflow` at the end of what dates can express.
pub fn last_acceptance(
    limit: &Limit,
    until: NaiveDate,
    calendar: &Calendar,
) -> Result<Result<NaiveDate, Unpublished>, LimitError> {
    let limit = in_days(limit)?;
    let overflow = LimitError::DateOverflow;
    let amount = limit.amount();
    Ok(match limit.unit() {
        LimitUnit::WorkingDays => {
            // Whatever ends by that day ends by the last working day on or before it.
            let last = calendar.last_working_day_on_or_before(until);
            last.and_then(|last| calendar.sub_working_days(last, amount))
        }
        LimitUnit::Months => {
            let latest = latest_before_months(until, amount).ok_or(overflow)?;
            calendar.last_working_day_on_or_before(latest)
        }
        LimitUnit::CalendarDays | LimitUnit::Instant | LimitUnit::Hours | LimitUnit::Minutes => {
            let latest = until.checked_sub_days(Days::new(amount.into())).ok_or(overflow)?;
            calendar.last_working_day_on_or_before(latest)
        }
    })
}

/// A limit in hours or minutes as whole days, because nobody knows the hour of a filing to come:
/// begun days count in full.
fn in_days(limit: &Limit) -> Result<Limit, LimitError> {
    let days = match limit.unit() {
        LimitUnit::Hours => limit.amount().div_ceil(24),
        LimitUnit::Minutes => limit.amount().div_ceil(24 * 60),
        LimitUnit::WorkingDays
        | LimitUnit::CalendarDays
        | LimitUnit::Months
        | LimitUnit::Instant => return Ok(*limit),
    };
    Limit::new(days, LimitUnit::CalendarDays, limit.direction(), limit.kind())
}

/// The last day of which so many months later, with the end of a shorter month taken, lies on or
/// before a day. January 31 and a month is the end of February, and so are the days before it.
fn latest_before_months(until: NaiveDate, months: u32) -> Option<NaiveDate> {
    let first = until.checked_sub_months(Months::new(months))?;
    let ends_by = |day: &NaiveDate| {
        day.checked_add_months(Months::new(months)).is_some_and(|end| end <= until)
    };
    first.iter_days().take_while(ends_by).last()
}

/// The last working day that is safe even if no day of the missing year works, and if all that is
/// known of its length is that it has begun.
fn safe_acceptance(
    limit: &Limit,
    until: NaiveDate,
    missing_year: i32,
    calendar: &Calendar,
) -> Result<Option<NaiveDate>, LimitError> {
    let last_known = NaiveDate::from_ymd_opt(missing_year - 1, 12, 31);
    let Some(last_known) = last_known.filter(|day| *day < until) else { return Ok(None) };
    match limit.unit() {
        LimitUnit::WorkingDays => Ok(last_acceptance(limit, last_known, calendar)?.ok()),
        LimitUnit::CalendarDays
        | LimitUnit::Months
        | LimitUnit::Instant
        | LimitUnit::Hours
        | LimitUnit::Minutes => {
            // Such a limit needs no calendar: only the day of acceptance must be known to work.
            Ok(calendar.last_working_day_on_or_before(last_known).ok())
        }
    }
}

fn fit(
    question: &Question<'_>,
    from_now: Option<&Deadline>,
    limit: &Limit,
    until: NaiveDate,
) -> Fit {
    if until < question.today {
        return Fit::TooLate;
    }
    let Some(deadline) = from_now else {
        return Fit::Unknown(provisional(question, limit, question.today.year()));
    };
    match (deadline.due_date, deadline.provisional) {
        (Some(due), _) if due <= until => Fit::InTime,
        (Some(_), _) => Fit::TooLate,
        (None, Some(missing)) => {
            let accepted_on = deadline.day_zero.unwrap_or(question.today);
            let (fewest, most) = between(&question.catalogue.calendar, accepted_on, until);
            match (fewest >= limit.amount(), most >= limit.amount()) {
                (true, _) => Fit::InTime,
                (false, false) => Fit::TooLate,
                (false, true) => Fit::Unknown(missing),
            }
        }
        (None, None) => Fit::Unknown(provisional(question, limit, question.today.year())),
    }
}

/// The fewest and the most working days after a day and through another: what is not published may
/// rest on every day, or work on every day.
fn between(calendar: &Calendar, from: NaiveDate, through: NaiveDate) -> (u32, u32) {
    let (mut fewest, mut most) = (0, 0);
    for year in from.year()..=through.year() {
        let before = NaiveDate::from_ymd_opt(year - 1, 12, 31).map_or(from, |day| day.max(from));
        let last = NaiveDate::from_ymd_opt(year, 12, 31).map_or(through, |day| day.min(through));
        let days = u32::try_from((last - before).num_days()).unwrap_or(0);
        let working = calendar.count_working_days(before, last);
        fewest += working.unwrap_or(0);
        most += working.unwrap_or(days);
    }
    (fewest, most)
}

/// What is known of a limit that runs from now into a year that is not published.
fn provisional(question: &Question<'_>, limit: &Limit, missing_year: i32) -> Provisional {
    let last_known = NaiveDate::from_ymd_opt(missing_year - 1, 12, 31);
    let calendar = &question.catalogue.calendar;
    let known = question
        .accepted_on
        .zip(last_known)
        .map_or(0, |(from, to)| calendar.count_working_days(from, to).unwrap_or(0));
    Provisional {
        missing_year,
        known_days_left: known,
        remaining_into_missing_year: limit.amount().saturating_sub(known),
    }
}
