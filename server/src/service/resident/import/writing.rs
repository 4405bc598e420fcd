//! Writes what an import has judged of some rows, in one transaction: first it is certain that
//! nothing it rests on has changed, then new rows go in many at a time.

use super::known::Known;
use crate::{
    domain::{
        caller::Scope,
        id::ResidentId,
        resident::{Hand, Resident, ResidentStepKind},
    },
    error::{Error, Result},
    service::{
        App, document,
        import::Imported,
        resident::{put_private, told},
        write::{Answer, Effect, Reply, Trace, WriteCall, write_judged, write_part},
    },
    store::{Tx, resident::import::FoundVersions},
};
use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};

/// What the audit trail calls that which an import is about.
const RESOURCE: &str = "residents";
/// Persons, and documents, that go into one statement.
const AT_A_TIME: usize = 500;
/// What the history says of a change by an import.
const DETAIL: &str = "import";

/// Writes the last portion, or all.
///
/// # Errors
/// `Conflict` where something it rests on has changed; what the database says.
pub(super) async fn write_last<R: Answer<Imported>>(
    app: &App,
    call: &WriteCall,
    known: &Known,
    imported: &Imported,
) -> Result<Reply<R>> {
    // Sealed before anything is locked.
    let persons = &sealed(app, call, known)?;
    let work = |tx: Arc<Tx>| async move {
        let mut traces = written(app, &tx, known, persons).await?;
        traces.push(Trace { resource_id: RESOURCE.to_owned(), ..Trace::default() });
        Ok(Effect { outcome: imported.clone(), traces })
    };
    write_judged(app, call, &work).await
}

/// Writes a portion that others follow.
///
/// # Errors
/// As [`write_last`].
pub(super) async fn write_portion(app: &App, call: &WriteCall, known: &Known) -> Result<()> {
    let persons = &sealed(app, call, known)?;
    let work = |tx: Arc<Tx>| async move {
        let traces = written(app, &tx, known, persons).await?;
        Ok(Effect { outcome: (), traces })
    };
    write_part(app, call, work).await
}

async fn written(app: &App, tx: &Tx, known: &Known, persons: &[Written]) -> Result<Vec<Trace>> {
    tx.lock_registrations().await?;
    let mut now = FoundVersions::default();
    for keys in known.rests_on() {
        let found = tx.found_versions(&keys).await?;
        now.residents.extend(found.residents);
        now.documents.extend(found.documents);
    }
    let newcomers = known.newcomers(&now).ok_or(Error::Conflict)?;
    for some in newcomers.chunks(AT_A_TIME) {
        let newcomers = tx.residents_by_id(&Scope::Centre, some).await?;
        if newcomers.iter().any(|one| known.may_be_told(one)) {
            return Err(Error::Conflict);
        }
    }
    let mut traces = changes(app, tx, known, persons).await?;
    traces.extend(additions(app, tx, known, persons).await?);
    Ok(traces)
}

/// A person to write: before, where he was on record, and after.
type Written = (Option<Resident>, Resident);

fn sealed(app: &App, call: &WriteCall, known: &Known) -> Result<Vec<Written>> {
    let hand = Hand { account_id: call.call.caller.account_id, now: app.clock.now() };
    let mut written = Vec::new();
    for person in known.order.iter().filter_map(|id| known.persons.get(id)) {
        if !person.changed {
            continue;
        }
        let mut after = person.after.clone();
        put_private(app, &mut after, &person.private)?;
        if person.before.is_some() {
            after.step(ResidentStepKind::Changed, hand, DETAIL.to_owned(), None);
            after.version += 1;
        }
        written.push((person.before.clone(), after));
    }
    Ok(written)
}

/// What changes of what is on record.
async fn changes(app: &App, tx: &Tx, known: &Known, persons: &[Written]) -> Result<Vec<Trace>> {
    let mut departments: HashMap<ResidentId, Vec<String>> = HashMap::new();
    let mut traces = Vec::new();
    for (before, after) in persons {
        let Some(before) = before else { continue };
        tx.update_resident(before, after).await?;
        let own = who_sees(tx, &mut departments, after.id).await?;
        traces.push(told(app, ResidentStepKind::Changed, Some(before), after, own)?);
    }
    for key in &known.document_order {
        let Some(held) = known.documents.get(key).filter(|held| held.changed) else { continue };
        let Some(before) = &held.before else { continue };
        let mut after = held.after.clone();
        (after.version, after.updated_at) = (before.version + 1, app.clock.now());
        tx.update_document(&after).await?;
        let own = who_sees(tx, &mut departments, after.resident_id).await?;
        traces.push(document::told("document.changed", Some(before), &after, own));
    }
    Ok(traces)
}

/// What is new.
async fn additions(app: &App, tx: &Tx, known: &Known, persons: &[Written]) -> Result<Vec<Trace>> {
    let new = persons.iter().filter(|(before, _)| before.is_none()).map(|(_, after)| after);
    let new: Vec<&Resident> = new.collect();
    let held = known.document_order.iter().filter_map(|key| known.documents.get(key));
    let held = held.filter(|held| held.changed && held.before.is_none());
    let documents: Vec<_> = held.map(|held| &held.after).collect();
    for some in new.chunks(AT_A_TIME) {
        tx.add_imported(some, &[]).await?;
    }
    for some in documents.chunks(AT_A_TIME) {
        tx.add_imported(&[], some).await?;
    }
    let mut traces = Vec::with_capacity(new.len() + documents.len());
    for after in &new {
        traces.push(told(app, ResidentStepKind::Created, None, after, &[])?);
    }
    let mut departments: HashMap<ResidentId, Vec<String>> =
        new.iter().map(|resident| (resident.id, Vec::new())).collect();
    for after in documents {
        let own = who_sees(tx, &mut departments, after.resident_id).await?;
        traces.push(document::told("document.created", None, after, own));
    }
    Ok(traces)
}

/// The departments that see somebody, read once.
async fn who_sees<'a>(
    tx: &Tx,
    known: &'a mut HashMap<ResidentId, Vec<String>>,
    id: ResidentId,
) -> Result<&'a [String]> {
    Ok(match known.entry(id) {
        Entry::Occupied(own) => own.into_mut(),
        Entry::Vacant(own) => own.insert(tx.departments_of_resident(id).await?),
    })
}
