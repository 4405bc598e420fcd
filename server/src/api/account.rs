//! `AccountService`: the keeping of accounts. A secret is in an answer once, and never in the
//! answer that is kept for a repeat.

use super::{
    Api,
    fields::{self, Fields},
    handle::{Entry, answers, both, secret_answers, write, write_requests},
    roles,
};
use crate::{
    domain::{
        account::{
            Account, AccountKind, AccountState, MAX_DISPLAY_NAME_LENGTH, login_name_problem,
            secret_problem,
        },
        id::AccountId,
    },
    error::{Error, Result},
    service::{
        account::{self, AccountFilter, Grant, Issued, NewAccount, Target},
        page::PageRequest,
    },
};
use frsc_proto::admin::{
    self, CreateAccountRequest, CreateAccountResponse, DisableAccountRequest,
    DisableAccountResponse, EnableAccountRequest, EnableAccountResponse, GetAccountRequest,
    GetAccountResponse, ListAccountsRequest, ListAccountsResponse, ResetSecretRequest,
    ResetSecretResponse, SetAccountRolesRequest, SetAccountRolesResponse,
    account_service_server::AccountService,
};
use tonic::{Request, Response, Status};
use zeroize::Zeroizing;

/// Most departments of a filter.
const MAX_FILTER_VALUES: usize = 100;

write_requests! {
    CreateAccountRequest, validate_only;
    SetAccountRolesRequest, validate_only;
    DisableAccountRequest, validate_only;
    EnableAccountRequest, validate_only;
    ResetSecretRequest;
}

answers! {
    SetAccountRolesResponse, Account => |account| Self { account: Some(message(account)) };
    DisableAccountResponse, Account => |account| Self { account: Some(message(account)) };
    EnableAccountResponse, Account => |account| Self { account: Some(message(account)) };
}

secret_answers! {
    CreateAccountResponse, Issued => account: |issued| message(&issued.account);
    ResetSecretResponse, Issued => account: |issued| message(&issued.account);
}

#[tonic::async_trait]
impl AccountService for Api {
    async fn create_account(
        &self,
        request: Request<CreateAccountRequest>,
    ) -> Result<Response<CreateAccountResponse>, Status> {
        let app = &self.app;
        write(app, request, new_account, async |call, (new, secret)| {
            account::create_account(app, &call, &new, secret).await
        })
        .await
    }

    async fn get_account(
        &self,
        request: Request<GetAccountRequest>,
    ) -> Result<Response<GetAccountResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.answer(self.one_account(&request).await)
    }

    async fn list_accounts(
        &self,
        request: Request<ListAccountsRequest>,
    ) -> Result<Response<ListAccountsResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.answer(self.some_accounts(&entry, &request).await)
    }

    async fn set_account_roles(
        &self,
        request: Request<SetAccountRolesRequest>,
    ) -> Result<Response<SetAccountRolesResponse>, Status> {
        let app = &self.app;
        write(app, request, new_roles, async |call, (target, grant)| {
            account::set_account_roles(app, &call, target, &grant).await
        })
        .await
    }

    async fn disable_account(
        &self,
        request: Request<DisableAccountRequest>,
    ) -> Result<Response<DisableAccountResponse>, Status> {
        let app = &self.app;
        write(
            app,
            request,
            |q| target(&q.account_id, &q.etag),
            async |call, target| account::disable_account(app, &call, target).await,
        )
        .await
    }

    async fn enable_account(
        &self,
        request: Request<EnableAccountRequest>,
    ) -> Result<Response<EnableAccountResponse>, Status> {
        let app = &self.app;
        write(
            app,
            request,
            |q| target(&q.account_id, &q.etag),
            async |call, target| account::enable_account(app, &call, target).await,
        )
        .await
    }

    async fn reset_secret(
        &self,
        request: Request<ResetSecretRequest>,
    ) -> Result<Response<ResetSecretResponse>, Status> {
        let app = &self.app;
        write(
            app,
            request,
            |q| target(&q.account_id, &q.etag),
            async |call, target| account::reset_secret(app, &call, target).await,
        )
        .await
    }
}

impl Api {
    async fn one_account(&self, q: &GetAccountRequest) -> Result<GetAccountResponse> {
        let mut fields = Fields::new();
        let id = fields.id("account_id", &q.account_id);
        let id = fields.finish(id)?.ok_or(Error::NotFound)?;
        let account = account::get_account(&self.app, id).await?;
        Ok(GetAccountResponse { account: Some(message(&account)) })
    }

    async fn some_accounts(
        &self,
        entry: &Entry,
        q: &ListAccountsRequest,
    ) -> Result<ListAccountsResponse> {
        let mut fields = Fields::new();
        let roles = roles::decode(&mut fields, "roles", &q.roles);
        fields.codes("department_ids", &q.department_ids, 0, MAX_FILTER_VALUES);
        let department_ids = q.department_ids.clone();
        let filter = fields.finish(AccountFilter { roles, department_ids })?;
        let page = PageRequest { size: q.page_size, token: q.page_token.clone() };
        let page = account::list_accounts(&self.app, entry.call()?, &filter, &page).await?;
        Ok(ListAccountsResponse {
            accounts: page.rows.iter().map(message).collect(),
            next_page_token: page.next_token,
        })
    }
}

fn new_roles(q: SetAccountRolesRequest) -> Result<(Target, Grant)> {
    let mut fields = Fields::new();
    let grant = grant(&mut fields, &q.roles, &q.grantable_roles, &q.department_id);
    both(target(&q.account_id, &q.etag), fields.finish(grant))
}

fn new_account(q: CreateAccountRequest) -> Result<(NewAccount, Option<Zeroizing<String>>)> {
    let mut fields = Fields::new();
    let kind = fields.choice("kind", q.kind).and_then(|kind| match kind {
        admin::AccountKind::Unspecified => None,
        admin::AccountKind::Person => Some(AccountKind::Person),
        admin::AccountKind::PartnerSystem => Some(AccountKind::PartnerSystem),
    });
    if let Some(problem) = login_name_problem(&q.login_name) {
        fields.fault("login_name", problem);
    }
    let display_name = fields.text("display_name", &q.display_name, 1, MAX_DISPLAY_NAME_LENGTH);
    let grant = grant(&mut fields, &q.roles, &q.grantable_roles, &q.department_id);
    let secret = (!q.secret.is_empty()).then(|| Zeroizing::new(q.secret));
    if let Some(problem) = secret.as_ref().and_then(|s| secret_problem(s, &q.login_name)) {
        fields.fault("secret", problem);
    }
    let kind = kind.unwrap_or(AccountKind::Person);
    let login_name = q.login_name;
    fields.finish((NewAccount { kind, login_name, display_name, grant }, secret))
}

fn target(account_id: &str, etag: &str) -> Result<Target> {
    let mut fields = Fields::new();
    let id = fields.id::<AccountId>("account_id", account_id);
    let version = fields.etag("etag", etag);
    let id = fields.finish(id)?.ok_or(Error::NotFound)?;
    Ok(Target { id, version })
}

fn grant(fields: &mut Fields, given: &[i32], grantable: &[i32], department_id: &str) -> Grant {
    let roles = roles::decode(fields, "roles", given);
    let grantable_roles = roles::decode(fields, "grantable_roles", grantable);
    let department =
        (!department_id.is_empty()).then(|| fields.code("department_id", department_id));
    Grant { roles, grantable_roles, department_id: department }
}

fn message(account: &Account) -> admin::Account {
    admin::Account {
        account_id: account.id.to_string(),
        kind: match account.kind {
            AccountKind::Person => admin::AccountKind::Person,
            AccountKind::PartnerSystem => admin::AccountKind::PartnerSystem,
        }
        .into(),
        login_name: account.login_name.clone(),
        display_name: account.display_name.clone(),
        state: match account.state {
            AccountState::Active => admin::AccountState::Active,
            AccountState::Disabled => admin::AccountState::Disabled,
        }
        .into(),
        roles: roles::encode(account.roles),
        grantable_roles: roles::encode(account.grantable_roles),
        department_id: account.department_id.clone().unwrap_or_default(),
        locked_until_time: account.locked_until.map(fields::timestamp),
        create_time: Some(fields::timestamp(account.created_at)),
        update_time: Some(fields::timestamp(account.updated_at)),
        etag: fields::etag(account.version),
    }
}
