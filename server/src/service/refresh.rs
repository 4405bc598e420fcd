//! Refresh tokens: each is used once and exchanged for its successor, judged under a lock on the
//! session's row, so that one token has one successor however many ask at once. A copy that comes
//! back later ends the whole family. No token is ever kept in plain.

use super::{App, Visit, audit, keys, token, write::DONE};
use crate::{
    domain::{
        id::SessionId,
        token::{
            REFRESH_TOKEN_LIFE, RETRY_WINDOW, Refresh, RevokedBecause, ends_at, judge_refresh,
        },
    },
    error::{Error, Result},
    secrets::{random, sha256},
    store::auth_session::{AuthSession, RefreshToken},
};
use chrono::{DateTime, Duration, Utc};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use std::fmt;
use zeroize::Zeroizing;

/// How often a conflict is tried again.
const ATTEMPTS: u32 = 4;
/// What every refresh token begins with, so that a leaked one is recognised for what it is.
const REFRESH_PREFIX: &str = "frscrt_";
/// Bytes of a refresh token's randomness.
const REFRESH_BYTES: usize = 32;

/// How long a session's row is kept after its end.
const KEPT_AFTER_END: Duration = Duration::days(30);

/// An access token and the refresh token that renews it.
pub struct Tokens {
    /// The JWT.
    pub access_token: Zeroizing<String>,
    /// When it ends.
    pub access_expires_at: DateTime<Utc>,
    /// The refresh token.
    pub refresh_token: Zeroizing<String>,
    /// When it ends.
    pub refresh_expires_at: DateTime<Utc>,
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens(…)")
    }
}

/// Exchanges a refresh token for its successor.
///
/// # Errors
/// `Unauthenticated` where it is unknown, run out, used before, or its session has ended; what the
/// database says.
pub async fn refresh_session(app: &App, visit: Visit, token: Zeroizing<String>) -> Result<Tokens> {
    let hash = sha256(token.as_bytes());
    let Some(session) = app.store.reader().session_of_refresh_token(&hash).await? else {
        audit::refused(app, visit, None, &Error::Unauthenticated).await?;
        return Err(Error::Unauthenticated);
    };
    let (session, successor, used_at) =
        again(|| rotate(app, visit, session, hash)).await?.ok_or(Error::Unauthenticated)?;
    tokens(app, &session, successor, used_at).await
}

/// Forgets what no refresh can ask for any more: successors that are repeated no longer, and the
/// sessions that ended a month ago.
///
/// # Errors
/// What the database says.
pub async fn forget_ended(app: &App) -> Result<()> {
    let now = app.clock.now();
    let tx = app.store.begin().await?;
    tx.forget_successors(now - RETRY_WINDOW).await?;
    tx.forget_sessions(now - KEPT_AFTER_END).await?;
    tx.commit().await
}

/// The session, the successor of a refresh token, and when the token was used; `None` where it is
/// refused, which is written, as is the end of the family.
async fn rotate(
    app: &App,
    visit: Visit,
    session_id: SessionId,
    hash: [u8; 32],
) -> Result<Option<(AuthSession, Zeroizing<String>, DateTime<Utc>)>> {
    let now = app.clock.now();
    let tx = app.store.begin().await?;
    let session = tx.lock_session(session_id).await?.ok_or(Error::Unauthenticated)?;
    let token = tx.lock_refresh_token(&hash).await?.ok_or(Error::Unauthenticated)?;
    let live = session.is_live(now) && tx.account_of_live_session(session_id, now).await?.is_some();
    let place = format!("refresh_token.successor_sealed:{}", HEXLOWER.encode(&hash));
    match judge_refresh(token.expires_at, token.used_at, now) {
        Refresh::Rotate if live => {
            let successor = new_token();
            tx.insert_refresh_token(&row(&session, &successor, now)).await?;
            let sealed = app.secrets.seal(&place, successor.as_bytes())?;
            tx.use_refresh_token(&hash, sealed, now).await?;
            let (account, id) = (Some(session.account_id), Some(session_id));
            tx.add_audit(vec![audit::of_account(app, visit, account, id, DONE)]).await?;
            tx.commit().await?;
            return Ok(Some((session, successor, now)));
        }
        Refresh::Repeat if live => {
            if let Some(sealed) = &token.successor_sealed {
                let opened = app.secrets.open_sealed(&place, sealed)?;
                let successor = std::str::from_utf8(&opened).map_err(Error::internal)?;
                let successor = Zeroizing::new(successor.to_owned());
                return Ok(Some((session, successor, token.used_at.unwrap_or(now))));
            }
        }
        Refresh::Reused => {
            tx.revoke_session(session_id, RevokedBecause::RefreshTokenReused, now).await?;
        }
        Refresh::Rotate | Refresh::Repeat | Refresh::Expired => {}
    }
    let reason = Error::Unauthenticated.reason();
    let (account, session) = (Some(session.account_id), Some(session_id));
    tx.add_audit(vec![audit::of_account(app, visit, account, session, reason)]).await?;
    tx.commit().await?;
    app.identity.forget_rights();
    Ok(None)
}

/// A new refresh token.
pub(super) fn new_token() -> Zeroizing<String> {
    let bytes = Zeroizing::new(random::<REFRESH_BYTES>());
    Zeroizing::new(format!("{REFRESH_PREFIX}{}", BASE64URL_NOPAD.encode(bytes.as_slice())))
}

/// A new refresh token's row.
pub(super) fn row(session: &AuthSession, token: &str, now: DateTime<Utc>) -> RefreshToken {
    RefreshToken {
        hash: sha256(token.as_bytes()),
        session_id: session.id,
        created_at: now,
        expires_at: ends_at(now, REFRESH_TOKEN_LIFE, session.expires_at),
        used_at: None,
        successor_sealed: None,
    }
}

/// The tokens to work with: a new access token beside the refresh token given.
pub(super) async fn tokens(
    app: &App,
    session: &AuthSession,
    refresh_token: Zeroizing<String>,
    refresh_made_at: DateTime<Utc>,
) -> Result<Tokens> {
    let keys = keys::current(app).await?;
    let (access_token, access_expires_at) =
        token::sign(&app.clock, &keys, session.account_id, session.id, session.expires_at)?;
    let refresh_expires_at = ends_at(refresh_made_at, REFRESH_TOKEN_LIFE, session.expires_at);
    Ok(Tokens { access_token, access_expires_at, refresh_token, refresh_expires_at })
}

/// Tries a transaction again where the database gave up on it.
pub(super) async fn again<T, Fut: Future<Output = Result<T>>>(work: impl Fn() -> Fut) -> Result<T> {
    let mut attempt = 1;
    loop {
        match work().await {
            Err(Error::Conflict) if attempt < ATTEMPTS => attempt += 1,
            done => return done,
        }
    }
}
