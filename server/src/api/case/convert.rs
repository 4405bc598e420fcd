//! Cases, their clocks and steps as messages carry them; passport numbers masked.

use crate::{
    api::{
        appointment::encode_flag,
        directory::convert::{count, limit_message, provisional},
        fields::{self, date, timestamp},
    },
    domain::{
        appointment::Visitor,
        case::{
            Case, CaseAdvice, CaseAgent, CaseStep, CaseStepKind, CaseView, Extension, Material,
            MaterialState, Outcome,
        },
        id::{AccountId, Id as _},
        legal_clock::{CaseSuspension, ClockKind, ClockReading, LegalClock, StopReason},
        proxy::ProxyGround,
    },
    service::directory::deadline::MonthRule,
};
use frsc_proto::v1 as pb;

/// A case as messages carry it.
pub(in crate::api) fn encode(view: &CaseView) -> pb::Case {
    let case = &view.case;
    let advice = view.dates.advice.iter().map(|advice| advice_number(*advice)).collect();
    let clocks = view.clocks.iter().map(|(clock, reading)| encode_clock(clock, reading)).collect();
    pb::Case {
        case_id: case.id.text(),
        case_number: case.number.clone(),
        state: case.state.number(),
        service_item_ids: case.items.iter().map(str::to_owned).collect(),
        applicant: Some(encode_applicant(&case.applicant)),
        agent: case.agent.as_ref().map(encode_agent),
        flags: case.flags.raised.iter().map(encode_flag).collect(),
        channel: case.channel.number(),
        appointment_id: case.appointment_id.map(|id| id.text()).unwrap_or_default(),
        ticket_id: case.ticket_id.map(|id| id.text()).unwrap_or_default(),
        external_reference: case.external_reference.as_ref().map(|reference| {
            let (source, external_id) = (reference.source.clone(), reference.external_id.clone());
            pb::ExternalReference { source, external_id }
        }),
        receive_time: Some(timestamp(case.received_at)),
        received_date: Some(date(case.received_on)),
        accepted_date: case.accepted_on.map(date),
        deemed_accepted: case.deemed_accepted,
        materials: case.materials.iter().map(encode_material).collect(),
        clocks,
        suspensions: case.suspensions.iter().map(encode_suspension).collect(),
        tasks: encode_tasks(case),
        document_id: case.document_id.map(|id| id.text()).unwrap_or_default(),
        document_expiry_date: case.document_expires_on.map(date),
        last_on_time_date: view.dates.last_on_time.map(date),
        days_late: count(view.dates.days_late),
        advice,
        visits: i32::try_from(case.visits.len()).unwrap_or(i32::MAX),
        extension: case.extension.as_ref().map(encode_extension),
        outcome: outcome(case.outcome),
        note: case.note.clone(),
        prerequisite_case_ids: case.prerequisites.iter().map(|id| id.text()).collect(),
        create_time: Some(timestamp(case.created_at)),
        update_time: Some(timestamp(case.updated_at)),
        due_date: view.due_on.map(date),
        reason: case.reason.clone(),
        etag: fields::etag(case.version),
    }
}

fn encode_tasks(case: &Case) -> Vec<pb::CaseTask> {
    let tasks = case.tasks.iter().map(|task| pb::CaseTask {
        task_id: task.id.text(),
        service_item_id: task.service_item_id.clone(),
        department_id: task.department_id.clone(),
        state: task.state.name().to_owned(),
        due_date: task.due_on.map(date),
        outcome: outcome(task.outcome),
    });
    tasks.collect()
}

/// An applicant as messages carry him.
pub(in crate::api) fn encode_applicant(of: &Visitor) -> pb::Applicant {
    pb::Applicant {
        name: of.name.clone(),
        language: of.language.clone(),
        phone_number: of.phone.clone(),
        email: of.email.clone(),
        passport_number: String::new(),
        masked_passport_number: of.passport_mask.clone(),
        resident_id: of.resident_id.map(|id| id.text()).unwrap_or_default(),
    }
}

/// A ground for a proxy.
pub(in crate::api) fn encode_ground(ground: &ProxyGround) -> i32 {
    let name = format!("PROXY_GROUND_{}", ground.name());
    pb::ProxyGround::from_str_name(&name).unwrap_or_default().into()
}

fn encode_agent(of: &CaseAgent) -> pb::CaseAgent {
    pb::CaseAgent {
        name: of.name.clone(),
        phone_number: of.phone.clone(),
        mandate_id: of.mandate_id.map(|id| id.text()).unwrap_or_default(),
        grounds: of.grounds.iter().map(encode_ground).collect(),
        allowed_by: of.allowed_by.clone(),
    }
}

fn encode_material(of: &Material) -> pb::Material {
    let state = match of.state {
        MaterialState::Received => pb::MaterialState::Received,
        MaterialState::Missing => pb::MaterialState::Missing,
        MaterialState::Promised => pb::MaterialState::Promised,
        MaterialState::NotApplicable => pb::MaterialState::NotApplicable,
    };
    pb::Material {
        name: of.name.clone(),
        state: state.into(),
        substitute: of.substitute.clone(),
        service_item_ids: of.items.clone(),
    }
}

/// A suspension as messages carry it.
pub(in crate::api) fn encode_suspension(of: &CaseSuspension) -> pb::CaseSuspension {
    pb::CaseSuspension {
        suspended_date: Some(date(of.suspended_on)),
        resumed_date: of.resumed_on.map(date),
        legal_basis: of.legal_basis.clone(),
        reason: of.reason.clone(),
    }
}

fn encode_extension(of: &Extension) -> pb::Extension {
    pb::Extension {
        working_days: count(of.working_days),
        reason: of.reason.clone(),
        requester_id: AccountId(of.requested_by).text(),
        approver_id: of.decided_by.map(|id| AccountId(id).text()).unwrap_or_default(),
        approved: of.approved,
    }
}

/// A clock as messages carry it.
pub(in crate::api) fn encode_clock(clock: &LegalClock, reading: &ClockReading) -> pb::Clock {
    let suspended = reading.deadline.suspended_since.filter(|_| clock.runs());
    let state = match (clock.stop, suspended) {
        (Some(stop), _) if stop.reason == StopReason::Met => pb::ClockState::Met,
        (Some(_), _) => pb::ClockState::Cancelled,
        (None, Some(_)) => pb::ClockState::Suspended,
        (None, None) => pb::ClockState::Running,
    };
    pb::Clock {
        kind: clock_kind(clock.kind).into(),
        limit: Some(limit_message(&reading.deadline.limit, MonthRule::SinceEvent)),
        state: state.into(),
        start_date: Some(date(clock.day_zero)),
        due_date: reading.deadline.due_date.map(date),
        original_due_date: reading.original_due_date.map(date),
        used_days: count(reading.used_days),
        remaining_days: count(reading.remaining_days),
        suspended_since_date: suspended.map(date),
        stopped_date: clock.stop.map(|stop| date(stop.on)),
        overdue: reading.overdue,
        provisional_detail: reading.deadline.provisional.as_ref().map(provisional),
        legal_basis: clock.legal_basis.clone(),
        extension_days: count(clock.extension_days),
    }
}

pub(in crate::api) fn clock_kind(kind: ClockKind) -> pb::ClockKind {
    match kind {
        ClockKind::Statutory => pb::ClockKind::Statutory,
        ClockKind::Promised => pb::ClockKind::Promised,
        ClockKind::Expedited => pb::ClockKind::Expedited,
        ClockKind::Receipt => pb::ClockKind::Receipt,
        ClockKind::Notice => pb::ClockKind::Notice,
        ClockKind::Supplement => pb::ClockKind::Supplement,
        ClockKind::Contact => pb::ClockKind::Contact,
        ClockKind::Rectify => pb::ClockKind::Rectify,
    }
}

/// An outcome as messages carry it.
pub(in crate::api) fn outcome(of: Option<Outcome>) -> i32 {
    of.map_or(0, Outcome::number)
}

fn advice_number(of: CaseAdvice) -> i32 {
    let advice = match of {
        CaseAdvice::ExpediteAdvised => pb::CaseAdvice::ExpediteAdvised,
        CaseAdvice::LateFiling => pb::CaseAdvice::LateFiling,
        CaseAdvice::ExpediteTooLate => pb::CaseAdvice::ExpediteTooLate,
    };
    advice.into()
}

/// A step as messages carry it.
pub(super) fn encode_step(of: &CaseStep) -> pb::CaseStep {
    pb::CaseStep {
        number: count(of.number),
        step_time: Some(timestamp(of.at)),
        kind: CaseStepKind::number(of.kind),
        account_id: of.account_id.map(|id| id.text()).unwrap_or_default(),
        task_id: of.task_id.map(|id| id.text()).unwrap_or_default(),
        department_id: of.department_id.clone().unwrap_or_default(),
        reason: of.reason.clone(),
        legal_basis: of.legal_basis.clone(),
        document_number: of.document_number.clone(),
        case_state: of.case_state.number(),
    }
}
