//! The only place that asks the time. Instants are UTC and cut to microseconds, which is what
//! PostgreSQL keeps; local dates are those of Asia/Shanghai, which has no daylight saving time.

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, NaiveDateTime, SubsecRound, Utc};
use std::sync::{Arc, Mutex, PoisonError};
use uuid::{ContextV7, Timestamp, Uuid};

/// Seconds by which Asia/Shanghai is ahead of UTC.
const SHANGHAI_SECONDS: i32 = 8 * 3600;

/// The zone of every legal date and time of day.
#[must_use]
pub fn shanghai() -> FixedOffset {
    FixedOffset::east_opt(SHANGHAI_SECONDS).expect("eight hours are a valid offset")
}

/// The local date of an instant.
#[must_use]
pub fn local_date(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&shanghai()).date_naive()
}

/// The instant of a local date and time of day.
#[must_use]
pub fn from_local(local: NaiveDateTime) -> DateTime<Utc> {
    (local - Duration::seconds(i64::from(SHANGHAI_SECONDS))).and_utc()
}

/// Where the time comes from.
#[derive(Clone, Debug)]
enum Source {
    /// The machine's clock, moved by a fixed span; zero but for a demonstration.
    Machine(Duration),
    /// A clock that a test moves.
    Manual(Arc<Mutex<DateTime<Utc>>>),
}

/// The clock of one server.
#[derive(Clone, Debug)]
pub struct Clock {
    source: Source,
    ids: Arc<ContextV7>,
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn machine() -> Self {
        Self::with(Source::Machine(Duration::zero()))
    }

    /// A clock that runs on from `now`, for a demonstration.
    #[must_use]
    pub fn demonstration(now: DateTime<Utc>) -> Self {
        Self::with(Source::Machine(now - machine_now()))
    }

    /// A clock that stands at `now` until it is moved.
    #[must_use]
    pub fn manual(now: DateTime<Utc>) -> Self {
        Self::with(Source::Manual(Arc::new(Mutex::new(now.trunc_subsecs(6)))))
    }

    fn with(source: Source) -> Self {
        Self { source, ids: Arc::new(ContextV7::new()) }
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match &self.source {
            Source::Machine(shift) => (machine_now() + *shift).trunc_subsecs(6),
            Source::Manual(at) => *at.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// The present local date.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        local_date(self.now())
    }

    /// A new id, ordered by time.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        let now = self.now();
        let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
        Uuid::new_v7(Timestamp::from_unix(&*self.ids, seconds, now.timestamp_subsec_nanos()))
    }

    /// Moves a manual clock on; another clock goes its own way.
    pub fn advance(&self, by: Duration) {
        if let Source::Manual(at) = &self.source {
            let mut at = at.lock().unwrap_or_else(PoisonError::into_inner);
            *at = (*at + by).trunc_subsecs(6);
        }
    }

    /// Sets a manual clock; another clock goes its own way.
    pub fn set(&self, now: DateTime<Utc>) {
        if let Source::Manual(at) = &self.source {
            *at.lock().unwrap_or_else(PoisonError::into_inner) = now.trunc_subsecs(6);
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "this is the one place that asks the machine")]
fn machine_now() -> DateTime<Utc> {
    Utc::now()
}
