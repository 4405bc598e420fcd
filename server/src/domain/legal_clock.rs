//! The clocks of cases and tasks: a limit that runs from a day 0, stands still while it is
//! suspended, and stops when what it waits for has happened. A due date follows from these each
//! time it is asked for; that something is overdue is never kept.

use super::{
    calendar::Calendar,
    limit::{
        Anchor, Deadline, DeadlineQuery, Limit, LimitDirection, LimitKind, LimitUnit, Suspension,
        compute_deadline,
    },
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Which clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ClockKind {
    /// 法定.
    Statutory,
    /// 承诺.
    Promised,
    /// 加急.
    Expedited,
    /// 回执.
    Receipt,
    /// 一次性告知.
    Notice,
    /// 容缺.
    Supplement,
    /// 差评: contact with the rater.
    Contact,
    /// 差评: rectification.
    Rectify,
}

impl ClockKind {
    /// The clocks that give a due date, the first of them that runs before the others.
    pub const GOVERNING: [Self; 4] =
        [Self::Expedited, Self::Promised, Self::Statutory, Self::Notice];

    /// The clocks of a case that are the latest of its tasks', where it has none of its own.
    pub const OF_TASKS: [Self; 4] =
        [Self::Statutory, Self::Promised, Self::Expedited, Self::Receipt];

    /// Its public name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Statutory => "STATUTORY",
            Self::Promised => "PROMISED",
            Self::Expedited => "EXPEDITED",
            Self::Receipt => "RECEIPT",
            Self::Notice => "NOTICE",
            Self::Supplement => "SUPPLEMENT",
            Self::Contact => "CONTACT",
            Self::Rectify => "RECTIFY",
        }
    }
}

/// Why a clock stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StopReason {
    /// What it waited for has happened.
    Met,
    /// It was given up.
    Cancelled,
}

/// When and why a clock stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// The local day.
    pub on: NaiveDate,
    /// Why.
    pub reason: StopReason,
}

/// A clock of a case or task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalClock {
    /// Which.
    pub kind: ClockKind,
    /// Its limit, without an extension.
    pub limit: Limit,
    /// Days by which an approved extension lengthened it, in the limit's unit.
    pub extension_days: u32,
    /// Day 0 (C2).
    pub day_zero: NaiveDate,
    /// The rule behind it.
    pub legal_basis: String,
    /// When it stopped.
    pub stop: Option<Stop>,
}

/// A time in which clocks stood still, with the reason that was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseSuspension {
    /// The day it began; counts as used (C6).
    pub suspended_on: NaiveDate,
    /// The day it ended; does not count.
    pub resumed_on: Option<NaiveDate>,
    /// The legal basis.
    pub legal_basis: String,
    /// Why.
    pub reason: String,
}

/// What a clock shows on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockReading {
    /// How its due date was counted, with the extension.
    pub deadline: Deadline,
    /// The due date before suspensions and extension.
    pub original_due_date: Option<NaiveDate>,
    /// Days used until the day it is read, or until it stopped.
    pub used_days: u32,
    /// Days left after it.
    pub remaining_days: u32,
    /// True where the day it is read, or the day it was met, is after the due date.
    pub overdue: bool,
}

impl LegalClock {
    /// A clock that runs from a day.
    #[must_use]
    pub fn new(kind: ClockKind, limit: Limit, day_zero: NaiveDate, legal_basis: &str) -> Self {
        let legal_basis = legal_basis.to_owned();
        Self { kind, limit, extension_days: 0, day_zero, legal_basis, stop: None }
    }

    /// A clock of so many working days, at least one.
    #[must_use]
    pub fn of_working_days(
        kind: ClockKind,
        days: u32,
        day_zero: NaiveDate,
        legal_basis: &str,
    ) -> Option<Self> {
        let limit_kind = match kind {
            ClockKind::Statutory => LimitKind::Statutory,
            ClockKind::Promised => LimitKind::Promised,
            ClockKind::Expedited => LimitKind::Expedited,
            ClockKind::Receipt => LimitKind::Receipt,
            ClockKind::Notice | ClockKind::Supplement | ClockKind::Contact | ClockKind::Rectify => {
                LimitKind::Internal
            }
        };
        let (unit, after) = (LimitUnit::WorkingDays, LimitDirection::After);
        let limit = Limit::new(days.max(1), unit, after, limit_kind).ok()?;
        Some(Self::new(kind, limit, day_zero, legal_basis))
    }

    /// True until it stops.
    #[must_use]
    pub const fn runs(&self) -> bool {
        self.stop.is_none()
    }

    /// Its limit with the extension.
    #[must_use]
    pub fn whole_limit(&self) -> Limit {
        let (limit, more) = (self.limit, self.extension_days);
        let longer =
            Limit::new(limit.amount() + more, limit.unit(), limit.direction(), limit.kind());
        // A limit that cannot be made longer stays as it is.
        longer.unwrap_or(limit)
    }

    /// What it shows on a day. The suspensions are those of its case and task, merged.
    #[must_use]
    pub fn read(
        &self,
        suspensions: &[Suspension],
        calendar: &Calendar,
        day: NaiveDate,
    ) -> ClockReading {
        let deadline = self.count(self.whole_limit(), &self.own(suspensions), calendar);
        let original_due_date = match self.extension_days {
            0 => deadline.original_due_date,
            _ => self.count(self.limit, &[], calendar).due_date,
        };
        let day = self.stop.map_or(day, |stop| stop.on);
        let used = deadline.counted.iter().take_while(|counted| counted.date <= day).count();
        let used_days = u32::try_from(used).unwrap_or(u32::MAX);
        let cancelled = self.stop.is_some_and(|stop| stop.reason == StopReason::Cancelled);
        // A clock that stands still is never overdue, though it had run out before.
        let stands = self.runs() && deadline.suspended_since.is_some();
        let past = deadline.due_date.is_some_and(|due| due < day);
        ClockReading {
            overdue: past && !cancelled && !stands,
            original_due_date,
            remaining_days: deadline.limit.amount().saturating_sub(used_days),
            used_days,
            deadline,
        }
    }

    /// Its due date; none while it is suspended or where the calendar does not reach it.
    #[must_use]
    pub fn due_date(&self, suspensions: &[Suspension], calendar: &Calendar) -> Option<NaiveDate> {
        self.count(self.whole_limit(), &self.own(suspensions), calendar).due_date
    }

    /// The suspensions that touch it: a limit at once or in months never stands still, and one
    /// that began before day 0 is cut to it.
    fn own(&self, suspensions: &[Suspension]) -> Vec<Suspension> {
        let stands = match self.limit.unit() {
            LimitUnit::WorkingDays | LimitUnit::CalendarDays => true,
            LimitUnit::Hours | LimitUnit::Minutes | LimitUnit::Months | LimitUnit::Instant => false,
        };
        let later = |s: &&Suspension| stands && s.resumed_on.is_none_or(|on| on > self.day_zero);
        let cut = |s: &Suspension| Suspension {
            suspended_on: s.suspended_on.max(self.day_zero),
            resumed_on: s.resumed_on,
        };
        suspensions.iter().filter(later).map(cut).collect()
    }

    fn count(&self, limit: Limit, suspensions: &[Suspension], calendar: &Calendar) -> Deadline {
        let anchor = Anchor::Event(self.day_zero);
        let counted = compute_deadline(&DeadlineQuery { limit, anchor, suspensions }, calendar);
        // Only limits in days or at once are made into clocks, and suspensions are merged in
        // order; what cannot be counted all the same has no due date.
        counted.unwrap_or_else(|_| Deadline::unknown(limit))
    }
}

/// The suspensions of a task and its case as one list in order, none overlapping another.
#[must_use]
pub fn merged<'a>(all: impl IntoIterator<Item = &'a CaseSuspension>) -> Vec<Suspension> {
    let mut list: Vec<_> = all
        .into_iter()
        .map(|s| Suspension { suspended_on: s.suspended_on, resumed_on: s.resumed_on })
        .collect();
    list.sort_by_key(|s| (s.suspended_on, s.resumed_on.unwrap_or(NaiveDate::MAX)));
    let mut merged: Vec<Suspension> = Vec::with_capacity(list.len());
    for next in list {
        match merged.last_mut() {
            Some(last) if last.resumed_on.is_none_or(|on| next.suspended_on < on) => {
                last.resumed_on = last.resumed_on.zip(next.resumed_on).map(|(a, b)| a.max(b));
            }
            Some(_) | None => merged.push(next),
        }
    }
    merged
}

/// The clock that gives the due date: of those that run, expedited before promised before
/// statutory.
#[must_use]
pub fn governing(clocks: &[LegalClock]) -> Option<&LegalClock> {
    let runs = |kind| clocks.iter().rfind(|clock| clock.kind == kind && clock.runs());
    ClockKind::GOVERNING.into_iter().find_map(runs)
}

/// Stops the clocks of some kinds that still run.
pub fn stop(clocks: &mut [LegalClock], kinds: &[ClockKind], on: NaiveDate, reason: StopReason) {
    for clock in clocks.iter_mut().filter(|c| c.runs() && kinds.contains(&c.kind)) {
        clock.stop = Some(Stop { on, reason });
    }
}

#[cfg(test)]
mod tests;
