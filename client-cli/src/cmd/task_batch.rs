//! `frsc task complete-batch`: decisions of a department from a CSV file, all or none, or as many
//! as can be.

use super::{given, task::OUTCOME};
use crate::{
    Cx,
    errors::{Done, Exit, Failure},
    message,
    output::Format,
    time,
};
use clap::ArgMatches;
use frsc_proto::v1;
use std::collections::HashMap;

/// The columns of the file and what offices call them; the first two must be there.
const COLUMNS: [(&str, &str); 5] = [
    ("task_id", "任务"),
    ("outcome", "结果"),
    ("document_number", "文号"),
    ("decided_date", "决定日期"),
    ("reason", "原因"),
];

/// A decision as a row of the file gives it.
struct Row {
    /// The line of the file.
    line: u64,
    /// The task as it was named.
    named: String,
    completion: v1::TaskCompletion,
}

/// Records the decisions of a file.
pub(super) async fn run(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let text = cx.read_file(&given(matches, "file"))?;
    let mut rows = read(cx, &text).await?;
    name_tasks(cx, &mut rows).await?;
    let best_effort = matches.get_flag("best-effort");
    let mode = if best_effort { v1::BatchMode::BestEffort } else { v1::BatchMode::Atomic };
    let validate_only = matches.get_flag("dry-run");
    let request = v1::BatchCompleteTasksRequest {
        request_id: cx.request_id(),
        completions: rows.iter().map(|row| row.completion.clone()).collect(),
        mode: mode.into(),
        validate_only,
    };
    let answer = cx.call(request).await?;
    if matches!(cx.format, Format::Json | Format::Jsonl) {
        cx.write_json(&message::answer::<v1::BatchCompleteTasksRequest>(&answer))?;
    } else {
        show(cx, &rows, &answer.results)?;
    }
    told(cx, &rows, &answer.results, validate_only)
}

async fn read(cx: &mut Cx<'_>, text: &str) -> Done<Vec<Row>> {
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let place = |(name, chinese): (&str, &str)| {
        header.iter().position(|cell| cell.eq_ignore_ascii_case(name) || cell == chinese)
    };
    let places = COLUMNS.map(place);
    if places.iter().take(2).any(Option::is_none) {
        let what = cx.texts.get("batch-header");
        return Err(Failure::new(Exit::Invalid, what).next(cx.texts.get("next-batch-header")));
    }
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    for (index, record) in reader.records().enumerate() {
        let Ok(record) = record else {
            faults.push(fault(cx, index as u64 + 2, "", "batch-row"));
            continue;
        };
        let line = record.position().map_or(index as u64 + 2, csv::Position::line);
        let cell = |column: usize| places[column].and_then(|at| record.get(at)).unwrap_or_default();
        if record.iter().all(str::is_empty) {
            continue;
        }
        match row(cx, line, &cell).await {
            Ok(row) => rows.push(row),
            Err(problem) => faults.push(problem),
        }
    }
    if faults.is_empty() {
        return Ok(rows);
    }
    let mut failure = Failure::new(Exit::Invalid, cx.texts.get("batch-faults"));
    failure.why = faults;
    Err(failure.next(cx.texts.get("next-batch-faults")))
}

/// The decision of a row, or what is wrong with it.
async fn row<'a>(
    cx: &mut Cx<'_>,
    line: u64,
    cell: &impl Fn(usize) -> &'a str,
) -> Result<Row, String> {
    let outcome = match cell(1) {
        "准予" => v1::Outcome::Granted.into(),
        "不予" => v1::Outcome::NotGranted.into(),
        word => message::enum_number(OUTCOME, word.trim_start_matches("OUTCOME_")),
    };
    if outcome == 0 {
        return Err(fault(cx, line, cell(1), "batch-outcome"));
    }
    let mut decided_date = None;
    if !cell(3).is_empty() {
        let input =
            time::parse_date(cell(3)).map_err(|_| fault(cx, line, cell(3), "batch-date"))?;
        let day = cx.proto_date(input).await;
        decided_date = Some(day.map_err(|failure| failure.what)?);
    }
    let completion = v1::TaskCompletion {
        outcome,
        document_number: cell(2).to_owned(),
        decided_date,
        reason: cell(4).to_owned(),
        ..Default::default()
    };
    Ok(Row { line, named: cell(0).to_owned(), completion })
}

fn fault(cx: &Cx<'_>, line: u64, value: &str, key: &str) -> String {
    cx.texts.with(key, &[("line", &line.to_string()), ("value", value)])
}

/// Finds the task each row means, and the etag it has now.
async fn name_tasks(cx: &mut Cx<'_>, rows: &mut [Row]) -> Done {
    let etags = open_tasks(cx).await?;
    for row in rows {
        let listed = etags.get(&row.named.to_ascii_uppercase());
        let (task_id, etag) = match listed {
            Some((task_id, etag)) => (task_id.clone(), etag.clone()),
            None => {
                let found = cx.task_id(&row.named).await;
                let task_id = found.map_err(|failure| in_line(cx, row.line, failure))?;
                let answer = cx.call(v1::GetTaskRequest { task_id }).await?;
                let task = answer.task.unwrap_or_default();
                (task.task_id, task.etag)
            }
        };
        (row.completion.task_id, row.completion.etag) = (task_id, etag);
    }
    Ok(())
}

/// Names the line to which a failure belongs.
fn in_line(cx: &Cx<'_>, line: u64, failure: Failure) -> Failure {
    let what = cx.texts.with("batch-line", &[("line", &line.to_string()), ("what", &failure.what)]);
    Failure { what, ..failure }
}

/// The open tasks the caller sees, by id and by `CASE/ITEM`.
async fn open_tasks(cx: &mut Cx<'_>) -> Done<HashMap<String, (String, String)>> {
    let request = v1::ListTasksRequest::default();
    let (tasks, _) = cx.pages(request, "tasks", 5000, String::new()).await?;
    let mut etags = HashMap::new();
    for task in tasks {
        let field = |name| message::text(&task, name);
        let known = (field("task_id"), field("etag"));
        let by_case = format!("{}/{}", field("case_number"), field("service_item_id"));
        etags.insert(field("task_id").to_ascii_uppercase(), known.clone());
        etags.insert(by_case.to_ascii_uppercase(), known);
    }
    Ok(etags)
}

/// A row for each decision: its line, its task, what became of it.
fn show(cx: &mut Cx<'_>, rows: &[Row], results: &[v1::TaskCompletionResult]) -> Done {
    let person = cx.io.out_is_terminal;
    let cells = |(row, result): (&Row, &v1::TaskCompletionResult)| {
        let reasons: Vec<_> = result.reasons.iter().map(|r| reason(cx, r, person)).collect();
        let done = if person { cx.texts.get("batch-done") } else { "OK".to_owned() };
        let became = if result.task.is_some() { done } else { reasons.join(", ") };
        vec![row.line.to_string(), row.named.clone(), became]
    };
    let table = rows.iter().zip(results).map(cells).collect();
    let line = if person { cx.texts.get("col-line") } else { "line".to_owned() };
    let headers = vec![line, cx.header("task_id"), cx.header("result")];
    cx.write_table(headers, table, &["line", "task_id", "result"])
}

fn reason(cx: &Cx<'_>, reason: &str, person: bool) -> String {
    let words = cx.texts.find(&format!("reason-{reason}"), &[]).filter(|_| person);
    words.map_or_else(|| reason.to_owned(), |words| format!("{words} [{reason}]"))
}

fn told(
    cx: &mut Cx<'_>,
    rows: &[Row],
    results: &[v1::TaskCompletionResult],
    validate_only: bool,
) -> Done {
    let done = results.iter().filter(|result| result.task.is_some()).count();
    let (count, all) = (done.to_string(), results.len().to_string());
    let variables = [("count", count.as_str()), ("all", &all)];
    if done == results.len() {
        cx.say(if validate_only { "dry-run" } else { "batch-all-done" }, &variables);
        return Ok(());
    }
    let exit = if done == 0 { Exit::Refused } else { Exit::Partly };
    let mut failure = Failure::new(exit, cx.texts.with("batch-partly", &variables));
    failure.why = rows
        .iter()
        .zip(results)
        .filter(|(_, result)| result.task.is_none())
        .map(|(row, result)| {
            let reasons: Vec<_> = result.reasons.iter().map(|r| reason(cx, r, true)).collect();
            let reasons = reasons.join(", ");
            let line = row.line.to_string();
            let variables = [("line", line.as_str()), ("task", &row.named), ("why", &reasons)];
            cx.texts.with("batch-refused", &variables)
        })
        .collect();
    Err(failure.next(cx.texts.get("next-batch-partly")))
}
