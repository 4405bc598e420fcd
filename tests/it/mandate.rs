//! Mandates: recorded, verified with all that is missing told, approved by somebody else, revoked.

mod acting;

use crate::harness::{Centre, Who, cases::day, make::*, mandates::*};
use frsc_proto::v1::{
    self, EvidenceKind as Kind, MandateLack as Lack, MandateState as State, Notarisation,
};
use tonic::Code;

const NAME: &str = "SATO HANAKO";
const PASSPORT: &str = "TR1234567";

fn lacks(of: &v1::Mandate) -> Vec<(Lack, &str)> {
    of.lacks.iter().map(|one| (one.lack(), one.detail.as_str())).collect()
}

#[tokio::test]
async fn a_cloud_notarised_mandate_is_told_all_that_it_lacks() {
    let centre = Centre::start().await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let recorded = clerk.records(mandate(NAME, PASSPORT, &["NCR"])).await;
    assert_eq!(recorded.state(), State::Draft);
    assert_eq!(recorded.principal.as_ref().unwrap().masked_passport_number, "TR1****67");
    let wanted =
        [(Lack::Evidence, "POWER_OF_ATTORNEY"), (Lack::Verification, ""), (Lack::Approval, "")];
    assert_eq!(lacks(&recorded), wanted);
    let passport = clerk.uploads(Kind::Passport).await;
    let cloud = |files: &[&v1::Evidence]| v1::VerifyMandateRequest {
        notarisation: Notarisation::Cloud.into(),
        ..verification(&recorded, files)
    };
    let refused = clerk.verifies(cloud(&[&passport])).await.unwrap_err();
    refused.is(Code::FailedPrecondition, "MANDATE_INCOMPLETE");
    let details = refused.details();
    let told = &details.precondition_failure().unwrap().violations;
    let told: Vec<_> = told.iter().map(|one| one.subject.as_str()).collect();
    assert_eq!(told, ["EVIDENCE POWER_OF_ATTORNEY", "EVIDENCE PHOTO"]);
    let baseless = v1::VerifyMandateRequest { legal_basis: String::new(), ..cloud(&[&passport]) };
    assert_eq!(clerk.verifies(baseless).await.unwrap_err().fields(), ["legal_basis"]);
    let (paper, photo) =
        (clerk.uploads(Kind::PowerOfAttorney).await, clerk.uploads(Kind::Photo).await);
    let verified = clerk.verifies(cloud(&[&paper, &passport, &photo])).await.unwrap();
    assert_eq!((verified.state(), verified.evidence.len()), (State::Verified, 3));
    assert_eq!(lacks(&verified), [(Lack::Approval, "")]);
    let approved = lead.ok(approval(&verified)).await.mandate.unwrap();
    assert_eq!((approved.state(), lacks(&approved)), (State::Valid, vec![]));
    assert_ne!(approved.verified_by_account_id, approved.decided_by_account_id);
    // What proves it is not deleted.
    let request = v1::DeleteEvidenceRequest {
        request_id: request_id(),
        evidence_id: photo.evidence_id,
        etag: photo.etag,
        validate_only: false,
    };
    let refused = clerk.refused(request).await;
    refused.is(Code::FailedPrecondition, "EVIDENCE_IN_USE");
    assert_eq!(refused.variable("resource_id"), Some(approved.mandate_id));
}

#[tokio::test]
async fn nobody_approves_what_he_recorded_or_verified() {
    let centre = Centre::start().await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let paper = clerk.uploads(Kind::PowerOfAttorney).await;
    let own = lead.records(mandate(NAME, PASSPORT, &["NCR"])).await;
    let verified = clerk.verifies(verification(&own, &[&paper])).await.unwrap();
    lead.refused(approval(&verified)).await.is(Code::FailedPrecondition, "SELF_APPROVAL");
    let other = clerk.records(mandate(NAME, PASSPORT, &["NCR"])).await;
    let verified = lead.verifies(verification(&other, &[&paper])).await.unwrap();
    lead.refused(approval(&verified)).await.is(Code::FailedPrecondition, "SELF_APPROVAL");
    let early = clerk.records(mandate(NAME, PASSPORT, &["NCR"])).await;
    let refused = lead.refused(approval(&early)).await;
    refused.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
    let reject = v1::RejectMandateRequest {
        request_id: request_id(),
        mandate_id: verified.mandate_id.clone(),
        etag: verified.etag.clone(),
        reason: "the signature differs".to_owned(),
    };
    let rejected = lead.ok(reject).await.mandate.unwrap();
    assert_eq!(
        (rejected.state(), rejected.reason.as_str()),
        (State::Rejected, "the signature differs")
    );
    clerk
        .refused(revocation(&rejected))
        .await
        .is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
}

#[tokio::test]
async fn a_mandate_stands_by_its_days_until_it_is_revoked_at_an_instant() {
    let centre = Centre::start_at("2024-03-04T09:00").await;
    let clerk = centre.clerk();
    let request = v1::CreateMandateRequest {
        issued_date: Some(date("2024-03-05")),
        valid_until_date: Some(date("2024-03-06")),
        ..mandate(NAME, PASSPORT, &["NCR"])
    };
    let made = centre.mandated(request).await;
    let mut stood = Vec::new();
    for at in ["2024-03-04T23:59", "2024-03-05T00:00", "2024-03-06T23:59", "2024-03-07T00:00"] {
        centre.it_is(at);
        stood.push(clerk.mandate(&made.mandate_id).await.state());
    }
    assert_eq!(stood, [State::NotYetValid, State::Valid, State::Valid, State::Expired]);
    let tomorrow = v1::RevokeMandateRequest {
        revoke_time: Some(instant("2024-03-08T00:00")),
        ..revocation(&made)
    };
    assert_eq!(clerk.refused(tomorrow).await.fields(), ["revoke_time"]);
    let revoked = v1::RevokeMandateRequest {
        revoke_time: Some(instant("2024-03-06T12:00")),
        ..revocation(&made)
    };
    let revoked = clerk.ok(revoked).await.mandate.unwrap();
    assert_eq!(revoked.state(), State::Revoked);
    assert_eq!(revoked.revoke_time, Some(instant("2024-03-06T12:00")));
    assert_eq!(lacks(&revoked)[0], (Lack::Revoked, "2024-03-06T04:00:00Z"));
}

#[tokio::test]
async fn every_field_that_is_wrong_is_named_at_once() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let empty = v1::CreateMandateRequest { request_id: request_id(), ..Default::default() };
    let wanted = [
        "principal.name",
        "principal.passport_number",
        "agent.name",
        "agent.phone_number",
        "service_item_ids",
        "issued_date",
        "valid_until_date",
        "notarisation",
    ];
    assert_eq!(clerk.refused(empty).await.fields(), wanted);
    let backwards = v1::CreateMandateRequest {
        issued_date: Some(date("2024-03-05")),
        valid_until_date: Some(date("2024-03-04")),
        ..mandate(NAME, PASSPORT, &["NCR"])
    };
    assert_eq!(clerk.refused(backwards).await.fields(), ["valid_until_date"]);
    let absent = v1::CreateMandateRequest {
        evidence_ids: vec![format!("evid_{}", "a".repeat(26))],
        ..mandate(NAME, PASSPORT, &["NCR"])
    };
    assert_eq!(clerk.refused(absent).await.fields(), ["evidence_ids[0]"]);
    let unknown = mandate(NAME, PASSPORT, &["NCR", "NO-SUCH", "NOR-THIS"]);
    assert_eq!(clerk.refused(unknown).await.rules(), ["ITEM_NOT_IN_FORCE", "ITEM_NOT_IN_FORCE"]);
    let checked =
        v1::CreateMandateRequest { validate_only: true, ..mandate(NAME, PASSPORT, &["NCR"]) };
    clerk.ok(checked).await;
    assert_eq!(centre.database.number("SELECT count(*) FROM mandate").await, 0);
}

#[tokio::test]
async fn mandates_are_found_by_person_item_and_what_waits() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let one = clerk.records(mandate(NAME, PASSPORT, &["NCR", "RP-W-EXT"])).await;
    centre.minutes_pass(1);
    let other = centre.mandated(mandate("ROSSI GIULIA", "YA7654321", &["NCR"])).await;
    let found = async |request: v1::ListMandatesRequest| {
        let mandates = clerk.ok(request).await.mandates;
        mandates.into_iter().map(|mandate| mandate.mandate_id).collect::<Vec<_>>()
    };
    let all = v1::ListMandatesRequest::default();
    assert_eq!(found(all.clone()).await, [other.mandate_id.clone(), one.mandate_id.clone()]);
    let person = v1::ListMandatesRequest { passport_number: PASSPORT.to_owned(), ..all.clone() };
    assert_eq!(found(person).await, std::slice::from_ref(&one.mandate_id));
    let item = v1::ListMandatesRequest { service_item_id: "RP-W-EXT".to_owned(), ..all.clone() };
    assert_eq!(found(item).await, std::slice::from_ref(&one.mandate_id));
    let waiting = v1::ListMandatesRequest { undecided_only: true, ..all };
    assert_eq!(found(waiting).await, std::slice::from_ref(&one.mandate_id));
    let own = v1::GetMandateRequest { mandate_id: one.mandate_id.clone() };
    for who in [Who::PsbOfficer, Who::PsbPartner, Who::Admin, Who::Auditor] {
        let refused = centre.client(who).refused(own.clone()).await;
        refused.is(Code::PermissionDenied, "PERMISSION_DENIED");
    }
    assert_eq!(day(one.valid_until_date), "2028-12-31");
}

#[tokio::test]
async fn a_step_is_told_to_the_centre_and_to_no_department() {
    let centre = Centre::start().await;
    centre.feed_settles().await;
    let token = centre.clerk().ok(v1::ListMandatesRequest::default()).await.feed_token;
    let made = centre.mandated(mandate(NAME, PASSPORT, &["NCR"])).await;
    centre.clerk().revokes(&made).await;
    centre.feed_settles().await;
    let told = centre.clerk().ok(v1::ListEventsRequest { token, ..Default::default() }).await;
    let kinds: Vec<_> = told.events.iter().map(|event| event.kind.as_str()).collect();
    let wanted = ["mandate.recorded", "mandate.verified", "mandate.approved", "mandate.revoked"];
    assert_eq!(kinds, wanted);
    let last = told.events.last().unwrap().resource.clone().unwrap();
    let v1::event::Resource::Mandate(last) = last else { panic!("{last:?}") };
    assert_eq!(last.state(), State::Revoked);
}
