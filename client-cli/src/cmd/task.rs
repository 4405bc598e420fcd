//! `frsc task`: the departments' parts of cases. A task is named by its case and item, as in
//! `K7QM2X/RP-W-EXT`, by its case alone where that has one task, or by its id.

use super::{
    case, date, dry_run, enum_given, enums_given, given, list_watch, noun, page_args, position,
    switch, task_batch, text, texts, word, words,
};
use crate::{Cx, errors::Done, message, output::Sheet, parts::Part};
use clap::{ArgMatches, Command};
use frsc_proto::v1;

/// The columns of tasks.
pub(crate) const TASK: Sheet = Sheet {
    name: "task_id",
    columns: &[
        "case_number",
        "service_item_id",
        "department_id",
        "state",
        "due_date",
        "applicant.name",
        "expedited",
        "waits",
    ],
    wide: &["task_id", "outcome", "document_number", "decided_date", "returns", "overdue"],
};
/// The parts of a task.
const PARTS: [Part; 2] = [case::CLOCKS, case::SUSPENSIONS];
const STATE: &str = "frsc.v1.TaskState";
pub(super) const OUTCOME: &str = "frsc.v1.Outcome";

/// The noun.
pub(super) fn command() -> Command {
    let one = |verb: &'static str| Command::new(verb).arg(position("task").required(true));
    let why = || text("reason").required(true);
    noun("task").subcommands([
        Command::new("list")
            .arg(words("state", STATE))
            .arg(texts("item"))
            .arg(text("department"))
            .arg(text("case"))
            .arg(date("due-to"))
            .arg(switch("watch").conflicts_with("page-token"))
            .args(page_args()),
        one("show"),
        one("accept"),
        one("complete")
            .arg(word("outcome", OUTCOME).required(true))
            .arg(text("document-number").required(true))
            .arg(date("decided"))
            .arg(text("reason"))
            .arg(dry_run()),
        one("return").arg(why()),
        one("reassign").arg(text("to").required(true)).arg(why()).arg(dry_run()),
        one("suspend").arg(why()).arg(text("basis").required(true)),
        one("resume"),
        one("note").arg(position("note").required(true)),
        Command::new("complete-batch")
            .arg(position("file").required(true))
            .arg(switch("best-effort"))
            .arg(dry_run()),
    ])
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "list" => list(cx, matches).await,
        "complete-batch" => task_batch::run(cx, matches).await,
        _ => step(cx, verb, matches).await,
    }
}

async fn list(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let case = given(matches, "case");
    let mut states = enums_given(matches, "state", STATE);
    let mut case_id = String::new();
    if !case.is_empty() {
        case_id = cx.case_id(&case).await?;
        if states.is_empty() {
            // Of one case all are few.
            states = message::enum_numbers(STATE);
        }
    }
    let request = v1::ListTasksRequest {
        department_id: given(matches, "department").to_ascii_uppercase(),
        states,
        service_item_ids: super::all_given(matches, "item"),
        due_to_date: cx.date(matches, "due-to").await?,
        case_id,
        ..Default::default()
    };
    if matches.get_flag("watch") {
        return list_watch::watch(cx, request, matches, "tasks", &TASK).await;
    }
    cx.list(request, matches, "tasks", &TASK).await
}

/// Asks the server for a step of a task: its request, then its answer under the same columns.
macro_rules! ask {
    ($cx:ident, $task:ident, $request:ident $(, $field:ident)*) => {{
        let request = v1::$request {
            request_id: $cx.request_id(),
            task_id: $task.task_id,
            etag: $task.etag,
            $($field,)*
        };
        let answer = $cx.call(request).await?;
        $cx.answer::<v1::$request>(&answer, "task", &TASK).await?;
        answer.task.unwrap_or_default()
    }};
}

async fn step(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    let task_id = cx.task_id(&given(matches, "task")).await?;
    let answer = cx.call(v1::GetTaskRequest { task_id }).await?;
    if verb == "show" {
        return cx.whole::<v1::GetTaskRequest>(&answer, "task", &TASK, &PARTS).await;
    }
    let task = answer.task.unwrap_or_default();
    let (key, task) = match verb {
        "accept" => ("task-accept", ask!(cx, task, AcceptTaskRequest)),
        "complete" => return complete(cx, matches, task).await,
        "reassign" => return reassign(cx, matches, task).await,
        "return" => {
            let reason = given(matches, "reason");
            let task = ask!(cx, task, ReturnTaskRequest, reason);
            let at_centre = task.state() == v1::TaskState::AtCentre;
            (if at_centre { "task-return-centre" } else { "task-return" }, task)
        }
        "suspend" => {
            let (reason, legal_basis) = (given(matches, "reason"), given(matches, "basis"));
            ("task-suspend", ask!(cx, task, SuspendTaskRequest, reason, legal_basis))
        }
        "resume" => ("task-resume", ask!(cx, task, ResumeTaskRequest)),
        _ => {
            let note = given(matches, "note");
            ("task-note", ask!(cx, task, AddTaskNoteRequest, note))
        }
    };
    told(cx, key, false, &task);
    Ok(())
}

async fn complete(cx: &mut Cx<'_>, matches: &ArgMatches, task: v1::Task) -> Done {
    let outcome = enum_given(matches, "outcome", OUTCOME);
    let document_number = given(matches, "document-number");
    let decided_date = cx.date(matches, "decided").await?;
    let reason = given(matches, "reason");
    let validate_only = matches.get_flag("dry-run");
    let task = ask!(
        cx,
        task,
        CompleteTaskRequest,
        outcome,
        document_number,
        decided_date,
        reason,
        validate_only
    );
    told(cx, "task-complete", validate_only, &task);
    Ok(())
}

async fn reassign(cx: &mut Cx<'_>, matches: &ArgMatches, task: v1::Task) -> Done {
    let department_id = given(matches, "to").to_ascii_uppercase();
    let reason = given(matches, "reason");
    let validate_only = matches.get_flag("dry-run");
    let task = ask!(cx, task, ReassignTaskRequest, department_id, reason, validate_only);
    told(cx, "task-reassign", validate_only, &task);
    Ok(())
}

fn told(cx: &mut Cx<'_>, key: &str, validate_only: bool, task: &v1::Task) {
    if validate_only {
        cx.say("dry-run", &[]);
        return;
    }
    let name = format!("{}/{}", task.case_number, task.service_item_id);
    let variables =
        [("task", name.as_str()), ("case", &task.case_number), ("department", &task.department_id)];
    cx.say(key, &variables);
}
