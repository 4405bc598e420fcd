//! What every write carries: the repeat of a request gets its first answer; the audit record, the
//! event and the kept answer are written in the transaction of the effect or nothing is; a refused
//! request is put on record too; a conflict is tried again as a whole.

mod by_itself;
mod part;
mod trail;

pub use by_itself::by_itself;
pub use part::write_part;
pub use trail::Trail;

use super::{App, Call};
use crate::{
    domain::id::AccountId,
    error::{Error, Result},
    store::{
        Tx,
        trail::{AuditRecord, Replay},
    },
};
use chrono::{DateTime, Duration, Utc};
use std::sync::Arc;
use uuid::Uuid;

/// How often a transaction is tried before the caller is told of the conflict.
const ATTEMPTS: u32 = 4;
/// How long the answer of a request is kept for its repeats.
pub const KEPT_FOR: Duration = Duration::days(30);
/// The result of a call that was done, in the audit trail.
pub const DONE: &str = "OK";

/// Whether a write is done or only checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It is done.
    Commit,
    /// All checks, nothing written.
    ValidateOnly,
}

impl Mode {
    /// The mode of a `validate_only` field.
    #[must_use]
    pub const fn of(validate_only: bool) -> Self {
        if validate_only { Self::ValidateOnly } else { Self::Commit }
    }
}

/// A call that writes.
#[derive(Clone, Debug)]
pub struct WriteCall {
    /// Who calls what.
    pub call: Call,
    /// The request's id.
    pub request_id: Uuid,
    /// Keyed hash of the request.
    pub request_hash: [u8; 32],
    /// Done or only checked.
    pub mode: Mode,
}

/// An answer as the client gets it, which can be kept and read back.
pub trait Answer<T>: Sized + Send {
    /// The answer of an outcome.
    fn of(outcome: &T) -> Self;
    /// The kept form.
    fn encode(&self) -> Vec<u8>;
    /// Reads the kept form.
    ///
    /// # Errors
    /// An internal error where it cannot be read.
    fn decode(kept: &[u8]) -> Result<Self>;
}

/// An answer, and whether it is the kept one of a repeat.
#[derive(Clone, Debug)]
pub struct Reply<R> {
    /// The answer.
    pub answer: R,
    /// True for a repeat.
    pub replayed: bool,
}

/// What a use case did.
#[derive(Clone, Debug)]
pub struct Effect<T> {
    /// What the answer is made of.
    pub outcome: T,
    /// What it leaves behind, one for each resource touched; at least one, unless what it changes
    /// is the caller's own and no business of the centre's.
    pub traces: Vec<Trace>,
}

/// What the change of one resource leaves behind. States are hashed, never kept.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The resource's id.
    pub resource_id: String,
    /// For what purpose, where one was stated.
    pub purpose: String,
    /// Its state before, in one canonical text.
    pub before: Option<String>,
    /// Its state after.
    pub after: Option<String>,
    /// The event to tell of.
    pub event: Option<Event>,
}

/// An event to tell of.
#[derive(Clone, Debug)]
pub struct Event {
    /// What happened, for example `appointment.booked`.
    pub kind: &'static str,
    /// Which departments it concerns, with spaces between.
    pub department_ids: String,
    /// What is told, as JSON without personal data.
    pub body: String,
}

/// Runs a use case in a transaction of its own.
///
/// # Errors
/// What the use case refuses, `RequestIdReused`, or what the database says.
pub async fn write<T, R, F, Fut>(app: &App, call: &WriteCall, work: F) -> Result<Reply<R>>
where
    T: Send,
    R: Answer<T>,
    F: Fn(Arc<Tx>) -> Fut + Send,
    Fut: Future<Output = Result<Effect<T>>> + Send,
{
    let mut attempt = 1;
    loop {
        match write_judged(app, call, &work).await {
            Err(Error::Conflict) if attempt < ATTEMPTS => attempt += 1,
            done => return done,
        }
    }
}

/// Runs a use case in a transaction of its own, once: a conflict is for the caller, who has judged
/// something before and judges it again.
///
/// # Errors
/// As [`write`], and `Conflict`.
pub async fn write_judged<T, R, F, Fut>(app: &App, call: &WriteCall, work: &F) -> Result<Reply<R>>
where
    T: Send,
    R: Answer<T>,
    F: Fn(Arc<Tx>) -> Fut + Send,
    Fut: Future<Output = Result<Effect<T>>> + Send,
{
    let done = write_once(app, call, work).await;
    let Err(error) = &done else { return done };
    if call.mode != Mode::Commit || !error.is_refusal() {
        return done;
    }
    // Another server may have done the request while this one waited for its rows.
    let kept = app.store.reader().kept_answers(&[key(call)]).await?;
    if let Ok(Some(reply)) = replay(app, kept, call) {
        return Ok(reply);
    }
    record_refusal(app, &call.call, Some(call.request_id), error).await?;
    done
}

async fn write_once<T, R, F, Fut>(app: &App, call: &WriteCall, work: &F) -> Result<Reply<R>>
where
    T: Send,
    R: Answer<T>,
    F: Fn(Arc<Tx>) -> Fut + Send,
    Fut: Future<Output = Result<Effect<T>>> + Send,
{
    let tx = Arc::new(app.store.begin().await?);
    let kept = match call.mode {
        Mode::Commit => tx.kept_answers(&[key(call)]).await,
        Mode::ValidateOnly => Ok(Vec::new()),
    };
    let result = match kept.and_then(|kept| replay(app, kept, call)) {
        Ok(None) => leave_trail(app, &tx, call, work(Arc::clone(&tx)).await).await,
        Ok(Some(reply)) => Ok(reply),
        Err(error) => Err(error),
    };
    let tx =
        Arc::into_inner(tx).ok_or_else(|| Error::internal("a use case kept its transaction"))?;
    match (&result, call.mode) {
        (Ok(reply), Mode::Commit) if !reply.replayed => tx.commit().await?,
        // What failed is told; that undoing it failed too changes nothing for the caller.
        _ => drop(tx.rollback().await),
    }
    result
}

/// Runs work in a transaction, which is kept where the work is done and undone where it fails.
async fn in_tx<T, F, Fut>(app: &App, work: F) -> Result<T>
where
    F: FnOnce(Arc<Tx>) -> Fut,
    Fut: Future<Output = Result<T>>,
{
    let tx = Arc::new(app.store.begin().await?);
    let done = work(Arc::clone(&tx)).await;
    let tx =
        Arc::into_inner(tx).ok_or_else(|| Error::internal("a use case kept its transaction"))?;
    match done {
        Ok(outcome) => tx.commit().await.map(|()| outcome),
        Err(error) => {
            drop(tx.rollback().await);
            Err(error)
        }
    }
}

type Key = (AccountId, &'static str, Uuid);

fn key(call: &WriteCall) -> Key {
    (call.call.caller.account_id, call.call.method, call.request_id)
}

/// The answer of a request that was done before; none where it was not, or is only checked.
///
/// # Errors
/// `RequestIdReused`, or what the database says.
pub async fn replayed<T, R: Answer<T>>(app: &App, call: &WriteCall) -> Result<Option<Reply<R>>> {
    match call.mode {
        Mode::Commit => replay(app, app.store.reader().kept_answers(&[key(call)]).await?, call),
        Mode::ValidateOnly => Ok(None),
    }
}

/// The kept answer of a request, where there is one.
fn replay<T, R: Answer<T>>(
    app: &App,
    mut kept: Vec<Replay>,
    call: &WriteCall,
) -> Result<Option<Reply<R>>> {
    let Some((key, request_hash, response)) = kept.pop() else { return Ok(None) };
    if request_hash != call.request_hash {
        return Err(Error::RequestIdReused);
    }
    let response = open_answer(app, &key, &response)?;
    Ok(Some(Reply { answer: R::decode(&response)?, replayed: true }))
}

/// Opens a kept answer, which is sealed for its request: it may hold personal data.
///
/// # Errors
/// An internal error where it is another request's, or changed.
pub fn open_answer(app: &App, key: &(AccountId, String, Uuid), kept: &[u8]) -> Result<Vec<u8>> {
    let (account, method, request) = key;
    app.secrets.open_answer(&answer_place(*account, method, *request), kept)
}

fn answer_place(account: AccountId, method: &str, request: Uuid) -> String {
    format!("idempotency.response:{}:{method}:{request}", account.0)
}

async fn leave_trail<T, R: Answer<T>>(
    app: &App,
    tx: &Tx,
    call: &WriteCall,
    effect: Result<Effect<T>>,
) -> Result<Reply<R>> {
    let effect = effect?;
    let answer = R::of(&effect.outcome);
    if call.mode == Mode::Commit {
        let now = app.clock.now();
        let mut trail = Trail::default();
        trail.add(app, call, now, effect.traces, &answer.encode())?;
        trail.write(tx).await?;
    }
    Ok(Reply { answer, replayed: false })
}

/// Refuses a write before its transaction; a repeat of a request that was done gets its answer all
/// the same.
///
/// # Errors
/// The refusal, or what the database says.
pub async fn refuse<T: Send, R: Answer<T>>(
    app: &App,
    call: &WriteCall,
    error: Error,
) -> Result<Reply<R>> {
    let error = &error;
    write(app, call, |_| async move { Err::<Effect<T>, _>(error.clone()) }).await
}

/// Puts a refused call on record, in a transaction of its own.
///
/// # Errors
/// What the database says: a refusal that cannot be recorded is not told either.
pub async fn record_refusal(
    app: &App,
    call: &Call,
    request_id: Option<Uuid>,
    error: &Error,
) -> Result<()> {
    if !error.is_refusal() {
        return Ok(());
    }
    let tx = app.store.begin().await?;
    let record = record(app, call, request_id, app.clock.now(), error.reason());
    tx.add_audit(vec![record]).await?;
    tx.commit().await
}

/// The record of a call, for a resource that is not said yet.
pub(super) fn record(
    app: &App,
    call: &Call,
    request_id: Option<Uuid>,
    at: DateTime<Utc>,
    result: &str,
) -> AuditRecord {
    AuditRecord {
        id: app.clock.new_id(),
        at,
        account_id: Some(call.caller.account_id.0),
        session_id: Some(call.caller.session_id.0),
        source_address: call.source.map(|address| address.to_string()),
        method: call.method.to_owned(),
        request_id,
        resource_id: String::new(),
        result: result.to_owned(),
        purpose: String::new(),
        before_hash: None,
        after_hash: None,
    }
}
