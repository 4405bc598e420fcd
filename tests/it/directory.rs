//! The catalogue as clerks and partners read it, and the deadlines and fees that follow from it:
//! the scenarios of the domain, counted by the server.

use crate::harness::{Centre, make::*};
use frsc_proto::v1::{
    self, ComputeDeadlineRequest, ComputeDeadlineResponse, FilingRule, Limit, LimitDirection,
    LimitKind, LimitUnit,
    compute_deadline_request::{Anchor, LimitSource},
};
use tonic::Code;

fn limit(amount: i32, unit: LimitUnit) -> Limit {
    Limit { amount, unit: unit.into(), ..Default::default() }
}

fn on(day: &str, limit: Limit) -> ComputeDeadlineRequest {
    ComputeDeadlineRequest {
        anchor: Some(Anchor::AnchorDate(date(day))),
        limit_source: Some(LimitSource::Limit(limit)),
        ..Default::default()
    }
}

fn working_days(day: &str, amount: i32) -> ComputeDeadlineRequest {
    on(day, limit(amount, LimitUnit::WorkingDays))
}

async fn deadline(centre: &Centre, request: ComputeDeadlineRequest) -> ComputeDeadlineResponse {
    centre.clerk().ok(request).await
}

async fn due(centre: &Centre, request: ComputeDeadlineRequest) -> String {
    text_of(deadline(centre, request).await.due_date.expect("a due date"))
}

#[tokio::test]
async fn working_days_are_counted_over_every_holiday_of_the_scenarios() {
    let centre = Centre::start().await;
    for (scenario, day, amount, wanted) in [
        ("S01 statutory", "2023-06-27", 15, "2023-07-18"),
        ("S01 expedited", "2023-06-27", 1, "2023-06-28"),
        ("S02 one-time notice", "2023-06-12", 5, "2023-06-19"),
        ("S02 notary statutory", "2023-06-19", 15, "2023-07-11"),
        ("S02 certificate", "2023-06-20", 3, "2023-06-26"),
        ("S04 joint promised", "2023-09-25", 7, "2023-10-10"),
        ("S04 joint statutory", "2023-09-25", 45, "2023-12-01"),
        ("S08 receipt", "2025-01-27", 7, "2025-02-12"),
        ("S12 notice", "2026-02-12", 5, "2026-02-26"),
        ("S13 on a worked Saturday", "2026-05-09", 7, "2026-05-19"),
        ("S20 cancellation", "2025-09-30", 10, "2025-10-21"),
        ("S22 contact", "2024-02-08", 1, "2024-02-09"),
        ("S22 complex", "2024-02-08", 15, "2024-03-06"),
        ("S26 supplement", "2025-04-28", 5, "2025-05-08"),
        ("S35 task", "2024-09-12", 5, "2024-09-20"),
        ("S38 licence", "2025-11-28", 20, "2025-12-26"),
    ] {
        assert_eq!(due(&centre, working_days(day, amount)).await, wanted, "{scenario}");
    }
}

#[tokio::test]
async fn a_filing_on_a_day_off_is_accepted_on_the_next_working_day() {
    let centre = Centre::start().await;
    for (day, accepted, wanted) in
        [("2026-05-09", "2026-05-09", "2026-05-19"), ("2026-05-16", "2026-05-18", "2026-05-27")]
    {
        let request = ComputeDeadlineRequest {
            filing_rule: FilingRule::NextWorkingDay.into(),
            ..working_days(day, 7)
        };
        let answer = deadline(&centre, request).await;
        assert_eq!(text_of(answer.accepted_date.unwrap()), accepted);
        assert_eq!(text_of(answer.due_date.unwrap()), wanted);
    }
}

#[tokio::test]
async fn a_suspended_clock_goes_on_where_it_stopped() {
    // S10: 15 working days from 2024-09-10, stopped on 09-12, on again on 09-23.
    let centre = Centre::start().await;
    let stopped = |resumed: Option<&str>| ComputeDeadlineRequest {
        suspensions: vec![v1::Suspension {
            suspended_date: Some(date("2024-09-12")),
            resumed_date: resumed.map(date),
        }],
        ..working_days("2024-09-10", 15)
    };
    let answer = deadline(&centre, stopped(Some("2024-09-23"))).await;
    assert_eq!(text_of(answer.original_due_date.unwrap()), "2024-10-08");
    assert_eq!((answer.used_working_days, answer.remaining_working_days), (2, 13));
    assert_eq!(text_of(answer.due_date.unwrap()), "2024-10-15");
    let answer = deadline(&centre, stopped(None)).await;
    assert!(answer.suspended && answer.due_date.is_none());
}

#[tokio::test]
async fn a_limit_into_an_unpublished_year_is_provisional() {
    // S29.
    let centre = Centre::start().await;
    let answer = deadline(&centre, working_days("2026-12-21", 15)).await;
    assert!(answer.provisional && answer.due_date.is_none());
    let detail = answer.provisional_detail.unwrap();
    assert_eq!(detail.missing_year, 2027);
    assert_eq!((detail.counted_working_days, detail.remaining_working_days), (8, 7));
}

#[tokio::test]
async fn calendar_days_and_hours_never_move_for_a_holiday() {
    let centre = Centre::start().await;
    let before =
        Limit { direction: LimitDirection::Before.into(), ..limit(7, LimitUnit::CalendarDays) };
    let answer = deadline(&centre, on("2025-02-05", before)).await;
    assert_eq!(text_of(answer.due_date.unwrap()), "2025-01-29", "S08");
    assert!(!answer.due_date_is_working_day);
    assert_eq!(text_of(answer.last_working_date.unwrap()), "2025-01-27");
    let hours = ComputeDeadlineRequest {
        anchor: Some(Anchor::AnchorTime(instant("2024-05-01T22:30"))),
        limit_source: Some(LimitSource::Limit(limit(24, LimitUnit::Hours))),
        ..Default::default()
    };
    let answer = deadline(&centre, hours).await;
    assert_eq!(answer.due_time, Some(instant("2024-05-02T22:30")), "S06");
    let minutes = ComputeDeadlineRequest {
        anchor: Some(Anchor::AnchorTime(instant("2023-07-08T21:15"))),
        limit_source: Some(LimitSource::Limit(limit(30, LimitUnit::Minutes))),
        ..Default::default()
    };
    let answer = deadline(&centre, minutes).await;
    assert_eq!(answer.due_time, Some(instant("2023-07-08T21:45")), "S23");
}

#[tokio::test]
async fn one_working_day_over_a_holiday_says_that_it_is_not_24_hours() {
    let centre = Centre::start().await;
    let over = working_days("2023-09-28", 1);
    let answer = centre.clerk().with("accept-language", "en").ok(over).await;
    assert_eq!(text_of(answer.due_date.unwrap()), "2023-10-07");
    assert!(!answer.cautions.is_empty());
    let plain = deadline(&centre, working_days("2023-09-25", 1)).await;
    assert_eq!(plain.cautions, Vec::<String>::new());
}

#[tokio::test]
async fn the_limits_of_an_item_are_counted_and_every_day_is_shown_on_request() {
    // S04.
    let centre = Centre::start().await;
    let request = ComputeDeadlineRequest {
        anchor: Some(Anchor::AnchorDate(date("2023-09-25"))),
        limit_source: Some(LimitSource::ServiceItemId("WPRP-ONE".to_owned())),
        service_item_limit_kind: LimitKind::Promised.into(),
        include_counted_days: true,
        ..Default::default()
    };
    let answer = deadline(&centre, request).await;
    let days: Vec<_> = answer.counted_days.iter().map(|d| text_of(d.day_date.unwrap())).collect();
    let wanted = [
        "2023-09-26",
        "2023-09-27",
        "2023-09-28",
        "2023-10-07",
        "2023-10-08",
        "2023-10-09",
        "2023-10-10",
    ];
    assert_eq!(days, wanted);
    let unknown = ComputeDeadlineRequest {
        anchor: Some(Anchor::AnchorDate(date("2023-09-25"))),
        limit_source: Some(LimitSource::ServiceItemId("NO-SUCH".to_owned())),
        service_item_limit_kind: LimitKind::Promised.into(),
        ..Default::default()
    };
    let refused = centre.clerk().refused(unknown).await;
    assert!([Code::NotFound, Code::InvalidArgument].contains(&refused.status.code()));
}

#[tokio::test]
async fn the_fee_of_a_residence_permit_follows_its_validity() {
    // S31.
    let centre = Centre::start().await;
    for (to, yuan, health) in [
        ("2026-06-29", 400, false),
        ("2026-06-30", 800, true),
        ("2028-06-29", 800, true),
        ("2028-06-30", 1000, true),
        ("2030-06-30", 1000, true),
    ] {
        let request = v1::ComputeFeeRequest {
            valid_from_date: Some(date("2025-07-01")),
            valid_to_date: Some(date(to)),
        };
        let answer = centre.clerk().ok(request).await;
        assert_eq!((answer.fee_yuan, answer.health_certificate_needed), (yuan, health), "{to}");
    }
    let six_months = on(
        "2025-01-02",
        Limit { month_rule: v1::MonthRule::SinceEvent.into(), ..limit(6, LimitUnit::Months) },
    );
    let certificate = deadline(&centre, six_months).await;
    assert_eq!(text_of(certificate.due_date.unwrap()), "2025-07-02", "the health certificate");
    let backwards = v1::ComputeFeeRequest {
        valid_from_date: Some(date("2025-07-01")),
        valid_to_date: Some(date("2025-06-30")),
    };
    centre.clerk().refused(backwards).await.is(Code::InvalidArgument, "INVALID_FIELD");
}

#[tokio::test]
async fn the_shipped_catalogue_is_there_with_24_departments_and_the_years_as_published() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let departments = clerk.ok(v1::ListDepartmentsRequest::default()).await.departments;
    assert_eq!(departments.len(), 24);
    assert_eq!(departments[0].department_id, "FAO", "in their published order");
    let one = v1::GetDepartmentRequest { department_id: "PSB".to_owned() };
    assert_eq!(clerk.ok(one).await.department.unwrap(), departments[1]);
    assert_eq!(clerk.ok(v1::ListCountersRequest::default()).await.counters.len(), 8);
    assert_eq!(clerk.ok(v1::ListOpeningHoursRequest::default()).await.opening_hours.len(), 2);
    let of_stb = v1::ListServiceItemsRequest {
        department_ids: vec!["STB".to_owned()],
        text: "延期".to_owned(),
        ..Default::default()
    };
    let items = clerk.ok(of_stb).await.service_items;
    assert_eq!(items.iter().map(|i| i.service_item_id.as_str()).collect::<Vec<_>>(), ["WP-EXT"]);
    for (year, days) in [(2023, 249), (2024, 251), (2025, 248), (2026, 248)] {
        let answer = clerk.ok(v1::GetCalendarYearRequest { year }).await;
        assert_eq!(answer.calendar_year.unwrap().working_days, days, "{year}");
    }
    clerk.refused(v1::GetCalendarYearRequest { year: 2027 }).await.is(Code::NotFound, "NOT_FOUND");
    let none = v1::GetServiceItemRequest { service_item_id: "NO-SUCH".to_owned() };
    clerk.refused(none).await.is(Code::NotFound, "NOT_FOUND");
}
