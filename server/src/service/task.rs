//! Tasks as departments work them, one function an RPC. A task's step changes its case as well, so
//! the case is what is locked.

pub use crate::store::task::TaskFilter;

use super::{
    App, Call,
    case::{changed, filing_moment, settled},
    catalogue, event,
    page::{Page, PageRequest, day_cursor, page},
    write::{Answer, Effect, Reply, Trace, WriteCall, write},
};
use crate::{
    domain::{
        caller::{Role, Scope},
        case::{Appoints, Case, Completion, Moment, Pause},
        catalogue::Catalogue,
        id::TaskId,
        refusal::Refusal,
        task::TaskView,
    },
    error::{Error, Result},
    store::{Tx, case::listed_under, task::TaskOfCase},
};

/// Which task, and the version its reader saw.
pub type Target = (TaskId, i64);

/// A decision as it is asked for in a batch.
pub type Batch = Vec<(Target, Completion)>;

/// What became of one decision of a batch.
pub type BatchResult = std::result::Result<TaskView, Error>;

/// How a batch is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchMode {
    /// All or none.
    Atomic,
    /// As many as can be.
    BestEffort,
}

type Refused = std::result::Result<(), Vec<Refusal>>;

/// A task of a case as a scope shows it now.
pub(super) fn view(
    app: &App,
    catalogue: &Catalogue,
    id: TaskId,
    case: Case,
    scope: &Scope,
) -> Result<TaskView> {
    let moment = filing_moment(app, catalogue, None);
    TaskView::of(id, case, scope, &moment).ok_or(Error::NotFound)
}

/// One task.
///
/// # Errors
/// `NotFound` where there is none, or none to see.
pub async fn get(app: &App, call: &Call, id: TaskId) -> Result<TaskView> {
    let scope = call.scope()?;
    let reader = app.store.reader();
    let case = reader.case_of_task(&scope, id).await?;
    let catalogue = catalogue::current(app).await?;
    let case = reader.case(&scope, case).await?;
    view(app, &catalogue, id, case, &scope)
}

/// A page of tasks, by due date, then id.
///
/// # Errors
/// `Invalid` for a page token of another list.
pub async fn list(
    app: &App,
    call: &Call,
    filter: &TaskFilter,
    request: &PageRequest,
) -> Result<Page<TaskView>> {
    let scope = call.scope()?;
    let filters = format!("{filter:?}");
    let limit = request.limit()?;
    let after = request.cursor(app, call, &filters)?.and_then(|text| day_cursor(&text));
    let catalogue = catalogue::current(app).await?;
    let feed_token = event::list_token(app, call, request).await?;
    let rows = app.store.reader().tasks(&scope, filter, after, limit as u64 + 1).await?;
    let cursor = |(id, case): &TaskOfCase| {
        let due = case.task(*id).and_then(|task| task.due_on);
        format!("{} {}", listed_under(due), id.0)
    };
    let page = page(app, call, &filters, rows, limit, cursor);
    let rows = page.rows.into_iter().map(|(id, case)| view(app, &catalogue, id, case, &scope));
    Ok(Page { rows: rows.collect::<Result<_>>()?, next_token: page.next_token, feed_token })
}

/// Takes a step of a task.
async fn step<R, F>(app: &App, call: &WriteCall, target: Target, work: F) -> Result<Reply<R>>
where
    R: Answer<TaskView>,
    F: Fn(&mut Case, &Moment<'_>) -> Result<Refused> + Sync,
{
    let scope = &call.call.scope()?;
    let work = &work;
    write(app, call, |tx| async move {
        let (outcome, traces) = step_in(app, &tx, call, scope, target, work).await?;
        Ok(Effect { outcome, traces })
    })
    .await
}

async fn step_in<F>(
    app: &App,
    tx: &Tx,
    call: &WriteCall,
    scope: &Scope,
    (id, version): Target,
    work: &F,
) -> Result<(TaskView, Vec<Trace>)>
where
    F: Fn(&mut Case, &Moment<'_>) -> Result<Refused>,
{
    let case_id = tx.case_of_task(scope, id).await?;
    let (catalogue, before, mut case) = settled(app, tx, scope, case_id).await?;
    // Another call may have given the task away while this one waited for its case.
    let task = case.task(id).filter(|task| scope.sees([task.department_id.as_str()].into_iter()));
    let task = task.ok_or(Error::NotFound)?;
    if task.version != version {
        return Err(Error::EtagMismatch);
    }
    let moment = filing_moment(app, &catalogue, Some(call.call.caller.account_id));
    work(&mut case, &moment)??;
    let traces = changed(app, tx, &catalogue, &before, &case).await?;
    Ok((view(app, &catalogue, id, case, scope)?, traces))
}

/// 接单.
///
/// # Errors
/// `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn accept<R: Answer<TaskView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
) -> Result<Reply<R>> {
    step(app, call, target, |case, moment| Ok(case.accept_task(moment, target.0))).await
}

/// Records a decision.
///
/// # Errors
/// `TaskDependencyOpen`, `JointRefused`, `Invalid`, `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn complete<R: Answer<TaskView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    completion: &Completion,
) -> Result<Reply<R>> {
    step(app, call, target, |case, moment| decide(case, moment, target.0, completion)).await
}

fn decide(
    case: &mut Case,
    moment: &Moment<'_>,
    id: TaskId,
    completion: &Completion,
) -> Result<Refused> {
    let accepted = case.accepted_on.unwrap_or(moment.today);
    if let Some(day) = completion.decided_on
        && (day > moment.today || day < accepted.min(moment.today))
    {
        let problem = "must not be in the future, nor before acceptance";
        return Err(Error::invalid("decided_date", problem));
    }
    Ok(case.complete_task(moment, id, completion))
}

/// Records decisions: all or none, or as many as can be.
///
/// # Errors
/// Where all or none: what refuses the first that is refused, its fields by its place.
pub async fn complete_batch<R: Answer<Vec<BatchResult>>>(
    app: &App,
    call: &WriteCall,
    batch: &Batch,
    mode: BatchMode,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    write(app, call, |tx| async move {
        let (mut results, mut traces) = (Vec::with_capacity(batch.len()), Vec::new());
        for index in in_order_of_cases(&tx, scope, batch).await? {
            let (target, completion) = &batch[index];
            let work =
                |case: &mut Case, moment: &Moment<'_>| decide(case, moment, target.0, completion);
            let done = step_in(app, &tx, call, scope, *target, &work).await;
            match done {
                Ok((task, left)) => {
                    traces.extend(left);
                    results.push((index, Ok(task)));
                }
                // A refusal comes before anything of its row is written.
                Err(error) if error.is_refusal() && mode == BatchMode::BestEffort => {
                    results.push((index, Err(error)));
                }
                Err(error) => return Err(in_batch(error, index)),
            }
        }
        results.sort_by_key(|(index, _)| *index);
        let outcome = results.into_iter().map(|(_, result)| result).collect();
        Ok(Effect { outcome, traces })
    })
    .await
}

/// The places of a batch in the order in which their cases are locked, the same for every batch, so
/// that two of them never wait for each other; tasks of one case stay in the order asked.
async fn in_order_of_cases(tx: &Tx, scope: &Scope, batch: &Batch) -> Result<Vec<usize>> {
    let ids: Vec<_> = batch.iter().map(|((id, _), _)| *id).collect();
    let cases = tx.cases_of_tasks(scope, &ids).await?;
    let mut places: Vec<_> = (0..batch.len()).collect();
    places.sort_by_key(|place| cases.get(&ids[*place]));
    Ok(places)
}

/// Names the row of a batch to which a wrong field belongs.
fn in_batch(error: Error, index: usize) -> Error {
    match error {
        Error::Invalid(mut violations) => {
            for violation in &mut violations {
                violation.field = format!("completions[{index}].{}", violation.field);
            }
            Error::Invalid(violations)
        }
        other => other,
    }
}

/// Sends a task back as another department's.
///
/// # Errors
/// `ReturnForbidden`, `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn give_back<R: Answer<TaskView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    reason: &str,
) -> Result<Reply<R>> {
    step(app, call, target, |case, moment| Ok(case.return_task(moment, target.0, reason))).await
}

/// Gives a task to a department.
///
/// # Errors
/// `Invalid` for a department that is not in force, `AppointmentByLead`, `StateForbids`,
/// `EtagMismatch`, `NotFound`.
pub async fn reassign<R: Answer<TaskView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    department_id: &str,
    reason: &str,
) -> Result<Reply<R>> {
    let leads = call.call.caller.roles.has(Role::DutyLead);
    let appoints = if leads { Appoints::Yes } else { Appoints::No };
    step(app, call, target, |case, moment| {
        let department = moment.catalogue.departments.get(department_id);
        if !department.is_some_and(|entry| entry.value.validity.holds_on(moment.today)) {
            let problem = "must name a department that is in force today";
            return Err(Error::invalid("department_id", problem));
        }
        Ok(case.reassign_task(moment, target.0, department_id, appoints, reason))
    })
    .await
}

/// 中止.
///
/// # Errors
/// `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn suspend<R: Answer<TaskView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    pause: Pause<'_>,
) -> Result<Reply<R>> {
    step(app, call, target, |case, moment| Ok(case.suspend_task(moment, target.0, pause))).await
}

/// Starts its clocks again.
///
/// # Errors
/// `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn resume<R: Answer<TaskView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
) -> Result<Reply<R>> {
    step(app, call, target, |case, moment| Ok(case.resume_task(moment, target.0))).await
}

/// Notes something.
///
/// # Errors
/// `StateForbids`, `EtagMismatch`, `NotFound`.
pub async fn note<R: Answer<TaskView>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    note: &str,
) -> Result<Reply<R>> {
    step(app, call, target, |case, moment| Ok(case.note_task(moment, target.0, note))).await
}
