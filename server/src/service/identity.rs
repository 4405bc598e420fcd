//! Who calls, and what he may do at this moment. A token only says which session it belongs to; the
//! rights are read from the database and kept for at most five seconds, in this server not even
//! that long: whoever changes an account or a session drops them all.

pub use super::{
    keys::rotate_keys,
    refresh::{Tokens, forget_ended, refresh_session},
    session::{SignedIn, change_password, create_session, get_caller, revoke_session},
};

use super::{
    App, keys,
    keys::Keys,
    password::Passwords,
    token::{self, Rejected, Verified},
};
use crate::{
    domain::{
        account::Account,
        caller::Caller,
        id::{AccountId, SessionId},
    },
    error::{Error, Result},
    secrets::sha256,
};
use arc_swap::ArcSwapOption;
use chrono::{DateTime, Duration, Utc};
use moka::sync::Cache;
use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use tokio::time::Instant;

/// How old known rights may be.
const MAX_RIGHTS_AGE: Duration = Duration::seconds(5);
/// The same for open streams: so many streams of one session cost one look.
const MAX_STREAM_RIGHTS_AGE: std::time::Duration = std::time::Duration::from_secs(1);
/// Tokens and sessions that are kept in memory.
const CACHED: u64 = 10_000;

/// What one server remembers of tokens and rights.
pub struct Identity {
    /// The keys that sign and verify.
    pub(super) keys: Keys,
    /// Where secrets are hashed.
    pub(super) passwords: Passwords,
    /// Good tokens by their hash, so that a copy of this memory signs nobody in.
    tokens: Cache<[u8; 32], Arc<Known>>,
    /// The rights of sessions, which all tokens of a session share.
    rights: Cache<SessionId, Arc<ArcSwapOption<Rights>>>,
    /// Counts the changes of rights made here; rights read before a change are no longer known.
    changes: AtomicU64,
}

/// A good token, and the rights behind it.
struct Known {
    verified: Verified,
    rights: Arc<ArcSwapOption<Rights>>,
}

/// Rights as they were read.
struct Rights {
    caller: Arc<Caller>,
    read_at: DateTime<Utc>,
    /// Counts on where a test's clock stands still.
    read: Instant,
    change: u64,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(…)")
    }
}

impl Default for Identity {
    fn default() -> Self {
        Self::new()
    }
}

impl Identity {
    /// Remembers nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            keys: Keys::default(),
            passwords: Passwords::default(),
            tokens: Cache::new(CACHED),
            rights: Cache::new(CACHED),
            changes: AtomicU64::new(0),
        }
    }

    /// Drops all known rights, after an account or a session was changed here.
    pub fn forget_rights(&self) {
        self.changes.fetch_add(1, Ordering::SeqCst);
    }

    fn rights_of(&self, session: SessionId) -> Arc<ArcSwapOption<Rights>> {
        self.rights.get_with(session, Arc::default)
    }

    fn token(&self, hash: &[u8; 32], now: DateTime<Utc>) -> Option<Arc<Known>> {
        let known = self.tokens.get(hash)?;
        let verified = &known.verified;
        let good = verified.is_current(now) && self.keys.verifies(&verified.kid, now);
        good.then_some(known)
    }
}

/// The caller behind a token, where that is known without waiting.
#[must_use]
pub fn known(app: &App, token: &str) -> Option<Arc<Caller>> {
    let now = app.clock.now();
    let known = app.identity.token(&sha256(token.as_bytes()), now)?;
    let rights = known.rights.load();
    let rights = rights.as_ref()?;
    let fresh = rights.change == app.identity.changes.load(Ordering::SeqCst)
        && (now - rights.read_at).abs() < MAX_RIGHTS_AGE;
    (fresh && rights.caller.account_id == known.verified.account_id)
        .then(|| Arc::clone(&rights.caller))
}

/// The caller behind a token, with his rights as they are in the database now.
///
/// # Errors
/// `Unauthenticated` where the token is not good or its session has ended; what the database says.
pub async fn authenticate(app: &App, token: &str) -> Result<Arc<Caller>> {
    let now = app.clock.now();
    let hash = sha256(token.as_bytes());
    let known = match app.identity.token(&hash, now) {
        Some(known) => known,
        None => {
            let verified = verify(app, token, now).await?;
            let rights = app.identity.rights_of(verified.session_id);
            let known = Arc::new(Known { verified, rights });
            app.identity.tokens.insert(hash, Arc::clone(&known));
            known
        }
    };
    let verified = &known.verified;
    read_rights(app, verified.account_id, verified.session_id, &known.rights).await
}

/// A caller with his rights as they are now, at most a second old, while his session lasts: for
/// streams, which outlive the token that opened them.
///
/// # Errors
/// `Unauthenticated` where his session has ended; what the database says.
pub async fn still(app: &App, caller: &Caller) -> Result<Arc<Caller>> {
    let kept = app.identity.rights_of(caller.session_id);
    if let Some(rights) = &*kept.load() {
        let unchanged = rights.change == app.identity.changes.load(Ordering::SeqCst);
        if unchanged && rights.read.elapsed() < MAX_STREAM_RIGHTS_AGE {
            return Ok(Arc::clone(&rights.caller));
        }
    }
    read_rights(app, caller.account_id, caller.session_id, &kept).await
}

async fn read_rights(
    app: &App,
    account: AccountId,
    session: SessionId,
    kept: &ArcSwapOption<Rights>,
) -> Result<Arc<Caller>> {
    let (read_at, read) = (app.clock.now(), Instant::now());
    let change = app.identity.changes.load(Ordering::SeqCst);
    let found = app.store.reader().account_of_live_session(session, read_at).await?;
    let found = found.filter(|found| found.id == account).ok_or(Error::Unauthenticated)?;
    let caller = Arc::new(caller(&found, session));
    let rights = Rights { caller: Arc::clone(&caller), read_at, read, change };
    kept.store(Some(Arc::new(rights)));
    Ok(caller)
}

/// An account as the caller of a session.
#[must_use]
pub fn caller(account: &Account, session_id: SessionId) -> Caller {
    Caller {
        account_id: account.id,
        session_id,
        roles: account.roles,
        grantable_roles: account.grantable_roles,
        department_id: account.department_id.clone(),
    }
}

/// A key made by another server is not known here yet: the keys are read again before the token is
/// refused for it.
async fn verify(app: &App, token: &str, now: DateTime<Utc>) -> Result<Verified> {
    let bad = |_| Error::Unauthenticated;
    let keys = keys::current(app).await?;
    match token::verify(token, now, &keys) {
        Ok(verified) => Ok(verified),
        Err(Rejected::Bad) => Err(Error::Unauthenticated),
        Err(Rejected::UnknownKey) => match keys::reread(app).await? {
            Some(keys) => token::verify(token, now, &keys).map_err(bad),
            None => Err(Error::Unauthenticated),
        },
    }
}
