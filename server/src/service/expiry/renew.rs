//! Renewals planned in one step: the places are booked and the cases opened, the work permit's
//! before that of the residence permit which waits for it, all in one transaction. Whatever refuses
//! leaves nothing behind: no place, no case. A case opened here is no visit yet.

use super::{PlanView, Terms, facts, no_end, plans};
use crate::{
    domain::{
        admission::ItemSet,
        appointment::{Appointment, Channel},
        caller::Scope,
        case::{Case, CaseChannel, MaterialState},
        document::{Document, PermitPurpose},
        expiry::{ExpiryRefusal, Lane, Procedures, Renewal},
        id::{CaseId, DocumentId},
        refusal::Refusal,
        slot::SlotKey,
    },
    error::{Error, Result},
    service::{
        App,
        appointment::{BookCommand, NewVisitor, made_trace, person_key},
        case::{Acceptance, ApplicationSource, NewCase, receive_in},
        catalogue, desk, resident,
        slot::next_free,
        write::{Answer, Effect, Reply, Trace, WriteCall, write},
    },
    store::Tx,
};
use chrono::NaiveDate;
use std::sync::Arc;

/// How often another place is looked for, where somebody else was faster.
const ATTEMPTS: usize = 8;

/// A renewal as it is asked for.
#[derive(Clone, Debug)]
pub struct NewRenewal {
    /// The document.
    pub document_id: DocumentId,
    /// The place; the next free one in time where none is named.
    pub slot: Option<SlotKey>,
    /// A note for appointment and cases.
    pub note: String,
    /// On what terms it is planned.
    pub terms: Terms,
}

/// A case that was opened, for which document.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The case.
    pub case: Case,
    /// The document it renews.
    pub document_id: DocumentId,
}

/// A renewal that is planned.
#[derive(Clone, Debug)]
pub struct Planned {
    /// What the document's end means.
    pub plan: PlanView,
    /// The visits, in order: one where some place takes all items.
    pub visits: Vec<Appointment>,
    /// The cases, in the order in which they are decided.
    pub cases: Vec<Opened>,
}

/// Plans a renewal.
///
/// # Errors
/// `NotFound`, `NotRenewable`, `RenewalUnderWay`, `NoPlaceInTime`, and what refuses the booking or
/// a case.
pub async fn renew<R: Answer<Planned>>(
    app: &App,
    call: &WriteCall,
    new: &NewRenewal,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    write(app, call, |tx| async move {
        let mut traces = Vec::new();
        let outcome = renew_in(app, &tx, call, scope, new, &mut traces).await?;
        Ok(Effect { outcome, traces })
    })
    .await
}

/// Plans a renewal in the caller's own transaction.
pub(super) async fn renew_in(
    app: &App,
    tx: &Tx,
    call: &WriteCall,
    scope: &Scope,
    new: &NewRenewal,
    traces: &mut Vec<Trace>,
) -> Result<Planned> {
    let catalogue = catalogue::settled(app, tx).await?;
    // Locked with its holder, so that two who plan for the same person wait for one another.
    let whose = tx.document(scope, new.document_id).await?.resident_id;
    tx.lock_resident(scope, whose).await?.must_be_active().map_err(Refusal::from)?;
    let document = tx.lock_document(scope, new.document_id).await?;
    let known = facts::known(tx, scope, whose).await?;
    let subject = known.subject(app, scope, &document, &new.terms)?.ok_or_else(no_end)?;
    let mut views = plans(app, &catalogue, scope, &[subject], &new.terms).await?;
    let plan = views.pop().ok_or_else(no_end)?;
    let Some(renewal) = plan.plan.renewal.clone() else {
        return Err(Refusal::from(ExpiryRefusal::NotRenewable).into());
    };
    let steps = steps(&renewal, &document, known.work_permit());
    let ids: Vec<_> = steps.iter().filter_map(|(_, id)| *id).collect();
    if let Some((_, case_id)) = tx.open_renewals(&ids).await?.first() {
        return Err(Refusal::from(ExpiryRefusal::RenewalUnderWay { case_id: *case_id }).into());
    }
    let visitor = visitor(app, &known)?;
    let book = Booking { app, tx, call, scope, visitor, note: &new.note };
    let items: Vec<_> = steps.iter().map(|(item, _)| item.clone()).collect();
    let until = (first_day(&renewal), last_day(&renewal));
    let visits = book.visits(&catalogue, &items, new.slot, until).await?;
    traces.extend(visits.iter().map(|visit| made_trace(&catalogue, visit)));
    let mut cases: Vec<Opened> = Vec::new();
    // Who follows somebody is renewed as that one is: his case comes first.
    let follows = document.terms.purpose == Some(PermitPurpose::Private);
    let principals: Vec<_> = known.principal_permit().filter(|_| follows).into_iter().collect();
    let principals = tx.open_renewals(&principals).await?;
    for (item, document_id) in steps {
        let visit = visits.iter().find(|visit| visit.items.iter().any(|own| own == item));
        let visit = visit.ok_or_else(|| Error::internal("an item has no visit"))?;
        let own = cases.iter().map(|opened| opened.case.id);
        let before = own.chain(principals.iter().map(|(_, case)| *case)).collect();
        let new = application(&item, visit, document_id, before, &new.note);
        let (case, told) = receive_in(app, tx, call, scope, &new).await?;
        traces.extend(told);
        cases.push(Opened { case, document_id: document_id.unwrap_or(document.id) });
    }
    Ok(Planned { plan, visits, cases })
}

/// The items in order, each with the document that it renews.
fn steps(
    renewal: &Renewal,
    document: &Document,
    work_permit: Option<&Document>,
) -> Vec<(String, Option<DocumentId>)> {
    let own = |item: &str| match item == renewal.service_item_id {
        true => Some(document.id),
        false => work_permit.map(|permit| permit.id),
    };
    renewal.order().into_iter().map(|item| (item.to_owned(), own(item))).collect()
}

/// The last day on which the document itself still goes the lane that is left; none where it is too
/// late for any.
fn last_day(renewal: &Renewal) -> Option<NaiveDate> {
    begins_by(renewal.lane, &renewal.procedures)
}

/// The last day on which what comes first still goes it.
fn first_day(renewal: &Renewal) -> Option<NaiveDate> {
    let both = renewal.before.as_ref().and_then(|before| before.both.as_ref());
    begins_by(renewal.lane, both.unwrap_or(&renewal.procedures))
}

fn begins_by(lane: Lane, of: &Procedures) -> Option<NaiveDate> {
    let of = match lane {
        Lane::Normal => of.normal.as_ref(),
        Lane::ExpediteAdvised | Lane::ExpediteOnly => of.expedited.as_ref(),
        Lane::TooLate => None,
    };
    of.and_then(|day| day.safe_date)
}

/// The holder as he visits: by the name, the contact and the passport on record.
fn visitor(app: &App, known: &facts::Known) -> Result<NewVisitor> {
    let resident = known.resident();
    let contacts = resident::private(app, resident)?.contacts;
    let name = resident.display_name();
    let contact = if contacts.phone.is_empty() { &contacts.email } else { &contacts.phone };
    let passport = resident::passport_of(app, known.documents())?;
    let person_key = person_key(app, passport.as_ref(), &name, contact);
    Ok(NewVisitor {
        person_key,
        name,
        language: resident.language.clone(),
        phone: contacts.phone,
        email: contacts.email,
        passport,
        resident_id: Some(resident.id),
    })
}

/// An application that waits for its visit. It came in by nobody's coming.
fn application(
    item: &str,
    visit: &Appointment,
    document_id: Option<DocumentId>,
    prerequisites: Vec<CaseId>,
    note: &str,
) -> NewCase {
    NewCase {
        items: ItemSet::new([item.to_owned()]),
        source: ApplicationSource::Appointment(visit.id),
        applicant: None,
        agent: None,
        channel: Some(CaseChannel::Online),
        external_reference: None,
        materials: Vec::new(),
        other_materials: MaterialState::Missing,
        acceptance: Acceptance::AtVisit,
        document_id,
        document_expires_on: None,
        prerequisites,
        note: note.to_owned(),
    }
}

/// True where nothing refuses a booking but that its place was sold meanwhile.
fn is_sold(error: &Error) -> bool {
    let sold = |one: &Refusal| matches!(one, Refusal::SlotFull | Refusal::ChannelFull);
    matches!(error, Error::Refused { refusals, .. } if refusals.iter().all(sold))
}

struct Booking<'a> {
    app: &'a App,
    tx: &'a Tx,
    call: &'a WriteCall,
    scope: &'a Scope,
    visitor: NewVisitor,
    note: &'a str,
}

impl Booking<'_> {
    /// One visit for all items where some place takes them together, else one for each, in order.
    async fn visits(
        &self,
        catalogue: &Arc<crate::domain::catalogue::Catalogue>,
        items: &[String],
        slot: Option<SlotKey>,
        (first, last): (Option<NaiveDate>, Option<NaiveDate>),
    ) -> Result<Vec<Appointment>> {
        let all = ItemSet::new(items.iter().cloned());
        if let Some(slot) = slot {
            return Ok(vec![self.book(slot, all).await?]);
        }
        if let Some(visit) = self.next(catalogue, &all, first).await? {
            return Ok(vec![visit]);
        }
        let mut visits = Vec::new();
        for item in items {
            let alone = ItemSet::new([item.clone()]);
            let until = if visits.is_empty() { first } else { last };
            let visit = self.next(catalogue, &alone, until).await?.ok_or_else(|| {
                let until = until.unwrap_or(self.app.clock.today());
                Error::from(Refusal::from(ExpiryRefusal::NoPlaceInTime { until }))
            })?;
            visits.push(visit);
        }
        Ok(visits)
    }

    /// Books the next free place in time. What this transaction has booked is seen; where somebody
    /// else is faster, the next one is taken.
    async fn next(
        &self,
        catalogue: &Arc<crate::domain::catalogue::Catalogue>,
        items: &ItemSet,
        until: Option<NaiveDate>,
    ) -> Result<Option<Appointment>> {
        for _ in 0..ATTEMPTS {
            let found = next_free(self.app, self.tx, catalogue, items, self.scope, 1).await?;
            let in_time = |slot: &SlotKey| until.is_none_or(|until| slot.date() <= until);
            let Some(slot) = found.first().copied().filter(in_time) else { return Ok(None) };
            match self.book(slot, items.clone()).await {
                Err(error) if is_sold(&error) => {}
                booked => return booked.map(Some),
            }
        }
        Err(Error::Conflict)
    }

    async fn book(&self, slot: SlotKey, items: ItemSet) -> Result<Appointment> {
        let command = BookCommand {
            channel: Channel::Booked,
            slot,
            hold_id: None,
            items,
            visitor: self.visitor.clone(),
            agent: None,
            note: self.note.to_owned(),
        };
        desk::book_in(self.app, self.tx, self.call, self.scope, &Arc::new(command)).await
    }
}
