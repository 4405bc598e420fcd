//! The ledger of disclosures: what of somebody's sensitive fields a department was handed.

pub use crate::store::disclosure::DisclosureFilter;

use super::{
    App, Call, catalogue,
    page::{Page, PageRequest, instant_cursor, page},
    write::{Answer, Effect, Reply, Trace, WriteCall, write},
};
use crate::{
    domain::{
        disclosure::Disclosure,
        id::{AccountId, CaseId, DisclosureId, DocumentId, Id as _, ResidentId},
    },
    error::{Error, Result},
    store::Tx,
};

/// A hand-over as it is recorded.
#[derive(Clone, Debug)]
pub struct HandOver {
    /// To which department.
    pub department_id: String,
    /// Whose fields; none of an applicant who is not on record.
    pub resident_id: Option<ResidentId>,
    /// Of which document.
    pub document_id: Option<DocumentId>,
    /// Which fields.
    pub fields: Vec<String>,
    /// For what.
    pub purpose: String,
    /// For which case.
    pub case_id: Option<CaseId>,
}

/// Puts a hand-over into the ledger.
///
/// # Errors
/// What the database says; nothing may be told then.
pub(super) async fn put(app: &App, tx: &Tx, by: AccountId, new: HandOver) -> Result<Disclosure> {
    let row = Disclosure {
        id: DisclosureId(app.clock.new_id()),
        at: app.clock.now(),
        department_id: new.department_id,
        account_id: by,
        resident_id: new.resident_id,
        document_id: new.document_id,
        fields: new.fields,
        purpose: new.purpose,
        case_id: new.case_id,
    };
    tx.add_disclosure(&row).await?;
    Ok(row)
}

/// Records a hand-over that happened outside of the program.
///
/// # Errors
/// `Invalid` where department, document or case do not belong together, `NotFound`.
pub async fn record<R: Answer<Disclosure>>(
    app: &App,
    call: &WriteCall,
    new: &HandOver,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    write(app, call, |tx| async move {
        if let Some(id) = new.resident_id {
            tx.resident(scope, id).await?;
        }
        let catalogue = catalogue::settled(app, &tx).await?;
        if !catalogue.departments.contains_key(&new.department_id) {
            let problem = "must name a department of the catalogue";
            return Err(Error::told("department_id", problem, "目录中没有此部门"));
        }
        if let Some(id) = new.document_id
            && Some(tx.document(scope, id).await?.resident_id) != new.resident_id
        {
            let problem = "must be a document of the resident";
            return Err(Error::told("document_id", problem, "不是此人的证件"));
        }
        if let Some(id) = new.case_id
            && tx.case(scope, id).await?.applicant.resident_id != new.resident_id
        {
            let problem = "must be a case of the resident";
            return Err(Error::told("case_id", problem, "不是此人的办件"));
        }
        let row = put(app, &tx, call.call.caller.account_id, new.clone()).await?;
        let trace = Trace {
            resource_id: row.id.text(),
            purpose: row.purpose.clone(),
            after: Some(format!("{row:?}")),
            ..Trace::default()
        };
        Ok(Effect { outcome: row, traces: vec![trace] })
    })
    .await
}

/// A page of the ledger, the latest first.
///
/// # Errors
/// `Invalid` for a page token of another list.
pub async fn list(
    app: &App,
    call: &Call,
    filter: &DisclosureFilter,
    request: &PageRequest,
) -> Result<Page<Disclosure>> {
    let filters = format!("{filter:?}");
    let limit = request.limit()?;
    let after = request.cursor(app, call, &filters)?.and_then(|text| instant_cursor(&text));
    let rows = app.store.reader().disclosures(filter, after, limit as u64 + 1).await?;
    let cursor = |last: &Disclosure| format!("{} {}", last.at.timestamp_micros(), last.id.0);
    Ok(page(app, call, &filters, rows, limit, cursor))
}
