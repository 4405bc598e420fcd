//! The steps of one entry of the whitelist, its renewal, and whom it names.

use super::{
    given,
    whitelist::{ENTRY, evidence, instant_given, people},
};
use crate::{Cx, errors::Done};
use clap::ArgMatches;
use frsc_proto::v1;

/// Asks the server for a step: its request, then its answer under the same columns.
macro_rules! ask {
    ($cx:ident, $matches:ident, $entry:ident, $request:ident $(, $field:ident)*) => {{
        let request = v1::$request {
            request_id: $cx.request_id(),
            entry_id: $entry.entry_id,
            etag: $entry.etag,
            validate_only: $matches.get_flag("dry-run"),
            $($field,)*
        };
        let answer = $cx.call(request).await?;
        $cx.answer::<v1::$request>(&answer, "entry", &ENTRY).await?;
        answer.entry.unwrap_or_default().entry_id
    }};
}

pub(super) async fn step(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    let entry_id = cx.entry_id(&given(matches, "entry")).await?;
    let request = v1::GetWhitelistEntryRequest { entry_id, as_known_time: None };
    let entry = cx.call(request).await?.entry.unwrap_or_default();
    match verb {
        "persons" => persons(cx, matches, entry).await,
        "renew" => renew(cx, matches, entry).await,
        _ => reasoned(cx, verb, matches, entry).await,
    }
}

/// Changes whom an entry names.
async fn persons(cx: &mut Cx<'_>, matches: &ArgMatches, entry: v1::WhitelistEntry) -> Done {
    let add_resident_ids = people(cx, matches, "add").await?;
    let end_resident_ids = people(cx, matches, "end").await?;
    let from_date = cx.date(matches, "from").await?;
    let until_date = cx.date(matches, "until").await?;
    let (reason, evidence_ids) = (given(matches, "reason"), evidence(cx, matches).await?);
    let id = ask!(
        cx,
        matches,
        entry,
        ChangeNamedPersonsRequest,
        reason,
        evidence_ids,
        add_resident_ids,
        end_resident_ids,
        from_date,
        until_date
    );
    said(cx, matches, "whitelist-persons", &id)
}

/// Applies for the entry that follows.
async fn renew(cx: &mut Cx<'_>, matches: &ArgMatches, entry: v1::WhitelistEntry) -> Done {
    let (reason, evidence_ids) = (given(matches, "reason"), evidence(cx, matches).await?);
    let valid_until_date = cx.date(matches, "until").await?;
    let id = ask!(
        cx,
        matches,
        entry,
        RenewWhitelistEntryRequest,
        reason,
        evidence_ids,
        valid_until_date
    );
    said(cx, matches, "whitelist-apply", &id)
}

/// Takes a step that is told with a reason.
async fn reasoned(
    cx: &mut Cx<'_>,
    verb: &str,
    matches: &ArgMatches,
    entry: v1::WhitelistEntry,
) -> Done {
    let (id, reason) = (entry.entry_id.clone(), given(matches, "reason"));
    let evidence_ids = evidence(cx, matches).await?;
    let key = match verb {
        "recommend" => {
            ask!(cx, matches, entry, RecommendWhitelistEntryRequest, reason, evidence_ids);
            "whitelist-recommend"
        }
        "approve" => {
            ask!(cx, matches, entry, ApproveWhitelistEntryRequest, reason, evidence_ids);
            "whitelist-approve"
        }
        "reject" => {
            ask!(cx, matches, entry, RejectWhitelistEntryRequest, reason, evidence_ids);
            "whitelist-reject"
        }
        "withdraw" => {
            ask!(cx, matches, entry, WithdrawWhitelistEntryRequest, reason, evidence_ids);
            "whitelist-withdraw"
        }
        "suspend" => {
            ask!(cx, matches, entry, SuspendWhitelistEntryRequest, reason, evidence_ids);
            "whitelist-suspend"
        }
        "lift" => {
            ask!(cx, matches, entry, LiftWhitelistSuspensionRequest, reason, evidence_ids);
            "whitelist-lift"
        }
        _ => {
            if !matches.get_flag("dry-run") {
                cx.confirm("confirm-whitelist-revoke", &[("entry", &id)])?;
            }
            let revoke_time = instant_given(matches, "at");
            ask!(
                cx,
                matches,
                entry,
                RevokeWhitelistEntryRequest,
                reason,
                evidence_ids,
                revoke_time
            );
            "whitelist-revoke"
        }
    };
    said(cx, matches, key, &id)
}

fn said(cx: &mut Cx<'_>, matches: &ArgMatches, key: &str, id: &str) -> Done {
    let key = if matches.get_flag("dry-run") { "dry-run" } else { key };
    cx.say(key, &[("entry", id)]);
    Ok(())
}
