//! A case: what is applied for, where it stands, and its tasks. A step is checked against the state
//! and the law, changes the case and its tasks, and is written into the history.

mod applying;
mod deciding;
mod expediting;
mod history;
mod law;
mod opening;
mod pausing;
mod refusal;
mod state;
#[cfg(test)]
mod tests;
mod view;

pub use applying::{MAX_MATERIALS, Material, MaterialState, Supplement};
pub use deciding::{Appoints, Completion};
pub use history::{CaseStep, CaseStepKind};
pub use law::{CaseAdvice, CaseDates, dates};
pub use opening::{CaseRequest, open};
pub use pausing::{Approval, Extension, Pause};
pub use refusal::CaseRefusal;
pub use state::{CaseChannel, CaseMove, CaseState, Outcome};
pub use view::CaseView;

use super::{
    admission::ItemSet,
    appointment::Visitor,
    calendar::Calendar,
    caller::Scope,
    catalogue::Catalogue,
    flag::Flags,
    id::{AccountId, AppointmentId, CaseId, DocumentId, MandateId, TaskId, TicketId},
    legal_clock::{CaseSuspension, ClockKind, LegalClock, governing, merged},
    limit::FilingHours,
    proxy::ProxyGround,
    refusal::Refusal,
    supervision::Rung,
    task::Task,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Most cases that must be granted first.
pub const MAX_PREREQUISITES: usize = 10;
/// Longest reference of another system, in characters.
pub const MAX_REFERENCE_CHARS: usize = 64;

/// Who acts for the applicant. Cannot be printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseAgent {
    /// His or the agency's name.
    pub name: String,
    /// Telephone number, which is kept with the applicant's, sealed.
    #[serde(skip)]
    pub phone: String,
    /// The mandate he acts by, which is kept in a column of its own.
    #[serde(skip)]
    pub mandate_id: Option<MandateId>,
    /// The grounds claimed.
    pub grounds: Vec<ProxyGround>,
    /// The rule that allows it.
    pub allowed_by: String,
}

impl std::fmt::Debug for CaseAgent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CaseAgent(…)")
    }
}

/// How another system knows a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalReference {
    /// The system.
    pub source: String,
    /// Its id there.
    pub external_id: String,
}

/// A case with its tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// Its number for paper.
    pub number: String,
    /// Where it stands.
    pub state: CaseState,
    /// The items applied for.
    pub items: ItemSet,
    /// Who applies.
    pub applicant: Visitor,
    /// Who acts for him.
    pub agent: Option<CaseAgent>,
    /// How it came in.
    pub channel: CaseChannel,
    /// The appointment it came from.
    pub appointment_id: Option<AppointmentId>,
    /// The ticket it came from.
    pub ticket_id: Option<TicketId>,
    /// How another system knows it.
    pub external_reference: Option<ExternalReference>,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// The day it counts as received.
    pub received_on: NaiveDate,
    /// Day 0 of its limits.
    pub accepted_on: Option<NaiveDate>,
    /// True where the law accepted it.
    pub deemed_accepted: bool,
    /// The material.
    pub materials: Vec<Material>,
    /// Its own clocks.
    pub clocks: Vec<LegalClock>,
    /// The times in which all its clocks stood still, in order.
    pub suspensions: Vec<CaseSuspension>,
    /// The extension that was asked for.
    pub extension: Option<Extension>,
    /// The document on record that it renews.
    pub document_id: Option<DocumentId>,
    /// The last day of the document it is about.
    pub document_expires_on: Option<NaiveDate>,
    /// The days on which somebody came, in order.
    pub visits: Vec<NaiveDate>,
    /// What became of it.
    pub outcome: Option<Outcome>,
    /// Why it was refused, withdrawn or terminated.
    pub reason: String,
    /// A note.
    pub note: String,
    /// Cases that must be granted first.
    pub prerequisites: Vec<CaseId>,
    /// What has changed of the facts on which it rests.
    pub flags: Flags,
    /// Its due date as it was last worked out, by which it is listed.
    pub due_on: Option<NaiveDate>,
    /// The highest rung of supervision raised of it, while it was received.
    pub raised: Option<Rung>,
    /// The number of its last step.
    pub last_step: u32,
    /// Who made it.
    pub created_by: AccountId,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts its changes.
    pub version: i64,
    /// Its tasks, in the order they were made.
    pub tasks: Vec<Task>,
    /// Steps that are not written yet.
    pub new_steps: Vec<CaseStep>,
}

/// When something happens to a case, who does it, and by which calendar and catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// When.
    pub now: DateTime<Utc>,
    /// The local date.
    pub today: NaiveDate,
    /// Who; nobody where the law or the calendar does it.
    pub account_id: Option<AccountId>,
    /// When filings of today count.
    pub filing_hours: FilingHours,
    /// The catalogue as it is.
    pub catalogue: &'a Catalogue,
}

impl Moment<'_> {
    /// Its calendar.
    #[must_use]
    pub fn calendar(&self) -> &Calendar {
        &self.catalogue.calendar
    }
}

impl Case {
    /// The times in which its own clocks stood still.
    #[must_use]
    pub fn stood_still(&self) -> Vec<super::limit::Suspension> {
        merged(&self.suspensions)
    }

    /// Its clocks as it shows them: its own, and where it has none of a kind, the latest of its
    /// tasks'; each with the suspensions it is read by.
    #[must_use]
    pub fn shown_clocks(
        &self,
        calendar: &Calendar,
    ) -> Vec<(LegalClock, Vec<super::limit::Suspension>)> {
        let own = self.stood_still();
        let mut shown: Vec<_> = self.clocks.iter().map(|c| (c.clone(), own.clone())).collect();
        for kind in ClockKind::OF_TASKS {
            if self.clocks.iter().any(|clock| clock.kind == kind) {
                continue;
            }
            let of_tasks = self.tasks.iter().flat_map(|task| {
                let stood = task.stood_still(&self.suspensions);
                let clocks = task.clocks.iter().filter(move |clock| clock.kind == kind);
                clocks.map(move |clock| (clock.clone(), stood.clone()))
            });
            // One that runs before one that stopped; without a due date it is later than any.
            let latest = of_tasks.max_by_key(|(clock, stood)| {
                let due = clock.due_date(stood, calendar).unwrap_or(NaiveDate::MAX);
                (clock.runs(), due)
            });
            shown.extend(latest);
        }
        shown
    }

    /// Its due date; none where it is over, suspended, or the calendar does not reach it.
    #[must_use]
    pub fn due_date(&self, calendar: &Calendar) -> Option<NaiveDate> {
        let shown = self.shown_clocks(calendar);
        let clocks: Vec<_> = shown.iter().map(|(clock, _)| clock.clone()).collect();
        let governing = governing(&clocks)?;
        let (clock, stood) = shown.iter().find(|(clock, _)| clock == governing)?;
        clock.due_date(stood, calendar)
    }

    /// The task of an id.
    #[must_use]
    pub fn task(&self, id: TaskId) -> Option<&Task> {
        self.tasks.iter().find(|task| task.id == id)
    }

    /// True where it is a joint case, which one refusal ends.
    #[must_use]
    pub fn is_joint(&self, catalogue: &Catalogue) -> bool {
        let items = self.items.iter().filter_map(|id| catalogue.service_items.get(id));
        items.map(|item| &item.value.handling).any(|handling| !handling.children.is_empty())
    }

    /// True where a task must wait for another that is undecided.
    #[must_use]
    pub fn waits(&self, task: &Task) -> Option<&Task> {
        self.tasks
            .iter()
            .find(|other| task.after.contains(&other.service_item_id) && !other.state.is_over())
    }

    /// The case as a scope shows it: to a department its own tasks and the material of their items,
    /// and of the case's own clocks those of a joint item.
    #[must_use]
    pub fn seen_by(mut self, scope: &Scope) -> Self {
        let Scope::Department(own) = scope else { return self };
        self.tasks.retain(|task| task.department_id == *own);
        let items: Vec<_> = self.tasks.iter().map(|task| task.service_item_id.clone()).collect();
        self.materials.retain_mut(|material| {
            material.items.retain(|item| items.contains(item));
            !material.items.is_empty()
        });
        self
    }

    /// The departments that have a task of it, each once.
    #[must_use]
    pub fn departments(&self) -> Vec<&str> {
        let mut departments: Vec<_> =
            self.tasks.iter().map(|task| task.department_id.as_str()).collect();
        departments.sort_unstable();
        departments.dedup();
        departments
    }

    /// Works out the due dates by which case and tasks are listed. True where one moved.
    pub fn refresh_due_dates(&mut self, calendar: &Calendar) -> bool {
        let mut moved = false;
        for task in &mut self.tasks {
            let due = if task.state.is_active() {
                task.due_date(&self.suspensions, calendar)
            } else {
                None
            };
            moved |= task.due_on != due;
            task.due_on = due;
        }
        let due = if self.state.is_open() { self.due_date(calendar) } else { None };
        moved |= self.due_on != due;
        self.due_on = due;
        moved
    }

    fn check(&self, step: CaseMove) -> Result<(), Refusal> {
        step.check(self.state)
    }

    /// The case after a step: counted, dated, its due dates worked out anew, and each task that
    /// differs from before counted as well.
    fn settle_change(&mut self, before: &[Task], moment: &Moment<'_>) {
        self.refresh_due_dates(moment.calendar());
        self.updated_at = moment.now;
        self.version += 1;
        for task in &mut self.tasks {
            let same = before.iter().any(|old| old == task);
            if !same {
                task.updated_at = moment.now;
                task.version += 1;
            }
        }
    }

    /// Takes a step: what `work` refuses leaves the case as it was.
    ///
    /// # Errors
    /// What `work` refuses.
    fn step(
        &mut self,
        moment: &Moment<'_>,
        work: impl FnOnce(&mut Self) -> Result<(), Vec<Refusal>>,
    ) -> Result<(), Vec<Refusal>> {
        let mut after = self.clone();
        work(&mut after)?;
        after.settle_change(&self.tasks, moment);
        *self = after;
        Ok(())
    }
}
