//! Notices to departments' systems: signed as the standard has it, tried again under one id, given
//! up, tried anew. The receiver is a real one.

use crate::{
    catalogue::mask,
    harness::{Centre, Client, make::*, outside, outside::HookCall, soon},
};
use frsc_proto::{
    admin,
    v1::{self, NoticeState},
};
use std::{collections::BTreeSet, time::Duration};
use tonic::Code;

/// A new endpoint of the PSB's system, and its secret.
pub async fn made(admin: &Client, url: &str) -> (admin::WebhookEndpoint, String) {
    let answer = admin.ok(new_endpoint("PSB", url)).await;
    (answer.webhook_endpoint.unwrap(), answer.secret)
}

pub fn new_endpoint(department_id: &str, url: &str) -> admin::CreateWebhookEndpointRequest {
    admin::CreateWebhookEndpointRequest {
        request_id: request_id(),
        department_id: department_id.to_owned(),
        url: url.to_owned(),
        validate_only: false,
    }
}

pub fn ping(endpoint: &admin::WebhookEndpoint) -> admin::PingWebhookEndpointRequest {
    admin::PingWebhookEndpointRequest {
        request_id: request_id(),
        webhook_endpoint_id: endpoint.webhook_endpoint_id.clone(),
    }
}

pub fn retry(notice: &v1::Notice) -> v1::RetryNoticeRequest {
    v1::RetryNoticeRequest {
        request_id: request_id(),
        notice_id: notice.notice_id.clone(),
        etag: notice.etag.clone(),
    }
}

/// The notice once it stands so and was tried so often.
pub async fn once(clerk: &Client, id: &str, state: NoticeState, attempts: i32) -> v1::Notice {
    let looking = async {
        loop {
            let request = v1::GetNoticeRequest { notice_id: id.to_owned() };
            let notice = clerk.ok(request).await.notice.unwrap();
            // What is on its way has been tried already, but nothing is known of it.
            let known =
                state != NoticeState::Pending || notice.etag == format!("v{}", attempts + 1);
            if notice.state() == state && notice.attempts == attempts && known {
                return notice;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    soon("the notice's state", looking).await
}

/// The rules of notices with these pauses between tries.
pub async fn pauses(centre: &Centre, minutes: &[i32]) {
    let admin = centre.admin();
    let policy = admin.ok(admin::GetNoticePolicyRequest {}).await.notice_policy.unwrap();
    let request = admin::UpdateNoticePolicyRequest {
        request_id: request_id(),
        notice_policy: Some(admin::NoticePolicy { retry_minutes: minutes.to_vec(), ..policy }),
        update_mask: mask(&["retry_minutes"]),
        validate_only: false,
    };
    admin.ok(request).await;
}

/// The signature is worked out anew by the standard's own library.
pub fn is_signed(call: &HookCall, secret: &str) -> bool {
    let standard = standardwebhooks::Webhook::new(secret).unwrap();
    let at = call.header("webhook-timestamp").parse().unwrap();
    let expected = standard.sign(call.header("webhook-id"), at, call.body.as_bytes()).unwrap();
    expected == call.header("webhook-signature")
}

#[tokio::test]
async fn a_notice_reaches_the_endpoint_signed_as_the_standard_has_it() {
    let centre = Centre::start().await;
    let (admin, clerk) = (centre.admin(), centre.clerk());
    let (url, inbox) = outside::endpoint().await;
    let (endpoint, secret) = made(&admin, &url).await;
    assert!(secret.starts_with("whsec_"));
    let id = admin.ok(ping(&endpoint)).await.notice_id;
    let sent = once(&clerk, &id, NoticeState::Sent, 1).await;
    assert_eq!(sent.webhook_endpoint_id, endpoint.webhook_endpoint_id);
    assert_eq!((sent.kind(), sent.failure.as_str()), (v1::NoticeKind::Ping, ""));
    let [call] = &inbox.received()[..] else { panic!("one call") };
    assert_eq!(call.header("webhook-id"), id);
    let at = call.header("webhook-timestamp");
    assert_eq!(at.parse::<i64>().unwrap(), centre.clock.now().timestamp());
    assert!(is_signed(call, &secret) && !is_signed(call, "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="));
    let body: serde_json::Value = serde_json::from_str(&call.body).unwrap();
    assert_eq!(body["type"], "ping");
    assert_eq!(body["data"]["resource_id"], endpoint.webhook_endpoint_id);
}

#[tokio::test]
async fn what_is_not_taken_is_tried_again_under_one_id_then_given_up_and_tried_anew() {
    let centre = Centre::start().await;
    let (admin, clerk) = (centre.admin(), centre.clerk());
    pauses(&centre, &[1, 5]).await;
    let (url, inbox) = outside::endpoint().await;
    let (endpoint, _) = made(&admin, &url).await;
    inbox.answer(&[503, 302, 500]);
    let id = admin.ok(ping(&endpoint)).await.notice_id;
    let first = once(&clerk, &id, NoticeState::Pending, 1).await;
    let wait = first.next_attempt_time.unwrap().seconds - centre.clock.now().timestamp();
    assert_eq!((wait, first.failure.as_str()), (60, "HTTP 503"));
    clerk.refused(retry(&first)).await.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
    centre.minutes_pass(1);
    let second = once(&clerk, &id, NoticeState::Pending, 2).await;
    assert_eq!(second.failure, "HTTP 302", "a redirect is not followed");
    centre.minutes_pass(5);
    let dead = once(&clerk, &id, NoticeState::Dead, 3).await;
    assert_eq!((dead.failure.as_str(), dead.next_attempt_time), ("HTTP 500", None));
    let states = vec![NoticeState::Dead.into()];
    let listed = clerk.ok(v1::ListNoticesRequest { states, ..Default::default() }).await.notices;
    assert_eq!(listed, std::slice::from_ref(&dead));
    clerk.ok(retry(&dead)).await;
    once(&clerk, &id, NoticeState::Sent, 1).await;
    let ids: Vec<_> =
        inbox.received().iter().map(|call| call.header("webhook-id").to_owned()).collect();
    assert_eq!(ids, [id.as_str(); 4]);
    let gone = [410];
    inbox.answer(&gone);
    let id = admin.ok(ping(&endpoint)).await.notice_id;
    let dead = once(&clerk, &id, NoticeState::Dead, 1).await;
    assert_eq!(dead.failure, "HTTP 410", "it is not tried again");
}

#[tokio::test]
async fn an_endpoint_that_is_not_there_is_tried_again() {
    let centre = Centre::start().await;
    let (admin, clerk) = (centre.admin(), centre.clerk());
    let (endpoint, _) = made(&admin, "http://127.0.0.1:9/frsc").await;
    let id = admin.ok(ping(&endpoint)).await.notice_id;
    let waiting = once(&clerk, &id, NoticeState::Pending, 1).await;
    assert_eq!(waiting.failure, "the endpoint was not reached");
}

#[tokio::test]
async fn two_servers_send_each_notice_once() {
    let centre = Centre::start().await;
    let other = centre.another().await;
    let (admin, clerk) = (centre.admin(), other.clerk());
    let (url, inbox) = outside::endpoint().await;
    let (endpoint, _) = made(&admin, &url).await;
    let mut sent = BTreeSet::new();
    for _ in 0..60 {
        sent.insert(admin.ok(ping(&endpoint)).await.notice_id);
    }
    for id in &sent {
        once(&clerk, id, NoticeState::Sent, 1).await;
    }
    let calls = inbox.received();
    let ids: BTreeSet<_> = calls.iter().map(|call| call.header("webhook-id").to_owned()).collect();
    assert_eq!((ids, calls.len()), (sent, 60));
}

#[tokio::test]
async fn rules_of_notices_that_make_no_sense_are_refused_with_every_fault() {
    let centre = Centre::start().await;
    let admin = centre.admin();
    let policy = admin.ok(admin::GetNoticePolicyRequest {}).await.notice_policy.unwrap();
    assert_eq!(policy.templates.len(), 8);
    let mut wrong = policy.clone();
    wrong.quiet_hours = Some(admin::QuietHours { from_minute: 60, until_minute: 60 });
    wrong.retry_minutes = vec![1, 0];
    wrong.templates[0].body = "Passport {passport}".to_owned();
    wrong.templates[1].subject = "two\nlines".to_owned();
    wrong.templates[3].language = wrong.templates[2].language.clone();
    let request = admin::UpdateNoticePolicyRequest {
        request_id: request_id(),
        notice_policy: Some(wrong),
        update_mask: mask(&["quiet_hours", "retry_minutes", "templates"]),
        validate_only: false,
    };
    let fields = admin.refused(request).await.fields();
    let expected = [
        "quiet_hours",
        "retry_minutes[1]",
        "templates[0].body",
        "templates[1].subject",
        "templates[3].language",
    ];
    let expected = expected.map(|field| format!("notice_policy.{field}"));
    assert_eq!(fields, expected);
    let unchanged = admin.ok(admin::GetNoticePolicyRequest {}).await.notice_policy.unwrap();
    assert_eq!(unchanged, policy);
}
