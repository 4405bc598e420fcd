//! Expedites, what they do and their statistics as messages carry them.

use crate::{
    api::{
        directory::convert::count,
        fields::{self, date, timestamp},
    },
    domain::{
        expedite::{
            DisplacedTask, Displacement, DueDateChange, Expedite, ExpediteEffect, ExpediteState,
            ExpediteStep, ExpediteWarning,
        },
        id::{CaseId, Id as _, TaskId, WhitelistEntryId},
    },
    service::expedite::{Counts, Statistics},
};
use frsc_proto::v1 as pb;

/// An expedite as messages carry it.
pub(in crate::api) fn encode(of: &Expedite) -> pb::Expedite {
    let request = &of.request;
    let (decision, withdrawal) = (of.decision.as_ref(), of.withdrawal.as_ref());
    let by = |step: Option<&ExpediteStep>| step.map(|step| step.by.text()).unwrap_or_default();
    let reason =
        |step: Option<&ExpediteStep>| step.map(|step| step.reason.clone()).unwrap_or_default();
    pb::Expedite {
        expedite_id: of.id.text(),
        case_id: of.case_id.text(),
        case_number: of.case_number.clone(),
        state: of.state.number(),
        ground: request.ground.number(),
        text: request.text.clone(),
        needed_by_date: Some(date(request.needed_by)),
        evidence_references: request.evidence.clone(),
        working_days: count(request.working_days),
        granted_working_days: of.granted_working_days.map(count),
        requester_id: of.requested_by.text(),
        request_time: Some(timestamp(of.requested_at)),
        approver_id: by(decision),
        decide_time: decision.map(|step| timestamp(step.at)),
        decision_reason: reason(decision),
        withdrawer_id: by(withdrawal),
        withdraw_time: withdrawal.map(|step| timestamp(step.at)),
        withdraw_reason: reason(withdrawal),
        displaced_tasks: count(of.costs.iter().map(|cost| cost.displaced).sum()),
        would_be_overdue_tasks: count(of.costs.iter().map(|cost| cost.would_be_overdue).sum()),
        etag: fields::etag(of.version),
    }
}

/// What an expedite does as messages carry it.
pub(super) fn encode_effect(of: &ExpediteEffect) -> pb::ExpediteEffect {
    pb::ExpediteEffect {
        working_days: count(of.working_days),
        start_date: Some(date(of.day_zero)),
        expedited_due_date: of.due_on.map(date),
        due_dates: of.due_dates.iter().map(encode_due_date).collect(),
        warnings: of.warnings.iter().map(encode_warning).collect(),
        displacements: of.displacements.iter().map(encode_displacement).collect(),
        approved_that_day: count(of.approved_that_day),
        quota_a_day: count(of.quota_a_day),
        whitelist_entry_id: of.lane_entry.map(|id| WhitelistEntryId(id).text()).unwrap_or_default(),
    }
}

fn encode_due_date(of: &DueDateChange) -> pb::ExpediteDueDate {
    pb::ExpediteDueDate {
        task_id: of.task_id.map(|id| TaskId(id).text()).unwrap_or_default(),
        service_item_id: of.service_item_id.clone(),
        department_id: of.department_id.clone(),
        before_date: of.before.map(date),
        after_date: of.after.map(date),
    }
}

fn encode_warning(of: &ExpediteWarning) -> pb::ExpediteWarning {
    use pb::ExpediteWarningKind as Kind;
    let of_kind = |kind: Kind| pb::ExpediteWarning { kind: kind.into(), ..Default::default() };
    match of {
        ExpediteWarning::LongerThanADay { rest_days } => {
            pb::ExpediteWarning { rest_days: count(*rest_days), ..of_kind(Kind::LongerThanADay) }
        }
        ExpediteWarning::SpansHoliday { names } => {
            pb::ExpediteWarning { holiday_names: names.clone(), ..of_kind(Kind::SpansHoliday) }
        }
        ExpediteWarning::CountsAdjustedWorkdays { days } => pb::ExpediteWarning {
            workday_dates: days.iter().copied().map(date).collect(),
            ..of_kind(Kind::CountsAdjustedWorkdays)
        },
        ExpediteWarning::Provisional { year } => {
            pb::ExpediteWarning { missing_year: *year, ..of_kind(Kind::Provisional) }
        }
        ExpediteWarning::DueAfterNeededBy { last } => {
            pb::ExpediteWarning { last_date: Some(date(*last)), ..of_kind(Kind::DueAfterNeededBy) }
        }
        ExpediteWarning::DueAfterDocumentExpiry { last } => pb::ExpediteWarning {
            last_date: Some(date(*last)),
            ..of_kind(Kind::DueAfterDocumentExpiry)
        },
        ExpediteWarning::MakesOthersOverdue { tasks } => {
            pb::ExpediteWarning { tasks: count(*tasks), ..of_kind(Kind::MakesOthersOverdue) }
        }
    }
}

fn encode_displacement(of: &Displacement) -> pb::Displacement {
    pb::Displacement {
        department_id: of.department_id.clone(),
        open_tasks: count(of.open_tasks),
        tasks_a_day: count(of.tasks_a_day),
        displaced_tasks: count(of.displaced),
        would_be_overdue_tasks: count(of.would_be_overdue),
        tasks: of.tasks.iter().map(encode_displaced).collect(),
    }
}

fn encode_displaced(of: &DisplacedTask) -> pb::DisplacedTask {
    pb::DisplacedTask {
        task_id: TaskId(of.task_id).text(),
        case_id: CaseId(of.case_id).text(),
        case_number: of.case_number.clone(),
        service_item_id: of.service_item_id.clone(),
        due_date: of.due_on.map(date),
        places: count(of.places),
        would_be_overdue: of.would_be_overdue,
    }
}

/// Statistics as messages carry them.
pub(super) fn encode_statistics(of: &Statistics) -> pb::GetExpediteStatisticsResponse {
    let grounds = of.grounds.iter().map(|(ground, counts)| pb::ExpediteGroundCounts {
        ground: ground.number(),
        counts: Some(encode_counts(counts)),
    });
    let departments = of.departments.iter().map(|(id, counts)| pb::ExpediteDepartmentCounts {
        department_id: id.clone(),
        counts: Some(encode_counts(counts)),
    });
    let approvers = of.approvers.iter().map(|(id, counts)| pb::ExpediteApproverCounts {
        approver_id: id.text(),
        counts: Some(encode_counts(counts)),
    });
    pb::GetExpediteStatisticsResponse {
        total: Some(encode_counts(&of.total)),
        grounds: grounds.collect(),
        departments: departments.collect(),
        approvers: approvers.collect(),
    }
}

fn encode_counts(of: &Counts) -> pb::ExpediteCounts {
    let number = |state| of.get(&state).copied().unwrap_or(0);
    let (approved, rejected) = (number(ExpediteState::Approved), number(ExpediteState::Rejected));
    let share = (u64::from(rejected) * 1_000).checked_div(u64::from(approved + rejected));
    pb::ExpediteCounts {
        requested: count(number(ExpediteState::Requested)),
        approved: count(approved),
        rejected: count(rejected),
        withdrawn: count(number(ExpediteState::Withdrawn)),
        lapsed: count(number(ExpediteState::Lapsed)),
        rejected_permille: share.and_then(|share| i32::try_from(share).ok()).unwrap_or(0),
    }
}
