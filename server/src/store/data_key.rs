//! The keys that seal fields, as rows, wrapped; and the fields they sealed, as far as they are
//! sealed anew. Nothing is in plain here.

use super::{Session, Tx, contact, entity::data_key};
use crate::error::Result;
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Alias, Expr, ExprTrait as _, Query},
};
#[cfg(test)]
use std::collections::BTreeSet;
use std::{collections::BTreeMap, fmt};
use uuid::Uuid;

/// A wrapped key.
#[derive(Clone, PartialEq, Eq)]
pub struct WrappedKey {
    /// Its number; 0 is the root of the keyed hashes.
    pub number: u32,
    /// The name of the master key that wraps it.
    pub master: Vec<u8>,
    /// The key, wrapped.
    pub wrapped: Vec<u8>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// From when it seals.
    pub seals_from: DateTime<Utc>,
}

impl fmt::Debug for WrappedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WrappedKey").field(&self.number).finish()
    }
}

/// A column whose fields are sealed, each for the place `table.column:key`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealedColumn {
    /// The table.
    pub table: &'static str,
    /// The column that tells its rows apart.
    pub key: &'static str,
    /// The column.
    pub column: &'static str,
}

impl SealedColumn {
    /// The place that a field is sealed for.
    #[must_use]
    pub fn place(&self, key: &str) -> String {
        format!("{}.{}:{key}", self.table, self.column)
    }
}

/// Every column whose fields outlast a sealing key. What a refresh token's successor is sealed for
/// lasts half a minute and is not among them.
pub const SEALED_COLUMNS: &[SealedColumn] = &[
    SealedColumn { table: "signing_key", key: "kid", column: "private_key_sealed" },
    SealedColumn { table: "appointment", key: "id", column: "passport_sealed" },
    SealedColumn { table: "case_file", key: "id", column: "passport_sealed" },
    SealedColumn { table: "evidence", key: "id", column: "file_name_sealed" },
    SealedColumn { table: "evidence", key: "id", column: "key_sealed" },
    SealedColumn { table: "resident", key: "id", column: "private_sealed" },
    SealedColumn { table: "webhook_endpoint", key: "id", column: "secret_sealed" },
    SealedColumn { table: "notice", key: "id", column: "address_sealed" },
    SealedColumn { table: "notice", key: "id", column: "facts_sealed" },
    SealedColumn { table: "document", key: "id", column: "number_sealed" },
    SealedColumn { table: "enterprise", key: "id", column: "contact_sealed" },
    contact::OF_APPOINTMENT,
    contact::OF_CASE,
    contact::OF_MANDATE,
    contact::OF_RATING,
    contact::OF_REFERRAL,
];

/// The key of a row with a sealed field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowKey {
    /// An id.
    Id(Uuid),
    /// A name.
    Name(String),
}

impl fmt::Display for RowKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::Name(name) => f.write_str(name),
        }
    }
}

impl<C: ConnectionTrait> Session<C> {
    /// The wrapped keys, by number.
    ///
    /// # Errors
    /// What the database says.
    pub async fn data_keys(&self) -> Result<Vec<WrappedKey>> {
        let find = data_key::Entity::find().order_by_asc(data_key::Column::Number);
        let rows = find.order_by_asc(data_key::Column::Master).all(&self.conn).await?;
        let key = |row: data_key::Model| WrappedKey {
            number: u32::try_from(row.number).unwrap_or(0),
            master: row.master,
            wrapped: row.wrapped,
            created_at: row.created_at,
            seals_from: row.seals_from,
        };
        Ok(rows.into_iter().map(key).collect())
    }

    /// How many fields each key sealed, by its number.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sealed_fields(&self) -> Result<BTreeMap<u32, u64>> {
        let mut counts = BTreeMap::new();
        for of in SEALED_COLUMNS {
            let mut select = Query::select();
            select
                .expr_as(Expr::cust(format!("substr({}, 1, 4)", of.column)), Alias::new("number"))
                .expr_as(Expr::cust("count(*)"), Alias::new("fields"))
                .from(Alias::new(of.table))
                .and_where(Expr::col(Alias::new(of.column)).is_not_null())
                .add_group_by([Expr::cust("1")]);
            for row in self.conn.query_all(&select).await? {
                let number: Vec<u8> = row.try_get("", "number")?;
                let fields: i64 = row.try_get("", "fields")?;
                let number = number.first_chunk().map_or(0, |number| u32::from_be_bytes(*number));
                *counts.entry(number).or_default() += u64::try_from(fields).unwrap_or(0);
            }
        }
        Ok(counts)
    }

    /// Some fields of a column that a key below this number sealed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sealed_before(
        &self,
        of: SealedColumn,
        number: u32,
        limit: u64,
    ) -> Result<Vec<(RowKey, Vec<u8>)>> {
        let column = Alias::new(of.column);
        let mut select = Query::select();
        select
            .columns([Alias::new(of.key), column.clone()])
            .from(Alias::new(of.table))
            .and_where(Expr::col(column).lt(number.to_be_bytes().to_vec()))
            .limit(limit);
        let rows = self.conn.query_all(&select).await?;
        let read = |row: &sea_orm::QueryResult| -> Result<(RowKey, Vec<u8>), DbErr> {
            let key = match of.key {
                "id" => RowKey::Id(row.try_get("", of.key)?),
                _ => RowKey::Name(row.try_get("", of.key)?),
            };
            Ok((key, row.try_get("", of.column)?))
        };
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
impl super::Reader {
    /// Tables and columns of the SQLite schema whose column's name is like a pattern.
    pub(crate) async fn columns_named(&self, like: &str) -> Result<BTreeSet<(String, String)>> {
        let sql = format!(
            "SELECT m.name AS t, c.name AS c FROM sqlite_schema m, pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND c.name LIKE '{like}' ESCAPE '\\'"
        );
        let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, sql);
        let rows = self.conn.query_all_raw(statement).await?;
        let read = |row: &sea_orm::QueryResult| Ok((row.try_get("", "t")?, row.try_get("", "c")?));
        Ok(rows.iter().map(read).collect::<Result<_, DbErr>>()?)
    }
}

impl Tx {
    /// Lets nobody else add or drop a key until this transaction ends.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_data_keys(&self) -> Result<Vec<WrappedKey>> {
        self.lock_table("data_key").await?;
        self.data_keys().await
    }

    /// Adds a wrapped key.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add_data_key(&self, key: &WrappedKey) -> Result<()> {
        let row = data_key::ActiveModel {
            number: Set(i32::try_from(key.number).unwrap_or(i32::MAX)),
            master: Set(key.master.clone()),
            wrapped: Set(key.wrapped.clone()),
            created_at: Set(key.created_at),
            seals_from: Set(key.seals_from),
        };
        data_key::Entity::insert(row).exec_without_returning(&self.conn).await?;
        Ok(())
    }

    /// Drops a key under every master key.
    ///
    /// # Errors
    /// What the database says.
    pub async fn drop_data_key(&self, number: u32) -> Result<()> {
        let number = i32::try_from(number).unwrap_or(i32::MAX);
        let drop = data_key::Entity::delete_many().filter(data_key::Column::Number.eq(number));
        drop.exec(&self.conn).await?;
        Ok(())
    }

    /// Drops what other master keys wrapped; answers how many rows that were.
    ///
    /// # Errors
    /// What the database says.
    pub async fn drop_other_masters(&self, master: &[u8]) -> Result<u64> {
        let other = data_key::Column::Master.ne(master.to_vec());
        let dropped = data_key::Entity::delete_many().filter(other).exec(&self.conn).await?;
        Ok(dropped.rows_affected)
    }

    /// Puts a field sealed anew in the place of the same field as it was; nothing where it changed
    /// meanwhile.
    ///
    /// # Errors
    /// What the database says.
    pub async fn replace_sealed(
        &self,
        of: SealedColumn,
        key: &RowKey,
        before: Vec<u8>,
        after: Vec<u8>,
    ) -> Result<()> {
        let (own, column) = (Expr::col(Alias::new(of.key)), Alias::new(of.column));
        let mut update = Query::update();
        update
            .table(Alias::new(of.table))
            .value(column.clone(), after)
            .and_where(match key {
                RowKey::Id(id) => own.eq(*id),
                RowKey::Name(name) => own.eq(name.as_str()),
            })
            .and_where(Expr::col(column).eq(before));
        self.conn.execute(&update).await?;
        Ok(())
    }
}
