//! Why a rule of ratings refuses. Each has its public reason in `ErrorReason`.

use crate::domain::refusal::Refusal;

/// One rule of ratings that refuses a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RatingRefusal {
    /// Only the system of the department that collects ratings records them.
    NotRatingPlatform,
    /// It has the longer limit already.
    ComplexAlready,
    /// Only a recorded call-back closes it.
    CallBackMissing,
    /// A rater who left his name is called back.
    CallBackOwed,
}

impl RatingRefusal {
    /// Its public name, a value of `ErrorReason` without the prefix; a test holds them together.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::NotRatingPlatform => "NOT_RATING_PLATFORM",
            Self::ComplexAlready => "COMPLEX_ALREADY",
            Self::CallBackMissing => "CALL_BACK_MISSING",
            Self::CallBackOwed => "CALL_BACK_OWED",
        }
    }
}

impl From<RatingRefusal> for Refusal {
    fn from(refusal: RatingRefusal) -> Self {
        Self::Rating(refusal)
    }
}
