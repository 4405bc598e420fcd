//! When a rectification is due: found by its lateness, explained day by day, and moved by a
//! calendar year; and fields that are wrong.

use super::{call_back, contact, delivered, rated, rating, submit};
use crate::harness::{Centre, Client, Who, cases::*, make::*};
use frsc_proto::{
    admin,
    v1::{self, ClockKind},
};
use tonic::Code;

async fn overdue(by: &Client) -> Vec<String> {
    let asked = v1::ListRatingsRequest { overdue_only: true, ..Default::default() };
    by.ok(asked).await.ratings.into_iter().map(|rating| rating.rating_id).collect()
}

#[tokio::test]
async fn what_is_late_is_found_until_it_is_mended_and_again_where_it_was_not() {
    let centre = Centre::start_at("2024-03-04T10:00").await;
    let clerk = centre.clerk();
    let case = delivered(&centre, "NCR").await;
    let bad = rated(&clerk, rating(&case, 2)).await;
    let good = delivered(&centre, "NCR").await;
    let good = rated(&clerk, rating(&good, 3)).await;
    assert_eq!((day(bad.due_date), bad.overdue), ("2024-03-05".to_owned(), false));
    assert_eq!((good.due_date, good.rectification), (None, None));
    centre.it_is("2024-03-05T23:59");
    assert_eq!(overdue(&clerk).await, [""; 0]);
    centre.it_is("2024-03-06T00:00");
    assert_eq!(overdue(&clerk).await, [bad.rating_id.as_str()]);
    let officer = centre.client(Who::PsbOfficer);
    assert_eq!(overdue(&officer).await, [bad.rating_id.as_str()]);
    let bad = contact(&clerk, &bad).await.unwrap();
    assert_eq!((day(bad.due_date), bad.overdue), ("2024-03-11".to_owned(), false));
    let bad = submit(&officer, &bad).await.unwrap();
    assert_eq!(bad.due_date, None);
    centre.it_is("2024-03-12T09:00");
    assert_eq!(overdue(&clerk).await, [""; 0]);
    let bad = call_back(&clerk, &bad, v1::CallBackOutcome::NotSatisfied).await.unwrap();
    assert_eq!((day(bad.due_date), bad.overdue), ("2024-03-11".to_owned(), true));
    assert_eq!(overdue(&clerk).await, [bad.rating_id.as_str()]);
    submit(&officer, &bad).await.unwrap();
    assert_eq!(overdue(&clerk).await, [""; 0]);
}

#[tokio::test]
async fn a_due_date_is_explained_day_by_day() {
    let centre = Centre::start_at("2024-02-08T10:00").await;
    let clerk = centre.clerk();
    let case = delivered(&centre, "NCR").await;
    let bad = rated(&clerk, rating(&case, 1)).await;
    let asked = |kind: ClockKind| v1::ExplainRectificationDueDateRequest {
        rating_id: bad.rating_id.clone(),
        kind: kind.into(),
    };
    let told = clerk.ok(asked(ClockKind::Rectify)).await;
    let days: Vec<_> = told.counted_days.iter().map(|d| day(d.day_date)).collect();
    let expected = ["2024-02-09", "2024-02-18", "2024-02-19", "2024-02-20", "2024-02-21"];
    assert_eq!(days, expected);
    assert!(told.lines.iter().any(|line| line.contains("国办发〔2019〕51号")));
    let next = centre.client(Who::PsbOfficer).ok(asked(ClockKind::Unspecified)).await;
    assert_eq!(next.clock.unwrap().kind(), ClockKind::Contact);
    let wrong = clerk.refused(asked(ClockKind::Statutory)).await;
    assert_eq!(wrong.fields(), ["kind"]);
}

#[tokio::test]
async fn a_due_date_in_an_unpublished_year_is_known_once_the_year_is() {
    let centre = Centre::start_at("2026-12-30T10:00").await;
    let (clerk, officer) = (centre.clerk(), centre.client(Who::PsbOfficer));
    let case = delivered(&centre, "NCR").await;
    let bad = rated(&clerk, rating(&case, 1)).await;
    let bad = contact(&clerk, &bad).await.unwrap();
    assert_eq!((bad.due_date, bad.overdue), (None, false));
    let load = admin::LoadCalendarYearRequest {
        request_id: request_id(),
        year: 2027,
        csv: "date,kind,name\n2027-01-01,holiday,元旦\n".to_owned(),
        ..Default::default()
    };
    let moves = centre.admin().ok(load).await.moves;
    assert!(moves.iter().any(|moved| moved.resource_id == bad.rating_id), "{moves:?}");
    let moved = clerk.ok(v1::GetRatingRequest { rating_id: bad.rating_id.clone() }).await;
    let moved = moved.rating.unwrap();
    assert_eq!(day(moved.due_date), "2027-01-07");
    assert_ne!(moved.etag, bad.etag);
    submit(&officer, &bad).await.unwrap_err().is(Code::Aborted, "ETAG_MISMATCH");
    centre.it_is("2027-01-08T09:00");
    assert_eq!(overdue(&officer).await, [bad.rating_id]);
}

#[tokio::test]
async fn wrong_fields_are_named_and_passport_numbers_are_not_taken() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let wrong = v1::RateCaseRequest {
        level: 6,
        channel: 0,
        rated: None,
        ..rating(&v1::Case::default(), 1)
    };
    assert_eq!(clerk.refused(wrong).await.fields(), ["case_id", "level", "channel"]);
    let case = delivered(&centre, "NCR").await;
    let typed =
        v1::RateCaseRequest { text: "my passport E12345678".to_owned(), ..rating(&case, 1) };
    assert_eq!(clerk.refused(typed).await.fields(), ["text"]);
    let unknown = v1::RateCaseRequest { tags: vec!["colour".to_owned()], ..rating(&case, 1) };
    assert_eq!(clerk.refused(unknown).await.fields(), ["tags[0]"]);
    let checked = v1::RateCaseRequest { validate_only: true, ..rating(&case, 1) };
    rated(&clerk, checked).await;
    assert!(clerk.ok(v1::ListRatingsRequest::default()).await.ratings.is_empty());
    let bad = rated(&clerk, rating(&case, 1)).await;
    let wordless = v1::ContactRaterRequest {
        request_id: request_id(),
        rating_id: bad.rating_id.clone(),
        etag: bad.etag.clone(),
        text: String::new(),
    };
    assert_eq!(clerk.refused(wordless).await.fields(), ["text"]);
}
