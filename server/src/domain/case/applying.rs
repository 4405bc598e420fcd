//! From receipt to acceptance: material, the one notice of what is missing, supplement, acceptance
//! by the clerk or by the law's clock, refusal to accept.

use super::{
    Case, CaseMove, CaseRefusal, CaseState, CaseStepKind, Moment,
    history::Said,
    opening::{day_of_filing, notice_clock},
};
use crate::domain::{
    catalogue::ServiceItem,
    id::CaseId,
    legal_clock::{ClockKind, LegalClock, StopReason, stop},
    refusal::Refusal,
    task::TaskState,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Most pieces of material of a request.
pub const MAX_MATERIALS: usize = 100;
/// The rules behind clocks that no item names.
const PROMISE_BASIS: &str = "优化营商环境条例 36（承诺时限）";
const RECEIPT_BASIS: &str = "外国人入境出境管理条例 18";
const SUPPLEMENT_BASIS: &str = "容缺受理承诺";

/// Whether a piece of material is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MaterialState {
    /// It is.
    Received,
    /// It is not.
    Missing,
    /// 容缺: a substitute was accepted, and it is promised.
    Promised,
    /// Not needed in this case.
    NotApplicable,
}

/// A piece of material of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Material {
    /// Its name.
    pub name: String,
    /// Whether it is there.
    pub state: MaterialState,
    /// What was accepted in its place.
    pub substitute: String,
    /// The items that ask for it.
    pub items: Vec<String>,
}

/// Material as it is handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supplement {
    /// Its name.
    pub name: String,
    /// Whether it is there now.
    pub state: MaterialState,
    /// What is accepted in its place.
    pub substitute: String,
}

impl Case {
    /// 一次性告知: tells the applicant, once, what is missing.
    ///
    /// # Errors
    /// `NoticeGiven`, `NothingMissing`, `StateForbids`.
    pub fn notify(&mut self, moment: &Moment<'_>, notice: &str) -> Result<(), Vec<Refusal>> {
        self.step(moment, |case| {
            if case.state == CaseState::MaterialNotified {
                return Err(vec![CaseRefusal::NoticeGiven.into()]);
            }
            case.check(CaseMove::NotifyMissingMaterial).map_err(|refusal| vec![refusal])?;
            let missing: Vec<_> = case.missing().map(|material| material.name.clone()).collect();
            if missing.is_empty() {
                return Err(vec![CaseRefusal::NothingMissing.into()]);
            }
            case.state = CaseState::MaterialNotified;
            stop(&mut case.clocks, &[ClockKind::Notice], moment.today, StopReason::Met);
            let told = format!("{}{}{notice}", missing.join("；"), separator(notice));
            case.record(moment, CaseStepKind::MaterialNotified, None, Said::because(&told));
            Ok(())
        })
    }

    /// 补正, or what 容缺 promised. The caller has looked that each name is known.
    ///
    /// # Errors
    /// `StateForbids`.
    pub fn supplement(
        &mut self,
        moment: &Moment<'_>,
        given: &[Supplement],
    ) -> Result<(), Vec<Refusal>> {
        self.step(moment, |case| {
            let promised = case.materials.iter().any(|m| m.state == MaterialState::Promised);
            let before = matches!(case.state, CaseState::Received | CaseState::MaterialNotified);
            let step = match (before, promised) {
                (false, true) => CaseMove::SupplementPromised,
                (true, _) | (false, false) => CaseMove::Supplement,
            };
            case.check(step).map_err(|refusal| vec![refusal])?;
            // The first material of an application that was planned.
            if before && case.clocks.iter().all(|clock| clock.kind != ClockKind::Notice) {
                case.received_on = day_of_filing(moment);
                case.clocks.extend(notice_clock(moment, case.received_on));
            }
            for given in given {
                if let Some(known) = case.materials.iter_mut().find(|m| m.name == given.name) {
                    known.state = given.state;
                    known.substitute.clone_from(&given.substitute);
                }
            }
            let outstanding = |m: &super::Material| {
                matches!(m.state, MaterialState::Promised | MaterialState::Missing)
            };
            if !case.materials.iter().any(outstanding) {
                stop(&mut case.clocks, &[ClockKind::Supplement], moment.today, StopReason::Met);
            }
            let names: Vec<_> = given.iter().map(|given| given.name.as_str()).collect();
            let names = names.join("；");
            case.record(moment, CaseStepKind::Supplemented, None, Said::because(&names));
            Ok(())
        })
    }

    /// 受理: starts the clocks of the case and its tasks. `open_prerequisites` are the cases that
    /// must be granted first and are not.
    ///
    /// # Errors
    /// `StateForbids`, `MaterialMissing` for each piece, `PrerequisiteOpen` for each case.
    pub fn accept(
        &mut self,
        moment: &Moment<'_>,
        open_prerequisites: &[CaseId],
    ) -> Result<(), Vec<Refusal>> {
        self.step(moment, |case| {
            case.check(CaseMove::Accept).map_err(|refusal| vec![refusal])?;
            let missing = case.missing().map(|material| material.name.clone());
            let mut refusals: Vec<_> =
                missing.map(|material| CaseRefusal::MaterialMissing { material }.into()).collect();
            let open =
                |id: &CaseId| CaseRefusal::PrerequisiteOpen { case_id: id.to_string() }.into();
            refusals.extend(open_prerequisites.iter().map(open));
            if !refusals.is_empty() {
                return Err(refusals);
            }
            case.start(moment, day_of_filing(moment));
            case.record(moment, CaseStepKind::Accepted, None, Said::default());
            Ok(())
        })
    }

    /// 视为受理: where no notice was given in time, the law has accepted the case on the day it was
    /// received (行政许可法 32). True where it just did.
    pub fn lapse(&mut self, moment: &Moment<'_>) -> bool {
        let due = self.notice_due(moment);
        if self.state != CaseState::Received || due.is_none_or(|due| moment.today <= due) {
            return false;
        }
        let by_law = Moment { account_id: None, ..*moment };
        let done = self.step(&by_law, |case| {
            case.deemed_accepted = true;
            case.start(&by_law, case.received_on);
            let said = Said { legal_basis: "行政许可法 32", ..Said::default() };
            case.record(&by_law, CaseStepKind::DeemedAccepted, None, said);
            Ok(())
        });
        done.is_ok()
    }

    /// 不予受理.
    ///
    /// # Errors
    /// `StateForbids`.
    pub fn refuse(
        &mut self,
        moment: &Moment<'_>,
        reason: &str,
        legal_basis: &str,
    ) -> Result<(), Vec<Refusal>> {
        self.step(moment, |case| {
            case.check(CaseMove::Refuse).map_err(|refusal| vec![refusal])?;
            case.end(CaseState::Refused, reason, moment);
            let said = Said { reason, legal_basis, document_number: "" };
            case.record(moment, CaseStepKind::Refused, None, said);
            Ok(())
        })
    }

    /// True where an item asks for material of this name.
    #[must_use]
    pub fn knows_material(&self, name: &str) -> bool {
        self.materials.iter().any(|material| material.name == name)
    }

    /// Counts a visit to the centre, once a day.
    pub fn visit(&mut self, day: NaiveDate) {
        if !self.visits.contains(&day) {
            self.visits.push(day);
        }
    }

    fn missing(&self) -> impl Iterator<Item = &Material> {
        self.materials.iter().filter(|material| material.state == MaterialState::Missing)
    }

    fn notice_due(&self, moment: &Moment<'_>) -> Option<NaiveDate> {
        let notice = self.clocks.iter().find(|clock| clock.kind == ClockKind::Notice);
        notice.and_then(|clock| clock.due_date(&[], moment.calendar()))
    }

    /// Starts every clock from day 0.
    fn start(&mut self, moment: &Moment<'_>, day_zero: NaiveDate) {
        self.state = CaseState::Accepted;
        self.accepted_on = Some(day_zero);
        stop(&mut self.clocks, &[ClockKind::Notice], moment.today, StopReason::Met);
        let catalogue = moment.catalogue;
        let item = |id: &str| catalogue.service_items.get(id).map(|entry| &entry.value);
        let joint = self.items.iter().filter_map(item).find(|i| !i.handling.children.is_empty());
        if let Some(joint) = joint {
            self.clocks.extend(clocks_of(joint, day_zero));
        }
        if self.materials.iter().any(|m| m.state == MaterialState::Promised) {
            let days = catalogue.case_policy().supplement_working_days;
            let (kind, basis) = (ClockKind::Supplement, SUPPLEMENT_BASIS);
            self.clocks.extend(LegalClock::of_working_days(kind, days, day_zero, basis));
        }
        for task in &mut self.tasks {
            task.state = TaskState::Open;
            task.assigned_at = moment.now;
            if let Some(item) = item(&task.service_item_id) {
                task.clocks = clocks_of(item, day_zero);
            }
        }
    }
}

/// The clocks of an item that run from acceptance.
fn clocks_of(item: &ServiceItem, day_zero: NaiveDate) -> Vec<LegalClock> {
    let limits = [
        (ClockKind::Statutory, item.statutory_limit, item.legal_basis.as_str()),
        (ClockKind::Promised, item.promised_limit, PROMISE_BASIS),
        (ClockKind::Receipt, item.handling.receipt_limit, RECEIPT_BASIS),
    ];
    let clock = |(kind, limit, basis): (ClockKind, Option<_>, &str)| {
        limit.map(|limit| LegalClock::new(kind, limit, day_zero, basis))
    };
    limits.into_iter().filter_map(clock).collect()
}

const fn separator(notice: &str) -> &'static str {
    if notice.is_empty() { "" } else { "。" }
}
