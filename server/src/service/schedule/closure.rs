//! Closing a session, a counter or the whole hall for some time, and opening it again. A dry run
//! counts the same and writes nothing; a closure is ended, never removed.

use super::impact::{self, Impact};
use crate::{
    domain::{
        catalogue::{Catalogue, Closure, Versioned, check::MAX_CLOSURE_DAYS},
        id::Id as _,
        refusal::Refusal,
        zone::local_date,
    },
    error::{Error, Result},
    service::{
        App, Call,
        catalogue::{current, for_change},
        directory::sliced,
        noun::{Change, changed, commit, save},
        page::{Page, PageRequest},
        write::{Answer, Effect, Reply, WriteCall},
    },
};
use chrono::{Duration, DurationRound as _, NaiveDate};

/// A closure and what it does.
#[derive(Clone, Debug)]
pub struct Closed {
    /// The closure.
    pub closure: Versioned<Closure>,
    /// What it does.
    pub impact: Impact,
}

/// Closes something.
///
/// # Errors
/// `Invalid`, or what the database says.
pub async fn create<R: Answer<Closed>>(
    app: &App,
    call: &WriteCall,
    closure: &Closure,
) -> Result<Reply<R>> {
    commit(app, call, |tx| async move {
        let now = app.clock.now();
        // Who closes now names the present minute, which has begun when the request arrives.
        let minute = now.duration_trunc(Duration::minutes(1)).unwrap_or(now);
        if closure.start < minute {
            let problem = "must not lie in the past";
            return Err(Error::told("closure.start_time", problem, "不能早于当前时间"));
        }
        let catalogue = for_change(app, &tx).await?;
        let mut new = Catalogue::clone(&catalogue);
        new.closures.insert(closure.id, Versioned { value: closure.clone(), version: 1 });
        let change = Change { before: None, after: closure.clone() };
        let saved = save(app, &tx, &catalogue, change).await?;
        let (first, last) = (local_date(closure.start), local_date(closure.end));
        let lost = impact::lost_slots(&catalogue, &new, first, last);
        let (id, reason) = (closure.id().text(), closure.reason.as_str());
        let mut impact = impact::impact(app, &tx, &catalogue, &lost, (&id, reason)).await?;
        let mut traces = saved.traces;
        traces.append(&mut impact.traces);
        Ok(Effect { outcome: Closed { closure: saved.outcome, impact }, traces })
    })
    .await
}

/// Opens again what was closed: who lost his place by it has it again, where it is free.
///
/// # Errors
/// `NotFound`, `EtagMismatch`, `StateForbids` for an ended closure, or what the database says.
pub async fn end<R: Answer<Versioned<Closure>>>(
    app: &App,
    call: &WriteCall,
    id: &str,
    version: i64,
) -> Result<Reply<R>> {
    commit(app, call, |tx| async move {
        let catalogue = for_change(app, &tx).await?;
        let now = app.clock.now();
        let change = changed(&catalogue, id, version, |closure: &Closure| {
            if closure.ended_at.is_some() {
                let refusal = Refusal::StateForbids { current: "ENDED", allowed: &["STANDING"] };
                return Err(refusal.into());
            }
            Ok(Closure { ended_at: Some(now), ..closure.clone() })
        })?;
        let closure = change.after.clone();
        let mut new = Catalogue::clone(&catalogue);
        new.closures.insert(closure.id, Versioned { value: closure.clone(), version });
        let days = (local_date(closure.start), local_date(closure.end));
        let mut saved = save(app, &tx, &catalogue, change).await?;
        let id = closure.id().text();
        saved.traces.extend(impact::restore(app, &tx, (&catalogue, &new), days, &id).await?);
        Ok(saved)
    })
    .await
}

/// A page of the closures that touch some days, ended ones among them, by start and id.
///
/// # Errors
/// `Invalid` for days out of order or a page of another list; what the database says.
pub async fn list(
    app: &App,
    call: &Call,
    days: (Option<NaiveDate>, Option<NaiveDate>),
    request: &PageRequest,
) -> Result<Page<Versioned<Closure>>> {
    let from = days.0.unwrap_or_else(|| app.clock.today());
    let to = days.1.unwrap_or(from + Duration::days(MAX_CLOSURE_DAYS));
    if to < from {
        let problem = "must not lie before from_date";
        return Err(Error::told("to_date", problem, "不能早于 from_date"));
    }
    let catalogue = current(app).await?;
    let touches = |closure: &Closure| {
        // The end is exclusive: a closure until midnight does not touch the next day.
        local_date(closure.start) <= to
            && from <= local_date(closure.end - Duration::microseconds(1))
    };
    let rows = catalogue.closures.values().filter(|row| touches(&row.value));
    let mut rows: Vec<_> = rows.cloned().collect();
    let place = |row: &Versioned<Closure>| {
        format!("{} {}", row.value.start.format("%Y-%m-%dT%H:%M:%S%.6f"), row.value.id)
    };
    rows.sort_by_key(place);
    sliced(app, call, &format!("{days:?}"), request, rows, place)
}
