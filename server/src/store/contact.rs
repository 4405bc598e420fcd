//! How the people of a row are reached: one field of it, sealed for that row. It is opened where
//! the row is read, because whoever may see the row is told; nothing else here seals or opens.

use super::{Session, Store, Tx, data_key::SealedColumn, entity::plain_contact};
use crate::{
    domain::appointment::Visitor,
    error::{Error, Result},
    secrets::Secrets,
};
use arc_swap::ArcSwapOption;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Alias, Expr, ExprTrait as _, Query},
};
use serde::{Deserialize, Serialize};
use std::{fmt, sync::Arc};
use uuid::Uuid;
use zeroize::Zeroizing;

/// The field of an appointment: of its visitor, and of who acts for him.
pub(in crate::store) const OF_APPOINTMENT: SealedColumn = column("appointment");
/// The field of a case: of its applicant, and of who acts for him.
pub(in crate::store) const OF_CASE: SealedColumn = column("case_file");
/// The field of a mandate: of who acts by it.
pub(in crate::store) const OF_MANDATE: SealedColumn = column("mandate");
/// The field of a rating: of who rated.
pub(in crate::store) const OF_RATING: SealedColumn = column("rating");
/// The field of a referral: of who called.
pub(in crate::store) const OF_REFERRAL: SealedColumn = column("referral");

const COLUMNS: [SealedColumn; 5] = [OF_APPOINTMENT, OF_CASE, OF_MANDATE, OF_RATING, OF_REFERRAL];

const fn column(table: &'static str) -> SealedColumn {
    SealedColumn { table, key: "id", column: "contact_sealed" }
}

/// How the people of a row are reached; empty where that is not known.
#[derive(Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::store) struct Contacts {
    /// The telephone number of whom the row is about.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// His mail address.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// The telephone number of who acts for him.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub agent_phone: String,
}

impl Contacts {
    /// Of a visitor or applicant, and of who acts for him.
    pub(in crate::store) fn of(visitor: &Visitor, agent_phone: Option<&String>) -> Self {
        Self {
            phone: visitor.phone.clone(),
            email: visitor.email.clone(),
            agent_phone: agent_phone.cloned().unwrap_or_default(),
        }
    }
}

/// The keys of a store, which it is given once they are unlocked.
#[derive(Clone, Default)]
pub(in crate::store) struct Keys(Arc<ArcSwapOption<Secrets>>);

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl Keys {
    /// The field for a row; none where there is nothing to seal.
    pub(in crate::store) fn seal(
        &self,
        of: SealedColumn,
        row: Uuid,
        contacts: &Contacts,
    ) -> Result<Option<Vec<u8>>> {
        if *contacts == Contacts::default() {
            return Ok(None);
        }
        let plain = Zeroizing::new(serde_json::to_vec(contacts).map_err(Error::internal)?);
        let keys = self.0.load();
        let secrets = keys.as_ref().ok_or_else(locked)?;
        secrets.seal(&of.place(&row.to_string()), &plain).map(Some)
    }

    /// What a row's field tells.
    pub(in crate::store) fn open(
        &self,
        of: SealedColumn,
        row: Uuid,
        sealed: Option<&[u8]>,
    ) -> Result<Contacts> {
        let Some(sealed) = sealed else { return Ok(Contacts::default()) };
        let keys = self.0.load();
        let secrets = keys.as_ref().ok_or_else(locked)?;
        let plain = secrets.open_sealed(&of.place(&row.to_string()), sealed)?;
        // The error's own text could quote what is kept.
        serde_json::from_slice(&plain)
            .map_err(|_| Error::internal("how somebody is reached cannot be read"))
    }
}

fn locked() -> Error {
    Error::internal("the keys of the store are not unlocked")
}

impl<C: ConnectionTrait> Session<C> {
    /// True where a row's contact lies in plain, as an earlier schema kept it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn has_plain_contacts(&self) -> Result<bool> {
        let find = plain_contact::Entity::find().limit(1);
        Ok(find.one(&self.conn).await?.is_some())
    }
}

impl Store {
    /// Gives it the keys by which it seals and opens how people are reached.
    pub fn give_keys(&self, secrets: Arc<Secrets>) {
        self.keys.0.store(Some(secrets));
    }

    /// Writes the file anew, so that nothing stands in it that was deleted; PostgreSQL does so by
    /// itself, in time.
    ///
    /// # Errors
    /// What the database says.
    pub async fn rewrite(&self) -> Result<()> {
        if self.is_sqlite() {
            self.writer.execute_unprepared("VACUUM").await?;
            self.writer.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }
        Ok(())
    }
}

impl Tx {
    /// Seals some of the contacts that an earlier schema kept in plain; answers how many.
    ///
    /// # Errors
    /// What the database says.
    pub async fn seal_plain_contacts(&self, limit: u64) -> Result<u64> {
        use plain_contact::Column;
        self.lock_table("plain_contact").await?;
        let find = plain_contact::Entity::find().order_by_asc(Column::TableName);
        let rows = find.order_by_asc(Column::RowId).limit(limit).all(&self.conn).await?;
        let sealed = rows.len() as u64;
        for row in rows {
            let of = COLUMNS.into_iter().find(|column| column.table == row.table_name);
            let of = of.ok_or_else(|| Error::internal("a contact is of no table"))?;
            let contacts =
                Contacts { phone: row.phone, email: row.email, agent_phone: row.agent_phone };
            let mut update = Query::update();
            update
                .table(Alias::new(of.table))
                .value(Alias::new(of.column), self.keys.seal(of, row.row_id, &contacts)?)
                .and_where(Expr::col(Alias::new(of.key)).eq(row.row_id));
            self.conn.execute(&update).await?;
            let own = Column::TableName.eq(of.table).and(Column::RowId.eq(row.row_id));
            plain_contact::Entity::delete_many().filter(own).exec(&self.conn).await?;
        }
        Ok(sealed)
    }
}
