//! An expedite (加急): who asks on which ground, who decides, and what it costs the others. What it
//! does to the clocks is the case's to say.

mod displacement;
mod effect;
mod refusal;
mod state;
#[cfg(test)]
mod tests;

pub use displacement::{DisplacedPlace, QueueAccount, Queued, displacement};
pub use effect::{
    DisplacedTask, Displacement, DueDateChange, ExpediteEffect, ExpediteWarning, due_date_changes,
};
pub use refusal::ExpediteRefusal;
pub use state::{ExpediteGround, ExpediteState};

use super::{
    caller::Scope,
    case::{Approval, Case, CaseRefusal, Moment},
    id::{AccountId, CaseId, ExpediteId, WhitelistEntryId},
    refusal::Refusal,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Most working days of an expedite.
pub const MAX_EXPEDITED_DAYS: u32 = 60;
/// Most references of evidence.
pub const MAX_EVIDENCE: usize = 10;
/// Most displaced tasks that an account lists.
pub const MAX_DISPLACED_LISTED: usize = 200;
/// Most days of statistics.
pub const MAX_STATISTICS_DAYS: i64 = 366;

/// What is asked for. Cannot be printed: the text may tell of a person.
#[derive(Clone, PartialEq, Eq)]
pub struct ExpediteRequest {
    /// On which ground.
    pub ground: ExpediteGround,
    /// The ground in words.
    pub text: String,
    /// The last day on which the result is of use.
    pub needed_by: NaiveDate,
    /// What proves the ground.
    pub evidence: Vec<String>,
    /// The limit in working days; 0 is at once.
    pub working_days: u32,
}

/// Who took a step, when and why. Cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct ExpediteStep {
    /// Who.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
    /// The local day.
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
}

/// How many of a department's tasks an approval displaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentCost {
    /// The department.
    pub department_id: String,
    /// Tasks displaced.
    pub displaced: u32,
    /// Those of them that would become overdue.
    pub would_be_overdue: u32,
}

/// An expedite. Cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Expedite {
    /// Its id.
    pub id: ExpediteId,
    /// Its case.
    pub case_id: CaseId,
    /// The number of its case.
    pub case_number: String,
    /// Where it stands.
    pub state: ExpediteState,
    /// What was asked for.
    pub request: ExpediteRequest,
    /// Working days granted, once approved.
    pub granted_working_days: Option<u32>,
    /// Who asked.
    pub requested_by: AccountId,
    /// When.
    pub requested_at: DateTime<Utc>,
    /// The local day.
    pub requested_on: NaiveDate,
    /// Who decided.
    pub decision: Option<ExpediteStep>,
    /// Who took it back.
    pub withdrawal: Option<ExpediteStep>,
    /// What its approval cost each department.
    pub costs: Vec<DepartmentCost>,
    /// The entry of the whitelist by which it has the expedited lane.
    pub lane_entry: Option<WhitelistEntryId>,
    /// Counts its changes.
    pub version: i64,
}

macro_rules! unprintable {
    ($($type:ident)*) => {$(
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($type), "(…)"))
            }
        }
    )*};
}
unprintable!(ExpediteRequest ExpediteStep Expedite);

/// An expedite with what it does or did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpediteView {
    /// The expedite.
    pub expedite: Expedite,
    /// What it does or did; none where it was never approved.
    pub effect: Option<ExpediteEffect>,
}

impl ExpediteView {
    /// As a scope shows it: to a department its own part of the account.
    #[must_use]
    pub fn seen_by(self, scope: &Scope) -> Self {
        let effect = self.effect.map(|effect| effect.seen_by(scope));
        Self { expedite: self.expedite.seen_by(scope), effect }
    }
}

impl Expedite {
    /// A new request for a case.
    #[must_use]
    pub fn new(
        id: ExpediteId,
        case: &Case,
        request: ExpediteRequest,
        by: AccountId,
        moment: &Moment<'_>,
    ) -> Self {
        Self {
            id,
            case_id: case.id,
            case_number: case.number.clone(),
            state: ExpediteState::Requested,
            request,
            granted_working_days: None,
            requested_by: by,
            requested_at: moment.now,
            requested_on: moment.today,
            decision: None,
            withdrawal: None,
            costs: Vec::new(),
            lane_entry: None,
            version: 1,
        }
    }

    /// The limit that an approval grants where it names none.
    #[must_use]
    pub fn granted_or_asked(&self, granted: Option<u32>) -> u32 {
        granted.unwrap_or(self.request.working_days)
    }

    /// Refuses a decision where none is asked for any more.
    ///
    /// # Errors
    /// `StateForbids`.
    pub fn check_undecided(&self) -> Result<(), Refusal> {
        self.state.check(&[ExpediteState::Requested], &["REQUESTED"])
    }

    /// What refuses a decision by this account: nobody decides what he asked for himself.
    #[must_use]
    pub fn against_decision_by(&self, account: AccountId) -> Option<Refusal> {
        (self.requested_by == account).then(|| CaseRefusal::SelfApproval.into())
    }

    /// Writes a decision down. The caller has looked that nothing refuses it.
    pub fn decide(&mut self, step: ExpediteStep, approval: Approval, granted: Option<u32>) {
        self.state = match approval {
            Approval::Approve => {
                self.granted_working_days = Some(self.granted_or_asked(granted));
                ExpediteState::Approved
            }
            Approval::Reject => ExpediteState::Rejected,
        };
        self.decision = Some(step);
        self.version += 1;
    }

    /// Takes it back.
    ///
    /// # Errors
    /// `StateForbids` where there is nothing to take back.
    pub fn withdraw(&mut self, step: ExpediteStep) -> Result<(), Refusal> {
        let from = [ExpediteState::Requested, ExpediteState::Approved];
        self.state.check(&from, &["REQUESTED", "APPROVED"])?;
        self.state = ExpediteState::Withdrawn;
        self.withdrawal = Some(step);
        self.version += 1;
        Ok(())
    }

    /// Ends a request that nobody decided while its case was under way. True where it just did.
    pub fn lapse(&mut self) -> bool {
        let open = self.state == ExpediteState::Requested;
        if open {
            self.state = ExpediteState::Lapsed;
            self.version += 1;
        }
        open
    }

    /// Keeps what its approval costs, and what it rests on.
    pub fn keep_effect(&mut self, effect: &ExpediteEffect) {
        let cost = |of: &Displacement| DepartmentCost {
            department_id: of.department_id.clone(),
            displaced: of.displaced,
            would_be_overdue: of.would_be_overdue,
        };
        self.costs = effect.displacements.iter().map(cost).collect();
        self.lane_entry = effect.lane_entry.map(WhitelistEntryId);
    }

    /// The expedite as a scope shows it: to a department its own costs.
    #[must_use]
    pub fn seen_by(mut self, scope: &Scope) -> Self {
        self.costs.retain(|cost| scope.sees([cost.department_id.as_str()].into_iter()));
        self
    }
}
