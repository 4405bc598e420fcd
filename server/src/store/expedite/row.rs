//! An expedite and its effect as rows, and back.

use crate::{
    domain::{
        expedite::{
            Expedite, ExpediteEffect, ExpediteGround, ExpediteRequest, ExpediteState, ExpediteStep,
        },
        id::{AccountId, CaseId, ExpediteId, WhitelistEntryId},
    },
    error::{Error, Result},
    store::{
        case::row::{json, number, read},
        entity::{expedite, expedite_effect},
    },
};
use sea_orm::ActiveValue::Set;

pub(super) fn row_of(from: &Expedite) -> Result<expedite::ActiveModel> {
    let (decision, withdrawal) = (from.decision.as_ref(), from.withdrawal.as_ref());
    let reason =
        |step: Option<&ExpediteStep>| step.map(|step| step.reason.clone()).unwrap_or_default();
    Ok(expedite::ActiveModel {
        id: Set(from.id.0),
        case_id: Set(from.case_id.0),
        case_number: Set(from.case_number.clone()),
        state: Set(from.state.number()),
        ground: Set(from.request.ground.number()),
        ground_text: Set(from.request.text.clone()),
        needed_by: Set(from.request.needed_by),
        evidence: Set(json(&from.request.evidence)?),
        working_days: Set(number(from.request.working_days)),
        granted_working_days: Set(from.granted_working_days.map(number)),
        requested_by: Set(from.requested_by.0),
        requested_at: Set(from.requested_at),
        requested_on: Set(from.requested_on),
        decided_by: Set(decision.map(|step| step.by.0)),
        decided_at: Set(decision.map(|step| step.at)),
        decided_on: Set(decision.map(|step| step.on)),
        decision_reason: Set(reason(decision)),
        withdrawn_by: Set(withdrawal.map(|step| step.by.0)),
        withdrawn_at: Set(withdrawal.map(|step| step.at)),
        withdrawn_on: Set(withdrawal.map(|step| step.on)),
        withdraw_reason: Set(reason(withdrawal)),
        costs: Set(json(&from.costs)?),
        version: Set(from.version),
        whitelist_entry_id: Set(from.lane_entry.map(|id| id.0)),
    })
}

pub(super) fn of_row(row: expedite::Model) -> Result<Expedite> {
    let unreadable = || Error::internal("an expedite cannot be read");
    let count = |number: i32| u32::try_from(number).map_err(|_| unreadable());
    let step = |((by, at), on), reason| ExpediteStep { by: AccountId(by), at, on, reason };
    let decision = row.decided_by.zip(row.decided_at).zip(row.decided_on);
    let withdrawal = row.withdrawn_by.zip(row.withdrawn_at).zip(row.withdrawn_on);
    Ok(Expedite {
        id: ExpediteId(row.id),
        case_id: CaseId(row.case_id),
        case_number: row.case_number,
        state: ExpediteState::from_number(row.state).ok_or_else(unreadable)?,
        request: ExpediteRequest {
            ground: ExpediteGround::from_number(row.ground).ok_or_else(unreadable)?,
            text: row.ground_text,
            needed_by: row.needed_by,
            evidence: read("an expedite's evidence", &row.evidence)?,
            working_days: count(row.working_days)?,
        },
        granted_working_days: row.granted_working_days.map(count).transpose()?,
        requested_by: AccountId(row.requested_by),
        requested_at: row.requested_at,
        requested_on: row.requested_on,
        decision: decision.map(|decision| step(decision, row.decision_reason)),
        withdrawal: withdrawal.map(|withdrawal| step(withdrawal, row.withdraw_reason)),
        costs: read("an expedite's costs", &row.costs)?,
        version: row.version,
        lane_entry: row.whitelist_entry_id.map(WhitelistEntryId),
    })
}

pub(super) fn effect_row(
    id: ExpediteId,
    from: &ExpediteEffect,
) -> Result<expedite_effect::ActiveModel> {
    Ok(expedite_effect::ActiveModel { expedite_id: Set(id.0), effect: Set(json(from)?) })
}

pub(super) fn effect_of(row: expedite_effect::Model) -> Result<ExpediteEffect> {
    read("an expedite's effect", &row.effect)
}
