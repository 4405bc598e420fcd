//! Files of evidence: what a test takes for a photo, and the streams by which files come and go.

use super::{Client, Refused, make::request_id};
use frsc_proto::v1::{self, upload_evidence_request::Part};
use frsc_server::secrets::sha256;
use futures_util::{Stream, stream};
use std::fmt::Write as _;
use tonic::Response;

/// Bytes of a chunk as the tests send them.
pub const CHUNK: usize = 64 * 1024;

/// Bytes that begin as a JPEG does and go on as `seed` says.
pub fn picture(length: usize, seed: u8) -> Vec<u8> {
    let head = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00";
    let more = (head.len()..length).map(|at| (at as u8).wrapping_mul(31).wrapping_add(seed));
    head.iter().copied().chain(more).collect()
}

/// What is announced of a file that is told as it is.
pub fn announced(kind: v1::EvidenceKind, content: &[u8]) -> v1::EvidenceMetadata {
    v1::EvidenceMetadata {
        request_id: request_id(),
        kind: kind.into(),
        media_type: v1::MediaType::Jpeg.into(),
        file_name: "scan.jpg".to_owned(),
        size_bytes: i64::try_from(content.len()).expect("a length"),
        sha256: hexadecimal(&sha256(content)),
        ..Default::default()
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A part of a file.
pub fn part(part: Part) -> v1::UploadEvidenceRequest {
    v1::UploadEvidenceRequest { part: Some(part) }
}

/// The parts of a whole file.
pub fn parts(metadata: v1::EvidenceMetadata, content: &[u8]) -> Vec<v1::UploadEvidenceRequest> {
    let mut all = vec![part(Part::Metadata(metadata))];
    all.extend(content.chunks(CHUNK).map(|chunk| part(Part::Chunk(chunk.to_vec()))));
    all
}

impl Client {
    /// Sends parts of a file.
    pub async fn sends(
        &self,
        parts: impl Stream<Item = v1::UploadEvidenceRequest> + Send + 'static,
    ) -> Result<Response<v1::UploadEvidenceResponse>, Refused> {
        let request = self.dress(parts).await;
        let channel = self.channel.clone();
        let mut client = v1::evidence_service_client::EvidenceServiceClient::new(channel);
        client.upload_evidence(request).await.map_err(|status| Refused { status })
    }

    /// Uploads a file as it was announced.
    pub async fn upload(
        &self,
        metadata: v1::EvidenceMetadata,
        content: &[u8],
    ) -> Result<v1::Evidence, Refused> {
        let answer = self.sends(stream::iter(parts(metadata, content))).await?;
        Ok(answer.into_inner().evidence.expect("the file"))
    }

    /// Uploads a file of a kind.
    pub async fn uploads(&self, kind: v1::EvidenceKind) -> v1::Evidence {
        let content = picture(3000, kind as u8);
        self.upload(announced(kind, &content), &content).await.expect("the file is taken")
    }

    /// A file with its bytes.
    pub async fn download(&self, id: &str) -> Result<(v1::Evidence, Vec<u8>), Refused> {
        use v1::download_evidence_response::Part;
        let request = v1::DownloadEvidenceRequest {
            evidence_id: id.to_owned(),
            purpose: v1::RevealPurpose::IdentityCheck.into(),
            ..Default::default()
        };
        let request = self.dress(request).await;
        let channel = self.channel.clone();
        let mut client = v1::evidence_service_client::EvidenceServiceClient::new(channel);
        let refused = |status| Refused { status };
        let mut stream = client.download_evidence(request).await.map_err(refused)?.into_inner();
        let (mut evidence, mut bytes) = (v1::Evidence::default(), Vec::new());
        while let Some(answer) = stream.message().await.map_err(refused)? {
            match answer.part.expect("a part") {
                Part::Evidence(of) => evidence = of,
                Part::Chunk(chunk) => bytes.extend(chunk),
            }
        }
        Ok((evidence, bytes))
    }
}
