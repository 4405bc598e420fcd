//! Files that prove something, one function an RPC: taken in, shown, given out, deleted. What lies
//! about of a file that did not come to its end is cleared away, at once where that can be and by a
//! sweep where not. Never tells what a file is called, nor a byte of it, to log or audit trail.

pub use crate::store::evidence::EvidenceFilter;
pub use intake::Chunks;
pub use reading::{Reading, open};

mod intake;
mod reading;
#[cfg(test)]
mod tests;

use super::{
    App, Call,
    page::{Page, PageRequest, instant_cursor, page},
    write::{Answer, Effect, Mode, Reply, Trace, WriteCall, record_refusal, replayed, write},
};
use crate::{
    domain::{
        caller::Scope,
        evidence::{Evidence, EvidenceKind, EvidenceRefusal, EvidenceUse, EvidenceView, MediaType},
        id::{CaseId, EvidenceId, Id as _},
        refusal::Refusal,
    },
    error::{Error, Result},
    secrets::{FileKey, Plain},
};
use chrono::Duration;
use intake::{Announced, take};
use std::time;

/// How long what lies about is left alone: longer than any upload may take.
const LOOSE_FOR: Duration = Duration::hours(1);
/// How long a caller waits for what lies about to be cleared away.
const CLEARED_WITHIN: time::Duration = time::Duration::from_secs(3);
/// How many files are cleared away in one sweep.
const CLEARED_AT_ONCE: u64 = 100;

/// What is announced of a file. Cannot be printed.
#[derive(Clone)]
pub struct NewEvidence {
    /// What it proves.
    pub kind: EvidenceKind,
    /// What it is.
    pub media_type: MediaType,
    /// What it is called.
    pub file_name: String,
    /// Its length in bytes.
    pub size: u64,
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// The case it belongs to.
    pub case_id: Option<CaseId>,
}

impl std::fmt::Debug for NewEvidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewEvidence(…)")
    }
}

/// Takes a file in.
///
/// # Errors
/// `TooLarge`, `TypeRefused`, `Mismatch`, `NotFound` for a case that is not there, `Overloaded`,
/// and whatever cuts the file off.
pub async fn upload<R: Answer<EvidenceView>>(
    app: &App,
    call: &WriteCall,
    new: &NewEvidence,
    chunks: &mut impl Chunks,
) -> Result<Reply<R>> {
    if let Some(reply) = replayed(app, call).await? {
        return Ok(reply);
    }
    let id = EvidenceId(app.clock.new_id());
    let done = match receive(app, call, id, new, chunks).await {
        Ok(received) => keep(app, call, id, new, received).await,
        Err(error) => {
            if call.mode == Mode::Commit {
                record_refusal(app, &call.call, Some(call.request_id), &error).await?;
            }
            Err(error)
        }
    };
    // Of two that brought the same request one was kept, and the other's bytes are of no use.
    let kept = matches!(&done, Ok(reply) if !reply.replayed);
    if !kept && call.mode == Mode::Commit {
        clear(app, id).await;
    }
    done
}

/// A file whose bytes have come.
struct Received {
    blocks: u32,
    key: Plain,
}

/// Takes the bytes.
async fn receive(
    app: &App,
    call: &WriteCall,
    id: EvidenceId,
    new: &NewEvidence,
    chunks: &mut impl Chunks,
) -> Result<Received> {
    let scope = call.call.scope()?;
    if let Some(case) = new.case_id {
        app.store.reader().case(&scope, case).await?;
    }
    let NewEvidence { size, sha256, media_type, .. } = *new;
    let announced = Announced { size, sha256, media_type };
    let _place = app.vault.admit()?;
    let (key, plain) = FileKey::make()?;
    if call.mode == Mode::ValidateOnly {
        let blocks = take(app, announced, None, chunks).await?;
        return Ok(Received { blocks, key: plain });
    }
    // Before the first byte lies anywhere it is known that some may.
    let tx = app.store.begin().await?;
    tx.add_loose(id, app.clock.now()).await?;
    tx.commit().await?;
    let blocks = take(app, announced, Some((id, &key)), chunks).await?;
    Ok(Received { blocks, key: plain })
}

/// Makes a file of the bytes that lie there.
async fn keep<R: Answer<EvidenceView>>(
    app: &App,
    call: &WriteCall,
    id: EvidenceId,
    new: &NewEvidence,
    received: Received,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    let file_name_sealed = app.secrets.seal(&name_place(id), new.file_name.as_bytes())?;
    let key_sealed = app.secrets.seal(&key_place(id), received.key.as_slice())?;
    let made = &Evidence {
        id,
        kind: new.kind,
        media_type: new.media_type,
        file_name_sealed,
        key_sealed,
        size: new.size,
        sha256: new.sha256,
        blocks: received.blocks,
        case_id: new.case_id,
        created_by: call.call.caller.account_id,
        created_at: app.clock.now(),
        version: 1,
    };
    write(app, call, |tx| async move {
        if let Some(case) = made.case_id {
            tx.lock_case(scope, case).await?;
        }
        if call.mode == Mode::Commit && !tx.settle_loose(id).await? {
            // It took longer than anybody waits, and the bytes are being cleared away.
            return Err(Error::Unavailable);
        }
        tx.add_evidence(made).await?;
        let used = tx.evidence_use(made).await?;
        let outcome = view(app, made.clone(), &used)?;
        Ok(Effect { outcome, traces: vec![trace(None, Some(made))] })
    })
    .await
}

/// One file, without its bytes.
///
/// # Errors
/// `NotFound` where there is none, or none to see.
pub async fn get(app: &App, call: &Call, id: EvidenceId) -> Result<EvidenceView> {
    let reader = app.store.reader();
    let found = reader.evidence(&call.scope()?, id).await?;
    let used = reader.evidence_use(&found).await?;
    view(app, found, &used)
}

/// A page of files, the newest first.
///
/// # Errors
/// `Invalid` for a page token of another list.
pub async fn list(
    app: &App,
    call: &Call,
    filter: &EvidenceFilter,
    request: &PageRequest,
) -> Result<Page<EvidenceView>> {
    let scope = call.scope()?;
    let filters = format!("{filter:?}");
    let limit = request.limit()?;
    let after = request.cursor(app, call, &filters)?.and_then(|text| instant_cursor(&text));
    let reader = app.store.reader();
    let rows = reader.evidence_list(&scope, filter, after, limit as u64 + 1).await?;
    let cursor = |last: &Evidence| format!("{} {}", last.created_at.timestamp_micros(), last.id.0);
    let Page { rows, next_token, feed_token } = page(app, call, &filters, rows, limit, cursor);
    let uses = reader.evidence_uses(&rows).await?;
    let rows = rows.into_iter().zip(&uses).map(|(file, used)| view(app, file, used));
    Ok(Page { rows: rows.collect::<Result<_>>()?, next_token, feed_token })
}

/// Deletes a file with its bytes.
///
/// # Errors
/// `InUse`, `EtagMismatch`, `NotFound`.
pub async fn delete<R: Answer<()>>(
    app: &App,
    call: &WriteCall,
    id: EvidenceId,
    version: i64,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    let done = write(app, call, |tx| async move {
        let before = tx.lock_evidence(scope, id).await?;
        if before.version != version {
            return Err(Error::EtagMismatch);
        }
        if let Some(case) = before.case_id {
            // Its lock keeps the case where it is until the file is gone.
            tx.lock_case(&Scope::Centre, case).await?;
        }
        if let Some(by) = tx.evidence_use(&before).await?.by() {
            return Err(Refusal::from(EvidenceRefusal::InUse { by }).into());
        }
        tx.delete_evidence(id).await?;
        tx.add_loose(id, app.clock.now()).await?;
        Ok(Effect { outcome: (), traces: vec![trace(Some(&before), None)] })
    })
    .await;
    if call.mode == Mode::Commit && matches!(&done, Ok(reply) if !reply.replayed) {
        clear(app, id).await;
    }
    done
}

/// Clears away what lies about of one file; where that cannot be, or not soon, the sweep does it.
async fn clear(app: &App, id: EvidenceId) {
    let cleared = tokio::time::timeout(CLEARED_WITHIN, clear_once(app, id)).await;
    if let Err(error) = cleared.unwrap_or(Err(Error::DeadlineExceeded)) {
        tracing::warn!(%error, evidence_id = %id, "what lies about of a file stays for the sweep");
    }
}

async fn clear_once(app: &App, id: EvidenceId) -> Result<()> {
    app.vault.remove(id.0).await?;
    let tx = app.store.begin().await?;
    tx.forget_loose(id).await?;
    tx.commit().await
}

/// Clears away what lies about since longer than any upload takes.
///
/// # Errors
/// What the database or the vault says; the rest is cleared by the next sweep.
pub(super) async fn sweep(app: &App) -> Result<()> {
    let tx = app.store.begin().await?;
    let taken = tx.take_loose(app.clock.now() - LOOSE_FOR, CLEARED_AT_ONCE).await?;
    tx.commit().await?;
    for id in taken {
        clear_once(app, id).await?;
    }
    Ok(())
}

fn name_place(id: EvidenceId) -> String {
    format!("evidence.file_name_sealed:{}", id.0)
}

fn key_place(id: EvidenceId) -> String {
    format!("evidence.key_sealed:{}", id.0)
}

/// A file as it is shown.
fn view(app: &App, evidence: Evidence, used: &EvidenceUse) -> Result<EvidenceView> {
    let plain = app.secrets.open_sealed(&name_place(evidence.id), &evidence.file_name_sealed)?;
    let file_name = String::from_utf8_lossy(&plain).into_owned();
    Ok(EvidenceView { evidence, file_name, in_use: used.by().is_some() })
}

fn trace(before: Option<&Evidence>, after: Option<&Evidence>) -> Trace {
    let resource_id = before.or(after).map(|evidence| evidence.id.text()).unwrap_or_default();
    Trace {
        resource_id,
        before: before.map(canonical),
        after: after.map(canonical),
        ..Trace::default()
    }
}

/// The whole state in one text, for the hash that the audit trail keeps.
fn canonical(of: &Evidence) -> String {
    let fields = [
        of.id.text(),
        of.kind.name().to_owned(),
        of.media_type.name().to_owned(),
        data_encoding::HEXLOWER.encode(&of.file_name_sealed),
        of.size.to_string(),
        data_encoding::HEXLOWER.encode(&of.sha256),
        of.case_id.map(|id| id.text()).unwrap_or_default(),
        of.version.to_string(),
    ];
    fields.join("\n")
}
