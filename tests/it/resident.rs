//! Residents: registered by scan or by hand, found in any script, never twice by mistake.

pub(crate) mod import;
mod making;
mod merging;
mod record;
mod search;
mod sight;

use crate::harness::{Centre, Client, make::*};
use frsc_proto::v1;

/// Anna Maria Eriksson of Utopia, Doc 9303's specimen.
pub(crate) const SPECIMEN: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n\
    L898902C36UTO7408122F1204159ZE184226B<<<<<10";

pub(crate) fn latin(surname: &str, given_names: &str) -> v1::ResidentName {
    name(v1::NameKind::Latin, surname, given_names)
}

pub(crate) fn name(kind: v1::NameKind, surname: &str, given_names: &str) -> v1::ResidentName {
    v1::ResidentName {
        kind: kind.into(),
        surname: surname.to_owned(),
        given_names: given_names.to_owned(),
        until_date: None,
    }
}

/// A foreigner by hand.
pub(crate) fn person(surname: &str, given_names: &str, born: &str) -> v1::Resident {
    v1::Resident {
        person_type: v1::PersonType::Foreigner.into(),
        names: vec![latin(surname, given_names)],
        sex: v1::ResidentSex::Female.into(),
        birth_date: Some(date(born)),
        nationalities: vec![v1::Nationality { country: "JPN".to_owned(), ..Default::default() }],
        language: "ja".to_owned(),
        ..Default::default()
    }
}

/// Somebody's consent to be reminded.
pub(crate) fn consenting(resident_id: &str) -> v1::RecordConsentRequest {
    v1::RecordConsentRequest {
        request_id: request_id(),
        resident_id: resident_id.to_owned(),
        purpose: v1::DataPurpose::Reminders.into(),
        ground: v1::LegalGround::Consent.into(),
        given_time: None,
        proof: "form 12, signed".to_owned(),
    }
}

pub(crate) fn creating(resident: v1::Resident) -> v1::CreateResidentRequest {
    v1::CreateResidentRequest {
        request_id: request_id(),
        resident: Some(resident),
        ..Default::default()
    }
}

pub(crate) fn searching(query: &str) -> v1::SearchResidentsRequest {
    v1::SearchResidentsRequest { query: query.to_owned(), ..Default::default() }
}

/// A change of the fields named.
pub(crate) fn updating(resident: &v1::Resident, fields: &[&str]) -> v1::UpdateResidentRequest {
    let paths = fields.iter().map(|field| (*field).to_owned()).collect();
    v1::UpdateResidentRequest {
        request_id: request_id(),
        resident: Some(resident.clone()),
        update_mask: Some(prost_types::FieldMask { paths }),
        validate_only: false,
    }
}

impl Client {
    /// Registers a person.
    pub(crate) async fn registers(&self, resident: v1::Resident) -> v1::Resident {
        self.ok(creating(resident)).await.resident.unwrap()
    }

    /// The ids of those whom a search finds.
    pub(crate) async fn finds(&self, query: &str) -> Vec<String> {
        let found = self.ok(searching(query)).await.residents;
        found.into_iter().map(|one| one.resident_id).collect()
    }

    /// What happened to a record.
    pub(crate) async fn steps(&self, id: &str) -> Vec<v1::ResidentStep> {
        let request =
            v1::ListResidentStepsRequest { resident_id: id.to_owned(), ..Default::default() };
        self.ok(request).await.steps
    }

    /// A resident by his id.
    pub(crate) async fn resident(&self, id: &str) -> v1::GetResidentResponse {
        self.ok(v1::GetResidentRequest { resident_id: id.to_owned() }).await
    }
}

/// A morning at the centre.
async fn morning() -> Centre {
    Centre::start_at("2024-03-05T09:00").await
}
