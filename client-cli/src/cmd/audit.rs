//! `frsc audit`: the audit trail.

use super::{all_given, given, noun, page_args, text, texts};
use crate::{Cx, errors::Done, output::Sheet, time};
use chrono::{DateTime, Utc};
use clap::{ArgMatches, Command};
use frsc_proto::admin;

/// The columns of audit records.
pub(crate) const RECORD: Sheet = Sheet {
    name: "audit_record_id",
    columns: &["record_time", "account_id", "method", "resource_id", "result"],
    wide: &["audit_record_id", "session_id", "source_address", "request_id", "purpose"],
};

/// The noun.
pub(super) fn command() -> Command {
    noun("audit").subcommand(
        Command::new("list")
            .arg(text("start").value_parser(time::parse_instant))
            .arg(text("end").value_parser(time::parse_instant))
            .arg(texts("account"))
            .arg(text("resource"))
            .arg(texts("method"))
            .arg(texts("result"))
            .args(page_args()),
    )
}

/// Runs the verb.
pub(super) async fn run(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let instant = |id| matches.get_one::<DateTime<Utc>>(id).map(|i| time::to_proto_time(*i));
    let request = admin::ListAuditRecordsRequest {
        from_time: instant("start"),
        to_time: instant("end"),
        account_ids: all_given(matches, "account"),
        resource_id: given(matches, "resource"),
        methods: all_given(matches, "method"),
        results: all_given(matches, "result"),
        ..Default::default()
    };
    cx.list(request, matches, "audit_records", &RECORD).await
}
