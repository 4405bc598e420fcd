//! The holds of one account under many callers at once.

use super::{at_once, clients, only, reasons};
use crate::harness::{Centre, Who, make::*, on_postgres};

/// 24 holds of one account in places enough, of which it may have five.
async fn holds_of_one_account(centres: &[&Centre]) {
    at_most_holds(&centres[0].admin(), 5).await;
    let clerk = centres[0].clerk();
    let slots = clerk.ok(all_slots("2024-03-05", "2024-03-06", &[EXTENSION])).await.slots;
    let clients = clients(centres, Who::Clerk).await;
    let requests = slots.iter().cycle().take(24).map(|slot| hold(&slot.slot_id, EXTENSION));
    let (done, refused) = at_once(&clients, requests.collect()).await;
    assert_eq!((done.len(), reasons(&refused)), (5, only("TOO_MANY_HOLDS", 19)));
    assert_eq!(centres[0].database.number("SELECT count(*) FROM hold").await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_24_holds_of_one_account_five_are_given() {
    let centre = Centre::start().await;
    holds_of_one_account(&[&centre]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_24_holds_of_one_account_at_two_servers_five_are_given() {
    if !on_postgres("of_24_holds_of_one_account_at_two_servers_five_are_given") {
        return;
    }
    let centre = Centre::start().await;
    let other = centre.another().await;
    holds_of_one_account(&[&centre, &other]).await;
}
