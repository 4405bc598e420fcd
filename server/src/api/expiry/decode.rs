//! What is asked of an expiry, out of its message.

use crate::{
    api::{case::decode::proxy_ground, fields::Fields},
    domain::{
        document::{DocumentKind, PermitPurpose, WorkPermitClass},
        expiry::{Expiring, Holder, Lane, LifeEventKind, ObligationOwner, ObligationState},
        id::{DocumentId, ObligationId, ResidentId},
        proxy::ProxyGround,
        slot::SlotKey,
    },
    error::{Error, Result},
    service::{
        document::DocumentFilter,
        expiry::{NewLifeEvent, NewRenewal, ObligationFilter, Staff, Subject, Terms},
        task::BatchMode,
    },
};
use chrono::{DateTime, Utc};
use frsc_proto::v1::{self as pb, get_expiry_plan_request as plan_request};

/// Longest note of an event or a closing, in characters.
const MAX_NOTE_CHARS: usize = 500;

/// What a plan is asked for.
pub(super) enum Asked {
    /// A document on record.
    Document(DocumentId),
    /// All documents of a resident.
    Resident(ResidentId),
    /// A document that is only described.
    Described(Box<Subject>),
}

/// What a plan is asked for, and on what terms.
pub(super) fn plan_question(request: &pb::GetExpiryPlanRequest) -> Result<(Asked, Terms)> {
    let mut fields = Fields::new();
    let claimed = grounds(&mut fields, &request.claimed_grounds);
    let terms = Terms {
        starts_on: fields.optional_date("start_date", request.start_date),
        contract_until: fields.optional_date("contract_end_date", request.contract_end_date),
        claimed,
    };
    let asked = match &request.subject {
        Some(plan_request::Subject::Described(described)) => {
            subject(&mut fields, described).map(|subject| Asked::Described(Box::new(subject)))
        }
        Some(plan_request::Subject::DocumentId(id)) => {
            fields.id("document_id", id).map(Asked::Document)
        }
        Some(plan_request::Subject::ResidentId(id)) => {
            fields.id("resident_id", id).map(Asked::Resident)
        }
        None => {
            fields.fault("document_id", "is required, or resident_id, or described");
            None
        }
    };
    // Whatever left it out has been noted as a fault, which comes first.
    let missing = || Error::invalid("document_id", "is required");
    let (asked, terms) = fields.finish((asked, terms))?;
    Ok((asked.ok_or_else(missing)?, terms))
}

/// The grounds claimed for a proxy, each once.
fn grounds(fields: &mut Fields, given: &[i32]) -> Vec<ProxyGround> {
    let mut grounds = Vec::new();
    for (index, ground) in given.iter().enumerate().take(ProxyGround::ALL.len()) {
        let field = format!("claimed_grounds[{index}]");
        grounds.extend(fields.choice(&field, *ground).and_then(proxy_ground));
    }
    grounds
}

fn subject(fields: &mut Fields, given: &pb::DescribedDocument) -> Option<Subject> {
    let kind = kind(fields, "described.kind", given.kind);
    let purpose = fields.known::<pb::PermitPurpose>("described.purpose", given.purpose);
    let purpose = PermitPurpose::from_number(purpose.into());
    let class = "described.work_permit_class";
    let class = fields.known::<pb::WorkPermitClass>(class, given.work_permit_class);
    let class = WorkPermitClass::from_number(class.into());
    let permit = kind.is_none_or(|kind| kind == DocumentKind::ResidencePermit);
    if permit != purpose.is_some() && kind.is_some() {
        fields.fault("described.purpose", "goes with a residence permit, and is required there");
    }
    let expires_on = fields.date("described.expiry_date", given.expiry_date);
    let mut date = |name: &str, value| fields.optional_date(&format!("described.{name}"), value);
    let holder = Holder {
        birth_date: date("birth_date", given.birth_date),
        child_of_principal: given.child_of_principal,
        passport_until: date("passport_expiry_date", given.passport_expiry_date),
        work_permit_until: date("work_permit_expiry_date", given.work_permit_expiry_date),
        principal_until: date("principal_expiry_date", given.principal_expiry_date),
        ..Holder::default()
    };
    let document = Expiring { kind: kind?, purpose, class, expires_on: expires_on? };
    Some(Subject { document, holder, known: None })
}

/// What a document is.
pub(super) fn kind(fields: &mut Fields, field: &str, given: i32) -> Option<DocumentKind> {
    let kind = fields.choice::<pb::DocumentKind>(field, given)?;
    DocumentKind::from_number(kind.into())
}

/// Which documents that run out are asked for, and with which lanes.
pub(super) fn expiring(request: &pb::ListExpiringRequest) -> Result<(DocumentFilter, Vec<Lane>)> {
    let mut fields = Fields::new();
    let mut kinds = Vec::new();
    for (index, given) in request.kinds.iter().enumerate().take(DocumentKind::ALL.len()) {
        kinds.extend(kind(&mut fields, &format!("kinds[{index}]"), *given));
    }
    if kinds.is_empty() {
        // A receipt ends with its case, and is listed where it is asked for.
        kinds =
            DocumentKind::ALL.into_iter().filter(|kind| *kind != DocumentKind::Receipt).collect();
    }
    let mut lanes = Vec::new();
    for (index, given) in request.lanes.iter().enumerate().take(Lane::ALL.len()) {
        let lane = fields.choice::<pb::RenewalLane>(&format!("lanes[{index}]"), *given);
        lanes.extend(lane.and_then(|lane| Lane::from_number(lane.into())));
    }
    let filter = DocumentFilter {
        kinds,
        from: fields.optional_date("expiry_from_date", request.expiry_from_date),
        to: fields.date("expiry_to_date", request.expiry_to_date),
        enterprise_id: fields.optional_credit_code("enterprise_id", &request.enterprise_id),
        ..DocumentFilter::default()
    };
    fields.finish((filter, lanes))
}

/// A renewal as it is asked for.
pub(super) fn new_renewal(request: pb::PlanRenewalRequest) -> Result<NewRenewal> {
    let mut fields = Fields::new();
    let document = fields.id("document_id", &request.document_id);
    let slot = match request.slot_id.as_str() {
        "" => None,
        given => {
            let slot = SlotKey::parse(given);
            if slot.is_none() {
                fields.fault("slot_id", "is no id of a slot");
            }
            slot
        }
    };
    let terms = Terms {
        starts_on: fields.optional_date("start_date", request.start_date),
        contract_until: fields.optional_date("contract_end_date", request.contract_end_date),
        claimed: Vec::new(),
    };
    let note = fields.text("note", &request.note, 0, MAX_NOTE_CHARS);
    let (document_id, ()) = fields.both(document, Some(()))?;
    Ok(NewRenewal { document_id, slot, note, terms })
}

/// Whose renewals are planned, and how.
pub(super) fn staff(request: &pb::PlanEmployerRenewalsRequest) -> Result<(Staff, BatchMode)> {
    let mut fields = Fields::new();
    let mode = match fields.choice("mode", request.mode) {
        Some(pb::BatchMode::BestEffort) => BatchMode::BestEffort,
        Some(pb::BatchMode::Atomic | pb::BatchMode::Unspecified) | None => BatchMode::Atomic,
    };
    if request.enterprise_id.is_empty() {
        fields.fault("enterprise_id", "is required");
    }
    let enterprise_id = fields.optional_credit_code("enterprise_id", &request.enterprise_id);
    let from = fields.date("expiry_from_date", request.expiry_from_date);
    let to = fields.date("expiry_to_date", request.expiry_to_date);
    let note = fields.text("note", &request.note, 0, MAX_NOTE_CHARS);
    let (from, to) = fields.both(from, to)?;
    let missing = || Error::invalid("enterprise_id", "is required");
    let enterprise_id = enterprise_id.ok_or_else(missing)?;
    Ok((Staff { enterprise_id, from, to, note }, mode))
}

/// An event as it is told.
pub(super) fn life_event(request: pb::RecordLifeEventRequest) -> Result<NewLifeEvent> {
    let mut fields = Fields::new();
    let resident = fields.id::<ResidentId>("resident_id", &request.resident_id);
    let kind = fields.choice::<pb::LifeEventKind>("kind", request.kind);
    let kind = kind.and_then(|kind| LifeEventKind::from_number(kind.into()));
    let at = fields.optional_instant("event_time", request.event_time);
    if request.event_time.is_none() {
        fields.fault("event_time", "is required");
    }
    let note = fields.text("note", &request.note, 0, MAX_NOTE_CHARS);
    let (resident_id, kind) = fields.both(resident, kind)?;
    let missing = || Error::invalid("event_time", "is required");
    let at: DateTime<Utc> = at.ok_or_else(missing)?;
    Ok(NewLifeEvent { resident_id, kind, at, note })
}

/// Which obligations are asked for.
pub(super) fn obligations(request: &pb::ListObligationsRequest) -> Result<ObligationFilter> {
    let mut fields = Fields::new();
    let mut filter = ObligationFilter {
        resident_id: fields.optional_id("resident_id", &request.resident_id),
        due_to: fields.optional_date("due_to_date", request.due_to_date),
        ..ObligationFilter::default()
    };
    for (index, given) in request.states.iter().enumerate().take(ObligationState::ALL.len()) {
        let state = fields.choice::<pb::ObligationState>(&format!("states[{index}]"), *given);
        filter.states.extend(state.and_then(|state| ObligationState::from_number(state.into())));
    }
    for (index, given) in request.owners.iter().enumerate().take(ObligationOwner::ALL.len()) {
        let owner = fields.choice::<pb::ObligationOwner>(&format!("owners[{index}]"), *given);
        filter.owners.extend(owner.and_then(|owner| ObligationOwner::from_number(owner.into())));
    }
    for (index, given) in request.events.iter().enumerate().take(LifeEventKind::ALL.len()) {
        let event = fields.choice::<pb::LifeEventKind>(&format!("events[{index}]"), *given);
        filter.events.extend(event.and_then(|event| LifeEventKind::from_number(event.into())));
    }
    fields.finish(filter)
}

/// Which obligation is closed, and how.
pub(super) fn closing(
    request: pb::CloseObligationRequest,
) -> Result<((ObligationId, i64), ObligationState, String)> {
    let mut fields = Fields::new();
    let state = fields.choice::<pb::ObligationState>("state", request.state);
    let state = state.and_then(|state| ObligationState::from_number(state.into()));
    if state == Some(ObligationState::Open) {
        fields.fault("state", "must be MET or WAIVED");
    }
    let least = usize::from(state == Some(ObligationState::Waived));
    let note = fields.text("note", &request.note, least, MAX_NOTE_CHARS);
    let target = fields.resource("obligation_id", &request.obligation_id, &request.etag)?;
    let missing = || Error::invalid("state", "is required");
    Ok((target, state.ok_or_else(missing)?, note))
}
