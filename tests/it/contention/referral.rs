//! One matter handed over by many at once becomes one referral.

use super::{at_once, clients};
use crate::{
    harness::{Centre, Who, make::*, on_postgres},
    referral::handed_over,
};
use frsc_proto::v1;
use tonic::Code;

/// 32 callers, one id of the source.
async fn one_matter(centres: &[&Centre]) {
    let mut callers = clients(centres, Who::Clerk).await;
    callers.extend(clients(centres, Who::SgcPartner).await);
    let requests = (0..32).map(|_| handed_over("ONCE-1")).collect();
    let (done, refused) = at_once(&callers, requests).await;
    assert_eq!((done.len(), refused.len()), (1, 31));
    let id = &done[0].referral.as_ref().unwrap().referral_id;
    for refused in &refused {
        refused.is(Code::AlreadyExists, "ALREADY_EXISTS");
        assert_eq!(refused.variable("existing_id").as_ref(), Some(id));
    }
    let count = |table: &str| format!("SELECT count(*) FROM {table}");
    assert_eq!(centres[0].database.number(&count("referral")).await, 1);
    assert_eq!(centres[0].database.number(&count("referral_step")).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_32_clients_that_hand_one_matter_over_one_wins() {
    let centre = Centre::start().await;
    one_matter(&[&centre]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_32_clients_of_two_servers_that_hand_one_matter_over_one_wins() {
    if !on_postgres("of_32_clients_of_two_servers_that_hand_one_matter_over_one_wins") {
        return;
    }
    let centre = Centre::start().await;
    let other = centre.another().await;
    one_matter(&[&centre, &other]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_16_signatures_of_one_version_one_is_done() {
    let centre = Centre::start().await;
    let made = centre.clerk().ok(handed_over("ONCE-2")).await.referral.unwrap();
    let sign = |_| v1::SignReferralRequest {
        request_id: request_id(),
        referral_id: made.referral_id.clone(),
        etag: made.etag.clone(),
    };
    let callers = clients(&[&centre], Who::Clerk).await;
    let (done, refused) = at_once(&callers, (0..16).map(sign).collect()).await;
    assert_eq!(done.len(), 1);
    for refused in &refused {
        refused.is(Code::Aborted, "ETAG_MISMATCH");
    }
}
