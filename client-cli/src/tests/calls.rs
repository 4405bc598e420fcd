//! What a call does when the server is slow to be there or the session has ended, against a server
//! that fails on purpose, which the real one cannot be asked to do.

use super::{frsc, home};
use frsc_proto::v1::auth_service_server::{AuthService, AuthServiceServer};
use frsc_proto::v1::{self, TokenPair};
use std::sync::{Arc, Mutex};
use tonic::{Request, Response, Status};
use tonic_types::{ErrorDetails, StatusExt as _};

/// What the failing server saw.
#[derive(Default)]
struct Seen {
    revocations: Vec<String>,
    refreshes: Vec<String>,
    languages: Vec<String>,
}

#[derive(Clone, Default)]
struct Failing(Arc<Mutex<Seen>>);

fn tokens(generation: usize) -> TokenPair {
    TokenPair {
        access_token: format!("access-{generation}"),
        refresh_token: format!("refresh-{generation}"),
        ..Default::default()
    }
}

/// An error as the server gives it.
fn refusal(status: &Status, reason: &str) -> Status {
    let details = ErrorDetails::with_error_info(reason, "frsc", std::collections::HashMap::new());
    Status::with_error_details(status.code(), "", details)
}

fn bearer<T>(request: &Request<T>) -> String {
    let value = request.metadata().get("authorization");
    value.and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

#[tonic::async_trait]
impl AuthService for Failing {
    async fn create_session(
        &self,
        _: Request<v1::CreateSessionRequest>,
    ) -> Result<Response<v1::CreateSessionResponse>, Status> {
        let caller = v1::Caller { login_name: "clerk1".to_owned(), ..Default::default() };
        let answer = v1::CreateSessionResponse { tokens: Some(tokens(0)), caller: Some(caller) };
        Ok(Response::new(answer))
    }

    /// Only the first access token is refused.
    async fn get_caller(
        &self,
        request: Request<v1::GetCallerRequest>,
    ) -> Result<Response<v1::GetCallerResponse>, Status> {
        let language = request.metadata().get("accept-language");
        let language = language.and_then(|value| value.to_str().ok()).unwrap_or_default();
        self.0.lock().expect("no test panics here").languages.push(language.to_owned());
        if bearer(&request) == "Bearer access-0" {
            return Err(refusal(&Status::unauthenticated(""), "UNAUTHENTICATED"));
        }
        let caller = v1::Caller { login_name: "clerk1".to_owned(), ..Default::default() };
        Ok(Response::new(v1::GetCallerResponse { caller: Some(caller) }))
    }

    async fn refresh_session(
        &self,
        request: Request<v1::RefreshSessionRequest>,
    ) -> Result<Response<v1::RefreshSessionResponse>, Status> {
        let mut seen = self.0.lock().expect("no test panics here");
        seen.refreshes.push(request.into_inner().refresh_token);
        let tokens = Some(tokens(seen.refreshes.len()));
        Ok(Response::new(v1::RefreshSessionResponse { tokens }))
    }

    /// The first two calls find the server away.
    async fn revoke_session(
        &self,
        request: Request<v1::RevokeSessionRequest>,
    ) -> Result<Response<v1::RevokeSessionResponse>, Status> {
        let mut seen = self.0.lock().expect("no test panics here");
        seen.revocations.push(request.into_inner().request_id);
        if seen.revocations.len() <= 2 {
            return Err(refusal(&Status::unavailable(""), "UNAVAILABLE"));
        }
        Ok(Response::new(v1::RevokeSessionResponse {}))
    }

    async fn change_password(
        &self,
        _: Request<v1::ChangePasswordRequest>,
    ) -> Result<Response<v1::ChangePasswordResponse>, Status> {
        Err(refusal(&Status::deadline_exceeded(""), "DEADLINE_EXCEEDED"))
    }
}

/// Starts the failing server on a free port and answers its address.
fn serve(failing: Failing) -> String {
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async move {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let address = listener.local_addr().expect("an address");
            send.send(address).expect("the test waits for the address");
            let incoming = tokio_stream::wrappers::TcpListenerStream::new(listener);
            let service = AuthServiceServer::new(failing);
            let server = tonic::transport::Server::builder().add_service(service);
            server.serve_with_incoming(incoming).await.expect("it serves until the test ends");
        });
    });
    format!("http://{}", receive.recv().expect("the server started"))
}

#[test]
fn a_session_is_renewed_once_and_its_successor_kept() {
    let failing = Failing::default();
    let endpoint = serve(failing.clone());
    let env = [("FRSC_ENDPOINT", endpoint.as_str()), ("FRSC_LANG", "en")];
    let home = home();
    let login = ["auth", "login", "--login-name", "clerk1", "--password-stdin"];
    let ran = frsc(home.path(), &login, &env, "secret\n");
    assert_eq!(ran.code, 0, "{}", ran.err);
    for _ in 0..2 {
        let ran = frsc(home.path(), &["auth", "status", "--json"], &env, "");
        assert_eq!(ran.code, 0, "{}", ran.err);
        let json: serde_json::Value = serde_json::from_str(&ran.out).expect("one document");
        assert_eq!(json["caller"]["login_name"], "clerk1");
        assert_eq!(json["caller"]["roles"], serde_json::json!([]));
    }
    let seen = failing.0.lock().expect("no test panics here");
    assert_eq!(seen.refreshes, ["refresh-0"], "the second command uses the successor");
    assert!(seen.languages.iter().all(|language| language == "en"), "{:?}", seen.languages);
}

#[test]
fn a_repeated_write_carries_the_same_request_id() {
    let failing = Failing::default();
    let endpoint = serve(failing.clone());
    let env = [("FRSC_ENDPOINT", endpoint.as_str())];
    let home = home();
    let login = ["auth", "login", "--login-name", "clerk1", "--password-stdin"];
    assert_eq!(frsc(home.path(), &login, &env, "secret\n").code, 0);
    let ran = frsc(home.path(), &["auth", "logout"], &env, "");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let seen = failing.0.lock().expect("no test panics here");
    assert_eq!(seen.revocations.len(), 3);
    assert!(seen.revocations.iter().all(|id| *id == seen.revocations[0]));
    assert!(uuid::Uuid::parse_str(&seen.revocations[0]).is_ok());
}

#[test]
fn a_write_whose_fate_is_unknown_says_how_to_repeat_it() {
    let endpoint = serve(Failing::default());
    let env = [("FRSC_ENDPOINT", endpoint.as_str()), ("FRSC_LANG", "en")];
    let home = home();
    let login = ["auth", "login", "--login-name", "clerk1", "--password-stdin"];
    assert_eq!(frsc(home.path(), &login, &env, "secret\n").code, 0);
    let id = "0198c5d4-0000-7000-8000-000000000001";
    let words = ["auth", "password", "--password-stdin", "--request-id", id];
    let ran = frsc(home.path(), &words, &env, "old\nnew\n");
    assert_eq!(ran.code, 7, "{}", ran.err);
    assert!(ran.err.contains(&format!("--request-id {id}")), "{}", ran.err);
}
