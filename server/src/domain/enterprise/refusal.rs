//! Why a rule of enterprises refuses. Each has its public reason in `ErrorReason`.

use crate::domain::refusal::Refusal;
use chrono::NaiveDate;

/// One rule of enterprises that refuses a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnterpriseRefusal {
    /// The enterprise is not in the group.
    NotInGroup {
        /// Which enterprise.
        enterprise_id: String,
        /// Which group.
        group_id: String,
    },
    /// The enterprise entered or left a group on that day or later.
    MembershipLater {
        /// Which enterprise.
        enterprise_id: String,
        /// The last day that is settled.
        last: NaiveDate,
    },
    /// The group was merged into another.
    GroupMerged {
        /// Which.
        into: String,
    },
}

impl EnterpriseRefusal {
    /// Its public name, a value of `ErrorReason` without the prefix; a test holds them together.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::NotInGroup { .. } => "NOT_IN_GROUP",
            Self::MembershipLater { .. } => "MEMBERSHIP_LATER",
            Self::GroupMerged { .. } => "GROUP_MERGED",
        }
    }

    /// What a client may branch on beside.
    #[must_use]
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotInGroup { enterprise_id, group_id } => {
                vec![("enterprise_id", enterprise_id.clone()), ("group_id", group_id.clone())]
            }
            Self::MembershipLater { enterprise_id, last } => {
                vec![("enterprise_id", enterprise_id.clone()), ("last_date", last.to_string())]
            }
            Self::GroupMerged { into } => vec![("group_id", into.clone())],
        }
    }
}

impl From<EnterpriseRefusal> for Refusal {
    fn from(refusal: EnterpriseRefusal) -> Self {
        Self::Enterprise(refusal)
    }
}
