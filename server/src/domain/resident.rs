//! A resident: a person whom the centre serves. He is not a document: his names, nationalities and
//! passports change and he stays the same. What is sensitive of him stands apart, sealed, and is
//! opened by the service that needs it.

mod address;
mod check;
mod consent;
mod import;
mod merge;
mod name;
mod refusal;
#[cfg(test)]
mod tests;
mod view;

pub use address::{
    AccommodationKind, Address, MAX_ADDRESS_CHARS, MAX_ADDRESSES, REGISTRATION_HOURS,
};
pub use check::{Fault, check};
pub use consent::{Consent, DataPurpose, LegalGround, MAX_CONSENTS, Withdrawal, is_withdrawn};
pub use import::{Misfit, Told, brought_up_to_date, of_new};
pub use merge::{MergeDecision, MergeState, ResidentMerge, joined_private};
pub use name::{NameKind, PersonName, name_keys, same_person, search_tokens, sort_name, text_keys};
pub use refusal::ResidentRefusal;
pub use view::{ResidentView, ShownBirth, mask_email, mask_phone};

use super::id::{AccountId, ResidentId};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Most characters of a search.
pub const MAX_QUERY_CHARS: usize = 200;
/// Most names of a person, former ones among them.
pub const MAX_NAMES: usize = 10;
/// Most characters of a surname, and of given names.
pub const MAX_NAME_PART_CHARS: usize = 80;
/// Most nationalities of a person over time.
pub const MAX_NATIONALITIES: usize = 10;
/// Most residents that a request names as distinct.
pub const MAX_DISTINCT: usize = 20;
/// Most dependants that are shown with a resident.
pub const MAX_DEPENDANTS_SHOWN: u64 = 100;
/// Most principals above one another.
pub const MAX_PRINCIPALS: usize = 16;

kept! {
    /// Which law rules a person's entry and stay.
    PersonType, 4 {
        /// 外国人.
        Foreigner = 1, "FOREIGNER";
        /// 香港居民.
        HongKong = 2, "HONG_KONG";
        /// 澳门居民.
        Macao = 3, "MACAO";
        /// 台湾居民.
        Taiwan = 4, "TAIWAN";
    }
}

kept! {
    /// A person's sex as his passport says.
    ResidentSex, 3 {
        /// `M`.
        Male = 1, "MALE";
        /// `F`.
        Female = 2, "FEMALE";
        /// The passport leaves it open.
        Open = 3, "OPEN";
    }
}

kept! {
    /// What a dependant is to his principal.
    Relation, 5 {
        /// 配偶.
        Spouse = 1, "SPOUSE";
        /// 子女.
        Child = 2, "CHILD";
        /// 父母.
        Parent = 3, "PARENT";
        /// 配偶的父母.
        ParentInLaw = 4, "PARENT_IN_LAW";
        /// Another.
        Other = 5, "OTHER";
    }
}

kept! {
    /// Where a resident's record stands.
    ResidentState, 2 {
        /// It is used.
        Active = 1, "ACTIVE";
        /// It was the duplicate of another.
        Merged = 2, "MERGED";
    }
}

kept! {
    /// What a step in a resident's history was.
    ResidentStepKind, 9 {
        /// Registered.
        Created = 1, "resident.created";
        /// Changed; the detail names the fields.
        Changed = 2, "resident.changed";
        /// An address was recorded.
        AddressRecorded = 3, "resident.changed";
        /// The accommodation was registered.
        AccommodationRegistered = 4, "resident.changed";
        /// A ground for using his data was recorded.
        ConsentRecorded = 5, "resident.changed";
        /// Consent was withdrawn.
        ConsentWithdrawn = 6, "resident.changed";
        /// A merge was asked for.
        MergeRequested = 7, "resident.changed";
        /// Merged: into another, or another into him.
        Merged = 8, "resident.merged";
        /// A merge was rejected.
        MergeRejected = 9, "resident.changed";
    }
}

/// A nationality over time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nationality {
    /// Its code as passports have it.
    pub country: String,
    /// Its first day, where it is known.
    pub from: Option<NaiveDate>,
    /// Its last day; none: it lasts.
    pub until: Option<NaiveDate>,
}

/// How a person is reached. Cannot be printed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contacts {
    /// Telephone number in E.164, or empty.
    pub phone: String,
    /// Electronic mail address, or empty.
    pub email: String,
    /// Whom to tell in an emergency, or empty.
    pub emergency_name: String,
    /// That person's telephone number, or empty.
    pub emergency_phone: String,
    /// The time zone in which he is, or empty: the centre's.
    #[serde(default)]
    pub time_zone: String,
}

impl Contacts {
    /// The time zone whose night is his.
    #[must_use]
    pub fn zone(&self) -> Tz {
        self.time_zone.parse().unwrap_or(Tz::Asia__Shanghai)
    }
}

/// What is sealed of a person. Cannot be printed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Private {
    /// His date of birth; none where his passport leaves it unknown.
    pub birth_date: Option<NaiveDate>,
    /// How he is reached.
    pub contacts: Contacts,
    /// Where he stays and stayed, in the order recorded.
    pub addresses: Vec<Address>,
}

/// Where a person works.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Employer {
    /// Its unified social credit code.
    pub enterprise_id: Option<String>,
    /// Its name, or empty.
    pub name: String,
}

/// On whom a dependant depends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dependence {
    /// The principal.
    pub principal: ResidentId,
    /// What the dependant is to him.
    pub relation: Relation,
}

/// What a clerk says of a person. Cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Particulars {
    /// Which law rules his stay.
    pub person_type: PersonType,
    /// His names, the one he is called by first.
    pub names: Vec<PersonName>,
    /// His sex.
    pub sex: ResidentSex,
    /// His nationalities over time, the present ones first.
    pub nationalities: Vec<Nationality>,
    /// The language to speak.
    pub language: String,
    /// Where he works.
    pub employer: Employer,
    /// On whom he depends.
    pub dependence: Option<Dependence>,
    /// What is sealed of him.
    pub private: Private,
}

/// A step in a resident's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResidentStep {
    /// Its number, from 1.
    pub number: u32,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub kind: ResidentStepKind,
    /// Who.
    pub account_id: AccountId,
    /// Which fields, or why; never what stood in them.
    pub detail: String,
    /// The other resident, where there is one.
    pub other: Option<ResidentId>,
}

/// A resident as he is kept. Cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Resident {
    /// His id.
    pub id: ResidentId,
    /// Where the record stands.
    pub state: ResidentState,
    /// Which law rules his stay.
    pub person_type: PersonType,
    /// His names, the one he is called by first.
    pub names: Vec<PersonName>,
    /// His sex.
    pub sex: ResidentSex,
    /// The keyed hash of his birth date, by which he is found.
    pub birth_key: [u8; 32],
    /// What is sealed of him, see [`Private`].
    pub private_sealed: Vec<u8>,
    /// His nationalities over time, the present ones first.
    pub nationalities: Vec<Nationality>,
    /// The language to speak.
    pub language: String,
    /// Where he works.
    pub employer: Employer,
    /// On whom he depends.
    pub dependence: Option<Dependence>,
    /// Whose record goes on, where this one was merged.
    pub merged_into: Option<ResidentId>,
    /// How many steps his history has.
    pub last_step: u32,
    /// Who registered him.
    pub created_by: AccountId,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When the record last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts its changes.
    pub version: i64,
    /// Steps that are not written yet.
    pub new_steps: Vec<ResidentStep>,
}

macro_rules! unprintable {
    ($($name:ident)*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
unprintable! { Contacts Private Particulars Resident }

/// Who does something to a record, and when.
#[derive(Clone, Copy, Debug)]
pub struct Hand {
    /// Who.
    pub account_id: AccountId,
    /// When.
    pub now: DateTime<Utc>,
}

impl Resident {
    /// The name he is called by, in one text.
    #[must_use]
    pub fn display_name(&self) -> String {
        self.names.first().map(PersonName::whole).unwrap_or_default()
    }

    /// Takes over what a clerk says of him, save for what is sealed.
    pub fn take(&mut self, from: &Particulars) {
        self.person_type = from.person_type;
        self.names.clone_from(&from.names);
        self.sex = from.sex;
        self.nationalities.clone_from(&from.nationalities);
        self.language.clone_from(&from.language);
        self.employer.clone_from(&from.employer);
        self.dependence = from.dependence;
    }

    /// Adds a step to the history.
    pub fn step(
        &mut self,
        kind: ResidentStepKind,
        hand: Hand,
        detail: String,
        other: Option<ResidentId>,
    ) {
        self.last_step += 1;
        let (number, at, account_id) = (self.last_step, hand.now, hand.account_id);
        self.new_steps.push(ResidentStep { number, at, kind, account_id, detail, other });
        self.updated_at = hand.now;
    }

    /// Refuses a change of a record that was merged.
    ///
    /// # Errors
    /// `Merged` with where it went.
    pub fn must_be_active(&self) -> Result<(), ResidentRefusal> {
        match self.merged_into {
            Some(into) => Err(ResidentRefusal::Merged { into }),
            None => Ok(()),
        }
    }
}

/// Refuses a principal who depends, over others or not, on the dependant himself. The chain begins
/// with the principal and goes up.
///
/// # Errors
/// `DependantCircle`, also where the chain is longer than any family.
pub fn no_circle(dependant: ResidentId, principals: &[ResidentId]) -> Result<(), ResidentRefusal> {
    if principals.contains(&dependant) || principals.len() > MAX_PRINCIPALS {
        return Err(ResidentRefusal::DependantCircle { resident_id: dependant });
    }
    Ok(())
}
