//! A referral as it is shown, with its clocks as they stand at that moment.

use super::{Clock, ClockKind, Referral, clocks, next_due};
use crate::domain::{catalogue::Catalogue, limit::LimitError};
use chrono::{DateTime, Duration, Utc};

/// A referral with its clocks, as they stand at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferralView {
    /// The referral.
    pub referral: Referral,
    /// Its clocks.
    pub clocks: Vec<Clock>,
    /// The clock of natural time that runs out next.
    pub due_clock: ClockKind,
    /// When.
    pub due_at: DateTime<Utc>,
    /// What is left of it; nothing where the referral is closed.
    pub left: Option<Duration>,
}

impl ReferralView {
    /// A referral as it stands at an instant.
    ///
    /// # Errors
    /// Where a limit or date cannot be expressed.
    pub fn of(
        referral: Referral,
        catalogue: &Catalogue,
        now: DateTime<Utc>,
    ) -> Result<Self, LimitError> {
        let clocks = clocks(&referral, catalogue, now)?;
        let (due_clock, due_at) = next_due(&referral)?;
        let left = referral.state.is_unfinished().then(|| due_at - now);
        Ok(Self { referral, clocks, due_clock, due_at, left })
    }
}
