//! The feed of events: what each department has to know of its changes, in an order without gaps,
//! at least once. The outbox says what happened to what; the resource is loaded when the event is
//! told, as the reader may see it then.

mod feed;
mod resource;
#[cfg(test)]
mod tests;
mod token;
mod watch;

pub use feed::{Feed, follow, hear, tell};
pub use watch::{CHECKPOINT_EVERY, Told, Watcher};

use super::{
    App, Call,
    page::PageRequest,
    write::{Answer, Effect, Reply, WriteCall, write},
};
use crate::{
    domain::event::{EVENTS_KEPT_FOR, Event, FeedState, MAX_LAG_EVENTS, Place},
    error::{Error, Result},
    store::event::Acknowledged,
};
use chrono::{DateTime, Duration, Utc};
use token::Mark;

/// Most events that are forgotten in one transaction.
const FORGOTTEN_AT_ONCE: u64 = 2_000;

/// The next events of a feed.
#[derive(Clone, Debug)]
pub struct Events {
    /// The events.
    pub events: Vec<Event>,
    /// Where to go on.
    pub next_token: String,
    /// True where more are there already.
    pub more: bool,
}

/// How far an account has processed its feed.
#[derive(Clone, Debug)]
pub struct FeedPosition {
    /// The furthest token acknowledged, and when.
    pub acknowledged: Option<(String, DateTime<Utc>)>,
    /// Where the feed ends.
    pub head_token: String,
    /// How many events lie between, as far as they are counted.
    pub lag_events: usize,
    /// The age of the oldest of them.
    pub lag: Option<Duration>,
}

/// The place in the feed up to which a list that is read after this call is complete. It is told
/// with the first page only, before whose rows it must be asked for.
///
/// # Errors
/// What the database says.
pub async fn list_token(app: &App, call: &Call, request: &PageRequest) -> Result<String> {
    if !request.token.is_empty() {
        return Ok(String::new());
    }
    let scope = call.scope()?;
    Ok(token::write(app, &scope, end_of_feed(app).await?))
}

/// The next events after a token, or the oldest that are kept.
///
/// # Errors
/// `EventTokenTooOld`, `Invalid` for a token of another feed.
pub async fn list(app: &App, call: &Call, request: &PageRequest) -> Result<Events> {
    let scope = call.scope()?;
    let limit = request.limit()?;
    let from = match request.token.as_str() {
        "" => None,
        token => Some(token::read(app, &scope, token)?),
    };
    // Asked for before the events, so that none comes between.
    let end = end_of_feed(app).await?;
    let after = from.map_or(Place::default(), |mark| mark.place);
    let reader = app.store.reader();
    let mut recorded = reader.events(&scope, after, None, limit as u64 + 1).await?.events;
    if let Some(mark) = from {
        check(app, mark, end).await?;
    }
    let more = recorded.len() > limit;
    recorded.truncate(limit);
    let last = recorded.last().map_or(after, |event| event.place);
    let place = if more { last } else { last.max(end.place) };
    let events = resource::with_resources(app, &scope, end.epoch, &recorded).await?;
    let next_token = token::write(app, &scope, Mark { epoch: end.epoch, place });
    Ok(Events { events, next_token, more })
}

/// Keeps the furthest token that the account has processed. What it changes is of this account
/// alone and says nothing of the centre's business, and it comes often: the audit trail keeps no
/// record of it.
///
/// # Errors
/// `EventTokenTooOld`, `Invalid` for a token of another feed.
pub async fn acknowledge<R: Answer<String>>(
    app: &App,
    call: &WriteCall,
    token: &str,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    let account = call.call.caller.account_id;
    write(app, call, |tx| async move {
        let mark = token::read(app, scope, token)?;
        check(app, mark, end_of_feed(app).await?).await?;
        let new = Acknowledged { epoch: mark.epoch, place: mark.place, at: app.clock.now() };
        let kept = tx.acknowledge(account, scope, new).await?;
        let outcome = token::write(app, scope, Mark { epoch: kept.epoch, place: kept.place });
        Ok(Effect { outcome, traces: Vec::new() })
    })
    .await
}

/// How far the account has processed its feed.
///
/// # Errors
/// What the database says.
pub async fn position(app: &App, call: &Call) -> Result<FeedPosition> {
    let scope = call.scope()?;
    let reader = app.store.reader();
    let end = end_of_feed(app).await?;
    let kept = reader.acknowledged(call.caller.account_id, &scope).await?;
    let kept = kept.filter(|kept| kept.epoch == end.epoch);
    let after = kept.map_or(Place::default(), |kept| kept.place);
    let times = reader.event_times(&scope, after, MAX_LAG_EVENTS).await?;
    let write = |place| token::write(app, &scope, Mark { epoch: end.epoch, place });
    Ok(FeedPosition {
        acknowledged: kept.map(|kept| (write(kept.place), kept.at)),
        head_token: write(end.place),
        lag_events: times.len(),
        lag: times.iter().min().map(|oldest| (app.clock.now() - oldest).max(Duration::zero())),
    })
}

/// Begins the feed anew where the database was brought back from a dump, before anything is
/// written.
///
/// # Errors
/// What the database says.
pub async fn settle(app: &App) -> Result<()> {
    let tx = app.store.begin().await?;
    let renewed = tx.renew_feed().await?;
    tx.commit().await?;
    if renewed {
        tracing::warn!("the feed of events begins anew: the database is of another PostgreSQL");
    }
    Ok(())
}

/// Forgets the events whose time is over.
///
/// # Errors
/// What the database says.
pub async fn forget_old(app: &App) -> Result<()> {
    let before = app.clock.now() - EVENTS_KEPT_FOR;
    loop {
        let tx = app.store.begin().await?;
        let gone = tx.forget_events(before, FORGOTTEN_AT_ONCE).await?;
        tx.commit().await?;
        if gone < FORGOTTEN_AT_ONCE {
            return Ok(());
        }
    }
}

/// Where the feed ends, at this moment or shortly before it.
async fn end_of_feed(app: &App) -> Result<Mark> {
    if let Some(head) = app.feed.head() {
        return Ok(head);
    }
    let (state, place) = app.store.reader().feed_end().await?;
    Ok(Mark { epoch: state.epoch, place })
}

/// Refuses a place that is forgotten already, or that the database has not come to: it was brought
/// back from a copy since. Whoever has read events after the place asks afterwards.
async fn check(app: &App, mark: Mark, end: Mark) -> Result<()> {
    let reader = app.store.reader();
    let FeedState { epoch, forgotten } = reader.feed_state().await?;
    if mark.epoch != epoch || mark.place < forgotten {
        return Err(Error::EventTokenTooOld);
    }
    // Another server may have looked further than this one.
    if mark.place > end.place && mark.place > reader.feed_end().await?.1 {
        return Err(Error::EventTokenTooOld);
    }
    Ok(())
}
