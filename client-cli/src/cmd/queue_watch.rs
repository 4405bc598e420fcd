//! `frsc queue watch`: the hall's state, drawn again after every change until Ctrl-C. A stream that
//! the server ended in its time is opened again.

use crate::{
    Cx,
    cell::View,
    errors::{Done, Exit},
    message,
    output::{Format, Sheet},
};
use frsc_proto::v1;
use prost_reflect::DynamicMessage;
use std::time::Duration;

/// The columns of counters in the display.
pub(crate) const STATE: Sheet = Sheet {
    name: "counter_id",
    columns: &["counter_id", "ticket_number", "ticket_state", "calls"],
    wide: &[],
};
/// So often a lost stream is opened again before it is told.
const MOST_REOPENINGS: u32 = 5;
/// The wait before a lost stream is opened again.
const REOPEN_AFTER: Duration = Duration::from_secs(1);

/// Watches the queue until the person breaks off.
pub(super) async fn watch(cx: &mut Cx<'_>) -> Done {
    let mut lost = 0;
    loop {
        match follow(cx, &mut lost).await {
            Err(failure) if failure.exit == Exit::Unreachable && lost < MOST_REOPENINGS => {
                lost += 1;
                tokio::time::sleep(REOPEN_AFTER).await;
            }
            Err(failure) => return Err(failure),
            Ok(()) => {}
        }
    }
}

async fn follow(cx: &mut Cx<'_>, lost: &mut u32) -> Done {
    let mut stream = cx.stream(v1::WatchQueueRequest {}).await?;
    loop {
        match stream.message().await {
            Ok(Some(state)) => {
                *lost = 0;
                show(cx, &message::answer::<v1::WatchQueueRequest>(&state)).await?;
            }
            Ok(None) => return Ok(()),
            Err(status) => return Err(cx.failure::<v1::WatchQueueRequest>(&status)),
        }
    }
}

async fn show(cx: &mut Cx<'_>, state: &DynamicMessage) -> Done {
    if cx.format == Format::Json || cx.format == Format::Jsonl {
        // Each state is a document of its own on its own line, or a program could not follow.
        cx.format = Format::Jsonl;
        return cx.write_json(state);
    }
    if cx.io.out_is_terminal {
        // Back to the top and clear: the screen shows one state.
        cx.write("\u{1b}[H\u{1b}[2J")?;
    }
    cx.write_items(&message::children(state, "counters"), &STATE).await?;
    let view = View { texts: Some(&cx.texts), today: None };
    let waiting = view.cell(state, "waiting");
    let parked = view.cell(state, "parked");
    let mean = view.cell(state, "mean_wait_duration");
    let next = view.cell(state, "waiting_ticket_numbers");
    let variables =
        [("waiting", waiting.as_str()), ("parked", &parked), ("mean", &mean), ("next", &next)];
    cx.say("queue-state", &variables);
    Ok(())
}
