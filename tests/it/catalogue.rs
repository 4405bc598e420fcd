//! The catalogue's upkeep: rows are added and changed by field, with etag; the rules of booking and
//! a year's calendar hold from the moment they are changed.

use crate::harness::{Centre, make::*};
use frsc_proto::{
    admin::{self, BookingPolicy},
    v1::{self, Counter, Department, ServiceItem},
};
use prost_types::FieldMask;
use tonic::Code;

/// The fields to change.
pub fn mask(paths: &[&str]) -> Option<FieldMask> {
    Some(FieldMask { paths: paths.iter().map(|path| (*path).to_owned()).collect() })
}

/// The year 2024 as it is published, with one more day off.
pub fn year_with(day: &str) -> String {
    let shipped = include_str!("../../server/data/holidays_cn.csv");
    let mut lines: Vec<_> = shipped.lines().filter(|line| line.starts_with("2024-")).collect();
    let more = format!("{day},holiday,台风");
    lines.push(&more);
    lines.sort_unstable();
    format!("date,kind,name\n{}\n", lines.join("\n"))
}

#[tokio::test]
async fn a_department_is_added_changed_by_field_and_never_removed() {
    let centre = Centre::start().await;
    let admin = centre.admin();
    let department = Department {
        department_id: "ZZZ".to_owned(),
        sequence: 25,
        name_zh: "新部门".to_owned(),
        name_en: "New".to_owned(),
        presence: v1::Presence::Standing.into(),
        ..Default::default()
    };
    let create = |validate_only| admin::CreateDepartmentRequest {
        request_id: request_id(),
        department: Some(department.clone()),
        validate_only,
    };
    admin.ok(v1::GetCallerRequest {}).await;
    let before = centre.database.row_counts().await;
    admin.ok(create(true)).await;
    assert_eq!(centre.database.row_counts().await, before);
    let made = admin.ok(create(false)).await.department.unwrap();
    let taken = admin.refused(create(false)).await;
    taken.is(Code::AlreadyExists, "ALREADY_EXISTS");
    let update = |etag: &str, paths: &[&str]| admin::UpdateDepartmentRequest {
        request_id: request_id(),
        department: Some(Department {
            etag: etag.to_owned(),
            name_en: "Renamed".to_owned(),
            name_zh: "不改".to_owned(),
            valid_to_date: Some(date("2024-03-04")),
            ..made.clone()
        }),
        update_mask: mask(paths),
        validate_only: false,
    };
    let fields = ["name_en", "valid_to_date"];
    let changed = admin.ok(update(&made.etag, &fields)).await.department.unwrap();
    assert_eq!((changed.name_en.as_str(), changed.name_zh.as_str()), ("Renamed", "新部门"));
    admin.refused(update(&made.etag, &fields)).await.is(Code::Aborted, "ETAG_MISMATCH");
    for paths in [&[][..], &["*"], &["no_such_field"]] {
        let refused = admin.refused(update(&changed.etag, paths)).await;
        refused.is(Code::InvalidArgument, "INVALID_FIELD");
    }
    centre.it_is("2024-03-05T08:00");
    let listed = centre.clerk().ok(v1::ListDepartmentsRequest::default()).await.departments;
    assert!(listed.iter().all(|department| department.department_id != "ZZZ"), "its time is over");
    let one = v1::GetDepartmentRequest { department_id: "ZZZ".to_owned() };
    assert_eq!(centre.clerk().ok(one).await.department.unwrap().name_en, "Renamed");
}

#[tokio::test]
async fn what_is_promised_is_never_longer_than_the_law_allows() {
    let centre = Centre::start().await;
    let working_days = |amount, kind: v1::LimitKind| {
        let unit = v1::LimitUnit::WorkingDays.into();
        Some(v1::Limit { amount, unit, kind: kind.into(), ..Default::default() })
    };
    let item = ServiceItem {
        service_item_id: "NEW-ITEM".to_owned(),
        name_zh: "新事项".to_owned(),
        name_en: "New item".to_owned(),
        department_id: "PSB".to_owned(),
        category: "residence".to_owned(),
        in_person: "no".to_owned(),
        statutory_limit: working_days(5, v1::LimitKind::Statutory),
        promised_limit: working_days(6, v1::LimitKind::Promised),
        ..Default::default()
    };
    let create = |item| admin::CreateServiceItemRequest {
        request_id: request_id(),
        service_item: Some(item),
        validate_only: false,
    };
    let refused = centre.admin().refused(create(item.clone())).await;
    refused.is(Code::InvalidArgument, "INVALID_FIELD");
    assert!(refused.fields().iter().any(|field| field.contains("promised_limit")), "{refused:?}");
    let promised_limit = working_days(5, v1::LimitKind::Promised);
    centre.admin().ok(create(ServiceItem { promised_limit, ..item })).await;
}

#[tokio::test]
async fn an_item_is_bookable_once_a_counter_serves_it_and_until_it_ends() {
    let centre = Centre::start().await;
    let (admin, clerk) = (centre.admin(), centre.clerk());
    let slot = clerk.slot("2024-03-06T09:00").await;
    let counters = clerk.ok(v1::ListCountersRequest::default()).await.counters;
    let first = counters.into_iter().find(|counter| counter.counter_id == "A01").unwrap();
    let mut items = first.service_item_ids.clone();
    items.push(WORK_PERMIT.to_owned());
    let update = admin::UpdateCounterRequest {
        request_id: request_id(),
        counter: Some(Counter { service_item_ids: items, ..first }),
        update_mask: mask(&["service_item_ids"]),
        validate_only: false,
    };
    let together = || v1::BookAppointmentRequest {
        service_item_ids: vec![BIRTH.to_owned(), WORK_PERMIT.to_owned()],
        ..booking(&slot, BIRTH)
    };
    assert_eq!(clerk.not_booked(together()).await.rules(), ["NO_COUNTER_SERVES"]);
    admin.ok(update).await;
    clerk.booked(together()).await;
    let get = v1::GetServiceItemRequest { service_item_id: "NCR".to_owned() };
    let item = clerk.ok(get).await.service_item.unwrap();
    let end = admin::UpdateServiceItemRequest {
        request_id: request_id(),
        service_item: Some(ServiceItem { valid_to_date: Some(date("2024-03-05")), ..item }),
        update_mask: mask(&["valid_to_date"]),
        validate_only: false,
    };
    admin.ok(end).await;
    let refused = clerk.not_booked(booking(&slot, "NCR")).await;
    assert!(refused.rules().contains(&"ITEM_NOT_IN_FORCE".to_owned()), "{refused:?}");
}

#[tokio::test]
async fn the_rules_of_booking_hold_from_the_moment_they_are_changed() {
    let centre = Centre::start().await;
    let (admin, clerk) = (centre.admin(), centre.clerk());
    let today = clerk.slot("2024-03-04T16:00").await;
    assert_eq!(clerk.not_booked(booking(&today, EXTENSION)).await.rules(), ["BOOKED_TOO_LATE"]);
    let policy = admin.ok(admin::GetBookingPolicyRequest {}).await.booking_policy.unwrap();
    assert_eq!((policy.min_days_ahead, policy.open_working_days), (1, 5));
    let update = |policy: BookingPolicy, paths: &[&str]| admin::UpdateBookingPolicyRequest {
        request_id: request_id(),
        booking_policy: Some(policy),
        update_mask: mask(paths),
        validate_only: false,
    };
    let wider = BookingPolicy { min_days_ahead: 0, open_working_days: 10, ..policy };
    admin.ok(update(wider, &["min_days_ahead", "open_working_days"])).await;
    clerk.booked(booking(&today, EXTENSION)).await;
    clerk.book_at("2024-03-15T09:00", EXTENSION).await;
    let odd = BookingPolicy { open_working_days: 0, etag: "v2".to_owned(), ..Default::default() };
    let refused = admin.refused(update(odd, &["open_working_days"])).await;
    refused.is(Code::InvalidArgument, "INVALID_FIELD");
}

#[tokio::test]
async fn a_revised_year_is_a_dry_run_first_and_orphans_whoever_is_booked_on_the_new_holiday() {
    let centre = Centre::start().await;
    let (admin, clerk) = (centre.admin(), centre.clerk());
    let made = clerk.book_at("2024-03-06T09:00", EXTENSION).await;
    let year = clerk.ok(v1::GetCalendarYearRequest { year: 2024 }).await.calendar_year.unwrap();
    let load = |validate_only| admin::LoadCalendarYearRequest {
        request_id: request_id(),
        year: 2024,
        csv: year_with("2024-03-06"),
        etag: year.etag.clone(),
        validate_only,
    };
    let dry = admin.ok(load(true)).await;
    assert_eq!((dry.move_count, dry.calendar_year.unwrap().working_days), (1, 250));
    assert_eq!(dry.moves[0].resource_id, made.appointment_id);
    assert_eq!(dry.moves[0].reason, "DAY_BECAME_HOLIDAY");
    assert_eq!(clerk.appointment(&made.appointment_id).await, made);
    admin.ok(load(false)).await;
    let orphan = clerk.appointment(&made.appointment_id).await;
    assert_eq!(orphan.state(), v1::AppointmentState::Orphaned);
    let slots = clerk.ok(all_slots("2024-03-06", "2024-03-06", &[EXTENSION])).await.slots;
    assert!(slots.is_empty(), "nothing is offered on a holiday");
    admin.refused(load(false)).await.is(Code::Aborted, "ETAG_MISMATCH");
}

#[tokio::test]
async fn whoever_loses_his_day_is_told_what_has_become_of_it() {
    let centre = Centre::start_at("2024-04-01T09:00").await;
    let (admin, clerk) = (centre.admin(), centre.clerk());
    let holiday = clerk.book_at("2024-04-03T09:00", EXTENSION).await;
    // A Sunday that is worked.
    let withdrawn = clerk.book_at("2024-04-07T09:00", EXTENSION).await;
    let year = clerk.ok(v1::GetCalendarYearRequest { year: 2024 }).await.calendar_year.unwrap();
    let csv = year_with("2024-04-03");
    let csv: String = csv.split_inclusive('\n').filter(|line| !line.contains("04-07")).collect();
    let load = admin::LoadCalendarYearRequest {
        request_id: request_id(),
        year: 2024,
        csv,
        etag: year.etag,
        validate_only: false,
    };
    admin.ok(load).await;
    for (lost, reason) in [(&holiday, "DAY_BECAME_HOLIDAY"), (&withdrawn, "WORKDAY_WITHDRAWN")] {
        let lost = clerk.appointment(&lost.appointment_id).await;
        assert_eq!((lost.state(), lost.reason.as_str()), (v1::AppointmentState::Orphaned, reason));
        assert_eq!(lost.flags[0].reason, reason);
    }
}

#[tokio::test]
async fn a_fault_in_a_year_is_told_with_line_and_column() {
    let centre = Centre::start().await;
    let load = admin::LoadCalendarYearRequest {
        request_id: request_id(),
        year: 2027,
        csv: "date,kind,name\n2027-01-01,holiday,元旦\n2027-13-01,holiday,无\n".to_owned(),
        ..Default::default()
    };
    let refused = centre.admin().refused(load).await;
    refused.is(Code::InvalidArgument, "INVALID_FIELD");
    let details = refused.details();
    let told = &details.bad_request().unwrap().field_violations[0].description;
    assert!(told.contains("line 3"), "{told}");
}

#[tokio::test]
async fn a_new_year_opens_its_days() {
    let centre = Centre::start_at("2026-12-30T08:00").await;
    let load = admin::LoadCalendarYearRequest {
        request_id: request_id(),
        year: 2027,
        csv: "date,kind,name\n2027-01-01,holiday,元旦\n".to_owned(),
        ..Default::default()
    };
    let loaded = centre.admin().ok(load).await.calendar_year.unwrap();
    assert!(loaded.working_days > 240);
    centre.clerk().book_at("2027-01-04T09:00", EXTENSION).await;
}
