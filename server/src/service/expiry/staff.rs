//! The renewals of all who work for an employer and whose permits end in a window: all or none in
//! one transaction, or each in its own, so that a refused one leaves nothing behind and harms no
//! other.

use super::renew::{NewRenewal, Planned, renew, renew_in};
use crate::{
    domain::{
        document::{Document, DocumentKind},
        expiry::ExpiryRefusal,
        id::{DocumentId, ResidentId},
        refusal::Refusal,
    },
    error::{Error, Result},
    service::{
        App,
        write::{Answer, Effect, Reply, Trace, WriteCall, write},
    },
    store::document::DocumentFilter,
};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Most permits of one call.
const MAX_STAFF: usize = 100;
/// What of the staff's is renewed.
const RENEWED: [DocumentKind; 4] = [
    DocumentKind::ResidencePermit,
    DocumentKind::WorkPermit,
    DocumentKind::StayPermit,
    DocumentKind::Visa,
];

/// Whose renewals are planned.
#[derive(Clone, Debug)]
pub struct Staff {
    /// The employer's unified social credit code.
    pub enterprise_id: String,
    /// Whose permits end on or after this day.
    pub from: NaiveDate,
    /// And on or before this day.
    pub to: NaiveDate,
    /// A note for appointments and cases.
    pub note: String,
}

/// Which permit of whom.
pub type Whose = (DocumentId, ResidentId);

/// Plans all or none.
///
/// # Errors
/// Everything that refuses, with the document that it refuses; `Invalid` for more than
/// `MAX_STAFF`.
pub async fn renew_all<R: Answer<Vec<(Whose, Planned)>>>(
    app: &App,
    call: &WriteCall,
    staff: &Staff,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    let permits = &permits(app, call, staff).await?;
    write(app, call, |tx| async move {
        let (mut outcome, mut traces) = (Vec::with_capacity(permits.len()), Vec::new());
        let mut refused = Vec::new();
        for permit in permits {
            let new = renewal(permit, staff);
            match renew_in(app, &tx, call, scope, &new, &mut traces).await {
                Ok(planned) => outcome.push(((permit.id, permit.resident_id), planned)),
                // The others are looked at all the same, so that all is told at once.
                Err(Error::Refused { refusals, .. }) => {
                    let document_id = permit.id;
                    refused.extend(refusals.into_iter().map(Box::new).map(|refusal| {
                        Refusal::from(ExpiryRefusal::OfDocument { document_id, refusal })
                    }));
                }
                Err(error) => return Err(error),
            }
        }
        if !refused.is_empty() {
            return Err(refused.into());
        }
        // That it was asked for is on record also where nobody's permit ends.
        let resource_id = staff.enterprise_id.clone();
        traces.push(Trace { resource_id, ..Trace::default() });
        Ok(Effect { outcome, traces })
    })
    .await
}

/// Plans as many as can be, each in a transaction of its own. A repeat finds each as it was done.
///
/// # Errors
/// `Invalid` for more than `MAX_STAFF`; what the database says.
pub async fn renew_each<R: Answer<Planned>>(
    app: &App,
    call: &WriteCall,
    staff: &Staff,
) -> Result<Vec<(Whose, Result<R>)>> {
    let mut results = Vec::new();
    for permit in permits(app, call, staff).await? {
        let own = WriteCall { request_id: own_id(app, call, permit.id), ..call.clone() };
        let done = renew::<R>(app, &own, &renewal(&permit, staff)).await;
        let done = match done {
            Ok(reply) => Ok(reply.answer),
            Err(error) if error.is_refusal() => Err(error),
            Err(error) => return Err(error),
        };
        results.push(((permit.id, permit.resident_id), done));
    }
    Ok(results)
}

/// The permits and visas that end in the window, by their last day. A work permit of somebody whose
/// residence permit ends too comes with that one.
async fn permits(app: &App, call: &WriteCall, staff: &Staff) -> Result<Vec<Document>> {
    let scope = call.call.scope()?;
    let filter = DocumentFilter {
        kinds: RENEWED.to_vec(),
        from: Some(staff.from),
        to: Some(staff.to),
        enterprise_id: Some(staff.enterprise_id.clone()),
        ..DocumentFilter::default()
    };
    let (reader, today) = (app.store.reader(), app.clock.today());
    let mut found = reader.documents(&scope, &filter, today, None, MAX_STAFF as u64 + 1).await?;
    if found.len() > MAX_STAFF {
        let problem = format!("must hold at most {MAX_STAFF} permits; ask for fewer days");
        let zh = format!("该时段内证件超过 {MAX_STAFF} 件，请缩短时段");
        return Err(Error::told("expiry_to_date", problem, zh));
    }
    let is = |one: &Document, kind| one.terms.kind == kind;
    let residing = found.iter().filter(|one| is(one, DocumentKind::ResidencePermit));
    let residing: BTreeSet<_> = residing.map(|one| one.resident_id).collect();
    found.retain(|one| !(is(one, DocumentKind::WorkPermit) && residing.contains(&one.resident_id)));
    Ok(found)
}

fn renewal(permit: &Document, staff: &Staff) -> NewRenewal {
    NewRenewal {
        document_id: permit.id,
        slot: None,
        note: staff.note.clone(),
        terms: super::Terms::default(),
    }
}

/// The id of the part of a request that is about one permit, the same at every repeat.
fn own_id(app: &App, call: &WriteCall, of: DocumentId) -> Uuid {
    let parts = [call.request_id.as_bytes().as_slice(), of.0.as_bytes()].concat();
    let print = app.secrets.fingerprint(&parts);
    let bytes = print.first_chunk::<16>().copied().unwrap_or_default();
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}
