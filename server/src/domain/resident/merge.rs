//! How a duplicate is merged into the record that goes on: asked for by one, reviewed by another.

use super::{Address, Contacts, Nationality, PersonName, Private, Resident};
use crate::domain::{
    case::CaseRefusal,
    id::{AccountId, ResidentId, ResidentMergeId},
    refusal::Refusal,
};
use chrono::{DateTime, Utc};

kept! {
    /// Where a merge stands.
    MergeState, 3 {
        /// It waits for its review.
        Requested = 1, "REQUESTED";
        /// The duplicate is merged.
        Approved = 2, "APPROVED";
        /// Both stay as they are.
        Rejected = 3, "REJECTED";
    }
}

/// A merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResidentMerge {
    /// Its id.
    pub id: ResidentMergeId,
    /// Where it stands.
    pub state: MergeState,
    /// Whose record ends.
    pub duplicate: ResidentId,
    /// Whose record goes on.
    pub survivor: ResidentId,
    /// Why they are one person.
    pub reason: String,
    /// Who asked.
    pub requested_by: AccountId,
    /// When.
    pub requested_at: DateTime<Utc>,
    /// Who decided, when, and what he says.
    pub decision: Option<MergeDecision>,
    /// Counts its changes.
    pub version: i64,
}

/// What the reviewer of a merge decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeDecision {
    /// Who.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
    /// What he says.
    pub text: String,
}

impl ResidentMerge {
    /// The merge after its review.
    ///
    /// # Errors
    /// `StateForbids` where it was reviewed, `SelfApproval` by who asked for it.
    pub fn decided(&self, state: MergeState, decision: MergeDecision) -> Result<Self, Refusal> {
        if self.state != MergeState::Requested {
            let allowed = &["REQUESTED"];
            return Err(Refusal::StateForbids { current: self.state.name(), allowed });
        }
        if decision.by == self.requested_by {
            return Err(CaseRefusal::SelfApproval.into());
        }
        let version = self.version + 1;
        Ok(Self { state, decision: Some(decision), version, ..self.clone() })
    }
}

/// What is sealed of the record that goes on, with what it lacks of the duplicate's.
#[must_use]
pub fn joined_private(survivor: &Private, duplicate: &Private) -> Private {
    let either = |own: &String, other: &String| if own.is_empty() { other } else { own }.clone();
    let (own, other) = (&survivor.contacts, &duplicate.contacts);
    // Whom to tell and his number belong together.
    let emergency = if own.emergency_phone.is_empty() { other } else { own };
    let mut addresses: Vec<Address> = survivor.addresses.clone();
    for address in &duplicate.addresses {
        let known =
            |one: &Address| one.arrived_at == address.arrived_at && one.text == address.text;
        if !survivor.addresses.iter().any(known) {
            let number = addresses.iter().map(|one| one.number).max().unwrap_or(0) + 1;
            addresses.push(Address { number, ..address.clone() });
        }
    }
    Private {
        birth_date: survivor.birth_date.or(duplicate.birth_date),
        contacts: Contacts {
            phone: either(&own.phone, &other.phone),
            email: either(&own.email, &other.email),
            emergency_name: emergency.emergency_name.clone(),
            emergency_phone: emergency.emergency_phone.clone(),
            time_zone: either(&own.time_zone, &other.time_zone),
        },
        addresses,
    }
}

impl Resident {
    /// Takes what it lacks of the duplicate's that is not sealed: names, nationalities, language,
    /// employer, principal.
    pub fn take_from_duplicate(&mut self, duplicate: &Self) {
        let written = |name: &PersonName| (name.kind, name.whole());
        for name in &duplicate.names {
            if !self.names.iter().any(|own| written(own) == written(name)) {
                self.names.push(name.clone());
            }
        }
        let country = |one: &Nationality| one.country.clone();
        for one in &duplicate.nationalities {
            if !self.nationalities.iter().any(|own| country(own) == country(one)) {
                self.nationalities.push(one.clone());
            }
        }
        if self.employer.enterprise_id.is_none() && self.employer.name.is_empty() {
            self.employer.clone_from(&duplicate.employer);
        }
        // Nobody is his own principal.
        let other = |id: ResidentId| id != self.id && id != duplicate.id;
        let own = self.dependence.filter(|of| other(of.principal));
        self.dependence = own.or(duplicate.dependence.filter(|of| other(of.principal)));
    }
}
