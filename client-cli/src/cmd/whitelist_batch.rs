//! `frsc whitelist batch`: one thing done with the entries of many enterprises, planned by
//! `--dry-run`, all or none of it or what can be.

use super::{
    all_given, date, dry_run, enum_given, enums_given, given, position, switch, text, texts,
    whitelist::{DIRECTION, STATE, evidence, terms, terms_args},
    words,
};
use crate::{
    Cx,
    errors::{Done, Exit, Failure},
    output::Sheet,
};
use clap::{Arg, ArgAction, ArgMatches, Command, parser::ValueSource};
use frsc_proto::v1::{self, run_whitelist_batch_request::Operation};

/// The columns of a batch.
pub(crate) const RESULT: Sheet = Sheet {
    name: "enterprise_id",
    columns: &["enterprise_id", "entries.entry_id", "reasons", "left.opens_date"],
    wide: &["left.entry_id", "left.reason"],
};
const OPERATIONS: [&str; 5] = ["apply", "recommend", "approve", "renew", "revoke"];
/// What finds enterprises and entries, as `frsc whitelist list` does.
const FILTER: [&str; 3] = ["town", "state", "ends-by"];

/// The verb.
pub(super) fn command() -> Command {
    let own_reason = Arg::new("own-reason").long("own-reason").action(ArgAction::Append);
    Command::new("batch")
        .arg(position("operation").required(true).value_parser(OPERATIONS))
        .arg(texts("enterprise").conflicts_with_all(FILTER).conflicts_with("group"))
        .arg(text("group"))
        .arg(text("town"))
        .arg(words("state", STATE))
        .arg(date("ends-by"))
        .args(terms_args())
        .arg(text("reason").required(true))
        .arg(own_reason.value_parser(reason_of))
        .arg(texts("evidence"))
        .arg(switch("best-effort"))
        .arg(dry_run())
}

/// An enterprise and why.
fn reason_of(given: &str) -> Result<(String, String), String> {
    let (enterprise, reason) = given.split_once('=').ok_or_else(|| given.to_owned())?;
    Ok((enterprise.trim().to_owned(), reason.trim().to_owned()))
}

/// Does it, or tells what would be done.
pub(super) async fn run(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let request = asked(cx, matches).await?;
    let validate_only = request.validate_only;
    let revokes = matches!(request.operation, Some(Operation::Revoke(_)));
    if revokes && !validate_only && !cx.settings.yes {
        let looked = v1::RunWhitelistBatchRequest { validate_only: true, ..request.clone() };
        let number = cx.call(looked).await?.changed_count.to_string();
        let named = ["enterprise", "group", "town", "state"];
        let many = named.map(|id| all_given(matches, id).join(" ")).join(" ");
        let told = [("many", many.trim()), ("number", number.as_str())];
        // Who types how many it is has read it.
        cx.confirm_by("ask-number", &[&number], ("confirm-whitelist-batch", &told))?;
    }
    let answer = cx.call(request).await?;
    cx.answer::<v1::RunWhitelistBatchRequest>(&answer, "results", &RESULT).await?;
    let (changed, refused) = (answer.changed_count.to_string(), answer.refused_count.to_string());
    let told = [("changed", changed.as_str()), ("refused", refused.as_str())];
    if answer.refused_count == 0 {
        cx.say(if validate_only { "whitelist-planned" } else { "whitelist-batch" }, &told);
        return Ok(());
    }
    // A plan ends as what it plans would.
    let goes = answer.changed_count > 0 && matches.get_flag("best-effort");
    let (exit, key) = match (goes, validate_only) {
        (true, false) => (Exit::Partly, "whitelist-partly"),
        (true, true) => (Exit::Partly, "whitelist-planned-partly"),
        (false, false) => (Exit::Refused, "whitelist-none"),
        (false, true) => (Exit::Refused, "whitelist-planned-none"),
    };
    let failure = Failure::new(exit, cx.texts.with(key, &told));
    Err(match matches.get_flag("best-effort") {
        true => failure,
        false => failure.next(cx.texts.get("next-whitelist-batch")),
    })
}

async fn asked(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done<v1::RunWhitelistBatchRequest> {
    let mut enterprise_ids = Vec::new();
    for one in all_given(matches, "enterprise") {
        enterprise_ids.push(cx.enterprise_id(&one).await?);
    }
    let group = given(matches, "group");
    let mut group_id = if group.is_empty() { group } else { cx.group_id(&group).await? };
    let filter = if FILTER.iter().any(|id| matches.contains_id(id)) {
        Some(v1::WhitelistBatchFilter {
            group_id: std::mem::take(&mut group_id),
            town: given(matches, "town"),
            states: enums_given(matches, "state", STATE),
            valid_until_at_most_date: cx.date(matches, "ends-by").await?,
        })
    } else {
        None
    };
    let mut enterprise_reasons = Vec::new();
    for (one, reason) in matches.get_many::<(String, String)>("own-reason").into_iter().flatten() {
        let enterprise_id = cx.enterprise_id(one).await?;
        enterprise_reasons.push(v1::WhitelistBatchReason { enterprise_id, reason: reason.clone() });
    }
    let mode = match matches.get_flag("best-effort") {
        true => v1::BatchMode::BestEffort,
        false => v1::BatchMode::Atomic,
    };
    Ok(v1::RunWhitelistBatchRequest {
        request_id: cx.request_id(),
        enterprise_ids,
        group_id,
        filter,
        mode: mode.into(),
        reason: given(matches, "reason"),
        enterprise_reasons,
        evidence_ids: evidence(cx, matches).await?,
        operation: Some(operation(cx, matches).await?),
        validate_only: matches.get_flag("dry-run"),
    })
}

async fn operation(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done<Operation> {
    // An application is for both directions where none is named; a step is taken with the entries
    // of the one that is, else with all.
    let named = matches.value_source("direction") == Some(ValueSource::CommandLine);
    let direction = if named { enum_given(matches, "direction", DIRECTION) } else { 0 };
    let step = v1::WhitelistBatchStep { direction };
    Ok(match given(matches, "operation").as_str() {
        "apply" => Operation::Apply(terms(cx, matches).await?),
        "recommend" => Operation::Recommend(step),
        "approve" => Operation::Approve(step),
        "renew" => Operation::Renew(step),
        _ => Operation::Revoke(step),
    })
}
