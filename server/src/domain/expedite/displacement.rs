//! Whom an expedite displaces in a department's queue, and who would become overdue by it.
//!
//! The model: a department does its open tasks in order of due date, then id, the same whole number
//! of them on every working day from today on, and as few as keep every due date without the
//! expedite, at least one. A task at place `p` is done on working day `⌈p / pace⌉`, today being the
//! first. A displaced task would become overdue where its new place is done after its due date. A
//! task whose due date has passed, or has no working day left, is late already, and one without a
//! known due date is never: neither asks for a pace nor becomes overdue. It tells where nothing is
//! to spare; it forecasts nothing.

use crate::domain::id::TaskId;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// An open task in a department's queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queued {
    /// The task.
    pub id: TaskId,
    /// Its due date.
    pub due_on: Option<NaiveDate>,
}

impl Queued {
    /// By what the queue is in order: what has no due date comes last.
    fn key(&self) -> (NaiveDate, TaskId) {
        (self.due_on.unwrap_or(NaiveDate::MAX), self.id)
    }
}

/// A task that falls later in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DisplacedPlace {
    /// The task.
    pub task: Queued,
    /// By how many places.
    pub places: u32,
    /// True where it would become overdue.
    pub would_be_overdue: bool,
}

/// What becomes of a department's queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueAccount {
    /// Open tasks.
    pub open_tasks: u32,
    /// The pace that keeps every due date without the expedite.
    pub tasks_a_day: u32,
    /// The tasks that fall later, in order.
    pub displaced: Vec<DisplacedPlace>,
}

/// What becomes of a queue where some of its tasks are due anew. `working_days_left` tells how many
/// working days there are from today through a day, today included; nothing where the calendar
/// does not reach it.
#[must_use]
pub fn displacement(
    queue: &[Queued],
    due_anew: &BTreeMap<TaskId, Option<NaiveDate>>,
    working_days_left: impl Fn(NaiveDate) -> Option<u32>,
) -> QueueAccount {
    let mut before = queue.to_vec();
    before.sort_unstable_by_key(Queued::key);
    let left = days_left(&before, working_days_left);
    let tasks_a_day = pace(&before, &left);
    let anew = |task: &Queued| Queued {
        id: task.id,
        due_on: due_anew.get(&task.id).copied().unwrap_or(task.due_on),
    };
    let mut moved: Vec<_> =
        queue.iter().filter(|task| due_anew.contains_key(&task.id)).map(anew).collect();
    moved.sort_unstable_by_key(Queued::key);
    let mut displaced = Vec::new();
    // Others keep their order among themselves, so that a task's new place is the number of others
    // up to it and of moved tasks before it.
    let (mut others, mut ahead) = (0, 0);
    for (index, task) in before.iter().enumerate() {
        if due_anew.contains_key(&task.id) {
            continue;
        }
        others += 1;
        while moved.get(ahead).is_some_and(|one| one.key() < task.key()) {
            ahead += 1;
        }
        let (old, new) = (count(index + 1), count(others + ahead));
        if new > old {
            let days = task.due_on.and_then(|due| left.get(&due).copied()).filter(|days| *days > 0);
            let would_be_overdue = days.is_some_and(|days| new.div_ceil(tasks_a_day) > days);
            displaced.push(DisplacedPlace { task: *task, places: new - old, would_be_overdue });
        }
    }
    QueueAccount { open_tasks: count(queue.len()), tasks_a_day, displaced }
}

/// The working days left until each due date of a queue, where they are known.
fn days_left(
    queue: &[Queued],
    working_days_left: impl Fn(NaiveDate) -> Option<u32>,
) -> BTreeMap<NaiveDate, u32> {
    let mut dates: Vec<_> = queue.iter().filter_map(|task| task.due_on).collect();
    dates.dedup();
    dates.into_iter().filter_map(|date| Some((date, working_days_left(date)?))).collect()
}

/// The least whole number of tasks a working day by which every task that is not late already is
/// done in time, at least one.
fn pace(queue: &[Queued], left: &BTreeMap<NaiveDate, u32>) -> u32 {
    let needs = queue.iter().enumerate().filter_map(|(index, task)| {
        let days = left.get(&task.due_on?).copied().filter(|days| *days > 0)?;
        Some(count(index + 1).div_ceil(days))
    });
    needs.max().unwrap_or(1)
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
