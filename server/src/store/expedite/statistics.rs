//! Expedites counted by the database, in groups by state and something else.

use crate::{
    domain::id::AccountId,
    error::Result,
    store::{
        Session,
        entity::{case_task, expedite},
    },
};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Select,
    sea_query::{Expr, ExprTrait as _, Func, Query},
};
use uuid::Uuid;

/// A key, the number of a state, and how many there are.
type Counted<K> = (K, i32, i64);

impl<C: ConnectionTrait> Session<C> {
    /// How many expedites requested in some days there are by ground and state.
    ///
    /// # Errors
    /// What the database says.
    pub async fn expedites_by_ground(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Counted<i32>>> {
        use expedite::Column;
        let find = requested(from, to)
            .select_only()
            .columns([Column::Ground, Column::State])
            .column_as(Column::Id.count(), "count")
            .group_by(Column::Ground)
            .group_by(Column::State);
        Ok(find.into_tuple().all(&self.conn).await?)
    }

    /// How many by who decided, and state.
    ///
    /// # Errors
    /// What the database says.
    pub async fn expedites_by_approver(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Counted<AccountId>>> {
        use expedite::Column;
        let find = requested(from, to)
            .filter(Column::DecidedBy.is_not_null())
            .select_only()
            .columns([Column::DecidedBy, Column::State])
            .column_as(Column::Id.count(), "count")
            .group_by(Column::DecidedBy)
            .group_by(Column::State);
        let rows: Vec<Counted<Uuid>> = find.into_tuple().all(&self.conn).await?;
        Ok(rows.into_iter().map(|(id, state, count)| (AccountId(id), state, count)).collect())
    }

    /// How many by department with a task of the case, and state; for each of several departments.
    ///
    /// # Errors
    /// What the database says.
    pub async fn expedites_by_department(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Counted<String>>> {
        use expedite::{Column, Entity};
        let department = (case_task::Entity, case_task::Column::DepartmentId);
        let select = Query::select()
            .column(department)
            .column((Entity, Column::State))
            .expr_as(Func::count_distinct(Expr::col((Entity, Column::Id))), "count")
            .from(Entity)
            .inner_join(
                case_task::Entity,
                Expr::col((case_task::Entity, case_task::Column::CaseId))
                    .equals((Entity, Column::CaseId)),
            )
            .and_where(Expr::col((Entity, Column::RequestedOn)).between(from, to))
            .group_by_col(department)
            .group_by_col((Entity, Column::State))
            .to_owned();
        let rows = self.conn.query_all(&select).await?;
        let counted = |row: &sea_orm::QueryResult| -> Result<Counted<String>, sea_orm::DbErr> {
            let (department, state) =
                (row.try_get("", "department_id")?, row.try_get("", "state")?);
            Ok((department, state, row.try_get("", "count")?))
        };
        Ok(rows.iter().map(counted).collect::<Result<_, _>>()?)
    }
}

fn requested(from: NaiveDate, to: NaiveDate) -> Select<expedite::Entity> {
    expedite::Entity::find().filter(expedite::Column::RequestedOn.between(from, to))
}
