//! One watcher of the feed: first what he has missed, page by page from the database, then what the
//! server hands on. He is told of every event after his token, once, in order.

use super::{
    check, end_of_feed,
    feed::{Joined, Slice},
    resource::with_resources,
    token::{self, Mark},
};
use crate::{
    domain::{
        caller::Scope,
        event::{Event, Place},
    },
    error::{Error, Result},
    service::{App, Call},
};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::broadcast::{self, error::RecvError},
    time::{Instant, timeout_at},
};

/// The longest time without a message.
pub const CHECKPOINT_EVERY: Duration = Duration::from_secs(15);
/// Who has lost the thread of the feed, and did not ask for the next message for so long, reads too
/// slowly.
const SLOW_AFTER: Duration = Duration::from_secs(2);
/// Events of one message where a watcher catches up.
const PAGE: u64 = 200;

/// Some events, or none, and where to go on after them.
#[derive(Clone, Debug)]
pub struct Told {
    /// The events.
    pub events: Arc<Vec<Event>>,
    /// Where to go on.
    pub token: String,
}

/// A watcher.
#[derive(Debug)]
pub struct Watcher {
    app: Arc<App>,
    scope: Scope,
    from: Option<Mark>,
    live: Option<broadcast::Receiver<Arc<Slice>>>,
    checkpoint_every: Duration,
    told_at: Instant,
}

impl Watcher {
    /// A watcher from a token on, or from now on.
    ///
    /// # Errors
    /// `EventTokenTooOld`, `Invalid` for a token of another feed.
    pub async fn new(
        app: Arc<App>,
        call: &Call,
        token: &str,
        checkpoint_every: Duration,
    ) -> Result<Self> {
        let scope = call.scope()?;
        let from = match token {
            "" => None,
            token => Some(token::read(&app, &scope, token)?),
        };
        if let Some(mark) = from {
            check(&app, mark, end_of_feed(&app).await?).await?;
        }
        let told_at = Instant::now();
        Ok(Self { app, scope, from, live: None, checkpoint_every, told_at })
    }

    /// The next message. Dropped and asked again, it leaves nothing out.
    ///
    /// # Errors
    /// `ReaderTooSlow` where the client asked for messages too seldom; `EventTokenTooOld`; what the
    /// database says.
    pub async fn next(&mut self) -> Result<Told> {
        let asked_after = self.told_at.elapsed();
        let told = loop {
            match self.live.take() {
                None => break self.catch_up().await?,
                Some(mut live) => {
                    let heard = self.wait(&mut live).await;
                    match heard {
                        Ok(told) => {
                            self.live = Some(live);
                            break told;
                        }
                        Err(Lost::Thread) if asked_after < SLOW_AFTER => {}
                        Err(Lost::Thread) => return Err(Error::ReaderTooSlow),
                        Err(Lost::Server(error)) => return Err(error),
                    }
                }
            }
        };
        self.told_at = Instant::now();
        Ok(told)
    }

    /// As if the client had not asked for so long.
    #[cfg(test)]
    pub(super) fn has_not_asked_for(&mut self, time: Duration) {
        self.told_at -= time;
    }

    /// What was missed; once that is all, the watcher goes on with what the server hands on.
    async fn catch_up(&mut self) -> Result<Told> {
        let Joined { head, receiver } = self.app.feed.join(&self.scope).await?;
        let from = *self.from.get_or_insert(head);
        let mut recorded = Vec::new();
        if from.place < head.place {
            let reader = self.app.store.reader();
            let found = reader.events(&self.scope, from.place, Some(head.place), PAGE).await?;
            check(&self.app, from, head).await?;
            recorded = found.events;
        }
        let last = recorded.last().map_or(from.place, |event| event.place);
        let events = with_resources(&self.app, &self.scope, head.epoch, &recorded).await?;
        if (recorded.len() as u64) < PAGE {
            self.live = Some(receiver);
            Ok(self.told(last.max(head.place), Arc::new(events)))
        } else {
            Ok(self.told(last, Arc::new(events)))
        }
    }

    /// What the server hands on next, or nothing for a while.
    async fn wait(
        &mut self,
        live: &mut broadcast::Receiver<Arc<Slice>>,
    ) -> std::result::Result<Told, Lost> {
        let until = Instant::now() + self.checkpoint_every;
        let from = self.from.map(|mark| mark.place).unwrap_or_default();
        loop {
            match timeout_at(until, live.recv()).await {
                Ok(Ok(slice)) => {
                    let told = slice.told(&self.app).await.map_err(Lost::Server)?;
                    let new = after(told, from);
                    if let Some(last) = new.last() {
                        return Ok(self.told(last.recorded.place, Arc::clone(&new)));
                    }
                }
                Ok(Err(RecvError::Lagged(_))) => return Err(Lost::Thread),
                Ok(Err(RecvError::Closed)) => return Err(Lost::Server(Error::Unavailable)),
                Err(_) => {
                    // Everything up to the head was handed on before; is nothing waiting, then
                    // nothing of it was this watcher's.
                    let head = self.app.feed.head().map_or(from, |mark| mark.place);
                    if live.is_empty() {
                        return Ok(self.told(from.max(head), Arc::default()));
                    }
                }
            }
        }
    }

    fn told(&mut self, place: Place, events: Arc<Vec<Event>>) -> Told {
        let epoch = self.from.map_or(0, |mark| mark.epoch);
        let mark = Mark { epoch, place };
        self.from = Some(mark);
        Told { events, token: token::write(&self.app, &self.scope, mark) }
    }
}

/// Why a watcher does not hear on.
enum Lost {
    /// He did not take what was handed on.
    Thread,
    /// The server cannot tell.
    Server(Error),
}

/// The events after a place, which are nearly always all of them.
fn after(told: Arc<Vec<Event>>, place: Place) -> Arc<Vec<Event>> {
    if told.first().is_some_and(|event| event.recorded.place > place) {
        return told;
    }
    let new = told.iter().filter(|event| event.recorded.place > place);
    Arc::new(new.cloned().collect())
}
