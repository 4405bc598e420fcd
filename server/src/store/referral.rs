//! Referrals and their history. A finder asks for a scope: a department finds what is assigned to
//! it and what its sources handed over. The unique index is the last word on one referral a source
//! and external id.

mod row;

use super::{
    Session, Tx, after_row,
    entity::{referral, referral_step},
    padded,
};
use crate::{
    domain::{
        caller::Scope,
        id::ReferralId,
        referral::{HistoryStep, Referral, ReferralFilter},
    },
    error::{Error, Result},
};
use chrono::{DateTime, Utc};
use row::{of_row, row_of, step_of_row, step_row_of};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Select, TryInsertResult,
};
use uuid::Uuid;

/// A referral and the due time of its row, by which lists are ordered.
pub type DueReferral = (DateTime<Utc>, Referral);

impl<C: ConnectionTrait> Session<C> {
    /// A referral within the scope.
    ///
    /// # Errors
    /// `NotFound` where there is none, or none to see.
    pub async fn referral(&self, scope: &Scope, id: ReferralId) -> Result<Referral> {
        let find = scoped(referral::Entity::find_by_id(id.0), scope);
        of_row(&self.keys, find.one(&self.conn).await?.ok_or(Error::NotFound)?)
    }

    /// The referrals of these within the scope.
    ///
    /// # Errors
    /// What the database says.
    pub async fn referrals_by_id(
        &self,
        scope: &Scope,
        ids: &[ReferralId],
    ) -> Result<Vec<Referral>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids = ids.iter().map(|id| id.0).collect();
        let wanted = referral::Column::Id.is_in(padded::<Uuid>(ids));
        let find = scoped(referral::Entity::find().filter(wanted), scope);
        find.all(&self.conn).await?.into_iter().map(|row| of_row(&self.keys, row)).collect()
    }

    /// The history of a referral that the caller has found, in order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn referral_history(&self, id: ReferralId) -> Result<Vec<HistoryStep>> {
        use referral_step::Column;
        let find = referral_step::Entity::find()
            .filter(Column::ReferralId.eq(id.0))
            .order_by_asc(Column::Number);
        find.all(&self.conn).await?.into_iter().map(step_of_row).collect()
    }

    /// A page of referrals within the scope, by due time, then id.
    ///
    /// # Errors
    /// What the database says.
    pub async fn referrals(
        &self,
        scope: &Scope,
        filter: &ReferralFilter,
        now: DateTime<Utc>,
        after: Option<(DateTime<Utc>, Uuid)>,
        limit: u64,
    ) -> Result<Vec<DueReferral>> {
        use referral::Column;
        let mut find = filtered(filter, now);
        if let Some((due, id)) = after {
            let last = vec![due.into(), id.into()];
            find = find.filter(after_row(&[Column::DueAt, Column::Id], last));
        }
        let find = find.order_by_asc(Column::DueAt).order_by_asc(Column::Id).limit(limit);
        // Each of a department's two ways to a referral has an index in the order of the list;
        // together in one statement they would have none.
        let ways = match scope {
            Scope::Centre => vec![find],
            Scope::Department(own) => vec![
                find.clone().filter(Column::DepartmentId.eq(own)),
                find.filter(Column::SourceDepartmentId.eq(own)),
            ],
        };
        let mut rows = Vec::new();
        for find in ways {
            rows.extend(find.all(&self.conn).await?);
        }
        rows.sort_by_key(|row| (row.due_at, row.id));
        rows.dedup_by_key(|row| row.id);
        rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        rows.into_iter().map(|row| Ok((row.due_at, of_row(&self.keys, row)?))).collect()
    }
}

impl Tx {
    /// A referral within the scope, locked until the transaction ends.
    ///
    /// # Errors
    /// `NotFound` where there is none, or none to see.
    pub async fn lock_referral(&self, scope: &Scope, id: ReferralId) -> Result<Referral> {
        let find = scoped(referral::Entity::find_by_id(id.0), scope).lock_exclusive();
        of_row(&self.keys, find.one(&self.conn).await?.ok_or(Error::NotFound)?)
    }

    /// Adds a referral.
    ///
    /// # Errors
    /// `AlreadyExists` with the id of the one that the source handed over before.
    pub async fn add_referral(&self, new: &Referral, due_at: DateTime<Utc>) -> Result<()> {
        use referral::Column;
        let insert = referral::Entity::insert(row_of(&self.keys, new, due_at)?)
            .on_conflict_do_nothing_on([Column::ExternalId, Column::SourceId]);
        match insert.exec_without_returning(&self.conn).await? {
            TryInsertResult::Inserted(1..) => Ok(()),
            TryInsertResult::Inserted(0) | TryInsertResult::Conflicted | TryInsertResult::Empty => {
                let find = referral::Entity::find()
                    .filter(Column::ExternalId.eq(&new.external_id))
                    .filter(Column::SourceId.eq(&new.source_id));
                let existing = find.one(&self.conn).await?.ok_or(Error::Conflict)?;
                let existing_id = ReferralId(existing.id).to_string();
                Err(Error::AlreadyExists { existing_id })
            }
        }
    }

    /// Writes a changed referral.
    ///
    /// # Errors
    /// What the database says.
    pub async fn update_referral(&self, changed: &Referral, due_at: DateTime<Utc>) -> Result<()> {
        referral::Entity::update_many()
            .set(row_of(&self.keys, changed, due_at)?)
            .filter(referral::Column::Id.eq(changed.id.0))
            .exec(&self.conn)
            .await?;
        Ok(())
    }

    /// Adds a step to the history of a referral.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add_referral_step(&self, id: ReferralId, step: &HistoryStep) -> Result<()> {
        let insert = referral_step::Entity::insert(step_row_of(id, step));
        insert.exec_without_returning(&self.conn).await?;
        Ok(())
    }
}

fn scoped(find: Select<referral::Entity>, scope: &Scope) -> Select<referral::Entity> {
    use referral::Column;
    match scope {
        Scope::Centre => find,
        Scope::Department(own) => find.filter(
            Condition::any()
                .add(Column::DepartmentId.eq(own))
                .add(Column::SourceDepartmentId.eq(own)),
        ),
    }
}

fn filtered(filter: &ReferralFilter, now: DateTime<Utc>) -> Select<referral::Entity> {
    use referral::Column;
    let mut find = referral::Entity::find();
    let states = &filter.states;
    if !states.is_empty() {
        find = find.filter(Column::State.is_in(states.iter().map(|state| state.number())));
    }
    let unfinished = !states.is_empty() && states.iter().all(|state| state.is_unfinished());
    if unfinished || filter.overdue_only {
        find = find.filter(Column::Unfinished.eq(1));
    }
    if filter.overdue_only {
        find = find.filter(Column::DueAt.lt(now));
    }
    if !filter.source_ids.is_empty() {
        find = find.filter(Column::SourceId.is_in(filter.source_ids.clone()));
    }
    if let Some(department) = &filter.department_id {
        find = find.filter(Column::DepartmentId.eq(department));
    }
    if let Some(division) = &filter.division_code {
        find = find.filter(Column::UnitCode.starts_with(division));
    }
    if let Some(external_id) = &filter.external_id {
        find = find.filter(Column::ExternalId.eq(external_id));
    }
    if let Some(before) = filter.due_before {
        find = find.filter(Column::DueAt.lt(before));
    }
    find
}
