//! Accounts, as rows. A secret's hash leaves this file only together with its account, as
//! `Credentials`, which cannot be printed.

use super::{Session, Tx, after_row, auth_session, duplicate, entity::account};
use crate::{
    domain::{
        account::{Account, AccountKind, AccountState},
        caller::{Role, Roles},
        id::{AccountId, SessionId},
    },
    error::{Error, Result},
};
use account::{Column, Entity};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::{NotSet, Set, Unchanged},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait as _, SimpleExpr},
};
use std::fmt;
use zeroize::Zeroizing;

/// An account and the hash of its secret.
#[derive(Clone)]
pub struct Credentials {
    /// The account.
    pub account: Account,
    /// The PHC text of the secret's hash.
    pub secret_hash: Zeroizing<String>,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Credentials").field(&self.account.id).finish()
    }
}

/// Which accounts are asked for.
#[derive(Clone, Debug, Default)]
pub struct AccountFilter {
    /// With one of these roles; none: with any.
    pub roles: Roles,
    /// Of these departments; empty: of any.
    pub department_ids: Vec<String>,
}

impl<C: ConnectionTrait> Session<C> {
    /// When the first account was made, where there is one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn first_account_at(&self) -> Result<Option<DateTime<Utc>>> {
        let first = Entity::find().order_by_asc(Column::CreatedAt).one(&self.conn).await?;
        Ok(first.map(|row| row.created_at))
    }

    /// An account.
    ///
    /// # Errors
    /// What the database says.
    pub async fn account(&self, id: AccountId) -> Result<Option<Account>> {
        Ok(self.credentials(id).await?.map(|found| found.account))
    }

    /// An account and its secret's hash.
    ///
    /// # Errors
    /// What the database says.
    pub async fn credentials(&self, id: AccountId) -> Result<Option<Credentials>> {
        Entity::find_by_id(id.0).one(&self.conn).await?.map(credentials).transpose()
    }

    /// An account and its secret's hash, by login name.
    ///
    /// # Errors
    /// What the database says.
    pub async fn credentials_of(&self, login_name: &str) -> Result<Option<Credentials>> {
        let find = Entity::find().filter(Column::LoginName.eq(login_name));
        find.one(&self.conn).await?.map(credentials).transpose()
    }

    /// A page of accounts by login name, after that of `after`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn accounts(
        &self,
        filter: &AccountFilter,
        after: Option<&str>,
        limit: u64,
    ) -> Result<Vec<Account>> {
        let mut find = Entity::find();
        if !filter.roles.is_empty() {
            find = find.filter(has_any(filter.roles));
        }
        if !filter.department_ids.is_empty() {
            find = find.filter(Column::DepartmentId.is_in(filter.department_ids.clone()));
        }
        if let Some(after) = after {
            find = find.filter(after_row(&[Column::LoginName], vec![after.into()]));
        }
        let rows = find.order_by_asc(Column::LoginName).limit(limit).all(&self.conn).await?;
        rows.into_iter().map(|row| Ok(credentials(row)?.account)).collect()
    }

    /// The account behind a live session: not revoked, not run out, and the account active. This is
    /// what rights are read by.
    ///
    /// # Errors
    /// What the database says.
    pub async fn account_of_live_session(
        &self,
        session: SessionId,
        now: DateTime<Utc>,
    ) -> Result<Option<Account>> {
        let live = auth_session::account_of_live(session, now);
        let find = Entity::find()
            .filter(Column::Id.in_subquery(live))
            .filter(Column::State.eq(state_number(AccountState::Active)));
        Ok(find.one(&self.conn).await?.map(credentials).transpose()?.map(|found| found.account))
    }

    /// True where an active administrator exists.
    ///
    /// # Errors
    /// What the database says.
    pub async fn has_active_admin(&self) -> Result<bool> {
        Ok(Entity::find().filter(active_admin()).one(&self.conn).await?.is_some())
    }
}

impl Tx {
    /// An account and its secret's hash, which stay so until this transaction ends.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_credentials(&self, id: AccountId) -> Result<Option<Credentials>> {
        let find = Entity::find_by_id(id.0).lock_exclusive();
        find.one(&self.conn).await?.map(credentials).transpose()
    }

    /// An account and every active administrator, all of which stay so until this transaction ends.
    /// They are locked in one order, so that two who disable each other wait instead of
    /// deadlocking.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_account_and_admins(
        &self,
        id: AccountId,
    ) -> Result<(Option<Account>, Vec<AccountId>)> {
        let wanted = Condition::any().add(Column::Id.eq(id.0)).add(active_admin());
        let find = Entity::find().filter(wanted).order_by_asc(Column::Id).lock_exclusive();
        let rows = find.all(&self.conn).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            found.push(credentials(row)?.account);
        }
        let admins = found.iter().filter(|a| a.is_active_admin()).map(|a| a.id).collect();
        Ok((found.into_iter().find(|account| account.id == id), admins))
    }

    /// Adds an account.
    ///
    /// # Errors
    /// `Conflict` where the login name was taken meanwhile: a repeat then finds its account.
    pub async fn insert_account(&self, account: &Account, secret_hash: &str) -> Result<()> {
        let row = account::ActiveModel {
            created_at: Set(account.created_at),
            ..active(account, Some(secret_hash))
        };
        match Entity::insert(row).exec_without_returning(&self.conn).await {
            Ok(_) => Ok(()),
            Err(error) if duplicate(&error).is_some() => Err(Error::Conflict),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes an account that is locked here, and its new secret's hash where there is one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn save_account(&self, account: &Account, secret_hash: Option<&str>) -> Result<()> {
        let row =
            account::ActiveModel { id: Unchanged(account.id.0), ..active(account, secret_hash) };
        Entity::update(row).exec(&self.conn).await?;
        Ok(())
    }
}

fn has_any(roles: Roles) -> SimpleExpr {
    Expr::col(Column::Roles).bit_and(roles.bits()).ne(0)
}

fn active_admin() -> Condition {
    Condition::all()
        .add(Column::State.eq(state_number(AccountState::Active)))
        .add(has_any(Roles::of(&[Role::Admin])))
}

fn active(account: &Account, secret_hash: Option<&str>) -> account::ActiveModel {
    account::ActiveModel {
        id: Set(account.id.0),
        kind: Set(match account.kind {
            AccountKind::Person => 1,
            AccountKind::PartnerSystem => 2,
        }),
        login_name: Set(account.login_name.clone()),
        display_name: Set(account.display_name.clone()),
        state: Set(state_number(account.state)),
        secret_hash: secret_hash.map_or(NotSet, |hash| Set(hash.to_owned())),
        roles: Set(account.roles.bits()),
        grantable_roles: Set(account.grantable_roles.bits()),
        department_id: Set(account.department_id.clone()),
        failed_attempts: Set(i32::try_from(account.failed_attempts).unwrap_or(i32::MAX)),
        locked_until: Set(account.locked_until),
        created_at: NotSet,
        updated_at: Set(account.updated_at),
        version: Set(account.version),
    }
}

const fn state_number(state: AccountState) -> i32 {
    match state {
        AccountState::Active => 1,
        AccountState::Disabled => 2,
    }
}

fn credentials(row: account::Model) -> Result<Credentials> {
    let kind = match row.kind {
        1 => AccountKind::Person,
        2 => AccountKind::PartnerSystem,
        other => return Err(Error::internal(format!("account kind {other}"))),
    };
    let state = match row.state {
        1 => AccountState::Active,
        2 => AccountState::Disabled,
        other => return Err(Error::internal(format!("account state {other}"))),
    };
    let account = Account {
        id: AccountId(row.id),
        kind,
        login_name: row.login_name,
        display_name: row.display_name,
        state,
        roles: Roles::from_bits(row.roles),
        grantable_roles: Roles::from_bits(row.grantable_roles),
        department_id: row.department_id,
        failed_attempts: u32::try_from(row.failed_attempts).unwrap_or(0),
        locked_until: row.locked_until,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
    };
    Ok(Credentials { account, secret_hash: Zeroizing::new(row.secret_hash) })
}
