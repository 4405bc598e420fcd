//! Why a rule of mandates refuses. Each has its public reason in `ErrorReason`.

use super::Lack;
use crate::domain::refusal::Refusal;

/// One rule of mandates that refuses a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MandateRefusal {
    /// An agent names no mandate, or one that is not on record.
    Missing,
    /// The mandate does not let the agent act.
    NotValid {
        /// The mandate.
        mandate_id: String,
        /// What it lacks.
        lack: Lack,
    },
    /// The mandate may not be verified or approved.
    Incomplete {
        /// What it lacks.
        lack: Lack,
    },
    /// Nobody approves what he recorded or verified.
    SelfApproval,
}

impl MandateRefusal {
    /// Its public name, a value of `ErrorReason` without the prefix; a test holds them together.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Missing => "MANDATE_MISSING",
            Self::NotValid { .. } => "MANDATE_NOT_VALID",
            Self::Incomplete { .. } => "MANDATE_INCOMPLETE",
            Self::SelfApproval => "SELF_APPROVAL",
        }
    }
}

impl From<MandateRefusal> for Refusal {
    fn from(refusal: MandateRefusal) -> Self {
        Self::Mandate(refusal)
    }
}
