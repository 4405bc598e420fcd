//! What the headers of a call say: trace id, language, time limit, token, address. Nothing of a
//! header is kept but what is well-formed, so that no personal data slips into a log through one.

use crate::{
    api::{
        methods::{Effect, Method},
        texts::Language,
    },
    domain::caller::Caller,
};
use http::{HeaderMap, HeaderValue, header};
use std::{
    fmt,
    hash::{BuildHasher as _, RandomState},
    net::IpAddr,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
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

/// The id that joins the traces of one call: 32 hexadecimal digits outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TraceId(u128);

impl TraceId {
    /// The client's own id from `traceparent` or `x-request-id` where it is well-formed, else a new
    /// one. A request id is a UUID: a free text could be a person's number.
    fn of(headers: &HeaderMap) -> Self {
        let sent = headers.get("traceparent").and_then(from_traceparent);
        sent.or_else(|| headers.get("x-request-id").and_then(from_uuid)).unwrap_or_else(Self::new)
    }

    /// A new id: unlike any other, though not hard to guess.
    fn new() -> Self {
        static KEYS: LazyLock<(RandomState, RandomState)> = LazyLock::new(Default::default);
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let halves = (KEYS.0.hash_one(number), KEYS.1.hash_one(number));
        Self(u128::from(halves.0) << 64 | u128::from(halves.1))
    }

    /// As a header's value.
    pub(super) fn header(self) -> HeaderValue {
        let mut digits = [0; 32];
        for (index, digit) in digits.iter_mut().enumerate() {
            let shift = 124 - 4 * index;
            *digit = b"0123456789abcdef"[(self.0 >> shift) as usize & 0xf];
        }
        HeaderValue::from_bytes(&digits).unwrap_or(HeaderValue::from_static("0"))
    }
}

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// W3C Trace Context: `00-<32 digits>-<16 digits>-<2 digits>`.
fn from_traceparent(value: &HeaderValue) -> Option<TraceId> {
    let text = value.to_str().ok()?;
    let mut parts = text.split('-');
    let (_version, id) = (parts.next().filter(|v| v.len() == 2)?, parts.next()?);
    if id.len() != 32 || !id.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    u128::from_str_radix(id, 16).ok().filter(|id| *id != 0).map(TraceId)
}

fn from_uuid(value: &HeaderValue) -> Option<TraceId> {
    let uuid = uuid::Uuid::try_parse(value.to_str().ok()?).ok()?;
    Some(TraceId(uuid.as_u128())).filter(|id| id.0 != 0)
}

/// What the guard reads of a call before it decides.
pub(super) struct Arrival {
    pub(super) trace_id: TraceId,
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
        Self {
            trace_id: TraceId::of(headers),
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
    fn only_a_well_formed_trace_id_is_taken_over() {
        let id = "0af7651916cd43dd8448eb211c80319c";
        let parent = value(&format!("00-{id}-b7ad6b7169203331-01"));
        assert_eq!(from_traceparent(&parent).unwrap().to_string(), id);
        assert_eq!(from_traceparent(&parent).unwrap().header(), id);
        assert_eq!(from_traceparent(&value("00-+af7651916cd43dd8448eb211c80319c-1-01")), None);
        assert_eq!(from_uuid(&value("E12345678")), None);
        let uuid = from_uuid(&value("0af76519-16cd-43dd-8448-eb211c80319c"));
        assert_eq!(uuid.unwrap().to_string(), id);
        assert_ne!(TraceId::new(), TraceId::new());
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
