//! Sessions and their refresh tokens, as rows. A token is kept by its hash alone, and its successor
//! sealed; neither the token nor the successor is ever here in plain.

use super::{
    Session, Tx, duplicate,
    entity::{auth_session, refresh_token},
};
use crate::{
    domain::{
        id::{AccountId, SessionId},
        token::RevokedBecause,
    },
    error::{Error, Result},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::{NotSet, Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::SelectStatement,
};
use std::fmt;

/// A signed-in session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuthSession {
    /// Its id.
    pub id: SessionId,
    /// Whose it is.
    pub account_id: AccountId,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it ends at the latest.
    pub expires_at: DateTime<Utc>,
    /// When it was ended before its time.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl AuthSession {
    /// True while it may be used.
    #[must_use]
    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

/// A refresh token, by its hash.
#[derive(Clone)]
pub struct RefreshToken {
    /// SHA-256 of the token.
    pub hash: [u8; 32],
    /// Whose it is.
    pub session_id: SessionId,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it runs out.
    pub expires_at: DateTime<Utc>,
    /// When it was used.
    pub used_at: Option<DateTime<Utc>>,
    /// Its successor, sealed, once it was used.
    pub successor_sealed: Option<Vec<u8>>,
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RefreshToken").field(&self.session_id).finish()
    }
}

/// The account id of a session that is live, as a part of another query.
pub(super) fn account_of_live(id: SessionId, now: DateTime<Utc>) -> SelectStatement {
    use auth_session::Column;
    auth_session::Entity::find_by_id(id.0)
        .select_only()
        .column(Column::AccountId)
        .filter(Column::RevokedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .into_query()
}

impl<C: ConnectionTrait> Session<C> {
    /// The session a refresh token belongs to, which never changes.
    ///
    /// # Errors
    /// What the database says.
    pub async fn session_of_refresh_token(&self, hash: &[u8; 32]) -> Result<Option<SessionId>> {
        let found = refresh_token::Entity::find_by_id(hash.to_vec()).one(&self.conn).await?;
        Ok(found.map(|row| SessionId(row.session_id)))
    }
}

impl Tx {
    /// A session, which stays so until this transaction ends.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_session(&self, id: SessionId) -> Result<Option<AuthSession>> {
        let find = auth_session::Entity::find_by_id(id.0).lock_exclusive();
        Ok(find.one(&self.conn).await?.map(|row| AuthSession {
            id: SessionId(row.id),
            account_id: AccountId(row.account_id),
            created_at: row.created_at,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
        }))
    }

    /// Adds a session.
    ///
    /// # Errors
    /// What the database says.
    pub async fn insert_session(&self, session: &AuthSession) -> Result<()> {
        let row = auth_session::ActiveModel {
            id: Set(session.id.0),
            account_id: Set(session.account_id.0),
            created_at: Set(session.created_at),
            expires_at: Set(session.expires_at),
            revoked_at: Set(None),
            revoked_because: Set(None),
        };
        auth_session::Entity::insert(row).exec_without_returning(&self.conn).await?;
        Ok(())
    }

    /// Ends a session, unless it was ended before.
    ///
    /// # Errors
    /// What the database says.
    pub async fn revoke_session(
        &self,
        id: SessionId,
        because: RevokedBecause,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let one = revoke(because, now).filter(auth_session::Column::Id.eq(id.0));
        one.exec(&self.conn).await?;
        Ok(())
    }

    /// Ends the sessions of an account, all or all but one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn revoke_sessions_of(
        &self,
        account: AccountId,
        but: Option<SessionId>,
        because: RevokedBecause,
        now: DateTime<Utc>,
    ) -> Result<()> {
        use auth_session::Column;
        let mut all = revoke(because, now).filter(Column::AccountId.eq(account.0));
        if let Some(kept) = but {
            all = all.filter(Column::Id.ne(kept.0));
        }
        all.exec(&self.conn).await?;
        Ok(())
    }

    /// A refresh token, which stays so until this transaction ends.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_refresh_token(&self, hash: &[u8; 32]) -> Result<Option<RefreshToken>> {
        let find = refresh_token::Entity::find_by_id(hash.to_vec()).lock_exclusive();
        Ok(find.one(&self.conn).await?.map(|row| RefreshToken {
            hash: *hash,
            session_id: SessionId(row.session_id),
            created_at: row.created_at,
            expires_at: row.expires_at,
            used_at: row.used_at,
            successor_sealed: row.successor_sealed,
        }))
    }

    /// Adds a refresh token.
    ///
    /// # Errors
    /// What the database says.
    pub async fn insert_refresh_token(&self, token: &RefreshToken) -> Result<()> {
        let row = refresh_token::ActiveModel {
            token_hash: Set(token.hash.to_vec()),
            session_id: Set(token.session_id.0),
            created_at: Set(token.created_at),
            expires_at: Set(token.expires_at),
            used_at: Set(token.used_at),
            successor_sealed: Set(token.successor_sealed.clone()),
        };
        match refresh_token::Entity::insert(row).exec_without_returning(&self.conn).await {
            Ok(_) => Ok(()),
            Err(error) if duplicate(&error).is_some() => Err(Error::Conflict),
            Err(error) => Err(error.into()),
        }
    }

    /// Marks a refresh token that is locked here as used, and keeps its successor.
    ///
    /// # Errors
    /// What the database says.
    pub async fn use_refresh_token(
        &self,
        hash: &[u8; 32],
        successor_sealed: Vec<u8>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let row = refresh_token::ActiveModel {
            token_hash: Unchanged(hash.to_vec()),
            session_id: NotSet,
            created_at: NotSet,
            expires_at: NotSet,
            used_at: Set(Some(now)),
            successor_sealed: Set(Some(successor_sealed)),
        };
        refresh_token::Entity::update(row).exec(&self.conn).await?;
        Ok(())
    }

    /// Forgets the successors of the tokens used before an instant: they are repeated no longer.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget_successors(&self, used_before: DateTime<Utc>) -> Result<u64> {
        use refresh_token::Column;
        let row = refresh_token::ActiveModel { successor_sealed: Set(None), ..Default::default() };
        let old = refresh_token::Entity::update_many()
            .set(row)
            .filter(Column::UsedAt.lt(used_before))
            .filter(Column::SuccessorSealed.is_not_null());
        Ok(old.exec(&self.conn).await?.rows_affected)
    }

    /// Removes the sessions that ended before an instant, with their tokens.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget_sessions(&self, ended_before: DateTime<Utc>) -> Result<u64> {
        use auth_session::Column;
        let ended = auth_session::Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::ExpiresAt.lt(ended_before))
            .into_query();
        refresh_token::Entity::delete_many()
            .filter(refresh_token::Column::SessionId.in_subquery(ended))
            .exec(&self.conn)
            .await?;
        let old = auth_session::Entity::delete_many().filter(Column::ExpiresAt.lt(ended_before));
        Ok(old.exec(&self.conn).await?.rows_affected)
    }
}

fn revoke(
    because: RevokedBecause,
    now: DateTime<Utc>,
) -> sea_orm::UpdateMany<auth_session::Entity> {
    let row = auth_session::ActiveModel {
        revoked_at: Set(Some(now)),
        revoked_because: Set(Some(because.name().to_owned())),
        ..Default::default()
    };
    auth_session::Entity::update_many().set(row).filter(auth_session::Column::RevokedAt.is_null())
}
