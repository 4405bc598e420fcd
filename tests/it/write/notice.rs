//! The law of writes, held by the writes of endpoints and by the rules of notices. Those that
//! answer a secret tell it once and are tried beside the endpoints.

use super::lawful;
use crate::{
    catalogue::mask,
    harness::{Centre, make::*},
    notice::{made, ping},
};
use frsc_proto::admin;

#[tokio::test]
async fn every_write_of_an_endpoint_keeps_the_law() {
    let centre = Centre::start().await;
    let admin = &centre.admin();
    let (endpoint, _) = made(admin, "http://127.0.0.1:9/frsc").await;
    let (other, _) = made(admin, "http://127.0.0.1:9/other").await;
    let another = |changed: &mut admin::PingWebhookEndpointRequest| {
        changed.webhook_endpoint_id.clone_from(&other.webhook_endpoint_id);
    };
    lawful(&centre, admin, ping(&endpoint), another).await;
    let disable = admin::DisableWebhookEndpointRequest {
        request_id: request_id(),
        webhook_endpoint_id: endpoint.webhook_endpoint_id,
        etag: endpoint.etag,
    };
    lawful(&centre, admin, disable, |changed| changed.etag = "v77".to_owned()).await;
}

#[tokio::test]
async fn the_rules_of_notices_keep_the_law() {
    let centre = Centre::start().await;
    let admin = &centre.admin();
    let policy = admin.ok(admin::GetNoticePolicyRequest {}).await.notice_policy.unwrap();
    let update = admin::UpdateNoticePolicyRequest {
        request_id: request_id(),
        notice_policy: Some(admin::NoticePolicy { retry_minutes: vec![2], ..policy }),
        update_mask: mask(&["retry_minutes"]),
        validate_only: false,
    };
    lawful(&centre, admin, update, |other| other.update_mask = mask(&["templates"])).await;
}
