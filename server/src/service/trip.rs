//! Trips, one function an RPC. Who files one holds its enterprise locked, as does whoever changes
//! an entry of it: a revocation comes before the trip, which is refused, or after, and flags it.
//! Its group is held before it, so that two enterprises do not take the group's last trip together.

pub use crate::store::trip::TripFilter;

use super::{
    App, Call, event,
    page::{Page, PageRequest, page},
    write::{Answer, Effect, Event, Reply, Trace, WriteCall, write},
};
use crate::{
    domain::{
        caller::Scope,
        enterprise::{Enterprise, EnterpriseGroup},
        flag::{Flag, Flags},
        id::{AccountId, Id as _, ResidentId, TripId, WhitelistEntryId},
        refusal::Refusal,
        trip::{Journey, Trip, TripRefusal, TripState, TripStep},
        whitelist::{Entry, Held},
    },
    error::{Error, Result},
    store::Tx,
};
use chrono::NaiveDate;

/// A trip and the version its reader saw.
pub type Target = (TripId, i64);

/// Files a trip.
///
/// # Errors
/// `OutOfValidity`, `NotCovered`, `QuotaUsed`, `GroupQuotaUsed`, `PassportEnds`, `DocumentEnds`,
/// all of them at once; `NotFound` for an enterprise that is not on record, `Invalid` for persons
/// who are not and a day that has passed.
pub async fn file<R: Answer<Trip>>(
    app: &App,
    call: &WriteCall,
    journey: &Journey,
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let enterprises = std::slice::from_ref(&journey.enterprise_id);
        let group = lock_with_group(&tx, journey).await?;
        if journey.from < app.clock.today() {
            return Err(Error::told("from_date", "must not be in the past", "不能早于今天"));
        }
        let persons: Vec<ResidentId> =
            journey.travellers.iter().map(|traveller| traveller.resident_id).collect();
        super::whitelist::known_persons(&tx, "travellers", &persons).await?;
        let entries = tx.whitelist_entries_of(enterprises).await?;
        let held: Vec<Held> = entries.iter().filter_map(Held::of).collect();
        let (covering, mut refusals) = match journey.entries(&held, app.clock.now()) {
            Ok(covering) => (covering, Vec::new()),
            Err(refusals) => (Vec::new(), refusals),
        };
        // Of the entries that it would rest on, whatever else they have against it.
        let meant = if covering.is_empty() { journey.meant(&held) } else { covering.clone() };
        for entry in entries.iter().filter(|entry| meant.contains(&entry.id)) {
            refusals.extend(quota_used(&tx, entry, journey).await?);
        }
        if let Some(group) = group {
            refusals.extend(group_quota_used(&tx, &group, journey).await?);
        }
        // Shared until the end: what ends one of them looks at this trip after it.
        let documents = tx.share_documents(&persons).await?;
        for who in persons {
            let own = documents.iter().filter(|one| one.resident_id == who);
            let own: Vec<_> = own.cloned().collect();
            refusals.extend(journey.documents_against(who, &own));
        }
        if !refusals.is_empty() {
            return Err(refusals.into());
        }
        let new = Trip {
            id: TripId(app.clock.new_id()),
            journey: journey.clone(),
            entries: covering,
            state: TripState::Filed,
            flags: Flags::default(),
            reason: String::new(),
            filed_by: call.call.caller.account_id,
            filed_at: app.clock.now(),
            version: 1,
        };
        tx.add_trip(&new).await?;
        let by = Some(call.call.caller.account_id);
        let traces = vec![told(app, &tx, ("trip.filed", by), None, &new).await?];
        Ok(Effect { outcome: new, traces })
    })
    .await
}

/// That the entry's trips of the month are filed.
async fn quota_used(tx: &Tx, entry: &Entry, journey: &Journey) -> Result<Option<Refusal>> {
    let Some(trips_a_month) = entry.terms.trips_a_month else { return Ok(None) };
    let filed = tx.trips_filed_under(entry.id, journey.from).await?;
    let refusal = TripRefusal::QuotaUsed { entry_id: entry.id.text(), trips_a_month };
    Ok((filed >= u64::from(trips_a_month)).then(|| refusal.into()))
}

/// That the trips of the month of the enterprise's group are filed.
async fn group_quota_used(
    tx: &Tx,
    group: &EnterpriseGroup,
    journey: &Journey,
) -> Result<Option<Refusal>> {
    let Some(trips_a_month) = group.trips_a_month else { return Ok(None) };
    let filed = tx.trips_filed_by_groups(&[group.id], journey.from).await?;
    let filed = filed.get(&group.id).copied().unwrap_or(0);
    let refusal = TripRefusal::GroupQuotaUsed { group_id: group.id.text(), trips_a_month };
    Ok((filed >= u64::from(trips_a_month)).then(|| refusal.into()))
}

/// Locks the group in which the enterprise is on the trip's first day, then the enterprise: in this
/// order, as whoever changes who is in a group.
async fn lock_with_group(tx: &Tx, journey: &Journey) -> Result<Option<EnterpriseGroup>> {
    let enterprises = std::slice::from_ref(&journey.enterprise_id);
    let group_of = |found: Vec<Enterprise>| {
        let memberships = found.into_iter().next().ok_or(Error::NotFound)?.memberships;
        let held = memberships.iter().find(|held| held.holds_on(journey.from));
        Ok::<_, Error>(held.map(|held| held.group))
    };
    let id = group_of(tx.enterprises_by_id(enterprises).await?)?;
    let group = match id {
        Some(id) => Some(tx.lock_enterprise_group(id).await?),
        None => None,
    };
    tx.lock_enterprises(enterprises).await?;
    // Where somebody has just moved it to another group, all is looked at again.
    match group_of(tx.enterprises_by_id(enterprises).await?)? == id {
        true => Ok(group),
        false => Err(Error::Conflict),
    }
}

/// Cancels a trip.
///
/// # Errors
/// `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn cancel<R: Answer<Trip>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    reason: &str,
) -> Result<Reply<R>> {
    changed(app, call, target, "trip.cancelled", |before| {
        before.becomes(TripState::Cancelled, reason)
    })
    .await
}

/// Records that a trip was made.
///
/// # Errors
/// `StateForbids`, `EtagMismatch`, `NotFound`; `Invalid` before its first day.
pub async fn complete<R: Answer<Trip>>(
    app: &App,
    call: &WriteCall,
    target: Target,
) -> Result<Reply<R>> {
    let today = app.clock.today();
    changed(app, call, target, "trip.completed", |before| {
        if before.journey.from > today && before.state == TripState::Filed {
            return Err(vec![Refusal::StateForbids { current: "FILED", allowed: &["BEGUN"] }]);
        }
        before.becomes(TripState::Completed, &before.reason)
    })
    .await
}

async fn changed<R: Answer<Trip>>(
    app: &App,
    call: &WriteCall,
    (id, version): Target,
    kind: &'static str,
    step: impl Fn(&Trip) -> std::result::Result<Trip, Vec<Refusal>> + Send + Sync,
) -> Result<Reply<R>> {
    let step = &step;
    write(app, call, |tx| async move {
        let before = tx.lock_trip(id).await?;
        if before.version != version {
            return Err(Error::EtagMismatch);
        }
        let after = step(&before)?;
        tx.update_trip(&after).await?;
        let by = Some(call.call.caller.account_id);
        let traces = vec![told(app, &tx, (kind, by), Some(&before), &after).await?];
        Ok(Effect { outcome: after, traces })
    })
    .await
}

/// One trip, and what happened to it.
///
/// # Errors
/// `NotFound` where there is none, or none to see.
pub async fn get(app: &App, call: &Call, id: TripId) -> Result<(Trip, Vec<TripStep>)> {
    let reader = app.store.reader();
    let found = reader.trip(id).await?;
    if let Scope::Department(own) = call.scope()?
        && !reader.departments_of_entries(&found.entries).await?.contains(&own)
    {
        return Err(Error::NotFound);
    }
    Ok((found, reader.trip_steps(id).await?))
}

/// A page of trips, by first day.
///
/// # Errors
/// `Invalid` for a page token of another list.
pub async fn list(
    app: &App,
    call: &Call,
    filter: &TripFilter,
    request: &PageRequest,
) -> Result<Page<Trip>> {
    let department_id = match call.scope()? {
        Scope::Centre => None,
        Scope::Department(own) => Some(own),
    };
    let filter = &TripFilter { department_id, ..filter.clone() };
    let filters = format!("{filter:?}");
    let limit = request.limit()?;
    let after = request.cursor(app, call, &filters)?.and_then(|text| {
        let (from, id) = text.split_once(' ')?;
        Some((from.parse::<NaiveDate>().ok()?, id.parse().ok()?))
    });
    let feed_token = event::list_token(app, call, request).await?;
    let rows = app.store.reader().trips(filter, after, limit as u64 + 1).await?;
    let cursor = |last: &Trip| format!("{} {}", last.journey.from, last.id.0);
    let Page { rows, next_token, .. } = page(app, call, &filters, rows, limit, cursor);
    Ok(Page { rows, next_token, feed_token })
}

/// Looks at the coming trips under an entry: `looked` tells each with the flags that it has then.
/// Nothing else of them changes: somebody has to look.
///
/// # Errors
/// What the database says.
pub(super) async fn recheck(
    app: &App,
    tx: &Tx,
    entry: WhitelistEntryId,
    looked: impl Fn(&Trip) -> Trip,
) -> Result<Vec<Trace>> {
    let mut traces = Vec::new();
    for before in tx.lock_coming_trips(entry, app.clock.today()).await? {
        traces.extend(reflagged(app, tx, &before, &looked(&before)).await?);
    }
    Ok(traces)
}

/// Flags the coming trips of somebody whose documents do not last any more, and withdraws the flags
/// where they do again.
///
/// # Errors
/// What the database says.
pub(super) async fn documents_changed(app: &App, tx: &Tx, who: ResidentId) -> Result<Vec<Trace>> {
    let coming = tx.lock_coming_trips_of(who, app.clock.today()).await?;
    if coming.is_empty() {
        return Ok(Vec::new());
    }
    let documents = tx.documents_of(&Scope::Centre, who).await?;
    let mut traces = Vec::new();
    for before in coming {
        let after = before.rechecked(who, &documents, app.clock.now());
        traces.extend(reflagged(app, tx, &before, &after).await?);
    }
    Ok(traces)
}

/// The trips of one record of a person are those of another from now on, with their flags: whether
/// these stand is looked at again by what is known of him there.
///
/// # Errors
/// What the database says.
pub(super) async fn move_traveller(
    app: &App,
    tx: &Tx,
    from: ResidentId,
    to: ResidentId,
) -> Result<Vec<Trace>> {
    let mut traces = Vec::new();
    for before in tx.lock_trips_of(from).await? {
        let after = before.moved(from, to);
        tx.update_trip(&after).await?;
        let kind = ("trip.traveller_moved", None);
        traces.push(told(app, tx, kind, Some(&before), &after).await?);
    }
    tx.move_traveller(from, to).await?;
    Ok(traces)
}

/// Writes a trip whose flags have changed; what was only forgotten is not told.
///
/// # Errors
/// What the database says.
async fn reflagged(app: &App, tx: &Tx, before: &Trip, after: &Trip) -> Result<Option<Trace>> {
    if after != before {
        tx.update_trip(after).await?;
    }
    if after.flags.raised == before.flags.raised {
        return Ok(None);
    }
    let new = |flag: &Flag| !before.flags.raised.contains(flag);
    let raised = after.flags.raised.iter().any(new);
    let kind = if raised { "trip.flagged" } else { "trip.flag_withdrawn" };
    Ok(Some(told(app, tx, (kind, None), Some(before), after).await?))
}

/// Puts a change of a trip into its history; what it leaves behind. The departments hear of it that
/// have taken a step with its entries.
///
/// # Errors
/// What the database says.
pub(super) async fn told(
    app: &App,
    tx: &Tx,
    (kind, by): (&'static str, Option<AccountId>),
    before: Option<&Trip>,
    after: &Trip,
) -> Result<Trace> {
    tx.add_trip_steps(after, &after.steps_since(before, by, app.clock.now())).await?;
    let departments = tx.departments_of_entries(&after.entries).await?;
    let body = serde_json::json!({ "trip_id": after.id.text(), "etag": after.version });
    let event = Event { kind, department_ids: departments.join(" "), body: body.to_string() };
    Ok(Trace {
        resource_id: after.id.text(),
        before: before.map(|before| format!("{before:?}")),
        after: Some(format!("{after:?}")),
        event: Some(event),
        ..Trace::default()
    })
}
