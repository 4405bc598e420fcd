//! Typed ids. Outside they are a prefix and 26 lower-case base32 characters of a UUIDv7, opaque to
//! everyone; a wrong prefix is refused before anything is looked up. People's codes (`PSB`,
//! `RP-W-EXT`, `A01`) stay what people write.

use data_encoding::{Encoding, Specification};
use std::{fmt, sync::LazyLock};
use uuid::Uuid;

/// Longest code of a department, counter or service item.
pub const MAX_CODE_LENGTH: usize = 24;

/// RFC 4648 base32 in lower case, without padding.
static BASE32: LazyLock<Encoding> = LazyLock::new(|| {
    let mut specification = Specification::new();
    specification.symbols.push_str("abcdefghijklmnopqrstuvwxyz234567");
    specification.encoding().expect("32 different symbols are an encoding")
});

/// The lower-case base32 text of some bytes.
#[must_use]
pub fn base32(bytes: &[u8]) -> String {
    BASE32.encode(bytes)
}

/// The bytes behind a lower-case base32 text.
#[must_use]
pub fn from_base32(text: &str) -> Option<Vec<u8>> {
    BASE32.decode(text.as_bytes()).ok()
}

/// A kind of resource whose id is a prefix and a UUID.
pub trait Id: Copy {
    /// The prefix, without the underscore.
    const PREFIX: &'static str;
    /// The id of a UUID.
    fn of(uuid: Uuid) -> Self;
    /// The UUID behind the id.
    fn uuid(self) -> Uuid;

    /// Reads the outside form; `None` where prefix or length is wrong.
    fn parse(text: &str) -> Option<Self> {
        let body = text.strip_prefix(Self::PREFIX)?.strip_prefix('_')?;
        let bytes = from_base32(body)?;
        Some(Self::of(Uuid::from_slice(&bytes).ok()?))
    }

    /// The outside form.
    fn text(self) -> String {
        let mut text = String::with_capacity(Self::PREFIX.len() + 27);
        text.push_str(Self::PREFIX);
        text.push('_');
        BASE32.encode_append(self.uuid().as_bytes(), &mut text);
        text
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);
        impl Id for $name {
            const PREFIX: &'static str = $prefix;
            fn of(uuid: Uuid) -> Self { Self(uuid) }
            fn uuid(self) -> Uuid { self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.text()) }
        }
    )*};
}

ids! {
    /// An account of a person or a partner system.
    AccountId = "acct";
    /// A signed-in session.
    SessionId = "sess";
    /// An appointment.
    AppointmentId = "appt";
    /// A place kept for some minutes.
    HoldId = "hold";
    /// A ticket of the hall's queue.
    TicketId = "tick";
    /// A case.
    CaseId = "case";
    /// A task of a case.
    TaskId = "task";
    /// A matter that a hotline handed over.
    ReferralId = "refr";
    /// An expedite.
    ExpediteId = "expd";
    /// A rating.
    RatingId = "rate";
    /// A card of supervision.
    CardId = "card";
    /// A resident.
    ResidentId = "resi";
    /// A merge of two residents.
    ResidentMergeId = "merg";
    /// A document of a resident.
    DocumentId = "docu";
    /// A file that proves something.
    EvidenceId = "evid";
    /// A reminder.
    ReminderId = "remd";
    /// A notice.
    NoticeId = "noti";
    /// An endpoint that notices are sent to.
    WebhookEndpointId = "hook";
    /// Sensitive fields that a department was handed.
    DisclosureId = "disc";
    /// An event in a resident's life.
    LifeEventId = "life";
    /// What somebody owes because of it.
    ObligationId = "obli";
    /// A mandate.
    MandateId = "mand";
    /// A group of enterprises.
    EnterpriseGroupId = "egrp";
    /// An entry of the whitelist.
    WhitelistEntryId = "wlst";
    /// A trip.
    TripId = "trip";
    /// A state of the whitelist that a check is to know of.
    WhitelistToken = "wltk";
    /// A weekly session of the hall.
    HallSessionId = "hall";
    /// A closure.
    ClosureId = "clos";
    /// A stretch of opening hours.
    OpeningHoursId = "hours";
    /// A record of the audit trail.
    AuditId = "audit";
}

/// True for a code of upper-case letters, digits and hyphens that begins with a letter or digit.
#[must_use]
pub fn is_code(text: &str) -> bool {
    (1..=MAX_CODE_LENGTH).contains(&text.len())
        && !text.starts_with('-')
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_and_another_prefix_does_not() {
        let id = AppointmentId(Uuid::from_u128(7));
        assert_eq!(id.text().len(), "appt_".len() + 26);
        assert_eq!(AppointmentId::parse(&id.text()), Some(id));
        assert_eq!(TicketId::parse(&id.text()), None);
        assert_eq!(AppointmentId::parse("appt_"), None);
        assert_eq!(AppointmentId::parse(&id.text().to_uppercase()), None);
    }
}
