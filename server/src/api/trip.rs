//! TripService: decodes, asks `service::trip`, encodes.

mod convert;

pub(super) use convert::encode;

use super::{
    Api,
    fields::{self, Fields},
    handle::{Entry, answers, write, write_requests},
};
use crate::{
    domain::trip::Trip,
    error::Result,
    service::{page::PageRequest, trip},
};
use convert::{filter, journey, reasoned, with_steps};
use frsc_proto::v1 as pb;
use tonic::{Request, Response, Status};

answers! {
    pb::FileTripResponse, Trip => |of| Self { trip: Some(encode(of)) };
    pb::CancelTripResponse, Trip => |of| Self { trip: Some(encode(of)) };
    pb::CompleteTripResponse, Trip => |of| Self { trip: Some(encode(of)) };
}

write_requests! {
    pb::FileTripRequest, validate_only;
    pb::CancelTripRequest;
    pb::CompleteTripRequest;
}

#[tonic::async_trait]
impl pb::trip_service_server::TripService for Api {
    async fn file_trip(
        &self,
        request: Request<pb::FileTripRequest>,
    ) -> Result<Response<pb::FileTripResponse>, Status> {
        let run = |call, journey| async move { trip::file(&self.app, &call, &journey).await };
        write(&self.app, request, journey, run).await
    }

    async fn cancel_trip(
        &self,
        request: Request<pb::CancelTripRequest>,
    ) -> Result<Response<pb::CancelTripResponse>, Status> {
        let decode = |r: pb::CancelTripRequest| reasoned(&r.trip_id, &r.etag, &r.reason);
        let run = |call, (target, reason): (_, String)| async move {
            trip::cancel(&self.app, &call, target, &reason).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn complete_trip(
        &self,
        request: Request<pb::CompleteTripRequest>,
    ) -> Result<Response<pb::CompleteTripResponse>, Status> {
        let decode =
            |r: pb::CompleteTripRequest| Fields::new().resource("trip_id", &r.trip_id, &r.etag);
        let run = |call, target| async move { trip::complete(&self.app, &call, target).await };
        write(&self.app, request, decode, run).await
    }

    async fn get_trip(
        &self,
        request: Request<pb::GetTripRequest>,
    ) -> Result<Response<pb::GetTripResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let id = fields::one_id("trip_id", &request.trip_id)?;
            let (found, steps) = trip::get(&self.app, entry.call()?, id).await?;
            Ok(pb::GetTripResponse { trip: Some(with_steps(&found, &steps)) })
        };
        entry.answer(found.await)
    }

    async fn list_trips(
        &self,
        request: Request<pb::ListTripsRequest>,
    ) -> Result<Response<pb::ListTripsResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let filter = filter(&request)?;
            let page = PageRequest { size: request.page_size, token: request.page_token };
            let page = trip::list(&self.app, entry.call()?, &filter, &page).await?;
            Ok(pb::ListTripsResponse {
                trips: page.rows.iter().map(encode).collect(),
                next_page_token: page.next_token,
                feed_token: page.feed_token,
            })
        };
        entry.answer(found.await)
    }
}
