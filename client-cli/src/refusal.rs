//! A call that failed, in words: the server's reasons as it gives them, the transport's silence in
//! plain language. It looks at reasons and codes, never at texts meant for developers.

use crate::errors::{Exit, Failure};
use crate::i18n::Texts;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt as _};

/// What a failed call is told with.
pub(crate) struct CallFacts<'a> {
    /// Where the server was looked for.
    pub(crate) endpoint: &'a str,
    /// The write's id, with which a repeat is safe; `None` for a read.
    pub(crate) request_id: Option<&'a str>,
}

/// Turns the server's refusal, or the lack of an answer, into words.
#[must_use]
pub(crate) fn from_status(status: &Status, texts: &Texts, facts: &CallFacts<'_>) -> Failure {
    let details = status.get_error_details();
    let Some(info) = details.error_info().filter(|info| !info.reason.is_empty()) else {
        return without_reason(status, texts, facts);
    };
    let what = details
        .localized_message()
        .map(|message| message.message.clone())
        .or_else(|| texts.find(&format!("reason-{}", info.reason), &[]))
        .unwrap_or_else(|| texts.get("error-unexpected"));
    let mut failure = Failure::new(exit_of(status.code(), &info.reason), what);
    failure.why = causes(&details, texts);
    failure.why.retain(|why| !is_the_same(why, &failure.what));
    failure.reason = Some(info.reason.clone());
    if let Some(incident) = info.metadata.get("incident") {
        failure
            .why
            .push(texts.with("why-incident", &[("incident", incident)]));
    }
    let places: Vec<_> = (1..=3)
        .filter_map(|n| info.metadata.get(&format!("nearest_{n}")))
        .cloned()
        .collect();
    if !places.is_empty() {
        failure.places = Some(places.join(&texts.get("list-separator")));
    }
    failure.next = next_step(&info.reason, &details, texts, facts);
    failure
}

/// A cause that repeats the first line word for word tells nothing more.
fn is_the_same(why: &str, what: &str) -> bool {
    why.rsplit_once(" [").map_or(why, |(text, _)| text) == what
}

fn causes(details: &ErrorDetails, texts: &Texts) -> Vec<String> {
    let mut causes = Vec::new();
    for violation in details
        .precondition_failure()
        .iter()
        .flat_map(|p| &p.violations)
    {
        let description = if violation.description.is_empty() {
            texts.get(&format!("reason-{}", violation.r#type))
        } else {
            violation.description.clone()
        };
        causes.push(format!("{description} [{}]", violation.r#type));
    }
    for violation in details
        .bad_request()
        .iter()
        .flat_map(|b| &b.field_violations)
    {
        causes.push(format!("{}: {}", violation.field, violation.description));
    }
    causes
}

fn next_step(
    reason: &str,
    details: &ErrorDetails,
    texts: &Texts,
    facts: &CallFacts<'_>,
) -> Option<String> {
    let metadata = details
        .error_info()
        .map(|info| info.metadata.clone())
        .unwrap_or_default();
    let mut variables: Vec<(&str, &str)> = metadata
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    if let Some(place) = metadata.get("nearest_1") {
        variables.push(("slot", place.split(' ').next().unwrap_or(place)));
        if let Some(text) = texts.find("next-nearest", &variables) {
            return Some(text);
        }
    }
    let delay = details.retry_info().and_then(|retry| retry.retry_delay);
    let seconds = delay.map_or(5, |delay| delay.as_secs().max(1)).to_string();
    variables.push(("seconds", &seconds));
    let request_id = facts.request_id.unwrap_or_default();
    variables.push(("request_id", request_id));
    let repeat = matches!(
        reason,
        "UNAVAILABLE" | "DEADLINE_EXCEEDED" | "CONFLICT_RETRY"
    );
    let key = if repeat && facts.request_id.is_some() {
        "next-repeat-write".to_owned()
    } else {
        format!("next-{reason}")
    };
    // A variable the server left out would show as `{$name}`.
    texts
        .find(&key, &variables)
        .filter(|text| !text.contains("{$"))
}

fn exit_of(code: Code, reason: &str) -> Exit {
    match (code, reason) {
        (_, "MESSAGE_TOO_LARGE") | (Code::InvalidArgument | Code::OutOfRange, _) => Exit::Invalid,
        (Code::Unauthenticated, _) => Exit::LoginNeeded,
        (Code::PermissionDenied, _) => Exit::NotAllowed,
        (Code::NotFound, _) => Exit::NotFound,
        (Code::AlreadyExists | Code::FailedPrecondition | Code::Aborted, _) => Exit::Refused,
        (
            Code::ResourceExhausted | Code::Unavailable | Code::DeadlineExceeded | Code::Cancelled,
            _,
        ) => Exit::Unreachable,
        _ => Exit::Unexpected,
    }
}

/// A status without a reason comes from the transport, or from a server that is not ours.
fn without_reason(status: &Status, texts: &Texts, facts: &CallFacts<'_>) -> Failure {
    let chain = chain_of(status);
    let exit = match status.code() {
        Code::Unknown | Code::Internal if chain.contains("transport") => Exit::Unreachable,
        Code::Unknown | Code::Internal if chain.contains("h2 protocol") => Exit::Unreachable,
        code => exit_of(code, ""),
    };
    let (what, why, next) = match (exit, status.code()) {
        (Exit::Unreachable, Code::DeadlineExceeded | Code::Cancelled) => {
            ("error-timeout", "why-timeout", "next-timeout")
        }
        (Exit::Unreachable, _) if chain.contains("certificate") || chain.contains("tls") => {
            ("error-unreachable", "why-certificate", "next-certificate")
        }
        (Exit::Unreachable, _) if chain.contains("refused") => {
            ("error-unreachable", "why-refused", "next-unreachable")
        }
        (Exit::Unreachable, _) => ("error-unreachable", "why-unreachable", "next-unreachable"),
        (Exit::LoginNeeded, _) => ("reason-UNAUTHENTICATED", "", "next-UNAUTHENTICATED"),
        (Exit::NotAllowed, _) => ("reason-PERMISSION_DENIED", "", "next-PERMISSION_DENIED"),
        (Exit::NotFound, _) => ("reason-NOT_FOUND", "", ""),
        (Exit::Unexpected, Code::Unimplemented) => ("reason-METHOD_UNKNOWN", "", ""),
        (_, _) => ("error-unexpected", "", "next-INTERNAL"),
    };
    let variables = [("endpoint", facts.endpoint)];
    let mut failure = Failure::new(exit, texts.with(what, &variables));
    failure.why.extend(texts.find(why, &variables));
    failure.next = texts.find(next, &variables);
    if let (Exit::Unreachable, Some(id)) = (exit, facts.request_id) {
        failure.next = texts.find("next-repeat-write", &[("request_id", id)]);
    }
    failure
}

fn chain_of(status: &Status) -> String {
    let mut text = status.message().to_ascii_lowercase();
    let mut source = std::error::Error::source(status);
    while let Some(error) = source {
        text.push(' ');
        text += &error.to_string().to_ascii_lowercase();
        source = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;
    use std::time::Duration;
    use tonic_types::PreconditionViolation;

    const ID: &str = "0198c5d4-0000-7000-8000-000000000001";

    fn told(status: &Status, request_id: Option<&str>) -> (u8, String) {
        let texts = Texts::new(Language::En);
        let facts = CallFacts {
            endpoint: "http://127.0.0.1:7443",
            request_id,
        };
        let failure = from_status(status, &texts, &facts);
        let mut written = Vec::new();
        failure.print(&texts, &mut written);
        (
            failure.exit as u8,
            String::from_utf8(written).expect("UTF-8"),
        )
    }

    fn refused(code: Code, reason: &str, metadata: &[(&str, &str)]) -> (ErrorDetails, Code) {
        let metadata = metadata
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        let metadata = metadata.collect::<std::collections::HashMap<_, _>>();
        (
            ErrorDetails::with_error_info(reason, "frsc", metadata),
            code,
        )
    }

    fn status((details, code): (ErrorDetails, Code)) -> Status {
        Status::with_error_details(code, "developer text", details)
    }

    #[test]
    fn a_refused_booking_tells_every_rule_and_the_nearest_places_in_four_lines() {
        let slot = "slot_0123456789abcdef0123456789abcdef";
        let nearest = format!("{slot} 2026-03-03 09:30");
        let mut details = refused(
            Code::FailedPrecondition,
            "SLOT_FULL",
            &[("nearest_1", &nearest)],
        );
        details.0.set_localized_message("en", "No place is left.");
        details.0.set_precondition_failure(vec![
            PreconditionViolation::new("SLOT_FULL", slot, "No place is left."),
            PreconditionViolation::new("DUPLICATE_BOOKING", "RP-W-EXT", "Booked already."),
        ]);
        let (exit, text) = told(&status(details), Some(ID));
        assert_eq!(exit, 6);
        assert_eq!(text.lines().count(), 4, "{text}");
        assert!(
            text.starts_with("Error: No place is left. [SLOT_FULL]"),
            "{text}"
        );
        assert!(
            text.contains("Booked already. [DUPLICATE_BOOKING]"),
            "{text}"
        );
        assert!(
            text.contains(&nearest) && text.contains(&format!("--slot {slot};")),
            "{text}"
        );
    }

    #[test]
    fn every_wrong_field_is_told() {
        let (mut details, code) = refused(Code::InvalidArgument, "INVALID_FIELD", &[]);
        details.add_bad_request_violation("visitor.name", "is empty");
        details.add_bad_request_violation("note", "is too long");
        let (exit, text) = told(&status((details, code)), None);
        assert_eq!(exit, 10);
        assert!(
            text.contains("visitor.name: is empty; note: is too long"),
            "{text}"
        );
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
        let (exit, text) = told(
            &status(refused(Code::Internal, "INTERNAL", &metadata)),
            None,
        );
        assert!(exit == 1 && text.contains("01JXYZ"), "{text}");
        let mut details = refused(Code::Unavailable, "UNAVAILABLE", &[]);
        details.0.set_retry_info(Some(Duration::from_secs(2)));
        let (exit, text) = told(&status(details), Some(ID));
        assert!(
            exit == 7 && text.contains(&format!("--request-id {ID}")),
            "{text}"
        );
        let (exit, text) = told(
            &Status::unavailable("tcp connect error: os error 111"),
            None,
        );
        assert!(exit == 7 && !text.contains("os error"), "{text}");
    }
}
