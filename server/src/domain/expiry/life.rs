//! An event in a resident's life as it is kept, and what is owed because of it. A due date follows
//! from the limit each time it is asked for; that it has passed is never kept.

use super::{LifeEventKind, ObligationOwner, obligation::deadline};
use crate::domain::{
    calendar::Calendar,
    caller::Scope,
    id::{AccountId, LifeEventId, ObligationId, ResidentId},
    limit::{Deadline, Limit, LimitError},
    refusal::Refusal,
};
use chrono::{DateTime, NaiveDate, Utc};

kept! {
    /// Where an obligation stands.
    ObligationState, 3 {
        /// It is owed.
        Open = 1, "OPEN";
        /// It was met.
        Met = 2, "MET";
        /// It is not owed after all.
        Waived = 3, "WAIVED";
    }
}

/// An event in a resident's life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LifeEvent {
    /// Its id.
    pub id: LifeEventId,
    /// In whose life.
    pub resident_id: ResidentId,
    /// What happened.
    pub kind: LifeEventKind,
    /// When.
    pub at: DateTime<Utc>,
    /// Its local day.
    pub on: NaiveDate,
    /// A note.
    pub note: String,
    /// Who recorded it.
    pub recorded_by: AccountId,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// How an obligation was closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: AccountId,
    /// In words.
    pub note: String,
}

/// What somebody owes because of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// Its id.
    pub id: ObligationId,
    /// The event.
    pub event_id: LifeEventId,
    /// What happened.
    pub event: LifeEventKind,
    /// Whom it is about: the one in whose life it happened, or a dependant of his.
    pub resident_id: ResidentId,
    /// The code of its rule.
    pub code: String,
    /// Who owes it.
    pub owner: ObligationOwner,
    /// By when, from the event.
    pub limit: Limit,
    /// The instant from which it runs.
    pub from: DateTime<Utc>,
    /// The day from which it runs.
    pub from_day: NaiveDate,
    /// The item by which it is met.
    pub service_item_id: Option<String>,
    /// The department whose item it is, as it was when it was opened.
    pub department_id: Option<String>,
    /// What is to be done.
    pub text: String,
    /// The rule behind it.
    pub legal_basis: String,
    /// Where it stands.
    pub state: ObligationState,
    /// Its last day in time as it was last worked out; `None` where it is not known.
    pub due_on: Option<NaiveDate>,
    /// How it was closed.
    pub closing: Option<Closing>,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// Counts its changes.
    pub version: i64,
}

/// An obligation as it stands now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwedView {
    /// The obligation, without what is not its reader's to see.
    pub owed: Owed,
    /// How its end was counted.
    pub deadline: Deadline,
    /// True where it is owed and its end has passed.
    pub overdue: bool,
}

impl Owed {
    /// The obligation as a scope shows it: what was said at its closing is the centre's.
    #[must_use]
    pub fn seen_by(mut self, scope: &Scope) -> Self {
        if *scope != Scope::Centre
            && let Some(closing) = &mut self.closing
        {
            closing.note.clear();
        }
        self
    }

    /// Its end, counted anew.
    ///
    /// # Errors
    /// `DateOverflow` for dates at the end of what dates can express.
    pub fn deadline(&self, calendar: &Calendar) -> Result<Deadline, LimitError> {
        deadline(&self.limit, self.from, self.from_day, calendar)
    }

    /// True where it is owed and its end has passed.
    #[must_use]
    pub fn overdue(&self, deadline: &Deadline, now: DateTime<Utc>, today: NaiveDate) -> bool {
        let passed = match (deadline.due_instant, deadline.due_date) {
            (Some(instant), _) => instant < now,
            (None, Some(day)) => day < today,
            (None, None) => false,
        };
        self.state == ObligationState::Open && passed
    }

    /// The obligation after it was closed.
    ///
    /// # Errors
    /// `StateForbids` where it is closed already.
    pub fn closed(&self, state: ObligationState, closing: Closing) -> Result<Self, Refusal> {
        match self.state {
            ObligationState::Open => {
                let version = self.version + 1;
                Ok(Self { state, closing: Some(closing), version, ..self.clone() })
            }
            ObligationState::Met | ObligationState::Waived => {
                Err(Refusal::StateForbids { current: self.state.name(), allowed: &["OPEN"] })
            }
        }
    }
}
