//! Lists of entries, and how many there are.

use crate::{
    domain::{
        id::EnterpriseGroupId,
        whitelist::{Direction, Entry, EntryState, EntryView},
    },
    error::Result,
    service::{
        App, Call, event,
        page::{Page, PageRequest, page},
    },
    store::{Connection, Session, whitelist::EntryFilter},
};
use chrono::NaiveDate;

/// What is asked of the list.
#[derive(Clone, Debug, Default)]
pub struct EntrySearch {
    /// Of this enterprise.
    pub enterprise_id: Option<String>,
    /// Of those in this group today.
    pub group: Option<EnterpriseGroupId>,
    /// Of those in this town.
    pub town: Option<String>,
    /// In these states now.
    pub states: Vec<EntryState>,
    /// In this direction, or in both.
    pub direction: Option<Direction>,
    /// Whose last day is not after this.
    pub valid_until_at_most: Option<NaiveDate>,
}

impl EntrySearch {
    /// What the rows are like that it finds now.
    ///
    /// # Errors
    /// What the database says.
    pub(super) async fn filter<C: Connection>(
        &self,
        app: &App,
        session: &Session<C>,
    ) -> Result<EntryFilter> {
        let group = match self.group {
            Some(group) => Some(session.enterprises_in(group, app.clock.today()).await?),
            None => None,
        };
        let enterprises = match (&self.enterprise_id, group) {
            (Some(one), Some(group)) => Some(group.into_iter().filter(|id| id == one).collect()),
            (Some(one), None) => Some(vec![one.clone()]),
            (None, group) => group,
        };
        Ok(EntryFilter {
            enterprises,
            town: self.town.clone(),
            states: self.states.clone(),
            now: app.clock.now(),
            direction: self.direction,
            valid_until_at_most: self.valid_until_at_most,
        })
    }
}

/// A page of entries, by enterprise and first day.
///
/// # Errors
/// `Invalid` for a page token of another list.
pub async fn list(
    app: &App,
    call: &Call,
    search: &EntrySearch,
    request: &PageRequest,
) -> Result<Page<EntryView>> {
    let filters = format!("{search:?}");
    let limit = request.limit()?;
    let after = request.cursor(app, call, &filters)?.and_then(|text| {
        let mut parts = text.split(' ');
        let (enterprise, from, id) = (parts.next()?, parts.next()?, parts.next()?);
        Some((enterprise.to_owned(), from.parse().ok()?, id.parse().ok()?))
    });
    let feed_token = event::list_token(app, call, request).await?;
    let reader = app.store.reader();
    let filter = search.filter(app, &reader).await?;
    let rows = reader.whitelist_entries(&filter, after, limit as u64 + 1).await?;
    let cursor =
        |last: &Entry| format!("{} {} {}", last.enterprise_id, last.terms.valid_from, last.id.0);
    let Page { rows, next_token, .. } = page(app, call, &filters, rows, limit, cursor);
    let rows = rows.into_iter().map(|entry| EntryView::of(entry, filter.now)).collect();
    Ok(Page { rows, next_token, feed_token })
}

/// How many enterprises and entries there are.
#[derive(Clone, Debug)]
pub struct EntryCounts {
    /// Enterprises of the group; without one those with an entry.
    pub enterprises: u64,
    /// Those of which an entry is in force.
    pub active_enterprises: u64,
    /// Entries by state.
    pub states: Vec<(EntryState, u64)>,
}

/// Counts entries, of all or of a group.
///
/// # Errors
/// `NotFound` where there is no such group.
pub async fn count(app: &App, group: Option<EnterpriseGroupId>) -> Result<EntryCounts> {
    let reader = app.store.reader();
    if let Some(group) = group {
        reader.enterprise_group(group).await?;
    }
    let search = EntrySearch { group, ..EntrySearch::default() };
    let filter = search.filter(app, &reader).await?;
    let of = |states: Vec<EntryState>| EntryFilter { states, ..filter.clone() };
    let mut states = Vec::new();
    for state in EntryState::ALL {
        let count = reader.count_whitelist_entries(&of(vec![state])).await?;
        if count > 0 {
            states.push((state, count));
        }
    }
    let active = reader.count_whitelisted(&of(vec![EntryState::Active])).await?;
    let all = match &filter.enterprises {
        Some(some) => some.len() as u64,
        None => reader.count_whitelisted(&of(Vec::new())).await?,
    };
    Ok(EntryCounts { enterprises: all, active_enterprises: active, states })
}
