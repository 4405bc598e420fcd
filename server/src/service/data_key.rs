//! The keys that seal fields: the first are made with the database, a new one takes over without
//! a server being stopped, what an old one sealed is sealed anew, and the master key that wraps
//! them all is changed while servers run by either. A key is in plain only in memory.

use super::{App, audit};
use crate::{
    clock::Clock,
    domain::id,
    error::{Error, Result},
    secrets::{DataKey, KeyRing, MasterKey, Plain, Secrets, random},
    store::{
        Store, Tx,
        data_key::{SEALED_COLUMNS, SealedColumn, WrappedKey},
    },
};
use chrono::{DateTime, Duration, Utc};
use std::sync::Arc;
use zeroize::Zeroizing;

/// The number of the root of the keyed hashes.
const HASH_ROOT: u32 = 0;
/// How long after it is made a key begins to seal: every server reads the keys more often.
pub const LEAD: Duration = Duration::minutes(2);
/// How long after its successor began a key that seals nothing any more is kept: no server seals by
/// it by then.
const KEPT_FOR: Duration = Duration::minutes(10);
/// Fields sealed anew in one transaction.
const BATCH: u64 = 200;
/// What the audit trail calls these acts.
const ROTATE: &str = "frscd key rotate-data";
const RESEAL: &str = "frscd key reseal";
const REWRAP: &str = "frscd key rewrap";
const FORGET: &str = "frscd key forget-master";

/// The keys of a database, unwrapped, which its store has from now on; the first are made where
/// there is none.
///
/// # Errors
/// A sentence for the operator, where another master key wrapped them.
pub async fn unlock(
    store: &Store,
    clock: &Clock,
    master: MasterKey,
) -> std::result::Result<Arc<Secrets>, String> {
    let told = |error: Error| format!("the data keys cannot be read: {error}");
    let mut rows = store.reader().data_keys().await.map_err(told)?;
    if rows.is_empty() {
        rows = make_first(store, clock, &master).await.map_err(told)?;
    }
    if !rows.iter().any(|row| row.master == master.name()) {
        return Err("the master key is not the one that wrapped this database's keys: name the \
                    right key_file or key_command"
            .to_owned());
    }
    let root = rows.iter().find(|row| row.number == HASH_ROOT && row.master == master.name());
    let root = root.ok_or("the root of the keyed hashes is missing: restore the table data_key")?;
    let root = master.unwrap(HASH_ROOT, &root.wrapped).map_err(told)?;
    let ring = ring(&rows, &master, clock.now()).map_err(told)?;
    let secrets = Arc::new(Secrets::new(master, &root, ring).map_err(told)?);
    store.give_keys(Arc::clone(&secrets));
    seal_plain(store).await.map_err(told)?;
    Ok(secrets)
}

/// Seals what an earlier schema kept in plain, before anybody is served.
async fn seal_plain(store: &Store) -> Result<()> {
    if !store.reader().has_plain_contacts().await? {
        return Ok(());
    }
    loop {
        let tx = store.begin().await?;
        let sealed = tx.seal_plain_contacts(BATCH).await?;
        tx.commit().await?;
        if sealed < BATCH {
            return store.rewrite().await;
        }
    }
}

/// Reads the keys as they are now, so that a new one is known before it seals.
///
/// # Errors
/// What the database says.
pub async fn refresh(app: &App) -> Result<()> {
    let rows = app.store.reader().data_keys().await?;
    app.secrets.take_up(ring(&rows, app.secrets.master(), app.clock.now())?);
    Ok(())
}

/// Makes a new key, which seals after [`LEAD`]; answers it.
///
/// # Errors
/// What the database says.
pub async fn rotate(app: &App) -> Result<DataKey> {
    let tx = app.store.begin().await?;
    let rows = tx.lock_data_keys().await?;
    only_this_master(&rows, app.secrets.master())?;
    let now = app.clock.now();
    let number = rows.iter().map(|row| row.number).max().unwrap_or(HASH_ROOT) + 1;
    let key = DataKey { number, created_at: now, seals_from: now + LEAD };
    add(&tx, app.secrets.master(), key).await?;
    tx.add_audit(vec![audit::done(app, ROTATE, &number.to_string())]).await?;
    tx.commit().await?;
    refresh(app).await?;
    Ok(key)
}

/// What was sealed anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Resealed {
    /// Fields that an older key had sealed.
    pub fields: u64,
    /// Keys that are gone, because nothing is sealed by them any more.
    pub dropped_keys: u64,
}

/// Seals anew what older keys sealed, in small transactions beside the server's work, and drops the
/// keys that seal nothing any more.
///
/// # Errors
/// What the database says; what was sealed anew stays so, and the rest is done by the next call.
pub async fn reseal(app: &App) -> Result<Resealed> {
    refresh(app).await?;
    let mut done = Resealed::default();
    for column in SEALED_COLUMNS {
        loop {
            let fields = reseal_some(app, *column).await?;
            done.fields += fields;
            if fields < BATCH {
                break;
            }
        }
    }
    done.dropped_keys = drop_unused(app).await?;
    Ok(done)
}

/// A key and what it seals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyUse {
    /// The key.
    pub key: DataKey,
    /// How many fields it sealed.
    pub fields: u64,
    /// How many master keys wrap it.
    pub masters: u32,
}

/// The keys that seal, by number, and what each seals.
///
/// # Errors
/// What the database says.
pub async fn uses(app: &App) -> Result<Vec<KeyUse>> {
    let reader = app.store.reader();
    let rows = reader.data_keys().await?;
    let fields = reader.sealed_fields().await?;
    let own = rows.iter().filter(|row| row.master == app.secrets.master().name());
    let of = |row: &WrappedKey| KeyUse {
        key: told(row),
        fields: fields.get(&row.number).copied().unwrap_or(0),
        masters: u32::try_from(rows.iter().filter(|other| other.number == row.number).count())
            .unwrap_or(u32::MAX),
    };
    Ok(own.filter(|row| row.number != HASH_ROOT).map(of).collect())
}

/// Wraps every key by another master key too, so that servers may be started with either.
///
/// # Errors
/// `AlreadyExists` where that is done, and what the database says.
pub async fn rewrap(app: &App, other: &MasterKey) -> Result<u64> {
    let tx = app.store.begin().await?;
    let rows = tx.lock_data_keys().await?;
    if rows.iter().any(|row| row.master == other.name()) {
        return Err(Error::AlreadyExists { existing_id: id::base32(other.name()) });
    }
    let own = rows.into_iter().filter(|row| row.master == app.secrets.master().name());
    let mut wrapped = 0;
    for row in own {
        let plain = app.secrets.master().unwrap(row.number, &row.wrapped)?;
        let wrapped_anew = other.wrap(row.number, &plain)?;
        let row = WrappedKey { master: other.name().to_vec(), wrapped: wrapped_anew, ..row };
        tx.add_data_key(&row).await?;
        wrapped += 1;
    }
    tx.add_audit(vec![audit::done(app, REWRAP, &id::base32(other.name()))]).await?;
    tx.commit().await?;
    Ok(wrapped)
}

/// Drops what other master keys than this server's wrapped: they open the database no longer.
/// Answers how many wrapped keys that were.
///
/// # Errors
/// What the database says.
pub async fn forget_other_masters(app: &App) -> Result<u64> {
    let tx = app.store.begin().await?;
    tx.lock_data_keys().await?;
    let dropped = tx.drop_other_masters(app.secrets.master().name()).await?;
    let kept = id::base32(app.secrets.master().name());
    tx.add_audit(vec![audit::done(app, FORGET, &kept)]).await?;
    tx.commit().await?;
    Ok(dropped)
}

/// Two servers that start at once meet at the lock, and the second finds the first one's keys.
async fn make_first(store: &Store, clock: &Clock, master: &MasterKey) -> Result<Vec<WrappedKey>> {
    let tx = store.begin().await?;
    let known = tx.lock_data_keys().await?;
    if !known.is_empty() {
        tx.rollback().await?;
        return Ok(known);
    }
    let now = clock.now();
    for number in [HASH_ROOT, HASH_ROOT + 1] {
        add(&tx, master, DataKey { number, created_at: now, seals_from: now }).await?;
    }
    let made = tx.data_keys().await?;
    tx.commit().await?;
    Ok(made)
}

async fn add(tx: &Tx, master: &MasterKey, key: DataKey) -> Result<()> {
    let plain: Plain = Zeroizing::new(random());
    let row = WrappedKey {
        number: key.number,
        master: master.name().to_vec(),
        wrapped: master.wrap(key.number, &plain)?,
        created_at: key.created_at,
        seals_from: key.seals_from,
    };
    tx.add_data_key(&row).await
}

/// A key made while two master keys wrap the others would be missing under one of them.
fn only_this_master(rows: &[WrappedKey], master: &MasterKey) -> Result<()> {
    if rows.iter().all(|row| row.master == master.name()) {
        return Ok(());
    }
    Err(Error::invalid("key_file", "the master key is being changed: end that first"))
}

fn ring(rows: &[WrappedKey], master: &MasterKey, now: DateTime<Utc>) -> Result<KeyRing> {
    let own = rows.iter().filter(|row| row.master == master.name() && row.number != HASH_ROOT);
    let keys = own.map(|row| Ok((told(row), master.unwrap(row.number, &row.wrapped)?)));
    KeyRing::new(keys.collect::<Result<_>>()?, now)
}

const fn told(row: &WrappedKey) -> DataKey {
    DataKey { number: row.number, created_at: row.created_at, seals_from: row.seals_from }
}

async fn reseal_some(app: &App, column: SealedColumn) -> Result<u64> {
    let tx = app.store.begin().await?;
    let rows = tx.sealed_before(column, app.secrets.sealing_number(), BATCH).await?;
    let fields = rows.len() as u64;
    for (key, before) in rows {
        let place = column.place(&key.to_string());
        let plain = app.secrets.open_sealed(&place, &before)?;
        let after = app.secrets.seal(&place, &plain)?;
        tx.replace_sealed(column, &key, before, after).await?;
    }
    if fields > 0 {
        let record = audit::done(app, RESEAL, &format!("{}.{}", column.table, column.column));
        tx.add_audit(vec![record]).await?;
    }
    tx.commit().await?;
    Ok(fields)
}

async fn drop_unused(app: &App) -> Result<u64> {
    let tx = app.store.begin().await?;
    let rows = tx.lock_data_keys().await?;
    let fields = tx.sealed_fields().await?;
    let sealing = app.secrets.sealing_number();
    let began = rows.iter().find(|row| row.number == sealing).map(|row| row.seals_from);
    let settled = began.is_some_and(|began| began + KEPT_FOR <= app.clock.now());
    let unused = |number: &u32| {
        (HASH_ROOT + 1..sealing).contains(number) && !fields.contains_key(number) && settled
    };
    let mut numbers: Vec<u32> = rows.iter().map(|row| row.number).filter(unused).collect();
    numbers.dedup();
    for number in &numbers {
        tx.drop_data_key(*number).await?;
    }
    tx.commit().await?;
    refresh(app).await?;
    Ok(numbers.len() as u64)
}

#[cfg(test)]
mod tests;
