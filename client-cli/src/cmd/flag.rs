//! `frsc flag`: open work of which a fact has changed, and that somebody has looked.

use super::{dry_run, enums_given, given, noun, page_args, position, text, words};
use crate::{Cx, errors::Done, message, output::Sheet, parts::Part};
use clap::{ArgMatches, Command};
use frsc_proto::v1;

/// The columns of flagged work.
pub(crate) const FLAGGED: Sheet = Sheet {
    name: "resource_id",
    columns: &["resource_id", "date", "flags.kind", "flags.flag_time", "flags.reason"],
    wide: &["kind"],
};
/// The columns of one whose flags are below it.
const WORK: Sheet =
    Sheet { name: "resource_id", columns: &["resource_id", "kind", "date"], wide: &[] };
const FLAGS: [Part; 1] =
    [Part { field: "flags", columns: &["kind", "resource_id", "flag_time", "reason"] }];
const KIND: &str = "frsc.v1.FlaggedKind";

/// The noun.
pub(super) fn command() -> Command {
    noun("flag").subcommands([
        Command::new("list").arg(words("kind", KIND)).args(page_args()),
        Command::new("show").arg(position("work").required(true)),
        Command::new("resolve")
            .arg(position("work").required(true))
            .arg(text("reason").required(true))
            .arg(dry_run()),
    ])
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "list" => {
            let kinds = enums_given(matches, "kind", KIND);
            let request = v1::ListFlaggedWorkRequest { kinds, ..Default::default() };
            cx.list(request, matches, "work", &FLAGGED).await
        }
        "show" => {
            let work = cx.flagged_work(&given(matches, "work")).await?;
            cx.row_and_parts(&work, &work, &WORK, &FLAGS).await?;
            let id = message::text(&work, "resource_id");
            let key = match id.split('_').next() {
                Some("appt") => "flag-next-appointment",
                Some("case") => "flag-next-case",
                _ => "flag-next-trip",
            };
            cx.say(key, &[("work", &id)]);
            Ok(())
        }
        _ => resolve(cx, matches).await,
    }
}

async fn resolve(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let validate_only = matches.get_flag("dry-run");
    let work = cx.flagged_work(&given(matches, "work")).await?;
    let (resource_id, etag) = (message::text(&work, "resource_id"), message::text(&work, "etag"));
    let request = v1::ResolveFlagsRequest {
        request_id: cx.request_id(),
        resource_id: resource_id.clone(),
        etag,
        reason: given(matches, "reason"),
        validate_only,
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::ResolveFlagsRequest>(&answer, "work", &FLAGGED).await?;
    let key = if validate_only { "dry-run" } else { "flag-resolve" };
    cx.say(key, &[("work", &resource_id)]);
    Ok(())
}
