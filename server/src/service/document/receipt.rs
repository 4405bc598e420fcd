//! The receipts that cases open, move and close. Whoever changes a case that renews a document
//! comes by here, with the case locked.

use super::{making::kept, trace};
use crate::{
    domain::{
        caller::Scope,
        case::{Case, CaseState, Outcome},
        catalogue::Catalogue,
        document::{
            Document, DocumentKind, DocumentNumber, DocumentTerms, EndReason, Ending, Receipt,
            receipt_of,
        },
        id::DocumentId,
    },
    error::{Error, Result},
    service::{App, write::Trace},
    store::Tx,
};
use std::collections::BTreeMap;

/// Brings the receipt of a case to where the case stands: opened by acceptance, closed by delivery
/// or end, moved where the day of its limit moved.
pub(in crate::service) async fn follow(
    app: &App,
    tx: &Tx,
    catalogue: &Catalogue,
    case: &Case,
) -> Result<Vec<Trace>> {
    let Some(renewed) = case.document_id else { return Ok(Vec::new()) };
    if renewed_no_more(case) {
        // What was muted while it was renewed is looked at again.
        let today = (Some(app.clock.today()), vec![renewed]);
        tx.look_again(&BTreeMap::from([today])).await?;
    }
    let open = tx.receipt_of_case(case.id).await?;
    let trace = match (open, receipt_of(case, &catalogue.calendar)) {
        (None, None) => return Ok(Vec::new()),
        (None, Some(receipt)) => {
            let made = opened(app, tx, case, renewed, &receipt).await?;
            tx.add_document(&made).await?;
            trace(tx, "document.created", None, &made).await?
        }
        (Some(open), Some(receipt)) => {
            let (from, until) = (open.terms.valid_from, open.terms.expires_on);
            if (from, until) == (receipt.from, receipt.until) {
                return Ok(Vec::new());
            }
            let mut moved = open.clone();
            moved.terms.valid_from = receipt.from;
            moved.terms.expires_on = receipt.until;
            moved.updated_at = app.clock.now();
            moved.version += 1;
            tx.update_document(&moved).await?;
            trace(tx, "document.changed", Some(&open), &moved).await?
        }
        (Some(open), None) => {
            let (on, reason) = (app.clock.today(), EndReason::Closed);
            let text = case.state.name().to_owned();
            let closed = open.ended(Ending { on, reason, text }, app.clock.now());
            tx.update_document(&closed).await?;
            trace(tx, "document.ended", Some(&open), &closed).await?
        }
    };
    Ok(vec![trace])
}

/// True of a case that came to nothing.
fn renewed_no_more(case: &Case) -> bool {
    let under_way = matches!(
        case.state,
        CaseState::Received
            | CaseState::MaterialNotified
            | CaseState::Accepted
            | CaseState::Suspended
            | CaseState::Decided
    );
    !under_way && case.outcome != Some(Outcome::Granted)
}

/// The receipt of a case. It bears the case's number, by which the applicant's paper is found.
async fn opened(
    app: &App,
    tx: &Tx,
    case: &Case,
    renewed: DocumentId,
    receipt: &Receipt,
) -> Result<Document> {
    let renewed = tx.document(&Scope::Centre, renewed).await?;
    let (id, now) = (DocumentId(app.clock.new_id()), app.clock.now());
    let number = DocumentNumber::parse(DocumentKind::Receipt, &case.number, app.clock.today());
    let number =
        number.map_err(|_| Error::internal("a case's number is no number of a receipt"))?;
    Ok(Document {
        id,
        resident_id: renewed.resident_id,
        terms: DocumentTerms {
            kind: DocumentKind::Receipt,
            purpose: None,
            class: None,
            visa: None,
            issuer: receipt.department_id.clone(),
            issued_on: Some(receipt.from),
            valid_from: receipt.from,
            expires_on: receipt.until,
        },
        number: kept(app, id, &number)?,
        replaced_by: None,
        ending: None,
        case_id: Some(case.id),
        hands: None,
        note: String::new(),
        created_by: case.created_by,
        created_at: now,
        updated_at: now,
        version: 1,
    })
}
