//! What is done to a record, and what is asked of records.

use super::{address, particulars};
use crate::{
    api::{
        appointment::note_in,
        fields::Fields,
        resource::{Paths, Setter, masked, paths},
    },
    domain::{
        id::{ResidentId, ResidentMergeId},
        resident::{
            Address, DataPurpose, LegalGround, MAX_ADDRESSES, MAX_CONSENTS, MAX_QUERY_CHARS,
            MergeState, Particulars, ResidentState,
        },
    },
    error::{Error, Result},
    service::resident::{NewConsent, NewMerge, ResidentFilter, Search},
};
use chrono::{DateTime, Utc};
use frsc_proto::v1 as pb;

/// The fields that an update may name.
const PATHS: Paths<pb::Resident> = paths![
    person_type,
    names,
    sex,
    birth_date,
    nationalities,
    language,
    contacts,
    employer,
    dependence,
];

/// A record and the version its reader saw.
type Target = (ResidentId, i64);

/// A change of a record as it is asked for.
pub(in crate::api::resident) struct Update {
    /// Which record.
    pub(in crate::api::resident) target: Target,
    /// Which fields, for the history.
    pub(in crate::api::resident) fields: String,
    from: pb::Resident,
    copies: Vec<Setter<pb::Resident>>,
}

impl Update {
    /// What a clerk says of a person after the change of those fields.
    ///
    /// # Errors
    /// `Invalid` with every fault.
    pub(in crate::api::resident) fn apply(&self, mut current: pb::Resident) -> Result<Particulars> {
        for copy in &self.copies {
            copy(&mut current, &self.from);
        }
        let mut fields = Fields::new();
        let particulars = particulars(&mut fields, &current);
        Ok(fields.both(particulars, Some(()))?.0)
    }
}

pub(in crate::api::resident) fn update(request: pb::UpdateResidentRequest) -> Result<Update> {
    let mut fields = Fields::new();
    let from = request.resident.ok_or_else(|| Error::told("resident", "is required", "必填"))?;
    let id = fields.id("resident.resident_id", &from.resident_id);
    let version = fields.etag("resident.etag", &from.etag);
    let copies = masked(&mut fields, request.update_mask.as_ref(), PATHS);
    let named = request.update_mask.map(|mask| mask.paths.join(" ")).unwrap_or_default();
    let target = fields.both(id, Some(version))?;
    Ok(Update { target, fields: named, from, copies })
}

pub(in crate::api::resident) fn new_address(
    request: pb::RecordAddressRequest,
) -> Result<(Target, Address)> {
    let mut fields = Fields::new();
    let address = address(&mut fields, "address", &request.address.unwrap_or_default());
    let id = fields.id("resident_id", &request.resident_id);
    let version = fields.etag("etag", &request.etag);
    let (id, address) = fields.both(id, address)?;
    Ok(((id, version), address))
}

pub(in crate::api::resident) fn registration(
    request: pb::RegisterAccommodationRequest,
) -> Result<(Target, u32, Option<DateTime<Utc>>)> {
    let mut fields = Fields::new();
    let most = u32::try_from(MAX_ADDRESSES * 2).unwrap_or(u32::MAX);
    let number = fields.number("address_number", request.address_number, 1, most);
    let at = fields.optional_instant("registration_time", request.registration_time);
    Ok((fields.resource("resident_id", &request.resident_id, &request.etag)?, number, at))
}

pub(in crate::api::resident) fn new_consent(
    request: pb::RecordConsentRequest,
) -> Result<NewConsent> {
    let mut fields = Fields::new();
    let id = fields.id("resident_id", &request.resident_id);
    let purpose = fields.choice::<pb::DataPurpose>("purpose", request.purpose);
    let purpose = purpose.and_then(|one| DataPurpose::from_number(one.into()));
    let ground = fields.choice::<pb::LegalGround>("ground", request.ground);
    let ground = ground.and_then(|one| LegalGround::from_number(one.into()));
    let given_at = fields.optional_instant("given_time", request.given_time);
    let evidence = said(&mut fields, "proof", &request.proof);
    let ((resident_id, purpose), ground) = fields.both(id.zip(purpose), ground)?;
    Ok(NewConsent { resident_id, purpose, ground, given_at, evidence })
}

pub(in crate::api::resident) fn withdrawal(
    request: pb::WithdrawConsentRequest,
) -> Result<(ResidentId, u32, String)> {
    let mut fields = Fields::new();
    let id = fields.id("resident_id", &request.resident_id);
    let most = u32::try_from(MAX_CONSENTS * 100).unwrap_or(u32::MAX);
    let number = fields.number("consent_number", request.consent_number, 1, most);
    let text = said(&mut fields, "withdrawal", &request.withdrawal);
    let (id, ()) = fields.both(id, Some(()))?;
    Ok((id, number, text))
}

pub(in crate::api::resident) fn new_merge(
    request: pb::RequestResidentMergeRequest,
) -> Result<NewMerge> {
    let mut fields = Fields::new();
    let duplicate = fields.id("duplicate_resident_id", &request.duplicate_resident_id);
    let survivor = fields.id("survivor_resident_id", &request.survivor_resident_id);
    let reason = said(&mut fields, "reason", &request.reason);
    let (duplicate, survivor) = fields.both(duplicate, survivor)?;
    Ok(NewMerge { duplicate, survivor, reason })
}

pub(in crate::api::resident) fn decision(
    id: &str,
    etag: &str,
    text: &str,
) -> Result<((ResidentMergeId, i64), String)> {
    let mut fields = Fields::new();
    let text = said(&mut fields, "decision", text);
    Ok((fields.resource("merge_id", id, etag)?, text))
}

pub(in crate::api::resident) fn merge_states(given: &[i32]) -> Result<Vec<MergeState>> {
    let mut fields = Fields::new();
    let mut states = Vec::new();
    for (index, state) in given.iter().enumerate().take(MergeState::ALL.len()) {
        let state = fields.choice::<pb::ResidentMergeState>(&format!("states[{index}]"), *state);
        states.extend(state.and_then(|state| MergeState::from_number(state.into())));
    }
    fields.finish(states)
}

pub(in crate::api::resident) fn search(request: &pb::SearchResidentsRequest) -> Result<Search> {
    let mut fields = Fields::new();
    let query = fields.text("query", &request.query, 0, MAX_QUERY_CHARS);
    let born_on = fields.optional_date("birth_date", request.birth_date);
    let mut states = Vec::new();
    for (index, state) in request.states.iter().enumerate().take(ResidentState::ALL.len()) {
        let state = fields.choice::<pb::ResidentState>(&format!("states[{index}]"), *state);
        states.extend(state.and_then(|state| ResidentState::from_number(state.into())));
    }
    let enterprise_id = fields.optional_credit_code("enterprise_id", &request.enterprise_id);
    let principal = fields.optional_id("principal_resident_id", &request.principal_resident_id);
    let filter = ResidentFilter { enterprise_id, principal, states, ..ResidentFilter::default() };
    fields.finish(Search { query, born_on, filter })
}

/// Free text that must be there and must not be where a passport number is kept.
fn said(fields: &mut Fields, field: &str, given: &str) -> String {
    let text = note_in(fields, field, given);
    if text.is_empty() {
        fields.told(field, "is required", "必填");
    }
    text
}
