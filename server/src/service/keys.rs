//! The keys that sign access tokens: the first is made when there is none, all servers agree on it,
//! and a new one takes over without a token being refused. A private half is in plain only in
//! memory.

use super::{
    App, audit,
    token::{Key, KeySet},
};
use crate::{
    domain::{
        id,
        token::{KEY_LEAD, KEY_OVERLAP},
    },
    error::{Error, Result},
    secrets::random,
    store::{Tx, signing_key::SigningKey},
};
use arc_swap::ArcSwapOption;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use chrono::{DateTime, Duration, Utc};
use std::sync::Arc;

/// How old the set may be; less than a new key's lead, so that every server knows it in time.
const MAX_AGE: Duration = Duration::seconds(10);
/// How old it must be to be read again for a key it does not know: a flood of made-up names costs
/// one query in that time.
const REREAD_AFTER: Duration = Duration::seconds(2);
/// What the audit trail calls a rotation.
const ROTATE: &str = "frscd key rotate";

/// The set of one server.
#[derive(Debug, Default)]
pub struct Keys {
    set: ArcSwapOption<KeySet>,
}

impl Keys {
    /// True where the set as last read has the key, and it verifies at this instant.
    #[must_use]
    pub fn verifies(&self, kid: &str, now: DateTime<Utc>) -> bool {
        self.set.load().as_ref().is_some_and(|set| set.verifies(kid, now))
    }
}

/// The set, with a key that signs.
///
/// # Errors
/// What the database says, or an internal error where a key was sealed by another master key.
pub async fn current(app: &App) -> Result<Arc<KeySet>> {
    let now = app.clock.now();
    if let Some(set) = &*app.identity.keys.set.load()
        && (now - set.read_at).abs() < MAX_AGE
        && set.can_sign(now)
    {
        return Ok(Arc::clone(set));
    }
    let set = read(app, now).await?;
    if set.can_sign(now) {
        return Ok(set);
    }
    make_first(app).await?;
    read(app, now).await
}

/// The set, read again for a key it does not know; `None` where that was done a moment ago.
///
/// # Errors
/// What the database says.
pub async fn reread(app: &App) -> Result<Option<Arc<KeySet>>> {
    let now = app.clock.now();
    if let Some(set) = &*app.identity.keys.set.load()
        && (now - set.read_at).abs() < REREAD_AFTER
    {
        return Ok(None);
    }
    read(app, now).await.map(Some)
}

/// Makes a new key, which signs after a short lead; the others verify until the last token they
/// signed has run out. Answers the new key's name.
///
/// # Errors
/// What the database says.
pub async fn rotate_keys(app: &App) -> Result<String> {
    let now = app.clock.now();
    let tx = app.store.begin().await?;
    tx.lock_signing_keys().await?;
    tx.forget_signing_keys(now).await?;
    tx.retire_signing_keys(now + KEY_LEAD + KEY_OVERLAP).await?;
    let kid = add(app, &tx, now, now + KEY_LEAD).await?;
    tx.add_audit(vec![audit::done(app, ROTATE, &kid)]).await?;
    tx.commit().await?;
    app.identity.keys.set.store(None);
    Ok(kid)
}

/// Two servers that start at once meet at the lock, and the second finds the first one's key.
async fn make_first(app: &App) -> Result<()> {
    let now = app.clock.now();
    let tx = app.store.begin().await?;
    let known = tx.lock_signing_keys().await?;
    let signs = |key: &SigningKey| {
        key.signs_from <= now && key.retires_at.is_none_or(|retires_at| now < retires_at)
    };
    if known.iter().any(signs) {
        return tx.rollback().await;
    }
    add(app, &tx, now, now).await?;
    tx.commit().await
}

async fn add(app: &App, tx: &Tx, now: DateTime<Utc>, signs_from: DateTime<Utc>) -> Result<String> {
    let refused = || Error::internal("a key was not made");
    let pair = Ed25519KeyPair::generate().map_err(|_| refused())?;
    let private_key = pair.to_pkcs8().map_err(|_| refused())?;
    let kid = id::base32(&random::<10>());
    let key = SigningKey {
        public_key: pair.public_key().as_ref().to_vec(),
        private_key_sealed: app.secrets.seal(&place(&kid), private_key.as_ref())?,
        kid: kid.clone(),
        created_at: now,
        signs_from,
        retires_at: None,
    };
    tx.insert_signing_key(&key).await?;
    Ok(kid)
}

async fn read(app: &App, now: DateTime<Utc>) -> Result<Arc<KeySet>> {
    let rows = app.store.reader().signing_keys().await?;
    let keys = rows.into_iter().map(|row| {
        let private_key = app.secrets.open_sealed(&place(&row.kid), &row.private_key_sealed)?;
        let SigningKey { kid, signs_from, retires_at, public_key, .. } = row;
        Ok(Key::new(kid, signs_from, retires_at, &private_key, &public_key))
    });
    let set = Arc::new(KeySet::new(keys.collect::<Result<_>>()?, now));
    app.identity.keys.set.store(Some(Arc::clone(&set)));
    Ok(set)
}

fn place(kid: &str) -> String {
    format!("signing_key.private_key_sealed:{kid}")
}
