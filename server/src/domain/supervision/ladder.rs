//! The ladder: on which day each rung of a due date is raised, and, the other way round, up to
//! which due date a rung is due today, by which what is due is found without looking at the rest.

use super::Rung;
use crate::domain::{
    calendar::Calendar,
    catalogue::{SupervisionPolicy, SupervisionRung},
};
use chrono::NaiveDate;

/// Days that are looked at for the latest due date at most: more than any rung's working days span.
const MAX_DAYS_LOOKED_AT: usize = 200;

/// A rung and the day from which it is raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The rung.
    pub rung: Rung,
    /// The day.
    pub date: NaiveDate,
}

/// The day from which a rung is raised: with `-n` the first day on which at most `n` working days
/// remain, with 0 the day after the due date, with `n` the n-th working day after it. None where
/// the calendar does not reach it.
#[must_use]
pub fn rung_date(working_days: i32, due: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
    let days = working_days.unsigned_abs();
    match working_days {
        0 => due.succ_opt(),
        1.. => calendar.add_working_days(due, days).ok(),
        _ => {
            let last = calendar.last_working_day_on_or_before(due).ok()?;
            calendar.sub_working_days(last, days).ok()
        }
    }
}

/// A rung's row of the ladder.
#[must_use]
pub fn rung_policy(policy: &SupervisionPolicy, rung: Rung) -> Option<&SupervisionRung> {
    policy.rungs.iter().find(|row| row.rung == rung)
}

/// The rungs above the last one raised.
fn above(policy: &SupervisionPolicy, last: Option<Rung>) -> impl Iterator<Item = &SupervisionRung> {
    policy.rungs.iter().filter(move |row| last.is_none_or(|last| row.rung > last))
}

/// The next rung of a due date after the last one raised, and its day. A rung whose day the
/// calendar does not tell is passed over.
#[must_use]
pub fn next_rung(
    policy: &SupervisionPolicy,
    due: NaiveDate,
    last: Option<Rung>,
    calendar: &Calendar,
) -> Option<Plan> {
    above(policy, last).find_map(|row| {
        let date = rung_date(row.working_days, due, calendar)?;
        Some(Plan { rung: row.rung, date })
    })
}

/// The rungs that are due today after the last one raised, in order.
#[must_use]
pub fn due_rungs(
    policy: &SupervisionPolicy,
    due: NaiveDate,
    last: Option<Rung>,
    calendar: &Calendar,
    today: NaiveDate,
) -> Vec<Plan> {
    let next = |last: Option<Rung>| {
        next_rung(policy, due, last, calendar).filter(|plan| plan.date <= today)
    };
    std::iter::successors(next(last), |plan| next(Some(plan.rung))).collect()
}

/// The latest due date of which a rung above `last` is due today: of all earlier ones it is due as
/// well, of no later one. None where there is no such rung or date.
#[must_use]
pub fn latest_due_date(
    policy: &SupervisionPolicy,
    last: Option<Rung>,
    calendar: &Calendar,
    today: NaiveDate,
) -> Option<NaiveDate> {
    above(policy, last).filter_map(|row| latest_of(row.working_days, calendar, today)).max()
}

fn latest_of(working_days: i32, calendar: &Calendar, today: NaiveDate) -> Option<NaiveDate> {
    let due =
        |day: &NaiveDate| rung_date(working_days, *day, calendar).is_some_and(|date| date <= today);
    if working_days < 0 {
        return today.iter_days().take(MAX_DAYS_LOOKED_AT).take_while(due).last();
    }
    let back = std::iter::successors(Some(today), NaiveDate::pred_opt);
    back.take(MAX_DAYS_LOOKED_AT).find(due)
}
