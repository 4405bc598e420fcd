//! The one place where an [`Error`] becomes a `tonic::Status`: code, reason, details, and one
//! sentence in the caller's language. No detail ever holds personal data, and together they stay
//! under three KiB, because some gRPC libraries fail on long trailers.

use super::texts::{self, Language};
use crate::{
    clock,
    domain::{
        case::CaseRefusal, document::DocumentRefusal, evidence::EvidenceRefusal,
        expedite::ExpediteRefusal, expiry::ExpiryRefusal, mandate::MandateRefusal,
        refusal::Refusal,
    },
    error::{Error, NearestPlace, Violation},
};
use std::{collections::HashMap, time::Duration};
use tonic::{Code, Status};
use tonic_types::{
    ErrorDetails, FieldViolation, LocalizedMessage, PreconditionViolation, QuotaViolation,
    StatusExt as _,
};

/// The domain of every `ErrorInfo`.
pub const ERROR_DOMAIN: &str = "frsc";
/// Most encoded bytes of a status's details.
pub const MAX_DETAIL_BYTES: usize = 3 * 1024;
/// When a client may try again where nothing more is known.
const RETRY_SOON: Duration = Duration::from_millis(500);

/// What the client reads of an error, in his language.
#[must_use]
pub fn status(error: &Error, language: Language) -> Status {
    let text = texts::of(error, language);
    let mut details = ErrorDetails::new();
    details.set_error_info(error.reason(), ERROR_DOMAIN, metadata(error));
    details.set_localized_message(language.tag(), text);
    match error {
        Error::Invalid(violations) => {
            details.set_bad_request(field_violations(violations, language));
        }
        Error::Refused { refusals, .. } => {
            details.set_precondition_failure(preconditions(refusals));
        }
        Error::Overloaded { retry_after } => {
            details.set_quota_failure(vec![QuotaViolation::new("server", "at its limit")]);
            details.set_retry_info(Some(*retry_after));
        }
        Error::RevealQuotaUsed { quota_a_day, retry_after } => {
            let told = format!("{quota_a_day} whole numbers a day");
            details.set_quota_failure(vec![QuotaViolation::new("account", told)]);
            details.set_retry_info(Some(*retry_after));
        }
        Error::Conflict | Error::Unavailable | Error::Draining | Error::ReaderTooSlow => {
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
        | Error::EventTokenTooOld
        | Error::MethodUnknown
        | Error::Internal { .. } => {}
    }
    Status::with_error_details(code(error), texts::of(error, Language::En), details)
}

const fn code(error: &Error) -> Code {
    match error {
        Error::Invalid(_) => Code::InvalidArgument,
        Error::Unauthenticated => Code::Unauthenticated,
        Error::PermissionDenied => Code::PermissionDenied,
        Error::NotFound => Code::NotFound,
        Error::QueueEmpty => Code::NotFound,
        Error::AlreadyExists { .. } => Code::AlreadyExists,
        Error::EtagMismatch => Code::Aborted,
        Error::RequestIdReused => Code::AlreadyExists,
        Error::Conflict => Code::Aborted,
        Error::Overloaded { .. } => Code::ResourceExhausted,
        Error::RevealQuotaUsed { .. } => Code::ResourceExhausted,
        Error::TooLarge => Code::ResourceExhausted,
        Error::DeadlineExceeded => Code::DeadlineExceeded,
        Error::Unavailable => Code::Unavailable,
        Error::Draining => Code::Unavailable,
        Error::EventTokenTooOld => Code::OutOfRange,
        Error::ReaderTooSlow => Code::ResourceExhausted,
        Error::MethodUnknown => Code::Unimplemented,
        Error::Internal { .. } => Code::Internal,
        Error::Refused { .. } => Code::FailedPrecondition,
    }
}

fn metadata(error: &Error) -> HashMap<String, String> {
    let mut pairs = HashMap::new();
    match error {
        Error::AlreadyExists { existing_id } => {
            pairs.insert("existing_id".to_owned(), existing_id.clone());
        }
        Error::RevealQuotaUsed { quota_a_day, .. } => {
            pairs.insert("quota_a_day".to_owned(), quota_a_day.to_string());
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
        | Error::EventTokenTooOld
        | Error::ReaderTooSlow
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
        Refusal::TooManyHolds { max_holds } => vec![("max_holds", max_holds.to_string())],
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
        Refusal::Case(refusal) => case_variables(refusal),
        Refusal::Expedite(refusal) => expedite_variables(refusal),
        Refusal::Evidence(refusal) => evidence_variables(refusal),
        Refusal::Mandate(refusal) => mandate_variables(refusal),
        Refusal::Enterprise(refusal) => refusal.variables(),
        Refusal::Trip(refusal) => refusal.variables(),
        Refusal::Whitelist(refusal) => refusal.variables(),
        Refusal::Rating(_) => Vec::new(),
        Refusal::Expiry(refusal) => expiry_variables(refusal),
        Refusal::Resident(refusal) => refusal.variables(),
        Refusal::Document(refusal) => document_variables(refusal),
        Refusal::CounterBusy { ticket_id, ticket_number } => {
            vec![("ticket_id", ticket_id.clone()), ("ticket_number", ticket_number.clone())]
        }
        Refusal::ReferralOfAnotherDepartment { department_id: Some(department_id) } => {
            vec![("department_id", department_id.clone())]
        }
        Refusal::SourceOfAnotherDepartment { source_id } => vec![("source_id", source_id.clone())],
        Refusal::BeyondBookingWindow { last_open_date: None }
        | Refusal::Supervision(_)
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
        | Refusal::ValidityOverlap
        | Refusal::AppointedByCentre
        | Refusal::NotFlagged
        | Refusal::ReferralOfAnotherDepartment { department_id: None } => Vec::new(),
    };
    pairs.into_iter()
}

fn case_variables(refusal: &CaseRefusal) -> Vec<(&'static str, String)> {
    match refusal {
        CaseRefusal::ProxyNotAllowed { service_item_id }
        | CaseRefusal::TaskDependencyOpen { service_item_id } => {
            vec![("service_item_id", service_item_id.clone())]
        }
        CaseRefusal::MaterialMissing { material } => vec![("material", material.clone())],
        CaseRefusal::PrerequisiteOpen { case_id } => vec![("case_id", case_id.clone())],
        CaseRefusal::NoticeGiven
        | CaseRefusal::NothingMissing
        | CaseRefusal::ExtensionNotAllowed
        | CaseRefusal::ExtensionUsed
        | CaseRefusal::NoRequest
        | CaseRefusal::SelfApproval
        | CaseRefusal::JointRefused
        | CaseRefusal::ReturnForbidden
        | CaseRefusal::AppointmentByLead => Vec::new(),
    }
}

fn evidence_variables(refusal: &EvidenceRefusal) -> Vec<(&'static str, String)> {
    match refusal {
        EvidenceRefusal::TooLarge { max_bytes } => vec![("max_bytes", max_bytes.to_string())],
        EvidenceRefusal::TypeRefused { found } => vec![("media_type", (*found).to_owned())],
        EvidenceRefusal::Mismatch { field } => vec![("field", (*field).to_owned())],
        EvidenceRefusal::InUse { by } => vec![("resource_id", by.clone())],
    }
}

fn document_variables(refusal: &DocumentRefusal) -> Vec<(&'static str, String)> {
    match refusal {
        DocumentRefusal::CustodyUnchanged { holder, since } => {
            let since = since.map(|since| since.with_timezone(&clock::shanghai()).to_rfc3339());
            let since = since.map(|since| ("since_time", since));
            std::iter::once(("holder", holder.name().to_owned())).chain(since).collect()
        }
        DocumentRefusal::NotAPassport | DocumentRefusal::ReceiptOfCase => Vec::new(),
    }
}

fn expiry_variables(refusal: &ExpiryRefusal) -> Vec<(&'static str, String)> {
    match refusal {
        ExpiryRefusal::NotRenewable => Vec::new(),
        ExpiryRefusal::RenewalUnderWay { case_id } => vec![("case_id", case_id.to_string())],
        ExpiryRefusal::NoPlaceInTime { until } => vec![("until_date", until.to_string())],
        ExpiryRefusal::OfDocument { document_id, refusal } => {
            let own = std::iter::once(("document_id", document_id.to_string()));
            own.chain(variables(refusal)).collect()
        }
    }
}

fn mandate_variables(refusal: &MandateRefusal) -> Vec<(&'static str, String)> {
    match refusal {
        MandateRefusal::NotValid { mandate_id, lack } => vec![
            ("mandate_id", mandate_id.clone()),
            ("lack", lack.name().to_owned()),
            ("detail", lack.detail()),
        ],
        MandateRefusal::Incomplete { lack } => {
            vec![("lack", lack.name().to_owned()), ("detail", lack.detail())]
        }
        MandateRefusal::Missing | MandateRefusal::SelfApproval => Vec::new(),
    }
}

fn expedite_variables(refusal: &ExpediteRefusal) -> Vec<(&'static str, String)> {
    match refusal {
        ExpediteRefusal::NotExpeditable { service_item_id } => {
            vec![("service_item_id", service_item_id.clone())]
        }
        ExpediteRefusal::BelowMinimum { service_item_id, minimum_working_days } => vec![
            ("service_item_id", service_item_id.clone()),
            ("minimum_working_days", minimum_working_days.to_string()),
        ],
        ExpediteRefusal::Open { expedite_id } => vec![("expedite_id", expedite_id.clone())],
        ExpediteRefusal::QuotaUsed { quota_a_day } => {
            vec![("quota_a_day", quota_a_day.to_string())]
        }
        ExpediteRefusal::NeededByPassed { needed_by } => {
            vec![("needed_by_date", needed_by.to_string())]
        }
        ExpediteRefusal::NotSooner => Vec::new(),
    }
}

/// Every refusal by its reason and subject. What a reason means is said where it comes first, so
/// that all of them stay within the limit on details.
fn preconditions(refusals: &[Refusal]) -> Vec<PreconditionViolation> {
    let violation = |(index, refusal): (usize, &Refusal)| {
        let reason = refusal.reason();
        let subject: Vec<_> = variables(refusal).map(|(_, value)| value).collect();
        let said = refusals[..index].iter().any(|earlier| earlier.reason() == reason);
        let text = if said { String::new() } else { texts::refusal(refusal, Language::En) };
        PreconditionViolation::new(reason, subject.join(" "), text)
    };
    refusals.iter().enumerate().map(violation).collect()
}

/// The violations that fit; a client that mends these is told the rest at its next try.
fn field_violations(violations: &[Violation], language: Language) -> Vec<FieldViolation> {
    let mut room = MAX_DETAIL_BYTES / 2;
    let mut told = Vec::new();
    for violation in violations {
        let words = match (language, &violation.problem_zh) {
            (Language::Zh, Some(words)) => Some(LocalizedMessage::new(language.tag(), words)),
            (Language::Zh, None) | (Language::En, _) => None,
        };
        let translated = words.as_ref().map_or(0, |words| words.message.len() + 16);
        let size = violation.field.len() + violation.problem.len() + translated + 8;
        if size > room {
            break;
        }
        room -= size;
        let mut one = FieldViolation::new(&violation.field, &violation.problem);
        one.localized_message = words;
        told.push(one);
    }
    told
}

#[cfg(test)]
mod tests {
    use frsc_proto::v1::ErrorReason;

    /// The names are written where errors and refusals are defined; the contract must know each.
    #[test]
    fn every_reason_is_public() {
        let sources = [
            include_str!("../error.rs"),
            include_str!("../domain/refusal.rs"),
            include_str!("../domain/case/refusal.rs"),
            include_str!("../domain/evidence/refusal.rs"),
            include_str!("../domain/document/refusal.rs"),
            include_str!("../domain/expedite/refusal.rs"),
            include_str!("../domain/mandate/refusal.rs"),
            include_str!("../domain/rating/refusal.rs"),
            include_str!("../domain/supervision/refusal.rs"),
        ];
        let mut reasons = 0;
        for line in sources.iter().flat_map(|source| source.lines()) {
            let arm = line.trim().strip_prefix("Self::").and_then(|arm| arm.split_once("=> \""));
            let Some(reason) = arm.and_then(|(_, rest)| rest.strip_suffix("\",")) else { continue };
            let public = ErrorReason::from_str_name(&format!("ERROR_REASON_{reason}"));
            assert!(public.is_some(), "{reason} is not in ErrorReason");
            reasons += 1;
        }
        assert!(reasons > 40, "only {reasons} reasons were found");
    }

    #[test]
    fn the_readme_names_every_reason() {
        let readme = include_str!("../../../README.md");
        let mut reasons = 0;
        for reason in (1..300).filter_map(|number| ErrorReason::try_from(number).ok()) {
            let name = reason.as_str_name().trim_start_matches("ERROR_REASON_");
            assert!(readme.contains(&format!("`{name}`")), "README.md lacks `{name}`");
            reasons += 1;
        }
        assert!(reasons > 40, "only {reasons} reasons were found");
    }
}
