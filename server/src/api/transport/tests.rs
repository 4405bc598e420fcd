//! The server's socket, with clients over the network.

use super::*;
use crate::api::guard::{
    Limits,
    tests::{TestAuth, TestGate},
};
use frsc_proto::v1::{
    RevokeSessionRequest, auth_service_client::AuthServiceClient,
    auth_service_server::AuthServiceServer,
};
use std::{
    net::Ipv4Addr,
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tonic::{Code, Request, transport::Channel};
use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};
use tonic_types::StatusExt as _;

const SERVING: i32 = 1;
const NOT_SERVING: i32 = 2;

fn settings() -> Settings {
    Settings::new((Ipv4Addr::LOCALHOST, 0).into(), 16)
}

async fn start(settings: &Settings, auth: &TestAuth) -> Running {
    let guard = Guard::new(TestGate::default(), Limits::new(64));
    let routes = Routes::new(AuthServiceServer::new(auth.clone()));
    serve(settings, guard, routes, || async { true }).await.unwrap()
}

async fn connect(running: &Running) -> Channel {
    let address = format!("http://{}", running.address);
    Channel::from_shared(address).unwrap().connect().await.unwrap()
}

fn revoke(what: &'static str) -> Request<RevokeSessionRequest> {
    let mut request = Request::new(RevokeSessionRequest::default());
    request.metadata_mut().insert("authorization", "Bearer clerk".parse().unwrap());
    request.metadata_mut().insert("x-do", what.parse().unwrap());
    request
}

/// True where the server closes the connection.
async fn is_closed(mut stream: TcpStream) -> bool {
    let mut rest = Vec::new();
    // A reset is as good as an end.
    let read = timeout(Duration::from_secs(10), stream.read_to_end(&mut rest)).await;
    read.is_ok()
}

#[tokio::test]
async fn a_silent_connection_is_closed_and_so_is_one_that_stops_in_its_first_bytes() {
    let mut settings = settings();
    settings.first_bytes_within = Duration::from_millis(50);
    let running = start(&settings, &TestAuth::default()).await;
    assert!(is_closed(TcpStream::connect(running.address).await.unwrap()).await);
    let mut slow = TcpStream::connect(running.address).await.unwrap();
    slow.write_all(b"PRI * HTTP").await.unwrap();
    assert!(is_closed(slow).await);
    assert!(running.shutdown().await);
}

#[tokio::test]
async fn a_connection_beyond_the_limit_is_closed_at_once() {
    let mut settings = settings();
    settings.max_connections = 1;
    let running = start(&settings, &TestAuth::default()).await;
    let first = connect(&running).await;
    assert!(is_closed(TcpStream::connect(running.address).await.unwrap()).await);
    AuthServiceClient::new(first).revoke_session(revoke("nothing")).await.unwrap();
    assert!(running.shutdown().await);
}

#[tokio::test]
async fn at_a_stop_a_health_watcher_is_told_and_open_streams_end_unavailable() {
    let running = start(&settings(), &TestAuth::default()).await;
    let mut client = HealthClient::new(connect(&running).await);
    let request = HealthCheckRequest { service: "frsc.v1.AuthService".to_owned() };
    let mut watched = client.watch(request).await.unwrap().into_inner();
    assert_eq!(watched.message().await.unwrap().unwrap().status, SERVING);
    let stop = tokio::spawn(running.shutdown());
    assert_eq!(watched.message().await.unwrap().unwrap().status, NOT_SERVING);
    let status = watched.message().await.unwrap_err();
    assert_eq!(status.code(), Code::Unavailable);
    assert_eq!(status.get_details_error_info().unwrap().reason, "UNAVAILABLE");
    assert!(status.get_details_retry_info().is_some());
    assert!(stop.await.unwrap(), "the stream did not hold the server up");
}

#[tokio::test]
async fn a_stop_waits_for_a_write_whose_client_is_gone() {
    let auth = TestAuth::default();
    let running = start(&settings(), &auth).await;
    let mut client = AuthServiceClient::new(connect(&running).await);
    let call = tokio::spawn(async move { client.revoke_session(revoke("wait")).await });
    auth.held.began.notified().await;
    call.abort();
    let ended = AtomicBool::new(false);
    let stop = async {
        assert!(running.shutdown().await);
        assert!(ended.load(Ordering::SeqCst), "the write ended before the server");
    };
    let write = async {
        ended.store(true, Ordering::SeqCst);
        auth.held.may_end.notify_one();
        auth.held.ended.notified().await;
    };
    tokio::join!(stop, write);
}

#[tokio::test]
async fn a_stop_does_not_wait_for_ever() {
    let mut settings = settings();
    settings.drain_within = Duration::from_millis(50);
    let auth = TestAuth::default();
    let running = start(&settings, &auth).await;
    let mut client = AuthServiceClient::new(connect(&running).await);
    let call = tokio::spawn(async move { client.revoke_session(revoke("wait")).await });
    auth.held.began.notified().await;
    assert!(!running.shutdown().await);
    auth.held.may_end.notify_one();
    call.await.unwrap().unwrap();
}

#[tokio::test]
async fn health_is_what_the_application_says() {
    let guard = Guard::new(TestGate::default(), Limits::new(64));
    let routes = Routes::default();
    let running = serve(&settings(), guard, routes, || async { false }).await.unwrap();
    let mut client = HealthClient::new(connect(&running).await);
    let request = |service: &str| HealthCheckRequest { service: service.to_owned() };
    assert_eq!(client.check(request("")).await.unwrap().into_inner().status, NOT_SERVING);
    let unknown = client.check(request("nothing")).await.unwrap_err();
    assert_eq!(unknown.code(), Code::NotFound);
    assert_eq!(unknown.get_details_error_info().unwrap().reason, "NOT_FOUND");
    drop(client);
    assert!(running.shutdown().await);
}

#[tokio::test]
async fn plaintext_beyond_the_machine_is_refused_with_the_settings_to_mend() {
    let mut settings = settings();
    settings.listen = (Ipv4Addr::UNSPECIFIED, 0).into();
    let guard = Guard::new(TestGate::default(), Limits::new(64));
    let start = |settings| {
        let guard = guard.clone();
        async move { serve(&settings, guard, Routes::default(), || async { true }).await }
    };
    let error = start(settings.clone()).await.unwrap_err().to_string();
    assert!(error.contains("listen = 0.0.0.0:0") && error.contains("tls_cert"), "{error}");
    let nowhere = PathBuf::from("/nonexistent/frsc.pem");
    settings.tls = Some(TlsFiles { certificate: nowhere.clone(), key: nowhere });
    let error = start(settings.clone()).await.unwrap_err().to_string();
    assert!(error.starts_with("tls_cert = /nonexistent/frsc.pem: "), "{error}");
    let not_pem = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    settings.tls = Some(TlsFiles { certificate: not_pem.clone(), key: not_pem });
    let error = start(settings).await.unwrap_err().to_string();
    assert!(error.starts_with("tls_cert and tls_key do not"), "{error}");
}
