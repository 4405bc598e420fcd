//! `frsc case`: what an applicant asks for, from receipt to archive: created, listed, shown, and
//! how its due dates were counted. A case is named by its number, the end of it, or its id.

use super::{
    appt::PURPOSE, case_create, case_step, date, dry_run, enum_given, enums_given, given,
    list_watch, noun, page_args, position, switch, text, texts, visitor::visitor_args, word, words,
};
use crate::{Cx, errors::Done, output::Format, output::Sheet, parts::Part};
use clap::{Arg, ArgAction, ArgMatches, Command};
use frsc_proto::v1;

/// The columns of cases.
pub(crate) const CASE: Sheet = Sheet {
    name: "case_id",
    columns: &[
        "case_number",
        "state",
        "due_date",
        "service_item_ids",
        "applicant.name",
        "applicant.language",
        "advice",
    ],
    wide: &[
        "case_id",
        "channel",
        "accepted_date",
        "document_expiry_date",
        "outcome",
        "visits",
        "applicant.phone_number",
        "ticket_id",
    ],
};
/// The columns of a history.
pub(crate) const STEP: Sheet = Sheet {
    name: "task_id",
    columns: &[
        "step_time",
        "kind",
        "account_id",
        "department_id",
        "reason",
        "document_number",
        "case_state",
    ],
    wide: &["legal_basis", "task_id"],
};
/// The columns of clocks.
pub(super) const CLOCKS: Part = Part {
    field: "clocks",
    columns: &[
        "kind",
        "state",
        "due_date",
        "limit",
        "start_date",
        "used_days",
        "remaining_days",
        "suspended_since_date",
        "provisional_detail.missing_year",
        "extension_days",
        "original_due_date",
        "legal_basis",
    ],
};
/// The columns of times in which clocks stood still.
pub(super) const SUSPENSIONS: Part = Part {
    field: "suspensions",
    columns: &["suspended_date", "resumed_date", "reason", "legal_basis"],
};
/// The parts of a case.
const PARTS: [Part; 4] = [
    Part {
        field: "tasks",
        columns: &["service_item_id", "department_id", "state", "due_date", "outcome"],
    },
    CLOCKS,
    SUSPENSIONS,
    Part { field: "materials", columns: &["name", "state", "substitute", "service_item_ids"] },
];
const STATE: &str = "frsc.v1.CaseState";

/// The noun.
pub(super) fn command() -> Command {
    let one = |verb: &'static str| Command::new(verb).arg(case());
    let why = || text("reason").required(true);
    let basis = || text("basis").required(true);
    noun("case").subcommands([
        create(),
        list(),
        one("show"),
        one("timeline").args(page_args()),
        one("explain").arg(text("task")).arg(word("clock", "frsc.v1.ClockKind")),
        one("notify").arg(text("notice")).arg(dry_run()),
        one("supplement").arg(material().required(true)).arg(switch("in-person")),
        one("accept").arg(dry_run()),
        one("refuse").arg(why()).arg(basis()).arg(dry_run()),
        one("suspend").arg(why()).arg(basis()),
        one("resume"),
        noun("extension").subcommands([
            one("request").arg(why()),
            one("approve").arg(why()).arg(dry_run()),
            one("reject").arg(why()).arg(dry_run()),
        ]),
        one("deliver").arg(switch("in-person")).arg(text("note")),
        one("close"),
        one("withdraw").arg(why()).arg(dry_run()),
        one("terminate").arg(why()).arg(basis()).arg(dry_run()),
        one("reopen").arg(why()),
        one("archive"),
        one("reveal").arg(word("purpose", PURPOSE).required(true)).arg(text("purpose-text")),
    ])
}

fn create() -> Command {
    Command::new("create")
        .arg(texts("item"))
        .arg(text("ticket"))
        .arg(text("appointment").conflicts_with("ticket"))
        .arg(text("counter"))
        .args(visitor_args())
        .arg(word("channel", "frsc.v1.CaseChannel"))
        .arg(switch("all-materials"))
        .arg(material())
        .arg(switch("accept"))
        .arg(date("expires"))
        .arg(text("document").conflicts_with("expires"))
        .arg(text("agent-name").alias("agent"))
        .arg(text("agent-phone"))
        .arg(text("mandate"))
        .arg(words("ground", "frsc.v1.ProxyGround").requires("mandate"))
        .arg(texts("after"))
        .arg(text("reference").value_name("SOURCE:ID"))
        .arg(text("note"))
        .arg(dry_run())
}

fn list() -> Command {
    Command::new("list")
        .arg(words("state", STATE))
        .arg(texts("item"))
        .arg(text("department"))
        .arg(date("due-to"))
        .arg(text("number"))
        .arg(text("appointment"))
        .arg(switch("mine"))
        .arg(switch("watch").conflicts_with("page-token"))
        .args(page_args())
}

/// The case that is meant.
pub(super) fn case() -> Arg {
    position("case").required(true)
}

/// A material's name may hold a comma, so it is given once for each.
fn material() -> Arg {
    Arg::new("material").long("material").action(ArgAction::Append).value_name("NAME=STATE")
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "create" => case_create::run(cx, matches).await,
        "list" => run_list(cx, matches).await,
        "show" => show(cx, matches).await,
        "timeline" => timeline(cx, matches).await,
        "explain" => explain(cx, matches).await,
        "reveal" => reveal(cx, matches).await,
        "extension" => case_step::extension(cx, matches).await,
        _ => case_step::run(cx, verb, matches).await,
    }
}

async fn run_list(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let mut appointment_id = given(matches, "appointment");
    if !appointment_id.is_empty() {
        appointment_id = cx.appointment_id(&appointment_id).await?;
    }
    let request = v1::ListCasesRequest {
        states: enums_given(matches, "state", STATE),
        service_item_ids: super::all_given(matches, "item"),
        department_id: given(matches, "department").to_ascii_uppercase(),
        due_to_date: cx.date(matches, "due-to").await?,
        case_number: given(matches, "number"),
        appointment_id,
        mine: matches.get_flag("mine"),
        ..Default::default()
    };
    if matches.get_flag("watch") {
        return list_watch::watch(cx, request, matches, "cases", &CASE).await;
    }
    cx.list(request, matches, "cases", &CASE).await
}

async fn show(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let case_id = cx.case_id(&given(matches, "case")).await?;
    let answer = cx.call(v1::GetCaseRequest { case_id }).await?;
    cx.whole::<v1::GetCaseRequest>(&answer, "case", &CASE, &PARTS).await
}

async fn timeline(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let case_id = cx.case_id(&given(matches, "case")).await?;
    let request = v1::ListCaseStepsRequest { case_id, ..Default::default() };
    cx.list(request, matches, "steps", &STEP).await
}

async fn explain(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let named = given(matches, "case");
    let case_id = cx.case_id(&named).await?;
    let mut task_id = given(matches, "task");
    if !task_id.is_empty() {
        // Within a case its item is enough.
        let whole = task_id.contains('/') || task_id.starts_with("task_");
        let task = if whole { task_id } else { format!("{case_id}/{task_id}") };
        task_id = cx.task_id(&task).await?;
    }
    let kind = enum_given(matches, "clock", "frsc.v1.ClockKind");
    let answer = cx.call(v1::ExplainDueDateRequest { case_id, task_id, kind }).await?;
    cx.lines::<v1::ExplainDueDateRequest>(&answer, &answer.lines)
}

async fn reveal(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let request = v1::RevealApplicantPassportNumberRequest {
        request_id: cx.request_id(),
        case_id: cx.case_id(&given(matches, "case")).await?,
        purpose: enum_given(matches, "purpose", PURPOSE),
        purpose_text: given(matches, "purpose-text"),
    };
    let answer = cx.call(request).await?;
    cx.say("revealed", &[]);
    if cx.format == Format::Json {
        let whole = crate::message::answer::<v1::RevealApplicantPassportNumberRequest>(&answer);
        return cx.write_json(&whole);
    }
    cx.write(&format!("{}\n", answer.passport_number))
}
