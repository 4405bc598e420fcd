//! Why a rule of documents refuses. Each has its public reason in `ErrorReason`.

use super::CustodyHolder;
use crate::domain::refusal::Refusal;
use chrono::{DateTime, Utc};

/// One rule of documents that refuses a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentRefusal {
    /// Only the custody of passports is recorded.
    NotAPassport,
    /// It is in these hands already.
    CustodyUnchanged {
        /// Whose.
        holder: CustodyHolder,
        /// Since when; none where nothing was recorded yet.
        since: Option<DateTime<Utc>>,
    },
    /// The receipt of a case follows its case.
    ReceiptOfCase,
}

impl DocumentRefusal {
    /// Its public name, a value of `ErrorReason` without the prefix; a test holds them together.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::NotAPassport => "NOT_A_PASSPORT",
            Self::CustodyUnchanged { .. } => "CUSTODY_UNCHANGED",
            Self::ReceiptOfCase => "RECEIPT_OF_CASE",
        }
    }
}

impl From<DocumentRefusal> for Refusal {
    fn from(refusal: DocumentRefusal) -> Self {
        Self::Document(refusal)
    }
}
