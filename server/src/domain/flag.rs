//! A flag on open work: a fact on which it rests has changed. Nothing is changed or dropped because
//! of it; somebody has to look.

use super::id::{
    AppointmentId, CaseId, DocumentId, Id as _, MandateId, ResidentId, TripId, WhitelistEntryId,
};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

kept! {
    /// What has changed.
    FlagKind, 9 {
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
        /// The document was cancelled or reported lost.
        DocumentEnded = 6, "DOCUMENT_ENDED";
        /// The department closes before the work is done.
        DepartmentClosed = 7, "DEPARTMENT_CLOSED";
        /// The place of the visit is not offered any more.
        PlaceWithdrawn = 8, "PLACE_WITHDRAWN";
        /// The entry of the whitelist does not name the person any more.
        PersonNotNamed = 9, "PERSON_NOT_NAMED";
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

/// A fact on which coming appointments and open cases may rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// That an agent may act.
    Mandate(MandateId),
    /// That a document of somebody is good: cases are about it, and whose it is comes.
    Document(DocumentId, ResidentId),
    /// That a passport of somebody is good: all that he applies for rests on it.
    Passport(ResidentId),
    /// That an entry of the whitelist holds: expedites have their lane by it.
    Entry(WhitelistEntryId),
    /// That a department is there, by its code: it has tasks, and is visited.
    Department(String),
}

/// The flags of open work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// Those that nobody has looked at, in the order in which they were raised.
    pub raised: Vec<Flag>,
    /// The facts at which somebody has looked: they are silent until they are as they were.
    pub overridden: Vec<Flag>,
}

impl Flags {
    /// Raises a flag; false where its fact is known.
    pub fn raise(&mut self, flag: &Flag) -> bool {
        let is_new = !self.knows(flag.kind, &flag.resource_id);
        if is_new {
            self.raised.push(flag.clone());
        }
        is_new
    }

    /// Forgets a fact that is as it was; true where that withdraws a flag.
    pub fn withdraw(&mut self, kind: FlagKind, resource_id: &str) -> bool {
        let before = self.raised.len();
        let other = |own: &Flag| own.kind != kind || own.resource_id != resource_id;
        self.overridden.retain(other);
        self.raised.retain(other);
        self.raised.len() != before
    }

    /// Forgets all facts of a kind.
    pub fn forget(&mut self, kind: FlagKind) {
        self.overridden.retain(|own| own.kind != kind);
        self.raised.retain(|own| own.kind != kind);
    }

    /// True where a fact is known, be it raised or overridden.
    #[must_use]
    pub fn knows(&self, kind: FlagKind, resource_id: &str) -> bool {
        let is_it = |own: &Flag| own.kind == kind && own.resource_id == resource_id;
        self.raised.iter().chain(&self.overridden).any(is_it)
    }

    /// What is known of one resource is known of another from now on: the same under another id.
    pub fn moved(&mut self, from: &str, to: &str) {
        for own in [&mut self.overridden, &mut self.raised] {
            let known = own.clone();
            let twice = |flag: &Flag| {
                let same = |one: &Flag| one.kind == flag.kind && one.resource_id == to;
                flag.resource_id == from && known.iter().any(same)
            };
            own.retain(|flag| !twice(flag));
            let old = own.iter_mut().filter(|flag| flag.resource_id == from);
            old.for_each(|flag| to.clone_into(&mut flag.resource_id));
        }
    }

    /// Somebody has looked at all of them.
    pub fn resolve(&mut self) {
        self.overridden.append(&mut self.raised);
    }
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
