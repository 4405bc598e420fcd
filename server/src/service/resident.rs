//! Residents, one function an RPC. What is sensitive of a person is sealed for his row before it
//! reaches the store, and nothing of him leaves in an event or in the audit trail.

mod change;
pub mod import;
mod making;
mod merge;
mod visit;

pub use crate::store::resident::ResidentFilter;
pub use change::{
    NewConsent, record_address, record_consent, register_accommodation, update, withdraw_consent,
};
pub use making::{Found, NewResident, create};
pub use merge::{Merged, NewMerge, approve_merge, merges, reject_merge, request_merge};
pub(super) use visit::{filled, on_record, passport_of};

use super::{
    App, Call, access, event,
    page::{Page, PageRequest, page},
    write::{Event, Trace},
};
use crate::{
    domain::{
        caller::Scope,
        id::{Id as _, ResidentId},
        resident::{
            Consent, Fault, MAX_DEPENDANTS_SHOWN, Private, Resident, ResidentStep,
            ResidentStepKind, ResidentView, check, search_tokens, sort_name,
        },
    },
    error::{Error, Result, Violation},
    store::Tx,
};
use chrono::NaiveDate;

/// A resident with his dependants.
#[derive(Clone, Debug)]
pub struct Household {
    /// The resident.
    pub resident: ResidentView,
    /// Who depends on him, as far as the reader may see them.
    pub dependants: Vec<ResidentView>,
    /// On which grounds his data are used; for the centre.
    pub consents: Vec<Consent>,
}

/// Which residents are asked for.
#[derive(Clone, Debug)]
pub struct Search {
    /// The words of a name, or nothing.
    pub query: String,
    /// Born on this day.
    pub born_on: Option<NaiveDate>,
    /// The rest.
    pub filter: ResidentFilter,
}

/// One resident.
///
/// # Errors
/// `NotFound` where there is none, or none to see.
pub async fn get(app: &App, call: &Call, id: ResidentId) -> Result<Household> {
    let scope = call.scope()?;
    let reader = app.store.reader();
    let found = reader.resident(&scope, id).await?;
    let filter = ResidentFilter { principal: Some(id), ..ResidentFilter::default() };
    let dependants = reader.residents(&scope, &filter, None, MAX_DEPENDANTS_SHOWN).await?;
    let dependants = dependants.into_iter().map(|one| view(app, one, &scope));
    let consents = match scope {
        Scope::Centre => reader.consents_of(id).await?,
        Scope::Department(_) => Vec::new(),
    };
    access::note(app, call, vec![id.text()]).await?;
    Ok(Household {
        dependants: dependants.collect::<Result<_>>()?,
        consents,
        resident: view(app, found, &scope)?,
    })
}

/// A page of residents, by name.
///
/// # Errors
/// `Invalid` for words without a letter, for a birth date asked by a department, and for a page
/// token of another list.
pub async fn search(
    app: &App,
    call: &Call,
    search: Search,
    request: &PageRequest,
) -> Result<Page<ResidentView>> {
    let scope = call.scope()?;
    let name_tokens = search_tokens(&search.query);
    if name_tokens.is_empty() && !search.query.trim().is_empty() {
        return Err(Error::told("query", "must hold letters", "应含文字"));
    }
    if search.born_on.is_some() && scope != Scope::Centre {
        // By asking for one day after the other it would learn what is masked.
        return Err(Error::told("birth_date", "only the centre asks for it", "仅中心可按生日查找"));
    }
    let birth_key = search.born_on.map(|born| birth_key(app, Some(born)));
    let filter = &ResidentFilter { name_tokens, birth_key, ..search.filter };
    let filters = format!("{filter:?}");
    let limit = request.limit()?;
    let after = request.cursor(app, call, &filters)?.and_then(|text| read_cursor(&text));
    let feed_token = event::list_token(app, call, request).await?;
    let rows = app.store.reader().residents(&scope, filter, after, limit as u64 + 1).await?;
    let cursor = |last: &Resident| format!("{}\n{}", last.id.0, sort_name(&last.names));
    let Page { rows, next_token, .. } = page(app, call, &filters, rows, limit, cursor);
    access::note(app, call, rows.iter().map(|one| one.id.text()).collect()).await?;
    let rows = rows.into_iter().map(|one| view(app, one, &scope)).collect::<Result<_>>()?;
    Ok(Page { rows, next_token, feed_token })
}

fn read_cursor(text: &str) -> Option<(String, uuid::Uuid)> {
    let (id, name) = text.split_once('\n')?;
    Some((name.to_owned(), id.parse().ok()?))
}

/// A page of what happened to a record, in order.
///
/// # Errors
/// `NotFound` where there is none to see, `Invalid` for a page token of another list.
pub async fn steps(
    app: &App,
    call: &Call,
    id: ResidentId,
    request: &PageRequest,
) -> Result<Page<ResidentStep>> {
    let scope = call.scope()?;
    let filters = id.text();
    let limit = request.limit()?;
    let after = request.cursor(app, call, &filters)?.and_then(|text| text.parse().ok());
    let reader = app.store.reader();
    reader.resident(&scope, id).await?;
    let rows = reader.resident_steps(id, after.unwrap_or(0), limit as u64 + 1).await?;
    Ok(page(app, call, &filters, rows, limit, |last| last.number.to_string()))
}

/// What is sealed of a resident.
///
/// # Errors
/// An internal error where it does not open.
pub fn private(app: &App, of: &Resident) -> Result<Private> {
    let plain = app.secrets.open_sealed(&place(of.id), &of.private_sealed)?;
    // The error's own text could quote what is kept.
    serde_json::from_slice(&plain)
        .map_err(|_| Error::internal("what is sealed of a resident cannot be read"))
}

/// Puts what is sensitive into a resident, sealed for his row, with the keyed hash of his birth.
///
/// # Errors
/// An internal error where it cannot be sealed.
pub(super) fn put_private(app: &App, into: &mut Resident, private: &Private) -> Result<()> {
    let plain = serde_json::to_vec(private).map_err(Error::internal)?;
    let plain = zeroize::Zeroizing::new(plain);
    into.private_sealed = app.secrets.seal(&place(into.id), &plain)?;
    into.birth_key = birth_key(app, private.birth_date);
    Ok(())
}

/// The keyed hash by which those of a birth date are found.
#[must_use]
pub fn birth_key(app: &App, birth_date: Option<NaiveDate>) -> [u8; 32] {
    let text = birth_date.map_or_else(|| "unknown".to_owned(), |date| date.to_string());
    app.secrets.blind_index("resident.birth_date", &text)
}

fn place(id: ResidentId) -> String {
    format!("resident.private_sealed:{}", id.0)
}

/// A resident as a scope shows him now.
///
/// # Errors
/// An internal error where what is sealed does not open.
pub(super) fn view(app: &App, resident: Resident, scope: &Scope) -> Result<ResidentView> {
    let private = private(app, &resident)?;
    Ok(ResidentView::of(resident, private, scope, app.clock.now()))
}

/// Refuses a resident with whom something is wrong in himself.
fn checked(app: &App, resident: &Resident, private: &Private) -> Result<()> {
    let faults = faults(app, resident, private);
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

/// All that is wrong with a resident in himself.
fn faults(app: &App, resident: &Resident, private: &Private) -> Vec<Violation> {
    let told = |Fault { field, problem, problem_zh }: Fault| {
        Violation::told(format!("resident.{field}"), problem, problem_zh)
    };
    let faults = check(resident, private, app.clock.now(), app.clock.today());
    faults.into_iter().map(told).collect()
}

/// What a new or changed resident leaves behind, told to the departments that see him.
async fn trace(
    app: &App,
    tx: &Tx,
    kind: ResidentStepKind,
    before: Option<&Resident>,
    after: &Resident,
) -> Result<Trace> {
    let departments = match before {
        Some(_) => tx.departments_of_resident(after.id).await?,
        // Who is new has no case yet.
        None => Vec::new(),
    };
    told(app, kind, before, after, &departments)
}

/// The same, told to some departments.
fn told(
    app: &App,
    kind: ResidentStepKind,
    before: Option<&Resident>,
    after: &Resident,
    departments: &[String],
) -> Result<Trace> {
    let body = serde_json::json!({
        "resident_id": after.id.text(),
        "state": after.state.name(),
        "etag": after.version,
    });
    Ok(Trace {
        resource_id: after.id.text(),
        before: before.map(|before| canonical(app, before)).transpose()?,
        after: Some(canonical(app, after)?),
        event: Some(Event {
            kind: kind.name(),
            department_ids: departments.join(" "),
            body: body.to_string(),
        }),
        ..Trace::default()
    })
}

/// The whole state in one text, for the hash that the audit trail keeps.
fn canonical(app: &App, of: &Resident) -> Result<String> {
    let private = serde_json::to_string(&private(app, of)?).map_err(Error::internal)?;
    let fields = [
        of.id.text(),
        of.state.name().to_owned(),
        of.person_type.name().to_owned(),
        format!("{:?}", of.names),
        of.sex.name().to_owned(),
        private,
        format!("{:?}", of.nationalities),
        of.language.clone(),
        format!("{:?}", of.employer),
        format!("{:?}", of.dependence),
        of.merged_into.map(|id| id.text()).unwrap_or_default(),
        of.version.to_string(),
    ];
    Ok(fields.join("\n"))
}
