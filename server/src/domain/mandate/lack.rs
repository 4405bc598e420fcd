//! What keeps an agent from acting by a mandate.

use crate::domain::evidence::EvidenceKind;
use chrono::{DateTime, NaiveDate, Utc};

/// One thing a mandate lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Evidence of a kind.
    Evidence(EvidenceKind),
    /// A verification.
    Verification,
    /// An approval.
    Approval,
    /// Its first day has not come.
    NotYetValid(NaiveDate),
    /// Its last day has passed.
    Expired(NaiveDate),
    /// It was rejected.
    Rejected,
    /// It was revoked.
    Revoked(DateTime<Utc>),
    /// A service item in its scope.
    Scope(String),
    /// The principal is another person.
    OtherPrincipal,
    /// The agent is another person.
    OtherAgent,
}

impl Lack {
    /// The number of its kind in the contract.
    #[must_use]
    pub const fn number(&self) -> i32 {
        match self {
            Self::Evidence(_) => 1,
            Self::Verification => 2,
            Self::Approval => 3,
            Self::NotYetValid(_) => 4,
            Self::Expired(_) => 5,
            Self::Rejected => 6,
            Self::Revoked(_) => 7,
            Self::Scope(_) => 8,
            Self::OtherPrincipal => 9,
            Self::OtherAgent => 10,
        }
    }

    /// The name of its kind.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Evidence(_) => "EVIDENCE",
            Self::Verification => "VERIFICATION",
            Self::Approval => "APPROVAL",
            Self::NotYetValid(_) => "NOT_YET_VALID",
            Self::Expired(_) => "EXPIRED",
            Self::Rejected => "REJECTED",
            Self::Revoked(_) => "REVOKED",
            Self::Scope(_) => "SCOPE",
            Self::OtherPrincipal => "OTHER_PRINCIPAL",
            Self::OtherAgent => "OTHER_AGENT",
        }
    }

    /// Which kind, day or item; empty where its name says it all.
    #[must_use]
    pub fn detail(&self) -> String {
        match self {
            Self::Evidence(kind) => kind.name().to_owned(),
            Self::NotYetValid(day) | Self::Expired(day) => day.to_string(),
            Self::Revoked(at) => at.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            Self::Scope(item) => item.clone(),
            Self::Verification
            | Self::Approval
            | Self::Rejected
            | Self::OtherPrincipal
            | Self::OtherAgent => String::new(),
        }
    }
}
