//! A task as it is shown to somebody, with what its clocks show at that moment.

use super::Task;
use crate::domain::{
    caller::Scope,
    case::{Case, Moment},
    id::TaskId,
    legal_clock::{ClockKind, ClockReading, LegalClock, StopReason},
};
use chrono::NaiveDate;

/// A task as it is shown to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskView {
    /// The task.
    pub task: Task,
    /// Its case, without what is not his to see.
    pub case: Case,
    /// True while it waits for another task.
    pub waits: bool,
    /// What its clocks show.
    pub clocks: Vec<(LegalClock, ClockReading)>,
    /// Its due date.
    pub due_on: Option<NaiveDate>,
    /// True where it is or was late by the clock that gives its due date.
    pub overdue: bool,
    /// True where its case is expedited.
    pub expedited: bool,
}

impl TaskView {
    /// A task of a case as a scope shows it at a moment; `None` where it has no such task.
    #[must_use]
    pub fn of(id: TaskId, mut case: Case, scope: &Scope, moment: &Moment<'_>) -> Option<Self> {
        case.lapse(moment);
        let task = case.task(id)?.clone();
        let waits = case.waits(&task).is_some() && !task.state.is_over();
        let stood = task.stood_still(&case.suspensions);
        let read = |clock: &LegalClock| {
            (clock.clone(), clock.read(&stood, moment.calendar(), moment.today))
        };
        let clocks: Vec<_> = task.clocks.iter().map(read).collect();
        let counts =
            |clock: &LegalClock| clock.stop.is_none_or(|stop| stop.reason == StopReason::Met);
        let of = |kind| clocks.iter().rfind(move |(c, _)| c.kind == kind && counts(c));
        let governing = ClockKind::GOVERNING.into_iter().find_map(of);
        let overdue = governing.is_some_and(|(_, reading)| reading.overdue);
        let expedited = of(ClockKind::Expedited).is_some();
        let active = task.state.is_active();
        let due_on = task.due_date(&case.suspensions, moment.calendar()).filter(|_| active);
        let case = case.seen_by(scope);
        Some(Self { waits, overdue, expedited, due_on, clocks, task, case })
    }
}
