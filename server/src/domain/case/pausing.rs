//! Clocks that stand still, and the one extension that the law allows.

use super::{Case, CaseMove, CaseRefusal, CaseState, CaseStepKind, Moment, history::Said};
use crate::domain::{
    catalogue::ServiceItem,
    flag::{Flag, FlagKind},
    id::{AccountId, TaskId},
    legal_clock::{CaseSuspension, ClockKind, LegalClock},
    refusal::Refusal,
    task::{TaskState, TaskStep},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An extension that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Working days.
    pub working_days: u32,
    /// Why.
    pub reason: String,
    /// Who asked.
    pub requested_by: Uuid,
    /// Who decided, once somebody has.
    pub decided_by: Option<Uuid>,
    /// True where it was approved.
    pub approved: bool,
}

/// Why clocks are made to stand still.
#[derive(Clone, Copy, Debug)]
pub struct Pause<'a> {
    /// Why.
    pub reason: &'a str,
    /// The legal basis.
    pub legal_basis: &'a str,
}

impl Pause<'_> {
    fn from(self, moment: &Moment<'_>) -> CaseSuspension {
        CaseSuspension {
            suspended_on: moment.today,
            resumed_on: None,
            legal_basis: self.legal_basis.to_owned(),
            reason: self.reason.to_owned(),
        }
    }

    const fn said(&self) -> Said<'_> {
        Said { reason: self.reason, legal_basis: self.legal_basis, document_number: "" }
    }
}

impl Case {
    /// 中止: stops all clocks.
    ///
    /// # Errors
    /// `StateForbids`.
    pub fn suspend(&mut self, moment: &Moment<'_>, pause: Pause<'_>) -> Result<(), Vec<Refusal>> {
        self.step(moment, |case| {
            case.check(CaseMove::Suspend).map_err(|refusal| vec![refusal])?;
            case.state = CaseState::Suspended;
            case.suspensions.push(pause.from(moment));
            case.record(moment, CaseStepKind::Suspended, None, pause.said());
            Ok(())
        })
    }

    /// Starts all clocks again.
    ///
    /// # Errors
    /// `StateForbids`.
    pub fn resume(&mut self, moment: &Moment<'_>) -> Result<(), Vec<Refusal>> {
        self.step(moment, |case| {
            case.check(CaseMove::Resume).map_err(|refusal| vec![refusal])?;
            case.state = CaseState::Accepted;
            close(&mut case.suspensions, moment);
            case.record(moment, CaseStepKind::Resumed, None, Said::default());
            Ok(())
        })
    }

    /// Stops the clocks of one task.
    ///
    /// # Errors
    /// `StateForbids`.
    pub fn suspend_task(
        &mut self,
        moment: &Moment<'_>,
        id: TaskId,
        pause: Pause<'_>,
    ) -> Result<(), Vec<Refusal>> {
        self.work_task(moment, id, TaskStep::Suspend, |case, task| {
            task.state = TaskState::Suspended;
            task.suspensions.push(pause.from(moment));
            case.record(moment, CaseStepKind::Suspended, Some(task), pause.said());
            Ok(())
        })
    }

    /// Starts the clocks of one task again.
    ///
    /// # Errors
    /// `StateForbids`, also while the whole case is suspended.
    pub fn resume_task(&mut self, moment: &Moment<'_>, id: TaskId) -> Result<(), Vec<Refusal>> {
        self.work_task(moment, id, TaskStep::Resume, |case, task| {
            if case.state == CaseState::Suspended {
                let current = case.state.name();
                return Err(vec![Refusal::StateForbids { current, allowed: &["ACCEPTED"] }]);
            }
            task.state = TaskState::Accepted;
            close(&mut task.suspensions, moment);
            case.record(moment, CaseStepKind::Resumed, Some(task), Said::default());
            Ok(())
        })
    }

    /// Asks for the one extension.
    ///
    /// # Errors
    /// `StateForbids`, `ExtensionNotAllowed`, `ExtensionUsed`.
    pub fn request_extension(
        &mut self,
        moment: &Moment<'_>,
        by: AccountId,
        reason: &str,
    ) -> Result<(), Vec<Refusal>> {
        self.step(moment, |case| {
            case.check(CaseMove::RequestExtension).map_err(|refusal| vec![refusal])?;
            let pending_or_used =
                |extension: &Extension| extension.decided_by.is_none() || extension.approved;
            if case.extension.as_ref().is_some_and(pending_or_used) {
                return Err(vec![CaseRefusal::ExtensionUsed.into()]);
            }
            let working_days = case.most_extension(moment);
            if working_days == 0 {
                return Err(vec![CaseRefusal::ExtensionNotAllowed.into()]);
            }
            case.extension = Some(Extension {
                working_days,
                reason: reason.to_owned(),
                requested_by: by.0,
                decided_by: None,
                approved: false,
            });
            case.record(moment, CaseStepKind::ExtensionRequested, None, Said::because(reason));
            Ok(())
        })
    }

    /// Approves the extension asked for: the law's clocks of case and undecided tasks run longer
    /// by what their item allows. Or rejects it.
    ///
    /// # Errors
    /// `StateForbids`, `NoRequest`, `SelfApproval`.
    pub fn decide_extension(
        &mut self,
        moment: &Moment<'_>,
        by: AccountId,
        approved: Approval,
        reason: &str,
    ) -> Result<(), Vec<Refusal>> {
        self.step(moment, |case| {
            case.check(CaseMove::DecideExtension).map_err(|refusal| vec![refusal])?;
            let pending = case.extension.as_mut().filter(|asked| asked.decided_by.is_none());
            let Some(extension) = pending else { return Err(vec![CaseRefusal::NoRequest.into()]) };
            if extension.requested_by == by.0 {
                return Err(vec![CaseRefusal::SelfApproval.into()]);
            }
            extension.decided_by = Some(by.0);
            extension.approved = approved == Approval::Approve;
            let kind = match approved {
                Approval::Approve => {
                    case.extend(moment);
                    CaseStepKind::Extended
                }
                Approval::Reject => CaseStepKind::ExtensionRejected,
            };
            let said = Said { reason, legal_basis: "行政许可法 42", document_number: "" };
            case.record(moment, kind, None, said);
            Ok(())
        })
    }

    /// Works out the due dates by a calendar that was loaded or revised.
    pub fn move_due_dates(&mut self, moment: &Moment<'_>) {
        let moved = self.step(moment, |case| {
            let from = case.due_on;
            case.refresh_due_dates(moment.calendar());
            let text = |due: Option<chrono::NaiveDate>| {
                due.map_or_else(|| "—".to_owned(), |due| due.to_string())
            };
            let said = format!("{} → {}", text(from), text(case.due_on));
            case.record(moment, CaseStepKind::DueDateMoved, None, Said::because(&said));
            Ok(())
        });
        debug_assert!(moved.is_ok(), "nothing refuses it");
    }

    /// Flags the case because a fact on which it rests has changed.
    pub fn flag(&mut self, moment: &Moment<'_>, flag: &Flag) {
        if !self.flags.raise(flag) {
            return;
        }
        let flagged = self.step(moment, |case| {
            case.record(moment, CaseStepKind::Flagged, None, Said::because(&flag.reason));
            Ok(())
        });
        debug_assert!(flagged.is_ok(), "nothing refuses it");
    }

    /// Forgets a fact that is as it was, and withdraws its flag.
    pub fn withdraw_flag(&mut self, moment: &Moment<'_>, kind: FlagKind, resource_id: &str) {
        if !self.flags.withdraw(kind, resource_id) {
            return;
        }
        let withdrawn = self.step(moment, |case| {
            case.record(moment, CaseStepKind::FlagWithdrawn, None, Said::because(kind.name()));
            Ok(())
        });
        debug_assert!(withdrawn.is_ok(), "nothing refuses it");
    }

    /// Records that somebody has looked at the flags and lets the case stand.
    pub fn resolve_flags(&mut self, moment: &Moment<'_>, reason: &str) {
        let resolved = self.step(moment, |case| {
            case.flags.resolve();
            case.record(moment, CaseStepKind::FlagsResolved, None, Said::because(reason));
            Ok(())
        });
        debug_assert!(resolved.is_ok(), "nothing refuses it");
    }

    fn extend(&mut self, moment: &Moment<'_>) {
        let items: Vec<String> = self.items.iter().map(str::to_owned).collect();
        let own = items.iter().filter_map(|id| item(moment, id));
        let own = own.filter(|item| !item.handling.children.is_empty());
        let own = own.map(|item| item.handling.extension_working_days).max().unwrap_or(0);
        lengthen(&mut self.clocks, own);
        for task in self.tasks.iter_mut().filter(|task| !task.state.is_over()) {
            let days = item(moment, &task.service_item_id);
            lengthen(&mut task.clocks, days.map_or(0, |i| i.handling.extension_working_days));
        }
    }

    fn most_extension(&self, moment: &Moment<'_>) -> u32 {
        let of_tasks = self.tasks.iter().filter(|task| !task.state.is_over());
        let of_tasks = of_tasks.map(|task| task.service_item_id.as_str());
        let items = self.items.iter().chain(of_tasks).filter_map(|id| item(moment, id));
        items.map(|item| item.handling.extension_working_days).max().unwrap_or(0)
    }
}

/// What is decided of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Approval {
    /// Approved.
    Approve,
    /// Rejected.
    Reject,
}

fn item<'a>(moment: &Moment<'a>, id: &str) -> Option<&'a ServiceItem> {
    moment.catalogue.service_items.get(id).map(|entry| &entry.value)
}

fn lengthen(clocks: &mut [LegalClock], days: u32) {
    let statutory = |clock: &&mut LegalClock| clock.kind == ClockKind::Statutory && clock.runs();
    for clock in clocks.iter_mut().filter(statutory) {
        clock.extension_days = days;
    }
}

fn close(suspensions: &mut [CaseSuspension], moment: &Moment<'_>) {
    if let Some(last) = suspensions.last_mut().filter(|last| last.resumed_on.is_none()) {
        last.resumed_on = Some(moment.today);
    }
}
