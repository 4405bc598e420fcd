//! Receiving an application: from a visit in one step, or by itself.

use super::{
    filing_moment,
    making::{documents_shown, who_sees},
    traces, view,
};
use crate::{
    domain::{
        admission::ItemSet,
        appointment::{Agent, Appointment, Channel, Visitor},
        caller::Scope,
        case::{
            self, Case, CaseAgent, CaseChannel, CaseRequest, CaseView, ExternalReference,
            MaterialState, Supplement,
        },
        document::{Document, DocumentKind},
        expiry::ExpiryRefusal,
        id::{AppointmentId, CaseId, DocumentId, Id as _, TicketId},
        mandate::MandateRefusal,
        refusal::Refusal,
    },
    error::{Error, Result},
    service::{
        App,
        appointment::{NewVisitor, number, visitor_at},
        catalogue, document,
        mandate::{self, Stage},
        resident,
        reveal::Holder,
        write::{Answer, Effect, Reply, Trace, WriteCall, write},
    },
    store::Tx,
};
use chrono::NaiveDate;

/// From which visit an application comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApplicationSource {
    /// From none.
    Itself,
    /// From an appointment.
    Appointment(AppointmentId),
    /// From a ticket, and its appointment.
    Ticket(TicketId),
}

/// An application as it is asked for.
#[derive(Clone, Debug)]
pub struct NewCase {
    /// The items.
    pub items: ItemSet,
    /// From which visit it comes.
    pub source: ApplicationSource,
    /// Who applies; the visitor where nobody is named.
    pub applicant: Option<NewVisitor>,
    /// Who acts for him.
    pub agent: Option<CaseAgent>,
    /// How it came in; as the visit did where it is not said.
    pub channel: Option<CaseChannel>,
    /// How another system knows it.
    pub external_reference: Option<ExternalReference>,
    /// The material by name.
    pub materials: Vec<Supplement>,
    /// Where material that is not named stands.
    pub other_materials: MaterialState,
    /// Whether it is accepted at once.
    pub acceptance: Acceptance,
    /// The document on record that it renews.
    pub document_id: Option<DocumentId>,
    /// The last day of the document it is about, where that is not on record.
    pub document_expires_on: Option<NaiveDate>,
    /// Cases that must be granted first.
    pub prerequisites: Vec<CaseId>,
    /// A note.
    pub note: String,
}

/// Whether a case is accepted when it is received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acceptance {
    /// 当场受理.
    AtOnce,
    /// Later.
    Later,
    /// Later, once he has come and handed something in.
    AtVisit,
}

/// Receives an application.
///
/// # Errors
/// Every rule that refuses, `AlreadyExists` for a known reference, `NotFound` for a visit or a
/// prerequisite that is not there.
pub async fn receive<R: Answer<CaseView>>(
    app: &App,
    call: &WriteCall,
    new: NewCase,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    let new = &new;
    write(app, call, |tx| async move {
        let (made, traces) = receive_in(app, &tx, call, scope, new).await?;
        let catalogue = catalogue::settled(app, &tx).await?;
        Ok(Effect { outcome: view(app, &catalogue, made, scope), traces })
    })
    .await
}

/// Receives an application in the caller's own transaction; the case, and what it leaves behind.
///
/// # Errors
/// As `receive`.
pub(in crate::service) async fn receive_in(
    app: &App,
    tx: &Tx,
    call: &WriteCall,
    scope: &Scope,
    new: &NewCase,
) -> Result<(Case, Vec<Trace>)> {
    let catalogue = catalogue::settled(app, tx).await?;
    if let Some(reference) = &new.external_reference
        && let Some(known) = tx.case_of_reference(reference).await?
    {
        return Err(Error::AlreadyExists { existing_id: known.text() });
    }
    let account = call.call.caller.account_id;
    let moment = filing_moment(app, &catalogue, Some(account));
    let mut request = request(app, tx, call, scope, new, &moment).await?;
    check_names(&request, new, &moment)?;
    let stage = match new.acceptance {
        Acceptance::AtOnce => Stage::Acting,
        Acceptance::Later | Acceptance::AtVisit => Stage::Filing,
    };
    let mut refusals = judge_agent(tx, &mut request, &moment, stage).await?;
    let opened = case::open(request, &moment, || app.clock.new_id());
    let opened = opened.map_err(|more| refusals.extend(more));
    let (Ok(mut made), true) = (opened, refusals.is_empty()) else {
        return Err(refusals.into());
    };
    if new.acceptance == Acceptance::AtOnce {
        let open = open_prerequisites(tx, &made).await?;
        made.accept(&moment, &open)?;
        made.version = 1;
        made.tasks.iter_mut().for_each(|task| task.version = 1);
    } else {
        open_prerequisites(tx, &made).await?;
    }
    let seen = who_sees(tx, &made).await?;
    tx.add_case(&made).await?;
    let mut traces = traces(None, &made);
    traces.extend(documents_shown(tx, &made, seen).await?);
    traces.extend(document::follow(app, tx, &catalogue, &made).await?);
    Ok((made, traces))
}

/// Those of a case's prerequisites that are not granted.
///
/// # Errors
/// `Invalid` where one is no case.
pub(super) async fn open_prerequisites(tx: &Tx, case: &Case) -> Result<Vec<CaseId>> {
    let found = tx.case_outcomes(&case.prerequisites).await?;
    for (index, wanted) in case.prerequisites.iter().enumerate() {
        if !found.iter().any(|(id, _)| id == wanted) {
            let field = format!("prerequisite_case_ids[{index}]");
            return Err(Error::invalid(field, "must name a case"));
        }
    }
    let open = found.into_iter().filter(|(_, outcome)| *outcome != Some(case::Outcome::Granted));
    Ok(open.map(|(id, _)| id).collect())
}

/// What the visit knows fills what the request leaves out.
async fn request(
    app: &App,
    tx: &Tx,
    call: &WriteCall,
    scope: &Scope,
    new: &NewCase,
    moment: &case::Moment<'_>,
) -> Result<CaseRequest> {
    let visit = visit(tx, scope, new.source).await?;
    let id = CaseId(app.clock.new_id());
    let visitor = visit.as_ref().map(|visit| &visit.appointment);
    let applicant = match (&new.applicant, visitor) {
        (Some(given), _) => {
            let resident = match given.resident_id {
                Some(id) => Some(tx.lock_resident(scope, id).await?),
                None => None,
            };
            let given = resident::filled(app, tx, scope, "applicant", given, resident).await?;
            visitor_at(app, Holder::Applicant(id), &given)?
        }
        (None, Some(appointment)) => moved(app, id, appointment)?,
        (None, None) => return Err(Error::invalid("applicant", "is required without a visit")),
    };
    let channel = new.channel.or(visitor.map(|appointment| match appointment.channel {
        Channel::Booked => CaseChannel::Booked,
        Channel::WalkIn => CaseChannel::WalkIn,
        Channel::ThirdParty => CaseChannel::ThirdParty,
    }));
    let channel =
        channel.ok_or_else(|| Error::invalid("channel", "is required without a visit"))?;
    let agent_of_visit = visitor.is_some_and(|visit| visit.agent.is_some());
    if channel == CaseChannel::ThirdParty && new.agent.is_none() && !agent_of_visit {
        // A mandate is what an agent acts by; without an agent none is named.
        return Err(Refusal::from(MandateRefusal::Missing).into());
    }
    let renewed = renewed(tx, scope, new).await?;
    let mut applicant = applicant;
    if let Some(document) = &renewed {
        let whose = document.resident_id;
        if applicant.resident_id.is_some_and(|given| given != whose) {
            let problem = "must be a document of the applicant's";
            return Err(Error::told("document_id", problem, "不是申请人本人的证件"));
        }
        applicant.resident_id = Some(whose);
    }
    let birth_date = birth_date(app, tx, &applicant).await?;
    if let Some(document) = &renewed {
        not_under_way(tx, document).await?;
    }
    Ok(CaseRequest {
        id,
        number: format!("{}-{}", app.settings.division_code, number(moment.today)),
        items: new.items.clone(),
        applicant,
        birth_date,
        agent: new
            .agent
            .clone()
            .or_else(|| visitor.and_then(|visit| visit.agent.as_ref().map(of_visit))),
        channel,
        appointment_id: visitor.map(|appointment| appointment.id),
        ticket_id: visit.as_ref().and_then(|visit| visit.ticket_id),
        external_reference: new.external_reference.clone(),
        materials: new.materials.clone(),
        other_materials: new.other_materials,
        document_id: new.document_id,
        document_expires_on: renewed.map_or(new.document_expires_on, |d| d.terms.last_day()),
        prerequisites: new.prerequisites.clone(),
        awaits_material: new.acceptance == Acceptance::AtVisit,
        note: new.note.clone(),
        created_by: call.call.caller.account_id,
    })
}

/// When the applicant was born, where he is on record. His record is held from here on, so that a
/// merge moves this case too or comes before it, and of two who renew one document one waits.
async fn birth_date(app: &App, tx: &Tx, applicant: &Visitor) -> Result<Option<NaiveDate>> {
    let Some(id) = applicant.resident_id else { return Ok(None) };
    let resident = tx.lock_resident(&Scope::Centre, id).await?;
    resident.must_be_active().map_err(Refusal::from)?;
    Ok(resident::private(app, &resident)?.birth_date)
}

/// That no other case renews the document, whose holder is held.
async fn not_under_way(tx: &Tx, document: &Document) -> Result<()> {
    match tx.open_renewals(&[document.id]).await?.first() {
        Some((_, case_id)) => {
            Err(Refusal::from(ExpiryRefusal::RenewalUnderWay { case_id: *case_id }).into())
        }
        None => Ok(()),
    }
}

/// The document on record that a case renews, whose last day is then the one that counts.
async fn renewed(tx: &Tx, scope: &Scope, new: &NewCase) -> Result<Option<Document>> {
    let Some(id) = new.document_id else { return Ok(None) };
    if new.document_expires_on.is_some() {
        let problem = "leave it out: the document on record tells it";
        return Err(Error::told("document_expiry_date", problem, "已填在册证件，不必再填到期日"));
    }
    let document = tx.document(scope, id).await?;
    if document.ending.is_some() || document.terms.kind == DocumentKind::Receipt {
        let problem = "must name a document that is live and no receipt";
        return Err(Error::told("document_id", problem, "须为未终止的证件，且不是受理回执"));
    }
    Ok(Some(document))
}

/// The agent of a visit acts in the case too.
fn of_visit(agent: &Agent) -> CaseAgent {
    CaseAgent {
        name: agent.name.clone(),
        phone: agent.phone.clone(),
        mandate_id: agent.mandate_id,
        grounds: Vec::new(),
        allowed_by: String::new(),
    }
}

/// Every refusal of the agent's mandate, which tells of him what the request leaves out.
async fn judge_agent(
    tx: &Tx,
    request: &mut CaseRequest,
    moment: &case::Moment<'_>,
    stage: Stage,
) -> Result<Vec<Refusal>> {
    let Some(agent) = &mut request.agent else { return Ok(Vec::new()) };
    let acting = mandate::acting(&agent.name, &request.applicant, &request.items, moment.today);
    let (found, refusals) = mandate::judge(tx, agent.mandate_id, &acting, stage).await?;
    if let Some(found) = found {
        agent.name = found.agent_name;
        if agent.phone.is_empty() {
            agent.phone = found.agent_phone;
        }
    }
    Ok(refusals)
}

struct Visit {
    appointment: Appointment,
    ticket_id: Option<TicketId>,
}

async fn visit(tx: &Tx, scope: &Scope, source: ApplicationSource) -> Result<Option<Visit>> {
    Ok(match source {
        ApplicationSource::Itself => None,
        ApplicationSource::Appointment(id) => {
            let appointment = tx.appointment(scope, id).await?;
            let ticket_id = appointment.ticket_id;
            Some(Visit { appointment, ticket_id })
        }
        ApplicationSource::Ticket(id) => {
            let ticket = tx.ticket(scope, id).await?;
            let appointment = tx.appointment(scope, ticket.appointment_id).await?;
            Some(Visit { appointment, ticket_id: Some(id) })
        }
    })
}

/// The visitor of an appointment as a case keeps him, his passport number sealed for the new place.
fn moved(app: &App, id: CaseId, from: &Appointment) -> Result<Visitor> {
    let sealed = match &from.visitor.passport_sealed {
        Some(sealed) => {
            let plain = app.secrets.open_sealed(&Holder::Visitor(from.id).place(), sealed)?;
            Some(app.secrets.seal(&Holder::Applicant(id).place(), &plain)?)
        }
        None => None,
    };
    Ok(Visitor { passport_sealed: sealed, ..from.visitor.clone() })
}

/// Material that no item asks for is a slip of the one who typed it.
fn check_names(request: &CaseRequest, new: &NewCase, moment: &case::Moment<'_>) -> Result<()> {
    let catalogue = moment.catalogue;
    let of = |id: &str| catalogue.service_items.get(id).map(|entry| &entry.value);
    let own: Vec<_> = request.items.iter().filter_map(of).collect();
    let children = own.iter().flat_map(|item| &item.handling.children).filter_map(|id| of(id));
    let items = own.iter().copied().chain(children);
    let names: Vec<&String> = items.flat_map(|item| &item.materials).collect();
    for (index, given) in new.materials.iter().enumerate() {
        if !names.contains(&&given.name) {
            let field = format!("materials[{index}].name");
            return Err(Error::invalid(field, "must be material that an item of the case lists"));
        }
    }
    Ok(())
}
