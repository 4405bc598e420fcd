//! Lists that follow: drawn again whenever the feed of changes tells something, until Ctrl-C.

use crate::{
    Cx,
    errors::{Done, Exit},
    output::{Format, Sheet},
    rpc::Paged,
};
use clap::ArgMatches;
use frsc_proto::v1;
use std::time::Duration;

/// So often a lost stream is opened again before it is told.
const MOST_REOPENINGS: u32 = 5;
/// The wait before a lost stream is opened again.
const REOPEN_AFTER: Duration = Duration::from_secs(1);

/// Draws a list again after every change until the person breaks off.
pub(super) async fn watch<C: Paged>(
    cx: &mut Cx<'_>,
    request: C,
    matches: &ArgMatches,
    field: &str,
    sheet: &Sheet,
) -> Done {
    if cx.format == Format::Json {
        // Each row is a document of its own on its own line, or a program could not follow.
        cx.format = Format::Jsonl;
    }
    let mut lost = 0;
    loop {
        // What changes from here on is told by the stream, so nothing falls between.
        cx.today = None;
        let position = cx.call(v1::GetFeedPositionRequest {}).await?;
        if cx.io.out_is_terminal {
            // Back to the top and clear: the screen shows one state.
            cx.write("\u{1b}[H\u{1b}[2J")?;
        }
        cx.list(request.clone(), matches, field, sheet).await?;
        match change(cx, position.head_token).await {
            Err(failure) if failure.exit == Exit::Unreachable && lost < MOST_REOPENINGS => {
                lost += 1;
                tokio::time::sleep(REOPEN_AFTER).await;
            }
            Err(failure) => return Err(failure),
            Ok(()) => lost = 0,
        }
    }
}

/// Waits for the next change of a case or task.
async fn change(cx: &mut Cx<'_>, token: String) -> Done {
    let mut stream = cx.stream(v1::WatchEventsRequest { token }).await?;
    loop {
        let told = match stream.message().await {
            Ok(Some(told)) => told,
            Ok(None) => return Ok(()),
            Err(status) => return Err(cx.failure::<v1::WatchEventsRequest>(&status)),
        };
        let ours = |kind: &str| kind.starts_with("case.") || kind.starts_with("task.");
        if told.events.iter().any(|event| ours(&event.kind)) {
            return Ok(());
        }
    }
}
