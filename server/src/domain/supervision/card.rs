//! A card: what was raised against whom and why, and what became of it.

use super::{Rung, SupervisionRefusal};
use crate::domain::{
    id::{AccountId, CardId, CaseId, TaskId},
    legal_clock::ClockKind,
    limit::Limit,
    refusal::Refusal,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Longest written rectification, in characters.
pub const MAX_RECTIFICATION_CHARS: usize = 1_000;

/// Where a card stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CardState {
    /// Somebody has to act.
    Open,
    /// The department has answered in writing.
    RectificationSubmitted,
    /// 销号.
    Closed,
    /// Raised in error and taken back.
    Withdrawn,
    /// A reminder: told, and nothing to close.
    Notice,
}

impl CardState {
    /// Every state.
    pub const ALL: [Self; 5] =
        [Self::Open, Self::RectificationSubmitted, Self::Closed, Self::Withdrawn, Self::Notice];

    /// The number it is kept as.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Open => 1,
            Self::RectificationSubmitted => 2,
            Self::Closed => 3,
            Self::Withdrawn => 4,
            Self::Notice => 5,
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
            Self::Open => "OPEN",
            Self::RectificationSubmitted => "RECTIFICATION_SUBMITTED",
            Self::Closed => "CLOSED",
            Self::Withdrawn => "WITHDRAWN",
            Self::Notice => "NOTICE",
        }
    }
}

/// On what a card rests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardBasis {
    /// The clock and its limit; none for an alert of the law.
    pub clock: Option<(ClockKind, Limit)>,
    /// The rule behind the limit, with its article.
    pub legal_basis: String,
    /// The rule of supervision.
    pub rule: String,
}

/// A written rectification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rectification {
    /// What was wrong and what is done about it.
    pub text: String,
    /// Who submitted it.
    pub by: Uuid,
    /// When.
    pub at: DateTime<Utc>,
}

/// How a card was closed or taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// Why.
    pub reason: String,
    /// Who did it.
    pub by: Uuid,
    /// When.
    pub at: DateTime<Utc>,
}

/// A card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its id.
    pub id: CardId,
    /// Which rung.
    pub rung: Rung,
    /// Where it stands.
    pub state: CardState,
    /// The case.
    pub case_id: CaseId,
    /// Its number.
    pub case_number: String,
    /// The task; none where it is about the case itself.
    pub task_id: Option<TaskId>,
    /// The task's item; empty without one.
    pub service_item_id: String,
    /// The department that had to act; empty where it was the centre.
    pub department_id: String,
    /// On what it rests.
    pub basis: CardBasis,
    /// The due date, or the document's last day.
    pub due_on: NaiveDate,
    /// The day from which it was to be raised.
    pub rung_on: NaiveDate,
    /// When it was raised.
    pub raised_at: DateTime<Utc>,
    /// The new limit.
    pub rectify_by: Option<NaiveDate>,
    /// Points in the department's score.
    pub points: u32,
    /// The written rectification.
    pub rectification: Option<Rectification>,
    /// How it was closed or taken back.
    pub settlement: Option<Settlement>,
    /// Counts its changes.
    pub version: i64,
}

impl Card {
    /// The id under which its rung is raised once.
    #[must_use]
    pub fn subject_id(&self) -> Uuid {
        self.task_id.map_or(self.case_id.0, |task| task.0)
    }

    /// Answers it in writing; a later text replaces an earlier one.
    ///
    /// # Errors
    /// `RectificationNotAsked`, `StateForbids`.
    pub fn rectify(
        &mut self,
        text: &str,
        by: AccountId,
        now: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        if !self.rung.asks_rectification() {
            return Err(SupervisionRefusal::RectificationNotAsked.into());
        }
        self.allow_open()?;
        self.rectification = Some(Rectification { text: text.to_owned(), by: by.0, at: now });
        self.state = CardState::RectificationSubmitted;
        self.version += 1;
        Ok(())
    }

    /// 销号.
    ///
    /// # Errors
    /// `StateForbids`, `RectificationMissing`, `OwnRectification`.
    pub fn close(
        &mut self,
        reason: &str,
        by: AccountId,
        now: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        self.allow_open()?;
        match &self.rectification {
            None if self.rung.asks_rectification() => {
                return Err(SupervisionRefusal::RectificationMissing.into());
            }
            Some(rectification) if rectification.by == by.0 => {
                return Err(SupervisionRefusal::OwnRectification.into());
            }
            None | Some(_) => {}
        }
        self.settle(CardState::Closed, reason, by, now);
        Ok(())
    }

    /// Takes it back as raised in error; it stays on record.
    ///
    /// # Errors
    /// `StateForbids`.
    pub fn withdraw(
        &mut self,
        reason: &str,
        by: AccountId,
        now: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        match self.state {
            CardState::Withdrawn => Err(Refusal::StateForbids {
                current: self.state.name(),
                allowed: &["OPEN", "RECTIFICATION_SUBMITTED", "CLOSED", "NOTICE"],
            }),
            CardState::Open
            | CardState::RectificationSubmitted
            | CardState::Closed
            | CardState::Notice => {
                self.settle(CardState::Withdrawn, reason, by, now);
                Ok(())
            }
        }
    }

    fn settle(&mut self, state: CardState, reason: &str, by: AccountId, now: DateTime<Utc>) {
        self.state = state;
        self.settlement = Some(Settlement { reason: reason.to_owned(), by: by.0, at: now });
        self.version += 1;
    }

    fn allow_open(&self) -> Result<(), Refusal> {
        match self.state {
            CardState::Open | CardState::RectificationSubmitted => Ok(()),
            CardState::Closed | CardState::Withdrawn | CardState::Notice => {
                Err(Refusal::StateForbids {
                    current: self.state.name(),
                    allowed: &["OPEN", "RECTIFICATION_SUBMITTED"],
                })
            }
        }
    }
}
