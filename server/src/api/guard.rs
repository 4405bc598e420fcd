//! The one layer in front of every service: trace id, span and metrics, panics, deadlines, who
//! calls and whether he may. It decides before anything is decoded or looked up, and denies by
//! default. It never reads a message, and logs nothing that a client sent but a trace id.

mod arrival;
mod body;
mod completion;
mod deadline;
mod flights;
mod foreign;
mod measures;
mod panics;
mod pass;
#[cfg(test)]
pub(crate) mod tests;
mod trace;

pub use arrival::Origin;
pub use flights::Flights;
pub use panics::install_panic_hook;
pub use trace::TraceId;

use crate::{
    api::{status::status, texts::Language},
    domain::caller::Caller,
    error::{Error, Result},
};
use arrival::Arrival;
use completion::Completion;
use measures::Measures;
use std::{
    convert::Infallible,
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};
use tokio::time::Instant;
use tonic::body::Body;
use tower::{Layer, Service};

/// The response header that carries the trace id.
pub const TRACE_ID_HEADER: &str = "frsc-trace-id";
/// Longest time of a unary call, and its time where the client names none.
pub const MAX_UNARY_DURATION: Duration = Duration::from_secs(10);
/// Longest time of an upload.
pub const MAX_UPLOAD_DURATION: Duration = Duration::from_secs(10 * 60);
/// Longest time of a stream.
pub const MAX_STREAM_DURATION: Duration = Duration::from_secs(30 * 60);
/// How often the right to an open stream is looked at again; with the second by which what is known
/// may be old, and the second that the look may take, a lost right ends a stream within five.
const RECHECK_EVERY: Duration = Duration::from_secs(3);

/// What the guard asks the application.
pub trait Gate: Clone + Send + Sync + 'static {
    /// The caller behind a token where that is known without waiting: cached and fresh.
    fn known(&self, token: &str) -> Option<Arc<Caller>>;

    /// The caller behind a token, with his rights as they are now.
    ///
    /// # Errors
    /// `Unauthenticated` where the token is not good; others where nobody can tell.
    fn authenticate(&self, token: &str) -> impl Future<Output = Result<Arc<Caller>>> + Send;

    /// The caller with his rights as they are now, at most a second old, while his session lasts;
    /// his token may have run out since.
    ///
    /// # Errors
    /// `Unauthenticated` where the session has ended; others where nobody can tell.
    fn still(&self, caller: &Caller) -> impl Future<Output = Result<Arc<Caller>>> + Send;

    /// Writes the audit record of a call that the guard refused: no good token, or no right.
    fn refused(
        &self,
        origin: &Origin,
        caller: Option<&Caller>,
        error: &Error,
    ) -> impl Future<Output = ()> + Send;
}

/// The limits of the guard.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Most calls in flight at once, streams and writes that go on among them.
    pub max_in_flight_calls: usize,
    /// Longest time of a unary call.
    pub max_unary_duration: Duration,
    /// Longest time of an upload.
    pub max_upload_duration: Duration,
    /// Longest time of a stream.
    pub max_stream_duration: Duration,
    /// How often the right to an open stream is looked at again.
    pub recheck_every: Duration,
}

impl Limits {
    /// The limits of the contract, and a limit on the calls in flight.
    #[must_use]
    pub const fn new(max_in_flight_calls: usize) -> Self {
        Self {
            max_in_flight_calls,
            max_unary_duration: MAX_UNARY_DURATION,
            max_upload_duration: MAX_UPLOAD_DURATION,
            max_stream_duration: MAX_STREAM_DURATION,
            recheck_every: RECHECK_EVERY,
        }
    }
}

/// The layer. Its clones share one state.
#[derive(Clone)]
pub struct Guard<G> {
    shared: Arc<Shared<G>>,
}

/// What every call of one server needs.
struct Shared<G> {
    gate: G,
    limits: Limits,
    measures: Arc<Measures>,
    flights: Arc<Flights>,
}

impl<G: Gate> Guard<G> {
    /// A guard over an application's gate. Make it after the metrics recorder is installed.
    #[must_use]
    pub fn new(gate: G, limits: Limits) -> Self {
        let flights = Arc::new(Flights::new(limits.max_in_flight_calls));
        let measures = Arc::new(Measures::new());
        Self { shared: Arc::new(Shared { gate, limits, measures, flights }) }
    }

    /// The calls in flight, for shutdown.
    #[must_use]
    pub fn flights(&self) -> Arc<Flights> {
        self.shared.flights.clone()
    }
}

impl<G, S> Layer<S> for Guard<G> {
    type Service = Guarded<G, S>;

    fn layer(&self, inner: S) -> Self::Service {
        Guarded { shared: self.shared.clone(), inner }
    }
}

/// The services behind the guard.
pub struct Guarded<G, S> {
    shared: Arc<Shared<G>>,
    inner: S,
}

impl<G, S: Clone> Clone for Guarded<G, S> {
    fn clone(&self) -> Self {
        Self { shared: self.shared.clone(), inner: self.inner.clone() }
    }
}

/// What stands behind the guard: the routes to the services, ready at any time.
pub trait Inner:
    Service<
        http::Request<Body>,
        Response = http::Response<Body>,
        Error = Infallible,
        Future: Future + Send + Unpin + 'static,
    > + Clone
    + Send
    + 'static
{
}

impl<S> Inner for S where
    S: Service<
            http::Request<Body>,
            Response = http::Response<Body>,
            Error = Infallible,
            Future: Future + Send + Unpin + 'static,
        > + Clone
        + Send
        + 'static
{
}

impl<G: Gate, S: Inner> Service<http::Request<Body>> for Guarded<G, S> {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        // The deadline counts from here, before tonic starts its own timer, so that ours is first.
        let started = Instant::now();
        let (shared, inner) = (self.shared.clone(), self.inner.clone());
        Box::pin(async move { Ok(answer(&shared, inner, request, started).await) })
    }
}

/// Answers one call, whatever becomes of it.
async fn answer<G: Gate, S: Inner>(
    shared: &Arc<Shared<G>>,
    inner: S,
    request: http::Request<Body>,
    started: Instant,
) -> http::Response<Body> {
    if !arrival::is_grpc(request.headers()) {
        return not_grpc();
    }
    let row = shared.measures.find(request.uri().path());
    let mut arrival = Arrival::read(request.headers(), request.extensions());
    // A token is looked at for methods that need one only.
    let known = match shared.measures.method(row) {
        Some(method) if pass::needs_token(method) => {
            arrival.bearer().and_then(|token| panics::or_none(|| shared.gate.known(token)))
        }
        Some(_) | None => None,
    };
    let span = completion::span(shared.measures.name(row), arrival.trace_id, known.as_deref());
    if let Some(parent) = arrival.parent.filter(|_| !span.is_disabled()) {
        parent.adopt(&span);
    }
    arrival.caller = known;
    let (trace_id, language) = (arrival.trace_id, arrival.language);
    let mut admission = None;
    let mut completion = Completion::new(shared.measures.clone(), row, started, span);
    let outcome = {
        let passing = pass::pass(shared, inner, request, arrival, &completion, &mut admission);
        let passing = pin!(passing);
        let mut caught = pin!(panics::caught(passing));
        // The completion keeps the span; a second handle on it would have to be counted.
        poll_fn(|cx| completion.span().in_scope(|| caught.as_mut().poll(cx))).await
    };
    completion.hold(admission);
    let mut response = match outcome.and_then(|passed| passed) {
        Ok(passed) => body::watched(passed, completion, language),
        Err(error) => refuse(&error, language, completion),
    };
    response.headers_mut().insert(TRACE_ID_HEADER, trace_id.header());
    response
}

/// Answers with an error, and completes the call.
fn refuse(error: &Error, language: Language, mut completion: Completion) -> http::Response<Body> {
    let status = status(error, language);
    completion.finish(status.code());
    status.into_http()
}

/// What is not gRPC is answered as its protocol asks, without a gRPC status.
fn not_grpc() -> http::Response<Body> {
    let mut response = http::Response::new(Body::empty());
    *response.status_mut() = http::StatusCode::UNSUPPORTED_MEDIA_TYPE;
    response
}

/// What the guard leaves with a request that passed.
#[derive(Clone)]
struct Passed {
    origin: Origin,
    caller: Option<Arc<Caller>>,
}

/// Where a call came from.
///
/// # Errors
/// `Internal` where the request did not come through the guard.
pub fn origin<T>(request: &tonic::Request<T>) -> Result<Origin> {
    let passed = request.extensions().get::<Passed>();
    passed.map(|passed| passed.origin).ok_or_else(|| Error::internal("a call without the guard"))
}

/// Who calls.
///
/// # Errors
/// `Unauthenticated` where the method is open to anyone, and so nobody was asked.
pub fn caller<T>(request: &tonic::Request<T>) -> Result<Arc<Caller>> {
    let passed = request.extensions().get::<Passed>();
    passed.and_then(|passed| passed.caller.clone()).ok_or(Error::Unauthenticated)
}
