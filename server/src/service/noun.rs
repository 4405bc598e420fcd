//! What the documents of the catalogue have in common, so that each is created and changed in one
//! and the same way: checked against the rest, written with its next version, audited and told of.

mod kinds;

use super::{
    App, catalogue::for_change, recheck::department_changed, schedule::impact::refuse_below_sold,
    write,
};
use crate::{
    domain::{
        catalogue::{Catalogue, Department, Versioned, check::Flaw},
        refusal::Refusal,
    },
    error::{Error, Result, Violation},
    store::{
        Tx,
        catalogue::{Document, Kind},
    },
};
use serde::Serialize;
use std::{collections::BTreeSet, sync::Arc};
use write::{Answer, Effect, Event, Mode, Reply, Trace, WriteCall};

/// A kind of document that is created or changed as a whole.
pub trait Noun: Serialize + Clone + Send + Sync {
    /// Its kind, whose name is also its field in a request.
    const KIND: Kind;
    /// What is told when it is created and when it is changed.
    const EVENTS: [&'static str; 2];

    /// The key it is kept under.
    fn id(&self) -> String;
    /// The id a client reads.
    fn public_id(&self) -> String {
        self.id()
    }
    /// The document of an id, as it is.
    fn find(catalogue: &Catalogue, id: &str) -> Option<Versioned<Self>>;
    /// What is wrong with it.
    fn flaws(&self, catalogue: &Catalogue) -> Vec<Flaw>;
    /// What of the rest refuses it.
    fn refusal(&self, _catalogue: &Catalogue) -> Option<Refusal> {
        None
    }
    /// Puts it into a catalogue from which slots follow; nothing for what no slot follows from.
    fn put(&self, _catalogue: &mut Catalogue) {}
    /// The department that it is.
    fn department(&self) -> Option<&Department> {
        None
    }
    /// The departments it concerns, in order; none where it concerns all.
    fn departments(&self, _catalogue: &Catalogue) -> BTreeSet<String> {
        BTreeSet::new()
    }
}

/// A change of one document: what it is and what it was.
#[derive(Clone, Debug)]
pub struct Change<T> {
    /// What it was; nothing where it is new.
    pub before: Option<Versioned<T>>,
    /// What it is to be.
    pub after: T,
}

/// Creates a document.
///
/// # Errors
/// `AlreadyExists`, `Invalid`, or what the rest of the catalogue refuses.
pub async fn create<T, R>(app: &App, call: &WriteCall, value: &T) -> Result<Reply<R>>
where
    T: Noun,
    R: Answer<Versioned<T>>,
{
    commit(app, call, |tx| async move {
        let catalogue = for_change(app, &tx).await?;
        if T::find(&catalogue, &value.id()).is_some() {
            return Err(Error::AlreadyExists { existing_id: value.public_id() });
        }
        let change = Change { before: None, after: value.clone() };
        save(app, &tx, &catalogue, change).await
    })
    .await
}

/// Changes a document that still has the version its reader saw.
///
/// # Errors
/// `NotFound`, `EtagMismatch`, what `patch` refuses, `Invalid`, or what the rest refuses.
pub async fn update<T, R, P>(
    app: &App,
    call: &WriteCall,
    id: &str,
    version: i64,
    patch: P,
) -> Result<Reply<R>>
where
    T: Noun,
    R: Answer<Versioned<T>>,
    P: Fn(&T) -> Result<T> + Send + Sync,
{
    let patch = &patch;
    commit(app, call, |tx| async move {
        let catalogue = for_change(app, &tx).await?;
        let change = changed(&catalogue, id, version, patch)?;
        let mut new = Catalogue::clone(&catalogue);
        change.after.put(&mut new);
        let department = change.after.department().cloned();
        let mut effect = save(app, &tx, &catalogue, change).await?;
        if let Some(changed) = department {
            effect.traces.extend(department_changed(app, &tx, &changed).await?);
        }
        if matches!(T::KIND, Kind::Counter | Kind::ServiceItem | Kind::HallSession) {
            refuse_below_sold(app, &tx, &catalogue, &new).await?;
        }
        Ok(effect)
    })
    .await
}

/// Runs a change of the catalogue and lets go of the snapshot that it made old.
///
/// # Errors
/// What the change refuses, or what the database says.
pub async fn commit<T, R, F, Fut>(app: &App, call: &WriteCall, work: F) -> Result<Reply<R>>
where
    T: Send,
    R: Answer<T>,
    F: Fn(Arc<Tx>) -> Fut + Send,
    Fut: Future<Output = Result<Effect<T>>> + Send,
{
    let reply = write::write(app, call, work).await;
    if call.mode == Mode::Commit {
        // Also after an error: a commit whose answer was lost may have been done.
        app.catalogue.forget();
    }
    reply
}

/// The change of a document that still has the version its reader saw.
///
/// # Errors
/// `NotFound`, `EtagMismatch`, or what `patch` refuses.
pub fn changed<T: Noun>(
    catalogue: &Catalogue,
    id: &str,
    version: i64,
    patch: impl Fn(&T) -> Result<T>,
) -> Result<Change<T>> {
    let before = T::find(catalogue, id).ok_or(Error::NotFound)?;
    if before.version != version {
        return Err(Error::EtagMismatch);
    }
    let after = patch(&before.value)?;
    Ok(Change { before: Some(before), after })
}

/// Checks and writes a change; the caller holds the catalogue for change.
///
/// # Errors
/// `Invalid` with every flaw, what the rest refuses, or what the database says.
pub async fn save<T: Noun>(
    app: &App,
    tx: &Tx,
    catalogue: &Catalogue,
    change: Change<T>,
) -> Result<Effect<Versioned<T>>> {
    let Change { before, after } = change;
    let violations: Vec<_> =
        after.flaws(catalogue).into_iter().map(|flaw| violation(T::KIND, flaw)).collect();
    if !violations.is_empty() {
        return Err(Error::Invalid(violations));
    }
    if let Some(refusal) = after.refusal(catalogue) {
        return Err(refusal.into());
    }
    let version = before.as_ref().map_or(1, |before| before.version + 1);
    let document = Document::of(T::KIND, after.id(), &after, version)?;
    let old = before.as_ref().filter(|before| before.version > 0);
    let old = old.map(|old| Document::of(T::KIND, after.id(), &old.value, old.version));
    let trace = Trace {
        resource_id: after.public_id(),
        purpose: String::new(),
        before: old.transpose()?.map(|document| document.body),
        after: Some(document.body.clone()),
        event: Some(event(catalogue, before.as_ref(), &after, document.body.clone())),
    };
    tx.put_catalogue(vec![document], app.clock.now()).await?;
    Ok(Effect { outcome: Versioned { value: after, version }, traces: vec![trace] })
}

fn violation(kind: Kind, flaw: Flaw) -> Violation {
    let field = format!("{}.{}", kind.name(), flaw.field);
    Violation { field, problem: flaw.problem, problem_zh: None }
}

/// A department that lost its part in the document is told of it as well.
fn event<T: Noun>(
    catalogue: &Catalogue,
    before: Option<&Versioned<T>>,
    after: &T,
    body: String,
) -> Event {
    let mut departments = after.departments(catalogue);
    if let Some(before) = before {
        departments.extend(before.value.departments(catalogue));
    }
    let departments: Vec<_> = departments.into_iter().collect();
    Event {
        kind: T::EVENTS[usize::from(before.is_some())],
        department_ids: departments.join(" "),
        body,
    }
}
