//! A mandate (委托): who acts for whom, for which items, until when, proven by what. Where it stands
//! is told from its steps and its days, never kept; what it lacks is told all at once.

mod lack;
mod refusal;
#[cfg(test)]
mod tests;

pub use lack::Lack;
pub use refusal::MandateRefusal;

use super::{
    admission::ItemSet,
    appointment::PersonKey,
    evidence::EvidenceKind,
    id::{AccountId, EvidenceId, Id as _, MandateId},
    refusal::Refusal,
};
use chrono::{DateTime, NaiveDate, Utc};

/// Most items of a mandate.
pub const MAX_ITEMS_OF_MANDATE: usize = 20;
/// Most files that prove a mandate.
pub const MAX_EVIDENCE_OF_MANDATE: usize = 10;
/// Longest legal basis, in characters.
pub const MAX_BASIS_CHARS: usize = 200;
/// Longest time of a mandate, in days.
pub const MAX_MANDATE_DAYS: i64 = 3653;

kept! {
    /// How a mandate is notarised.
    Notarisation, 5 {
        /// Not at all.
        None = 1, "NONE";
        /// By a notary here.
        Domestic = 2, "DOMESTIC";
        /// Abroad, with an apostille.
        ForeignApostille = 3, "FOREIGN_APOSTILLE";
        /// Abroad, legalised by a consulate.
        ForeignLegalised = 4, "FOREIGN_LEGALISED";
        /// 云公证.
        Cloud = 5, "CLOUD";
    }
}

impl Notarisation {
    /// The evidence it needs.
    #[must_use]
    pub const fn evidence(self) -> &'static [EvidenceKind] {
        use EvidenceKind as K;
        match self {
            Self::None => &[K::PowerOfAttorney],
            Self::Domestic | Self::ForeignApostille | Self::ForeignLegalised => {
                &[K::PowerOfAttorney, K::NotarialCertificate]
            }
            Self::Cloud => &[K::PowerOfAttorney, K::Passport, K::Photo],
        }
    }
}

kept! {
    /// Where a mandate stands.
    MandateState, 7 {
        /// Recorded.
        Draft = 1, "DRAFT";
        /// Verified.
        Verified = 2, "VERIFIED";
        /// Approved; its first day has not come.
        NotYetValid = 3, "NOT_YET_VALID";
        /// Approved and within its days.
        Valid = 4, "VALID";
        /// Its last day has passed.
        Expired = 5, "EXPIRED";
        /// Rejected.
        Rejected = 6, "REJECTED";
        /// Revoked.
        Revoked = 7, "REVOKED";
    }
}

/// Who did something, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Act {
    /// Who.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
}

/// Whether a mandate was approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It was.
    Approved(Act),
    /// It was rejected.
    Rejected(Act),
}

/// A file that proves a mandate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The file.
    pub id: EvidenceId,
    /// What it proves.
    pub kind: EvidenceKind,
}

/// A mandate. Cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Mandate {
    /// Its id.
    pub id: MandateId,
    /// Who is acted for.
    pub principal_name: String,
    /// His passport number, masked.
    pub principal_mask: String,
    /// By which he is known again.
    pub person_key: PersonKey,
    /// Who acts.
    pub agent_name: String,
    /// His telephone number.
    pub agent_phone: String,
    /// The number of his document, masked, or empty.
    pub agent_mask: String,
    /// For which items.
    pub items: ItemSet,
    /// Its first day.
    pub issued_on: NaiveDate,
    /// Its last day.
    pub valid_until: NaiveDate,
    /// How it is notarised.
    pub notarisation: Notarisation,
    /// What proves it.
    pub evidence: Vec<Proof>,
    /// Who recorded it.
    pub created: Act,
    /// Who verified it.
    pub verified: Option<Act>,
    /// On which legal basis.
    pub legal_basis: String,
    /// Whether it was approved.
    pub decision: Option<Decision>,
    /// Who revoked it, and from when on.
    pub revoked: Option<Act>,
    /// Why it was rejected or revoked.
    pub reason: String,
    /// Counts its changes.
    pub version: i64,
}

impl std::fmt::Debug for Mandate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mandate(…)")
    }
}

/// A mandate as it is shown on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MandateView {
    /// The mandate.
    pub mandate: Mandate,
    /// Where it stands.
    pub state: MandateState,
    /// All that keeps the agent from acting.
    pub lacks: Vec<Lack>,
}

impl MandateView {
    /// The mandate on a day.
    #[must_use]
    pub fn of(mandate: Mandate, day: NaiveDate) -> Self {
        let (state, lacks) = (mandate.state(day), mandate.lacks(day));
        Self { mandate, state, lacks }
    }
}

/// For what an agent wants to act by a mandate.
#[derive(Clone, Copy, Debug)]
pub struct Acting<'a> {
    /// For which items.
    pub items: &'a ItemSet,
    /// On which day.
    pub day: NaiveDate,
    /// For whom.
    pub principal: Principal<'a>,
    /// What the agent is called, where that is said.
    pub agent_name: &'a str,
}

/// For whom somebody acts.
#[derive(Clone, Copy)]
pub struct Principal<'a> {
    /// By which he is known again.
    pub person_key: PersonKey,
    /// True where that is made of a passport number.
    pub by_passport: bool,
    /// His name.
    pub name: &'a str,
}

impl std::fmt::Debug for Principal<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Principal(…)")
    }
}

impl Mandate {
    /// Where it stands on a day.
    #[must_use]
    pub fn state(&self, day: NaiveDate) -> MandateState {
        if self.revoked.is_some() {
            return MandateState::Revoked;
        }
        match self.decision {
            Some(Decision::Rejected(_)) => MandateState::Rejected,
            _ if day > self.valid_until => MandateState::Expired,
            Some(Decision::Approved(_)) if day < self.issued_on => MandateState::NotYetValid,
            Some(Decision::Approved(_)) => MandateState::Valid,
            None if self.verified.is_some() => MandateState::Verified,
            None => MandateState::Draft,
        }
    }

    /// True while it waits for a verification or an approval.
    #[must_use]
    pub const fn is_undecided(&self) -> bool {
        self.decision.is_none() && self.revoked.is_none()
    }

    /// What is missing of the evidence that its notarisation needs.
    fn missing_evidence(&self) -> impl Iterator<Item = Lack> {
        let needed = self.notarisation.evidence().iter();
        let there = |kind: &&EvidenceKind| self.evidence.iter().any(|proof| proof.kind == **kind);
        needed.filter(move |kind| !there(kind)).map(|kind| Lack::Evidence(*kind))
    }

    /// What ends it, or keeps it from having begun, on a day.
    fn out_of_time(&self, day: NaiveDate) -> Vec<Lack> {
        let mut lacks = Vec::new();
        lacks.extend(self.revoked.map(|act| Lack::Revoked(act.at)));
        if let Some(Decision::Rejected(_)) = self.decision {
            lacks.push(Lack::Rejected);
        }
        if day > self.valid_until {
            lacks.push(Lack::Expired(self.valid_until));
        }
        if day < self.issued_on {
            lacks.push(Lack::NotYetValid(self.issued_on));
        }
        lacks
    }

    /// All that keeps the agent from acting on a day.
    #[must_use]
    pub fn lacks(&self, day: NaiveDate) -> Vec<Lack> {
        let mut lacks = self.out_of_time(day);
        lacks.extend(self.missing_evidence());
        if self.verified.is_none() {
            lacks.push(Lack::Verification);
        }
        if self.decision.is_none() {
            lacks.push(Lack::Approval);
        }
        lacks
    }

    /// What does not fit between the mandate and what the agent wants to do.
    fn misfits(&self, acting: &Acting<'_>) -> Vec<Lack> {
        let mut lacks = Vec::new();
        let own = |item: &str| self.items.iter().any(|own| own == item);
        let foreign = acting.items.iter().filter(|item| !own(item));
        lacks.extend(foreign.map(|item| Lack::Scope(item.to_owned())));
        let Principal { person_key, by_passport, name } = acting.principal;
        // Without a passport number a person is known by his name alone.
        let same = match by_passport {
            true => person_key == self.person_key,
            false => same_name(name, &self.principal_name),
        };
        if !same {
            lacks.push(Lack::OtherPrincipal);
        }
        if !acting.agent_name.is_empty() && !same_name(acting.agent_name, &self.agent_name) {
            lacks.push(Lack::OtherAgent);
        }
        lacks
    }

    /// Every refusal of an agent who wants to act by it.
    #[must_use]
    pub fn refusals(&self, acting: &Acting<'_>) -> Vec<Refusal> {
        let lacks = self.lacks(acting.day).into_iter().chain(self.misfits(acting));
        lacks.map(|lack| self.not_valid(lack)).collect()
    }

    /// Every refusal of an agent who hands an application in that is not accepted yet: what can
    /// still be made good until the acceptance is not among them.
    #[must_use]
    pub fn refusals_of_filing(&self, acting: &Acting<'_>) -> Vec<Refusal> {
        let lacks = self.out_of_time(acting.day).into_iter().chain(self.misfits(acting));
        lacks.map(|lack| self.not_valid(lack)).collect()
    }

    fn not_valid(&self, lack: Lack) -> Refusal {
        MandateRefusal::NotValid { mandate_id: self.id.text(), lack }.into()
    }

    /// The mandate after it was checked.
    ///
    /// # Errors
    /// `StateForbids`, and `Incomplete` for each thing that is missing.
    pub fn verify(
        &self,
        by: Act,
        today: NaiveDate,
        notarisation: Option<Notarisation>,
        further: &[Proof],
        legal_basis: &str,
    ) -> Result<Self, Vec<Refusal>> {
        self.check(today, &[MandateState::Draft], &["DRAFT"])?;
        let mut after = self.clone();
        after.notarisation = notarisation.unwrap_or(self.notarisation);
        let new = further.iter().filter(|new| self.evidence.iter().all(|own| own.id != new.id));
        after.evidence.extend(new);
        let missing: Vec<_> = after.missing_evidence().map(incomplete).collect();
        if !missing.is_empty() {
            return Err(missing);
        }
        legal_basis.clone_into(&mut after.legal_basis);
        after.verified = Some(by);
        after.version += 1;
        Ok(after)
    }

    /// The mandate after somebody else approved it.
    ///
    /// # Errors
    /// `StateForbids`, `SelfApproval`.
    pub fn approve(&self, by: Act, today: NaiveDate) -> Result<Self, Vec<Refusal>> {
        self.check(today, &[MandateState::Verified], &["VERIFIED"])?;
        let verifier = self.verified.map(|act| act.by);
        if by.by == self.created.by || Some(by.by) == verifier {
            return Err(vec![MandateRefusal::SelfApproval.into()]);
        }
        let missing: Vec<_> = self.missing_evidence().map(incomplete).collect();
        if !missing.is_empty() {
            return Err(missing);
        }
        let decision = Some(Decision::Approved(by));
        Ok(Self { decision, version: self.version + 1, ..self.clone() })
    }

    /// The mandate after it was rejected.
    ///
    /// # Errors
    /// `StateForbids`.
    pub fn reject(&self, by: Act, today: NaiveDate, reason: &str) -> Result<Self, Vec<Refusal>> {
        let from = [MandateState::Draft, MandateState::Verified];
        self.check(today, &from, &["DRAFT", "VERIFIED"])?;
        let (decision, reason) = (Some(Decision::Rejected(by)), reason.to_owned());
        Ok(Self { decision, reason, version: self.version + 1, ..self.clone() })
    }

    /// The mandate after it was revoked.
    ///
    /// # Errors
    /// `StateForbids`.
    pub fn revoke(&self, by: Act, today: NaiveDate, reason: &str) -> Result<Self, Vec<Refusal>> {
        use MandateState as S;
        let from = [S::Draft, S::Verified, S::NotYetValid, S::Valid, S::Expired];
        self.check(today, &from, &["DRAFT", "VERIFIED", "NOT_YET_VALID", "VALID", "EXPIRED"])?;
        let (revoked, reason) = (Some(by), reason.to_owned());
        Ok(Self { revoked, reason, version: self.version + 1, ..self.clone() })
    }

    fn check(
        &self,
        today: NaiveDate,
        from: &[MandateState],
        allowed: &'static [&'static str],
    ) -> Result<(), Vec<Refusal>> {
        let state = self.state(today);
        if from.contains(&state) {
            return Ok(());
        }
        Err(vec![Refusal::StateForbids { current: state.name(), allowed }])
    }
}

fn incomplete(lack: Lack) -> Refusal {
    MandateRefusal::Incomplete { lack }.into()
}

fn same_name(one: &str, other: &str) -> bool {
    one.trim().to_uppercase() == other.trim().to_uppercase()
}
