//! When a fact changes, what rests on it is looked at again. The feed tells what has changed, in
//! an order without gaps; how far it was looked at is kept in the transaction that flags, so that
//! each change is looked at once, on whichever server, and again by none. Documents are looked at
//! here; an entry of the whitelist, a mandate, a counter, a closure and the calendar flag what
//! rests on them in the transaction that changes them.

use super::{
    App, trip,
    write::{Effect, by_itself},
};
use crate::{
    domain::{
        caller::Scope,
        event::{Place, RecordedEvent, ResourceKind},
        id::{DocumentId, Id as _, ResidentId},
    },
    error::Result,
    store::{Tx, recheck::Looked},
};
use std::{collections::BTreeSet, sync::Weak, time::Duration};
use tokio::{sync::watch, time::sleep};

/// What the audit trail calls it.
const METHOD: &str = "frscd recheck";
/// Events that are looked at together.
const AT_A_TIME: u64 = 500;
/// How often the feed is looked at without a commit on this server.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// The rest between two looks.
const REST: Duration = Duration::from_millis(100);
/// So many events that change nothing are passed over before it is kept that they were.
const KEEP_AFTER: u32 = 10_000;

/// Looks at the feed after each commit and every few seconds, until the server is gone.
pub async fn follow(app: Weak<App>, mut commits: watch::Receiver<u64>) {
    let mut passed = Passed::default();
    while let Some(strong) = app.upgrade() {
        commits.mark_unchanged();
        let more = match look(&strong, &mut passed).await {
            Ok(more) => more,
            Err(error) => {
                tracing::warn!(%error, "changed facts are not looked at yet");
                false
            }
        };
        drop(strong);
        if !more {
            tokio::select! {
                rung = commits.changed() => if rung.is_err() { return },
                () = sleep(LOOK_EVERY) => {}
            }
        }
        sleep(REST).await;
    }
}

/// Events that were read and change nothing.
#[derive(Debug, Default)]
struct Passed {
    to: Option<Looked>,
    count: u32,
}

/// Looks at the next events; true where there may be more.
async fn look(app: &App, passed: &mut Passed) -> Result<bool> {
    let reader = app.store.reader();
    let epoch = reader.feed_state().await?.epoch;
    let kept = place_in(epoch, reader.rechecked().await?);
    let after = passed.to.map_or(kept, |to| kept.max(place_in(epoch, to)));
    let found = reader.events(&Scope::Centre, after, None, AT_A_TIME).await?;
    let Some(last) = found.events.last() else { return Ok(false) };
    let more = found.events.len() as u64 == AT_A_TIME;
    passed.count = passed.count.saturating_add(u32::try_from(found.events.len()).unwrap_or(0));
    passed.to = Some((epoch, last.place));
    if passed.count < KEEP_AFTER && !found.events.iter().any(changes_a_fact) {
        return Ok(more);
    }
    by_itself(app, METHOD, |tx| async move { rechecked(app, &tx, after).await }).await?;
    passed.count = 0;
    Ok(more)
}

/// The place in an epoch; the feed's beginning for one of another.
fn place_in(epoch: i64, (of, place): Looked) -> Place {
    if of == epoch { place } else { Place::default() }
}

fn changes_a_fact(event: &RecordedEvent) -> bool {
    ResourceKind::of(&event.resource_id) == Some(ResourceKind::Document)
        || event.kind == "resident.merged"
}

/// Looks at what follows a place, once.
async fn rechecked(app: &App, tx: &Tx, seen: Place) -> Result<Effect<()>> {
    let kept = tx.lock_rechecked().await?;
    let epoch = tx.feed_state().await?.epoch;
    // What was passed over changes nothing; what another server has looked at meanwhile is done.
    let after = place_in(epoch, kept).max(seen);
    let found = tx.events(&Scope::Centre, after, None, AT_A_TIME).await?;
    let holders = holders(tx, &found.events).await?;
    let mut traces = Vec::new();
    for who in tx.coming_travellers(&holders, app.clock.today()).await? {
        traces.extend(trip::documents_changed(app, tx, who).await?);
    }
    if let Some(last) = found.events.last() {
        tx.put_rechecked((epoch, last.place)).await?;
    }
    Ok(Effect { outcome: (), traces })
}

/// Whose documents have changed.
async fn holders(tx: &Tx, events: &[RecordedEvent]) -> Result<Vec<ResidentId>> {
    let changes = || events.iter().filter(|event| changes_a_fact(event));
    let ids: BTreeSet<_> =
        changes().filter_map(|event| DocumentId::parse(&event.resource_id)).collect();
    let ids: Vec<_> = ids.into_iter().collect();
    let documents = tx.documents_by_id(&Scope::Centre, &ids).await?;
    let mut holders: BTreeSet<_> =
        changes().filter_map(|event| ResidentId::parse(&event.resource_id)).collect();
    holders.extend(documents.iter().map(|document| document.resident_id));
    Ok(holders.into_iter().collect())
}
