//! `frsc custody`: into whose hands a passport goes, and who has it now.

use super::{enum_given, given, noun, page_args, position, text, word};
use crate::{Cx, errors::Done, output::Sheet};
use clap::{ArgMatches, Command};
use frsc_proto::v1;

/// The columns of a passport's custody.
pub(crate) const CUSTODY: Sheet = Sheet {
    name: "number",
    columns: &["since_time", "holder", "department_id", "place", "note"],
    wide: &["number", "account_id"],
};
const HOLDER: &str = "frsc.v1.CustodyHolder";

/// The noun.
pub(super) fn command() -> Command {
    let one = |verb: &'static str| Command::new(verb).arg(position("document").required(true));
    noun("custody").subcommands([
        one("record")
            .arg(word("to", HOLDER).required(true))
            .arg(text("department"))
            .arg(text("place"))
            .arg(text("note")),
        one("list").args(page_args()),
    ])
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    let document_id = cx.document_id(&given(matches, "document")).await?;
    if verb == "list" {
        let request = v1::ListCustodyRequest { document_id, ..Default::default() };
        return cx.list(request, matches, "custody", &CUSTODY).await;
    }
    let request = v1::RecordCustodyRequest {
        request_id: cx.request_id(),
        document_id,
        holder: enum_given(matches, "to", HOLDER),
        department_id: given(matches, "department").to_ascii_uppercase(),
        place: given(matches, "place"),
        since_time: None,
        note: given(matches, "note"),
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::RecordCustodyRequest>(&answer, "document", &super::document::DOCUMENT).await?;
    let id = answer.document.unwrap_or_default().document_id;
    cx.say("custody-recorded", &[("document", &id)]);
    Ok(())
}
