//! `frsc trip`: who travels for an enterprise under its entries of the whitelist.

use super::{
    all_given, date, dry_run, enum_given, enums_given, given, noun, page_args, position, switch,
    text, texts, word, words,
};
use crate::{Cx, errors::Done, message, output::Sheet, parts::Part};
use clap::{ArgMatches, Command};
use frsc_proto::v1;

/// The columns of trips.
pub(crate) const TRIP: Sheet = Sheet {
    name: "trip_id",
    columns: &["trip_id", "enterprise_id", "state", "direction", "from_date", "until_date"],
    wide: &["purpose", "entry_ids", "reason", "file_time"],
};
/// The parts of a trip.
const PARTS: [Part; 3] = [
    Part { field: "steps", columns: &["kind", "record_time", "flag_kind", "reason"] },
    Part { field: "travellers", columns: &["resident_id", "role"] },
    Part { field: "flags", columns: &["kind", "resource_id", "flag_time", "reason"] },
];
/// The columns of what happened to a trip.
const STEP: Sheet = Sheet {
    name: "kind",
    columns: &["record_time", "kind", "flag_kind", "account_id", "reason"],
    wide: &[],
};
const DIRECTION: &str = "frsc.v1.TravelDirection";
const PURPOSE: &str = "frsc.v1.TravelPurpose";
const ROLE: &str = "frsc.v1.TravellerRole";
const STATE: &str = "frsc.v1.TripState";

/// The noun.
pub(super) fn command() -> Command {
    let one = |verb: &'static str| Command::new(verb).arg(position("trip").required(true));
    let reason = || text("reason").required(true);
    noun("trip").subcommands([
        Command::new("file")
            .arg(position("enterprise").required(true))
            .arg(texts("person").required(true))
            .arg(word("role", ROLE))
            .arg(word("direction", DIRECTION).default_value("both"))
            .arg(word("purpose", PURPOSE).default_value("business"))
            .arg(date("from").required(true))
            .arg(date("until"))
            .arg(dry_run()),
        Command::new("list")
            .arg(text("enterprise"))
            .arg(text("entry"))
            .arg(words("state", STATE))
            .arg(switch("flagged"))
            .arg(date("from"))
            .arg(date("until"))
            .args(page_args()),
        one("show"),
        one("history"),
        one("cancel").arg(reason()),
        one("complete"),
    ])
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "file" => file(cx, matches).await,
        "list" => list(cx, matches).await,
        _ => step(cx, verb, matches).await,
    }
}

async fn file(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let validate_only = matches.get_flag("dry-run");
    let (mut travellers, role) = (Vec::new(), enum_given(matches, "role", ROLE));
    for given in all_given(matches, "person") {
        let resident_id = cx.resident_id(&given).await?;
        travellers.push(v1::Traveller { resident_id, role });
    }
    let request = v1::FileTripRequest {
        request_id: cx.request_id(),
        enterprise_id: cx.enterprise_id(&given(matches, "enterprise")).await?,
        direction: enum_given(matches, "direction", DIRECTION),
        purpose: enum_given(matches, "purpose", PURPOSE),
        from_date: cx.date(matches, "from").await?,
        until_date: cx.date(matches, "until").await?,
        travellers,
        validate_only,
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::FileTripRequest>(&answer, "trip", &TRIP).await?;
    let id = answer.trip.unwrap_or_default().trip_id;
    cx.say(if validate_only { "dry-run" } else { "trip-file" }, &[("trip", &id)]);
    Ok(())
}

async fn list(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let (enterprise, entry) = (given(matches, "enterprise"), given(matches, "entry"));
    let request = v1::ListTripsRequest {
        enterprise_id: match enterprise.as_str() {
            "" => enterprise,
            one => cx.enterprise_id(one).await?,
        },
        entry_id: if entry.is_empty() { entry } else { cx.entry_id(&entry).await? },
        states: enums_given(matches, "state", STATE),
        flagged_only: matches.get_flag("flagged"),
        from_date: cx.date(matches, "from").await?,
        until_date: cx.date(matches, "until").await?,
        ..Default::default()
    };
    cx.list(request, matches, "trips", &TRIP).await
}

/// Asks the server for a step: its request, then its answer under the same columns.
macro_rules! ask {
    ($cx:ident, $trip:ident, $request:ident $(, $field:ident)*) => {{
        let request = v1::$request {
            request_id: $cx.request_id(),
            trip_id: $trip.trip_id,
            etag: $trip.etag,
            $($field,)*
        };
        let answer = $cx.call(request).await?;
        $cx.answer::<v1::$request>(&answer, "trip", &TRIP).await?;
    }};
}

async fn step(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    let trip_id = cx.trip_id(&given(matches, "trip")).await?;
    let answer = cx.call(v1::GetTripRequest { trip_id }).await?;
    if verb == "show" {
        return cx.whole::<v1::GetTripRequest>(&answer, "trip", &TRIP, &PARTS).await;
    }
    if verb == "history" {
        let answer = message::answer::<v1::GetTripRequest>(&answer);
        let Some(trip) = message::child(&answer, "trip") else { return Ok(()) };
        return cx.steps(&answer, &message::children(&trip, "steps"), &STEP).await;
    }
    let trip = answer.trip.unwrap_or_default();
    let id = trip.trip_id.clone();
    let key = match verb {
        "cancel" => {
            let reason = given(matches, "reason");
            cx.confirm("confirm-trip-cancel", &[("trip", &id)])?;
            ask!(cx, trip, CancelTripRequest, reason);
            "trip-cancel"
        }
        _ => {
            ask!(cx, trip, CompleteTripRequest);
            "trip-complete"
        }
    };
    cx.say(key, &[("trip", &id)]);
    Ok(())
}
