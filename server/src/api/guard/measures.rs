//! The counters and histograms of every method. A handle is made at its first use and kept, so that
//! a call costs no look-up of names; a series that never counted is never shown.

use crate::api::methods::{self, Method};
use metrics::{Counter, Histogram};
use std::{collections::HashMap, sync::OnceLock, time::Duration};
use tonic::Code;

/// Calls by method and code.
pub(crate) const CALLS: &str = "frsc_calls_total";
/// Seconds a call took, by method.
pub(crate) const CALL_SECONDS: &str = "frsc_call_seconds";
/// How many status codes gRPC has.
const CODES: usize = 17;
/// What stands for a path that no method has; the path itself is the client's text.
const UNKNOWN: &str = "unknown";

/// The measures of one server.
pub(super) struct Measures {
    rows: Vec<Row>,
    by_path: HashMap<&'static str, usize>,
}

struct Row {
    method: Option<&'static Method>,
    calls: [OnceLock<Counter>; CODES],
    seconds: OnceLock<Histogram>,
}

impl Row {
    fn new(method: Option<&'static Method>) -> Self {
        Self { method, calls: [const { OnceLock::new() }; CODES], seconds: OnceLock::new() }
    }

    fn name(&self) -> &'static str {
        self.method.map_or(UNKNOWN, Method::name)
    }
}

impl Measures {
    pub(super) fn new() -> Self {
        let known = methods::all().iter().map(|method| Row::new(Some(method)));
        let rows: Vec<_> = known.chain([Row::new(None)]).collect();
        let by_path = methods::all().iter().enumerate().map(|(row, m)| (m.path, row)).collect();
        Self { rows, by_path }
    }

    /// The row of a path; the last row stands for every unknown one.
    pub(super) fn find(&self, path: &str) -> usize {
        self.by_path.get(path).copied().unwrap_or(self.rows.len() - 1)
    }

    /// The method of a row.
    pub(super) fn method(&self, row: usize) -> Option<&'static Method> {
        self.rows[row].method
    }

    /// The name of a row's method.
    pub(super) fn name(&self, row: usize) -> &'static str {
        self.rows[row].name()
    }

    /// Counts a call.
    pub(super) fn count(&self, row: usize, code: Code, duration: Duration) {
        let row = &self.rows[row];
        let counter = row.calls[code as usize % CODES].get_or_init(
            || metrics::counter!(CALLS, "method" => row.name(), "code" => format!("{code:?}")),
        );
        counter.increment(1);
        let seconds =
            row.seconds.get_or_init(|| metrics::histogram!(CALL_SECONDS, "method" => row.name()));
        seconds.record(duration);
    }
}
