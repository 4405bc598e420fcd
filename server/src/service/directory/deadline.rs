//! When a limit runs out: finds the limit and the closing time in the catalogue, has the domain count,
//! and says what a reader might overlook. Never decides that something is late.

use crate::{
    domain::{
        calendar::Day,
        catalogue::{Catalogue, ServiceItem},
        limit::{
            AfterHours, Anchor, Deadline, DeadlineQuery, FilingHours, Limit, LimitDirection,
            LimitError, LimitKind, LimitUnit, Suspension, WorkingDayHint, compute_deadline,
        },
        zone,
    },
    error::{Error, Result},
    service::{App, catalogue::current},
};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

/// The most suspensions of one question.
pub const MAX_SUSPENSIONS: usize = 50;
/// A day without opening hours takes filings to its end.
const END_OF_DAY: NaiveTime = NaiveTime::from_hms_opt(23, 59, 59).expect("a time of day");

/// What a limit counts from, as asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// A local day.
    Date(NaiveDate),
    /// An instant.
    Time(DateTime<Utc>),
}

impl Start {
    fn date(self) -> NaiveDate {
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

/// What a reader of a deadline might overlook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caution {
    /// One working day is not 24 hours here.
    OneWorkingDayIsLonger {
        /// Days off between.
        rest_days: u32,
    },
    /// Holidays lie between and do not count.
    SpansHoliday {
        /// Their names, each once.
        names: Vec<String>,
    },
    /// Weekend days that are worked (调休) count.
    CountsAdjustedWorkdays {
        /// The days.
        days: Vec<NaiveDate>,
    },
    /// The limit ends on a day off and does not move.
    DoesNotMove {
        /// The last working day before it.
        last_working_day: NaiveDate,
    },
    /// Whether the last day works is not known: the year is not published.
    WorkingDayUnknown {
        /// The year.
        year: i32,
    },
    /// The due date is provisional.
    Provisional {
        /// The unpublished year.
        year: i32,
    },
    /// The filing was made outside working hours.
    AcceptedLater {
        /// The day it is accepted on.
        accepted: NaiveDate,
    },
    /// The clock stands still.
    Suspended {
        /// Since when.
        since: NaiveDate,
    },
    /// The limit had run out before its clock was stopped.
    RanOutBeforeSuspension,
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
    let unknown = || Error::invalid("service_item_id", "must name an item of the catalogue");
    let item = &catalogue.service_items.get(id).ok_or_else(unknown)?.value;
    let limit = match kind {
        ItemLimit::Statutory => item.statutory_limit,
        ItemLimit::Promised => item.promised_limit,
        ItemLimit::Expedited => expedited_limit(item)?,
    };
    limit.ok_or_else(|| {
        Error::invalid("service_item_limit_kind", "the item has no limit of this kind")
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

fn cautions(
    catalogue: &Catalogue,
    question: &DeadlineQuestion,
    deadline: &Deadline,
) -> Vec<Caution> {
    let mut cautions = Vec::new();
    if question.filing_rule == FilingRule::NextWorkingDay
        && let Some(accepted) = deadline.day_zero.filter(|day| *day != question.start.date())
    {
        cautions.push(Caution::AcceptedLater { accepted });
    }
    if let Some(provisional) = &deadline.provisional {
        cautions.push(Caution::Provisional { year: provisional.missing_year });
    }
    if let Some(since) = deadline.suspended_since {
        cautions.push(Caution::Suspended { since });
    }
    let due = deadline.due_date;
    let late = |stop: &Suspension| due.is_some_and(|due| due < stop.suspended_on);
    if question.suspensions.iter().any(late) {
        cautions.push(Caution::RanOutBeforeSuspension);
    }
    match deadline.last_working_day {
        WorkingDayHint::On(day) if Some(day) != due => {
            cautions.push(Caution::DoesNotMove { last_working_day: day });
        }
        WorkingDayHint::Unpublished(year) => cautions.push(Caution::WorkingDayUnknown { year }),
        WorkingDayHint::On(_) | WorkingDayHint::NotApplicable => {}
    }
    cautions.extend(between(catalogue, deadline));
    cautions
}

/// What lies between day 0 and the due date of a limit in working days.
fn between(catalogue: &Catalogue, deadline: &Deadline) -> Vec<Caution> {
    let (LimitUnit::WorkingDays, Some(day_zero), Some(due)) =
        (deadline.limit.unit(), deadline.day_zero, deadline.due_date)
    else {
        return Vec::new();
    };
    let (mut names, mut days) = (Vec::<String>::new(), Vec::new());
    let (from, to) = (day_zero.min(due), day_zero.max(due));
    for day in from.iter_days().take_while(|day| *day <= to).filter(|day| *day != day_zero) {
        match catalogue.calendar.describe(day) {
            Ok(Day::Holiday(name)) if !names.iter().any(|known| known == name) => {
                names.push(name.to_owned());
            }
            Ok(Day::AdjustedWorkday(_)) if deadline.counted.iter().any(|c| c.date == day) => {
                days.push(day);
            }
            Ok(Day::Working | Day::Weekend | Day::Holiday(_) | Day::AdjustedWorkday(_))
            | Err(_) => {}
        }
    }
    let rest_days = deadline.rest_days_between;
    let one = deadline.limit.amount() == 1 && rest_days > 0;
    let one = one.then_some(Caution::OneWorkingDayIsLonger { rest_days });
    let holidays = (!names.is_empty()).then_some(Caution::SpansHoliday { names });
    let worked = (!days.is_empty()).then_some(Caution::CountsAdjustedWorkdays { days });
    one.into_iter().chain(holidays).chain(worked).collect()
}
