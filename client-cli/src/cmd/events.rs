//! `frsc events`: the feed of changes, followed from a token on as JSON lines, polled, and
//! acknowledged. The token may be kept in a file, which a next run goes on from.

use super::{given, noun, number, number_given, position, text};
use crate::{
    Cx,
    errors::{Done, Exit, Failure},
    message,
    output::{Format, Sheet},
    store_file,
};
use clap::{ArgMatches, Command};
use frsc_proto::v1;
use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
    time::Duration,
};

/// The columns of events.
pub(crate) const EVENT: Sheet = Sheet {
    name: "token",
    columns: &["event_time", "kind", "resource_id", "removed"],
    wide: &["token"],
};
const POSITION: Sheet = Sheet { name: "head_token", columns: &["head_token"], wide: &[] };
/// So often a lost stream is opened again before it is told.
const MOST_REOPENINGS: u32 = 5;
/// The wait before a lost stream is opened again.
const REOPEN_AFTER: Duration = Duration::from_secs(1);

/// The noun.
pub(super) fn command() -> Command {
    let token = || text("token").conflicts_with("token-file");
    noun("events")
        .subcommand(
            Command::new("listen")
                .arg(token())
                .arg(text("token-file"))
                .arg(number("limit", 1..=i64::from(i32::MAX))),
        )
        .subcommand(
            Command::new("list")
                .arg(token())
                .arg(text("token-file"))
                .arg(number("limit", 1..=500).default_value("50")),
        )
        .subcommand(Command::new("position"))
        .subcommand(
            Command::new("ack")
                .arg(position("token").required_unless_present("token-file"))
                .arg(text("token-file").conflicts_with("token")),
        )
}

/// Runs the verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "listen" => listen(cx, matches).await,
        "list" => list(cx, matches).await,
        "position" => {
            let answer = cx.call(v1::GetFeedPositionRequest {}).await?;
            cx.details::<v1::GetFeedPositionRequest>(&answer, "", &POSITION).await
        }
        _ => acknowledge(cx, matches).await,
    }
}

async fn list(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let token = token(cx, matches)?;
    let request = v1::ListEventsRequest { token, page_size: number_given(matches, "limit") };
    let answer = cx.call(request).await?;
    cx.answer::<v1::ListEventsRequest>(&answer, "events", &EVENT).await?;
    if answer.events.is_empty() {
        cx.say("list-empty", &[]);
    } else if answer.more {
        cx.say("events-more", &[("token", &answer.next_token)]);
    }
    Ok(())
}

async fn acknowledge(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let token = token(cx, matches)?;
    let request = v1::AcknowledgeEventsRequest { request_id: cx.request_id(), token };
    let answer = cx.call(request).await?;
    if cx.format == Format::Json || cx.format == Format::Jsonl {
        return cx.write_json(&message::answer::<v1::AcknowledgeEventsRequest>(&answer));
    }
    cx.write(&(answer.acknowledged_token + "\n"))
}

/// What listening goes on with after a stream has ended.
struct Listening {
    token: String,
    file: Option<PathBuf>,
    left: usize,
    lost: u32,
}

/// Listens until the person breaks off, or to so many events.
async fn listen(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let mut listening = Listening {
        token: token(cx, matches)?,
        file: file(matches),
        left: usize::try_from(number_given(matches, "limit"))
            .ok()
            .filter(|limit| *limit > 0)
            .unwrap_or(usize::MAX),
        lost: 0,
    };
    // Each event is a document of its own on its own line, or a program could not follow.
    cx.format = Format::Jsonl;
    while listening.left > 0 {
        match follow(cx, &mut listening).await {
            Err(failure) if again(&failure) && listening.lost < MOST_REOPENINGS => {
                listening.lost += 1;
                tokio::time::sleep(REOPEN_AFTER).await;
            }
            Err(failure) => return Err(failure),
            Ok(()) => {}
        }
    }
    Ok(())
}

/// True where the stream was lost and may be opened again from its last token.
fn again(failure: &Failure) -> bool {
    failure.exit == Exit::Unreachable
}

async fn follow(cx: &mut Cx<'_>, listening: &mut Listening) -> Done {
    let request = v1::WatchEventsRequest { token: listening.token.clone() };
    let mut stream = cx.stream(request).await?;
    while listening.left > 0 {
        let told = match stream.message().await {
            Ok(Some(told)) => told,
            Ok(None) => return Ok(()),
            Err(status) => return Err(cx.failure::<v1::WatchEventsRequest>(&status)),
        };
        listening.lost = 0;
        let seen = message::answer::<v1::WatchEventsRequest>(&told);
        let whole = told.events.len() <= listening.left;
        for event in message::children(&seen, "events").iter().take(listening.left) {
            cx.write_json(event)?;
            listening.token = message::text(event, "token");
            listening.left -= 1;
        }
        if whole {
            listening.token = told.token;
        }
        // Kept after the lines are written: at least once, never not at all.
        keep(cx, listening)?;
    }
    Ok(())
}

fn keep(cx: &Cx<'_>, listening: &Listening) -> Done {
    let Some(file) = &listening.file else { return Ok(()) };
    let line = format!("{}\n", listening.token);
    store_file::replace(file, line.as_bytes()).map_err(|_| unusable(cx, file))
}

fn file(matches: &ArgMatches) -> Option<PathBuf> {
    matches.get_one::<String>("token-file").map(PathBuf::from)
}

/// The token that was given, or the one in the file, which need not be there yet.
fn token(cx: &Cx<'_>, matches: &ArgMatches) -> Done<String> {
    let Some(file) = file(matches) else { return Ok(given(matches, "token")) };
    match std::fs::read_to_string(&file) {
        Ok(text) => Ok(text.trim().to_owned()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        Err(_) => Err(unusable(cx, &file)),
    }
}

fn unusable(cx: &Cx<'_>, file: &Path) -> Failure {
    let path = file.display().to_string();
    Failure::new(Exit::Usage, cx.texts.with("error-token-file", &[("path", &path)]))
}
