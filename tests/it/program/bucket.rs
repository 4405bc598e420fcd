//! Files of evidence in a bucket of S3-compatible storage, through the operator's program: what
//! lies there, what another server reads, and what happens while the bucket is away.

use super::{Demonstration, frscd, terminate, text};
use crate::harness::{
    Client, Database, Refused,
    bucket::{BUCKET, Buckets, SECRET},
    evidence::{announced, picture},
    make::request_id,
    soon,
};
use frsc_proto::v1::{self, EvidenceKind as Kind};
use std::time::{Duration, Instant};
use tokio::io::AsyncReadExt as _;
use tonic::Code;

const STORE: &str = "s3://frsc-evidence/files";
const FILES: &str = "SELECT count(*) FROM evidence";
/// How long a caller may be held by a bucket that is away.
const FEW_SECONDS: Duration = Duration::from_secs(12);

async fn start(database: &Database, buckets: &Buckets, store: &str) -> Demonstration {
    start_as(database, store, &buckets.environment()).await
}

async fn start_as(
    database: &Database,
    store: &str,
    environment: &[(&'static str, String)],
) -> Demonstration {
    let more = ["--evidence-store", store];
    Demonstration::start_in(database, "warn", &more, environment).await
}

/// Ends a server, and answers what it logged.
async fn logged(mut server: Demonstration) -> String {
    let mut stderr = server.child.stderr.take().expect("its lines");
    terminate(&server.child);
    let mut lines = String::new();
    soon("its lines", stderr.read_to_string(&mut lines)).await.expect("its lines");
    soon("its end", server.child.wait()).await.expect("its end");
    lines
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

/// An upload, a download and a look at the rest, while the bucket is away.
async fn all_are_told(clerk: &Client, metadata: &v1::EvidenceMetadata, content: &[u8], kept: &str) {
    let begun = Instant::now();
    let (taken, read) = tokio::join!(
        soon("an answer", clerk.upload(metadata.clone(), content)),
        soon("an answer", clerk.download(kept)),
    );
    is_away(&taken.unwrap_err());
    is_away(&read.unwrap_err());
    let waited = begun.elapsed();
    assert!(waited < FEW_SECONDS, "{waited:?}");
    clerk.ok(v1::ListTicketsRequest::default()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_lies_sealed_in_the_bucket_and_every_server_reads_it() {
    let (database, buckets) = (Database::empty().await, Buckets::start().await);
    let one = start(&database, &buckets, STORE).await;
    let (clerk, _) = one.client("clerk").await;
    let content = picture(2 * 1024 * 1024 + 777, 3);
    let file_name = "passport QZ8264193.jpg".to_owned();
    let metadata = v1::EvidenceMetadata { file_name, ..announced(Kind::Photo, &content) };
    let made = clerk.upload(metadata.clone(), &content).await.unwrap();
    assert_eq!(made.sha256, metadata.sha256);
    let objects = buckets.objects();
    assert_eq!(objects.len(), 3, "two whole blocks and the rest");
    for (key, sealed) in &objects {
        assert!(is_a_blocks(key), "{key}");
        for plain in [&content[..16], &content[1_000..1_016], b"QZ8264193"] {
            let found = sealed.windows(plain.len()).any(|window| window == plain);
            assert!(!found, "{key} lies there in plain");
        }
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
    let (told, bytes) = clerk.download(&made.evidence_id).await.unwrap();
    assert_eq!((told.sha256.as_str(), told.size_bytes), (&*metadata.sha256, made.size_bytes));
    assert!(bytes == content, "the bytes differ");
    assert_eq!(logged(one).await, "", "nothing to warn of");

    let other = start(&database, &buckets, STORE).await;
    let (reader, _) = other.client("clerk").await;
    let (_, bytes) = reader.download(&made.evidence_id).await.unwrap();
    assert!(bytes == content, "the bytes differ for another server");
    reader.ok(delete(&made)).await;
    let gone = reader.download(&made.evidence_id).await.unwrap_err();
    gone.is(Code::NotFound, "NOT_FOUND");
    let left = buckets.objects();
    assert!(objects.iter().all(|(key, _)| left.iter().all(|(kept, _)| kept != key)));
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_bucket_is_away_or_hangs_that_is_said_and_nothing_is_recorded() {
    let (database, mut buckets) = (Database::empty().await, Buckets::start().await);
    let server = start(&database, &buckets, STORE).await;
    let (clerk, _) = server.client("clerk").await;
    let content = picture(70_000, 9);
    let kept = clerk.upload(announced(Kind::Photo, &content), &content).await.unwrap();
    let gone = clerk.upload(announced(Kind::Other, &content), &content).await.unwrap();
    assert_eq!(database.number(FILES).await, 2);
    let metadata = announced(Kind::Passport, &content);

    buckets.stop().await;
    all_are_told(&clerk, &metadata, &content, &kept.evidence_id).await;
    buckets.hang().await;
    all_are_told(&clerk, &metadata, &content, &kept.evidence_id).await;
    // What is deleted is gone, whenever its bytes can be cleared away.
    let begun = Instant::now();
    clerk.ok(delete(&gone)).await;
    assert!(begun.elapsed() < FEW_SECONDS, "{:?}", begun.elapsed());
    assert_eq!(database.number(FILES).await, 1, "nothing was recorded");
    let answers = "SELECT count(*) FROM idempotency WHERE method LIKE '%/UploadEvidence'";
    assert_eq!(database.number(answers).await, 2, "nor that the request was done");
    assert!(database.number("SELECT count(*) FROM evidence_loose").await > 0, "for the sweep");

    // Once it is there again the same request is done, and all is as if nothing had been.
    buckets.stop().await;
    buckets.start_again().await;
    let made = clerk.upload(metadata, &content).await.unwrap();
    assert!(clerk.download(&made.evidence_id).await.unwrap().1 == content);
    assert!(clerk.download(&kept.evidence_id).await.unwrap().1 == content);
    assert_eq!(database.number(FILES).await, 2);
}

/// What a server says and logs whose bucket takes nothing.
async fn takes_nothing(store: &str, environment: &[(&'static str, String)], reason: &str) {
    let database = Database::empty().await;
    let server = start_as(&database, store, environment).await;
    let (clerk, _) = server.client("clerk").await;
    let content = picture(500, 9);
    is_away(&clerk.upload(announced(Kind::Photo, &content), &content).await.unwrap_err());
    assert_eq!(database.number(FILES).await, 0);
    let lines = logged(server).await;
    let start = lines.lines().find(|line| line.contains("can be neither kept nor read"));
    let start = start.unwrap_or_else(|| panic!("it was said at start: {lines}"));
    let told = format!("evidence_store = {}: {reason}", store.trim_end_matches("/files"));
    assert!(start.contains(&told), "{start}");
    let call = lines.lines().find(|line| line.contains("does not do what it is asked"));
    assert!(call.is_some_and(|line| line.contains(reason)), "{lines}");
    assert!(!lines.contains("incident"), "{lines}");
    let mut check = frscd(&["config", "check", "--evidence-store", store], &database);
    check.envs(environment.iter().map(|(name, value)| (name, value)));
    let check = soon("the end of frscd", check.output()).await.unwrap();
    assert!(!check.status.success() && text(&check.stderr).contains(&told), "{check:?}");
    for hidden in [SECRET, "another-secret", "<Error>"] {
        assert!(!lines.contains(hidden) && !text(&check.stderr).contains(hidden), "{lines}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_that_does_not_exist_or_refuses_the_credentials_is_told_by_its_setting() {
    let buckets = Buckets::start().await;
    let known = buckets.environment();
    takes_nothing("s3://no-such-bucket/files", &known, "there is no such bucket").await;
    let refused = "the credentials of the environment (AWS_ACCESS_KEY_ID …) are refused";
    for wrong in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
        let other = known.iter().cloned();
        let other: Vec<_> = other
            .map(|(name, value)| match name == wrong {
                true => (name, "another-secret".to_owned()),
                false => (name, value),
            })
            .collect();
        takes_nothing(STORE, &other, refused).await;
    }
    assert!(buckets.objects().is_empty());
    assert_eq!(buckets.beside(), [""; 0]);
}
