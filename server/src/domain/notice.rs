//! Notices: what is told to somebody outside the centre, by e-mail or to another system. When it is
//! sent, when it is tried again, and when it is given up; the words are data (`policy`).
//!
//! It never knows whether something has to be told: that is the business of what the notice is
//! about.

mod policy;
mod template;
#[cfg(test)]
mod tests;

pub use policy::{NoticePolicy, QuietHours};
pub use template::{NoticeTemplate, PLACEHOLDERS, render, unknown_placeholders};

use super::id::{NoticeId, WebhookEndpointId};
use chrono::{DateTime, Duration, Utc};
use std::{collections::BTreeMap, fmt};

/// Longest reason of a failure that is kept.
pub const MAX_FAILURE_CHARS: usize = 120;

kept! {
    /// What a notice tells.
    NoticeKind, 3 {
        /// A document runs out.
        DocumentExpires = 1, "DOCUMENT_EXPIRES";
        /// A document has run out.
        DocumentExpired = 2, "DOCUMENT_EXPIRED";
        /// Nothing: an endpoint is tried.
        Ping = 3, "PING";
    }
}

kept! {
    /// By which way a notice goes.
    NoticeChannel, 2 {
        /// By e-mail (SMTP).
        Email = 1, "EMAIL";
        /// To another system (Standard Webhooks).
        Webhook = 2, "WEBHOOK";
    }
}

kept! {
    /// Where a notice stands.
    NoticeState, 4 {
        /// To be sent, for the first time or again.
        Pending = 1, "PENDING";
        /// The other side has taken it.
        Sent = 2, "SENT";
        /// Given up, until somebody has it tried again.
        Dead = 3, "DEAD";
        /// Not to be sent any more: what it tells is no longer so.
        Cancelled = 4, "CANCELLED";
    }
}

kept! {
    /// Whom a notice is for.
    NoticeRecipient, 2 {
        /// The holder of the document.
        Holder = 1, "HOLDER";
        /// The systems of a department.
        Department = 2, "DEPARTMENT";
    }
}

/// What is told, by the names of the template's placeholders.
pub type Facts = BTreeMap<String, String>;

/// Where a notice goes.
#[derive(Clone, PartialEq, Eq)]
pub enum Destination {
    /// An electronic mail address.
    Email(String),
    /// An endpoint of another system.
    Webhook(WebhookEndpointId),
}

impl Destination {
    /// The way.
    #[must_use]
    pub const fn channel(&self) -> NoticeChannel {
        match self {
            Self::Email(_) => NoticeChannel::Email,
            Self::Webhook(_) => NoticeChannel::Webhook,
        }
    }
}

impl fmt::Debug for Destination {
    /// An address is a person's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.channel().name())
    }
}

/// A notice, as far as its delivery goes; what it tells is sealed beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its id, under which the other side gets it however often it is sent.
    pub id: NoticeId,
    /// What it tells.
    pub kind: NoticeKind,
    /// About which resource.
    pub resource_id: String,
    /// Whom it is for.
    pub recipient: NoticeRecipient,
    /// By which way.
    pub channel: NoticeChannel,
    /// The endpoint, where it goes to one.
    pub endpoint_id: Option<WebhookEndpointId>,
    /// The language of its words, BCP 47.
    pub language: String,
    /// Where it stands.
    pub state: NoticeState,
    /// How often it was tried.
    pub attempts: u32,
    /// Not tried before.
    pub next_attempt_at: DateTime<Utc>,
    /// Why the last try failed; empty where none did. No personal data.
    pub failure: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When the other side took it.
    pub sent_at: Option<DateTime<Utc>>,
    /// Goes up with every change.
    pub version: i64,
}

/// What became of a try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// The other side has taken it.
    Taken,
    /// Not now; it may be taken later.
    Deferred(String),
    /// It never will be.
    Refused(String),
    /// It was not sent: what it tells is no longer so.
    Pointless,
    /// It was not sent: whom it is for sleeps until then.
    Asleep(DateTime<Utc>),
}

impl Notice {
    /// The notice after a try that ended at an instant. A deferred one is tried again after the
    /// policy's next interval, and given up after the last.
    #[must_use]
    pub fn after(&self, attempt: Attempt, policy: &NoticePolicy, now: DateTime<Utc>) -> Self {
        let mut after = Self { version: self.version + 1, ..self.clone() };
        match attempt {
            Attempt::Taken => {
                after.state = NoticeState::Sent;
                after.sent_at = Some(now);
                after.failure = String::new();
            }
            Attempt::Pointless => after.state = NoticeState::Cancelled,
            Attempt::Asleep(until) => {
                // It counts as no try.
                after.attempts = after.attempts.saturating_sub(1);
                after.next_attempt_at = until;
            }
            Attempt::Refused(why) => {
                after.state = NoticeState::Dead;
                after.failure = shortened(&why);
            }
            Attempt::Deferred(why) => {
                after.failure = shortened(&why);
                match policy.retry_after(self.attempts) {
                    Some(pause) => after.next_attempt_at = now + pause,
                    None => after.state = NoticeState::Dead,
                }
            }
        }
        after
    }

    /// A notice that was given up, to be tried anew from the first interval on.
    #[must_use]
    pub fn revived(&self, now: DateTime<Utc>) -> Option<Self> {
        (self.state == NoticeState::Dead).then(|| Self {
            state: NoticeState::Pending,
            attempts: 0,
            next_attempt_at: now,
            version: self.version + 1,
            ..self.clone()
        })
    }
}

/// How long a server that takes a notice up has for it, before another may.
pub const LEASE: Duration = Duration::seconds(90);

fn shortened(why: &str) -> String {
    why.chars().take(MAX_FAILURE_CHARS).collect()
}
