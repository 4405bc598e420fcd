//! Who sees what of ratings: no department who rated, nor anything by which he is known; and how
//! they are counted for each.

use super::{contact, delivered, rated, rating, submit};
use crate::harness::{Centre, Client, Who, calls::Call, make::*};
use frsc_proto::v1;
use prost::Message;
use tonic::Code;

/// True where the bytes of an answer hold a text.
fn holds(answer: &impl Message, text: &str) -> bool {
    let bytes = answer.encode_to_vec();
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// The rater and what was said with him.
const RATER: [&str; 3] = ["RATER REVEALED", "+9995551234", "as agreed"];

fn nameless(case: &v1::Case, level: i32) -> v1::RateCaseRequest {
    v1::RateCaseRequest { rater: None, ..rating(case, level) }
}

fn of(id: &str) -> v1::GetRatingRequest {
    v1::GetRatingRequest { rating_id: id.to_owned() }
}

fn of_case(case: &v1::Case) -> v1::ListRatingsRequest {
    v1::ListRatingsRequest { case_id: case.case_id.clone(), ..Default::default() }
}

/// Everything a client is told of the ratings, one answer after the other.
async fn told(by: &Client, of: &[&v1::Rating]) -> Vec<u8> {
    let mut bytes = by.ok(v1::ListRatingsRequest::default()).await.encode_to_vec();
    for one in of {
        bytes.extend(by.ok(super::sight::of(&one.rating_id)).await.encode_to_vec());
    }
    let events = by.ok(v1::ListEventsRequest::default()).await;
    let ours = events.events.iter().filter(|event| event.kind.starts_with("rating."));
    let ours: Vec<_> = ours.collect();
    assert!(ours.len() >= of.len(), "the feed tells of ratings");
    ours.iter().for_each(|event| bytes.extend(event.encode_to_vec()));
    bytes
}

#[tokio::test]
async fn no_department_is_told_who_rated() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let case = delivered(&centre, "NCR").await;
    let named = rated(&clerk, rating(&case, 1)).await;
    contact(&clerk, &named).await.unwrap();
    let other = delivered(&centre, "NCR").await;
    let anonymous = rated(&clerk, nameless(&other, 2)).await;
    for who in [Who::PsbOfficer, Who::PsbPartner, Who::GsoPartner] {
        centre.feed_settles().await;
        let bytes = told(&centre.client(who), &[&named, &anonymous]).await;
        let hidden = [other.case_id.as_str(), other.case_number.as_str()];
        for secret in RATER.iter().chain(&hidden) {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} is told to {who:?}");
        }
        let seen = centre.client(who).ok(of(&anonymous.rating_id)).await.rating.unwrap();
        let expected = v1::Rating {
            case_id: String::new(),
            handling_number: 0,
            rate_time: None,
            ..anonymous.clone()
        };
        assert_eq!(seen, expected, "all the rest is the same");
        let seen = centre.client(who).ok(of(&named.rating_id)).await.rating.unwrap();
        assert_eq!((seen.case_id.as_str(), seen.rate_time), (case.case_id.as_str(), None));
    }
    let seen = clerk.ok(of(&named.rating_id)).await;
    assert!(RATER.iter().all(|text| holds(&seen, text)), "the centre sees him");
}

#[tokio::test]
async fn a_case_does_not_lead_a_department_to_who_left_no_name() {
    let centre = Centre::start().await;
    let (clerk, officer) = (centre.clerk(), centre.client(Who::PsbOfficer));
    let (one, other) = (delivered(&centre, "NCR").await, delivered(&centre, "NCR").await);
    rated(&clerk, rating(&one, 1)).await;
    rated(&clerk, nameless(&other, 1)).await;
    assert_eq!(clerk.ok(of_case(&other)).await.ratings.len(), 1);
    assert_eq!(officer.ok(of_case(&one)).await.ratings.len(), 1);
    let hidden = officer.ok(of_case(&other)).await;
    let never_rated = officer.ok(of_case(&delivered(&centre, "NCR").await)).await;
    assert_eq!((hidden.ratings, hidden.next_page_token), (never_rated.ratings, String::new()));
    let steps = v1::ListCaseStepsRequest { case_id: other.case_id.clone(), ..Default::default() };
    let kinds: Vec<_> = officer.ok(steps).await.steps.iter().map(v1::CaseStep::kind).collect();
    assert_eq!(kinds.last(), Some(&v1::CaseStepKind::Delivered), "nor does its history");
}

async fn not_found<C: Call>(by: &Client, hidden: C, absent: C) {
    let (hidden, absent) = (by.refused(hidden).await, by.refused(absent).await);
    hidden.is(Code::NotFound, "NOT_FOUND");
    assert_eq!(hidden.status.details(), absent.status.details());
}

#[tokio::test]
async fn another_departments_rating_looks_like_none_and_only_the_platform_records() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let case = delivered(&centre, "NCR").await;
    let bad = rated(&clerk, rating(&case, 1)).await;
    let absent = format!("rate_{}", "a".repeat(26));
    let stb = centre.client(Who::StbOfficer);
    not_found(&stb, of(&bad.rating_id), of(&absent)).await;
    let explain = |id: &str| v1::ExplainRectificationDueDateRequest {
        rating_id: id.to_owned(),
        ..Default::default()
    };
    not_found(&stb, explain(&bad.rating_id), explain(&absent)).await;
    submit(&stb, &bad).await.unwrap_err().is(Code::NotFound, "NOT_FOUND");
    assert!(stb.ok(v1::ListRatingsRequest::default()).await.ratings.is_empty());
    let own = centre.partner().refused(rating(&case, 5)).await;
    own.is(Code::FailedPrecondition, "NOT_RATING_PLATFORM");
    let officer = centre.client(Who::PsbOfficer).refused(rating(&case, 5)).await;
    officer.is(Code::PermissionDenied, "PERMISSION_DENIED");
    let other = delivered(&centre, "APEC").await;
    let by_number = v1::RateCaseRequest {
        rated: Some(v1::rate_case_request::Rated::CaseNumber(other.case_number.clone())),
        channel: v1::RatingChannel::Online.into(),
        ..rating(&other, 1)
    };
    let gso = centre.client(Who::GsoPartner);
    let given = gso.ok(by_number.clone()).await;
    assert!(!holds(&given, RATER[0]), "nor is it told back");
    let part = &other.case_number[..other.case_number.len() - 1];
    let part = v1::RateCaseRequest {
        request_id: request_id(),
        rated: Some(v1::rate_case_request::Rated::CaseNumber(part.to_owned())),
        ..by_number
    };
    gso.refused(part).await.is(Code::NotFound, "NOT_FOUND");
    assert_eq!(gso.ok(v1::ListRatingsRequest::default()).await.ratings.len(), 2);
}

#[tokio::test]
async fn ratings_are_counted_by_items_department_and_level() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    for (item, level) in [("NCR", 5), ("NCR", 5), ("NCR", 1), (EXTENSION, 4), ("APEC", 2)] {
        let case = delivered(&centre, item).await;
        rated(&clerk, rating(&case, level)).await;
    }
    let asked = v1::GetRatingStatisticsRequest {
        from_date: Some(date("2024-03-01")),
        to_date: Some(date("2024-03-31")),
        department_id: "PSB".to_owned(),
    };
    let found = clerk.ok(asked.clone()).await;
    let counts: Vec<_> =
        found.counts.iter().map(|c| (c.service_item_ids.as_str(), c.level, c.count)).collect();
    assert_eq!(counts, [("NCR", 1, 1), ("NCR", 5, 2), (EXTENSION, 4, 1)]);
    assert_eq!((found.ratings, found.bad_ratings, found.closed_rectifications), (4, 1, 0));
    assert!((found.bad_share - 0.25).abs() < 1e-9);
    let all = v1::GetRatingStatisticsRequest { department_id: String::new(), ..asked.clone() };
    let found = clerk.ok(all.clone()).await;
    let of = |found: &v1::GetRatingStatisticsResponse| -> Vec<(String, i32, i32)> {
        let counts = found.department_counts.iter();
        counts.map(|c| (c.department_id.clone(), c.level, c.count)).collect()
    };
    let psb = [("PSB", 1, 1), ("PSB", 4, 1), ("PSB", 5, 2)];
    let psb = psb.map(|(department, level, count)| (department.to_owned(), level, count));
    let mut whole = vec![("FAO".to_owned(), 2, 1)];
    whole.extend(psb.clone());
    assert_eq!(of(&found), whole);
    let levels: Vec<_> = found.level_counts.iter().map(|c| (c.level, c.count)).collect();
    assert_eq!((found.ratings, levels), (5, vec![(1, 1), (2, 1), (4, 1), (5, 2)]));
    assert_eq!(of(&centre.partner().ok(all.clone()).await), psb);
    let others = v1::GetRatingStatisticsRequest { department_id: "FAO".to_owned(), ..asked };
    let found = centre.partner().ok(others).await;
    assert_eq!((found.ratings, found.department_counts.len()), (0, 0));
    assert_eq!(of(&centre.client(Who::GsoPartner).ok(all).await), whole);
}
