//! When a limit runs out: finds the limit and the closing time in the catalogue, has the domain
//! count, and says what a reader might overlook. Never decides that something is late.

use crate::{
    domain::{
        catalogue::{Catalogue, END_OF_DAY, ServiceItem},
        limit::{
            AfterHours, Anchor, Deadline, DeadlineQuery, FilingHours, Limit, LimitDirection,
            LimitError, LimitKind, LimitUnit, Suspension, compute_deadline,
        },
        zone,
    },
    error::{Error, Result},
    service::{
        App,
        catalogue::current,
        directory::caution::{Caution, cautions},
    },
};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

/// The most suspensions of one question.
pub const MAX_SUSPENSIONS: usize = 50;

/// What a limit counts from, as asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// A local day.
    Date(NaiveDate),
    /// An instant.
    Time(DateTime<Utc>),
}

impl Start {
    /// Its local day.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        match self {
            Self::Date(date) => date,
            Self::Time(at) => zone::local_date(at),
        }
    }
}

/// Which limit is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LimitSource {
    /// One as given.
    Given(Limit),
    /// One of a service item.
    Item {
        /// The item's code.
        service_item_id: String,
        /// Which of its limits.
        kind: ItemLimit,
    },
}

/// The limits of a service item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemLimit {
    /// 法定.
    Statutory,
    /// 承诺.
    Promised,
    /// 加急.
    Expedited,
}

/// What day a limit of months starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthRule {
    /// The anchor is the first day of validity.
    Validity,
    /// The anchor is day 0.
    SinceEvent,
}

/// How a filing outside working hours is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilingRule {
    /// The day counts as it is.
    AsItIs,
    /// It is accepted on the next working day.
    NextWorkingDay,
}

/// When does a limit run out?
#[derive(Clone, Debug)]
pub struct DeadlineQuestion {
    /// What it counts from.
    pub start: Start,
    /// The limit.
    pub source: LimitSource,
    /// What day months start from.
    pub month_rule: MonthRule,
    /// How a filing outside working hours is taken.
    pub filing_rule: FilingRule,
    /// When its clock stood still.
    pub suspensions: Vec<Suspension>,
}

/// When a limit runs out.
#[derive(Clone, Debug)]
pub struct DeadlineAnswer {
    /// How it was counted.
    pub deadline: Deadline,
    /// True where the due date is known to be a working day.
    pub due_date_works: bool,
    /// Whether its clock ever stood still.
    pub was_suspended: bool,
    /// What day months started from.
    pub month_rule: MonthRule,
    /// What might be overlooked.
    pub cautions: Vec<Caution>,
}

/// Answers when a limit runs out.
///
/// # Errors
/// `Invalid` where the question has no answer; what the database says.
pub async fn answer(app: &App, question: &DeadlineQuestion) -> Result<DeadlineAnswer> {
    let catalogue = current(app).await?;
    let limit = match &question.source {
        LimitSource::Given(limit) => *limit,
        LimitSource::Item { service_item_id, kind } => {
            item_limit(&catalogue, service_item_id, *kind)?
        }
    };
    // An item's limit runs from its acceptance, which is an event.
    let month_rule = match question.source {
        LimitSource::Given(_) => question.month_rule,
        LimitSource::Item { .. } => MonthRule::SinceEvent,
    };
    check(question, &limit, month_rule)?;
    let anchor = anchor(&catalogue, question, &limit, month_rule);
    let query = DeadlineQuery { limit, anchor, suspensions: &question.suspensions };
    let deadline = compute_deadline(&query, &catalogue.calendar).map_err(refused)?;
    let works = |day| catalogue.calendar.is_working_day(day) == Ok(true);
    Ok(DeadlineAnswer {
        due_date_works: deadline.due_date.is_some_and(works),
        was_suspended: !question.suspensions.is_empty(),
        month_rule,
        cautions: cautions(&catalogue, question, &deadline),
        deadline,
    })
}

fn item_limit(catalogue: &Catalogue, id: &str, kind: ItemLimit) -> Result<Limit> {
    let unknown = || {
        let problem = "must name an item of the catalogue";
        Error::told("service_item_id", problem, "事项目录中没有这个代码")
    };
    let item = &catalogue.service_items.get(id).ok_or_else(unknown)?.value;
    let limit = match kind {
        ItemLimit::Statutory => item.statutory_limit,
        ItemLimit::Promised => item.promised_limit,
        ItemLimit::Expedited => expedited_limit(item)?,
    };
    limit.ok_or_else(|| {
        let problem = "the item has no limit of this kind";
        Error::told("service_item_limit_kind", problem, "该事项没有这种时限")
    })
}

/// The shortest expedited limit of an item; 0 working days are "at once".
fn expedited_limit(item: &ServiceItem) -> Result<Option<Limit>> {
    let Some(days) = item.expedited_working_days else { return Ok(None) };
    let unit = if days == 0 { LimitUnit::Instant } else { LimitUnit::WorkingDays };
    let limit = Limit::new(days, unit, LimitDirection::After, LimitKind::Expedited);
    limit.map(Some).map_err(Error::internal)
}

fn check(question: &DeadlineQuestion, limit: &Limit, month_rule: MonthRule) -> Result<()> {
    let suspended = !question.suspensions.is_empty();
    if suspended && limit.unit() != LimitUnit::WorkingDays {
        return Err(refused(LimitError::CannotSuspend));
    }
    if question.suspensions.len() > MAX_SUSPENSIONS {
        return Err(refused(LimitError::TooManySuspensions));
    }
    if question.filing_rule == FilingRule::NextWorkingDay {
        let validity = limit.unit() == LimitUnit::Months && month_rule == MonthRule::Validity;
        if validity || limit.direction() == LimitDirection::Before {
            let problem = "leave it out: a validity and a limit before its anchor have no filing";
            return Err(Error::invalid("filing_rule", problem));
        }
    }
    Ok(())
}

fn anchor(
    catalogue: &Catalogue,
    question: &DeadlineQuestion,
    limit: &Limit,
    month_rule: MonthRule,
) -> Anchor {
    let months = limit.unit() == LimitUnit::Months;
    if months && month_rule == MonthRule::Validity {
        return Anchor::FirstDay(question.start.date());
    }
    // Hours and minutes are natural time, whatever the hall's hours are (C5).
    let natural = matches!(limit.unit(), LimitUnit::Hours | LimitUnit::Minutes);
    match (question.start, question.filing_rule) {
        (Start::Date(date), FilingRule::NextWorkingDay) if !natural => {
            // A day without a time is a filing within its hours.
            Anchor::Filed(zone::from_local(date.and_time(NaiveTime::MIN)), hours(END_OF_DAY))
        }
        (Start::Time(at), FilingRule::NextWorkingDay) if !natural => {
            let closing = catalogue.closing_time(zone::local_date(at));
            Anchor::Filed(at, hours(closing.unwrap_or(END_OF_DAY)))
        }
        (Start::Date(date), FilingRule::AsItIs | FilingRule::NextWorkingDay) => Anchor::Event(date),
        (Start::Time(at), FilingRule::AsItIs | FilingRule::NextWorkingDay) => Anchor::EventAt(at),
    }
}

fn hours(closing_time: NaiveTime) -> FilingHours {
    FilingHours { after_hours: AfterHours::NextWorkingDay, closing_time }
}

fn refused(error: LimitError) -> Error {
    let (field, problem) = match error {
        LimitError::Amount { .. } => ("limit.amount".to_owned(), error.to_string()),
        LimitError::InstantMissing => ("anchor_time".to_owned(), error.to_string()),
        LimitError::CannotSuspend => {
            ("suspensions".to_owned(), "go with working days after an event only".to_owned())
        }
        LimitError::TooManySuspensions => {
            ("suspensions".to_owned(), format!("must be at most {MAX_SUSPENSIONS}"))
        }
        LimitError::SuspensionOutOfOrder(index) => {
            let problem = "must begin after the one before it ended, and end after it begins";
            (format!("suspensions[{index}]"), problem.to_owned())
        }
        LimitError::DateOverflow => ("anchor_date".to_owned(), error.to_string()),
    };
    Error::invalid(field, problem)
}
