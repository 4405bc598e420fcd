//! Supervision, one function an RPC: cards are listed, answered, closed and taken back; points are
//! added up from the cards alone. What raises them is the sweep.

pub use crate::store::supervision::{CardFilter, RungScore};

mod sweep;

pub use sweep::{Swept, run, sweep};

use super::{
    App, Call, event,
    page::{Page, PageRequest, page},
    write::{Answer, Effect, Event, Reply, Trace, WriteCall, write},
};
use crate::{
    domain::{
        id::{AccountId, CardId, Id as _},
        refusal::Refusal,
        supervision::{Card, Rung, RungCounts},
        zone,
    },
    error::{Error, Result},
};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Most days that scores are added up over.
pub const MAX_SCORE_DAYS: i64 = 366;

/// Which card, and the version its reader saw.
pub type Target = (CardId, i64);

/// The points of a department.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DepartmentScore {
    /// The department; empty: the centre.
    pub department_id: String,
    /// The sum of its cards' points.
    pub points: u64,
    /// Its cards by rung.
    pub counts: RungCounts,
}

/// The points of departments, and a page of the cards behind them.
#[derive(Clone, Debug)]
pub struct Scores {
    /// The scores, most points first.
    pub scores: Vec<DepartmentScore>,
    /// The cards.
    pub cards: Page<Card>,
}

/// One card.
///
/// # Errors
/// `NotFound` where there is none, or none to see.
pub async fn get(app: &App, call: &Call, id: CardId) -> Result<Card> {
    app.store.reader().card(&call.scope()?, id).await
}

/// A page of cards, the newest first.
///
/// # Errors
/// `Invalid` for a page token of another list.
pub async fn list(
    app: &App,
    call: &Call,
    filter: &CardFilter,
    request: &PageRequest,
) -> Result<Page<Card>> {
    let feed_token = event::list_token(app, call, request).await?;
    let page = cards(app, call, filter, request).await?;
    Ok(Page { feed_token, ..page })
}

async fn cards(
    app: &App,
    call: &Call,
    filter: &CardFilter,
    request: &PageRequest,
) -> Result<Page<Card>> {
    let scope = call.scope()?;
    let filters = format!("{filter:?}");
    let limit = request.limit()?;
    let before: Option<Uuid> =
        request.cursor(app, call, &filters)?.and_then(|text| text.parse().ok());
    let rows = app.store.reader().cards(&scope, filter, before, limit as u64 + 1).await?;
    Ok(page(app, call, &filters, rows, limit, |last: &Card| last.id.0.to_string()))
}

/// The first instant of a local day.
#[must_use]
pub fn day_start(day: NaiveDate) -> DateTime<Utc> {
    zone::from_local(day.and_time(chrono::NaiveTime::MIN))
}

/// The points of departments from the cards raised in some days, both inclusive.
///
/// # Errors
/// `Invalid` for a page token of another list.
pub async fn scores(
    app: &App,
    call: &Call,
    department_id: Option<String>,
    (from, to): (NaiveDate, NaiveDate),
    request: &PageRequest,
) -> Result<Scores> {
    let end = to.succ_opt().unwrap_or(to);
    let raised = day_start(from)..day_start(end);
    let filter = CardFilter {
        department_id,
        states: counted_states(),
        raised_from: Some(raised.start),
        raised_before: Some(raised.end),
        ..CardFilter::default()
    };
    let cards = cards(app, call, &filter, request).await?;
    let department = filter.department_id.as_deref();
    let rows = app.store.reader().rung_scores(&call.scope()?, department, raised).await?;
    let mut scores: BTreeMap<String, DepartmentScore> = BTreeMap::new();
    for row in rows {
        let score = scores.entry(row.department_id.clone()).or_default();
        score.department_id = row.department_id;
        score.points += row.points;
        add(&mut score.counts, row.rung, u32::try_from(row.count).unwrap_or(u32::MAX));
    }
    let mut scores: Vec<_> = scores.into_values().collect();
    scores.sort_by_key(|score| std::cmp::Reverse(score.points));
    Ok(Scores { scores, cards })
}

fn counted_states() -> Vec<crate::domain::supervision::CardState> {
    use crate::domain::supervision::CardState;
    CardState::ALL.into_iter().filter(|state| *state != CardState::Withdrawn).collect()
}

fn add(counts: &mut RungCounts, rung: Rung, more: u32) {
    if let Some(place) = Rung::ALL.iter().position(|known| *known == rung) {
        counts[place] += more;
    }
}

/// Changes a card.
async fn step<R, F>(
    app: &App,
    call: &WriteCall,
    (id, version): Target,
    kind: &'static str,
    work: F,
) -> Result<Reply<R>>
where
    R: Answer<Card>,
    F: Fn(&mut Card, AccountId, DateTime<Utc>) -> std::result::Result<(), Refusal> + Sync,
{
    let scope = &call.call.scope()?;
    let work = &work;
    write(app, call, |tx| async move {
        let before = tx.lock_card(scope, id).await?;
        if before.version != version {
            return Err(Error::EtagMismatch);
        }
        let mut card = before.clone();
        work(&mut card, call.call.caller.account_id, app.clock.now())?;
        tx.update_card(&card).await?;
        let traces = vec![trace(Some(&before), &card, kind)];
        Ok(Effect { outcome: card, traces })
    })
    .await
}

/// Answers a red card in writing.
///
/// # Errors
/// `RectificationNotAsked`, `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn rectify<R: Answer<Card>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    text: &str,
) -> Result<Reply<R>> {
    step(app, call, target, "card.rectified", |card, by, now| card.rectify(text, by, now)).await
}

/// 销号.
///
/// # Errors
/// `RectificationMissing`, `OwnRectification`, `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn close<R: Answer<Card>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    reason: &str,
) -> Result<Reply<R>> {
    step(app, call, target, "card.closed", |card, by, now| card.close(reason, by, now)).await
}

/// Takes a card back.
///
/// # Errors
/// `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn withdraw<R: Answer<Card>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    reason: &str,
) -> Result<Reply<R>> {
    step(app, call, target, "card.withdrawn", |card, by, now| card.withdraw(reason, by, now)).await
}

/// What a new or changed card leaves behind.
fn trace(before: Option<&Card>, card: &Card, kind: &'static str) -> Trace {
    let body = serde_json::json!({
        "card_id": card.id.text(),
        "rung": card.rung.name(),
        "state": card.state.name(),
        "case_id": card.case_id.text(),
        "task_id": card.task_id.map(|id| id.text()),
        "due_date": card.due_on,
        "etag": card.version,
    });
    Trace {
        resource_id: card.id.text(),
        before: before.map(|card| format!("{card:?}")),
        after: Some(format!("{card:?}")),
        event: Some(Event {
            kind,
            department_ids: card.department_id.clone(),
            body: body.to_string(),
        }),
        ..Trace::default()
    }
}
