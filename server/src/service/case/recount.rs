//! Due dates that move because a calendar year was loaded or revised: every open case is counted
//! anew, what moved is written down with a step, an audit record and an event, and told.

use super::{changed, filing_moment};
use crate::{
    domain::{
        caller::Scope,
        case::Case,
        catalogue::Catalogue,
        id::{CaseId, Id as _},
    },
    error::Result,
    service::{App, document, write::Trace},
    store::Tx,
};
use chrono::NaiveDate;

/// Cases counted at a time.
const AT_A_TIME: u64 = 500;

/// A due date that moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueDateMove {
    /// The case or task.
    pub resource_id: String,
    /// Before; none where it was provisional.
    pub from: Option<NaiveDate>,
    /// After.
    pub to: Option<NaiveDate>,
}

/// Counts every open case anew by a changed catalogue; what moved, and what it leaves behind.
///
/// # Errors
/// What the database says.
pub(in crate::service) async fn recount(
    app: &App,
    tx: &Tx,
    changed_catalogue: &Catalogue,
) -> Result<(Vec<DueDateMove>, Vec<Trace>)> {
    let moment = filing_moment(app, changed_catalogue, None);
    let (mut moves, mut traces) = (Vec::new(), Vec::new());
    let mut after: Option<CaseId> = None;
    loop {
        let ids = tx.open_cases_after(after, AT_A_TIME).await?;
        let Some(last) = ids.last() else { return Ok((moves, traces)) };
        after = Some(*last);
        let mut cases = tx.cases_by_id(&Scope::Centre, &ids).await?;
        cases.sort_by_key(|case| case.id);
        for case in cases {
            let mut probe = case.clone();
            let moves_due_dates = probe.refresh_due_dates(&changed_catalogue.calendar);
            // The receipt's day is its own: it moves also where the case's clocks stand still.
            if !moves_due_dates && case.document_id.is_none() {
                continue;
            }
            let before = tx.lock_case(&Scope::Centre, case.id).await?;
            if !moves_due_dates {
                traces.extend(document::follow(app, tx, changed_catalogue, &before).await?);
                continue;
            }
            let mut moved = before.clone();
            moved.move_due_dates(&moment);
            moves.extend(moves_of(&before, &moved));
            traces.extend(changed(app, tx, changed_catalogue, &before, &moved).await?);
        }
    }
}

fn moves_of(before: &Case, after: &Case) -> Vec<DueDateMove> {
    let one = |resource_id: String, from, to| DueDateMove { resource_id, from, to };
    let of_case = one(after.id.text(), before.due_on, after.due_on);
    let of_tasks = before.tasks.iter().zip(&after.tasks);
    let of_tasks = of_tasks.map(|(old, new)| one(new.id.text(), old.due_on, new.due_on));
    std::iter::once(of_case).chain(of_tasks).filter(|moved| moved.from != moved.to).collect()
}
