//! A referral: a matter that a hotline hands over, where it stands, which step is allowed from
//! where and to whom, and who is told. Its clocks are in `clock`.

mod clock;
mod history;
mod state;
#[cfg(test)]
mod tests;
mod view;

pub use clock::{Clock, ClockKind, clocks, next_due};
pub use history::HistoryStep;
pub use state::{ContactOutcome, ReferralState, StepKind, Urgency};
pub use view::ReferralView;

use super::{
    caller::Scope,
    catalogue::ReferralPolicy,
    id::{AccountId, ReferralId},
    refusal::Refusal,
};
use chrono::{DateTime, Utc};
use std::{collections::BTreeSet, fmt};

/// Longest id of a source, in characters.
pub const MAX_EXTERNAL_ID_CHARS: usize = 64;
/// Longest summary, response or result, in characters.
pub const MAX_TEXT_CHARS: usize = 2_000;
/// Longest note, in characters.
pub const MAX_NOTE_CHARS: usize = 500;
/// Longest reason, in characters.
pub const MAX_REASON_CHARS: usize = 200;
/// Longest name of a unit or a caller, in characters.
pub const MAX_NAME_CHARS: usize = 120;
/// How many days ago a source may have received a matter.
pub const MAX_DAYS_AGO: i64 = 366;
/// Most sources that a list is asked for.
pub const MAX_SOURCES_ASKED: usize = 20;
/// The digits of the division codes of the city, a town and a village (GB/T 2260, GB/T 10114).
pub const DIVISION_DIGITS: [usize; 3] = [6, 9, 12];

/// Who called the source. Cannot be printed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ReferralCaller {
    /// Name, or empty.
    pub name: String,
    /// The language to speak, BCP 47, or empty.
    pub language: String,
    /// Telephone number in E.164, or empty.
    pub phone: String,
}

impl fmt::Debug for ReferralCaller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReferralCaller(…)")
    }
}

/// Who has the matter in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assignee {
    /// A department, by its code.
    Department(String),
    /// A town or village unit (市镇村三级).
    Unit {
        /// Its division code.
        division_code: String,
        /// Its name.
        name: String,
    },
}

impl Assignee {
    /// The department; `None` for a unit.
    #[must_use]
    pub fn department(&self) -> Option<&str> {
        match self {
            Self::Department(id) => Some(id),
            Self::Unit { .. } => None,
        }
    }

    /// Division code and name; `None` for a department.
    #[must_use]
    pub fn unit(&self) -> Option<(&str, &str)> {
        match self {
            Self::Department(_) => None,
            Self::Unit { division_code, name } => Some((division_code, name)),
        }
    }
}

/// A step in the life of a referral.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReferralStep {
    /// 签收.
    Sign,
    /// 指派.
    Assign {
        /// To whom.
        assignee: Assignee,
        /// A note.
        note: String,
    },
    /// 联系.
    Contact {
        /// What became of it.
        outcome: ContactOutcome,
        /// A note.
        note: String,
    },
    /// 响应.
    Respond {
        /// What is done.
        response: String,
    },
    /// 反馈.
    Close {
        /// What the source is told.
        result: String,
        /// Whether the caller is satisfied.
        satisfied: bool,
    },
    /// 退回.
    Return {
        /// Why it is the wrong department.
        reason: String,
    },
    /// 重办.
    Reopen {
        /// Why the source is not satisfied.
        reason: String,
    },
}

impl ReferralStep {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> StepKind {
        match self {
            Self::Sign => StepKind::Signed,
            Self::Assign { .. } => StepKind::Assigned,
            Self::Contact { .. } => StepKind::Contacted,
            Self::Respond { .. } => StepKind::Responded,
            Self::Close { .. } => StepKind::Closed,
            Self::Return { .. } => StepKind::Returned,
            Self::Reopen { .. } => StepKind::Reopened,
        }
    }

    const fn allowed(&self) -> (&'static [ReferralState], &'static [&'static str]) {
        use ReferralState as S;
        match self {
            Self::Sign => (&[S::Received], &["RECEIVED"]),
            Self::Assign { .. } => (
                &[S::Signed, S::Assigned, S::Returned, S::CentreAppoints],
                &["SIGNED", "ASSIGNED", "RETURNED", "CENTRE_APPOINTS"],
            ),
            Self::Contact { .. } | Self::Return { .. } => {
                (&[S::Assigned, S::Contacted], &["ASSIGNED", "CONTACTED"])
            }
            Self::Respond { .. } => (&[S::Contacted], &["CONTACTED"]),
            Self::Close { .. } => (&[S::Responded], &["RESPONDED"]),
            Self::Reopen { .. } => (&[S::Closed], &["CLOSED"]),
        }
    }

    /// Its words, kept in the history.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Sign => "",
            Self::Assign { note, .. } | Self::Contact { note, .. } => note,
            Self::Respond { response } => response,
            Self::Close { result, .. } => result,
            Self::Return { reason } | Self::Reopen { reason } => reason,
        }
    }
}

/// A referral.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    /// Its id.
    pub id: ReferralId,
    /// The source's code.
    pub source_id: String,
    /// The source's own id of the matter.
    pub external_id: String,
    /// The department that is the source's feed.
    pub source_department_id: String,
    /// Where it stands.
    pub state: ReferralState,
    /// What it is about, a word.
    pub category: String,
    /// What it is about.
    pub summary: String,
    /// How urgent it is.
    pub urgency: Urgency,
    /// True where the limit of working days holds too.
    pub ordinary_matter: bool,
    /// Who called.
    pub caller: ReferralCaller,
    /// Who has it in hand.
    pub assignee: Option<Assignee>,
    /// True where the centre appointed him.
    pub appointed: bool,
    /// How often it was returned.
    pub returns: u32,
    /// What became of the first contact.
    pub contact_outcome: Option<ContactOutcome>,
    /// The result of the last closing.
    pub result: String,
    /// At the last closing: whether the caller is satisfied.
    pub satisfied: bool,
    /// The rules in force when it was received.
    pub policy: ReferralPolicy,
    /// When the source received it.
    pub received_at: DateTime<Utc>,
    /// When it was signed.
    pub signed_at: Option<DateTime<Utc>>,
    /// When the caller was first contacted.
    pub contacted_at: Option<DateTime<Utc>>,
    /// When it was first responded to.
    pub first_responded_at: Option<DateTime<Utc>>,
    /// When it was first closed.
    pub first_closed_at: Option<DateTime<Utc>>,
    /// How often it was reopened.
    pub reopenings: u32,
    /// When it was last reopened.
    pub reopened_at: Option<DateTime<Utc>>,
    /// When it was responded to since.
    pub responded_at: Option<DateTime<Utc>>,
    /// When it was closed since.
    pub closed_at: Option<DateTime<Utc>>,
    /// Who recorded it.
    pub created_by: AccountId,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// 1 for the first, for the etag and the history.
    pub version: i64,
}

impl Referral {
    /// Why the caller, whose scope is given, may not take the step.
    ///
    /// # Errors
    /// `ReferralOfAnotherDepartment`, `SourceOfAnotherDepartment`.
    pub fn permits(&self, step: &ReferralStep, scope: &Scope) -> Result<(), Refusal> {
        let Scope::Department(own) = scope else { return Ok(()) };
        match step {
            ReferralStep::Reopen { .. } => of_source(&self.source_id, own, self.source()),
            ReferralStep::Sign
            | ReferralStep::Assign { .. }
            | ReferralStep::Contact { .. }
            | ReferralStep::Respond { .. }
            | ReferralStep::Close { .. }
            | ReferralStep::Return { .. } => {
                let department = self.assignee.as_ref().and_then(Assignee::department);
                if department == Some(own.as_str()) {
                    return Ok(());
                }
                let department_id = department.map(str::to_owned);
                Err(Refusal::ReferralOfAnotherDepartment { department_id })
            }
        }
    }

    fn source(&self) -> &str {
        &self.source_department_id
    }

    /// The referral after a step, one version on. Time never runs backwards between steps.
    ///
    /// # Errors
    /// `StateForbids` with the states the step is allowed from, `AppointedByCentre`.
    pub fn after(&self, step: &ReferralStep, now: DateTime<Utc>) -> Result<Self, Refusal> {
        let (states, names) = step.allowed();
        if !states.contains(&self.state) {
            return Err(Refusal::StateForbids { current: self.state.name(), allowed: names });
        }
        let at = now.max(self.updated_at);
        let mut next = Self { version: self.version + 1, updated_at: at, ..self.clone() };
        match step {
            ReferralStep::Sign => {
                next.state = ReferralState::Signed;
                next.signed_at = Some(at);
            }
            ReferralStep::Assign { assignee, .. } => {
                next.appointed |= self.state == ReferralState::CentreAppoints;
                next.state = ReferralState::Assigned;
                next.assignee = Some(assignee.clone());
            }
            ReferralStep::Contact { outcome, .. } => {
                next.state = ReferralState::Contacted;
                next.contacted_at = self.contacted_at.or(Some(at));
                next.contact_outcome = self.contact_outcome.or(Some(*outcome));
            }
            ReferralStep::Respond { .. } => {
                next.state = ReferralState::Responded;
                next.responded_at = Some(at);
                next.first_responded_at = self.first_responded_at.or(Some(at));
            }
            ReferralStep::Close { result, satisfied } => {
                next.state = ReferralState::Closed;
                next.result.clone_from(result);
                next.satisfied = *satisfied;
                next.closed_at = Some(at);
                next.first_closed_at = self.first_closed_at.or(Some(at));
            }
            ReferralStep::Return { .. } => next.give_back()?,
            ReferralStep::Reopen { .. } => {
                next.state = ReferralState::Assigned;
                next.reopenings += 1;
                next.reopened_at = Some(at);
                next.responded_at = None;
                next.closed_at = None;
            }
        }
        Ok(next)
    }

    fn give_back(&mut self) -> Result<(), Refusal> {
        if self.appointed {
            return Err(Refusal::AppointedByCentre);
        }
        self.returns += 1;
        let last = self.returns >= self.policy.returns_until_appointment;
        self.state = if last { ReferralState::CentreAppoints } else { ReferralState::Returned };
        self.assignee = None;
        Ok(())
    }

    /// The departments that are told of a step, each once with spaces between: the one that has the
    /// matter, the one that had it before, and the source's.
    #[must_use]
    pub fn told(&self, before: Option<&Self>) -> String {
        let departments = [Some(self), before].into_iter().flatten();
        let departments = departments.filter_map(|of| of.assignee.as_ref()?.department());
        let told: BTreeSet<_> = departments.chain([self.source()]).collect();
        told.into_iter().collect::<Vec<_>>().join(" ")
    }
}

/// Refuses a department that is not the source's.
///
/// # Errors
/// `SourceOfAnotherDepartment`.
pub fn of_source(source_id: &str, own: &str, department_id: &str) -> Result<(), Refusal> {
    if own == department_id {
        return Ok(());
    }
    Err(Refusal::SourceOfAnotherDepartment { source_id: source_id.to_owned() })
}

/// Which referrals are asked for.
#[derive(Clone, Debug, Default)]
pub struct ReferralFilter {
    /// In these states; in all where empty.
    pub states: Vec<ReferralState>,
    /// Of these sources; of all where empty.
    pub source_ids: Vec<String>,
    /// Assigned to this department.
    pub department_id: Option<String>,
    /// Assigned to a unit whose division code begins so.
    pub division_code: Option<String>,
    /// With this id of the source.
    pub external_id: Option<String>,
    /// Unfinished and past their due time only.
    pub overdue_only: bool,
    /// Due before.
    pub due_before: Option<DateTime<Utc>>,
}
