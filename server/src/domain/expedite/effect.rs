//! What an expedite does: new due dates, what might be overlooked, and the displacement account. It
//! is told before anything is decided, and kept with the approval.

use crate::domain::{caller::Scope, case::Case, id::TaskId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What an expedite does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpediteEffect {
    /// The limit in working days; 0 is at once.
    pub working_days: u32,
    /// Day 0 of the limit.
    pub day_zero: NaiveDate,
    /// The last day of the limit, where the calendar reaches it.
    pub due_on: Option<NaiveDate>,
    /// The due dates before and after.
    pub due_dates: Vec<DueDateChange>,
    /// What might be overlooked.
    pub warnings: Vec<ExpediteWarning>,
    /// What it costs each department.
    pub displacements: Vec<Displacement>,
    /// Expedites approved on that day, this one not counted.
    pub approved_that_day: u32,
    /// Most approved a day; 0 is without a limit.
    pub quota_a_day: u32,
    /// The entry of the whitelist by which it takes no place of the quota.
    #[serde(default)]
    pub lane_entry: Option<Uuid>,
}

/// A due date before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueDateChange {
    /// The task; none for the case.
    pub task_id: Option<Uuid>,
    /// Its item.
    pub service_item_id: String,
    /// Its department.
    pub department_id: String,
    /// Before.
    pub before: Option<NaiveDate>,
    /// After.
    pub after: Option<NaiveDate>,
}

/// What might be overlooked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExpediteWarning {
    /// One working day is longer than 24 hours.
    LongerThanADay {
        /// Days off between.
        rest_days: u32,
    },
    /// Holidays lie between.
    SpansHoliday {
        /// Their names.
        names: Vec<String>,
    },
    /// Weekend days that are worked (调休) count.
    CountsAdjustedWorkdays {
        /// The days.
        days: Vec<NaiveDate>,
    },
    /// The due date is not known.
    Provisional {
        /// The unpublished year.
        year: i32,
    },
    /// The case is due after the day by which it is needed.
    DueAfterNeededBy {
        /// That day.
        last: NaiveDate,
    },
    /// The case is due after the document's last day.
    DueAfterDocumentExpiry {
        /// That day.
        last: NaiveDate,
    },
    /// It would make tasks of others overdue.
    MakesOthersOverdue {
        /// How many.
        tasks: u32,
    },
}

/// What an expedite costs a department's other tasks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Displacement {
    /// The department.
    pub department_id: String,
    /// Its open tasks.
    pub open_tasks: u32,
    /// The pace of the model.
    pub tasks_a_day: u32,
    /// Tasks that fall later.
    pub displaced: u32,
    /// Those of them that would become overdue.
    pub would_be_overdue: u32,
    /// The tasks, as many as are listed.
    pub tasks: Vec<DisplacedTask>,
}

/// A task that falls later in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisplacedTask {
    /// The task.
    pub task_id: Uuid,
    /// Its case.
    pub case_id: Uuid,
    /// The number of its case.
    pub case_number: String,
    /// Its item.
    pub service_item_id: String,
    /// Its due date.
    pub due_on: Option<NaiveDate>,
    /// By how many places.
    pub places: u32,
    /// True where it would become overdue.
    pub would_be_overdue: bool,
}

impl ExpediteEffect {
    /// Adds the warnings that follow from the dates of the case and from the account.
    pub fn warn(&mut self, case: &Case, needed_by: NaiveDate) {
        let after = |last: NaiveDate| case.due_on.is_some_and(|due| due > last);
        let late =
            after(needed_by).then_some(ExpediteWarning::DueAfterNeededBy { last: needed_by });
        let expiry = case.document_expires_on.filter(|last| after(*last));
        let expired = expiry.map(|last| ExpediteWarning::DueAfterDocumentExpiry { last });
        self.warnings.extend(late.into_iter().chain(expired));
        let tasks = self.displacements.iter().map(|of| of.would_be_overdue).sum();
        if tasks > 0 {
            self.warnings.push(ExpediteWarning::MakesOthersOverdue { tasks });
        }
    }

    /// The effect as a scope shows it: to a department its own part.
    #[must_use]
    pub fn seen_by(mut self, scope: &Scope) -> Self {
        let own = |department: &str| scope.sees([department].into_iter());
        self.due_dates.retain(|of| of.task_id.is_none() || own(&of.department_id));
        self.displacements.retain(|of| own(&of.department_id));
        let sum = self.displacements.iter().map(|of| of.would_be_overdue).sum();
        self.warnings.retain_mut(|warning| match warning {
            ExpediteWarning::MakesOthersOverdue { tasks } => {
                *tasks = sum;
                sum > 0
            }
            ExpediteWarning::LongerThanADay { .. }
            | ExpediteWarning::SpansHoliday { .. }
            | ExpediteWarning::CountsAdjustedWorkdays { .. }
            | ExpediteWarning::Provisional { .. }
            | ExpediteWarning::DueAfterNeededBy { .. }
            | ExpediteWarning::DueAfterDocumentExpiry { .. } => true,
        });
        self
    }
}

/// The due dates of a case and of its undecided tasks, before and after.
#[must_use]
pub fn due_date_changes(before: &Case, after: &Case) -> Vec<DueDateChange> {
    let of_case = DueDateChange {
        task_id: None,
        service_item_id: String::new(),
        department_id: String::new(),
        before: before.due_on,
        after: after.due_on,
    };
    let due_before = |id: TaskId| before.task(id).and_then(|task| task.due_on);
    let undecided = after.tasks.iter().filter(|task| !task.state.is_over());
    let of_tasks = undecided.map(|task| DueDateChange {
        task_id: Some(task.id.0),
        service_item_id: task.service_item_id.clone(),
        department_id: task.department_id.clone(),
        before: due_before(task.id),
        after: task.due_on,
    });
    std::iter::once(of_case).chain(of_tasks).collect()
}
