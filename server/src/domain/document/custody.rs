//! Into whose hands a passport goes: a log whose last entry says who has it now. Until something
//! is recorded its holder has it.

use super::{CustodyHolder, Document, DocumentKind, DocumentRefusal};
use crate::domain::{id::AccountId, refusal::Refusal};
use chrono::{DateTime, Utc};

/// Longest place of a custody, in characters.
pub const MAX_PLACE_CHARS: usize = 120;

/// Who holds a passport, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hands {
    /// Counts the entries from 1.
    pub number: u32,
    /// Who.
    pub holder: CustodyHolder,
    /// Which department, where it is one.
    pub department_id: Option<String>,
    /// Where.
    pub place: String,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// An entry of the log.
#[derive(Clone, PartialEq, Eq)]
pub struct Custody {
    /// Who and where.
    pub hands: Hands,
    /// Who recorded it; nobody to departments.
    pub account_id: Option<AccountId>,
    /// A note.
    pub note: String,
}

impl std::fmt::Debug for Custody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Custody(…)")
    }
}

impl Hands {
    /// Takes away what is the centre's own to know.
    pub fn hide(&mut self) {
        self.place.clear();
    }

    /// True where a passport is there already: with the same person or department, and as far as
    /// it moves about within one, at the same place. What was handed back to its holder is not
    /// handed back again, wherever that is said to be.
    fn is_same(&self, holder: CustodyHolder, department_id: Option<&str>, place: &str) -> bool {
        let moved = holder != CustodyHolder::Holder && self.place != place;
        self.holder == holder && self.department_id.as_deref() == department_id && !moved
    }
}

impl Document {
    /// Refuses a passport into hands that have it, and anything that is no passport.
    ///
    /// # Errors
    /// `NotAPassport`, `CustodyUnchanged`.
    pub fn may_go_to(
        &self,
        holder: CustodyHolder,
        department_id: Option<&str>,
        place: &str,
    ) -> Result<(), Refusal> {
        if self.terms.kind != DocumentKind::Passport {
            return Err(DocumentRefusal::NotAPassport.into());
        }
        let same = match &self.hands {
            None => holder == CustodyHolder::Holder,
            Some(hands) => hands.is_same(holder, department_id, place),
        };
        if same {
            let since = self.hands.as_ref().map(|hands| hands.since);
            return Err(DocumentRefusal::CustodyUnchanged { holder, since }.into());
        }
        Ok(())
    }
}
