//! The ledger of disclosures: every hand-over of sensitive fields to a department, what, to whom,
//! when, for what and for which case (个人信息保护法 23, 55). It never holds the fields themselves.

use super::id::{AccountId, CaseId, DisclosureId, DocumentId, ResidentId};
use chrono::{DateTime, Months, Utc};

/// How long the ledger is kept, in months (个人信息保护法 56: at least three years).
const KEPT_MONTHS: u32 = 36;
/// The field of a document's number.
pub const NUMBER_FIELD: &str = "document.number";
/// How a file of evidence is named in the ledger.
pub const FILE_FIELD: &str = "evidence.file";
/// Most fields of a row.
pub const MAX_FIELDS: usize = 20;
/// Longest name of a field.
pub const MAX_FIELD_CHARS: usize = 60;

/// A row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosure {
    /// Its id.
    pub id: DisclosureId,
    /// When.
    pub at: DateTime<Utc>,
    /// To which department.
    pub department_id: String,
    /// Who took them, or who recorded the hand-over.
    pub account_id: AccountId,
    /// Whose they are; of an applicant who is not on record the case tells.
    pub resident_id: Option<ResidentId>,
    /// Of which document.
    pub document_id: Option<DocumentId>,
    /// Which fields.
    pub fields: Vec<String>,
    /// For what.
    pub purpose: String,
    /// For which case.
    pub case_id: Option<CaseId>,
}

/// Rows from before this instant are not kept.
#[must_use]
pub fn kept_since(now: DateTime<Utc>) -> DateTime<Utc> {
    now.checked_sub_months(Months::new(KEPT_MONTHS)).unwrap_or(DateTime::UNIX_EPOCH)
}

/// True for lower-case words with dots and underscores between them.
#[must_use]
pub fn is_field(name: &str) -> bool {
    let words = |b: u8| b.is_ascii_lowercase() || b == b'.' || b == b'_';
    (1..=MAX_FIELD_CHARS).contains(&name.len()) && name.bytes().all(words)
}
