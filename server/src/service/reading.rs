//! The reading room. Appointments that are asked for at the same time are read together, by one
//! statement for each scope. A lone request waits for nobody: the room takes what has arrived and
//! never waits for more. What a request is told was there after it had been asked for.

use super::App;
use crate::{
    domain::{appointment::Appointment, caller::Scope, id::AppointmentId},
    error::{Error, Result},
};
use std::{
    collections::HashMap,
    sync::{Arc, Weak},
    time::Duration,
};
use tokio::sync::{Semaphore, mpsc, oneshot};

/// Most requests of one statement.
const MAX_BATCH: usize = 128;

/// Most requests that wait; more are told that the server is busy.
const MAX_WAITING: usize = 4096;

/// Statements at the same time; those who come meanwhile are read together afterwards.
const READERS: usize = 2;

/// A request and who waits for it.
#[derive(Debug)]
pub struct Asked {
    scope: Scope,
    id: AppointmentId,
    answer: oneshot::Sender<Result<Appointment>>,
}

/// The room's counter, where requests queue.
#[derive(Debug)]
pub struct ReadingRoom {
    queue: mpsc::Sender<Asked>,
}

impl ReadingRoom {
    /// Makes a room; [`run`] works it.
    #[must_use]
    pub fn new() -> (Self, mpsc::Receiver<Asked>) {
        let (queue, asked) = mpsc::channel(MAX_WAITING);
        (Self { queue }, asked)
    }

    /// An appointment within the scope.
    ///
    /// # Errors
    /// `NotFound` where there is none, or none to see; `Overloaded` where too many wait.
    pub async fn appointment(&self, scope: Scope, id: AppointmentId) -> Result<Appointment> {
        let (answer, told) = oneshot::channel();
        self.queue.try_send(Asked { scope, id, answer }).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => {
                Error::Overloaded { retry_after: Duration::from_secs(1) }
            }
            mpsc::error::TrySendError::Closed(_) => Error::Unavailable,
        })?;
        told.await.map_err(|_| Error::Unavailable)?
    }
}

/// Works the room until the server is gone.
pub async fn run(app: Weak<App>, mut asked: mpsc::Receiver<Asked>) {
    let readers = Arc::new(Semaphore::new(READERS));
    while let Ok(reader) = Arc::clone(&readers).acquire_owned().await {
        let mut batch = Vec::new();
        if asked.recv_many(&mut batch, MAX_BATCH).await == 0 {
            return;
        }
        let Some(app) = app.upgrade() else { return };
        tokio::spawn(async move {
            let mut scopes: HashMap<Scope, Vec<Asked>> = HashMap::new();
            for asked in batch {
                scopes.entry(asked.scope.clone()).or_default().push(asked);
            }
            for (scope, batch) in scopes {
                read(&app, &scope, batch).await;
            }
            drop(reader);
        });
    }
}

/// Reads for all who ask within one scope, and answers each.
async fn read(app: &App, scope: &Scope, batch: Vec<Asked>) {
    let ids: Vec<_> = batch.iter().map(|asked| asked.id).collect();
    let found = app.store.reader().appointments_of(scope, &ids).await;
    let found: Result<HashMap<_, _>> = found.map(|found| found.into_iter().collect());
    for asked in batch {
        let told = match &found {
            Ok(found) => found.get(&asked.id).cloned().unwrap_or(Err(Error::NotFound)),
            Err(error) => Err(error.clone()),
        };
        // Whoever does not wait any more has no use for it.
        drop(asked.answer.send(told));
    }
}
