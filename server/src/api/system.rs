//! SystemService: the server's facts, told to anyone.

use super::{
    Api, MAX_REQUEST_BYTES, MAX_RESPONSE_BYTES, fields,
    guard::{MAX_STREAM_DURATION, MAX_UNARY_DURATION},
    handle::Entry,
    transport::MAX_CONCURRENT_STREAMS,
};
use crate::{
    domain::token::ACCESS_TOKEN_LIFE,
    service::{
        page::{DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE},
        write::KEPT_FOR,
    },
};
use frsc_proto::v1 as pb;
use tonic::{Request, Response, Status};

#[tonic::async_trait]
impl pb::system_service_server::SystemService for Api {
    async fn get_server_info(
        &self,
        request: Request<pb::GetServerInfoRequest>,
    ) -> Result<Response<pb::GetServerInfoResponse>, Status> {
        let (entry, _) = Entry::open(request)?;
        let number = |size: usize| i64::try_from(size).unwrap_or(i64::MAX);
        let small = |size: u32| i32::try_from(size).unwrap_or(i32::MAX);
        let seconds = |seconds: i64| Some(prost_types::Duration { seconds, nanos: 0 });
        let whole = |duration: std::time::Duration| {
            seconds(i64::try_from(duration.as_secs()).unwrap_or(i64::MAX))
        };
        entry.answer(Ok(pb::GetServerInfoResponse {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            server_time: Some(fields::timestamp(self.app.clock.now())),
            time_zone: "Asia/Shanghai".to_owned(),
            division_code: self.app.settings.division_code.clone(),
            max_request_bytes: number(MAX_REQUEST_BYTES),
            max_response_bytes: number(MAX_RESPONSE_BYTES),
            max_unary_duration: whole(MAX_UNARY_DURATION),
            max_stream_duration: whole(MAX_STREAM_DURATION),
            max_page_size: small(MAX_PAGE_SIZE),
            default_page_size: small(DEFAULT_PAGE_SIZE),
            request_id_duration: seconds(KEPT_FOR.num_seconds()),
            access_token_duration: seconds(ACCESS_TOKEN_LIFE.num_seconds()),
            max_concurrent_streams: small(MAX_CONCURRENT_STREAMS),
            demonstration: self.app.settings.demonstration,
            max_evidence_bytes: i64::try_from(self.app.settings.max_evidence_bytes)
                .unwrap_or(i64::MAX),
        }))
    }
}
