//! `frsc resident import`: persons with their passports and permits from a workbook or a CSV file
//! of an office. The cells are read here; what they mean is the server's to judge.

use super::{
    evidence::bar,
    given,
    import_columns::COLUMNS,
    import_row::{Sent, Wrong, row, told},
};
use crate::{
    Cx,
    errors::{Done, Exit, Failure},
    message,
    office::{Grid, GridError, column_letters, read, with_problems},
    output::{Format, Sheet},
};
use clap::ArgMatches;
use frsc_proto::v1::{self, import_residents_request::Part};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// What became of the rows.
pub(crate) const IMPORTED: Sheet = Sheet {
    name: "new_count",
    columns: &["new_count", "changed_count", "same_count", "wrong_count", "written"],
    wide: &[],
};
/// Rows of a message.
const AT_A_TIME: usize = 500;
/// Most rows that the server writes all or none; more are checked first and then written in
/// portions.
const MAX_ATOMIC_ROWS: usize = 10_000;

/// Imports a file.
pub(super) async fn run(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let path = PathBuf::from(given(matches, "file"));
    let shown = path.display().to_string();
    let bytes = fs::read(&path).map_err(|_| failed(cx, "error-file-unreadable", &shown))?;
    let grid = read(&bytes, &given(matches, "sheet"), &COLUMNS)
        .map_err(|error| unread(cx, error, &shown))?;
    let (mut sent, mut wrong) = (Vec::new(), Vec::new());
    for line in &grid.lines {
        match row(cx, &grid, line, &given(matches, "language")) {
            Ok(one) => sent.push(one),
            Err(cells) => wrong.extend(cells),
        }
    }
    let skip_invalid = matches.get_flag("skip-invalid");
    // Where a cell cannot be read, the other rows are judged all the same, and nothing is written.
    let only_check = matches.get_flag("dry-run") || (!wrong.is_empty() && !skip_invalid);
    let in_portions = skip_invalid || sent.len() > MAX_ATOMIC_ROWS;
    let check_first = in_portions && !skip_invalid;
    let mut answer = send(cx, &sent, in_portions, only_check || check_first).await?;
    if check_first && !only_check && answer.wrong_count == 0 {
        answer = send(cx, &sent, in_portions, false).await?;
    }
    let unread = wrong.iter().map(|one| one.row).collect::<std::collections::BTreeSet<_>>().len();
    wrong.extend(answer.faults.iter().map(|fault| told(cx, &grid, &sent, fault)));
    wrong.sort_by_key(|one| (one.row, one.column));
    show(cx, &answer, unread, &wrong)?;
    let errors_to = given(matches, "errors-to");
    let errors_to = match errors_to.as_str() {
        "" => beside(&path),
        to => PathBuf::from(to),
    };
    let errors_to = std::path::absolute(&errors_to).unwrap_or(errors_to);
    finish(cx, &grid, &answer, &wrong, &errors_to, matches.get_flag("dry-run"))
}

fn unread(cx: &Cx<'_>, error: GridError, path: &str) -> Failure {
    let columns = COLUMNS.iter().filter_map(|column| column.called.first().copied());
    let columns = columns.collect::<Vec<_>>().join("、");
    let given = [("path", path), ("columns", &columns), ("cell", &error.cell())];
    Failure::new(Exit::Invalid, cx.texts.with(error.key(), &given))
}

fn failed(cx: &Cx<'_>, key: &str, path: &str) -> Failure {
    Failure::new(Exit::Invalid, cx.texts.with(key, &[("path", path)]))
}

/// Sends the rows; a bar shows how far.
async fn send(
    cx: &mut Cx<'_>,
    sent: &[Sent],
    in_portions: bool,
    validate_only: bool,
) -> Done<v1::ImportResidentsResponse> {
    if sent.is_empty() {
        return Ok(v1::ImportResidentsResponse::default());
    }
    let mode = if in_portions { v1::BatchMode::BestEffort } else { v1::BatchMode::Atomic };
    let header =
        v1::ImportResidentsHeader { request_id: cx.request_id(), mode: mode.into(), validate_only };
    let part = |part| v1::ImportResidentsRequest { part: Some(part) };
    let mut parts = vec![part(Part::Header(header))];
    parts.extend(sent.chunks(AT_A_TIME).map(|some| {
        let rows = some.iter().map(|one| one.message.clone()).collect();
        part(Part::Rows(v1::ImportedRows { rows }))
    }));
    let bar = bar(cx, sent.len() as u64);
    let shown = bar.clone();
    let make = move || {
        let bar = shown.clone();
        bar.set_position(0);
        let rows = |part: &v1::ImportResidentsRequest| match &part.part {
            Some(Part::Rows(rows)) => rows.rows.len() as u64,
            Some(Part::Header(_)) | None => 0,
        };
        tokio_stream::iter(parts.clone().into_iter().inspect(move |part| bar.inc(rows(part))))
    };
    let answer = cx.upload::<v1::ImportResidentsRequest, _>(make).await;
    bar.finish_and_clear();
    answer
}

/// The counts, then every wrong cell.
fn show(
    cx: &mut Cx<'_>,
    answer: &v1::ImportResidentsResponse,
    unread: usize,
    wrong: &[Wrong],
) -> Done {
    let unread = i32::try_from(unread).unwrap_or(i32::MAX);
    let answer = v1::ImportResidentsResponse {
        wrong_count: answer.wrong_count.saturating_add(unread),
        faults: wrong
            .iter()
            .map(|one| v1::ImportFault {
                row_index: i32::try_from(one.row).unwrap_or(i32::MAX),
                field: one.called.clone(),
                description: one.problem.clone(),
                local_description: String::new(),
            })
            .collect(),
        ..answer.clone()
    };
    if matches!(cx.format, Format::Json | Format::Jsonl) {
        return cx.write_json(&message::answer::<v1::ImportResidentsRequest>(&answer));
    }
    let counts = [answer.new_count, answer.changed_count, answer.same_count, answer.wrong_count];
    let counts = counts.map(|count| count.to_string()).to_vec();
    let keys = &IMPORTED.columns[..4];
    let headers = keys.iter().map(|key| cx.header(key)).collect();
    cx.write_table(headers, vec![counts], keys)?;
    if wrong.is_empty() {
        return Ok(());
    }
    cx.write("\n")?;
    let cells = |one: &Wrong| {
        let column = one.column.map(column_letters).unwrap_or_default();
        let row = (one.row + 1).to_string();
        vec![row, column, one.called.clone(), one.value.clone(), one.problem.clone()]
    };
    let keys = ["row", "column", "heading", "value", "problem"];
    let texts = ["col-row", "col-column", "col-heading", "col-value", "col-problem"];
    let headers = match cx.io.out_is_terminal {
        true => texts.iter().map(|key| cx.texts.get(key)).collect(),
        false => keys.map(str::to_owned).to_vec(),
    };
    cx.write_table(headers, wrong.iter().map(cells).collect(), &keys)
}

/// Beside the file, under its name.
fn beside(path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    path.with_file_name(format!("{stem}-errors.xlsx"))
}

/// Writes the workbook of errors, and says what came of it.
fn finish(
    cx: &mut Cx<'_>,
    grid: &Grid,
    answer: &v1::ImportResidentsResponse,
    wrong: &[Wrong],
    errors_to: &Path,
    dry_run: bool,
) -> Done {
    let written = answer.new_count + answer.changed_count + answer.same_count;
    let count = written.to_string();
    if wrong.is_empty() {
        cx.say(if dry_run { "dry-run" } else { "import-done" }, &[("count", &count)]);
        return Ok(());
    }
    let mut problems: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for one in wrong {
        problems.entry(one.row).or_default().push(format!("{}：{}", one.called, one.problem));
    }
    let path = errors_to.display().to_string();
    let book =
        with_problems(grid, &problems).map_err(|_| failed(cx, "error-file-unwritable", &path))?;
    crate::store_file::replace(errors_to, &book)
        .map_err(|_| failed(cx, "error-file-unwritable", &path))?;
    let (exit, key) = match answer.written {
        true => (Exit::Partly, "import-partly"),
        false => (Exit::Invalid, "import-wrong"),
    };
    let rows = problems.len().to_string();
    let what = cx.texts.with(key, &[("count", &count), ("rows", &rows)]);
    Err(Failure::new(exit, what).next(cx.texts.with("next-import", &[("path", &path)])))
}
