//! The audit trail: its reading, and the records of calls that no use case wrote down: refused at
//! the door, failed sign-ins, and what the operator does on the machine itself. A record holds ids
//! and public names only, never what a caller typed.

use super::{
    App, Call, Visit,
    page::{self, Page, PageRequest},
    write::DONE,
};
use crate::{
    domain::{
        caller::Caller,
        id::{AccountId, AuditId, Id, SessionId},
    },
    error::{Error, Result},
    store::trail,
};
use chrono::{DateTime, Utc};
use std::sync::{Mutex, PoisonError};
use uuid::Uuid;

pub use trail::{AuditFilter, AuditRecord};

/// A page of the audit trail, the newest first.
///
/// # Errors
/// `Invalid` for a wrong page; what the database says.
pub async fn list_audit_records(
    app: &App,
    call: &Call,
    filter: &AuditFilter,
    request: &PageRequest,
) -> Result<Page<AuditRecord>> {
    let limit = request.limit()?;
    let filters = format!("{filter:?}");
    let after = match request.cursor(app, call, &filters)? {
        Some(cursor) => Some(read_cursor(&cursor)?),
        None => None,
    };
    let rows = app.store.reader().audit_records(filter, after, limit as u64 + 1).await?;
    Ok(page::page(app, call, &filters, rows, limit, cursor))
}

/// Most calls of strangers put on record in a minute; more are counted in the metrics only, so that
/// nobody fills the disk without an account.
const STRANGERS_A_MINUTE: u32 = 600;

/// How many calls of strangers were put on record in the present minute.
#[derive(Debug, Default)]
pub struct Strangers(Mutex<(i64, u32)>);

impl Strangers {
    fn admits(&self, now: DateTime<Utc>) -> bool {
        let minute = now.timestamp() / 60;
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *seen = if seen.0 == minute { (minute, seen.1.saturating_add(1)) } else { (minute, 1) };
        if seen.1 == STRANGERS_A_MINUTE {
            tracing::warn!("calls without credentials are not put on record until the next minute");
        }
        seen.1 <= STRANGERS_A_MINUTE
    }
}

/// Puts a call that was refused at the door on record.
///
/// # Errors
/// What the database says.
pub async fn refused(
    app: &App,
    visit: Visit,
    caller: Option<&Caller>,
    error: &Error,
) -> Result<()> {
    if caller.is_none() && !app.strangers.admits(app.clock.now()) {
        return Ok(());
    }
    let record = AuditRecord {
        account_id: caller.map(|caller| caller.account_id.0),
        session_id: caller.map(|caller| caller.session_id.0),
        ..record(app, visit, error.reason())
    };
    write(app, record).await
}

/// Writes one record in a transaction of its own.
///
/// # Errors
/// What the database says.
pub async fn write(app: &App, record: AuditRecord) -> Result<()> {
    let tx = app.store.begin().await?;
    tx.add_audit(vec![record]).await?;
    tx.commit().await
}

/// The record of something done by the operator on the machine.
#[must_use]
pub fn done(app: &App, what: &'static str, resource_id: &str) -> AuditRecord {
    let visit = Visit { method: what, source: None };
    AuditRecord { resource_id: resource_id.to_owned(), ..record(app, visit, DONE) }
}

/// The record of a call by an account that is known, or by nobody.
#[must_use]
pub fn of_account(
    app: &App,
    visit: Visit,
    account: Option<AccountId>,
    session: Option<SessionId>,
    result: &str,
) -> AuditRecord {
    AuditRecord {
        account_id: account.map(|id| id.0),
        session_id: session.map(|id| id.0),
        ..record(app, visit, result)
    }
}

fn record(app: &App, visit: Visit, result: &str) -> AuditRecord {
    AuditRecord {
        id: app.clock.new_id(),
        at: app.clock.now(),
        account_id: None,
        session_id: None,
        source_address: visit.source.map(|address| address.to_string()),
        method: visit.method.to_owned(),
        request_id: None,
        resource_id: String::new(),
        result: result.to_owned(),
        purpose: String::new(),
        before_hash: None,
        after_hash: None,
    }
}

fn cursor(record: &AuditRecord) -> String {
    format!("{} {}", record.at.timestamp_micros(), AuditId(record.id))
}

fn read_cursor(cursor: &str) -> Result<(DateTime<Utc>, Uuid)> {
    // The token was signed here, so that this is never the client's fault.
    let wrong = || Error::internal("a page token of our own is not readable");
    let (at, id) = cursor.split_once(' ').ok_or_else(wrong)?;
    let at = at.parse().ok().and_then(DateTime::from_timestamp_micros).ok_or_else(wrong)?;
    Ok((at, AuditId::parse(id).ok_or_else(wrong)?.uuid()))
}
