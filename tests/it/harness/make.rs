//! Requests as tests make them: a visitor nobody else is, an appointment in a slot named by its
//! local time, a day of the calendar.

use super::{Client, Refused};
use chrono::{Datelike as _, NaiveDate};
use frsc_proto::{admin, gtype, v1};
use frsc_server::clock::{from_local, local_date};
use prost_types::Timestamp;
use std::sync::atomic::{AtomicU32, Ordering};
use uuid::Uuid;

/// An item that three counters serve, of the PSB.
pub const EXTENSION: &str = "RP-W-EXT";
/// An item that one counter serves, of the PSB: two places in a slot.
pub const BIRTH: &str = "BIRTH-REG";
/// An item of the STB.
pub const WORK_PERMIT: &str = "WP-EXT";

/// A new request id.
pub fn request_id() -> String {
    Uuid::new_v4().to_string()
}

/// A visitor nobody else in this process is.
pub fn visitor() -> v1::Visitor {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    v1::Visitor {
        name: format!("VISITOR NUMBER {number}"),
        language: "en".to_owned(),
        phone_number: format!("+99955{number:05}"),
        passport_number: format!("V{:07}", 1_000_000 + number),
        ..Default::default()
    }
}

/// A booking of an item for a new visitor.
pub fn booking(slot_id: &str, item: &str) -> v1::BookAppointmentRequest {
    v1::BookAppointmentRequest {
        request_id: request_id(),
        channel: v1::Channel::Booked.into(),
        slot_id: slot_id.to_owned(),
        service_item_ids: vec![item.to_owned()],
        visitor: Some(visitor()),
        ..Default::default()
    }
}

/// A hold of a place.
pub fn hold(slot_id: &str, item: &str) -> v1::HoldSlotRequest {
    v1::HoldSlotRequest {
        request_id: request_id(),
        slot_id: slot_id.to_owned(),
        service_item_ids: vec![item.to_owned()],
        channel: v1::Channel::Booked.into(),
        validate_only: false,
    }
}

/// A walk-in of an item.
pub fn walk_in(item: &str) -> v1::IssueTicketRequest {
    v1::IssueTicketRequest {
        request_id: request_id(),
        service_item_ids: vec![item.to_owned()],
        visitor: Some(visitor()),
        ..Default::default()
    }
}

/// A date of the contract, `2023-09-27`.
pub fn date(text: &str) -> gtype::Date {
    let date: NaiveDate = text.parse().expect("a date");
    let part = |number: u32| i32::try_from(number).expect("a part of a date");
    gtype::Date { year: date.year(), month: part(date.month()), day: part(date.day()) }
}

/// A date of the contract as text.
pub fn text_of(date: gtype::Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// A local time, `2023-09-27T08:00`, as an instant of the contract.
pub fn instant(local: &str) -> Timestamp {
    Timestamp { seconds: from_local(super::local_time(local)).timestamp(), nanos: 0 }
}

/// The slots of some days for items and a channel, those in which nothing can be booked too.
pub fn all_slots(from: &str, to: &str, items: &[&str]) -> v1::ListSlotsRequest {
    v1::ListSlotsRequest {
        from_date: Some(date(from)),
        to_date: Some(date(to)),
        service_item_ids: items.iter().map(|item| (*item).to_owned()).collect(),
        channel: v1::Channel::Booked.into(),
        include_full: true,
        page_size: 500,
        page_token: String::new(),
    }
}

impl Client {
    /// The slot that begins at a local time.
    pub async fn slot_at(&self, local: &str, item: &str) -> v1::Slot {
        let day = local.split('T').next().unwrap_or_default();
        let slots = self.ok(all_slots(day, day, &[item])).await.slots;
        let found = slots.into_iter().find(|slot| slot.start_time == Some(instant(local)));
        found.unwrap_or_else(|| panic!("no slot begins at {local}"))
    }

    /// The id of the slot that begins at a local time.
    pub async fn slot(&self, local: &str) -> String {
        self.slot_at(local, EXTENSION).await.slot_id
    }

    /// Books an item at a local time for a new visitor.
    pub async fn book_at(&self, local: &str, item: &str) -> v1::Appointment {
        let slot = self.slot_at(local, item).await.slot_id;
        self.booked(booking(&slot, item)).await
    }

    /// Books.
    pub async fn booked(&self, request: v1::BookAppointmentRequest) -> v1::Appointment {
        self.ok(request).await.appointment.expect("the appointment")
    }

    /// Books in vain.
    pub async fn not_booked(&self, request: v1::BookAppointmentRequest) -> Refused {
        self.refused(request).await
    }

    /// The appointment as it is.
    pub async fn appointment(&self, id: &str) -> v1::Appointment {
        let request = v1::GetAppointmentRequest { appointment_id: id.to_owned() };
        self.ok(request).await.appointment.expect("the appointment")
    }

    /// The ticket as it is.
    pub async fn ticket(&self, id: &str) -> v1::Ticket {
        let request = v1::GetTicketRequest { ticket_id: id.to_owned() };
        self.ok(request).await.ticket.expect("the ticket")
    }

    /// Takes a walk-in.
    pub async fn takes(&self, item: &str) -> v1::Ticket {
        self.ok(walk_in(item)).await.ticket.expect("the ticket")
    }

    /// Calls the next ticket to a counter.
    pub async fn calls(&self, counter: &str) -> v1::Ticket {
        self.ok(call_next(counter)).await.ticket.expect("the ticket")
    }
}

/// Calls the next ticket to a counter.
pub fn call_next(counter: &str) -> v1::CallNextTicketRequest {
    v1::CallNextTicketRequest { request_id: request_id(), counter_id: counter.to_owned() }
}

/// The cancelling of an appointment.
pub fn cancel(appointment: &v1::Appointment) -> v1::CancelAppointmentRequest {
    v1::CancelAppointmentRequest {
        request_id: request_id(),
        appointment_id: appointment.appointment_id.clone(),
        etag: appointment.etag.clone(),
        reason: "the visitor asked for it".to_owned(),
        validate_only: false,
    }
}

/// The moving of an appointment.
pub fn reschedule(appointment: &v1::Appointment, slot: &str) -> v1::RescheduleAppointmentRequest {
    v1::RescheduleAppointmentRequest {
        request_id: request_id(),
        appointment_id: appointment.appointment_id.clone(),
        etag: appointment.etag.clone(),
        slot_id: slot.to_owned(),
        validate_only: false,
    }
}

/// The check-in of an appointment.
pub fn check_in(appointment: &v1::Appointment) -> v1::CheckInAppointmentRequest {
    v1::CheckInAppointmentRequest {
        request_id: request_id(),
        appointment_id: appointment.appointment_id.clone(),
        etag: appointment.etag.clone(),
        validate_only: false,
    }
}

/// The no-show of an appointment.
pub fn no_show(appointment: &v1::Appointment) -> v1::MarkNoShowRequest {
    v1::MarkNoShowRequest {
        request_id: request_id(),
        appointment_id: appointment.appointment_id.clone(),
        etag: appointment.etag.clone(),
        validate_only: false,
    }
}

/// The local date of an instant of the contract.
pub fn day_of(at: Option<Timestamp>) -> String {
    let at = at.expect("an instant");
    let instant = chrono::DateTime::from_timestamp(at.seconds, 0).expect("an instant");
    local_date(instant).to_string()
}

/// Lets an account have so many holds at a time.
pub async fn at_most_holds(admin: &Client, max_holds: i32) {
    let policy = admin.ok(admin::GetBookingPolicyRequest {}).await.booking_policy;
    let policy = policy.expect("the rules of booking");
    let update = admin::UpdateBookingPolicyRequest {
        request_id: request_id(),
        booking_policy: Some(admin::BookingPolicy { max_holds, ..policy }),
        update_mask: Some(prost_types::FieldMask { paths: vec!["max_holds".to_owned()] }),
        validate_only: false,
    };
    admin.ok(update).await;
}

/// The flags of work are looked at.
pub fn resolving(resource_id: &str, etag: &str) -> v1::ResolveFlagsRequest {
    v1::ResolveFlagsRequest {
        request_id: request_id(),
        resource_id: resource_id.to_owned(),
        etag: etag.to_owned(),
        reason: "somebody has looked".to_owned(),
        validate_only: false,
    }
}
