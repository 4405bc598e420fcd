//! Documents of residents, one function an RPC. A number is sealed for its row before it reaches
//! the store, and leaves in no event, audit record or kept answer.

pub use crate::store::document::DocumentFilter;

mod custody;
mod making;
mod receipt;

pub use custody::{Handing, custody, record_custody};
pub use making::{Change, NewDocument, Recorded, cancel, create, replace, report_lost, update};
pub(super) use making::{made, sound};
pub(super) use receipt::follow;

use super::{
    App, Call, access, event,
    page::{Page, PageRequest, day_cursor, page},
    write::{Event, Trace},
};
use crate::{
    domain::{
        caller::Scope,
        document::{
            Document, DocumentKind, DocumentNumber, DocumentView, Stay, limited_by, stay_of,
        },
        id::{DocumentId, Id as _, ResidentId},
        identifier::normalise,
    },
    error::{Error, Result},
    store::{Tx, document::listed_under},
};

/// A document, and the passport that ends before it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The document.
    pub view: DocumentView,
    /// The passport.
    pub limited_by: Option<Document>,
}

/// One document.
///
/// # Errors
/// `NotFound` where there is none, or none to see.
pub async fn get(app: &App, call: &Call, id: DocumentId) -> Result<Shown> {
    let scope = call.scope()?;
    let reader = app.store.reader();
    let found = reader.document(&scope, id).await?;
    let others = reader.documents_of(&scope, found.resident_id).await?;
    let limited_by = limited_by(&found.terms, &others).filter(|_| found.ending.is_none()).cloned();
    access::note(app, call, vec![id.text()]).await?;
    Ok(Shown { view: view(app, found, &scope), limited_by })
}

/// A page of documents, by last day, then id.
///
/// # Errors
/// `Invalid` for a page token of another list.
pub async fn list(
    app: &App,
    call: &Call,
    filter: &DocumentFilter,
    request: &PageRequest,
) -> Result<Page<DocumentView>> {
    let scope = call.scope()?;
    let filters = format!("{filter:?}");
    let limit = request.limit()?;
    let after = request.cursor(app, call, &filters)?.and_then(|text| day_cursor(&text));
    let feed_token = event::list_token(app, call, request).await?;
    let (reader, today) = (app.store.reader(), app.clock.today());
    let rows = reader.documents(&scope, filter, today, after, limit as u64 + 1).await?;
    let cursor = |last: &Document| format!("{} {}", listed_under(last.terms.last_day()), last.id.0);
    let page = page(app, call, &filters, rows, limit, cursor);
    let rows = page.rows.into_iter().map(|document| view(app, document, &scope)).collect();
    Ok(Page { rows, next_token: page.next_token, feed_token })
}

/// The documents with a number, live ones first.
///
/// # Errors
/// `NotFound` where there is none, or none to see.
pub async fn look_up(
    app: &App,
    call: &Call,
    number: &str,
    kind: Option<DocumentKind>,
) -> Result<Vec<DocumentView>> {
    let scope = call.scope()?;
    // What is no number at all is nobody's.
    let number = normalise(number).map_err(|_| Error::NotFound)?;
    let key = number_key(app, &number);
    let found = app.store.reader().documents_of_number(&scope, &key, kind).await?;
    if found.is_empty() {
        return Err(Error::NotFound);
    }
    access::note(app, call, found.iter().map(|one| one.id.text()).collect()).await?;
    Ok(found.into_iter().map(|document| view(app, document, &scope)).collect())
}

/// Until when a resident's stay is lawful, and by which documents; none where no document on record
/// gives one.
///
/// # Errors
/// `NotFound` where there is no such resident to see.
pub async fn stay(app: &App, call: &Call, id: ResidentId) -> Result<Option<Stay>> {
    let scope = call.scope()?;
    let reader = app.store.reader();
    reader.resident(&scope, id).await?;
    let documents = reader.documents_of(&scope, id).await?;
    Ok(stay_of(&documents, app.clock.today()))
}

/// The keyed hash by which a number is found.
#[must_use]
pub fn number_key(app: &App, number: &str) -> [u8; 32] {
    app.secrets.blind_index("document.number_key", number)
}

/// The keyed hash of a checked number.
pub(super) fn key_of(app: &App, number: &DocumentNumber) -> [u8; 32] {
    number_key(app, number.as_str())
}

/// The place a number is sealed for.
pub(super) fn place(id: DocumentId) -> String {
    format!("document.number_sealed:{}", id.0)
}

/// A document as a scope shows it today.
pub(super) fn view(app: &App, document: Document, scope: &Scope) -> DocumentView {
    DocumentView::of(document, scope, app.clock.today())
}

/// What a new or changed document leaves behind, told to the departments that see its holder.
async fn trace(
    tx: &Tx,
    kind: &'static str,
    before: Option<&Document>,
    after: &Document,
) -> Result<Trace> {
    Ok(told(kind, before, after, &tx.departments_of_resident(after.resident_id).await?))
}

/// The same, told to some departments.
pub(super) fn told(
    kind: &'static str,
    before: Option<&Document>,
    after: &Document,
    departments: &[String],
) -> Trace {
    let body = serde_json::json!({
        "document_id": after.id.text(),
        "kind": after.terms.kind.name(),
        "etag": after.version,
    });
    Trace {
        resource_id: after.id.text(),
        before: before.map(canonical),
        after: Some(canonical(after)),
        event: Some(Event { kind, department_ids: departments.join(" "), body: body.to_string() }),
        ..Trace::default()
    }
}

/// What departments are told that see somebody now whom they did not see before, or see him no
/// more: each of his documents on record.
///
/// # Errors
/// What the database says.
pub(super) async fn shown(
    tx: &Tx,
    resident: ResidentId,
    departments: &[String],
) -> Result<Vec<Trace>> {
    if departments.is_empty() {
        return Ok(Vec::new());
    }
    let all = tx.documents_of(&Scope::Centre, resident).await?;
    let trace = |document: &Document| Trace {
        // It is as it was; others see it.
        after: None,
        ..told("document.changed", None, document, departments)
    };
    Ok(all.iter().map(trace).collect())
}

/// Moves the documents of a merged record, and what was disclosed of it, to the record that goes
/// on.
///
/// # Errors
/// What the database says.
pub(super) async fn move_holder(
    app: &App,
    tx: &Tx,
    from: ResidentId,
    to: ResidentId,
) -> Result<Vec<Trace>> {
    let mut traces = Vec::new();
    for found in tx.documents_of(&Scope::Centre, from).await? {
        let before = tx.lock_document(&Scope::Centre, found.id).await?;
        let mut after = before.clone();
        (after.resident_id, after.version) = (to, before.version + 1);
        after.updated_at = app.clock.now();
        tx.update_document(&after).await?;
        traces.push(trace(tx, "document.changed", Some(&before), &after).await?);
    }
    tx.move_disclosures(from, to).await?;
    Ok(traces)
}

/// The whole state in one text, for the hash that the audit trail keeps.
fn canonical(of: &Document) -> String {
    let ending = of.ending.as_ref();
    let ending = ending.map(|end| format!("{}\t{}\t{}", end.on, end.reason.number(), end.text));
    let fields = [
        of.id.text(),
        of.resident_id.text(),
        format!("{:?}", of.terms),
        data_encoding::HEXLOWER.encode(&of.number.key),
        of.replaced_by.map(|id| id.text()).unwrap_or_default(),
        ending.unwrap_or_default(),
        of.case_id.map(|id| id.text()).unwrap_or_default(),
        format!("{:?}", of.hands),
        of.note.clone(),
        of.version.to_string(),
    ];
    fields.join("\n")
}
