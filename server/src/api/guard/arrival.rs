//! What the headers of a call say: trace id, language, time limit, token, address. Nothing of a
//! header is kept but what is well-formed, so that no personal data slips into a log through one.

use super::trace::{Parent, TraceId};
use crate::{
    api::{
        methods::{Effect, Method},
        texts::Language,
    },
    domain::caller::Caller,
};
use http::{HeaderMap, HeaderValue, header};
use std::{net::IpAddr, sync::Arc, time::Duration};
use tonic::transport::server::TcpConnectInfo;

/// Most digits of a `grpc-timeout`, by the protocol.
const MAX_TIMEOUT_DIGITS: usize = 8;

/// Where a call came from, for the audit trail.
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    /// The peer's address, where it is known.
    pub source_address: Option<IpAddr>,
    /// The id that joins the call's traces.
    pub trace_id: TraceId,
    /// The method called.
    pub method: &'static Method,
    /// The language of the answer.
    pub language: Language,
}

/// What the guard reads of a call before it decides.
pub(super) struct Arrival {
    pub(super) trace_id: TraceId,
    /// The client's own span, where it sent one.
    pub(super) parent: Option<Parent>,
    pub(super) language: Language,
    pub(super) source_address: Option<IpAddr>,
    /// The caller, once he is known.
    pub(super) caller: Option<Arc<Caller>>,
    authorization: Option<HeaderValue>,
    timeout: Option<Duration>,
}

impl Arrival {
    pub(super) fn read(headers: &HeaderMap, extensions: &http::Extensions) -> Self {
        let language = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
        let peer = extensions.get::<TcpConnectInfo>().and_then(|info| info.remote_addr);
        let parent = Parent::of(headers);
        Self {
            trace_id: TraceId::of(headers, parent.as_ref()),
            parent,
            language: language.map_or_else(Language::default, Language::preferred),
            source_address: peer.map(|peer| peer.ip().to_canonical()),
            caller: None,
            authorization: headers.get(header::AUTHORIZATION).cloned(),
            timeout: headers.get("grpc-timeout").and_then(timeout),
        }
    }

    /// The token of `authorization: Bearer <token>`.
    pub(super) fn bearer(&self) -> Option<&str> {
        let text = self.authorization.as_ref()?.to_str().ok()?;
        let (scheme, token) = text.split_once(' ')?;
        let token = token.trim();
        (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
    }

    /// How long the call may take, and whether the client asked for just that.
    pub(super) fn time_limit(&self, effect: Effect, limits: &super::Limits) -> TimeLimit {
        let cap = match effect {
            Effect::Read | Effect::Write => limits.max_unary_duration,
            Effect::Upload => limits.max_upload_duration,
            Effect::Stream => limits.max_stream_duration,
        };
        match self.timeout {
            Some(own) if own < cap => TimeLimit { duration: own, asked: true },
            Some(_) | None => TimeLimit { duration: cap, asked: false },
        }
    }

    pub(super) fn origin(&self, method: &'static Method) -> Origin {
        let Self { source_address, trace_id, language, .. } = *self;
        Origin { source_address, trace_id, method, language }
    }
}

/// How long a call may take.
#[derive(Clone, Copy)]
pub(super) struct TimeLimit {
    pub(super) duration: Duration,
    /// True where the client named it, false where it is the server's cap.
    pub(super) asked: bool,
}

/// True for `application/grpc` and its subtypes, but not for gRPC-Web.
pub(super) fn is_grpc(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    let rest = value.and_then(|value| value.strip_prefix(b"application/grpc"));
    rest.is_some_and(|rest| matches!(rest.first(), None | Some(b'+' | b';')))
}

/// Reads `grpc-timeout`; what is malformed counts as absent.
fn timeout(value: &HeaderValue) -> Option<Duration> {
    let (unit, digits) = value.as_bytes().split_last()?;
    let good = (1..=MAX_TIMEOUT_DIGITS).contains(&digits.len());
    if !good || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = digits.iter().fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'));
    match unit {
        b'H' => Some(Duration::from_secs(number * 3600)),
        b'M' => Some(Duration::from_secs(number * 60)),
        b'S' => Some(Duration::from_secs(number)),
        b'm' => Some(Duration::from_millis(number)),
        b'u' => Some(Duration::from_micros(number)),
        b'n' => Some(Duration::from_nanos(number)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> HeaderValue {
        HeaderValue::from_str(text).unwrap()
    }

    #[test]
    fn a_timeout_has_at_most_eight_digits_and_a_unit() {
        assert_eq!(timeout(&value("250m")), Some(Duration::from_millis(250)));
        assert_eq!(timeout(&value("99999999H")), Some(Duration::from_secs(99_999_999 * 3600)));
        for bad in ["", "S", "100000000S", "1s", "-1S", "1.5S"] {
            assert_eq!(timeout(&value(bad)), None, "{bad}");
        }
    }

    #[test]
    fn only_grpc_is_grpc() {
        let with = |text: &str| {
            let headers = [(header::CONTENT_TYPE, value(text))];
            is_grpc(&HeaderMap::from_iter(headers))
        };
        assert!(with("application/grpc") && with("application/grpc+proto"));
        assert!(!with("application/grpc-web") && !with("text/html") && !with(""));
    }
}
