//! Who read what of whom (个人信息保护法 51, 54): every reading of a person's record is put on
//! record, and none waits for it. What has come together, and how often the whitelist was checked,
//! is written every second, and before a server stops.

use super::{
    App, Call, whitelist,
    write::{DONE, record},
};
use crate::{error::Result, store::trail::AuditRecord};
use std::{
    sync::{Mutex, PoisonError, Weak},
    time::Duration,
};
use tokio::time::sleep;

/// Records that wait at most: who reads then writes them first.
const MOST_WAITING: usize = 20_000;
/// How often what waits is written.
const WRITE_EVERY: Duration = Duration::from_secs(1);
/// Records of one statement.
const AT_A_TIME: usize = 1_000;

/// What waits to be written.
#[derive(Debug, Default)]
pub struct Accesses(Mutex<Vec<AuditRecord>>);

impl Accesses {
    fn add(&self, records: Vec<AuditRecord>) -> usize {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.extend(records);
        waiting.len()
    }

    fn take(&self) -> Vec<AuditRecord> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Puts on record that somebody read something.
///
/// # Errors
/// What the database says, where so much waits that it is written first.
pub(super) async fn note(app: &App, call: &Call, resource_ids: Vec<String>) -> Result<()> {
    let now = app.clock.now();
    let records = resource_ids
        .into_iter()
        .map(|resource_id| AuditRecord { resource_id, ..record(app, call, None, now, DONE) });
    note_all(app, records.collect()).await
}

/// The same, of records that tell more.
///
/// # Errors
/// As of `note`.
pub(super) async fn note_all(app: &App, records: Vec<AuditRecord>) -> Result<()> {
    if app.accesses.add(records) < MOST_WAITING { Ok(()) } else { Box::pin(flush(app)).await }
}

/// Writes every second what waits, until the server is gone.
pub async fn put_on_record(app: Weak<App>) {
    loop {
        sleep(WRITE_EVERY).await;
        let Some(app) = app.upgrade() else { return };
        flush_all(&app).await;
    }
}

/// Writes all that waits; what the database refuses waits on, and the operator is told.
pub async fn flush_all(app: &App) {
    for done in [flush(app).await, whitelist::flush(app).await] {
        if let Err(error) = done {
            tracing::warn!(%error, "who read what was not put on record");
        }
    }
}

/// Writes what waits.
///
/// # Errors
/// What the database says; then it waits on.
async fn flush(app: &App) -> Result<()> {
    let records = app.accesses.take();
    if records.is_empty() {
        return Ok(());
    }
    let done = written(app, &records).await;
    if done.is_err() {
        app.accesses.add(records);
    }
    done
}

async fn written(app: &App, records: &[AuditRecord]) -> Result<()> {
    let tx = app.store.begin().await?;
    for some in records.chunks(AT_A_TIME) {
        tx.add_audit(some.to_vec()).await?;
    }
    tx.commit().await
}
