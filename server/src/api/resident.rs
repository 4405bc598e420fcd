//! ResidentService: decodes, asks `service::resident`, encodes.

mod convert;
mod decode;

pub(super) use convert::encode;

use super::{
    Api,
    fields::{self},
    handle::{Entry, answers, write, write_requests},
};
use crate::service::resident::{self, Found, NewResident};
use frsc_proto::v1 as pb;
use tonic::{Request, Response, Status};

answers! {
    pb::CreateResidentResponse, Found => |found| Self {
        resident: Some(encode(&found.resident)),
        possible_duplicates: found.possible_duplicates.iter().map(encode).collect(),
    };
}

write_requests! {
    pb::CreateResidentRequest, validate_only;
}

#[tonic::async_trait]
impl pb::resident_service_server::ResidentService for Api {
    async fn create_resident(
        &self,
        request: Request<pb::CreateResidentRequest>,
    ) -> Result<Response<pb::CreateResidentResponse>, Status> {
        let decode = |request| decode::new_resident(&self.app, request);
        let run =
            |call, new: NewResident| async move { resident::create(&self.app, &call, &new).await };
        write(&self.app, request, decode, run).await
    }

    async fn get_resident(
        &self,
        request: Request<pb::GetResidentRequest>,
    ) -> Result<Response<pb::GetResidentResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let id = fields::one_id("resident_id", &request.resident_id)?;
            let household = resident::get(&self.app, entry.call()?, id).await?;
            Ok(pb::GetResidentResponse {
                resident: Some(encode(&household.resident)),
                dependants: household.dependants.iter().map(encode).collect(),
                consents: Vec::new(),
            })
        };
        entry.answer(found.await)
    }
}
