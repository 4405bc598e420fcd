//! The way of one call through the guard: a place in flight, who calls, whether he may, and then
//! the service, within the deadline. It refuses before a byte of the request's body is read.

use super::{
    Gate, Inner, Passed, Shared,
    arrival::{Arrival, Origin},
    body::Watch,
    completion::{self, Completion},
    deadline::before,
    flights::Admission,
    foreign, panics,
};
use crate::{
    api::{
        MAX_REQUEST_BYTES,
        methods::{Access, Effect, Method},
    },
    domain::caller::Caller,
    error::{Error, Result},
};
use bytes::{Bytes, BytesMut};
use http::{Request, Response, header};
use http_body_util::{BodyExt as _, Full};
use std::{
    future::poll_fn,
    pin::{Pin, pin},
    sync::Arc,
    task::Poll,
    time::Duration,
};
use tokio::time::Instant;
use tonic::body::Body;
use tracing::Instrument as _;

/// When to try again where the server is at its limit.
const RETRY_AFTER: Duration = Duration::from_secs(1);
/// The bytes before each message: a flag and a length.
const MESSAGE_HEADER_BYTES: usize = 5;
/// Health checks pass at the limit too, so that a busy server is not taken for a dead one.
const HEALTH_PREFIX: &str = "/grpc.health.";

/// An answer, and what ends it early where it is a stream.
pub(super) struct Answer {
    pub(super) response: Response<Body>,
    pub(super) watch: Option<Box<Watch>>,
}

/// True where a method is not open to anyone.
pub(super) fn needs_token(method: &Method) -> bool {
    method.access != Access::Public
}

/// Takes one call to its service.
pub(super) async fn pass<G: Gate, S: Inner>(
    shared: &Arc<Shared<G>>,
    inner: S,
    mut request: Request<Body>,
    mut arrival: Arrival,
    completion: &Completion,
    admission: &mut Option<Admission>,
) -> Result<Answer> {
    let method = shared.measures.method(completion.row()).ok_or(Error::MethodUnknown)?;
    *admission = admit(shared, method)?;
    let started = completion.started();
    let limit = arrival.time_limit(method.effect, &shared.limits);
    let ends_at = started + limit.duration;
    // A stream has to open within the time of a unary call: until then it has a request to read.
    let deadline = ends_at.min(started + shared.limits.max_unary_duration);
    let origin = arrival.origin(method);
    if needs_token(method) {
        let caller = authorize(shared, &arrival, &origin, deadline, completion).await?;
        arrival.caller = Some(caller);
    }
    // No service and no log has a use for the token.
    request.headers_mut().remove(header::AUTHORIZATION);
    let caller = arrival.caller.clone();
    request.extensions_mut().insert(Passed { origin, caller });
    // A stream of answers drains and may be opened again; an upload that is late has failed.
    let late = limit.asked || method.effect == Effect::Upload;
    let watch = || Box::new(watch(shared, &arrival, method, ends_at, late));
    let response = match method.effect {
        Effect::Upload => upload(shared, inner, request, watch(), completion).await?,
        Effect::Read | Effect::Stream => read(inner, request, deadline).await?,
        Effect::Write => {
            write(shared, inner, request, deadline, completion, admission.take()).await?
        }
    };
    let watch = (method.effect == Effect::Stream).then(watch);
    Ok(Answer { response, watch })
}

fn admit<G>(shared: &Shared<G>, method: &Method) -> Result<Option<Admission>> {
    let admission = shared.flights.admit();
    if admission.is_none() && !method.path.starts_with(HEALTH_PREFIX) {
        return Err(Error::Overloaded { retry_after: RETRY_AFTER });
    }
    Ok(admission)
}

/// The caller, where he may call the method. A refusal is put on record.
async fn authorize<G: Gate>(
    shared: &Arc<Shared<G>>,
    arrival: &Arrival,
    origin: &Origin,
    deadline: Instant,
    completion: &Completion,
) -> Result<Arc<Caller>> {
    let caller = match (&arrival.caller, arrival.bearer()) {
        (Some(caller), _) => Ok(caller.clone()),
        (None, Some(token)) => {
            let asked = before(deadline, pin!(shared.gate.authenticate(token))).await;
            let caller = asked.ok_or(Error::DeadlineExceeded)?;
            if let Ok(caller) = &caller {
                completion::record_principal(completion.span(), caller);
            }
            caller
        }
        (None, None) => Err(Error::Unauthenticated),
    };
    let (caller, error) = match caller {
        Ok(caller) if origin.method.allows(Some(&caller)) => return Ok(caller),
        Ok(caller) => (Some(caller), Error::PermissionDenied),
        Err(error) => (None, error),
    };
    if matches!(error, Error::Unauthenticated | Error::PermissionDenied) {
        record(shared, *origin, caller, error.clone(), deadline).await;
    }
    Err(error)
}

/// Puts a refusal on record, even where the client does not wait for it.
async fn record<G: Gate>(
    shared: &Arc<Shared<G>>,
    origin: Origin,
    caller: Option<Arc<Caller>>,
    error: Error,
    deadline: Instant,
) {
    let gate = shared.gate.clone();
    let task = shared.flights.detach(
        async move { gate.refused(&origin, caller.as_deref(), &error).await }.in_current_span(),
    );
    // The refusal is answered whether or not its record was written in time.
    let _ = before(deadline, task).await;
}

/// A read or a stream: dropped at the deadline and when the client goes away.
async fn read<S: Inner>(
    mut inner: S,
    request: Request<Body>,
    deadline: Instant,
) -> Result<Response<Body>> {
    let Ok(response) =
        before(deadline, inner.call(request)).await.ok_or(Error::DeadlineExceeded)?;
    Ok(response)
}

/// A write: once its request has arrived whole it runs to its end, whatever its client does.
async fn write<G: Gate, S: Inner>(
    shared: &Arc<Shared<G>>,
    mut inner: S,
    request: Request<Body>,
    deadline: Instant,
    completion: &Completion,
    admission: Option<Admission>,
) -> Result<Response<Body>> {
    let (parts, body) = request.into_parts();
    let collected = before(deadline, pin!(collect(body))).await;
    let bytes = collected.ok_or(Error::DeadlineExceeded)??;
    let request = Request::from_parts(parts, Body::new(Full::new(bytes)));
    // The write keeps its place in flight until it ends, also when its client has gone.
    let running = async move {
        let outcome = panics::caught(inner.call(request)).await;
        drop(admission);
        outcome
    };
    let task = shared.flights.detach(running.instrument(completion.span().clone()));
    let joined = before(deadline, task).await.ok_or(Error::DeadlineExceeded)?;
    let Ok(response) = joined.map_err(|_gone| Error::Unavailable)??;
    Ok(response)
}

/// An upload: its service reads the body as it comes. Where the client goes away the body ends, and
/// the service with it; at the deadline, at shutdown and where the right is lost it is given up.
async fn upload<G: Gate, S: Inner>(
    shared: &Arc<Shared<G>>,
    mut inner: S,
    request: Request<Body>,
    mut watch: Box<Watch>,
    completion: &Completion,
) -> Result<Response<Body>> {
    let running = async move { panics::caught(inner.call(request)).await };
    let mut task = shared.flights.detach(running.instrument(completion.span().clone()));
    let ended = poll_fn(|cx| match Pin::new(&mut task).poll(cx) {
        Poll::Ready(joined) => Poll::Ready(Ok(joined)),
        Poll::Pending => watch.ended(cx).map(Err),
    });
    let joined = match ended.await {
        Ok(joined) => joined,
        Err(error) => {
            task.abort();
            return Err(error);
        }
    };
    let Ok(response) = joined.map_err(|_gone| Error::Unavailable)??;
    Ok(response)
}

/// The whole body of a unary request.
async fn collect(mut body: Body) -> Result<Bytes> {
    let mut whole = Bytes::new();
    let mut parts = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_cut_off| foreign::not_a_message())?.into_data() else {
            continue;
        };
        if whole.len() + parts.len() + data.len() > MAX_REQUEST_BYTES + MESSAGE_HEADER_BYTES {
            return Err(Error::TooLarge);
        }
        if whole.is_empty() && parts.is_empty() {
            whole = data;
        } else {
            // Most messages are one frame and are never copied.
            parts.extend_from_slice(&std::mem::take(&mut whole));
            parts.extend_from_slice(&data);
        }
    }
    Ok(if parts.is_empty() { whole } else { parts.freeze() })
}

/// What ends an open stream.
fn watch<G: Gate>(
    shared: &Arc<Shared<G>>,
    arrival: &Arrival,
    method: &'static Method,
    ends_at: Instant,
    late: bool,
) -> Watch {
    let end = if late { Error::DeadlineExceeded } else { Error::Draining };
    let stopped = Box::pin(shared.flights.stopped());
    let mut watch = Watch::new(ends_at, end, stopped);
    if let Some(caller) = arrival.caller.clone().filter(|_| needs_token(method)) {
        let gate: G = shared.gate.clone();
        watch.recheck(shared.limits.recheck_every, move || {
            let (gate, caller) = (gate.clone(), caller.clone());
            Box::pin(async move {
                let now = gate.still(&caller).await?;
                // What the stream shows was chosen by the scope that the caller had.
                let allowed = method.allows(Some(&now)) && now.scope() == caller.scope();
                allowed.then_some(()).ok_or(Error::PermissionDenied)
            })
        });
    }
    watch
}
