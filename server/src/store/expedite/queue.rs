//! The open tasks of a department, as the displacement account looks at them. Only their order is
//! asked for, whoever may see them; what is shown of it is cut to the reader's scope.

use crate::{
    domain::{expedite::Queued, id::TaskId},
    error::Result,
    store::{
        Session,
        case::row::due,
        entity::{case_file, case_task},
        padded,
    },
};
use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashMap;
use uuid::Uuid;

/// What is told of a task beside its place: its case, the case's number, and its item.
#[derive(Clone, Debug)]
pub struct QueuedDetail {
    /// Its case.
    pub case_id: Uuid,
    /// The number of its case.
    pub case_number: String,
    /// Its item.
    pub service_item_id: String,
}

impl<C: ConnectionTrait> Session<C> {
    /// The open tasks of a department, in no order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn queue_of(&self, department: &str) -> Result<Vec<Queued>> {
        use case_task::Column;
        let rows: Vec<(Uuid, NaiveDate)> = case_task::Entity::find()
            .select_only()
            .columns([Column::Id, Column::DueOn])
            .filter(Column::DepartmentId.eq(department))
            // Written as the partial index has it, so that it is used.
            .filter(Column::State.between(2, 6))
            .into_tuple()
            .all(&self.conn)
            .await?;
        Ok(rows.into_iter().map(|(id, on)| Queued { id: TaskId(id), due_on: due(on) }).collect())
    }

    /// What is told of some tasks.
    ///
    /// # Errors
    /// What the database says.
    pub async fn queued_details(&self, ids: &[TaskId]) -> Result<HashMap<TaskId, QueuedDetail>> {
        use case_task::Column;
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let ids = ids.iter().map(|id| id.0).collect();
        let tasks: Vec<(Uuid, Uuid, String)> = case_task::Entity::find()
            .select_only()
            .columns([Column::Id, Column::CaseId, Column::ServiceItemId])
            .filter(Column::Id.is_in(padded::<Uuid>(ids)))
            .into_tuple()
            .all(&self.conn)
            .await?;
        let mut cases: Vec<_> = tasks.iter().map(|(_, case, _)| *case).collect();
        cases.sort_unstable();
        cases.dedup();
        let numbers: Vec<(Uuid, String)> = case_file::Entity::find()
            .select_only()
            .columns([case_file::Column::Id, case_file::Column::Number])
            .filter(case_file::Column::Id.is_in(padded(cases)))
            .into_tuple()
            .all(&self.conn)
            .await?;
        let numbers: HashMap<_, _> = numbers.into_iter().collect();
        let detail = |(id, case_id, service_item_id)| {
            let case_number = numbers.get(&case_id).cloned().unwrap_or_default();
            (TaskId(id), QueuedDetail { case_id, case_number, service_item_id })
        };
        Ok(tasks.into_iter().map(detail).collect())
    }
}
