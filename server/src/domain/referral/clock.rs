//! The clocks of a referral: minutes and hours of natural time from the receipt, which holidays do
//! not stop, and for an ordinary matter working days from its acceptance (C3). That a clock is late
//! is computed here and kept nowhere.

use super::Referral;
use crate::domain::{
    calendar::Calendar,
    catalogue::{Catalogue, END_OF_DAY},
    limit::{
        AfterHours, Anchor, Deadline, DeadlineQuery, FilingHours, Limit, LimitDirection,
        LimitError, LimitKind, LimitUnit, compute_deadline,
    },
    zone,
};
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};

/// What a clock measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockKind {
    /// 签收.
    Sign,
    /// 联系.
    Contact,
    /// 响应.
    Respond,
    /// 反馈.
    Close,
    /// 一般件: the working days of an ordinary matter.
    Ordinary,
}

/// A clock as it stands at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// What it measures.
    pub kind: ClockKind,
    /// 1 for the first; each reopening begins a next round.
    pub round: u32,
    /// From when it runs.
    pub start: DateTime<Utc>,
    /// How its end was counted.
    pub deadline: Deadline,
    /// The rule or practice behind its limit.
    pub legal_basis: String,
    /// The last instant in time; `None` where the calendar does not know it yet.
    pub due_at: Option<DateTime<Utc>>,
    /// When what it measures was done.
    pub done_at: Option<DateTime<Utc>>,
    /// True where that was, or still is, after the last instant in time.
    pub late: bool,
    /// What is left of it while it is not done; negative where it is late.
    pub left: Option<Duration>,
}

/// A clock before its end is counted.
struct Planned {
    kind: ClockKind,
    round: u32,
    limit: Limit,
    start: DateTime<Utc>,
    done_at: Option<DateTime<Utc>>,
}

impl Planned {
    /// The end of a clock of natural time, which asks no calendar; `None` for working days.
    fn natural_due(&self) -> Result<Option<DateTime<Utc>>, LimitError> {
        if self.kind == ClockKind::Ordinary {
            return Ok(None);
        }
        let anchor = Anchor::EventAt(self.start);
        let query = DeadlineQuery { limit: self.limit, anchor, suspensions: &[] };
        Ok(compute_deadline(&query, &Calendar::default())?.due_instant)
    }

    fn anchor(&self, catalogue: &Catalogue) -> Anchor {
        match self.kind {
            ClockKind::Sign | ClockKind::Contact | ClockKind::Respond | ClockKind::Close => {
                Anchor::EventAt(self.start)
            }
            ClockKind::Ordinary => {
                let closing_time = closing_time(catalogue, zone::local_date(self.start));
                let after_hours = AfterHours::NextWorkingDay;
                Anchor::Filed(self.start, FilingHours { after_hours, closing_time })
            }
        }
    }
}

/// All clocks of a referral, in the order in which they began and end.
///
/// # Errors
/// Where a limit or date cannot be expressed.
pub fn clocks(
    of: &Referral,
    catalogue: &Catalogue,
    now: DateTime<Utc>,
) -> Result<Vec<Clock>, LimitError> {
    let clock = |planned: Planned| {
        let anchor = planned.anchor(catalogue);
        let query = DeadlineQuery { limit: planned.limit, anchor, suspensions: &[] };
        let deadline = compute_deadline(&query, &catalogue.calendar)?;
        let close = |day: NaiveDate| zone::from_local(day.and_time(closing_time(catalogue, day)));
        let due_at = deadline.due_instant.or_else(|| deadline.due_date.map(close));
        let left = due_at.filter(|_| planned.done_at.is_none()).map(|due| due - now);
        Ok(Clock {
            kind: planned.kind,
            round: planned.round,
            start: planned.start,
            legal_basis: basis(of, planned.kind).to_owned(),
            late: due_at.is_some_and(|due| planned.done_at.unwrap_or(now) > due),
            due_at,
            done_at: planned.done_at,
            left,
            deadline,
        })
    };
    planned(of)?.into_iter().map(clock).collect()
}

/// The clock of natural time that runs out next, and when; of a closed referral its last.
///
/// # Errors
/// Where a limit or date cannot be expressed.
pub fn next_due(of: &Referral) -> Result<(ClockKind, DateTime<Utc>), LimitError> {
    let mut last = None;
    let mut next: Option<(ClockKind, DateTime<Utc>)> = None;
    for clock in planned(of)? {
        let Some(due) = clock.natural_due()? else { continue };
        last = Some((clock.kind, due));
        if clock.done_at.is_none() && next.is_none_or(|(_, earlier)| due < earlier) {
            next = last;
        }
    }
    next.or(last).ok_or(LimitError::InstantMissing)
}

fn planned(of: &Referral) -> Result<Vec<Planned>, LimitError> {
    use ClockKind as K;
    let first = |kind, done_at| {
        let limit = limit(of, kind)?;
        Ok(Planned { kind, round: 1, limit, start: of.received_at, done_at })
    };
    let mut all = vec![
        first(K::Sign, of.signed_at)?,
        first(K::Contact, of.contacted_at)?,
        first(K::Respond, of.first_responded_at)?,
        first(K::Close, of.first_closed_at)?,
    ];
    if of.ordinary_matter {
        all.push(first(K::Ordinary, of.first_closed_at)?);
    }
    if let Some(start) = of.reopened_at {
        let round = of.reopenings + 1;
        for (kind, done_at) in [(K::Respond, of.responded_at), (K::Close, of.closed_at)] {
            all.push(Planned { kind, round, limit: limit(of, kind)?, start, done_at });
        }
    }
    Ok(all)
}

fn limit(of: &Referral, kind: ClockKind) -> Result<Limit, LimitError> {
    let policy = &of.policy;
    let (amount, unit) = match kind {
        ClockKind::Sign => (policy.sign_minutes, LimitUnit::Minutes),
        ClockKind::Contact => (policy.contact_minutes, LimitUnit::Minutes),
        ClockKind::Respond => (policy.respond_minutes, LimitUnit::Minutes),
        ClockKind::Close => (policy.close_hours, LimitUnit::Hours),
        ClockKind::Ordinary => (policy.ordinary_working_days, LimitUnit::WorkingDays),
    };
    Limit::new(amount, unit, LimitDirection::After, LimitKind::Promised)
}

fn basis(of: &Referral, kind: ClockKind) -> &str {
    match kind {
        ClockKind::Sign | ClockKind::Contact | ClockKind::Respond | ClockKind::Close => {
            &of.policy.clock_basis
        }
        ClockKind::Ordinary => &of.policy.ordinary_basis,
    }
}

fn closing_time(catalogue: &Catalogue, day: NaiveDate) -> NaiveTime {
    catalogue.closing_time(day).unwrap_or(END_OF_DAY)
}
