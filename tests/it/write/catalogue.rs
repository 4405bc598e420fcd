//! The law of writes, held by every write of the catalogue and of the schedule.

use super::lawful;
use crate::{
    catalogue::{mask, year_with},
    harness::{Centre, make::*},
    schedule::{close, one_counter},
};
use frsc_proto::{
    admin, gtype,
    v1::{self, Counter, Department, OpeningHours, ServiceItem},
};

/// A change of one row, with the field it changes.
macro_rules! update {
    ($request:ident, $noun:ident: $value:expr, $path:literal) => {
        admin::$request {
            request_id: request_id(),
            $noun: Some($value),
            update_mask: mask(&[$path]),
            validate_only: false,
        }
    };
}

#[tokio::test]
async fn every_write_of_departments_items_and_counters_keeps_the_law() {
    let centre = Centre::start().await;
    let admin = &centre.admin();
    let department = Department {
        department_id: "ZZZ".to_owned(),
        sequence: 25,
        name_zh: "新部门".to_owned(),
        name_en: "New".to_owned(),
        presence: v1::Presence::Standing.into(),
        ..Default::default()
    };
    let create = admin::CreateDepartmentRequest {
        request_id: request_id(),
        department: Some(department.clone()),
        validate_only: false,
    };
    let other = |other: &mut admin::CreateDepartmentRequest| {
        other.department = Some(Department { sequence: 26, ..department.clone() });
    };
    let made = lawful(&centre, admin, create, other).await.department.unwrap();
    let renamed = Department { name_en: "Renamed".to_owned(), ..made };
    let update = update!(UpdateDepartmentRequest, department: renamed, "name_en");
    lawful(&centre, admin, update, |other| other.update_mask = mask(&["name_zh"])).await;
    let item = ServiceItem {
        service_item_id: "NEW-ITEM".to_owned(),
        name_zh: "新事项".to_owned(),
        name_en: "New item".to_owned(),
        department_id: "PSB".to_owned(),
        category: "residence".to_owned(),
        in_person: "no".to_owned(),
        ..Default::default()
    };
    let create = admin::CreateServiceItemRequest {
        request_id: request_id(),
        service_item: Some(item.clone()),
        validate_only: false,
    };
    let other = |other: &mut admin::CreateServiceItemRequest| {
        other.service_item = Some(ServiceItem { note: "x".to_owned(), ..item.clone() });
    };
    let made = lawful(&centre, admin, create, other).await.service_item.unwrap();
    let renamed = ServiceItem { name_en: "Renamed".to_owned(), ..made };
    let update = update!(UpdateServiceItemRequest, service_item: renamed, "name_en");
    lawful(&centre, admin, update, |other| other.update_mask = mask(&["name_zh"])).await;
    let counter = Counter {
        counter_id: "B01".to_owned(),
        name_zh: "新窗口".to_owned(),
        name_en: "New".to_owned(),
        service_item_ids: vec![EXTENSION.to_owned()],
        ..Default::default()
    };
    let create = admin::CreateCounterRequest {
        request_id: request_id(),
        counter: Some(counter.clone()),
        validate_only: false,
    };
    let other = |other: &mut admin::CreateCounterRequest| {
        other.counter = Some(Counter { name_en: "X".to_owned(), ..counter.clone() });
    };
    let made = lawful(&centre, admin, create, other).await.counter.unwrap();
    let renamed = Counter { name_en: "Renamed".to_owned(), ..made };
    let update = update!(UpdateCounterRequest, counter: renamed, "name_en");
    lawful(&centre, admin, update, |other| other.update_mask = mask(&["name_zh"])).await;
}

#[tokio::test]
async fn every_write_of_hours_rules_and_calendar_keeps_the_law() {
    let centre = Centre::start().await;
    let admin = &centre.admin();
    let time = |hours| Some(gtype::TimeOfDay { hours, ..Default::default() });
    let hours = OpeningHours {
        weekdays: vec![gtype::DayOfWeek::Saturday.into()],
        open_time: time(9),
        close_time: time(11),
        ..Default::default()
    };
    let create = admin::CreateOpeningHoursRequest {
        request_id: request_id(),
        opening_hours: Some(hours.clone()),
        validate_only: false,
    };
    let other = |other: &mut admin::CreateOpeningHoursRequest| {
        other.opening_hours = Some(OpeningHours { close_time: time(12), ..hours.clone() });
    };
    let made = lawful(&centre, admin, create, other).await.opening_hours.unwrap();
    let longer = OpeningHours { close_time: time(12), ..made };
    let update = update!(UpdateOpeningHoursRequest, opening_hours: longer, "close_time");
    lawful(&centre, admin, update, |other| other.update_mask = mask(&["open_time"])).await;
    let policy = admin.ok(admin::GetBookingPolicyRequest {}).await.booking_policy.unwrap();
    let longer = admin::BookingPolicy { hold_minutes: 10, ..policy };
    let update = update!(UpdateBookingPolicyRequest, booking_policy: longer, "hold_minutes");
    lawful(&centre, admin, update, |other| other.update_mask = mask(&["no_show_limit"])).await;
    let table = admin.ok(admin::GetFeeScheduleRequest {}).await.fee_schedule.unwrap();
    let table = admin::FeeSchedule { legal_basis: "新规定".to_owned(), ..table };
    let update = update!(UpdateFeeScheduleRequest, fee_schedule: table, "legal_basis");
    lawful(&centre, admin, update, |other| other.update_mask = mask(&["bands"])).await;
    let year = admin.ok(v1::GetCalendarYearRequest { year: 2024 }).await.calendar_year.unwrap();
    let load = admin::LoadCalendarYearRequest {
        request_id: request_id(),
        year: 2024,
        csv: year_with("2024-03-06"),
        etag: year.etag,
        validate_only: false,
    };
    lawful(&centre, admin, load, |other| other.csv = year_with("2024-03-07")).await;
}

#[tokio::test]
async fn every_write_of_the_schedule_keeps_the_law() {
    let centre = Centre::start().await;
    let (admin, lead) = (&centre.admin(), &centre.lead());
    let create = admin::CreateHallSessionRequest {
        request_id: request_id(),
        hall_session: Some(one_counter(3)),
        validate_only: false,
    };
    let other = |other: &mut admin::CreateHallSessionRequest| {
        other.hall_session = Some(one_counter(4));
    };
    let made = lawful(&centre, admin, create, other).await.hall_session.unwrap();
    let larger = admin::HallSession { places_per_counter: 5, ..made };
    let update = update!(UpdateHallSessionRequest, hall_session: larger, "places_per_counter");
    let other =
        |other: &mut admin::UpdateHallSessionRequest| other.update_mask = mask(&["name_en"]);
    let made = lawful(&centre, admin, update, other).await.hall_session.unwrap();
    let exception = |places_per_counter| {
        let exception_date = Some(date("2024-03-09"));
        Some(admin::HallSessionException { exception_date, places_per_counter })
    };
    let set = admin::SetHallSessionExceptionRequest {
        request_id: request_id(),
        hall_session_id: made.hall_session_id,
        etag: made.etag,
        exception: exception(7),
        validate_only: false,
    };
    lawful(&centre, admin, set, |other| other.exception = exception(8)).await;
    let closing = close("2024-03-05T08:00", "2024-03-05T12:00");
    let later = close("2024-03-05T08:00", "2024-03-05T13:00").closure;
    let closed = lawful(&centre, lead, closing, |other| other.closure = later).await;
    let closure = closed.closure.unwrap();
    let end = admin::EndClosureRequest {
        request_id: request_id(),
        closure_id: closure.closure_id,
        etag: closure.etag,
        validate_only: false,
    };
    lawful(&centre, lead, end, |other| other.etag = "v77".to_owned()).await;
}
