//! Of which enterprises a batch is, and which of their entries it means.

use super::{Operation, faults, list::EntrySearch};
use crate::{
    domain::{
        id::EnterpriseGroupId,
        whitelist::{Entry, EntryState, MAX_BATCH, StepKind},
    },
    error::{Error, Result},
    service::App,
    store::{Tx, enterprise::EnterpriseFilter},
};
use chrono::{DateTime, Utc};

/// Of which enterprises.
#[derive(Clone, Debug)]
pub enum Targets {
    /// Of these.
    Enterprises(Vec<String>),
    /// Of those in a group today.
    Group(EnterpriseGroupId),
    /// Of those whose entries a list of this search has; an application that says nothing of
    /// entries is for all enterprises of its group and town.
    Filter(EntrySearch),
}

impl Targets {
    /// The same, where a filter names no states with those from which the operation starts.
    #[must_use]
    pub(super) fn of(&self, operation: Operation) -> Self {
        let mut own = self.clone();
        let from = match operation {
            Operation::Apply(_) => &[],
            Operation::Take(kind, _) => kind.from_names(),
            Operation::Renew(_) => StepKind::Revoked.from_names(),
        };
        if let Self::Filter(search) = &mut own
            && search.states.is_empty()
        {
            let starts = |state: &EntryState| from.contains(&state.name());
            search.states = EntryState::ALL.into_iter().filter(starts).collect();
        }
        own
    }

    /// True where the batch means the entry of one of its enterprises.
    pub(super) fn mean(&self, entry: &Entry, at: DateTime<Utc>) -> bool {
        match self {
            Self::Enterprises(_) | Self::Group(_) => true,
            Self::Filter(search) => {
                let last = search.valid_until_at_most;
                (search.states.is_empty() || search.states.contains(&entry.state(at)))
                    && last.is_none_or(|last| entry.terms.valid_until <= last)
            }
        }
    }

    /// The enterprises, locked in the order of their codes; told in the order in which they were
    /// named.
    ///
    /// # Errors
    /// `Invalid` for some that are not on record, and a group or filter of none or too many;
    /// `NotFound` for no such group.
    pub(super) async fn lock(&self, app: &App, tx: &Tx) -> Result<Vec<String>> {
        let today = app.clock.today();
        match self {
            Self::Enterprises(ids) => {
                let known = tx.lock_enterprises(ids).await?;
                let missing = ids.iter().enumerate().filter(|(_, id)| !known.contains(id));
                let fields = missing.map(|(index, _)| format!("enterprise_ids[{index}]"));
                faults(fields, "enterprise", "企业")?;
                Ok(ids.clone())
            }
            Self::Group(group) => {
                tx.enterprise_group(*group).await?;
                let ids = tx.enterprises_in(*group, today).await?;
                let problem = format!("must have 1 to {MAX_BATCH} enterprises today");
                let zh = format!("集团内今日应有 1 至 {MAX_BATCH} 家企业");
                locked(tx, ids, ("group_id", problem, zh)).await
            }
            Self::Filter(search) => {
                if let Some(group) = search.group {
                    tx.enterprise_group(group).await?;
                }
                let most = MAX_BATCH as u64 + 1;
                let ids = if search.states.is_empty() && search.valid_until_at_most.is_none() {
                    let filter = EnterpriseFilter {
                        group: search.group.map(|group| (group, today)),
                        town: search.town.clone(),
                        ..EnterpriseFilter::default()
                    };
                    let found = tx.enterprises(&filter, None, most).await?;
                    found.into_iter().map(|one| one.id).collect()
                } else {
                    let filter = search.filter(app, tx).await?;
                    tx.enterprises_listed(&filter, most).await?
                };
                let problem = format!("must find 1 to {MAX_BATCH} enterprises: narrow or widen it");
                let zh = format!("应选出 1 至 {MAX_BATCH} 家企业，请调整条件");
                locked(tx, ids, ("filter", problem, zh)).await
            }
        }
    }
}

/// Some enterprises, locked, where they are neither none nor too many.
async fn locked(
    tx: &Tx,
    ids: Vec<String>,
    (field, problem, zh): (&str, String, String),
) -> Result<Vec<String>> {
    if ids.is_empty() || ids.len() > MAX_BATCH {
        return Err(Error::told(field, problem, zh));
    }
    tx.lock_enterprises(&ids).await?;
    Ok(ids)
}
