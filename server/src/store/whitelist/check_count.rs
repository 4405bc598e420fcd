//! How often an account checked the whitelist on a day.

use crate::{
    domain::{id::AccountId, whitelist::CheckCount},
    error::Result,
    store::{Session, Tx, before_row, entity::whitelist_check_count},
};
use chrono::NaiveDate;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait as _, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

/// Which counts are asked for.
#[derive(Clone, Debug, Default)]
pub struct CheckCountFilter {
    /// Not before this day.
    pub from: Option<NaiveDate>,
    /// Not after this day.
    pub to: Option<NaiveDate>,
    /// Of this account.
    pub account_id: Option<AccountId>,
}

impl<C: ConnectionTrait> Session<C> {
    /// A page of counts, the latest day first, after one of them.
    ///
    /// # Errors
    /// What the database says.
    pub async fn check_counts(
        &self,
        filter: &CheckCountFilter,
        after: Option<(NaiveDate, Uuid)>,
        limit: u64,
    ) -> Result<Vec<CheckCount>> {
        use whitelist_check_count::Column;
        let mut find = whitelist_check_count::Entity::find();
        if let Some(from) = filter.from {
            find = find.filter(Column::OnDay.gte(from));
        }
        if let Some(to) = filter.to {
            find = find.filter(Column::OnDay.lte(to));
        }
        if let Some(account) = filter.account_id {
            find = find.filter(Column::AccountId.eq(account.0));
        }
        if let Some((day, account)) = after {
            let values = vec![day.into(), account.into()];
            find = find.filter(before_row(&[Column::OnDay, Column::AccountId], values));
        }
        let find = find.order_by_desc(Column::OnDay).order_by_desc(Column::AccountId).limit(limit);
        let of_row = |row: whitelist_check_count::Model| CheckCount {
            day: row.on_day,
            account_id: AccountId(row.account_id),
            checks: row.checks,
            covered: row.covered,
        };
        Ok(find.all(&self.conn).await?.into_iter().map(of_row).collect())
    }
}

impl Tx {
    /// Adds to how often an account checked on a day.
    ///
    /// # Errors
    /// What the database says.
    pub async fn count_checks(&self, more: &CheckCount) -> Result<()> {
        use whitelist_check_count::Column;
        let row = whitelist_check_count::ActiveModel {
            on_day: Set(more.day),
            account_id: Set(more.account_id.0),
            checks: Set(more.checks),
            covered: Set(more.covered),
        };
        let plus =
            |column: Column, by: i64| Expr::col((whitelist_check_count::Entity, column)).add(by);
        let mut over = OnConflict::columns([Column::OnDay, Column::AccountId]);
        over.value(Column::Checks, plus(Column::Checks, more.checks));
        over.value(Column::Covered, plus(Column::Covered, more.covered));
        let insert = whitelist_check_count::Entity::insert(row).on_conflict(over);
        insert.exec_without_returning(&self.conn).await?;
        Ok(())
    }
}
