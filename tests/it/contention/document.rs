//! Documents under many callers at once: one number is one document's, and a passport is handed
//! out once.

use super::{at_once, clients, only, reasons};
use crate::harness::{Centre, Who, documents::*, on_postgres};
use frsc_proto::v1::{self, CustodyHolder};

/// 16 clerks put the same passport on record.
async fn one_number(centres: &[&Centre]) {
    let resident = centres[0].resident().await;
    let paper = passport("2030-10-31");
    let clerks = clients(centres, Who::Clerk).await;
    let requests = (0..16).map(|_| put(&resident, paper.clone())).collect();
    let (done, refused) = at_once(&clerks, requests).await;
    assert_eq!((done.len(), refused.len()), (1, 15));
    let id = done[0].document.clone().unwrap().document_id;
    for refused in &refused {
        assert_eq!(refused.reason(), "ALREADY_EXISTS");
        assert_eq!(refused.variable("existing_id"), Some(id.clone()));
    }
    assert_eq!(centres[0].database.number("SELECT count(*) FROM document").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_16_clerks_one_puts_a_passport_on_record() {
    let centre = Centre::start().await;
    one_number(&[&centre]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_16_clerks_of_two_servers_one_puts_a_passport_on_record() {
    if !on_postgres("of_16_clerks_of_two_servers_one_puts_a_passport_on_record") {
        return;
    }
    let centre = Centre::start().await;
    let other = centre.another().await;
    one_number(&[&centre, &other]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_16_clerks_one_hands_a_passport_out() {
    let centre = Centre::start().await;
    let resident = centre.resident().await;
    let passport = centre.clerk().puts(&resident, passport("2030-10-31")).await;
    centre.clerk().hands(CustodyHolder::Centre, &passport).await.unwrap();
    let clerks = clients(&[&centre], Who::Clerk).await;
    let requests: Vec<v1::RecordCustodyRequest> =
        (0..16).map(|_| hand(CustodyHolder::Holder, &passport)).collect();
    let (done, refused) = at_once(&clerks, requests).await;
    assert_eq!((done.len(), reasons(&refused)), (1, only("CUSTODY_UNCHANGED", 15)));
    assert_eq!(centre.database.number("SELECT count(*) FROM document_custody").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_16_questions_the_quota_answers_so_many() {
    let centre = Centre::start().await;
    let resident = centre.resident().await;
    let passport = centre.clerk().puts(&resident, passport("2030-10-31")).await;
    crate::document::reveal::quota(&centre, 5).await;
    let clerks = clients(&[&centre], Who::Clerk).await;
    let requests = (0..16).map(|_| reveal_number(&passport, "")).collect();
    let (done, refused) = at_once(&clerks, requests).await;
    assert_eq!((done.len(), refused.len()), (5, 11));
    assert!(refused.iter().all(|refused| refused.reason() == "REVEAL_QUOTA_USED"));
}
