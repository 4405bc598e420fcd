//! What a plan tells: dates with how they were counted, what limits the new document, what it costs
//! and who may file it. It only holds; how it comes about is the parent's.

use super::{Coupling, Lane, LastDay, ProxyAnswer};
use crate::domain::{
    fee::HealthCertificate,
    limit::{Deadline, OverstayHint, Provisional, WorkingDayHint},
};
use chrono::NaiveDate;

/// Until when a renewal is filed in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filing {
    /// How the last day in time was counted back from the document's last day.
    pub deadline: Deadline,
    /// The rule in words.
    pub rule: String,
    /// Its articles.
    pub legal_basis: String,
    /// Days by which a filing of now comes after it; 0 where it is in time.
    pub days_late: u32,
}

impl Filing {
    /// The last day in time: exactly so many days before is in time (C7).
    #[must_use]
    pub fn last_day(&self) -> Option<NaiveDate> {
        self.deadline.due_date
    }

    /// The last working day in time (C5).
    #[must_use]
    pub fn last_working_day(&self) -> Option<NaiveDate> {
        match self.deadline.last_working_day {
            WorkingDayHint::On(day) => Some(day),
            WorkingDayHint::Unpublished(_) | WorkingDayHint::NotApplicable => None,
        }
    }
}

/// The last days of the procedures of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Procedures {
    /// By the law's limit.
    pub statutory: Option<LastDay>,
    /// By the promised limit; the law's where nothing is promised.
    pub normal: Option<LastDay>,
    /// By the shortest expedited limit.
    pub expedited: Option<LastDay>,
}

/// A permit that is renewed first, because the new document rests on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// The item it is renewed by.
    pub service_item_id: String,
    /// Its last day as it stands.
    pub expires_on: Option<NaiveDate>,
    /// True where without it the new document would be shorter than the shortest there is.
    pub needed: bool,
    /// The day by which it is to be decided: the last working day on which the document that rests
    /// on it is filed in time.
    pub decided_by: Option<NaiveDate>,
    /// Until when it is itself filed in time.
    pub filing: Option<Filing>,
    /// The last days on which it is accepted and still decided by that day.
    pub procedures: Procedures,
    /// Where it is known to be needed: the last days on which it is accepted so that both are
    /// decided by the last day of the document that rests on it. The lane follows from them.
    pub both: Option<Procedures>,
}

/// What a renewal costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fee {
    /// In yuan, where a table gives it for the suggested length.
    pub yuan: Option<u32>,
    /// The rule behind the table.
    pub legal_basis: String,
    /// As it is published with the item.
    pub text: String,
    /// Whether the suggested length needs a health certificate.
    pub health_certificate: HealthCertificate,
}

/// How a document is renewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewal {
    /// The item.
    pub service_item_id: String,
    /// Until when it is filed in time; `None` where the item has no such rule.
    pub filing: Option<Filing>,
    /// The last days of its procedures.
    pub procedures: Procedures,
    /// The lane that is left.
    pub lane: Lane,
    /// Why the lane may turn out better, where an unpublished year decides it.
    pub lane_provisional: Option<Provisional>,
    /// The permit that is renewed first.
    pub before: Option<Before>,
    /// What limits the new document.
    pub coupling: Coupling,
    /// What is brought.
    pub materials: Vec<String>,
    /// What it costs.
    pub fee: Fee,
    /// Who may file it in his place.
    pub proxy: ProxyAnswer,
}

impl Renewal {
    /// The items in the order in which their cases are opened.
    #[must_use]
    pub fn order(&self) -> Vec<&str> {
        let first = self.before.as_ref().filter(|before| before.needed);
        first
            .map(|b| b.service_item_id.as_str())
            .into_iter()
            .chain([&*self.service_item_id])
            .collect()
    }
}

/// What an expiry means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpiryPlan {
    /// The document's last day.
    pub expires_on: NaiveDate,
    /// Days until then; below 0 when it is over.
    pub days_left: i64,
    /// How it is renewed; `None` where the centre renews no such document.
    pub renewal: Option<Renewal>,
    /// The last day on which a child qualifies, the day before he turns 18.
    pub last_day_as_a_minor: Option<NaiveDate>,
    /// What an overstay comes to, where a stay has ended.
    pub overstay: Option<OverstayHint>,
}
