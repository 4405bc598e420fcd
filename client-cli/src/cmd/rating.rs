//! `frsc rating`: what applicants think of a handling, and how a bad one is made good until the
//! rater is called back. A rating is named by its id or the last characters of it.

use super::{
    date, dry_run, enum_given, enums_given, given, noun, number, number_given, page_args, position,
    switch, text, texts, word, words,
};
use crate::{Cx, errors::Done, output::Sheet, parts::Part};
use clap::{Arg, ArgAction, ArgMatches, Command};
use frsc_proto::v1;

/// The columns of ratings.
pub(crate) const RATING: Sheet = Sheet {
    name: "rating_id",
    columns: &[
        "rating_id",
        "level",
        "service_item_ids",
        "rated_date",
        "rectification.state",
        "due_date",
        "tags",
        "text",
    ],
    wide: &["bad", "overdue", "case_id", "channel", "anonymous", "handling_number", "rate_time"],
};
/// The parts of a rating.
const PARTS: [Part; 2] = [
    Part {
        field: "rectification.clocks",
        columns: &["kind", "state", "due_date", "limit", "start_date", "remaining_days"],
    },
    Part {
        field: "rectification.steps",
        columns: &["step_time", "kind", "outcome", "text", "account_id"],
    },
];
/// The columns of counts.
const COUNTS: [Part; 3] = [
    Part { field: "level_counts", columns: &["level", "count"] },
    Part { field: "department_counts", columns: &["department_id", "level", "count"] },
    Part { field: "counts", columns: &["service_item_ids", "level", "count"] },
];
const STATE: &str = "frsc.v1.RectificationState";
const OUTCOME: &str = "frsc.v1.CallBackOutcome";
const CLOCK: &str = "frsc.v1.ClockKind";
const CHANNEL: &str = "frsc.v1.RatingChannel";

/// The noun.
pub(super) fn command() -> Command {
    let one = |verb: &'static str| Command::new(verb).arg(position("rating").required(true));
    let said = || text("text").required(true);
    noun("rating").subcommands([
        Command::new("give")
            .arg(super::case::case())
            .arg(number("level", 1..=5).required(true))
            .arg(texts("tag"))
            .arg(text("text"))
            .arg(word("channel", CHANNEL).default_value("counter"))
            .arg(text("name").requires("phone"))
            .arg(text("phone").requires("name"))
            .arg(dry_run()),
        Command::new("list")
            .arg(levels())
            .arg(words("state", STATE))
            .arg(text("item"))
            .arg(text("department"))
            .arg(text("case"))
            .arg(switch("overdue"))
            .arg(date("from"))
            .arg(date("to"))
            .args(page_args()),
        one("show"),
        one("explain").arg(word("clock", CLOCK)),
        one("contact").arg(said()),
        one("complex").arg(said()),
        one("rectify").arg(said()),
        one("call-back").arg(word("outcome", OUTCOME).required(true)).arg(said()),
        one("close"),
        Command::new("stats")
            .arg(date("from").required(true))
            .arg(date("to").required(true))
            .arg(text("department")),
    ])
}

fn levels() -> Arg {
    number("level", 1..=5).action(ArgAction::Append).value_delimiter(',')
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "give" => give(cx, matches).await,
        "list" => list(cx, matches).await,
        "stats" => stats(cx, matches).await,
        _ => step(cx, verb, matches).await,
    }
}

async fn give(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let case_id = cx.case_id(&given(matches, "case")).await?;
    let rater = v1::Rater { name: given(matches, "name"), phone_number: given(matches, "phone") };
    let validate_only = matches.get_flag("dry-run");
    let request = v1::RateCaseRequest {
        request_id: cx.request_id(),
        rated: Some(v1::rate_case_request::Rated::CaseId(case_id)),
        level: number_given(matches, "level"),
        tags: super::all_given(matches, "tag"),
        text: given(matches, "text"),
        channel: enum_given(matches, "channel", CHANNEL),
        rater: Some(rater).filter(|rater| *rater != v1::Rater::default()),
        validate_only,
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::RateCaseRequest>(&answer, "rating", &RATING).await?;
    let rating = answer.rating.unwrap_or_default();
    let key = match (validate_only, rating.bad) {
        (true, _) => "dry-run",
        (false, true) => "rating-give-bad",
        (false, false) => "rating-give",
    };
    cx.say(key, &[("rating", &rating.rating_id)]);
    Ok(())
}

async fn list(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let mut case_id = given(matches, "case");
    if !case_id.is_empty() {
        case_id = cx.case_id(&case_id).await?;
    }
    let levels = matches.get_many::<i32>("level");
    let request = v1::ListRatingsRequest {
        levels: levels.map(|levels| levels.copied().collect()).unwrap_or_default(),
        rectification_states: enums_given(matches, "state", STATE),
        service_item_id: given(matches, "item").to_ascii_uppercase(),
        department_id: given(matches, "department").to_ascii_uppercase(),
        from_date: cx.date(matches, "from").await?,
        to_date: cx.date(matches, "to").await?,
        case_id,
        overdue_only: matches.get_flag("overdue"),
        ..Default::default()
    };
    cx.list(request, matches, "ratings", &RATING).await
}

async fn stats(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let request = v1::GetRatingStatisticsRequest {
        from_date: cx.date(matches, "from").await?,
        to_date: cx.date(matches, "to").await?,
        department_id: given(matches, "department").to_ascii_uppercase(),
    };
    let answer = cx.call(request).await?;
    cx.whole::<v1::GetRatingStatisticsRequest>(&answer, "", &RATING, &COUNTS).await
}

/// Asks the server for a step: its request, then its answer under the same columns.
macro_rules! ask {
    ($cx:ident, $rating:ident, $request:ident $(, $field:ident)*) => {{
        let request = v1::$request {
            request_id: $cx.request_id(),
            rating_id: $rating.rating_id,
            etag: $rating.etag,
            $($field,)*
        };
        let answer = $cx.call(request).await?;
        $cx.answer::<v1::$request>(&answer, "rating", &RATING).await?;
    }};
}

async fn step(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    let rating_id = cx.rating_id(&given(matches, "rating")).await?;
    if verb == "explain" {
        let kind = enum_given(matches, "clock", CLOCK);
        let request = v1::ExplainRectificationDueDateRequest { rating_id, kind };
        let answer = cx.call(request).await?;
        return cx.lines::<v1::ExplainRectificationDueDateRequest>(&answer, &answer.lines);
    }
    let answer = cx.call(v1::GetRatingRequest { rating_id }).await?;
    if verb == "show" {
        return cx.whole::<v1::GetRatingRequest>(&answer, "rating", &RATING, &PARTS).await;
    }
    let rating = answer.rating.unwrap_or_default();
    let id = rating.rating_id.clone();
    if verb == "close" {
        cx.confirm("confirm-rating-close", &[("rating", &id)])?;
        ask!(cx, rating, CloseRectificationRequest);
        cx.say("rating-close", &[("rating", &id)]);
        return Ok(());
    }
    let text = given(matches, "text");
    let key = match verb {
        "contact" => {
            ask!(cx, rating, ContactRaterRequest, text);
            "rating-contact"
        }
        "complex" => {
            ask!(cx, rating, MarkRectificationComplexRequest, text);
            "rating-complex"
        }
        "rectify" => {
            ask!(cx, rating, SubmitRectificationRequest, text);
            "rating-rectify"
        }
        _ => {
            let outcome = enum_given(matches, "outcome", OUTCOME);
            ask!(cx, rating, RecordCallBackRequest, outcome, text);
            let unhappy = outcome == i32::from(v1::CallBackOutcome::NotSatisfied);
            if unhappy { "rating-call-back-again" } else { "rating-call-back" }
        }
    };
    cx.say(key, &[("rating", &id)]);
    Ok(())
}
