//! EvidenceService: decodes, asks `service::evidence`, encodes, and carries the bytes of files in
//! and out.

mod convert;

use super::{
    Api,
    fields::{self, Fields},
    handle::{Entry, accepted, answers, write, write_requests},
    incoming::Incoming,
    status::status,
    stream::{Messages, Source, messages},
};
use crate::{
    domain::{evidence::EvidenceView, id::EvidenceId},
    error::{Error, Result},
    service::{
        App,
        evidence::{self, Chunks, Reading},
        page::PageRequest,
        write::Reply,
    },
};
use bytes::Bytes;
use convert::{asked, encode, filter, new_evidence};
use frsc_proto::v1 as pb;
use std::sync::Arc;
use tonic::{Request, Response, Status, Streaming};

answers! {
    pb::UploadEvidenceResponse, EvidenceView => |view| Self { evidence: Some(encode(view)) };
    pb::DeleteEvidenceResponse, () => |()| Self {};
}

write_requests! {
    pb::EvidenceMetadata, validate_only;
    pb::DeleteEvidenceRequest, validate_only;
}

#[tonic::async_trait]
impl pb::evidence_service_server::EvidenceService for Api {
    type DownloadEvidenceStream = Messages<pb::DownloadEvidenceResponse>;

    async fn upload_evidence(
        &self,
        request: Request<Streaming<pb::UploadEvidenceRequest>>,
    ) -> Result<Response<pb::UploadEvidenceResponse>, Status> {
        let (entry, stream) = Entry::open(request)?;
        let mut parts = Parts(Incoming::new(stream));
        entry.reply(upload(&self.app, &entry, &mut parts).await)
    }

    async fn download_evidence(
        &self,
        request: Request<pb::DownloadEvidenceRequest>,
    ) -> Result<Response<Self::DownloadEvidenceStream>, Status> {
        let (entry, request) = Entry::open(request)?;
        let language = entry.origin.language;
        let reading = open(&self.app, &entry, &request).await;
        let reading = reading.map_err(|error| status(&error, language))?;
        Ok(Response::new(messages(Outgoing { reading, begun: false }, language)))
    }

    async fn get_evidence(
        &self,
        request: Request<pb::GetEvidenceRequest>,
    ) -> Result<Response<pb::GetEvidenceResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let id = fields::one_id("evidence_id", &request.evidence_id)?;
            let view = evidence::get(&self.app, entry.call()?, id).await?;
            Ok(pb::GetEvidenceResponse { evidence: Some(encode(&view)) })
        };
        entry.answer(found.await)
    }

    async fn list_evidence(
        &self,
        request: Request<pb::ListEvidenceRequest>,
    ) -> Result<Response<pb::ListEvidenceResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let filter = filter(&request)?;
            let page = PageRequest { size: request.page_size, token: request.page_token };
            let page = evidence::list(&self.app, entry.call()?, &filter, &page).await?;
            let evidence = page.rows.iter().map(encode).collect();
            Ok(pb::ListEvidenceResponse { evidence, next_page_token: page.next_token })
        };
        entry.answer(found.await)
    }

    async fn delete_evidence(
        &self,
        request: Request<pb::DeleteEvidenceRequest>,
    ) -> Result<Response<pb::DeleteEvidenceResponse>, Status> {
        let decode = |request: pb::DeleteEvidenceRequest| {
            Fields::new().resource("evidence_id", &request.evidence_id, &request.etag)
        };
        let run = |call, (id, version): (EvidenceId, i64)| async move {
            evidence::delete(&self.app, &call, id, version).await
        };
        write(&self.app, request, decode, run).await
    }
}

/// The parts of a file on its way in.
struct Parts(Incoming<Streaming<pb::UploadEvidenceRequest>>);

impl Parts {
    async fn metadata(&mut self) -> Result<pb::EvidenceMetadata> {
        use pb::upload_evidence_request::Part;
        match self.0.next().await?.and_then(|request| request.part) {
            Some(Part::Metadata(metadata)) => Ok(metadata),
            Some(Part::Chunk(_)) | None => {
                Err(Error::invalid("metadata", "is required, before the first chunk"))
            }
        }
    }
}

impl Chunks for Parts {
    async fn next(&mut self) -> Result<Option<Bytes>> {
        use pb::upload_evidence_request::Part;
        let Some(request) = self.0.next().await? else { return Ok(None) };
        match request.part {
            Some(Part::Chunk(chunk)) => Ok(Some(chunk.into())),
            Some(Part::Metadata(_)) => Err(Error::invalid("metadata", "comes once, first of all")),
            None => Err(Error::invalid("part", "is required: metadata or a chunk")),
        }
    }
}

async fn upload(
    app: &Arc<App>,
    entry: &Entry,
    parts: &mut Parts,
) -> Result<Reply<pb::UploadEvidenceResponse>> {
    let metadata = parts.metadata().await?;
    let decoded = new_evidence(&metadata);
    let (call, new) = accepted(app, entry, &metadata, decoded).await?;
    evidence::upload(app, &call, &new, parts).await
}

async fn open(
    app: &Arc<App>,
    entry: &Entry,
    request: &pb::DownloadEvidenceRequest,
) -> Result<Reading> {
    let (id, purpose) = asked(request)?;
    evidence::open(app, entry.call()?, id, &purpose).await
}

/// The parts of a file on its way out.
struct Outgoing {
    reading: Reading,
    begun: bool,
}

impl Source for Outgoing {
    type Message = pb::DownloadEvidenceResponse;

    async fn next(&mut self) -> Result<Option<Self::Message>> {
        use pb::download_evidence_response::Part;
        let part = if std::mem::replace(&mut self.begun, true) {
            self.reading.chunk().await?.map(|chunk| Part::Chunk(chunk.into()))
        } else {
            Some(Part::Evidence(encode(&self.reading.view)))
        };
        Ok(part.map(|part| pb::DownloadEvidenceResponse { part: Some(part) }))
    }
}
