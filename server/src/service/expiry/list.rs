//! The documents that run out, each with the lane that is left. The list is read in the order of
//! the last day and judged row by row, so that a page costs what it shows; where only some lanes
//! are asked for, a page ends after so many rows looked at, whatever it found.

use super::{
    accepted_on,
    facts::{expiring, file_by},
    too_far,
};
use crate::{
    domain::{
        document::{Document, DocumentKind, DocumentView, PermitPurpose},
        expiry::{Holder, Lane, Question, lane},
        id::{CaseId, DocumentId, ResidentId},
        limit::Provisional,
    },
    error::Result,
    service::{
        App, Call, catalogue, document,
        page::{Page, PageRequest, day_cursor, page},
    },
    store::{
        Reader,
        document::{DocumentFilter, listed_under},
    },
};
use chrono::NaiveDate;
use std::collections::HashMap;

/// Most documents looked at for one page.
const LOOKED_AT: usize = 2_000;

/// A document that runs out.
#[derive(Clone, Debug)]
pub struct ExpiringRow {
    /// The document.
    pub view: DocumentView,
    /// The name of its holder.
    pub holder_name: String,
    /// The lane that is left; `None` where the centre renews no such document.
    pub lane: Option<Lane>,
    /// Why the lane may turn out better.
    pub lane_provisional: Option<Provisional>,
    /// The last day in time to file.
    pub file_by: Option<NaiveDate>,
    /// The open case that renews it.
    pub renewal: Option<CaseId>,
}

/// A page of documents that run out, by their last day, then id.
///
/// # Errors
/// `Invalid` for a page token of another list.
pub async fn list(
    app: &App,
    call: &Call,
    filter: &DocumentFilter,
    lanes: &[Lane],
    request: &PageRequest,
) -> Result<Page<ExpiringRow>> {
    let scope = call.scope()?;
    let filters = format!("{filter:?}{lanes:?}");
    let limit = request.limit()?;
    let mut after = request.cursor(app, call, &filters)?.and_then(|text| day_cursor(&text));
    let catalogue = catalogue::current(app).await?;
    let policy = catalogue.expiry_policy();
    let (reader, today) = (app.store.reader(), app.clock.today());
    let accepted_on = accepted_on(app, &catalogue)?;
    let judge = |of: &Document, holder: &Holder| -> Result<Option<Judged>> {
        let Some(document) = expiring(of) else { return Ok(None) };
        let question = Question {
            document,
            holder,
            starts_on: None,
            catalogue: &catalogue,
            policy: &policy,
            today,
            accepted_on,
        };
        let judged = lane(&question).map_err(too_far)?;
        if !lanes.is_empty() && !judged.is_some_and(|(lane, _)| lanes.contains(&lane)) {
            return Ok(None);
        }
        Ok(Some((judged, file_by(&document, &catalogue, &policy, today))))
    };
    let mut found = Vec::new();
    let mut looked = 0;
    let mut end = None;
    while found.len() <= limit && looked < LOOKED_AT {
        let most = if lanes.is_empty() { limit + 1 } else { (limit + 1).max(200) };
        let rows = reader.documents(&scope, filter, today, after, most as u64).await?;
        let last = rows.len() < most;
        looked += rows.len();
        after = rows.last().map(cursor);
        let work_permits = work_permits(&reader, &rows).await?;
        for of in rows {
            end = Some(cursor(&of));
            let work_permit_until = work_permits.get(&of.resident_id).copied();
            let holder = Holder { work_permit_until, ..Holder::default() };
            if let Some(judged) = judge(&of, &holder)? {
                found.push((of, judged));
            }
            if found.len() > limit {
                break;
            }
        }
        if last {
            end = None;
            break;
        }
    }
    let more_found = found.len() > limit;
    let text = |(day, id): (NaiveDate, uuid::Uuid)| format!("{day} {id}");
    let mut page = page(app, call, &filters, found, limit, |(of, _)| text(cursor(of)));
    if let (false, Some(end)) = (more_found, end) {
        // Enough was looked at; the next page goes on behind it.
        page.next_token = crate::service::page::token(app, call, &filters, &text(end));
    }
    let rows = dressed(app, &scope, page.rows).await?;
    Ok(Page { rows, next_token: page.next_token, feed_token: String::new() })
}

/// Until when the work permits last on which the residence permits among some documents rest.
async fn work_permits(
    reader: &Reader,
    rows: &[Document],
) -> Result<HashMap<ResidentId, NaiveDate>> {
    let rests = |of: &&Document| of.terms.purpose == Some(PermitPurpose::Work);
    let mut holders: Vec<_> = rows.iter().filter(rests).map(|of| of.resident_id).collect();
    holders.sort();
    holders.dedup();
    reader.last_days(&holders, DocumentKind::WorkPermit).await
}

type Judged = (Option<(Lane, Option<Provisional>)>, Option<NaiveDate>);

fn cursor(of: &Document) -> (NaiveDate, uuid::Uuid) {
    (listed_under(of.terms.last_day()), of.id.0)
}

/// The rows with their holders' names and the cases that renew them.
async fn dressed(
    app: &App,
    scope: &crate::domain::caller::Scope,
    rows: Vec<(Document, Judged)>,
) -> Result<Vec<ExpiringRow>> {
    let reader = app.store.reader();
    let ids: Vec<DocumentId> = rows.iter().map(|(of, _)| of.id).collect();
    let renewals: HashMap<_, _> = reader.open_renewals(&ids).await?.into_iter().collect();
    let mut holders: Vec<_> = rows.iter().map(|(of, _)| of.resident_id).collect();
    holders.sort();
    holders.dedup();
    let holders = reader.residents_by_id(scope, &holders).await?;
    let names: HashMap<_, _> = holders.iter().map(|one| (one.id, one.display_name())).collect();
    let row = |(of, (judged, file_by)): (Document, Judged)| ExpiringRow {
        holder_name: names.get(&of.resident_id).cloned().unwrap_or_default(),
        renewal: renewals.get(&of.id).copied(),
        lane: judged.map(|(lane, _)| lane),
        lane_provisional: judged.and_then(|(_, missing)| missing),
        file_by,
        view: document::view(app, of, scope),
    };
    Ok(rows.into_iter().map(row).collect())
}
