//! What the wire brings that no well-behaved client sends, and what clients of every language rely
//! on: deadlines, sizes, languages, health, reflection, and how a server stops.

use crate::harness::{Centre, PATIENCE, Refused, Who, make::*, raw::post, soon};
use frsc_proto::v1;
use prost::Message as _;
use std::time::{Duration, Instant};
use tokio::io::AsyncReadExt as _;
use tonic::Code;
use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};
use tonic_reflection::pb::v1::{
    ServerReflectionRequest, server_reflection_client::ServerReflectionClient,
    server_reflection_request::MessageRequest, server_reflection_response::MessageResponse,
};

const BOOK: &str = "/frsc.v1.AppointmentService/BookAppointment";
const LIST: &str = "/frsc.v1.AppointmentService/ListSlots";

#[tokio::test(flavor = "multi_thread")]
async fn a_write_past_its_deadline_says_so_and_its_repeat_gets_the_answer() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let slot = clerk.slot("2024-03-05T09:00").await;
    let request = booking(&slot, EXTENSION);
    let bearer = format!("Bearer {}", clerk.token(Who::Clerk).await);
    let headers = [("authorization", bearer.as_str()), ("grpc-timeout", "1S")];
    let waiting = centre.database.keep_writers_waiting().await;
    let asked = Instant::now();
    let late = post(centre.address, BOOK, &headers, &request.encode_to_vec()).await;
    Refused { status: late.unwrap_err() }.is(Code::DeadlineExceeded, "DEADLINE_EXCEEDED");
    assert!(asked.elapsed() < Duration::from_secs(8), "{:?}", asked.elapsed());
    drop(waiting);
    let booked = || centre.database.number("SELECT count(*) FROM appointment");
    let done = async {
        while booked().await == 0 {
            tokio::task::yield_now().await;
        }
    };
    soon("the end of the write that nobody waits for", done).await;
    let answer = clerk.call(request).await.unwrap();
    assert_eq!(answer.metadata().get("frsc-replayed").unwrap(), "true", "it was done meanwhile");
    assert_eq!(booked().await, 1);
}

#[tokio::test]
async fn bytes_that_are_no_message_are_refused_as_such() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let (garbage, cut_off, bad_utf8) =
        (&[0xff; 64][..], &[0x0a, 0x7f, 0x41], &[0x0a, 2, 0xff, 0xfe]);
    for path in [BOOK, LIST] {
        for (what, bytes) in [("garbage", garbage), ("cut off", cut_off), ("UTF-8", bad_utf8)] {
            if (path, what) == (LIST, "UTF-8") {
                continue; // Its first field is no text.
            }
            let refused = Refused { status: clerk.raw(path, bytes).await.unwrap_err() };
            refused.is(Code::InvalidArgument, "INVALID_FIELD");
            assert_eq!(refused.fields(), ["request"], "{what} to {path}");
        }
    }
    clerk.ok(v1::GetCallerRequest {}).await;
}

#[tokio::test]
async fn a_message_beyond_the_limit_is_refused_and_the_next_call_goes_through() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let info = clerk.ok(v1::GetServerInfoRequest {}).await;
    let size = usize::try_from(info.max_request_bytes).unwrap() + 1;
    for path in [BOOK, LIST] {
        let refused = Refused { status: clerk.raw(path, &vec![0; size]).await.unwrap_err() };
        refused.is(Code::ResourceExhausted, "MESSAGE_TOO_LARGE");
    }
    clerk.ok(v1::GetCallerRequest {}).await;
}

#[tokio::test]
async fn a_method_nobody_serves_is_unimplemented() {
    let centre = Centre::start().await;
    for path in ["/frsc.v1.AppointmentService/Nothing", "/frsc.v2.Nothing/Nothing", "/x/y"] {
        let refused = Refused { status: centre.clerk().raw(path, b"").await.unwrap_err() };
        refused.is(Code::Unimplemented, "METHOD_UNKNOWN");
    }
}

#[tokio::test]
async fn a_connection_that_says_nothing_is_closed() {
    let centre = Centre::start().await;
    let mut silent = tokio::net::TcpStream::connect(centre.address).await.unwrap();
    let mut rest = Vec::new();
    // A reset is as good as an end.
    let _ = soon("the end of the connection", silent.read_to_end(&mut rest)).await;
}

#[tokio::test]
async fn a_server_that_stops_ends_its_streams_and_says_when_to_try_again() {
    let centre = Centre::start().await;
    let mut display = centre.clerk().watch_queue().await.unwrap();
    soon("the state", display.message()).await.unwrap();
    let stopping = Instant::now();
    let ended = tokio::spawn(async move {
        loop {
            if let Err(status) = display.message().await {
                return Refused { status };
            }
        }
    });
    let in_time = soon("the stop", centre.stop()).await;
    assert!(in_time && stopping.elapsed() < PATIENCE);
    let ended = soon("the stream's end", ended).await.unwrap();
    ended.is(Code::Unavailable, "UNAVAILABLE");
    assert!(ended.details().retry_info().is_some());
}

#[tokio::test]
async fn health_is_told_to_anyone_and_turns_when_the_server_stops() {
    let centre = Centre::start().await;
    let (serving, not_serving) = (1, 2);
    let mut health = HealthClient::new(centre.nobody().channel);
    for service in ["", "frsc.v1.AppointmentService", "frsc.admin.v1.AuditService"] {
        let request = HealthCheckRequest { service: service.to_owned() };
        let answer = health.check(request).await.unwrap().into_inner();
        assert_eq!(answer.status, serving, "{service}");
    }
    let mut watched = health.watch(HealthCheckRequest::default()).await.unwrap().into_inner();
    assert_eq!(watched.message().await.unwrap().unwrap().status, serving);
    let stop = tokio::spawn(centre.stop());
    let told = soon("the turn", watched.message()).await.unwrap().unwrap();
    assert_eq!(told.status, not_serving);
    stop.await.unwrap();
}

#[tokio::test]
async fn reflection_lists_every_service() {
    let centre = Centre::start().await;
    let mut reflection = ServerReflectionClient::new(centre.nobody().channel);
    let request = ServerReflectionRequest {
        host: String::new(),
        message_request: Some(MessageRequest::ListServices(String::new())),
    };
    let asked = futures_util::stream::iter([request]);
    let mut answers = reflection.server_reflection_info(asked).await.unwrap().into_inner();
    let answer = soon("the list", answers.message()).await.unwrap().unwrap();
    let Some(MessageResponse::ListServicesResponse(list)) = answer.message_response else {
        panic!("{answer:?}");
    };
    let names: Vec<_> = list.service.iter().map(|service| service.name.as_str()).collect();
    for wanted in
        ["frsc.v1.AppointmentService", "frsc.v1.QueueService", "frsc.admin.v1.AccountService"]
    {
        assert!(names.contains(&wanted), "{wanted} is not among {names:?}");
    }
}

#[tokio::test]
async fn a_refusal_speaks_the_language_the_client_prefers() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let slot = clerk.slot("2024-03-04T16:00").await;
    for (preference, locale, words) in [
        ("", "zh-CN", "提前"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN", "提前"),
        ("en-GB,en;q=0.9", "en", "ahead"),
        ("fr, en;q=0.5, zh;q=0.1", "en", "ahead"),
    ] {
        let speaking = match preference {
            "" => clerk.clone(),
            given => clerk.with("accept-language", given),
        };
        let refused = speaking.refused(booking(&slot, EXTENSION)).await;
        let details = refused.details();
        let message = details.localized_message().unwrap();
        assert_eq!(message.locale, locale, "{preference}");
        assert!(message.message.contains(words), "{preference}: {}", message.message);
    }
}

#[tokio::test]
async fn the_worst_refusal_is_whole_and_stays_under_three_kibibytes() {
    let centre = Centre::start().await;
    let slot = centre.clerk().slot("2024-03-05T09:00").await;
    let items = [
        "RP-W-NEW",
        "RP-W-EXT",
        "RP-W-CHG",
        "RP-REISSUE",
        "RP-S-NEW",
        "RP-J-NEW",
        "RP-F-NEW",
        "RP-P-NEW",
        "RP-N-EXT",
        "RP-ANNOT",
    ];
    let request = v1::BookAppointmentRequest {
        service_item_ids: items.map(str::to_owned).to_vec(),
        ..booking(&slot, EXTENSION)
    };
    centre.clerk().booked(request.clone()).await;
    // The same person, day and items, asked for by another department's system, too late.
    centre.it_is("2024-03-05T09:10");
    let again = v1::BookAppointmentRequest { request_id: request_id(), ..request };
    for language in ["zh-CN", "en"] {
        let again = v1::BookAppointmentRequest { request_id: request_id(), ..again.clone() };
        let partner = centre.client(Who::StbPartner).with("accept-language", language);
        let refused = partner.refused(again).await;
        let size = refused.status.details().len();
        assert!(size <= 3 * 1024, "{size} bytes in {language}");
        let rules = refused.rules();
        for rule in
            ["BOOKED_TOO_LATE", "SLOT_PAST", "DUPLICATE_BOOKING", "DEPARTMENT_NOT_RESPONSIBLE"]
        {
            assert!(rules.contains(&rule.to_owned()), "{rule} is not among {rules:?}");
        }
    }
}

#[tokio::test]
async fn a_request_with_every_field_wrong_is_refused_under_three_kibibytes() {
    let centre = Centre::start().await;
    let request = v1::BookAppointmentRequest {
        service_item_ids: vec!["not a code at all".repeat(20); 500],
        note: "x".repeat(100_000),
        ..Default::default()
    };
    let refused = centre.clerk().refused(request).await;
    refused.is(Code::InvalidArgument, "INVALID_FIELD");
    let size = refused.status.details().len();
    assert!(size <= 3 * 1024, "{size} bytes");
    assert!(refused.status.message().len() <= 1024, "{}", refused.status.message().len());
}

#[tokio::test]
async fn every_answer_carries_a_trace_id_and_the_clients_own_is_kept() {
    let centre = Centre::start().await;
    let answer = centre.clerk().call(v1::GetCallerRequest {}).await.unwrap();
    let own = answer.metadata().get("frsc-trace-id").unwrap().to_str().unwrap();
    assert_eq!(own.len(), 32);
    let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    let refused = centre.nobody().with("traceparent", parent).call(v1::GetCallerRequest {}).await;
    let kept = refused.unwrap_err().metadata().get("frsc-trace-id").unwrap().clone();
    assert_eq!(kept, "0af7651916cd43dd8448eb211c80319c");
}
