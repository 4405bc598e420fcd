//! What a server does by itself: forgets what has run out, writes down what the law's clock has
//! done, and hears of the other servers' changes in the hall. Nothing is right or wrong because of
//! it: what has run out is judged when it is read.

use super::{
    App, data_key, event, evidence, identity, notice, reminder, supervision, write::KEPT_FOR,
};
use crate::{
    domain::{disclosure::kept_since, zone},
    error::Result,
};
use std::{sync::Weak, time::Duration};
use tokio::time::{MissedTickBehavior, interval};

/// How often what has run out is forgotten.
const FORGET_EVERY: Duration = Duration::from_secs(60);
/// How often it is looked what the law's clock has done.
const SWEEP_EVERY: Duration = Duration::from_secs(30);
/// How often it is looked what is to be sent.
const DELIVER_EVERY: Duration = Duration::from_secs(2);
/// How often a server on PostgreSQL asks whether another one changed the hall.
const LISTEN_EVERY: Duration = Duration::from_secs(1);

/// Forgets what has run out, until the server is gone.
pub async fn forget(app: Weak<App>) {
    let mut ticks = interval(FORGET_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let Some(app) = app.upgrade() else { return };
        if let Err(error) = forget_once(&app).await {
            tracing::warn!(%error, "what has run out was not forgotten");
        }
    }
}

async fn forget_once(app: &App) -> Result<()> {
    identity::forget_ended(app).await?;
    let before = app.clock.now() - KEPT_FOR;
    let tx = app.store.begin().await?;
    let forgotten = tx.forget_answers(before).await? + tx.forget_holds(before).await?;
    let disclosed = tx.forget_disclosures(kept_since(app.clock.now())).await?;
    // The count of a day that is over refuses nothing any more.
    tx.forget_reveals(app.clock.today()).await?;
    tx.commit().await?;
    if forgotten + disclosed > 0 {
        tracing::debug!(forgotten, disclosed, "old answers, holds and disclosures are gone");
    }
    event::forget_old(app).await?;
    // Last: a bucket that is away holds nothing else up.
    evidence::sweep(app).await
}

/// Writes down what the law's clock has done, until the server is gone.
pub async fn sweep(app: Weak<App>) {
    let mut ticks = interval(SWEEP_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let Some(app) = app.upgrade() else { return };
        if let Err(error) = data_key::refresh(&app).await {
            tracing::warn!(%error, "the sealing keys were not read again");
        }
        if let Err(error) = reminder::sweep_all(&app).await {
            tracing::warn!(%error, "reminders are not raised yet");
        }
        if let Err(error) = supervision::sweep(&app).await {
            tracing::warn!(%error, "what the law's clock has done is not kept yet");
        }
    }
}

/// Sends what is to be told outside, until the server is gone.
pub async fn deliver(app: Weak<App>) {
    let mut ticks = interval(DELIVER_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let Some(app) = app.upgrade() else { return };
        if let Err(error) = notice::deliver(&app).await {
            tracing::warn!(%error, "notices wait to be sent");
        }
    }
}

/// Rings the bell when another server has changed the hall, until this one is gone. On SQLite there
/// is no other server.
pub async fn listen(app: Weak<App>) {
    let mut ticks = interval(LISTEN_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut known = None;
    loop {
        ticks.tick().await;
        let Some(app) = app.upgrade() else { return };
        let today = zone::local_date(app.clock.now());
        // A database that is away is told by the health check, not once a second here.
        let Ok(mark) = app.store.reader().tickets_mark(today).await else { continue };
        if known.replace((today, mark)).is_some_and(|before| before != (today, mark)) {
            app.bell.ring();
        }
    }
}
