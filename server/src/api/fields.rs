//! Decoding of fields: every fault is noted with the field's path and its mend, and all are told
//! together. Encoding of the values that messages share. No rule of the domain is decided here
//! beyond the shape of a value.

use crate::{
    clock,
    domain::{
        id::{self, Id},
        identifier::CreditCode,
    },
    error::{Error, Result, Violation},
};
use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, Timelike as _, Utc, Weekday};
use frsc_proto::gtype;
use prost_types::Timestamp;

/// The faults found in a request.
#[derive(Debug, Default)]
pub struct Fields {
    violations: Vec<Violation>,
}

impl Fields {
    /// No fault yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes a fault.
    pub fn fault(&mut self, field: &str, problem: impl Into<String>) {
        let (field, problem) = (field.to_owned(), problem.into());
        self.violations.push(Violation { field, problem, problem_zh: None });
    }

    /// Notes a fault that a clerk may come upon, in his language too.
    pub fn told(&mut self, field: &str, problem: impl Into<String>, zh: impl Into<String>) {
        self.violations.push(Violation::told(field, problem, zh));
    }

    /// Every fault.
    #[must_use]
    pub fn into_faults(self) -> Vec<Violation> {
        self.violations
    }

    /// Answers the value, or every fault.
    ///
    /// # Errors
    /// `Invalid` with all faults.
    pub fn finish<T>(self, value: T) -> Result<T> {
        if self.violations.is_empty() { Ok(value) } else { Err(Error::Invalid(self.violations)) }
    }

    /// A text of so many characters, trimmed; control characters are refused.
    pub fn text(&mut self, field: &str, value: &str, least: usize, most: usize) -> String {
        let value = value.trim();
        let length = value.chars().count();
        if length < least || length > most {
            self.told(
                field,
                format!("must have {least} to {most} characters"),
                format!("应为 {least} 至 {most} 个字符"),
            );
        } else if value.chars().any(|c| c.is_control() && c != '\n') {
            self.told(field, "must not hold control characters", "不能含控制字符");
        }
        value.to_owned()
    }

    /// A language tag (BCP 47) of 2 to 16 characters.
    pub fn language(&mut self, field: &str, value: &str) -> String {
        let language = value.trim().to_owned();
        // A number from a neighbouring column must not pass for one: it would be kept in clear.
        let (first, more) = language.split_once('-').unwrap_or((&language, "en"));
        let letters =
            (2..=8).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic());
        let part = |part: &str| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        let fits = (2..=16).contains(&language.len());
        if !(fits && letters && more.split('-').all(part)) {
            self.told(
                field,
                "must be a language tag (BCP 47), for example ja",
                "应为语言代码（BCP 47），例如 ja",
            );
        }
        language
    }

    /// A typed id.
    pub fn id<T: Id>(&mut self, field: &str, value: &str) -> Option<T> {
        let id = T::parse(value);
        if id.is_none() {
            let prefix = T::PREFIX;
            self.told(
                field,
                format!("must be an id of the form {prefix}_ and 26 characters"),
                format!("应为 {prefix}_ 开头、后接26个字符的编号"),
            );
        }
        id
    }

    /// A typed id that may be absent.
    pub fn optional_id<T: Id>(&mut self, field: &str, value: &str) -> Option<T> {
        if value.is_empty() { None } else { self.id(field, value) }
    }

    /// A 统一社会信用代码 (GB 32100), normalised; none where it is wrong.
    pub fn credit_code(&mut self, field: &str, value: &str) -> Option<String> {
        self.typed_credit_code(field, value).map(|code| code.to_string())
    }

    /// The same, as its type.
    pub fn typed_credit_code(&mut self, field: &str, value: &str) -> Option<CreditCode> {
        let code = value.parse::<CreditCode>();
        if code.is_err() {
            self.told(
                field,
                "must be a unified social credit code: 18 characters, the last a check character",
                "应为18位统一社会信用代码，末位为校验码",
            );
        }
        code.ok()
    }

    /// A 统一社会信用代码 that may be absent.
    pub fn optional_credit_code(&mut self, field: &str, value: &str) -> Option<String> {
        if value.trim().is_empty() { None } else { self.credit_code(field, value) }
    }

    /// Some of them without repeats.
    pub fn credit_codes(
        &mut self,
        field: &str,
        values: &[String],
        least: usize,
        most: usize,
    ) -> Vec<String> {
        if values.len() < least || values.len() > most {
            self.told(
                field,
                format!("must have {least} to {most} entries"),
                format!("应有 {least} 至 {most} 项"),
            );
        }
        let mut codes: Vec<String> = Vec::with_capacity(values.len().min(most));
        for (index, value) in values.iter().enumerate().take(most) {
            let at = format!("{field}[{index}]");
            let Some(code) = self.credit_code(&at, value) else { continue };
            if codes.contains(&code) {
                self.told(&at, "is there twice; name it once", "重复，请只填一次");
            }
            codes.push(code);
        }
        codes
    }

    /// A code of upper-case letters, digits and hyphens.
    pub fn code(&mut self, field: &str, value: &str) -> String {
        if !id::is_code(value) {
            self.told(
                field,
                "must be a code of A-Z, 0-9 and hyphen, at most 24 characters",
                "应为大写字母、数字、连字符组成的代码，最多24位",
            );
        }
        value.to_owned()
    }

    /// Codes of which so many are allowed, without repeats.
    pub fn codes(&mut self, field: &str, values: &[String], least: usize, most: usize) {
        if values.len() < least || values.len() > most {
            self.told(
                field,
                format!("must have {least} to {most} entries"),
                format!("应有 {least} 至 {most} 项"),
            );
        }
        for (index, value) in values.iter().enumerate().take(most) {
            self.code(&format!("{field}[{index}]"), value);
            if values[..index].contains(value) {
                self.told(
                    &format!("{field}[{index}]"),
                    "is there twice; name it once",
                    "重复，请只填一次",
                );
            }
        }
    }

    /// A whole number between two limits.
    pub fn number(&mut self, field: &str, value: i32, least: u32, most: u32) -> u32 {
        let number = u32::try_from(value).ok().filter(|n| (least..=most).contains(n));
        number.unwrap_or_else(|| {
            self.told(
                field,
                format!("must be {least} to {most}"),
                format!("应为 {least} 至 {most}"),
            );
            least
        })
    }

    /// A date that may be absent.
    pub fn optional_date(&mut self, field: &str, value: Option<gtype::Date>) -> Option<NaiveDate> {
        let value = value?;
        let part = |number: i32| u32::try_from(number).unwrap_or(0);
        let date = NaiveDate::from_ymd_opt(value.year, part(value.month), part(value.day));
        let date = date.filter(|date| (1900..=2199).contains(&date.year()));
        if date.is_none() {
            self.told(
                field,
                "must be a whole date of the calendar, years 1900 to 2199",
                "应为完整的日期，年份 1900 至 2199",
            );
        }
        date
    }

    /// A date.
    pub fn date(&mut self, field: &str, value: Option<gtype::Date>) -> Option<NaiveDate> {
        if value.is_none() {
            self.told(field, "is required", "必填");
        }
        self.optional_date(field, value)
    }

    /// An instant that may be absent.
    pub fn optional_instant(
        &mut self,
        field: &str,
        at: Option<Timestamp>,
    ) -> Option<DateTime<Utc>> {
        let at = at?;
        let nanos = u32::try_from(at.nanos).unwrap_or(u32::MAX);
        let instant = DateTime::from_timestamp(at.seconds, nanos);
        let instant = instant.filter(|at| (1900..=2199).contains(&at.year()));
        if instant.is_none() {
            self.told(
                field,
                "must be an instant of the years 1900 to 2199",
                "应为 1900 至 2199 年间的时刻",
            );
        }
        instant
    }

    /// A time of day, on a whole minute.
    pub fn time_of_day(&mut self, field: &str, value: Option<gtype::TimeOfDay>) -> NaiveTime {
        let time = value.filter(|time| time.seconds == 0 && time.nanos == 0).and_then(|time| {
            let part = |number: i32| u32::try_from(number).ok();
            NaiveTime::from_hms_opt(part(time.hours)?, part(time.minutes)?, 0)
        });
        time.unwrap_or_else(|| {
            self.told(field, "must be a time of day on a whole minute", "应为整分的时刻");
            NaiveTime::MIN
        })
    }

    /// A known value of an enumeration other than 0.
    pub fn choice<E: TryFrom<i32>>(&mut self, field: &str, value: i32) -> Option<E> {
        let known = if value == 0 { None } else { E::try_from(value).ok() };
        if known.is_none() {
            self.told(
                field,
                "must be one of the enumeration's values other than UNSPECIFIED",
                "应为规定的选项之一",
            );
        }
        known
    }
}

/// An instant as messages carry it.
#[must_use]
pub fn timestamp(at: DateTime<Utc>) -> Timestamp {
    let nanos = i32::try_from(at.timestamp_subsec_nanos()).unwrap_or(0);
    Timestamp { seconds: at.timestamp(), nanos }
}

/// A date as messages carry it.
#[must_use]
pub fn date(date: NaiveDate) -> gtype::Date {
    let part = |number: u32| i32::try_from(number).unwrap_or(0);
    gtype::Date { year: date.year(), month: part(date.month()), day: part(date.day()) }
}

/// A time of day as messages carry it.
#[must_use]
pub fn time_of_day(time: NaiveTime) -> gtype::TimeOfDay {
    let part = |number: u32| i32::try_from(number).unwrap_or(0);
    gtype::TimeOfDay {
        hours: part(time.hour()),
        minutes: part(time.minute()),
        seconds: part(time.second()),
        nanos: 0,
    }
}

/// A weekday as messages carry it.
#[must_use]
pub fn day_of_week(day: Weekday) -> gtype::DayOfWeek {
    match day {
        Weekday::Mon => gtype::DayOfWeek::Monday,
        Weekday::Tue => gtype::DayOfWeek::Tuesday,
        Weekday::Wed => gtype::DayOfWeek::Wednesday,
        Weekday::Thu => gtype::DayOfWeek::Thursday,
        Weekday::Fri => gtype::DayOfWeek::Friday,
        Weekday::Sat => gtype::DayOfWeek::Saturday,
        Weekday::Sun => gtype::DayOfWeek::Sunday,
    }
}

/// A weekday out of a message.
#[must_use]
pub fn weekday(day: gtype::DayOfWeek) -> Option<Weekday> {
    match day {
        gtype::DayOfWeek::Monday => Some(Weekday::Mon),
        gtype::DayOfWeek::Tuesday => Some(Weekday::Tue),
        gtype::DayOfWeek::Wednesday => Some(Weekday::Wed),
        gtype::DayOfWeek::Thursday => Some(Weekday::Thu),
        gtype::DayOfWeek::Friday => Some(Weekday::Fri),
        gtype::DayOfWeek::Saturday => Some(Weekday::Sat),
        gtype::DayOfWeek::Sunday => Some(Weekday::Sun),
        gtype::DayOfWeek::Unspecified => None,
    }
}

/// The etag of a version.
#[must_use]
pub fn etag(version: i64) -> String {
    format!("v{version}")
}

impl Fields {
    /// The version behind an etag.
    pub fn etag(&mut self, field: &str, value: &str) -> i64 {
        let version = value.strip_prefix('v').and_then(|number| number.parse().ok());
        version.unwrap_or_else(|| {
            self.told(
                field,
                "is required: the etag of the resource as last read",
                "必填：最近一次读取到的 etag",
            );
            0
        })
    }
}

/// The local time of an instant, for texts.
#[must_use]
pub fn local_text(at: DateTime<Utc>) -> String {
    at.with_timezone(&clock::shanghai()).format("%Y-%m-%dT%H:%M:%S+08:00").to_string()
}

impl Fields {
    /// Both values, which are there unless a fault was noted.
    ///
    /// # Errors
    /// `Invalid` with all faults.
    pub fn both<A, B>(self, a: Option<A>, b: Option<B>) -> Result<(A, B)> {
        self.finish(())?;
        a.zip(b).ok_or_else(|| Error::internal("a field is missing without a fault"))
    }

    /// The id and the version of the resource that a write changes.
    ///
    /// # Errors
    /// `Invalid` with all faults.
    pub fn resource<T: Id>(mut self, field: &str, id: &str, etag: &str) -> Result<(T, i64)> {
        let id = self.id(field, id);
        let version = self.etag("etag", etag);
        self.both(id, Some(version))
    }
}

/// The only id of a request.
///
/// # Errors
/// `Invalid` where it is none of its kind.
pub fn one_id<T: Id>(field: &str, value: &str) -> Result<T> {
    let mut fields = Fields::new();
    let id = fields.id(field, value);
    Ok(fields.both(id, Some(()))?.0)
}
