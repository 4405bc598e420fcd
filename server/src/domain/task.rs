//! A task: the part of a case that one department does, where it stands, and which step is allowed
//! from where. What a step means for the whole case is the case's to say.

mod view;

pub use view::TaskView;

use super::{
    calendar::Calendar,
    case::Outcome,
    id::{CaseId, TaskId},
    legal_clock::{CaseSuspension, LegalClock, governing, merged},
    limit::Suspension,
    refusal::Refusal,
    supervision::Rung,
};
use chrono::{DateTime, NaiveDate, Utc};

/// Longest document number of a department, in characters.
pub const MAX_DOCUMENT_NUMBER_CHARS: usize = 64;
/// Most decisions of a batch.
pub const MAX_BATCH: usize = 500;

/// Where a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaskState {
    /// Its case is not accepted yet.
    Waiting,
    /// At its department, not taken yet.
    Open,
    /// Taken by its department.
    Accepted,
    /// 中止.
    Suspended,
    /// Returned as another department's.
    Returned,
    /// Returned for the last time; the duty lead appoints.
    AtCentre,
    /// Decided.
    Completed,
    /// Its case ended otherwise.
    Cancelled,
}

impl TaskState {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Waiting,
        Self::Open,
        Self::Accepted,
        Self::Suspended,
        Self::Returned,
        Self::AtCentre,
        Self::Completed,
        Self::Cancelled,
    ];

    /// The states in which somebody has to act.
    pub const ACTIVE: [Self; 5] =
        [Self::Open, Self::Accepted, Self::Suspended, Self::Returned, Self::AtCentre];

    /// The number it is kept as.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Waiting => 1,
            Self::Open => 2,
            Self::Accepted => 3,
            Self::Suspended => 4,
            Self::Returned => 5,
            Self::AtCentre => 6,
            Self::Completed => 7,
            Self::Cancelled => 8,
        }
    }

    /// The state kept as a number.
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.number() == number)
    }

    /// Its public name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "WAITING",
            Self::Open => "OPEN",
            Self::Accepted => "ACCEPTED",
            Self::Suspended => "SUSPENDED",
            Self::Returned => "RETURNED",
            Self::AtCentre => "AT_CENTRE",
            Self::Completed => "COMPLETED",
            Self::Cancelled => "CANCELLED",
        }
    }

    /// True while somebody has to act.
    #[must_use]
    pub fn is_active(self) -> bool {
        Self::ACTIVE.contains(&self)
    }

    /// True where nothing more happens to it.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Completed | Self::Cancelled)
    }
}

/// A step in the life of a task that a person takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskStep {
    /// 接单.
    Accept,
    /// Decided.
    Complete,
    /// Another department's.
    Return,
    /// Given to a department.
    Reassign,
    /// 中止.
    Suspend,
    /// Its clocks run again.
    Resume,
    /// Something is noted.
    Note,
}

impl TaskStep {
    /// Every step.
    pub const ALL: [Self; 7] = [
        Self::Accept,
        Self::Complete,
        Self::Return,
        Self::Reassign,
        Self::Suspend,
        Self::Resume,
        Self::Note,
    ];

    const fn allowed(self) -> (&'static [TaskState], &'static [&'static str]) {
        use TaskState as S;
        match self {
            Self::Accept => (&[S::Open], &["OPEN"]),
            Self::Complete | Self::Return => (&[S::Open, S::Accepted], &["OPEN", "ACCEPTED"]),
            Self::Reassign => (
                &[S::Open, S::Accepted, S::Returned, S::AtCentre],
                &["OPEN", "ACCEPTED", "RETURNED", "AT_CENTRE"],
            ),
            Self::Suspend => (&[S::Accepted], &["ACCEPTED"]),
            Self::Resume => (&[S::Suspended], &["SUSPENDED"]),
            Self::Note => (
                &[S::Waiting, S::Open, S::Accepted, S::Suspended, S::Returned, S::AtCentre],
                &["WAITING", "OPEN", "ACCEPTED", "SUSPENDED", "RETURNED", "AT_CENTRE"],
            ),
        }
    }

    /// Refuses the step where the state forbids it.
    ///
    /// # Errors
    /// `StateForbids` with the states from which it is allowed.
    pub fn check(self, state: TaskState) -> Result<(), Refusal> {
        let (states, allowed) = self.allowed();
        if states.contains(&state) {
            return Ok(());
        }
        Err(Refusal::StateForbids { current: state.name(), allowed })
    }
}

/// A task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// Its case.
    pub case_id: CaseId,
    /// Its item.
    pub service_item_id: String,
    /// The department that does it.
    pub department_id: String,
    /// Where it stands.
    pub state: TaskState,
    /// Items of the same case that are decided before it, or on the same day.
    pub after: Vec<String>,
    /// Its clocks.
    pub clocks: Vec<LegalClock>,
    /// The times in which its own clocks stood still, in order.
    pub suspensions: Vec<CaseSuspension>,
    /// How often it was returned.
    pub returns: u32,
    /// What was decided.
    pub outcome: Option<Outcome>,
    /// The department's document number.
    pub document_number: String,
    /// The day of the decision.
    pub decided_on: Option<NaiveDate>,
    /// Its due date as it was last worked out, by which it is listed.
    pub due_on: Option<NaiveDate>,
    /// The highest rung of supervision raised of it.
    pub raised: Option<Rung>,
    /// From when it is to be told that its document ended undecided, until that is told.
    pub alert_on: Option<NaiveDate>,
    /// When it was given to its department.
    pub assigned_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts its changes.
    pub version: i64,
}

impl Task {
    /// The times in which its clocks stood still: its own, and those of its case.
    #[must_use]
    pub fn stood_still(&self, of_case: &[CaseSuspension]) -> Vec<Suspension> {
        merged(self.suspensions.iter().chain(of_case))
    }

    /// True while its own clocks stand still, whatever its case's do.
    #[must_use]
    pub fn is_suspended_itself(&self) -> bool {
        self.suspensions.last().is_some_and(|last| last.resumed_on.is_none())
    }

    /// Its due date; none where it is over, suspended, or the calendar does not reach it.
    #[must_use]
    pub fn due_date(&self, of_case: &[CaseSuspension], calendar: &Calendar) -> Option<NaiveDate> {
        governing(&self.clocks)?.due_date(&self.stood_still(of_case), calendar)
    }
}
