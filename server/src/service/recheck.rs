//! When a fact changes, what rests on it is looked at again. Documents are looked at by the feed,
//! which tells what has changed, in an order without gaps; how far it was looked at is kept in the
//! transaction that flags, so that each change is looked at once, on whichever server, and again by
//! none. An entry of the whitelist, a mandate, a department, a closure and the calendar flag what
//! rests on them in the transaction that changes them, and a counter is not changed under those who
//! booked.

use super::{
    App,
    flag::{self, Meaning},
    trip,
    write::{Effect, Trace, by_itself},
};
use crate::{
    domain::{
        appointment::Appointment,
        caller::Scope,
        case::Case,
        catalogue::Department,
        document::{Document, DocumentKind, EndReason},
        event::{Place, RecordedEvent, ResourceKind},
        flag::{Fact, Flag, FlagKind, Flags},
        id::{DocumentId, Id as _, ResidentId, WhitelistEntryId},
        trip::Trip,
        whitelist::{Entry, Held, StepKind},
    },
    error::Result,
    store::{Tx, recheck::Looked},
};
use chrono::{DateTime, NaiveDate, Utc};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Weak,
    time::Duration,
};
use tokio::{sync::watch, time::sleep};

/// What the audit trail calls it.
const METHOD: &str = "frscd recheck";
/// Events that are looked at together.
const AT_A_TIME: u64 = 500;
/// How often the feed is looked at without a commit on this server.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// What is told when a document has ended.
const ENDED: &str = "document.ended";
/// What is told when two residents are one.
const MERGED: &str = "resident.merged";
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
    ResourceKind::of(&event.resource_id) == Some(ResourceKind::Document) || event.kind == MERGED
}

/// Looks at what follows a place, once.
async fn rechecked(app: &App, tx: &Tx, seen: Place) -> Result<Effect<()>> {
    let kept = tx.lock_rechecked().await?;
    let epoch = tx.feed_state().await?.epoch;
    // What was passed over changes nothing; what another server has looked at meanwhile is done.
    let after = place_in(epoch, kept).max(seen);
    let found = tx.events(&Scope::Centre, after, None, AT_A_TIME).await?;
    let documents = documents(tx, &found.events).await?;
    let holders = holders(&documents, &found.events);
    let mut traces = Vec::new();
    let ended = found.events.iter().filter(|event| event.kind == ENDED);
    let ended: HashMap<_, _> = ended
        .filter_map(|event| Some((DocumentId::parse(&event.resource_id)?, event.at)))
        .collect();
    for document in &documents {
        let at = ended.get(&document.id).copied();
        traces.extend(document_changed(app, tx, document, at).await?);
    }
    for old in tx.missing_documents_of(&holders).await? {
        traces.extend(made_good(app, tx, &old, &documents).await?);
    }
    for who in tx.coming_travellers(&holders, app.clock.today()).await? {
        traces.extend(trip::documents_changed(app, tx, who).await?);
    }
    if let Some(last) = found.events.last() {
        tx.put_rechecked((epoch, last.place)).await?;
    }
    Ok(Effect { outcome: (), traces })
}

/// The documents that have changed.
async fn documents(tx: &Tx, events: &[RecordedEvent]) -> Result<Vec<Document>> {
    let ids: BTreeSet<_> =
        events.iter().filter_map(|event| DocumentId::parse(&event.resource_id)).collect();
    let ids: Vec<_> = ids.into_iter().collect();
    tx.documents_by_id(&Scope::Centre, &ids).await
}

/// Whose documents have changed.
fn holders(documents: &[Document], events: &[RecordedEvent]) -> Vec<ResidentId> {
    let merged = events.iter().filter(|event| event.kind == MERGED);
    let mut holders: BTreeSet<_> =
        merged.filter_map(|event| ResidentId::parse(&event.resource_id)).collect();
    holders.extend(documents.iter().map(|document| document.resident_id));
    holders.into_iter().collect()
}

/// Flags what rests on a document that was cancelled or lost after the visit was booked or the case
/// received, until a new one is in its place: who comes because a document is lost is not flagged
/// for it.
async fn document_changed(
    app: &App,
    tx: &Tx,
    document: &Document,
    ended_at: Option<DateTime<Utc>>,
) -> Result<Vec<Trace>> {
    // Most are new or corrected, and nothing rests on what did not end.
    let Some(ending) = &document.ending else { return Ok(Vec::new()) };
    let fact = fact_of(document);
    let (kind, resource_id) = (FlagKind::DocumentEnded, document.id.text());
    let flag = ended_at.map(|at| {
        let (resource_id, reason) = (resource_id.clone(), ending.reason.name().to_owned());
        Flag { kind, resource_id, at, reason }
    });
    let meaning = |made: DateTime<Utc>| match (ending.reason, document.replaced_by) {
        // It ends once: that something of it was changed since flags nothing anew.
        (EndReason::Cancelled, _) | (EndReason::Lost, None) => {
            flag.clone().filter(|flag| made < flag.at).map(Meaning::Raise)
        }
        // A lost one with a new one in its place is made good.
        (EndReason::Lost, Some(_)) => Some(Meaning::Withdraw(kind, resource_id.clone())),
        (EndReason::Replaced | EndReason::Closed, _) => None,
    };
    let visit = |of: &Appointment| meaning(of.created_at);
    let case = |of: &Case| meaning(of.created_at);
    flag::look(app, tx, None, &fact, visit, case).await
}

/// What rests on a document.
fn fact_of(document: &Document) -> Fact {
    match document.terms.kind {
        DocumentKind::Passport => Fact::Passport(document.resident_id),
        _ => Fact::Document(document.id, document.resident_id),
    }
}

/// Withdraws the flags of a document that was cancelled or lost where a new one of its kind was put
/// on record since, by itself and not in its place.
async fn made_good(app: &App, tx: &Tx, old: &Document, changed: &[Document]) -> Result<Vec<Trace>> {
    let same = |new: &&Document| {
        (new.resident_id, new.terms.kind) == (old.resident_id, old.terms.kind)
            && new.ending.is_none()
    };
    let Some(made) = changed.iter().filter(same).map(|new| new.created_at).max() else {
        return Ok(Vec::new());
    };
    let (kind, id) = (FlagKind::DocumentEnded, old.id.text());
    let meaning = |of: &Flags| {
        let earlier = |own: &Flag| own.kind == kind && own.resource_id == id && own.at < made;
        let known = of.raised.iter().chain(&of.overridden).any(earlier);
        known.then(|| Meaning::Withdraw(kind, id.clone()))
    };
    let visit = |of: &Appointment| meaning(&of.flags);
    let case = |of: &Case| meaning(&of.flags);
    flag::look(app, tx, None, &fact_of(old), visit, case).await
}

/// Flags the visits to a department after its last day and the cases in which it has to act after
/// it, and withdraws the flags where it stays.
pub(super) async fn department_changed(
    app: &App,
    tx: &Tx,
    changed: &Department,
) -> Result<Vec<Trace>> {
    let (id, validity, today) = (changed.id.as_str(), changed.validity, app.clock.today());
    let flag = Flag {
        kind: FlagKind::DepartmentClosed,
        resource_id: id.to_owned(),
        at: app.clock.now(),
        reason: validity.to.map(|day| day.to_string()).unwrap_or_default(),
    };
    let meaning = |is_there: bool| match is_there {
        true => Meaning::Withdraw(FlagKind::DepartmentClosed, id.to_owned()),
        false => Meaning::Raise(flag.clone()),
    };
    let visit = |of: &Appointment| Some(meaning(validity.holds_on(of.slot.date())));
    let case = |of: &Case| {
        let own = of.tasks.iter().filter(|task| task.department_id == id);
        let last = own.filter(|task| !task.state.is_over()).filter_map(|task| task.due_on).max();
        Some(meaning(validity.holds_on(last.unwrap_or(today).max(today))))
    };
    flag::look(app, tx, None, &Fact::Department(id.to_owned()), visit, case).await
}

/// Flags the coming trips under an entry that was revoked or suspended, and the open cases whose
/// expedite has its lane by it; withdraws the flags of a suspension that was lifted.
///
/// # Errors
/// What the database says.
pub(super) async fn entry_changed(
    app: &App,
    tx: &Tx,
    entry: &Entry,
    kind: StepKind,
) -> Result<Vec<Trace>> {
    let Some(step) = entry.steps.last() else { return Ok(Vec::new()) };
    let raise = |kind| {
        let (resource_id, reason) = (entry.id.text(), step.reason.clone());
        Meaning::Raise(Flag { kind, resource_id, at: step.effective_at, reason })
    };
    let meaning = match kind {
        StepKind::Revoked => raise(FlagKind::EntryRevoked),
        StepKind::Suspended => raise(FlagKind::EntrySuspended),
        StepKind::Lifted => Meaning::Withdraw(FlagKind::EntrySuspended, entry.id.text()),
        _ => return Ok(Vec::new()),
    };
    let mut traces = trip::recheck(app, tx, entry.id, |trip| meaning.on(trip)).await?;
    let (fact, account) = (Fact::Entry(entry.id), Some(step.by));
    let case = |_: &Case| Some(meaning.clone());
    traces.extend(flag::look(app, tx, account, &fact, |_| None, case).await?);
    Ok(traces)
}

/// Flags the coming trips of whom an entry does not name throughout any more, and the open cases
/// of whom it does not name now whose expedite has its lane by it; withdraws the flags of whom it
/// names again.
///
/// # Errors
/// What the database says.
pub(super) async fn persons_changed(app: &App, tx: &Tx, entry: &Entry) -> Result<Vec<Trace>> {
    let mut traces = travellers_named(app, tx, entry).await?;
    let (now, today) = (app.clock.now(), app.clock.today());
    let held = Held::of(entry);
    let held = held.as_slice();
    let case = |of: &Case| {
        let who = of.applicant.resident_id?;
        Some(named(held, &[entry.id], who, (today, today), now))
    };
    traces.extend(flag::look(app, tx, None, &Fact::Entry(entry.id), |_| None, case).await?);
    Ok(traces)
}

/// The trips of that. A trip under two entries rests on both.
///
/// # Errors
/// What the database says.
pub(super) async fn travellers_named(app: &App, tx: &Tx, entry: &Entry) -> Result<Vec<Trace>> {
    let (now, today) = (app.clock.now(), app.clock.today());
    let all = tx.whitelist_entries_of(std::slice::from_ref(&entry.enterprise_id)).await?;
    let held: Vec<Held> = all.iter().filter_map(Held::of).collect();
    let looked = |trip: &Trip| {
        let journey = &trip.journey;
        let days = (journey.from.max(today).min(journey.until), journey.until);
        journey.travellers.iter().fold(trip.clone(), |after, one| {
            named(&held, &trip.entries, one.resident_id, days, now).on(&after)
        })
    };
    trip::recheck(app, tx, entry.id, looked).await
}

/// What it means for what rests on some entries whether they name somebody throughout some days.
fn named(
    held: &[Held],
    under: &[WhitelistEntryId],
    who: ResidentId,
    days: (NaiveDate, NaiveDate),
    at: DateTime<Utc>,
) -> Meaning {
    let (kind, resource_id) = (FlagKind::PersonNotNamed, who.text());
    let rests = held.iter().filter(|one| under.contains(&one.id));
    match rests.filter(|one| !one.names_throughout(who, days)).map(|one| one.id.text()).next() {
        None => Meaning::Withdraw(kind, resource_id),
        Some(reason) => Meaning::Raise(Flag { kind, resource_id, at, reason }),
    }
}
