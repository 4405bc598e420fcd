//! The one error type. A variant for each thing a client may branch on; what the client reads of it
//! is made in `api/status.rs`, and a driver's error becomes one in `store`.

use crate::domain::refusal::Refusal;
use std::time::Duration;

/// The result of everything that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A field that is wrong in a request, and how to mend it. Never holds the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The field's path in the request.
    pub field: String,
    /// What is wrong and how to mend it, in English.
    pub problem: String,
    /// The same in Chinese, where a clerk may come upon it.
    pub problem_zh: Option<String>,
}

impl Violation {
    /// What is wrong with a field that clerks fill, in both languages.
    #[must_use]
    pub fn told(
        field: impl Into<String>,
        problem: impl Into<String>,
        zh: impl Into<String>,
    ) -> Self {
        Self { field: field.into(), problem: problem.into(), problem_zh: Some(zh.into()) }
    }
}

/// A place that fits, offered in place of a refused one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearestPlace {
    /// The slot's id.
    pub slot_id: String,
    /// When it begins, local time.
    pub local_start: String,
}

/// Why a call did not succeed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// Fields are missing, malformed or out of their limits.
    #[error("invalid fields")]
    Invalid(Vec<Violation>),
    /// No, wrong or expired credentials.
    #[error("unauthenticated")]
    Unauthenticated,
    /// The roles do not allow the method.
    #[error("permission denied")]
    PermissionDenied,
    /// Absent, or not the caller's to see.
    #[error("not found")]
    NotFound,
    /// Nobody waits whom the counter can serve.
    #[error("nobody waits")]
    QueueEmpty,
    /// A resource with the key exists.
    #[error("exists already")]
    AlreadyExists {
        /// Its id.
        existing_id: String,
    },
    /// The resource changed since it was read.
    #[error("etag mismatch")]
    EtagMismatch,
    /// The request id stands for another request.
    #[error("request id reused")]
    RequestIdReused,
    /// Rules or states refuse; all of them are listed.
    #[error("refused")]
    Refused {
        /// Every refusal, the weightiest first.
        refusals: Vec<Refusal>,
        /// Places that fit, where a booking is refused.
        nearest: Vec<NearestPlace>,
    },
    /// The database gave up on a conflict; a repeat helps.
    #[error("conflict")]
    Conflict,
    /// The server is at a limit of its own.
    #[error("overloaded")]
    Overloaded {
        /// When to try again.
        retry_after: Duration,
    },
    /// The account has had as many whole numbers today as it may.
    #[error("reveal quota used")]
    RevealQuotaUsed {
        /// How many that is.
        quota_a_day: u32,
        /// When the next day begins.
        retry_after: Duration,
    },
    /// The message is too large.
    #[error("message too large")]
    TooLarge,
    /// The deadline passed.
    #[error("deadline exceeded")]
    DeadlineExceeded,
    /// The server stops or its database is away.
    #[error("unavailable")]
    Unavailable,
    /// The stream's time is over.
    #[error("draining")]
    Draining,
    /// The events after a token are not kept any more.
    #[error("event token too old")]
    EventTokenTooOld,
    /// A stream of events is read more slowly than they come.
    #[error("reader too slow")]
    ReaderTooSlow,
    /// There is no such method.
    #[error("unknown method")]
    MethodUnknown,
    /// An error of the server, logged under the incident number.
    #[error("internal error, incident {incident}")]
    Internal {
        /// The number to quote.
        incident: String,
    },
}

impl Error {
    /// One wrong field.
    #[must_use]
    pub fn invalid(field: impl Into<String>, problem: impl Into<String>) -> Self {
        let (field, problem) = (field.into(), problem.into());
        Self::Invalid(vec![Violation { field, problem, problem_zh: None }])
    }

    /// One wrong field of those that clerks fill, with its fault in Chinese too.
    #[must_use]
    pub fn told(
        field: impl Into<String>,
        problem: impl Into<String>,
        zh: impl Into<String>,
    ) -> Self {
        Self::Invalid(vec![Violation::told(field, problem, zh)])
    }

    /// Its public name, a value of `ErrorReason` without the prefix.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Refused { refusals, .. } => {
                refusals.first().map_or("STATE_TRANSITION_FORBIDDEN", Refusal::reason)
            }
            Self::Invalid(_) => "INVALID_FIELD",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::PermissionDenied => "PERMISSION_DENIED",
            Self::NotFound => "NOT_FOUND",
            Self::QueueEmpty => "QUEUE_EMPTY",
            Self::AlreadyExists { .. } => "ALREADY_EXISTS",
            Self::EtagMismatch => "ETAG_MISMATCH",
            Self::RequestIdReused => "REQUEST_ID_REUSED",
            Self::Conflict => "CONFLICT_RETRY",
            Self::Overloaded { .. } => "OVERLOADED",
            Self::RevealQuotaUsed { .. } => "REVEAL_QUOTA_USED",
            Self::TooLarge => "MESSAGE_TOO_LARGE",
            Self::DeadlineExceeded => "DEADLINE_EXCEEDED",
            Self::Unavailable => "UNAVAILABLE",
            Self::Draining => "DRAINING",
            Self::EventTokenTooOld => "EVENT_TOKEN_TOO_OLD",
            Self::ReaderTooSlow => "READER_TOO_SLOW",
            Self::MethodUnknown => "METHOD_UNKNOWN",
            Self::Internal { .. } => "INTERNAL",
        }
    }

    /// True where the request was refused for what it asks, not for how the server is.
    #[must_use]
    pub const fn is_refusal(&self) -> bool {
        match self {
            Self::Invalid(_)
            | Self::Unauthenticated
            | Self::PermissionDenied
            | Self::NotFound
            | Self::QueueEmpty
            | Self::AlreadyExists { .. }
            | Self::EtagMismatch
            | Self::RequestIdReused
            | Self::EventTokenTooOld
            | Self::RevealQuotaUsed { .. }
            | Self::Refused { .. } => true,
            Self::Conflict
            | Self::Overloaded { .. }
            | Self::TooLarge
            | Self::DeadlineExceeded
            | Self::Unavailable
            | Self::Draining
            | Self::ReaderTooSlow
            | Self::MethodUnknown
            | Self::Internal { .. } => false,
        }
    }

    /// An error of the server: logs what happened once and keeps the number. The cause must not
    /// hold personal data.
    #[must_use]
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        let incident = crate::domain::id::base32(&uuid::Uuid::new_v4().as_bytes()[..5]);
        tracing::error!(incident = %incident, cause = %cause, "internal error");
        Self::Internal { incident }
    }
}

impl From<Vec<Refusal>> for Error {
    /// All the rules that refuse; none where what was asked for is not there.
    fn from(refusals: Vec<Refusal>) -> Self {
        if refusals.is_empty() {
            return Self::NotFound;
        }
        Self::Refused { refusals, nearest: Vec::new() }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused { refusals: vec![refusal], nearest: Vec::new() }
    }
}
