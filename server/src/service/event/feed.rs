//! Those who watch the feed. One task of the server reads new events, once for all of them, and
//! hands each feed its own; a watcher that has nothing to hear costs nothing. Where nobody watches,
//! nothing is read.

use super::{resource::with_resources, token::Mark};
use crate::{
    domain::{
        caller::Scope,
        event::{Event, RecordedEvent},
    },
    error::{Error, Result},
    service::App,
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};
use tokio::{
    sync::{Notify, OnceCell, broadcast, watch},
    time::{sleep, timeout},
};
use uuid::Uuid;

/// Most events that are read and handed on at once.
const PAGE: u64 = 100;
/// Most slices that wait for a watcher before he has lost the thread.
const MAX_WAITING: usize = 256;
/// The shortest time between two looks, so that a busy server looks at many commits at once.
const REST: Duration = Duration::from_millis(3);
/// The longest time between two looks where events wait for an older transaction to end.
const MAX_UNSETTLED_REST: Duration = Duration::from_millis(50);
/// How often is looked for what no bell has told of.
const LOOK_EVERY: Duration = Duration::from_secs(3);
/// The shortest time between two words to the other servers.
const TELL_REST: Duration = Duration::from_millis(5);
/// How long is waited where the database is away.
const AWAY: Duration = Duration::from_secs(1);
/// How long a new watcher waits for the first look.
const START_WITHIN: Duration = Duration::from_secs(10);

/// Those who watch.
#[derive(Debug)]
pub struct Feed {
    watched: Mutex<Watched>,
    /// Asks for a look.
    wanted: Arc<Notify>,
    /// A first look was taken.
    started: Notify,
    /// Tells the tasks of this feed, by its end, that the server is gone.
    end: watch::Sender<()>,
    /// By which the servers on one database tell their own words.
    server: Uuid,
}

/// How far was looked, and who is to be told. Both change together, so that nobody who joins loses
/// an event between them.
#[derive(Debug, Default)]
struct Watched {
    head: Option<Mark>,
    feeds: HashMap<Scope, broadcast::Sender<Arc<Slice>>>,
}

/// Some events of one feed, whose resources are loaded once for all who watch it.
#[derive(Debug)]
pub(super) struct Slice {
    scope: Scope,
    epoch: i64,
    recorded: Vec<RecordedEvent>,
    told: OnceCell<Arc<Vec<Event>>>,
}

impl Slice {
    /// The events as they are told.
    pub(super) async fn told(&self, app: &App) -> Result<Arc<Vec<Event>>> {
        let load = || async {
            let told = with_resources(app, &self.scope, self.epoch, &self.recorded).await;
            told.map(Arc::new)
        };
        self.told.get_or_try_init(load).await.map(Arc::clone)
    }
}

/// A watcher's part of the feed: everything after the head comes to the receiver.
#[derive(Debug)]
pub(super) struct Joined {
    /// How far was looked when he joined.
    pub(super) head: Mark,
    /// What comes after.
    pub(super) receiver: broadcast::Receiver<Arc<Slice>>,
}

impl Default for Feed {
    fn default() -> Self {
        Self {
            watched: Mutex::default(),
            wanted: Arc::default(),
            started: Notify::new(),
            end: watch::Sender::new(()),
            server: Uuid::new_v4(),
        }
    }
}

impl Feed {
    /// Ends with the feed.
    #[must_use]
    pub fn end(&self) -> watch::Receiver<()> {
        self.end.subscribe()
    }

    /// How far was looked; none where nobody watches.
    pub(super) fn head(&self) -> Option<Mark> {
        self.lock().head
    }

    /// Joins those who watch the feed of a scope.
    ///
    /// # Errors
    /// `Unavailable` where the database is away.
    pub(super) async fn join(&self, scope: &Scope) -> Result<Joined> {
        let joining = async {
            // Held while waiting, so that it is seen that somebody watches.
            let mut _waiting = None;
            loop {
                let started = self.started.notified();
                let (receiver, head) = self.subscribe(scope);
                match head {
                    Some(head) => return Joined { head, receiver },
                    None => _waiting = Some(receiver),
                }
                self.wanted.notify_one();
                started.await;
            }
        };
        timeout(START_WITHIN, joining).await.map_err(|_| Error::Unavailable)
    }

    fn subscribe(&self, scope: &Scope) -> (broadcast::Receiver<Arc<Slice>>, Option<Mark>) {
        let mut watched = self.lock();
        let feed = watched.feeds.entry(scope.clone());
        let feed = feed.or_insert_with(|| broadcast::channel(MAX_WAITING).0);
        (feed.subscribe(), watched.head)
    }

    /// How far was looked, where somebody watches; otherwise all is forgotten until somebody does.
    fn still_watched(&self) -> (bool, Option<Mark>) {
        let mut watched = self.lock();
        watched.feeds.retain(|_, feed| feed.receiver_count() > 0);
        if watched.feeds.is_empty() {
            watched.head = None;
        }
        (!watched.feeds.is_empty(), watched.head)
    }

    fn start(&self, head: Mark) {
        self.lock().head = Some(head);
        self.started.notify_waiters();
    }

    /// Hands each feed its own events, and moves the head behind them.
    pub(super) fn publish(&self, epoch: i64, events: &[RecordedEvent]) {
        let Some(last) = events.last() else { return };
        let mut watched = self.lock();
        for (scope, feed) in &watched.feeds {
            let own = events.iter().filter(|event| event.is_seen_by(scope));
            let recorded: Vec<_> = own.cloned().collect();
            if !recorded.is_empty() {
                let (scope, told) = (scope.clone(), OnceCell::new());
                // Nobody hears it where the last watcher has just left.
                let _ = feed.send(Arc::new(Slice { scope, epoch, recorded, told }));
            }
        }
        watched.head = Some(Mark { epoch, place: last.place });
    }

    fn lock(&self) -> MutexGuard<'_, Watched> {
        self.watched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Looks for new events whenever a bell rings, until the server is gone.
pub async fn follow(app: Weak<App>, mut commits: watch::Receiver<u64>) {
    let mut rest = REST;
    while let Some(strong) = app.upgrade() {
        commits.mark_unchanged();
        let looked = look(&strong).await;
        let wanted = Arc::clone(&strong.feed.wanted);
        drop(strong);
        match looked {
            Ok(Looked::All) => {
                rest = REST;
                tokio::select! {
                    rung = commits.changed() => if rung.is_err() { return },
                    () = wanted.notified() => {}
                    () = sleep(LOOK_EVERY) => {}
                }
                sleep(REST).await;
            }
            Ok(Looked::Unsettled) => {
                sleep(rest).await;
                rest = (rest * 2).min(MAX_UNSETTLED_REST);
            }
            Err(error) => {
                tracing::warn!(%error, "the feed of events was not read");
                sleep(AWAY).await;
            }
        }
    }
}

/// What a look has seen.
enum Looked {
    /// Everything that was committed.
    All,
    /// There is more, which waits for an older transaction to end.
    Unsettled,
}

/// Reads what is new and hands it on.
async fn look(app: &App) -> Result<Looked> {
    let (watched, head) = app.feed.still_watched();
    if !watched {
        return Ok(Looked::All);
    }
    let reader = app.store.reader();
    let mut mark = match head {
        Some(mark) => mark,
        None => {
            let mark = super::end_of_feed(app).await?;
            app.feed.start(mark);
            mark
        }
    };
    loop {
        let found = reader.events(&Scope::Centre, mark.place, None, PAGE).await?;
        app.feed.publish(mark.epoch, &found.events);
        if found.unsettled {
            return Ok(Looked::Unsettled);
        }
        match found.events.last() {
            Some(last) if found.events.len() as u64 == PAGE => mark.place = last.place,
            Some(_) | None => return Ok(Looked::All),
        }
    }
}

/// Hears the other servers on the same PostgreSQL, until this one is gone.
pub async fn hear(app: Weak<App>, mut end: watch::Receiver<()>) {
    while let Some(strong) = app.upgrade() {
        let hearing = strong.store.hear(strong.feed.server).await;
        drop(strong);
        if let Ok(mut hearing) = hearing {
            loop {
                // The first look is for what was told before anything was heard.
                let Some(strong) = app.upgrade() else { return };
                strong.feed.wanted.notify_one();
                drop(strong);
                let heard = tokio::select! {
                    heard = hearing.next() => heard,
                    _ = end.changed() => return,
                };
                if heard.is_err() {
                    break;
                }
            }
        }
        sleep(AWAY).await;
    }
}

/// Tells the other servers on the same PostgreSQL of this one's commits, many of them by one word,
/// until it is gone. A word in each transaction would make all of them wait for each other.
pub async fn tell(app: Weak<App>, mut commits: watch::Receiver<u64>) {
    while commits.changed().await.is_ok() {
        let Some(strong) = app.upgrade() else { return };
        // What is not told here is found by the others' own look.
        if let Err(error) = strong.store.tell(strong.feed.server).await {
            tracing::warn!(%error, "the other servers were not told of new events");
        }
        drop(strong);
        sleep(TELL_REST).await;
    }
}
