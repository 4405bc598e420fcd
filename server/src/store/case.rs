//! Cases with their tasks, and their history. A finder asks for a scope: a department sees the
//! cases in which it has a task. The unique index on external references is the last word on one
//! case a reference.

pub(in crate::store) mod row;

use row::{NO_DUE_DATE, case_row, of_rows, step_of, step_row, task_row};

use super::{
    Session, Tx, after_row,
    entity::{case_file, case_step, case_task},
    rows::Batch,
};
use crate::{
    domain::{
        appointment::PersonKey,
        caller::Scope,
        case::{Case, CaseState, CaseStep, ExternalReference, Outcome},
        id::{AccountId, CaseId, ResidentId},
    },
    error::{Error, Result},
};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
    sea_query::{Expr, ExprTrait as _, SelectStatement, SimpleExpr},
};
use uuid::Uuid;

/// Which cases are asked for.
#[derive(Clone, Debug, Default)]
pub struct CaseFilter {
    /// In these states; empty: in all but archived.
    pub states: Vec<CaseState>,
    /// Of these items; empty: of all.
    pub service_item_ids: Vec<String>,
    /// With a task of this department.
    pub department_id: Option<String>,
    /// Due on or before this day.
    pub due_to: Option<NaiveDate>,
    /// With this number, or ending so.
    pub number: Option<String>,
    /// Of this person.
    pub person_key: Option<PersonKey>,
    /// Made by this account.
    pub created_by: Option<AccountId>,
    /// Of this resident.
    pub resident_id: Option<ResidentId>,
}

/// The day by which a case or task is listed.
#[must_use]
pub fn listed_under(due: Option<NaiveDate>) -> NaiveDate {
    due.unwrap_or(NO_DUE_DATE)
}

impl<C: ConnectionTrait> Session<C> {
    /// A case within the scope.
    ///
    /// # Errors
    /// `NotFound` where there is none, or none to see.
    pub async fn case(&self, scope: &Scope, id: CaseId) -> Result<Case> {
        let find = scoped(case_file::Entity::find_by_id(id.0), scope);
        let row = find.one(&self.conn).await?.ok_or(Error::NotFound)?;
        self.with_tasks(vec![row]).await?.pop().ok_or(Error::NotFound)
    }

    /// Those cases of some ids that are within the scope, in no order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn cases_by_id(&self, scope: &Scope, ids: &[CaseId]) -> Result<Vec<Case>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids = ids.iter().map(|id| id.0).collect();
        let wanted = case_file::Column::Id.is_in(super::padded::<Uuid>(ids));
        let find = scoped(case_file::Entity::find().filter(wanted), scope);
        let rows = find.all(&self.conn).await?;
        self.with_tasks(rows).await
    }

    /// A page of cases within the scope, by due date, then id.
    ///
    /// # Errors
    /// What the database says.
    pub async fn cases(
        &self,
        scope: &Scope,
        filter: &CaseFilter,
        after: Option<(NaiveDate, Uuid)>,
        limit: u64,
    ) -> Result<Vec<Case>> {
        use case_file::Column;
        let mut find = scoped(case_file::Entity::find(), scope).filter(conditions(filter));
        if let Some((due, id)) = after {
            find =
                find.filter(after_row(&[Column::DueOn, Column::Id], vec![due.into(), id.into()]));
        }
        let find = find.order_by_asc(Column::DueOn).order_by_asc(Column::Id).limit(limit);
        let rows = find.all(&self.conn).await?;
        self.with_tasks(rows).await
    }

    /// A page of a case's history after a step, as a scope shows it. The caller has looked that
    /// the case is within it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn case_steps(
        &self,
        scope: &Scope,
        id: CaseId,
        after: u32,
        limit: u64,
    ) -> Result<Vec<CaseStep>> {
        use case_step::Column;
        let after = i32::try_from(after).unwrap_or(i32::MAX);
        let mut find = case_step::Entity::find()
            .filter(Column::CaseId.eq(id.0))
            .filter(Column::Number.gt(after));
        if let Scope::Department(own) = scope {
            let whole_case = Column::DepartmentId.is_null();
            find = find.filter(Condition::any().add(whole_case).add(Column::DepartmentId.eq(own)));
        }
        let find = find.order_by_asc(Column::Number).limit(limit);
        find.all(&self.conn).await?.into_iter().map(step_of).collect()
    }

    /// The case of an external reference, whoever may see it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn case_of_reference(&self, of: &ExternalReference) -> Result<Option<CaseId>> {
        use case_file::Column;
        let id: Option<Uuid> = case_file::Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::ExternalSource.eq(&of.source))
            .filter(Column::ExternalId.eq(&of.external_id))
            .into_tuple()
            .one(&self.conn)
            .await?;
        Ok(id.map(CaseId))
    }

    /// Those of some cases that are there, each with what became of it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn case_outcomes(&self, ids: &[CaseId]) -> Result<Vec<(CaseId, Option<Outcome>)>> {
        use case_file::Column;
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<(Uuid, i32)> = case_file::Entity::find()
            .select_only()
            .columns([Column::Id, Column::Outcome])
            .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
            .into_tuple()
            .all(&self.conn)
            .await?;
        Ok(rows.into_iter().map(|(id, n)| (CaseId(id), Outcome::from_number(n))).collect())
    }

    /// Received cases whose notice was due before a day, the longest due first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn cases_unanswered(&self, before: NaiveDate, limit: u64) -> Result<Vec<CaseId>> {
        use case_file::Column;
        let find = case_file::Entity::find()
            .filter(Column::State.eq(CaseState::Received.number()))
            .filter(Column::DueOn.lt(before))
            .order_by_asc(Column::DueOn);
        self.ids(find, limit).await
    }

    /// Open cases after one, by id.
    ///
    /// # Errors
    /// What the database says.
    pub async fn open_cases_after(&self, after: Option<CaseId>, limit: u64) -> Result<Vec<CaseId>> {
        use case_file::Column;
        let mut find = case_file::Entity::find()
            .filter(Column::State.is_in(CaseState::OPEN.map(CaseState::number)))
            .order_by_asc(Column::Id);
        if let Some(after) = after {
            find = find.filter(Column::Id.gt(after.0));
        }
        self.ids(find, limit).await
    }

    async fn ids(&self, find: Select<case_file::Entity>, limit: u64) -> Result<Vec<CaseId>> {
        let find = find.select_only().column(case_file::Column::Id).limit(limit);
        let ids: Vec<Uuid> = find.into_tuple().all(&self.conn).await?;
        Ok(ids.into_iter().map(CaseId).collect())
    }

    /// Cases of their rows, with their tasks, in the rows' order.
    pub(in crate::store) async fn with_tasks(
        &self,
        rows: Vec<case_file::Model>,
    ) -> Result<Vec<Case>> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let find = tasks_of(rows.iter().map(|row| row.id).collect());
        let tasks = find.all(&self.conn).await?;
        of_rows(&self.keys, rows, tasks)
    }
}

impl Tx {
    /// A case within the scope, locked with its tasks until the transaction ends.
    ///
    /// # Errors
    /// `NotFound` where there is none, or none to see.
    pub async fn lock_case(&self, scope: &Scope, id: CaseId) -> Result<Case> {
        let find = scoped(case_file::Entity::find_by_id(id.0), scope).lock_exclusive();
        let row = find.one(&self.conn).await?.ok_or(Error::NotFound)?;
        let tasks = tasks_of(vec![row.id]).lock_exclusive().all(&self.conn).await?;
        of_rows(&self.keys, vec![row], tasks)?.pop().ok_or(Error::NotFound)
    }

    /// Adds a case, its tasks and its history.
    ///
    /// # Errors
    /// `Conflict` where its reference or number was taken meanwhile: the request is judged again.
    pub async fn add_case(&self, new: &Case) -> Result<()> {
        let tasks = new.tasks.iter().enumerate().map(|(place, task)| task_row(place, task));
        let mut batch = Batch::new(&self.conn);
        batch.add([case_row(&self.keys, new)?], None)?;
        batch.add(tasks.collect::<Result<Vec<_>>>()?, None)?;
        batch.add(steps_of(new), None)?;
        batch.write(&self.conn).await
    }

    /// Writes a changed case, those of its tasks that differ from before, and its new steps.
    ///
    /// # Errors
    /// What the database says.
    pub async fn update_case(&self, before: &Case, after: &Case) -> Result<()> {
        case_file::Entity::update_many()
            .set(case_row(&self.keys, after)?)
            .filter(case_file::Column::Id.eq(after.id.0))
            .exec(&self.conn)
            .await?;
        for (place, task) in after.tasks.iter().enumerate() {
            if !before.tasks.contains(task) {
                case_task::Entity::update_many()
                    .set(task_row(place, task)?)
                    .filter(case_task::Column::Id.eq(task.id.0))
                    .exec(&self.conn)
                    .await?;
            }
        }
        let mut batch = Batch::new(&self.conn);
        batch.add(steps_of(after), None)?;
        batch.write(&self.conn).await
    }
}

fn steps_of(case: &Case) -> impl Iterator<Item = case_step::ActiveModel> {
    case.new_steps.iter().map(|step| step_row(case.id, step))
}

fn tasks_of(cases: Vec<Uuid>) -> Select<case_task::Entity> {
    case_task::Entity::find()
        .filter(case_task::Column::CaseId.is_in(super::padded(cases)))
        .order_by_asc(case_task::Column::CaseId)
        .order_by_asc(case_task::Column::Place)
}

fn scoped(find: Select<case_file::Entity>, scope: &Scope) -> Select<case_file::Entity> {
    match scope {
        Scope::Centre => find,
        Scope::Department(own) => find.filter(case_file::Column::Id.in_subquery(cases_with(own))),
    }
}

/// The ids of the cases in which a department has a task.
pub(in crate::store) fn cases_with(department: &str) -> SelectStatement {
    case_task::Entity::find()
        .select_only()
        .column(case_task::Column::CaseId)
        .filter(case_task::Column::DepartmentId.eq(department))
        .into_query()
}

fn conditions(filter: &CaseFilter) -> Condition {
    use case_file::Column;
    let mut all = Condition::all();
    all = match filter.states.as_slice() {
        [] => all.add(Column::State.ne(CaseState::Archived.number())),
        states => all.add(Column::State.is_in(states.iter().map(|state| state.number()))),
    };
    if !filter.service_item_ids.is_empty() {
        let any = filter.service_item_ids.iter().map(|item| has_item(item));
        all = all.add(any.fold(Condition::any(), Condition::add));
    }
    if let Some(department) = &filter.department_id {
        all = all.add(Column::Id.in_subquery(cases_with(department)));
    }
    if let Some(to) = filter.due_to {
        all = all.add(Column::DueOn.lte(to));
    }
    if let Some(number) = &filter.number {
        all = all.add(Column::Number.ends_with(number));
    }
    if let Some(person) = filter.person_key {
        all = all.add(Column::PersonKey.eq(person.0.to_vec()));
    }
    if let Some(resident) = filter.resident_id {
        all = all.add(Column::ResidentId.eq(resident.0));
    }
    if let Some(account) = filter.created_by {
        all = all.add(Column::CreatedBy.eq(account.0));
    }
    all
}

/// True where an item is among the items applied for, which are written with `+` between them.
pub(in crate::store) fn has_item(item: &str) -> SimpleExpr {
    let items = Expr::cust("'+' || service_items || '+'");
    items.like(format!("%+{item}+%"))
}
