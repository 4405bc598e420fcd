//! Expedites from request to decision, one function an RPC. Who changes one holds its case locked
//! first, then the expedite, then the day's count of approvals.

pub use crate::store::expedite::ExpediteFilter;

mod account;
mod follow;
mod steps;

pub(super) use follow::follow;
pub use steps::{Decided, decide, request, withdraw};

use super::{
    App, Call, event,
    page::{Page, PageRequest, page},
};
use crate::{
    domain::{
        expedite::{Expedite, ExpediteGround, ExpediteState, ExpediteView},
        id::{AccountId, ExpediteId},
    },
    error::Result,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// How many expedites stand in each state.
pub type Counts = BTreeMap<ExpediteState, u32>;

/// Expedites counted.
#[derive(Clone, Debug, Default)]
pub struct Statistics {
    /// All of them.
    pub total: Counts,
    /// By ground.
    pub grounds: BTreeMap<ExpediteGround, Counts>,
    /// By department with a task of the case.
    pub departments: BTreeMap<String, Counts>,
    /// By who decided.
    pub approvers: BTreeMap<AccountId, Counts>,
}

/// One expedite with the account kept when it was approved.
///
/// # Errors
/// `NotFound` where there is none, or none to see.
pub async fn get(app: &App, call: &Call, id: ExpediteId) -> Result<ExpediteView> {
    let scope = call.scope()?;
    let reader = app.store.reader();
    let expedite = reader.expedite(&scope, id).await?;
    let effect = reader.expedite_effect(id).await?;
    Ok(ExpediteView { expedite, effect }.seen_by(&scope))
}

/// A page of expedites, the latest request first.
///
/// # Errors
/// `Invalid` for a page token of another list.
pub async fn list(
    app: &App,
    call: &Call,
    filter: &ExpediteFilter,
    request: &PageRequest,
) -> Result<Page<Expedite>> {
    let scope = call.scope()?;
    let filters = format!("{filter:?}");
    let limit = request.limit()?;
    let before = request.cursor(app, call, &filters)?.and_then(|text| text.parse().ok());
    let feed_token = event::list_token(app, call, request).await?;
    let rows = app.store.reader().expedites(&scope, filter, before, limit as u64 + 1).await?;
    let page = page(app, call, &filters, rows, limit, |last: &Expedite| last.id.0.to_string());
    let rows = page.rows.into_iter().map(|expedite| expedite.seen_by(&scope));
    Ok(Page { rows: rows.collect(), next_token: page.next_token, feed_token })
}

/// Counts the expedites requested in some days.
///
/// # Errors
/// What the database says.
pub async fn statistics(app: &App, from: NaiveDate, to: NaiveDate) -> Result<Statistics> {
    let reader = app.store.reader();
    let mut statistics = Statistics::default();
    for (ground, state, count) in reader.expedites_by_ground(from, to).await? {
        let Some(ground) = ExpediteGround::from_number(ground) else { continue };
        add(&mut statistics.total, state, count);
        add(statistics.grounds.entry(ground).or_default(), state, count);
    }
    for (department, state, count) in reader.expedites_by_department(from, to).await? {
        add(statistics.departments.entry(department).or_default(), state, count);
    }
    for (approver, state, count) in reader.expedites_by_approver(from, to).await? {
        add(statistics.approvers.entry(approver).or_default(), state, count);
    }
    Ok(statistics)
}

fn add(counts: &mut Counts, state: i32, count: i64) {
    if let Some(state) = ExpediteState::from_number(state) {
        *counts.entry(state).or_default() += u32::try_from(count).unwrap_or(u32::MAX);
    }
}
