//! Dates and times as people write and read them, always in China Standard Time. It holds no rule
//! on working days: those are the server's.

use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use frsc_proto::gtype;

/// Seconds by which Asia/Shanghai is ahead of UTC; it has had no summer time since 1991.
const SHANGHAI_OFFSET_SECONDS: i32 = 8 * 3600;

/// A date as it was written: a day, or so many days from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateInput {
    /// A given day.
    Day(NaiveDate),
    /// Days from today; negative: before it.
    FromToday(i64),
}

/// The zone of every shown time.
#[must_use]
pub(crate) fn shanghai() -> FixedOffset {
    FixedOffset::east_opt(SHANGHAI_OFFSET_SECONDS).unwrap_or(
        FixedOffset::east_opt(0).expect("an offset of zero is within the limits of the type"),
    )
}

/// The wall's time, for the life of tokens only: what day it is, the server says.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the only place of the program that asks the time")]
pub(crate) fn wall_now() -> DateTime<Utc> {
    Utc::now()
}

/// The id of a command's write.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "a client's request id needs no server's clock")]
pub(crate) fn new_request_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// Reads `2026-03-02`, `20260302`, `2026/3/2`, `2026年3月2日`, `today`, `今天`, `+3` or `-1`.
///
/// # Errors
/// A text that is none of these.
pub(crate) fn parse_date(text: &str) -> Result<DateInput, String> {
    match text.trim() {
        "today" | "今天" => return Ok(DateInput::FromToday(0)),
        "tomorrow" | "明天" => return Ok(DateInput::FromToday(1)),
        "yesterday" | "昨天" => return Ok(DateInput::FromToday(-1)),
        _ => {}
    }
    let text = text.trim();
    if text.starts_with(['+', '-'])
        && let Ok(days) = text.parse::<i64>()
        && days.abs() < 40_000
    {
        return Ok(DateInput::FromToday(days));
    }
    ["%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%Y年%m月%d日"]
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(text, format).ok())
        .map(DateInput::Day)
        .ok_or_else(|| "2026-03-02 · today · +3".to_owned())
}

/// Reads an instant: RFC 3339, or a local `2026-03-02 09:00` with a blank or a `T`.
///
/// # Errors
/// A text that is none of these.
pub(crate) fn parse_instant(text: &str) -> Result<DateTime<Utc>, String> {
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Ok(instant.to_utc());
    }
    let text = text.trim().replace(' ', "T");
    let local = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(&text, format).ok())
        .or_else(|| {
            let day = NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok()?;
            Some(day.and_time(NaiveTime::MIN))
        });
    local
        .and_then(|local| shanghai().from_local_datetime(&local).single())
        .map(|instant| instant.to_utc())
        .ok_or_else(|| "2026-03-02T09:00".to_owned())
}

/// The day that was meant, given today; `None` beyond the calendar.
#[must_use]
pub(crate) fn resolve(input: DateInput, today: NaiveDate) -> Option<NaiveDate> {
    match input {
        DateInput::Day(day) => Some(day),
        DateInput::FromToday(days) if days < 0 => {
            today.checked_sub_days(Days::new(days.unsigned_abs()))
        }
        DateInput::FromToday(days) => today.checked_add_days(Days::new(days.unsigned_abs())),
    }
}

/// A day as the contract carries it.
#[must_use]
pub(crate) fn to_proto_date(day: NaiveDate) -> gtype::Date {
    use chrono::Datelike as _;
    gtype::Date {
        year: day.year(),
        month: i32::try_from(day.month()).unwrap_or_default(),
        day: i32::try_from(day.day()).unwrap_or_default(),
    }
}

/// An instant as the contract carries it.
#[must_use]
pub(crate) fn to_proto_time(instant: DateTime<Utc>) -> prost_types::Timestamp {
    prost_types::Timestamp {
        seconds: instant.timestamp(),
        nanos: i32::try_from(instant.timestamp_subsec_nanos()).unwrap_or_default(),
    }
}

/// An instant of the contract; `None` where it is out of range.
#[must_use]
pub(crate) fn from_parts(seconds: i64, nanos: i32) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(seconds, u32::try_from(nanos).ok()?)
}

/// An instant in local RFC 3339, as programs read it.
#[must_use]
pub(crate) fn rfc3339(instant: DateTime<Utc>) -> String {
    let local = instant.with_timezone(&shanghai());
    local.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false)
}

/// The local day of an instant.
#[must_use]
pub(crate) fn local_day(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&shanghai()).date_naive()
}

/// An instant as a person reads it, without a zone and without empty seconds.
#[must_use]
pub(crate) fn human(instant: DateTime<Utc>) -> String {
    use chrono::Timelike as _;
    let local = instant.with_timezone(&shanghai());
    let format = if local.second() == 0 { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M:%S" };
    local.format(format).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_as_offices_write_it() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day of the calendar");
        for text in ["2026-03-02", "20260302", "2026/3/2", "2026年3月2日", " 2026-03-02 "] {
            assert_eq!(parse_date(text), Ok(DateInput::Day(day)), "{text}");
        }
        assert_eq!(parse_date("今天"), Ok(DateInput::FromToday(0)));
        assert_eq!(parse_date("+3"), Ok(DateInput::FromToday(3)));
        assert!(parse_date("2026-02-30").is_err());
        let before = resolve(DateInput::FromToday(-2), day);
        assert_eq!(before, NaiveDate::from_ymd_opt(2026, 2, 28));
    }

    #[test]
    fn a_local_time_is_eight_hours_ahead_of_utc() {
        let instant = parse_instant("2026-03-02 09:00").expect("a local time");
        assert_eq!(instant.to_rfc3339(), "2026-03-02T01:00:00+00:00");
        assert_eq!(rfc3339(instant), "2026-03-02T09:00:00+08:00");
        assert_eq!(human(instant), "2026-03-02 09:00");
        assert_eq!(parse_instant("2026-03-02T01:00:00Z"), Ok(instant));
    }
}
