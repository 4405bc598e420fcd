//! Bad files: too large, not what they say, cut off, with a name that would be a path. Nothing is
//! left of any of them.

use super::blocks;
use crate::harness::{Centre, Client, evidence::*, make::*, soon};
use frsc_proto::v1::{self, EvidenceKind as Kind, upload_evidence_request::Part};
use futures_util::{StreamExt as _, stream};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use tonic::Code;

/// The limit of the server, in bytes.
const LIMIT: i64 = 20 * 1024 * 1024;

async fn nothing_is_left(centre: &Centre) {
    assert!(blocks(centre).is_empty());
    for table in ["evidence", "evidence_loose"] {
        let left = centre.database.number(&format!("SELECT count(*) FROM {table}")).await;
        assert_eq!(left, 0, "{table}");
    }
}

#[tokio::test]
async fn four_gigabytes_are_refused_at_the_limit() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let four_gigabytes: i64 = 4 * 1024 * 1024 * 1024;
    let info = centre.nobody().ok(v1::GetServerInfoRequest {}).await;
    assert_eq!(info.max_evidence_bytes, LIMIT);
    // Told as what it is it is refused by its first message; told as less, where it is more.
    for (said, most_chunks, reason) in [
        (four_gigabytes, 32, "EVIDENCE_TOO_LARGE"),
        (LIMIT, LIMIT / CHUNK as i64 + 32, "EVIDENCE_MISMATCH"),
        (1000, 32, "EVIDENCE_MISMATCH"),
    ] {
        let sent = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&sent);
        let metadata =
            v1::EvidenceMetadata { size_bytes: said, ..announced(Kind::Photo, &picture(CHUNK, 0)) };
        let chunks = stream::repeat(picture(CHUNK, 0)).take((four_gigabytes as usize) / CHUNK);
        let chunks = chunks.map(move |chunk| {
            counted.fetch_add(1, Ordering::Relaxed);
            part(Part::Chunk(chunk))
        });
        let all = stream::iter([part(Part::Metadata(metadata))]).chain(chunks);
        let refused = clerk.sends(all).await.unwrap_err();
        refused.is(Code::FailedPrecondition, reason);
        let sent = sent.load(Ordering::Relaxed);
        assert!(sent <= most_chunks as u64, "{sent} chunks were taken for {said} bytes");
        nothing_is_left(&centre).await;
    }
}

#[tokio::test]
async fn a_file_that_is_not_what_it_says_is_refused() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let zip = [&b"PK\x03\x04\x14\x00\x00\x00"[..], &picture(2000, 1)].concat();
    let refused = clerk.upload(announced(Kind::Photo, &zip), &zip).await.unwrap_err();
    refused.is(Code::FailedPrecondition, "EVIDENCE_TYPE_REFUSED");
    assert_eq!(refused.variable("media_type").as_deref(), Some("application/zip"));
    let jpeg = picture(2000, 1);
    let as_png = v1::EvidenceMetadata {
        media_type: v1::MediaType::Png.into(),
        ..announced(Kind::Passport, &jpeg)
    };
    let refused = clerk.upload(as_png, &jpeg).await.unwrap_err();
    refused.is(Code::FailedPrecondition, "EVIDENCE_TYPE_REFUSED");
    let as_pdf = v1::EvidenceMetadata {
        media_type: v1::MediaType::Pdf.into(),
        ..announced(Kind::Photo, &jpeg)
    };
    assert_eq!(clerk.upload(as_pdf, &jpeg).await.unwrap_err().fields(), ["media_type"]);
    let wrong = announced(Kind::Photo, &picture(2000, 2));
    let refused = clerk.upload(wrong, &jpeg).await.unwrap_err();
    refused.is(Code::FailedPrecondition, "EVIDENCE_MISMATCH");
    assert_eq!(refused.variable("field").as_deref(), Some("sha256"));
    let short = announced(Kind::Photo, &jpeg);
    let refused = clerk.upload(short, &jpeg[..1999]).await.unwrap_err();
    assert_eq!(refused.variable("field").as_deref(), Some("size_bytes"));
    // A check looks at the bytes too, and keeps none.
    let checked = v1::EvidenceMetadata { validate_only: true, ..announced(Kind::Photo, &zip) };
    let refused = clerk.upload(checked, &zip).await.unwrap_err();
    refused.is(Code::FailedPrecondition, "EVIDENCE_TYPE_REFUSED");
    let checked = v1::EvidenceMetadata { validate_only: true, ..announced(Kind::Photo, &jpeg) };
    clerk.upload(checked, &jpeg).await.unwrap();
    nothing_is_left(&centre).await;
}

#[tokio::test]
async fn a_name_is_a_label_and_never_a_path() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let content = picture(500, 1);
    let names = ["../../etc/passwd", "/etc/passwd", "..", "C:\\Windows\\x.jpg", "a/b/c.jpg", "#1"];
    for name in names {
        let metadata =
            v1::EvidenceMetadata { file_name: name.to_owned(), ..announced(Kind::Photo, &content) };
        let made = clerk.upload(metadata, &content).await.unwrap();
        assert_eq!(made.file_name, name);
        assert_eq!(clerk.download(&made.evidence_id).await.unwrap().1, content);
    }
    // Each in a folder of its own under the vault's, and nothing beside the vault.
    assert_eq!(blocks(&centre).len(), names.len());
    let long =
        v1::EvidenceMetadata { file_name: "x".repeat(256), ..announced(Kind::Photo, &content) };
    assert_eq!(clerk.upload(long, &content).await.unwrap_err().fields(), ["file_name"]);
    let torn = v1::EvidenceMetadata {
        file_name: "a\0b.jpg".to_owned(),
        ..announced(Kind::Photo, &content)
    };
    assert_eq!(clerk.upload(torn, &content).await.unwrap_err().fields(), ["file_name"]);
}

async fn refused_fields(clerk: &Client, parts: Vec<v1::UploadEvidenceRequest>) -> Vec<String> {
    clerk.sends(stream::iter(parts)).await.unwrap_err().fields()
}

#[tokio::test]
async fn parts_come_in_their_order_and_size() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let content = picture(CHUNK + 1, 1);
    let first = part(Part::Metadata(announced(Kind::Photo, &content)));
    let again = part(Part::Metadata(announced(Kind::Photo, &content)));
    let chunk = |bytes: &[u8]| part(Part::Chunk(bytes.to_vec()));
    assert_eq!(refused_fields(&clerk, vec![]).await, ["metadata"]);
    assert_eq!(refused_fields(&clerk, vec![chunk(b"x")]).await, ["metadata"]);
    assert_eq!(refused_fields(&clerk, vec![first.clone(), again]).await, ["metadata"]);
    assert_eq!(refused_fields(&clerk, vec![first.clone(), chunk(b"")]).await, ["chunk"]);
    assert_eq!(refused_fields(&clerk, vec![first.clone(), chunk(&content)]).await, ["chunk"]);
    let nothing = v1::UploadEvidenceRequest { part: None };
    assert_eq!(refused_fields(&clerk, vec![first, nothing]).await, ["part"]);
    let bad = v1::EvidenceMetadata { request_id: request_id(), ..Default::default() };
    let fields = refused_fields(&clerk, vec![part(Part::Metadata(bad))]).await;
    assert_eq!(fields, ["kind", "media_type", "file_name", "size_bytes", "sha256"]);
    nothing_is_left(&centre).await;
}

#[tokio::test]
async fn an_upload_that_is_cut_off_leaves_nothing() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let content = picture(3 * 1024 * 1024, 1);
    let begun = parts(announced(Kind::Photo, &content), &content[..2 * 1024 * 1024]);
    let never = stream::iter(begun).chain(stream::pending());
    let sending = tokio::spawn({
        let clerk = clerk.clone();
        async move { clerk.sends(never).await.map(drop) }
    });
    soon("the first block", async {
        while blocks(&centre).is_empty() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    sending.abort();
    soon("the end of what was begun", async {
        let loose = "SELECT count(*) FROM evidence_loose";
        while centre.database.number(loose).await > 0 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    nothing_is_left(&centre).await;
}

#[tokio::test]
async fn a_file_for_a_case_that_is_not_there_is_refused() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let content = picture(500, 1);
    let metadata = v1::EvidenceMetadata {
        case_id: format!("case_{}", "a".repeat(26)),
        ..announced(Kind::Photo, &content)
    };
    let refused = clerk.upload(metadata, &content).await.unwrap_err();
    refused.is(Code::NotFound, "NOT_FOUND");
    nothing_is_left(&centre).await;
}
