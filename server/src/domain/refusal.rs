//! Why a rule or a state refuses. Every refusal has its public reason in `ErrorReason`, matched
//! without a rest arm in `api/status.rs`, so a new rule does not compile without one.

use super::{
    case::CaseRefusal, document::DocumentRefusal, enterprise::EnterpriseRefusal,
    evidence::EvidenceRefusal, expedite::ExpediteRefusal, expiry::ExpiryRefusal,
    mandate::MandateRefusal, rating::RatingRefusal, resident::ResidentRefusal,
    supervision::SupervisionRefusal, trip::TripRefusal, whitelist::WhitelistRefusal,
};
use chrono::{DateTime, NaiveDate, Utc};

/// One rule or state that refuses a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The state forbids the step.
    StateForbids {
        /// The state it is in.
        current: &'static str,
        /// The states from which the step is allowed.
        allowed: &'static [&'static str],
    },
    /// A year's calendar is not published.
    CalendarNotPublished {
        /// The year.
        year: i32,
    },
    /// No place is left in the slot for these items.
    SlotFull,
    /// The slot is not offered.
    SlotNotOffered,
    /// The slot lies in the past.
    SlotPast,
    /// Booking ended for that day.
    BookedTooLate {
        /// Calendar days ahead at which booking ends.
        min_days_ahead: u32,
    },
    /// The day is not open yet.
    BeyondBookingWindow {
        /// The last open day, where there is one.
        last_open_date: Option<NaiveDate>,
    },
    /// The person has an appointment for the item on that day.
    DuplicateBooking {
        /// The item.
        service_item_id: String,
        /// The day.
        date: NaiveDate,
    },
    /// Missed appointments block online booking.
    NoShowBlock {
        /// Last day of the block.
        blocked_until: NaiveDate,
    },
    /// The channel's places are sold, or the rest is kept for other channels.
    ChannelFull,
    /// No counter of the session serves all the items.
    NoCounterServes,
    /// An item is not in force on the day.
    ItemNotInForce {
        /// The item.
        service_item_id: String,
    },
    /// The caller's department is not responsible for an item.
    DepartmentNotResponsible {
        /// The item.
        service_item_id: String,
    },
    /// The hold has run out.
    HoldExpired,
    /// The hold is used already.
    HoldUsed,
    /// The account has as many live holds as one may have.
    TooManyHolds {
        /// How many that is.
        max_holds: u32,
    },
    /// A walk-in takes a place of today.
    WalkInTodayOnly,
    /// It is too late to cancel or move.
    CancelledTooLate {
        /// When it ended.
        cutoff: DateTime<Utc>,
    },
    /// Check-in is on the day only.
    CheckInWrongDay {
        /// The day.
        date: NaiveDate,
    },
    /// The slot has not begun.
    NoShowTooEarly {
        /// When it begins.
        start: DateTime<Utc>,
    },
    /// The counter has an unfinished ticket.
    CounterBusy {
        /// The ticket's id.
        ticket_id: String,
        /// The number on it, by which people know it.
        ticket_number: String,
    },
    /// The counter does not serve an item of the ticket.
    CounterLacksSkill,
    /// The roles exclude each other.
    RoleConflict,
    /// The caller may not hand on a role.
    GrantExceedsOwn,
    /// Nobody grants to himself.
    SelfGrant,
    /// No active administrator would be left.
    LastAdmin,
    /// Fewer places than are sold.
    PlacesBelowSold {
        /// The first day on which places are missing.
        date: NaiveDate,
    },
    /// Another row holds for part of the same time.
    ValidityOverlap,
    /// A rule of cases and their tasks.
    Case(CaseRefusal),
    /// A rule of evidence.
    Evidence(EvidenceRefusal),
    /// A rule of mandates.
    Mandate(MandateRefusal),
    /// A rule of enterprises.
    Enterprise(EnterpriseRefusal),
    /// A rule of trips.
    Trip(TripRefusal),
    /// A rule of the whitelist.
    Whitelist(WhitelistRefusal),
    /// A rule of ratings.
    Rating(RatingRefusal),
    /// A renewal cannot be planned.
    Expiry(ExpiryRefusal),
    /// A rule of residents refuses.
    Resident(ResidentRefusal),
    /// The centre appointed the department, which cannot return the referral.
    AppointedByCentre,
    /// The work carries no flags.
    NotFlagged,
    /// The referral is not assigned to the caller's department.
    ReferralOfAnotherDepartment {
        /// The department it is assigned to; none where to a unit or to nobody.
        department_id: Option<String>,
    },
    /// The source is another department's.
    SourceOfAnotherDepartment {
        /// The source.
        source_id: String,
    },
    /// A rule of expedites.
    Expedite(ExpediteRefusal),
    /// A rule of supervision.
    Supervision(SupervisionRefusal),
    /// A rule of documents.
    Document(DocumentRefusal),
}

impl Refusal {
    /// Its public name, a value of `ErrorReason` without the prefix; a test holds them together.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        match self {
            Self::StateForbids { .. } => "STATE_TRANSITION_FORBIDDEN",
            Self::CalendarNotPublished { .. } => "CALENDAR_NOT_PUBLISHED",
            Self::SlotFull => "SLOT_FULL",
            Self::SlotNotOffered => "SLOT_NOT_OFFERED",
            Self::SlotPast => "SLOT_PAST",
            Self::BookedTooLate { .. } => "BOOKED_TOO_LATE",
            Self::BeyondBookingWindow { .. } => "BEYOND_BOOKING_WINDOW",
            Self::DuplicateBooking { .. } => "DUPLICATE_BOOKING",
            Self::NoShowBlock { .. } => "NO_SHOW_BLOCK",
            Self::ChannelFull => "CHANNEL_FULL",
            Self::NoCounterServes => "NO_COUNTER_SERVES",
            Self::ItemNotInForce { .. } => "ITEM_NOT_IN_FORCE",
            Self::DepartmentNotResponsible { .. } => "DEPARTMENT_NOT_RESPONSIBLE",
            Self::HoldExpired => "HOLD_EXPIRED",
            Self::HoldUsed => "HOLD_USED",
            Self::TooManyHolds { .. } => "TOO_MANY_HOLDS",
            Self::WalkInTodayOnly => "WALK_IN_TODAY_ONLY",
            Self::CancelledTooLate { .. } => "CANCELLED_TOO_LATE",
            Self::CheckInWrongDay { .. } => "CHECK_IN_WRONG_DAY",
            Self::NoShowTooEarly { .. } => "NO_SHOW_TOO_EARLY",
            Self::CounterBusy { .. } => "COUNTER_BUSY",
            Self::CounterLacksSkill => "COUNTER_LACKS_SKILL",
            Self::RoleConflict => "ROLE_CONFLICT",
            Self::GrantExceedsOwn => "GRANT_EXCEEDS_OWN",
            Self::SelfGrant => "SELF_GRANT",
            Self::LastAdmin => "LAST_ADMIN",
            Self::PlacesBelowSold { .. } => "PLACES_BELOW_SOLD",
            Self::ValidityOverlap => "VALIDITY_OVERLAP",
            Self::Case(refusal) => refusal.reason(),
            Self::Rating(refusal) => refusal.reason(),
            Self::Expiry(refusal) => refusal.reason(),
            Self::Resident(refusal) => refusal.reason(),
            Self::AppointedByCentre => "APPOINTED_BY_CENTRE",
            Self::NotFlagged => "NOT_FLAGGED",
            Self::ReferralOfAnotherDepartment { .. } => "REFERRAL_OF_ANOTHER_DEPARTMENT",
            Self::SourceOfAnotherDepartment { .. } => "SOURCE_OF_ANOTHER_DEPARTMENT",
            Self::Expedite(refusal) => refusal.reason(),
            Self::Evidence(refusal) => refusal.reason(),
            Self::Mandate(refusal) => refusal.reason(),
            Self::Enterprise(refusal) => refusal.reason(),
            Self::Trip(refusal) => refusal.reason(),
            Self::Whitelist(refusal) => refusal.reason(),
            Self::Supervision(refusal) => refusal.reason(),
            Self::Document(refusal) => refusal.reason(),
        }
    }
}
