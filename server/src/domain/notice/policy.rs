//! The rules of notices as data: when a person is left in peace, how often a try is repeated, and
//! the words.

use super::{Facts, NoticeKind, NoticeTemplate, render, template::shipped};
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, TimeZone as _, Timelike as _, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// The hours of a person's own day in which no notice goes to him. They may span midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    /// The minute of the day in which they begin.
    pub from_minute: u32,
    /// The minute of the day in which they are over.
    pub until_minute: u32,
}

/// The rules of notices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NoticePolicy {
    /// When a person is left in peace; absent: never.
    pub quiet_hours: Option<QuietHours>,
    /// Minutes between the tries, one after the other; after the last a notice is given up.
    pub retry_minutes: Vec<u32>,
    /// The words.
    pub templates: Vec<NoticeTemplate>,
}

impl Default for NoticePolicy {
    /// Nobody is disturbed between 21:00 and 08:00; a try is repeated for a day and a half.
    fn default() -> Self {
        Self {
            quiet_hours: Some(QuietHours { from_minute: 21 * 60, until_minute: 8 * 60 }),
            retry_minutes: vec![1, 5, 15, 60, 240, 720, 1_440],
            templates: shipped(),
        }
    }
}

impl NoticePolicy {
    /// How long to wait after so many failed tries; `None` where it is given up.
    #[must_use]
    pub fn retry_after(&self, attempts: u32) -> Option<Duration> {
        let index = usize::try_from(attempts.max(1) - 1).ok()?;
        self.retry_minutes.get(index).map(|minutes| Duration::minutes(i64::from(*minutes)))
    }

    /// The first instant from `at` on that lies outside the quiet hours of a zone.
    #[must_use]
    pub fn first_loud_instant(&self, at: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        let Some(quiet) = self.quiet_hours else { return at };
        let local = at.with_timezone(&zone);
        let minute = local.num_seconds_from_midnight() / 60;
        let spans_midnight = quiet.from_minute > quiet.until_minute;
        let is_quiet = if spans_midnight {
            minute >= quiet.from_minute || minute < quiet.until_minute
        } else {
            (quiet.from_minute..quiet.until_minute).contains(&minute)
        };
        if !is_quiet {
            return at;
        }
        let next_day = spans_midnight && minute >= quiet.from_minute;
        let day = if next_day { local.date_naive().succ_opt() } else { Some(local.date_naive()) };
        day.and_then(|day| instant(day, quiet.until_minute, zone)).map_or(at, |until| until.max(at))
    }

    /// The subject and the body of a notice in the language nearest to the one asked for: the same,
    /// the same without its region, English, Chinese.
    #[must_use]
    pub fn words(&self, kind: NoticeKind, language: &str, facts: &Facts) -> (String, String) {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        let of = |wanted: &str| {
            let fits = |one: &&NoticeTemplate| one.kind == kind && one.language == wanted;
            self.templates.iter().find(fits)
        };
        let found = [language, primary, "en", "zh"].into_iter().find_map(of);
        let (subject, body) = found.map_or(("", ""), |one| (&one.subject, &one.body));
        (render(subject, facts), render(body, facts))
    }
}

/// A minute of a day in a zone; where the clocks leap over it, the first instant after the leap.
fn instant(day: NaiveDate, minute: u32, zone: Tz) -> Option<DateTime<Utc>> {
    let time = NaiveTime::from_num_seconds_from_midnight_opt(minute % (24 * 60) * 60, 0)?;
    (0..=180)
        .map(|later| day.and_time(time) + Duration::minutes(later))
        .find_map(|local| zone.from_local_datetime(&local).earliest())
        .map(|found| found.with_timezone(&Utc))
}
