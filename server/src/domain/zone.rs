//! The one zone of every legal date and time of day, Asia/Shanghai, which has no summer time.

use super::limit::LOCAL_OFFSET_SECONDS;
use chrono::{DateTime, Duration, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};

/// The zone of every legal date and time of day.
#[must_use]
pub fn shanghai() -> FixedOffset {
    FixedOffset::east_opt(LOCAL_OFFSET_SECONDS).expect("eight hours are a valid offset")
}

/// The local date of an instant.
#[must_use]
pub fn local_date(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&shanghai()).date_naive()
}

/// The instant of a local date and time of day.
#[must_use]
pub fn from_local(local: NaiveDateTime) -> DateTime<Utc> {
    (local - Duration::seconds(i64::from(LOCAL_OFFSET_SECONDS))).and_utc()
}

/// The last instant of a local day.
#[must_use]
pub fn end_of(day: NaiveDate) -> DateTime<Utc> {
    from_local(day.and_time(NaiveTime::MIN)) + Duration::days(1) - Duration::microseconds(1)
}
