//! The hall's sessions and closures: slots follow at once, sold places are never lost, and whoever
//! loses his place is told, not removed.

use crate::harness::{Centre, Client, make::*};
use frsc_proto::{
    admin::{self, Closure, HallSession},
    gtype, v1,
};
use tonic::Code;

/// A session of one counter, from six in the evening of every weekday, with so many places in its
/// only slot.
pub fn one_counter(places: i32) -> HallSession {
    let time = |hours| Some(gtype::TimeOfDay { hours, ..Default::default() });
    HallSession {
        name_zh: "专场".to_owned(),
        name_en: "Special".to_owned(),
        weekdays: (1..=5).collect(),
        start_time: time(18),
        end_time: time(19),
        slot_minutes: 60,
        counter_ids: vec!["A01".to_owned()],
        places_per_counter: places,
        ticket_series: "S".to_owned(),
        ..Default::default()
    }
}

/// Adds a session.
pub async fn add(admin: &Client, session: HallSession) -> HallSession {
    let request = admin::CreateHallSessionRequest {
        request_id: request_id(),
        hall_session: Some(session),
        validate_only: false,
    };
    admin.ok(request).await.hall_session.unwrap()
}

/// The closing of the hall for some time.
pub fn close(from: &str, to: &str) -> admin::CreateClosureRequest {
    let closure = Closure {
        start_time: Some(instant(from)),
        end_time: Some(instant(to)),
        reason: "no power".to_owned(),
        ..Default::default()
    };
    admin::CreateClosureRequest {
        request_id: request_id(),
        closure: Some(closure),
        validate_only: false,
    }
}

/// The end of a closure.
pub fn end(closure: &Closure) -> admin::EndClosureRequest {
    admin::EndClosureRequest {
        request_id: request_id(),
        closure_id: closure.closure_id.clone(),
        etag: closure.etag.clone(),
        validate_only: false,
    }
}

#[tokio::test]
async fn a_new_session_is_open_at_once_and_closes_with_its_validity() {
    let centre = Centre::start().await;
    let (admin, clerk) = (centre.admin(), centre.clerk());
    let session = HallSession { valid_to_date: Some(date("2024-03-06")), ..one_counter(3) };
    let made = add(&admin, session).await;
    let slot = clerk.slot_at("2024-03-05T18:00", EXTENSION).await;
    assert_eq!((slot.places, &slot.hall_session_id), (3, &made.hall_session_id));
    for _ in 0..3 {
        clerk.booked(booking(&slot.slot_id, EXTENSION)).await;
    }
    assert_eq!(clerk.not_booked(booking(&slot.slot_id, EXTENSION)).await.rules(), ["SLOT_FULL"]);
    let later = clerk.ok(all_slots("2024-03-07", "2024-03-07", &[EXTENSION])).await.slots;
    assert!(later.iter().all(|slot| slot.hall_session_id != made.hall_session_id));
}

#[tokio::test]
async fn a_sessions_ceiling_bounds_a_channel() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let quota = |floor, ceiling| Some(admin::ChannelQuota { floor, ceiling });
    let session =
        HallSession { third_party_quota: quota(0, 1), booked_quota: quota(2, 0), ..one_counter(5) };
    add(&centre.admin(), session).await;
    let slot = clerk.slot("2024-03-05T18:00").await;
    clerk.booked(centre.agent_booking(&slot, EXTENSION).await).await;
    let refused = clerk.not_booked(centre.agent_booking(&slot, EXTENSION).await).await;
    assert_eq!(refused.rules(), ["CHANNEL_FULL"]);
    for _ in 0..4 {
        clerk.booked(booking(&slot, EXTENSION)).await;
    }
}

#[tokio::test]
async fn places_that_are_sold_are_not_taken_away_by_a_change() {
    let centre = Centre::start().await;
    let (admin, clerk) = (centre.admin(), centre.clerk());
    let made = add(&admin, one_counter(3)).await;
    let slot = clerk.slot("2024-03-05T18:00").await;
    for _ in 0..2 {
        clerk.booked(booking(&slot, EXTENSION)).await;
    }
    let update = |places| admin::UpdateHallSessionRequest {
        request_id: request_id(),
        hall_session: Some(HallSession { places_per_counter: places, ..made.clone() }),
        update_mask: Some(prost_types::FieldMask { paths: vec!["places_per_counter".to_owned()] }),
        validate_only: false,
    };
    let refused = admin.refused(update(1)).await;
    refused.is(Code::FailedPrecondition, "PLACES_BELOW_SOLD");
    assert_eq!(refused.variable("date").unwrap(), "2024-03-05");
    let changed = admin.ok(update(2)).await.hall_session.unwrap();
    assert_eq!(changed.places_per_counter, 2);
    assert_eq!(clerk.not_booked(booking(&slot, EXTENSION)).await.rules(), ["SLOT_FULL"]);
    admin.refused(update(3)).await.is(Code::Aborted, "ETAG_MISMATCH");
}

#[tokio::test]
async fn an_exception_opens_a_saturday_and_takes_it_back() {
    let centre = Centre::start().await;
    let (admin, clerk) = (centre.admin(), centre.clerk());
    let made = add(&admin, one_counter(2)).await;
    let set = |etag: &str, places| admin::SetHallSessionExceptionRequest {
        request_id: request_id(),
        hall_session_id: made.hall_session_id.clone(),
        etag: etag.to_owned(),
        exception: Some(admin::HallSessionException {
            exception_date: Some(date("2024-03-09")),
            places_per_counter: places,
        }),
        validate_only: false,
    };
    let open = admin.ok(set(&made.etag, 7)).await.hall_session.unwrap();
    let slot = clerk.slot_at("2024-03-09T18:00", EXTENSION).await;
    assert_eq!(slot.places, 7);
    let booked = clerk.booked(booking(&slot.slot_id, EXTENSION)).await;
    let refused = admin.refused(set(&open.etag, 0)).await;
    refused.is(Code::FailedPrecondition, "PLACES_BELOW_SOLD");
    clerk.ok(cancel(&booked)).await;
    admin.ok(set(&open.etag, 0)).await;
    let slots = clerk.ok(all_slots("2024-03-09", "2024-03-09", &[EXTENSION])).await.slots;
    assert!(slots.is_empty());
}

#[tokio::test]
async fn a_closure_is_counted_first_orphans_whom_it_touches_and_lets_them_move() {
    let centre = Centre::start().await;
    let (lead, clerk) = (centre.lead(), centre.clerk());
    let touched = clerk.book_at("2024-03-05T09:00", EXTENSION).await;
    let kept = clerk.book_at("2024-03-05T14:00", EXTENSION).await;
    let slot = clerk.slot("2024-03-05T09:30").await;
    clerk.ok(hold(&slot, EXTENSION)).await;
    let request = close("2024-03-05T08:00", "2024-03-05T12:00");
    let dry = admin::CreateClosureRequest { validate_only: true, ..request.clone() };
    lead.ok(v1::GetCallerRequest {}).await;
    let before = centre.database.row_counts().await;
    let counted = lead.ok(dry).await;
    assert_eq!((counted.slots_touched, counted.places_lost), (7, 7 * 16));
    assert_eq!((counted.appointments_orphaned, counted.holds_ended), (1, 1));
    assert_eq!(centre.database.row_counts().await, before, "a dry run writes nothing");
    assert_eq!(clerk.appointment(&touched.appointment_id).await, touched);
    let done = lead.ok(request).await;
    assert_eq!(done.appointments_orphaned, 1);
    let orphan = clerk.appointment(&touched.appointment_id).await;
    assert_eq!(orphan.state(), v1::AppointmentState::Orphaned);
    assert_eq!(orphan.reason, "no power");
    assert_eq!(clerk.appointment(&kept.appointment_id).await, kept);
    let refused = clerk.not_booked(booking(&slot, EXTENSION)).await;
    assert!(refused.rules().contains(&"SLOT_NOT_OFFERED".to_owned()), "{refused:?}");
    let free = refused.nearest().first().cloned().unwrap();
    let moved = clerk.ok(reschedule(&orphan, &free)).await.appointment.unwrap();
    assert_eq!((moved.state(), moved.reason.as_str()), (v1::AppointmentState::Booked, ""));
    lead.ok(end(&done.closure.unwrap())).await;
    clerk.booked(booking(&slot, EXTENSION)).await;
}

#[tokio::test]
async fn who_still_fits_on_the_other_counters_keeps_his_appointment() {
    let centre = Centre::start().await;
    let (lead, clerk) = (centre.lead(), centre.clerk());
    let slot = clerk.slot("2024-03-05T09:00").await;
    let mut made = Vec::new();
    for _ in 0..4 {
        made.push(clerk.booked(booking(&slot, EXTENSION)).await);
    }
    let birth = clerk.booked(booking(&slot, BIRTH)).await;
    let mut request = close("2024-03-05T08:00", "2024-03-05T12:00");
    request.closure.as_mut().unwrap().counter_id = "A01".to_owned();
    let done = lead.ok(request).await;
    assert_eq!(done.appointments_orphaned, 1, "four extensions fit on A02 and A05");
    let birth = clerk.appointment(&birth.appointment_id).await;
    assert_eq!(birth.state(), v1::AppointmentState::Orphaned);
    for kept in made {
        assert_eq!(clerk.appointment(&kept.appointment_id).await, kept);
    }
}
