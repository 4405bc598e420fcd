//! Tasks as departments list them. A finder asks for a scope: a department sees its own. A task is
//! answered with its whole case, of which its reader shows what is his to see.

use super::{
    Session, after_row,
    entity::{case_file, case_task},
};
use crate::{
    domain::{
        caller::Scope,
        case::Case,
        id::{CaseId, TaskId},
        task::TaskState,
    },
    error::{Error, Result},
};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::Expr,
};
use std::collections::HashMap;
use uuid::Uuid;

/// The states in which somebody has to act, written as the partial indexes have them and without
/// placeholders, or they would not be used.
pub(in crate::store) const ACTIVE: &str = "state BETWEEN 2 AND 6";

/// Which tasks are asked for.
#[derive(Clone, Debug, Default)]
pub struct TaskFilter {
    /// Of this department.
    pub department_id: Option<String>,
    /// In these states.
    pub states: Vec<TaskState>,
    /// Of these items; empty: of all.
    pub service_item_ids: Vec<String>,
    /// Due on or before this day.
    pub due_to: Option<NaiveDate>,
    /// Of this case.
    pub case_id: Option<CaseId>,
}

/// A task by its case and its id.
pub type TaskOfCase = (TaskId, Case);

impl<C: ConnectionTrait> Session<C> {
    /// The case of a task within the scope.
    ///
    /// # Errors
    /// `NotFound` where there is no such task, or none to see.
    pub async fn case_of_task(&self, scope: &Scope, id: TaskId) -> Result<CaseId> {
        let find = scoped(case_task::Entity::find_by_id(id.0), scope);
        let find = find.select_only().column(case_task::Column::CaseId);
        let case: Option<Uuid> = find.into_tuple().one(&self.conn).await?;
        case.map(CaseId).ok_or(Error::NotFound)
    }

    /// The cases of those of some tasks that are within the scope.
    ///
    /// # Errors
    /// What the database says.
    pub async fn cases_of_tasks(
        &self,
        scope: &Scope,
        ids: &[TaskId],
    ) -> Result<HashMap<TaskId, CaseId>> {
        let found = self.places_of(scope, ids).await?;
        Ok(found.into_iter().map(|(task, case)| (TaskId(task), CaseId(case))).collect())
    }

    async fn places_of(&self, scope: &Scope, ids: &[TaskId]) -> Result<Vec<(Uuid, Uuid)>> {
        use case_task::Column;
        let ids = ids.iter().map(|id| id.0).collect();
        let wanted = Column::Id.is_in(super::padded::<Uuid>(ids));
        let find = scoped(case_task::Entity::find().filter(wanted), scope);
        let find = find.select_only().columns([Column::Id, Column::CaseId]);
        Ok(find.into_tuple().all(&self.conn).await?)
    }

    /// A page of tasks within the scope, by due date, then id.
    ///
    /// # Errors
    /// What the database says.
    pub async fn tasks(
        &self,
        scope: &Scope,
        filter: &TaskFilter,
        after: Option<(NaiveDate, Uuid)>,
        limit: u64,
    ) -> Result<Vec<TaskOfCase>> {
        use case_task::Column;
        let mut find = scoped(case_task::Entity::find(), scope);
        if let Some(department) = &filter.department_id {
            find = find.filter(Column::DepartmentId.eq(department));
        }
        find = match filter.states.as_slice() {
            states if states == TaskState::ACTIVE => find.filter(Expr::cust(ACTIVE)),
            states => find.filter(Column::State.is_in(states.iter().map(|s| s.number()))),
        };
        if !filter.service_item_ids.is_empty() {
            find = find.filter(Column::ServiceItemId.is_in(filter.service_item_ids.clone()));
        }
        if let Some(to) = filter.due_to {
            find = find.filter(Column::DueOn.lte(to));
        }
        if let Some(case) = filter.case_id {
            find = find.filter(Column::CaseId.eq(case.0));
        }
        if let Some((due, id)) = after {
            find =
                find.filter(after_row(&[Column::DueOn, Column::Id], vec![due.into(), id.into()]));
        }
        let find = find.order_by_asc(Column::DueOn).order_by_asc(Column::Id).limit(limit);
        let find = find.select_only().columns([Column::Id, Column::CaseId]);
        let found: Vec<(Uuid, Uuid)> = find.into_tuple().all(&self.conn).await?;
        self.with_cases(found).await
    }

    /// Those tasks of some ids that are within the scope, in no order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn tasks_by_id(&self, scope: &Scope, ids: &[TaskId]) -> Result<Vec<TaskOfCase>> {
        let found = self.places_of(scope, ids).await?;
        self.with_cases(found).await
    }

    async fn with_cases(&self, found: Vec<(Uuid, Uuid)>) -> Result<Vec<TaskOfCase>> {
        let mut ids: Vec<_> = found.iter().map(|(_, case)| *case).collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let wanted = case_file::Column::Id.is_in(super::padded(ids));
        let rows = case_file::Entity::find().filter(wanted).all(&self.conn).await?;
        let cases: HashMap<_, _> =
            self.with_tasks(rows).await?.into_iter().map(|case| (case.id.0, case)).collect();
        let with_case = |(task, case)| Some((TaskId(task), Case::clone(cases.get(&case)?)));
        Ok(found.into_iter().filter_map(with_case).collect())
    }
}

fn scoped(find: Select<case_task::Entity>, scope: &Scope) -> Select<case_task::Entity> {
    match scope {
        Scope::Centre => find,
        Scope::Department(own) => find.filter(case_task::Column::DepartmentId.eq(own)),
    }
}
