//! Changes of an appointment: moved, cancelled, checked in, missed; and its etag.

use crate::harness::{Centre, Who, make::*};
use frsc_proto::v1::{self, AppointmentState};
use tonic::Code;

#[tokio::test]
async fn an_appointment_is_moved_whole_or_not_at_all() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let (nine, ten) = (clerk.slot("2024-03-05T09:00").await, clerk.slot("2024-03-06T10:00").await);
    let moving = clerk.booked(booking(&nine, BIRTH)).await;
    clerk.booked(booking(&nine, BIRTH)).await;
    for _ in 0..2 {
        clerk.booked(booking(&ten, BIRTH)).await;
    }
    let refused = clerk.refused(reschedule(&moving, &ten)).await;
    refused.is(Code::FailedPrecondition, "SLOT_FULL");
    assert_eq!(clerk.appointment(&moving.appointment_id).await, moving);
    assert_eq!(clerk.not_booked(booking(&nine, BIRTH)).await.rules(), ["SLOT_FULL"], "it kept it");
    let free = refused.nearest().first().cloned().unwrap();
    let moved = clerk.ok(reschedule(&moving, &free)).await.appointment.unwrap();
    assert_eq!((moved.slot_id.as_str(), moved.state()), (free.as_str(), AppointmentState::Booked));
    assert_ne!(moved.etag, moving.etag);
    assert_eq!(moved.appointment_id, moving.appointment_id);
    clerk.booked(booking(&nine, BIRTH)).await;
}

#[tokio::test]
async fn an_appointment_moves_within_its_day_but_not_onto_a_day_the_person_has_one() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let (nine, ten) = (clerk.slot("2024-03-05T09:00").await, clerk.slot("2024-03-05T10:00").await);
    let next_day = clerk.slot("2024-03-06T10:00").await;
    let first = booking(&nine, EXTENSION);
    let second = v1::BookAppointmentRequest {
        visitor: first.visitor.clone(),
        ..booking(&next_day, EXTENSION)
    };
    let first = clerk.booked(first).await;
    let second = clerk.booked(second).await;
    let moved = clerk.ok(reschedule(&first, &ten)).await.appointment.unwrap();
    assert_eq!(moved.slot_id, ten);
    let refused = clerk.refused(reschedule(&second, &nine)).await;
    assert_eq!(refused.rules(), ["DUPLICATE_BOOKING"]);
}

#[tokio::test]
async fn a_stale_etag_changes_nothing() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let stale = clerk.book_at("2024-03-05T09:00", EXTENSION).await;
    let free = clerk.slot("2024-03-05T10:00").await;
    let moved = clerk.ok(reschedule(&stale, &free)).await.appointment.unwrap();
    let before = centre.database.number("SELECT count(*) FROM outbox").await;
    centre.it_is("2024-03-05T10:00");
    let refusals = [
        clerk.refused(cancel(&stale)).await,
        clerk.refused(reschedule(&stale, &free)).await,
        clerk.refused(check_in(&stale)).await,
        clerk.refused(no_show(&stale)).await,
    ];
    for refused in refusals {
        refused.is(Code::Aborted, "ETAG_MISMATCH");
    }
    assert_eq!(clerk.appointment(&stale.appointment_id).await, moved);
    assert_eq!(centre.database.number("SELECT count(*) FROM outbox").await, before);
    let without = v1::CancelAppointmentRequest { etag: String::new(), ..cancel(&moved) };
    assert_eq!(clerk.refused(without).await.fields(), ["etag"]);
}

#[tokio::test]
async fn check_in_is_on_the_day_and_issues_a_ticket() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let made = clerk.book_at("2024-03-05T09:00", EXTENSION).await;
    let early = clerk.refused(check_in(&made)).await;
    early.is(Code::FailedPrecondition, "CHECK_IN_WRONG_DAY");
    assert_eq!(early.variable("date").unwrap(), "2024-03-05");
    centre.it_is("2024-03-05T08:40");
    let answer = clerk.ok(check_in(&made)).await;
    assert_eq!((answer.ticket_number.as_str(), answer.tickets_ahead), ("A001", 0));
    let here = answer.appointment.unwrap();
    assert_eq!(here.state(), AppointmentState::CheckedIn);
    let ticket = clerk.ticket(&here.ticket_id).await;
    assert_eq!(ticket.appointment_id, here.appointment_id);
    for refused in [
        clerk.refused(cancel(&here)).await,
        clerk.refused(check_in(&here)).await,
        clerk.refused(no_show(&here)).await,
    ] {
        refused.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
        assert_eq!(refused.variable("current_state").unwrap(), "CHECKED_IN");
        assert!(refused.variable("allowed_states").unwrap().contains("BOOKED"));
    }
}

#[tokio::test]
async fn what_belongs_to_another_department_is_not_found_to_its_officers_and_systems() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let own = clerk.book_at("2024-03-05T09:00", WORK_PERMIT).await;
    let other = clerk.book_at("2024-03-05T09:00", EXTENSION).await;
    let slot = clerk.slot("2024-03-05T09:00").await;
    let both = v1::BookAppointmentRequest {
        service_item_ids: vec![EXTENSION.to_owned(), WORK_PERMIT.to_owned()],
        ..booking(&slot, EXTENSION)
    };
    let both = clerk.booked(both).await;
    for who in [Who::StbOfficer, Who::StbPartner] {
        let client = centre.client(who);
        let listed = v1::ListAppointmentsRequest {
            from_date: Some(date("2024-03-05")),
            ..Default::default()
        };
        let mut listed: Vec<_> = client.ok(listed).await.appointments;
        let mut wanted = vec![own.clone(), both.clone()];
        listed.sort_by(|a, b| a.appointment_id.cmp(&b.appointment_id));
        wanted.sort_by(|a, b| a.appointment_id.cmp(&b.appointment_id));
        assert_eq!(listed, wanted, "{who:?}");
        let id = other.appointment_id.clone();
        let hidden = client.refused(v1::GetAppointmentRequest { appointment_id: id }).await;
        hidden.is(Code::NotFound, "NOT_FOUND");
    }
    let partner = centre.client(Who::StbPartner);
    partner.refused(cancel(&other)).await.is(Code::NotFound, "NOT_FOUND");
    partner.refused(reschedule(&other, &slot)).await.is(Code::NotFound, "NOT_FOUND");
    assert_eq!(clerk.appointment(&other.appointment_id).await, other);
    partner.ok(cancel(&own)).await;
}
