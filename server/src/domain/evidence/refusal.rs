//! Why a rule of evidence refuses. Each has its public reason in `ErrorReason`.

use crate::domain::refusal::Refusal;

/// One rule of evidence that refuses a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EvidenceRefusal {
    /// The file is larger than the server takes.
    TooLarge {
        /// The most it takes, in bytes.
        max_bytes: u64,
    },
    /// The file is not what it says, or of a kind that is not taken.
    TypeRefused {
        /// What its content is.
        found: &'static str,
    },
    /// The bytes that came are not those announced.
    Mismatch {
        /// What differs.
        field: &'static str,
    },
    /// Something rests on the file.
    InUse {
        /// What.
        by: String,
    },
}

impl EvidenceRefusal {
    /// Its public name, a value of `ErrorReason` without the prefix; a test holds them together.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "EVIDENCE_TOO_LARGE",
            Self::TypeRefused { .. } => "EVIDENCE_TYPE_REFUSED",
            Self::Mismatch { .. } => "EVIDENCE_MISMATCH",
            Self::InUse { .. } => "EVIDENCE_IN_USE",
        }
    }
}

impl From<EvidenceRefusal> for Refusal {
    fn from(refusal: EvidenceRefusal) -> Self {
        Self::Evidence(refusal)
    }
}
