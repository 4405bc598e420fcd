//! Accounts of people and partner systems, as administrators keep them. An answer that is kept for
//! a repeat never holds a secret, and nobody takes over an account with more rights than he may
//! give.

use super::{
    App, Call, catalogue,
    page::{self, Page, PageRequest},
    write::{self, Answer, Effect, Mode, Reply, Trace, WriteCall},
};
use crate::{
    domain::{
        account::{
            Account, AccountKind, AccountState, check_admin_left, check_grant, check_roles,
            department_problem, secret_problem,
        },
        caller::Roles,
        id::{self, AccountId},
        refusal::Refusal,
        token::RevokedBecause,
    },
    error::{Error, Result},
    secrets::random,
    store::Tx,
};
use std::{fmt, sync::Arc};
use zeroize::Zeroizing;

pub use crate::store::account::AccountFilter;

/// What a new account is to be.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// What it stands for.
    pub kind: AccountKind,
    /// The name it signs in with.
    pub login_name: String,
    /// The name shown.
    pub display_name: String,
    /// Its rights.
    pub grant: Grant,
}

/// The rights of an account.
#[derive(Clone, Debug)]
pub struct Grant {
    /// What it may do.
    pub roles: Roles,
    /// What it may hand on.
    pub grantable_roles: Roles,
    /// Its department.
    pub department_id: Option<String>,
}

/// Which account, in which version.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The account.
    pub id: AccountId,
    /// The version last read.
    pub version: i64,
}

/// An account, and the secret that was made for it here.
#[derive(Clone)]
pub struct Issued {
    /// The account.
    pub account: Account,
    /// The secret, where the server made one.
    pub secret: Option<Zeroizing<String>>,
}

impl fmt::Debug for Issued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Issued").field(&self.account.id).finish()
    }
}

/// One account.
///
/// # Errors
/// `NotFound`; what the database says.
pub async fn get_account(app: &App, id: AccountId) -> Result<Account> {
    let found = app.store.reader().account(id).await?;
    found.map(|account| account.as_of(app.clock.now())).ok_or(Error::NotFound)
}

/// A page of accounts, by login name.
///
/// # Errors
/// `Invalid` for a wrong page; what the database says.
pub async fn list_accounts(
    app: &App,
    call: &Call,
    filter: &AccountFilter,
    request: &PageRequest,
) -> Result<Page<Account>> {
    let limit = request.limit()?;
    let filters = format!("{filter:?}");
    let after = request.cursor(app, call, &filters)?;
    let reader = app.store.reader();
    let rows = reader.accounts(filter, after.as_deref(), limit as u64 + 1).await?;
    let now = app.clock.now();
    let rows = rows.into_iter().map(|account| account.as_of(now)).collect();
    Ok(page::page(app, call, &filters, rows, limit, |account| account.login_name.clone()))
}

/// Makes an account; without a secret, one is made for it.
///
/// # Errors
/// `AlreadyExists`, `RoleConflict`, `GrantExceedsOwn`, `Invalid`; what the database says.
pub async fn create_account<R: Answer<Issued>>(
    app: &App,
    call: &WriteCall,
    new: &NewAccount,
    secret: Option<Zeroizing<String>>,
) -> Result<Reply<R>> {
    let given = secret.is_some();
    let secret = secret.unwrap_or_else(make_secret);
    let hash = hash_for(app, call, &secret).await?;
    let (secret, hash) = (&secret, &hash);
    let work = |tx: Arc<Tx>| async move {
        if let Some(problem) = secret_problem(secret, &new.login_name) {
            return Err(Error::invalid("secret", problem));
        }
        let account = draft(app, new);
        check_roles(new.kind, new.grant.roles)?;
        check_grant(&call.call.caller, account.id, all(&new.grant))?;
        check_department(app, &new.grant).await?;
        if let Some(found) = tx.credentials_of(&new.login_name).await? {
            return Err(Error::AlreadyExists { existing_id: found.account.id.to_string() });
        }
        tx.insert_account(&account, hash).await?;
        let shown = !given && call.mode == Mode::Commit;
        let traces = vec![trace(None, &account)];
        Ok(Effect { outcome: Issued { account, secret: shown.then(|| secret.clone()) }, traces })
    };
    write::write(app, call, work).await
}

/// Replaces an account's rights, at once.
///
/// # Errors
/// `NotFound`, `EtagMismatch`, `SelfGrant`, `GrantExceedsOwn`, `RoleConflict`, `LastAdmin`,
/// `Invalid`; what the database says.
pub async fn set_account_roles<R: Answer<Account>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    grant: &Grant,
) -> Result<Reply<R>> {
    let work = |tx: Arc<Tx>| async move {
        let (before, admins) = locked(&tx, target).await?;
        check_grant(&call.call.caller, before.id, all(grant))?;
        check_roles(before.kind, grant.roles)?;
        check_department(app, grant).await?;
        let mut after = before.clone().changed(app.clock.now());
        after.roles = grant.roles;
        after.grantable_roles = grant.grantable_roles;
        after.department_id.clone_from(&grant.department_id);
        check_admin_left(&before, &after, &admins)?;
        tx.save_account(&after, None).await?;
        Ok(Effect { traces: vec![trace(Some(&before), &after)], outcome: after })
    };
    finish(app, write::write(app, call, work).await)
}

/// Shuts an account and ends its sessions.
///
/// # Errors
/// `NotFound`, `EtagMismatch`, `StateForbids`, `LastAdmin`; what the database says.
pub async fn disable_account<R: Answer<Account>>(
    app: &App,
    call: &WriteCall,
    target: Target,
) -> Result<Reply<R>> {
    let work = |tx: Arc<Tx>| async move {
        let (before, admins) = locked(&tx, target).await?;
        if before.state == AccountState::Disabled {
            let (current, allowed) = (before.state.name(), &["ACTIVE"]);
            return Err(Refusal::StateForbids { current, allowed }.into());
        }
        let now = app.clock.now();
        let mut after = before.clone().changed(now);
        after.state = AccountState::Disabled;
        check_admin_left(&before, &after, &admins)?;
        tx.save_account(&after, None).await?;
        tx.revoke_sessions_of(after.id, None, RevokedBecause::AccountDisabled, now).await?;
        Ok(Effect { traces: vec![trace(Some(&before), &after)], outcome: after })
    };
    finish(app, write::write(app, call, work).await)
}

/// Opens a disabled or locked account. That gives its rights back, so they must be the caller's to
/// give.
///
/// # Errors
/// `NotFound`, `EtagMismatch`, `StateForbids`, `SelfGrant`, `GrantExceedsOwn`; what the database
/// says.
pub async fn enable_account<R: Answer<Account>>(
    app: &App,
    call: &WriteCall,
    target: Target,
) -> Result<Reply<R>> {
    let work = |tx: Arc<Tx>| async move {
        let (before, _) = locked(&tx, target).await?;
        let now = app.clock.now();
        if before.may_sign_in(now) {
            let (current, allowed) = (before.state.name(), &["DISABLED", "LOCKED"]);
            return Err(Refusal::StateForbids { current, allowed }.into());
        }
        check_grant(&call.call.caller, before.id, held(&before))?;
        let mut after = before.clone().unlocked(now);
        after.state = AccountState::Active;
        after.version = before.version + 1;
        after.updated_at = now;
        tx.save_account(&after, None).await?;
        Ok(Effect { traces: vec![trace(Some(&before), &after)], outcome: after })
    };
    finish(app, write::write(app, call, work).await)
}

/// Replaces an account's secret by a new one, and ends its sessions. Who knows a secret holds the
/// account's rights, so they must be the caller's to give.
///
/// # Errors
/// `NotFound`, `EtagMismatch`, `SelfGrant`, `GrantExceedsOwn`; what the database says.
pub async fn reset_secret<R: Answer<Issued>>(
    app: &App,
    call: &WriteCall,
    target: Target,
) -> Result<Reply<R>> {
    let secret = make_secret();
    let hash = hash_for(app, call, &secret).await?;
    let (secret, hash) = (&secret, &hash);
    let work = |tx: Arc<Tx>| async move {
        let (before, _) = locked(&tx, target).await?;
        check_grant(&call.call.caller, before.id, held(&before))?;
        let now = app.clock.now();
        let after = before.clone().changed(now);
        tx.save_account(&after, Some(hash)).await?;
        tx.revoke_sessions_of(after.id, None, RevokedBecause::SecretReset, now).await?;
        let traces = vec![trace(Some(&before), &after)];
        Ok(Effect { outcome: Issued { account: after, secret: Some(secret.clone()) }, traces })
    };
    finish(app, write::write(app, call, work).await)
}

/// What the change of an account leaves behind.
#[must_use]
pub fn trace(before: Option<&Account>, after: &Account) -> Trace {
    Trace {
        resource_id: after.id.to_string(),
        before: before.map(Account::canonical),
        after: Some(after.canonical()),
        ..Trace::default()
    }
}

/// A secret that a person can type: 100 random bits in four groups of five.
#[must_use]
pub fn make_secret() -> Zeroizing<String> {
    let bytes = Zeroizing::new(random::<13>());
    let text = Zeroizing::new(id::base32(bytes.as_slice()));
    Zeroizing::new([&text[..5], &text[5..10], &text[10..15], &text[15..20]].join("-"))
}

async fn locked(tx: &Tx, target: Target) -> Result<(Account, Vec<AccountId>)> {
    let (found, admins) = tx.lock_account_and_admins(target.id).await?;
    let found = found.ok_or(Error::NotFound)?;
    if found.version == target.version { Ok((found, admins)) } else { Err(Error::EtagMismatch) }
}

/// The rights are dropped after the commit, and after a failure too: it may have come after it.
fn finish<R>(app: &App, result: Result<Reply<R>>) -> Result<Reply<R>> {
    app.identity.forget_rights();
    result
}

/// A check needs no hash, and the work of one is not done for it.
async fn hash_for(app: &App, call: &WriteCall, secret: &str) -> Result<Zeroizing<String>> {
    match call.mode {
        Mode::Commit => app.identity.passwords.hash(Zeroizing::new(secret.to_owned())).await,
        Mode::ValidateOnly => Ok(Zeroizing::default()),
    }
}

async fn check_department(app: &App, grant: &Grant) -> Result<()> {
    let department = grant.department_id.as_deref();
    if let Some(problem) = department_problem(grant.roles, department) {
        return Err(Error::invalid("department_id", problem));
    }
    let catalogue = catalogue::current(app).await?;
    // The first accounts may be made before the catalogue is.
    let known = |code| catalogue.departments.is_empty() || catalogue.departments.contains_key(code);
    match department {
        Some(code) if !known(code) => {
            Err(Error::invalid("department_id", "is no department of the catalogue"))
        }
        Some(_) | None => Ok(()),
    }
}

/// A new account, active and unlocked.
#[must_use]
pub fn draft(app: &App, new: &NewAccount) -> Account {
    let now = app.clock.now();
    Account {
        id: AccountId(app.clock.new_id()),
        kind: new.kind,
        login_name: new.login_name.clone(),
        display_name: new.display_name.clone(),
        state: AccountState::Active,
        roles: new.grant.roles,
        grantable_roles: new.grant.grantable_roles,
        department_id: new.grant.department_id.clone(),
        failed_attempts: 0,
        locked_until: None,
        created_at: now,
        updated_at: now,
        version: 1,
    }
}

fn all(grant: &Grant) -> Roles {
    grant.roles.iter().chain(grant.grantable_roles.iter()).collect()
}

fn held(account: &Account) -> Roles {
    account.roles.iter().chain(account.grantable_roles.iter()).collect()
}

#[cfg(test)]
mod tests;
