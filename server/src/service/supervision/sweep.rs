//! The sweep: raises every rung that is due, in the ladder's order, whichever server comes first.
//! It looks at what is due and at nothing else, at so many tasks and cases at a time, and waits for
//! nobody who holds a case.

use super::{add, trace};
use crate::{
    domain::{
        case::Case,
        catalogue::Catalogue,
        id::{CaseId, TaskId},
        supervision::{Card, MAX_SUBJECTS, Rung, RungCounts, Subject, due_cards, latest_due_date},
    },
    error::Result,
    service::{
        App, case, catalogue,
        write::{Answer, Effect, Reply, Trace, WriteCall, by_itself, write},
    },
    store::{Tx, supervision::Due},
};
use std::collections::HashMap;
use uuid::Uuid;

/// Tasks and cases of one transaction of a server's own sweep.
const AT_A_TIME: u64 = 100;
/// How the audit trail names it.
const METHOD: &str = "frsc.law/Supervision";
/// How the audit trail names what a sweep looked through.
const RESOURCE: &str = "supervision";

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Cards raised, by rung.
    pub counts: RungCounts,
    /// True where more is due.
    pub bound_hit: bool,
    /// Cases that the law has accepted.
    pub lapsed: u64,
}

/// Which subjects are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Received cases, before the law accepts them.
    Cases,
    /// Tasks.
    Tasks,
}

/// What was raised in one transaction.
#[derive(Debug, Default)]
struct Raised {
    found: u64,
    counts: RungCounts,
    traces: Vec<Trace>,
}

/// Raises what is due, and writes down which cases the law has accepted.
///
/// # Errors
/// What the database says.
pub async fn sweep(app: &App) -> Result<Swept> {
    let mut swept = Swept::default();
    let mut left = MAX_SUBJECTS;
    raise_in_turn(app, Part::Cases, &mut left, &mut swept).await?;
    swept.lapsed = case::lapse(app).await?;
    raise_in_turn(app, Part::Tasks, &mut left, &mut swept).await?;
    swept.bound_hit = left == 0 || swept.lapsed >= case::MAX_LAPSES;
    tell(&swept);
    Ok(swept)
}

async fn raise_in_turn(app: &App, part: Part, left: &mut u64, swept: &mut Swept) -> Result<()> {
    while *left > 0 {
        let at_most = AT_A_TIME.min(*left);
        let (found, counts) = by_itself(app, METHOD, |tx| async move {
            let raised = raise(app, &tx, part, at_most).await?;
            Ok(Effect { outcome: (raised.found, raised.counts), traces: raised.traces })
        })
        .await?;
        *left -= found;
        for (sum, more) in swept.counts.iter_mut().zip(counts) {
            *sum += more;
        }
        // What others hold is found again, so a turn that raised nothing is the last one.
        if found < at_most || counts.iter().all(|count| *count == 0) {
            return Ok(());
        }
    }
    Ok(())
}

/// The same for somebody who asks for it, in the one transaction of his request.
///
/// # Errors
/// What the database says.
pub async fn run<R: Answer<Swept>>(app: &App, call: &WriteCall) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let tx = &tx;
        let cases = raise(app, tx, Part::Cases, MAX_SUBJECTS).await?;
        let (lapsed, of_lapsed) = case::lapse_all(app, tx).await?;
        let tasks = raise(app, tx, Part::Tasks, MAX_SUBJECTS - cases.found).await?;
        let mut counts = cases.counts;
        for (sum, more) in counts.iter_mut().zip(tasks.counts) {
            *sum += more;
        }
        let full = cases.found + tasks.found == MAX_SUBJECTS;
        let bound_hit = (full && more_is_due(app, tx).await?) || lapsed >= case::MAX_LAPSES;
        let swept = Swept { counts, bound_hit, lapsed };
        tell(&swept);
        let mut traces = vec![Trace { resource_id: RESOURCE.to_owned(), ..Trace::default() }];
        traces.extend(cases.traces.into_iter().chain(of_lapsed).chain(tasks.traces));
        Ok(Effect { outcome: swept, traces })
    })
    .await
}

fn tell(swept: &Swept) {
    if swept.lapsed > 0 {
        tracing::info!(lapsed = swept.lapsed, "cases are deemed accepted");
    }
    let raised: u32 = swept.counts.iter().sum();
    if raised > 0 {
        let counts = Rung::ALL.iter().zip(swept.counts).filter(|(_, count)| *count > 0);
        let counts: Vec<_> = counts.map(|(rung, n)| format!("{}={n}", rung.name())).collect();
        tracing::info!(raised, rungs = counts.join(" "), "cards of supervision are raised");
    }
    if swept.bound_hit {
        tracing::warn!(bound = MAX_SUBJECTS, "more is due than one sweep raises; the next goes on");
    }
}

async fn more_is_due(app: &App, tx: &Tx) -> Result<bool> {
    let catalogue = catalogue::settled(app, tx).await?;
    let cases = find(app, tx, &catalogue, Part::Cases, 1).await?;
    Ok(!cases.is_empty() || !find(app, tx, &catalogue, Part::Tasks, 1).await?.is_empty())
}

/// Raises what is due of at most so many subjects.
async fn raise(app: &App, tx: &Tx, part: Part, limit: u64) -> Result<Raised> {
    let catalogue = catalogue::settled(app, tx).await?;
    let wanted = find(app, tx, &catalogue, part, limit).await?;
    if wanted.is_empty() {
        return Ok(Raised::default());
    }
    let mut ids: Vec<_> = wanted.iter().map(|(case, _)| *case).collect();
    ids.sort_unstable();
    ids.dedup();
    let cases = tx.lock_free_cases(ids).await?;
    let subjects = subjects(&cases, &wanted);
    let mut already: HashMap<Uuid, Vec<Rung>> = HashMap::new();
    for (id, rung) in tx.rungs_raised(subjects.iter().map(Subject::id).collect()).await? {
        already.entry(id).or_default().push(rung);
    }
    let moment = (app.clock.now(), app.clock.today());
    let mut cards: Vec<Card> = Vec::new();
    for subject in &subjects {
        let rungs = already.entry(subject.id()).or_default();
        let new = due_cards(subject, rungs, &catalogue, moment, || app.clock.new_id());
        rungs.extend(new.iter().map(|card| card.rung));
        cards.extend(new);
    }
    tx.add_cards(&cards).await?;
    mark(tx, part, &already).await?;
    let mut counts = RungCounts::default();
    cards.iter().for_each(|card| add(&mut counts, card.rung, 1));
    let traces = cards.iter().map(|card| trace(None, card, "card.raised")).collect();
    Ok(Raised { found: wanted.len() as u64, counts, traces })
}

/// The subjects of which something is due; a case without a task where it is the case itself.
async fn find(
    app: &App,
    tx: &Tx,
    catalogue: &Catalogue,
    part: Part,
    limit: u64,
) -> Result<Vec<(CaseId, Option<TaskId>)>> {
    let (policy, today) = (catalogue.supervision_policy(), app.clock.today());
    let last = std::iter::once(None).chain(Rung::OF_LADDER.map(Some));
    let due = last.filter_map(|last| {
        Some((last, latest_due_date(&policy, last, &catalogue.calendar, today)?))
    });
    let due: Vec<Due> = due.collect();
    let mut found: Vec<(CaseId, Option<TaskId>)> = Vec::new();
    for due in due {
        let left = limit.saturating_sub(found.len() as u64);
        if left == 0 {
            return Ok(found);
        }
        match part {
            Part::Cases => {
                let cases = tx.cases_to_supervise(due, left).await?;
                found.extend(cases.into_iter().map(|case| (case, None)));
            }
            Part::Tasks => {
                let tasks = tx.tasks_to_supervise(due, left).await?;
                found.extend(tasks.into_iter().map(|(case, task)| (case, Some(task))));
            }
        }
    }
    let left = limit.saturating_sub(found.len() as u64);
    if part == Part::Tasks && left > 0 {
        for (case, task) in tx.tasks_to_alert(today, left).await? {
            if !found.contains(&(case, Some(task))) {
                found.push((case, Some(task)));
            }
        }
    }
    Ok(found)
}

fn subjects<'a>(cases: &'a [Case], wanted: &[(CaseId, Option<TaskId>)]) -> Vec<Subject<'a>> {
    let by_id: HashMap<_, _> = cases.iter().map(|case| (case.id, case)).collect();
    let subject = |(case, task): &(CaseId, Option<TaskId>)| {
        let case: &'a Case = by_id.get(case)?;
        match task {
            None => Some(Subject::Case(case)),
            Some(task) => Some(Subject::Task(case, case.task(*task)?)),
        }
    };
    wanted.iter().filter_map(subject).collect()
}

/// Writes down how far each subject has come.
async fn mark(tx: &Tx, part: Part, raised: &HashMap<Uuid, Vec<Rung>>) -> Result<()> {
    let highest =
        |rungs: &[Rung]| rungs.iter().copied().filter(|rung| Rung::OF_LADDER.contains(rung)).max();
    for rung in Rung::OF_LADDER {
        let come = raised.iter().filter(|(_, rungs)| highest(rungs) == Some(rung));
        let ids: Vec<Uuid> = come.map(|(id, _)| *id).collect();
        let (cases, tasks) = match part {
            Part::Cases => (ids, Vec::new()),
            Part::Tasks => (Vec::new(), ids),
        };
        tx.mark_raised(rung, cases, tasks).await?;
    }
    let alerted = raised.iter().filter(|(_, rungs)| rungs.contains(&Rung::LegalAlert));
    tx.mark_alerted(alerted.map(|(id, _)| *id).collect()).await
}
