//! `frsc expedite`: a case is asked to be decided sooner, somebody else decides, and what it costs
//! the others is shown. An expedite is named by its case or by its id.

use super::{
    case, date, dry_run, enum_given, enums_given, given, noun, number, number_given, page_args,
    position, text, word, words,
};
use crate::{
    Cx,
    errors::{Done, Exit, Failure},
    message,
    output::Sheet,
    parts::Part,
};
use clap::{ArgMatches, Command};
use frsc_proto::v1;
use prost_reflect::DynamicMessage;

/// The columns of expedites.
pub(crate) const EXPEDITE: Sheet = Sheet {
    name: "expedite_id",
    columns: &[
        "case_number",
        "state",
        "ground",
        "needed_by_date",
        "working_days",
        "granted_working_days",
        "displaced_tasks",
        "would_be_overdue_tasks",
    ],
    wide: &["expedite_id", "request_time", "requester_id", "approver_id", "decision_reason"],
};
/// The columns of what an expedite does.
const EFFECT: [Part; 2] = [
    Part {
        field: "due_dates",
        columns: &["service_item_id", "department_id", "before_date", "after_date"],
    },
    Part {
        field: "displacements",
        columns: &[
            "department_id",
            "open_tasks",
            "tasks_a_day",
            "displaced_tasks",
            "would_be_overdue_tasks",
        ],
    },
];
/// The columns of the tasks that fall later.
const DISPLACED: [Part; 1] = [Part {
    field: "tasks",
    columns: &["case_number", "service_item_id", "due_date", "places", "would_be_overdue"],
}];
/// The columns of counts.
const COUNTS: [Part; 3] = [
    Part {
        field: "grounds",
        columns: &[
            "ground",
            "counts.requested",
            "counts.approved",
            "counts.rejected",
            "counts.withdrawn",
            "counts.lapsed",
            "counts.rejected_permille",
        ],
    },
    Part {
        field: "departments",
        columns: &[
            "department_id",
            "counts.requested",
            "counts.approved",
            "counts.rejected",
            "counts.withdrawn",
            "counts.lapsed",
            "counts.rejected_permille",
        ],
    },
    Part {
        field: "approvers",
        columns: &[
            "approver_id",
            "counts.approved",
            "counts.rejected",
            "counts.withdrawn",
            "counts.rejected_permille",
        ],
    },
];
const STATE: &str = "frsc.v1.ExpediteState";
const GROUND: &str = "frsc.v1.ExpediteGround";

/// The noun.
pub(super) fn command() -> Command {
    let asked = |verb: &'static str| {
        Command::new(verb)
            .arg(case::case())
            .arg(text("text"))
            .arg(date("needed-by"))
            .arg(text("evidence").action(clap::ArgAction::Append))
            .arg(number("days", 0..=60).default_value("1"))
    };
    let one = |verb: &'static str| Command::new(verb).arg(position("expedite").required(true));
    let why = || text("reason").required(true);
    noun("expedite").subcommands([
        asked("preview").arg(word("ground", GROUND).default_value("visa-expiry")),
        asked("request").arg(word("ground", GROUND).required(true)).arg(dry_run()),
        one("approve").arg(why()).arg(number("days", 0..=60)).arg(dry_run()),
        one("reject").arg(why()).arg(dry_run()),
        one("withdraw").arg(why()),
        Command::new("list")
            .arg(words("state", STATE))
            .arg(words("ground", GROUND))
            .arg(text("department"))
            .arg(text("approver"))
            .arg(date("from"))
            .arg(date("to"))
            .arg(text("case"))
            .args(page_args()),
        one("show"),
        Command::new("stats").arg(date("from").required(true)).arg(date("to").required(true)),
    ])
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "preview" => request(cx, matches, true).await,
        "request" => request(cx, matches, matches.get_flag("dry-run")).await,
        "approve" | "reject" => decide(cx, verb, matches).await,
        "withdraw" => withdraw(cx, matches).await,
        "list" => list(cx, matches).await,
        "show" => show(cx, matches).await,
        _ => stats(cx, matches).await,
    }
}

async fn request(cx: &mut Cx<'_>, matches: &ArgMatches, validate_only: bool) -> Done {
    let case_id = cx.case_id(&given(matches, "case")).await?;
    let case = cx.call(v1::GetCaseRequest { case_id }).await?.case.unwrap_or_default();
    // Where nothing else is said, the result is of use until the document ends.
    let needed_by_date = match cx.date(matches, "needed-by").await? {
        None => case.document_expiry_date,
        day => day,
    };
    if needed_by_date.is_none() {
        let what = cx.texts.with("usage-missing", &[("flag", "--needed-by")]);
        return Err(Failure::new(Exit::Usage, what).why(cx.texts.get("why-needed-by")));
    }
    let request = v1::RequestExpediteRequest {
        request_id: cx.request_id(),
        case_id: case.case_id,
        etag: case.etag,
        ground: enum_given(matches, "ground", GROUND),
        text: given(matches, "text"),
        needed_by_date,
        evidence_references: super::all_given(matches, "evidence"),
        working_days: number_given(matches, "days"),
        validate_only,
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::RequestExpediteRequest>(&answer, "expedite", &EXPEDITE).await?;
    let shown = message::answer::<v1::RequestExpediteRequest>(&answer);
    effect(cx, message::child(&shown, "effect"), answer.effect).await?;
    let key = if validate_only { "dry-run" } else { "expedite-request" };
    cx.say(key, &[("number", &case.case_number)]);
    Ok(())
}

async fn decide(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    let asked = [v1::ExpediteState::Requested.into()];
    let before = meant(cx, matches, &asked).await?;
    let approve = verb == "approve";
    let decision = if approve { v1::Decision::Approve } else { v1::Decision::Reject };
    let validate_only = matches.get_flag("dry-run");
    let working_days = if approve { matches.get_one::<i32>("days").copied() } else { None };
    let request = v1::DecideExpediteRequest {
        request_id: cx.request_id(),
        expedite_id: before.expedite_id,
        etag: before.etag,
        decision: decision.into(),
        reason: given(matches, "reason"),
        working_days,
        validate_only,
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::DecideExpediteRequest>(&answer, "expedite", &EXPEDITE).await?;
    let shown = message::answer::<v1::DecideExpediteRequest>(&answer);
    effect(cx, message::child(&shown, "effect"), answer.effect).await?;
    let key = match (validate_only, approve) {
        (true, _) => "dry-run",
        (false, true) => "expedite-approve",
        (false, false) => "expedite-reject",
    };
    cx.say(key, &[("number", &before.case_number)]);
    Ok(())
}

/// The expedite that is meant; by its case, the latest in these states.
async fn meant(cx: &mut Cx<'_>, matches: &ArgMatches, states: &[i32]) -> Done<v1::Expedite> {
    let expedite_id = cx.expedite_id(&given(matches, "expedite"), states).await?;
    let answer = cx.call(v1::GetExpediteRequest { expedite_id }).await?;
    Ok(answer.expedite.unwrap_or_default())
}

async fn withdraw(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let open = [v1::ExpediteState::Requested.into(), v1::ExpediteState::Approved.into()];
    let before = meant(cx, matches, &open).await?;
    cx.confirm("confirm-expedite-withdraw", &[("number", &before.case_number)])?;
    let request = v1::WithdrawExpediteRequest {
        request_id: cx.request_id(),
        expedite_id: before.expedite_id,
        etag: before.etag,
        reason: given(matches, "reason"),
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::WithdrawExpediteRequest>(&answer, "expedite", &EXPEDITE).await?;
    cx.say("expedite-withdraw", &[("number", &before.case_number)]);
    Ok(())
}

async fn list(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let mut case_id = given(matches, "case");
    if !case_id.is_empty() {
        case_id = cx.case_id(&case_id).await?;
    }
    let request = v1::ListExpeditesRequest {
        states: enums_given(matches, "state", STATE),
        grounds: enums_given(matches, "ground", GROUND),
        department_id: given(matches, "department").to_ascii_uppercase(),
        approver_id: given(matches, "approver"),
        decided_from_date: cx.date(matches, "from").await?,
        decided_to_date: cx.date(matches, "to").await?,
        case_id,
        ..Default::default()
    };
    cx.list(request, matches, "expedites", &EXPEDITE).await
}

async fn show(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let expedite_id = cx.expedite_id(&given(matches, "expedite"), &[]).await?;
    let answer = cx.call(v1::GetExpediteRequest { expedite_id }).await?;
    cx.details::<v1::GetExpediteRequest>(&answer, "expedite", &EXPEDITE).await?;
    let shown = message::answer::<v1::GetExpediteRequest>(&answer);
    effect(cx, message::child(&shown, "effect"), answer.effect).await
}

async fn stats(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let request = v1::GetExpediteStatisticsRequest {
        from_date: cx.date(matches, "from").await?,
        to_date: cx.date(matches, "to").await?,
    };
    let answer = cx.call(request).await?;
    cx.whole::<v1::GetExpediteStatisticsRequest>(&answer, "", &EXPEDITE, &COUNTS).await
}

/// Shows what an expedite does to its case and to the others, and what might be overlooked.
async fn effect(
    cx: &mut Cx<'_>,
    shown: Option<DynamicMessage>,
    effect: Option<v1::ExpediteEffect>,
) -> Done {
    let (Some(shown), Some(effect)) = (shown, effect) else { return Ok(()) };
    cx.parts(&shown, &EFFECT).await?;
    for displacement in message::children(&shown, "displacements") {
        cx.parts(&displacement, &DISPLACED).await?;
    }
    for warning in &effect.warnings {
        warn(cx, warning);
    }
    Ok(())
}

fn warn(cx: &mut Cx<'_>, warning: &v1::ExpediteWarning) {
    use v1::ExpediteWarningKind as K;
    let day =
        |day: &frsc_proto::gtype::Date| format!("{:04}-{:02}-{:02}", day.year, day.month, day.day);
    let days = warning.rest_days.to_string();
    let names = warning.holiday_names.join(", ");
    let workdays = warning.workday_dates.iter().map(day).collect::<Vec<_>>().join(", ");
    let year = warning.missing_year.to_string();
    let last = warning.last_date.as_ref().map(day).unwrap_or_default();
    let tasks = warning.tasks.to_string();
    match warning.kind() {
        K::LongerThanADay => cx.say("warning-longer", &[("days", &days)]),
        K::SpansHoliday => cx.say("warning-holiday", &[("names", &names)]),
        K::CountsAdjustedWorkdays => cx.say("warning-workdays", &[("days", &workdays)]),
        K::Provisional => cx.say("warning-provisional", &[("year", &year)]),
        K::DueAfterNeededBy => cx.say("warning-needed-by", &[("date", &last)]),
        K::DueAfterDocumentExpiry => cx.say("warning-expiry", &[("date", &last)]),
        K::MakesOthersOverdue => cx.say("warning-overdue", &[("tasks", &tasks)]),
        K::Unspecified => {}
    }
}
