//! `frsc dept`: the cooperating departments.

use super::{date, given, noun, page_args, position};
use crate::{Cx, errors::Done, output::Sheet};
use clap::{ArgMatches, Command};
use frsc_proto::v1;

/// The columns of departments.
pub(crate) const DEPARTMENT: Sheet = Sheet {
    name: "department_id",
    columns: &["sequence", "department_id", "name_zh", "presence"],
    wide: &["duties", "note", "valid_from_date", "valid_to_date", "successor_id"],
};

/// The noun.
pub(super) fn command() -> Command {
    noun("dept").subcommands([
        Command::new("list").arg(date("as-of")).args(page_args()),
        Command::new("show").arg(position("department-id").required(true)),
    ])
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    if verb == "list" {
        let as_of_date = cx.date(matches, "as-of").await?;
        let request = v1::ListDepartmentsRequest { as_of_date, ..Default::default() };
        return cx.list(request, matches, "departments", &DEPARTMENT).await;
    }
    let department_id = given(matches, "department-id").to_ascii_uppercase();
    let answer = cx.call(v1::GetDepartmentRequest { department_id }).await?;
    cx.details::<v1::GetDepartmentRequest>(&answer, "department", &DEPARTMENT).await
}
