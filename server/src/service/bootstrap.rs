//! The first account. There is no default one: the operator takes a one-time code on the machine
//! itself and makes an administrator with it. Nothing of this is possible while an active
//! administrator exists.

use super::{
    App,
    account::{self, Grant, NewAccount},
    audit,
};
use crate::{
    domain::{
        account::{Account, AccountKind, display_name_problem, login_name_problem, secret_problem},
        caller::{Role, Roles},
        id::AccountId,
        refusal::Refusal,
        token::BOOTSTRAP_CODE_LIFE,
    },
    error::{Error, Result, Violation},
    secrets::sha256,
    store::Tx,
};
use zeroize::Zeroizing;

/// What the audit trail calls the giving of a code.
const ISSUE: &str = "frscd user bootstrap";
/// What it calls its use.
const USE: &str = "frscd user bootstrap --code";

/// Gives a one-time code, good for an hour, in place of any other.
///
/// # Errors
/// `StateForbids` while an active administrator exists; what the database says.
pub async fn issue_bootstrap_code(app: &App) -> Result<Zeroizing<String>> {
    let code = account::make_secret();
    let now = app.clock.now();
    let tx = app.store.begin().await?;
    tx.lock_bootstrap().await?;
    if let Err(error) = check_no_admin(&tx).await {
        return refuse(app, tx, ISSUE, error).await;
    }
    tx.put_bootstrap_code(&sha256(code.as_bytes()), now, now + BOOTSTRAP_CODE_LIFE).await?;
    tx.add_audit(vec![audit::done(app, ISSUE, "")]).await?;
    tx.commit().await?;
    Ok(code)
}

/// Makes the first administrator, who may hand on every role.
///
/// # Errors
/// `Unauthenticated` for a code that is unknown, used or run out; `StateForbids` while an active
/// administrator exists; `Invalid`, `AlreadyExists`; what the database says.
pub async fn bootstrap(
    app: &App,
    code: &str,
    login_name: &str,
    display_name: &str,
    password: Zeroizing<String>,
) -> Result<AccountId> {
    check_fields(login_name, display_name, &password)?;
    let hash = app.identity.passwords.hash(password).await?;
    let account = first_admin(app, login_name, display_name);
    let tx = app.store.begin().await?;
    tx.lock_bootstrap().await?;
    if let Err(error) = check(app, &tx, code, login_name).await {
        return refuse(app, tx, USE, error).await;
    }
    tx.insert_account(&account, &hash).await?;
    tx.add_audit(vec![audit::done(app, USE, &account.id.to_string())]).await?;
    tx.commit().await?;
    Ok(account.id)
}

fn check_fields(login_name: &str, display_name: &str, password: &str) -> Result<()> {
    let fields = [
        ("login_name", login_name_problem(login_name)),
        ("display_name", display_name_problem(display_name)),
        ("password", secret_problem(password, login_name)),
    ];
    let violations: Vec<_> = fields
        .into_iter()
        .filter_map(|(field, problem)| {
            let (field, problem) = (field.to_owned(), problem?.to_owned());
            Some(Violation { field, problem, problem_zh: None })
        })
        .collect();
    if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations)) }
}

async fn check(app: &App, tx: &Tx, code: &str, login_name: &str) -> Result<()> {
    check_no_admin(tx).await?;
    if let Some(found) = tx.credentials_of(login_name).await? {
        return Err(Error::AlreadyExists { existing_id: found.account.id.to_string() });
    }
    let used = tx.use_bootstrap_code(&sha256(code.trim().as_bytes()), app.clock.now()).await?;
    if used { Ok(()) } else { Err(Error::Unauthenticated) }
}

async fn check_no_admin(tx: &Tx) -> Result<()> {
    if tx.has_active_admin().await? {
        let refusal = Refusal::StateForbids { current: "ADMIN_EXISTS", allowed: &["NO_ADMIN"] };
        return Err(refusal.into());
    }
    Ok(())
}

/// Nothing was written before the refusal but its record.
async fn refuse<T>(app: &App, tx: Tx, what: &'static str, error: Error) -> Result<T> {
    let mut record = audit::done(app, what, "");
    error.reason().clone_into(&mut record.result);
    tx.add_audit(vec![record]).await?;
    tx.commit().await?;
    Err(error)
}

fn first_admin(app: &App, login_name: &str, display_name: &str) -> Account {
    let grant = Grant {
        roles: Roles::of(&[Role::Admin]),
        grantable_roles: Role::ALL.into_iter().collect(),
        department_id: None,
    };
    let kind = AccountKind::Person;
    let (login_name, display_name) = (login_name.to_owned(), display_name.to_owned());
    account::draft(app, &NewAccount { kind, login_name, display_name, grant })
}
