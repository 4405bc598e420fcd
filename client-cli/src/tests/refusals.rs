//! What a person is told of a refused call: everything, in four lines, without jargon.

use crate::i18n::{Language, Texts};
use crate::refusal::{CallFacts, from_status};
use std::time::Duration;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, PreconditionViolation, StatusExt as _};

const ID: &str = "0198c5d4-0000-7000-8000-000000000001";

fn told(status: &Status, request_id: Option<&str>) -> (u8, String) {
    let texts = Texts::new(Language::En);
    let facts = CallFacts { look: "frsc appt list", endpoint: "http://127.0.0.1:7443", request_id };
    let failure = from_status(status, &texts, &facts);
    let mut written = Vec::new();
    failure.print(&texts, &mut written);
    (failure.exit as u8, String::from_utf8(written).expect("UTF-8"))
}

fn refused(code: Code, reason: &str, metadata: &[(&str, &str)]) -> (ErrorDetails, Code) {
    let metadata = metadata.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
    let metadata = metadata.collect::<std::collections::HashMap<_, _>>();
    (ErrorDetails::with_error_info(reason, "frsc", metadata), code)
}

fn status((details, code): (ErrorDetails, Code)) -> Status {
    Status::with_error_details(code, "developer text", details)
}

#[test]
fn a_refused_booking_tells_every_rule_and_the_nearest_places_in_four_lines() {
    let slot = "slot_0123456789abcdef0123456789abcdef";
    let nearest = format!("{slot} 2026-03-03 09:30");
    let mut details = refused(Code::FailedPrecondition, "SLOT_FULL", &[("nearest_1", &nearest)]);
    details.0.set_localized_message("en", "No place is left.");
    details.0.set_precondition_failure(vec![
        PreconditionViolation::new("SLOT_FULL", slot, "No place is left."),
        PreconditionViolation::new("DUPLICATE_BOOKING", "RP-W-EXT", "Booked already."),
    ]);
    let (exit, text) = told(&status(details), Some(ID));
    assert_eq!(exit, 6);
    assert_eq!(text.lines().count(), 4, "{text}");
    assert!(text.starts_with("Error: No place is left. [SLOT_FULL]"), "{text}");
    assert!(text.contains("Already booked that day [DUPLICATE_BOOKING]"), "{text}");
    assert!(text.contains(&nearest) && text.contains(&format!("--slot {slot};")), "{text}");
}

#[test]
fn every_wrong_field_is_told() {
    let (mut details, code) = refused(Code::InvalidArgument, "INVALID_FIELD", &[]);
    details.add_bad_request_violation("visitor.name", "is empty");
    details.add_bad_request_violation("note", "is too long");
    let (exit, text) = told(&status((details, code)), None);
    assert_eq!(exit, 10);
    assert!(text.contains("visitor.name: is empty; note: is too long"), "{text}");
    assert!(!text.contains("developer text"), "{text}");
}

#[test]
fn exit_codes_follow_the_status() {
    let table = [
        (Code::NotFound, "QUEUE_EMPTY", 3),
        (Code::Unauthenticated, "UNAUTHENTICATED", 4),
        (Code::PermissionDenied, "PERMISSION_DENIED", 5),
        (Code::FailedPrecondition, "COUNTER_BUSY", 6),
        (Code::AlreadyExists, "ALREADY_EXISTS", 6),
        (Code::Aborted, "ETAG_MISMATCH", 6),
        (Code::ResourceExhausted, "RATE_LIMITED", 7),
        (Code::ResourceExhausted, "MESSAGE_TOO_LARGE", 10),
        (Code::Unavailable, "UNAVAILABLE", 7),
        (Code::DeadlineExceeded, "DEADLINE_EXCEEDED", 7),
        (Code::Internal, "INTERNAL", 1),
        (Code::Unimplemented, "METHOD_UNKNOWN", 1),
    ];
    for (code, reason, exit) in table {
        let (got, text) = told(&status(refused(code, reason, &[])), None);
        assert_eq!(got, exit, "{reason}");
        assert!(text.contains(&format!("[{reason}]")), "{text}");
        assert!(!text.contains("{$"), "{text}");
    }
}

#[test]
fn an_incident_is_quoted_and_a_lost_write_is_repeated_with_its_id() {
    let metadata = [("incident", "01JXYZ")];
    let (exit, text) = told(&status(refused(Code::Internal, "INTERNAL", &metadata)), None);
    assert!(exit == 1 && text.contains("01JXYZ"), "{text}");
    let mut details = refused(Code::Unavailable, "UNAVAILABLE", &[]);
    details.0.set_retry_info(Some(Duration::from_secs(2)));
    let (exit, text) = told(&status(details), Some(ID));
    assert!(exit == 7 && text.contains(&format!("--request-id {ID}")), "{text}");
    let (exit, text) = told(&Status::unavailable("tcp connect error: os error 111"), None);
    assert!(exit == 7 && !text.contains("os error"), "{text}");
}
