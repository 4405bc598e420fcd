//! Ratings: once a handling, the rater hidden from those he rated, and how a bad one is made good.

mod duty;
mod sight;

use crate::harness::{Centre, Client, Refused, Who, cases::*, make::*};
use frsc_proto::v1::{self, ClockKind, Outcome, RectificationState as State};
use tonic::Code;

/// A case that was delivered.
async fn delivered(centre: &Centre, item: &str) -> v1::Case {
    let clerk = centre.clerk();
    let case = clerk.receives(accepted(&[item])).await;
    let task = clerk.task_for(&case, item).await;
    clerk.decides(&task, Outcome::Granted).await.unwrap();
    let case = clerk.case(&case.case_id).await;
    clerk.deliver_case(&case).await.unwrap()
}

fn rating(case: &v1::Case, level: i32) -> v1::RateCaseRequest {
    v1::RateCaseRequest {
        request_id: request_id(),
        rated: Some(v1::rate_case_request::Rated::CaseId(case.case_id.clone())),
        level,
        tags: vec!["slow".to_owned()],
        text: "it took three visits".to_owned(),
        channel: v1::RatingChannel::Counter.into(),
        rater: Some(v1::Rater {
            name: "RATER REVEALED".to_owned(),
            phone_number: "+9995551234".to_owned(),
        }),
        validate_only: false,
    }
}

async fn rated(by: &Client, request: v1::RateCaseRequest) -> v1::Rating {
    by.ok(request).await.rating.unwrap()
}

macro_rules! steps {
    ($($name:ident $request:ident;)*) => {$(
        async fn $name(by: &Client, of: &v1::Rating) -> Result<v1::Rating, Refused> {
            let request = v1::$request {
                request_id: request_id(),
                rating_id: of.rating_id.clone(),
                etag: of.etag.clone(),
                text: "as agreed".to_owned(),
                ..Default::default()
            };
            Ok(by.step_of(request).await?.rating.unwrap())
        }
    )*};
}

steps! {
    contact ContactRaterRequest;
    mark_complex MarkRectificationComplexRequest;
    submit SubmitRectificationRequest;
}

async fn call_back(
    by: &Client,
    of: &v1::Rating,
    outcome: v1::CallBackOutcome,
) -> Result<v1::Rating, Refused> {
    let request = v1::RecordCallBackRequest {
        request_id: request_id(),
        rating_id: of.rating_id.clone(),
        etag: of.etag.clone(),
        outcome: outcome.into(),
        text: "called".to_owned(),
    };
    Ok(by.step_of(request).await?.rating.unwrap())
}

async fn close(by: &Client, of: &v1::Rating) -> Result<v1::Rating, Refused> {
    let request = v1::CloseRectificationRequest {
        request_id: request_id(),
        rating_id: of.rating_id.clone(),
        etag: of.etag.clone(),
    };
    Ok(by.step_of(request).await?.rating.unwrap())
}

fn state(of: &v1::Rating) -> State {
    of.rectification.as_ref().map_or(State::Unspecified, v1::Rectification::state)
}

#[tokio::test]
async fn s22_a_bad_rating_before_the_spring_festival_is_closed_by_a_call_back_only() {
    let centre = Centre::start_at("2024-01-31T10:00").await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let case = delivered(&centre, "NCR").await;
    let case = clerk.close_case(&case).await.unwrap();
    centre.it_is("2024-02-08T10:00");
    let bad = rated(&clerk, rating(&case, 1)).await;
    let clocks = &bad.rectification.as_ref().unwrap().clocks;
    assert_eq!(due(clocks, ClockKind::Contact).unwrap(), "2024-02-09");
    assert_eq!(due(clocks, ClockKind::Rectify).unwrap(), "2024-02-21");
    let bad = mark_complex(&lead, &bad).await.unwrap();
    let clocks = &bad.rectification.as_ref().unwrap().clocks;
    assert_eq!(due(clocks, ClockKind::Rectify).unwrap(), "2024-03-06");
    close(&clerk, &bad).await.unwrap_err().is(Code::FailedPrecondition, "CALL_BACK_MISSING");
    centre.it_is("2024-02-18T09:00");
    let late = clerk.ok(v1::GetRatingRequest { rating_id: bad.rating_id.clone() }).await;
    let clocks = late.rating.unwrap().rectification.unwrap().clocks;
    assert!(clocks.iter().any(|clock| clock.kind() == ClockKind::Contact && clock.overdue));
    let officer = centre.client(Who::PsbOfficer);
    let bad = contact(&officer, &bad).await.unwrap();
    let bad = submit(&officer, &bad).await.unwrap();
    let owed = call_back(&clerk, &bad, v1::CallBackOutcome::NotPossible).await.unwrap_err();
    owed.is(Code::FailedPrecondition, "CALL_BACK_OWED");
    let unhappy = call_back(&clerk, &bad, v1::CallBackOutcome::NotSatisfied).await.unwrap();
    assert_eq!(state(&unhappy), State::Contacted);
    let mended = submit(&officer, &unhappy).await.unwrap();
    let happy = call_back(&clerk, &mended, v1::CallBackOutcome::Satisfied).await.unwrap();
    let closed = close(&clerk, &happy).await.unwrap();
    assert_eq!((state(&closed), closed.rectification.unwrap().steps.len()), (State::Closed, 7));
}

#[tokio::test]
async fn a_handling_is_rated_once_and_a_new_one_again() {
    let centre = Centre::start().await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let open = clerk.receives(accepted(&["NCR"])).await;
    let early = clerk.refused(rating(&open, 5)).await;
    early.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
    let case = delivered(&centre, "NCR").await;
    let by_number = v1::RateCaseRequest {
        rated: Some(v1::rate_case_request::Rated::CaseNumber(case.case_number.clone())),
        ..rating(&case, 5)
    };
    let first = rated(&clerk, by_number).await;
    assert_eq!((first.handling_number, first.bad, state(&first)), (1, false, State::Unspecified));
    let again = clerk.refused(rating(&case, 1)).await;
    again.is(Code::AlreadyExists, "ALREADY_EXISTS");
    assert_eq!(again.variable("existing_id").unwrap(), first.rating_id);
    let reopen = v1::ReopenCaseRequest {
        request_id: request_id(),
        case_id: case.case_id.clone(),
        etag: case.etag.clone(),
        reason: "the certificate named another person".to_owned(),
    };
    let case = lead.ok(reopen).await.case.unwrap();
    let case = clerk.deliver_case(&case).await.unwrap();
    assert_eq!(rated(&clerk, rating(&case, 4)).await.handling_number, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_16_ratings_of_one_handling_one_is_kept() {
    let centre = Centre::start().await;
    let case = delivered(&centre, "NCR").await;
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let client = centre.new_client(Who::Clerk).await;
        let request = rating(&case, 3);
        calls.spawn(async move { client.call(request).await });
    }
    let outcomes = calls.join_all().await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    let refused = outcomes.into_iter().filter_map(Result::err).map(|status| Refused { status });
    assert!(refused.into_iter().all(|refused| refused.reason() == "ALREADY_EXISTS"));
}
