//! The history of a case: every step with who, when and why, in order, never changed.

use super::{Case, CaseState, Moment};
use crate::domain::{
    id::{AccountId, TaskId},
    task::Task,
};
use chrono::{DateTime, Utc};

/// What a step was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseStepKind {
    /// 收件.
    Received,
    /// 一次性告知.
    MaterialNotified,
    /// 补正.
    Supplemented,
    /// 受理.
    Accepted,
    /// 视为受理.
    DeemedAccepted,
    /// 不予受理.
    Refused,
    /// 中止.
    Suspended,
    /// Clocks run again.
    Resumed,
    /// An extension was asked for.
    ExtensionRequested,
    /// An extension was approved.
    Extended,
    /// An extension was rejected.
    ExtensionRejected,
    /// An expedite was asked for.
    ExpediteRequested,
    /// 加急.
    Expedited,
    /// An expedite was rejected.
    ExpediteRejected,
    /// An expedite was withdrawn.
    ExpediteWithdrawn,
    /// A department took its task.
    TaskAccepted,
    /// A department returned its task.
    TaskReturned,
    /// A task was given to a department.
    TaskReassigned,
    /// A department decided its task.
    TaskCompleted,
    /// A note.
    Noted,
    /// 决定.
    Decided,
    /// 送达.
    Delivered,
    /// 办结.
    Closed,
    /// Withdrawn.
    Withdrawn,
    /// 终止.
    Terminated,
    /// Taken up again.
    Reopened,
    /// 归档.
    Archived,
    /// Due dates moved because a calendar year was loaded.
    DueDateMoved,
    /// A fact on which it rests has changed.
    Flagged,
    /// Somebody has looked at the flags.
    FlagsResolved,
    /// The fact of a flag is as it was.
    FlagWithdrawn,
}

impl CaseStepKind {
    /// Every kind, each at the place of its number less one.
    pub const ALL: [Self; 31] = [
        Self::Received,
        Self::MaterialNotified,
        Self::Supplemented,
        Self::Accepted,
        Self::DeemedAccepted,
        Self::Refused,
        Self::Suspended,
        Self::Resumed,
        Self::ExtensionRequested,
        Self::Extended,
        Self::ExtensionRejected,
        Self::ExpediteRequested,
        Self::Expedited,
        Self::ExpediteRejected,
        Self::ExpediteWithdrawn,
        Self::TaskAccepted,
        Self::TaskReturned,
        Self::TaskReassigned,
        Self::TaskCompleted,
        Self::Noted,
        Self::Decided,
        Self::Delivered,
        Self::Closed,
        Self::Withdrawn,
        Self::Terminated,
        Self::Reopened,
        Self::Archived,
        Self::DueDateMoved,
        Self::Flagged,
        Self::FlagsResolved,
        Self::FlagWithdrawn,
    ];

    /// The number it is kept as.
    #[must_use]
    pub fn number(self) -> i32 {
        let place = Self::ALL.iter().position(|kind| *kind == self).unwrap_or(0);
        i32::try_from(place + 1).unwrap_or(0)
    }

    /// The kind kept as a number.
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        let place = usize::try_from(number).ok()?.checked_sub(1)?;
        Self::ALL.get(place).copied()
    }

    /// The event that tells of it.
    #[must_use]
    pub const fn event(self) -> &'static str {
        match self {
            Self::Received => "case.received",
            Self::MaterialNotified => "case.material_notified",
            Self::Supplemented => "case.supplemented",
            Self::Accepted => "case.accepted",
            Self::DeemedAccepted => "case.deemed_accepted",
            Self::Refused => "case.refused",
            Self::Suspended => "case.suspended",
            Self::Resumed => "case.resumed",
            Self::ExtensionRequested => "case.extension_requested",
            Self::Extended => "case.extended",
            Self::ExtensionRejected => "case.extension_rejected",
            Self::ExpediteRequested => "case.expedite_requested",
            Self::Expedited => "case.expedited",
            Self::ExpediteRejected => "case.expedite_rejected",
            Self::ExpediteWithdrawn => "case.expedite_withdrawn",
            Self::TaskAccepted => "task.accepted",
            Self::TaskReturned => "task.returned",
            Self::TaskReassigned => "task.reassigned",
            Self::TaskCompleted => "task.completed",
            Self::Noted => "task.noted",
            Self::Decided => "case.decided",
            Self::Delivered => "case.delivered",
            Self::Closed => "case.closed",
            Self::Withdrawn => "case.withdrawn",
            Self::Terminated => "case.terminated",
            Self::Reopened => "case.reopened",
            Self::Archived => "case.archived",
            Self::DueDateMoved => "case.due_date_moved",
            Self::Flagged => "case.flagged",
            Self::FlagsResolved => "case.flags_resolved",
            Self::FlagWithdrawn => "case.flag_withdrawn",
        }
    }
}

/// A step of a case's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseStep {
    /// 1 for the first.
    pub number: u32,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub kind: CaseStepKind,
    /// Who; nobody where the law or the calendar did it.
    pub account_id: Option<AccountId>,
    /// The task it is about.
    pub task_id: Option<TaskId>,
    /// The department it is about.
    pub department_id: Option<String>,
    /// Why, or what was noted.
    pub reason: String,
    /// The legal basis.
    pub legal_basis: String,
    /// The department's document number.
    pub document_number: String,
    /// The state of the case after it.
    pub case_state: CaseState,
}

/// What is said with a step.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Said<'a> {
    pub(super) reason: &'a str,
    pub(super) legal_basis: &'a str,
    pub(super) document_number: &'a str,
}

impl<'a> Said<'a> {
    /// A reason and nothing else.
    pub(super) const fn because(reason: &'a str) -> Self {
        Self { reason, legal_basis: "", document_number: "" }
    }
}

impl Case {
    /// Writes a step into the history.
    pub(super) fn record(
        &mut self,
        moment: &Moment<'_>,
        kind: CaseStepKind,
        task: Option<&Task>,
        said: Said<'_>,
    ) {
        self.last_step += 1;
        self.new_steps.push(CaseStep {
            number: self.last_step,
            at: moment.now,
            kind,
            account_id: moment.account_id,
            task_id: task.map(|task| task.id),
            department_id: task.map(|task| task.department_id.clone()),
            reason: said.reason.to_owned(),
            legal_basis: said.legal_basis.to_owned(),
            document_number: said.document_number.to_owned(),
            case_state: self.state,
        });
    }
}
