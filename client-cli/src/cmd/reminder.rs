//! `frsc reminder`: whom to remind today of a document that runs out, and the whole ladder of one.
//! A reminder is named by its id or the last characters of it.

use super::{given, noun, page_args, position, switch, text};
use crate::{Cx, errors::Done, output::Sheet, parts::Part};
use clap::{ArgMatches, Command};
use frsc_proto::v1;

/// The columns of reminders.
pub(crate) const REMINDER: Sheet = Sheet {
    name: "reminder_id",
    columns: &[
        "reminder_id",
        "document_id",
        "expiry_date",
        "rung.recipient",
        "rung.offset_days",
        "rung.raise_date",
        "done_time",
    ],
    wide: &[
        "rung.remind_date",
        "rung.provisional",
        "superseded",
        "raise_time",
        "done_by_account_id",
    ],
};
/// What a sweep did.
const SWEEP: Sheet = Sheet { name: "raised", columns: &["raised", "notices", "more"], wide: &[] };
/// The rungs of a ladder.
const RUNGS: [Part; 1] = [Part {
    field: "rungs",
    columns: &["offset_days", "recipient", "remind_date", "raise_date", "provisional"],
}];

/// The noun.
pub(super) fn command() -> Command {
    noun("reminder").subcommands([
        Command::new("list").arg(switch("open")).arg(text("document")).args(page_args()),
        Command::new("ladder").arg(position("document").required(true)),
        Command::new("done").arg(position("reminder").required(true)),
        Command::new("sweep"),
    ])
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "list" => {
            let mut document_id = given(matches, "document");
            if !document_id.is_empty() {
                document_id = cx.document_id(&document_id).await?;
            }
            let request = v1::ListRemindersRequest {
                document_id,
                open_only: matches.get_flag("open"),
                ..Default::default()
            };
            cx.list(request, matches, "reminders", &REMINDER).await
        }
        "ladder" => {
            let document_id = cx.document_id(&given(matches, "document")).await?;
            let answer = cx.call(v1::GetReminderLadderRequest { document_id }).await?;
            cx.whole::<v1::GetReminderLadderRequest>(&answer, "", &REMINDER, &RUNGS).await
        }
        "sweep" => {
            let request = v1::RunReminderSweepRequest { request_id: cx.request_id() };
            let answer = cx.call(request).await?;
            cx.whole::<v1::RunReminderSweepRequest>(&answer, "", &SWEEP, &[]).await
        }
        _ => {
            let (reminder_id, etag) = cx.reminder(&given(matches, "reminder")).await?;
            let request =
                v1::CompleteReminderRequest { request_id: cx.request_id(), reminder_id, etag };
            let answer = cx.call(request).await?;
            cx.answer::<v1::CompleteReminderRequest>(&answer, "reminder", &REMINDER).await?;
            cx.say("reminder-done", &[]);
            Ok(())
        }
    }
}
