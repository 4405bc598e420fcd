//! The steps of a case. Before a step the case is read, and its etag says which state the clerk
//! meant; afterwards the way on, or back, is named.

use super::{case::CASE, case_create, given};
use crate::{Cx, errors::Done, message};
use clap::ArgMatches;
use frsc_proto::v1;
use prost_reflect::DynamicMessage;

/// Asks the server for a step of a case: its request, then its answer under the same columns.
macro_rules! ask {
    ($cx:ident, $case:ident, $request:ident $(, $field:ident)*) => {{
        let request = v1::$request {
            request_id: $cx.request_id(),
            case_id: $case.case_id,
            etag: $case.etag,
            $($field,)*
        };
        let answer = $cx.call(request).await?;
        $cx.answer::<v1::$request>(&answer, "case", &CASE).await?;
        let shown = message::answer::<v1::$request>(&answer);
        (answer.case.unwrap_or_default(), message::child(&shown, "case"))
    }};
}

async fn meant(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done<v1::Case> {
    let case_id = cx.case_id(&given(matches, "case")).await?;
    let answer = cx.call(v1::GetCaseRequest { case_id }).await?;
    Ok(answer.case.unwrap_or_default())
}

fn dry(matches: &ArgMatches) -> bool {
    matches.try_get_one::<bool>("dry-run").ok().flatten().copied().unwrap_or_default()
}

fn attendance(matches: &ArgMatches) -> i32 {
    let came = matches.get_flag("in-person");
    (if came { v1::Attendance::InPerson } else { v1::Attendance::Remote }).into()
}

/// Takes a step of a case.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    let materials = match verb {
        "supplement" => case_create::materials(cx, matches)?,
        _ => Vec::new(),
    };
    let case = meant(cx, matches).await?;
    if let Some(key) = question(verb).filter(|_| !dry(matches)) {
        cx.confirm(key, &[("number", &case.case_number)])?;
    }
    let after = match verb {
        "notify" => {
            let (notice, validate_only) = (given(matches, "notice"), dry(matches));
            ask!(cx, case, NotifyMissingMaterialRequest, notice, validate_only)
        }
        "supplement" => {
            let attendance = attendance(matches);
            ask!(cx, case, SupplementCaseRequest, materials, attendance)
        }
        "accept" => {
            let validate_only = dry(matches);
            ask!(cx, case, AcceptCaseRequest, validate_only)
        }
        "resume" => ask!(cx, case, ResumeCaseRequest),
        "deliver" => {
            let (attendance, note) = (attendance(matches), given(matches, "note"));
            ask!(cx, case, DeliverCaseRequest, attendance, note)
        }
        "close" => ask!(cx, case, CloseCaseRequest),
        "archive" => ask!(cx, case, ArchiveCaseRequest),
        _ => with_reason(cx, verb, matches, case).await?,
    };
    told(cx, verb, dry(matches), after).await
}

/// What is asked before a step that ends a case.
fn question(verb: &str) -> Option<&'static str> {
    match verb {
        "refuse" => Some("confirm-case-refuse"),
        "withdraw" => Some("confirm-case-withdraw"),
        "terminate" => Some("confirm-case-terminate"),
        "close" => Some("confirm-case-close"),
        _ => None,
    }
}

type After = (v1::Case, Option<DynamicMessage>);

async fn with_reason(
    cx: &mut Cx<'_>,
    verb: &str,
    matches: &ArgMatches,
    case: v1::Case,
) -> Done<After> {
    let reason = given(matches, "reason");
    let validate_only = dry(matches);
    if matches!(verb, "withdraw" | "reopen") {
        return Ok(match verb {
            "withdraw" => ask!(cx, case, WithdrawCaseRequest, reason, validate_only),
            _ => ask!(cx, case, ReopenCaseRequest, reason),
        });
    }
    let legal_basis = given(matches, "basis");
    Ok(match verb {
        "refuse" => ask!(cx, case, RefuseCaseRequest, reason, legal_basis, validate_only),
        "suspend" => ask!(cx, case, SuspendCaseRequest, reason, legal_basis),
        _ => ask!(cx, case, TerminateCaseRequest, reason, legal_basis, validate_only),
    })
}

/// Asks for the one extension of the law, or decides it.
pub(super) async fn extension(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let Some((verb, matches)) = matches.subcommand() else { return Ok(()) };
    let case = meant(cx, matches).await?;
    let (reason, validate_only) = (given(matches, "reason"), dry(matches));
    if verb == "request" {
        let after = ask!(cx, case, RequestExtensionRequest, reason);
        return told(cx, "extension-request", false, after).await;
    }
    let (decision, done) = match verb {
        "approve" => (v1::Decision::Approve.into(), "extension-approve"),
        _ => (v1::Decision::Reject.into(), "extension-reject"),
    };
    let after = ask!(cx, case, DecideExtensionRequest, decision, reason, validate_only);
    told(cx, done, validate_only, after).await
}

async fn told(cx: &mut Cx<'_>, done: &str, validate_only: bool, after: After) -> Done {
    let (case, shown) = after;
    if validate_only {
        cx.say("dry-run", &[]);
        return Ok(());
    }
    let missing = case_create::missing(cx, &case);
    let due = match &shown {
        Some(shown) => cx.shown(shown, "due_date").await,
        None => String::new(),
    };
    let key = match done {
        "notify" => "case-notify",
        "supplement" if !missing.is_empty() => "case-supplement-missing",
        "supplement" if case.accepted_date.is_some() => "case-supplement-promised",
        "supplement" => "case-supplement",
        "accept" => "case-accept",
        "refuse" => "case-refuse",
        "suspend" => "case-suspend",
        "resume" => "case-resume",
        "deliver" => "case-deliver",
        "close" => "case-close",
        "withdraw" => "case-withdraw",
        "terminate" => "case-terminate",
        "reopen" => "case-reopen",
        "archive" => "case-archive",
        "extension-request" => "case-extension-request",
        "extension-approve" => "case-extension-approve",
        _ => "case-extension-reject",
    };
    cx.say(key, &[("number", &case.case_number), ("due", &due), ("missing", &missing)]);
    Ok(())
}
