//! `frsc mandate`: who acts for whom. A mandate is recorded, verified, approved by somebody else,
//! and may be revoked; it is named by its id or the last characters of it.

use super::{
    all_given, date, dry_run, enum_given, given, noun, page_args, position, switch, text, texts,
    visitor::passport_args, word,
};
use crate::{Cx, errors::Done, output::Sheet, parts::Part, time};
use clap::{ArgMatches, Command};
use frsc_proto::v1;

/// The columns of mandates.
pub(crate) const MANDATE: Sheet = Sheet {
    name: "mandate_id",
    columns: &[
        "mandate_id",
        "state",
        "principal.name",
        "agent.name",
        "service_item_ids",
        "issued_date",
        "valid_until_date",
        "notarisation",
    ],
    wide: &["principal.masked_passport_number", "agent.phone_number", "legal_basis", "create_time"],
};
/// The parts of a mandate.
const PARTS: [Part; 2] = [
    Part { field: "lacks", columns: &["lack", "detail"] },
    Part { field: "evidence", columns: &["evidence_id", "kind"] },
];
const NOTARISATION: &str = "frsc.v1.Notarisation";

/// The noun.
pub(super) fn command() -> Command {
    let one = |verb: &'static str| Command::new(verb).arg(position("mandate").required(true));
    let notarisation = || word("notarisation", NOTARISATION);
    noun("mandate").subcommands([
        Command::new("create")
            .arg(text("name").required(true))
            .args(passport_args())
            .arg(text("agent-name").required(true))
            .arg(text("agent-phone").required(true))
            .arg(texts("item").required(true))
            .arg(date("issued").required(true))
            .arg(date("until").required(true))
            .arg(notarisation().required(true))
            .arg(texts("evidence"))
            .arg(dry_run()),
        Command::new("list")
            .arg(text("item"))
            .arg(switch("undecided"))
            .args(passport_args())
            .args(page_args()),
        one("show"),
        one("verify")
            .arg(notarisation())
            .arg(texts("evidence"))
            .arg(text("legal-basis").required(true))
            .arg(dry_run()),
        one("approve").arg(dry_run()),
        one("reject").arg(text("reason").required(true)),
        one("revoke")
            .arg(text("reason").required(true))
            .arg(text("at").value_parser(time::parse_instant)),
    ])
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "create" => create(cx, matches).await,
        "list" => list(cx, matches).await,
        _ => step(cx, verb, matches).await,
    }
}

async fn create(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let passport = cx.passport(matches).await?;
    let validate_only = matches.get_flag("dry-run");
    let principal = v1::MandatePrincipal {
        name: given(matches, "name"),
        passport_number: passport.number,
        ..Default::default()
    };
    let agent = v1::MandateAgent {
        name: given(matches, "agent-name"),
        phone_number: given(matches, "agent-phone"),
        ..Default::default()
    };
    let items = all_given(matches, "item");
    let request = v1::CreateMandateRequest {
        request_id: cx.request_id(),
        principal: Some(principal),
        agent: Some(agent),
        service_item_ids: items.iter().map(|item| item.to_ascii_uppercase()).collect(),
        issued_date: cx.date(matches, "issued").await?,
        valid_until_date: cx.date(matches, "until").await?,
        notarisation: enum_given(matches, "notarisation", NOTARISATION),
        evidence_ids: evidence(cx, matches).await?,
        validate_only,
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::CreateMandateRequest>(&answer, "mandate", &MANDATE).await?;
    let id = answer.mandate.unwrap_or_default().mandate_id;
    cx.say(if validate_only { "dry-run" } else { "mandate-create" }, &[("mandate", &id)]);
    Ok(())
}

async fn evidence(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done<Vec<String>> {
    let mut ids = Vec::new();
    for given in all_given(matches, "evidence") {
        ids.push(cx.evidence_id(&given).await?);
    }
    Ok(ids)
}

async fn list(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let request = v1::ListMandatesRequest {
        passport_number: cx.passport(matches).await?.number,
        service_item_id: given(matches, "item").to_ascii_uppercase(),
        undecided_only: matches.get_flag("undecided"),
        ..Default::default()
    };
    cx.list(request, matches, "mandates", &MANDATE).await
}

/// Asks the server for a step: its request, then its answer under the same columns.
macro_rules! ask {
    ($cx:ident, $mandate:ident, $request:ident $(, $field:ident)*) => {{
        let request = v1::$request {
            request_id: $cx.request_id(),
            mandate_id: $mandate.mandate_id,
            etag: $mandate.etag,
            $($field,)*
        };
        let answer = $cx.call(request).await?;
        $cx.answer::<v1::$request>(&answer, "mandate", &MANDATE).await?;
    }};
}

async fn step(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    let mandate_id = cx.mandate_id(&given(matches, "mandate")).await?;
    let answer = cx.call(v1::GetMandateRequest { mandate_id }).await?;
    if verb == "show" {
        return cx.whole::<v1::GetMandateRequest>(&answer, "mandate", &MANDATE, &PARTS).await;
    }
    let mandate = answer.mandate.unwrap_or_default();
    let id = mandate.mandate_id.clone();
    let checked = |matches: &ArgMatches| matches.get_flag("dry-run");
    let key = match verb {
        "verify" => {
            let notarisation = enum_given(matches, "notarisation", NOTARISATION);
            let evidence_ids = evidence(cx, matches).await?;
            let (legal_basis, validate_only) = (given(matches, "legal-basis"), checked(matches));
            ask!(
                cx,
                mandate,
                VerifyMandateRequest,
                notarisation,
                evidence_ids,
                legal_basis,
                validate_only
            );
            if validate_only { "dry-run" } else { "mandate-verify" }
        }
        "approve" => {
            let validate_only = checked(matches);
            ask!(cx, mandate, ApproveMandateRequest, validate_only);
            if validate_only { "dry-run" } else { "mandate-approve" }
        }
        "reject" => {
            let reason = given(matches, "reason");
            ask!(cx, mandate, RejectMandateRequest, reason);
            "mandate-reject"
        }
        _ => {
            cx.confirm("confirm-mandate-revoke", &[("mandate", &id)])?;
            let reason = given(matches, "reason");
            let at = matches.get_one::<chrono::DateTime<chrono::Utc>>("at").copied();
            let revoke_time = at.map(time::to_proto_time);
            ask!(cx, mandate, RevokeMandateRequest, reason, revoke_time);
            "mandate-revoke"
        }
    };
    cx.say(key, &[("mandate", &id)]);
    Ok(())
}

/// The mandate by which an agent acts, where one is named.
pub(super) async fn mandate_given(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done<String> {
    let mandate = given(matches, "mandate");
    if mandate.is_empty() { Ok(mandate) } else { cx.mandate_id(&mandate).await }
}
