//! `frsc expiry`: what the end of a document means, and what is to be done before it.

use super::{date, enum_given, enums_given, noun, word, words};
use crate::{Cx, errors::Done};
use clap::{ArgMatches, Command};
use frsc_proto::v1::{self, get_expiry_plan_request::Subject};

const KIND: &str = "frsc.v1.DocumentKind";
const PURPOSE: &str = "frsc.v1.PermitPurpose";
const CLASS: &str = "frsc.v1.WorkPermitClass";
const GROUND: &str = "frsc.v1.ProxyGround";

/// The noun.
pub(super) fn command() -> Command {
    noun("expiry").subcommands([Command::new("plan")
        .arg(word("kind", KIND).default_value("residence-permit"))
        .arg(word("purpose", PURPOSE))
        .arg(word("class", CLASS))
        .arg(date("expires").required(true))
        .arg(date("travel-document"))
        .arg(date("work-permit"))
        .arg(date("principal"))
        .arg(date("contract"))
        .arg(date("start"))
        .arg(words("ground", GROUND))])
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, _verb: &str, matches: &ArgMatches) -> Done {
    plan(cx, matches).await
}

async fn plan(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let described = v1::DescribedDocument {
        kind: enum_given(matches, "kind", KIND),
        purpose: enum_given(matches, "purpose", PURPOSE),
        work_permit_class: enum_given(matches, "class", CLASS),
        expiry_date: cx.date(matches, "expires").await?,
        passport_expiry_date: cx.date(matches, "travel-document").await?,
        work_permit_expiry_date: cx.date(matches, "work-permit").await?,
        principal_expiry_date: cx.date(matches, "principal").await?,
        // When somebody was born is no argument; a document on record tells it.
        ..Default::default()
    };
    let request = v1::GetExpiryPlanRequest {
        subject: Some(Subject::Described(described)),
        start_date: cx.date(matches, "start").await?,
        contract_end_date: cx.date(matches, "contract").await?,
        claimed_grounds: enums_given(matches, "ground", GROUND),
        include_counted_days: true,
    };
    let answer = cx.call(request).await?;
    let lines: Vec<_> = answer.plans.iter().flat_map(|plan| plan.lines.clone()).collect();
    cx.lines::<v1::GetExpiryPlanRequest>(&answer, &lines)
}
