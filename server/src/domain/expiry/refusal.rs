//! Why a renewal cannot be planned. Each has its public reason in `ErrorReason`.

use crate::domain::{
    id::{CaseId, DocumentId},
    refusal::Refusal,
};
use chrono::NaiveDate;

/// One rule that refuses to plan a renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpiryRefusal {
    /// The centre renews no such document.
    NotRenewable,
    /// A case renews it already.
    RenewalUnderWay {
        /// Which.
        case_id: CaseId,
    },
    /// No place that is open for booking is early enough.
    NoPlaceInTime {
        /// The last day that would do.
        until: NaiveDate,
    },
    /// One of several renewals cannot be planned.
    OfDocument {
        /// Of which document.
        document_id: DocumentId,
        /// Why.
        refusal: Box<Refusal>,
    },
}

impl ExpiryRefusal {
    /// Its public name, a value of `ErrorReason` without the prefix; a test holds them together.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        match self {
            Self::NotRenewable => "NOT_RENEWABLE",
            Self::RenewalUnderWay { .. } => "RENEWAL_UNDER_WAY",
            Self::NoPlaceInTime { .. } => "NO_PLACE_IN_TIME",
            Self::OfDocument { refusal, .. } => refusal.reason(),
        }
    }
}

impl From<ExpiryRefusal> for Refusal {
    fn from(refusal: ExpiryRefusal) -> Self {
        Self::Expiry(refusal)
    }
}
