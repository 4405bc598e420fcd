//! What the messages of evidence mean: decoded with every fault noted, encoded as they are shown.

use crate::{
    api::{
        appointment::reveal_purpose,
        fields::{Fields, etag, timestamp},
    },
    domain::{
        evidence::{EvidenceKind, EvidenceView, MAX_FILE_NAME_CHARS, MediaType},
        id::{EvidenceId, Id as _},
    },
    error::Result,
    service::evidence::{EvidenceFilter, NewEvidence},
};
use frsc_proto::v1 as pb;

pub(super) fn new_evidence(metadata: &pb::EvidenceMetadata) -> Result<NewEvidence> {
    let mut fields = Fields::new();
    let kind = fields.choice::<pb::EvidenceKind>("kind", metadata.kind);
    let kind = kind.and_then(|kind| EvidenceKind::from_number(kind.into()));
    let media_type = fields.choice::<pb::MediaType>("media_type", metadata.media_type);
    let media_type = media_type.and_then(|one| MediaType::from_number(one.into()));
    if let (Some(kind), Some(media_type)) = (kind, media_type)
        && !kind.may_be(media_type)
    {
        fields.told("media_type", "must be JPEG or PNG for a photo", "照片应为 JPEG 或 PNG");
    }
    let file_name = fields.text("file_name", &metadata.file_name, 1, MAX_FILE_NAME_CHARS);
    let size = u64::try_from(metadata.size_bytes).ok().filter(|size| *size > 0);
    if size.is_none() {
        fields.told("size_bytes", "must be at least 1", "文件不能为空");
    }
    let sha256 = sha256(&mut fields, &metadata.sha256);
    let case_id = fields.optional_id("case_id", &metadata.case_id);
    let (kind, media_type) = fields.both(kind, media_type)?;
    let size = size.unwrap_or_default();
    Ok(NewEvidence { kind, media_type, file_name, size, sha256, case_id })
}

fn sha256(fields: &mut Fields, text: &str) -> [u8; 32] {
    let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok();
    let hash = bytes.and_then(|bytes| bytes.try_into().ok());
    hash.unwrap_or_else(|| {
        fields.told("sha256", "must be 64 hexadecimal digits", "应为 64 位十六进制数");
        [0; 32]
    })
}

pub(super) fn asked(request: &pb::DownloadEvidenceRequest) -> Result<(EvidenceId, String)> {
    let mut fields = Fields::new();
    let id = fields.id("evidence_id", &request.evidence_id);
    let purpose = reveal_purpose(&mut fields, request.purpose, &request.purpose_text);
    fields.both(id, purpose)
}

pub(super) fn filter(request: &pb::ListEvidenceRequest) -> Result<EvidenceFilter> {
    let mut fields = Fields::new();
    let mut kinds = Vec::new();
    for (index, kind) in request.kinds.iter().enumerate().take(EvidenceKind::ALL.len()) {
        let kind = fields.choice::<pb::EvidenceKind>(&format!("kinds[{index}]"), *kind);
        kinds.extend(kind.and_then(|kind| EvidenceKind::from_number(kind.into())));
    }
    let case_id = fields.optional_id("case_id", &request.case_id);
    fields.finish(EvidenceFilter { case_id, kinds })
}

/// A file as messages carry it.
pub(super) fn encode(view: &EvidenceView) -> pb::Evidence {
    let of = &view.evidence;
    pb::Evidence {
        evidence_id: of.id.text(),
        kind: of.kind.number(),
        media_type: of.media_type.number(),
        file_name: view.file_name.clone(),
        size_bytes: i64::try_from(of.size).unwrap_or(i64::MAX),
        sha256: data_encoding::HEXLOWER.encode(&of.sha256),
        case_id: of.case_id.map(|id| id.text()).unwrap_or_default(),
        created_by_account_id: of.created_by.text(),
        create_time: Some(timestamp(of.created_at)),
        in_use: view.in_use,
        etag: etag(of.version),
    }
}
