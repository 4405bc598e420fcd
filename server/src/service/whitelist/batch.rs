//! One thing done with the entries of many enterprises, in one transaction: all of them or none, or
//! those that can. Each enterprise has its own answer.

use super::{
    Change, Targets, Told, ended_with, known_evidence, may, new_entry, renewal, step, written,
};
use crate::{
    domain::{
        catalogue::WhitelistPolicy,
        id::WhitelistEntryId,
        refusal::Refusal,
        whitelist::{
            Application, Direction, Entry, EntryState, EntryStep, EntryView, StepKind, Terms,
            WhitelistRefusal,
        },
    },
    error::{Error, Result, Violation},
    service::{
        App, catalogue,
        task::BatchMode,
        write::{Answer, Effect, Mode, Reply, Trace, WriteCall, write},
    },
};
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// What is done.
#[derive(Clone, Copy, Debug)]
pub enum Operation {
    /// An entry is applied for.
    Apply(Terms),
    /// A step is taken with what can take it, of a direction or of any.
    Take(StepKind, Option<Direction>),
    /// What can be is renewed, of a direction or of any.
    Renew(Option<Direction>),
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct BatchRequest {
    /// Of which enterprises.
    pub targets: Targets,
    /// All or none, or those that can.
    pub mode: BatchMode,
    /// What.
    pub operation: Operation,
    /// Why.
    pub told: Told,
    /// Why, of some enterprises instead.
    pub reasons: Vec<(String, String)>,
}

/// What became, or would become, of one enterprise.
#[derive(Clone, Debug)]
pub struct BatchResult {
    /// Which.
    pub enterprise_id: String,
    /// Its entries that were changed, or would be.
    pub entries: Vec<EntryView>,
    /// Those that cannot be renewed yet.
    pub left: Vec<Left>,
    /// Why not.
    pub reasons: Vec<String>,
}

/// An entry that is left as it is, because it cannot be renewed yet.
#[derive(Clone, Copy, Debug)]
pub struct Left {
    /// Which.
    pub entry_id: WhitelistEntryId,
    /// From which day on it can be.
    pub opens: NaiveDate,
}

/// What became, or would become, of all.
#[derive(Clone, Debug)]
pub struct BatchOutcome {
    /// Of each.
    pub results: Vec<BatchResult>,
    /// True where the changes were made.
    pub done: bool,
    /// True where ids of new entries mean something.
    pub kept: bool,
}

/// Does one thing with the entries of many enterprises.
///
/// # Errors
/// `NotRecommending`, `NotApproving`; `Invalid` for enterprises that are not on record, evidence
/// that is not, a group or filter of none or too many, and a reason of an enterprise that is not
/// meant; `NotFound` for no such group.
pub async fn run<R: Answer<BatchOutcome>>(
    app: &App,
    call: &WriteCall,
    request: &BatchRequest,
) -> Result<Reply<R>> {
    let targets = request.targets.of(request.operation);
    let request = &BatchRequest { targets, ..request.clone() };
    write(app, call, |tx| async move {
        let policy = catalogue::settled(app, &tx).await?.whitelist_policy();
        if let Operation::Take(kind, _) = request.operation {
            may(call, &policy, kind)?;
        }
        let ids = request.targets.lock(app, &tx).await?;
        reasons_are_of(&request.reasons, &ids)?;
        known_evidence(&tx, &request.told.evidence).await?;
        let mut held: HashMap<String, Vec<Entry>> = HashMap::new();
        for entry in tx.whitelist_entries_of(&ids).await? {
            held.entry(entry.enterprise_id.clone()).or_default().push(entry);
        }
        let mut judged = Vec::with_capacity(ids.len());
        for id in ids {
            let own = held.remove(&id).unwrap_or_default();
            judged.push(judge(app, call, &policy, request, (id, &own))?);
        }
        let refused = judged.iter().any(|(result, _)| !result.reasons.is_empty());
        let done = !(refused && request.mode == BatchMode::Atomic);
        // Who checks with the token of a result sees what was changed.
        let stamp = if done { Some(tx.next_whitelist_stamp().await?) } else { None };
        let (results, changes) = stamped(app, stamp, judged);
        let mut traces = vec![Trace { resource_id: "whitelist".to_owned(), ..Trace::default() }];
        if done {
            traces.extend(written(app, &tx, &policy, changes).await?);
        }
        let kept = done && call.mode == Mode::Commit;
        Ok(Effect { outcome: BatchOutcome { results, done: kept, kept }, traces })
    })
    .await
}

/// That reasons are told of enterprises that the batch means.
fn reasons_are_of(reasons: &[(String, String)], ids: &[String]) -> Result<()> {
    let strange = reasons.iter().enumerate().filter(|(_, (id, _))| !ids.contains(id));
    let fault = |(index, _): (usize, &(String, String))| {
        let field = format!("enterprise_reasons[{index}].enterprise_id");
        Violation::told(field, "is none of the batch's enterprises", "不在本次批量的企业之内")
    };
    let faults: Vec<_> = strange.map(fault).collect();
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

/// What is told of one enterprise, and what is to be written of it.
fn judge(
    app: &App,
    call: &WriteCall,
    policy: &WhitelistPolicy,
    request: &BatchRequest,
    (enterprise_id, held): (String, &[Entry]),
) -> Result<(BatchResult, Vec<Change>)> {
    let own = request.reasons.iter().find(|(id, _)| *id == enterprise_id);
    let told = Told {
        reason: own.map_or(&request.told.reason, |(_, reason)| reason).clone(),
        evidence: request.told.evidence.clone(),
    };
    let meant = |entry: &&Entry| request.targets.mean(entry, app.clock.now());
    let meant: Vec<&Entry> = held.iter().filter(meant).collect();
    let mut left = Vec::new();
    let changes = match request.operation {
        Operation::Apply(terms) => {
            let application = Application {
                enterprise_id: enterprise_id.clone(),
                terms,
                persons: Vec::new(),
                renews: None,
                step: step(app, call, StepKind::Applied, &told),
            };
            new_entry(app, held, application).map(|new| vec![(None, new)])
        }
        Operation::Take(kind, direction) => {
            let taken = |can: Vec<&Entry>| {
                let mut changes: Vec<Change> = Vec::new();
                for before in can {
                    let after = before.after(step(app, call, kind, &told))?;
                    let followed = ended_with(&after, held);
                    changes.push((Some(before.clone()), after));
                    changes.extend(followed);
                }
                // One that follows another is in force by itself too, and ends once.
                let mut seen = HashSet::new();
                changes.retain(|(_, after)| seen.insert(after.id.0));
                Ok(changes)
            };
            can(app, &meant, kind, direction).and_then(taken)
        }
        Operation::Renew(direction) => {
            let can = can(app, &meant, StepKind::Revoked, direction);
            let step = step(app, call, StepKind::Applied, &told);
            can.and_then(|can| renewals(app, policy, (held, &can), &step, &mut left))
        }
    };
    let (reasons, changes) = match changes {
        Ok(changes) => (Vec::new(), changes),
        Err(Error::Refused { refusals, .. }) => {
            let mut reasons: Vec<_> = refusals.iter().map(|one| one.reason().to_owned()).collect();
            reasons.dedup();
            (reasons, Vec::new())
        }
        Err(error) => return Err(error),
    };
    Ok((BatchResult { enterprise_id, entries: Vec::new(), left, reasons }, changes))
}

/// What is told of each, with what becomes of its entries, and what is to be written of all.
fn stamped(
    app: &App,
    stamp: Option<i64>,
    judged: Vec<(BatchResult, Vec<Change>)>,
) -> (Vec<BatchResult>, Vec<Change>) {
    let (mut results, mut all) = (Vec::with_capacity(judged.len()), Vec::new());
    let now = app.clock.now();
    for (mut result, mut changes) in judged {
        for (_, after) in &mut changes {
            after.stamp = stamp.unwrap_or(after.stamp);
        }
        let views = changes.iter().map(|(_, after)| EntryView::of(after.clone(), now));
        result.entries = views.collect();
        results.push(result);
        all.extend(changes);
    }
    (results, all)
}

/// The entries of a direction, or of any, that are in a state from which a step is taken.
///
/// # Errors
/// `StateForbids` where none is.
fn can<'a>(
    app: &App,
    meant: &[&'a Entry],
    kind: StepKind,
    direction: Option<Direction>,
) -> Result<Vec<&'a Entry>> {
    let (from, now) = (kind.from_names(), app.clock.now());
    let takes = |entry: &&&Entry| {
        from.contains(&entry.state(now).name())
            && direction.is_none_or(|direction| entry.terms.direction == direction)
    };
    let can: Vec<_> = meant.iter().filter(takes).copied().collect();
    if can.is_empty() {
        let none = Refusal::StateForbids { current: EntryState::Expired.name(), allowed: from };
        return Err(none.into());
    }
    Ok(can)
}

/// The entries that follow some, of which none is renewed where others are not; those that cannot
/// be renewed yet are left where others can.
///
/// # Errors
/// `RenewalNotOpen` where none can; `Overlap`.
fn renewals(
    app: &App,
    policy: &WhitelistPolicy,
    (held, old): (&[Entry], &[&Entry]),
    step: &EntryStep,
    left: &mut Vec<Left>,
) -> Result<Vec<Change>> {
    let (mut new, mut early) = (Vec::new(), Vec::new());
    let follows = |one: &Entry, old: &Entry| one.renews == Some(old.id) && !one.is_void();
    let renewed = |old: &&&Entry| held.iter().any(|one| follows(one, old));
    let (renewed, open): (Vec<_>, Vec<_>) = old.iter().partition(renewed);
    for old in if open.is_empty() { renewed } else { open } {
        match renewal(app, policy, old, step.clone(), None) {
            Ok(application) => new.push((None, new_entry(app, held, application)?)),
            Err(Error::Refused { refusals, .. }) => match refusals[..] {
                [Refusal::Whitelist(WhitelistRefusal::RenewalNotOpen { opens })] => {
                    left.push(Left { entry_id: old.id, opens });
                    early.extend(refusals);
                }
                _ => return Err(refusals.into()),
            },
            Err(error) => return Err(error),
        }
    }
    if new.is_empty() { Err(early.into()) } else { Ok(new) }
}
