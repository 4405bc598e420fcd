//! What the tests of identity stand on: a server over a database file of its own and a clock that
//! stands still, its first administrator, and calls of whoever signs in.

pub(super) use super::testing::Told;
use super::{
    App, Call, Visit,
    account::{self, Grant, NewAccount, Target},
    bootstrap,
    identity::{self, SignedIn},
    testing::{empty_app, server},
    write::{Mode, WriteCall},
};
use crate::{
    domain::{
        account::{Account, AccountKind},
        caller::{Role, Roles},
        id::AccountId,
    },
    error::Result,
    store::trail::AuditFilter,
};
use std::sync::Arc;
use tempfile::TempDir;
use zeroize::Zeroizing;

/// The secret of every account here.
pub(super) const SECRET: &str = "correct horse battery";
/// The first administrator.
pub(super) const ADMIN: &str = "first.admin";

/// A server and the folder of its database.
pub(super) struct Fixture {
    pub(super) app: Arc<App>,
    pub(super) folder: TempDir,
}

impl Fixture {
    /// Without any account.
    pub(super) async fn empty() -> Self {
        let (app, folder) = empty_app().await;
        Self { app, folder }
    }

    /// With its first administrator.
    pub(super) async fn new() -> Self {
        let fixture = Self::empty().await;
        let code = bootstrap::issue_bootstrap_code(&fixture.app).await.unwrap();
        bootstrap::bootstrap(&fixture.app, &code, ADMIN, "First Admin", text(SECRET))
            .await
            .unwrap();
        fixture
    }

    /// Another server over the same database and clock.
    pub(super) async fn another_server(&self) -> Arc<App> {
        server(&self.folder, self.app.clock.clone()).await
    }

    pub(super) async fn try_sign_in(&self, name: &str, secret: &str) -> Result<SignedIn> {
        let visit = visit("frsc.v1.AuthService/CreateSession");
        identity::create_session(&self.app, visit, name, text(secret)).await
    }

    pub(super) async fn sign_in(&self, name: &str) -> SignedIn {
        self.try_sign_in(name, SECRET).await.unwrap()
    }

    /// A write of somebody signed in.
    pub(super) fn write(&self, by: &SignedIn, method: &'static str) -> WriteCall {
        let caller = Arc::new(by.caller.clone());
        WriteCall {
            call: Call { caller, method, source: None },
            request_id: uuid::Uuid::new_v4(),
            request_hash: [0; 32],
            mode: Mode::Commit,
        }
    }

    /// An account made by the first administrator.
    pub(super) async fn account(&self, name: &str, grant: Grant) -> Account {
        let admin = self.sign_in(ADMIN).await;
        let call = self.write(&admin, "frsc.admin.v1.AccountService/CreateAccount");
        let (kind, login_name) = (AccountKind::Person, name.to_owned());
        let new = NewAccount { kind, login_name, display_name: name.to_owned(), grant };
        let secret = Some(text(SECRET));
        let reply = account::create_account::<Told<_>>(&self.app, &call, &new, secret).await;
        reply.unwrap().answer.0.account
    }

    pub(super) async fn read(&self, id: AccountId) -> Account {
        account::get_account(&self.app, id).await.unwrap()
    }

    /// The results of the audit trail's records of a method, the newest first.
    pub(super) async fn results(&self, method: &str) -> Vec<String> {
        let filter = AuditFilter { methods: vec![method.to_owned()], ..AuditFilter::default() };
        let records = self.app.store.reader().audit_records(&filter, None, 100).await.unwrap();
        records.into_iter().map(|record| record.result).collect()
    }
}

pub(super) fn grant(roles: &[Role], grantable: &[Role]) -> Grant {
    let (roles, grantable_roles) = (Roles::of(roles), Roles::of(grantable));
    Grant { roles, grantable_roles, department_id: None }
}

pub(super) fn target(account: &Account) -> Target {
    Target { id: account.id, version: account.version }
}

pub(super) fn visit(method: &'static str) -> Visit {
    Visit { method, source: None }
}

pub(super) fn text(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}
