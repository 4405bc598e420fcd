//! Holds: a promise to one principal, which ends by time alone; and the places agents give back.

use crate::harness::{Centre, Who, make::*};
use frsc_proto::v1;
use tonic::Code;

fn confirm(hold: &v1::Hold, item: &str) -> v1::BookAppointmentRequest {
    v1::BookAppointmentRequest { hold_id: hold.hold_id.clone(), ..booking(&hold.slot_id, item) }
}

#[tokio::test]
async fn a_hold_keeps_its_place_for_its_principal_and_nobody_else() {
    let centre = Centre::start().await;
    let (clerk, other) = (centre.clerk(), centre.client(Who::OtherClerk));
    let slot = clerk.slot("2024-03-05T09:00").await;
    clerk.booked(booking(&slot, BIRTH)).await;
    let kept = clerk.ok(hold(&slot, BIRTH)).await.hold.unwrap();
    assert_eq!(kept.expire_time.unwrap().seconds, centre.clock.now().timestamp() + 300);
    assert_eq!(other.not_booked(booking(&slot, BIRTH)).await.rules(), ["SLOT_FULL"]);
    let stolen = other.refused(confirm(&kept, BIRTH)).await;
    stolen.is(Code::NotFound, "NOT_FOUND");
    let made = clerk.booked(confirm(&kept, BIRTH)).await;
    assert_eq!(made.slot_id, slot);
    let again = clerk.refused(confirm(&kept, BIRTH)).await;
    assert!(again.rules().contains(&"HOLD_USED".to_owned()), "{again:?}");
    let release = v1::ReleaseHoldRequest { request_id: request_id(), hold_id: kept.hold_id };
    clerk.refused(release).await.is(Code::FailedPrecondition, "HOLD_USED");
}

#[tokio::test]
async fn a_hold_ends_by_time_alone_and_is_judged_when_it_is_confirmed() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let slot = clerk.slot("2024-03-05T09:00").await;
    clerk.booked(booking(&slot, BIRTH)).await;
    let kept = clerk.ok(hold(&slot, BIRTH)).await.hold.unwrap();
    centre.clock.advance(chrono::Duration::minutes(5) - chrono::Duration::microseconds(1));
    assert_eq!(clerk.not_booked(booking(&slot, BIRTH)).await.rules(), ["SLOT_FULL"]);
    centre.clock.advance(chrono::Duration::microseconds(1));
    let late = clerk.refused(confirm(&kept, BIRTH)).await;
    late.is(Code::FailedPrecondition, "HOLD_EXPIRED");
    clerk.booked(booking(&slot, BIRTH)).await;
}

#[tokio::test]
async fn a_released_hold_frees_its_place_and_only_its_principal_releases_it() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let slot = clerk.slot("2024-03-05T09:00").await;
    clerk.booked(booking(&slot, BIRTH)).await;
    let kept = clerk.ok(hold(&slot, BIRTH)).await.hold.unwrap();
    let release =
        || v1::ReleaseHoldRequest { request_id: request_id(), hold_id: kept.hold_id.clone() };
    centre.client(Who::OtherClerk).refused(release()).await.is(Code::NotFound, "NOT_FOUND");
    clerk.ok(release()).await;
    clerk.booked(booking(&slot, BIRTH)).await;
    let late = clerk.refused(confirm(&kept, BIRTH)).await;
    assert!(late.rules().contains(&"HOLD_EXPIRED".to_owned()), "{late:?}");
}

#[tokio::test]
async fn a_hold_is_refused_with_every_rule_and_the_nearest_places() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let slot = clerk.slot("2024-03-04T09:00").await;
    centre.it_is("2024-03-04T09:00");
    let refused = clerk.refused(hold(&slot, EXTENSION)).await;
    assert_eq!(refused.rules(), ["BOOKED_TOO_LATE", "SLOT_PAST"]);
    assert_eq!(refused.nearest().len(), 3);
    let channel = v1::Channel::WalkIn.into();
    let request = v1::HoldSlotRequest { channel, ..hold(&slot, EXTENSION) };
    assert_eq!(clerk.refused(request).await.fields(), ["channel"]);
}

#[tokio::test]
async fn an_account_has_so_many_holds_at_a_time_and_no_more() {
    let centre = Centre::start().await;
    at_most_holds(&centre.admin(), 2).await;
    let (clerk, other) = (centre.clerk(), centre.client(Who::OtherClerk));
    let slot = clerk.slot("2024-03-05T09:00").await;
    let first = clerk.ok(hold(&slot, EXTENSION)).await.hold.unwrap();
    let second = clerk.ok(hold(&slot, EXTENSION)).await.hold.unwrap();
    let refused = clerk.refused(hold(&slot, EXTENSION)).await;
    refused.is(Code::FailedPrecondition, "TOO_MANY_HOLDS");
    assert_eq!(refused.variable("max_holds").as_deref(), Some("2"));
    assert!(refused.nearest().is_empty(), "no other place helps");
    let check = v1::HoldSlotRequest { validate_only: true, ..hold(&slot, EXTENSION) };
    assert_eq!(clerk.refused(check).await.rules(), ["TOO_MANY_HOLDS"]);
    let last = other.ok(hold(&slot, EXTENSION)).await.hold.unwrap();
    clerk.booked(confirm(&first, EXTENSION)).await;
    let third = clerk.ok(hold(&slot, EXTENSION)).await.hold.unwrap();
    assert_eq!(clerk.refused(hold(&slot, EXTENSION)).await.rules(), ["TOO_MANY_HOLDS"]);
    let release = v1::ReleaseHoldRequest { request_id: request_id(), hold_id: second.hold_id };
    clerk.ok(release).await;
    clerk.ok(hold(&slot, EXTENSION)).await;
    assert_eq!(clerk.refused(hold(&slot, EXTENSION)).await.rules(), ["TOO_MANY_HOLDS"]);
    centre.minutes_pass(5);
    clerk.ok(hold(&slot, EXTENSION)).await;
    for ended in [third, last] {
        assert!(ended.expire_time.unwrap().seconds <= centre.clock.now().timestamp());
    }
}

#[tokio::test]
async fn a_hold_is_confirmed_for_its_own_slot_items_and_channel() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let slot = clerk.slot("2024-03-05T09:00").await;
    let other = clerk.slot("2024-03-05T09:30").await;
    let kept = clerk.ok(hold(&slot, EXTENSION)).await.hold.unwrap();
    let elsewhere = v1::BookAppointmentRequest { slot_id: other, ..confirm(&kept, EXTENSION) };
    assert_eq!(clerk.refused(elsewhere).await.fields(), ["slot_id"]);
    assert_eq!(clerk.refused(confirm(&kept, BIRTH)).await.fields(), ["service_item_ids"]);
    clerk.booked(confirm(&kept, EXTENSION)).await;
}

#[tokio::test]
async fn a_place_an_agent_gives_back_returns_after_a_delay() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let slot = clerk.slot("2024-03-05T09:00").await;
    clerk.booked(booking(&slot, BIRTH)).await;
    let by_agent = clerk.booked(centre.agent_booking(&slot, BIRTH).await).await;
    clerk.ok(cancel(&by_agent)).await;
    assert_eq!(clerk.not_booked(booking(&slot, BIRTH)).await.rules(), ["SLOT_FULL"]);
    centre.minutes_pass(29);
    assert_eq!(clerk.not_booked(booking(&slot, BIRTH)).await.rules(), ["SLOT_FULL"]);
    centre.minutes_pass(1);
    clerk.booked(booking(&slot, BIRTH)).await;
}

#[tokio::test]
async fn a_place_a_visitor_gives_back_returns_at_once() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let slot = clerk.slot("2024-03-05T09:00").await;
    clerk.booked(booking(&slot, BIRTH)).await;
    let own = clerk.booked(booking(&slot, BIRTH)).await;
    clerk.ok(cancel(&own)).await;
    clerk.booked(booking(&slot, BIRTH)).await;
}
