//! How a bad rating is made good: contact, mend, call back, close. Every step is kept with who,
//! when and what was said.

use super::{Rating, RatingRefusal};
use crate::domain::{
    catalogue::RatingPolicy,
    legal_clock::{ClockKind, LegalClock, StopReason, stop},
    limit::{Limit, LimitDirection, LimitKind, LimitUnit},
    refusal::Refusal,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where a rectification stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RectificationState {
    /// The rater is to be contacted.
    Open,
    /// Contacted; to be mended.
    Contacted,
    /// Mended; the rater is to be called back.
    Submitted,
    /// Called back.
    CalledBack,
    /// Closed.
    Closed,
}

impl RectificationState {
    /// Every state.
    pub const ALL: [Self; 5] =
        [Self::Open, Self::Contacted, Self::Submitted, Self::CalledBack, Self::Closed];

    /// The number it is kept as.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Open => 1,
            Self::Contacted => 2,
            Self::Submitted => 3,
            Self::CalledBack => 4,
            Self::Closed => 5,
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
            Self::Contacted => "CONTACTED",
            Self::Submitted => "SUBMITTED",
            Self::CalledBack => "CALLED_BACK",
            Self::Closed => "CLOSED",
        }
    }
}

/// What a call-back came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CallBack {
    /// The rater is satisfied.
    Satisfied,
    /// He is not.
    NotSatisfied,
    /// He left no name and cannot be called.
    NotPossible,
}

/// What a step of a rectification was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RectificationStepKind {
    /// The rater was contacted.
    Contacted,
    /// It was marked as complex.
    MarkedComplex,
    /// It was mended.
    Submitted,
    /// The rater was called back.
    CalledBack,
    /// It was closed.
    Closed,
}

/// A step that somebody takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Contacts the rater.
    Contact,
    /// Gives it the longer limit.
    MarkComplex,
    /// Mends it.
    Submit,
    /// Calls the rater back.
    CallBack(CallBack),
    /// Closes it.
    Close,
}

impl Step {
    /// The event that tells of it.
    #[must_use]
    pub const fn event(self) -> &'static str {
        match self {
            Self::Contact => "rating.contacted",
            Self::MarkComplex => "rating.marked_complex",
            Self::Submit => "rating.rectified",
            Self::CallBack(_) => "rating.called_back",
            Self::Close => "rating.closed",
        }
    }

    const fn kind(self) -> RectificationStepKind {
        match self {
            Self::Contact => RectificationStepKind::Contacted,
            Self::MarkComplex => RectificationStepKind::MarkedComplex,
            Self::Submit => RectificationStepKind::Submitted,
            Self::CallBack(_) => RectificationStepKind::CalledBack,
            Self::Close => RectificationStepKind::Closed,
        }
    }

    const fn allowed(self) -> (&'static [RectificationState], &'static [&'static str]) {
        use RectificationState as S;
        match self {
            Self::Contact => (&[S::Open], &["OPEN"]),
            Self::MarkComplex => (&[S::Open, S::Contacted], &["OPEN", "CONTACTED"]),
            Self::Submit => (&[S::Contacted], &["CONTACTED"]),
            Self::CallBack(_) => (&[S::Submitted], &["SUBMITTED"]),
            Self::Close => (&[S::CalledBack], &["CALLED_BACK"]),
        }
    }

    const fn leads_to(self, from: RectificationState) -> RectificationState {
        match self {
            Self::Contact | Self::CallBack(CallBack::NotSatisfied) => RectificationState::Contacted,
            Self::MarkComplex => from,
            Self::Submit => RectificationState::Submitted,
            Self::CallBack(CallBack::Satisfied | CallBack::NotPossible) => {
                RectificationState::CalledBack
            }
            Self::Close => RectificationState::Closed,
        }
    }
}

/// A step that was taken. Cannot be printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RectificationStep {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub kind: RectificationStepKind,
    /// Who.
    pub by: Uuid,
    /// What was said or done.
    pub text: String,
    /// What a call-back came to.
    pub outcome: Option<CallBack>,
}

impl std::fmt::Debug for RectificationStep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RectificationStep(…)")
    }
}

/// How a bad rating is made good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rectification {
    /// Where it stands.
    pub state: RectificationState,
    /// True where it is complex.
    pub complex: bool,
    /// Its clocks.
    pub clocks: Vec<LegalClock>,
    /// What happened, in order.
    pub steps: Vec<RectificationStep>,
}

impl Rectification {
    /// What was said with the rater is not for those he rated; what they wrote themselves is.
    pub(super) fn hide_the_rater(&mut self) {
        for step in &mut self.steps {
            if step.kind != RectificationStepKind::Submitted {
                step.text.clear();
            }
        }
    }

    fn run_on(&mut self) {
        for clock in self.clocks.iter_mut().filter(|clock| clock.kind == ClockKind::Rectify) {
            clock.stop = None;
        }
    }

    fn lengthen(&mut self, days: u32) {
        let (unit, after) = (LimitUnit::WorkingDays, LimitDirection::After);
        let limit = Limit::new(days, unit, after, LimitKind::Internal);
        let rectify = |clock: &&mut LegalClock| clock.kind == ClockKind::Rectify && clock.runs();
        if let (Ok(limit), Some(clock)) = (limit, self.clocks.iter_mut().find(rectify)) {
            clock.limit = limit;
        }
    }
}

/// Who takes a step, when, and what is said.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// When.
    pub now: DateTime<Utc>,
    /// The local date.
    pub today: NaiveDate,
    /// Who.
    pub by: Uuid,
    /// What is said.
    pub text: &'a str,
}

impl Rating {
    /// The rating after a step of its rectification; its due date is to be worked out anew.
    ///
    /// # Errors
    /// `StateForbids`, also where it is not bad; `ComplexAlready`, `CallBackMissing`,
    /// `CallBackOwed`.
    pub fn after(
        &self,
        step: Step,
        policy: &RatingPolicy,
        said: Said<'_>,
    ) -> Result<Self, Refusal> {
        let (states, allowed) = step.allowed();
        let Some(rectification) = &self.rectification else {
            return Err(Refusal::StateForbids { current: "NOT_BAD", allowed });
        };
        let state = rectification.state;
        if step == Step::Close && state != RectificationState::Closed {
            let called = |step: &RectificationStep| {
                step.outcome.is_some_and(|outcome| outcome != CallBack::NotSatisfied)
            };
            if !rectification.steps.iter().any(called) {
                return Err(RatingRefusal::CallBackMissing.into());
            }
        }
        if !states.contains(&state) {
            return Err(Refusal::StateForbids { current: state.name(), allowed });
        }
        if step == Step::MarkComplex && rectification.complex {
            return Err(RatingRefusal::ComplexAlready.into());
        }
        let outcome = match step {
            Step::CallBack(outcome) => Some(outcome),
            Step::Contact | Step::MarkComplex | Step::Submit | Step::Close => None,
        };
        if outcome == Some(CallBack::NotPossible) && self.rater.is_some() {
            return Err(RatingRefusal::CallBackOwed.into());
        }
        let mut after = self.clone();
        if let Some(rectification) = &mut after.rectification {
            rectification.take(step, policy, said, outcome);
        }
        after.version += 1;
        Ok(after)
    }
}

impl Rectification {
    fn take(
        &mut self,
        step: Step,
        policy: &RatingPolicy,
        said: Said<'_>,
        outcome: Option<CallBack>,
    ) {
        self.state = step.leads_to(self.state);
        match step {
            Step::Contact => {
                stop(&mut self.clocks, &[ClockKind::Contact], said.today, StopReason::Met);
            }
            Step::MarkComplex => {
                self.complex = true;
                self.lengthen(policy.complex_rectify_working_days);
            }
            Step::Submit => {
                stop(&mut self.clocks, &[ClockKind::Rectify], said.today, StopReason::Met);
            }
            // What is not mended to his satisfaction runs on in the same limit.
            Step::CallBack(CallBack::NotSatisfied) => self.run_on(),
            Step::CallBack(CallBack::Satisfied | CallBack::NotPossible) | Step::Close => {}
        }
        self.steps.push(RectificationStep {
            at: said.now,
            kind: step.kind(),
            by: said.by,
            text: said.text.to_owned(),
            outcome,
        });
    }
}
