//! A flag on open work: a fact on which it rests has changed. Nothing is changed or dropped because
//! of it; somebody has to look.

use chrono::{DateTime, Utc};

kept! {
    /// What has changed.
    FlagKind, 5 {
        /// The mandate by which an agent acts was revoked.
        MandateRevoked = 1, "MANDATE_REVOKED";
        /// The entry of the whitelist was revoked.
        EntryRevoked = 2, "ENTRY_REVOKED";
        /// The entry of the whitelist was suspended.
        EntrySuspended = 3, "ENTRY_SUSPENDED";
        /// No passport of the person lasts.
        PassportEnds = 4, "PASSPORT_ENDS";
        /// No permit or visa of the person lasts.
        DocumentEnds = 5, "DOCUMENT_ENDS";
    }
}

/// A flag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// What has changed.
    pub kind: FlagKind,
    /// Of which resource, by its id.
    pub resource_id: String,
    /// From when on.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}
