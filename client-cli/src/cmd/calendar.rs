//! `frsc calendar`: the working-day calendar, and the deadlines and fees the server counts with it.

use super::{
    date, dry_run, enum_given, given, noun, number, number_given, position, switch, text, texts,
    word,
};
use crate::{
    Cx,
    errors::{Done, Exit, Failure},
    message,
    output::{Format, Sheet},
    time,
};
use clap::{ArgMatches, Command};
use frsc_proto::{admin, gtype, v1};

/// The columns of a year's days.
pub(crate) const DAY: Sheet =
    Sheet { name: "day_date", columns: &["day_date", "kind", "name"], wide: &[] };
/// The columns of what a new calendar moves.
pub(crate) const MOVE: Sheet = Sheet {
    name: "resource_id",
    columns: &["resource_id", "field", "old_date", "new_date", "reason"],
    wide: &[],
};
/// A deadline is one whole answer.
pub(crate) const WHOLE: Sheet = Sheet { name: "due_date", columns: &[], wide: &[] };

/// The noun.
pub(super) fn command() -> Command {
    let year = || number("year", 2000..=2199).long(None).required(true);
    noun("calendar").subcommands([
        Command::new("year").arg(year()),
        Command::new("deadline")
            .arg(date("from").required_unless_present("from-time"))
            .arg(text("from-time").value_parser(time::parse_instant).conflicts_with("from"))
            .arg(text("item").required_unless_present("amount"))
            .arg(word("kind", "frsc.v1.LimitKind").requires("item"))
            .arg(number("amount", 0..=100_000).requires("unit").conflicts_with("item"))
            .arg(word("unit", "frsc.v1.LimitUnit"))
            .arg(word("direction", "frsc.v1.LimitDirection"))
            .arg(word("month-rule", "frsc.v1.MonthRule"))
            .arg(word("filing", "frsc.v1.FilingRule"))
            .arg(texts("suspend").value_name("FROM..TO"))
            .arg(switch("days")),
        Command::new("fee").arg(date("from").required(true)).arg(date("to").required(true)),
        Command::new("load").arg(year()).arg(position("file").required(true)).arg(dry_run()),
    ])
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "year" => year(cx, matches).await,
        "deadline" => deadline(cx, matches).await,
        "fee" => fee(cx, matches).await,
        _ => load(cx, matches).await,
    }
}

async fn year(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let answer =
        cx.call(v1::GetCalendarYearRequest { year: number_given(matches, "year") }).await?;
    let whole = message::answer::<v1::GetCalendarYearRequest>(&answer);
    if cx.format == Format::Json {
        return cx.write_json(&whole);
    }
    let calendar = answer.calendar_year.unwrap_or_default();
    let days = message::child(&whole, "calendar_year")
        .map(|year| message::children(&year, "days"))
        .unwrap_or_default();
    cx.write_items(&days, &DAY).await?;
    let (year, count) = (calendar.year.to_string(), calendar.working_days.to_string());
    cx.say("calendar-year", &[("year", &year), ("count", &count)]);
    Ok(())
}

async fn deadline(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    use v1::compute_deadline_request::{Anchor, LimitSource};
    let anchor = match cx.date(matches, "from").await? {
        Some(day) => Some(Anchor::AnchorDate(day)),
        None => matches
            .get_one::<chrono::DateTime<chrono::Utc>>("from-time")
            .map(|instant| Anchor::AnchorTime(time::to_proto_time(*instant))),
    };
    let item = given(matches, "item").to_ascii_uppercase();
    let limit = v1::Limit {
        amount: number_given(matches, "amount"),
        unit: enum_given(matches, "unit", "frsc.v1.LimitUnit"),
        direction: enum_given(matches, "direction", "frsc.v1.LimitDirection"),
        month_rule: enum_given(matches, "month-rule", "frsc.v1.MonthRule"),
        ..Default::default()
    };
    let source =
        if item.is_empty() { LimitSource::Limit(limit) } else { LimitSource::ServiceItemId(item) };
    let mut suspensions = Vec::new();
    for text in super::all_given(matches, "suspend") {
        suspensions.push(suspension(cx, &text).await?);
    }
    let request = v1::ComputeDeadlineRequest {
        anchor,
        limit_source: Some(source),
        service_item_limit_kind: limit_kind(matches),
        filing_rule: enum_given(matches, "filing", "frsc.v1.FilingRule"),
        suspensions,
        include_counted_days: matches.get_flag("days"),
    };
    let answer = cx.call(request).await?;
    cx.details::<v1::ComputeDeadlineRequest>(&answer, "", &WHOLE).await
}

/// An item's promised limit is what a visitor is told, so it is meant where no kind is named.
fn limit_kind(matches: &ArgMatches) -> i32 {
    let named = enum_given(matches, "kind", "frsc.v1.LimitKind");
    if named == 0 && matches.contains_id("item") {
        return v1::LimitKind::Promised as i32;
    }
    named
}

async fn suspension(cx: &mut Cx<'_>, text: &str) -> Done<v1::Suspension> {
    let (from, to) = text.split_once("..").unwrap_or((text, ""));
    let suspended_date = Some(suspension_day(cx, text, from).await?);
    let resumed_date = if to.is_empty() { None } else { Some(suspension_day(cx, text, to).await?) };
    Ok(v1::Suspension { suspended_date, resumed_date })
}

async fn suspension_day(cx: &mut Cx<'_>, whole: &str, day: &str) -> Done<gtype::Date> {
    match time::parse_date(day) {
        Ok(input) => cx.proto_date(input).await,
        Err(_) => {
            let variables = [("flag", "--suspend"), ("value", whole)];
            Err(Failure::new(Exit::Usage, cx.texts.with("usage-value", &variables)))
        }
    }
}

async fn fee(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let request = v1::ComputeFeeRequest {
        valid_from_date: cx.date(matches, "from").await?,
        valid_to_date: cx.date(matches, "to").await?,
    };
    let answer = cx.call(request).await?;
    cx.details::<v1::ComputeFeeRequest>(&answer, "", &WHOLE).await
}

async fn load(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let year = number_given(matches, "year");
    let csv = cx.read_file(&given(matches, "file"))?;
    // A year that is loaded already is replaced only by who has seen it.
    let etag = match cx.call(v1::GetCalendarYearRequest { year }).await {
        Ok(answer) => answer.calendar_year.map(|calendar| calendar.etag).unwrap_or_default(),
        Err(failure) if failure.exit == Exit::NotFound => String::new(),
        Err(failure) => return Err(failure),
    };
    let validate_only = matches.get_flag("dry-run");
    let request_id = cx.request_id();
    let request = admin::LoadCalendarYearRequest { request_id, year, csv, etag, validate_only };
    let answer = cx.call(request).await?;
    if cx.format == Format::Json {
        let whole = message::answer::<admin::LoadCalendarYearRequest>(&answer);
        cx.write_json(&whole)?;
    } else {
        cx.answer::<admin::LoadCalendarYearRequest>(&answer, "moves", &MOVE).await?;
    }
    let (year, count) = (year.to_string(), answer.move_count.to_string());
    let key = if validate_only { "calendar-would-load" } else { "calendar-loaded" };
    cx.say(key, &[("year", &year), ("count", &count)]);
    Ok(())
}
