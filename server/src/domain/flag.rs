//! A flag on open work: a fact on which it rests has changed. Nothing is changed or dropped because
//! of it; somebody has to look.

use super::id::{AppointmentId, CaseId, Id as _, TripId};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

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

kept! {
    /// What carries flags.
    FlaggedKind, 3 {
        /// An appointment.
        Appointment = 1, "APPOINTMENT";
        /// A case.
        Case = 2, "CASE";
        /// A trip.
        Trip = 3, "TRIP";
    }
}

/// Open work that may carry flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlaggedId {
    /// An appointment.
    Appointment(AppointmentId),
    /// A case.
    Case(CaseId),
    /// A trip.
    Trip(TripId),
}

impl FlaggedId {
    /// Reads the outside form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let appointment = AppointmentId::parse(text).map(Self::Appointment);
        let case = || CaseId::parse(text).map(Self::Case);
        appointment.or_else(case).or_else(|| TripId::parse(text).map(Self::Trip))
    }

    /// What it is.
    #[must_use]
    pub const fn kind(self) -> FlaggedKind {
        match self {
            Self::Appointment(_) => FlaggedKind::Appointment,
            Self::Case(_) => FlaggedKind::Case,
            Self::Trip(_) => FlaggedKind::Trip,
        }
    }

    /// The outside form.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::Appointment(id) => id.text(),
            Self::Case(id) => id.text(),
            Self::Trip(id) => id.text(),
        }
    }

    /// The key of its row.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        match self {
            Self::Appointment(id) => id.0,
            Self::Case(id) => id.0,
            Self::Trip(id) => id.0,
        }
    }
}

/// Open work that carries flags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flagged {
    /// What it is.
    pub id: FlaggedId,
    /// The day of the visit, on which the case is due, or on which the trip begins.
    pub on: Option<NaiveDate>,
    /// The flags.
    pub flags: Vec<Flag>,
    /// Counts the changes of what carries them.
    pub version: i64,
}
