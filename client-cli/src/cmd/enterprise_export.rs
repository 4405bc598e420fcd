//! `frsc enterprise export`: enterprises, groups, entries and named persons as a workbook or a CSV
//! file that `frsc enterprise import` reads back.

use super::{
    given,
    import::{cells, headings},
    text,
};
use crate::{
    Cx,
    errors::{Done, Exit, Failure},
    office::exported,
};
use clap::{ArgMatches, Command};
use frsc_proto::v1;
use indicatif::ProgressBar;
use std::{io::IsTerminal as _, path::PathBuf};

/// The verb.
pub(super) fn command() -> Command {
    Command::new("export").arg(text("to").required(true)).arg(text("group")).arg(text("town"))
}

/// Exports to a file.
pub(super) async fn run(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let to = PathBuf::from(given(matches, "to"));
    let shown = to.display().to_string();
    let as_csv = match to.extension().map(|of| of.to_string_lossy().to_lowercase()).as_deref() {
        Some("csv") => true,
        Some("xlsx") => false,
        _ => return Err(Failure::new(Exit::Usage, cx.texts.get("error-export-kind"))),
    };
    // Asked before the reading is put on record.
    if to.exists() {
        cx.confirm("confirm-evidence-overwrite", &[("path", &shown)])?;
    }
    let group_id = match given(matches, "group").as_str() {
        "" => String::new(),
        group => cx.any_group_id(group).await?,
    };
    let request = v1::ExportEnterprisesRequest { group_id, town: given(matches, "town") };
    let mut stream = cx.stream(request).await?;
    let seen = cx.io.out_is_terminal && std::io::stderr().is_terminal();
    let bar = if seen { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
    let (mut rows, language) = (Vec::new(), cx.texts.language);
    while let Some(message) = stream
        .message()
        .await
        .map_err(|status| cx.failure::<v1::ExportEnterprisesRequest>(&status))?
    {
        rows.extend(message.rows.iter().map(|row| cells(row, language)));
        bar.set_message(rows.len().to_string());
        bar.tick();
    }
    bar.finish_and_clear();
    let unwritable = || {
        let text = cx.texts.with("error-file-unwritable", &[("path", &shown)]);
        Failure::new(Exit::Invalid, text)
    };
    let file = exported(&headings(language), &rows, as_csv).map_err(|_| unwritable())?;
    crate::store_file::replace(&to, &file).map_err(|_| unwritable())?;
    let count = rows.len().to_string();
    cx.say("export-done", &[("count", &count), ("path", &shown)]);
    Ok(())
}
