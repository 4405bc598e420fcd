//! ExpiryService: decodes, asks `service::expiry`, encodes.

mod convert;
mod decode;
mod words;

use super::{Api, handle::Entry};
use crate::service::expiry;
use convert::encode_plan;
use decode::{Asked, plan_question};
use frsc_proto::v1 as pb;
use tonic::{Request, Response, Status};

#[tonic::async_trait]
impl pb::expiry_service_server::ExpiryService for Api {
    async fn get_expiry_plan(
        &self,
        request: Request<pb::GetExpiryPlanRequest>,
    ) -> Result<Response<pb::GetExpiryPlanResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let (asked, terms) = plan_question(&request)?;
            let Asked::Described(subject) = asked;
            let views = expiry::described(&self.app, entry.call()?, *subject, &terms).await?;
            let days = request.include_counted_days;
            let plans = views.iter().map(|view| pb::ExpiryPlan {
                lines: words::lines(view, entry.origin.language),
                ..encode_plan(view, days)
            });
            let plans = plans.collect();
            Ok(pb::GetExpiryPlanResponse { plans })
        };
        entry.answer(found.await)
    }
}
