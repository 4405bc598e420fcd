//! How documents come, change and end.

use super::{key_of, place, trace, view};
use crate::{
    domain::{
        caller::Scope,
        document::{
            Document, DocumentKind, DocumentNumber, DocumentTerms, DocumentView, DocumentWarning,
            EndReason, Ending, KeptNumber, NumberCheck, flaws, limited_by,
        },
        id::{AccountId, DocumentId, Id as _, ResidentId},
        refusal::Refusal,
    },
    error::{Error, Result, Violation},
    service::{
        App, expiry,
        write::{Answer, Effect, Reply, WriteCall, write},
    },
    store::Tx,
};
use chrono::NaiveDate;

/// A document as it is typed in or scanned.
#[derive(Clone, Debug)]
pub struct NewDocument {
    /// What it is, by whom and for how long.
    pub terms: DocumentTerms,
    /// Its number.
    pub number: DocumentNumber,
    /// A note.
    pub note: String,
    /// The field of the request under which its own fields stand.
    pub field: &'static str,
}

/// Which document, and the version its reader saw.
type Target = (DocumentId, i64);

/// What is corrected of a document.
#[derive(Clone, Debug, Default)]
#[allow(clippy::option_option, reason = "named or not, and then given or not")]
pub struct Change {
    /// Who issued it.
    pub issuer: Option<String>,
    /// The day it was issued.
    pub issued_on: Option<Option<NaiveDate>>,
    /// Its first day.
    pub valid_from: Option<NaiveDate>,
    /// Its last day.
    pub expires_on: Option<Option<NaiveDate>>,
    /// For what a residence permit is given.
    pub purpose: Option<Option<crate::domain::document::PermitPurpose>>,
    /// The class of a work permit.
    pub class: Option<Option<crate::domain::document::WorkPermitClass>>,
    /// What a visa says.
    pub visa: Option<Option<crate::domain::document::VisaDetails>>,
    /// A note.
    pub note: Option<String>,
}

/// What a write did to a document.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The document.
    pub view: DocumentView,
    /// The one it replaced.
    pub replaced: Option<DocumentView>,
    /// The passport that ends before it.
    pub limited_by: Option<Document>,
    /// What is to be looked at.
    pub warnings: Vec<DocumentWarning>,
}

/// Puts a document on record.
///
/// # Errors
/// `Invalid` with every flaw, `AlreadyExists` where a live document has the number, `NotFound`
/// where there is no such resident.
pub async fn create<R: Answer<Recorded>>(
    app: &App,
    call: &WriteCall,
    resident: ResidentId,
    new: &NewDocument,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    write(app, call, |tx| async move {
        // Locked, so that he is not merged meanwhile.
        tx.lock_resident(scope, resident).await?.must_be_active().map_err(Refusal::from)?;
        let by = call.call.caller.account_id;
        let made = made(app, resident, new, by)?;
        taken(&tx, &made, None).await?;
        tx.add_document(&made).await?;
        let traces = vec![trace(&tx, "document.created", None, &made).await?];
        let outcome = recorded(app, &tx, scope, made, Some(&new.number)).await?;
        Ok(Effect { outcome, traces })
    })
    .await
}

/// Puts a new document of the same kind and holder in place of one.
///
/// # Errors
/// As `create`, `StateForbids`, `ReceiptOfCase`, `EtagMismatch`, `NotFound`.
pub async fn replace<R: Answer<Recorded>>(
    app: &App,
    call: &WriteCall,
    (id, version): Target,
    new: &NewDocument,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    write(app, call, |tx| async move {
        let before = tx.lock_document(scope, id).await?;
        if before.version != version {
            return Err(Error::EtagMismatch);
        }
        let (now, today) = (app.clock.now(), app.clock.today());
        before.may_be_replaced(today)?;
        if new.terms.kind != before.terms.kind {
            let field = format!("{}kind", new.field);
            return Err(Error::told(field, "must be that of the old one", "须与原证件种类一致"));
        }
        let made = made(app, before.resident_id, new, call.call.caller.account_id)?;
        taken(&tx, &made, Some(id)).await?;
        // The old one ends first, for the new one may bear its number.
        let mut old = match &before.ending {
            Some(_) => Document { version: before.version + 1, ..before.clone() },
            None => {
                let text = String::new();
                before.ended(Ending { on: today, reason: EndReason::Replaced, text }, now)
            }
        };
        tx.update_document(&old).await?;
        tx.add_document(&made).await?;
        old.replaced_by = Some(made.id);
        tx.update_document(&old).await?;
        let traces = vec![
            trace(&tx, "document.created", None, &made).await?,
            trace(&tx, "document.replaced", Some(&before), &old).await?,
        ];
        let mut outcome = recorded(app, &tx, scope, made, Some(&new.number)).await?;
        outcome.replaced = Some(view(app, old, scope));
        Ok(Effect { outcome, traces })
    })
    .await
}

/// Corrects a document.
///
/// # Errors
/// `Invalid` with every flaw, `AlreadyExists`, `StateForbids`, `ReceiptOfCase`, `EtagMismatch`,
/// `NotFound`.
pub async fn update<R: Answer<Recorded>>(
    app: &App,
    call: &WriteCall,
    (id, version): Target,
    change: &Change,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    write(app, call, |tx| async move {
        let before = tx.lock_document(scope, id).await?;
        if before.version != version {
            return Err(Error::EtagMismatch);
        }
        before.may_change(app.clock.today())?;
        let mut after = before.clone();
        change.apply(&mut after);
        sound(&after.terms, "document.", app.clock.today())?;
        taken(&tx, &after, Some(id)).await?;
        after.version += 1;
        after.updated_at = app.clock.now();
        tx.update_document(&after).await?;
        let traces = vec![trace(&tx, "document.changed", Some(&before), &after).await?];
        Ok(Effect { outcome: recorded(app, &tx, scope, after, None).await?, traces })
    })
    .await
}

/// Ends a document that was cancelled or entered by mistake.
///
/// # Errors
/// `Invalid`, `StateForbids`, `ReceiptOfCase`, `EtagMismatch`, `NotFound`.
pub async fn cancel<R: Answer<Recorded>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    text: &str,
    on: Option<NaiveDate>,
) -> Result<Reply<R>> {
    end(app, call, target, (EndReason::Cancelled, text, on)).await
}

/// Ends a document that was lost or stolen.
///
/// # Errors
/// `Invalid`, `StateForbids`, `ReceiptOfCase`, `EtagMismatch`, `NotFound`.
pub async fn report_lost<R: Answer<Recorded>>(
    app: &App,
    call: &WriteCall,
    target: Target,
    text: &str,
    on: Option<NaiveDate>,
) -> Result<Reply<R>> {
    end(app, call, target, (EndReason::Lost, text, on)).await
}

async fn end<R: Answer<Recorded>>(
    app: &App,
    call: &WriteCall,
    (id, version): Target,
    (reason, text, on): (EndReason, &str, Option<NaiveDate>),
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    write(app, call, |tx| async move {
        let before = tx.lock_document(scope, id).await?;
        if before.version != version {
            return Err(Error::EtagMismatch);
        }
        let today = app.clock.today();
        before.may_change(today)?;
        let on = on.unwrap_or(today);
        if on > today {
            return Err(Error::told("ended_date", "must not be after today", "不能晚于今天"));
        }
        let after = before.ended(Ending { on, reason, text: text.to_owned() }, app.clock.now());
        tx.update_document(&after).await?;
        let mut traces = vec![trace(&tx, "document.ended", Some(&before), &after).await?];
        if reason == EndReason::Cancelled {
            let by = call.call.caller.account_id;
            traces.extend(expiry::permit_ceased(app, &tx, by, &after).await?);
        }
        let view = view(app, after, scope);
        let (replaced, limited_by, warnings) = (None, None, Vec::new());
        Ok(Effect { outcome: Recorded { view, replaced, limited_by, warnings }, traces })
    })
    .await
}

impl Change {
    fn apply(&self, to: &mut Document) {
        let terms = &mut to.terms;
        if let Some(issuer) = &self.issuer {
            terms.issuer.clone_from(issuer);
        }
        terms.issued_on = self.issued_on.unwrap_or(terms.issued_on);
        terms.valid_from = self.valid_from.unwrap_or(terms.valid_from);
        terms.expires_on = self.expires_on.unwrap_or(terms.expires_on);
        terms.purpose = self.purpose.unwrap_or(terms.purpose);
        terms.class = self.class.unwrap_or(terms.class);
        if let Some(visa) = &self.visa {
            terms.visa.clone_from(visa);
        }
        if let Some(note) = &self.note {
            to.note.clone_from(note);
        }
    }
}

/// A new document with its number sealed for its row.
pub(in crate::service) fn made(
    app: &App,
    resident_id: ResidentId,
    new: &NewDocument,
    by: AccountId,
) -> Result<Document> {
    sound(&new.terms, new.field, app.clock.today())?;
    let (id, now) = (DocumentId(app.clock.new_id()), app.clock.now());
    Ok(Document {
        id,
        resident_id,
        terms: new.terms.clone(),
        number: kept(app, id, &new.number)?,
        replaced_by: None,
        ending: None,
        case_id: None,
        hands: None,
        note: new.note.clone(),
        created_by: by,
        created_at: now,
        updated_at: now,
        version: 1,
    })
}

/// A number as the row of a document keeps it.
pub(super) fn kept(app: &App, id: DocumentId, number: &DocumentNumber) -> Result<KeptNumber> {
    Ok(KeptNumber {
        sealed: app.secrets.seal(&place(id), number.as_str().as_bytes())?,
        key: key_of(app, number),
        mask: number.masked(),
    })
}

/// Refuses every flaw, under the field of the request.
pub(in crate::service) fn sound(
    terms: &DocumentTerms,
    field: &str,
    today: NaiveDate,
) -> Result<()> {
    let flaws = flaws(terms, today);
    if flaws.is_empty() {
        return Ok(());
    }
    let violation = |flaw: crate::domain::document::Flaw| Violation {
        field: format!("{field}{}", flaw.field),
        problem: flaw.problem,
        problem_zh: Some(flaw.zh),
    };
    Err(Error::Invalid(flaws.into_iter().map(violation).collect()))
}

/// Refuses a number that another live document of the kind and issuer has.
async fn taken(tx: &Tx, made: &Document, but: Option<DocumentId>) -> Result<()> {
    let terms = &made.terms;
    match tx.live_document(&made.number.key, terms.kind, &terms.issuer).await? {
        Some(known) if Some(known) != but => {
            Err(Error::AlreadyExists { existing_id: known.text() })
        }
        Some(_) | None => Ok(()),
    }
}

/// What is told of a document that was written.
async fn recorded(
    app: &App,
    tx: &Tx,
    scope: &Scope,
    document: Document,
    number: Option<&DocumentNumber>,
) -> Result<Recorded> {
    let others = match document.terms.kind {
        DocumentKind::Passport | DocumentKind::Receipt => Vec::new(),
        DocumentKind::Visa
        | DocumentKind::ResidencePermit
        | DocumentKind::StayPermit
        | DocumentKind::WorkPermit
        | DocumentKind::PermanentResidenceCard => {
            tx.documents_of(scope, document.resident_id).await?
        }
    };
    let limited_by = limited_by(&document.terms, &others).cloned();
    let mut warnings = Vec::new();
    if limited_by.is_some() {
        warnings.push(DocumentWarning::PastPassport);
    }
    if number.is_some_and(|number| number.check() == NumberCheck::Unchecked) {
        warnings.push(DocumentWarning::NumberUnchecked);
    }
    Ok(Recorded { view: view(app, document, scope), replaced: None, limited_by, warnings })
}
