//! Expedites under many callers at once: a case has one, and a day's quota is never exceeded.

use super::{at_once, clients, only, reasons};
use crate::{
    expedite::rules::quota,
    harness::{Centre, Who, cases::*, expedites::*, make::*, on_postgres},
};

/// 16 leads at once on the last place of the day.
async fn the_last_place(centres: &[&Centre]) {
    quota(centres[0], 2).await;
    let clerk = centres[0].clerk();
    let mut asked = Vec::new();
    for _ in 0..17 {
        let case = clerk.receives(accepted(&[EXTENSION])).await;
        asked.push(clerk.expedites(&case, "2024-03-20", 1).await);
    }
    let first = asked.pop().unwrap();
    centres[0].lead().ok(approve(&first)).await;
    let leads = clients(centres, Who::Lead).await;
    let (done, refused) = at_once(&leads, asked.iter().map(approve).collect()).await;
    assert_eq!((done.len(), reasons(&refused)), (1, only("EXPEDITE_QUOTA_USED", 15)));
    let counted = "SELECT CAST(sum(approved) AS BIGINT) FROM expedite_day";
    assert_eq!(centres[0].database.number(counted).await, 2);
    let approved = "SELECT count(*) FROM expedite WHERE state = 2";
    assert_eq!(centres[0].database.number(approved).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_16_leads_one_gets_the_last_place_of_the_day() {
    let centre = Centre::start_at("2024-03-05T08:30").await;
    the_last_place(&[&centre]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_16_leads_of_two_servers_one_gets_the_last_place_of_the_day() {
    if !on_postgres("of_16_leads_of_two_servers_one_gets_the_last_place_of_the_day") {
        return;
    }
    let centre = Centre::start_at("2024-03-05T08:30").await;
    let other = centre.another().await;
    the_last_place(&[&centre, &other]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_16_requests_for_one_case_one_is_kept() {
    let centre = Centre::start_at("2024-03-05T08:30").await;
    let case = centre.clerk().receives(accepted(&[EXTENSION])).await;
    let clerks = clients(&[&centre], Who::Clerk).await;
    let requests = (0..16).map(|_| expedite(&case, "2024-03-20", 1)).collect();
    let (done, refused) = at_once(&clerks, requests).await;
    assert_eq!((done.len(), refused.len()), (1, 15));
    assert!(refused.iter().all(|refused| refused.reason() == "ETAG_MISMATCH"), "{refused:?}");
    assert_eq!(centre.database.number("SELECT count(*) FROM expedite").await, 1);
}
