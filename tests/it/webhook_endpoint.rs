//! Endpoints of departments' systems: their secrets, their addresses, and that nothing is sent to
//! one that is disabled.

use crate::{
    harness::{Centre, make::*, outside},
    notice::{is_signed, made, new_endpoint, once, ping},
};
use frsc_proto::{admin, v1::NoticeState};
use tonic::Code;

fn disable(endpoint: &admin::WebhookEndpoint) -> admin::DisableWebhookEndpointRequest {
    admin::DisableWebhookEndpointRequest {
        request_id: request_id(),
        webhook_endpoint_id: endpoint.webhook_endpoint_id.clone(),
        etag: endpoint.etag.clone(),
    }
}

#[tokio::test]
async fn a_secret_is_told_once_and_a_new_one_signs_from_then_on() {
    let centre = Centre::start().await;
    let (admin, clerk) = (centre.admin(), centre.clerk());
    let (url, inbox) = outside::endpoint().await;
    let create = new_endpoint("PSB", &url);
    let first = admin.ok(create.clone()).await;
    let again = admin.ok(create).await;
    assert_eq!(
        (again.webhook_endpoint.clone(), again.secret.as_str()),
        (first.webhook_endpoint, "")
    );
    let endpoint = again.webhook_endpoint.unwrap();
    let same = admin.refused(new_endpoint("PSB", &url)).await;
    same.is(Code::AlreadyExists, "ALREADY_EXISTS");
    let rotate = admin::RotateWebhookSecretRequest {
        request_id: request_id(),
        webhook_endpoint_id: endpoint.webhook_endpoint_id.clone(),
        etag: endpoint.etag.clone(),
    };
    let rotated = admin.ok(rotate.clone()).await;
    assert_ne!(rotated.secret, first.secret);
    let stale = admin::RotateWebhookSecretRequest { request_id: request_id(), ..rotate };
    admin.refused(stale).await.is(Code::Aborted, "ETAG_MISMATCH");
    let id = admin.ok(ping(&endpoint)).await.notice_id;
    once(&clerk, &id, NoticeState::Sent, 1).await;
    let call = &inbox.received()[0];
    assert!(is_signed(call, &rotated.secret) && !is_signed(call, &first.secret));
    let disabled = admin.ok(disable(&rotated.webhook_endpoint.unwrap())).await;
    let refused = admin.refused(ping(&disabled.webhook_endpoint.unwrap())).await;
    refused.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
    let listed = admin.ok(admin::ListWebhookEndpointsRequest::default()).await.webhook_endpoints;
    assert!(listed.len() == 1 && listed[0].disable_time.is_some());
    // The address is free for another one.
    made(&admin, &url).await;
}

#[tokio::test]
async fn an_address_is_checked_before_anything_is_sent_to_it() {
    let centre = Centre::start().await;
    let admin = centre.admin();
    for url in [
        "",
        "psb.example/frsc",
        "ftp://psb.example/",
        "http://psb.example/frsc",
        "http://10.0.0.1/frsc",
        "https://user:secret@psb.example/",
        "file:///etc/passwd",
    ] {
        let refused = admin.refused(new_endpoint("PSB", url)).await;
        refused.is(Code::InvalidArgument, "INVALID_FIELD");
        assert_eq!(refused.fields(), ["url"], "{url}");
    }
    let nobody = admin.refused(new_endpoint("XYZ", "https://psb.example/frsc")).await;
    assert_eq!(nobody.fields(), ["department_id"]);
    let none = admin.ok(admin::ListWebhookEndpointsRequest::default()).await.webhook_endpoints;
    assert!(none.is_empty());
    made(&admin, "https://psb.example/frsc").await;
    made(&admin, "http://localhost:8080/frsc").await;
}
