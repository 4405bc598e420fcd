//! Groups of enterprises.

use crate::{
    domain::{enterprise::EnterpriseGroup, id::EnterpriseGroupId},
    error::{Error, Result},
    store::{Session, Tx, after_row, entity::enterprise_group, padded},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, sea_query::OnConflict,
};
use uuid::Uuid;

impl<C: ConnectionTrait> Session<C> {
    /// A group.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn enterprise_group(&self, id: EnterpriseGroupId) -> Result<EnterpriseGroup> {
        let row = enterprise_group::Entity::find_by_id(id.0).one(&self.conn).await?;
        row.map(of_group).ok_or(Error::NotFound)
    }

    /// The groups of some names that take enterprises.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enterprise_groups_named(&self, names: &[String]) -> Result<Vec<EnterpriseGroup>> {
        use enterprise_group::Column;
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let find = enterprise_group::Entity::find()
            .filter(Column::NameZh.is_in(padded(names.to_vec())))
            .filter(Column::MergedInto.is_null());
        Ok(find.all(&self.conn).await?.into_iter().map(of_group).collect())
    }

    /// Some groups, in no order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enterprise_groups_by_id(
        &self,
        ids: &[EnterpriseGroupId],
    ) -> Result<Vec<EnterpriseGroup>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids = padded(ids.iter().map(|id| id.0).collect());
        let find = enterprise_group::Entity::find().filter(enterprise_group::Column::Id.is_in(ids));
        Ok(find.all(&self.conn).await?.into_iter().map(of_group).collect())
    }

    /// A page of groups by name and id, after one of them.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enterprise_groups(
        &self,
        with_merged: bool,
        after: Option<(String, Uuid)>,
        limit: u64,
    ) -> Result<Vec<EnterpriseGroup>> {
        use enterprise_group::Column;
        let mut find = enterprise_group::Entity::find();
        if !with_merged {
            find = find.filter(Column::MergedInto.is_null());
        }
        if let Some((name, id)) = after {
            let columns = [Column::NameZh, Column::Id];
            find = find.filter(after_row(&columns, vec![name.into(), id.into()]));
        }
        let find = find.order_by_asc(Column::NameZh).order_by_asc(Column::Id).limit(limit);
        Ok(find.all(&self.conn).await?.into_iter().map(of_group).collect())
    }
}

impl Tx {
    /// Adds a group, or writes one that has changed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn put_enterprise_group(&self, group: &EnterpriseGroup) -> Result<()> {
        use enterprise_group::Column;
        let row = enterprise_group::ActiveModel {
            id: Set(group.id.0),
            name_zh: Set(group.name_zh.clone()),
            name_en: Set(group.name_en.clone()),
            merged_into: Set(group.merged_into.map(|id| id.0)),
            created_at: Set(group.created_at),
            updated_at: Set(group.updated_at),
            version: Set(group.version),
            trips_a_month: Set(group.trips_a_month.and_then(|most| i32::try_from(most).ok())),
        };
        let mut over = OnConflict::column(Column::Id);
        over.update_columns([
            Column::NameZh,
            Column::NameEn,
            Column::MergedInto,
            Column::UpdatedAt,
            Column::Version,
            Column::TripsAMonth,
        ]);
        let insert = enterprise_group::Entity::insert(row).on_conflict(over);
        insert.exec_without_returning(&self.conn).await?;
        Ok(())
    }

    /// The groups of some names that take enterprises, locked until the transaction ends, in the
    /// order of their ids.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_enterprise_groups_named(&self, names: &[String]) -> Result<()> {
        use enterprise_group::Column;
        if names.is_empty() {
            return Ok(());
        }
        let find = enterprise_group::Entity::find()
            .filter(Column::NameZh.is_in(padded(names.to_vec())))
            .filter(Column::MergedInto.is_null())
            .order_by_asc(Column::Id)
            .lock_exclusive();
        find.all(&self.conn).await?;
        Ok(())
    }

    /// A group, locked until the transaction ends.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn lock_enterprise_group(&self, id: EnterpriseGroupId) -> Result<EnterpriseGroup> {
        let find = enterprise_group::Entity::find_by_id(id.0).lock_exclusive();
        find.one(&self.conn).await?.map(of_group).ok_or(Error::NotFound)
    }
}

fn of_group(row: enterprise_group::Model) -> EnterpriseGroup {
    EnterpriseGroup {
        id: EnterpriseGroupId(row.id),
        name_zh: row.name_zh,
        name_en: row.name_en,
        merged_into: row.merged_into.map(EnterpriseGroupId),
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
        trips_a_month: row.trips_a_month.and_then(|most| u32::try_from(most).ok()),
    }
}
