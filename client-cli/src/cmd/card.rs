//! `frsc card`: reminders, yellow and red cards of supervision, their rectification, and the points
//! of departments. A card is named by its case where that has one, or by its id.

use super::{date, dry_run, enums_given, given, noun, page_args, position, text, words};
use crate::{Cx, errors::Done, message, output::Format, output::Sheet, parts::Part};
use clap::{ArgMatches, Command};
use frsc_proto::v1;

/// The columns of cards.
pub(crate) const CARD: Sheet = Sheet {
    name: "card_id",
    columns: &[
        "card_id",
        "rung",
        "state",
        "case_number",
        "service_item_id",
        "department_id",
        "due_date",
        "rectify_by_date",
        "points",
    ],
    wide: &["clock_kind", "rung_date", "raise_time", "task_id", "rule", "legal_basis"],
};
/// The columns of counts by rung.
const RUNGS: [Part; 1] = [Part { field: "rung_counts", columns: &["rung", "count"] }];
/// The columns of points.
const SCORE: Sheet =
    Sheet { name: "department_id", columns: &["department_id", "points"], wide: &[] };
const RUNG: &str = "frsc.v1.CardRung";
const STATE: &str = "frsc.v1.CardState";

/// The noun.
pub(super) fn command() -> Command {
    let one = |verb: &'static str| Command::new(verb).arg(position("card").required(true));
    let why = || text("reason").required(true);
    noun("card").subcommands([
        Command::new("list")
            .arg(words("rung", RUNG))
            .arg(words("state", STATE))
            .arg(text("department"))
            .arg(text("case"))
            .arg(text("task"))
            .arg(date("from"))
            .arg(date("to"))
            .args(page_args()),
        one("show"),
        one("rectify").arg(text("text").required(true)),
        one("close").arg(why()).arg(dry_run()),
        one("withdraw").arg(why()).arg(dry_run()),
        Command::new("sweep"),
        Command::new("scores")
            .arg(date("from").required(true))
            .arg(date("to").required(true))
            .arg(text("department"))
            .args(page_args()),
    ])
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "list" => list(cx, matches).await,
        "sweep" => sweep(cx).await,
        "scores" => scores(cx, matches).await,
        _ => step(cx, verb, matches).await,
    }
}

async fn list(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let (mut case_id, mut task_id) = (given(matches, "case"), given(matches, "task"));
    if !case_id.is_empty() {
        case_id = cx.case_id(&case_id).await?;
    }
    if !task_id.is_empty() {
        task_id = cx.task_id(&task_id).await?;
    }
    let request = v1::ListCardsRequest {
        department_id: given(matches, "department").to_ascii_uppercase(),
        rungs: enums_given(matches, "rung", RUNG),
        states: enums_given(matches, "state", STATE),
        case_id,
        task_id,
        raised_from_date: cx.date(matches, "from").await?,
        raised_to_date: cx.date(matches, "to").await?,
        ..Default::default()
    };
    cx.list(request, matches, "cards", &CARD).await
}

async fn step(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    let card_id = cx.card_id(&given(matches, "card")).await?;
    let answer = cx.call(v1::GetCardRequest { card_id }).await?;
    if verb == "show" {
        return cx.details::<v1::GetCardRequest>(&answer, "card", &CARD).await;
    }
    let card = answer.card.unwrap_or_default();
    if verb == "rectify" {
        return rectify(cx, matches, card).await;
    }
    let (card_id, number) = (card.card_id.clone(), card.case_number.clone());
    let variables = [("card", card_id.as_str()), ("number", &number)];
    let validate_only = matches.get_flag("dry-run");
    let close = verb == "close";
    if !validate_only {
        let key = if close { "confirm-card-close" } else { "confirm-card-withdraw" };
        cx.confirm(key, &variables)?;
    }
    let (request_id, reason) = (cx.request_id(), given(matches, "reason"));
    let (card_id, etag) = (card.card_id, card.etag);
    if close {
        let request = v1::CloseCardRequest { request_id, card_id, etag, reason, validate_only };
        let answer = cx.call(request).await?;
        cx.answer::<v1::CloseCardRequest>(&answer, "card", &CARD).await?;
    } else {
        let request = v1::WithdrawCardRequest { request_id, card_id, etag, reason, validate_only };
        let answer = cx.call(request).await?;
        cx.answer::<v1::WithdrawCardRequest>(&answer, "card", &CARD).await?;
    }
    let done = if close { "card-close" } else { "card-withdraw" };
    cx.say(if validate_only { "dry-run" } else { done }, &variables);
    Ok(())
}

async fn rectify(cx: &mut Cx<'_>, matches: &ArgMatches, card: v1::Card) -> Done {
    let mut rectification = given(matches, "text");
    if rectification == "-" {
        rectification = cx.read_stdin()?.trim().to_owned();
    }
    let id = card.card_id.clone();
    let request = v1::RectifyCardRequest {
        request_id: cx.request_id(),
        card_id: card.card_id,
        etag: card.etag,
        rectification,
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::RectifyCardRequest>(&answer, "card", &CARD).await?;
    cx.say("card-rectify", &[("card", &id)]);
    Ok(())
}

async fn sweep(cx: &mut Cx<'_>) -> Done {
    let request = v1::RunSupervisionSweepRequest { request_id: cx.request_id() };
    let answer = cx.call(request).await?;
    let whole = message::answer::<v1::RunSupervisionSweepRequest>(&answer);
    if !matches!(cx.format, Format::Table | Format::Wide) {
        return cx.write_json(&whole);
    }
    cx.parts(&whole, &RUNGS).await?;
    let raised: i32 = answer.rung_counts.iter().map(|counted| counted.count).sum();
    let (raised, accepted) = (raised.to_string(), answer.deemed_acceptances.to_string());
    let key = if answer.bound_hit { "sweep-bound" } else { "sweep-done" };
    cx.say(key, &[("raised", &raised), ("accepted", &accepted)]);
    Ok(())
}

/// The points of departments, then the cards behind them.
async fn scores(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let request = v1::GetDepartmentScoresRequest {
        from_date: cx.date(matches, "from").await?,
        to_date: cx.date(matches, "to").await?,
        department_id: given(matches, "department").to_ascii_uppercase(),
        ..Default::default()
    };
    if matches!(cx.format, Format::Table | Format::Wide) {
        let first = v1::GetDepartmentScoresRequest { page_size: 1, ..request.clone() };
        let answer = cx.call(first).await?;
        cx.answer::<v1::GetDepartmentScoresRequest>(&answer, "scores", &SCORE).await?;
        cx.write("\n")?;
    } else if cx.format == Format::Json {
        let answer = cx.call(request).await?;
        return cx.write_json(&message::answer::<v1::GetDepartmentScoresRequest>(&answer));
    }
    cx.list(request, matches, "cards", &CARD).await
}
