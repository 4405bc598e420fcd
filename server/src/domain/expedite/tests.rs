use super::*;
use crate::domain::id::TaskId;
use chrono::Days;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 3, 4).unwrap()
}

/// Every day works, today is the first, and the calendar ends after thirty days.
fn left(due: NaiveDate) -> Option<u32> {
    match (due - today()).num_days() {
        days if days > 30 => None,
        days => Some(u32::try_from(days + 1).unwrap_or(0)),
    }
}

fn task(id: u128, days: Option<i64>) -> Queued {
    let due = |days: i64| match u64::try_from(days) {
        Ok(days) => today() + Days::new(days),
        Err(_) => today() - Days::new(days.unsigned_abs()),
    };
    Queued { id: TaskId(Uuid::from_u128(id)), due_on: days.map(due) }
}

fn moved(of: &[Queued]) -> BTreeMap<TaskId, Option<NaiveDate>> {
    of.iter().map(|task| (task.id, task.due_on)).collect()
}

#[test]
fn a_task_moved_ahead_displaces_those_between_by_one_place() {
    let queue = [task(1, Some(1)), task(2, Some(5)), task(3, Some(7)), task(4, Some(9))];
    let account = displacement(&queue, &moved(&[task(4, Some(1))]), left);
    assert_eq!((account.open_tasks, account.tasks_a_day), (4, 1));
    let displaced: Vec<_> = account.displaced.iter().map(|one| one.task.id).collect();
    assert_eq!(displaced, [task(2, None).id, task(3, None).id], "what is due that day stays ahead");
    assert!(account.displaced.iter().all(|one| one.places == 1 && !one.would_be_overdue));
}

#[test]
fn a_task_is_made_overdue_where_nothing_is_to_spare() {
    // Three tasks for three days: one a day, and the last on its last day.
    let queue = [task(2, Some(2)), task(3, Some(2)), task(4, Some(2)), task(1, Some(9))];
    let account = displacement(&queue, &moved(&[task(1, Some(1))]), left);
    assert_eq!(account.tasks_a_day, 1);
    let overdue: Vec<_> = account.displaced.iter().map(|one| one.would_be_overdue).collect();
    assert_eq!(overdue, [false, false, true]);
}

#[test]
fn what_is_late_already_asks_for_no_pace_and_becomes_overdue_no_more() {
    let queue = [task(2, Some(-3)), task(3, Some(-1)), task(4, None), task(1, Some(9))];
    let account = displacement(&queue, &moved(&[task(1, Some(-2))]), left);
    assert_eq!(account.tasks_a_day, 1);
    assert_eq!(account.displaced.len(), 1);
    assert!(!account.displaced[0].would_be_overdue);
}

/// The day, from 1, on which each task is done by a department that does so many a day in order.
fn worked_off(mut queue: Vec<Queued>, a_day: usize) -> BTreeMap<TaskId, u32> {
    let mut done = BTreeMap::new();
    let mut day = 0;
    while !queue.is_empty() {
        day += 1;
        for _ in 0..a_day.min(queue.len()) {
            let first = |task: &&Queued| (task.due_on.is_none(), task.due_on, task.id);
            let next = *queue.iter().min_by_key(first).unwrap();
            queue.retain(|task| task.id != next.id);
            done.insert(next.id, day);
        }
    }
    done
}

/// Those who are late when so many are done a day, of those who need not be.
fn late(queue: &[Queued], a_day: usize) -> BTreeSet<TaskId> {
    let done = worked_off(queue.to_vec(), a_day);
    let is_late = |task: &&Queued| {
        let days = task.due_on.and_then(left).filter(|days| *days > 0);
        days.is_some_and(|days| done[&task.id] > days)
    };
    queue.iter().filter(is_late).map(|task| task.id).collect()
}

/// The model done by hand: the department is watched day by day, at one pace after another.
fn by_hand(queue: &[Queued], due_anew: &BTreeMap<TaskId, Option<NaiveDate>>) -> QueueAccount {
    let pace = (1..).find(|pace| late(queue, *pace).is_empty()).unwrap();
    let after: Vec<_> = queue
        .iter()
        .map(|task| Queued { due_on: *due_anew.get(&task.id).unwrap_or(&task.due_on), ..*task })
        .collect();
    let (old, new) = (worked_off(queue.to_vec(), 1), worked_off(after.clone(), 1));
    let overdue = late(&after, pace);
    let mut displaced: Vec<_> = queue
        .iter()
        .filter(|task| !due_anew.contains_key(&task.id) && new[&task.id] > old[&task.id])
        .map(|task| DisplacedPlace {
            task: *task,
            places: new[&task.id] - old[&task.id],
            would_be_overdue: overdue.contains(&task.id),
        })
        .collect();
    displaced.sort_by_key(|one| old[&one.task.id]);
    let open_tasks = u32::try_from(queue.len()).unwrap();
    QueueAccount { open_tasks, tasks_a_day: u32::try_from(pace).unwrap(), displaced }
}

proptest! {
    #[test]
    fn the_account_is_what_a_department_that_is_watched_comes_to(
        days in prop::collection::vec(prop::option::weighted(0.9, -3_i64..35), 1..40),
        anew in prop::collection::vec((0_usize..40, 0_i64..6), 1..4),
    ) {
        let queue: Vec<_> = days.iter().zip(1..).map(|(days, id)| task(id, *days)).collect();
        let mut due_anew = BTreeMap::new();
        for (index, days) in anew {
            let of = queue[index % queue.len()];
            let sooner = task(0, Some(days)).due_on;
            // An expedite never makes a task later.
            if of.due_on.is_none_or(|due| sooner < Some(due)) {
                due_anew.insert(of.id, sooner);
            }
        }
        let account = displacement(&queue, &due_anew, left);
        prop_assert_eq!(account, by_hand(&queue, &due_anew));
    }
}
