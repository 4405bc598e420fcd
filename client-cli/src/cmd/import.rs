//! `import` of a noun: rows of a workbook or a CSV file of an office. The cells are read here; what
//! they mean is the server's to judge.

mod enterprise;
mod enterprise_columns;
mod reading;
mod resident;
mod resident_columns;

pub(crate) use enterprise::Enterprises;
pub(super) use enterprise::{cells, headings};
pub(crate) use resident::Residents;

use super::{dry_run, evidence::bar, given, position, switch, text};
use crate::{
    Cx,
    errors::{Done, Exit, Failure},
    i18n::Language,
    message,
    office::{Column, Grid, GridError, Line, column_letters, read, with_problems},
    output::{Format, Sheet},
    rpc::Call,
};
use clap::{ArgMatches, Command};
use frsc_proto::v1;
use reading::{Wrong, at_column};
use std::{
    collections::{BTreeMap, BTreeSet},
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

/// What the rows of a file are, and how they are sent.
pub(crate) trait Table {
    /// A part of the import.
    type Request: Call<Response = Self::Answer> + Clone + Send + Sync + 'static;
    /// What the server tells.
    type Answer: Answer;
    /// A row.
    type Row: Clone;
    /// Where the fields of a row stand.
    type Place;

    /// The columns.
    const COLUMNS: &'static [Column];

    /// What a line says, or its cells that cannot be read.
    fn row(
        cx: &Cx<'_>,
        grid: &Grid,
        line: &Line,
        matches: &ArgMatches,
    ) -> Result<(Self::Row, Self::Place), Vec<Wrong>>;
    /// The column in which a field of a row stands.
    fn column_of(field: &str, place: &Self::Place) -> Option<&'static str>;
    /// The first part.
    fn header(request_id: String, mode: v1::BatchMode, validate_only: bool) -> Self::Request;
    /// A part with rows.
    fn rows(rows: Vec<Self::Row>) -> Self::Request;
}

/// What the server tells of an import.
pub(crate) trait Answer: prost::Message + Clone + Default {
    /// New, changed, same, wrong.
    fn counts(&self) -> [i32; 4];
    /// True where the rows that are right were written.
    fn written(&self) -> bool;
    /// What is wrong.
    fn faults(&self) -> &[v1::ImportFault];
    /// The groups that are made.
    fn new_groups(&self) -> &[String];
    /// The same with the cells that were not sent.
    fn with(&self, wrong: i32, faults: Vec<v1::ImportFault>) -> Self;
}

macro_rules! answered {
    ($answer:ty, $groups:expr) => {
        impl super::Answer for $answer {
            fn counts(&self) -> [i32; 4] {
                [self.new_count, self.changed_count, self.same_count, self.wrong_count]
            }

            fn written(&self) -> bool {
                self.written
            }

            fn faults(&self) -> &[v1::ImportFault] {
                &self.faults
            }

            fn new_groups(&self) -> &[String] {
                let groups: fn(&Self) -> &[String] = $groups;
                groups(self)
            }

            fn with(&self, wrong: i32, faults: Vec<v1::ImportFault>) -> Self {
                Self { wrong_count: wrong, faults, ..self.clone() }
            }
        }
    };
}
use answered;

/// A row as it is sent.
struct Sent<T: Table> {
    /// Its row in the file, from 0.
    row: usize,
    message: T::Row,
    place: T::Place,
}

/// The verb.
pub(super) fn command() -> Command {
    Command::new("import")
        .arg(position("file").required(true))
        .arg(text("sheet"))
        .arg(switch("skip-invalid"))
        .arg(text("errors-to"))
        .arg(dry_run())
}

/// Imports a file.
pub(super) async fn run<T: Table>(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let path = PathBuf::from(given(matches, "file"));
    let shown = path.display().to_string();
    let bytes = fs::read(&path).map_err(|_| failed(cx, "error-file-unreadable", &shown))?;
    let grid = read(&bytes, &given(matches, "sheet"), T::COLUMNS)
        .map_err(|error| unread::<T>(cx, error, &shown))?;
    let (mut sent, mut wrong) = (Vec::<Sent<T>>::new(), Vec::new());
    for line in &grid.lines {
        match T::row(cx, &grid, line, matches) {
            Ok((message, place)) => sent.push(Sent { row: line.row, message, place }),
            Err(cells) => wrong.extend(cells),
        }
    }
    let skip_invalid = matches.get_flag("skip-invalid");
    // Where a cell cannot be read, the other rows are judged all the same, and nothing is written.
    let only_check = matches.get_flag("dry-run") || (!wrong.is_empty() && !skip_invalid);
    let in_portions = skip_invalid || sent.len() > MAX_ATOMIC_ROWS;
    let check_first = in_portions && !skip_invalid;
    let mut answer = send(cx, &sent, in_portions, only_check || check_first).await?;
    if check_first && !only_check && answer.faults().is_empty() {
        answer = send(cx, &sent, in_portions, false).await?;
    }
    let unread = wrong.iter().map(|one| one.row).collect::<BTreeSet<_>>().len();
    wrong.extend(answer.faults().iter().map(|fault| told(cx, &grid, &sent, fault)));
    wrong.sort_by_key(|one| (one.row, one.column));
    show::<T>(cx, &answer, unread, &wrong)?;
    let errors_to = given(matches, "errors-to");
    let errors_to = match errors_to.as_str() {
        "" => beside(&path),
        to => PathBuf::from(to),
    };
    let errors_to = std::path::absolute(&errors_to).unwrap_or(errors_to);
    finish::<T>(cx, &grid, &answer, &wrong, &errors_to, matches.get_flag("dry-run"))
}

/// What the server says of a row, at the column of its field.
fn told<T: Table>(cx: &Cx<'_>, grid: &Grid, sent: &[Sent<T>], fault: &v1::ImportFault) -> Wrong {
    let chinese = cx.texts.language == Language::ZhCn && !fault.local_description.is_empty();
    let problem = if chinese { &fault.local_description } else { &fault.description };
    let index = usize::try_from(fault.row_index).unwrap_or(usize::MAX);
    let row = sent.get(index);
    let name = row.and_then(|row| T::column_of(&fault.field, &row.place));
    let has = |name: &&str| grid.headings.iter().any(|heading| heading.column.name == *name);
    let at = row.map_or(0, |row| row.row);
    match name.filter(has) {
        Some(name) => at_column(grid, at, name, problem.clone()),
        None => {
            let called = fault.field.clone();
            let (column, value, problem) = (None, String::new(), problem.clone());
            Wrong { row: at, column, called, value, problem }
        }
    }
}

fn unread<T: Table>(cx: &Cx<'_>, error: GridError, path: &str) -> Failure {
    let columns = T::COLUMNS.iter().filter_map(|column| column.called.first().copied());
    let columns = columns.collect::<Vec<_>>().join("、");
    let given = [("path", path), ("columns", &columns), ("cell", &error.cell())];
    Failure::new(Exit::Invalid, cx.texts.with(error.key(), &given))
}

fn failed(cx: &Cx<'_>, key: &str, path: &str) -> Failure {
    Failure::new(Exit::Invalid, cx.texts.with(key, &[("path", path)]))
}

/// Sends the rows; a bar shows how far.
async fn send<T: Table>(
    cx: &mut Cx<'_>,
    sent: &[Sent<T>],
    in_portions: bool,
    validate_only: bool,
) -> Done<T::Answer> {
    if sent.is_empty() {
        return Ok(T::Answer::default());
    }
    let mode = if in_portions { v1::BatchMode::BestEffort } else { v1::BatchMode::Atomic };
    let mut parts = vec![(0, T::header(cx.request_id(), mode, validate_only))];
    parts.extend(sent.chunks(AT_A_TIME).map(|some| {
        let rows = some.iter().map(|one| one.message.clone()).collect();
        (some.len() as u64, T::rows(rows))
    }));
    let bar = bar(cx, sent.len() as u64);
    let shown = bar.clone();
    let make = move || {
        let bar = shown.clone();
        bar.set_position(0);
        let part = move |(rows, part)| {
            bar.inc(rows);
            part
        };
        tokio_stream::iter(parts.clone().into_iter().map(part))
    };
    let answer = cx.upload::<T::Request, _>(make).await;
    bar.finish_and_clear();
    answer
}

/// The counts, then every wrong cell.
fn show<T: Table>(cx: &mut Cx<'_>, answer: &T::Answer, unread: usize, wrong: &[Wrong]) -> Done {
    let unread = i32::try_from(unread).unwrap_or(i32::MAX);
    let fault = |one: &Wrong| v1::ImportFault {
        row_index: i32::try_from(one.row).unwrap_or(i32::MAX),
        field: one.called.clone(),
        description: one.problem.clone(),
        local_description: String::new(),
    };
    let [_, _, _, wrong_rows] = answer.counts();
    let wrong_rows = wrong_rows.saturating_add(unread);
    let answer = answer.with(wrong_rows, wrong.iter().map(fault).collect());
    if matches!(cx.format, Format::Json | Format::Jsonl) {
        return cx.write_json(&message::answer::<T::Request>(&answer));
    }
    let counts = answer.counts().map(|count| count.to_string()).to_vec();
    let keys = &IMPORTED.columns[..4];
    let headers = keys.iter().map(|key| cx.header(key)).collect();
    cx.write_table(headers, vec![counts], keys)?;
    if !answer.new_groups().is_empty() {
        cx.say("import-new-groups", &[("names", &answer.new_groups().join("、"))]);
    }
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
fn finish<T: Table>(
    cx: &mut Cx<'_>,
    grid: &Grid,
    answer: &T::Answer,
    wrong: &[Wrong],
    errors_to: &Path,
    dry_run: bool,
) -> Done {
    let written: i32 = answer.counts()[..3].iter().sum();
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
    let (exit, key) = match answer.written() {
        true => (Exit::Partly, "import-partly"),
        false => (Exit::Invalid, "import-wrong"),
    };
    let rows = problems.len().to_string();
    let what = cx.texts.with(key, &[("count", &count), ("rows", &rows)]);
    Err(Failure::new(exit, what).next(cx.texts.with("next-import", &[("path", &path)])))
}
