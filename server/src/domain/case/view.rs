//! A case as it is shown to somebody: without what is not his to see, with what its clocks show and
//! what its dates mean at that moment.

use super::{Case, CaseDates, Moment, dates};
use crate::domain::{
    caller::Scope,
    legal_clock::{ClockReading, LegalClock},
    limit::Suspension,
};
use chrono::NaiveDate;

/// A case as it is shown to somebody, with what its dates mean today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseView {
    /// The case, without what is not his to see.
    pub case: Case,
    /// What its clocks show.
    pub clocks: Vec<(LegalClock, ClockReading)>,
    /// What the document's last day means.
    pub dates: CaseDates,
    /// Its due date.
    pub due_on: Option<NaiveDate>,
}

impl CaseView {
    /// The case as a scope shows it at a moment; what the law's clock has done by then is done.
    #[must_use]
    pub fn of(mut case: Case, scope: &Scope, moment: &Moment<'_>) -> Self {
        case.lapse(moment);
        let case = case.seen_by(scope);
        let calendar = moment.calendar();
        let read = |(clock, stood): (LegalClock, Vec<Suspension>)| {
            let reading = clock.read(&stood, calendar, moment.today);
            (clock, reading)
        };
        let clocks = case.shown_clocks(calendar).into_iter().map(read).collect();
        let due_on = if case.state.is_open() { case.due_date(calendar) } else { None };
        Self { clocks, dates: dates(&case, moment), due_on, case }
    }
}
