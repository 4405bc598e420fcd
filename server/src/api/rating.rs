//! RatingService: decodes, asks `service::rating`, encodes.

mod convert;

pub(super) use convert::encode;

use super::{
    Api,
    fields::{self, Fields},
    handle::{Entry, answers, write, write_requests},
};
use crate::{
    domain::{
        id::RatingId,
        rating::{RatingView, Step},
    },
    error::Result,
    service::{
        page::PageRequest,
        rating::{self, NewRating},
        write::{Answer, Reply, WriteCall},
    },
};
use convert::{call_back, counts, explained, filter, new_rating, range, spoken};
use frsc_proto::v1 as pb;
use tonic::{Request, Response, Status};

answers! {
    pb::RateCaseResponse, RatingView => |view| Self { rating: Some(encode(view)) };
    pb::ContactRaterResponse, RatingView => |view| Self { rating: Some(encode(view)) };
    pb::MarkRectificationComplexResponse, RatingView => |v| Self { rating: Some(encode(v)) };
    pb::SubmitRectificationResponse, RatingView => |view| Self { rating: Some(encode(view)) };
    pb::RecordCallBackResponse, RatingView => |view| Self { rating: Some(encode(view)) };
    pb::CloseRectificationResponse, RatingView => |view| Self { rating: Some(encode(view)) };
}

write_requests! {
    pb::RateCaseRequest, validate_only;
    pb::ContactRaterRequest;
    pb::MarkRectificationComplexRequest;
    pb::SubmitRectificationRequest;
    pb::RecordCallBackRequest;
    pb::CloseRectificationRequest;
}

/// A step of a rectification, and what is said with it.
type Taken = ((RatingId, i64), Step, String);

impl Api {
    async fn rectify<R: Answer<RatingView>>(
        &self,
        call: WriteCall,
        ((id, version), step, text): Taken,
    ) -> Result<Reply<R>> {
        rating::step(&self.app, &call, id, version, step, &text).await
    }
}

#[tonic::async_trait]
impl pb::rating_service_server::RatingService for Api {
    async fn rate_case(
        &self,
        request: Request<pb::RateCaseRequest>,
    ) -> Result<Response<pb::RateCaseResponse>, Status> {
        let run = |call, new: NewRating| async move { rating::rate(&self.app, &call, new).await };
        write(&self.app, request, new_rating, run).await
    }

    async fn get_rating(
        &self,
        request: Request<pb::GetRatingRequest>,
    ) -> Result<Response<pb::GetRatingResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let id = fields::one_id("rating_id", &request.rating_id)?;
            let view = rating::get(&self.app, entry.call()?, id).await?;
            Ok(pb::GetRatingResponse { rating: Some(encode(&view)) })
        };
        entry.answer(found.await)
    }

    async fn list_ratings(
        &self,
        request: Request<pb::ListRatingsRequest>,
    ) -> Result<Response<pb::ListRatingsResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let page = PageRequest { size: request.page_size, token: request.page_token.clone() };
            let (filter, overdue_only) = (filter(&request)?, request.overdue_only);
            let page = rating::list(&self.app, entry.call()?, filter, overdue_only, &page).await?;
            let ratings = page.rows.iter().map(encode).collect();
            let (next_page_token, feed_token) = (page.next_token, page.feed_token);
            Ok(pb::ListRatingsResponse { ratings, next_page_token, feed_token })
        };
        entry.answer(found.await)
    }

    async fn get_rating_statistics(
        &self,
        request: Request<pb::GetRatingStatisticsRequest>,
    ) -> Result<Response<pb::GetRatingStatisticsResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let range = range(&request)?;
            let (of_items, of_departments) =
                rating::statistics(&self.app, entry.call()?, &range).await?;
            Ok(counts(&of_items, &of_departments))
        };
        entry.answer(found.await)
    }

    async fn explain_rectification_due_date(
        &self,
        request: Request<pb::ExplainRectificationDueDateRequest>,
    ) -> Result<Response<pb::ExplainRectificationDueDateResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let (id, kind) = explained(&request)?;
            let account = rating::explain(&self.app, entry.call()?, id, kind).await?;
            let told = super::case::explain::response(&account, entry.origin.language);
            let (clock, counted_days, lines) = (told.clock, told.counted_days, told.lines);
            Ok(pb::ExplainRectificationDueDateResponse { clock, counted_days, lines })
        };
        entry.answer(found.await)
    }

    async fn contact_rater(
        &self,
        request: Request<pb::ContactRaterRequest>,
    ) -> Result<Response<pb::ContactRaterResponse>, Status> {
        let decode =
            |r: pb::ContactRaterRequest| spoken(&r.rating_id, &r.etag, &r.text, Step::Contact);
        write(&self.app, request, decode, |call, taken| self.rectify(call, taken)).await
    }

    async fn mark_rectification_complex(
        &self,
        request: Request<pb::MarkRectificationComplexRequest>,
    ) -> Result<Response<pb::MarkRectificationComplexResponse>, Status> {
        let decode = |r: pb::MarkRectificationComplexRequest| {
            spoken(&r.rating_id, &r.etag, &r.text, Step::MarkComplex)
        };
        write(&self.app, request, decode, |call, taken| self.rectify(call, taken)).await
    }

    async fn submit_rectification(
        &self,
        request: Request<pb::SubmitRectificationRequest>,
    ) -> Result<Response<pb::SubmitRectificationResponse>, Status> {
        let decode = |r: pb::SubmitRectificationRequest| {
            spoken(&r.rating_id, &r.etag, &r.text, Step::Submit)
        };
        write(&self.app, request, decode, |call, taken| self.rectify(call, taken)).await
    }

    async fn record_call_back(
        &self,
        request: Request<pb::RecordCallBackRequest>,
    ) -> Result<Response<pb::RecordCallBackResponse>, Status> {
        let run = |call, taken| self.rectify(call, taken);
        write(&self.app, request, call_back, run).await
    }

    async fn close_rectification(
        &self,
        request: Request<pb::CloseRectificationRequest>,
    ) -> Result<Response<pb::CloseRectificationResponse>, Status> {
        let decode = |r: pb::CloseRectificationRequest| {
            let target = Fields::new().resource("rating_id", &r.rating_id, &r.etag)?;
            Ok((target, Step::Close, String::new()))
        };
        write(&self.app, request, decode, |call, taken| self.rectify(call, taken)).await
    }
}
