//! The id that joins the traces of one call, and the client's own span where it sent one (W3C Trace
//! Context). Only what is well-formed is taken over: a free text could be a person's number.

use http::{HeaderMap, HeaderValue};
use opentelemetry::{
    Context, SpanId, TraceFlags,
    trace::{SpanContext, TraceContextExt as _, TraceState},
};
use std::{
    fmt,
    hash::{BuildHasher as _, RandomState},
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    },
};
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

const HEX: &[u8; 16] = b"0123456789abcdef";

/// The id that joins the traces of one call: 32 hexadecimal digits outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TraceId(u128);

impl TraceId {
    /// That of the client's span or of `x-request-id`, which is a UUID, else a new one.
    pub(super) fn of(headers: &HeaderMap, parent: Option<&Parent>) -> Self {
        let sent = parent.map(|parent| parent.trace_id);
        let asked = || headers.get("x-request-id").and_then(from_uuid);
        sent.or_else(asked).unwrap_or_else(Self::new)
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
        HeaderValue::from_bytes(&self.digits()).unwrap_or(HeaderValue::from_static("0"))
    }

    fn digits(self) -> [u8; 32] {
        let mut digits = [0; 32];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(self.0.to_be_bytes()) {
            pair[0] = HEX[usize::from(byte >> 4)];
            pair[1] = HEX[usize::from(byte & 0xf)];
        }
        digits
    }
}

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

/// The client's span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parent {
    trace_id: TraceId,
    span_id: u64,
    flags: u8,
}

impl Parent {
    /// That of `traceparent`.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        headers.get("traceparent").and_then(Self::read)
    }

    /// Reads `00-<32 digits>-<16 digits>-<2 digits>`; a later version may have more.
    fn read(value: &HeaderValue) -> Option<Self> {
        let mut parts = value.to_str().ok()?.split('-');
        let version = digits(parts.next()?, 2)?;
        let trace_id = digits(parts.next()?, 32).filter(|id| *id != 0)?;
        let span_id = digits(parts.next()?, 16).filter(|id| *id != 0)?;
        let flags = digits(parts.next()?, 2)?;
        if version == 0xff || (version == 0 && parts.next().is_some()) {
            return None;
        }
        let (span_id, flags) = (u64::try_from(span_id).ok()?, u8::try_from(flags).ok()?);
        Some(Self { trace_id: TraceId(trace_id), span_id, flags })
    }

    /// Makes a span a child of the client's.
    pub(super) fn adopt(&self, span: &Span) {
        let trace_id = opentelemetry::TraceId::from(self.trace_id.0);
        let (span_id, flags) = (SpanId::from(self.span_id), TraceFlags::new(self.flags));
        let remote = SpanContext::new(trace_id, span_id, flags, true, TraceState::default());
        // It fails where traces go nowhere, which is no harm.
        let _ = span.set_parent(Context::new().with_remote_span_context(remote));
    }
}

fn digits(text: &str, count: usize) -> Option<u128> {
    let good = text.len() == count && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    good.then(|| u128::from_str_radix(text, 16).ok()).flatten()
}

fn from_uuid(value: &HeaderValue) -> Option<TraceId> {
    let uuid = uuid::Uuid::try_parse(value.to_str().ok()?).ok()?;
    Some(TraceId(uuid.as_u128())).filter(|id| id.0 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> HeaderValue {
        HeaderValue::from_str(text).unwrap()
    }

    #[test]
    fn only_a_well_formed_trace_id_is_taken_over() {
        let id = "0af7651916cd43dd8448eb211c80319c";
        let parent = Parent::read(&value(&format!("00-{id}-b7ad6b7169203331-01"))).unwrap();
        assert_eq!(parent.trace_id.to_string(), id);
        assert_eq!(parent.trace_id.header(), id);
        assert_eq!((parent.span_id, parent.flags), (0xb7ad_6b71_6920_3331, 1));
        for bad in [
            "00-+af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "E12345678",
        ] {
            assert_eq!(Parent::read(&value(bad)), None, "{bad}");
        }
        assert_eq!(from_uuid(&value("E12345678")), None);
        let uuid = from_uuid(&value("0af76519-16cd-43dd-8448-eb211c80319c"));
        assert_eq!(uuid.unwrap().to_string(), id);
        assert_ne!(TraceId::new(), TraceId::new());
    }
}
