//! Documents that run out: passports, visas, permits, receipts. Whether one is valid is told from
//! its dates, never typed in. A person is not a document.

mod check;
mod custody;
mod kind;
mod number;
mod receipt;
mod refusal;
mod stay;
#[cfg(test)]
mod tests;

pub use check::{DocumentTerms, Flaw, MAX_STAY_DAYS, flaws};
pub use custody::{Custody, Hands, MAX_PLACE_CHARS};
pub use kind::{
    CustodyHolder, DocumentKind, DocumentStatus, EndReason, PermitPurpose, VisaEntries,
    WorkPermitClass,
};
pub use number::{DocumentNumber, NumberCheck};
pub use receipt::{Receipt, receipt_of};
pub use refusal::DocumentRefusal;
pub use stay::{Stay, stay_of};

use super::{
    caller::Scope,
    id::{AccountId, CaseId, DocumentId, ResidentId},
    refusal::Refusal,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Longest name of an issuer, in characters.
pub const MAX_ISSUER_CHARS: usize = 60;

/// What a visa says beside its dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisaDetails {
    /// How often one may enter; always given.
    pub entries: Option<VisaEntries>,
    /// Z, M, Q1 and so on; empty where it is not known.
    pub category: String,
    /// Days of stay from the day after entry; 0: it says none.
    pub stay_days: u32,
    /// The day of the last entry.
    pub entered_on: Option<NaiveDate>,
}

/// The number of a document as it is kept. Cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptNumber {
    /// Sealed for its row.
    pub sealed: Vec<u8>,
    /// The keyed hash by which it is found.
    pub key: [u8; 32],
    /// What is shown of it.
    pub mask: String,
}

/// How a document ended.
#[derive(Clone, PartialEq, Eq)]
pub struct Ending {
    /// The first day on which it is not live.
    pub on: NaiveDate,
    /// Why.
    pub reason: EndReason,
    /// In words.
    pub text: String,
}

/// A document. Cannot be printed: it is somebody's.
#[derive(Clone, PartialEq, Eq)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// Whose it is.
    pub resident_id: ResidentId,
    /// What it is, by whom and for how long.
    pub terms: DocumentTerms,
    /// Its number.
    pub number: KeptNumber,
    /// The document in its place.
    pub replaced_by: Option<DocumentId>,
    /// How it ended.
    pub ending: Option<Ending>,
    /// The case whose receipt it is.
    pub case_id: Option<CaseId>,
    /// Who holds it, where that was recorded.
    pub hands: Option<Hands>,
    /// A note.
    pub note: String,
    /// Who put it on record.
    pub created_by: AccountId,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts its changes.
    pub version: i64,
}

impl std::fmt::Debug for KeptNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeptNumber(…)")
    }
}

impl std::fmt::Debug for Ending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ending(…)")
    }
}

impl std::fmt::Debug for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Document(…)")
    }
}

/// Of somebody's live documents of a kind, that which lasts longest.
#[must_use]
pub fn longest_of(documents: &[Document], kind: DocumentKind) -> Option<&Document> {
    let live = documents.iter().filter(|one| one.ending.is_none() && one.terms.kind == kind);
    live.max_by_key(|one| one.terms.last_day())
}

impl Document {
    /// Where it stands on a day.
    #[must_use]
    pub fn status(&self, day: NaiveDate) -> DocumentStatus {
        match &self.ending {
            Some(ending) => match ending.reason {
                EndReason::Replaced => DocumentStatus::Replaced,
                EndReason::Cancelled => DocumentStatus::Cancelled,
                EndReason::Lost => DocumentStatus::Lost,
                EndReason::Closed => DocumentStatus::Closed,
            },
            None if self.terms.last_day().is_some_and(|last| last < day) => DocumentStatus::Expired,
            None if self.terms.valid_from > day => DocumentStatus::NotYetValid,
            None => DocumentStatus::Valid,
        }
    }

    /// Days from a day to its last one; none without a last day or after its end.
    #[must_use]
    pub fn days_left(&self, day: NaiveDate) -> Option<i64> {
        let last = self.terms.last_day().filter(|_| self.ending.is_none())?;
        Some((last - day).num_days())
    }

    /// Refuses what may be done to live documents only, and by nobody to the receipt of a case.
    ///
    /// # Errors
    /// `StateForbids`, `ReceiptOfCase`.
    pub fn may_change(&self, day: NaiveDate) -> Result<(), Refusal> {
        if self.terms.kind == DocumentKind::Receipt && self.case_id.is_some() {
            return Err(DocumentRefusal::ReceiptOfCase.into());
        }
        match self.ending {
            None => Ok(()),
            Some(_) => Err(Refusal::StateForbids {
                current: self.status(day).name(),
                allowed: &DocumentStatus::LIVE_NAMES,
            }),
        }
    }

    /// Refuses to put another in its place. One that was lost may still be replaced, once.
    ///
    /// # Errors
    /// `StateForbids`, `ReceiptOfCase`.
    pub fn may_be_replaced(&self, day: NaiveDate) -> Result<(), Refusal> {
        let lost = self.ending.as_ref().is_some_and(|ending| ending.reason == EndReason::Lost);
        if lost && self.replaced_by.is_none() {
            return Ok(());
        }
        self.may_change(day)
    }

    /// The document after it ended.
    #[must_use]
    pub fn ended(&self, ending: Ending, at: DateTime<Utc>) -> Self {
        let version = self.version + 1;
        Self { ending: Some(ending), updated_at: at, version, ..self.clone() }
    }

    /// The document as a scope shows it.
    #[must_use]
    pub fn seen_by(mut self, scope: &Scope) -> Self {
        if *scope != Scope::Centre {
            self.note.clear();
            if let Some(ending) = &mut self.ending {
                ending.text.clear();
            }
            if let Some(hands) = &mut self.hands {
                hands.hide();
            }
        }
        self
    }
}

/// What is told of a document beside its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentWarning {
    /// Its last day lies after that of the passport.
    PastPassport,
    /// An older permanent residence number, whose check rule is not public.
    NumberUnchecked,
}

/// A document as it is shown to somebody on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentView {
    /// The document, without what is not his to see.
    pub document: Document,
    /// Where it stands.
    pub status: DocumentStatus,
    /// Days to its last one; none without a last day or after its end.
    pub days_left: Option<i64>,
}

impl DocumentView {
    /// The document as a scope shows it on a day.
    #[must_use]
    pub fn of(document: Document, scope: &Scope, day: NaiveDate) -> Self {
        let (status, days_left) = (document.status(day), document.days_left(day));
        Self { document: document.seen_by(scope), status, days_left }
    }
}

/// The passport that ends before a document: the one with the latest last day among those that are
/// live. None where the document is itself a passport or a receipt, where no live passport is on
/// record, or where one outlasts it.
#[must_use]
pub fn limited_by<'a>(terms: &DocumentTerms, others: &'a [Document]) -> Option<&'a Document> {
    if matches!(terms.kind, DocumentKind::Passport | DocumentKind::Receipt) {
        return None;
    }
    let last = terms.expires_on?;
    let live = others.iter().filter(|d| d.ending.is_none());
    let passports = live.filter(|d| d.terms.kind == DocumentKind::Passport);
    let longest = passports.max_by_key(|d| d.terms.expires_on.unwrap_or(NaiveDate::MAX))?;
    let ends = longest.terms.expires_on?;
    (ends < last).then_some(longest)
}
