//! Why a rule of supervision refuses. Each has its public reason in `ErrorReason`.

use crate::domain::refusal::Refusal;

/// One rule of supervision that refuses a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SupervisionRefusal {
    /// A red card closes only with a written rectification.
    RectificationMissing,
    /// Only a red card is answered by a rectification.
    RectificationNotAsked,
    /// Nobody closes on his own rectification.
    OwnRectification,
}

impl SupervisionRefusal {
    /// Its public name, a value of `ErrorReason` without the prefix; a test holds them together.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::RectificationMissing => "RECTIFICATION_MISSING",
            Self::RectificationNotAsked => "RECTIFICATION_NOT_ASKED",
            Self::OwnRectification => "SELF_APPROVAL",
        }
    }
}

impl From<SupervisionRefusal> for Refusal {
    fn from(refusal: SupervisionRefusal) -> Self {
        Self::Supervision(refusal)
    }
}
