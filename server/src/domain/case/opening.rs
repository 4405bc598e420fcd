//! How a case begins: what is applied for is split into tasks, one for each item or child of a
//! joint item, materials are united, a proxy is judged, and the clock of the notice starts.

use super::{
    Case, CaseAgent, CaseChannel, CaseRefusal, CaseState, CaseStepKind, ExternalReference,
    Material, MaterialState, Moment, applying::Supplement, history::Said,
};
use crate::domain::{
    admission::ItemSet,
    appointment::Visitor,
    catalogue::{Catalogue, ServiceItem},
    flag::Flags,
    id::{AccountId, AppointmentId, CaseId, DocumentId, TaskId, TicketId},
    legal_clock::{ClockKind, LegalClock},
    limit::acceptance_date,
    refusal::Refusal,
    task::{Task, TaskState},
};
use chrono::NaiveDate;
use uuid::Uuid;

/// The rule behind the notice of missing material.
const NOTICE_BASIS: &str = "行政许可法 32";

/// An application as it is made.
#[derive(Clone, Debug)]
pub struct CaseRequest {
    /// The case's id.
    pub id: CaseId,
    /// Its number for paper.
    pub number: String,
    /// The items.
    pub items: ItemSet,
    /// Who applies.
    pub applicant: Visitor,
    /// The day on which he was born, where he is on record.
    pub birth_date: Option<NaiveDate>,
    /// Who acts for him.
    pub agent: Option<CaseAgent>,
    /// How it came in.
    pub channel: CaseChannel,
    /// The appointment it comes from.
    pub appointment_id: Option<AppointmentId>,
    /// The ticket it comes from.
    pub ticket_id: Option<TicketId>,
    /// How another system knows it.
    pub external_reference: Option<ExternalReference>,
    /// The material by name.
    pub materials: Vec<Supplement>,
    /// Where material that is not named stands.
    pub other_materials: MaterialState,
    /// The document on record that it renews.
    pub document_id: Option<DocumentId>,
    /// The last day of the document it is about.
    pub document_expires_on: Option<NaiveDate>,
    /// Cases that must be granted first.
    pub prerequisites: Vec<CaseId>,
    /// True where it is planned, and nothing was handed in yet: the notice of what is missing is
    /// not due before something is, and the law accepts nothing that nobody has handed in.
    pub awaits_material: bool,
    /// A note.
    pub note: String,
    /// Who makes it.
    pub created_by: AccountId,
}

/// Receives an application.
///
/// # Errors
/// Every rule that refuses.
pub fn open(
    mut request: CaseRequest,
    moment: &Moment<'_>,
    new_id: impl FnMut() -> Uuid,
) -> Result<Case, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let items = items_in_force(&request, moment, &mut refusals);
    judge_agent(&mut request, &items, moment, &mut refusals);
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let received_on = day_of_filing(moment);
    let notice = (!request.awaits_material).then(|| notice_clock(moment, received_on)).flatten();
    let mut case = Case {
        materials: united(&items, &request),
        tasks: tasks(&request, &items, moment, new_id),
        id: request.id,
        number: request.number,
        state: CaseState::Received,
        items: request.items,
        applicant: request.applicant,
        agent: request.agent,
        channel: request.channel,
        appointment_id: request.appointment_id,
        ticket_id: request.ticket_id,
        external_reference: request.external_reference,
        received_at: moment.now,
        received_on,
        accepted_on: None,
        deemed_accepted: false,
        clocks: Vec::from_iter(notice),
        suspensions: Vec::new(),
        extension: None,
        document_id: request.document_id,
        document_expires_on: request.document_expires_on,
        visits: if request.channel.is_visit() { vec![moment.today] } else { Vec::new() },
        outcome: None,
        reason: String::new(),
        note: request.note,
        prerequisites: request.prerequisites,
        flags: Flags::default(),
        due_on: None,
        raised: None,
        last_step: 0,
        created_by: request.created_by,
        created_at: moment.now,
        updated_at: moment.now,
        version: 1,
        new_steps: Vec::new(),
    };
    case.record(moment, CaseStepKind::Received, None, Said::default());
    case.refresh_due_dates(moment.calendar());
    Ok(case)
}

/// The clock in which a notice of what is missing is due, from the day on which material came.
pub(super) fn notice_clock(moment: &Moment<'_>, received_on: NaiveDate) -> Option<LegalClock> {
    let days = moment.catalogue.case_policy().notice_working_days;
    LegalClock::of_working_days(ClockKind::Notice, days, received_on, NOTICE_BASIS)
}

/// The day on which a filing of now counts (C3); where the calendar does not know it, the day
/// itself, and what is counted from there is provisional.
pub(super) fn day_of_filing(moment: &Moment<'_>) -> NaiveDate {
    let accepted = acceptance_date(moment.now, moment.filing_hours, moment.calendar());
    accepted.ok().and_then(Result::ok).unwrap_or(moment.today)
}

/// The items that tasks are made of: children in place of their joint item, each once.
fn items_in_force<'a>(
    request: &CaseRequest,
    moment: &Moment<'a>,
    refusals: &mut Vec<Refusal>,
) -> Vec<&'a ServiceItem> {
    let mut items: Vec<&ServiceItem> = Vec::new();
    let catalogue: &'a Catalogue = moment.catalogue;
    for id in request.items.iter() {
        let found = catalogue.item_on(id, moment.today);
        let Some(item) = found else {
            refusals.push(Refusal::ItemNotInForce { service_item_id: id.to_owned() });
            continue;
        };
        if item.handling.children.is_empty() {
            items.push(item);
        }
        for child in &item.handling.children {
            match catalogue.item_on(child, moment.today) {
                Some(child) => items.push(child),
                None => refusals.push(Refusal::ItemNotInForce { service_item_id: child.clone() }),
            }
        }
    }
    let mut seen = Vec::new();
    items.retain(|item| {
        let first = !seen.contains(&item.id);
        seen.push(item.id.clone());
        first
    });
    items
}

fn judge_agent(
    request: &mut CaseRequest,
    items: &[&ServiceItem],
    moment: &Moment<'_>,
    refusals: &mut Vec<Refusal>,
) {
    let birth = request.birth_date;
    let Some(agent) = &mut request.agent else { return };
    let mut rules: Vec<&str> = Vec::new();
    for item in items {
        match item.handling.proxy.allowed_by(&agent.grounds, birth, moment.today) {
            Some(rule) if rules.contains(&rule) => {}
            Some(rule) => rules.push(rule),
            None => {
                let service_item_id = item.id.clone();
                refusals.push(CaseRefusal::ProxyNotAllowed { service_item_id }.into());
            }
        }
    }
    agent.allowed_by = rules.join("；");
}

/// The material of all items, each piece once.
fn united(items: &[&ServiceItem], request: &CaseRequest) -> Vec<Material> {
    let mut materials: Vec<Material> = Vec::new();
    for item in items {
        for name in &item.materials {
            if let Some(known) = materials.iter_mut().find(|known| known.name == *name) {
                known.items.push(item.id.clone());
                continue;
            }
            let given = request.materials.iter().find(|given| given.name == *name);
            materials.push(Material {
                name: name.clone(),
                state: given.map_or(request.other_materials, |given| given.state),
                substitute: given.map(|given| given.substitute.clone()).unwrap_or_default(),
                items: vec![item.id.clone()],
            });
        }
    }
    materials
}

fn tasks(
    request: &CaseRequest,
    items: &[&ServiceItem],
    moment: &Moment<'_>,
    mut new_id: impl FnMut() -> Uuid,
) -> Vec<Task> {
    let of_case = |first: &&String| items.iter().any(|item| item.id == **first);
    items
        .iter()
        .map(|item| Task {
            id: TaskId(new_id()),
            case_id: request.id,
            service_item_id: item.id.clone(),
            department_id: item.department_id.clone(),
            state: TaskState::Waiting,
            after: item.handling.decided_after.iter().filter(of_case).cloned().collect(),
            clocks: Vec::new(),
            suspensions: Vec::new(),
            returns: 0,
            outcome: None,
            document_number: String::new(),
            decided_on: None,
            due_on: None,
            raised: None,
            alert_on: alert_on(item, request.document_expires_on),
            assigned_at: moment.now,
            updated_at: moment.now,
            version: 1,
        })
        .collect()
}

/// From when it is told that a renewal is undecided though its document has ended
/// (行政许可法 50).
fn alert_on(item: &ServiceItem, document_expires_on: Option<NaiveDate>) -> Option<NaiveDate> {
    document_expires_on.filter(|_| item.handling.deemed_renewed).and_then(|day| day.succ_opt())
}
