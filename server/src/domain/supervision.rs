//! Supervision: reminders and cards that a due date raises as it comes near and passes. The ladder
//! is data; each rung is raised once for a task or case, in order. That something is overdue is
//! worked out here each time and never kept.

mod card;
mod ladder;
mod refusal;
#[cfg(test)]
mod tests;

pub use card::{Card, CardBasis, CardState, MAX_RECTIFICATION_CHARS, Rectification, Settlement};
pub use ladder::{Plan, due_rungs, latest_due_date, next_rung, rung_date, rung_policy};
pub use refusal::SupervisionRefusal;

use super::{
    case::{Case, CaseState},
    catalogue::Catalogue,
    id::CardId,
    legal_clock::governing,
    task::{Task, TaskState},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Most tasks and cases of one sweep; the next one goes on.
pub const MAX_SUBJECTS: u64 = 500;
/// The rule behind the alert that a renewal was not decided in time.
pub const DEEMED_RENEWAL_BASIS: &str = "行政许可法 50";
/// What the alert says of it.
const DEEMED_RENEWAL_RULE: &str = "有效期届满前未作决定，视为准予延续；只提示，不自动改变任何状态";

/// A rung of the ladder, or an alert of the law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Rung {
    /// 催办.
    Reminder,
    /// 黄牌.
    YellowCard,
    /// 红牌.
    RedCard,
    /// 升级.
    Escalation,
    /// A renewal that the law counts as granted; not of the ladder.
    LegalAlert,
}

impl Rung {
    /// Every rung, each at the place of its number less one.
    pub const ALL: [Self; 5] =
        [Self::Reminder, Self::YellowCard, Self::RedCard, Self::Escalation, Self::LegalAlert];

    /// The rungs that a ladder is made of, in order.
    pub const OF_LADDER: [Self; 4] =
        [Self::Reminder, Self::YellowCard, Self::RedCard, Self::Escalation];

    /// The number it is kept as.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Reminder => 1,
            Self::YellowCard => 2,
            Self::RedCard => 3,
            Self::Escalation => 4,
            Self::LegalAlert => 5,
        }
    }

    /// The rung kept as a number.
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|rung| rung.number() == number)
    }

    /// Its public name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reminder => "REMINDER",
            Self::YellowCard => "YELLOW_CARD",
            Self::RedCard => "RED_CARD",
            Self::Escalation => "ESCALATION",
            Self::LegalAlert => "LEGAL_ALERT",
        }
    }

    /// True where a written rectification is asked for.
    #[must_use]
    pub fn asks_rectification(self) -> bool {
        self == Self::RedCard
    }
}

/// How many cards of each rung, by its place in `Rung::ALL`.
pub type RungCounts = [u32; Rung::ALL.len()];

/// What is supervised: a task, or a received case until it is accepted.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// A task of the case.
    Task(&'a Case, &'a Task),
    /// The case itself, whose notice of missing material is due.
    Case(&'a Case),
}

impl<'a> Subject<'a> {
    /// Its id, under which a rung is raised once.
    #[must_use]
    pub const fn id(&self) -> Uuid {
        match self {
            Self::Task(_, task) => task.id.0,
            Self::Case(case) => case.id.0,
        }
    }

    /// Its case.
    #[must_use]
    pub const fn case(&self) -> &'a Case {
        match self {
            Self::Task(case, _) | Self::Case(case) => case,
        }
    }

    const fn task(&self) -> Option<&'a Task> {
        match self {
            Self::Task(_, task) => Some(task),
            Self::Case(_) => None,
        }
    }

    /// The due date that raises rungs; none where nothing is to be done or the clock stands still.
    fn due_date(&self, catalogue: &Catalogue) -> Option<NaiveDate> {
        let calendar = &catalogue.calendar;
        match self {
            Self::Task(case, task) if task.state.is_active() => {
                task.due_date(&case.suspensions, calendar)
            }
            Self::Case(case) if case.state == CaseState::Received => case.due_date(calendar),
            Self::Task(..) | Self::Case(_) => None,
        }
    }

    /// The department that has to act; empty where it is the centre.
    fn department(&self) -> &'a str {
        match self {
            Self::Task(_, task) => match task.state {
                TaskState::Returned | TaskState::AtCentre => "",
                TaskState::Waiting
                | TaskState::Open
                | TaskState::Accepted
                | TaskState::Suspended
                | TaskState::Completed
                | TaskState::Cancelled => &task.department_id,
            },
            Self::Case(_) => "",
        }
    }

    fn basis(&self, rule: &str) -> CardBasis {
        let clocks = self.task().map_or(&self.case().clocks, |task| &task.clocks);
        let clock = governing(clocks);
        CardBasis {
            clock: clock.map(|clock| (clock.kind, clock.whole_limit())),
            legal_basis: clock.map(|clock| clock.legal_basis.clone()).unwrap_or_default(),
            rule: rule.to_owned(),
        }
    }
}

/// The cards that are due of a subject, in the order of the ladder, the alert of the law last.
/// `already` are the rungs that were raised of it.
pub fn due_cards(
    subject: &Subject<'_>,
    already: &[Rung],
    catalogue: &Catalogue,
    (now, today): (DateTime<Utc>, NaiveDate),
    mut new_id: impl FnMut() -> Uuid,
) -> Vec<Card> {
    let policy = catalogue.supervision_policy();
    let last = already.iter().copied().filter(|rung| Rung::OF_LADDER.contains(rung)).max();
    let due = subject.due_date(catalogue);
    let rungs = due.map(|due| due_rungs(&policy, due, last, &catalogue.calendar, today));
    let mut cards: Vec<Card> = Vec::new();
    for Plan { rung, date } in rungs.unwrap_or_default() {
        let Some((row, due)) = rung_policy(&policy, rung).zip(due) else { continue };
        let days = row.rectification_working_days;
        let by = catalogue.calendar.add_working_days(today, days).ok();
        cards.push(Card {
            rectify_by: by.filter(|_| days > 0),
            points: row.points,
            ..card(subject, rung, (due, date), subject.basis(&row.rule), (new_id(), now))
        });
    }
    let alert_on = subject.task().filter(|task| task.state.is_active()).and_then(|t| t.alert_on);
    if let Some(on) = alert_on.filter(|on| *on <= today)
        && !already.contains(&Rung::LegalAlert)
    {
        let basis = CardBasis {
            clock: None,
            legal_basis: DEEMED_RENEWAL_BASIS.to_owned(),
            rule: DEEMED_RENEWAL_RULE.to_owned(),
        };
        let days = (on.pred_opt().unwrap_or(on), on);
        cards.push(card(subject, Rung::LegalAlert, days, basis, (new_id(), now)));
    }
    cards
}

fn card(
    subject: &Subject<'_>,
    rung: Rung,
    (due_on, rung_on): (NaiveDate, NaiveDate),
    basis: CardBasis,
    (id, now): (Uuid, DateTime<Utc>),
) -> Card {
    let case = subject.case();
    Card {
        id: CardId(id),
        rung,
        state: if rung == Rung::Reminder { CardState::Notice } else { CardState::Open },
        case_id: case.id,
        case_number: case.number.clone(),
        task_id: subject.task().map(|task| task.id),
        service_item_id: subject.task().map(|t| t.service_item_id.clone()).unwrap_or_default(),
        department_id: subject.department().to_owned(),
        basis,
        due_on,
        rung_on,
        raised_at: now,
        rectify_by: None,
        points: 0,
        rectification: None,
        settlement: None,
        version: 1,
    }
}
