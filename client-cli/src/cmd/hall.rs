//! `frsc hall`: the hall's sessions, counters and opening hours, and closing and opening again.

use super::{date, dry_run, given, noun, page_args, position, text};
use crate::{Cx, errors::Done, output::Sheet, time};
use chrono::{DateTime, Utc};
use clap::{ArgMatches, Command};
use frsc_proto::{admin, v1};

/// The columns of sessions.
pub(crate) const SESSION: Sheet = Sheet {
    name: "hall_session_id",
    columns: &["hall_session_id", "name_zh", "weekdays", "start_time", "end_time", "slot_minutes"],
    wide: &["counter_ids", "places_per_counter", "ticket_series", "service_item_ids"],
};
/// The columns of counters.
pub(crate) const COUNTER: Sheet = Sheet {
    name: "counter_id",
    columns: &["counter_id", "name_zh", "service_item_ids"],
    wide: &["valid_from_date", "valid_to_date"],
};
/// The columns of opening hours.
pub(crate) const HOURS: Sheet = Sheet {
    name: "opening_hours_id",
    columns: &["weekdays", "open_time", "close_time", "open_on_workdays"],
    wide: &["opening_hours_id", "valid_from_date", "valid_to_date"],
};
/// The columns of closures.
pub(crate) const CLOSURE: Sheet = Sheet {
    name: "closure_id",
    columns: &["closure_id", "start_time", "end_time", "reason", "ended_time"],
    wide: &["hall_session_id", "counter_id"],
};
/// What closing does, or would do.
pub(crate) const CLOSING: Sheet = Sheet { name: "closure", columns: &[], wide: &[] };

/// The noun.
pub(super) fn command() -> Command {
    let instant = |id| text(id).required(true).value_parser(time::parse_instant);
    noun("hall").subcommands([
        Command::new("list").arg(date("as-of")).args(page_args()),
        Command::new("show").arg(position("session").required(true)),
        Command::new("counters").arg(date("as-of")).args(page_args()),
        Command::new("hours").arg(date("as-of")),
        Command::new("closures").arg(date("from")).arg(date("to")).args(page_args()),
        Command::new("close")
            .arg(instant("start"))
            .arg(instant("end"))
            .arg(text("reason").required(true))
            .arg(text("session"))
            .arg(text("counter"))
            .arg(dry_run()),
        Command::new("open").arg(position("closure").required(true)).arg(dry_run()),
    ])
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "show" => show(cx, matches).await,
        "counters" => {
            let as_of_date = cx.date(matches, "as-of").await?;
            let request = v1::ListCountersRequest { as_of_date, ..Default::default() };
            cx.list(request, matches, "counters", &COUNTER).await
        }
        "hours" => {
            let as_of_date = cx.date(matches, "as-of").await?;
            let answer = cx.call(v1::ListOpeningHoursRequest { as_of_date }).await?;
            if answer.opening_hours.is_empty() {
                cx.say("list-empty", &[]);
            }
            cx.answer::<v1::ListOpeningHoursRequest>(&answer, "opening_hours", &HOURS).await
        }
        "closures" => {
            let request = admin::ListClosuresRequest {
                from_date: cx.date(matches, "from").await?,
                to_date: cx.date(matches, "to").await?,
                ..Default::default()
            };
            cx.list(request, matches, "closures", &CLOSURE).await
        }
        "close" => close(cx, matches).await,
        "open" => open(cx, matches).await,
        _ => {
            let as_of_date = cx.date(matches, "as-of").await?;
            let request = admin::ListHallSessionsRequest { as_of_date, ..Default::default() };
            cx.list(request, matches, "hall_sessions", &SESSION).await
        }
    }
}

async fn show(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let hall_session_id = cx.hall_session_id(&given(matches, "session")).await?;
    let answer = cx.call(admin::GetHallSessionRequest { hall_session_id }).await?;
    cx.details::<admin::GetHallSessionRequest>(&answer, "hall_session", &SESSION).await
}

async fn close(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let instant = |id| matches.get_one::<DateTime<Utc>>(id).map(|i| time::to_proto_time(*i));
    let session = given(matches, "session");
    let hall_session_id =
        if session.is_empty() { session } else { cx.hall_session_id(&session).await? };
    let closure = admin::Closure {
        hall_session_id,
        counter_id: given(matches, "counter"),
        start_time: instant("start"),
        end_time: instant("end"),
        reason: given(matches, "reason"),
        ..Default::default()
    };
    let mut request = admin::CreateClosureRequest {
        request_id: cx.request_id(),
        closure: Some(closure),
        validate_only: true,
    };
    let dry_run = matches.get_flag("dry-run");
    if dry_run || !cx.settings.yes {
        // What closing would do is counted before anybody is asked.
        let answer = cx.call(request.clone()).await?;
        let count = |number: i32| number.to_string();
        let (slots, places) = (count(answer.slots_touched), count(answer.places_lost));
        let orphaned = count(answer.appointments_orphaned);
        let facts = [("slots", slots.as_str()), ("places", &places), ("orphaned", &orphaned)];
        if dry_run {
            cx.details::<admin::CreateClosureRequest>(&answer, "", &CLOSING).await?;
            cx.say("dry-run", &[]);
            return Ok(());
        }
        cx.confirm("confirm-close", &facts)?;
    }
    request.validate_only = false;
    let answer = cx.call(request).await?;
    cx.details::<admin::CreateClosureRequest>(&answer, "", &CLOSING).await?;
    let id = answer.closure.map(|closure| closure.closure_id).unwrap_or_default();
    cx.say("closed", &[("closure", &id)]);
    Ok(())
}

async fn open(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let (closure_id, etag) = cx.closure(&given(matches, "closure")).await?;
    let validate_only = matches.get_flag("dry-run");
    let request_id = cx.request_id();
    let answer =
        cx.call(admin::EndClosureRequest { request_id, closure_id, etag, validate_only }).await?;
    cx.answer::<admin::EndClosureRequest>(&answer, "closure", &CLOSURE).await?;
    cx.say(if validate_only { "dry-run" } else { "opened" }, &[]);
    Ok(())
}
