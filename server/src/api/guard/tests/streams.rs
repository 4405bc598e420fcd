//! Streams through the guard.

use super::*;
use http_body::Frame;

const CLERK: (&str, &str) = ("authorization", "Bearer clerk");

async fn open(rig: &Rig, headers: &[(&'static str, &str)]) -> Response<Body> {
    rig.send(request(WATCH_QUEUE, headers, whole(b""))).await
}

async fn next(body: &mut Body) -> Option<Bytes> {
    body.frame().await.unwrap().unwrap().into_data().ok()
}

#[tokio::test]
async fn a_stream_carries_messages_and_ends_at_the_clients_deadline() {
    let rig = rig(limits());
    let mut response = open(&rig, &[CLERK, ("grpc-timeout", "400m")]).await;
    rig.feed.send(Ok(Frame::data(framed(b"one")))).await.unwrap();
    assert_eq!(next(response.body_mut()).await, Some(framed(b"one")));
    assert_eq!(rig.guard.flights().calls(), 1);
    let done = outcome(response).await;
    assert_eq!(done.reason(), "DEADLINE_EXCEEDED");
    assert_eq!(rig.guard.flights().calls(), 0);
    assert!(rig.feed.is_closed(), "what fed the stream is dropped with it");
}

#[tokio::test]
async fn a_stream_that_lasts_too_long_drains() {
    let mut limits = limits();
    limits.max_stream_duration = Duration::from_millis(20);
    let rig = rig(limits);
    let done = outcome(open(&rig, &[CLERK]).await).await;
    assert_eq!((done.status.code(), done.reason().as_str()), (Code::Unavailable, "DRAINING"));
    assert!(done.status.get_details_retry_info().is_some());
}

#[tokio::test]
async fn a_stream_whose_right_is_lost_ends() {
    let rig = rig(limits());
    let response = open(&rig, &[CLERK]).await;
    *rig.gate.revoked.lock().unwrap() = true;
    let done = outcome(response).await;
    assert_eq!(
        (done.status.code(), done.reason().as_str()),
        (Code::Unauthenticated, "UNAUTHENTICATED")
    );
}

#[tokio::test]
async fn a_stop_ends_streams_after_the_frame_that_is_ready() {
    let rig = rig(limits());
    let mut response = open(&rig, &[CLERK]).await;
    rig.feed.send(Ok(Frame::data(framed(b"one")))).await.unwrap();
    rig.feed.send(Ok(Frame::data(framed(b"two")))).await.unwrap();
    rig.guard.flights().stop();
    assert_eq!(next(response.body_mut()).await, Some(framed(b"one")));
    let done = outcome(response).await;
    assert_eq!((done.status.code(), done.reason().as_str()), (Code::Unavailable, "UNAVAILABLE"));
    assert!(done.data.is_empty());
}

#[tokio::test]
async fn a_status_of_the_service_passes_and_a_foreign_one_is_put_into_our_form() {
    let rig = rig(limits());
    let response = open(&rig, &[CLERK]).await;
    let mut trailers = HeaderMap::new();
    Status::data_loss("a driver's words").add_header(&mut trailers).unwrap();
    rig.feed.send(Ok(Frame::trailers(trailers))).await.unwrap();
    let done = outcome(response).await;
    assert_eq!((done.status.code(), done.reason().as_str()), (Code::Internal, "INTERNAL"));
    assert!(!done.status.message().contains("driver"));
}

#[tokio::test]
async fn a_stream_dropped_by_its_client_gives_its_place_back() {
    let rig = rig(limits());
    let response = open(&rig, &[CLERK]).await;
    assert_eq!(rig.guard.flights().calls(), 1);
    drop(response);
    assert_eq!(rig.guard.flights().calls(), 0);
}
