//! Files of evidence in a bucket of S3-compatible storage, through the operator's program: what
//! lies there, what another server reads, and what happens while the bucket is away.

use super::Demonstration;
use crate::harness::{
    Database, Refused,
    bucket::{BUCKET, Buckets},
    evidence::{announced, picture},
    make::request_id,
    soon,
};
use frsc_proto::v1::{self, EvidenceKind as Kind};
use tonic::Code;

const STORE: &str = "s3://frsc-evidence/files";

async fn start(database: &Database, buckets: &Buckets, store: &str) -> Demonstration {
    started(database, buckets.environment(), store).await
}

async fn started(
    database: &Database,
    environment: Vec<(&'static str, String)>,
    store: &str,
) -> Demonstration {
    let more = ["--evidence-store", store];
    Demonstration::start_in(database, "warn", &more, &environment).await
}

/// Blocks are named by a file's id and their number, below the prefix of the setting.
fn is_a_blocks(key: &str) -> bool {
    let Some((file, block)) = key.strip_prefix("files/").and_then(|key| key.split_once('/')) else {
        return false;
    };
    let hexadecimal = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    (file.len(), block.len()) == (32, 5) && hexadecimal(file) && hexadecimal(block)
}

fn delete(of: &v1::Evidence) -> v1::DeleteEvidenceRequest {
    v1::DeleteEvidenceRequest {
        request_id: request_id(),
        evidence_id: of.evidence_id.clone(),
        etag: of.etag.clone(),
        validate_only: false,
    }
}

fn is_away(refused: &Refused) {
    refused.is(Code::Unavailable, "UNAVAILABLE");
    assert!(refused.details().retry_info().is_some(), "{refused:?}");
    let said = format!("{refused:?}");
    assert!(!said.contains(BUCKET) && !said.contains("127.0.0.1"), "nothing of the inside: {said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_lies_sealed_in_the_bucket_and_every_server_reads_it() {
    let (database, buckets) = (Database::empty().await, Buckets::start().await);
    let one = start(&database, &buckets, STORE).await;
    let (clerk, _) = one.client("clerk").await;
    let content = picture(2 * 1024 * 1024 + 777, 3);
    let metadata = announced(Kind::Photo, &content);
    let made = clerk.upload(metadata.clone(), &content).await.unwrap();
    assert_eq!(made.sha256, metadata.sha256);
    let objects = buckets.objects();
    assert_eq!(objects.len(), 3, "two whole blocks and the rest");
    for (key, sealed) in &objects {
        assert!(is_a_blocks(key), "{key}");
        let plain = &content[1_000..1_016];
        assert!(!sealed.windows(16).any(|window| window == plain), "{key} lies there in plain");
    }
    // A name from outside is never part of a key.
    let small = picture(500, 1);
    for name in ["../../etc/passwd.jpg", "..\\..\\boot.jpg", "/etc/cron.d/x.jpg", "files/%2e%2e/x"]
    {
        let file_name = name.to_owned();
        let named = v1::EvidenceMetadata { file_name, ..announced(Kind::Other, &small) };
        let _ = clerk.upload(named, &small).await;
    }
    let odd = buckets.objects().into_iter().find(|(key, _)| !is_a_blocks(key));
    assert_eq!(odd.map(|(key, _)| key), None);
    assert_eq!(buckets.beside(), [""; 0]);

    let other = start(&database, &buckets, STORE).await;
    let (reader, _) = other.client("clerk").await;
    for client in [&clerk, &reader] {
        let (told, bytes) = client.download(&made.evidence_id).await.unwrap();
        assert_eq!((told.sha256.as_str(), told.size_bytes), (&*metadata.sha256, made.size_bytes));
        assert!(bytes == content, "the bytes differ");
    }
    // Deleted by one server, it is gone for all, and its blocks with it.
    reader.ok(delete(&made)).await;
    let gone = clerk.download(&made.evidence_id).await.unwrap_err();
    gone.is(Code::NotFound, "NOT_FOUND");
    let left = buckets.objects();
    assert!(objects.iter().all(|(key, _)| left.iter().all(|(kept, _)| kept != key)));
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_bucket_is_away_that_is_said_and_nothing_is_recorded() {
    let (database, mut buckets) = (Database::empty().await, Buckets::start().await);
    let server = start(&database, &buckets, STORE).await;
    let (clerk, _) = server.client("clerk").await;
    let content = picture(70_000, 9);
    let kept = clerk.upload(announced(Kind::Photo, &content), &content).await.unwrap();
    let files = "SELECT count(*) FROM evidence";
    assert_eq!(database.number(files).await, 1);

    buckets.stop().await;
    let metadata = announced(Kind::Passport, &content);
    let refused = soon("the answer", clerk.upload(metadata.clone(), &content)).await;
    is_away(&refused.unwrap_err());
    let read = soon("the answer", clerk.download(&kept.evidence_id)).await;
    is_away(&read.unwrap_err());
    assert_eq!(database.number(files).await, 1, "nothing was recorded");

    // Once it is there again the same request is done, and all is as if nothing had been.
    buckets.start_again().await;
    let made = clerk.upload(metadata, &content).await.unwrap();
    assert!(clerk.download(&made.evidence_id).await.unwrap().1 == content);
    assert!(clerk.download(&kept.evidence_id).await.unwrap().1 == content);
    assert_eq!(database.number(files).await, 2);
    assert_eq!(buckets.objects().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_that_does_not_exist_or_another_key_takes_nothing() {
    let (database, buckets) = (Database::empty().await, Buckets::start().await);
    let wrong = "another-secret";
    let servers = [
        start(&database, &buckets, "s3://no-such-bucket").await,
        started(&database, buckets.environment_of(wrong), STORE).await,
    ];
    let content = picture(500, 9);
    for server in &servers {
        let (clerk, _) = server.client("clerk").await;
        let announced = announced(Kind::Photo, &content);
        let refused = soon("the answer", clerk.upload(announced, &content)).await.unwrap_err();
        is_away(&refused);
        assert!(!format!("{refused:?}").contains(wrong));
    }
    assert_eq!(database.number("SELECT count(*) FROM evidence").await, 0);
    assert!(buckets.objects().is_empty() && buckets.beside().is_empty());
}
