//! One thing done with the entries of many enterprises, in one transaction: all of them or none, or
//! those that can. Each enterprise has its own answer.

use super::{
    Change, Told, ended_with, faults, known_evidence, may, new_entry, renewal, step, written,
};
use crate::{
    domain::{
        catalogue::WhitelistPolicy,
        id::EnterpriseGroupId,
        refusal::Refusal,
        whitelist::{
            Application, Direction, Entry, EntryState, EntryView, MAX_BATCH, StepKind, Terms,
        },
    },
    error::{Error, Result},
    service::{
        App, catalogue,
        task::BatchMode,
        write::{Answer, Effect, Mode, Reply, Trace, WriteCall, write},
    },
    store::Tx,
};
use std::collections::{HashMap, HashSet};

/// Of which enterprises.
#[derive(Clone, Debug)]
pub enum Targets {
    /// Of these.
    Enterprises(Vec<String>),
    /// Of those in a group today.
    Group(EnterpriseGroupId),
}

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
}

/// What became, or would become, of one enterprise.
#[derive(Clone, Debug)]
pub struct BatchResult {
    /// Which.
    pub enterprise_id: String,
    /// Its entries that were changed, or would be.
    pub entries: Vec<EntryView>,
    /// Why not.
    pub reasons: Vec<String>,
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
/// that is not, and a group of none or too many; `NotFound` for no such group.
pub async fn run<R: Answer<BatchOutcome>>(
    app: &App,
    call: &WriteCall,
    request: &BatchRequest,
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let policy = catalogue::settled(app, &tx).await?.whitelist_policy();
        if let Operation::Take(kind, _) = request.operation {
            may(call, &policy, kind)?;
        }
        let ids = enterprises(app, &tx, &request.targets).await?;
        known_evidence(&tx, &request.told.evidence).await?;
        let mut held: HashMap<String, Vec<Entry>> = HashMap::new();
        for entry in tx.whitelist_entries_of(&ids).await? {
            held.entry(entry.enterprise_id.clone()).or_default().push(entry);
        }
        let mut judged = Vec::with_capacity(ids.len());
        for id in ids {
            let own = held.remove(&id).unwrap_or_default();
            let changes = changes(app, call, &policy, request, &id, &own);
            judged.push((id, changes));
        }
        let refused = judged.iter().any(|(_, changes)| changes.is_err());
        let done = !(refused && request.mode == BatchMode::Atomic);
        // Who checks with the token of a result sees what was changed.
        let stamp = if done { Some(tx.next_whitelist_stamp().await?) } else { None };
        let (results, changes) = results(app, stamp, judged)?;
        let mut traces = vec![Trace { resource_id: "whitelist".to_owned(), ..Trace::default() }];
        if done {
            traces.extend(written(app, &tx, &policy, changes).await?);
        }
        let kept = done && call.mode == Mode::Commit;
        Ok(Effect { outcome: BatchOutcome { results, done: kept, kept }, traces })
    })
    .await
}

/// The enterprises, locked in the order of their codes; told in the order in which they were named.
async fn enterprises(app: &App, tx: &Tx, targets: &Targets) -> Result<Vec<String>> {
    match targets {
        Targets::Enterprises(ids) => {
            let known = tx.lock_enterprises(ids).await?;
            let missing = ids.iter().enumerate().filter(|(_, id)| !known.contains(id));
            let fields = missing.map(|(index, _)| format!("enterprise_ids[{index}]"));
            faults(fields, "enterprise", "企业")?;
            Ok(ids.clone())
        }
        Targets::Group(group) => {
            tx.enterprise_group(*group).await?;
            let ids = tx.enterprises_in(*group, app.clock.today()).await?;
            if ids.is_empty() || ids.len() > MAX_BATCH {
                let problem = format!("must have 1 to {MAX_BATCH} enterprises today");
                let zh = format!("集团内今日应有 1 至 {MAX_BATCH} 家企业");
                return Err(Error::told("group_id", problem, zh));
            }
            tx.lock_enterprises(&ids).await?;
            Ok(ids)
        }
    }
}

/// What becomes of one enterprise's entries, or everything against it.
fn changes(
    app: &App,
    call: &WriteCall,
    policy: &WhitelistPolicy,
    request: &BatchRequest,
    id: &str,
    held: &[Entry],
) -> Result<Vec<Change>> {
    let (now, told) = (app.clock.now(), &request.told);
    let of = |direction: Option<Direction>, entry: &&Entry| {
        direction.is_none_or(|direction| entry.terms.direction == direction)
    };
    match request.operation {
        Operation::Apply(terms) => {
            let application = Application {
                enterprise_id: id.to_owned(),
                terms,
                persons: Vec::new(),
                renews: None,
                step: step(app, call, StepKind::Applied, told),
            };
            Ok(vec![(None, new_entry(app, held, application)?)])
        }
        Operation::Take(kind, direction) => {
            let from = kind.from_names();
            let takes = |entry: &&Entry| from.contains(&entry.state(now).name());
            let can = held.iter().filter(takes).filter(|entry| of(direction, entry));
            let mut changes: Vec<Change> = Vec::new();
            for before in can {
                let after = before.after(step(app, call, kind, told))?;
                let followed = ended_with(&after, held);
                changes.push((Some(before.clone()), after));
                changes.extend(followed);
            }
            // One that follows another is in force by itself too, and ends once.
            let mut seen = HashSet::new();
            changes.retain(|(_, after)| seen.insert(after.id.0));
            some(changes, from)
        }
        Operation::Renew(direction) => {
            let from = StepKind::Revoked.from_names();
            let takes = |entry: &&Entry| from.contains(&entry.state(now).name());
            // What is followed already has been renewed.
            let followed = |entry: &&Entry| held.iter().any(|one| one.renews == Some(entry.id));
            let can = held.iter().filter(takes).filter(|entry| of(direction, entry));
            let mut new = Vec::new();
            for old in can.filter(|entry| !followed(entry)) {
                let step = step(app, call, StepKind::Applied, told);
                let application = renewal(app, policy, old, step, None)?;
                new.push((None, new_entry(app, held, application)?));
            }
            some(new, from)
        }
    }
}

/// That there is something to change.
fn some(changes: Vec<Change>, from: &'static [&'static str]) -> Result<Vec<Change>> {
    if changes.is_empty() {
        let none = Refusal::StateForbids { current: EntryState::Expired.name(), allowed: from };
        return Err(none.into());
    }
    Ok(changes)
}

/// What is told of each, and what is to be written.
fn results(
    app: &App,
    stamp: Option<i64>,
    judged: Vec<(String, Result<Vec<Change>>)>,
) -> Result<(Vec<BatchResult>, Vec<Change>)> {
    let (mut results, mut all) = (Vec::with_capacity(judged.len()), Vec::new());
    let now = app.clock.now();
    for (enterprise_id, changes) in judged {
        let mut result = BatchResult { enterprise_id, entries: Vec::new(), reasons: Vec::new() };
        match changes {
            Ok(mut changes) => {
                for (_, after) in &mut changes {
                    after.stamp = stamp.unwrap_or(after.stamp);
                }
                let views = changes.iter().map(|(_, after)| EntryView::of(after.clone(), now));
                result.entries = views.collect();
                all.extend(changes);
            }
            Err(Error::Refused { refusals, .. }) => {
                result.reasons = refusals.iter().map(|one| one.reason().to_owned()).collect();
            }
            Err(error) => return Err(error),
        }
        results.push(result);
    }
    Ok((results, all))
}
