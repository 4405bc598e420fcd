//! Requests about expedites as tests make them.

use super::{
    Client, Refused,
    make::{date, request_id},
};
use frsc_proto::v1;

/// A request for an expedite of a case, needed by a day, in so many working days.
pub fn expedite(case: &v1::Case, needed_by: &str, days: i32) -> v1::RequestExpediteRequest {
    v1::RequestExpediteRequest {
        request_id: request_id(),
        case_id: case.case_id.clone(),
        etag: case.etag.clone(),
        ground: v1::ExpediteGround::UrgentBusiness.into(),
        text: "a meeting in Shanghai".to_owned(),
        needed_by_date: Some(date(needed_by)),
        evidence_references: vec!["invitation 2023-17".to_owned()],
        working_days: days,
        validate_only: false,
    }
}

/// A decision of an expedite.
pub fn decide(of: &v1::Expedite, decision: v1::Decision) -> v1::DecideExpediteRequest {
    v1::DecideExpediteRequest {
        request_id: request_id(),
        expedite_id: of.expedite_id.clone(),
        etag: of.etag.clone(),
        decision: decision.into(),
        reason: "the invitation was seen".to_owned(),
        working_days: None,
        validate_only: false,
    }
}

/// The approval of an expedite.
pub fn approve(of: &v1::Expedite) -> v1::DecideExpediteRequest {
    decide(of, v1::Decision::Approve)
}

/// The taking back of an expedite.
pub fn withdraw(of: &v1::Expedite) -> v1::WithdrawExpediteRequest {
    v1::WithdrawExpediteRequest {
        request_id: request_id(),
        expedite_id: of.expedite_id.clone(),
        etag: of.etag.clone(),
        reason: "the meeting was put off".to_owned(),
    }
}

impl Client {
    /// Asks for an expedite of a case as it is, which needs it in so many working days.
    pub async fn expedites(&self, case: &v1::Case, needed_by: &str, days: i32) -> v1::Expedite {
        let case = self.case(&case.case_id).await;
        self.ok(expedite(&case, needed_by, days)).await.expedite.expect("the expedite")
    }

    /// Asks for an expedite in vain.
    pub async fn not_expedited(&self, request: v1::RequestExpediteRequest) -> Refused {
        self.refused(request).await
    }

    /// The expedite as it is, with its account.
    pub async fn expedite(&self, id: &str) -> v1::GetExpediteResponse {
        self.ok(v1::GetExpediteRequest { expedite_id: id.to_owned() }).await
    }
}
