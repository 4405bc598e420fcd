//! A rating (好差评): what an applicant thinks of a handling, and how a bad one is made good. Nothing
//! ever waits for a rating; a bad one is closed only after a recorded call-back.

mod rectification;
mod refusal;
#[cfg(test)]
mod tests;

pub use rectification::{
    CallBack, Rectification, RectificationState, RectificationStep, RectificationStepKind, Said,
    Step,
};
pub use refusal::RatingRefusal;

use super::{
    admission::ItemSet,
    calendar::Calendar,
    caller::Scope,
    case::CaseState,
    catalogue::RatingPolicy,
    id::{AccountId, CaseId, RatingId},
    legal_clock::{ClockKind, ClockReading, LegalClock},
    refusal::Refusal,
};
use chrono::{DateTime, NaiveDate, Utc};

/// The best level.
pub const MAX_LEVEL: u32 = 5;
/// Most tags of a rating.
pub const MAX_TAGS_OF_RATING: usize = 10;
/// Most days of statistics.
pub const MAX_STATISTICS_DAYS: i64 = 366;

/// By which way a rating came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RatingChannel {
    /// The device at the counter.
    Counter,
    /// Online.
    Online,
    /// By telephone.
    Telephone,
    /// By text message.
    TextMessage,
}

impl RatingChannel {
    /// Every channel.
    pub const ALL: [Self; 4] = [Self::Counter, Self::Online, Self::Telephone, Self::TextMessage];

    /// The number it is kept as.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Counter => 1,
            Self::Online => 2,
            Self::Telephone => 3,
            Self::TextMessage => 4,
        }
    }

    /// The channel kept as a number.
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.number() == number)
    }
}

/// Who rates. Cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Rater {
    /// His name.
    pub name: String,
    /// Telephone number, or empty.
    pub phone: String,
}

/// A rating. Cannot be printed: its words may tell of a person.
#[derive(Clone, PartialEq, Eq)]
pub struct Rating {
    /// Its id.
    pub id: RatingId,
    /// Its case.
    pub case_id: CaseId,
    /// Which delivery of the case it is of; 1 for the first.
    pub handling: u32,
    /// The items of the case.
    pub items: ItemSet,
    /// 5 the best, 1 the worst.
    pub level: u32,
    /// What it is about.
    pub tags: Vec<String>,
    /// In the rater's words.
    pub text: String,
    /// By which way it came.
    pub channel: RatingChannel,
    /// Who rates, where he leaves his name.
    pub rater: Option<Rater>,
    /// When.
    pub rated_at: DateTime<Utc>,
    /// The local date, day 0 of its clocks.
    pub rated_on: NaiveDate,
    /// True where the level counts as bad.
    pub bad: bool,
    /// How a bad one is made good.
    pub rectification: Option<Rectification>,
    /// The next due date as it was last worked out, by which it is found.
    pub due_on: Option<NaiveDate>,
    /// Who recorded it.
    pub created_by: AccountId,
    /// Counts its changes.
    pub version: i64,
}

impl std::fmt::Debug for Rater {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Rater(…)")
    }
}

impl std::fmt::Debug for Rating {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Rating(…)")
    }
}

/// True where a scope may record ratings: the centre's, and that of the department that collects
/// them.
#[must_use]
pub fn collects(scope: &Scope, policy: &RatingPolicy) -> bool {
    match scope {
        Scope::Centre => true,
        Scope::Department(own) => *own == policy.platform_department_id,
    }
}

impl Rating {
    /// The earliest due date of the clocks that run; none where none runs, or where the calendar
    /// does not reach it.
    #[must_use]
    pub fn due_on(&self, calendar: &Calendar) -> Option<NaiveDate> {
        let clocks = self.rectification.iter().flat_map(|rectification| &rectification.clocks);
        let running = clocks.filter(|clock| clock.runs());
        running.filter_map(|clock| clock.due_date(&[], calendar)).min()
    }

    /// Works out the due date by which it is found. True where it moved.
    pub fn refresh_due_date(&mut self, calendar: &Calendar) -> bool {
        let due = self.due_on(calendar);
        let moved = self.due_on != due;
        self.due_on = due;
        moved
    }

    /// The rating after a calendar year moved its due date; none where it did not.
    #[must_use]
    pub fn moved_by(&self, calendar: &Calendar) -> Option<Self> {
        let mut after = self.clone();
        if !after.refresh_due_date(calendar) {
            return None;
        }
        after.version += 1;
        Some(after)
    }
}

/// A rating as it is shown to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatingView {
    /// The rating, without what is not his to see.
    pub rating: Rating,
    /// Its case; none where it would tell who rated.
    pub case_id: Option<CaseId>,
    /// Which delivery of the case it is of; none where it would tell who rated.
    pub handling: Option<u32>,
    /// When; none where it would tell who rated.
    pub rated_at: Option<DateTime<Utc>>,
    /// True where the rater left no name.
    pub anonymous: bool,
    /// What the clocks of its rectification show.
    pub clocks: Vec<(LegalClock, ClockReading)>,
    /// The earliest due date of the clocks that run.
    pub due_on: Option<NaiveDate>,
    /// True where the day it is shown is after it.
    pub overdue: bool,
}

impl RatingView {
    /// The rating as a scope shows it on a day. The rater is never shown to a department, nor what
    /// was said with him; one who left no name is not to be found by his case either, nor by the
    /// minute in which he rated.
    #[must_use]
    pub fn of(mut rating: Rating, scope: &Scope, calendar: &Calendar, day: NaiveDate) -> Self {
        let anonymous = rating.rater.is_none();
        let mut case_id = Some(rating.case_id);
        let mut handling = Some(rating.handling);
        let mut rated_at = Some(rating.rated_at);
        if *scope != Scope::Centre {
            rating.rater = None;
            rated_at = None;
            if anonymous {
                (case_id, handling) = (None, None);
            }
            if let Some(rectification) = &mut rating.rectification {
                rectification.hide_the_rater();
            }
        }
        let due_on = rating.due_on(calendar);
        let overdue = due_on.is_some_and(|due| due < day);
        let clocks = rating.rectification.iter().flat_map(|rectification| &rectification.clocks);
        let clocks = clocks.map(|clock| (clock.clone(), clock.read(&[], calendar, day))).collect();
        Self { rating, case_id, handling, rated_at, anonymous, clocks, due_on, overdue }
    }
}

/// The rectification that a rating opens; none where it is not bad.
#[must_use]
pub fn opened(level: u32, rated_on: NaiveDate, policy: &RatingPolicy) -> Option<Rectification> {
    if level > policy.bad_level {
        return None;
    }
    let basis = "国办发〔2019〕51号";
    let clock = |kind, days| LegalClock::of_working_days(kind, days, rated_on, basis);
    let clocks = [
        clock(ClockKind::Contact, policy.contact_working_days),
        clock(ClockKind::Rectify, policy.rectify_working_days),
    ];
    Some(Rectification {
        state: RectificationState::Open,
        complex: false,
        clocks: clocks.into_iter().flatten().collect(),
        steps: Vec::new(),
    })
}

/// Refuses a rating of a case that was not delivered.
///
/// # Errors
/// `StateForbids`.
pub fn may_be_rated(state: CaseState) -> Result<(), Refusal> {
    match state {
        CaseState::Delivered | CaseState::Closed => Ok(()),
        CaseState::Received
        | CaseState::MaterialNotified
        | CaseState::Accepted
        | CaseState::Suspended
        | CaseState::Decided
        | CaseState::Refused
        | CaseState::Withdrawn
        | CaseState::Terminated
        | CaseState::Archived => {
            let allowed = &["DELIVERED", "CLOSED"];
            Err(Refusal::StateForbids { current: state.name(), allowed })
        }
    }
}
