//! Signing in and out. A sign-in is judged under a lock on the account's row, so that wrong secrets
//! are counted exactly however many come at once. Never tells why a sign-in failed.

use super::{
    App, Call, Visit, audit, identity,
    refresh::{Tokens, again, new_token, row, tokens},
    write::{self, Answer, DONE, Effect, Reply, Trace, WriteCall},
};
use crate::{
    domain::{
        account::{Account, AccountKind, secret_problem},
        caller::Caller,
        id::SessionId,
        token::{RevokedBecause, SESSION_LIFE},
    },
    error::{Error, Result},
    store::{Tx, account::Credentials, auth_session::AuthSession},
};
use std::sync::Arc;
use zeroize::Zeroizing;

/// Who signed in, and what he works with.
#[derive(Debug)]
pub struct SignedIn {
    /// The tokens.
    pub tokens: Tokens,
    /// The caller.
    pub caller: Caller,
    /// His account.
    pub account: Account,
}

/// Signs a person or a partner system in.
///
/// # Errors
/// `Unauthenticated` for an unknown, wrong, locked or disabled account, all alike; `Overloaded`
/// where too many sign in at once; what the database says.
pub async fn create_session(
    app: &App,
    visit: Visit,
    login_name: &str,
    secret: Zeroizing<String>,
) -> Result<SignedIn> {
    let found = app.store.reader().credentials_of(login_name).await?;
    let hash = found.as_ref().map(|found| found.secret_hash.clone());
    let right = app.identity.passwords.verify(visit.source, secret, hash).await?;
    let (account, session, refresh_token) =
        again(|| open_session(app, visit, found.as_ref(), right)).await?;
    let tokens = tokens(app, &session, refresh_token, session.created_at).await?;
    Ok(SignedIn { tokens, caller: identity::caller(&account, session.id), account })
}

/// Ends the caller's own session.
///
/// # Errors
/// What the database says.
pub async fn revoke_session<R: Answer<()>>(app: &App, call: &WriteCall) -> Result<Reply<R>> {
    let id = call.call.caller.session_id;
    let reply = write::write(app, call, |tx| async move {
        tx.revoke_session(id, RevokedBecause::SignedOut, app.clock.now()).await?;
        let trace = Trace { resource_id: id.to_string(), ..Trace::default() };
        Ok(Effect { outcome: (), traces: vec![trace] })
    });
    let reply = reply.await?;
    app.identity.forget_rights();
    Ok(reply)
}

/// The caller's account.
///
/// # Errors
/// What the database says.
pub async fn get_caller(app: &App, call: &Call) -> Result<Account> {
    let account = app.store.reader().account(call.caller.account_id).await?;
    account.ok_or(Error::Unauthenticated)
}

/// Replaces the caller's own password and ends his other sessions.
///
/// # Errors
/// `PermissionDenied` for a partner system, `Invalid` for a password that will not do,
/// `Unauthenticated` for a wrong current one, which counts as a failed sign-in.
pub async fn change_password<R: Answer<()>>(
    app: &App,
    call: &WriteCall,
    current: Zeroizing<String>,
    new: Zeroizing<String>,
) -> Result<Reply<R>> {
    let key = (call.call.caller.account_id, call.call.method, call.request_id);
    let reader = app.store.reader();
    // A repeat finds the password changed already; it gets its answer, not a count of failures.
    let verified = match reader.kept_answers(&[key]).await?.is_empty() {
        true => match check_current(app, call, current, &new).await {
            Ok(found) => Some(found),
            Err(error) => {
                write::record_refusal(app, &call.call, Some(call.request_id), &error).await?;
                return Err(error);
            }
        },
        false => None,
    };
    let new_hash = match verified {
        Some(_) => app.identity.passwords.hash(new).await?,
        None => Zeroizing::default(),
    };
    let work = |tx| replace_password(app, &call.call, tx, verified.as_ref(), &new_hash);
    let reply = write::write(app, call, work).await?;
    app.identity.forget_rights();
    Ok(reply)
}

async fn check_current(
    app: &App,
    call: &WriteCall,
    current: Zeroizing<String>,
    new: &str,
) -> Result<Credentials> {
    let found = app.store.reader().credentials(call.call.caller.account_id).await?;
    let found = found.ok_or(Error::Unauthenticated)?;
    if found.account.kind != AccountKind::Person {
        return Err(Error::PermissionDenied);
    }
    if let Some(problem) = secret_problem(new, &found.account.login_name) {
        let zh = "应为12至256个字符，且不同于登录名";
        return Err(Error::told("new_password", problem, zh));
    }
    let hash = Some(found.secret_hash.clone());
    let right = app.identity.passwords.verify(call.call.source, current, hash).await?;
    let counted = again(|| async {
        let tx = app.store.begin().await?;
        let account = judge(app, &tx, &found, right).await?;
        tx.commit().await?;
        Ok(account)
    });
    counted.await?.ok_or(Error::Unauthenticated)?;
    Ok(found)
}

async fn replace_password(
    app: &App,
    call: &Call,
    tx: Arc<Tx>,
    verified: Option<&Credentials>,
    new_hash: &str,
) -> Result<Effect<()>> {
    // A request kept under this id while ours was checked is answered before this is reached.
    let verified = verified.ok_or(Error::Conflict)?;
    let stored = tx.lock_credentials(call.caller.account_id).await?;
    let stored = stored.filter(|stored| stored.secret_hash == verified.secret_hash);
    let before = stored.ok_or(Error::Unauthenticated)?.account;
    let now = app.clock.now();
    let after = before.clone().changed(now);
    tx.save_account(&after, Some(new_hash)).await?;
    let own = Some(call.caller.session_id);
    tx.revoke_sessions_of(after.id, own, RevokedBecause::PasswordChanged, now).await?;
    Ok(Effect { outcome: (), traces: vec![super::account::trace(Some(&before), &after)] })
}

/// Judges a sign-in and begins a session, or puts the failure on record; both are written.
async fn open_session(
    app: &App,
    visit: Visit,
    found: Option<&Credentials>,
    right: bool,
) -> Result<(Account, AuthSession, Zeroizing<String>)> {
    let tx = app.store.begin().await?;
    let account = match found {
        Some(found) => judge(app, &tx, found, right).await?,
        None => None,
    };
    let Some(account) = account else {
        let id = found.map(|found| found.account.id);
        let refusal = Error::Unauthenticated;
        tx.add_audit(vec![audit::of_account(app, visit, id, None, refusal.reason())]).await?;
        tx.commit().await?;
        return Err(refusal);
    };
    let now = app.clock.now();
    let session = AuthSession {
        id: SessionId(app.clock.new_id()),
        account_id: account.id,
        created_at: now,
        expires_at: now + SESSION_LIFE,
        revoked_at: None,
    };
    let refresh_token = new_token();
    tx.insert_session(&session).await?;
    tx.insert_refresh_token(&row(&session, &refresh_token, now)).await?;
    let done = audit::of_account(app, visit, Some(account.id), Some(session.id), DONE);
    tx.add_audit(vec![done]).await?;
    tx.commit().await?;
    Ok((account, session, refresh_token))
}

/// The account where the secret was right and it may sign in, under the row's lock: what was read
/// before the secret was compared may have changed since. A wrong secret is counted.
async fn judge(app: &App, tx: &Tx, found: &Credentials, right: bool) -> Result<Option<Account>> {
    let Some(stored) = tx.lock_credentials(found.account.id).await? else { return Ok(None) };
    let now = app.clock.now();
    let before = stored.account;
    let good = right && stored.secret_hash == found.secret_hash && before.may_sign_in(now);
    let after = match (good, right) {
        (true, _) => before.clone().unlocked(now),
        (false, false) => before.clone().after_wrong_secret(now),
        (false, true) => return Ok(None),
    };
    if after != before {
        tx.save_account(&after, None).await?;
    }
    Ok(good.then_some(after))
}

#[cfg(test)]
mod tests;
