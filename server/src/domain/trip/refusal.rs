//! Why a rule of trips refuses. Each has its public reason in `ErrorReason`.

use crate::domain::refusal::Refusal;
use chrono::NaiveDate;

/// One rule of trips that refuses a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TripRefusal {
    /// The trip does not lie whole within one entry.
    OutOfValidity {
        /// Which entry is nearest.
        entry_id: String,
        /// Its first day.
        from: NaiveDate,
        /// Its last day.
        until: NaiveDate,
    },
    /// The whitelist does not cover it.
    NotCovered {
        /// Why: a reason of the check.
        reason: &'static str,
        /// Which entry; empty: none.
        entry_id: String,
        /// Which word of what was asked.
        detail: &'static str,
    },
    /// The entry's trips of the month are filed.
    QuotaUsed {
        /// Which entry.
        entry_id: String,
        /// How many it gives.
        trips_a_month: u32,
    },
    /// The group's trips of the month are filed.
    GroupQuotaUsed {
        /// Which group.
        group_id: String,
        /// How many it has.
        trips_a_month: u32,
    },
    /// A person's passport does not last throughout.
    PassportEnds {
        /// Whose.
        resident_id: String,
        /// Its last day; none: he has none on record.
        until: Option<NaiveDate>,
    },
    /// A person's permit or visa does not last throughout.
    DocumentEnds {
        /// Whose.
        resident_id: String,
        /// Its last day.
        until: Option<NaiveDate>,
    },
}

impl TripRefusal {
    /// Its public name, a value of `ErrorReason` without the prefix; a test holds them together.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::OutOfValidity { .. } => "TRIP_OUT_OF_VALIDITY",
            Self::NotCovered { .. } => "TRIP_NOT_COVERED",
            Self::QuotaUsed { .. } => "TRIP_QUOTA_USED",
            Self::GroupQuotaUsed { .. } => "TRIP_GROUP_QUOTA_USED",
            Self::PassportEnds { .. } => "TRIP_PASSPORT_ENDS",
            Self::DocumentEnds { .. } => "TRIP_DOCUMENT_ENDS",
        }
    }

    /// What a client may branch on beside.
    #[must_use]
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        let day = |until: &Option<NaiveDate>| until.map(|day| day.to_string()).unwrap_or_default();
        match self {
            Self::OutOfValidity { entry_id, from, until } => vec![
                ("entry_id", entry_id.clone()),
                ("from_date", from.to_string()),
                ("until_date", until.to_string()),
            ],
            Self::NotCovered { reason, entry_id, detail } => vec![
                ("whitelist_reason", (*reason).to_owned()),
                ("entry_id", entry_id.clone()),
                ("detail", (*detail).to_owned()),
            ],
            Self::QuotaUsed { entry_id, trips_a_month } => {
                vec![("entry_id", entry_id.clone()), ("trips_a_month", trips_a_month.to_string())]
            }
            Self::GroupQuotaUsed { group_id, trips_a_month } => {
                vec![("group_id", group_id.clone()), ("trips_a_month", trips_a_month.to_string())]
            }
            Self::PassportEnds { resident_id, until }
            | Self::DocumentEnds { resident_id, until } => {
                vec![("resident_id", resident_id.clone()), ("until_date", day(until))]
            }
        }
    }
}

impl From<TripRefusal> for Refusal {
    fn from(refusal: TripRefusal) -> Self {
        Self::Trip(refusal)
    }
}
