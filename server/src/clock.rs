//! The only place that asks the time. Instants are UTC and cut to microseconds, which is what
//! PostgreSQL keeps; local dates are those of Asia/Shanghai, which has no daylight saving time.

pub use crate::domain::zone::{from_local, local_date, shanghai};

use chrono::{DateTime, Duration, NaiveDate, SubsecRound, Utc};
use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicI64, Ordering},
};
use uuid::{ContextV7, Timestamp, Uuid};

/// Where the time comes from.
#[derive(Clone, Debug)]
enum Source {
    /// The machine's clock, moved by so many microseconds; none but for a demonstration.
    Machine(Arc<AtomicI64>),
    /// A clock that a test moves.
    Manual(Arc<Mutex<DateTime<Utc>>>),
}

/// The clock of one server.
#[derive(Clone, Debug)]
pub struct Clock {
    source: Source,
    ids: Arc<Mutex<ContextV7>>,
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn machine() -> Self {
        Self::with(Source::Machine(Arc::default()))
    }

    /// A clock that runs on from `now`, for a demonstration.
    #[must_use]
    pub fn demonstration(now: DateTime<Utc>) -> Self {
        let clock = Self::machine();
        clock.set(now);
        clock
    }

    /// A clock that stands at `now` until it is moved.
    #[must_use]
    pub fn manual(now: DateTime<Utc>) -> Self {
        Self::with(Source::Manual(Arc::new(Mutex::new(now.trunc_subsecs(6)))))
    }

    fn with(source: Source) -> Self {
        Self { source, ids: Arc::new(Mutex::new(ContextV7::new())) }
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match &self.source {
            Source::Machine(shift) => {
                let shift = Duration::microseconds(shift.load(Ordering::Relaxed));
                (machine_now() + shift).trunc_subsecs(6)
            }
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
        let ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        Uuid::new_v7(Timestamp::from_unix(&*ids, seconds, now.timestamp_subsec_nanos()))
    }

    /// Moves a test's or a demonstration's clock on.
    pub fn advance(&self, by: Duration) {
        self.set(self.now() + by);
    }

    /// Sets a test's clock, or a demonstration's, which runs on from there.
    pub fn set(&self, now: DateTime<Utc>) {
        match &self.source {
            Source::Machine(shift) => {
                let by = (now - machine_now()).num_microseconds().unwrap_or(0);
                shift.store(by, Ordering::Relaxed);
            }
            Source::Manual(at) => {
                *at.lock().unwrap_or_else(PoisonError::into_inner) = now.trunc_subsecs(6);
            }
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "this is the one place that asks the machine")]
fn machine_now() -> DateTime<Utc> {
    Utc::now()
}
