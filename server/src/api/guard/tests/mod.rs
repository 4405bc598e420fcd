//! The guard before real services of the contract, called as the server calls them.

mod calls;
mod streams;
mod uploads;

use super::*;
use crate::{
    api::status::status as public_status,
    domain::{
        caller::{Role, Roles},
        id::{AccountId, SessionId},
    },
};
use bytes::Bytes;
use frsc_proto::v1::{
    self as pb, auth_service_server::AuthService, auth_service_server::AuthServiceServer,
};
use http::{HeaderMap, Request, Response};
use http_body_util::{BodyExt as _, Full, StreamBody};
use prost::Message;
use std::sync::Mutex;
use tokio::sync::{Notify, mpsc};
use tonic::{Code, Status, service::Routes};
use tonic_types::StatusExt as _;

const GET_CALLER: &str = "/frsc.v1.AuthService/GetCaller";
const REVOKE_SESSION: &str = "/frsc.v1.AuthService/RevokeSession";
const WATCH_QUEUE: &str = "/frsc.v1.QueueService/WatchQueue";

pub(crate) fn caller_with(roles: &[Role]) -> Arc<Caller> {
    Arc::new(Caller {
        account_id: AccountId(uuid::Uuid::nil()),
        session_id: SessionId(uuid::Uuid::nil()),
        roles: Roles::of(roles),
        grantable_roles: Roles::NONE,
        department_id: None,
    })
}

/// What was put on record: the method, whether the caller was known, and the reason.
type Refusal = (&'static str, bool, &'static str);

/// A gate that knows the tokens `clerk` and `auditor`, and `late` only after asking.
#[derive(Clone, Default)]
pub(crate) struct TestGate {
    pub(crate) revoked: Arc<Mutex<bool>>,
    pub(crate) refused: Arc<Mutex<Vec<Refusal>>>,
}

impl Gate for TestGate {
    fn known(&self, token: &str) -> Option<Arc<Caller>> {
        match token {
            "clerk" => Some(caller_with(&[Role::Clerk])),
            "auditor" => Some(caller_with(&[Role::Auditor])),
            _ => None,
        }
    }

    async fn authenticate(&self, token: &str) -> Result<Arc<Caller>> {
        if *self.revoked.lock().unwrap() {
            return Err(Error::Unauthenticated);
        }
        let token = if token == "late" { "clerk" } else { token };
        self.known(token).ok_or(Error::Unauthenticated)
    }

    async fn still(&self, caller: &Caller) -> Result<Arc<Caller>> {
        match *self.revoked.lock().unwrap() {
            true => Err(Error::Unauthenticated),
            false => Ok(Arc::new(caller.clone())),
        }
    }

    async fn refused(&self, origin: &Origin, caller: Option<&Caller>, error: &Error) {
        let refusal = (origin.method.path, caller.is_some(), error.reason());
        self.refused.lock().unwrap().push(refusal);
    }
}

/// Holds a handler: it tells when it began, goes on when it may, and tells when it ended.
#[derive(Default)]
pub(crate) struct Held {
    pub(crate) began: Notify,
    pub(crate) may_end: Notify,
    pub(crate) ended: Notify,
}

/// A service whose methods do what a test needs, named by the header `x-do`.
#[derive(Clone, Default)]
pub(crate) struct TestAuth {
    pub(crate) held: Arc<Held>,
}

impl TestAuth {
    async fn act<T>(&self, request: &tonic::Request<T>) {
        match request.metadata().get("x-do").and_then(|what| what.to_str().ok()) {
            Some("panic") => panic!("Zhang Wei E12345678"),
            Some("wait") => {
                self.held.began.notify_one();
                self.held.may_end.notified().await;
                self.held.ended.notify_one();
            }
            Some(_) | None => {}
        }
    }
}

#[tonic::async_trait]
impl AuthService for TestAuth {
    async fn create_session(
        &self,
        request: tonic::Request<pb::CreateSessionRequest>,
    ) -> Result<tonic::Response<pb::CreateSessionResponse>, Status> {
        self.act(&request).await;
        let error = caller(&request).unwrap_err();
        Err(public_status(&error, origin(&request).unwrap().language))
    }

    async fn refresh_session(
        &self,
        _: tonic::Request<pb::RefreshSessionRequest>,
    ) -> Result<tonic::Response<pb::RefreshSessionResponse>, Status> {
        let tokens = pb::TokenPair { access_token: "x".repeat(2000), ..Default::default() };
        Ok(tonic::Response::new(pb::RefreshSessionResponse { tokens: Some(tokens) }))
    }

    async fn revoke_session(
        &self,
        request: tonic::Request<pb::RevokeSessionRequest>,
    ) -> Result<tonic::Response<pb::RevokeSessionResponse>, Status> {
        self.act(&request).await;
        Ok(tonic::Response::new(pb::RevokeSessionResponse {}))
    }

    async fn get_caller(
        &self,
        request: tonic::Request<pb::GetCallerRequest>,
    ) -> Result<tonic::Response<pb::GetCallerResponse>, Status> {
        self.act(&request).await;
        assert!(request.metadata().get("authorization").is_none());
        let account_id = caller(&request).unwrap().account_id.to_string();
        let caller = pb::Caller { account_id, ..Default::default() };
        Ok(tonic::Response::new(pb::GetCallerResponse { caller: Some(caller) }))
    }

    async fn change_password(
        &self,
        _: tonic::Request<pb::ChangePasswordRequest>,
    ) -> Result<tonic::Response<pb::ChangePasswordResponse>, Status> {
        Err(Status::unknown("a status without details"))
    }
}

type Frames = mpsc::Receiver<Result<http_body::Frame<Bytes>, Status>>;

/// A queue service whose stream is fed by the test.
#[derive(Clone)]
pub(crate) struct TestQueue(pub(crate) Arc<Mutex<Option<Frames>>>);

impl tonic::server::NamedService for TestQueue {
    const NAME: &'static str = "frsc.v1.QueueService";
}

impl Service<Request<Body>> for TestQueue {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = std::future::Ready<Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Body>) -> Self::Future {
        let frames = self.0.lock().unwrap().take().expect("the test opens one stream");
        let stream = tokio_stream::wrappers::ReceiverStream::new(frames);
        let mut response = Response::new(Body::new(StreamBody::new(stream)));
        let kind = http::HeaderValue::from_static("application/grpc");
        response.headers_mut().insert(http::header::CONTENT_TYPE, kind);
        std::future::ready(Ok(response))
    }
}

/// A guarded server without a network.
struct Rig {
    gate: TestGate,
    auth: TestAuth,
    guard: Guard<TestGate>,
    service: Guarded<TestGate, Routes>,
    feed: mpsc::Sender<Result<http_body::Frame<Bytes>, Status>>,
}

fn limits() -> Limits {
    let mut limits = Limits::new(64);
    limits.recheck_every = Duration::from_millis(5);
    limits
}

fn rig(limits: Limits) -> Rig {
    let (gate, auth) = (TestGate::default(), TestAuth::default());
    let (feed, frames) = mpsc::channel(4);
    let server = AuthServiceServer::new(auth.clone())
        .max_decoding_message_size(1000)
        .max_encoding_message_size(1000);
    let routes = Routes::new(server).add_service(TestQueue(Arc::new(Mutex::new(Some(frames)))));
    let routes = routes.add_service(uploads::TestUpload);
    let guard = Guard::new(gate.clone(), limits);
    let service = guard.layer(routes.prepare());
    Rig { gate, auth, guard, service, feed }
}

/// One message as gRPC frames it.
pub(crate) fn framed(message: &[u8]) -> Bytes {
    let length = u32::try_from(message.len()).unwrap().to_be_bytes();
    [&[0][..], &length, message].concat().into()
}

fn request(path: &str, headers: &[(&'static str, &str)], body: Body) -> Request<Body> {
    let mut request = Request::post(path).header("content-type", "application/grpc");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body).unwrap()
}

fn whole(message: &[u8]) -> Body {
    Body::new(Full::new(framed(message)))
}

impl Rig {
    async fn send(&self, request: Request<Body>) -> Response<Body> {
        let Ok(response) = self.service.clone().call(request).await;
        response
    }

    /// Calls with an empty message and reads the answer to its end.
    async fn call(&self, path: &str, headers: &[(&'static str, &str)]) -> Outcome {
        outcome(self.send(request(path, headers, whole(b""))).await).await
    }
}

/// What came back.
struct Outcome {
    status: Status,
    headers: HeaderMap,
    data: Bytes,
}

impl Outcome {
    fn reason(&self) -> String {
        self.status.get_details_error_info().map(|info| info.reason).unwrap_or_default()
    }
}

async fn outcome(response: Response<Body>) -> Outcome {
    let headers = response.headers().clone();
    let collected = response.into_body().collect().await.unwrap();
    let trailers = collected.trailers().unwrap_or(&headers);
    let status = Status::from_header_map(trailers).expect("every answer has a status");
    Outcome { status, headers, data: collected.to_bytes() }
}
