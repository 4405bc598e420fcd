//! Why a rule of expedites refuses. Each has its public reason in `ErrorReason`.

use crate::domain::refusal::Refusal;
use chrono::NaiveDate;

/// One rule of expedites that refuses a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpediteRefusal {
    /// An item of the case may not be expedited.
    NotExpeditable {
        /// The item.
        service_item_id: String,
    },
    /// The limit is shorter than an item allows.
    BelowMinimum {
        /// The item.
        service_item_id: String,
        /// The least it allows.
        minimum_working_days: u32,
    },
    /// The case has one that is requested or approved.
    Open {
        /// It.
        expedite_id: String,
    },
    /// As many as a day may have are approved.
    QuotaUsed {
        /// How many that is.
        quota_a_day: u32,
    },
    /// The day by which it is needed has passed.
    NeededByPassed {
        /// The day.
        needed_by: NaiveDate,
    },
    /// No due date would come sooner.
    NotSooner,
}

impl ExpediteRefusal {
    /// Its public name, a value of `ErrorReason` without the prefix; a test holds them together.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::NotExpeditable { .. } => "NOT_EXPEDITABLE",
            Self::BelowMinimum { .. } => "BELOW_EXPEDITE_MINIMUM",
            Self::Open { .. } => "EXPEDITE_OPEN",
            Self::QuotaUsed { .. } => "EXPEDITE_QUOTA_USED",
            Self::NeededByPassed { .. } => "NEEDED_BY_PASSED",
            Self::NotSooner => "EXPEDITE_NOT_SOONER",
        }
    }
}

impl From<ExpediteRefusal> for Refusal {
    fn from(refusal: ExpediteRefusal) -> Self {
        Self::Expedite(refusal)
    }
}
