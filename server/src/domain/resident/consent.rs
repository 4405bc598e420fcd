//! On which grounds a person's data are used, each for one purpose (个人信息保护法 13, 28-32).

use super::ResidentRefusal;
use crate::domain::{id::AccountId, refusal::Refusal};
use chrono::{DateTime, Utc};

/// Most grounds recorded of a person.
pub const MAX_CONSENTS: usize = 200;

kept! {
    /// For what personal data are used.
    DataPurpose, 6 {
        /// To handle applications.
        ServiceHandling = 1, "SERVICE_HANDLING";
        /// To remind of documents that run out.
        Reminders = 2, "REMINDERS";
        /// To hand data to a department.
        Disclosure = 3, "DISCLOSURE_TO_DEPARTMENT";
        /// To keep copies of documents and photographs.
        EvidenceKeeping = 4, "EVIDENCE_KEEPING";
        /// To count, without names.
        Statistics = 5, "STATISTICS";
        /// Another.
        Other = 6, "OTHER";
    }
}

kept! {
    /// On what ground personal data are used.
    LegalGround, 5 {
        /// The person's separate consent.
        Consent = 1, "CONSENT";
        /// A contract to which he is a party.
        Contract = 2, "CONTRACT";
        /// A statutory duty.
        LegalDuty = 3, "LEGAL_DUTY";
        /// An emergency.
        Emergency = 4, "EMERGENCY";
        /// Another that a law names.
        OtherLaw = 5, "OTHER_LAW";
    }
}

/// A ground on which a person's data are used for a purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Its number with this person, from 1.
    pub number: u32,
    /// For what.
    pub purpose: DataPurpose,
    /// On what ground.
    pub ground: LegalGround,
    /// When it was given or began.
    pub given_at: DateTime<Utc>,
    /// What proves it.
    pub evidence: String,
    /// Who recorded it.
    pub recorded_by: AccountId,
    /// When, how and before whom it was withdrawn.
    pub withdrawn: Option<Withdrawal>,
}

/// A consent withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// When.
    pub at: DateTime<Utc>,
    /// How.
    pub text: String,
    /// Who recorded it.
    pub by: AccountId,
}

/// True where somebody has withdrawn his consent to a purpose, and it rests on nothing else.
#[must_use]
pub fn is_withdrawn(grounds: &[Consent], purpose: DataPurpose) -> bool {
    let mut of_it = grounds.iter().filter(|ground| ground.purpose == purpose).peekable();
    of_it.peek().is_some() && of_it.all(|ground| ground.withdrawn.is_some())
}

impl Consent {
    /// The consent withdrawn; what was done before stays lawful (个人信息保护法 15).
    ///
    /// # Errors
    /// `NotConsent` where it rests on another ground, `StateForbids` where it is withdrawn.
    pub fn withdraw(mut self, withdrawal: Withdrawal) -> Result<Self, Refusal> {
        if self.ground != LegalGround::Consent {
            return Err(ResidentRefusal::NotConsent.into());
        }
        if self.withdrawn.is_some() {
            return Err(Refusal::StateForbids { current: "WITHDRAWN", allowed: &["GIVEN"] });
        }
        self.withdrawn = Some(withdrawal);
        Ok(self)
    }
}
