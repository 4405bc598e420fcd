//! Cases from receipt to archive, one function an RPC. Who changes a case holds it and its tasks
//! locked; what the law's clock has done meanwhile is done first.

pub use crate::store::case::CaseFilter;

mod change;
mod lapse;
mod making;
mod receive;
mod recount;

pub use change::{
    Attendance, Target, accept, archive, close, decide_extension, deliver, notify, refuse, reopen,
    request_extension, resume, supplement, suspend, terminate, withdraw,
};
pub(super) use change::{changed, settled};
pub(super) use lapse::lapse_all;
pub use lapse::{MAX_LAPSES, lapse};
pub(super) use making::{departments, filing_moment, moved_trace, traces};
pub(super) use receive::receive_in;
pub use receive::{Acceptance, ApplicationSource, NewCase, receive};
pub use recount::DueDateMove;
pub(super) use recount::recount;

use super::{
    App, Call, catalogue, event,
    page::{Page, PageRequest, day_cursor, page},
};
use crate::{
    domain::{
        caller::Scope,
        case::{Case, CaseStep, CaseView},
        catalogue::Catalogue,
        id::{AppointmentId, CaseId, TaskId},
        legal_clock::{ClockKind, ClockReading, LegalClock, governing},
        limit::Suspension,
    },
    error::{Error, Result},
    store::case::listed_under,
};

/// How a due date was counted.
#[derive(Clone, Debug)]
pub struct DueDateAccount {
    /// The clock.
    pub clock: LegalClock,
    /// What it shows.
    pub reading: ClockReading,
    /// The times in which it stood still.
    pub suspensions: Vec<Suspension>,
}

/// A case as a scope shows it now.
pub(super) fn view(app: &App, catalogue: &Catalogue, case: Case, scope: &Scope) -> CaseView {
    CaseView::of(case, scope, &filing_moment(app, catalogue, None))
}

/// One case.
///
/// # Errors
/// `NotFound` where there is none, or none to see.
pub async fn get(app: &App, call: &Call, id: CaseId) -> Result<CaseView> {
    let scope = call.scope()?;
    let catalogue = catalogue::current(app).await?;
    let case = app.store.reader().case(&scope, id).await?;
    Ok(view(app, &catalogue, case, &scope))
}

/// A page of cases, by due date, then id.
///
/// # Errors
/// `Invalid` for a page token of another list, `NotFound` for an appointment that is not there.
pub async fn list(
    app: &App,
    call: &Call,
    mut filter: CaseFilter,
    of_visitor: Option<AppointmentId>,
    request: &PageRequest,
) -> Result<Page<CaseView>> {
    let scope = call.scope()?;
    let reader = app.store.reader();
    if let Some(id) = of_visitor {
        filter.person_key = Some(reader.appointment(&scope, id).await?.visitor.person_key);
    }
    let person = filter.person_key.map(|key| data_encoding::HEXLOWER.encode(&key.0));
    let filters = format!("{filter:?}{person:?}");
    let limit = request.limit()?;
    let after = request.cursor(app, call, &filters)?.and_then(|text| day_cursor(&text));
    let catalogue = catalogue::current(app).await?;
    let feed_token = event::list_token(app, call, request).await?;
    let rows = reader.cases(&scope, &filter, after, limit as u64 + 1).await?;
    let cursor = |last: &Case| format!("{} {}", listed_under(last.due_on), last.id.0);
    let page = page(app, call, &filters, rows, limit, cursor);
    let rows = page.rows.into_iter().map(|case| view(app, &catalogue, case, &scope));
    Ok(Page { rows: rows.collect(), next_token: page.next_token, feed_token })
}

/// A page of a case's history, the oldest step first.
///
/// # Errors
/// `NotFound` where there is no such case to see.
pub async fn steps(
    app: &App,
    call: &Call,
    id: CaseId,
    request: &PageRequest,
) -> Result<Page<CaseStep>> {
    let scope = call.scope()?;
    let reader = app.store.reader();
    reader.case(&scope, id).await?;
    let filters = id.0.to_string();
    let limit = request.limit()?;
    let after = request.cursor(app, call, &filters)?.and_then(|text| text.parse().ok());
    let rows = reader.case_steps(&scope, id, after.unwrap_or(0), limit as u64 + 1).await?;
    Ok(page(app, call, &filters, rows, limit, |last: &CaseStep| last.number.to_string()))
}

/// How a due date of a case, or of one of its tasks, was counted.
///
/// # Errors
/// `NotFound` where there is no such case, task or clock to see.
pub async fn explain(
    app: &App,
    call: &Call,
    id: CaseId,
    task_id: Option<TaskId>,
    kind: Option<ClockKind>,
) -> Result<DueDateAccount> {
    let scope = call.scope()?;
    let catalogue = catalogue::current(app).await?;
    let mut case = app.store.reader().case(&scope, id).await?;
    case.lapse(&filing_moment(app, &catalogue, None));
    let case = case.seen_by(&scope);
    let clocks = match task_id {
        None => case.shown_clocks(&catalogue.calendar),
        Some(task_id) => {
            let task = case.task(task_id).ok_or(Error::NotFound)?;
            let stood = task.stood_still(&case.suspensions);
            task.clocks.iter().map(|clock| (clock.clone(), stood.clone())).collect()
        }
    };
    let all: Vec<_> = clocks.iter().map(|(clock, _)| clock.clone()).collect();
    let wanted = match kind {
        Some(kind) => all.iter().rfind(|clock| clock.kind == kind),
        None => governing(&all).or(all.last()),
    };
    let wanted = wanted.ok_or(Error::NotFound)?;
    let (clock, suspensions) =
        clocks.into_iter().find(|(clock, _)| clock == wanted).ok_or(Error::NotFound)?;
    let reading = clock.read(&suspensions, &catalogue.calendar, app.clock.today());
    Ok(DueDateAccount { clock, reading, suspensions })
}
