//! How often which level was given.

use super::{RatingFilter, filtered};
use crate::{
    domain::{caller::Scope, rating::RectificationState},
    error::Result,
    store::{
        Session,
        entity::{case_task, rating},
    },
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait as _, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationDef, sea_query::Expr,
};

/// How often a level was given for the items of a case, and how many of their rectifications are
/// closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatingCount {
    /// The items.
    pub items: String,
    /// The level.
    pub level: u32,
    /// True where they are bad.
    pub bad: bool,
    /// How often.
    pub count: u64,
    /// Closed rectifications among them.
    pub closed: u64,
}

/// How often a level was given to a department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepartmentRatingCount {
    /// The department.
    pub department_id: String,
    /// The level.
    pub level: u32,
    /// How often.
    pub count: u64,
}

impl<C: ConnectionTrait> Session<C> {
    /// How often which level was given within the scope, by items and level.
    ///
    /// # Errors
    /// What the database says.
    pub async fn rating_counts(
        &self,
        scope: &Scope,
        platform: &str,
        filter: &RatingFilter,
    ) -> Result<Vec<RatingCount>> {
        use rating::Column;
        let closed = RectificationState::Closed.number();
        let closed = format!(
            "CAST(SUM(CASE rectification_state WHEN {closed} THEN 1 ELSE 0 END) AS BIGINT)"
        );
        let rows: Vec<(String, i32, i32, i64, i64)> =
            filtered(rating::Entity::find(), scope, platform, filter)
                .select_only()
                .columns([Column::ServiceItems, Column::Level, Column::Bad])
                .column_as(Column::Id.count(), "ratings")
                .column_as(Expr::cust(closed), "closed")
                .group_by(Column::ServiceItems)
                .group_by(Column::Level)
                .group_by(Column::Bad)
                .order_by_asc(Column::ServiceItems)
                .order_by_asc(Column::Level)
                .into_tuple()
                .all(&self.conn)
                .await?;
        let count = |number: i64| u64::try_from(number).unwrap_or(0);
        Ok(rows
            .into_iter()
            .map(|(items, level, bad, all, closed)| RatingCount {
                items,
                level: u32::try_from(level).unwrap_or(0),
                bad: bad == 1,
                count: count(all),
                closed: count(closed),
            })
            .collect())
    }

    /// How often which level was given within the scope, by department and level; a department is
    /// told its own.
    ///
    /// # Errors
    /// What the database says.
    pub async fn rating_counts_of_departments(
        &self,
        scope: &Scope,
        platform: &str,
        filter: &RatingFilter,
    ) -> Result<Vec<DepartmentRatingCount>> {
        use rating::Column;
        let tasks: RelationDef = rating::Entity::belongs_to(case_task::Entity)
            .from(Column::CaseId)
            .to(case_task::Column::CaseId)
            .into();
        let mut find = filtered(rating::Entity::find(), scope, platform, filter)
            .select_only()
            .join(JoinType::InnerJoin, tasks)
            .column(case_task::Column::DepartmentId)
            .column(Column::Level)
            .column_as(Column::Id.into_expr().count_distinct(), "ratings")
            .group_by(case_task::Column::DepartmentId)
            .group_by(Column::Level)
            .order_by_asc(case_task::Column::DepartmentId)
            .order_by_asc(Column::Level);
        if let Some(department) = own(scope, platform).or(filter.department_id.as_deref()) {
            find = find.filter(case_task::Column::DepartmentId.eq(department));
        }
        let rows: Vec<(String, i32, i64)> = find.into_tuple().all(&self.conn).await?;
        let count = |(department_id, level, count): (String, i32, i64)| DepartmentRatingCount {
            department_id,
            level: u32::try_from(level).unwrap_or(0),
            count: u64::try_from(count).unwrap_or(0),
        };
        Ok(rows.into_iter().map(count).collect())
    }
}

/// The department whose own part alone is told.
fn own<'a>(scope: &'a Scope, platform: &str) -> Option<&'a str> {
    match scope {
        Scope::Centre => None,
        Scope::Department(own) => Some(own.as_str()).filter(|own| *own != platform),
    }
}
