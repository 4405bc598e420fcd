//! What a sweep of supervision looks at: the tasks and cases of which a rung is due, found through
//! partial indexes by the highest rung raised so far and the due date, and what it writes on them.
//! Their versions stay: a card is no change of the task.

use crate::{
    domain::{
        case::Case,
        id::{CaseId, TaskId},
        supervision::Rung,
    },
    error::Result,
    store::{
        Session, Tx,
        entity::{card, case_file, case_task},
        padded,
        task::ACTIVE,
    },
};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockBehavior, LockType},
};
use uuid::Uuid;

/// The state of a received case, written as the partial index has it.
const RECEIVED: &str = "state = 1";

/// Those whose highest rung so far is this one, or that have none, are due up to this due date.
pub type Due = (Option<Rung>, NaiveDate);

/// The number a highest rung is kept as.
pub(in crate::store) fn raised_number(rung: Option<Rung>) -> i32 {
    rung.map_or(0, Rung::number)
}

impl<C: ConnectionTrait> Session<C> {
    /// Received cases of which a rung is due, the longest due first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn cases_to_supervise(&self, (raised, to): Due, limit: u64) -> Result<Vec<CaseId>> {
        use case_file::Column;
        let ids: Vec<Uuid> = case_file::Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Expr::cust(RECEIVED))
            .filter(Column::RaisedRung.eq(raised_number(raised)))
            .filter(Column::DueOn.lte(to))
            .order_by_asc(Column::DueOn)
            .limit(limit)
            .into_tuple()
            .all(&self.conn)
            .await?;
        Ok(ids.into_iter().map(CaseId).collect())
    }

    /// Tasks of which a rung is due, the longest due first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn tasks_to_supervise(
        &self,
        (raised, to): Due,
        limit: u64,
    ) -> Result<Vec<(CaseId, TaskId)>> {
        use case_task::Column;
        let find = case_task::Entity::find()
            .filter(Expr::cust(ACTIVE))
            .filter(Column::RaisedRung.eq(raised_number(raised)))
            .filter(Column::DueOn.lte(to))
            .order_by_asc(Column::DueOn);
        let find = find.select_only().columns([Column::CaseId, Column::Id]).limit(limit);
        let ids: Vec<(Uuid, Uuid)> = find.into_tuple().all(&self.conn).await?;
        Ok(ids.into_iter().map(|(case, task)| (CaseId(case), TaskId(task))).collect())
    }

    /// Tasks of which it is to be told that their document ended undecided.
    ///
    /// # Errors
    /// What the database says.
    pub async fn tasks_to_alert(
        &self,
        today: NaiveDate,
        limit: u64,
    ) -> Result<Vec<(CaseId, TaskId)>> {
        use case_task::Column;
        let find = case_task::Entity::find()
            .filter(Expr::cust(ACTIVE))
            .filter(Column::AlertOn.is_not_null())
            .filter(Column::AlertOn.lte(today))
            .order_by_asc(Column::AlertOn);
        let find = find.select_only().columns([Column::CaseId, Column::Id]).limit(limit);
        let ids: Vec<(Uuid, Uuid)> = find.into_tuple().all(&self.conn).await?;
        Ok(ids.into_iter().map(|(case, task)| (CaseId(case), TaskId(task))).collect())
    }

    /// The rungs that were raised of some tasks and cases.
    ///
    /// # Errors
    /// What the database says.
    pub async fn rungs_raised(&self, subjects: Vec<Uuid>) -> Result<Vec<(Uuid, Rung)>> {
        use card::Column;
        let rows: Vec<(Uuid, i32)> = card::Entity::find()
            .select_only()
            .columns([Column::SubjectId, Column::Rung])
            .filter(Column::SubjectId.is_in(padded(subjects)))
            .into_tuple()
            .all(&self.conn)
            .await?;
        let known = |(id, rung)| Some((id, Rung::from_number(rung)?));
        Ok(rows.into_iter().filter_map(known).collect())
    }
}

impl Tx {
    /// Those of some cases that nobody else holds, with their tasks, locked until the transaction
    /// ends. Who sweeps waits for nobody: what is held now is due at the next sweep as well.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_free_cases(&self, ids: Vec<CaseId>) -> Result<Vec<Case>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids = padded(ids.into_iter().map(|id| id.0).collect());
        let rows = case_file::Entity::find()
            .filter(case_file::Column::Id.is_in(ids))
            .order_by_asc(case_file::Column::Id)
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
            .all(&self.conn)
            .await?;
        self.with_tasks(rows).await
    }

    /// Writes down the highest rung that was raised of some tasks and cases.
    ///
    /// # Errors
    /// What the database says.
    pub async fn mark_raised(&self, rung: Rung, cases: Vec<Uuid>, tasks: Vec<Uuid>) -> Result<()> {
        if !cases.is_empty() {
            case_file::Entity::update_many()
                .col_expr(case_file::Column::RaisedRung, Expr::val(rung.number()))
                .filter(case_file::Column::Id.is_in(padded(cases)))
                .exec(&self.conn)
                .await?;
        }
        if !tasks.is_empty() {
            case_task::Entity::update_many()
                .col_expr(case_task::Column::RaisedRung, Expr::val(rung.number()))
                .filter(case_task::Column::Id.is_in(padded(tasks)))
                .exec(&self.conn)
                .await?;
        }
        Ok(())
    }

    /// Writes down that the alert of some tasks was raised.
    ///
    /// # Errors
    /// What the database says.
    pub async fn mark_alerted(&self, tasks: Vec<Uuid>) -> Result<()> {
        if tasks.is_empty() {
            return Ok(());
        }
        case_task::Entity::update_many()
            .col_expr(case_task::Column::AlertOn, Expr::cust("NULL"))
            .filter(case_task::Column::Id.is_in(padded(tasks)))
            .exec(&self.conn)
            .await?;
        Ok(())
    }
}
