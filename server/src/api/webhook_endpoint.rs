//! WebhookEndpointService: decodes, asks `service::webhook_endpoint`, encodes. A secret is in the
//! answer that is given and never in the one that is kept.

use super::{
    Api,
    fields::{Fields, etag, one_id, timestamp},
    handle::{Entry, answers, secret_answers, write, write_requests},
};
use crate::{
    domain::{
        id::NoticeId,
        webhook_endpoint::{MAX_URL_CHARS, WebhookEndpoint},
    },
    error::Result,
    service::{
        page::PageRequest,
        webhook_endpoint::{self, IssuedEndpoint},
    },
};
use frsc_proto::admin as pb;
use tonic::{Request, Response, Status};

answers! {
    pb::DisableWebhookEndpointResponse, IssuedEndpoint => |issued| Self {
        webhook_endpoint: Some(encode(&issued.endpoint)),
    };
    pb::PingWebhookEndpointResponse, NoticeId => |id| Self { notice_id: id.to_string() };
}

write_requests! {
    pb::CreateWebhookEndpointRequest, validate_only;
    pb::RotateWebhookSecretRequest;
    pb::PingWebhookEndpointRequest;
    pb::DisableWebhookEndpointRequest;
}

secret_answers! {
    pb::CreateWebhookEndpointResponse, IssuedEndpoint => webhook_endpoint: |issued| {
        encode(&issued.endpoint)
    };
    pb::RotateWebhookSecretResponse, IssuedEndpoint => webhook_endpoint: |issued| {
        encode(&issued.endpoint)
    };
}

#[tonic::async_trait]
impl pb::webhook_endpoint_service_server::WebhookEndpointService for Api {
    async fn create_webhook_endpoint(
        &self,
        request: Request<pb::CreateWebhookEndpointRequest>,
    ) -> Result<Response<pb::CreateWebhookEndpointResponse>, Status> {
        let run = |call, (department_id, url): (String, String)| async move {
            webhook_endpoint::create(&self.app, &call, &department_id, &url).await
        };
        write(&self.app, request, new, run).await
    }

    async fn list_webhook_endpoints(
        &self,
        request: Request<pb::ListWebhookEndpointsRequest>,
    ) -> Result<Response<pb::ListWebhookEndpointsResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let mut fields = Fields::new();
            let department_id = (!request.department_id.is_empty())
                .then(|| fields.code("department_id", &request.department_id));
            let department_id = fields.finish(department_id)?;
            let page = PageRequest { size: request.page_size, token: request.page_token.clone() };
            let (call, department_id) = (entry.call()?, department_id.as_deref());
            let page = webhook_endpoint::list(&self.app, call, department_id, &page).await?;
            let webhook_endpoints = page.rows.iter().map(encode).collect();
            let next_page_token = page.next_token;
            Ok(pb::ListWebhookEndpointsResponse { webhook_endpoints, next_page_token })
        };
        entry.answer(found.await)
    }

    async fn rotate_webhook_secret(
        &self,
        request: Request<pb::RotateWebhookSecretRequest>,
    ) -> Result<Response<pb::RotateWebhookSecretResponse>, Status> {
        let decode = |r: pb::RotateWebhookSecretRequest| {
            Fields::new().resource("webhook_endpoint_id", &r.webhook_endpoint_id, &r.etag)
        };
        let run = |call, (id, version)| async move {
            webhook_endpoint::rotate_secret(&self.app, &call, id, version).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn ping_webhook_endpoint(
        &self,
        request: Request<pb::PingWebhookEndpointRequest>,
    ) -> Result<Response<pb::PingWebhookEndpointResponse>, Status> {
        let decode = |r: pb::PingWebhookEndpointRequest| {
            one_id("webhook_endpoint_id", &r.webhook_endpoint_id)
        };
        let run = |call, id| async move { webhook_endpoint::ping(&self.app, &call, id).await };
        write(&self.app, request, decode, run).await
    }

    async fn disable_webhook_endpoint(
        &self,
        request: Request<pb::DisableWebhookEndpointRequest>,
    ) -> Result<Response<pb::DisableWebhookEndpointResponse>, Status> {
        let decode = |r: pb::DisableWebhookEndpointRequest| {
            Fields::new().resource("webhook_endpoint_id", &r.webhook_endpoint_id, &r.etag)
        };
        let run = |call, (id, version)| async move {
            webhook_endpoint::disable(&self.app, &call, id, version).await
        };
        write(&self.app, request, decode, run).await
    }
}

fn new(request: pb::CreateWebhookEndpointRequest) -> Result<(String, String)> {
    let mut fields = Fields::new();
    let department_id = fields.code("department_id", &request.department_id);
    let url = fields.text("url", &request.url, 1, MAX_URL_CHARS);
    fields.finish((department_id, url))
}

fn encode(endpoint: &WebhookEndpoint) -> pb::WebhookEndpoint {
    pb::WebhookEndpoint {
        webhook_endpoint_id: endpoint.id.to_string(),
        department_id: endpoint.department_id.clone(),
        url: endpoint.url.clone(),
        disable_time: endpoint.disabled_at.map(timestamp),
        create_time: Some(timestamp(endpoint.created_at)),
        update_time: Some(timestamp(endpoint.updated_at)),
        etag: etag(endpoint.version),
    }
}
