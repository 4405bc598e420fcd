//! Mandates as tests make them.

use super::{
    Centre, Client, Refused,
    make::{booking, date, request_id},
};
use frsc_proto::v1::{self, EvidenceKind, Notarisation};

/// A mandate that somebody with this passport gives AGENCY, for the years around every test.
pub fn mandate(name: &str, passport: &str, items: &[&str]) -> v1::CreateMandateRequest {
    v1::CreateMandateRequest {
        request_id: request_id(),
        principal: Some(v1::MandatePrincipal {
            name: name.to_owned(),
            passport_number: passport.to_owned(),
            ..Default::default()
        }),
        agent: Some(v1::MandateAgent {
            name: "AGENCY".to_owned(),
            phone_number: "+99900001".to_owned(),
            ..Default::default()
        }),
        service_item_ids: items.iter().map(|item| (*item).to_owned()).collect(),
        issued_date: Some(date("2023-01-01")),
        valid_until_date: Some(date("2028-12-31")),
        notarisation: Notarisation::None.into(),
        evidence_ids: Vec::new(),
        validate_only: false,
    }
}

/// A mandate that the applicant of an application gives AGENCY, for its items.
pub fn mandate_of(application: &v1::CreateCaseRequest) -> v1::CreateMandateRequest {
    let applicant = application.applicant.clone().expect("an applicant");
    let items: Vec<_> = application.service_item_ids.iter().map(String::as_str).collect();
    mandate(&applicant.name, &applicant.passport_number, &items)
}

/// The same application, handed in by the agent of a mandate.
pub fn by_agent(
    application: v1::CreateCaseRequest,
    mandate: &v1::Mandate,
) -> v1::CreateCaseRequest {
    let mandate_id = mandate.mandate_id.clone();
    v1::CreateCaseRequest {
        agent: Some(v1::CaseAgent { mandate_id, ..Default::default() }),
        channel: v1::CaseChannel::ThirdParty.into(),
        ..application
    }
}

/// A booking by the agent of a mandate.
pub fn booking_by_agent(slot_id: &str, item: &str, of: &v1::Mandate) -> v1::BookAppointmentRequest {
    let mandate_id = of.mandate_id.clone();
    v1::BookAppointmentRequest {
        channel: v1::Channel::ThirdParty.into(),
        agent: Some(v1::Agent { mandate_id, ..Default::default() }),
        ..booking(slot_id, item)
    }
}

/// The verification of a mandate by some files.
pub fn verification(of: &v1::Mandate, files: &[&v1::Evidence]) -> v1::VerifyMandateRequest {
    v1::VerifyMandateRequest {
        request_id: request_id(),
        mandate_id: of.mandate_id.clone(),
        etag: of.etag.clone(),
        notarisation: Notarisation::Unspecified.into(),
        evidence_ids: files.iter().map(|file| file.evidence_id.clone()).collect(),
        legal_basis: "民法典 165".to_owned(),
        validate_only: false,
    }
}

/// The approval of a mandate.
pub fn approval(of: &v1::Mandate) -> v1::ApproveMandateRequest {
    v1::ApproveMandateRequest {
        request_id: request_id(),
        mandate_id: of.mandate_id.clone(),
        etag: of.etag.clone(),
        validate_only: false,
    }
}

/// The revocation of a mandate.
pub fn revocation(of: &v1::Mandate) -> v1::RevokeMandateRequest {
    v1::RevokeMandateRequest {
        request_id: request_id(),
        mandate_id: of.mandate_id.clone(),
        etag: of.etag.clone(),
        reason: "the principal took it back".to_owned(),
        revoke_time: None,
    }
}

impl Client {
    /// A mandate that is recorded.
    pub async fn records(&self, request: v1::CreateMandateRequest) -> v1::Mandate {
        self.ok(request).await.mandate.unwrap()
    }

    /// Verifies a mandate.
    pub async fn verifies(
        &self,
        request: v1::VerifyMandateRequest,
    ) -> Result<v1::Mandate, Refused> {
        Ok(self.step_of(request).await?.mandate.unwrap())
    }

    /// A mandate as it is now.
    pub async fn mandate(&self, id: &str) -> v1::Mandate {
        let request = v1::GetMandateRequest { mandate_id: id.to_owned() };
        self.ok(request).await.mandate.unwrap()
    }

    /// Revokes a mandate.
    pub async fn revokes(&self, of: &v1::Mandate) -> v1::Mandate {
        self.ok(revocation(of)).await.mandate.unwrap()
    }
}

impl Centre {
    /// A booking by an agent, whose mandate is recorded, verified and approved for it.
    pub async fn agent_booking(&self, slot_id: &str, item: &str) -> v1::BookAppointmentRequest {
        let asked = booking(slot_id, item);
        let visitor = asked.visitor.clone().expect("a visitor");
        let given = mandate(&visitor.name, &visitor.passport_number, &[item]);
        let given = self.mandated(given).await;
        let by_agent = booking_by_agent(slot_id, item, &given);
        v1::BookAppointmentRequest { visitor: asked.visitor, ..by_agent }
    }

    /// A mandate that was recorded and verified by a clerk and approved by the lead.
    pub async fn mandated(&self, request: v1::CreateMandateRequest) -> v1::Mandate {
        let clerk = self.clerk();
        let paper = clerk.uploads(EvidenceKind::PowerOfAttorney).await;
        let recorded = clerk.records(request).await;
        let verified = clerk.verifies(verification(&recorded, &[&paper])).await.unwrap();
        self.lead().ok(approval(&verified)).await.mandate.unwrap()
    }
}
