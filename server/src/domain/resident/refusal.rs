//! Why a rule of residents refuses. Each has its public reason in `ErrorReason`.

use crate::domain::{
    id::{Id as _, ResidentId, ResidentMergeId},
    refusal::Refusal,
};

/// One rule of residents that refuses a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResidentRefusal {
    /// Residents on record may be the same person.
    PossibleDuplicate {
        /// Who.
        resident_ids: Vec<ResidentId>,
    },
    /// The principal depends on the dependant himself.
    DependantCircle {
        /// The dependant.
        resident_id: ResidentId,
    },
    /// The record was merged into another.
    Merged {
        /// Where it went.
        into: ResidentId,
    },
    /// A merge waits for its review.
    MergeOpen {
        /// Which.
        merge_id: ResidentMergeId,
    },
    /// Only consent can be withdrawn.
    NotConsent,
}

impl ResidentRefusal {
    /// Its public name, a value of `ErrorReason` without the prefix; a test holds them together.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::PossibleDuplicate { .. } => "POSSIBLE_DUPLICATE",
            Self::DependantCircle { .. } => "DEPENDANT_CIRCLE",
            Self::Merged { .. } => "RESIDENT_MERGED",
            Self::MergeOpen { .. } => "MERGE_OPEN",
            Self::NotConsent => "NOT_CONSENT",
        }
    }

    /// Its variables, for whoever is told.
    #[must_use]
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::PossibleDuplicate { resident_ids } => {
                let ids: Vec<_> = resident_ids.iter().map(|id| id.text()).collect();
                vec![("resident_ids", ids.join(","))]
            }
            Self::DependantCircle { resident_id } | Self::Merged { into: resident_id } => {
                vec![("resident_id", resident_id.text())]
            }
            Self::MergeOpen { merge_id } => vec![("merge_id", merge_id.text())],
            Self::NotConsent => Vec::new(),
        }
    }
}

impl From<ResidentRefusal> for Refusal {
    fn from(refusal: ResidentRefusal) -> Self {
        Self::Resident(refusal)
    }
}
