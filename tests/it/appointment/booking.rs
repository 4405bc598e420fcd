//! The rules that refuse a booking, each alone and several together.

use crate::harness::{Centre, Who, make::*};
use frsc_proto::v1;
use tonic::Code;

#[tokio::test]
async fn booking_ends_a_day_ahead() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let slot = clerk.slot("2024-03-04T16:00").await;
    let refused = clerk.not_booked(booking(&slot, EXTENSION)).await;
    refused.is(Code::FailedPrecondition, "BOOKED_TOO_LATE");
    assert_eq!(refused.rules(), ["BOOKED_TOO_LATE"]);
    assert_eq!(refused.variable("min_days_ahead").unwrap(), "1");
}

#[tokio::test]
async fn the_sixth_working_day_is_not_open_yet() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    clerk.book_at("2024-03-11T09:00", EXTENSION).await;
    let slot = clerk.slot("2024-03-12T09:00").await;
    let refused = clerk.not_booked(booking(&slot, EXTENSION)).await;
    assert_eq!(refused.rules(), ["BEYOND_BOOKING_WINDOW"]);
    assert_eq!(refused.variable("last_open_date").unwrap(), "2024-03-11");
    centre.it_is("2024-03-05T00:00");
    clerk.booked(booking(&slot, EXTENSION)).await;
}

#[tokio::test]
async fn a_person_has_one_appointment_for_an_item_on_a_day() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let slot = clerk.slot("2024-03-05T09:00").await;
    let first = booking(&slot, EXTENSION);
    let same_person = |slot: &str, item: &str| v1::BookAppointmentRequest {
        visitor: first.visitor.clone(),
        ..booking(slot, item)
    };
    let made = clerk.booked(first.clone()).await;
    let afternoon = clerk.slot("2024-03-05T14:00").await;
    let refused = clerk.not_booked(same_person(&afternoon, EXTENSION)).await;
    assert_eq!(refused.rules(), ["DUPLICATE_BOOKING"]);
    let nearest = refused.nearest().remove(0);
    let other_day = clerk.booked(same_person(&nearest, EXTENSION)).await;
    assert_ne!(day_of(other_day.start_time), "2024-03-05", "it would be refused again");
    clerk.booked(same_person(&afternoon, BIRTH)).await;
    let written = first.visitor.clone().unwrap();
    let spelt = v1::Visitor {
        name: "ANOTHER NAME".to_owned(),
        passport_number: written.passport_number.to_lowercase(),
        ..written
    };
    let request =
        v1::BookAppointmentRequest { visitor: Some(spelt), ..booking(&afternoon, EXTENSION) };
    let refused = clerk.not_booked(request).await;
    assert_eq!(refused.rules(), ["DUPLICATE_BOOKING"], "known by the passport however it is typed");
    clerk.ok(cancel(&made)).await;
    clerk.booked(same_person(&afternoon, EXTENSION)).await;
}

#[tokio::test]
async fn two_no_shows_in_a_month_block_booking_for_thirty_days_but_not_walking_in() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let person = visitor();
    let mut blocked = None;
    for day in ["2024-03-05", "2024-03-06"] {
        let slot = clerk.slot(&format!("{day}T09:00")).await;
        let request =
            v1::BookAppointmentRequest { visitor: Some(person.clone()), ..booking(&slot, BIRTH) };
        let made = clerk.booked(request).await;
        centre.it_is(&format!("{day}T08:59"));
        let early = clerk.refused(no_show(&made)).await;
        assert_eq!(early.rules(), ["NO_SHOW_TOO_EARLY"]);
        centre.it_is(&format!("{day}T09:00"));
        let answer = clerk.ok(no_show(&made)).await;
        assert_eq!(answer.appointment.unwrap().state(), v1::AppointmentState::NoShow);
        blocked = answer.blocked_until_date;
    }
    assert_eq!(blocked, Some(date("2024-04-05")), "30 days from the next day");
    let slot = clerk.slot("2024-03-08T09:00").await;
    let request = |slot: &str| v1::BookAppointmentRequest {
        visitor: Some(person.clone()),
        ..booking(slot, EXTENSION)
    };
    let refused = clerk.not_booked(request(&slot)).await;
    assert_eq!(refused.rules(), ["NO_SHOW_BLOCK"]);
    assert_eq!(refused.variable("blocked_until").unwrap(), "2024-04-05");
    assert_eq!(refused.nearest(), Vec::<String>::new(), "no other place would help");
    let on_foot = v1::IssueTicketRequest { visitor: Some(person.clone()), ..walk_in(EXTENSION) };
    clerk.ok(on_foot).await;
    centre.it_is("2024-04-06T08:00");
    let slot = clerk.slot("2024-04-08T09:00").await;
    clerk.booked(request(&slot)).await;
}

#[tokio::test]
async fn places_kept_for_walk_ins_are_not_booked_and_flow_to_nobody_else() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    // 16 places, 2 of them kept for walk-ins: 14 can be booked, whatever counters are left.
    let items = ["RP-W-EXT", "RP-W-EXT", "VS-EXT", "WP-REG", "WP-EXT", "NOT-MAN", "FIE-REG"];
    let slot = clerk.slot("2024-03-05T09:00").await;
    for item in items.iter().chain(&items) {
        clerk.booked(booking(&slot, item)).await;
    }
    let left = clerk.slot_at("2024-03-05T09:00", "SCH-ENROL").await;
    assert_eq!((left.places, left.places_left), (16, 0));
    assert_eq!(left.blocked_reasons, ["CHANNEL_FULL"]);
    let refused = clerk.not_booked(booking(&slot, "SCH-ENROL")).await;
    assert_eq!(refused.rules(), ["CHANNEL_FULL"]);
    let refused = clerk.not_booked(centre.agent_booking(&slot, "SCH-ENROL").await).await;
    assert_eq!(refused.rules(), ["CHANNEL_FULL"]);
    centre.it_is("2024-03-05T08:30");
    for _ in 0..2 {
        let request = v1::IssueTicketRequest { slot_id: slot.clone(), ..walk_in("SCH-ENROL") };
        clerk.ok(request).await;
    }
    let request = v1::IssueTicketRequest { slot_id: slot.clone(), ..walk_in("SCH-ENROL") };
    assert_eq!(clerk.refused(request).await.rules(), ["SLOT_FULL"]);
}

#[tokio::test]
async fn a_slot_is_full_for_an_item_once_no_counter_that_serves_it_is_free() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let slot = clerk.slot("2024-03-05T09:00").await;
    for _ in 0..2 {
        clerk.booked(booking(&slot, BIRTH)).await;
    }
    let refused = clerk.not_booked(booking(&slot, BIRTH)).await;
    refused.is(Code::FailedPrecondition, "SLOT_FULL");
    clerk.booked(booking(&slot, EXTENSION)).await;
}

#[tokio::test]
async fn earlier_bookings_move_to_other_counters_to_make_room() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let slot = clerk.slot("2024-03-05T09:00").await;
    // Four extensions fit on A01, A02 and A05, so the two places of A01 are still for births.
    for item in [EXTENSION, EXTENSION, EXTENSION, EXTENSION, BIRTH, BIRTH] {
        clerk.booked(booking(&slot, item)).await;
    }
    assert_eq!(clerk.not_booked(booking(&slot, EXTENSION)).await.rules(), ["SLOT_FULL"]);
}

#[tokio::test]
async fn items_that_no_counter_serves_together_are_not_one_visit() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let slot = clerk.slot("2024-03-05T09:00").await;
    let items = |list: [&str; 2]| v1::BookAppointmentRequest {
        service_item_ids: list.map(str::to_owned).to_vec(),
        ..booking(&slot, EXTENSION)
    };
    let refused = clerk.not_booked(items([EXTENSION, "NCR"])).await;
    assert_eq!(refused.rules(), ["NO_COUNTER_SERVES"]);
    clerk.booked(items([EXTENSION, WORK_PERMIT])).await;
}

#[tokio::test]
async fn a_walk_in_takes_a_place_of_today_only() {
    let centre = Centre::start_at("2024-03-05T09:10").await;
    let clerk = centre.clerk();
    let tomorrow = clerk.slot("2024-03-06T09:00").await;
    let request = v1::IssueTicketRequest { slot_id: tomorrow.clone(), ..walk_in(EXTENSION) };
    assert_eq!(clerk.refused(request).await.rules(), ["WALK_IN_TODAY_ONLY"]);
    let over = clerk.slot("2024-03-05T08:30").await;
    let request = v1::IssueTicketRequest { slot_id: over, ..walk_in(EXTENSION) };
    let refused = clerk.refused(request).await;
    assert_eq!(refused.rules(), ["SLOT_PAST"], "half past eight ended at nine");
    clerk.ok(walk_in(EXTENSION)).await;
}

#[tokio::test]
async fn an_agent_is_named_for_the_third_party_and_for_nobody_else() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let slot = clerk.slot("2024-03-05T09:00").await;
    let by_agent = centre.agent_booking(&slot, EXTENSION).await;
    let nameless = v1::BookAppointmentRequest { agent: None, ..by_agent.clone() };
    let refused = clerk.not_booked(nameless).await;
    refused.is(Code::InvalidArgument, "INVALID_FIELD");
    assert_eq!(refused.fields(), ["agent"]);
    let channel = v1::Channel::Booked.into();
    let odd = v1::BookAppointmentRequest { channel, ..by_agent.clone() };
    assert_eq!(clerk.not_booked(odd).await.fields(), ["agent"]);
    let made = clerk.booked(centre.agent_booking(&slot, EXTENSION).await).await;
    assert_eq!(made.agent.unwrap().name, "AGENCY");
}

#[tokio::test]
async fn a_slot_in_the_past_and_a_slot_that_is_none_are_refused() {
    let centre = Centre::start_at("2024-03-05T09:00").await;
    let clerk = centre.clerk();
    let begun = clerk.slot("2024-03-05T09:00").await;
    let refused = clerk.not_booked(booking(&begun, EXTENSION)).await;
    assert_eq!(refused.rules(), ["BOOKED_TOO_LATE", "SLOT_PAST"]);
    let unknown = format!("slot_{}", "a".repeat(32));
    let refused = clerk.not_booked(booking(&unknown, EXTENSION)).await;
    assert!(refused.rules().contains(&"SLOT_NOT_OFFERED".to_owned()), "{refused:?}");
    let refused = clerk.not_booked(booking("slot_", EXTENSION)).await;
    assert_eq!(refused.fields(), ["slot_id"]);
}

#[tokio::test]
async fn a_refusal_names_every_rule_and_the_nearest_places_which_can_be_booked() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let slot = clerk.slot("2024-03-05T09:00").await;
    let person = visitor();
    let request = |slot: &str| v1::BookAppointmentRequest {
        visitor: Some(person.clone()),
        ..booking(slot, BIRTH)
    };
    clerk.booked(request(&slot)).await;
    clerk.booked(booking(&slot, BIRTH)).await;
    centre.it_is("2024-03-05T09:10");
    let refused = clerk.not_booked(request(&slot)).await;
    assert_eq!(refused.rules(), ["BOOKED_TOO_LATE", "DUPLICATE_BOOKING", "SLOT_FULL", "SLOT_PAST"]);
    let nearest = refused.nearest();
    assert_eq!(nearest.len(), 3);
    assert!(refused.variable("nearest_1").unwrap().ends_with(" 2024-03-06T08:30"), "{refused:?}");
    let dry = v1::BookAppointmentRequest { validate_only: true, ..request(&slot) };
    assert_eq!(clerk.not_booked(dry).await.nearest(), nearest, "a dry run tells the same");
    let on_foot = v1::IssueTicketRequest { slot_id: slot.clone(), ..walk_in(BIRTH) };
    let refused = clerk.refused(on_foot).await;
    assert_eq!((refused.rules(), refused.nearest().len()), (vec!["SLOT_FULL".to_owned()], 3));
    for place in nearest {
        clerk.booked(booking(&place, BIRTH)).await;
    }
    for place in refused.nearest() {
        clerk.ok(v1::IssueTicketRequest { slot_id: place, ..walk_in(BIRTH) }).await;
    }
}

#[tokio::test]
async fn a_partner_books_items_of_its_own_department_only() {
    let centre = Centre::start().await;
    let partner = centre.client(Who::StbPartner);
    let slot = centre.clerk().slot("2024-03-05T09:00").await;
    let refused = partner.not_booked(booking(&slot, EXTENSION)).await;
    assert_eq!(refused.rules(), ["DEPARTMENT_NOT_RESPONSIBLE"]);
    assert_eq!(refused.variable("service_item_id").unwrap(), EXTENSION);
    let made = partner.booked(booking(&slot, WORK_PERMIT)).await;
    assert_eq!(partner.appointment(&made.appointment_id).await, made);
}

#[tokio::test]
async fn the_year_nobody_has_published_yet_is_not_open() {
    let centre = Centre::start_at("2026-12-28T08:00").await;
    let clerk = centre.clerk();
    let request = v1::ListSlotsRequest {
        to_date: Some(date("2027-01-08")),
        service_item_ids: vec![EXTENSION.to_owned()],
        page_size: 500,
        ..Default::default()
    };
    let slots = clerk.ok(request).await.slots;
    let last = slots.last().map(|slot| day_of(slot.start_time));
    assert_eq!(last.as_deref(), Some("2026-12-31"));
}
