//! Calls of other systems, signed by the symmetric scheme of Standard Webhooks (v1): HMAC-SHA256
//! over id, time and body.

use super::Attempt;
use aws_lc_rs::hmac;
use chrono::{DateTime, Utc};
use data_encoding::BASE64;
use reqwest::{StatusCode, Url};
use std::net::IpAddr;

/// Where a call goes, under which id, signed by what.
#[derive(Clone, Copy)]
pub struct Hook<'a> {
    /// The notice's id, the same at every try.
    pub id: &'a str,
    /// The address.
    pub url: &'a str,
    /// The endpoint's secret, in plain.
    pub secret: &'a [u8],
    /// When it is sent.
    pub at: DateTime<Utc>,
}

/// What is wrong with the address of an endpoint: it is reached by TLS, or on this machine.
#[must_use]
pub fn check_url(text: &str) -> Option<&'static str> {
    let Ok(url) = Url::parse(text) else { return Some("must be a URL, https://host/path") };
    if !url.username().is_empty() || url.password().is_some() {
        return Some("must hold no user and no password");
    }
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    let local = address.map_or(host == "localhost", |address| address.is_loopback());
    match url.scheme() {
        "https" => None,
        "http" if local => None,
        _ => Some("must begin with https://, save on this machine itself"),
    }
}

/// The value of the header `webhook-signature`.
#[must_use]
pub fn signature(secret: &[u8], id: &str, seconds: i64, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let signed = hmac::sign(&key, format!("{id}.{seconds}.{body}").as_bytes());
    format!("v1,{}", BASE64.encode(signed.as_ref()))
}

pub(super) async fn call(http: &reqwest::Client, hook: &Hook<'_>, body: String) -> Attempt {
    let seconds = hook.at.timestamp();
    let request = http
        .post(hook.url)
        .header("content-type", "application/json")
        .header("webhook-id", hook.id)
        .header("webhook-timestamp", seconds.to_string())
        .header("webhook-signature", signature(hook.secret, hook.id, seconds, &body))
        .body(body);
    match request.send().await {
        Ok(answer) if answer.status().is_success() => Attempt::Taken,
        // The endpoint is gone for good (RFC 9110, 15.5.11).
        Ok(answer) if answer.status() == StatusCode::GONE => {
            Attempt::Refused("HTTP 410".to_owned())
        }
        Ok(answer) => Attempt::Deferred(format!("HTTP {}", answer.status().as_u16())),
        Err(error) if error.is_timeout() => {
            Attempt::Deferred("the endpoint did not answer in time".to_owned())
        }
        Err(_) => Attempt::Deferred("the endpoint was not reached".to_owned()),
    }
}
