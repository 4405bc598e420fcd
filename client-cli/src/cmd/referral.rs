//! `frsc referral`: matters that a hotline hands over, from receipt to feedback. Before a step the
//! referral is read, and its etag says which state the clerk meant. Who called is typed or piped
//! in, and is never an argument.

use super::{
    all_given, dry_run, enum_given, enums_given, given, noun, page_args, position, switch, text,
    texts, word, words,
};
use crate::{
    Asked, Cx,
    errors::{Done, Exit, Failure},
    message,
    output::{Format, Sheet},
    time,
};
use clap::{Arg, ArgMatches, Command};
use frsc_proto::v1;

/// The columns of referrals.
pub(crate) const REFERRAL: Sheet = Sheet {
    name: "referral_id",
    columns: &[
        "external_id",
        "source_id",
        "state",
        "urgency",
        "due_clock",
        "due_time",
        "left_duration",
        "department_id",
        "unit.name",
        "category",
    ],
    wide: &[
        "referral_id",
        "summary",
        "caller.name",
        "caller.language",
        "caller.phone_number",
        "receive_time",
        "returns",
        "reopenings",
    ],
};
/// The columns of a referral's clocks.
const CLOCK: Sheet = Sheet {
    name: "kind",
    columns: &["kind", "round", "limit", "start_time", "due_time", "done_time", "left_duration"],
    wide: &["late", "accepted_date", "due_date", "provisional_detail", "legal_basis"],
};
/// The columns of a referral's history.
const STEP: Sheet = Sheet {
    name: "number",
    columns: &["number", "step_time", "kind", "state", "department_id", "unit.name", "text"],
    wide: &["contact_outcome", "satisfied", "account_id"],
};
const STATE: &str = "frsc.v1.ReferralState";
const URGENCY: &str = "frsc.v1.ReferralUrgency";
const OUTCOME: &str = "frsc.v1.ContactOutcome";
/// Whether the caller is satisfied, as words of the command line.
const SATISFIED: [&str; 2] = ["yes", "no"];

/// The noun.
pub(super) fn command() -> Command {
    let one = |verb: &'static str| Command::new(verb).arg(position("referral").required(true));
    let instant = |id: &'static str| text(id).value_parser(time::parse_instant);
    let satisfied = text("satisfied").required(true).value_parser(SATISFIED);
    noun("referral").subcommands([
        Command::new("create")
            .arg(text("source").required(true))
            .arg(text("external-id").required(true))
            .arg(text("category").required(true))
            .arg(text("summary").required(true))
            .arg(word("urgency", URGENCY).default_value("ordinary"))
            .arg(switch("ordinary-matter"))
            .arg(instant("received"))
            .arg(text("language"))
            .args(caller_args())
            .arg(dry_run()),
        Command::new("list")
            .arg(words("state", STATE))
            .arg(texts("source"))
            .arg(text("department"))
            .arg(text("division"))
            .arg(switch("overdue"))
            .arg(instant("due-before"))
            .args(page_args()),
        one("show"),
        one("sign"),
        one("assign")
            .arg(text("department").required_unless_present("division"))
            .arg(text("division").requires("unit").conflicts_with("department"))
            .arg(text("unit").requires("division"))
            .arg(text("note"))
            .arg(dry_run()),
        one("contact").arg(word("outcome", OUTCOME).required(true)).arg(text("note")),
        one("respond").arg(text("response").required(true)),
        one("close").arg(text("result").required(true)).arg(satisfied).arg(dry_run()),
        one("return").arg(text("reason").required(true)),
        one("reopen").arg(text("reason").required(true)),
    ])
}

/// The two ways to say who called.
fn caller_args() -> [Arg; 2] {
    [switch("caller"), switch("caller-stdin").conflicts_with("caller")]
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "create" => return create(cx, matches).await,
        "list" => return list(cx, matches).await,
        _ => {}
    }
    let referral_id = cx.referral_id(&given(matches, "referral")).await?;
    let answer = cx.call(v1::GetReferralRequest { referral_id }).await?;
    if verb == "show" {
        return show(cx, answer).await;
    }
    step(cx, verb, matches, answer.referral.unwrap_or_default()).await
}

async fn create(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let validate_only = matches.get_flag("dry-run");
    let caller = caller(cx, matches)?;
    let received = matches.get_one::<chrono::DateTime<chrono::Utc>>("received").copied();
    let request = v1::CreateReferralRequest {
        request_id: cx.request_id(),
        source_id: given(matches, "source"),
        external_id: given(matches, "external-id"),
        category: given(matches, "category"),
        summary: given(matches, "summary"),
        urgency: enum_given(matches, "urgency", URGENCY),
        ordinary_matter: matches.get_flag("ordinary-matter"),
        caller: Some(caller),
        receive_time: received.map(time::to_proto_time),
        validate_only,
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::CreateReferralRequest>(&answer, "referral", &REFERRAL).await?;
    let made = answer.referral.unwrap_or_default();
    let key = if validate_only { "dry-run" } else { "referral-created" };
    cx.say(key, &[("number", &made.external_id)]);
    Ok(())
}

/// Who called: his name and telephone number, each on a line of its own and each may be empty.
fn caller(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done<v1::ReferralCaller> {
    let language = given(matches, "language");
    let (name, phone_number) = if matches.get_flag("caller-stdin") {
        let text = cx.read_stdin()?;
        let mut lines = text.lines().map(|line| line.trim().to_owned());
        (lines.next().unwrap_or_default(), lines.next().unwrap_or_default())
    } else if matches.get_flag("caller") {
        let name = cx.ask(Asked::Shown, "ask-caller-name", "--caller-stdin")?;
        (name, cx.ask(Asked::Shown, "ask-caller-phone", "--caller-stdin")?)
    } else {
        Default::default()
    };
    Ok(v1::ReferralCaller { name, language, phone_number })
}

async fn list(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let before = matches.get_one::<chrono::DateTime<chrono::Utc>>("due-before").copied();
    let request = v1::ListReferralsRequest {
        states: enums_given(matches, "state", STATE),
        source_ids: all_given(matches, "source"),
        department_id: given(matches, "department"),
        division_code: given(matches, "division"),
        overdue_only: matches.get_flag("overdue"),
        due_before_time: before.map(time::to_proto_time),
        ..Default::default()
    };
    cx.list(request, matches, "referrals", &REFERRAL).await
}

/// The referral, its clocks and its history, below one another where a person reads.
async fn show(cx: &mut Cx<'_>, mut answer: v1::GetReferralResponse) -> Done {
    if cx.format == Format::Json {
        let whole = message::answer::<v1::GetReferralRequest>(&answer);
        return cx.write_json(&whole);
    }
    if !matches!(cx.format, Format::Table | Format::Wide) {
        return cx.answer::<v1::GetReferralRequest>(&answer, "referral", &REFERRAL).await;
    }
    let whole = message::answer::<v1::GetReferralRequest>(&answer);
    let clocks = message::child(&whole, "referral");
    let clocks = clocks.map(|of| message::children(&of, "clocks")).unwrap_or_default();
    if let Some(referral) = &mut answer.referral {
        referral.clocks.clear();
    }
    cx.details::<v1::GetReferralRequest>(&answer, "referral", &REFERRAL).await?;
    cx.write("\n")?;
    cx.write_items(&clocks, &CLOCK).await?;
    cx.write("\n")?;
    cx.write_items(&message::children(&whole, "history"), &STEP).await
}

/// Asks the server for a step of a referral: its request, then its answer under the same columns.
macro_rules! ask {
    ($cx:ident, $referral:ident, $request:ident $(, $field:ident: $value:expr)*) => {{
        let request = v1::$request {
            request_id: $cx.request_id(),
            referral_id: $referral.referral_id,
            etag: $referral.etag,
            $($field: $value,)*
        };
        let answer = $cx.call(request).await?;
        $cx.answer::<v1::$request>(&answer, "referral", &REFERRAL).await?;
        answer.referral.unwrap_or_default()
    }};
}

async fn step(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches, of: v1::Referral) -> Done {
    let number = of.external_id.clone();
    let dry = || matches.get_flag("dry-run");
    let (key, after) = match verb {
        "sign" => ("referral-signed", ask!(cx, of, SignReferralRequest)),
        "assign" => {
            let assignee = Some(assignee(matches));
            let note = given(matches, "note");
            let request = ask!(cx, of, AssignReferralRequest, assignee: assignee, note: note,
                validate_only: dry());
            (if dry() { "dry-run" } else { "referral-assigned" }, request)
        }
        "contact" => {
            let outcome = enum_given(matches, "outcome", OUTCOME);
            let note = given(matches, "note");
            let after = ask!(cx, of, ContactReferralRequest, outcome: outcome, note: note);
            ("referral-contacted", after)
        }
        "respond" => {
            let response = given(matches, "response");
            ("referral-responded", ask!(cx, of, RespondReferralRequest, response: response))
        }
        "close" => {
            if !dry() {
                cx.confirm("confirm-close-referral", &[("number", &number)])?;
            }
            let satisfied = given(matches, "satisfied") == SATISFIED[0];
            let after = ask!(cx, of, CloseReferralRequest, result: given(matches, "result"),
                satisfied: satisfied, validate_only: dry());
            (if dry() { "dry-run" } else { "referral-closed" }, after)
        }
        "return" => {
            let reason = given(matches, "reason");
            let after = ask!(cx, of, ReturnReferralRequest, reason: reason);
            let last = after.state() == v1::ReferralState::CentreAppoints;
            (if last { "referral-centre-appoints" } else { "referral-returned" }, after)
        }
        "reopen" => {
            let reason = given(matches, "reason");
            ("referral-reopened", ask!(cx, of, ReopenReferralRequest, reason: reason))
        }
        _ => return Err(Failure::new(Exit::Usage, cx.texts.get("usage-other"))),
    };
    let department = if after.department_id.is_empty() {
        after.unit.map(|unit| unit.name).unwrap_or_default()
    } else {
        after.department_id
    };
    cx.say(key, &[("number", &number), ("to", &department)]);
    Ok(())
}

fn assignee(matches: &ArgMatches) -> v1::assign_referral_request::Assignee {
    use v1::assign_referral_request::Assignee;
    let division_code = given(matches, "division");
    if division_code.is_empty() {
        return Assignee::DepartmentId(given(matches, "department"));
    }
    Assignee::Unit(v1::ReferralUnit { division_code, name: given(matches, "unit") })
}
