//! The kinds of values that settings have, read from text. They hold no default.

use crate::vault::Place;
use std::{
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
};

/// Most connections and calls that a setting may allow.
const MOST: usize = 1_000_000;
/// Most mebibytes that a setting may allow.
const MOST_MEBIBYTES: u64 = 1024;

/// A kind of value.
pub(super) trait Value: Sized {
    /// Reads it from a setting's text; the error says what is expected.
    fn read(text: &str) -> Result<Self, String>;
    /// As it may be shown.
    fn shown(&self) -> String;
}

/// Where the database is. Its password is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// The URL with its password, for the driver alone.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The directory of an SQLite file.
    #[must_use]
    pub fn directory(&self) -> Option<PathBuf> {
        let path = self.0.strip_prefix("sqlite:")?;
        let path = path.strip_prefix("//").unwrap_or(path).split('?').next().unwrap_or_default();
        Path::new(path).parent().map(Path::to_path_buf)
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&without_password(&self.0))
    }
}

/// A URL as it may be shown.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    // The options of a URL may hold a password too, so none of them is shown.
    let (place, options) = rest.split_once('?').map_or((rest, ""), |(place, _)| (place, "?***"));
    match place.rsplit_once('@') {
        Some((user, host)) => {
            let user = user.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}:***@{host}{options}")
        }
        None => format!("{scheme}://{place}{options}"),
    }
}

/// The URL of a mail server.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpUrl(String);

impl SmtpUrl {
    /// The URL with its password, for the mail library alone.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&without_password(&self.0))
    }
}

impl Value for SmtpUrl {
    fn read(text: &str) -> Result<Self, String> {
        if text.starts_with("smtps://") || text.starts_with("smtp://") {
            return Ok(Self(text.to_owned()));
        }
        Err("expected smtps://<user>:<password>@<host>:465".to_owned())
    }

    fn shown(&self) -> String {
        without_password(&self.0)
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Value for DatabaseUrl {
    fn read(text: &str) -> Result<Self, String> {
        let file = text.strip_prefix("sqlite:").is_some_and(|path| !path.is_empty());
        // A memory of its own for every connection of the pool would be as many databases.
        if text.contains(":memory:") {
            return Err("expected a file: a database in memory is lost with its connection".into());
        }
        if file || text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self(text.to_owned()));
        }
        Err("expected sqlite:<path> or postgres://<user>:<password>@<host>/<name>".to_owned())
    }

    fn shown(&self) -> String {
        self.to_string()
    }
}

/// The six digits of an administrative division.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DivisionCode(String);

impl DivisionCode {
    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Value for DivisionCode {
    fn read(text: &str) -> Result<Self, String> {
        if text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(Self(text.to_owned()));
        }
        Err("expected six digits, such as 330482".to_owned())
    }

    fn shown(&self) -> String {
        self.0.clone()
    }
}

/// Declares an enum whose values are words.
macro_rules! words {
    ($($(#[$doc:meta])+ $name:ident {
        $($(#[$variant_doc:meta])+ $variant:ident = $word:literal,)*
    })*) => {$(
        $(#[$doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_doc])+ $variant,)*
        }

        impl Value for $name {
            fn read(text: &str) -> Result<Self, String> {
                match text {
                    $($word => Ok(Self::$variant),)*
                    _ => Err(format!("expected {}", [$($word),*].join(" or "))),
                }
            }

            fn shown(&self) -> String {
                match self {
                    $(Self::$variant => $word.to_owned(),)*
                }
            }
        }
    )*};
}

words! {
    /// The form of log lines.
    LogFormat {
        /// One JSON object a line.
        Json = "json",
        /// For people to read.
        Text = "text",
    }
    /// When a request counts that comes after closing.
    AfterHours {
        /// From the next working day.
        NextWorkingDay = "next_working_day",
        /// From the day itself.
        SameDay = "same_day",
    }
}

impl Value for String {
    fn read(text: &str) -> Result<Self, String> {
        if text.is_empty() { Err("expected a value".to_owned()) } else { Ok(text.to_owned()) }
    }

    fn shown(&self) -> String {
        self.clone()
    }
}

impl Value for bool {
    fn read(text: &str) -> Result<Self, String> {
        text.parse().map_err(|_| "expected true or false".to_owned())
    }

    fn shown(&self) -> String {
        self.to_string()
    }
}

impl Value for usize {
    fn read(text: &str) -> Result<Self, String> {
        let number = text.parse().ok().filter(|number| (1..=MOST).contains(number));
        number.ok_or_else(|| format!("expected a number from 1 to {MOST}"))
    }

    fn shown(&self) -> String {
        self.to_string()
    }
}

/// A size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mebibytes(u64);

impl Mebibytes {
    /// The size in bytes.
    #[must_use]
    pub const fn bytes(self) -> u64 {
        self.0 * 1024 * 1024
    }
}

impl Value for Mebibytes {
    fn read(text: &str) -> Result<Self, String> {
        let number = text.parse().ok().filter(|number| (1..=MOST_MEBIBYTES).contains(number));
        let number = number.ok_or_else(|| format!("expected MiB from 1 to {MOST_MEBIBYTES}"))?;
        Ok(Self(number))
    }

    fn shown(&self) -> String {
        self.0.to_string()
    }
}

impl Value for Place {
    fn read(text: &str) -> Result<Self, String> {
        let Some(bucket) = text.strip_prefix("s3://") else {
            return match text.contains("://") {
                true => Err("expected a folder or s3://<bucket>/<prefix>".to_owned()),
                false => PathBuf::read(text).map(Self::Folder),
            };
        };
        let (bucket, prefix) = bucket.split_once('/').unwrap_or((bucket, ""));
        if bucket.is_empty() {
            return Err("expected s3://<bucket>/<prefix>".to_owned());
        }
        Ok(Self::Bucket { bucket: bucket.to_owned(), prefix: prefix.to_owned() })
    }

    fn shown(&self) -> String {
        match self {
            Self::Folder(folder) => folder.display().to_string(),
            Self::Bucket { bucket, prefix } => format!("s3://{bucket}/{prefix}"),
        }
    }
}

impl Value for SocketAddr {
    fn read(text: &str) -> Result<Self, String> {
        let expected = "expected an address and a port, such as 127.0.0.1:7443 or [::1]:7443";
        text.parse().map_err(|_| expected.to_owned())
    }

    fn shown(&self) -> String {
        self.to_string()
    }
}

impl Value for PathBuf {
    fn read(text: &str) -> Result<Self, String> {
        String::read(text).map(Self::from)
    }

    fn shown(&self) -> String {
        self.display().to_string()
    }
}

/// An empty text is a setting that is not set.
impl<T: Value> Value for Option<T> {
    fn read(text: &str) -> Result<Self, String> {
        if text.is_empty() { Ok(None) } else { T::read(text).map(Some) }
    }

    fn shown(&self) -> String {
        self.as_ref().map(T::shown).unwrap_or_default()
    }
}
