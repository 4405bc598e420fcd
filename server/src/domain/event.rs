//! The feed of events: the place of an event in it, which feed a caller reads, and which resources
//! it carries. A further resource is added to `ResourceKind` and `Resource`; the compiler then asks
//! for how it is loaded (`service/event/resource.rs`) and encoded (`api/event.rs`).

use super::{
    appointment::Appointment,
    caller::Scope,
    case::CaseView,
    document::DocumentView,
    enterprise::EnterpriseView,
    expedite::Expedite,
    expiry::OwedView,
    id::{
        AppointmentId, CardId, CaseId, DocumentId, ExpediteId, Id, MandateId, ObligationId,
        RatingId, ReferralId, ResidentId, TaskId, TicketId, TripId, WhitelistEntryId,
    },
    identifier::CreditCode,
    mandate::MandateView,
    rating::RatingView,
    referral::ReferralView,
    resident::ResidentView,
    supervision::Card,
    task::TaskView,
    ticket::Ticket,
    trip::Trip,
    whitelist::EntryView,
};
use chrono::{DateTime, Duration, Utc};

/// How long events are kept.
pub const EVENTS_KEPT_FOR: Duration = Duration::days(30);
/// Most events that a lag is counted to.
pub const MAX_LAG_EVENTS: u64 = 10_000;

/// A place in the feed. Places are read in their order, and no event comes to a place before one
/// that was read already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The number of the transaction on PostgreSQL, 0 on SQLite.
    pub xid: i64,
    /// The number of the event.
    pub position: i64,
}

/// What is known of the feed as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeedState {
    /// Places of another epoch are not of this feed: it was begun anew.
    pub epoch: i64,
    /// The furthest place that is forgotten.
    pub forgotten: Place,
}

/// The kinds of resources that the feed carries, by their ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResourceKind {
    /// An appointment.
    Appointment,
    /// A ticket of the hall's queue.
    Ticket,
    /// A case.
    Case,
    /// A task of a case.
    Task,
    /// A rating.
    Rating,
    /// A card of supervision.
    Card,
    /// A referral.
    Referral,
    /// An expedite of a case.
    Expedite,
    /// A document of a resident.
    Document,
    /// A resident.
    Resident,
    /// A mandate.
    Mandate,
    /// What somebody owes because of an event in a resident's life.
    Obligation,
    /// An enterprise.
    Enterprise,
    /// An entry of the whitelist.
    WhitelistEntry,
    /// A trip.
    Trip,
}

impl ResourceKind {
    /// Every kind.
    pub const ALL: [Self; 15] = [
        Self::Appointment,
        Self::Ticket,
        Self::Case,
        Self::Task,
        Self::Referral,
        Self::Expedite,
        Self::Rating,
        Self::Card,
        Self::Document,
        Self::Resident,
        Self::Mandate,
        Self::Obligation,
        Self::Enterprise,
        Self::WhitelistEntry,
        Self::Trip,
    ];

    /// The prefix of its ids; none where they are codes that are the same everywhere.
    #[must_use]
    pub const fn prefix(self) -> Option<&'static str> {
        Some(match self {
            Self::Enterprise => return None,
            Self::Appointment => AppointmentId::PREFIX,
            Self::Document => DocumentId::PREFIX,
            Self::Ticket => TicketId::PREFIX,
            Self::Case => CaseId::PREFIX,
            Self::Task => TaskId::PREFIX,
            Self::Rating => RatingId::PREFIX,
            Self::Card => CardId::PREFIX,
            Self::Referral => ReferralId::PREFIX,
            Self::Expedite => ExpediteId::PREFIX,
            Self::Resident => ResidentId::PREFIX,
            Self::Mandate => MandateId::PREFIX,
            Self::Obligation => ObligationId::PREFIX,
            Self::WhitelistEntry => WhitelistEntryId::PREFIX,
            Self::Trip => TripId::PREFIX,
        })
    }

    /// The kind of a resource by its id; none where the feed does not carry it.
    #[must_use]
    pub fn of(resource_id: &str) -> Option<Self> {
        let Some((prefix, _)) = resource_id.split_once('_') else {
            let code: CreditCode = resource_id.parse().ok()?;
            return (code.as_str() == resource_id).then_some(Self::Enterprise);
        };
        Self::ALL.into_iter().find(|kind| kind.prefix() == Some(prefix))
    }
}

/// A whole resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resource {
    /// An appointment.
    Appointment(Box<Appointment>),
    /// A ticket of the hall's queue.
    Ticket(Box<Ticket>),
    /// A case.
    Case(Box<CaseView>),
    /// A task of a case.
    Task(Box<TaskView>),
    /// A rating.
    Rating(Box<RatingView>),
    /// A card of supervision.
    Card(Box<Card>),
    /// A referral.
    Referral(Box<ReferralView>),
    /// An expedite of a case.
    Expedite(Box<Expedite>),
    /// A document of a resident.
    Document(Box<DocumentView>),
    /// A resident.
    Resident(Box<ResidentView>),
    /// A mandate.
    Mandate(Box<MandateView>),
    /// What somebody owes.
    Obligation(Box<OwedView>),
    /// An enterprise.
    Enterprise(Box<EnterpriseView>),
    /// An entry of the whitelist.
    WhitelistEntry(Box<EntryView>),
    /// A trip.
    Trip(Box<Trip>),
}

/// An event as it was written down: what happened to what, and no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedEvent {
    /// Its place in the feed.
    pub place: Place,
    /// When.
    pub at: DateTime<Utc>,
    /// What happened.
    pub kind: String,
    /// To what.
    pub resource_id: String,
    /// Whom it concerns, with spaces between.
    pub department_ids: String,
}

impl RecordedEvent {
    /// True where the event is in the feed of a scope.
    #[must_use]
    pub fn is_seen_by(&self, scope: &Scope) -> bool {
        scope.sees(self.department_ids.split(' '))
    }
}

/// An event as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Where to go on after it.
    pub token: String,
    /// What was written down.
    pub recorded: RecordedEvent,
    /// The resource as the reader may see it; none where he may not.
    pub resource: Option<Resource>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resource_is_known_by_its_id_and_others_are_not_in_the_feed() {
        assert_eq!(ResourceKind::of("appt_aaaa"), Some(ResourceKind::Appointment));
        assert_eq!(ResourceKind::of("tick_aaaa"), Some(ResourceKind::Ticket));
        assert_eq!(ResourceKind::of("hold_aaaa"), None);
        assert_eq!(ResourceKind::of("RP-W-EXT"), None);
        assert_eq!(ResourceKind::of("91330482MA2B8NDK31"), Some(ResourceKind::Enterprise));
        assert_eq!(ResourceKind::of("91330482MA2B8NDK32"), None);
        assert_eq!(ResourceKind::of("egrp_aaaa"), None);
    }

    #[test]
    fn places_are_ordered_by_transaction_then_number() {
        let place = |xid, position| Place { xid, position };
        assert!(place(1, 9) < place(2, 1) && place(2, 1) < place(2, 2));
    }

    #[test]
    fn a_department_sees_its_own_events_and_no_others() {
        let event = |departments: &str| RecordedEvent {
            place: Place::default(),
            at: DateTime::UNIX_EPOCH,
            kind: "appointment.booked".to_owned(),
            resource_id: String::new(),
            department_ids: departments.to_owned(),
        };
        let own = Scope::Department("PSB".to_owned());
        assert!(event("PSB").is_seen_by(&own) && event("HRSS PSB").is_seen_by(&own));
        assert!(!event("PSB-2 STB").is_seen_by(&own) && !event("").is_seen_by(&own));
        assert!(event("").is_seen_by(&Scope::Centre));
    }
}
