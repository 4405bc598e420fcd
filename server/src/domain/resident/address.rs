//! Where a person stays, and whether it was registered in time: outside hotels within 24 hours of
//! the arrival (出境入境管理法 39). Hours run on every day of the year, and a late registration is
//! taken all the same; it is late, no more.

use crate::domain::calendar::Calendar;
use crate::domain::limit::{
    Anchor, DeadlineQuery, Limit, LimitDirection, LimitKind, LimitUnit, compute_deadline,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Within so many hours a stay outside hotels is registered.
pub const REGISTRATION_HOURS: u32 = 24;
/// Most addresses of a person.
pub const MAX_ADDRESSES: usize = 100;
/// Most characters of an address.
pub const MAX_ADDRESS_CHARS: usize = 200;

kept! {
    /// What kind of place a person stays at.
    AccommodationKind, 2 {
        /// A home, a dormitory, a rented flat.
        Residence = 1, "RESIDENCE";
        /// A hotel, which registers its guests itself.
        Hotel = 2, "HOTEL";
    }
}

/// A place where a person stays or stayed. Cannot be printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Its number with this person, from 1.
    pub number: u32,
    /// What kind of place it is.
    pub kind: AccommodationKind,
    /// The address.
    pub text: String,
    /// When he moved in.
    pub arrived_at: DateTime<Utc>,
    /// When he moved out.
    pub left_at: Option<DateTime<Utc>>,
    /// When the accommodation was registered.
    pub registered_at: Option<DateTime<Utc>>,
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(…)")
    }
}

impl Address {
    /// Until when the accommodation has to be registered; none for hotels.
    #[must_use]
    pub fn deadline(&self) -> Option<DateTime<Utc>> {
        if self.kind == AccommodationKind::Hotel {
            return None;
        }
        let (unit, after) = (LimitUnit::Hours, LimitDirection::After);
        let limit = Limit::new(REGISTRATION_HOURS, unit, after, LimitKind::Statutory).ok()?;
        let anchor = Anchor::EventAt(self.arrived_at);
        // Natural time asks no calendar.
        let query = DeadlineQuery { limit, anchor, suspensions: &[] };
        compute_deadline(&query, &Calendar::default()).ok()?.due_instant
    }

    /// What is wrong with it at a moment: the field, and the problem in English and in Chinese.
    #[must_use]
    pub fn faults(&self, now: DateTime<Utc>) -> Vec<(&'static str, &'static str, &'static str)> {
        let mut faults = Vec::new();
        if self.arrived_at > now {
            faults.push(("arrival_time", "must not lie in the future", "入住时间不能晚于现在"));
        }
        let between =
            |at: Option<DateTime<Utc>>| at.is_none_or(|at| self.arrived_at <= at && at <= now);
        let problem = "must lie between the arrival and now";
        if !between(self.left_at) {
            faults.push(("leave_time", problem, "迁出时间应在入住之后、现在之前"));
        }
        if !between(self.registered_at) {
            faults.push(("registration_time", problem, "登记时间应在入住之后、现在之前"));
        }
        faults
    }

    /// By how many minutes the registration was late, or is by now; a minute begun counts.
    #[must_use]
    pub fn late_minutes(&self, now: DateTime<Utc>) -> i64 {
        let Some(deadline) = self.deadline() else { return 0 };
        // Who moved out unregistered is not registered later.
        let registered = self.registered_at.unwrap_or(now);
        let late = (registered - deadline).num_seconds();
        if late <= 0 { 0 } else { late.div_euclid(60) + i64::from(late % 60 > 0) }
    }
}
