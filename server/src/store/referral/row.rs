//! Referrals and their steps as rows.

use crate::{
    domain::{
        id::{AccountId, ReferralId},
        referral::{
            Assignee, ContactOutcome, HistoryStep, Referral, ReferralCaller, ReferralState,
            StepKind, Urgency,
        },
    },
    error::{Error, Result},
    store::{
        contact::{Contacts, Keys, OF_REFERRAL},
        entity::{referral, referral_step},
    },
};
use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;

type Columns = (Option<String>, Option<String>, Option<String>);

pub(super) fn row_of(
    keys: &Keys,
    from: &Referral,
    due_at: DateTime<Utc>,
) -> Result<referral::ActiveModel> {
    let contacts = Contacts { phone: from.caller.phone.clone(), ..Contacts::default() };
    let number = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    let (department_id, unit_code, unit_name) = columns(from.assignee.as_ref());
    Ok(referral::ActiveModel {
        id: Set(from.id.0),
        source_id: Set(from.source_id.clone()),
        external_id: Set(from.external_id.clone()),
        source_department_id: Set(from.source_department_id.clone()),
        state: Set(from.state.number()),
        unfinished: Set(from.state.is_unfinished().into()),
        category: Set(from.category.clone()),
        summary: Set(from.summary.clone()),
        urgency: Set(from.urgency.number()),
        ordinary_matter: Set(from.ordinary_matter.into()),
        caller_name: Set(from.caller.name.clone()),
        caller_language: Set(from.caller.language.clone()),
        contact_sealed: Set(keys.seal(OF_REFERRAL, from.id.0, &contacts)?),
        department_id: Set(department_id),
        unit_code: Set(unit_code),
        unit_name: Set(unit_name),
        appointed: Set(from.appointed.into()),
        returns: Set(number(from.returns)),
        contact_outcome: Set(from.contact_outcome.map_or(0, ContactOutcome::number)),
        result: Set(from.result.clone()),
        satisfied: Set(from.satisfied.into()),
        limits: Set(serde_json::to_string(&from.policy).map_err(Error::internal)?),
        received_at: Set(from.received_at),
        signed_at: Set(from.signed_at),
        contacted_at: Set(from.contacted_at),
        first_responded_at: Set(from.first_responded_at),
        first_closed_at: Set(from.first_closed_at),
        reopenings: Set(number(from.reopenings)),
        reopened_at: Set(from.reopened_at),
        responded_at: Set(from.responded_at),
        closed_at: Set(from.closed_at),
        due_at: Set(due_at),
        created_by: Set(from.created_by.0),
        updated_at: Set(from.updated_at),
        version: Set(from.version),
    })
}

pub(super) fn of_row(keys: &Keys, row: referral::Model) -> Result<Referral> {
    let unreadable = || Error::internal("a referral cannot be read");
    let number = |count: i32| u32::try_from(count).unwrap_or(0);
    let contacts = keys.open(OF_REFERRAL, row.id, row.contact_sealed.as_deref())?;
    Ok(Referral {
        id: ReferralId(row.id),
        source_id: row.source_id,
        external_id: row.external_id,
        source_department_id: row.source_department_id,
        state: ReferralState::from_number(row.state).ok_or_else(unreadable)?,
        category: row.category,
        summary: row.summary,
        urgency: Urgency::from_number(row.urgency).ok_or_else(unreadable)?,
        ordinary_matter: row.ordinary_matter != 0,
        caller: ReferralCaller {
            name: row.caller_name,
            language: row.caller_language,
            phone: contacts.phone,
        },
        assignee: assignee((row.department_id, row.unit_code, row.unit_name)),
        appointed: row.appointed != 0,
        returns: number(row.returns),
        contact_outcome: ContactOutcome::from_number(row.contact_outcome),
        result: row.result,
        satisfied: row.satisfied != 0,
        policy: serde_json::from_str(&row.limits).map_err(|_| unreadable())?,
        received_at: row.received_at,
        signed_at: row.signed_at,
        contacted_at: row.contacted_at,
        first_responded_at: row.first_responded_at,
        first_closed_at: row.first_closed_at,
        reopenings: number(row.reopenings),
        reopened_at: row.reopened_at,
        responded_at: row.responded_at,
        closed_at: row.closed_at,
        created_by: AccountId(row.created_by),
        updated_at: row.updated_at,
        version: row.version,
    })
}

pub(super) fn step_row_of(id: ReferralId, from: &HistoryStep) -> referral_step::ActiveModel {
    let (department_id, unit_code, unit_name) = columns(from.assignee.as_ref());
    referral_step::ActiveModel {
        referral_id: Set(id.0),
        number: Set(from.number),
        kind: Set(from.kind.number()),
        at: Set(from.at),
        account_id: Set(from.account_id.0),
        state: Set(from.state.number()),
        department_id: Set(department_id),
        unit_code: Set(unit_code),
        unit_name: Set(unit_name),
        contact_outcome: Set(from.contact_outcome.map_or(0, ContactOutcome::number)),
        satisfied: Set(from.satisfied.into()),
        text: Set(from.text.clone()),
    }
}

pub(super) fn step_of_row(row: referral_step::Model) -> Result<HistoryStep> {
    let unreadable = || Error::internal("a step of a referral cannot be read");
    Ok(HistoryStep {
        number: row.number,
        kind: StepKind::from_number(row.kind).ok_or_else(unreadable)?,
        at: row.at,
        account_id: AccountId(row.account_id),
        state: ReferralState::from_number(row.state).ok_or_else(unreadable)?,
        assignee: assignee((row.department_id, row.unit_code, row.unit_name)),
        contact_outcome: ContactOutcome::from_number(row.contact_outcome),
        satisfied: row.satisfied != 0,
        text: row.text,
    })
}

fn columns(of: Option<&Assignee>) -> Columns {
    match of {
        None => (None, None, None),
        Some(Assignee::Department(id)) => (Some(id.clone()), None, None),
        Some(Assignee::Unit { division_code, name }) => {
            (None, Some(division_code.clone()), Some(name.clone()))
        }
    }
}

fn assignee(columns: Columns) -> Option<Assignee> {
    match columns {
        (Some(id), _, _) => Some(Assignee::Department(id)),
        (None, Some(division_code), name) => {
            Some(Assignee::Unit { division_code, name: name.unwrap_or_default() })
        }
        (None, None, _) => None,
    }
}
