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
    /// The command that shows what there is.
    pub(crate) look: &'a str,
}

/// Where to look, by a word of the method's or the id's name.
pub(crate) const LOOKS: &[(&str, &str)] = &[
    ("Expedite", "frsc expedite list"),
    ("Expiring", "frsc expiry list"),
    ("PlanRenewal", "frsc expiry list"),
    ("EmployerRenewals", "frsc expiry list"),
    ("ExpiryPlan", "frsc expiry list"),
    ("Obligation", "frsc expiry duties"),
    ("LifeEvent", "frsc expiry duties"),
    ("Rating", "frsc rating list"),
    ("RateCase", "frsc rating list"),
    ("Rater", "frsc rating list"),
    ("Rectification", "frsc rating list"),
    ("CallBack", "frsc rating list"),
    ("Card", "frsc card list"),
    ("DepartmentScores", "frsc card list"),
    ("Supervision", "frsc card list"),
    ("Evidence", "frsc evidence list"),
    ("Document", "frsc document list"),
    ("Stay", "frsc document list"),
    ("Custody", "frsc document list"),
    ("Disclosure", "frsc document disclosures"),
    ("Resident", "frsc resident list"),
    ("RecordAddress", "frsc resident list"),
    ("Accommodation", "frsc resident list"),
    ("Consent", "frsc resident list"),
    ("Mandate", "frsc mandate list"),
    ("EnterpriseGroup", "frsc group list"),
    ("Whitelist", "frsc whitelist list"),
    ("Trip", "frsc trip list"),
    ("Flag", "frsc flag list"),
    ("NamedPersons", "frsc whitelist list"),
    ("SearchEnterprises", "frsc enterprise list"),
    ("Enterprise", "frsc enterprise list"),
    ("Task", "frsc task list"),
    ("Case", "frsc case list"),
    ("Extension", "frsc case list"),
    ("DueDate", "frsc case list"),
    ("Material", "frsc case list"),
    ("Notice", "frsc notice list"),
    ("Reminder", "frsc reminder list"),
    ("Webhook", "frsc webhook list"),
    ("Department", "frsc dept list"),
    ("ServiceItem", "frsc service list"),
    ("CalendarYear", "frsc calendar load --help"),
    ("Ticket", "frsc queue list"),
    ("Referral", "frsc referral list"),
    ("Account", "frsc account list"),
    ("Secret", "frsc account list"),
    ("HallSession", "frsc hall list"),
    ("Closure", "frsc hall closures"),
    ("Slot", "frsc slots list"),
    ("Hold", "frsc slots list"),
    ("Scan", "frsc scan"),
    ("", "frsc appt list"),
];

/// The command that shows what there is, for a method such as `GetTicket`.
pub(crate) fn look_for(method: &str) -> &'static str {
    let found = LOOKS.iter().find(|(word, _)| method.contains(word));
    found.map_or("frsc --help", |(_, command)| command)
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
    failure.why = causes(&details, &info.reason, texts);
    failure.reason = Some(info.reason.as_str().into());
    if let Some(incident) = info.metadata.get("incident") {
        failure.why.push(texts.with("why-incident", &[("incident", incident)]));
    }
    let places: Vec<_> =
        (1..=3).filter_map(|n| info.metadata.get(&format!("nearest_{n}"))).cloned().collect();
    if !places.is_empty() {
        failure.places = Some(places.join(&texts.get("list-separator")));
    }
    failure.next = next_step(&info.reason, &details, texts, facts);
    failure
}

fn causes(details: &ErrorDetails, reason: &str, texts: &Texts) -> Vec<String> {
    let mut causes = Vec::new();
    let violations = details.precondition_failure().map(|p| p.violations.as_slice());
    let violations = violations.unwrap_or_default();
    // A single rule is what the first line has told already.
    let told = violations.len() == 1 && violations[0].r#type == reason;
    for violation in violations.iter().filter(|_| !told) {
        // Descriptions are for developers, in English; the reason has words of its own.
        let words = texts.find(&format!("reason-{}", violation.r#type), &[]);
        let words = words.unwrap_or_else(|| violation.description.clone());
        causes.push(format!("{words} [{}]", violation.r#type));
    }
    for violation in details.bad_request().iter().flat_map(|b| &b.field_violations) {
        let localized = violation.localized_message.as_ref().map(|text| text.message.as_str());
        let problem = localized.unwrap_or(&violation.description);
        causes.push(format!("{}: {problem}", violation.field));
    }
    causes
}

fn next_step(
    reason: &str,
    details: &ErrorDetails,
    texts: &Texts,
    facts: &CallFacts<'_>,
) -> Option<String> {
    let metadata = details.error_info().map(|info| info.metadata.clone()).unwrap_or_default();
    let mut variables: Vec<(&str, &str)> =
        metadata.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    // Another place is no help to who may not leave the one he has.
    let may_move = !matches!(reason, "CANCELLED_TOO_LATE" | "STATE_TRANSITION_FORBIDDEN");
    if let Some(place) = metadata.get("nearest_1").filter(|_| may_move) {
        variables.push(("slot", place.split(' ').next().unwrap_or(place)));
        if let Some(text) = texts.find("next-nearest", &variables) {
            return Some(text);
        }
    }
    let delay = details.retry_info().and_then(|retry| retry.retry_delay);
    let seconds = delay.map_or(5, |delay| delay.as_secs().max(1)).to_string();
    variables.push(("seconds", &seconds));
    variables.push(("look", facts.look));
    let request_id = facts.request_id.unwrap_or_default();
    variables.push(("request_id", request_id));
    let repeat = matches!(reason, "UNAVAILABLE" | "DEADLINE_EXCEEDED" | "CONFLICT_RETRY");
    let key = if repeat && facts.request_id.is_some() {
        "next-repeat-write".to_owned()
    } else {
        format!("next-{reason}")
    };
    // Where the state tells the way on, the hint is of that state.
    let state = metadata.get("current_state").map(String::as_str).unwrap_or_default();
    if let Some(text) = texts.find(&format!("next-from-{state}"), &variables) {
        return Some(text);
    }
    // A variable the server left out would show as `{$name}`.
    texts.find(&key, &variables).filter(|text| !text.contains("{$"))
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
        (Exit::NotFound, _) => ("reason-NOT_FOUND", "", "next-NOT_FOUND"),
        (Exit::Unexpected, Code::Unimplemented) => ("reason-METHOD_UNKNOWN", "", ""),
        (_, _) => ("error-unexpected", "", "next-INTERNAL"),
    };
    let variables = [("endpoint", facts.endpoint), ("look", facts.look)];
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
