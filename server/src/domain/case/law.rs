//! What the dates of a case mean: whether it was filed in time, and whether the normal procedure
//! ends before the document does. Only tells; nothing is refused for it.

use super::{Case, CaseState, Moment};
use crate::domain::{
    catalogue::ServiceItem,
    legal_clock::ClockKind,
    limit::{Anchor, DeadlineQuery, compute_deadline},
};
use chrono::NaiveDate;

/// What the dates of a case suggest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseAdvice {
    /// The normal due date falls after the document's last day.
    ExpediteAdvised,
    /// Filed after the last on-time day.
    LateFiling,
    /// Even the shortest expedite ends after the document's last day.
    ExpediteTooLate,
}

/// What the document's last day means for a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseDates {
    /// The last on-time day to file.
    pub last_on_time: Option<NaiveDate>,
    /// Calendar days by which it was filed later.
    pub days_late: u32,
    /// What the dates suggest.
    pub advice: Vec<CaseAdvice>,
}

/// What the document's last day means for a case.
#[must_use]
pub fn dates(case: &Case, moment: &Moment<'_>) -> CaseDates {
    let Some(expiry) = case.document_expires_on else { return CaseDates::default() };
    let of_tasks = case.tasks.iter().map(|task| task.service_item_id.as_str());
    let items = of_tasks.filter_map(|id| moment.catalogue.service_items.get(id));
    let items: Vec<&ServiceItem> = items.map(|entry| &entry.value).collect();
    let last_on_time = items.iter().filter_map(|item| last_on_time(item, expiry, moment)).min();
    let late = last_on_time.map_or(0, |last| (case.received_on - last).num_days());
    let days_late = u32::try_from(late).unwrap_or(0);
    let mut advice = Vec::new();
    if days_late > 0 {
        advice.push(CaseAdvice::LateFiling);
    }
    if ends_after(case, expiry, moment) {
        advice.push(expedite_advice(&items, expiry, moment));
    }
    CaseDates { last_on_time, days_late, advice }
}

fn last_on_time(item: &ServiceItem, expiry: NaiveDate, moment: &Moment<'_>) -> Option<NaiveDate> {
    let limit = item.handling.filing_limit?;
    let query = DeadlineQuery { limit, anchor: Anchor::Event(expiry), suspensions: &[] };
    compute_deadline(&query, moment.calendar()).ok()?.due_date
}

/// True where the case is under way without an expedite and its normal due date, the statutory
/// one, falls after the document's last day or is not known.
fn ends_after(case: &Case, expiry: NaiveDate, moment: &Moment<'_>) -> bool {
    let shown = case.shown_clocks(moment.calendar());
    let runs = |kind| shown.iter().find(move |(clock, _)| clock.kind == kind && clock.runs());
    let under_way = matches!(case.state, CaseState::Accepted | CaseState::Suspended);
    let normal = [ClockKind::Statutory, ClockKind::Promised].into_iter().find_map(runs);
    let Some((clock, stood)) = normal.filter(|_| under_way) else { return false };
    let due = clock.due_date(stood, moment.calendar());
    runs(ClockKind::Expedited).is_none() && due.is_none_or(|due| due > expiry)
}

fn expedite_advice(items: &[&ServiceItem], expiry: NaiveDate, moment: &Moment<'_>) -> CaseAdvice {
    let days = items.iter().map(|item| item.expedited_working_days).collect::<Option<Vec<_>>>();
    let days = days.and_then(|days| days.into_iter().max());
    let end = days.map(|days| moment.calendar().add_working_days(moment.today, days));
    match end {
        Some(Ok(end)) if end <= expiry => CaseAdvice::ExpediteAdvised,
        Some(Ok(_) | Err(_)) | None => CaseAdvice::ExpediteTooLate,
    }
}
