//! The ledger of disclosures, and how many whole numbers an account was told on a day.

use super::{
    Session, Tx, before_row,
    entity::{disclosure, reveal_day},
};
use crate::{
    domain::{
        disclosure::Disclosure,
        id::{AccountId, CaseId, DisclosureId, DocumentId, ResidentId},
    },
    error::{Error, Result},
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait as _, OnConflict, Query},
};
use uuid::Uuid;

/// Which rows are asked for.
#[derive(Clone, Debug, Default)]
pub struct DisclosureFilter {
    /// Of this resident.
    pub resident_id: Option<ResidentId>,
    /// To this department.
    pub department_id: Option<String>,
    /// Not before this instant.
    pub from: Option<DateTime<Utc>>,
    /// Before this instant.
    pub before: Option<DateTime<Utc>>,
}

impl<C: ConnectionTrait> Session<C> {
    /// A page of the ledger, the latest first, after the row `(at, id)`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn disclosures(
        &self,
        filter: &DisclosureFilter,
        after: Option<(DateTime<Utc>, Uuid)>,
        limit: u64,
    ) -> Result<Vec<Disclosure>> {
        use disclosure::Column;
        let mut find = disclosure::Entity::find();
        if let Some(resident) = filter.resident_id {
            find = find.filter(Column::ResidentId.eq(resident.0));
        }
        if let Some(department) = &filter.department_id {
            find = find.filter(Column::DepartmentId.eq(department));
        }
        if let Some(from) = filter.from {
            find = find.filter(Column::At.gte(from));
        }
        if let Some(before) = filter.before {
            find = find.filter(Column::At.lt(before));
        }
        if let Some((at, id)) = after {
            find = find.filter(before_row(&[Column::At, Column::Id], vec![at.into(), id.into()]));
        }
        let find = find.order_by_desc(Column::At).order_by_desc(Column::Id).limit(limit);
        Ok(find.all(&self.conn).await?.into_iter().map(of_row).collect())
    }
}

impl Tx {
    /// Adds a row to the ledger.
    ///
    /// # Errors
    /// What the database says; nothing may be told then.
    pub async fn add_disclosure(&self, new: &Disclosure) -> Result<()> {
        let row = disclosure::ActiveModel {
            id: Set(new.id.0),
            at: Set(new.at),
            department_id: Set(new.department_id.clone()),
            account_id: Set(new.account_id.0),
            resident_id: Set(new.resident_id.map(|id| id.0)),
            document_id: Set(new.document_id.map(|id| id.0)),
            fields: Set(new.fields.join(" ")),
            purpose: Set(new.purpose.clone()),
            case_id: Set(new.case_id.map(|id| id.0)),
        };
        disclosure::Entity::insert(row).exec_without_returning(&self.conn).await?;
        Ok(())
    }

    /// Forgets the rows from before an instant.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget_disclosures(&self, before: DateTime<Utc>) -> Result<u64> {
        let old = disclosure::Entity::delete_many().filter(disclosure::Column::At.lt(before));
        Ok(old.exec(&self.conn).await?.rows_affected)
    }

    /// Counts one more whole number told to an account on a day, and answers how many there are
    /// with it. The same account's others wait until the transaction ends.
    ///
    /// # Errors
    /// What the database says.
    pub async fn count_reveal(&self, account: AccountId, day: NaiveDate) -> Result<u32> {
        use reveal_day::{Column, Entity};
        let one_more = Expr::col((Entity, Column::Reveals)).add(1);
        let count = OnConflict::columns([Column::AccountId, Column::Day])
            .value(Column::Reveals, one_more)
            .to_owned();
        let insert = Query::insert()
            .into_table(Entity)
            .columns([Column::AccountId, Column::Day, Column::Reveals])
            .values_panic([account.0.into(), day.into(), 1.into()])
            .on_conflict(count)
            .returning_col(Column::Reveals)
            .to_owned();
        let row = self.conn.query_one(&insert).await?;
        let row = row.ok_or_else(|| Error::internal("a day gave no count of whole numbers"))?;
        let number: i32 = row.try_get("", "reveals")?;
        u32::try_from(number).map_err(Error::internal)
    }

    /// Lets what was disclosed of one resident count as disclosed of another, into whom he was
    /// merged.
    ///
    /// # Errors
    /// What the database says.
    pub async fn move_disclosures(&self, from: ResidentId, to: ResidentId) -> Result<()> {
        disclosure::Entity::update_many()
            .col_expr(disclosure::Column::ResidentId, Expr::value(to.0))
            .filter(disclosure::Column::ResidentId.eq(from.0))
            .exec(&self.conn)
            .await?;
        Ok(())
    }

    /// Forgets the counts from before a day.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget_reveals(&self, before: NaiveDate) -> Result<u64> {
        let old = reveal_day::Entity::delete_many().filter(reveal_day::Column::Day.lt(before));
        Ok(old.exec(&self.conn).await?.rows_affected)
    }
}

fn of_row(row: disclosure::Model) -> Disclosure {
    Disclosure {
        id: DisclosureId(row.id),
        at: row.at,
        department_id: row.department_id,
        account_id: AccountId(row.account_id),
        resident_id: row.resident_id.map(ResidentId),
        document_id: row.document_id.map(DocumentId),
        fields: row.fields.split(' ').map(str::to_owned).collect(),
        purpose: row.purpose,
        case_id: row.case_id.map(CaseId),
    }
}
