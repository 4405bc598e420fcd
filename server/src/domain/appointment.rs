//! An appointment: whom it is for, where it stands, and which step is allowed from where.

use super::{
    admission::ItemSet,
    flag::Flags,
    id::{AccountId, AppointmentId, MandateId, ResidentId, TicketId},
    refusal::Refusal,
    slot::SlotKey,
};
use chrono::{DateTime, NaiveDate, Utc};
use std::fmt;

/// Most items of one visit.
pub const MAX_ITEMS: usize = 10;
/// Longest name of a visitor or an agent, in characters.
pub const MAX_NAME_CHARS: usize = 120;
/// Longest note, in characters.
pub const MAX_NOTE_CHARS: usize = 500;
/// Longest reason or purpose, in characters.
pub const MAX_REASON_CHARS: usize = 200;

/// How a visit comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// 预约.
    Booked,
    /// 现场.
    WalkIn,
    /// 第三方代办.
    ThirdParty,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 3] = [Self::Booked, Self::WalkIn, Self::ThirdParty];

    /// Its place in [`Self::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        match self {
            Self::Booked => 0,
            Self::WalkIn => 1,
            Self::ThirdParty => 2,
        }
    }

    /// The number it is kept as.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Booked => 1,
            Self::WalkIn => 2,
            Self::ThirdParty => 3,
        }
    }

    /// The channel kept as a number.
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.number() == number)
    }
}

/// Where an appointment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AppointmentState {
    /// A place is taken.
    Booked,
    /// The visitor is here.
    CheckedIn,
    /// The visitor was served.
    Served,
    /// Cancelled.
    Cancelled,
    /// The visitor did not come.
    NoShow,
    /// Its session was closed.
    Orphaned,
}

impl AppointmentState {
    /// Every state.
    pub const ALL: [Self; 6] = [
        Self::Booked,
        Self::CheckedIn,
        Self::Served,
        Self::Cancelled,
        Self::NoShow,
        Self::Orphaned,
    ];

    /// The number it is kept as.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Booked => 1,
            Self::CheckedIn => 2,
            Self::Served => 3,
            Self::Cancelled => 4,
            Self::NoShow => 5,
            Self::Orphaned => 6,
        }
    }

    /// The state kept as a number.
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.number() == number)
    }

    /// Its public name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Booked => "BOOKED",
            Self::CheckedIn => "CHECKED_IN",
            Self::Served => "SERVED",
            Self::Cancelled => "CANCELLED",
            Self::NoShow => "NO_SHOW",
            Self::Orphaned => "ORPHANED",
        }
    }

    /// True while it takes a place in its slot.
    #[must_use]
    pub const fn takes_place(self) -> bool {
        matches!(self, Self::Booked | Self::CheckedIn | Self::Served | Self::NoShow)
    }

    /// True while it counts against one appointment a person, item and day.
    #[must_use]
    pub const fn counts_for_person(self) -> bool {
        matches!(self, Self::Booked | Self::CheckedIn | Self::Served)
    }
}

/// A step in the life of an appointment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppointmentStep {
    /// Another slot.
    Reschedule,
    /// Cancelled.
    Cancel,
    /// The visitor is here.
    CheckIn,
    /// The visitor did not come.
    NoShow,
    /// Its session was closed.
    Orphan,
    /// Its place is offered again.
    Restore,
    /// The visitor was served.
    Serve,
    /// The visitor left before he was served.
    Leave,
}

impl AppointmentStep {
    /// Every step.
    pub const ALL: [Self; 8] = [
        Self::Reschedule,
        Self::Cancel,
        Self::CheckIn,
        Self::NoShow,
        Self::Orphan,
        Self::Restore,
        Self::Serve,
        Self::Leave,
    ];

    const fn allowed(self) -> (&'static [AppointmentState], &'static [&'static str]) {
        use AppointmentState as S;
        match self {
            Self::Reschedule | Self::Cancel => (&[S::Booked, S::Orphaned], &["BOOKED", "ORPHANED"]),
            Self::CheckIn | Self::NoShow | Self::Orphan => (&[S::Booked], &["BOOKED"]),
            Self::Restore => (&[S::Orphaned], &["ORPHANED"]),
            Self::Serve | Self::Leave => (&[S::CheckedIn], &["CHECKED_IN"]),
        }
    }

    /// The state after the step.
    ///
    /// # Errors
    /// `StateForbids` with the states it is allowed from.
    pub fn from_state(self, state: AppointmentState) -> Result<AppointmentState, Refusal> {
        let (states, names) = self.allowed();
        if !states.contains(&state) {
            return Err(Refusal::StateForbids { current: state.name(), allowed: names });
        }
        Ok(match self {
            Self::Reschedule | Self::Restore => AppointmentState::Booked,
            Self::Cancel => AppointmentState::Cancelled,
            Self::CheckIn => AppointmentState::CheckedIn,
            Self::NoShow | Self::Leave => AppointmentState::NoShow,
            Self::Orphan => AppointmentState::Orphaned,
            Self::Serve => AppointmentState::Served,
        })
    }
}

/// The keyed hash by which a person is known again without storing what it is made of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonKey(pub [u8; 32]);

impl fmt::Debug for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonKey(…)")
    }
}

/// Whom a visit is for. Cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Visitor {
    /// Name as in the passport.
    pub name: String,
    /// The language to speak, BCP 47.
    pub language: String,
    /// Telephone number in E.164, or empty.
    pub phone: String,
    /// Electronic mail address, or empty.
    pub email: String,
    /// The sealed passport number.
    pub passport_sealed: Option<Vec<u8>>,
    /// The passport number masked, or empty.
    pub passport_mask: String,
    /// By which he is known again.
    pub person_key: PersonKey,
    /// Which resident he is, where that is told.
    pub resident_id: Option<ResidentId>,
}

impl fmt::Debug for Visitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Visitor(…)")
    }
}

/// An agent who acts for the visitor. Cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Agent {
    /// His or the agency's name.
    pub name: String,
    /// Telephone number in E.164, or empty.
    pub phone: String,
    /// The mandate he acts by.
    pub mandate_id: Option<MandateId>,
}

impl fmt::Debug for Agent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Agent(…)")
    }
}

/// An appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// Its id.
    pub id: AppointmentId,
    /// Its number for paper.
    pub number: String,
    /// Where it stands.
    pub state: AppointmentState,
    /// How it came about.
    pub channel: Channel,
    /// Its slot.
    pub slot: SlotKey,
    /// When the slot ends.
    pub end: DateTime<Utc>,
    /// What it is for.
    pub items: ItemSet,
    /// Whom it is for.
    pub visitor: Visitor,
    /// Who acts for him.
    pub agent: Option<Agent>,
    /// What has changed of the facts on which it rests.
    pub flags: Flags,
    /// A note.
    pub note: String,
    /// Why it was cancelled or orphaned.
    pub reason: String,
    /// Its ticket.
    pub ticket_id: Option<TicketId>,
    /// Who made it.
    pub created_by: AccountId,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// 1 for the first, for the etag.
    pub version: i64,
}

/// Which appointments are asked for.
#[derive(Clone, Debug)]
pub struct AppointmentFilter {
    /// First day.
    pub from: NaiveDate,
    /// Last day, inclusive.
    pub to: NaiveDate,
    /// In these states; all where empty.
    pub states: Vec<AppointmentState>,
    /// Of these channels; all where empty.
    pub channels: Vec<Channel>,
    /// With one of these items; any where empty.
    pub service_item_ids: Vec<String>,
    /// Of this person.
    pub person_key: Option<PersonKey>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_allowed_from_its_states_and_no_other() {
        use AppointmentState as S;
        use AppointmentStep as T;
        let allowed = |step: T| match step {
            T::Reschedule | T::Cancel => vec![S::Booked, S::Orphaned],
            T::CheckIn | T::NoShow | T::Orphan => vec![S::Booked],
            T::Restore => vec![S::Orphaned],
            T::Serve | T::Leave => vec![S::CheckedIn],
        };
        for step in T::ALL {
            for state in S::ALL {
                let done = step.from_state(state);
                assert_eq!(done.is_ok(), allowed(step).contains(&state), "{step:?} {state:?}");
                if let Err(Refusal::StateForbids { current, allowed }) = done {
                    assert_eq!(current, state.name());
                    assert!(!allowed.contains(&current));
                }
            }
        }
    }
}
