//! `frsc expiry`: what runs out, what the end of a document means, and what events in a resident's
//! life oblige whom to do.

use super::{
    date, dry_run, enum_given, enums_given, given, noun, page_args, position, switch, text, word,
    words,
};
use crate::{
    Cx,
    errors::{Done, Exit, Failure},
    output::Sheet,
    parts::Part,
    time,
};
use chrono::{DateTime, Days, Utc};
use clap::{Arg, ArgMatches, Command};
use frsc_proto::v1::{self, get_expiry_plan_request::Subject};

/// The columns of what runs out.
pub(crate) const EXPIRING: Sheet = Sheet {
    name: "document_id",
    columns: &[
        "document_id",
        "holder_name",
        "kind",
        "masked_number",
        "expiry_date",
        "lane",
        "file_by_date",
        "renewal_case_id",
    ],
    wide: &["purpose", "days_left", "resident_id"],
};
/// The columns of obligations.
pub(crate) const OBLIGATION: Sheet = Sheet {
    name: "obligation_id",
    columns: &["obligation_id", "event", "text", "owner", "due_date", "due_time", "state"],
    wide: &["resident_id", "code", "service_item_id", "limit", "from_date", "legal_basis"],
};
/// The parts of a planned renewal.
const PLANNED: [Part; 2] = [
    Part {
        field: "visits",
        columns: &["appointment_number", "start_time", "service_item_ids", "appointment_id"],
    },
    Part { field: "cases", columns: &["case_number", "service_item_id", "document_id"] },
];
/// The columns of a planned renewal.
const RENEWAL: Sheet = Sheet { name: "lane", columns: &["lane"], wide: &[] };
/// The columns of an employer's renewals.
const STAFF: Sheet = Sheet {
    name: "document_id",
    columns: &["document_id", "resident_id", "planned.lane", "reasons"],
    wide: &[],
};
/// Days after today through which `frsc expiry list` looks where nothing else is said.
const AHEAD_DAYS: u64 = 30;
/// Days before today from which it looks.
const BACK_DAYS: u64 = 7;
const KIND: &str = "frsc.v1.DocumentKind";
const PURPOSE: &str = "frsc.v1.PermitPurpose";
const CLASS: &str = "frsc.v1.WorkPermitClass";
const GROUND: &str = "frsc.v1.ProxyGround";
const LANE: &str = "frsc.v1.RenewalLane";
const EVENT: &str = "frsc.v1.LifeEventKind";
const OWNER: &str = "frsc.v1.ObligationOwner";
const STATE: &str = "frsc.v1.ObligationState";

/// The noun.
pub(super) fn command() -> Command {
    noun("expiry").subcommands([
        Command::new("list")
            .arg(date("from"))
            .arg(date("to"))
            .arg(words("kind", KIND))
            .arg(words("lane", LANE))
            .arg(text("employer"))
            .args(page_args()),
        plan_command(),
        Command::new("renew")
            .arg(position("document").required_unless_present("employer"))
            .arg(text("slot").conflicts_with("employer"))
            .arg(text("employer").requires("from").requires("to").conflicts_with("document"))
            .arg(date("from").requires("employer"))
            .arg(date("to").requires("employer"))
            .arg(switch("best-effort").requires("employer"))
            .arg(text("note"))
            .arg(dry_run()),
        Command::new("event")
            .arg(text("resident").required(true))
            .arg(word("kind", EVENT).required(true))
            .arg(instant("at").required(true))
            .arg(text("note"))
            .arg(dry_run()),
        Command::new("duties")
            .arg(text("resident"))
            .arg(words("state", STATE))
            .arg(words("owner", OWNER))
            .arg(words("event", EVENT))
            .arg(date("to"))
            .arg(switch("overdue"))
            .args(page_args()),
        Command::new("close")
            .arg(position("obligation").required(true))
            .arg(word("state", STATE).default_value("met"))
            .arg(text("note")),
    ])
}

/// `frsc expiry plan` and `frsc permit plan`.
pub(super) fn plan_command() -> Command {
    Command::new("plan")
        .arg(position("document").conflicts_with("expires"))
        .arg(text("resident").conflicts_with_all(["document", "expires"]))
        .arg(word("kind", KIND).default_value("residence-permit"))
        .arg(word("purpose", PURPOSE))
        .arg(word("class", CLASS))
        .arg(date("expires").required_unless_present_any(["document", "resident"]))
        .arg(date("travel-document"))
        .arg(date("work-permit"))
        .arg(date("principal"))
        .arg(date("contract"))
        .arg(date("start"))
        .arg(words("ground", GROUND))
}

fn instant(id: &'static str) -> Arg {
    Arg::new(id).long(id).value_parser(time::parse_instant)
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "list" => list(cx, matches).await,
        "plan" => plan(cx, matches).await,
        "renew" if matches.contains_id("employer") => renew_staff(cx, matches).await,
        "renew" => renew(cx, matches).await,
        "event" => event(cx, matches).await,
        "duties" => duties(cx, matches).await,
        _ => close(cx, matches).await,
    }
}

async fn list(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let today = cx.today().await?;
    let day = |day: Option<chrono::NaiveDate>| day.map(time::to_proto_date);
    let from = match cx.date(matches, "from").await? {
        None => day(today.checked_sub_days(Days::new(BACK_DAYS))),
        from => from,
    };
    let to = match cx.date(matches, "to").await? {
        None => day(today.checked_add_days(Days::new(AHEAD_DAYS))),
        to => to,
    };
    let request = v1::ListExpiringRequest {
        expiry_from_date: from,
        expiry_to_date: to,
        kinds: enums_given(matches, "kind", KIND),
        enterprise_id: given(matches, "employer"),
        lanes: enums_given(matches, "lane", LANE),
        ..Default::default()
    };
    cx.list(request, matches, "documents", &EXPIRING).await
}

/// Tells what the end of a document means.
pub(super) async fn plan(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let (document, resident) = (given(matches, "document"), given(matches, "resident"));
    let subject = if !document.is_empty() {
        Subject::DocumentId(cx.document_id(&document).await?)
    } else if !resident.is_empty() {
        Subject::ResidentId(cx.resident_id(&resident).await?)
    } else {
        Subject::Described(described(cx, matches).await?)
    };
    let request = v1::GetExpiryPlanRequest {
        subject: Some(subject),
        start_date: cx.date(matches, "start").await?,
        contract_end_date: cx.date(matches, "contract").await?,
        claimed_grounds: enums_given(matches, "ground", GROUND),
        include_counted_days: true,
    };
    let answer = cx.call(request).await?;
    let mut lines = Vec::new();
    for plan in &answer.plans {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(plan.lines.iter().cloned());
    }
    cx.lines::<v1::GetExpiryPlanRequest>(&answer, &lines)
}

async fn described(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done<v1::DescribedDocument> {
    Ok(v1::DescribedDocument {
        kind: enum_given(matches, "kind", KIND),
        purpose: enum_given(matches, "purpose", PURPOSE),
        work_permit_class: enum_given(matches, "class", CLASS),
        expiry_date: cx.date(matches, "expires").await?,
        passport_expiry_date: cx.date(matches, "travel-document").await?,
        work_permit_expiry_date: cx.date(matches, "work-permit").await?,
        principal_expiry_date: cx.date(matches, "principal").await?,
        // When somebody was born is no argument; a document on record tells it.
        ..Default::default()
    })
}

async fn renew(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let request = v1::PlanRenewalRequest {
        request_id: cx.request_id(),
        document_id: cx.document_id(&given(matches, "document")).await?,
        slot_id: given(matches, "slot"),
        note: given(matches, "note"),
        validate_only: matches.get_flag("dry-run"),
        ..Default::default()
    };
    let validate_only = request.validate_only;
    let answer = cx.call(request).await?;
    cx.whole::<v1::PlanRenewalRequest>(&answer, "", &RENEWAL, &PLANNED).await?;
    let number = answer.visits.first().map(|visit| visit.appointment_number.clone());
    match (validate_only, number) {
        (false, Some(number)) => cx.say("expiry-renew", &[("number", &number)]),
        _ => cx.say("dry-run", &[]),
    }
    Ok(())
}

async fn renew_staff(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let mode = match matches.get_flag("best-effort") {
        true => v1::BatchMode::BestEffort,
        false => v1::BatchMode::Atomic,
    };
    let request = v1::PlanEmployerRenewalsRequest {
        request_id: cx.request_id(),
        enterprise_id: given(matches, "employer"),
        expiry_from_date: cx.date(matches, "from").await?,
        expiry_to_date: cx.date(matches, "to").await?,
        mode: mode.into(),
        note: given(matches, "note"),
        validate_only: matches.get_flag("dry-run"),
    };
    let validate_only = request.validate_only;
    let answer = cx.call(request).await?;
    cx.answer::<v1::PlanEmployerRenewalsRequest>(&answer, "renewals", &STAFF).await?;
    let refused = answer.renewals.iter().filter(|one| one.planned.is_none()).count();
    let (all, refused_text) = (answer.renewals.len().to_string(), refused.to_string());
    if validate_only {
        cx.say("dry-run", &[]);
    }
    cx.say("expiry-renew-staff", &[("count", &all), ("refused", &refused_text)]);
    if refused > 0 {
        let what = cx.texts.with("expiry-renew-part", &[("refused", &refused_text)]);
        return Err(Failure::new(Exit::Partly, what));
    }
    Ok(())
}

async fn event(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let at = matches.get_one::<DateTime<Utc>>("at").copied();
    let request = v1::RecordLifeEventRequest {
        request_id: cx.request_id(),
        resident_id: cx.resident_given(matches).await?,
        kind: enum_given(matches, "kind", EVENT),
        event_time: at.map(time::to_proto_time),
        note: given(matches, "note"),
        validate_only: matches.get_flag("dry-run"),
    };
    let validate_only = request.validate_only;
    let answer = cx.call(request).await?;
    cx.answer::<v1::RecordLifeEventRequest>(&answer, "obligations", &OBLIGATION).await?;
    if validate_only {
        cx.say("dry-run", &[]);
        return Ok(());
    }
    let count = answer.obligations.len().to_string();
    cx.say("expiry-event", &[("event", &answer.life_event_id), ("count", &count)]);
    Ok(())
}

async fn duties(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let mut states = enums_given(matches, "state", STATE);
    if states.is_empty() {
        states.push(v1::ObligationState::Open.into());
    }
    let request = v1::ListObligationsRequest {
        resident_id: cx.resident_given(matches).await?,
        states,
        owners: enums_given(matches, "owner", OWNER),
        events: enums_given(matches, "event", EVENT),
        due_to_date: cx.date(matches, "to").await?,
        overdue_only: matches.get_flag("overdue"),
        ..Default::default()
    };
    cx.list(request, matches, "obligations", &OBLIGATION).await
}

async fn close(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let (obligation_id, etag) = cx.obligation(&given(matches, "obligation")).await?;
    let request = v1::CloseObligationRequest {
        request_id: cx.request_id(),
        obligation_id,
        etag,
        state: enum_given(matches, "state", STATE),
        note: given(matches, "note"),
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::CloseObligationRequest>(&answer, "obligation", &OBLIGATION).await?;
    let closed = answer.obligation.unwrap_or_default();
    cx.say("expiry-close", &[("obligation", &closed.obligation_id)]);
    Ok(())
}
