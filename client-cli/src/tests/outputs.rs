//! What a program reads is stable and untranslated; what a person reads is in his language with the
//! days counted.

use crate::cell::View;
use crate::i18n::{Language, Texts};
use crate::message::{Json, answer, child, enum_number, enum_words};
use chrono::NaiveDate;
use frsc_proto::v1;
use prost_reflect::DynamicMessage;

fn appointment() -> DynamicMessage {
    let visitor =
        v1::Visitor {
            name: "김민준".to_owned(), language: "ko".to_owned(), ..Default::default()
        };
    let appointment = v1::Appointment {
        appointment_id: "appt_x".to_owned(),
        state: v1::AppointmentState::CheckedIn as i32,
        channel: v1::Channel::WalkIn as i32,
        // 2026-03-03 09:00 in Shanghai.
        start_time: Some(prost_types::Timestamp { seconds: 1_772_499_600, nanos: 0 }),
        service_item_ids: vec!["RP-W-EXT".to_owned(), "RP-W-NEW".to_owned()],
        visitor: Some(visitor),
        ..Default::default()
    };
    answer::<v1::GetAppointmentRequest>(&v1::GetAppointmentResponse {
        appointment: Some(appointment),
    })
}

#[test]
fn json_has_the_contracts_names_whole_enums_local_rfc_3339_and_null_for_the_absent() {
    let text = serde_json::to_string(&Json(&appointment())).expect("JSON");
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let appointment = &json["appointment"];
    assert_eq!(appointment["state"], "APPOINTMENT_STATE_CHECKED_IN");
    assert_eq!(appointment["start_time"], "2026-03-03T09:00:00+08:00");
    assert_eq!(appointment["service_item_ids"], serde_json::json!(["RP-W-EXT", "RP-W-NEW"]));
    assert_eq!(appointment["visitor"]["name"], "김민준");
    assert!(appointment["agent"].is_null() && appointment["end_time"].is_null());
    assert_eq!(appointment["note"], "");
    let start = text.find("appointment_id").zip(text.find("appointment_number"));
    assert!(start.is_some_and(|(id, number)| id < number), "the contract's order: {text}");
}

#[test]
fn dates_times_of_day_and_lengths_are_iso_in_json() {
    let ticket = v1::Ticket {
        ticket_date: Some(frsc_proto::gtype::Date { year: 2026, month: 3, day: 3 }),
        wait_duration: Some(prost_types::Duration { seconds: 754, nanos: 0 }),
        ..Default::default()
    };
    let whole = answer::<v1::GetTicketRequest>(&v1::GetTicketResponse { ticket: Some(ticket) });
    let json = serde_json::to_value(Json(&whole)).expect("JSON");
    assert_eq!(json["ticket"]["ticket_date"], "2026-03-03");
    assert_eq!(json["ticket"]["wait_duration"], "754s");
    let hours = v1::OpeningHours {
        open_time: Some(frsc_proto::gtype::TimeOfDay {
            hours: 8,
            minutes: 30,
            ..Default::default()
        }),
        weekdays: vec![1, 5],
        ..Default::default()
    };
    let whole = answer::<v1::ListOpeningHoursRequest>(&v1::ListOpeningHoursResponse {
        opening_hours: vec![hours],
    });
    let json = serde_json::to_value(Json(&whole)).expect("JSON");
    assert_eq!(json["opening_hours"][0]["open_time"], "08:30");
    assert_eq!(json["opening_hours"][0]["weekdays"], serde_json::json!(["MONDAY", "FRIDAY"]));
}

#[test]
fn a_person_reads_words_and_relative_days_and_a_program_does_not() {
    let appointment = child(&appointment(), "appointment").expect("an appointment");
    let texts = Texts::new(Language::ZhCn);
    let today = NaiveDate::from_ymd_opt(2026, 3, 2);
    let person = View { texts: Some(&texts), today };
    assert_eq!(person.cell(&appointment, "start_time"), "2026-03-03 09:00 (明天)");
    assert_eq!(person.cell(&appointment, "state"), "已签到");
    assert_eq!(person.cell(&appointment, "visitor.name"), "김민준");
    let program = View { texts: None, today: None };
    assert_eq!(program.cell(&appointment, "start_time"), "2026-03-03T09:00:00+08:00");
    assert_eq!(program.cell(&appointment, "state"), "APPOINTMENT_STATE_CHECKED_IN");
    assert_eq!(program.cell(&appointment, "service_item_ids"), "RP-W-EXT,RP-W-NEW");
    assert_eq!(program.cell(&appointment, "agent.name"), "");
}

#[test]
fn the_words_of_the_command_line_are_the_contracts_enums() {
    assert_eq!(enum_words("frsc.v1.Channel"), ["booked", "walk-in", "third-party"]);
    assert_eq!(enum_number("frsc.v1.Channel", "walk-in"), v1::Channel::WalkIn as i32);
    assert_eq!(enum_number("frsc.v1.Channel", "other"), 0);
    let purposes = enum_words("frsc.v1.RevealPurpose");
    assert!(purposes.contains(&"identity-check".to_owned()), "{purposes:?}");
}
