//! The keys that sign access tokens, and the one-time code of the first account, as rows. A private
//! half is here only sealed, a code only hashed.

use super::{
    Session, Tx,
    entity::{bootstrap_code, signing_key},
};
use crate::error::Result;
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};
use std::fmt;

/// A key that signs access tokens.
#[derive(Clone)]
pub struct SigningKey {
    /// Its name in the header of a token.
    pub kid: String,
    /// The public half.
    pub public_key: Vec<u8>,
    /// The private half, sealed.
    pub private_key_sealed: Vec<u8>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// From when it signs.
    pub signs_from: DateTime<Utc>,
    /// Until when it verifies; absent: it has no successor.
    pub retires_at: Option<DateTime<Utc>>,
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SigningKey").field(&self.kid).finish()
    }
}

impl<C: ConnectionTrait> Session<C> {
    /// The keys, the oldest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn signing_keys(&self) -> Result<Vec<SigningKey>> {
        use signing_key::Column;
        let find = signing_key::Entity::find().order_by_asc(Column::SignsFrom);
        let rows = find.order_by_asc(Column::Kid).all(&self.conn).await?;
        let key = |row: signing_key::Model| SigningKey {
            kid: row.kid,
            public_key: row.public_key,
            private_key_sealed: row.private_key_sealed,
            created_at: row.created_at,
            signs_from: row.signs_from,
            retires_at: row.retires_at,
        };
        Ok(rows.into_iter().map(key).collect())
    }
}

impl Tx {
    /// The keys, the oldest first; nobody else adds one until this transaction ends.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_signing_keys(&self) -> Result<Vec<SigningKey>> {
        self.lock_table("signing_key").await?;
        self.signing_keys().await
    }

    /// Adds a key.
    ///
    /// # Errors
    /// What the database says.
    pub async fn insert_signing_key(&self, key: &SigningKey) -> Result<()> {
        let row = signing_key::ActiveModel {
            kid: Set(key.kid.clone()),
            public_key: Set(key.public_key.clone()),
            private_key_sealed: Set(key.private_key_sealed.clone()),
            created_at: Set(key.created_at),
            signs_from: Set(key.signs_from),
            retires_at: Set(key.retires_at),
        };
        signing_key::Entity::insert(row).exec_without_returning(&self.conn).await?;
        Ok(())
    }

    /// Lets every key that has no end yet verify until then, and no longer.
    ///
    /// # Errors
    /// What the database says.
    pub async fn retire_signing_keys(&self, at: DateTime<Utc>) -> Result<()> {
        let row = signing_key::ActiveModel { retires_at: Set(Some(at)), ..Default::default() };
        signing_key::Entity::update_many()
            .set(row)
            .filter(signing_key::Column::RetiresAt.is_null())
            .exec(&self.conn)
            .await?;
        Ok(())
    }

    /// Removes the keys that verify no longer.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget_signing_keys(&self, retired_before: DateTime<Utc>) -> Result<()> {
        signing_key::Entity::delete_many()
            .filter(signing_key::Column::RetiresAt.lt(retired_before))
            .exec(&self.conn)
            .await?;
        Ok(())
    }

    /// Lets nobody else give or use a code of the first account until this transaction ends.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_bootstrap(&self) -> Result<()> {
        self.lock_table("bootstrap_code").await
    }

    /// Keeps a new code by its hash, in place of every other.
    ///
    /// # Errors
    /// What the database says.
    pub async fn put_bootstrap_code(
        &self,
        code_hash: &[u8; 32],
        now: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<()> {
        bootstrap_code::Entity::delete_many()
            .filter(bootstrap_code::Column::UsedAt.is_null())
            .exec(&self.conn)
            .await?;
        let row = bootstrap_code::ActiveModel {
            code_hash: Set(code_hash.to_vec()),
            created_at: Set(now),
            expires_at: Set(expires_at),
            used_at: Set(None),
        };
        bootstrap_code::Entity::insert(row).exec_without_returning(&self.conn).await?;
        Ok(())
    }

    /// Uses a code up; false where there is none that may be used.
    ///
    /// # Errors
    /// What the database says.
    pub async fn use_bootstrap_code(
        &self,
        code_hash: &[u8; 32],
        now: DateTime<Utc>,
    ) -> Result<bool> {
        use bootstrap_code::Column;
        let row = bootstrap_code::ActiveModel { used_at: Set(Some(now)), ..Default::default() };
        let used = bootstrap_code::Entity::update_many()
            .set(row)
            .filter(Column::CodeHash.eq(code_hash.to_vec()))
            .filter(Column::UsedAt.is_null())
            .filter(Column::ExpiresAt.gt(now))
            .exec(&self.conn)
            .await?;
        Ok(used.rows_affected == 1)
    }

    /// An empty table has no row to lock. SQLite has one writer, which this transaction is.
    pub(super) async fn lock_table(&self, table: &'static str) -> Result<()> {
        if self.is_postgres() {
            let sql = format!("LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE");
            self.conn.execute_unprepared(&sql).await?;
        }
        Ok(())
    }
}
