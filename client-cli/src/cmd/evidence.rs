//! `frsc evidence`: files that prove something, carried to the server and back. A file is named by
//! its id or the last characters of it; what the server calls it is never used as a path.

use super::{
    dry_run, enum_given, enums_given, given, noun, page_args, position, text, word, words,
};
use crate::{
    Cx,
    errors::{Done, Exit, Failure},
    message,
    output::Sheet,
};
use aws_lc_rs::digest::{Context, SHA256};
use clap::{ArgMatches, Command};
use frsc_proto::v1::{
    self, download_evidence_response::Part as Told, upload_evidence_request::Part,
};
use indicatif::{ProgressBar, ProgressDrawTarget};
use std::{
    fmt::Write as _,
    fs::File,
    io::{IsTerminal as _, Read as _, Write as _},
    path::{Path, PathBuf},
};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

/// The columns of files.
pub(crate) const EVIDENCE: Sheet = Sheet {
    name: "evidence_id",
    columns: &["evidence_id", "kind", "media_type", "size_bytes", "file_name", "create_time"],
    wide: &["case_id", "in_use", "sha256", "created_by_account_id"],
};
const KIND: &str = "frsc.v1.EvidenceKind";
const PURPOSE: &str = "frsc.v1.RevealPurpose";
/// Bytes of a chunk.
const CHUNK_BYTES: usize = 64 * 1024;

/// The noun.
pub(super) fn command() -> Command {
    let one = |verb: &'static str| Command::new(verb).arg(position("evidence").required(true));
    noun("evidence").subcommands([
        Command::new("upload")
            .arg(position("file").required(true))
            .arg(word("kind", KIND).required(true))
            .arg(text("case"))
            .arg(text("label"))
            .arg(dry_run()),
        Command::new("list").arg(text("case")).arg(words("kind", KIND)).args(page_args()),
        one("show"),
        one("download")
            .arg(text("to"))
            .arg(word("purpose", PURPOSE).required(true))
            .arg(text("purpose-text")),
        one("delete").arg(dry_run()),
    ])
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "upload" => upload(cx, matches).await,
        "list" => list(cx, matches).await,
        "show" => show(cx, matches).await,
        "download" => download(cx, matches).await,
        _ => delete(cx, matches).await,
    }
}

async fn list(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let case_id = case_given(cx, matches).await?;
    let kinds = enums_given(matches, "kind", KIND);
    let request = v1::ListEvidenceRequest { case_id, kinds, ..Default::default() };
    cx.list(request, matches, "evidence", &EVIDENCE).await
}

async fn show(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let evidence_id = cx.evidence_id(&given(matches, "evidence")).await?;
    let answer = cx.call(v1::GetEvidenceRequest { evidence_id }).await?;
    cx.details::<v1::GetEvidenceRequest>(&answer, "evidence", &EVIDENCE).await
}

async fn case_given(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done<String> {
    let case = given(matches, "case");
    if case.is_empty() { Ok(case) } else { cx.case_id(&case).await }
}

async fn upload(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let path = PathBuf::from(given(matches, "file"));
    let looked_at = look_at(&path).map_err(|_| unreadable(cx, &path))?;
    let Some(media_type) = looked_at.media_type else {
        let shown = path.display().to_string();
        let what = cx.texts.with("error-evidence-type", &[("path", &shown)]);
        return Err(Failure::new(Exit::Invalid, what));
    };
    let mut file_name = given(matches, "label");
    if file_name.is_empty() {
        let own = path.file_name().unwrap_or_default();
        file_name = own.to_string_lossy().into_owned();
    }
    let validate_only = matches.get_flag("dry-run");
    let metadata = v1::EvidenceMetadata {
        request_id: cx.request_id(),
        kind: enum_given(matches, "kind", KIND),
        media_type: media_type.into(),
        file_name,
        size_bytes: i64::try_from(looked_at.size).unwrap_or(i64::MAX),
        sha256: looked_at.sha256,
        case_id: case_given(cx, matches).await?,
        validate_only,
    };
    let bar = bar(cx, looked_at.size);
    let shown = bar.clone();
    let make = move || parts(metadata.clone(), path.clone(), shown.clone());
    let answer = cx.upload::<v1::UploadEvidenceRequest, _>(make).await;
    bar.finish_and_clear();
    let answer = answer?;
    cx.answer::<v1::UploadEvidenceRequest>(&answer, "evidence", &EVIDENCE).await?;
    let id = answer.evidence.unwrap_or_default().evidence_id;
    cx.say(if validate_only { "dry-run" } else { "evidence-upload" }, &[("evidence", &id)]);
    Ok(())
}

/// What a file is, found out without keeping it in memory.
struct LookedAt {
    size: u64,
    sha256: String,
    media_type: Option<v1::MediaType>,
}

fn look_at(path: &Path) -> std::io::Result<LookedAt> {
    let mut file = File::open(path)?;
    let (mut hash, mut size, mut media_type) = (Context::new(&SHA256), 0, None);
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        let length = file.read(&mut chunk)?;
        if length == 0 {
            break;
        }
        if size == 0 {
            media_type = media_type_of(&chunk[..length]);
        }
        hash.update(&chunk[..length]);
        size += length as u64;
    }
    Ok(LookedAt { size, sha256: hexadecimal(hash), media_type })
}

fn media_type_of(beginning: &[u8]) -> Option<v1::MediaType> {
    match infer::get(beginning)?.mime_type() {
        "image/jpeg" => Some(v1::MediaType::Jpeg),
        "image/png" => Some(v1::MediaType::Png),
        "application/pdf" => Some(v1::MediaType::Pdf),
        _ => None,
    }
}

fn hexadecimal(hash: Context) -> String {
    hash.finish().as_ref().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The file as the server takes it, read by a thread of its own as fast as the server does.
fn parts(
    metadata: v1::EvidenceMetadata,
    path: PathBuf,
    bar: ProgressBar,
) -> ReceiverStream<v1::UploadEvidenceRequest> {
    let (send, receive) = mpsc::channel(4);
    bar.set_position(0);
    tokio::task::spawn_blocking(move || {
        let part = |part| v1::UploadEvidenceRequest { part: Some(part) };
        let Ok(mut file) = File::open(path) else { return };
        let mut next = Some(Part::Metadata(metadata));
        // A file that cannot be read to its end is one whose length differs: the server says so.
        while let Some(sent) = next.take() {
            if send.blocking_send(part(sent)).is_err() {
                return;
            }
            let mut chunk = vec![0; CHUNK_BYTES];
            let Ok(length) = file.read(&mut chunk) else { return };
            if length > 0 {
                chunk.truncate(length);
                bar.inc(length as u64);
                next = Some(Part::Chunk(chunk));
            }
        }
    });
    ReceiverStream::new(receive)
}

/// A bar for a person, and for nobody else.
pub(super) fn bar(cx: &Cx<'_>, size: u64) -> ProgressBar {
    let seen = cx.io.out_is_terminal && std::io::stderr().is_terminal();
    let target = if seen { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    ProgressBar::with_draw_target(Some(size), target)
}

async fn download(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let evidence_id = cx.evidence_id(&given(matches, "evidence")).await?;
    let mut to = PathBuf::from(given(matches, "to"));
    if to.as_os_str().is_empty() {
        to = PathBuf::from(&evidence_id);
    }
    let shown = to.display().to_string();
    // Asked before the reading is put on record.
    if to.exists() {
        cx.confirm("confirm-evidence-overwrite", &[("path", &shown)])?;
    }
    let request = v1::DownloadEvidenceRequest {
        evidence_id,
        purpose: enum_given(matches, "purpose", PURPOSE),
        purpose_text: given(matches, "purpose-text"),
    };
    let mut stream = cx.stream(request).await?;
    let beside = beside(&to);
    let received = receive(cx, &mut stream, &beside).await;
    let received = received.and_then(|evidence| {
        std::fs::rename(&beside, &to).map_err(|_| unwritable(cx, &to))?;
        Ok(evidence)
    });
    if received.is_err() {
        // The half of a file is of no use to anybody.
        let _ = std::fs::remove_file(&beside);
    }
    let answer = v1::GetEvidenceResponse { evidence: Some(received?) };
    cx.answer::<v1::GetEvidenceRequest>(&answer, "evidence", &EVIDENCE).await?;
    cx.say("evidence-download", &[("path", &shown)]);
    Ok(())
}

/// The name under which a file is written until it is whole.
fn beside(to: &Path) -> PathBuf {
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    to.with_file_name(name)
}

async fn receive(
    cx: &Cx<'_>,
    stream: &mut tonic::Streaming<v1::DownloadEvidenceResponse>,
    to: &Path,
) -> Done<v1::Evidence> {
    let mut file = new_file(to).map_err(|_| unwritable(cx, to))?;
    let (mut hash, mut evidence) = (Context::new(&SHA256), v1::Evidence::default());
    let mut bar = ProgressBar::hidden();
    loop {
        let told = stream.message().await;
        let told = told.map_err(|status| cx.failure::<v1::DownloadEvidenceRequest>(&status))?;
        match told.and_then(|told| told.part) {
            Some(Told::Evidence(of)) => {
                bar = self::bar(cx, u64::try_from(of.size_bytes).unwrap_or_default());
                evidence = of;
            }
            Some(Told::Chunk(chunk)) => {
                hash.update(&chunk);
                bar.inc(chunk.len() as u64);
                file.write_all(&chunk).map_err(|_| unwritable(cx, to))?;
            }
            None => break,
        }
    }
    bar.finish_and_clear();
    file.sync_all().map_err(|_| unwritable(cx, to))?;
    if hexadecimal(hash) != evidence.sha256 {
        let what = cx.texts.get("error-evidence-download");
        return Err(Failure::new(Exit::Unexpected, what));
    }
    Ok(evidence)
}

/// A new file that only its owner may read.
fn new_file(path: &Path) -> std::io::Result<File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

async fn delete(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let evidence_id = cx.evidence_id(&given(matches, "evidence")).await?;
    let answer = cx.call(v1::GetEvidenceRequest { evidence_id }).await?;
    let evidence = answer.evidence.unwrap_or_default();
    let validate_only = matches.get_flag("dry-run");
    if !validate_only {
        cx.confirm("confirm-evidence-delete", &[("evidence", &evidence.evidence_id)])?;
    }
    let request = v1::DeleteEvidenceRequest {
        request_id: cx.request_id(),
        evidence_id: evidence.evidence_id,
        etag: evidence.etag,
        validate_only,
    };
    let answer = cx.call(request).await?;
    if cx.format == crate::output::Format::Json {
        cx.write_json(&message::answer::<v1::DeleteEvidenceRequest>(&answer))?;
    }
    cx.say(if validate_only { "dry-run" } else { "evidence-delete" }, &[]);
    Ok(())
}

fn unreadable(cx: &Cx<'_>, path: &Path) -> Failure {
    let path = path.display().to_string();
    Failure::new(Exit::Usage, cx.texts.with("error-file-unreadable", &[("path", &path)]))
}

fn unwritable(cx: &Cx<'_>, path: &Path) -> Failure {
    let path = path.display().to_string();
    Failure::new(Exit::Usage, cx.texts.with("error-file-unwritable", &[("path", &path)]))
}
