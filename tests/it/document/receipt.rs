//! Receipts: opened by acceptance, closed by delivery, and the stay they carry.

use super::renewal;
use crate::harness::{Centre, Client, Who, cases::*, documents::*, make::*};
use frsc_proto::v1::{self, DocumentKind, DocumentStatus};
use tonic::Code;

async fn receipts(by: &Client, resident: &str) -> Vec<v1::Document> {
    let all = by.documents_of(resident).await;
    all.into_iter().filter(|document| document.kind() == DocumentKind::Receipt).collect()
}

/// A centre and a resident whose permit ends on 2024-03-20, in 12 working days.
async fn expiring() -> (Centre, String, v1::Document) {
    let centre = Centre::start_at("2024-03-04T09:00").await;
    let resident = centre.resident().await;
    let permit = centre.clerk().puts(&resident, work_residence("2023-03-21", "2024-03-20")).await;
    (centre, resident, permit)
}

#[tokio::test]
async fn acceptance_opens_a_receipt_that_carries_the_stay_and_delivery_closes_it() {
    let (centre, resident, permit) = expiring().await;
    let clerk = centre.clerk();
    let stay = clerk.stay(&resident).await;
    assert_eq!((day(stay.lawful_until_date), stay.days_left), ("2024-03-20".into(), 16));
    let case = renewal(&centre, EXTENSION, &permit).await;
    assert_eq!(case.document_id, permit.document_id);
    assert_eq!(day(case.document_expiry_date), "2024-03-20", "the document tells its last day");
    assert_eq!(day(case.last_on_time_date), "2024-02-19");
    assert!(case.advice().any(|advice| advice == v1::CaseAdvice::LateFiling));
    assert!(case.advice().any(|advice| advice == v1::CaseAdvice::ExpediteAdvised));
    let [receipt] = &receipts(&clerk, &resident).await[..] else { panic!("one receipt") };
    assert_eq!((receipt.status(), &receipt.case_id), (DocumentStatus::Valid, &case.case_id));
    // 15 working days after 2024-03-04.
    assert_eq!(day(receipt.expiry_date), "2024-03-25");
    assert_eq!(Some(day(receipt.expiry_date)), due(&case.clocks, v1::ClockKind::Receipt));
    let stay = clerk.stay(&resident).await;
    assert_eq!(day(stay.lawful_until_date), "2024-03-25");
    assert_eq!(
        (stay.document_id.as_str(), stay.kind()),
        (&*receipt.document_id, DocumentKind::Receipt)
    );
    assert_eq!(stay.document_ids, [permit.document_id.clone(), receipt.document_id.clone()]);
    let officer = centre.client(Who::PsbOfficer);
    let task = officer.task_for(&case, EXTENSION).await;
    let task = officer.accept_task(&task).await.unwrap();
    officer.decides(&task, v1::Outcome::Granted).await.unwrap();
    assert_eq!(receipts(&clerk, &resident).await[0].status(), DocumentStatus::Valid, "decided");
    let case = clerk.case(&case.case_id).await;
    clerk.deliver_case(&case).await.unwrap();
    let closed = &receipts(&clerk, &resident).await[0];
    assert_eq!(
        (closed.status(), day(closed.ended_date)),
        (DocumentStatus::Closed, "2024-03-04".into())
    );
    assert_eq!(day(clerk.stay(&resident).await.lawful_until_date), "2024-03-20");
    centre.it_is("2024-03-22T09:00");
    let over = clerk.stay(&resident).await;
    assert_eq!((over.overstay_days, over.reference_fine_yuan, over.days_left), (2, 1_000, -2));
}

#[tokio::test]
async fn a_receipt_is_opened_by_a_later_acceptance_and_closed_with_a_case_that_ends() {
    let (centre, resident, permit) = expiring().await;
    let clerk = centre.clerk();
    let request = v1::CreateCaseRequest {
        document_id: permit.document_id.clone(),
        ..application(&[EXTENSION])
    };
    let case = clerk.receives(request).await;
    assert_eq!(receipts(&clerk, &resident).await, [], "not accepted yet");
    let case = clerk.accept_case(&case).await.unwrap();
    assert_eq!(receipts(&clerk, &resident).await.len(), 1);
    let withdraw = v1::WithdrawCaseRequest {
        request_id: request_id(),
        case_id: case.case_id.clone(),
        etag: case.etag.clone(),
        reason: "he leaves".to_owned(),
        validate_only: false,
    };
    clerk.ok(withdraw).await;
    assert_eq!(receipts(&clerk, &resident).await[0].status(), DocumentStatus::Closed);
}

#[tokio::test]
async fn a_suspension_lengthens_the_case_and_not_the_paper() {
    let (centre, resident, permit) = expiring().await;
    let clerk = centre.clerk();
    let case = renewal(&centre, EXTENSION, &permit).await;
    let case = clerk.ok(suspend_case(&case)).await.case.unwrap();
    centre.it_is("2024-03-11T09:00");
    let case = clerk.resume_case(&case).await.unwrap();
    let receipt = &receipts(&clerk, &resident).await[0];
    assert_eq!(day(receipt.expiry_date), "2024-03-25");
    assert_ne!(Some(day(receipt.expiry_date)), due(&case.clocks, v1::ClockKind::Statutory));
}

#[tokio::test]
async fn what_a_case_may_renew_and_what_is_not_changed_by_hand() {
    let (centre, resident, permit) = expiring().await;
    let clerk = centre.clerk();
    renewal(&centre, EXTENSION, &permit).await;
    let receipt = receipts(&clerk, &resident).await.remove(0);
    let by_hand = v1::CancelDocumentRequest {
        request_id: request_id(),
        document_id: receipt.document_id.clone(),
        etag: receipt.etag.clone(),
        reason: "wrong".to_owned(),
        ended_date: None,
    };
    clerk.refused(by_hand).await.is(Code::FailedPrecondition, "RECEIPT_OF_CASE");
    let request = |document: &v1::Document| v1::CreateCaseRequest {
        document_id: document.document_id.clone(),
        ..application(&[EXTENSION])
    };
    assert_eq!(clerk.refused(request(&receipt)).await.fields(), ["document_id"]);
    let both = expires("2024-03-20", request(&permit));
    assert_eq!(clerk.refused(both).await.fields(), ["document_expiry_date"]);
}
