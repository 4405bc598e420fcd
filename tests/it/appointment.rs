//! Appointments through the public API: the days that are open, every rule of booking, holds, and
//! every change of an appointment.

mod booking;
mod change;
mod hold;

use crate::harness::{Centre, make::*};
use frsc_proto::v1;

#[tokio::test]
async fn on_the_day_before_a_long_holiday_the_five_working_days_around_it_are_open() {
    // S24: 2023-09-29 to 10-06 is a holiday; 10-07 and 10-08 are worked at the weekend.
    let centre = Centre::start_at("2023-09-27T08:00").await;
    let request = v1::ListSlotsRequest {
        service_item_ids: vec![EXTENSION.to_owned()],
        page_size: 500,
        ..Default::default()
    };
    let slots = centre.clerk().ok(request).await.slots;
    let mut days: Vec<_> = slots.iter().map(|slot| text_of(slot.slot_date.unwrap())).collect();
    days.dedup();
    assert_eq!(days, ["2023-09-28", "2023-10-07", "2023-10-08", "2023-10-09", "2023-10-10"]);
    for slot in &slots {
        assert_eq!(text_of(slot.slot_date.unwrap()), day_of(slot.start_time), "+08:00 everywhere");
    }
}

#[tokio::test]
async fn an_appointment_at_nine_is_cancelled_until_seven_and_not_a_microsecond_longer() {
    let centre = Centre::start_at("2023-09-27T08:00").await;
    let clerk = centre.clerk();
    let first = clerk.book_at("2023-10-07T09:00", EXTENSION).await;
    let second = clerk.book_at("2023-10-07T09:00", EXTENSION).await;
    centre.it_is("2023-10-07T07:00");
    let cancelled = clerk.ok(cancel(&first)).await.appointment.unwrap();
    assert_eq!(cancelled.state(), v1::AppointmentState::Cancelled);
    centre.clock.advance(chrono::Duration::microseconds(1));
    let refused = clerk.refused(cancel(&second)).await;
    refused.is(tonic::Code::FailedPrecondition, "CANCELLED_TOO_LATE");
    assert_eq!(refused.variable("cutoff_time").unwrap(), "2023-10-07T07:00:00+08:00");
    let kept = clerk.appointment(&second.appointment_id).await;
    assert_eq!(kept, second, "nothing changed");
}

#[tokio::test]
async fn a_booked_appointment_says_what_was_asked_for() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let slot = clerk.slot_at("2024-03-05T09:00", EXTENSION).await;
    let request = booking(&slot.slot_id, EXTENSION);
    let wanted = request.visitor.clone().unwrap();
    let made = clerk.booked(request).await;
    assert_eq!(made.state(), v1::AppointmentState::Booked);
    assert_eq!(made.channel(), v1::Channel::Booked);
    assert_eq!((made.start_time, made.end_time), (slot.start_time, slot.end_time));
    assert_eq!(made.service_item_ids, [EXTENSION]);
    assert!(made.appointment_number.starts_with("20240305-"), "{}", made.appointment_number);
    let visitor = made.visitor.clone().unwrap();
    assert_eq!((visitor.name, visitor.phone_number), (wanted.name, wanted.phone_number));
    assert_eq!(visitor.passport_number, "", "it is never sent back");
    assert_eq!(clerk.appointment(&made.appointment_id).await, made);
    let request = v1::ListAppointmentsRequest {
        from_date: Some(date("2024-03-05")),
        passport_number: wanted.passport_number,
        ..Default::default()
    };
    assert_eq!(clerk.ok(request).await.appointments, [made]);
}

#[tokio::test]
async fn a_list_goes_on_page_by_page_and_a_page_token_is_of_one_list_and_one_caller() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let mut made = Vec::new();
    for hour in ["10:30", "08:30", "09:30", "09:00", "10:00"] {
        made.push(clerk.book_at(&format!("2024-03-05T{hour}"), EXTENSION).await);
    }
    made.sort_by_key(|appointment| appointment.start_time.map(|at| at.seconds));
    let page = |token: &str| v1::ListAppointmentsRequest {
        from_date: Some(date("2024-03-05")),
        page_size: 2,
        page_token: token.to_owned(),
        ..Default::default()
    };
    let (mut listed, mut token, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let answer = clerk.ok(page(&token)).await;
        listed.extend(answer.appointments);
        (token, pages) = (answer.next_page_token, pages + 1);
        if token.is_empty() {
            break;
        }
        let of_another = centre.lead().refused(page(&token)).await;
        of_another.is(tonic::Code::InvalidArgument, "INVALID_FIELD");
        assert_eq!(of_another.fields(), ["page_token"]);
        let states = vec![v1::AppointmentState::Booked.into()];
        let of_another_list = v1::ListAppointmentsRequest { states, ..page(&token) };
        assert_eq!(clerk.refused(of_another_list).await.fields(), ["page_token"]);
    }
    assert_eq!((listed, pages), (made, 3));
}

#[tokio::test]
async fn every_field_that_is_wrong_is_named_at_once() {
    let centre = Centre::start().await;
    let request = v1::BookAppointmentRequest {
        request_id: request_id(),
        slot_id: "slot_nonsense".to_owned(),
        hold_id: "appt_aaaaaaaaaaaaaaaaaaaaaaaaaa".to_owned(),
        service_item_ids: vec!["rp w".to_owned()],
        visitor: Some(v1::Visitor {
            phone_number: "call me".to_owned(),
            passport_number: "E-1".to_owned(),
            language: "!".to_owned(),
            ..Default::default()
        }),
        note: "x".repeat(501),
        ..Default::default()
    };
    let refused = centre.clerk().refused(request).await;
    refused.is(tonic::Code::InvalidArgument, "INVALID_FIELD");
    let fields = refused.fields();
    for field in [
        "channel",
        "slot_id",
        "hold_id",
        "service_item_ids[0]",
        "visitor.name",
        "visitor.language",
        "visitor.phone_number",
        "visitor.passport_number",
        "note",
    ] {
        assert!(fields.iter().any(|named| named == field), "{field} is not among {fields:?}");
    }
}
