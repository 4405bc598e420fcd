//! The one place where an [`Error`] becomes a `tonic::Status`: code, reason, details, and one
//! sentence in the caller's language. No detail ever holds personal data, and together they stay
//! under three KiB, because some gRPC libraries fail on long trailers.

use super::texts::{self, Language};
use crate::{
    clock,
    domain::refusal::Refusal,
    error::{Error, NearestPlace, Violation},
};
use frsc_proto::v1::ErrorReason;
use std::{collections::HashMap, time::Duration};
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, PreconditionViolation, QuotaViolation, StatusExt as _};

/// The domain of every `ErrorInfo`.
pub const ERROR_DOMAIN: &str = "frsc";
/// Most encoded bytes of a status's details.
pub const MAX_DETAIL_BYTES: usize = 3 * 1024;
/// When a client may try again where nothing more is known.
const RETRY_SOON: Duration = Duration::from_millis(500);

/// What the client reads of an error, in his language.
#[must_use]
pub fn status(error: &Error, language: Language) -> Status {
    let (code, reason) = code_and_reason(error);
    let text = texts::of(error, language);
    let mut details = ErrorDetails::new();
    details.set_error_info(reason_name(reason), ERROR_DOMAIN, metadata(error));
    details.set_localized_message(language.tag(), text);
    match error {
        Error::Invalid(violations) => add_field_violations(&mut details, violations),
        Error::Refused { refusals, .. } => {
            details.set_precondition_failure(refusals.iter().map(precondition).collect::<Vec<_>>());
        }
        Error::Overloaded { retry_after } => {
            details.set_quota_failure(vec![QuotaViolation::new("server", "at its limit")]);
            details.set_retry_info(Some(*retry_after));
        }
        Error::Conflict | Error::Unavailable | Error::Draining => {
            details.set_retry_info(Some(RETRY_SOON));
        }
        Error::Unauthenticated
        | Error::PermissionDenied
        | Error::NotFound
        | Error::QueueEmpty
        | Error::AlreadyExists { .. }
        | Error::EtagMismatch
        | Error::RequestIdReused
        | Error::TooLarge
        | Error::DeadlineExceeded
        | Error::MethodUnknown
        | Error::Internal { .. } => {}
    }
    Status::with_error_details(code, texts::of(error, Language::En), details)
}

/// The reason as the audit trail and `ErrorInfo` write it.
#[must_use]
pub fn reason_name(reason: ErrorReason) -> &'static str {
    let name = reason.as_str_name();
    name.strip_prefix("ERROR_REASON_").unwrap_or(name)
}

/// The reason of an error.
#[must_use]
pub fn reason_of(error: &Error) -> &'static str {
    reason_name(code_and_reason(error).1)
}

fn code_and_reason(error: &Error) -> (Code, ErrorReason) {
    match error {
        Error::Invalid(_) => (Code::InvalidArgument, ErrorReason::InvalidField),
        Error::Unauthenticated => (Code::Unauthenticated, ErrorReason::Unauthenticated),
        Error::PermissionDenied => (Code::PermissionDenied, ErrorReason::PermissionDenied),
        Error::NotFound => (Code::NotFound, ErrorReason::NotFound),
        Error::QueueEmpty => (Code::NotFound, ErrorReason::QueueEmpty),
        Error::AlreadyExists { .. } => (Code::AlreadyExists, ErrorReason::AlreadyExists),
        Error::EtagMismatch => (Code::Aborted, ErrorReason::EtagMismatch),
        Error::RequestIdReused => (Code::AlreadyExists, ErrorReason::RequestIdReused),
        Error::Refused { refusals, .. } => {
            let first = refusals.first().map_or(ErrorReason::Unspecified, reason_of_refusal);
            (Code::FailedPrecondition, first)
        }
        Error::Conflict => (Code::Aborted, ErrorReason::ConflictRetry),
        Error::Overloaded { .. } => (Code::ResourceExhausted, ErrorReason::Overloaded),
        Error::TooLarge => (Code::ResourceExhausted, ErrorReason::MessageTooLarge),
        Error::DeadlineExceeded => (Code::DeadlineExceeded, ErrorReason::DeadlineExceeded),
        Error::Unavailable => (Code::Unavailable, ErrorReason::Unavailable),
        Error::Draining => (Code::Unavailable, ErrorReason::Draining),
        Error::MethodUnknown => (Code::Unimplemented, ErrorReason::MethodUnknown),
        Error::Internal { .. } => (Code::Internal, ErrorReason::Internal),
    }
}

/// The public reason of a refusal.
#[must_use]
pub fn reason_of_refusal(refusal: &Refusal) -> ErrorReason {
    match refusal {
        Refusal::StateForbids { .. } => ErrorReason::StateTransitionForbidden,
        Refusal::CalendarNotPublished { .. } => ErrorReason::CalendarNotPublished,
        Refusal::SlotFull => ErrorReason::SlotFull,
        Refusal::SlotNotOffered => ErrorReason::SlotNotOffered,
        Refusal::SlotPast => ErrorReason::SlotPast,
        Refusal::BookedTooLate { .. } => ErrorReason::BookedTooLate,
        Refusal::BeyondBookingWindow { .. } => ErrorReason::BeyondBookingWindow,
        Refusal::DuplicateBooking { .. } => ErrorReason::DuplicateBooking,
        Refusal::NoShowBlock { .. } => ErrorReason::NoShowBlock,
        Refusal::ChannelFull => ErrorReason::ChannelFull,
        Refusal::NoCounterServes => ErrorReason::NoCounterServes,
        Refusal::ItemNotInForce { .. } => ErrorReason::ItemNotInForce,
        Refusal::DepartmentNotResponsible { .. } => ErrorReason::DepartmentNotResponsible,
        Refusal::HoldExpired => ErrorReason::HoldExpired,
        Refusal::HoldUsed => ErrorReason::HoldUsed,
        Refusal::WalkInTodayOnly => ErrorReason::WalkInTodayOnly,
        Refusal::CancelledTooLate { .. } => ErrorReason::CancelledTooLate,
        Refusal::CheckInWrongDay { .. } => ErrorReason::CheckInWrongDay,
        Refusal::NoShowTooEarly { .. } => ErrorReason::NoShowTooEarly,
        Refusal::CounterBusy { .. } => ErrorReason::CounterBusy,
        Refusal::CounterLacksSkill => ErrorReason::CounterLacksSkill,
        Refusal::RoleConflict => ErrorReason::RoleConflict,
        Refusal::GrantExceedsOwn => ErrorReason::GrantExceedsOwn,
        Refusal::SelfGrant => ErrorReason::SelfGrant,
        Refusal::LastAdmin => ErrorReason::LastAdmin,
        Refusal::PlacesBelowSold { .. } => ErrorReason::PlacesBelowSold,
        Refusal::ValidityOverlap => ErrorReason::ValidityOverlap,
    }
}

fn metadata(error: &Error) -> HashMap<String, String> {
    let mut pairs = HashMap::new();
    match error {
        Error::AlreadyExists { existing_id } => {
            pairs.insert("existing_id".to_owned(), existing_id.clone());
        }
        Error::Internal { incident } => {
            pairs.insert("incident".to_owned(), incident.clone());
        }
        Error::Refused { refusals, nearest } => {
            for refusal in refusals {
                pairs.extend(variables(refusal).map(|(key, value)| (key.to_owned(), value)));
            }
            for (index, NearestPlace { slot_id, local_start }) in nearest.iter().enumerate() {
                let key = format!("nearest_{}", index + 1);
                pairs.insert(key, format!("{slot_id} {local_start}"));
            }
        }
        Error::Invalid(_)
        | Error::Unauthenticated
        | Error::PermissionDenied
        | Error::NotFound
        | Error::QueueEmpty
        | Error::EtagMismatch
        | Error::RequestIdReused
        | Error::Conflict
        | Error::Overloaded { .. }
        | Error::TooLarge
        | Error::DeadlineExceeded
        | Error::Unavailable
        | Error::Draining
        | Error::MethodUnknown => {}
    }
    pairs
}

/// The variables of a refusal, for `ErrorInfo.metadata`.
fn variables(refusal: &Refusal) -> impl Iterator<Item = (&'static str, String)> {
    let pairs = match refusal {
        Refusal::StateForbids { current, allowed } => {
            vec![("current_state", (*current).to_owned()), ("allowed_states", allowed.join(","))]
        }
        Refusal::CalendarNotPublished { year } => vec![("year", year.to_string())],
        Refusal::BookedTooLate { min_days_ahead } => {
            vec![("min_days_ahead", min_days_ahead.to_string())]
        }
        Refusal::BeyondBookingWindow { last_open_date: Some(date) } => {
            vec![("last_open_date", date.to_string())]
        }
        Refusal::DuplicateBooking { service_item_id, date } => {
            vec![("service_item_id", service_item_id.clone()), ("date", date.to_string())]
        }
        Refusal::NoShowBlock { blocked_until } => {
            vec![("blocked_until", blocked_until.to_string())]
        }
        Refusal::ItemNotInForce { service_item_id }
        | Refusal::DepartmentNotResponsible { service_item_id } => {
            vec![("service_item_id", service_item_id.clone())]
        }
        Refusal::CancelledTooLate { cutoff } => {
            vec![("cutoff_time", cutoff.with_timezone(&clock::shanghai()).to_rfc3339())]
        }
        Refusal::CheckInWrongDay { date } | Refusal::PlacesBelowSold { date } => {
            vec![("date", date.to_string())]
        }
        Refusal::NoShowTooEarly { start } => {
            vec![("start_time", start.with_timezone(&clock::shanghai()).to_rfc3339())]
        }
        Refusal::CounterBusy { ticket_id } => vec![("ticket_id", ticket_id.clone())],
        Refusal::BeyondBookingWindow { last_open_date: None }
        | Refusal::SlotFull
        | Refusal::SlotNotOffered
        | Refusal::SlotPast
        | Refusal::ChannelFull
        | Refusal::NoCounterServes
        | Refusal::HoldExpired
        | Refusal::HoldUsed
        | Refusal::WalkInTodayOnly
        | Refusal::CounterLacksSkill
        | Refusal::RoleConflict
        | Refusal::GrantExceedsOwn
        | Refusal::SelfGrant
        | Refusal::LastAdmin
        | Refusal::ValidityOverlap => Vec::new(),
    };
    pairs.into_iter()
}

fn precondition(refusal: &Refusal) -> PreconditionViolation {
    let subject: Vec<_> = variables(refusal).map(|(_, value)| value).collect();
    let text = texts::refusal(refusal, Language::En);
    PreconditionViolation::new(reason_name(reason_of_refusal(refusal)), subject.join(" "), text)
}

/// Adds the violations that fit; a client that mends these is told the rest at its next try.
fn add_field_violations(details: &mut ErrorDetails, violations: &[Violation]) {
    let mut room = MAX_DETAIL_BYTES / 2;
    for Violation { field, problem } in violations {
        let size = field.len() + problem.len() + 8;
        if size > room {
            break;
        }
        room -= size;
        details.add_bad_request_violation(field, problem);
    }
}
