//! Into whose hands a passport goes. The last entry stands with the passport, which is locked, so
//! that of two who hand it out the second is refused.

use super::{trace, view};
use crate::{
    domain::{
        caller::Scope,
        document::{Custody, CustodyHolder, Document, DocumentView, Hands},
        id::DocumentId,
    },
    error::{Error, Result},
    service::{
        App, Call, catalogue,
        page::{Page, PageRequest, page},
        write::{Answer, Effect, Reply, WriteCall, write},
    },
};
use chrono::{DateTime, Utc};

/// Into whose hands a passport is to go.
#[derive(Clone, Debug)]
pub struct Handing {
    /// Which passport.
    pub id: DocumentId,
    /// Who holds it now.
    pub holder: CustodyHolder,
    /// Which department, where it is one.
    pub department_id: Option<String>,
    /// Where.
    pub place: String,
    /// Since when; now where it is not said.
    pub since: Option<DateTime<Utc>>,
    /// A note.
    pub note: String,
}

/// Records into whose hands a passport goes.
///
/// # Errors
/// `NotAPassport`, `CustodyUnchanged`, `Invalid`, `NotFound`.
pub async fn record_custody<R: Answer<DocumentView>>(
    app: &App,
    call: &WriteCall,
    handing: &Handing,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    write(app, call, |tx| async move {
        let before = tx.lock_document(scope, handing.id).await?;
        let department = handing.department_id.as_deref();
        if let Some(department) = department {
            let catalogue = catalogue::settled(app, &tx).await?;
            if !catalogue.departments.contains_key(department) {
                let problem = "must name a department of the catalogue";
                return Err(Error::told("department_id", problem, "目录中没有此部门"));
            }
        }
        before.may_go_to(handing.holder, department, &handing.place)?;
        let since = since(app, &before, handing)?;
        let hands = Hands {
            number: before.hands.as_ref().map_or(0, |hands| hands.number) + 1,
            holder: handing.holder,
            department_id: handing.department_id.clone(),
            place: handing.place.clone(),
            since,
        };
        let by = call.call.caller.account_id;
        let (version, updated_at) = (before.version + 1, app.clock.now());
        let hands_now = Some(hands.clone());
        let after = Document { hands: hands_now, version, updated_at, ..before.clone() };
        tx.update_document(&after).await?;
        tx.add_custody(after.id, &hands, &handing.note, by).await?;
        let traces = vec![trace(&tx, "document.changed", Some(&before), &after).await?];
        Ok(Effect { outcome: view(app, after, scope), traces })
    })
    .await
}

fn since(app: &App, before: &Document, handing: &Handing) -> Result<DateTime<Utc>> {
    let now = app.clock.now();
    let since = handing.since.unwrap_or(now);
    if since > now {
        return Err(Error::told("since_time", "must not be after now", "不能晚于现在"));
    }
    if before.hands.as_ref().is_some_and(|last| since < last.since) {
        let problem = "must not be before the last entry";
        return Err(Error::told("since_time", problem, "不能早于上一条保管记录"));
    }
    Ok(since)
}

/// A page of a passport's custody, the latest entry first.
///
/// # Errors
/// `NotFound` where there is no such document to see.
pub async fn custody(
    app: &App,
    call: &Call,
    id: DocumentId,
    request: &PageRequest,
) -> Result<Page<Custody>> {
    let scope = call.scope()?;
    let reader = app.store.reader();
    reader.document(&scope, id).await?;
    let filters = id.0.to_string();
    let limit = request.limit()?;
    let before = request.cursor(app, call, &filters)?.and_then(|text| text.parse().ok());
    let rows = reader.custody(id, before, limit as u64 + 1).await?;
    let cursor = |last: &Custody| last.hands.number.to_string();
    let mut page = page(app, call, &filters, rows, limit, cursor);
    if scope != Scope::Centre {
        for entry in &mut page.rows {
            entry.hands.hide();
            entry.note.clear();
            entry.account_id = None;
        }
    }
    Ok(page)
}
