//! Referrals: recorded, handed on and fed back to their source, one function an RPC. Every step
//! leaves its audit record, its event and its row in the history.

use super::{
    App, Call, catalogue, event,
    page::{Page, PageRequest, instant_cursor, page},
    write::{Answer, Effect, Event, Reply, Trace, WriteCall, write},
};
use crate::{
    domain::{
        caller::Scope,
        catalogue::{Catalogue, ReferralSource},
        id::{Id as _, ReferralId},
        referral::{
            self, Assignee, HistoryStep, Referral, ReferralCaller, ReferralFilter, ReferralState,
            ReferralStep, ReferralView, StepKind, Urgency,
        },
        zone,
    },
    error::{Error, Result},
};
use chrono::{DateTime, Utc};

/// A matter as a source hands it over.
#[derive(Debug)]
pub struct NewReferral {
    /// The source's code.
    pub source_id: String,
    /// The source's own id.
    pub external_id: String,
    /// What it is about, a word.
    pub category: String,
    /// What it is about.
    pub summary: String,
    /// How urgent it is.
    pub urgency: Urgency,
    /// True where the limit of working days holds too.
    pub ordinary_matter: bool,
    /// Who called.
    pub caller: ReferralCaller,
    /// When the source received it; now where there is none.
    pub received_at: Option<DateTime<Utc>>,
}

/// Records a matter.
///
/// # Errors
/// `AlreadyExists` with the id of the referral there is, `Invalid` for an unknown source,
/// `SourceOfAnotherDepartment`.
pub async fn create<R: Answer<ReferralView>>(
    app: &App,
    call: &WriteCall,
    new: NewReferral,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    let new = &new;
    write(app, call, |tx| async move {
        let catalogue = catalogue::settled(app, &tx).await?;
        let now = app.clock.now();
        let made = make(app, call, &catalogue, scope, new, now)?;
        let view = view(&catalogue, made, now)?;
        tx.add_referral(&view.referral, view.due_at).await?;
        let step = HistoryStep::created(&view.referral);
        tx.add_referral_step(view.referral.id, &step).await?;
        let traces = vec![trace(StepKind::Created, None, &view.referral)];
        Ok(Effect { outcome: view, traces })
    })
    .await
}

fn make(
    app: &App,
    call: &WriteCall,
    catalogue: &Catalogue,
    scope: &Scope,
    new: &NewReferral,
    now: DateTime<Utc>,
) -> Result<Referral> {
    let policy = catalogue.referral_policy();
    let source = policy.source(&new.source_id).ok_or_else(|| {
        let mend = "must name a source of the referral policy";
        Error::told("source_id", mend, "应为转办规则中的来源代码")
    })?;
    let ReferralSource { id, department_id, .. } = source.clone();
    if let Scope::Department(own) = scope {
        referral::of_source(&id, own, &department_id)?;
    }
    Ok(Referral {
        id: ReferralId(app.clock.new_id()),
        source_id: id,
        external_id: new.external_id.clone(),
        source_department_id: department_id,
        state: ReferralState::Received,
        category: new.category.clone(),
        summary: new.summary.clone(),
        urgency: new.urgency,
        ordinary_matter: new.ordinary_matter,
        caller: new.caller.clone(),
        assignee: None,
        appointed: false,
        returns: 0,
        contact_outcome: None,
        result: String::new(),
        satisfied: false,
        policy,
        received_at: new.received_at.unwrap_or(now),
        signed_at: None,
        contacted_at: None,
        first_responded_at: None,
        first_closed_at: None,
        reopenings: 0,
        reopened_at: None,
        responded_at: None,
        closed_at: None,
        created_by: call.call.caller.account_id,
        updated_at: now,
        version: 1,
    })
}

/// Takes a referral one step on.
///
/// # Errors
/// `StateForbids`, `EtagMismatch`, `NotFound`, `Invalid` for an unknown department, and what the
/// step refuses to the caller.
pub async fn step<R: Answer<ReferralView>>(
    app: &App,
    call: &WriteCall,
    id: ReferralId,
    version: i64,
    step: ReferralStep,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    let step = &step;
    write(app, call, |tx| async move {
        let catalogue = catalogue::settled(app, &tx).await?;
        let before = tx.lock_referral(scope, id).await?;
        if before.version != version {
            return Err(Error::EtagMismatch);
        }
        before.permits(step, scope)?;
        let now = app.clock.now();
        check_assignee(app, &catalogue, step, now)?;
        let view = view(&catalogue, before.after(step, now)?, now)?;
        let after = &view.referral;
        tx.update_referral(after, view.due_at).await?;
        let by = call.call.caller.account_id;
        tx.add_referral_step(id, &HistoryStep::of(step, &before, after, by)).await?;
        let traces = vec![trace(step.kind(), Some(&before), after)];
        Ok(Effect { outcome: view, traces })
    })
    .await
}

/// An assignee is a department in force, or a unit of the city.
fn check_assignee(
    app: &App,
    catalogue: &Catalogue,
    step: &ReferralStep,
    now: DateTime<Utc>,
) -> Result<()> {
    let ReferralStep::Assign { assignee, .. } = step else { return Ok(()) };
    match assignee {
        Assignee::Department(id) => {
            if catalogue.department_on(id, zone::local_date(now)).is_some() {
                return Ok(());
            }
            Err(Error::told(
                "department_id",
                "must name a department in force",
                "应为在用的部门代码",
            ))
        }
        Assignee::Unit { division_code, .. } => {
            let city = &app.settings.division_code;
            if division_code.starts_with(city) {
                return Ok(());
            }
            let field = "unit.division_code";
            let (mend, zh) = (
                format!("must begin with {city}, the city's"),
                format!("应以本市代码 {city} 开头"),
            );
            Err(Error::told(field, mend, zh))
        }
    }
}

/// One referral with its history.
///
/// # Errors
/// `NotFound` where there is none, or none to see.
pub async fn get(
    app: &App,
    call: &Call,
    id: ReferralId,
) -> Result<(ReferralView, Vec<HistoryStep>)> {
    let catalogue = catalogue::current(app).await?;
    let reader = app.store.reader();
    let found = reader.referral(&call.scope()?, id).await?;
    let mut history = reader.referral_history(id).await?;
    // A step taken between the two reads belongs to a later version.
    history.retain(|step| step.number <= found.version);
    Ok((view(&catalogue, found, app.clock.now())?, history))
}

/// A page of referrals, by due time, then id.
///
/// # Errors
/// `Invalid` for a page token of another list.
pub async fn list(
    app: &App,
    call: &Call,
    filter: &ReferralFilter,
    request: &PageRequest,
) -> Result<Page<ReferralView>> {
    let scope = call.scope()?;
    let filters = format!("{filter:?}");
    let limit = request.limit()?;
    let after = request.cursor(app, call, &filters)?.and_then(|text| instant_cursor(&text));
    let catalogue = catalogue::current(app).await?;
    let feed_token = event::list_token(app, call, request).await?;
    let now = app.clock.now();
    let rows = limit as u64 + 1;
    let rows = app.store.reader().referrals(&scope, filter, now, after, rows).await?;
    let cursor = |(due, last): &(DateTime<Utc>, Referral)| {
        format!("{} {}", due.timestamp_micros(), last.id.0)
    };
    let Page { rows, next_token, .. } = page(app, call, &filters, rows, limit, cursor);
    let views = rows.into_iter().map(|(_, referral)| view(&catalogue, referral, now));
    Ok(Page { rows: views.collect::<Result<_>>()?, next_token, feed_token })
}

/// A referral as it stands at an instant.
pub(super) fn view(
    catalogue: &Catalogue,
    of: Referral,
    now: DateTime<Utc>,
) -> Result<ReferralView> {
    ReferralView::of(of, catalogue, now).map_err(Error::internal)
}

/// What a step leaves behind: hashes of the whole states, and an event without words or persons.
fn trace(kind: StepKind, before: Option<&Referral>, after: &Referral) -> Trace {
    let unit = after.assignee.as_ref().and_then(Assignee::unit);
    let body = serde_json::json!({
        "referral_id": after.id.text(),
        "source_id": after.source_id,
        "external_id": after.external_id,
        "state": after.state.name(),
        "department_id": after.assignee.as_ref().and_then(Assignee::department),
        "division_code": unit.map(|(division_code, _)| division_code),
        "etag": after.version,
    });
    let event =
        Event { kind: kind.name(), department_ids: after.told(before), body: body.to_string() };
    Trace {
        resource_id: after.id.text(),
        before: before.map(canonical),
        after: Some(canonical(after)),
        event: Some(event),
        ..Trace::default()
    }
}

/// The whole state in one text, for the hash that the audit trail keeps.
fn canonical(of: &Referral) -> String {
    let caller = &of.caller;
    format!("{of:?}\n{}\n{}\n{}", caller.name, caller.language, caller.phone)
}
