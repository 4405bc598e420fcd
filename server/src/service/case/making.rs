//! The moment at which something happens to a case, and what a changed case leaves behind: a hash
//! of its state, and events without personal data, one for the case and one for each task that
//! changed.

use crate::{
    domain::{
        case::{Case, CaseStepKind, Moment},
        catalogue::{Catalogue, END_OF_DAY},
        id::{AccountId, Id as _},
        limit::FilingHours,
        task::{Task, TaskState},
    },
    error::Result,
    service::{
        App, document,
        write::{Event, Trace},
    },
    store::Tx,
};

/// Now, by this catalogue, for somebody or for nobody.
pub(in crate::service) fn filing_moment<'a>(
    app: &App,
    catalogue: &'a Catalogue,
    account_id: Option<AccountId>,
) -> Moment<'a> {
    let now = app.clock.now();
    let today = app.clock.today();
    let closing_time = catalogue.closing_time(today).unwrap_or(END_OF_DAY);
    let filing_hours = FilingHours { after_hours: app.settings.after_hours, closing_time };
    Moment { now, today, account_id, filing_hours, catalogue }
}

/// What a new or changed case leaves behind.
pub(in crate::service) fn traces(before: Option<&Case>, after: &Case) -> Vec<Trace> {
    let mut traces = vec![Trace {
        resource_id: after.id.text(),
        before: before.map(canonical),
        after: Some(canonical(after)),
        event: Some(case_event(before, after)),
        ..Trace::default()
    }];
    for task in &after.tasks {
        let old = before.and_then(|case| case.task(task.id));
        if old != Some(task) {
            traces.push(Trace {
                resource_id: task.id.text(),
                before: old.map(|task| format!("{task:?}")),
                after: Some(format!("{task:?}")),
                event: Some(task_event(old, task, after)),
                ..Trace::default()
            });
        }
    }
    traces.extend(applicant_trace(before, after));
    traces
}

/// Where other departments see the case than before, they see its applicant's record, or see it no
/// more.
fn applicant_trace(before: Option<&Case>, after: &Case) -> Option<Trace> {
    let resident = after.applicant.resident_id?;
    if before.is_some_and(|before| !moves(before, after)) {
        return None;
    }
    Some(Trace {
        resource_id: resident.text(),
        event: Some(Event {
            kind: "resident.changed",
            department_ids: departments(before, after),
            body: serde_json::json!({ "resident_id": resident.text() }).to_string(),
        }),
        ..Trace::default()
    })
}

/// True where a case has tasks of other departments than before.
pub(super) fn moves(before: &Case, after: &Case) -> bool {
    let sorted = |case: &Case| -> Vec<String> {
        let mut departments: Vec<_> = case.departments().into_iter().map(str::to_owned).collect();
        departments.sort_unstable();
        departments
    };
    sorted(before) != sorted(after)
}

/// The departments that see a case's applicant.
///
/// # Errors
/// What the database says.
pub(super) async fn who_sees(tx: &Tx, case: &Case) -> Result<Vec<String>> {
    match case.applicant.resident_id {
        Some(resident) => tx.departments_of_resident(resident).await,
        None => Ok(Vec::new()),
    }
}

/// The documents on record of a case's applicant, told to the departments that see him now and did
/// not before the case was written, and to those that see him no more.
///
/// # Errors
/// What the database says.
pub(super) async fn documents_shown(tx: &Tx, case: &Case, seen: Vec<String>) -> Result<Vec<Trace>> {
    let Some(resident) = case.applicant.resident_id else { return Ok(Vec::new()) };
    let sees = tx.departments_of_resident(resident).await?;
    let came = sees.iter().filter(|department| !seen.contains(department));
    let went = seen.iter().filter(|department| !sees.contains(department));
    let others: Vec<_> = came.chain(went).cloned().collect();
    document::shown(tx, resident, &others).await
}

/// What a case leaves behind whose applicant's record became another.
pub(in crate::service) fn moved_trace(before: &Case, after: &Case) -> Trace {
    Trace {
        resource_id: after.id.text(),
        before: Some(canonical(before)),
        after: Some(canonical(after)),
        event: Some(Event { kind: "case.changed", ..case_event(Some(before), after) }),
        ..Trace::default()
    }
}

/// The departments that have a task of the case, or had one before.
pub(in crate::service) fn departments(before: Option<&Case>, after: &Case) -> String {
    let mut all = after.departments();
    all.extend(before.map(Case::departments).unwrap_or_default());
    all.sort_unstable();
    all.dedup();
    all.join(" ")
}

fn case_event(before: Option<&Case>, after: &Case) -> Event {
    let kind = after.new_steps.last().map_or(CaseStepKind::DueDateMoved, |step| step.kind);
    // A step of one task is told by that task's own event.
    let kind = if kind.event().starts_with("case.") { kind.event() } else { "case.changed" };
    let body = serde_json::json!({
        "case_id": after.id.text(),
        "case_number": after.number,
        "state": after.state.name(),
        "etag": after.version,
    });
    Event { kind, department_ids: departments(before, after), body: body.to_string() }
}

fn task_event(old: Option<&Task>, task: &Task, case: &Case) -> Event {
    let step = case.new_steps.iter().find(|step| step.task_id == Some(task.id));
    let opened = task.state == TaskState::Open && old.is_none_or(|t| t.state != TaskState::Open);
    let kind = match (old, step) {
        (None, _) => "task.created",
        (Some(_), Some(step)) => match step.kind {
            CaseStepKind::Suspended => "task.suspended",
            CaseStepKind::Resumed => "task.resumed",
            kind => kind.event(),
        },
        (Some(_), None) if opened => "task.opened",
        (Some(_), None) => "task.changed",
    };
    let mut departments = vec![task.department_id.as_str()];
    departments.extend(old.map(|task| task.department_id.as_str()));
    departments.dedup();
    let body = serde_json::json!({
        "task_id": task.id.text(),
        "case_id": case.id.text(),
        "service_item_id": task.service_item_id,
        "state": task.state.name(),
        "due_date": task.due_on,
        "etag": task.version,
    });
    Event { kind, department_ids: departments.join(" "), body: body.to_string() }
}

/// The whole state in one text, for the hash that the audit trail keeps.
fn canonical(of: &Case) -> String {
    let applicant = &of.applicant;
    let agent = of.agent.as_ref();
    let fields = [
        format!("{of:?}"),
        applicant.name.clone(),
        applicant.language.clone(),
        applicant.phone.clone(),
        applicant.email.clone(),
        applicant.passport_mask.clone(),
        data_encoding::HEXLOWER.encode(&applicant.person_key.0),
        agent.map(|agent| format!("{}\t{}", agent.name, agent.phone)).unwrap_or_default(),
        agent.and_then(|agent| agent.mandate_id).map(|id| id.text()).unwrap_or_default(),
    ];
    fields.join("\n")
}
