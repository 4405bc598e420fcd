//! Batches on their way in and out.

use super::convert::{direction, encode, terms, told};
use crate::{
    api::fields::Fields,
    domain::whitelist::{MAX_BATCH, StepKind},
    error::Result,
    service::{
        task::BatchMode,
        whitelist::{BatchOutcome, BatchRequest, Operation, Targets},
    },
};
use frsc_proto::v1::{self as pb, run_whitelist_batch_request::Operation as Asked};

pub(super) fn batch(request: pb::RunWhitelistBatchRequest) -> Result<BatchRequest> {
    let mut fields = Fields::new();
    let targets = match (request.enterprise_ids.is_empty(), request.group_id.is_empty()) {
        (true, false) => fields.id("group_id", &request.group_id).map(Targets::Group),
        (false, false) => {
            let zh = "企业清单与集团只填其一";
            fields.told("group_id", "or enterprise_ids: name one of them", zh);
            None
        }
        (_, true) => {
            let ids = fields.credit_codes("enterprise_ids", &request.enterprise_ids, 1, MAX_BATCH);
            Some(Targets::Enterprises(ids))
        }
    };
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
    let told = told(&mut fields, &request.reason, &[], 1);
    let (targets, operation) = fields.both(targets, operation)?;
    Ok(BatchRequest { targets, mode, operation, told })
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
    };
    pb::RunWhitelistBatchResponse {
        results: of.results.iter().map(result).collect(),
        changed_count: number(of.results.iter().map(|one| one.entries.len()).sum()),
        refused_count: number(of.results.iter().filter(|one| !one.reasons.is_empty()).count()),
        done: of.done,
    }
}
