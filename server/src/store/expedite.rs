//! Expedites. A finder asks for a scope: a department sees those of cases in which it has a task.
//! The unique index on a case's open expedite and the row of a day's approvals are the last word
//! on both.

mod queue;
mod row;
mod statistics;

use row::{effect_of, of_row, row_of};

use super::{
    Session, Tx, before_row,
    case::cases_with,
    duplicate,
    entity::{expedite, expedite_day, expedite_effect},
};
use crate::{
    domain::{
        caller::Scope,
        expedite::{Expedite, ExpediteEffect, ExpediteGround, ExpediteState},
        id::{AccountId, CaseId, ExpediteId},
    },
    error::{Error, Result},
};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait as _, QueryFilter, QueryOrder,
    QuerySelect, Select,
    sea_query::{Expr, OnConflict, Query},
};
use uuid::Uuid;

/// Which expedites are asked for; what is empty asks for all.
#[derive(Clone, Debug, Default)]
pub struct ExpediteFilter {
    /// In these states.
    pub states: Vec<ExpediteState>,
    /// On these grounds.
    pub grounds: Vec<ExpediteGround>,
    /// Of cases with a task of this department.
    pub department_id: Option<String>,
    /// Decided by this account.
    pub approver: Option<AccountId>,
    /// Decided on or after this day.
    pub decided_from: Option<NaiveDate>,
    /// Decided on or before this day.
    pub decided_to: Option<NaiveDate>,
    /// Of this case.
    pub case_id: Option<CaseId>,
}

impl<C: ConnectionTrait> Session<C> {
    /// An expedite within the scope.
    ///
    /// # Errors
    /// `NotFound` where there is none, or none to see.
    pub async fn expedite(&self, scope: &Scope, id: ExpediteId) -> Result<Expedite> {
        let find = scoped(expedite::Entity::find_by_id(id.0), scope);
        of_row(find.one(&self.conn).await?.ok_or(Error::NotFound)?)
    }

    /// What an expedite does, kept when it was approved. The caller has looked that it is within
    /// his scope.
    ///
    /// # Errors
    /// What the database says.
    pub async fn expedite_effect(&self, id: ExpediteId) -> Result<Option<ExpediteEffect>> {
        let row = expedite_effect::Entity::find_by_id(id.0).one(&self.conn).await?;
        row.map(effect_of).transpose()
    }

    /// Those expedites of some ids that are within the scope, in no order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn expedites_by_id(
        &self,
        scope: &Scope,
        ids: &[ExpediteId],
    ) -> Result<Vec<Expedite>> {
        let ids = ids.iter().map(|id| id.0).collect();
        let wanted = expedite::Column::Id.is_in(super::padded::<Uuid>(ids));
        let find = scoped(expedite::Entity::find().filter(wanted), scope);
        find.all(&self.conn).await?.into_iter().map(of_row).collect()
    }

    /// A page of expedites within the scope, the latest request first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn expedites(
        &self,
        scope: &Scope,
        filter: &ExpediteFilter,
        before: Option<Uuid>,
        limit: u64,
    ) -> Result<Vec<Expedite>> {
        use expedite::Column;
        let mut find = filtered(scoped(expedite::Entity::find(), scope), filter);
        if let Some(id) = before {
            find = find.filter(before_row(&[Column::Id], vec![id.into()]));
        }
        let find = find.order_by_desc(Column::Id).limit(limit);
        find.all(&self.conn).await?.into_iter().map(of_row).collect()
    }

    /// The expedites of a case, in no order. The caller has looked that the case is within his
    /// scope.
    ///
    /// # Errors
    /// What the database says.
    pub async fn expedites_of_case(&self, id: CaseId) -> Result<Vec<Expedite>> {
        let find = expedite::Entity::find().filter(expedite::Column::CaseId.eq(id.0));
        find.all(&self.conn).await?.into_iter().map(of_row).collect()
    }

    /// How many expedites are approved on a day.
    ///
    /// # Errors
    /// What the database says.
    pub async fn approvals_on(&self, day: NaiveDate) -> Result<u32> {
        let row = expedite_day::Entity::find_by_id(day).one(&self.conn).await?;
        Ok(row.and_then(|row| u32::try_from(row.approved).ok()).unwrap_or(0))
    }
}

impl Tx {
    /// An expedite within the scope, locked until the transaction ends. Its case is locked first.
    ///
    /// # Errors
    /// `NotFound` where there is none, or none to see.
    pub async fn lock_expedite(&self, scope: &Scope, id: ExpediteId) -> Result<Expedite> {
        let find = scoped(expedite::Entity::find_by_id(id.0), scope).lock_exclusive();
        of_row(find.one(&self.conn).await?.ok_or(Error::NotFound)?)
    }

    /// Counts one more approval of a day, and answers how many there are with it. Others who
    /// approve on that day wait until the transaction ends.
    ///
    /// # Errors
    /// What the database says.
    pub async fn count_approval(&self, day: NaiveDate) -> Result<u32> {
        use expedite_day::{Column, Entity};
        let one_more = Expr::col((Entity, Column::Approved)).add(1);
        let count = OnConflict::column(Column::Day).value(Column::Approved, one_more).to_owned();
        let insert = Query::insert()
            .into_table(Entity)
            .columns([Column::Day, Column::Approved])
            .values_panic([day.into(), 1.into()])
            .on_conflict(count)
            .returning_col(Column::Approved)
            .to_owned();
        let row = self.conn.query_one(&insert).await?;
        let row = row.ok_or_else(|| Error::internal("a day gave no count of approvals"))?;
        let number: i32 = row.try_get("", "approved")?;
        u32::try_from(number).map_err(Error::internal)
    }

    /// Adds an expedite.
    ///
    /// # Errors
    /// `Conflict` where another was asked for meanwhile: the request is judged again.
    pub async fn add_expedite(&self, new: &Expedite) -> Result<()> {
        let insert = expedite::Entity::insert(row_of(new)?);
        match insert.exec_without_returning(&self.conn).await {
            Ok(_) => Ok(()),
            Err(error) if duplicate(&error).is_some() => Err(Error::Conflict),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes a changed expedite.
    ///
    /// # Errors
    /// What the database says.
    pub async fn update_expedite(&self, changed: &Expedite) -> Result<()> {
        expedite::Entity::update_many()
            .set(row_of(changed)?)
            .filter(expedite::Column::Id.eq(changed.id.0))
            .exec(&self.conn)
            .await?;
        Ok(())
    }

    /// Keeps what an approved expedite does.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep_expedite_effect(
        &self,
        id: ExpediteId,
        effect: &ExpediteEffect,
    ) -> Result<()> {
        let row = row::effect_row(id, effect)?;
        expedite_effect::Entity::insert(row).exec_without_returning(&self.conn).await?;
        Ok(())
    }
}

fn scoped(find: Select<expedite::Entity>, scope: &Scope) -> Select<expedite::Entity> {
    match scope {
        Scope::Centre => find,
        Scope::Department(own) => {
            find.filter(expedite::Column::CaseId.in_subquery(cases_with(own)))
        }
    }
}

fn filtered(
    mut find: Select<expedite::Entity>,
    filter: &ExpediteFilter,
) -> Select<expedite::Entity> {
    use expedite::Column;
    if !filter.states.is_empty() {
        find = find.filter(Column::State.is_in(filter.states.iter().map(|state| state.number())));
    }
    if !filter.grounds.is_empty() {
        let grounds = filter.grounds.iter().map(|ground| ground.number());
        find = find.filter(Column::Ground.is_in(grounds));
    }
    if let Some(department) = &filter.department_id {
        find = find.filter(Column::CaseId.in_subquery(cases_with(department)));
    }
    if let Some(approver) = filter.approver {
        find = find.filter(Column::DecidedBy.eq(approver.0));
    }
    if let Some(from) = filter.decided_from {
        find = find.filter(Column::DecidedOn.gte(from));
    }
    if let Some(to) = filter.decided_to {
        find = find.filter(Column::DecidedOn.lte(to));
    }
    if let Some(case) = filter.case_id {
        find = find.filter(Column::CaseId.eq(case.0));
    }
    find
}
