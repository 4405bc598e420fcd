//! `AuthService`: signing in and out, and who the caller is.

use super::{
    Api,
    fields::{self, Fields},
    handle::{Entry, answers, write, write_requests},
    methods, roles,
};
use crate::{
    domain::{
        account::{Account, MAX_LOGIN_NAME_LENGTH, MAX_SECRET_LENGTH},
        caller::Caller,
    },
    error::{Error, Result},
    service::{
        audit,
        identity::{self, Tokens},
    },
};
use frsc_proto::v1::{
    self, ChangePasswordRequest, ChangePasswordResponse, CreateSessionRequest,
    CreateSessionResponse, GetCallerRequest, GetCallerResponse, RefreshSessionRequest,
    RefreshSessionResponse, RevokeSessionRequest, RevokeSessionResponse,
    auth_service_server::AuthService,
};
use tonic::{Request, Response, Status};
use zeroize::Zeroizing;

/// Longest refresh token that is looked at.
const MAX_REFRESH_TOKEN_LENGTH: usize = 128;

write_requests! {
    RevokeSessionRequest;
    ChangePasswordRequest;
}

answers! {
    RevokeSessionResponse, () => |()| Self {};
    ChangePasswordResponse, () => |()| Self {};
}

#[tonic::async_trait]
impl AuthService for Api {
    async fn create_session(
        &self,
        request: Request<CreateSessionRequest>,
    ) -> Result<Response<CreateSessionResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.answer(self.sign_in(&entry, request).await)
    }

    async fn refresh_session(
        &self,
        request: Request<RefreshSessionRequest>,
    ) -> Result<Response<RefreshSessionResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.answer(self.refresh(&entry, request).await)
    }

    async fn revoke_session(
        &self,
        request: Request<RevokeSessionRequest>,
    ) -> Result<Response<RevokeSessionResponse>, Status> {
        let app = &self.app;
        write(app, request, |_| Ok(()), async |call, ()| identity::revoke_session(app, &call).await)
            .await
    }

    async fn get_caller(
        &self,
        request: Request<GetCallerRequest>,
    ) -> Result<Response<GetCallerResponse>, Status> {
        let (entry, _) = Entry::open(request)?;
        entry.answer(self.who(&entry).await)
    }

    async fn change_password(
        &self,
        request: Request<ChangePasswordRequest>,
    ) -> Result<Response<ChangePasswordResponse>, Status> {
        let app = &self.app;
        write(app, request, passwords, async |call, (current, new)| {
            identity::change_password(app, &call, current, new).await
        })
        .await
    }
}

impl Api {
    async fn sign_in(
        &self,
        entry: &Entry,
        request: CreateSessionRequest,
    ) -> Result<CreateSessionResponse> {
        let secret = Zeroizing::new(request.secret);
        let mut fields = Fields::new();
        let name = fields.text("login_name", &request.login_name, 1, MAX_LOGIN_NAME_LENGTH);
        length(&mut fields, "secret", &secret, MAX_SECRET_LENGTH);
        let name = match fields.finish(name) {
            Ok(name) => name,
            Err(error) => return self.refuse_visit(entry, error).await,
        };
        let done = identity::create_session(&self.app, entry.visit(), &name, secret).await?;
        Ok(CreateSessionResponse {
            tokens: Some(tokens(&done.tokens)),
            caller: Some(caller(&done.caller, &done.account)),
        })
    }

    async fn refresh(
        &self,
        entry: &Entry,
        request: RefreshSessionRequest,
    ) -> Result<RefreshSessionResponse> {
        let token = Zeroizing::new(request.refresh_token);
        let mut fields = Fields::new();
        length(&mut fields, "refresh_token", &token, MAX_REFRESH_TOKEN_LENGTH);
        if let Err(error) = fields.finish(()) {
            return self.refuse_visit(entry, error).await;
        }
        let done = identity::refresh_session(&self.app, entry.visit(), token).await?;
        Ok(RefreshSessionResponse { tokens: Some(tokens(&done)) })
    }

    async fn who(&self, entry: &Entry) -> Result<GetCallerResponse> {
        let call = entry.call()?;
        let account = identity::get_caller(&self.app, call).await?;
        Ok(GetCallerResponse { caller: Some(caller(&call.caller, &account)) })
    }

    async fn refuse_visit<T>(&self, entry: &Entry, error: Error) -> Result<T> {
        audit::refused(&self.app, entry.visit(), None, &error).await?;
        Err(error)
    }
}

fn passwords(q: ChangePasswordRequest) -> Result<(Zeroizing<String>, Zeroizing<String>)> {
    let (current, new) = (Zeroizing::new(q.current_password), Zeroizing::new(q.new_password));
    let mut fields = Fields::new();
    length(&mut fields, "current_password", &current, MAX_SECRET_LENGTH);
    length(&mut fields, "new_password", &new, MAX_SECRET_LENGTH);
    fields.finish((current, new))
}

/// Notes a secret that is empty or too long, without trimming or copying it.
fn length(fields: &mut Fields, field: &str, value: &str, most: usize) {
    if value.is_empty() || value.chars().count() > most {
        fields.fault(field, format!("must have 1 to {most} characters"));
    }
}

fn tokens(tokens: &Tokens) -> v1::TokenPair {
    v1::TokenPair {
        access_token: tokens.access_token.to_string(),
        access_expire_time: Some(fields::timestamp(tokens.access_expires_at)),
        refresh_token: tokens.refresh_token.to_string(),
        refresh_expire_time: Some(fields::timestamp(tokens.refresh_expires_at)),
    }
}

fn caller(caller: &Caller, account: &Account) -> v1::Caller {
    let allowed = methods::all().iter().filter(|method| method.allows(Some(caller)));
    let mut methods: Vec<_> = allowed.map(|method| method.name().to_owned()).collect();
    methods.sort_unstable();
    v1::Caller {
        account_id: caller.account_id.to_string(),
        session_id: caller.session_id.to_string(),
        login_name: account.login_name.clone(),
        display_name: account.display_name.clone(),
        roles: roles::encode(caller.roles),
        department_id: caller.department_id.clone().unwrap_or_default(),
        methods,
    }
}
