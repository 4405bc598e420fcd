//! Uploads through the guard: read as they come, and given up where they must be.

use super::*;
use http_body::Frame;

const UPLOAD: &str = "/frsc.v1.EvidenceService/UploadEvidence";
const CLERK: (&str, &str) = ("authorization", "Bearer clerk");

/// A service that reads a body to its end and answers then.
#[derive(Clone)]
pub(super) struct TestUpload;

impl tonic::server::NamedService for TestUpload {
    const NAME: &'static str = "frsc.v1.EvidenceService";
}

impl Service<Request<Body>> for TestUpload {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        Box::pin(async move {
            let status = match request.into_body().collect().await {
                Ok(_) => Status::ok(""),
                Err(_) => Status::unavailable("cut off"),
            };
            Ok(status.into_http())
        })
    }
}

type Sender = mpsc::Sender<Result<Frame<Bytes>, Status>>;

/// A body that the test feeds.
fn fed() -> (Sender, Body) {
    let (send, frames) = mpsc::channel(4);
    let stream = tokio_stream::wrappers::ReceiverStream::new(frames);
    (send, Body::new(StreamBody::new(stream)))
}

async fn upload(rig: &Rig, headers: &[(&'static str, &str)], body: Body) -> Outcome {
    outcome(rig.send(request(UPLOAD, headers, body)).await).await
}

#[tokio::test]
async fn an_upload_may_take_longer_than_a_unary_call() {
    let mut limits = limits();
    limits.max_unary_duration = Duration::from_millis(20);
    let rig = rig(limits);
    let (send, body) = fed();
    let feeding = async move {
        send.send(Ok(Frame::data(framed(b"one")))).await.unwrap();
        tokio::time::sleep(Duration::from_millis(60)).await;
        send.send(Ok(Frame::data(framed(b"two")))).await.unwrap();
    };
    let (done, ()) = tokio::join!(upload(&rig, &[CLERK], body), feeding);
    assert_eq!(done.status.code(), Code::Ok);
    assert_eq!(rig.guard.flights().calls(), 0);
}

#[tokio::test]
async fn an_upload_ends_at_its_deadline_and_at_the_servers() {
    let mut limits = limits();
    limits.max_upload_duration = Duration::from_millis(30);
    let rig = rig(limits);
    for headers in [&[CLERK, ("grpc-timeout", "10m")][..], &[CLERK]] {
        let (send, body) = fed();
        let done = upload(&rig, headers, body).await;
        assert_eq!(done.reason(), "DEADLINE_EXCEEDED");
        send.closed().await;
    }
    rig.guard.flights().writes_done().await;
}

#[tokio::test]
async fn an_upload_whose_right_is_lost_and_one_at_shutdown_are_given_up() {
    for (revoked, reason) in [(true, "UNAUTHENTICATED"), (false, "UNAVAILABLE")] {
        let rig = rig(limits());
        let (send, body) = fed();
        let lose = async {
            send.send(Ok(Frame::data(framed(b"one")))).await.unwrap();
            match revoked {
                true => *rig.gate.revoked.lock().unwrap() = true,
                false => rig.guard.flights().stop(),
            }
        };
        let (done, ()) = tokio::join!(upload(&rig, &[CLERK], body), lose);
        assert_eq!(done.reason(), reason);
        send.closed().await;
        rig.guard.flights().writes_done().await;
    }
}

#[tokio::test]
async fn an_upload_of_a_wrong_role_is_refused_before_it_is_read() {
    let rig = rig(limits());
    let (send, body) = fed();
    let done = upload(&rig, &[], body).await;
    assert_eq!(done.reason(), "UNAUTHENTICATED");
    assert!(send.is_closed());
}
