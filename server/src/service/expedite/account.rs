//! What an expedite does, worked out from the case before and after it and from the queues of its
//! departments as they are now.

use crate::{
    domain::{
        calendar::Calendar,
        case::{Case, Moment},
        expedite::{
            DisplacedPlace, DisplacedTask, Displacement, ExpediteEffect, ExpediteWarning,
            MAX_DISPLACED_LISTED, QueueAccount, displacement, due_date_changes,
        },
        id::{TaskId, WhitelistEntryId},
        legal_clock::LegalClock,
    },
    error::Result,
    service::directory::caution::{Caution, between},
    store::Tx,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What an expedite of so many working days does to the case and to others. `approved` are the
/// approvals of the day, this one not counted; `lane` is the entry of the whitelist that brings the
/// expedited lane.
pub(super) async fn effect(
    tx: &Tx,
    moment: &Moment<'_>,
    (before, after): (&Case, &Case),
    (working_days, needed_by): (u32, NaiveDate),
    (approved, lane): (u32, Option<WhitelistEntryId>),
) -> Result<ExpediteEffect> {
    let clock = Case::expedited_clock(moment, working_days);
    let mut effect = ExpediteEffect {
        working_days,
        day_zero: clock.as_ref().map_or(moment.today, |clock| clock.day_zero),
        due_on: clock.as_ref().and_then(|clock| clock.due_date(&[], moment.calendar())),
        due_dates: due_date_changes(before, after),
        warnings: clock.map(|clock| warnings(&clock, moment)).unwrap_or_default(),
        displacements: displacements(tx, moment, after).await?,
        approved_that_day: approved,
        quota_a_day: moment.catalogue.case_policy().expedites_a_day,
        lane_entry: lane.map(|id| id.0),
    };
    effect.warn(after, needed_by);
    Ok(effect)
}

/// What might be overlooked of the limit itself.
fn warnings(clock: &LegalClock, moment: &Moment<'_>) -> Vec<ExpediteWarning> {
    let deadline = clock.read(&[], moment.calendar(), moment.today).deadline;
    let missing = deadline.provisional.as_ref().map(|missing| missing.missing_year);
    let provisional = missing.map(|year| ExpediteWarning::Provisional { year });
    let cautions = between(moment.catalogue, &deadline).into_iter();
    cautions.filter_map(of_caution).chain(provisional).collect()
}

fn of_caution(caution: Caution) -> Option<ExpediteWarning> {
    match caution {
        Caution::OneWorkingDayIsLonger { rest_days } => {
            Some(ExpediteWarning::LongerThanADay { rest_days })
        }
        Caution::SpansHoliday { names } => Some(ExpediteWarning::SpansHoliday { names }),
        Caution::CountsAdjustedWorkdays { days } => {
            Some(ExpediteWarning::CountsAdjustedWorkdays { days })
        }
        Caution::Provisional { year } => Some(ExpediteWarning::Provisional { year }),
        Caution::DoesNotMove { .. }
        | Caution::WorkingDayUnknown { .. }
        | Caution::AcceptedLater { .. }
        | Caution::Suspended { .. }
        | Caution::RanOutBeforeSuspension => None,
    }
}

/// The account of each department with an undecided task of the case.
async fn displacements(tx: &Tx, moment: &Moment<'_>, after: &Case) -> Result<Vec<Displacement>> {
    let mut by_department: BTreeMap<&str, BTreeMap<TaskId, Option<NaiveDate>>> = BTreeMap::new();
    for task in after.tasks.iter().filter(|task| task.state.is_active()) {
        let due_anew = by_department.entry(task.department_id.as_str()).or_default();
        due_anew.insert(task.id, task.due_on);
    }
    let listed = MAX_DISPLACED_LISTED / by_department.len().max(1);
    let mut displacements = Vec::with_capacity(by_department.len());
    for (department, due_anew) in by_department {
        let queue = tx.queue_of(department).await?;
        let left = |due| working_days_left(moment.calendar(), moment.today, due);
        let account = displacement(&queue, &due_anew, left);
        displacements.push(told(tx, department, &account, listed).await?);
    }
    Ok(displacements)
}

/// Working days from today through a day; none where the calendar does not reach it.
fn working_days_left(calendar: &Calendar, today: NaiveDate, due: NaiveDate) -> Option<u32> {
    calendar.count_working_days(today.pred_opt()?, due).ok()
}

/// The account as it is told, with as many of the displaced tasks as are listed.
async fn told(
    tx: &Tx,
    department: &str,
    account: &QueueAccount,
    listed: usize,
) -> Result<Displacement> {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let overdue = account.displaced.iter().filter(|one| one.would_be_overdue).count();
    let mut first: Vec<&DisplacedPlace> = account.displaced.iter().collect();
    // The sort keeps the order of the queue among equals.
    first.sort_by_key(|one| !one.would_be_overdue);
    first.truncate(listed);
    let ids: Vec<_> = first.iter().map(|one| one.task.id).collect();
    let details = tx.queued_details(&ids).await?;
    let task = |one: &&DisplacedPlace| {
        let detail = details.get(&one.task.id)?;
        Some(DisplacedTask {
            task_id: one.task.id.0,
            case_id: detail.case_id,
            case_number: detail.case_number.clone(),
            service_item_id: detail.service_item_id.clone(),
            due_on: one.task.due_on,
            places: one.places,
            would_be_overdue: one.would_be_overdue,
        })
    };
    Ok(Displacement {
        department_id: department.to_owned(),
        open_tasks: account.open_tasks,
        tasks_a_day: account.tasks_a_day,
        displaced: count(account.displaced.len()),
        would_be_overdue: count(overdue),
        tasks: first.iter().filter_map(task).collect(),
    })
}
