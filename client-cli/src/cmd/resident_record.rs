//! What is done to a resident's record: addresses, grounds for using his data, history, and the
//! merging of two records of one person, which somebody else reviews.

use super::{
    given, number, number_given, page_args, position,
    resident::{PARTS, RESIDENT, resident},
    text, word, words,
};
use crate::{Cx, errors::Done, output::Sheet, time};
use clap::{ArgMatches, Command};
use frsc_proto::v1;

/// The columns of steps.
pub(crate) const STEP: Sheet = Sheet {
    name: "step_number",
    columns: &["step_number", "step_time", "kind", "detail", "other_resident_id"],
    wide: &["account_id"],
};
/// The columns of grounds.
pub(crate) const CONSENT: Sheet = Sheet {
    name: "consent_number",
    columns: &["consent_number", "purpose", "ground", "given_time", "proof", "withdrawn_time"],
    wide: &["withdrawal"],
};
/// The columns of merges.
pub(crate) const MERGE: Sheet = Sheet {
    name: "merge_id",
    columns: &[
        "merge_id",
        "state",
        "duplicate_resident_id",
        "survivor_resident_id",
        "reason",
        "request_time",
    ],
    wide: &["requester_account_id", "decision", "reviewer_account_id", "decide_time"],
};
const ACCOMMODATION: &str = "frsc.v1.AccommodationKind";
const PURPOSE: &str = "frsc.v1.DataPurpose";
const GROUND: &str = "frsc.v1.LegalGround";
const MERGE_STATE: &str = "frsc.v1.ResidentMergeState";

/// The verbs.
pub(super) fn commands() -> Vec<Command> {
    let instant = |id: &'static str| text(id).value_parser(time::parse_instant);
    let reviewed = |verb: &'static str| {
        Command::new(verb).arg(position("merge").required(true)).arg(text("text").required(true))
    };
    vec![
        Command::new("history").arg(resident()).args(page_args()),
        Command::new("address")
            .arg(resident())
            .arg(text("address").required(true))
            .arg(word("accommodation", ACCOMMODATION).default_value("residence"))
            .arg(instant("arrived").required(true))
            .arg(instant("registered")),
        Command::new("register")
            .arg(resident())
            .arg(number("number", 1..=200).required(true))
            .arg(instant("registered")),
        Command::new("consent")
            .arg(resident())
            .arg(word("purpose", PURPOSE).required(true))
            .arg(word("ground", GROUND).default_value("consent"))
            .arg(instant("given"))
            .arg(text("evidence").required(true)),
        Command::new("withdraw")
            .arg(resident())
            .arg(number("number", 1..=20_000).required(true))
            .arg(text("text").required(true)),
        Command::new("merge")
            .arg(position("duplicate").required(true))
            .arg(text("into").required(true))
            .arg(text("reason").required(true)),
        Command::new("merges").arg(words("state", MERGE_STATE)).args(page_args()),
        reviewed("approve"),
        reviewed("reject"),
    ]
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "merge" => merge(cx, matches).await,
        "merges" => {
            let states = super::enums_given(matches, "state", MERGE_STATE);
            let request = v1::ListResidentMergesRequest { states, ..Default::default() };
            cx.list(request, matches, "merges", &MERGE).await
        }
        "approve" | "reject" => review(cx, verb, matches).await,
        _ => on_record(cx, verb, matches).await,
    }
}

fn at(matches: &ArgMatches, id: &str) -> Option<prost_types::Timestamp> {
    let instant = matches.get_one::<chrono::DateTime<chrono::Utc>>(id);
    instant.copied().map(time::to_proto_time)
}

async fn on_record(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    let resident_id = cx.resident_id(&given(matches, "resident")).await?;
    match verb {
        "history" => {
            let request = v1::ListResidentStepsRequest { resident_id, ..Default::default() };
            cx.list(request, matches, "steps", &STEP).await
        }
        "consent" => {
            let request = v1::RecordConsentRequest {
                request_id: cx.request_id(),
                resident_id,
                purpose: super::enum_given(matches, "purpose", PURPOSE),
                ground: super::enum_given(matches, "ground", GROUND),
                given_time: at(matches, "given"),
                proof: given(matches, "evidence"),
            };
            let answer = cx.call(request).await?;
            cx.answer::<v1::RecordConsentRequest>(&answer, "consent", &CONSENT).await
        }
        "withdraw" => {
            let request = v1::WithdrawConsentRequest {
                request_id: cx.request_id(),
                resident_id,
                consent_number: number_given(matches, "number"),
                withdrawal: given(matches, "text"),
            };
            let answer = cx.call(request).await?;
            cx.answer::<v1::WithdrawConsentRequest>(&answer, "consent", &CONSENT).await
        }
        _ => stay(cx, verb, matches, resident_id).await,
    }
}

async fn stay(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches, resident_id: String) -> Done {
    let found = cx.call(v1::GetResidentRequest { resident_id: resident_id.clone() }).await?;
    let etag = found.resident.unwrap_or_default().etag;
    let request_id = cx.request_id();
    let registration_time = at(matches, "registered");
    let resident = if verb == "address" {
        let address = v1::ResidentAddress {
            kind: super::enum_given(matches, "accommodation", ACCOMMODATION),
            address: given(matches, "address"),
            arrival_time: at(matches, "arrived"),
            registration_time,
            ..Default::default()
        };
        let address = Some(address);
        let request = v1::RecordAddressRequest {
            request_id,
            resident_id,
            etag,
            address,
            validate_only: false,
        };
        let answer = cx.call(request).await?;
        cx.whole::<v1::RecordAddressRequest>(&answer, "resident", &RESIDENT, &PARTS).await?;
        answer.resident
    } else {
        let address_number = number_given(matches, "number");
        let request = v1::RegisterAccommodationRequest {
            request_id,
            resident_id,
            etag,
            address_number,
            registration_time,
        };
        let answer = cx.call(request).await?;
        cx.whole::<v1::RegisterAccommodationRequest>(&answer, "resident", &RESIDENT, &PARTS)
            .await?;
        answer.resident
    };
    let late = resident.unwrap_or_default().addresses;
    for one in late.iter().filter(|one| one.late_minutes > 0 && one.leave_time.is_none()) {
        cx.say("resident-late", &[("minutes", &one.late_minutes.to_string())]);
    }
    Ok(())
}

async fn merge(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let duplicate_resident_id = cx.resident_id(&given(matches, "duplicate")).await?;
    let survivor_resident_id = cx.resident_id(&given(matches, "into")).await?;
    let request = v1::RequestResidentMergeRequest {
        request_id: cx.request_id(),
        duplicate_resident_id,
        survivor_resident_id,
        reason: given(matches, "reason"),
        validate_only: false,
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::RequestResidentMergeRequest>(&answer, "merge", &MERGE).await?;
    let merge = answer.merge.unwrap_or_default();
    cx.say("resident-merge", &[("merge", &merge.merge_id)]);
    Ok(())
}

async fn review(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    let (merge_id, etag) = cx.merge(&given(matches, "merge")).await?;
    let (request_id, decision) = (cx.request_id(), given(matches, "text"));
    if verb == "reject" {
        let request = v1::RejectResidentMergeRequest { request_id, merge_id, etag, decision };
        let answer = cx.call(request).await?;
        return cx.answer::<v1::RejectResidentMergeRequest>(&answer, "merge", &MERGE).await;
    }
    cx.confirm("confirm-resident-approve", &[("merge", &merge_id)])?;
    let validate_only = false;
    let request =
        v1::ApproveResidentMergeRequest { request_id, merge_id, etag, decision, validate_only };
    let answer = cx.call(request).await?;
    cx.answer::<v1::ApproveResidentMergeRequest>(&answer, "merge", &MERGE).await?;
    let survivor = answer.survivor.unwrap_or_default();
    cx.say("resident-approve", &[("resident", &survivor.resident_id)]);
    Ok(())
}
