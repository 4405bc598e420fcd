//! `frsc slots`: free places, and places kept for some minutes.

use super::{
    all_given, date, dry_run, enum_given, given, page_args, position, switch, text, texts, word,
};
use crate::{Cx, errors::Done, output::Sheet};
use clap::{Arg, ArgMatches, Command};
use frsc_proto::v1;

/// The columns of slots.
pub(crate) const SLOT: Sheet = Sheet {
    name: "slot_id",
    columns: &["slot_id", "start_time", "end_time", "places_left", "places", "blocked_reasons"],
    wide: &["all_together", "service_item_ids", "hall_session_id"],
};
/// The columns of holds.
pub(crate) const HOLD: Sheet = Sheet {
    name: "hold_id",
    columns: &["hold_id", "slot_id", "service_item_ids", "channel", "expire_time"],
    wide: &[],
};

/// The noun; alone it lists.
pub(super) fn command() -> Command {
    Command::new("slots").args_conflicts_with_subcommands(true).args(list_args()).subcommands([
        Command::new("list").args(list_args()),
        Command::new("hold")
            .arg(text("slot").required(true))
            .arg(texts("item").required(true))
            .arg(word("channel", "frsc.v1.Channel"))
            .arg(dry_run()),
        Command::new("release").arg(position("hold").required(true)),
    ])
}

fn list_args() -> Vec<Arg> {
    let mut args = vec![
        texts("item"),
        date("from"),
        date("to"),
        word("channel", "frsc.v1.Channel"),
        switch("include-full"),
    ];
    args.extend(page_args());
    args
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "hold" => hold(cx, matches).await,
        "release" => {
            let hold_id = given(matches, "hold");
            cx.call(v1::ReleaseHoldRequest { request_id: cx.request_id(), hold_id }).await?;
            cx.say("hold-released", &[]);
            Ok(())
        }
        _ => {
            let request = v1::ListSlotsRequest {
                from_date: cx.date(matches, "from").await?,
                to_date: cx.date(matches, "to").await?,
                service_item_ids: all_given(matches, "item"),
                channel: enum_given(matches, "channel", "frsc.v1.Channel"),
                include_full: matches.get_flag("include-full"),
                ..Default::default()
            };
            cx.list(request, matches, "slots", &SLOT).await
        }
    }
}

async fn hold(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let service_item_ids = all_given(matches, "item");
    let channel = match enum_given(matches, "channel", "frsc.v1.Channel") {
        0 => v1::Channel::Booked as i32,
        channel => channel,
    };
    let slot = given(matches, "slot");
    let request = v1::HoldSlotRequest {
        request_id: cx.request_id(),
        slot_id: cx.slot_id(&slot, service_item_ids.clone(), channel).await?,
        service_item_ids,
        channel,
        validate_only: matches.get_flag("dry-run"),
    };
    let validate_only = request.validate_only;
    let answer = cx.call(request).await?;
    cx.answer::<v1::HoldSlotRequest>(&answer, "hold", &HOLD).await?;
    if validate_only {
        cx.say("dry-run", &[]);
        return Ok(());
    }
    let hold = answer.hold.unwrap_or_default();
    cx.say("held", &[("hold", &hold.hold_id), ("slot", &hold.slot_id)]);
    Ok(())
}
