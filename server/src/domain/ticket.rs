//! A ticket of the hall's queue: where it stands, which step is allowed from where, who is called
//! first, and how wait and service are measured.

use super::{
    admission::ItemSet,
    appointment::Channel,
    id::{AppointmentId, TicketId, WhitelistEntryId},
    refusal::Refusal,
};
use chrono::{DateTime, Duration, NaiveDate, Utc};

/// The highest priority; 0 is ordinary.
pub const MAX_PRIORITY: u32 = 9;
/// The least priority of whom an entry of the whitelist brings one: before ordinary visitors, after
/// those for whom a clerk gives more.
pub const WHITELIST_PRIORITY: u32 = 1;

/// Where a ticket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketState {
    /// Waits to be called.
    Waiting,
    /// Called to a counter.
    Called,
    /// At the counter.
    Serving,
    /// Set aside.
    Parked,
    /// Done.
    Completed,
    /// The visitor has gone.
    Void,
}

impl TicketState {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Waiting, Self::Called, Self::Serving, Self::Parked, Self::Completed, Self::Void];

    /// The number it is kept as.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Waiting => 1,
            Self::Called => 2,
            Self::Serving => 3,
            Self::Parked => 4,
            Self::Completed => 5,
            Self::Void => 6,
        }
    }

    /// The state kept as a number.
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.number() == number)
    }

    /// Its public name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "WAITING",
            Self::Called => "CALLED",
            Self::Serving => "SERVING",
            Self::Parked => "PARKED",
            Self::Completed => "COMPLETED",
            Self::Void => "VOID",
        }
    }

    /// True while it occupies its counter.
    #[must_use]
    pub const fn occupies_counter(self) -> bool {
        matches!(self, Self::Called | Self::Serving)
    }
}

/// How a visit ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketResult {
    /// 办结 at the counter.
    Done,
    /// 收件.
    Received,
    /// 一次性告知.
    MaterialMissing,
    /// 咨询.
    Advised,
    /// Told where to go.
    Referred,
}

impl TicketResult {
    /// Every result.
    pub const ALL: [Self; 5] =
        [Self::Done, Self::Received, Self::MaterialMissing, Self::Advised, Self::Referred];

    /// The number it is kept as; 0 is none.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Done => 1,
            Self::Received => 2,
            Self::MaterialMissing => 3,
            Self::Advised => 4,
            Self::Referred => 5,
        }
    }

    /// The result kept as a number.
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|result| result.number() == number)
    }
}

/// Where in the order a returned ticket goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReturnPlace {
    /// To its place before.
    Same,
    /// To the end.
    End,
}

/// A step in the life of a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TicketStep {
    /// Called to a counter.
    Call {
        /// The counter.
        counter_id: String,
    },
    /// Called once more.
    Recall,
    /// The visitor is at the counter.
    Serve,
    /// Ended with a result.
    Complete {
        /// How.
        result: TicketResult,
    },
    /// Sent on.
    Transfer {
        /// To this counter; to any where there is none.
        counter_id: Option<String>,
    },
    /// Set aside.
    Park,
    /// Put back to wait.
    Return {
        /// Where.
        place: ReturnPlace,
    },
    /// The visitor has gone.
    Void,
}

impl TicketStep {
    const fn allowed(&self) -> (&'static [TicketState], &'static [&'static str]) {
        use TicketState as S;
        match self {
            Self::Call { .. } => (&[S::Waiting], &["WAITING"]),
            Self::Recall | Self::Serve => (&[S::Called], &["CALLED"]),
            Self::Complete { .. } => (&[S::Serving], &["SERVING"]),
            Self::Transfer { .. } | Self::Park => {
                (&[S::Called, S::Serving], &["CALLED", "SERVING"])
            }
            Self::Return { .. } => (&[S::Called, S::Parked], &["CALLED", "PARKED"]),
            Self::Void => (&[S::Waiting, S::Called, S::Parked], &["WAITING", "CALLED", "PARKED"]),
        }
    }

    /// The name of the event that tells of it.
    #[must_use]
    pub const fn event(&self) -> &'static str {
        match self {
            Self::Call { .. } => "ticket.called",
            Self::Recall => "ticket.recalled",
            Self::Serve => "ticket.serving",
            Self::Complete { .. } => "ticket.completed",
            Self::Transfer { .. } => "ticket.transferred",
            Self::Park => "ticket.parked",
            Self::Return { .. } => "ticket.returned",
            Self::Void => "ticket.void",
        }
    }
}

/// A ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Its id.
    pub id: TicketId,
    /// The day it is for.
    pub date: NaiveDate,
    /// Series letter.
    pub series: String,
    /// Number of the day in the series.
    pub number: u32,
    /// Where it stands.
    pub state: TicketState,
    /// 0 ordinary to 9 first.
    pub priority: u32,
    /// The entry of the whitelist that brings its visitor a priority.
    pub whitelist_entry_id: Option<WhitelistEntryId>,
    /// Who has the earlier one is called first.
    pub order_at: DateTime<Utc>,
    /// How the visit came about.
    pub channel: Channel,
    /// The items.
    pub items: ItemSet,
    /// Its appointment.
    pub appointment_id: AppointmentId,
    /// The language to speak.
    pub language: String,
    /// The counter it is called to or reserved for.
    pub counter_id: Option<String>,
    /// How often it was called.
    pub calls: u32,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// When it was first called.
    pub first_called_at: Option<DateTime<Utc>>,
    /// When it was last called.
    pub called_at: Option<DateTime<Utc>>,
    /// When serving began, the last time.
    pub served_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// All time at counters before the present one.
    pub service_seconds: i64,
    /// How the visit ended.
    pub result: Option<TicketResult>,
    /// 1 for the first, for the etag.
    pub version: i64,
}

impl Ticket {
    /// Series and number, for example `A012`.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}{:03}", self.series, self.number)
    }

    /// From issue to the first call.
    #[must_use]
    pub fn wait(&self) -> Option<Duration> {
        self.first_called_at.map(|called| called - self.issued_at)
    }

    /// The order in which tickets are called: priority, then time, then the older ticket.
    #[must_use]
    pub fn order(&self) -> (std::cmp::Reverse<u32>, DateTime<Utc>, TicketId) {
        (std::cmp::Reverse(self.priority), self.order_at, self.id)
    }

    /// The ticket after a step, one version on.
    ///
    /// # Errors
    /// `StateForbids` with the states the step is allowed from.
    pub fn after(&self, step: &TicketStep, now: DateTime<Utc>) -> Result<Self, Refusal> {
        let (states, names) = step.allowed();
        if !states.contains(&self.state) {
            return Err(Refusal::StateForbids { current: self.state.name(), allowed: names });
        }
        let mut next = Self { version: self.version + 1, ..self.clone() };
        match step {
            TicketStep::Call { counter_id } => next.call(counter_id.clone(), now),
            TicketStep::Recall => {
                next.calls += 1;
                next.called_at = Some(now);
            }
            TicketStep::Serve => {
                next.state = TicketState::Serving;
                next.served_at = Some(now);
            }
            TicketStep::Complete { result } => {
                next.leave_counter(now);
                next.state = TicketState::Completed;
                next.result = Some(*result);
                next.ended_at = Some(now);
            }
            TicketStep::Transfer { counter_id } => {
                next.leave_counter(now);
                next.state = TicketState::Waiting;
                next.counter_id.clone_from(counter_id);
            }
            TicketStep::Park => {
                next.leave_counter(now);
                next.state = TicketState::Parked;
            }
            TicketStep::Return { place } => {
                next.state = TicketState::Waiting;
                next.counter_id = None;
                if *place == ReturnPlace::End {
                    next.order_at = now;
                }
            }
            TicketStep::Void => {
                next.state = TicketState::Void;
                next.ended_at = Some(now);
            }
        }
        Ok(next)
    }

    fn call(&mut self, counter_id: String, now: DateTime<Utc>) {
        self.state = TicketState::Called;
        self.counter_id = Some(counter_id);
        self.calls += 1;
        self.called_at = Some(now);
        self.first_called_at = self.first_called_at.or(Some(now));
    }

    fn leave_counter(&mut self, now: DateTime<Utc>) {
        if let Some(since) = self.served_at.filter(|_| self.state == TicketState::Serving) {
            self.service_seconds += (now - since).num_seconds().max(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone as _;
    use uuid::Uuid;

    fn at(minute: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2023, 9, 28, 1, minute, 0).unwrap()
    }

    fn ticket(state: TicketState) -> Ticket {
        Ticket {
            id: TicketId(Uuid::nil()),
            date: at(0).date_naive(),
            series: "A".to_owned(),
            number: 12,
            state,
            priority: 0,
            whitelist_entry_id: None,
            order_at: at(0),
            channel: Channel::Booked,
            items: ItemSet::parse("NCR"),
            appointment_id: AppointmentId(Uuid::nil()),
            language: "ja".to_owned(),
            counter_id: Some("A01".to_owned()),
            calls: 1,
            issued_at: at(0),
            first_called_at: Some(at(1)),
            called_at: Some(at(1)),
            served_at: Some(at(2)),
            ended_at: None,
            service_seconds: 30,
            result: None,
            version: 3,
        }
    }

    fn steps() -> Vec<(TicketStep, Vec<TicketState>)> {
        use TicketState as S;
        vec![
            (TicketStep::Call { counter_id: "A02".to_owned() }, vec![S::Waiting]),
            (TicketStep::Recall, vec![S::Called]),
            (TicketStep::Serve, vec![S::Called]),
            (TicketStep::Complete { result: TicketResult::Done }, vec![S::Serving]),
            (TicketStep::Transfer { counter_id: None }, vec![S::Called, S::Serving]),
            (TicketStep::Park, vec![S::Called, S::Serving]),
            (TicketStep::Return { place: ReturnPlace::Same }, vec![S::Called, S::Parked]),
            (TicketStep::Void, vec![S::Waiting, S::Called, S::Parked]),
        ]
    }

    #[test]
    fn every_step_is_allowed_from_its_states_and_no_other() {
        for (step, allowed) in steps() {
            for state in TicketState::ALL {
                let done = ticket(state).after(&step, at(5));
                assert_eq!(done.is_ok(), allowed.contains(&state), "{step:?} {state:?}");
                if let Ok(next) = done {
                    assert_eq!(next.version, 4);
                }
            }
        }
    }

    #[test]
    fn time_at_counters_adds_up_and_time_between_does_not() {
        let parked = ticket(TicketState::Serving).after(&TicketStep::Park, at(4)).unwrap();
        assert_eq!(parked.service_seconds, 30 + 120);
        let back = parked.after(&TicketStep::Return { place: ReturnPlace::End }, at(9)).unwrap();
        assert_eq!((back.service_seconds, back.order_at), (150, at(9)));
        assert_eq!(back.wait(), Some(Duration::minutes(1)));
        let called = back.after(&TicketStep::Call { counter_id: "A02".into() }, at(10)).unwrap();
        assert_eq!(called.wait(), Some(Duration::minutes(1)));
        assert_eq!(called.text(), "A012");
    }
}
