//! The whitelist, one function an RPC. Whoever changes an entry holds its enterprise locked, so
//! that of many who apply for the same days one is first; then he takes the next number of the
//! list's changes, by which memory on every server follows.

mod batch;
mod benefit;
mod check;
mod list;
mod memory;
mod persons;
mod recorded;
mod targets;

pub use crate::store::whitelist::CheckCountFilter;
pub use batch::{BatchOutcome, BatchRequest, BatchResult, Left, Operation, run};
pub(super) use benefit::{benefit_held, benefit_of};
pub use check::{Ask, AskedPerson, check, check_as_known, token_of};
pub use list::{EntryCounts, EntrySearch, count, list};
pub use memory::{Memory, MemorySize, follow, rebuild};
pub(super) use persons::move_person;
pub use persons::{PersonsChange, change_persons};
pub use recorded::check_counts;
pub(super) use recorded::flush;
pub use targets::Targets;

use super::{
    App, catalogue, recheck,
    write::{Answer, Effect, Event, Reply, Trace, WriteCall, write},
};
use crate::{
    domain::{
        caller::Scope,
        catalogue::WhitelistPolicy,
        id::{EvidenceId, Id as _, ResidentId, WhitelistEntryId},
        refusal::Refusal,
        resident::ResidentState,
        whitelist::{
            Application, Entry, EntryStep, EntryView, MAX_MONTHS, StepKind, Terms,
            WhitelistRefusal, last_of_months,
        },
    },
    error::{Error, Result, Violation},
    store::Tx,
};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeSet;

/// An entry and the version its reader saw.
pub type Target = (WhitelistEntryId, i64);

/// What is told with a step.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// Why.
    pub reason: String,
    /// What proves it.
    pub evidence: Vec<EvidenceId>,
}

/// Applies for an entry.
///
/// # Errors
/// `Overlap`; `NotFound` for an enterprise that is not on record; `Invalid` for persons and
/// evidence that are not.
pub async fn apply<R: Answer<EntryView>>(
    app: &App,
    call: &WriteCall,
    (enterprise_id, terms): (&str, &Terms),
    persons: &[ResidentId],
    told: &Told,
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let enterprises = [enterprise_id.to_owned()];
        if tx.lock_enterprises(&enterprises).await?.is_empty() {
            return Err(Error::NotFound);
        }
        known_persons(&tx, "resident_ids", persons).await?;
        known_evidence(&tx, &told.evidence).await?;
        let application = Application {
            enterprise_id: enterprise_id.to_owned(),
            terms: *terms,
            persons: persons.to_vec(),
            renews: None,
            step: step(app, call, StepKind::Applied, told),
        };
        let held = tx.whitelist_entries_of(&enterprises).await?;
        let new = new_entry(app, &held, application)?;
        added(app, &tx, new).await
    })
    .await
}

/// Takes a step with an entry.
///
/// # Errors
/// `StateForbids`, `SelfApproval`, `NotRecommending`, `NotApproving`; `Invalid` for evidence that
/// is not on record and an instant in the future; `EtagMismatch`, `NotFound`.
pub async fn take<R: Answer<EntryView>>(
    app: &App,
    call: &WriteCall,
    kind: StepKind,
    target: Target,
    (told, effective): (&Told, Option<DateTime<Utc>>),
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let policy = catalogue::settled(app, &tx).await?.whitelist_policy();
        let before = lock(&tx, target).await?;
        may(call, &policy, kind)?;
        if kind == StepKind::Withdrawn {
            may_withdraw(call, &before)?;
        }
        known_evidence(&tx, &told.evidence).await?;
        let mut step = step(app, call, kind, told);
        if effective.is_some_and(|at| at > step.at) {
            return Err(Error::told("revoke_time", "must not be in the future", "不能晚于现在"));
        }
        step.effective_at = effective.unwrap_or(step.at);
        let mut after = before.after(step)?;
        after.stamp = tx.next_whitelist_stamp().await?;
        let mut changes = Vec::new();
        if kind == StepKind::Revoked {
            let held = std::slice::from_ref(&before.enterprise_id);
            changes.extend(ended_with(&after, &tx.whitelist_entries_of(held).await?));
        }
        changes.insert(0, (Some(before), after.clone()));
        let traces = written(app, &tx, &policy, changes).await?;
        Ok(Effect { outcome: EntryView::of(after, app.clock.now()), traces })
    })
    .await
}

/// A change of an entry: before, where it was on record, and after.
type Change = (Option<Entry>, Entry);

/// The entries that follow one that is revoked, and what becomes of them by that.
fn ended_with(revoked: &Entry, held: &[Entry]) -> Vec<Change> {
    let Some(step) = revoked.step(StepKind::Revoked) else { return Vec::new() };
    let (mut ended, mut of) = (Vec::new(), vec![revoked.id]);
    while let Some(id) = of.pop() {
        for next in held.iter().filter(|one| one.renews == Some(id)) {
            if let Some(after) = next.revoked_with(step) {
                of.push(next.id);
                ended.push((Some(next.clone()), Entry { stamp: revoked.stamp, ..after }));
            }
        }
    }
    ended
}

/// Writes changes of entries, each by its last step, and looks at what rests on them.
async fn written(
    app: &App,
    tx: &Tx,
    policy: &WhitelistPolicy,
    changes: Vec<Change>,
) -> Result<Vec<Trace>> {
    let (mut new, mut traces) = (Vec::new(), Vec::new());
    for (before, after) in changes {
        let kind = after.steps.last().map_or(StepKind::Applied, |step| step.kind);
        traces.push(trace(kind.event(), policy, before.as_ref(), &after));
        match before {
            Some(before) => {
                tx.update_whitelist_entry(&before, &after).await?;
                traces.extend(recheck::entry_changed(app, tx, &after, kind).await?);
            }
            None => new.push(after),
        }
    }
    tx.add_whitelist_entries(&new).await?;
    Ok(traces)
}

/// Applies for the entry that follows one.
///
/// # Errors
/// `StateForbids`, `RenewalNotOpen`, `Overlap`; `EtagMismatch`, `NotFound`.
pub async fn renew<R: Answer<EntryView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    (told, until): (&Told, Option<NaiveDate>),
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let policy = catalogue::settled(app, &tx).await?.whitelist_policy();
        let old = lock(&tx, target).await?;
        known_evidence(&tx, &told.evidence).await?;
        let application =
            renewal(app, &policy, &old, step(app, call, StepKind::Applied, told), until)?;
        let held = tx.whitelist_entries_of(std::slice::from_ref(&old.enterprise_id)).await?;
        let new = new_entry(app, &held, application)?;
        added(app, &tx, new).await
    })
    .await
}

/// The application for the entry that follows one: the same terms, and of the persons those who are
/// covered on its last day.
fn renewal(
    app: &App,
    policy: &WhitelistPolicy,
    old: &Entry,
    step: EntryStep,
    until: Option<NaiveDate>,
) -> Result<Application> {
    let terms = old.renewed(app.clock.now(), policy.renewal_opens_days, until)?;
    let (from, until) = (terms.valid_from, terms.valid_until);
    if until < from || until > last_of_months(from, MAX_MONTHS) {
        let problem = format!("must be {from}, when it begins, or after it, at most five years");
        let zh = format!("应不早于起始日 {from}，最长五年");
        return Err(Error::told("valid_until_date", problem, zh));
    }
    let last = old.terms.valid_until;
    let persons = old.persons.iter().filter(|one| one.is_named_on(last));
    let persons: BTreeSet<ResidentId> = persons.map(|one| one.resident_id).collect();
    Ok(Application {
        enterprise_id: old.enterprise_id.clone(),
        terms,
        persons: persons.into_iter().collect(),
        renews: Some(old.id),
        step,
    })
}

/// One entry, as it is known now or was known at an instant.
///
/// # Errors
/// `NotFound` where there is none, or was none.
pub async fn get(
    app: &App,
    id: WhitelistEntryId,
    known_at: Option<DateTime<Utc>>,
) -> Result<EntryView> {
    let entry = app.store.reader().whitelist_entry(id).await?;
    let entry = match known_at {
        Some(at) => entry.as_known(at).ok_or(Error::NotFound)?,
        None => entry,
    };
    Ok(EntryView::of(entry, known_at.unwrap_or_else(|| app.clock.now())))
}

async fn lock(tx: &Tx, (id, version): Target) -> Result<Entry> {
    let found = tx.lock_whitelist_entry(id).await?;
    if found.version == version { Ok(found) } else { Err(Error::EtagMismatch) }
}

/// A step as the caller takes it now.
pub(super) fn step(app: &App, call: &WriteCall, kind: StepKind, told: &Told) -> EntryStep {
    let (caller, at) = (&call.call.caller, app.clock.now());
    let department_id = match caller.scope() {
        Some(Scope::Department(own)) => Some(own),
        Some(Scope::Centre) | None => None,
    };
    EntryStep {
        kind,
        by: caller.account_id,
        department_id,
        at,
        effective_at: at,
        reason: told.reason.clone(),
        evidence: told.evidence.clone(),
    }
}

/// That the caller's department may take a step.
fn may(call: &WriteCall, policy: &WhitelistPolicy, kind: StepKind) -> Result<()> {
    let own = call.call.caller.department_id.as_ref();
    let decides = own == Some(&policy.approving_department_id);
    let refusal = match kind {
        StepKind::Applied | StepKind::Withdrawn | StepKind::PersonsChanged => return Ok(()),
        StepKind::Recommended => {
            let may = own.is_some_and(|own| policy.recommending_department_ids.contains(own));
            (!may).then_some(WhitelistRefusal::NotRecommending)
        }
        StepKind::Approved
        | StepKind::Rejected
        | StepKind::Suspended
        | StepKind::Lifted
        | StepKind::Revoked => (!decides).then_some(WhitelistRefusal::NotApproving),
    };
    refusal.map_or(Ok(()), |refusal| Err(Refusal::from(refusal).into()))
}

/// An application is withdrawn by the centre, or by the department that has made it.
fn may_withdraw(call: &WriteCall, of: &Entry) -> Result<()> {
    let own = call.call.caller.department_id.as_ref();
    let applied = of.step(StepKind::Applied).and_then(|step| step.department_id.as_ref());
    if own.is_none() || own == applied { Ok(()) } else { Err(Error::PermissionDenied) }
}

/// A new entry, where no other holds its days.
///
/// # Errors
/// `Overlap`.
pub(super) fn new_entry(app: &App, held: &[Entry], application: Application) -> Result<Entry> {
    let new = Entry::applied(WhitelistEntryId(app.clock.new_id()), application);
    let overlap = held.iter().find(|one| one.overlaps(&new)).map(|one| {
        Refusal::from(WhitelistRefusal::Overlap {
            entry_id: one.id.text(),
            from: one.terms.valid_from,
            until: one.held_until().unwrap_or(one.terms.valid_until),
        })
    });
    overlap.map_or(Ok(new), |refusal| Err(refusal.into()))
}

async fn added(app: &App, tx: &Tx, new: Entry) -> Result<Effect<EntryView>> {
    let policy = catalogue::settled(app, tx).await?.whitelist_policy();
    let new = Entry { stamp: tx.next_whitelist_stamp().await?, ..new };
    let traces = written(app, tx, &policy, vec![(None, new.clone())]).await?;
    Ok(Effect { outcome: EntryView::of(new, app.clock.now()), traces })
}

/// That persons are on record and in use.
///
/// # Errors
/// `Invalid` with each that is not.
pub(super) async fn known_persons(tx: &Tx, field: &str, ids: &[ResidentId]) -> Result<()> {
    // Shared until the end: whoever merges one of them waits, and then moves what names him here.
    let found = tx.share_residents(ids).await?;
    let known = |id: &ResidentId| {
        found.iter().any(|one| one.id == *id && one.state == ResidentState::Active)
    };
    let missing = ids.iter().enumerate().filter(|(_, id)| !known(id));
    faults(missing.map(|(index, _)| format!("{field}[{index}]")), "person", "人员")
}

/// That files are on record; nobody deletes them from now on.
async fn known_evidence(tx: &Tx, ids: &[EvidenceId]) -> Result<()> {
    let found = tx.lock_proofs(ids).await?;
    let missing = ids.iter().enumerate().filter(|(_, id)| found.iter().all(|one| one.id != **id));
    faults(missing.map(|(index, _)| format!("evidence_ids[{index}]")), "file", "文件")
}

fn faults(fields: impl Iterator<Item = String>, what: &str, zh: &str) -> Result<()> {
    let fault = |field: String| {
        let problem = format!("must name a {what} that is on record");
        Violation::told(field, problem, format!("应为已登记的{zh}"))
    };
    let faults: Vec<_> = fields.map(fault).collect();
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

/// What a change of an entry leaves behind.
pub(super) fn trace(
    kind: &'static str,
    policy: &WhitelistPolicy,
    before: Option<&Entry>,
    after: &Entry,
) -> Trace {
    let mut departments = vec![policy.approving_department_id.as_str()];
    for step in &after.steps {
        let own = step.department_id.as_deref().filter(|own| !departments.contains(own));
        departments.extend(own);
    }
    let body = serde_json::json!({ "entry_id": after.id.text(), "etag": after.version });
    let event = Event { kind, department_ids: departments.join(" "), body: body.to_string() };
    Trace {
        resource_id: after.id.text(),
        before: before.map(|before| format!("{before:?}")),
        after: Some(format!("{after:?}")),
        event: Some(event),
        ..Trace::default()
    }
}
