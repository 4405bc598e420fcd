//! Whom an entry names: who changes that, and what becomes of it when two records are one person's.

use super::{Target, Told, known_evidence, known_persons, lock, step, trace};
use crate::{
    domain::{
        catalogue::WhitelistPolicy,
        id::ResidentId,
        refusal::Refusal,
        whitelist::{Entry, EntryView, MAX_NAMED, StepKind, WhitelistRefusal},
    },
    error::{Error, Result},
    service::{
        App, catalogue, recheck, trip,
        write::{Answer, Effect, Reply, Trace, WriteCall, write},
    },
    store::Tx,
};
use chrono::{Days, NaiveDate};

/// Who is added to those whom an entry names, and whose coverage ends.
#[derive(Clone, Debug, Default)]
pub struct PersonsChange {
    /// Who is added.
    pub add: Vec<ResidentId>,
    /// From this day; none: from today, or the entry's first day.
    pub from: Option<NaiveDate>,
    /// Whose coverage ends.
    pub end: Vec<ResidentId>,
    /// Through this day; none: through yesterday.
    pub until: Option<NaiveDate>,
}

/// Changes whom an entry names.
///
/// # Errors
/// `StateForbids`, `NotNamed`, `NotApproving`, `SelfApproval`; `Invalid` for persons and evidence
/// that are not on record; `EtagMismatch`, `NotFound`.
pub async fn change_persons<R: Answer<EntryView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    change: &PersonsChange,
    told: &Told,
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let policy = catalogue::settled(app, &tx).await?.whitelist_policy();
        let before = lock(&tx, target).await?;
        may_change(call, &policy, &before, change)?;
        known_persons(&tx, "add_resident_ids", &change.add).await?;
        known_evidence(&tx, &told.evidence).await?;
        let today = app.clock.today();
        let from = change.from.unwrap_or_else(|| today.max(before.terms.valid_from));
        let until = change.until.unwrap_or(today - Days::new(1));
        let (add, end) = (change.add.as_slice(), change.end.as_slice());
        let step = step(app, call, StepKind::PersonsChanged, told);
        let mut after = before.with_persons(step, (add, from), (end, until))?;
        if after.persons.len() > MAX_NAMED {
            let problem = format!("would make more than {MAX_NAMED} persons of the entry");
            let zh = format!("该记录的人员将超过 {MAX_NAMED} 名");
            return Err(Error::told("add_resident_ids", problem, zh));
        }
        after.stamp = tx.next_whitelist_stamp().await?;
        tx.update_whitelist_entry(&before, &after).await?;
        let kind = StepKind::PersonsChanged.event();
        let mut traces = vec![trace(kind, &policy, Some(&before), &after)];
        traces.extend(recheck::persons_changed(app, &tx, &after).await?);
        Ok(Effect { outcome: EntryView::of(after, app.clock.now()), traces })
    })
    .await
}

/// That the caller may change whom an entry names: the centre and the approving department, and
/// the latter alone adds somebody to what it has approved.
fn may_change(
    call: &WriteCall,
    policy: &WhitelistPolicy,
    of: &Entry,
    change: &PersonsChange,
) -> Result<()> {
    let own = call.call.caller.department_id.as_ref();
    let decides = own == Some(&policy.approving_department_id);
    let approves = of.is_approved() && !change.add.is_empty();
    match decides || (own.is_none() && !approves) {
        true => Ok(()),
        false => Err(Refusal::from(WhitelistRefusal::NotApproving).into()),
    }
}

/// What names one person names the one whose record goes on, and his trips are those of that one.
///
/// # Errors
/// What the database says.
pub(in crate::service) async fn move_person(
    app: &App,
    tx: &Tx,
    from: ResidentId,
    to: ResidentId,
) -> Result<Vec<Trace>> {
    let policy = catalogue::settled(app, tx).await?.whitelist_policy();
    // Entries, the stamp, trips: in this order, as whoever changes one entry.
    let named = tx.lock_whitelist_entries_naming(from).await?;
    let stamp = if named.is_empty() { 0 } else { tx.next_whitelist_stamp().await? };
    let mut traces = trip::move_traveller(app, tx, from, to).await?;
    let mut renamed = Vec::with_capacity(named.len());
    for before in named {
        let mut after = before.clone();
        for person in after.persons.iter_mut().filter(|person| person.resident_id == from) {
            person.resident_id = to;
        }
        (after.version, after.stamp) = (before.version + 1, stamp);
        tx.update_whitelist_entry(&before, &after).await?;
        let kind = StepKind::PersonsChanged.event();
        traces.push(trace(kind, &policy, Some(&before), &after));
        renamed.push(after);
    }
    // When all of them name him by his one record: a trip may rest on several. A case rests on the
    // same entry and person as before.
    for entry in &renamed {
        traces.extend(recheck::travellers_named(app, tx, entry).await?);
    }
    Ok(traces)
}
