//! Endpoints of departments' systems, one function an RPC. A secret is told once, to the one who
//! made it.

use super::{
    App, Call, catalogue,
    notice::{self, NewNotice},
    page::{self, Page, PageRequest},
    write::{Answer, Effect, Reply, Trace, WriteCall, write},
};
use crate::{
    delivery::check_url,
    domain::{
        id::{Id as _, NoticeId, WebhookEndpointId},
        notice::{Destination, Facts, NoticeKind, NoticeRecipient},
        refusal::Refusal,
        webhook_endpoint::{SECRET_BYTES, WebhookEndpoint},
    },
    error::{Error, Result},
    secrets::random,
    service::write::Mode,
};
use data_encoding::BASE64;
use std::fmt;
use zeroize::Zeroizing;

/// What stands before a secret, as Standard Webhooks has it.
const SECRET_PREFIX: &str = "whsec_";

/// An endpoint, and the secret that was made for it here.
#[derive(Clone)]
pub struct IssuedEndpoint {
    /// The endpoint.
    pub endpoint: WebhookEndpoint,
    /// The secret, where one was made.
    pub secret: Option<Zeroizing<String>>,
}

impl fmt::Debug for IssuedEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("IssuedEndpoint").field(&self.endpoint.id).finish()
    }
}

/// Makes an endpoint of a department, and its secret.
///
/// # Errors
/// `AlreadyExists`, `Invalid`; what the database says.
pub async fn create<R: Answer<IssuedEndpoint>>(
    app: &App,
    call: &WriteCall,
    department_id: &str,
    url: &str,
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let known = catalogue::current(app).await?.departments.contains_key(department_id);
        if !known {
            return Err(Error::invalid("department_id", "must name a department"));
        }
        if let Some(problem) = check_url(url) {
            return Err(Error::invalid("url", problem));
        }
        let own = tx.endpoints_in_use(&[department_id.to_owned()]).await?;
        if let Some(same) = own.iter().find(|endpoint| endpoint.url == url) {
            return Err(Error::AlreadyExists { existing_id: same.id.text() });
        }
        let id = WebhookEndpointId(app.clock.new_id());
        let (secret, secret_sealed) = make_secret(app, id)?;
        let now = app.clock.now();
        let endpoint = WebhookEndpoint {
            id,
            department_id: department_id.to_owned(),
            url: url.to_owned(),
            secret_sealed,
            disabled_at: None,
            created_by: call.call.caller.account_id,
            created_at: now,
            updated_at: now,
            version: 1,
        };
        tx.add_webhook_endpoint(&endpoint).await?;
        Ok(issued(call, None, endpoint, Some(secret)))
    })
    .await
}

/// Replaces an endpoint's secret, at once.
///
/// # Errors
/// `EtagMismatch`, `NotFound`; what the database says.
pub async fn rotate_secret<R: Answer<IssuedEndpoint>>(
    app: &App,
    call: &WriteCall,
    id: WebhookEndpointId,
    version: i64,
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let before = tx.lock_webhook_endpoint(id).await?;
        if before.version != version {
            return Err(Error::EtagMismatch);
        }
        let (secret, secret_sealed) = make_secret(app, id)?;
        let after = WebhookEndpoint {
            secret_sealed,
            updated_at: app.clock.now(),
            version: version + 1,
            ..before.clone()
        };
        tx.update_webhook_endpoint(&after).await?;
        Ok(issued(call, Some(&before), after, Some(secret)))
    })
    .await
}

/// Sends an endpoint a notice that tells nothing.
///
/// # Errors
/// `StateForbids` where it is disabled; `NotFound`; what the database says.
pub async fn ping<R: Answer<NoticeId>>(
    app: &App,
    call: &WriteCall,
    id: WebhookEndpointId,
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let endpoint = tx.webhook_endpoint(id).await?;
        if endpoint.disabled_at.is_some() {
            let (current, allowed) = ("DISABLED", &["IN_USE"]);
            return Err(Refusal::StateForbids { current, allowed }.into());
        }
        let policy = catalogue::current(app).await?.notice_policy();
        let new = NewNotice {
            kind: NoticeKind::Ping,
            resource_id: id.text(),
            recipient: NoticeRecipient::Department,
            destination: Destination::Webhook(id),
            language: "en".to_owned(),
            zone: None,
            facts: Facts::new(),
        };
        let made = notice::make(app, &policy, new)?;
        let sent = made.notice.id;
        tx.add_notices(&[made]).await?;
        let trace = Trace { resource_id: id.text(), ..Trace::default() };
        Ok(Effect { outcome: sent, traces: vec![trace] })
    })
    .await
}

/// Sends nothing more to an endpoint; what is on its way is given up when it is tried.
///
/// # Errors
/// `EtagMismatch`, `NotFound`; what the database says.
pub async fn disable<R: Answer<IssuedEndpoint>>(
    app: &App,
    call: &WriteCall,
    id: WebhookEndpointId,
    version: i64,
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let before = tx.lock_webhook_endpoint(id).await?;
        if before.version != version {
            return Err(Error::EtagMismatch);
        }
        let now = app.clock.now();
        let after = WebhookEndpoint {
            disabled_at: before.disabled_at.or(Some(now)),
            updated_at: now,
            version: version + 1,
            ..before.clone()
        };
        tx.update_webhook_endpoint(&after).await?;
        Ok(issued(call, Some(&before), after, None))
    })
    .await
}

/// A page of endpoints, by id.
///
/// # Errors
/// `Invalid` for a wrong page; what the database says.
pub async fn list(
    app: &App,
    call: &Call,
    department_id: Option<&str>,
    request: &PageRequest,
) -> Result<Page<WebhookEndpoint>> {
    let filters = format!("{department_id:?}");
    let limit = request.limit()?;
    let after = request.cursor(app, call, &filters)?.and_then(|text| text.parse().ok());
    let reader = app.store.reader();
    let rows = reader.webhook_endpoints(department_id, after, limit as u64 + 1).await?;
    Ok(page::page(app, call, &filters, rows, limit, |last| last.id.0.to_string()))
}

/// What signs the calls to an endpoint, in plain.
pub(super) fn open_secret(app: &App, endpoint: &WebhookEndpoint) -> Result<Zeroizing<Vec<u8>>> {
    app.secrets.open_sealed(&place(endpoint.id), &endpoint.secret_sealed)
}

fn make_secret(app: &App, id: WebhookEndpointId) -> Result<(Zeroizing<String>, Vec<u8>)> {
    let bytes = Zeroizing::new(random::<SECRET_BYTES>());
    let sealed = app.secrets.seal(&place(id), bytes.as_slice())?;
    let text = format!("{SECRET_PREFIX}{}", BASE64.encode(bytes.as_slice()));
    Ok((Zeroizing::new(text), sealed))
}

fn place(id: WebhookEndpointId) -> String {
    format!("webhook_endpoint.secret_sealed:{}", id.0)
}

fn issued(
    call: &WriteCall,
    before: Option<&WebhookEndpoint>,
    endpoint: WebhookEndpoint,
    secret: Option<Zeroizing<String>>,
) -> Effect<IssuedEndpoint> {
    let state = |of: &WebhookEndpoint| {
        format!("{} {} {} {:?}", of.department_id, of.url, of.version, of.disabled_at)
    };
    let trace = Trace {
        resource_id: endpoint.id.text(),
        before: before.map(state),
        after: Some(state(&endpoint)),
        ..Trace::default()
    };
    let secret = secret.filter(|_| call.mode == Mode::Commit);
    Effect { outcome: IssuedEndpoint { endpoint, secret }, traces: vec![trace] }
}
