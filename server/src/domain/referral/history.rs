//! The history of a referral: one row a step, written with the step and never changed.

use super::{Assignee, ContactOutcome, Referral, ReferralState, ReferralStep, StepKind};
use crate::domain::id::AccountId;
use chrono::{DateTime, Utc};

/// A step in the history of a referral.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryStep {
    /// 1 for the first.
    pub number: i64,
    /// What it was.
    pub kind: StepKind,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub account_id: AccountId,
    /// Where the referral stood after it.
    pub state: ReferralState,
    /// To whom it was assigned, or by whom returned.
    pub assignee: Option<Assignee>,
    /// The outcome of a contact.
    pub contact_outcome: Option<ContactOutcome>,
    /// At a closing: whether the caller is satisfied.
    pub satisfied: bool,
    /// Its words.
    pub text: String,
}

impl HistoryStep {
    /// The first step of a referral.
    #[must_use]
    pub fn created(referral: &Referral) -> Self {
        Self {
            number: referral.version,
            kind: StepKind::Created,
            at: referral.updated_at,
            account_id: referral.created_by,
            state: referral.state,
            assignee: None,
            contact_outcome: None,
            satisfied: false,
            text: String::new(),
        }
    }

    /// The step that led from one referral to the next.
    #[must_use]
    pub fn of(step: &ReferralStep, before: &Referral, after: &Referral, by: AccountId) -> Self {
        let assignee = match step {
            ReferralStep::Assign { .. } | ReferralStep::Reopen { .. } => after.assignee.clone(),
            ReferralStep::Return { .. } => before.assignee.clone(),
            ReferralStep::Sign
            | ReferralStep::Contact { .. }
            | ReferralStep::Respond { .. }
            | ReferralStep::Close { .. } => None,
        };
        let contact_outcome = match step {
            ReferralStep::Contact { outcome, .. } => Some(*outcome),
            ReferralStep::Sign
            | ReferralStep::Assign { .. }
            | ReferralStep::Respond { .. }
            | ReferralStep::Close { .. }
            | ReferralStep::Return { .. }
            | ReferralStep::Reopen { .. } => None,
        };
        Self {
            number: after.version,
            kind: step.kind(),
            at: after.updated_at,
            account_id: by,
            state: after.state,
            assignee,
            contact_outcome,
            satisfied: step.kind() == StepKind::Closed && after.satisfied,
            text: step.text().to_owned(),
        }
    }
}
