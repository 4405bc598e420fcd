//! Batches on their way in and out.

use super::convert::{direction, encode, reason, states, terms, told, town};
use crate::{
    api::fields::{Fields, date},
    domain::{
        id::Id as _,
        whitelist::{MAX_BATCH, StepKind},
    },
    error::Result,
    service::{
        task::BatchMode,
        whitelist::{BatchOutcome, BatchRequest, EntrySearch, Left, Operation, Targets},
    },
};
use frsc_proto::v1::{self as pb, run_whitelist_batch_request::Operation as Asked};

pub(super) fn batch(request: pb::RunWhitelistBatchRequest) -> Result<BatchRequest> {
    let mut fields = Fields::new();
    let targets = targets(&mut fields, &request);
    let mode = match fields.choice::<pb::BatchMode>("mode", request.mode) {
        Some(pb::BatchMode::BestEffort) => BatchMode::BestEffort,
        Some(pb::BatchMode::Atomic | pb::BatchMode::Unspecified) | None => BatchMode::Atomic,
    };
    let operation = match &request.operation {
        Some(Asked::Apply(given)) => terms(&mut fields, "apply", given).map(Operation::Apply),
        Some(Asked::Recommend(step)) => {
            taken(&mut fields, "recommend", StepKind::Recommended, *step)
        }
        Some(Asked::Approve(step)) => taken(&mut fields, "approve", StepKind::Approved, *step),
        Some(Asked::Revoke(step)) => taken(&mut fields, "revoke", StepKind::Revoked, *step),
        Some(Asked::Renew(step)) => {
            Some(Operation::Renew(of_direction(&mut fields, "renew", *step)))
        }
        None => {
            let zh = "请填写操作";
            fields.told("operation", "is required: apply, recommend, approve, renew or revoke", zh);
            None
        }
    };
    let told = told(&mut fields, &request.reason, &request.evidence_ids, 1);
    let reasons = reasons(&mut fields, &request.enterprise_reasons);
    let (targets, operation) = fields.both(targets, operation)?;
    Ok(BatchRequest { targets, mode, operation, told, reasons })
}

/// Of which enterprises: by their codes, by their group, or by a filter.
fn targets(fields: &mut Fields, request: &pb::RunWhitelistBatchRequest) -> Option<Targets> {
    let (named, grouped) = (!request.enterprise_ids.is_empty(), !request.group_id.is_empty());
    match (&request.filter, named, grouped) {
        (None, false, true) => fields.id("group_id", &request.group_id).map(Targets::Group),
        (Some(filter), false, false) => filtered(fields, filter).map(Targets::Filter),
        (None, _, false) => {
            let ids = fields.credit_codes("enterprise_ids", &request.enterprise_ids, 1, MAX_BATCH);
            Some(Targets::Enterprises(ids))
        }
        _ => {
            let field = if grouped { "group_id" } else { "filter" };
            let zh = "企业清单、集团、筛选条件只填其一";
            fields.told(field, "or another of enterprise_ids, group_id, filter: name one", zh);
            None
        }
    }
}

/// What a filter asks for; it asks for something.
fn filtered(fields: &mut Fields, filter: &pb::WhitelistBatchFilter) -> Option<EntrySearch> {
    if *filter == pb::WhitelistBatchFilter::default() {
        fields.told("filter", "must say something", "请至少填写一项筛选条件");
        return None;
    }
    let last = filter.valid_until_at_most_date;
    Some(EntrySearch {
        enterprise_id: None,
        group: fields.optional_id("filter.group_id", &filter.group_id),
        town: town(fields, "filter.town", &filter.town),
        states: states(fields, "filter.states", &filter.states),
        direction: None,
        valid_until_at_most: fields.optional_date("filter.valid_until_at_most_date", last),
    })
}

/// Why, of some enterprises.
fn reasons(fields: &mut Fields, given: &[pb::WhitelistBatchReason]) -> Vec<(String, String)> {
    if given.len() > MAX_BATCH {
        let problem = format!("must have at most {MAX_BATCH} entries");
        fields.told("enterprise_reasons", problem, format!("最多 {MAX_BATCH} 项"));
    }
    let mut read: Vec<(String, String)> = Vec::new();
    for (index, one) in given.iter().enumerate().take(MAX_BATCH) {
        let at = |name: &str| format!("enterprise_reasons[{index}].{name}");
        let reason = reason(fields, &at("reason"), &one.reason, 1);
        let Some(id) = fields.credit_code(&at("enterprise_id"), &one.enterprise_id) else {
            continue;
        };
        if read.iter().any(|(known, _)| *known == id) {
            fields.told(&at("enterprise_id"), "is there twice; name it once", "重复，请只填一次");
        }
        read.push((id, reason));
    }
    read
}

fn taken(
    fields: &mut Fields,
    at: &str,
    kind: StepKind,
    step: pb::WhitelistBatchStep,
) -> Option<Operation> {
    Some(Operation::Take(kind, of_direction(fields, at, step)))
}

fn of_direction(
    fields: &mut Fields,
    at: &str,
    step: pb::WhitelistBatchStep,
) -> Option<crate::domain::whitelist::Direction> {
    match step.direction {
        0 => None,
        given => direction(fields, &format!("{at}.direction"), given),
    }
}

pub(super) fn encode_batch(of: &BatchOutcome) -> pb::RunWhitelistBatchResponse {
    let number = |of: usize| i32::try_from(of).unwrap_or(i32::MAX);
    let left = |one: &Left| pb::WhitelistBatchLeft {
        entry_id: one.entry_id.text(),
        reason: "RENEWAL_NOT_OPEN".to_owned(),
        opens_date: Some(date(one.opens)),
    };
    let result = |one: &crate::service::whitelist::BatchResult| pb::WhitelistBatchResult {
        enterprise_id: one.enterprise_id.clone(),
        entries: one
            .entries
            .iter()
            .map(|view| {
                let mut entry = encode(view);
                if !of.kept {
                    entry.consistency_token = String::new();
                    if view.entry.version == 1 {
                        (entry.entry_id, entry.etag) = (String::new(), String::new());
                    }
                }
                entry
            })
            .collect(),
        reasons: one.reasons.clone(),
        left: one.left.iter().map(left).collect(),
    };
    pb::RunWhitelistBatchResponse {
        results: of.results.iter().map(result).collect(),
        changed_count: number(of.results.iter().map(|one| one.entries.len()).sum()),
        refused_count: number(of.results.iter().filter(|one| !one.reasons.is_empty()).count()),
        done: of.done,
    }
}
