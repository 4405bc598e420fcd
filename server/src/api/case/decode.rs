//! What the messages of cases mean: decoded with every fault noted.

use crate::{
    api::{
        appointment::{note, person, phone, reveal_purpose},
        fields::Fields,
    },
    domain::{
        admission::ItemSet,
        appointment::{MAX_ITEMS, MAX_NAME_CHARS, MAX_REASON_CHARS},
        case::{
            Approval, CaseAgent, CaseChannel, CaseState, ExternalReference, MAX_MATERIALS,
            MAX_PREREQUISITES, MAX_REFERENCE_CHARS, MaterialState, Supplement,
        },
        catalogue::check::MAX_MATERIAL_CHARS,
        id::{AccountId, AppointmentId, CaseId, TaskId},
        legal_clock::ClockKind,
        proxy::ProxyGround,
    },
    error::{Error, Result},
    service::{
        App,
        case::{Acceptance, ApplicationSource, Attendance, CaseFilter, NewCase},
        reveal::{Holder, Purpose},
    },
};
use frsc_proto::v1 as pb;

pub(super) fn new_case(app: &App, request: pb::CreateCaseRequest) -> Result<NewCase> {
    let mut fields = Fields::new();
    fields.codes("service_item_ids", &request.service_item_ids, 1, MAX_ITEMS);
    let source = source(&mut fields, &request);
    let applicant = request.applicant.map(|given| {
        let given = pb::Visitor {
            name: given.name,
            language: given.language,
            phone_number: given.phone_number,
            email: given.email,
            passport_number: given.passport_number,
            masked_passport_number: String::new(),
            resident_id: given.resident_id,
        };
        person(app, &mut fields, "applicant", given)
    });
    let agent = request.agent.map(|given| agent(&mut fields, given));
    let channel = channel(&mut fields, request.channel);
    let external_reference = request.external_reference.map(|given| reference(&mut fields, given));
    let materials = materials(&mut fields, &request.materials, 0);
    let document_id = fields.optional_id("document_id", &request.document_id);
    let expiry = request.document_expiry_date;
    let document_expires_on = fields.optional_date("document_expiry_date", expiry);
    let prerequisites = prerequisites(&mut fields, &request.prerequisite_case_ids);
    let note = note(&mut fields, &request.note);
    let received = request.all_materials_received;
    fields.finish(NewCase {
        items: ItemSet::new(request.service_item_ids),
        source,
        applicant,
        agent,
        channel,
        external_reference,
        materials,
        other_materials: if received { MaterialState::Received } else { MaterialState::Missing },
        acceptance: if request.accept { Acceptance::AtOnce } else { Acceptance::Later },
        document_id,
        document_expires_on,
        prerequisites,
        note,
    })
}

fn source(fields: &mut Fields, request: &pb::CreateCaseRequest) -> ApplicationSource {
    let appointment = fields.optional_id("appointment_id", &request.appointment_id);
    let ticket = fields.optional_id("ticket_id", &request.ticket_id);
    match (appointment, ticket) {
        (Some(_), Some(_)) => {
            fields.told(
                "appointment_id",
                "leave it out: the ticket's appointment comes with it",
                "已填取号单，不必再填预约",
            );
            ApplicationSource::Itself
        }
        (Some(id), None) => ApplicationSource::Appointment(id),
        (None, Some(id)) => ApplicationSource::Ticket(id),
        (None, None) => ApplicationSource::Itself,
    }
}

fn agent(fields: &mut Fields, given: pb::CaseAgent) -> CaseAgent {
    let name = fields.text("agent.name", &given.name, 0, MAX_NAME_CHARS);
    let phone = phone(fields, "agent.phone_number", &given.phone_number);
    let mandate_id = fields.optional_id("agent.mandate_id", &given.mandate_id);
    let mut grounds = Vec::new();
    for (index, ground) in given.grounds.iter().enumerate().take(ProxyGround::ALL.len()) {
        let field = format!("agent.grounds[{index}]");
        grounds.extend(fields.choice(&field, *ground).and_then(proxy_ground));
    }
    CaseAgent { name, phone, mandate_id, grounds, allowed_by: String::new() }
}

/// A ground for a proxy.
pub(in crate::api) fn proxy_ground(given: pb::ProxyGround) -> Option<ProxyGround> {
    ProxyGround::named(given.as_str_name().trim_start_matches("PROXY_GROUND_"))
}

fn channel(fields: &mut Fields, given: i32) -> Option<CaseChannel> {
    if given == 0 {
        return None;
    }
    let channel = fields.choice::<pb::CaseChannel>("channel", given)?;
    CaseChannel::from_number(channel.into())
}

fn reference(fields: &mut Fields, given: pb::ExternalReference) -> ExternalReference {
    let source = fields.code("external_reference.source", &given.source);
    let field = "external_reference.external_id";
    let external_id = fields.text(field, &given.external_id, 1, MAX_REFERENCE_CHARS);
    ExternalReference { source, external_id }
}

pub(super) fn materials(
    fields: &mut Fields,
    given: &[pb::Material],
    least: usize,
) -> Vec<Supplement> {
    if given.len() < least || given.len() > MAX_MATERIALS {
        fields.told(
            "materials",
            format!("must have {least} to {MAX_MATERIALS} entries"),
            format!("应有 {least} 至 {MAX_MATERIALS} 项"),
        );
    }
    let mut materials: Vec<Supplement> = Vec::new();
    for (index, given) in given.iter().enumerate().take(MAX_MATERIALS) {
        let field = |name: &str| format!("materials[{index}].{name}");
        let name = fields.text(&field("name"), &given.name, 1, MAX_MATERIAL_CHARS);
        let substitute = fields.text(&field("substitute"), &given.substitute, 0, MAX_REASON_CHARS);
        let Some(state) = fields.choice(&field("state"), given.state).and_then(material_state)
        else {
            continue;
        };
        if materials.iter().any(|known| known.name == name) {
            fields.told(&field("name"), "is there twice; name it once", "重复，请只填一次");
        }
        materials.push(Supplement { name, state, substitute });
    }
    materials
}

fn material_state(given: pb::MaterialState) -> Option<MaterialState> {
    match given {
        pb::MaterialState::Received => Some(MaterialState::Received),
        pb::MaterialState::Missing => Some(MaterialState::Missing),
        pb::MaterialState::Promised => Some(MaterialState::Promised),
        pb::MaterialState::NotApplicable => Some(MaterialState::NotApplicable),
        pb::MaterialState::Unspecified => None,
    }
}

fn prerequisites(fields: &mut Fields, given: &[String]) -> Vec<CaseId> {
    if given.len() > MAX_PREREQUISITES {
        fields.told(
            "prerequisite_case_ids",
            format!("must have at most {MAX_PREREQUISITES} entries"),
            format!("最多 {MAX_PREREQUISITES} 项"),
        );
    }
    let given = given.iter().enumerate().take(MAX_PREREQUISITES);
    let mut ids: Vec<CaseId> = given
        .filter_map(|(index, id)| fields.id(&format!("prerequisite_case_ids[{index}]"), id))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

pub(super) fn attendance(fields: &mut Fields, given: i32) -> Attendance {
    match fields.known("attendance", given) {
        pb::Attendance::InPerson => Attendance::InPerson,
        pb::Attendance::Unspecified | pb::Attendance::Remote => Attendance::Remote,
    }
}

pub(in crate::api) fn approval(fields: &mut Fields, given: i32) -> Approval {
    match fields.choice("decision", given) {
        Some(pb::Decision::Approve) => Approval::Approve,
        // Without a choice the fault is noted and nothing is decided.
        Some(pb::Decision::Reject | pb::Decision::Unspecified) | None => Approval::Reject,
    }
}

/// Which cases are asked for, and of which appointment's visitor.
pub(super) fn filter(
    request: &pb::ListCasesRequest,
    caller: AccountId,
) -> Result<(CaseFilter, Option<AppointmentId>)> {
    let mut fields = Fields::new();
    let mut states = Vec::new();
    for (index, state) in request.states.iter().enumerate().take(CaseState::ALL.len()) {
        let state = fields.choice::<pb::CaseState>(&format!("states[{index}]"), *state);
        states.extend(state.and_then(|state| CaseState::from_number(state.into())));
    }
    fields.codes("service_item_ids", &request.service_item_ids, 0, MAX_ITEMS);
    let department_id = fields.optional_code("department_id", &request.department_id);
    let due_to = fields.optional_date("due_to_date", request.due_to_date);
    let visitor = fields.optional_id("appointment_id", &request.appointment_id);
    let number = (!request.case_number.is_empty()).then(|| request.case_number.to_uppercase());
    if number.as_ref().is_some_and(|number| !is_number(number)) {
        fields.told("case_number", "must be a case's number or its end", "应为办件编号或其末几位");
    }
    let resident_id = fields.optional_id("resident_id", &request.resident_id);
    let filter = CaseFilter {
        states,
        service_item_ids: request.service_item_ids.clone(),
        department_id,
        due_to,
        number,
        person_key: None,
        created_by: request.mine.then_some(caller),
        resident_id,
    };
    fields.finish((filter, visitor))
}

fn is_number(text: &str) -> bool {
    text.len() <= 32 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// Which due date is to be explained.
pub(super) fn explain(
    request: &pb::ExplainDueDateRequest,
) -> Result<(CaseId, Option<TaskId>, Option<ClockKind>)> {
    let mut fields = Fields::new();
    let id = fields.id("case_id", &request.case_id);
    let task_id = fields.optional_id("task_id", &request.task_id);
    let kind = match fields.known("kind", request.kind) {
        pb::ClockKind::Unspecified => None,
        pb::ClockKind::Statutory => Some(ClockKind::Statutory),
        pb::ClockKind::Promised => Some(ClockKind::Promised),
        pb::ClockKind::Expedited => Some(ClockKind::Expedited),
        pb::ClockKind::Receipt => Some(ClockKind::Receipt),
        pb::ClockKind::Notice => Some(ClockKind::Notice),
        pb::ClockKind::Supplement => Some(ClockKind::Supplement),
        pb::ClockKind::Contact => Some(ClockKind::Contact),
        pb::ClockKind::Rectify => Some(ClockKind::Rectify),
    };
    let id = fields.finish(id)?;
    let id = id.ok_or_else(|| Error::internal("a field is missing without a fault"))?;
    Ok((id, task_id, kind))
}

/// Whose passport number is asked for, and what for.
pub(super) fn reveal(
    request: pb::RevealApplicantPassportNumberRequest,
) -> Result<(Holder, Purpose)> {
    let mut fields = Fields::new();
    let id = fields.id("case_id", &request.case_id);
    let purpose = reveal_purpose(&mut fields, request.purpose, &request.purpose_text);
    let (id, purpose) = fields.both(id, purpose)?;
    Ok((Holder::Applicant(id), Purpose { text: purpose, case_id: None }))
}
