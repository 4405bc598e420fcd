//! Why a rule of the whitelist refuses. Each has its public reason in `ErrorReason`.

use crate::domain::refusal::Refusal;
use chrono::NaiveDate;

/// One rule of the whitelist that refuses a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhitelistRefusal {
    /// Another entry holds a part of the days in the direction.
    Overlap {
        /// Which.
        entry_id: String,
        /// Its first day.
        from: NaiveDate,
        /// Through which day.
        until: NaiveDate,
    },
    /// The department may not recommend.
    NotRecommending,
    /// The department may not approve.
    NotApproving,
    /// It cannot be renewed yet.
    RenewalNotOpen {
        /// From which day on.
        opens: NaiveDate,
    },
    /// The entry does not name persons.
    NotNamed,
    /// Nobody approves or recommends what he applied for, or approves what he recommended.
    SelfApproval,
}

impl WhitelistRefusal {
    /// Its public name, a value of `ErrorReason` without the prefix; a test holds them together.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Overlap { .. } => "WHITELIST_OVERLAP",
            Self::NotRecommending => "NOT_RECOMMENDING_DEPARTMENT",
            Self::NotApproving => "NOT_APPROVING_DEPARTMENT",
            Self::RenewalNotOpen { .. } => "RENEWAL_NOT_OPEN",
            Self::NotNamed => "NOT_NAMED_ENTRY",
            Self::SelfApproval => "SELF_APPROVAL",
        }
    }

    /// What a client may branch on beside.
    #[must_use]
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Overlap { entry_id, from, until } => vec![
                ("entry_id", entry_id.clone()),
                ("from_date", from.to_string()),
                ("until_date", until.to_string()),
            ],
            Self::RenewalNotOpen { opens } => vec![("opens_date", opens.to_string())],
            Self::NotRecommending | Self::NotApproving | Self::NotNamed | Self::SelfApproval => {
                Vec::new()
            }
        }
    }
}

impl From<WhitelistRefusal> for Refusal {
    fn from(refusal: WhitelistRefusal) -> Self {
        Self::Whitelist(refusal)
    }
}
