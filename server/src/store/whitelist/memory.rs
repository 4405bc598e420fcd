//! What is held in memory of the whitelist, read by the numbers of its changes.

use super::row::HeldColumns;
use crate::{
    domain::{
        id::ResidentId,
        whitelist::{Held, HeldPerson},
    },
    error::Result,
    store::{
        Session, after_row,
        entity::{whitelist_clock, whitelist_entry, whitelist_person},
        padded,
    },
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use std::collections::HashMap;
use uuid::Uuid;

/// An entry as memory holds it, or that it came to nothing.
#[derive(Clone, Debug)]
pub struct HeldRow {
    /// The enterprise.
    pub enterprise_id: String,
    /// The entry.
    pub id: Uuid,
    /// The number of its last change.
    pub stamp: i64,
    /// What is held; none where it came to nothing.
    pub held: Option<Held>,
}

impl<C: ConnectionTrait> Session<C> {
    /// The number of the last change of the list: every change up to it can be read.
    ///
    /// # Errors
    /// What the database says.
    pub async fn whitelist_stamp(&self) -> Result<i64> {
        let row = whitelist_clock::Entity::find_by_id(1).one(&self.conn).await?;
        Ok(row.map_or(0, |row| row.number))
    }

    /// The entries that changed after a number, in the order of their changes, after one of them.
    ///
    /// # Errors
    /// What the database says.
    pub async fn whitelist_changed_after(
        &self,
        (stamp, id): (i64, Uuid),
        limit: u64,
    ) -> Result<Vec<HeldRow>> {
        use whitelist_entry::Column;
        let rows = held_rows()
            .filter(after_row(&[Column::Stamp, Column::Id], vec![stamp.into(), id.into()]))
            .order_by_asc(Column::Stamp)
            .order_by_asc(Column::Id)
            .limit(limit)
            .into_model()
            .all(&self.conn)
            .await?;
        self.held(rows).await
    }

    /// What is held of an enterprise.
    ///
    /// # Errors
    /// What the database says.
    pub async fn whitelist_held_of(&self, enterprise: &str) -> Result<Vec<Held>> {
        let find = held_rows().filter(whitelist_entry::Column::EnterpriseId.eq(enterprise));
        let rows = self.held(find.into_model().all(&self.conn).await?).await?;
        Ok(rows.into_iter().filter_map(|row| row.held).collect())
    }

    async fn held(&self, rows: Vec<HeldColumns>) -> Result<Vec<HeldRow>> {
        const NAMED: i32 = 2;
        let named: Vec<Uuid> =
            rows.iter().filter(|row| row.coverage == NAMED).map(|row| row.id).collect();
        let mut persons: HashMap<Uuid, Vec<(Uuid, whitelist_person::Model)>> = HashMap::new();
        for some in named.chunks(500) {
            let find = whitelist_person::Entity::find()
                .filter(whitelist_person::Column::EntryId.is_in(padded(some.to_vec())));
            for row in find.all(&self.conn).await? {
                persons.entry(row.entry_id).or_default().push((row.entry_id, row));
            }
        }
        let held = |row: HeldColumns| {
            let named = persons.remove(&row.id).unwrap_or_default();
            let person = |(_, one): (Uuid, whitelist_person::Model)| HeldPerson {
                resident_id: ResidentId(one.resident_id),
                from: one.from_date,
                until: one.until_date.unwrap_or(row.valid_until),
            };
            let held = match row.is_void() {
                true => None,
                false => Some(row.held(named.into_iter().map(person).collect())?),
            };
            let (id, stamp) = (row.id, row.stamp);
            Ok(HeldRow { enterprise_id: row.enterprise_id, id, stamp, held })
        };
        rows.into_iter().map(held).collect()
    }
}

/// Entries, of which only what memory holds is read.
fn held_rows() -> Select<whitelist_entry::Entity> {
    whitelist_entry::Entity::find().select_only().columns(HeldColumns::COLUMNS)
}
