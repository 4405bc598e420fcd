//! The booking desk. Concurrent bookings are decided together: one transaction loads the touched
//! slots once, judges each request in turn by the same rules, writes all rows together, commits
//! once and answers each. A refused request harms no other, and a lone one waits for nobody: the
//! desk takes what has arrived and never waits for more.
mod sitting;

use super::{
    App, appointment,
    appointment::BookCommand,
    slot,
    write::{self, Reply, Trail, WriteCall},
};
use crate::{
    domain::{
        appointment::Appointment, booking::BookingRequest, caller::Scope, id::AccountId,
        refusal::Refusal,
    },
    error::{Error, Result},
    store::Tx,
};
use sitting::Sitting;
use std::{
    collections::HashMap,
    sync::{Arc, Weak},
};
use tokio::sync::{Semaphore, mpsc, oneshot};
use uuid::Uuid;

/// Most requests of one transaction. On SQLite a statement takes 32 766 values, of which an
/// appointment has 25.
const MAX_BATCH: usize = 256;

/// Most requests that wait; more are told that the server is busy.
const MAX_WAITING: usize = 4096;

/// Sittings at the same time on PostgreSQL, so that one is judged here while another is written
/// there; rows are locked before they are judged. SQLite has one writer.
const POSTGRES_SITTINGS: usize = 2;

/// How often a batch is tried before its requests are tried one by one.
const ATTEMPTS: u32 = 3;

/// Writes an answer in the form that is kept for repeats.
type Encode = Box<dyn Fn(&Appointment) -> Vec<u8> + Send + Sync>;

/// A booking and who waits for it.
pub struct Job {
    call: WriteCall,
    scope: Scope,
    command: Arc<BookCommand>,
    encode: Encode,
    answer: oneshot::Sender<Result<Decision>>,
}

/// What the desk decided.
#[derive(Clone, Debug)]
pub enum Decision {
    /// It is booked.
    Booked(Box<Appointment>),
    /// It was booked before by the same request; the kept answer.
    Repeated(Vec<u8>),
}

/// The desk's counter, where requests queue.
#[derive(Debug)]
pub struct Desk {
    queue: mpsc::Sender<Job>,
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Job(…)")
    }
}

impl Desk {
    /// Makes a desk; [`run`] works it.
    #[must_use]
    pub fn new() -> (Self, mpsc::Receiver<Job>) {
        let (queue, jobs) = mpsc::channel(MAX_WAITING);
        (Self { queue }, jobs)
    }

    /// Queues a booking and waits for the decision.
    ///
    /// # Errors
    /// What refuses it, `Overloaded` where too many wait, `Unavailable` where the desk is closed.
    pub async fn book<R>(
        &self,
        call: &WriteCall,
        scope: Scope,
        command: Arc<BookCommand>,
    ) -> Result<Reply<R>>
    where
        R: write::Answer<Appointment>,
    {
        let (answer, decided) = oneshot::channel();
        let encode = Box::new(|appointment: &Appointment| R::of(appointment).encode());
        let job = Job { call: call.clone(), scope, command, encode, answer };
        self.queue.try_send(job).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => {
                Error::Overloaded { retry_after: std::time::Duration::from_secs(1) }
            }
            mpsc::error::TrySendError::Closed(_) => Error::Unavailable,
        })?;
        match decided.await.map_err(|_| Error::Unavailable)?? {
            Decision::Booked(appointment) => {
                Ok(Reply { answer: R::of(&appointment), replayed: false })
            }
            Decision::Repeated(kept) => Ok(Reply { answer: R::decode(&kept)?, replayed: true }),
        }
    }
}

/// Works the desk until the server is gone.
pub async fn run(app: Weak<App>, mut jobs: mpsc::Receiver<Job>) {
    let sittings = match app.upgrade() {
        Some(app) if !app.store.is_sqlite() => POSTGRES_SITTINGS,
        _ => 1,
    };
    let sittings = Arc::new(Semaphore::new(sittings));
    while let Ok(sitting) = Arc::clone(&sittings).acquire_owned().await {
        let mut batch = Vec::new();
        if jobs.recv_many(&mut batch, MAX_BATCH).await == 0 {
            return;
        }
        let Some(app) = app.upgrade() else { return };
        tokio::spawn(async move {
            decide(&app, batch).await;
            drop(sitting);
        });
    }
}

/// Decides a batch and answers everyone in it. Where the database refuses the batch as a whole,
/// each request is tried by itself, so that one bad request harms no other.
async fn decide(app: &Arc<App>, batch: Vec<Job>) {
    match try_decide(app, &batch).await {
        Ok(decisions) => answer(app, batch, decisions),
        Err(error) if batch.len() == 1 => {
            for job in batch {
                let _ = job.answer.send(Err(error.clone()));
            }
        }
        Err(_) => {
            for job in batch {
                let alone = [job];
                let decisions = try_decide(app, &alone).await;
                let decisions = decisions.unwrap_or_else(|error| vec![Err(error)]);
                answer(app, alone.into(), decisions);
            }
        }
    }
}

async fn try_decide(app: &App, batch: &[Job]) -> Result<Vec<Result<Decision>>> {
    let mut attempt = 1;
    loop {
        match decide_once(app, batch).await {
            Err(Error::Conflict) if attempt < ATTEMPTS => attempt += 1,
            done => return done,
        }
    }
}

/// Answers everyone; the refused are first shown the nearest places, away from the desk, each kind
/// of request once.
fn answer(app: &Arc<App>, batch: Vec<Job>, decisions: Vec<Result<Decision>>) {
    let mut refused = Vec::new();
    for (job, decision) in batch.into_iter().zip(decisions) {
        match decision {
            Err(Error::Refused { refusals, .. }) => refused.push((job, refusals)),
            // Whoever does not wait any more finds the answer by repeating his request.
            decision => drop(job.answer.send(decision)),
        }
    }
    if !refused.is_empty() {
        tokio::spawn(answer_refused(Arc::clone(app), refused));
    }
}

async fn answer_refused(app: Arc<App>, refused: Vec<(Job, Vec<Refusal>)>) {
    let mut known = HashMap::new();
    for (job, refusals) in refused {
        let command = &job.command;
        let request =
            BookingRequest { slot: command.slot, channel: command.channel, items: &command.items };
        let reasons: Vec<_> = refusals.iter().map(Refusal::reason).collect();
        let department = match &job.scope {
            Scope::Centre => String::new(),
            Scope::Department(own) => own.clone(),
        };
        let key = (command.slot, command.channel, command.items.clone(), reasons, department);
        let nearest = match known.get(&key) {
            Some(nearest) => Clone::clone(nearest),
            // Whoever is refused is told so even where no other place can be looked up.
            None => {
                let found = slot::nearest(&app, &request, &refusals, &job.scope).await;
                let found = found.unwrap_or_default();
                known.insert(key, found.clone());
                found
            }
        };
        let _ = job.answer.send(Err(Error::Refused { refusals, nearest }));
    }
}

async fn decide_once(app: &App, batch: &[Job]) -> Result<Vec<Result<Decision>>> {
    let tx = app.store.begin().await?;
    let result = decide_in(app, &tx, batch).await;
    match result {
        Ok(decisions) => {
            tx.commit().await?;
            Ok(decisions)
        }
        Err(error) => {
            drop(tx.rollback().await);
            Err(error)
        }
    }
}

type RequestKey = (AccountId, &'static str, Uuid);

fn key_of(job: &Job) -> RequestKey {
    (job.call.call.caller.account_id, job.call.call.method, job.call.request_id)
}

async fn decide_in(app: &App, tx: &Tx, batch: &[Job]) -> Result<Vec<Result<Decision>>> {
    let mut sitting = Sitting::open(app, tx, batch).await?;
    let mut decisions = Vec::with_capacity(batch.len());
    for job in batch {
        let (account, method, request) = key_of(job);
        let key = (account, method.to_owned(), request);
        let decision = match sitting.kept.get(&key) {
            Some((hash, _)) if *hash != job.call.request_hash => Err(Error::RequestIdReused),
            Some((_, response)) => Ok(Decision::Repeated(response.clone())),
            None => sitting.judge(app, job),
        };
        match &decision {
            Ok(Decision::Booked(appointment)) => {
                let response = (job.encode)(appointment);
                let traces = vec![appointment::booked_trace(appointment, &sitting.books)];
                sitting.trail.add(app, &job.call, sitting.books.now, traces, &response)?;
                sitting.kept.insert(key, (job.call.request_hash.to_vec(), response));
            }
            Ok(Decision::Repeated(_)) => {}
            Err(error) => sitting.trail.add_refusal(app, &job.call, sitting.books.now, error),
        }
        decisions.push(decision);
    }
    sitting.write(tx).await?;
    Ok(decisions)
}

/// Judges one booking in the caller's own transaction: for a check without writing, and for the
/// walk-in whose ticket is issued in the same step.
///
/// # Errors
/// Every rule that refuses.
pub async fn book_in(
    app: &App,
    tx: &Tx,
    call: &WriteCall,
    scope: &Scope,
    command: &Arc<BookCommand>,
) -> Result<Appointment> {
    let (answer, _) = oneshot::channel();
    let job = Job {
        call: call.clone(),
        scope: scope.clone(),
        command: Arc::clone(command),
        encode: Box::new(|_| Vec::new()),
        answer,
    };
    let batch = [job];
    let mut sitting = Sitting::open(app, tx, &batch).await?;
    match sitting.judge(app, &batch[0])? {
        Decision::Booked(appointment) => {
            // The caller's transaction leaves its own trail.
            sitting.trail = Trail::default();
            sitting.write(tx).await?;
            Ok(*appointment)
        }
        Decision::Repeated(_) => Err(Error::internal("a sitting answered a repeat")),
    }
}
