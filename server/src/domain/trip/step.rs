//! What happened to a trip, told from what it was before and is after.

use super::{Trip, TripState};
use crate::domain::{
    flag::{Flag, FlagKind},
    id::AccountId,
};
use chrono::{DateTime, Utc};

kept! {
    /// What happened.
    TripStepKind, 6 {
        /// It was filed.
        Filed = 1, "FILED";
        /// It was cancelled.
        Cancelled = 2, "CANCELLED";
        /// It was made.
        Completed = 3, "COMPLETED";
        /// A fact under it changed.
        Flagged = 4, "FLAGGED";
        /// The fact is as it was.
        FlagWithdrawn = 5, "FLAG_WITHDRAWN";
        /// Somebody looked at its flags and let it stand.
        FlagsResolved = 6, "FLAGS_RESOLVED";
    }
}

/// A step of a trip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TripStep {
    /// What.
    pub kind: TripStepKind,
    /// Who; none: a fact changed.
    pub by: Option<AccountId>,
    /// When.
    pub at: DateTime<Utc>,
    /// Which fact, of a flag.
    pub flag: Option<FlagKind>,
    /// Why.
    pub reason: String,
}

impl Trip {
    /// What has happened since it was as before; none: it was filed.
    #[must_use]
    pub fn steps_since(
        &self,
        before: Option<&Self>,
        by: Option<AccountId>,
        at: DateTime<Utc>,
    ) -> Vec<TripStep> {
        let step =
            |kind, reason: &str| TripStep { kind, by, at, flag: None, reason: reason.to_owned() };
        let Some(before) = before else {
            return vec![step(TripStepKind::Filed, "")];
        };
        if before.state != self.state {
            let kind = match self.state {
                TripState::Filed => TripStepKind::Filed,
                TripState::Cancelled => TripStepKind::Cancelled,
                TripState::Completed => return vec![step(TripStepKind::Completed, "")],
            };
            return vec![step(kind, &self.reason)];
        }
        let of_flag =
            |kind, flag: &Flag| TripStep { flag: Some(flag.kind), ..step(kind, &flag.reason) };
        let (was, is) = (&before.flags.raised, &self.flags.raised);
        let gone = was.iter().filter(|flag| !is.contains(flag));
        let (looked_at, withdrawn): (Vec<_>, Vec<_>) =
            gone.partition(|flag| self.flags.overridden.contains(flag));
        let new = is.iter().filter(|flag| !was.contains(flag));
        let mut steps: Vec<_> = new.map(|flag| of_flag(TripStepKind::Flagged, flag)).collect();
        steps.extend(withdrawn.iter().map(|flag| of_flag(TripStepKind::FlagWithdrawn, flag)));
        if !looked_at.is_empty() {
            steps.push(step(TripStepKind::FlagsResolved, &self.reason));
        }
        steps
    }
}
