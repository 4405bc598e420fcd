//! A slow and obvious second opinion: goes from day to day, asks of each whether it works, and
//! counts on its fingers. It shares nothing with what it judges but the calendar's answer about a
//! single day.

use super::Holder;
use crate::domain::{
    calendar::Calendar,
    document::PermitPurpose,
    limit::{Limit, LimitUnit},
};
use chrono::{Datelike as _, NaiveDate};

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

/// Through when somebody's next document may run: from its first day on, day by day, as long as
/// everything that limits it lets it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lasting<'a> {
    pub(super) holder: &'a Holder,
    pub(super) purpose: PermitPurpose,
    pub(super) starts_on: NaiveDate,
    pub(super) margin_days: u32,
    pub(super) longest_months: u32,
}

/// Days after which nothing is taken to limit it.
const LONG: usize = 8_000;

impl Lasting<'_> {
    /// The last day; none where the first is already too late, or nothing limits it.
    pub(super) fn last_day(&self) -> Option<NaiveDate> {
        let allowed = self.starts_on.iter_days().take(LONG).take_while(|day| self.allows(*day));
        let days: Vec<_> = allowed.collect();
        days.last().copied().filter(|_| days.len() < LONG)
    }

    fn allows(&self, day: NaiveDate) -> bool {
        let through = |last: Option<NaiveDate>| last.is_none_or(|last| day <= last);
        let mut with_margin = day;
        for _ in 0..self.margin_days {
            with_margin = with_margin.succ_opt().unwrap();
        }
        let (work, private) =
            (self.purpose == PermitPurpose::Work, self.purpose == PermitPurpose::Private);
        let grown = |born: NaiveDate| completed(born, day, 12, false) >= 18 * 12;
        let child = private && self.holder.child_of_principal;
        self.holder.passport_until.is_none_or(|last| with_margin <= last)
            && (!work || through(self.holder.work_permit_until))
            && (!work || through(self.holder.contract_until))
            && (!private || through(self.holder.principal_until))
            && !(child && self.holder.birth_date.is_some_and(grown))
            && (self.longest_months == 0
                || completed(self.starts_on, day, 1, true) < self.longest_months)
    }
}

/// The months that are over from one day to another, in steps of so many: a step is over when the
/// same day of a later month has come. Where the month has no such day, its last day is meant if
/// validities are clipped (C8), and the day after it of a birthday.
fn completed(from: NaiveDate, to: NaiveDate, step: u32, clipped: bool) -> u32 {
    let (mut over, mut month) = (0, (from.year(), from.month()));
    loop {
        for _ in 0..step {
            month = if month.1 == 12 { (month.0 + 1, 1) } else { (month.0, month.1 + 1) };
        }
        let last =
            (28..=31).rev().find(|day| NaiveDate::from_ymd_opt(month.0, month.1, *day).is_some());
        let day = if clipped { from.day().min(last.unwrap()) } else { from.day() };
        if (to.year(), to.month(), to.day()) < (month.0, month.1, day) {
            return over;
        }
        over += step;
    }
}
