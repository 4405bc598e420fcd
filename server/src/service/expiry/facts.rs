//! What is known of the holder of a document on record, as far as a plan looks at it. A department
//! is told nothing from which a birth date could be worked out.

use super::{Subject, Terms};
use crate::{
    domain::{
        caller::Scope,
        catalogue::{Catalogue, ExpiryPolicy},
        document::{Document, DocumentKind, longest_of, stay_of},
        expiry::{Expiring, Holder},
        id::{DocumentId, ResidentId},
        limit::{Anchor, DeadlineQuery, compute_deadline},
        resident::{Relation, Resident},
    },
    error::Result,
    service::{App, resident},
    store::{Connection, Session},
};
use chrono::NaiveDate;

/// A resident with his documents, and the last day of the permit of the one whom he follows.
#[derive(Clone, Debug)]
pub(super) struct Known {
    resident: Resident,
    documents: Vec<Document>,
    principal_until: Option<NaiveDate>,
    principal_permit: Option<DocumentId>,
}

/// What is known of a resident.
///
/// # Errors
/// `NotFound` where there is none, or none to see.
pub(super) async fn known<C: Connection>(
    session: &Session<C>,
    scope: &Scope,
    id: ResidentId,
) -> Result<Known> {
    let resident = session.resident(scope, id).await?;
    let documents = session.documents_of(scope, id).await?;
    let (principal_until, principal_permit) = match resident.dependence {
        Some(dependence) => {
            // Where the reader may not see him, nothing is told of him either.
            let his = session.documents_of(scope, dependence.principal).await?;
            let permit = permit_of(&his);
            (permit.and_then(ends_on), permit.filter(|one| one.ending.is_none()).map(|one| one.id))
        }
        None => (None, None),
    };
    Ok(Known { resident, documents, principal_until, principal_permit })
}

impl Known {
    /// Who he is.
    pub(super) fn resident(&self) -> &Resident {
        &self.resident
    }

    /// The live permit of the one whom he follows.
    pub(super) const fn principal_permit(&self) -> Option<DocumentId> {
        self.principal_permit
    }

    /// All his documents, live and ended.
    pub(super) fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// His live work permit that lasts longest.
    pub(super) fn work_permit(&self) -> Option<&Document> {
        longest_of(&self.documents, DocumentKind::WorkPermit)
    }

    /// His documents that run out: what is live and has a last day, by that day.
    pub(super) fn running_out(&self) -> Vec<&Document> {
        let live = self.documents.iter().filter(|document| expiring(document).is_some());
        let mut live: Vec<_> = live.collect();
        live.sort_by_key(|document| (document.terms.last_day(), document.id));
        live
    }

    /// What a plan for one of his documents is made from.
    ///
    /// # Errors
    /// An internal error where what is sealed of him does not open.
    pub(super) fn subject(
        &self,
        app: &App,
        scope: &Scope,
        of: &Document,
        terms: &Terms,
    ) -> Result<Option<Subject>> {
        let Some(document) = expiring(of) else { return Ok(None) };
        let birth_date = match scope {
            Scope::Centre => resident::private(app, &self.resident)?.birth_date,
            Scope::Department(_) => None,
        };
        let relation = self.resident.dependence.map(|dependence| dependence.relation);
        let holder = Holder {
            birth_date,
            child_of_principal: relation == Some(Relation::Child),
            passport_until: last_day(&self.documents, DocumentKind::Passport),
            work_permit_until: last_day(&self.documents, DocumentKind::WorkPermit),
            contract_until: terms.contract_until,
            principal_until: self.principal_until,
            lawful_until: stay_of(&self.documents, app.clock.today()).map(|stay| stay.until),
            claimed: terms.claimed.clone(),
        };
        Ok(Some(Subject { document, holder, known: Some((of.id, of.resident_id)) }))
    }
}

/// A live document with a last day, as a plan looks at it; none of what does not run out. A receipt
/// ends with its case and is not renewed.
pub(in crate::service) fn expiring(of: &Document) -> Option<Expiring> {
    let terms = &of.terms;
    if of.ending.is_some() || terms.kind == DocumentKind::Receipt {
        return None;
    }
    let expires_on = terms.last_day()?;
    Some(Expiring { kind: terms.kind, purpose: terms.purpose, class: terms.class, expires_on })
}

/// The last day in time to file for the renewal of a document; none where the centre renews no such
/// document, or where its item has no such limit.
pub(in crate::service) fn file_by(
    document: &Expiring,
    catalogue: &Catalogue,
    policy: &ExpiryPolicy,
    today: NaiveDate,
) -> Option<NaiveDate> {
    let item = &policy.renewal_of(document)?.service_item_id;
    let limit = catalogue.item_on(item, today)?.handling.filing_limit?;
    let anchor = Anchor::Event(document.expires_on);
    let query = DeadlineQuery { limit, anchor, suspensions: &[] };
    compute_deadline(&query, &catalogue.calendar).ok()?.due_date
}

/// The furthest last day of somebody's live documents of a kind.
fn last_day(documents: &[Document], kind: DocumentKind) -> Option<NaiveDate> {
    longest_of(documents, kind)?.terms.last_day()
}

/// The residence permit that counts of somebody's: of the live ones that which lasts longest; where
/// none is live, of the others that which lasted longest.
fn permit_of(documents: &[Document]) -> Option<&Document> {
    let permits = documents.iter().filter(|one| one.terms.kind == DocumentKind::ResidencePermit);
    permits.max_by_key(|one| (one.ending.is_none(), ends_on(one)))
}

/// The day on which a document ends or ended.
fn ends_on(document: &Document) -> Option<NaiveDate> {
    let last_day = document.terms.last_day()?;
    Some(document.ending.as_ref().map_or(last_day, |ending| ending.on.min(last_day)))
}
