//! A resident as a scope shows him: to the centre whole, to a department masked.

use super::{Private, Resident};
use crate::domain::caller::Scope;
use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use std::fmt;

/// A date of birth as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownBirth {
    /// Whole.
    Date(NaiveDate),
    /// The year.
    Year(i32),
}

/// A resident as he is shown to somebody. Cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct ResidentView {
    /// The resident.
    pub resident: Resident,
    /// His date of birth, where it is known.
    pub birth: Option<ShownBirth>,
    /// What else is sealed of him, without what is not the reader's to see.
    pub private: Private,
    /// When he is shown: what is not registered yet is late by then.
    pub at: DateTime<Utc>,
}

impl fmt::Debug for ResidentView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResidentView(…)")
    }
}

impl ResidentView {
    /// The resident as a scope shows him at a moment.
    #[must_use]
    pub fn of(resident: Resident, private: Private, scope: &Scope, at: DateTime<Utc>) -> Self {
        let born = private.birth_date;
        match scope {
            Scope::Centre => {
                let birth = born.map(ShownBirth::Date);
                Self { resident, birth, private, at }
            }
            Scope::Department(_) => {
                let birth = born.map(|date| ShownBirth::Year(date.year()));
                Self { resident, birth, private: masked(private), at }
            }
        }
    }
}

fn masked(mut private: Private) -> Private {
    private.birth_date = None;
    let contacts = &mut private.contacts;
    contacts.phone = mask_phone(&contacts.phone);
    contacts.email = mask_email(&contacts.email);
    contacts.emergency_name = String::new();
    contacts.time_zone = String::new();
    contacts.emergency_phone = mask_phone(&contacts.emergency_phone);
    for address in &mut private.addresses {
        address.text = String::new();
    }
    private
}

/// A telephone number with its first three characters and its last two: `+86****23`.
#[must_use]
pub fn mask_phone(phone: &str) -> String {
    match (phone.get(..3), phone.get(phone.len().saturating_sub(2)..)) {
        (Some(first), Some(last)) if phone.len() > 5 => format!("{first}****{last}"),
        _ => String::new(),
    }
}

/// An address with its first character and its host: `h****@example.org`.
#[must_use]
pub fn mask_email(email: &str) -> String {
    match (email.chars().next(), email.split_once('@')) {
        (Some(first), Some((_, host))) => format!("{first}****@{host}"),
        _ => String::new(),
    }
}
