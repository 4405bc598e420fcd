//! Events in residents' lives: each opens what its rules oblige whom to do, and changes nothing
//! else.

use super::too_far;
use crate::{
    domain::{
        caller::Scope,
        catalogue::Catalogue,
        document::{Document, DocumentKind, PermitPurpose, longest_of},
        expiry::{
            Closing, Happened, LifeEvent, LifeEventKind, ObligationState, Owed, OwedView, Whom,
            opened_by,
        },
        id::{AccountId, Id as _, LifeEventId, ObligationId, ResidentId},
        limit::LimitError,
        resident::MAX_DEPENDANTS_SHOWN,
        zone,
    },
    error::{Error, Result},
    service::{
        App, Call,
        case::DueDateMove,
        catalogue, event,
        page::{Page, PageRequest, day_cursor, page},
        resident::ResidentFilter,
        write::{Answer, Effect, Event, Reply, Trace, WriteCall, write},
    },
    store::{Tx, expiry::listed_under},
};
use chrono::{DateTime, Utc};

pub use crate::store::expiry::ObligationFilter;

/// An obligation was opened.
const OPENED: &str = "obligation.opened";
/// It is about another record, or its last day moved.
const CHANGED: &str = "obligation.changed";
/// It is not owed after all.
const WAIVED: &str = "obligation.waived";
/// Obligations counted at a time.
const AT_A_TIME: u64 = 500;

/// An event as it is told.
#[derive(Clone, Debug)]
pub struct NewLifeEvent {
    /// In whose life.
    pub resident_id: ResidentId,
    /// What happened.
    pub kind: LifeEventKind,
    /// When.
    pub at: DateTime<Utc>,
    /// A note.
    pub note: String,
}

/// An event and what it opened.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The event.
    pub event: LifeEvent,
    /// What it opened.
    pub opened: Vec<OwedView>,
}

/// Records an event.
///
/// # Errors
/// `Invalid` for one that is to come, `AlreadyExists` where it is on record, `NotFound` where there
/// is no such resident.
pub async fn record<R: Answer<Recorded>>(
    app: &App,
    call: &WriteCall,
    new: &NewLifeEvent,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    write(app, call, |tx| async move {
        let (now, on) = (app.clock.now(), zone::local_date(new.at));
        if new.at > now {
            return Err(Error::told("event_time", "must not be to come", "不能晚于现在"));
        }
        // Locked, so that two who record the same wait for one another.
        let resident = tx.lock_resident(scope, new.resident_id).await?;
        let resident = resident.merged_into.unwrap_or(resident.id);
        let known = match new.kind {
            LifeEventKind::Birth => None,
            kind => tx.life_event_on(resident, kind, on).await?,
        };
        if let Some(known) = known {
            return Err(Error::AlreadyExists { existing_id: known.text() });
        }
        let event = LifeEvent {
            id: LifeEventId(app.clock.new_id()),
            resident_id: resident,
            kind: new.kind,
            at: new.at,
            on,
            note: new.note.clone(),
            recorded_by: call.call.caller.account_id,
            recorded_at: now,
        };
        let catalogue = catalogue::settled(app, &tx).await?;
        let opened = opened(app, &tx, &catalogue, scope, &event).await?;
        let traces = put(&tx, &event, &opened).await?;
        let views = opened.into_iter().map(|owed| view(app, &catalogue, scope, owed));
        let views = views.collect::<Result<Vec<_>>>()?;
        Ok(Effect { outcome: Recorded { event, opened: views }, traces })
    })
    .await
}

/// Puts an event and what it opened on record.
async fn put(tx: &Tx, event: &LifeEvent, opened: &[Owed]) -> Result<Vec<Trace>> {
    tx.add_life_event(event).await?;
    tx.add_obligations(opened).await?;
    let told = Trace {
        resource_id: event.id.text(),
        after: Some(format!("{event:?}")),
        ..Trace::default()
    };
    Ok(std::iter::once(told).chain(opened.iter().map(|owed| trace(OPENED, None, owed))).collect())
}

/// The permit of somebody was cancelled before its last day, and he has no other: where others hold
/// permits because they follow him, it is on record that their principal has ceased, and somebody
/// has to look at theirs.
///
/// # Errors
/// What the database says.
pub(in crate::service) async fn permit_ceased(
    app: &App,
    tx: &Tx,
    by: AccountId,
    permit: &Document,
) -> Result<Vec<Trace>> {
    let Some(ending) = &permit.ending else { return Ok(Vec::new()) };
    let (who, kind) = (permit.resident_id, LifeEventKind::PrincipalCeased);
    let is_it = permit.terms.kind == DocumentKind::ResidencePermit;
    let early = permit.terms.last_day().is_none_or(|last_day| ending.on < last_day);
    if !is_it || !early || tx.life_event_on(who, kind, ending.on).await?.is_some() {
        return Ok(Vec::new());
    }
    let own = tx.documents_of(&Scope::Centre, who).await?;
    if longest_of(&own, DocumentKind::ResidencePermit).is_some() {
        return Ok(Vec::new());
    }
    let event = LifeEvent {
        id: LifeEventId(app.clock.new_id()),
        resident_id: who,
        kind,
        at: zone::end_of(ending.on).min(app.clock.now()),
        on: ending.on,
        note: permit.id.text(),
        recorded_by: by,
        recorded_at: app.clock.now(),
    };
    let catalogue = catalogue::settled(app, tx).await?;
    let opened = opened(app, tx, &catalogue, &Scope::Centre, &event).await?;
    // Of most nobody holds a permit because of them.
    if opened.is_empty() { Ok(Vec::new()) } else { put(tx, &event, &opened).await }
}

/// What an event opens, for the resident and for those who follow him.
async fn opened(
    app: &App,
    tx: &Tx,
    catalogue: &Catalogue,
    scope: &Scope,
    event: &LifeEvent,
) -> Result<Vec<Owed>> {
    let filter = ResidentFilter { principal: Some(event.resident_id), ..ResidentFilter::default() };
    let dependants = tx.residents(scope, &filter, None, MAX_DEPENDANTS_SHOWN).await?;
    let himself = (event.resident_id, Whom::Himself);
    let dependants = dependants.iter().map(|one| (one.id, Whom::Dependant));
    let rules = catalogue.expiry_policy().obligations;
    let happened = Happened { kind: event.kind, at: event.at, on: event.on };
    let mut all = Vec::new();
    for (resident_id, whom) in std::iter::once(himself).chain(dependants) {
        let held = held(&tx.documents_of(scope, resident_id).await?);
        let opened = opened_by(&happened, &held, whom, &rules, &catalogue.calendar);
        for obligation in opened.map_err(too_far)? {
            let item = obligation.rule.service_item_id.as_deref();
            let department = item.and_then(|item| catalogue.department_of(item));
            all.push(Owed {
                id: ObligationId(app.clock.new_id()),
                event_id: event.id,
                event: event.kind,
                resident_id,
                code: obligation.rule.code.clone(),
                owner: obligation.rule.owner,
                limit: obligation.rule.limit,
                from: event.at,
                from_day: event.on,
                service_item_id: obligation.rule.service_item_id.clone(),
                department_id: department.map(str::to_owned),
                text: obligation.rule.text.clone(),
                legal_basis: obligation.rule.legal_basis.clone(),
                state: ObligationState::Open,
                due_on: obligation.deadline.due_date,
                closing: None,
                created_at: event.recorded_at,
                version: 1,
            });
        }
    }
    Ok(all)
}

/// The kinds of somebody's live documents.
fn held(documents: &[Document]) -> Vec<(DocumentKind, Option<PermitPurpose>)> {
    let live = documents.iter().filter(|document| document.ending.is_none());
    live.map(|document| (document.terms.kind, document.terms.purpose)).collect()
}

/// A page of obligations, by their last day in time, then id.
///
/// # Errors
/// `Invalid` for a page token of another list.
pub async fn obligations(
    app: &App,
    call: &Call,
    filter: &ObligationFilter,
    overdue_only: bool,
    request: &PageRequest,
) -> Result<Page<OwedView>> {
    let scope = call.scope()?;
    let mut filter = filter.clone();
    if overdue_only {
        // What is due today by the hour may be over: it comes last, and is looked at one by one.
        let today = app.clock.today();
        filter.due_to = Some(filter.due_to.map_or(today, |to| to.min(today)));
        filter.states = vec![ObligationState::Open];
    }
    let filters = format!("{filter:?}");
    let limit = request.limit()?;
    let after = request.cursor(app, call, &filters)?.and_then(|text| day_cursor(&text));
    let feed_token = event::list_token(app, call, request).await?;
    let rows = app.store.reader().obligations(&scope, &filter, after, limit as u64 + 1).await?;
    let cursor = |last: &Owed| format!("{} {}", listed_under(last.due_on), last.id.0);
    let page = page(app, call, &filters, rows, limit, cursor);
    let mut rows = owed_views(app, &scope, page.rows).await?;
    rows.retain(|view| view.overdue || !overdue_only);
    Ok(Page { rows, next_token: page.next_token, feed_token })
}

/// Obligations as a scope shows them now.
///
/// # Errors
/// What the database says.
pub(in crate::service) async fn owed_views(
    app: &App,
    scope: &Scope,
    found: Vec<Owed>,
) -> Result<Vec<OwedView>> {
    let catalogue = catalogue::current(app).await?;
    found.into_iter().map(|owed| view(app, &catalogue, scope, owed)).collect()
}

/// Closes an obligation: it was met, or is not owed after all.
///
/// # Errors
/// `NotFound`, `EtagMismatch`, `StateForbids` where it is closed already.
pub async fn close<R: Answer<OwedView>>(
    app: &App,
    call: &WriteCall,
    (id, version): (ObligationId, i64),
    state: ObligationState,
    note: &str,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    write(app, call, |tx| async move {
        let before = tx.lock_obligation(id).await?;
        if before.version != version {
            return Err(Error::EtagMismatch);
        }
        let by = call.call.caller.account_id;
        let closing = Closing { at: app.clock.now(), by, note: note.to_owned() };
        let after = before.closed(state, closing)?;
        tx.update_obligation(&after).await?;
        let catalogue = catalogue::settled(app, &tx).await?;
        let kind = match state {
            ObligationState::Met => "obligation.met",
            ObligationState::Waived => WAIVED,
            ObligationState::Open => CHANGED,
        };
        let traces = vec![trace(kind, Some(&before), &after)];
        Ok(Effect { outcome: view(app, &catalogue, scope, after)?, traces })
    })
    .await
}

/// Moves the events of a merged record and what is owed about it to the record that goes on. What
/// is owed there already is waived here.
///
/// # Errors
/// What the database says.
pub(in crate::service) async fn move_holder(
    app: &App,
    tx: &Tx,
    call: &WriteCall,
    from: ResidentId,
    to: ResidentId,
) -> Result<Vec<Trace>> {
    tx.move_life_events(from, to).await?;
    let known = tx.lock_obligations_of(to).await?;
    let same = |one: &Owed, other: &Owed| {
        let of = |owed: &Owed| (owed.event, owed.from_day, owed.code.clone());
        of(one) == of(other)
    };
    let mut traces = Vec::new();
    for before in tx.lock_obligations_of(from).await? {
        let (kind, after) = if !known.iter().any(|one| same(one, &before)) {
            let version = before.version + 1;
            (CHANGED, Owed { resident_id: to, version, ..before.clone() })
        } else if before.state == ObligationState::Open {
            let by = call.call.caller.account_id;
            let closing = Closing { at: app.clock.now(), by, note: to.text() };
            (WAIVED, before.closed(ObligationState::Waived, closing)?)
        } else {
            continue;
        };
        tx.update_obligation(&after).await?;
        traces.push(trace(kind, Some(&before), &after));
    }
    Ok(traces)
}

/// Counts every open obligation anew by a changed catalogue; what moved, and what it leaves behind.
///
/// # Errors
/// What the database says.
pub(in crate::service) async fn recount(
    tx: &Tx,
    changed: &Catalogue,
) -> Result<(Vec<DueDateMove>, Vec<Trace>)> {
    let (mut moves, mut traces) = (Vec::new(), Vec::new());
    let mut last = None;
    loop {
        let some = tx.open_obligations_after(last, AT_A_TIME).await?;
        let Some(end) = some.last() else { return Ok((moves, traces)) };
        last = Some(end.id);
        for owed in some {
            let to = owed.deadline(&changed.calendar).map_err(too_far)?.due_date;
            if to == owed.due_on {
                continue;
            }
            let before = tx.lock_obligation(owed.id).await?;
            if before.state != ObligationState::Open {
                continue;
            }
            let after = Owed { due_on: to, version: before.version + 1, ..before.clone() };
            tx.update_obligation(&after).await?;
            moves.push(DueDateMove { resource_id: after.id.text(), from: before.due_on, to });
            traces.push(trace(CHANGED, Some(&before), &after));
        }
    }
}

/// An obligation as a scope shows it now.
fn view(app: &App, catalogue: &Catalogue, scope: &Scope, owed: Owed) -> Result<OwedView> {
    let deadline =
        owed.deadline(&catalogue.calendar).map_err(|error: LimitError| too_far(error))?;
    let overdue = owed.overdue(&deadline, app.clock.now(), app.clock.today());
    Ok(OwedView { owed: owed.seen_by(scope), deadline, overdue })
}

/// What a new or changed obligation leaves behind, told to the department whose item meets it.
fn trace(kind: &'static str, before: Option<&Owed>, after: &Owed) -> Trace {
    let body = serde_json::json!({
        "obligation_id": after.id.text(),
        "code": after.code,
        "state": after.state.name(),
        "due_date": after.due_on,
        "etag": after.version,
    });
    let department_ids = after.department_id.clone().unwrap_or_default();
    Trace {
        event: Some(Event { kind, department_ids, body: body.to_string() }),
        resource_id: after.id.text(),
        before: before.map(|before| format!("{before:?}")),
        after: Some(format!("{after:?}")),
        ..Trace::default()
    }
}
