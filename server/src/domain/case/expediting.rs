//! 加急: an expedite of a case is asked for, starts a clock of its own beside the others, and is
//! taken back again.

use super::{Case, CaseMove, CaseStepKind, Moment, history::Said, opening::day_of_filing};
use crate::domain::{
    catalogue::ServiceItem,
    expedite::{ExpediteRefusal, ExpediteRequest},
    id::ExpediteId,
    legal_clock::{ClockKind, LegalClock, StopReason, governing, stop},
    limit::{Limit, LimitDirection, LimitKind, LimitUnit, Suspension},
    refusal::Refusal,
};
use chrono::NaiveDate;

/// The rule behind the clock.
const EXPEDITE_BASIS: &str = "加急办理审批";

impl Case {
    /// Asks for an expedite. `open` is the one that the case has already.
    ///
    /// # Errors
    /// `StateForbids`; `Open` and what an approval would refuse.
    pub fn request_expedite(
        &mut self,
        moment: &Moment<'_>,
        request: &ExpediteRequest,
        open: Option<ExpediteId>,
    ) -> Result<(), Vec<Refusal>> {
        self.step(moment, |case| {
            case.check(CaseMove::RequestExpedite).map_err(|refusal| vec![refusal])?;
            let (needed_by, days) = (request.needed_by, request.working_days);
            let mut refusals = case.against_expedite(moment, needed_by, days);
            refusals.extend(open.map(|id| {
                let expedite_id = id.to_string();
                ExpediteRefusal::Open { expedite_id }.into()
            }));
            if !refusals.is_empty() {
                return Err(refusals);
            }
            let ground = request.ground.name();
            let said = if request.text.is_empty() { ground } else { &request.text };
            case.record(moment, CaseStepKind::ExpediteRequested, None, Said::because(said));
            Ok(())
        })
    }

    /// Starts the clock of so many working days on every undecided task that it ends sooner, and on
    /// a joint case itself; 0 is at once.
    ///
    /// # Errors
    /// `StateForbids`; `NeededByPassed`, `NotExpeditable`, `BelowMinimum` for each item,
    /// `NotSooner`.
    pub fn expedite(
        &mut self,
        moment: &Moment<'_>,
        needed_by: NaiveDate,
        working_days: u32,
        reason: &str,
    ) -> Result<(), Vec<Refusal>> {
        self.step(moment, |case| {
            case.check(CaseMove::DecideExpedite).map_err(|refusal| vec![refusal])?;
            let refusals = case.against_expedite(moment, needed_by, working_days);
            if !refusals.is_empty() {
                return Err(refusals);
            }
            case.start_expedite(moment, working_days);
            case.record(moment, CaseStepKind::Expedited, None, Said::because(reason));
            Ok(())
        })
    }

    /// Rejects what was asked for.
    ///
    /// # Errors
    /// `StateForbids`.
    pub fn reject_expedite(
        &mut self,
        moment: &Moment<'_>,
        reason: &str,
    ) -> Result<(), Vec<Refusal>> {
        self.step(moment, |case| {
            case.check(CaseMove::DecideExpedite).map_err(|refusal| vec![refusal])?;
            case.record(moment, CaseStepKind::ExpediteRejected, None, Said::because(reason));
            Ok(())
        })
    }

    /// Takes it back: its clocks are given up where they run.
    ///
    /// # Errors
    /// `StateForbids`.
    pub fn withdraw_expedite(
        &mut self,
        moment: &Moment<'_>,
        reason: &str,
    ) -> Result<(), Vec<Refusal>> {
        self.step(moment, |case| {
            case.check(CaseMove::DecideExpedite).map_err(|refusal| vec![refusal])?;
            let kinds = [ClockKind::Expedited];
            stop(&mut case.clocks, &kinds, moment.today, StopReason::Cancelled);
            for task in &mut case.tasks {
                stop(&mut task.clocks, &kinds, moment.today, StopReason::Cancelled);
            }
            case.record(moment, CaseStepKind::ExpediteWithdrawn, None, Said::because(reason));
            Ok(())
        })
    }

    /// The clock that an expedite approved at a moment starts.
    #[must_use]
    pub fn expedited_clock(moment: &Moment<'_>, working_days: u32) -> Option<LegalClock> {
        let (kind, day_zero) = (ClockKind::Expedited, day_of_filing(moment));
        if working_days > 0 {
            return LegalClock::of_working_days(kind, working_days, day_zero, EXPEDITE_BASIS);
        }
        let (unit, after) = (LimitUnit::Instant, LimitDirection::After);
        let at_once = Limit::new(0, unit, after, LimitKind::Expedited).ok()?;
        Some(LegalClock::new(kind, at_once, day_zero, EXPEDITE_BASIS))
    }

    /// Every rule against an expedite, but those of its own state.
    fn against_expedite(
        &self,
        moment: &Moment<'_>,
        needed_by: NaiveDate,
        working_days: u32,
    ) -> Vec<Refusal> {
        let mut refusals: Vec<Refusal> = Vec::new();
        if needed_by < moment.today {
            refusals.push(ExpediteRefusal::NeededByPassed { needed_by }.into());
        }
        for item in self.items_to_expedite(moment) {
            let service_item_id = item.id.clone();
            match item.expedited_working_days {
                None => refusals.push(ExpediteRefusal::NotExpeditable { service_item_id }.into()),
                Some(least) if working_days < least => {
                    let minimum_working_days = least;
                    let below =
                        ExpediteRefusal::BelowMinimum { service_item_id, minimum_working_days };
                    refusals.push(below.into());
                }
                Some(_) => {}
            }
        }
        if refusals.is_empty() && !self.clone().start_expedite(moment, working_days) {
            refusals.push(ExpediteRefusal::NotSooner.into());
        }
        refusals
    }

    /// The items of undecided tasks, and the joint items of the case.
    fn items_to_expedite<'a>(&self, moment: &Moment<'a>) -> Vec<&'a ServiceItem> {
        let catalogue = moment.catalogue;
        let item = |id: &str| catalogue.service_items.get(id).map(|entry| &entry.value);
        let joint = self.items.iter().filter_map(item);
        let joint = joint.filter(|item| !item.handling.children.is_empty());
        let undecided = self.tasks.iter().filter(|task| !task.state.is_over());
        joint.chain(undecided.filter_map(|task| item(&task.service_item_id))).collect()
    }

    /// Starts the clock where it ends sooner than what gives the due date now. True where it did on
    /// any task.
    fn start_expedite(&mut self, moment: &Moment<'_>, working_days: u32) -> bool {
        let Some(clock) = Self::expedited_clock(moment, working_days) else { return false };
        let joint = self.is_joint(moment.catalogue);
        let of_case = self.stood_still();
        let mut started = false;
        for task in self.tasks.iter_mut().filter(|task| !task.state.is_over()) {
            let stood = task.stood_still(&self.suspensions);
            if is_sooner(&clock, &task.clocks, &stood, moment) {
                task.clocks.push(clock.clone());
                started = true;
            }
        }
        if joint && started && is_sooner(&clock, &self.clocks, &of_case, moment) {
            self.clocks.push(clock);
        }
        started
    }
}

/// True where a clock ends before the one that gives the due date now, or that is not known. A time
/// in which they stand still is taken to end today.
fn is_sooner(
    clock: &LegalClock,
    clocks: &[LegalClock],
    stood: &[Suspension],
    moment: &Moment<'_>,
) -> bool {
    let resumed = |s: &Suspension| Suspension {
        suspended_on: s.suspended_on,
        resumed_on: s.resumed_on.or(Some(moment.today)),
    };
    let stood: Vec<_> = stood.iter().map(resumed).collect();
    let due = |clock: &LegalClock| clock.due_date(&stood, moment.calendar());
    match governing(clocks).and_then(due) {
        Some(normal) => due(clock).is_some_and(|expedited| expedited < normal),
        None => true,
    }
}
