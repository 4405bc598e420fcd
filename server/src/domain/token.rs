//! How long sessions and their tokens live, and what becomes of a refresh token that is presented.
//! Never sees a token itself.

use chrono::{DateTime, Duration, Utc};

/// Longest life of an access token.
pub const ACCESS_TOKEN_LIFE: Duration = Duration::minutes(10);
/// Life of a refresh token; each use gives a new one, so this is how long a client may be away.
pub const REFRESH_TOKEN_LIFE: Duration = Duration::hours(12);
/// Longest life of a session, however often it is renewed.
pub const SESSION_LIFE: Duration = Duration::hours(24);
/// How long a used refresh token gets its successor again, for a client that lost the answer.
pub const RETRY_WINDOW: Duration = Duration::seconds(30);
/// How far ahead of ours the clock may be that dated a token.
pub const CLOCK_LEEWAY: Duration = Duration::seconds(5);
/// Life of the one-time code of the first account.
pub const BOOTSTRAP_CODE_LIFE: Duration = Duration::hours(1);
/// How long after its making a new key signs: by then every server has read it.
pub const KEY_LEAD: Duration = Duration::seconds(15);
/// How long a replaced key still verifies after its successor signs: the life of the last token it
/// signed, and the time in which another server may not have read of the successor.
pub const KEY_OVERLAP: Duration = Duration::minutes(11);

/// Why a session ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevokedBecause {
    /// Its principal signed out.
    SignedOut,
    /// A used refresh token came back.
    RefreshTokenReused,
    /// The account was disabled.
    AccountDisabled,
    /// An administrator replaced the secret.
    SecretReset,
    /// The principal replaced his password in another session.
    PasswordChanged,
}

impl RevokedBecause {
    /// The name it is kept under.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignedOut => "SIGNED_OUT",
            Self::RefreshTokenReused => "REFRESH_TOKEN_REUSED",
            Self::AccountDisabled => "ACCOUNT_DISABLED",
            Self::SecretReset => "SECRET_RESET",
            Self::PasswordChanged => "PASSWORD_CHANGED",
        }
    }
}

/// What becomes of a refresh token of a live session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refresh {
    /// It is used now and gets a new successor.
    Rotate,
    /// It was used a moment ago and gets the same successor.
    Repeat,
    /// It was used before: somebody else holds a copy, and the whole family ends.
    Reused,
    /// It has run out.
    Expired,
}

/// Judges a refresh token of a live session.
#[must_use]
pub fn judge_refresh(
    expires_at: DateTime<Utc>,
    used_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Refresh {
    match used_at {
        Some(used_at) if now - used_at <= RETRY_WINDOW => Refresh::Repeat,
        Some(_) => Refresh::Reused,
        None if now < expires_at => Refresh::Rotate,
        None => Refresh::Expired,
    }
}

/// When a token made now runs out: after its life, but never after its session.
#[must_use]
pub fn ends_at(
    now: DateTime<Utc>,
    life: Duration,
    session_expires_at: DateTime<Utc>,
) -> DateTime<Utc> {
    (now + life).min(session_expires_at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refresh_token_is_used_once_and_repeated_for_thirty_seconds() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let ends = now + REFRESH_TOKEN_LIFE;
        let moment = Duration::microseconds(1);
        let table = [
            (None, now, Refresh::Rotate),
            (None, ends - moment, Refresh::Rotate),
            (None, ends, Refresh::Expired),
            (Some(now), now, Refresh::Repeat),
            (Some(now), now + RETRY_WINDOW, Refresh::Repeat),
            (Some(now), now + RETRY_WINDOW + moment, Refresh::Reused),
            (Some(now), ends + moment, Refresh::Reused),
        ];
        for (used_at, at, expected) in table {
            assert_eq!(judge_refresh(ends, used_at, at), expected, "{used_at:?} {at}");
        }
    }

    #[test]
    fn no_token_outlives_its_session() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let session = now + Duration::hours(2);
        assert_eq!(ends_at(now, REFRESH_TOKEN_LIFE, session), session);
        assert_eq!(ends_at(now, ACCESS_TOKEN_LIFE, session), now + ACCESS_TOKEN_LIFE);
    }
}
