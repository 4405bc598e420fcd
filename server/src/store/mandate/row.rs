//! A mandate as a row, and back.

use crate::{
    domain::{
        admission::ItemSet,
        appointment::PersonKey,
        id::{AccountId, MandateId},
        mandate::{Act, Decision, Mandate, Notarisation, Proof},
    },
    error::{Error, Result},
    store::{
        contact::{Contacts, Keys, OF_MANDATE},
        entity::mandate,
    },
};
use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

pub(super) fn row_of(keys: &Keys, from: &Mandate) -> Result<mandate::ActiveModel> {
    let contacts = Contacts { agent_phone: from.agent_phone.clone(), ..Contacts::default() };
    let decision = from.decision.map(|decision| match decision {
        Decision::Approved(act) => (act, 1),
        Decision::Rejected(act) => (act, 0),
    });
    Ok(mandate::ActiveModel {
        id: Set(from.id.0),
        principal_name: Set(from.principal_name.clone()),
        principal_mask: Set(from.principal_mask.clone()),
        person_key: Set(from.person_key.0.to_vec()),
        agent_name: Set(from.agent_name.clone()),
        contact_sealed: Set(keys.seal(OF_MANDATE, from.id.0, &contacts)?),
        agent_mask: Set(from.agent_mask.clone()),
        service_items: Set(from.items.text()),
        issued_on: Set(from.issued_on),
        valid_until: Set(from.valid_until),
        notarisation: Set(from.notarisation.number()),
        created_by: Set(from.created.by.0),
        created_at: Set(from.created.at),
        verified_by: Set(from.verified.map(|act| act.by.0)),
        verified_at: Set(from.verified.map(|act| act.at)),
        legal_basis: Set(from.legal_basis.clone()),
        decided_by: Set(decision.map(|(act, _)| act.by.0)),
        decided_at: Set(decision.map(|(act, _)| act.at)),
        approved: Set(decision.map(|(_, approved)| approved)),
        revoked_by: Set(from.revoked.map(|act| act.by.0)),
        revoked_at: Set(from.revoked.map(|act| act.at)),
        reason: Set(from.reason.clone()),
        undecided: Set(i32::from(from.is_undecided())),
        version: Set(from.version),
    })
}

pub(super) fn of_row(keys: &Keys, row: mandate::Model, evidence: Vec<Proof>) -> Result<Mandate> {
    let unreadable = || Error::internal("a mandate cannot be read");
    let act = |by: Option<Uuid>, at: Option<DateTime<Utc>>| {
        by.zip(at).map(|(by, at)| Act { by: AccountId(by), at })
    };
    let contacts = keys.open(OF_MANDATE, row.id, row.contact_sealed.as_deref())?;
    let decided = act(row.decided_by, row.decided_at);
    Ok(Mandate {
        id: MandateId(row.id),
        principal_name: row.principal_name,
        principal_mask: row.principal_mask,
        person_key: PersonKey(row.person_key.as_slice().try_into().map_err(|_| unreadable())?),
        agent_name: row.agent_name,
        agent_phone: contacts.agent_phone,
        agent_mask: row.agent_mask,
        items: ItemSet::parse(&row.service_items),
        issued_on: row.issued_on,
        valid_until: row.valid_until,
        notarisation: Notarisation::from_number(row.notarisation).ok_or_else(unreadable)?,
        evidence,
        created: Act { by: AccountId(row.created_by), at: row.created_at },
        verified: act(row.verified_by, row.verified_at),
        legal_basis: row.legal_basis,
        decision: decided.map(|act| match row.approved {
            Some(1) => Decision::Approved(act),
            _ => Decision::Rejected(act),
        }),
        revoked: act(row.revoked_by, row.revoked_at),
        reason: row.reason,
        version: row.version,
    })
}
