//! Unary calls through the guard.

use super::*;

const CLERK: (&str, &str) = ("authorization", "Bearer clerk");

#[tokio::test]
async fn a_caller_reaches_the_method_with_his_identity_and_gets_a_trace_id() {
    let rig = rig(limits());
    for token in ["Bearer clerk", "bearer late"] {
        let done = rig.call(GET_CALLER, &[("authorization", token)]).await;
        assert_eq!(done.status.code(), Code::Ok);
        let answer = pb::GetCallerResponse::decode(&done.data[5..]).unwrap();
        assert_eq!(answer.caller.unwrap().account_id, AccountId(uuid::Uuid::nil()).to_string());
        assert_eq!(done.headers[TRACE_ID_HEADER].len(), 32);
    }
    let own = "0af76519-16cd-43dd-8448-eb211c80319c";
    let done = rig.call(GET_CALLER, &[CLERK, ("x-request-id", own)]).await;
    assert_eq!(done.headers[TRACE_ID_HEADER], own.replace('-', ""));
    assert_eq!(rig.guard.flights().calls(), 0);
}

#[tokio::test]
async fn no_token_a_bad_one_or_a_foreign_scheme_is_unauthenticated_and_on_record() {
    let rig = rig(limits());
    let first = rig.call(GET_CALLER, &[]).await.status;
    for value in ["Bearer nobody", "Basic clerk", "clerk", "Bearer "] {
        let status = rig.call(GET_CALLER, &[("authorization", value)]).await.status;
        assert_eq!(status.code(), Code::Unauthenticated);
        assert_eq!(status.message(), first.message());
        assert_eq!(status.details(), first.details());
    }
    assert_eq!(*rig.gate.refused.lock().unwrap(), [(GET_CALLER, false, "UNAUTHENTICATED"); 5]);
}

#[tokio::test]
async fn a_method_of_other_roles_is_refused_before_its_message_is_read() {
    let rig = rig(limits());
    let garbage = request(WATCH_QUEUE, &[("authorization", "Bearer auditor")], whole(b"\xff"));
    let refused = outcome(rig.send(garbage).await).await;
    assert_eq!(refused.status.code(), Code::PermissionDenied);
    assert_eq!(refused.reason(), "PERMISSION_DENIED");
    assert_eq!(*rig.gate.refused.lock().unwrap(), [(WATCH_QUEUE, true, "PERMISSION_DENIED")]);
}

#[tokio::test]
async fn an_unknown_method_is_unimplemented_and_asks_for_no_token() {
    let rig = rig(limits());
    for path in ["/frsc.v1.AuthService/Nothing", "/a.B/C", "/"] {
        let done = rig.call(path, &[]).await;
        assert_eq!(
            (done.status.code(), done.reason().as_str()),
            (Code::Unimplemented, "METHOD_UNKNOWN")
        );
    }
    // In the table, but not served.
    let done = rig.call("/frsc.v1.SystemService/GetServerInfo", &[]).await;
    assert_eq!(
        (done.status.code(), done.reason().as_str()),
        (Code::Unimplemented, "METHOD_UNKNOWN")
    );
}

#[tokio::test]
async fn what_is_not_grpc_is_told_so_in_http() {
    let rig = rig(limits());
    let response = rig.send(Request::get("/").body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), http::StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn a_panic_is_an_incident_number_and_nothing_more_in_reads_and_writes() {
    let rig = rig(limits());
    for path in [GET_CALLER, REVOKE_SESSION] {
        let done = rig.call(path, &[CLERK, ("x-do", "panic"), ("accept-language", "en")]).await;
        assert_eq!(done.status.code(), Code::Internal);
        let info = done.status.get_details_error_info().unwrap();
        assert_eq!((info.reason.as_str(), info.metadata["incident"].len()), ("INTERNAL", 8));
        assert!(!format!("{:?}", done.status).contains("Zhang"));
        assert_eq!(done.status.get_details_localized_message().unwrap().locale, "en");
    }
    rig.guard.flights().writes_done().await;
    assert_eq!(rig.guard.flights().calls(), 0);
}

#[tokio::test]
async fn garbage_bad_text_and_broken_frames_are_invalid_fields() {
    let rig = rig(limits());
    let bodies: [(&str, Body); 6] = [
        ("a wrong wire type", whole(b"\x0f\xff")),
        ("bad UTF-8", whole(b"\x0a\x02\xff\xfe")),
        ("no message", Body::empty()),
        ("half a frame", Body::new(Full::new(Bytes::from_static(b"\0\0\0\0\x09x")))),
        ("a compressed flag", Body::new(Full::new(Bytes::from_static(b"\x01\0\0\0\x01x")))),
        ("an unknown flag", Body::new(Full::new(Bytes::from_static(b"\x07\0\0\0\x01x")))),
    ];
    for (what, body) in bodies {
        let path = "/frsc.v1.AuthService/CreateSession";
        let done = outcome(rig.send(request(path, &[], body)).await).await;
        assert_eq!(done.status.code(), Code::InvalidArgument, "{what}: {:?}", done.status);
        assert_eq!(done.reason(), "INVALID_FIELD", "{what}");
        let fields = done.status.get_details_bad_request().unwrap().field_violations;
        assert_eq!(fields[0].field, "request", "{what}");
    }
}

#[tokio::test]
async fn a_message_too_large_is_resource_exhausted_in_either_direction() {
    let rig = rig(limits());
    let long = vec![b'a'; 1001];
    let huge = vec![b'a'; crate::api::MAX_REQUEST_BYTES + 1];
    for (path, message) in [(GET_CALLER, &long), (REVOKE_SESSION, &long), (REVOKE_SESSION, &huge)] {
        let done = outcome(rig.send(request(path, &[CLERK], whole(message))).await).await;
        assert_eq!(done.status.code(), Code::ResourceExhausted, "{path}");
        assert_eq!(done.reason(), "MESSAGE_TOO_LARGE", "{path}");
    }
    let done = rig.call("/frsc.v1.AuthService/RefreshSession", &[]).await;
    assert_eq!(done.status.code(), Code::ResourceExhausted);
    assert_eq!(done.reason(), "MESSAGE_TOO_LARGE");
}

#[tokio::test]
async fn a_status_without_details_gets_them_and_a_compression_is_refused_by_its_code() {
    let rig = rig(limits());
    let done = rig.call("/frsc.v1.AuthService/ChangePassword", &[CLERK]).await;
    assert_eq!((done.status.code(), done.reason().as_str()), (Code::Internal, "INTERNAL"));
    let done = rig.call(GET_CALLER, &[CLERK, ("grpc-encoding", "gzip")]).await;
    assert_eq!(done.status.code(), Code::Unimplemented);
    assert_eq!(done.reason(), "INVALID_FIELD");
    assert_eq!(done.headers["grpc-accept-encoding"], "identity");
}

#[tokio::test]
async fn a_read_ends_at_the_clients_deadline() {
    let rig = rig(limits());
    let done = rig.call(GET_CALLER, &[CLERK, ("x-do", "wait"), ("grpc-timeout", "20m")]).await;
    assert_eq!(done.status.code(), Code::DeadlineExceeded);
    assert_eq!(done.reason(), "DEADLINE_EXCEEDED");
    assert_eq!(rig.guard.flights().calls(), 0);
}

#[tokio::test]
async fn no_deadline_of_a_client_goes_beyond_the_cap() {
    let mut limits = limits();
    limits.max_unary_duration = Duration::from_millis(20);
    let rig = rig(limits);
    let done = rig.call(GET_CALLER, &[CLERK, ("x-do", "wait"), ("grpc-timeout", "9H")]).await;
    assert_eq!(done.reason(), "DEADLINE_EXCEEDED");
}

#[tokio::test]
async fn a_request_that_never_arrives_whole_ends_at_the_deadline() {
    let rig = rig(limits());
    for path in [GET_CALLER, REVOKE_SESSION] {
        let never = futures_util::stream::pending::<Result<http_body::Frame<Bytes>, Status>>();
        let headers = [CLERK, ("grpc-timeout", "20m")];
        let slow = request(path, &headers, Body::new(StreamBody::new(never)));
        let done = outcome(rig.send(slow).await).await;
        assert_eq!(done.reason(), "DEADLINE_EXCEEDED", "{path}");
    }
    rig.guard.flights().writes_done().await;
}

#[tokio::test]
async fn a_write_runs_to_its_end_after_its_client_went_away_or_gave_up() {
    let rig = rig(limits());
    let held = rig.auth.held.clone();
    let headers = [CLERK, ("x-do", "wait"), ("grpc-timeout", "300m")];
    let done = rig.call(REVOKE_SESSION, &headers).await;
    assert_eq!(done.reason(), "DEADLINE_EXCEEDED");
    held.began.notified().await;
    held.may_end.notify_one();
    held.ended.notified().await;
    rig.guard.flights().writes_done().await;

    let mut service = rig.service.clone();
    let headers = [CLERK, ("x-do", "wait")];
    let call = tokio::spawn(service.call(request(REVOKE_SESSION, &headers, whole(b""))));
    held.began.notified().await;
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    assert_eq!(rig.guard.flights().calls(), 1, "the write keeps its place in flight");
    held.may_end.notify_one();
    held.ended.notified().await;
    rig.guard.flights().writes_done().await;
    assert_eq!(rig.guard.flights().calls(), 0);
}

#[tokio::test]
async fn a_call_beyond_the_limit_is_told_when_to_try_again() {
    let mut limits = limits();
    limits.max_in_flight_calls = 1;
    let rig = rig(limits);
    let mut service = rig.service.clone();
    let headers = [CLERK, ("x-do", "wait")];
    let first = tokio::spawn(service.call(request(GET_CALLER, &headers, whole(b""))));
    rig.auth.held.began.notified().await;
    let done = rig.call(GET_CALLER, &[CLERK]).await;
    assert_eq!(
        (done.status.code(), done.reason().as_str()),
        (Code::ResourceExhausted, "OVERLOADED")
    );
    let retry = done.status.get_details_retry_info().unwrap().retry_delay;
    assert_eq!(retry, Some(Duration::from_secs(1)));
    rig.auth.held.may_end.notify_one();
    let Ok(response) = first.await.unwrap();
    assert_eq!(outcome(response).await.status.code(), Code::Ok);
    assert_eq!(rig.call(GET_CALLER, &[CLERK]).await.status.code(), Code::Ok);
}
