//! Whole numbers: told for a purpose, so many a day, and to departments by the ledger.

use super::renewal;
use crate::harness::{Centre, Who, cases::*, documents::*, make::*, soon};
use frsc_proto::{admin, v1};
use prost_types::FieldMask;
use std::time::Duration;
use tonic::Code;

pub async fn quota(centre: &Centre, reveals_a_day: i32) {
    let admin = centre.admin();
    let policy = admin.ok(admin::GetCasePolicyRequest {}).await.case_policy.unwrap();
    let update = admin::UpdateCasePolicyRequest {
        request_id: request_id(),
        case_policy: Some(admin::CasePolicy { reveals_a_day, ..policy }),
        update_mask: Some(FieldMask { paths: vec!["reveals_a_day".to_owned()] }),
        validate_only: false,
    };
    admin.ok(update).await;
}

#[tokio::test]
async fn an_account_is_told_so_many_numbers_a_day_and_no_more() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let resident = centre.resident().await;
    let paper = passport("2030-10-31");
    let passport = clerk.puts(&resident, paper.clone()).await;
    quota(&centre, 2).await;
    let told = clerk.ok(reveal_number(&passport, "")).await;
    assert_eq!(told.number, paper.number);
    // The numbers of visits and cases count as well.
    let case = clerk.receives(application(&[EXTENSION])).await;
    let of_case = v1::RevealApplicantPassportNumberRequest {
        request_id: request_id(),
        case_id: case.case_id,
        purpose: v1::RevealPurpose::Application.into(),
        purpose_text: String::new(),
    };
    clerk.ok(of_case.clone()).await;
    let refused = clerk.refused(reveal_number(&passport, "")).await;
    refused.is(Code::ResourceExhausted, "REVEAL_QUOTA_USED");
    assert_eq!(refused.variable("quota_a_day").as_deref(), Some("2"));
    let wait = refused.details().retry_info().unwrap().retry_delay.unwrap();
    assert_eq!(wait.as_secs(), 16 * 3_600, "until midnight");
    let again = v1::RevealApplicantPassportNumberRequest { request_id: request_id(), ..of_case };
    clerk.refused(again).await.is(Code::ResourceExhausted, "REVEAL_QUOTA_USED");
    centre.lead().ok(reveal_number(&passport, "")).await;
    centre.it_is("2024-03-05T08:00");
    clerk.ok(reveal_number(&passport, "")).await;
}

#[tokio::test]
async fn what_a_department_is_told_stands_in_the_ledger() {
    let centre = Centre::start().await;
    let (clerk, psb) = (centre.clerk(), centre.client(Who::PsbOfficer));
    let resident = centre.resident().await;
    let paper = passport("2030-10-31");
    let passport = clerk.puts(&resident, paper.clone()).await;
    let permit = clerk.puts(&resident, work_residence("2024-01-01", "2024-12-31")).await;
    psb.refused(reveal_number(&passport, "")).await.is(Code::NotFound, "NOT_FOUND");
    let case = renewal(&centre, EXTENSION, &permit).await;
    let other = clerk.receives(application(&[EXTENSION])).await;
    let unnamed = psb.refused(reveal_number(&passport, "")).await;
    assert_eq!(unnamed.fields(), ["case_id"]);
    let another = psb.refused(reveal_number(&passport, &other.case_id)).await;
    assert_eq!(another.fields(), ["case_id"]);
    assert_eq!(clerk.ok(v1::ListDisclosuresRequest::default()).await.disclosures, []);
    let told = psb.ok(reveal_number(&passport, &case.case_id)).await;
    assert_eq!(told.number, paper.number);
    clerk.ok(reveal_number(&passport, "")).await;
    centre.minutes_pass(1);
    let on_paper = v1::RecordDisclosureRequest {
        request_id: request_id(),
        department_id: "STB".to_owned(),
        resident_id: resident.clone(),
        fields: vec!["resident.birth_date".to_owned()],
        purpose: v1::RevealPurpose::LegalDuty.into(),
        purpose_text: "labour inspection".to_owned(),
        ..Default::default()
    };
    clerk.ok(on_paper.clone()).await;
    let bad = v1::RecordDisclosureRequest {
        request_id: request_id(),
        fields: vec!["Passport No. E12345678".to_owned()],
        ..on_paper
    };
    assert_eq!(clerk.refused(bad).await.fields(), ["fields[0]"]);
    for by in [clerk.clone(), centre.lead(), centre.auditor()] {
        let rows = by.ok(v1::ListDisclosuresRequest::default()).await.disclosures;
        let told: Vec<_> = rows.iter().map(|row| row.department_id.as_str()).collect();
        assert_eq!(told, ["STB", "PSB"], "the clerk himself is no department");
        let row = &rows[1];
        assert_eq!(row.fields, ["document.number"]);
        assert_eq!((&row.case_id, &row.document_id), (&case.case_id, &passport.document_id));
        assert_eq!((row.purpose.as_str(), &row.resident_id), ("APPLICATION", &resident));
    }
    let to_psb = v1::ListDisclosuresRequest {
        department_id: "PSB".to_owned(),
        resident_id: resident,
        from_date: Some(date("2024-03-04")),
        to_date: Some(date("2024-03-04")),
        ..Default::default()
    };
    assert_eq!(centre.auditor().ok(to_psb).await.disclosures.len(), 1);
}

#[tokio::test]
async fn the_ledger_is_kept_for_three_years() {
    let centre = Centre::start_at("2024-03-04T09:00").await;
    let resident = centre.resident().await;
    let on_paper = |field: &str| v1::RecordDisclosureRequest {
        request_id: request_id(),
        resident_id: resident.clone(),
        department_id: "PSB".to_owned(),
        fields: vec![field.to_owned()],
        purpose: v1::RevealPurpose::LegalDuty.into(),
        purpose_text: "labour inspection".to_owned(),
        ..Default::default()
    };
    centre.clerk().ok(on_paper("document.number")).await;
    centre.it_is("2024-03-05T09:00");
    centre.clerk().ok(on_paper("resident.birth_date")).await;
    // A server forgets what has run out as soon as it starts.
    centre.it_is("2027-03-04T12:00");
    let _other = centre.another().await;
    soon("the first is forgotten", async {
        while centre.database.number("SELECT count(*) FROM disclosure").await > 1 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    let left = centre.clerk().ok(v1::ListDisclosuresRequest::default()).await.disclosures;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].fields, ["resident.birth_date"]);
}
