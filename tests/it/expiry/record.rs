//! Plans of documents on record, and the list of what runs out.

use super::{day, plan};
use crate::{
    harness::{Centre, Client, Who, cases::*, documents::*, make::*},
    resident::person,
};
use frsc_proto::v1::{
    self, DependantRelation, DocumentKind, GetExpiryPlanRequest, PermitPurpose, RenewalLane,
    RenewalLimiter, get_expiry_plan_request::Subject,
};
use tonic::Code;

pub(super) const EMPLOYER: &str = "91330482MA2B8NDK31";

/// Somebody of a name who works for the employer of these tests.
pub(crate) async fn employee(by: &Client, name: &str, born: &str) -> String {
    let mut new = person(name, "HANAKO", born);
    let name = "NIDEC".to_owned();
    new.employer = Some(v1::Employer { enterprise_id: EMPLOYER.to_owned(), name });
    by.registers(new).await.resident_id
}

/// Somebody who follows a principal.
pub(super) async fn dependant(
    by: &Client,
    principal: &str,
    relation: DependantRelation,
    (name, born): (&str, &str),
) -> String {
    let mut new = person(name, "JUNKO", born);
    let principal_resident_id = principal.to_owned();
    let dependence = v1::Dependence { principal_resident_id, relation: relation.into() };
    new.dependence = Some(dependence);
    by.registers(new).await.resident_id
}

pub(super) fn permit(purpose: PermitPurpose, from: &str, until: &str) -> v1::NewDocument {
    let purpose = purpose.into();
    v1::NewDocument { purpose, ..paper(DocumentKind::ResidencePermit, from, until) }
}

pub(crate) fn work_permit(from: &str, until: &str) -> v1::NewDocument {
    let work_permit_class = v1::WorkPermitClass::B.into();
    v1::NewDocument { work_permit_class, ..paper(DocumentKind::WorkPermit, from, until) }
}

fn of_document(id: &str) -> GetExpiryPlanRequest {
    let subject = Some(Subject::DocumentId(id.to_owned()));
    GetExpiryPlanRequest { subject, ..Default::default() }
}

fn of_resident(id: &str) -> GetExpiryPlanRequest {
    let subject = Some(Subject::ResidentId(id.to_owned()));
    GetExpiryPlanRequest { subject, ..Default::default() }
}

#[tokio::test]
async fn s16_a_plan_of_a_document_on_record_knows_what_its_holder_holds() {
    let centre = Centre::start_at("2024-05-06T10:00").await;
    let clerk = centre.clerk();
    let id = employee(&clerk, "SATO", "1990-02-28").await;
    let residence = clerk.puts(&id, work_residence("2023-07-01", "2024-06-30")).await;
    clerk.puts(&id, passport("2025-03-31")).await;
    clerk.puts(&id, work_permit("2024-02-01", "2026-01-31")).await;
    let request = GetExpiryPlanRequest {
        start_date: Some(date("2024-07-01")),
        contract_end_date: Some(date("2026-06-30")),
        ..of_document(&residence.document_id)
    };
    let told = plan(&clerk, request).await;
    assert_eq!((&told.document_id, &told.resident_id), (&residence.document_id, &id));
    let length = told.renewal.unwrap().length.unwrap();
    assert_eq!(day(length.suggested_until_date), "2025-03-31");
    assert_eq!((length.limited_by(), length.days), (RenewalLimiter::Passport, 274));
    // All that he holds, by its last day.
    let plans = clerk.ok(of_resident(&id)).await.plans;
    let ends: Vec<_> = plans.iter().map(|plan| (plan.kind(), day(plan.expiry_date))).collect();
    let expected = [
        (DocumentKind::ResidencePermit, "2024-06-30".to_owned()),
        (DocumentKind::Passport, "2025-03-31".to_owned()),
        (DocumentKind::WorkPermit, "2026-01-31".to_owned()),
    ];
    assert_eq!(ends, expected);
    clerk.refused(of_document(&id)).await.is(Code::InvalidArgument, "INVALID_FIELD");
    let absent = "docu_aaaaaaaaaaaaaaaaaaaaaaaaaa";
    clerk.refused(of_document(absent)).await.is(Code::NotFound, "NOT_FOUND");
}

#[tokio::test]
async fn s18_a_dependants_permit_follows_the_principals_and_a_child_turns_18() {
    let centre = Centre::start_at("2025-08-04T10:00").await;
    let clerk = centre.clerk();
    let principal = employee(&clerk, "TANAKA", "1975-01-05").await;
    clerk.puts(&principal, work_residence("2025-01-01", "2026-12-31")).await;
    let wife = ("SUZUKI", "1978-03-04");
    let wife = dependant(&clerk, &principal, DependantRelation::Spouse, wife).await;
    let child = ("TANAKA", "2007-11-15");
    let child = dependant(&clerk, &principal, DependantRelation::Child, child).await;
    let private = || permit(PermitPurpose::Private, "2024-10-01", "2025-09-30");
    let hers = clerk.puts(&wife, private()).await;
    let his = clerk.puts(&child, private()).await;
    let told = plan(&clerk, of_document(&hers.document_id)).await;
    assert_eq!(told.last_day_as_minor_date, None);
    let length = told.renewal.unwrap().length.unwrap();
    assert_eq!(length.limited_by(), RenewalLimiter::Principal);
    assert_eq!(day(length.suggested_until_date), "2026-12-31");
    let told = plan(&clerk, of_document(&his.document_id)).await;
    assert_eq!(day(told.last_day_as_minor_date), "2025-11-14");
    assert_eq!(told.renewal.unwrap().length.unwrap().limited_by(), RenewalLimiter::Majority);
    // Whose principal's permit was cancelled has none to follow any more.
    let principals = clerk.documents_of(&principal).await;
    clerk.ok(cancelling(&principals[0])).await;
    let told = plan(&clerk, of_document(&hers.document_id)).await;
    let length = told.renewal.unwrap().length.unwrap();
    assert_eq!(length.limited_by(), RenewalLimiter::Principal);
    assert_eq!((length.days, day(length.suggested_until_date)), (0, String::new()));
}

#[tokio::test]
async fn who_follows_somebody_is_renewed_after_him() {
    let centre = Centre::start_at("2025-08-04T10:00").await;
    let clerk = centre.clerk();
    let principal = employee(&clerk, "TANAKA", "1975-01-05").await;
    clerk.puts(&principal, work_permit("2025-01-01", "2026-12-31")).await;
    let own = clerk.puts(&principal, work_residence("2024-10-01", "2025-09-30")).await;
    let wife = ("SUZUKI", "1978-03-04");
    let wife = dependant(&clerk, &principal, DependantRelation::Spouse, wife).await;
    let hers = permit(PermitPurpose::Private, "2024-10-01", "2025-09-30");
    let hers = clerk.puts(&wife, hers).await;
    let plan = |of: &v1::Document| v1::PlanRenewalRequest {
        request_id: request_id(),
        document_id: of.document_id.clone(),
        ..Default::default()
    };
    let his = clerk.ok(plan(&own)).await.cases.remove(0).case_id;
    let made = clerk.ok(plan(&hers)).await;
    let hers = clerk.case(&made.cases[0].case_id).await;
    assert_eq!(hers.prerequisite_case_ids, [his]);
}

fn expiring(to: &str) -> v1::ListExpiringRequest {
    v1::ListExpiringRequest { expiry_to_date: Some(date(to)), ..Default::default() }
}

#[tokio::test]
async fn what_runs_out_is_listed_by_window_kind_employer_and_lane_page_by_page() {
    let centre = Centre::start_at("2023-06-27T10:00").await;
    let clerk = centre.clerk();
    let here = employee(&clerk, "SATO", "1990-02-28").await;
    let elsewhere = clerk.registers(person("ITO", "KEN", "1985-06-01")).await.resident_id;
    // Over, too late, expedited only, advised, normal.
    let ends = ["2023-06-26", "2023-06-27", "2023-06-30", "2023-07-10", "2023-08-31"];
    let mut ids = Vec::new();
    for (place, end) in ends.into_iter().enumerate() {
        let holder = if place % 2 == 0 { &here } else { &elsewhere };
        let document = clerk.puts(holder, work_residence("2022-09-01", end)).await;
        ids.push(document.document_id);
    }
    let papers = clerk.puts(&here, passport("2023-07-01")).await;
    let all = clerk.ok(expiring("2023-12-31")).await.documents;
    let listed: Vec<_> = all.iter().map(|row| row.document_id.as_str()).collect();
    let passport = papers.document_id.as_str();
    assert_eq!(listed, [&*ids[0], &*ids[1], &*ids[2], passport, &*ids[3], &*ids[4]]);
    let lanes: Vec<_> = all.iter().map(v1::ExpiringDocument::lane).collect();
    use RenewalLane::{ExpediteAdvised, ExpediteOnly, Normal, TooLate, Unspecified};
    assert_eq!(lanes, [TooLate, TooLate, ExpediteOnly, Unspecified, ExpediteAdvised, Normal]);
    assert_eq!((all[0].days_left, day(all[0].file_by_date)), (-1, "2023-05-27".to_owned()));
    assert_eq!(all[2].holder_name, "SATO HANAKO");
    assert!(all[2].masked_number.contains("****"), "{}", all[2].masked_number);
    let only = |lanes: &[RenewalLane]| v1::ListExpiringRequest {
        lanes: lanes.iter().map(|lane| (*lane).into()).collect(),
        ..expiring("2023-12-31")
    };
    let of = |request: v1::ListExpiringRequest| async {
        let rows = clerk.ok(request).await.documents;
        rows.into_iter().map(|row| row.document_id).collect::<Vec<_>>()
    };
    assert_eq!(of(only(&[ExpediteOnly, Normal])).await, [ids[2].clone(), ids[4].clone()]);
    let staff = v1::ListExpiringRequest {
        enterprise_id: EMPLOYER.to_owned(),
        kinds: vec![DocumentKind::ResidencePermit.into()],
        expiry_from_date: Some(date("2023-06-27")),
        ..expiring("2023-12-31")
    };
    assert_eq!(of(staff).await, [ids[2].clone(), ids[4].clone()]);
    // Page by page nothing is lost and nothing told twice, with lanes and without.
    for request in [expiring("2023-12-31"), only(&[TooLate, Normal])] {
        let whole = of(request.clone()).await;
        let (mut pages, mut token) = (Vec::new(), String::new());
        loop {
            let page_token = std::mem::take(&mut token);
            let page = v1::ListExpiringRequest { page_size: 1, page_token, ..request.clone() };
            let page = clerk.ok(page).await;
            pages.extend(page.documents.into_iter().map(|row| row.document_id));
            token = page.next_page_token;
            if token.is_empty() {
                break;
            }
        }
        assert_eq!(pages, whole);
    }
    clerk
        .refused(v1::ListExpiringRequest::default())
        .await
        .is(Code::InvalidArgument, "INVALID_FIELD");
}

#[tokio::test]
async fn an_accepted_renewal_covers_the_stay_and_stands_beside_its_document() {
    let centre = Centre::start_at("2023-06-27T10:00").await;
    let clerk = centre.clerk();
    let id = employee(&clerk, "SATO", "1990-02-28").await;
    let document = clerk.puts(&id, work_residence("2022-07-01", "2023-06-30")).await;
    let application = v1::CreateCaseRequest {
        document_id: document.document_id.clone(),
        ..accepted(&[EXTENSION])
    };
    let case = clerk.receives(application).await;
    centre.it_is("2023-07-10T10:00");
    let told = plan(&clerk, of_document(&document.document_id)).await;
    assert_eq!((told.days_left, told.overstay), (-10, None), "a receipt covers the stay");
    let rows = clerk.ok(expiring("2023-07-31")).await.documents;
    assert_eq!(rows[0].renewal_case_id, case.case_id);
    centre.it_is("2023-07-19T10:00");
    let told = plan(&clerk, of_document(&document.document_id)).await;
    assert_eq!(told.overstay.unwrap().days, 1, "the receipt ended on 2023-07-18");
}

#[tokio::test]
async fn a_department_is_told_of_its_applicants_only_and_of_no_birth_date() {
    let centre = Centre::start_at("2025-08-04T10:00").await;
    let clerk = centre.clerk();
    let principal = employee(&clerk, "TANAKA", "1975-01-05").await;
    let child = ("TANAKA", "2007-11-15");
    let child = dependant(&clerk, &principal, DependantRelation::Child, child).await;
    let private = permit(PermitPurpose::Private, "2024-10-01", "2025-09-30");
    let document = clerk.puts(&child, private).await;
    let officer = centre.client(Who::PsbOfficer);
    let absent = "docu_aaaaaaaaaaaaaaaaaaaaaaaaaa";
    let hidden = officer.refused(of_document(&document.document_id)).await;
    hidden.is(Code::NotFound, "NOT_FOUND");
    officer.refused(of_document(absent)).await.is(Code::NotFound, "NOT_FOUND");
    assert_eq!(officer.ok(expiring("2025-12-31")).await.documents, []);
    let application = v1::CreateCaseRequest {
        document_id: document.document_id.clone(),
        ..accepted(&["RP-N-EXT"])
    };
    clerk.receives(application).await;
    let told = plan(&officer, of_document(&document.document_id)).await;
    assert_eq!(told.last_day_as_minor_date, None);
    assert!(
        told.renewal
            .unwrap()
            .length
            .unwrap()
            .bounds
            .iter()
            .all(|bound| { bound.limiter() != RenewalLimiter::Majority })
    );
    assert_eq!(officer.ok(expiring("2025-12-31")).await.documents.len(), 1);
    let other = centre.client(Who::StbPartner);
    other.refused(of_document(&document.document_id)).await.is(Code::NotFound, "NOT_FOUND");
}
