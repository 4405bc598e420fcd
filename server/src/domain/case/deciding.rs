//! What departments do with their tasks, and how a case ends: decided, delivered, closed,
//! withdrawn, terminated, archived, or taken up again.

use super::{Case, CaseMove, CaseRefusal, CaseState, CaseStepKind, Moment, Outcome, history::Said};
use crate::domain::{
    id::TaskId,
    legal_clock::{ClockKind, StopReason, stop},
    refusal::Refusal,
    task::{Task, TaskState, TaskStep},
};
use chrono::NaiveDate;

/// The clocks that a decision meets.
const UNTIL_DECIDED: [ClockKind; 3] =
    [ClockKind::Statutory, ClockKind::Promised, ClockKind::Expedited];
/// Every clock.
const ALL: [ClockKind; 6] = [
    ClockKind::Statutory,
    ClockKind::Promised,
    ClockKind::Expedited,
    ClockKind::Receipt,
    ClockKind::Notice,
    ClockKind::Supplement,
];

/// A decision as a department makes it.
#[derive(Clone, Debug)]
pub struct Completion {
    /// What was decided.
    pub outcome: Outcome,
    /// The department's document number.
    pub document_number: String,
    /// The day of the decision; today where none is given.
    pub decided_on: Option<NaiveDate>,
    /// The reason.
    pub reason: String,
}

impl Case {
    /// 接单.
    ///
    /// # Errors
    /// `StateForbids`.
    pub fn accept_task(&mut self, moment: &Moment<'_>, id: TaskId) -> Result<(), Vec<Refusal>> {
        self.work_task(moment, id, TaskStep::Accept, |case, task| {
            task.state = TaskState::Accepted;
            case.record(moment, CaseStepKind::TaskAccepted, Some(task), Said::default());
            Ok(())
        })
    }

    /// Records a decision. The last one decides the case; the first refusal of a joint case
    /// settles that it is not granted.
    ///
    /// # Errors
    /// `StateForbids`, `TaskDependencyOpen`, `JointRefused`.
    pub fn complete_task(
        &mut self,
        moment: &Moment<'_>,
        id: TaskId,
        completion: &Completion,
    ) -> Result<(), Vec<Refusal>> {
        let joint = self.is_joint(moment.catalogue);
        self.work_task(moment, id, TaskStep::Complete, |case, task| {
            let mut refusals = Vec::new();
            let refused = case.outcome == Some(Outcome::NotGranted);
            if refused && completion.outcome == Outcome::Granted {
                refusals.push(CaseRefusal::JointRefused.into());
            }
            if let (Some(first), false) = (case.waits(task), refused) {
                let service_item_id = first.service_item_id.clone();
                refusals.push(CaseRefusal::TaskDependencyOpen { service_item_id }.into());
            }
            if !refusals.is_empty() {
                return Err(refusals);
            }
            let decided_on = completion.decided_on.unwrap_or(moment.today);
            task.state = TaskState::Completed;
            task.outcome = Some(completion.outcome);
            task.document_number.clone_from(&completion.document_number);
            task.decided_on = Some(decided_on);
            stop(&mut task.clocks, &UNTIL_DECIDED, decided_on, StopReason::Met);
            if joint && completion.outcome == Outcome::NotGranted {
                case.outcome = Some(Outcome::NotGranted);
            }
            let said = Said {
                reason: &completion.reason,
                legal_basis: "",
                document_number: &completion.document_number,
            };
            case.record(moment, CaseStepKind::TaskCompleted, Some(task), said);
            Ok(())
        })
    }

    /// Sends a task back as another department's.
    ///
    /// # Errors
    /// `StateForbids`, `ReturnForbidden` where the department was appointed.
    pub fn return_task(
        &mut self,
        moment: &Moment<'_>,
        id: TaskId,
        reason: &str,
    ) -> Result<(), Vec<Refusal>> {
        let most = moment.catalogue.case_policy().returns_before_appointment;
        self.work_task(moment, id, TaskStep::Return, |case, task| {
            if task.returns >= most {
                return Err(vec![CaseRefusal::ReturnForbidden.into()]);
            }
            task.returns += 1;
            let last = task.returns >= most;
            task.state = if last { TaskState::AtCentre } else { TaskState::Returned };
            case.record(moment, CaseStepKind::TaskReturned, Some(task), Said::because(reason));
            Ok(())
        })
    }

    /// Gives a task to a department. `appoints` tells that the caller may do so after the last
    /// return.
    ///
    /// # Errors
    /// `StateForbids`, `AppointmentByLead`.
    pub fn reassign_task(
        &mut self,
        moment: &Moment<'_>,
        id: TaskId,
        department_id: &str,
        appoints: Appoints,
        reason: &str,
    ) -> Result<(), Vec<Refusal>> {
        self.work_task(moment, id, TaskStep::Reassign, |case, task| {
            if task.state == TaskState::AtCentre && appoints == Appoints::No {
                return Err(vec![CaseRefusal::AppointmentByLead.into()]);
            }
            task.state = TaskState::Open;
            department_id.clone_into(&mut task.department_id);
            task.assigned_at = moment.now;
            case.record(moment, CaseStepKind::TaskReassigned, Some(task), Said::because(reason));
            Ok(())
        })
    }

    /// Notes something on a task.
    ///
    /// # Errors
    /// `StateForbids`.
    pub fn note_task(
        &mut self,
        moment: &Moment<'_>,
        id: TaskId,
        note: &str,
    ) -> Result<(), Vec<Refusal>> {
        self.step(moment, |case| {
            let task = case.task(id).ok_or_else(Vec::new)?.clone();
            TaskStep::Note.check(task.state).map_err(|refusal| vec![refusal])?;
            case.record(moment, CaseStepKind::Noted, Some(&task), Said::because(note));
            Ok(())
        })
    }

    /// 送达.
    ///
    /// # Errors
    /// `StateForbids`.
    pub fn deliver(&mut self, moment: &Moment<'_>, note: &str) -> Result<(), Vec<Refusal>> {
        self.step(moment, |case| {
            case.check(CaseMove::Deliver).map_err(|refusal| vec![refusal])?;
            case.state = CaseState::Delivered;
            for task in &mut case.tasks {
                stop(&mut task.clocks, &[ClockKind::Receipt], moment.today, StopReason::Met);
            }
            case.record(moment, CaseStepKind::Delivered, None, Said::because(note));
            Ok(())
        })
    }

    /// 办结, 归档.
    ///
    /// # Errors
    /// `StateForbids`.
    pub fn close(&mut self, moment: &Moment<'_>) -> Result<(), Vec<Refusal>> {
        self.turn(moment, CaseMove::Close, CaseState::Closed, CaseStepKind::Closed, "")
    }

    /// 归档.
    ///
    /// # Errors
    /// `StateForbids`.
    pub fn archive(&mut self, moment: &Moment<'_>) -> Result<(), Vec<Refusal>> {
        self.turn(moment, CaseMove::Archive, CaseState::Archived, CaseStepKind::Archived, "")
    }

    /// Takes it up again; it waits for delivery once more.
    ///
    /// # Errors
    /// `StateForbids`.
    pub fn reopen(&mut self, moment: &Moment<'_>, reason: &str) -> Result<(), Vec<Refusal>> {
        self.turn(moment, CaseMove::Reopen, CaseState::Decided, CaseStepKind::Reopened, reason)
    }

    /// Ends it at the applicant's wish.
    ///
    /// # Errors
    /// `StateForbids`.
    pub fn withdraw(&mut self, moment: &Moment<'_>, reason: &str) -> Result<(), Vec<Refusal>> {
        self.step(moment, |case| {
            case.check(CaseMove::Withdraw).map_err(|refusal| vec![refusal])?;
            case.end(CaseState::Withdrawn, reason, moment);
            case.record(moment, CaseStepKind::Withdrawn, None, Said::because(reason));
            Ok(())
        })
    }

    /// 终止.
    ///
    /// # Errors
    /// `StateForbids`.
    pub fn terminate(
        &mut self,
        moment: &Moment<'_>,
        reason: &str,
        legal_basis: &str,
    ) -> Result<(), Vec<Refusal>> {
        self.step(moment, |case| {
            case.check(CaseMove::Terminate).map_err(|refusal| vec![refusal])?;
            case.end(CaseState::Terminated, reason, moment);
            let said = Said { reason, legal_basis, document_number: "" };
            case.record(moment, CaseStepKind::Terminated, None, said);
            Ok(())
        })
    }

    /// Ends the case before it is decided: its clocks are given up and its tasks cancelled.
    pub(super) fn end(&mut self, state: CaseState, reason: &str, moment: &Moment<'_>) {
        self.state = state;
        reason.clone_into(&mut self.reason);
        stop(&mut self.clocks, &ALL, moment.today, StopReason::Cancelled);
        for task in self.tasks.iter_mut().filter(|task| !task.state.is_over()) {
            task.state = TaskState::Cancelled;
            stop(&mut task.clocks, &ALL, moment.today, StopReason::Cancelled);
        }
    }

    fn turn(
        &mut self,
        moment: &Moment<'_>,
        step: CaseMove,
        state: CaseState,
        kind: CaseStepKind,
        reason: &str,
    ) -> Result<(), Vec<Refusal>> {
        self.step(moment, |case| {
            case.check(step).map_err(|refusal| vec![refusal])?;
            case.state = state;
            case.record(moment, kind, None, Said::because(reason));
            Ok(())
        })
    }

    /// Works on a task of an accepted case; when the last task is decided, so is the case.
    pub(super) fn work_task(
        &mut self,
        moment: &Moment<'_>,
        id: TaskId,
        step: TaskStep,
        work: impl FnOnce(&mut Self, &mut Task) -> Result<(), Vec<Refusal>>,
    ) -> Result<(), Vec<Refusal>> {
        self.step(moment, |case| {
            let place = case.tasks.iter().position(|task| task.id == id).ok_or_else(Vec::new)?;
            let mut task = case.tasks[place].clone();
            case.check(CaseMove::WorkTask).map_err(|refusal| vec![refusal])?;
            step.check(task.state).map_err(|refusal| vec![refusal])?;
            work(case, &mut task)?;
            case.tasks[place] = task;
            case.decide_if_done(moment);
            Ok(())
        })
    }

    fn decide_if_done(&mut self, moment: &Moment<'_>) {
        if !self.tasks.iter().all(|task| task.state == TaskState::Completed) {
            return;
        }
        let refused = self.tasks.iter().any(|task| task.outcome == Some(Outcome::NotGranted));
        self.outcome = Some(if refused { Outcome::NotGranted } else { Outcome::Granted });
        self.state = CaseState::Decided;
        stop(&mut self.clocks, &UNTIL_DECIDED, moment.today, StopReason::Met);
        stop(&mut self.clocks, &[ClockKind::Supplement], moment.today, StopReason::Cancelled);
        self.record(moment, CaseStepKind::Decided, None, Said::default());
    }
}

/// Whether the one who reassigns may appoint a department after the last return.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Appoints {
    /// He may.
    Yes,
    /// He may not.
    No,
}
