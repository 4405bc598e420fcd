//! Ratings with marked data in every field that takes words.

use super::{NAME, PASSPORT, PHONE};
use crate::harness::{Centre, Refused, Who, cases::*, make::*};
use frsc_proto::v1::{self, Outcome, rate_case_request::Rated};

/// What somebody types where he should not.
fn words() -> String {
    format!("{NAME} {PHONE}")
}

fn marked(case: &v1::Case) -> v1::RateCaseRequest {
    v1::RateCaseRequest {
        request_id: request_id(),
        rated: Some(Rated::CaseId(case.case_id.clone())),
        level: 1,
        text: words(),
        channel: v1::RatingChannel::Telephone.into(),
        rater: Some(v1::Rater { name: NAME.to_owned(), phone_number: PHONE.to_owned() }),
        ..Default::default()
    }
}

/// Makes requests that name a rating, its etag and a text.
macro_rules! step {
    ($by:ident, $of:ident, $request:ident) => {{
        let request = v1::$request {
            request_id: request_id(),
            rating_id: $of.rating_id.clone(),
            etag: $of.etag.clone(),
            text: words(),
            ..Default::default()
        };
        $by.ok(request).await.rating.unwrap()
    }};
}

/// A whole life of a rating with marked data; answers every refusal on the way.
pub(super) async fn life(centre: &Centre) -> Vec<Refused> {
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let officer = centre.client(Who::PsbOfficer);
    let case = clerk.receives(accepted(&["NCR"])).await;
    let task = clerk.task_for(&case, "NCR").await;
    clerk.decides(&task, Outcome::Granted).await.unwrap();
    let case = clerk.deliver_case(&clerk.case(&case.case_id).await).await.unwrap();
    let number = Some(Rated::CaseNumber(PASSPORT.to_owned()));
    let mut refused = vec![
        clerk
            .refused(v1::RateCaseRequest { tags: vec![PASSPORT.to_owned()], ..marked(&case) })
            .await,
        clerk.refused(v1::RateCaseRequest { text: PASSPORT.to_owned(), ..marked(&case) }).await,
        clerk.refused(v1::RateCaseRequest { rated: number, ..marked(&case) }).await,
        centre.partner().refused(marked(&case)).await,
    ];
    let rating = clerk.ok(marked(&case)).await.rating.unwrap();
    refused.push(clerk.refused(marked(&case)).await);
    let rating = step!(clerk, rating, ContactRaterRequest);
    let rating = step!(lead, rating, MarkRectificationComplexRequest);
    let rating = step!(officer, rating, SubmitRectificationRequest);
    let call_back = v1::RecordCallBackRequest {
        request_id: request_id(),
        rating_id: rating.rating_id.clone(),
        etag: rating.etag.clone(),
        outcome: v1::CallBackOutcome::NotPossible.into(),
        text: words(),
    };
    refused.push(clerk.refused(call_back.clone()).await);
    let satisfied = v1::CallBackOutcome::Satisfied.into();
    let called = v1::RecordCallBackRequest { outcome: satisfied, ..call_back };
    let called = clerk.ok(called).await.rating.unwrap();
    let close = v1::CloseRectificationRequest {
        request_id: request_id(),
        rating_id: called.rating_id,
        etag: called.etag,
    };
    clerk.ok(close).await;
    refused
}
