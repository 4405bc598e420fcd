//! Files that prove something: what they are, how a file is measured against what was announced of
//! it, and when it may go. Never holds a file's bytes.

mod refusal;
#[cfg(test)]
mod tests;

pub use refusal::EvidenceRefusal;

use super::{
    case::CaseState,
    id::{AccountId, CaseId, EvidenceId, Id as _, MandateId, WhitelistEntryId},
    refusal::Refusal,
};
use chrono::{DateTime, Utc};

/// Most bytes of a chunk on its way in or out.
pub const MAX_CHUNK_BYTES: usize = 64 * 1024;
/// Longest name of a file, in characters.
pub const MAX_FILE_NAME_CHARS: usize = 255;

kept! {
    /// What a file proves.
    EvidenceKind, 7 {
        /// 委托书.
        PowerOfAttorney = 1, "POWER_OF_ATTORNEY";
        /// A copy of a passport.
        Passport = 2, "PASSPORT";
        /// A photo of a person.
        Photo = 3, "PHOTO";
        /// A copy of the agent's document.
        AgentDocument = 4, "AGENT_DOCUMENT";
        /// 公证书.
        NotarialCertificate = 5, "NOTARIAL_CERTIFICATE";
        /// An invitation.
        Invitation = 6, "INVITATION";
        /// Something else.
        Other = 7, "OTHER";
    }
}

kept! {
    /// What a file is.
    MediaType, 3 {
        /// JPEG.
        Jpeg = 1, "image/jpeg";
        /// PNG.
        Png = 2, "image/png";
        /// PDF.
        Pdf = 3, "application/pdf";
    }
}

impl EvidenceKind {
    /// True where such evidence may be such a file: a photo is a picture.
    #[must_use]
    pub const fn may_be(self, media_type: MediaType) -> bool {
        match (self, media_type) {
            (Self::Photo, MediaType::Pdf) => false,
            (
                Self::Photo
                | Self::PowerOfAttorney
                | Self::Passport
                | Self::AgentDocument
                | Self::NotarialCertificate
                | Self::Invitation
                | Self::Other,
                MediaType::Jpeg | MediaType::Png | MediaType::Pdf,
            ) => true,
        }
    }
}

/// A file, without its bytes. Cannot be printed: its name may tell of a person.
#[derive(Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Its id, and where its bytes lie.
    pub id: EvidenceId,
    /// What it proves.
    pub kind: EvidenceKind,
    /// What it is.
    pub media_type: MediaType,
    /// What it was called, sealed; a label and nothing else.
    pub file_name_sealed: Vec<u8>,
    /// The key of its blocks, sealed.
    pub key_sealed: Vec<u8>,
    /// Its length in bytes.
    pub size: u64,
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// In how many blocks it is kept.
    pub blocks: u32,
    /// The case it belongs to.
    pub case_id: Option<CaseId>,
    /// Who uploaded it.
    pub created_by: AccountId,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Counts its changes.
    pub version: i64,
}

impl std::fmt::Debug for Evidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Evidence(…)")
    }
}

/// A file as it is shown. Cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct EvidenceView {
    /// The file.
    pub evidence: Evidence,
    /// What it was called.
    pub file_name: String,
    /// True while something rests on it.
    pub in_use: bool,
}

impl std::fmt::Debug for EvidenceView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EvidenceView(…)")
    }
}

/// How much of a file has come, against what was announced.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    announced: u64,
    received: u64,
}

impl Measure {
    /// Begins a file of so many bytes.
    ///
    /// # Errors
    /// `TooLarge`.
    pub fn begin(announced: u64, max_bytes: u64) -> Result<Self, Refusal> {
        if announced > max_bytes {
            return Err(EvidenceRefusal::TooLarge { max_bytes }.into());
        }
        Ok(Self { announced, received: 0 })
    }

    /// Counts bytes that came; the first one too many is refused, so nothing is taken on trust.
    ///
    /// # Errors
    /// `Mismatch`.
    pub fn add(&mut self, bytes: usize) -> Result<(), Refusal> {
        self.received = self.received.saturating_add(bytes as u64);
        if self.received > self.announced {
            return Err(EvidenceRefusal::Mismatch { field: "size_bytes" }.into());
        }
        Ok(())
    }

    /// Ends the file.
    ///
    /// # Errors
    /// `Mismatch` where less came than was announced.
    pub fn end(self) -> Result<(), Refusal> {
        if self.received == self.announced {
            return Ok(());
        }
        Err(EvidenceRefusal::Mismatch { field: "size_bytes" }.into())
    }
}

/// What may rest on a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvidenceUse {
    /// The case it belongs to, and where that stands.
    pub case: Option<(CaseId, CaseState)>,
    /// A mandate that it proves.
    pub mandate_id: Option<MandateId>,
    /// An entry of the whitelist that it proves.
    pub entry_id: Option<WhitelistEntryId>,
}

impl EvidenceUse {
    /// What rests on the file, by its id; none where it may go.
    #[must_use]
    pub fn by(&self) -> Option<String> {
        let case = self.case.filter(|(_, state)| rests_on_its_files(*state));
        let entry = self.entry_id.map(|id| id.text());
        self.mandate_id.map(|id| id.text()).or(entry).or(case.map(|(id, _)| id.text()))
    }
}

/// True where a case in this state rests on the files that belong to it: once its reception is over
/// they are what it was decided by.
#[must_use]
const fn rests_on_its_files(state: CaseState) -> bool {
    match state {
        CaseState::Received | CaseState::MaterialNotified => false,
        CaseState::Accepted
        | CaseState::Suspended
        | CaseState::Decided
        | CaseState::Delivered
        | CaseState::Closed
        | CaseState::Refused
        | CaseState::Withdrawn
        | CaseState::Terminated
        | CaseState::Archived => true,
    }
}
