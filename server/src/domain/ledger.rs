//! What is sold of a slot, and the places that are kept of it for some minutes. A hold is a promise
//! that ends by time alone.

use super::{
    admission::{ItemSet, Sales},
    appointment::Channel,
    id::{AccountId, AppointmentId, HoldId},
    slot::SlotKey,
};
use chrono::{DateTime, Utc};

/// What is sold of a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotLedger {
    /// Which slot.
    pub slot: SlotKey,
    /// All places it had when it was last sold from.
    pub places: u32,
    /// What is sold.
    pub sales: Sales,
}

/// Why a place is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoldKind {
    /// A principal was promised it.
    Promise,
    /// An agent gave it back and it is not free yet.
    Return,
}

impl HoldKind {
    /// The number it is kept as.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Promise => 1,
            Self::Return => 2,
        }
    }
}

/// A place kept for some minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Its id.
    pub id: HoldId,
    /// Why it is kept.
    pub kind: HoldKind,
    /// Which slot.
    pub slot: SlotKey,
    /// For which channel.
    pub channel: Channel,
    /// For which items.
    pub items: ItemSet,
    /// For whom; nobody where an agent gave it back.
    pub account_id: Option<AccountId>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// The appointment that used it.
    pub used_by: Option<AppointmentId>,
}
