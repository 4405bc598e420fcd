//! `frsc service`: the service items of the catalogue.

use super::{all_given, date, given, noun, page_args, position, text, texts};
use crate::{Cx, errors::Done, output::Sheet};
use clap::{ArgMatches, Command};
use frsc_proto::v1;

/// The columns of service items.
pub(crate) const ITEM: Sheet = Sheet {
    name: "service_item_id",
    columns: &["service_item_id", "name_zh", "department_id", "promised_limit", "fee_text"],
    wide: &["category", "statutory_limit", "expeditable", "in_person", "window_rule", "materials"],
};

/// The noun.
pub(super) fn command() -> Command {
    noun("service").subcommands([
        Command::new("list")
            .arg(texts("department"))
            .arg(texts("category"))
            .arg(text("text"))
            .arg(date("as-of"))
            .args(page_args()),
        Command::new("show").arg(position("service-item-id").required(true)),
    ])
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    if verb == "list" {
        let request = v1::ListServiceItemsRequest {
            as_of_date: cx.date(matches, "as-of").await?,
            department_ids: all_given(matches, "department"),
            categories: all_given(matches, "category"),
            text: given(matches, "text"),
            ..Default::default()
        };
        return cx.list(request, matches, "service_items", &ITEM).await;
    }
    let service_item_id = given(matches, "service-item-id").to_ascii_uppercase();
    let answer = cx.call(v1::GetServiceItemRequest { service_item_id }).await?;
    cx.details::<v1::GetServiceItemRequest>(&answer, "service_item", &ITEM).await
}
