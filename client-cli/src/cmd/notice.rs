//! `frsc notice`: what the centre told people and departments' systems, and what was given up. A
//! notice is named by its id or the last characters of it.

use super::{enums_given, given, noun, page_args, position, text, words};
use crate::{Cx, errors::Done, output::Sheet};
use clap::{ArgMatches, Command};
use frsc_proto::v1;

/// The columns of notices.
pub(crate) const NOTICE: Sheet = Sheet {
    name: "notice_id",
    columns: &[
        "notice_id",
        "kind",
        "resource_id",
        "recipient",
        "channel",
        "state",
        "attempts",
        "next_attempt_time",
        "failure",
    ],
    wide: &["webhook_endpoint_id", "language", "create_time", "send_time"],
};
const STATE: &str = "frsc.v1.NoticeState";

/// The noun.
pub(super) fn command() -> Command {
    let one = |verb: &'static str| Command::new(verb).arg(position("notice").required(true));
    noun("notice").subcommands([
        Command::new("list").arg(words("state", STATE)).arg(text("about")).args(page_args()),
        one("show"),
        one("retry"),
    ])
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    if verb == "list" {
        let request = v1::ListNoticesRequest {
            states: enums_given(matches, "state", STATE),
            resource_id: given(matches, "about"),
            ..Default::default()
        };
        return cx.list(request, matches, "notices", &NOTICE).await;
    }
    let notice_id = cx.notice_id(&given(matches, "notice")).await?;
    let answer = cx.call(v1::GetNoticeRequest { notice_id }).await?;
    if verb == "show" {
        return cx.details::<v1::GetNoticeRequest>(&answer, "notice", &NOTICE).await;
    }
    let notice = answer.notice.unwrap_or_default();
    let v1::Notice { notice_id, etag, .. } = notice;
    let request = v1::RetryNoticeRequest { request_id: cx.request_id(), notice_id, etag };
    let answer = cx.call(request).await?;
    cx.answer::<v1::RetryNoticeRequest>(&answer, "notice", &NOTICE).await?;
    let notice_id = answer.notice.unwrap_or_default().notice_id;
    cx.say("notice-retry", &[("notice", &notice_id)]);
    Ok(())
}
