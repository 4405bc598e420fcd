//! Two records of one person become one: asked for by somebody, reviewed by somebody else. What
//! refers to the duplicate is moved to the record that goes on, and each history stays where it is.

use super::{checked, private, put_private, trace, view};
use crate::{
    domain::{
        caller::Scope,
        id::{Id as _, ResidentId, ResidentMergeId},
        refusal::Refusal,
        resident::{
            Dependence, Hand, MergeDecision, MergeState, Resident, ResidentMerge, ResidentRefusal,
            ResidentState, ResidentStepKind, ResidentView, joined_private, no_circle,
        },
    },
    error::{Error, Result},
    service::{
        App, Call, appointment, case, catalogue, document, expiry,
        page::{Page, PageRequest, page},
        whitelist,
        write::{Answer, Effect, Reply, Trace, WriteCall, write},
    },
    store::Tx,
};

/// A merge as it is asked for.
#[derive(Clone, Debug)]
pub struct NewMerge {
    /// Whose record ends.
    pub duplicate: ResidentId,
    /// Whose record goes on.
    pub survivor: ResidentId,
    /// Why they are one person.
    pub reason: String,
}

/// A merge that was done, and the record that goes on.
pub type Merged = (ResidentMerge, ResidentView);

/// Asks for a merge.
///
/// # Errors
/// `MergeOpen`, `Merged`, `NotFound`, `Invalid` for one and the same.
pub async fn request_merge<R: Answer<ResidentMerge>>(
    app: &App,
    call: &WriteCall,
    new: &NewMerge,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    write(app, call, |tx| async move {
        if new.duplicate == new.survivor {
            let zh = "不能与自身合并";
            let field = "survivor_resident_id";
            return Err(Error::told(field, "must be another resident", zh));
        }
        let (duplicate, survivor) = lock_both(&tx, scope, new.duplicate, new.survivor).await?;
        if let Some(merge_id) = tx.open_merge_of(&[duplicate.id, survivor.id]).await? {
            return Err(Refusal::from(ResidentRefusal::MergeOpen { merge_id }).into());
        }
        let made = ResidentMerge {
            id: ResidentMergeId(app.clock.new_id()),
            state: MergeState::Requested,
            duplicate: duplicate.id,
            survivor: survivor.id,
            reason: new.reason.clone(),
            requested_by: call.call.caller.account_id,
            requested_at: app.clock.now(),
            decision: None,
            version: 1,
        };
        tx.add_merge(&made).await?;
        let kind = ResidentStepKind::MergeRequested;
        let traces = tell_both(app, &tx, call, &made, (&duplicate, &survivor), kind).await?;
        Ok(Effect { outcome: made, traces })
    })
    .await
}

/// Leaves both as they are.
///
/// # Errors
/// `StateForbids`, `SelfApproval`, `EtagMismatch`, `NotFound`.
pub async fn reject_merge<R: Answer<ResidentMerge>>(
    app: &App,
    call: &WriteCall,
    (id, version): (ResidentMergeId, i64),
    text: &str,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    write(app, call, |tx| async move {
        let decided = decided(app, &tx, call, (id, version), MergeState::Rejected, text).await?;
        // Either may have been merged with a third meanwhile; the request is ended all the same.
        let (duplicate, survivor) =
            hold_both(&tx, scope, decided.duplicate, decided.survivor).await?;
        tx.update_merge(&decided).await?;
        let kind = ResidentStepKind::MergeRejected;
        let traces = tell_both(app, &tx, call, &decided, (&duplicate, &survivor), kind).await?;
        Ok(Effect { outcome: decided, traces })
    })
    .await
}

/// Merges.
///
/// # Errors
/// `StateForbids`, `SelfApproval`, `DependantCircle`, `Merged`, `EtagMismatch`, `NotFound`.
pub async fn approve_merge<R: Answer<Merged>>(
    app: &App,
    call: &WriteCall,
    (id, version): (ResidentMergeId, i64),
    text: &str,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    write(app, call, |tx| async move {
        let decided = decided(app, &tx, call, (id, version), MergeState::Approved, text).await?;
        // The enterprises first, as whoever names somebody in an entry or files his trip.
        tx.lock_whitelist_entries_naming(decided.duplicate).await?;
        let (duplicate, survivor) =
            lock_both(&tx, scope, decided.duplicate, decided.survivor).await?;
        tx.update_merge(&decided).await?;
        // Those who see the duplicate now are told that they see it no more.
        let told = tx.departments_of_resident(duplicate.id).await?;
        // They see the other record from now on, with its documents.
        let seen = tx.departments_of_resident(survivor.id).await?;
        let new: Vec<_> = told.iter().filter(|one| !seen.contains(one)).cloned().collect();
        let mut traces = document::shown(&tx, survivor.id, &new).await?;
        traces.extend(move_references(app, &tx, call, duplicate.id, survivor.id).await?);
        let kind = ResidentStepKind::Merged;
        let after = joined(app, &tx, &duplicate, &survivor).await?;
        traces.push(written(app, &tx, call, kind, (&survivor, after), "from", duplicate.id).await?);
        let ended = Resident {
            state: ResidentState::Merged,
            merged_into: Some(survivor.id),
            ..duplicate.clone()
        };
        let mut end =
            written(app, &tx, call, kind, (&duplicate, ended), "into", survivor.id).await?;
        if let Some(event) = &mut end.event {
            event.department_ids = told.join(" ");
        }
        traces.push(end);
        let goes_on = tx.resident(&Scope::Centre, survivor.id).await?;
        Ok(Effect { outcome: (decided, view(app, goes_on, scope)?), traces })
    })
    .await
}

/// A page of merges, the oldest first.
///
/// # Errors
/// `Invalid` for a page token of another list.
pub async fn merges(
    app: &App,
    call: &Call,
    states: Vec<MergeState>,
    request: &PageRequest,
) -> Result<Page<ResidentMerge>> {
    call.scope()?;
    let states = if states.is_empty() { vec![MergeState::Requested] } else { states };
    let filters = format!("{states:?}");
    let limit = request.limit()?;
    let after = request.cursor(app, call, &filters)?.and_then(|text| text.parse().ok());
    let rows = app.store.reader().resident_merges(&states, after, limit as u64 + 1).await?;
    Ok(page(app, call, &filters, rows, limit, |last| last.id.0.to_string()))
}

/// The merge after its review, whose version is the one its reader saw.
async fn decided(
    app: &App,
    tx: &Tx,
    call: &WriteCall,
    (id, version): (ResidentMergeId, i64),
    state: MergeState,
    text: &str,
) -> Result<ResidentMerge> {
    let merge = tx.lock_merge(id).await?;
    if merge.version != version {
        return Err(Error::EtagMismatch);
    }
    let by = call.call.caller.account_id;
    let decision = MergeDecision { by, at: app.clock.now(), text: text.to_owned() };
    Ok(merge.decided(state, decision)?)
}

/// Both residents, locked, whose records must be in use.
async fn lock_both(
    tx: &Tx,
    scope: &Scope,
    duplicate: ResidentId,
    survivor: ResidentId,
) -> Result<(Resident, Resident)> {
    let both = hold_both(tx, scope, duplicate, survivor).await?;
    both.0.must_be_active().map_err(Refusal::from)?;
    both.1.must_be_active().map_err(Refusal::from)?;
    Ok(both)
}

/// Both residents, locked in the order of their ids so that two merges do not wait for each other.
async fn hold_both(
    tx: &Tx,
    scope: &Scope,
    duplicate: ResidentId,
    survivor: ResidentId,
) -> Result<(Resident, Resident)> {
    let first = tx.lock_resident(scope, duplicate.min(survivor)).await?;
    let second = tx.lock_resident(scope, duplicate.max(survivor)).await?;
    Ok(if first.id == duplicate { (first, second) } else { (second, first) })
}

/// The record that goes on with what it lacked.
async fn joined(app: &App, tx: &Tx, duplicate: &Resident, survivor: &Resident) -> Result<Resident> {
    let mut after = survivor.clone();
    after.take_from_duplicate(duplicate);
    if let Some(Dependence { principal, .. }) = after.dependence {
        let chain = tx.lock_principals(principal).await?;
        let above = |one: &Resident| if one.id == duplicate.id { survivor.id } else { one.id };
        let ids: Vec<_> = chain.iter().map(above).collect();
        no_circle(survivor.id, &ids).map_err(Refusal::from)?;
    }
    let sealed = joined_private(&private(app, survivor)?, &private(app, duplicate)?);
    checked(app, &after, &sealed)?;
    put_private(app, &mut after, &sealed)?;
    Ok(after)
}

/// Writes a record with a step that names the other one.
async fn written(
    app: &App,
    tx: &Tx,
    call: &WriteCall,
    kind: ResidentStepKind,
    (before, mut after): (&Resident, Resident),
    detail: &str,
    other: ResidentId,
) -> Result<Trace> {
    let hand = Hand { account_id: call.call.caller.account_id, now: app.clock.now() };
    after.step(kind, hand, detail.to_owned(), Some(other));
    after.version += 1;
    tx.update_resident(before, &after).await?;
    trace(app, tx, kind, Some(before), &after).await
}

async fn tell_both(
    app: &App,
    tx: &Tx,
    call: &WriteCall,
    merge: &ResidentMerge,
    (duplicate, survivor): (&Resident, &Resident),
    kind: ResidentStepKind,
) -> Result<Vec<Trace>> {
    let said = merge.id.text();
    let pair = [(duplicate, survivor.id), (survivor, duplicate.id)];
    let mut traces = Vec::new();
    for (before, other) in pair {
        let change = (before, before.clone());
        traces.push(written(app, tx, call, kind, change, &said, other).await?);
    }
    Ok(traces)
}

/// Moves what refers to a duplicate to the record that goes on: dependants, cases, appointments,
/// documents with their disclosures, events with what is owed because of them, whom entries of the
/// whitelist name, trips, and the grounds on which his data are used. A test looks at every table
/// that refers to residents.
async fn move_references(
    app: &App,
    tx: &Tx,
    call: &WriteCall,
    from: ResidentId,
    to: ResidentId,
) -> Result<Vec<Trace>> {
    let mut traces = Vec::new();
    // Before cases and appointments, as whoever flags those that rest on an entry.
    traces.extend(whitelist::move_person(app, tx, from, to).await?);
    for id in tx.dependants_of(from).await?.into_iter().filter(|id| *id != to) {
        let before = tx.lock_resident(&Scope::Centre, id).await?;
        let moved = before.dependence.map(|of| Dependence { principal: to, ..of });
        let after = Resident { dependence: moved, ..before.clone() };
        let kind = ResidentStepKind::Changed;
        traces.push(written(app, tx, call, kind, (&before, after), "dependence", to).await?);
    }
    let now = app.clock.now();
    for id in tx.cases_of_resident(from).await? {
        let before = tx.lock_case(&Scope::Centre, id).await?;
        let mut after = before.clone();
        after.applicant.resident_id = Some(to);
        after.flags.moved(&from.text(), &to.text());
        (after.updated_at, after.version) = (now, before.version + 1);
        tx.update_case(&before, &after).await?;
        traces.push(case::moved_trace(&before, &after));
    }
    let catalogue = catalogue::settled(app, tx).await?;
    for id in tx.appointments_of_resident(from).await? {
        let before = tx.lock_appointment(&Scope::Centre, id).await?;
        let mut after = appointment::changed(&before, now);
        after.visitor.resident_id = Some(to);
        tx.update_appointment(&after).await?;
        let done = appointment::effect("appointment.changed", &catalogue, &before, after);
        traces.extend(done.traces);
    }
    traces.extend(document::move_holder(app, tx, from, to).await?);
    traces.extend(expiry::move_holder(app, tx, call, from, to).await?);
    let known = tx.consents_of(to).await?;
    let behind = known.iter().map(|one| one.number).max().unwrap_or(0);
    tx.move_consents(from, to, behind).await?;
    Ok(traces)
}
