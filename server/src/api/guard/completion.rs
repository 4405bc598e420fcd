//! The end of a call: one span, one line, one count, whether it is answered, cut off or dropped.

use super::{flights::Admission, measures::Measures, trace::TraceId};
use crate::{api::methods::Effect, domain::caller::Caller};
use std::sync::Arc;
use tokio::time::Instant;
use tonic::Code;
use tracing::{Span, field::Empty};

/// The span of a call.
pub(super) fn span(method: &'static str, trace_id: TraceId, caller: Option<&Caller>) -> Span {
    tracing::info_span!(
        "call",
        method,
        trace_id = %trace_id,
        principal = caller.map(|caller| tracing::field::display(caller.account_id)),
        code = Empty,
        duration_us = Empty,
    )
}

/// Names the caller in the span by his account's id.
pub(super) fn record_principal(span: &Span, caller: &Caller) {
    if !span.is_disabled() {
        span.record("principal", tracing::field::display(caller.account_id));
    }
}

/// The end of one call, which comes once. Dropped without an end, the call was cancelled.
pub(super) struct Completion {
    measures: Arc<Measures>,
    row: usize,
    started: Instant,
    span: Span,
    /// Held until the call ends, for all but writes, which hold it themselves.
    admission: Option<Admission>,
    done: bool,
}

impl Completion {
    pub(super) fn new(measures: Arc<Measures>, row: usize, started: Instant, span: Span) -> Self {
        Self { measures, row, started, span, admission: None, done: false }
    }

    /// Holds the call's place in flight until its end.
    pub(super) fn hold(&mut self, admission: Option<Admission>) {
        self.admission = admission;
    }

    pub(super) fn span(&self) -> &Span {
        &self.span
    }

    pub(super) fn started(&self) -> Instant {
        self.started
    }

    pub(super) fn row(&self) -> usize {
        self.row
    }

    /// Ends the call.
    pub(super) fn finish(&mut self, code: Code) {
        if self.done {
            return;
        }
        self.done = true;
        self.admission = None;
        let duration = self.started.elapsed();
        self.measures.count(self.row, code, duration);
        if self.span.is_disabled() {
            return;
        }
        let duration_us = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX);
        tracing::record_all!(self.span, code = tracing::field::debug(code), duration_us);
        // Reads that succeed are most calls by far; the metrics count them, and their line is there
        // for who asks for it.
        let method = self.measures.method(self.row);
        let read = method.is_some_and(|method| method.effect == Effect::Read);
        if read && code == Code::Ok {
            tracing::debug!(parent: &self.span, "done");
        } else {
            tracing::info!(parent: &self.span, "done");
        }
    }
}

impl Drop for Completion {
    fn drop(&mut self) {
        self.finish(Code::Cancelled);
    }
}
