//! Enterprises and their groups. A group is a label with days: an enterprise is in one group at a
//! time, and which it was in when is never lost.

mod refusal;
#[cfg(test)]
mod tests;

pub use refusal::EnterpriseRefusal;

use super::{
    id::{EnterpriseGroupId, Id as _},
    refusal::Refusal,
    resident::{mask_email, mask_phone, text_keys},
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Longest name, in characters.
pub const MAX_ENTERPRISE_NAME_CHARS: usize = 120;
/// Longest name of a town, in characters.
pub const MAX_TOWN_CHARS: usize = 60;
/// Most enterprises that join or leave a group at once.
pub const MAX_ENTERPRISES_AT_ONCE: usize = 500;

/// Who is asked at an enterprise. Cannot be printed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Name, or empty.
    pub name: String,
    /// Telephone number in E.164, or empty.
    pub phone: String,
    /// Electronic mail address, or empty.
    pub email: String,
}

impl std::fmt::Debug for Contact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Contact(…)")
    }
}

impl Contact {
    /// As a department sees it.
    #[must_use]
    pub fn masked(&self) -> Self {
        let initial: String = self.name.chars().take(1).collect();
        Self {
            name: if initial.is_empty() { initial } else { format!("{initial}**") },
            phone: mask_phone(&self.phone),
            email: mask_email(&self.email),
        }
    }
}

/// A time in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The group.
    pub group: EnterpriseGroupId,
    /// From this day.
    pub from: NaiveDate,
    /// Through this day; none: on.
    pub until: Option<NaiveDate>,
}

impl Membership {
    /// True where it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// An enterprise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enterprise {
    /// Its 统一社会信用代码.
    pub id: String,
    /// Its name in Chinese.
    pub name_zh: String,
    /// Its name in English, or empty.
    pub name_en: String,
    /// Where it is, or empty.
    pub town: String,
    /// In which language it is written to.
    pub language: String,
    /// Who is asked there, sealed for its row.
    pub contact_sealed: Vec<u8>,
    /// The groups it was, is and will be in, by day.
    pub memberships: Vec<Membership>,
    /// Since when it is on record.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts its changes.
    pub version: i64,
}

impl Enterprise {
    /// The keys by which its names are searched.
    #[must_use]
    pub fn name_keys(&self) -> BTreeSet<String> {
        text_keys([self.name_zh.as_str(), self.name_en.as_str()].into_iter())
    }

    /// The membership that has no end.
    fn open(&self) -> Option<&Membership> {
        self.memberships.iter().find(|one| one.until.is_none())
    }

    /// True where it is in a group on a day or will be.
    #[must_use]
    pub fn is_in(&self, group: EnterpriseGroupId) -> bool {
        self.open().is_some_and(|open| open.group == group)
    }

    /// The enterprise in a group from a day on.
    ///
    /// # Errors
    /// `MembershipLater` where it entered a group on that day or later.
    pub fn joining(&self, group: EnterpriseGroupId, from: NaiveDate) -> Result<Self, Refusal> {
        if self.is_in(group) {
            return Ok(self.clone());
        }
        let mut after = self.ending(from)?;
        after.memberships.push(Membership { group, from, until: None });
        Ok(after)
    }

    /// The enterprise out of a group from a day on.
    ///
    /// # Errors
    /// `NotInGroup`; `MembershipLater` as above.
    pub fn leaving(&self, group: EnterpriseGroupId, from: NaiveDate) -> Result<Self, Refusal> {
        if !self.is_in(group) {
            let (enterprise_id, group_id) = (self.id.clone(), group.text());
            return Err(EnterpriseRefusal::NotInGroup { enterprise_id, group_id }.into());
        }
        self.ending(from)
    }

    /// The enterprise after its group was merged into another from a day on: the rest of its time
    /// in the group, with its end where that is settled, is time in the other.
    ///
    /// # Errors
    /// `MembershipLater` where it enters the group on that day or later.
    pub fn merged(
        &self,
        (ended, into): (EnterpriseGroupId, EnterpriseGroupId),
        from: NaiveDate,
    ) -> Result<Self, Refusal> {
        let mut after = self.clone();
        let mut rest = Vec::new();
        let lasts = |one: &Membership| one.until.is_none_or(|until| until >= from);
        for one in after.memberships.iter_mut().filter(|one| one.group == ended && lasts(one)) {
            if one.from >= from {
                let (enterprise_id, last) = (self.id.clone(), one.from);
                return Err(EnterpriseRefusal::MembershipLater { enterprise_id, last }.into());
            }
            rest.push(Membership { group: into, from, until: one.until });
            one.until = Some(from - Days::new(1));
        }
        if !rest.is_empty() {
            after.memberships.append(&mut rest);
            after.memberships.sort_by_key(|one| one.from);
            after.version += 1;
        }
        Ok(after)
    }

    fn ending(&self, from: NaiveDate) -> Result<Self, Refusal> {
        let last = self.memberships.iter().map(|one| one.until.unwrap_or(one.from)).max();
        if let Some(last) = last.filter(|last| *last >= from) {
            let enterprise_id = self.id.clone();
            return Err(EnterpriseRefusal::MembershipLater { enterprise_id, last }.into());
        }
        let mut after = self.clone();
        for one in after.memberships.iter_mut().filter(|one| one.until.is_none()) {
            one.until = Some(from - Days::new(1));
        }
        after.version += 1;
        Ok(after)
    }
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnterpriseGroup {
    /// Its id.
    pub id: EnterpriseGroupId,
    /// Its name in Chinese.
    pub name_zh: String,
    /// Its name in English, or empty.
    pub name_en: String,
    /// Most trips that the enterprises in it file together for a month; none: as many as they like.
    pub trips_a_month: Option<u32>,
    /// The group it was merged into.
    pub merged_into: Option<EnterpriseGroupId>,
    /// Since when it is on record.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts its changes.
    pub version: i64,
}

/// An enterprise as a scope shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnterpriseView {
    /// The enterprise.
    pub enterprise: Enterprise,
    /// Who is asked there; to a department masked.
    pub contact: Contact,
    /// How many people on record are employed by it, where that was asked.
    pub people: u64,
}

impl EnterpriseGroup {
    /// That it takes enterprises.
    ///
    /// # Errors
    /// `GroupMerged`.
    pub fn takes_members(&self) -> Result<(), Refusal> {
        match self.merged_into {
            None => Ok(()),
            Some(into) => Err(EnterpriseRefusal::GroupMerged { into: into.text() }.into()),
        }
    }
}
