//! A resident, the keys of his names and a step of his history as rows, and back.

use crate::{
    domain::{
        id::{AccountId, ResidentId},
        resident::{
            Dependence, Employer, PersonType, Relation, Resident, ResidentSex, ResidentState,
            ResidentStep, sort_name,
        },
    },
    error::{Error, Result},
    store::{
        case::row::{json, number, read},
        entity::{resident, resident_name_key, resident_step},
    },
};
use sea_orm::ActiveValue::Set;

pub(super) fn row_of(from: &Resident) -> Result<resident::ActiveModel> {
    let dependence = from.dependence;
    Ok(resident::ActiveModel {
        id: Set(from.id.0),
        state: Set(from.state.number()),
        person_type: Set(from.person_type.number()),
        names: Set(json(&from.names)?),
        sort_name: Set(sort_name(&from.names)),
        sex: Set(from.sex.number()),
        birth_key: Set(from.birth_key.to_vec()),
        private_sealed: Set(from.private_sealed.clone()),
        nationalities: Set(json(&from.nationalities)?),
        language: Set(from.language.clone()),
        enterprise_id: Set(from.employer.enterprise_id.clone()),
        employer_name: Set(from.employer.name.clone()),
        principal_id: Set(dependence.map(|dependence| dependence.principal.0)),
        relation: Set(dependence.map_or(0, |dependence| dependence.relation.number())),
        merged_into: Set(from.merged_into.map(|id| id.0)),
        last_step: Set(number(from.last_step)),
        created_by: Set(from.created_by.0),
        created_at: Set(from.created_at),
        updated_at: Set(from.updated_at),
        version: Set(from.version),
    })
}

pub(super) fn of_row(row: resident::Model) -> Result<Resident> {
    let unreadable = || Error::internal("a resident cannot be read");
    let dependence = match row.principal_id.map(ResidentId) {
        Some(principal) => {
            let relation = Relation::from_number(row.relation).ok_or_else(unreadable)?;
            Some(Dependence { principal, relation })
        }
        None => None,
    };
    Ok(Resident {
        id: ResidentId(row.id),
        state: ResidentState::from_number(row.state).ok_or_else(unreadable)?,
        person_type: PersonType::from_number(row.person_type).ok_or_else(unreadable)?,
        names: read("a resident's names", &row.names)?,
        sex: ResidentSex::from_number(row.sex).ok_or_else(unreadable)?,
        birth_key: row.birth_key.as_slice().try_into().map_err(|_| unreadable())?,
        private_sealed: row.private_sealed,
        nationalities: read("a resident's nationalities", &row.nationalities)?,
        language: row.language,
        employer: Employer { enterprise_id: row.enterprise_id, name: row.employer_name },
        dependence,
        merged_into: row.merged_into.map(ResidentId),
        last_step: u32::try_from(row.last_step).unwrap_or(0),
        created_by: AccountId(row.created_by),
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
        new_steps: Vec::new(),
    })
}

pub(super) fn key_rows(
    of: ResidentId,
    keys: impl IntoIterator<Item = String>,
) -> impl Iterator<Item = resident_name_key::ActiveModel> {
    keys.into_iter().map(move |key| resident_name_key::ActiveModel {
        name_key: Set(key),
        resident_id: Set(of.0),
    })
}

pub(super) fn step_row(of: ResidentId, step: &ResidentStep) -> resident_step::ActiveModel {
    resident_step::ActiveModel {
        resident_id: Set(of.0),
        number: Set(number(step.number)),
        at: Set(step.at),
        kind: Set(step.kind.number()),
        account_id: Set(step.account_id.0),
        detail: Set(step.detail.clone()),
        other_id: Set(step.other.map(|id| id.0)),
    }
}
