//! `frsc case create`: an application from the visit it came with, or from a person, and what its
//! dates suggest.

use super::{all_given, enum_given, enums_given, given, mandate::mandate_given, queue};
use crate::{
    Cx,
    errors::{Done, Exit, Failure},
    message,
};
use clap::ArgMatches;
use frsc_proto::v1;
use prost_reflect::DynamicMessage;

/// Where an application comes from.
#[derive(Default)]
struct Source {
    ticket_id: String,
    appointment_id: String,
    applicant: Option<v1::Applicant>,
    /// The items of the visit.
    items: Vec<String>,
}

/// Receives an application.
pub(super) async fn run(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let request = request(cx, matches).await?;
    let validate_only = request.validate_only;
    let answer = cx.call(request).await?;
    cx.answer::<v1::CreateCaseRequest>(&answer, "case", &super::case::CASE).await?;
    let shown = message::answer::<v1::CreateCaseRequest>(&answer);
    let case = answer.case.unwrap_or_default();
    let Some(shown) = message::child(&shown, "case") else { return Ok(()) };
    if validate_only {
        cx.say("dry-run", &[]);
    } else {
        told(cx, &case, &shown).await;
    }
    advise(cx, &case, &shown).await;
    Ok(())
}

async fn request(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done<v1::CreateCaseRequest> {
    let materials = materials(cx, matches)?;
    let external_reference = reference(cx, &given(matches, "reference"))?;
    let mut prerequisite_case_ids = Vec::new();
    for case in all_given(matches, "after") {
        prerequisite_case_ids.push(cx.case_id(&case).await?);
    }
    let mut document_id = given(matches, "document");
    if !document_id.is_empty() {
        document_id = cx.document_id(&document_id).await?;
    }
    let source = source(cx, matches, &document_id).await?;
    let named = all_given(matches, "item").iter().map(|item| item.to_ascii_uppercase()).collect();
    let service_item_ids: Vec<String> = named;
    let service_item_ids =
        if service_item_ids.is_empty() { source.items } else { service_item_ids };
    if service_item_ids.is_empty() {
        let what = cx.texts.with("usage-missing", &[("flag", "--item")]);
        return Err(Failure::new(Exit::Usage, what).next(cx.texts.get("next-item")));
    }
    let agent = agent(cx, matches).await?;
    let channel = match enum_given(matches, "channel", "frsc.v1.CaseChannel") {
        0 if source.applicant.is_none() => 0,
        0 if agent.is_some() => v1::CaseChannel::ThirdParty.into(),
        0 => v1::CaseChannel::WalkIn.into(),
        channel => channel,
    };
    Ok(v1::CreateCaseRequest {
        request_id: cx.request_id(),
        service_item_ids,
        applicant: source.applicant,
        agent,
        channel,
        appointment_id: source.appointment_id,
        ticket_id: source.ticket_id,
        external_reference,
        materials,
        all_materials_received: matches.get_flag("all-materials"),
        accept: matches.get_flag("accept"),
        document_id,
        document_expiry_date: cx.date(matches, "expires").await?,
        prerequisite_case_ids,
        note: given(matches, "note"),
        validate_only: matches.get_flag("dry-run"),
    })
}

/// The ticket or appointment that was named, a person that was, the ticket at the counter, or
/// whoever holds the document.
async fn source(cx: &mut Cx<'_>, matches: &ArgMatches, document_id: &str) -> Done<Source> {
    let (ticket, appointment) = (given(matches, "ticket"), given(matches, "appointment"));
    if !appointment.is_empty() {
        let appointment_id = cx.appointment_id(&appointment).await?;
        let request = v1::GetAppointmentRequest { appointment_id: appointment_id.clone() };
        let found = cx.call(request).await?.appointment.unwrap_or_default();
        let items = found.service_item_ids;
        return Ok(Source { appointment_id, items, ..Source::default() });
    }
    if !ticket.is_empty() {
        let ticket_id = cx.ticket_id(&ticket).await?;
        let found = cx.call(v1::GetTicketRequest { ticket_id }).await?;
        return Ok(of_ticket(found.ticket.unwrap_or_default()));
    }
    let typed = ["resident", "name", "language", "phone", "email"]
        .iter()
        .any(|id| !given(matches, id).is_empty());
    let person = typed || matches.get_flag("passport") || matches.get_flag("passport-stdin");
    let counter = !given(matches, "counter").is_empty() || cx.settings.counter.is_some();
    let document = !document_id.is_empty();
    if counter && !person {
        match queue::current_ticket(cx, matches).await {
            Err(failure) if document && failure.exit == Exit::NotFound => {}
            found => return Ok(of_ticket(found?)),
        }
    }
    if document && !person {
        return holder(cx, document_id).await;
    }
    let visitor = cx.visitor(matches).await?;
    let applicant = v1::Applicant {
        name: visitor.name,
        language: visitor.language,
        phone_number: visitor.phone_number,
        email: visitor.email,
        passport_number: visitor.passport_number,
        resident_id: visitor.resident_id,
        ..Default::default()
    };
    Ok(Source { applicant: Some(applicant), ..Source::default() })
}

/// Whoever holds the document that is renewed.
async fn holder(cx: &mut Cx<'_>, document_id: &str) -> Done<Source> {
    let request = v1::GetDocumentRequest { document_id: document_id.to_owned() };
    let resident_id = cx.call(request).await?.document.unwrap_or_default().resident_id;
    let applicant = v1::Applicant { resident_id, ..Default::default() };
    Ok(Source { applicant: Some(applicant), ..Source::default() })
}

fn of_ticket(ticket: v1::Ticket) -> Source {
    let (ticket_id, items) = (ticket.ticket_id, ticket.service_item_ids);
    Source { ticket_id, items, ..Source::default() }
}

async fn agent(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done<Option<v1::CaseAgent>> {
    let mandate_id = mandate_given(cx, matches).await?;
    let agent = v1::CaseAgent {
        name: given(matches, "agent-name"),
        phone_number: given(matches, "agent-phone"),
        mandate_id,
        grounds: enums_given(matches, "ground", "frsc.v1.ProxyGround"),
        ..Default::default()
    };
    Ok(Some(agent).filter(|agent| *agent != v1::CaseAgent::default()))
}

fn reference(cx: &Cx<'_>, text: &str) -> Done<Option<v1::ExternalReference>> {
    match text.split_once(':') {
        None if text.is_empty() => Ok(None),
        Some((source, external_id)) if !source.is_empty() && !external_id.is_empty() => {
            let source = source.to_ascii_uppercase();
            Ok(Some(v1::ExternalReference { source, external_id: external_id.to_owned() }))
        }
        Some(_) | None => {
            let variables = [("flag", "--reference"), ("value", text)];
            Err(Failure::new(Exit::Usage, cx.texts.with("usage-value", &variables)))
        }
    }
}

/// The material of `--material`: `护照=received`, `单位公函=promised:传真件`; a name alone is received.
pub(super) fn materials(cx: &Cx<'_>, matches: &ArgMatches) -> Done<Vec<v1::Material>> {
    all_given(matches, "material").iter().map(|text| material(cx, text)).collect()
}

fn material(cx: &Cx<'_>, text: &str) -> Done<v1::Material> {
    let (name, word) = text.rsplit_once('=').unwrap_or((text, "received"));
    let (word, substitute) = word.split_once([':', '：']).unwrap_or((word, ""));
    let state = match word.trim().to_lowercase().as_str() {
        "received" | "收" | "已收" => v1::MaterialState::Received,
        "missing" | "缺" => v1::MaterialState::Missing,
        "promised" | "容缺" => v1::MaterialState::Promised,
        "n/a" | "not-applicable" | "不需要" => v1::MaterialState::NotApplicable,
        _ => {
            let what = cx.texts.with("usage-value", &[("flag", "--material"), ("value", text)]);
            return Err(Failure::new(Exit::Usage, what).why(cx.texts.get("usage-material")));
        }
    };
    Ok(v1::Material {
        name: name.trim().to_owned(),
        state: state.into(),
        substitute: substitute.trim().to_owned(),
        ..Default::default()
    })
}

/// Names the material of a case that is missing.
pub(super) fn missing(cx: &Cx<'_>, case: &v1::Case) -> String {
    let missing = case.materials.iter().filter(|m| m.state() == v1::MaterialState::Missing);
    let names: Vec<_> = missing.map(|material| material.name.as_str()).collect();
    names.join(&cx.texts.get("list-separator"))
}

/// Says what was received and what is to be done next.
async fn told(cx: &mut Cx<'_>, case: &v1::Case, shown: &DynamicMessage) {
    let missing = missing(cx, case);
    let due = cx.shown(shown, "due_date").await;
    let key = if case.accepted_date.is_some() {
        "case-created-accepted"
    } else if missing.is_empty() {
        "case-created"
    } else {
        "case-created-missing"
    };
    cx.say(key, &[("number", &case.case_number), ("due", &due), ("missing", &missing)]);
}

/// Says what the dates of the case suggest.
async fn advise(cx: &mut Cx<'_>, case: &v1::Case, shown: &DynamicMessage) {
    let due = cx.shown(shown, "due_date").await;
    let expiry = cx.shown(shown, "document_expiry_date").await;
    let on_time = cx.shown(shown, "last_on_time_date").await;
    let days = case.days_late.to_string();
    for advice in case.advice() {
        let key = match advice {
            v1::CaseAdvice::ExpediteAdvised => "advice-expedite",
            v1::CaseAdvice::LateFiling => "advice-late-filing",
            v1::CaseAdvice::ExpediteTooLate => "advice-too-late",
            v1::CaseAdvice::Unspecified => continue,
        };
        let number = case.case_number.as_str();
        let variables = [
            ("number", number),
            ("due", due.as_str()),
            ("expiry", &expiry),
            ("on_time", &on_time),
            ("days", &days),
        ];
        cx.say(key, &variables);
    }
}
