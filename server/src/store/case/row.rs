//! A case, a task and a step as rows, and back.

use crate::{
    domain::{
        admission::ItemSet,
        appointment::{PersonKey, Visitor},
        case::{
            Case, CaseAgent, CaseChannel, CaseState, CaseStep, CaseStepKind, ExternalReference,
            Outcome,
        },
        id::{
            AccountId, AppointmentId, CaseId, DocumentId, MandateId, ResidentId, TaskId, TicketId,
        },
        supervision::Rung,
        task::{Task, TaskState},
    },
    error::{Error, Result},
    store::{
        contact::{Contacts, Keys, OF_CASE},
        entity::{case_file, case_step, case_task},
        flag,
        supervision::raised_number,
    },
};
use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use serde::{Serialize, de::DeserializeOwned};
use std::collections::HashMap;
use uuid::Uuid;

/// The day by which what has no due date is listed: after everything that has one.
pub(super) const NO_DUE_DATE: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a date");

pub(in crate::store) fn json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}

pub(in crate::store) fn read<T: DeserializeOwned>(what: &str, text: &str) -> Result<T> {
    // The error's own text could quote what is kept.
    serde_json::from_str(text).map_err(|_| Error::internal(format!("{what} cannot be read")))
}

pub(in crate::store) fn number(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn count(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

pub(in crate::store) fn due(kept: NaiveDate) -> Option<NaiveDate> {
    (kept != NO_DUE_DATE).then_some(kept)
}

pub(super) fn case_row(keys: &Keys, from: &Case) -> Result<case_file::ActiveModel> {
    let applicant = &from.applicant;
    let contacts = Contacts::of(applicant, from.agent.as_ref().map(|agent| &agent.phone));
    let reference = from.external_reference.as_ref();
    let prerequisites: Vec<_> = from.prerequisites.iter().map(|id| id.0).collect();
    Ok(case_file::ActiveModel {
        id: Set(from.id.0),
        number: Set(from.number.clone()),
        state: Set(from.state.number()),
        service_items: Set(from.items.text()),
        applicant_name: Set(applicant.name.clone()),
        applicant_language: Set(applicant.language.clone()),
        contact_sealed: Set(keys.seal(OF_CASE, from.id.0, &contacts)?),
        passport_sealed: Set(applicant.passport_sealed.clone()),
        passport_mask: Set(applicant.passport_mask.clone()),
        person_key: Set(applicant.person_key.0.to_vec()),
        resident_id: Set(applicant.resident_id.map(|id| id.0)),
        agent: Set(from.agent.as_ref().map(json).transpose()?),
        channel: Set(from.channel.number()),
        appointment_id: Set(from.appointment_id.map(|id| id.0)),
        ticket_id: Set(from.ticket_id.map(|id| id.0)),
        external_source: Set(reference.map(|reference| reference.source.clone())),
        external_id: Set(reference.map(|reference| reference.external_id.clone())),
        received_at: Set(from.received_at),
        received_on: Set(from.received_on),
        accepted_on: Set(from.accepted_on),
        deemed_accepted: Set(i32::from(from.deemed_accepted)),
        materials: Set(json(&from.materials)?),
        clocks: Set(json(&from.clocks)?),
        suspensions: Set(json(&from.suspensions)?),
        extension: Set(from.extension.as_ref().map(json).transpose()?),
        document_expires_on: Set(from.document_expires_on),
        visits: Set(json(&from.visits)?),
        outcome: Set(from.outcome.map_or(0, Outcome::number)),
        reason: Set(from.reason.clone()),
        note: Set(from.note.clone()),
        prerequisites: Set(json(&prerequisites)?),
        mandate_id: Set(from.agent.as_ref().and_then(|agent| agent.mandate_id).map(|id| id.0)),
        flags: Set(flag::text_of(&from.flags.raised)),
        overridden: Set(flag::text_of(&from.flags.overridden)),
        due_on: Set(from.due_on.unwrap_or(NO_DUE_DATE)),
        raised_rung: Set(raised_number(from.raised)),
        last_step: Set(number(from.last_step)),
        created_by: Set(from.created_by.0),
        created_at: Set(from.created_at),
        updated_at: Set(from.updated_at),
        version: Set(from.version),
        document_id: Set(from.document_id.map(|id| id.0)),
    })
}

pub(super) fn task_row(place: usize, from: &Task) -> Result<case_task::ActiveModel> {
    Ok(case_task::ActiveModel {
        id: Set(from.id.0),
        case_id: Set(from.case_id.0),
        place: Set(i32::try_from(place).unwrap_or(i32::MAX)),
        service_item_id: Set(from.service_item_id.clone()),
        department_id: Set(from.department_id.clone()),
        state: Set(from.state.number()),
        decided_after: Set(from.after.join("+")),
        clocks: Set(json(&from.clocks)?),
        suspensions: Set(json(&from.suspensions)?),
        returns: Set(number(from.returns)),
        outcome: Set(from.outcome.map_or(0, Outcome::number)),
        document_number: Set(from.document_number.clone()),
        decided_on: Set(from.decided_on),
        due_on: Set(from.due_on.unwrap_or(NO_DUE_DATE)),
        raised_rung: Set(raised_number(from.raised)),
        alert_on: Set(from.alert_on),
        assigned_at: Set(from.assigned_at),
        updated_at: Set(from.updated_at),
        version: Set(from.version),
    })
}

pub(super) fn step_row(case: CaseId, from: &CaseStep) -> case_step::ActiveModel {
    case_step::ActiveModel {
        case_id: Set(case.0),
        number: Set(number(from.number)),
        at: Set(from.at),
        kind: Set(from.kind.number()),
        account_id: Set(from.account_id.map(|id| id.0)),
        task_id: Set(from.task_id.map(|id| id.0)),
        department_id: Set(from.department_id.clone()),
        reason: Set(from.reason.clone()),
        legal_basis: Set(from.legal_basis.clone()),
        document_number: Set(from.document_number.clone()),
        case_state: Set(from.case_state.number()),
    }
}

/// Cases of their rows and their tasks' rows, in the order of the cases' rows.
pub(super) fn of_rows(
    keys: &Keys,
    cases: Vec<case_file::Model>,
    tasks: Vec<case_task::Model>,
) -> Result<Vec<Case>> {
    let mut by_case: HashMap<Uuid, Vec<Task>> = HashMap::new();
    for task in tasks {
        by_case.entry(task.case_id).or_default().push(task_of(task)?);
    }
    let case = |row: case_file::Model| {
        let tasks = by_case.remove(&row.id).unwrap_or_default();
        case_of(keys, row, tasks)
    };
    cases.into_iter().map(case).collect()
}

fn agent_of(kept: Option<&str>, mandate: Option<Uuid>, phone: String) -> Result<Option<CaseAgent>> {
    let Some(text) = kept else { return Ok(None) };
    let agent: CaseAgent = read("a case's agent", text)?;
    Ok(Some(CaseAgent { mandate_id: mandate.map(MandateId), phone, ..agent }))
}

fn case_of(keys: &Keys, row: case_file::Model, tasks: Vec<Task>) -> Result<Case> {
    let unreadable = || Error::internal("a case cannot be read");
    let person_key = row.person_key.as_slice().try_into().map_err(|_| unreadable())?;
    let prerequisites: Vec<Uuid> = read("a case's prerequisites", &row.prerequisites)?;
    let reference = row.external_source.zip(row.external_id);
    let contacts = keys.open(OF_CASE, row.id, row.contact_sealed.as_deref())?;
    Ok(Case {
        id: CaseId(row.id),
        number: row.number,
        state: CaseState::from_number(row.state).ok_or_else(unreadable)?,
        items: ItemSet::parse(&row.service_items),
        applicant: Visitor {
            name: row.applicant_name,
            language: row.applicant_language,
            phone: contacts.phone,
            email: contacts.email,
            passport_sealed: row.passport_sealed,
            passport_mask: row.passport_mask,
            person_key: PersonKey(person_key),
            resident_id: row.resident_id.map(ResidentId),
        },
        agent: agent_of(row.agent.as_deref(), row.mandate_id, contacts.agent_phone)?,
        channel: CaseChannel::from_number(row.channel).ok_or_else(unreadable)?,
        appointment_id: row.appointment_id.map(AppointmentId),
        ticket_id: row.ticket_id.map(TicketId),
        external_reference: reference
            .map(|(source, external_id)| ExternalReference { source, external_id }),
        received_at: row.received_at,
        received_on: row.received_on,
        accepted_on: row.accepted_on,
        deemed_accepted: row.deemed_accepted == 1,
        materials: read("a case's materials", &row.materials)?,
        clocks: read("a case's clocks", &row.clocks)?,
        suspensions: read("a case's suspensions", &row.suspensions)?,
        extension: row
            .extension
            .as_deref()
            .map(|text| read("a case's extension", text))
            .transpose()?,
        document_expires_on: row.document_expires_on,
        visits: read("a case's visits", &row.visits)?,
        outcome: Outcome::from_number(row.outcome),
        reason: row.reason,
        note: row.note,
        prerequisites: prerequisites.into_iter().map(CaseId).collect(),
        flags: flag::of_texts(&row.flags, &row.overridden)?,
        due_on: due(row.due_on),
        raised: Rung::from_number(row.raised_rung),
        last_step: count(row.last_step),
        created_by: AccountId(row.created_by),
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
        document_id: row.document_id.map(DocumentId),
        tasks,
        new_steps: Vec::new(),
    })
}

fn task_of(row: case_task::Model) -> Result<Task> {
    let unreadable = || Error::internal("a task cannot be read");
    let after = row.decided_after.split('+').filter(|item| !item.is_empty());
    Ok(Task {
        id: TaskId(row.id),
        case_id: CaseId(row.case_id),
        service_item_id: row.service_item_id,
        department_id: row.department_id,
        state: TaskState::from_number(row.state).ok_or_else(unreadable)?,
        after: after.map(str::to_owned).collect(),
        clocks: read("a task's clocks", &row.clocks)?,
        suspensions: read("a task's suspensions", &row.suspensions)?,
        returns: count(row.returns),
        outcome: Outcome::from_number(row.outcome),
        document_number: row.document_number,
        decided_on: row.decided_on,
        due_on: due(row.due_on),
        raised: Rung::from_number(row.raised_rung),
        alert_on: row.alert_on,
        assigned_at: row.assigned_at,
        updated_at: row.updated_at,
        version: row.version,
    })
}

pub(super) fn step_of(row: case_step::Model) -> Result<CaseStep> {
    let unreadable = || Error::internal("a step of a case cannot be read");
    Ok(CaseStep {
        number: count(row.number),
        at: row.at,
        kind: CaseStepKind::from_number(row.kind).ok_or_else(unreadable)?,
        account_id: row.account_id.map(AccountId),
        task_id: row.task_id.map(TaskId),
        department_id: row.department_id,
        reason: row.reason,
        legal_basis: row.legal_basis,
        document_number: row.document_number,
        case_state: CaseState::from_number(row.case_state).ok_or_else(unreadable)?,
    })
}
