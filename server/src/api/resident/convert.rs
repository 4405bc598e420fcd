//! Residents as messages carry them, as their reader may see them.

use crate::{
    api::{
        directory::convert::count,
        fields::{date, etag, timestamp},
    },
    domain::{
        id::Id as _,
        resident::{
            Address, Consent, Contacts, Nationality, PersonName, ResidentMerge, ResidentStep,
            ResidentView, ShownBirth,
        },
    },
};
use chrono::{DateTime, Utc};
use frsc_proto::{gtype, v1 as pb};

/// A resident as messages carry him.
pub(in crate::api) fn encode(view: &ResidentView) -> pb::Resident {
    let of = &view.resident;
    let mut addresses: Vec<_> = view.private.addresses.iter().collect();
    addresses.sort_by_key(|address| std::cmp::Reverse((address.arrived_at, address.number)));
    pb::Resident {
        resident_id: of.id.text(),
        state: of.state.number(),
        person_type: of.person_type.number(),
        names: of.names.iter().map(name).collect(),
        sex: of.sex.number(),
        birth_date: view.birth.map(birth),
        nationalities: of.nationalities.iter().map(nationality).collect(),
        language: of.language.clone(),
        contacts: Some(contacts(&view.private.contacts)),
        employer: Some(pb::Employer {
            enterprise_id: of.employer.enterprise_id.clone().unwrap_or_default(),
            name: of.employer.name.clone(),
        }),
        dependence: of.dependence.map(|of| pb::Dependence {
            principal_resident_id: of.principal.text(),
            relation: of.relation.number(),
        }),
        addresses: addresses.into_iter().map(|one| address(one, view.at)).collect(),
        merged_into_resident_id: of.merged_into.map(|id| id.text()).unwrap_or_default(),
        create_time: Some(timestamp(of.created_at)),
        update_time: Some(timestamp(of.updated_at)),
        etag: etag(of.version),
        display_name: of.display_name(),
    }
}

fn birth(shown: ShownBirth) -> gtype::Date {
    match shown {
        ShownBirth::Date(whole) => date(whole),
        ShownBirth::Year(year) => gtype::Date { year, month: 0, day: 0 },
    }
}

fn name(of: &PersonName) -> pb::ResidentName {
    pb::ResidentName {
        kind: of.kind.number(),
        surname: of.surname.clone(),
        given_names: of.given_names.clone(),
        until_date: of.until.map(date),
    }
}

fn nationality(of: &Nationality) -> pb::Nationality {
    pb::Nationality {
        country: of.country.clone(),
        from_date: of.from.map(date),
        until_date: of.until.map(date),
    }
}

fn contacts(of: &Contacts) -> pb::ResidentContacts {
    pb::ResidentContacts {
        phone_number: of.phone.clone(),
        email: of.email.clone(),
        emergency_name: of.emergency_name.clone(),
        emergency_phone_number: of.emergency_phone.clone(),
        time_zone: of.time_zone.clone(),
    }
}

fn address(of: &Address, at: DateTime<Utc>) -> pb::ResidentAddress {
    pb::ResidentAddress {
        address_number: count(of.number),
        kind: of.kind.number(),
        address: of.text.clone(),
        arrival_time: Some(timestamp(of.arrived_at)),
        leave_time: of.left_at.map(timestamp),
        registration_time: of.registered_at.map(timestamp),
        registration_deadline: of.deadline().map(timestamp),
        late_minutes: i32::try_from(of.late_minutes(at)).unwrap_or(i32::MAX),
    }
}

/// A ground as messages carry it.
pub(super) fn encode_consent(of: &Consent) -> pb::DataConsent {
    let withdrawn = of.withdrawn.as_ref();
    pb::DataConsent {
        consent_number: count(of.number),
        purpose: of.purpose.number(),
        ground: of.ground.number(),
        given_time: Some(timestamp(of.given_at)),
        proof: of.evidence.clone(),
        withdrawn_time: withdrawn.map(|withdrawal| timestamp(withdrawal.at)),
        withdrawal: withdrawn.map(|withdrawal| withdrawal.text.clone()).unwrap_or_default(),
    }
}

/// A step as messages carry it.
pub(super) fn encode_step(of: &ResidentStep) -> pb::ResidentStep {
    pb::ResidentStep {
        step_number: count(of.number),
        step_time: Some(timestamp(of.at)),
        kind: of.kind.number(),
        account_id: of.account_id.text(),
        detail: of.detail.clone(),
        other_resident_id: of.other.map(|id| id.text()).unwrap_or_default(),
    }
}

/// A merge as messages carry it.
pub(super) fn encode_merge(of: &ResidentMerge) -> pb::ResidentMerge {
    let decision = of.decision.as_ref();
    pb::ResidentMerge {
        merge_id: of.id.text(),
        state: of.state.number(),
        duplicate_resident_id: of.duplicate.text(),
        survivor_resident_id: of.survivor.text(),
        reason: of.reason.clone(),
        requester_account_id: of.requested_by.text(),
        request_time: Some(timestamp(of.requested_at)),
        decision: decision.map(|decision| decision.text.clone()).unwrap_or_default(),
        reviewer_account_id: decision.map(|decision| decision.by.text()).unwrap_or_default(),
        decide_time: decision.map(|decision| timestamp(decision.at)),
        etag: etag(of.version),
    }
}
