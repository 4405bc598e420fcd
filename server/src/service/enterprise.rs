//! Enterprises and their groups, one function an RPC. Who changes an enterprise or its groups holds
//! it locked, as does whoever changes its entries of the whitelist.

pub mod export;
mod group;
pub mod import;

pub use crate::{domain::enterprise::EnterpriseView, store::enterprise::EnterpriseFilter};
pub use group::{
    GroupChange, Member, create_group, get_group, groups, join, leave, merge, split, update_group,
};

use super::{
    App, Call,
    page::{Page, PageRequest, page},
    write::{Answer, Effect, Event, Reply, Trace, WriteCall, write},
};
use crate::{
    domain::{
        caller::Scope,
        enterprise::{Contact, Enterprise, EnterpriseGroup},
        id::EnterpriseGroupId,
        resident::search_tokens,
    },
    error::{Error, Result},
    store::Tx,
};

/// What is told of an enterprise. Cannot be printed.
#[derive(Clone, Default)]
pub struct Profile {
    /// Its name in Chinese.
    pub name_zh: String,
    /// Its name in English, or empty.
    pub name_en: String,
    /// Where it is, or empty.
    pub town: String,
    /// In which language it is written to.
    pub language: String,
    /// Who is asked there.
    pub contact: Contact,
}

/// Which of what is told is changed.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProfileMask {
    /// `name_zh`.
    pub name_zh: bool,
    /// `name_en`.
    pub name_en: bool,
    /// `town`.
    pub town: bool,
    /// `language`.
    pub language: bool,
    /// `contact`.
    pub contact: bool,
}

/// A group, how many enterprises are in it today, and how many trips of theirs begin this month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupView {
    /// The group.
    pub group: EnterpriseGroup,
    /// How many.
    pub enterprises: u64,
    /// Trips that they filed for this month.
    pub trips: u64,
    /// The first of them by code, where that was asked.
    pub members: Vec<Member>,
}

/// What is asked of the enterprises' list.
#[derive(Clone, Debug, Default)]
pub struct EnterpriseSearch {
    /// Words of the name, or a part of the code.
    pub query: String,
    /// In this group today.
    pub group: Option<EnterpriseGroupId>,
    /// In this town.
    pub town: Option<String>,
}

fn place(id: &str) -> String {
    format!("enterprise.contact_sealed:{id}")
}

/// Who is asked, sealed for the enterprise's row.
///
/// # Errors
/// An internal error where it cannot be sealed.
pub(super) fn sealed(app: &App, id: &str, contact: &Contact) -> Result<Vec<u8>> {
    let plain = zeroize::Zeroizing::new(serde_json::to_vec(contact).map_err(Error::internal)?);
    app.secrets.seal(&place(id), &plain)
}

/// Who is asked at an enterprise.
///
/// # Errors
/// An internal error where it does not open.
pub(super) fn contact(app: &App, of: &Enterprise) -> Result<Contact> {
    let plain = app.secrets.open_sealed(&place(&of.id), &of.contact_sealed)?;
    // The error's own text could quote what is kept.
    serde_json::from_slice(&plain)
        .map_err(|_| Error::internal("what is sealed of an enterprise cannot be read"))
}

/// An enterprise as a scope shows it.
///
/// # Errors
/// An internal error where who is asked there does not open.
pub(super) fn view(
    app: &App,
    enterprise: Enterprise,
    scope: &Scope,
    people: u64,
) -> Result<EnterpriseView> {
    let contact = contact(app, &enterprise)?;
    let contact = if *scope == Scope::Centre { contact } else { contact.masked() };
    Ok(EnterpriseView { enterprise, contact, people })
}

/// Puts an enterprise on record.
///
/// # Errors
/// `AlreadyExists`; what the database says.
pub async fn create<R: Answer<EnterpriseView>>(
    app: &App,
    call: &WriteCall,
    id: &str,
    profile: &Profile,
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let new = made(app, id, profile)?;
        tx.add_enterprises(std::slice::from_ref(&new)).await?;
        let traces = vec![trace("enterprise.created", None, &new)];
        Ok(Effect { outcome: view(app, new, &Scope::Centre, 0)?, traces })
    })
    .await
}

/// An enterprise as it is put on record now.
///
/// # Errors
/// An internal error where who is asked there cannot be sealed.
pub(super) fn made(app: &App, id: &str, profile: &Profile) -> Result<Enterprise> {
    let now = app.clock.now();
    Ok(Enterprise {
        id: id.to_owned(),
        name_zh: profile.name_zh.clone(),
        name_en: profile.name_en.clone(),
        town: profile.town.clone(),
        language: profile.language.clone(),
        contact_sealed: sealed(app, id, &profile.contact)?,
        memberships: Vec::new(),
        created_at: now,
        updated_at: now,
        version: 1,
    })
}

/// Changes what the mask names.
///
/// # Errors
/// `NotFound`, `EtagMismatch`; what the database says.
pub async fn update<R: Answer<EnterpriseView>>(
    app: &App,
    call: &WriteCall,
    (id, version): (&str, i64),
    (profile, mask): (&Profile, ProfileMask),
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let before = lock(&tx, &[id.to_owned()]).await?.pop().ok_or(Error::NotFound)?;
        if before.version != version {
            return Err(Error::EtagMismatch);
        }
        let mut after = before.clone();
        let set = |masked: bool, own: &mut String, told: &String| {
            if masked {
                own.clone_from(told);
            }
        };
        set(mask.name_zh, &mut after.name_zh, &profile.name_zh);
        set(mask.name_en, &mut after.name_en, &profile.name_en);
        set(mask.town, &mut after.town, &profile.town);
        set(mask.language, &mut after.language, &profile.language);
        if mask.contact {
            after.contact_sealed = sealed(app, id, &profile.contact)?;
        }
        (after.version, after.updated_at) = (before.version + 1, app.clock.now());
        tx.update_enterprises(&[(before.clone(), after.clone())]).await?;
        let traces = vec![trace("enterprise.changed", Some(&before), &after)];
        Ok(Effect { outcome: view(app, after, &Scope::Centre, 0)?, traces })
    })
    .await
}

/// One enterprise, with how many it employs.
///
/// # Errors
/// `NotFound`; what the database says.
pub async fn get(app: &App, call: &Call, id: &str) -> Result<EnterpriseView> {
    let scope = call.scope()?;
    let reader = app.store.reader();
    let found = reader.enterprise(id).await?;
    view(app, found, &scope, reader.people_of(id).await?)
}

/// A page of enterprises by code.
///
/// # Errors
/// `Invalid` for a page token of another list.
pub async fn search(
    app: &App,
    call: &Call,
    search: EnterpriseSearch,
    request: &PageRequest,
) -> Result<Page<EnterpriseView>> {
    let scope = call.scope()?;
    let code_part = code_part(&search.query);
    let name_tokens = match code_part {
        Some(_) => Vec::new(),
        None => search_tokens(&search.query),
    };
    if code_part.is_none() && name_tokens.is_empty() && !search.query.trim().is_empty() {
        return Err(Error::told("query", "must hold letters", "应含文字"));
    }
    let group = search.group.map(|group| (group, app.clock.today()));
    let filter = EnterpriseFilter { name_tokens, code_part, group, town: search.town };
    let filters = format!("{filter:?}");
    let limit = request.limit()?;
    let after = request.cursor(app, call, &filters)?;
    let rows = app.store.reader().enterprises(&filter, after, limit as u64 + 1).await?;
    let Page { rows, next_token, feed_token } =
        page(app, call, &filters, rows, limit, |last: &Enterprise| last.id.clone());
    let rows = rows.into_iter().map(|one| view(app, one, &scope, 0)).collect::<Result<_>>()?;
    Ok(Page { rows, next_token, feed_token })
}

/// The part of a code that a query is, where it is one: letters and digits, at least four, with a
/// digit among them.
fn code_part(query: &str) -> Option<String> {
    let text: String = query.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let is_part = (4..=18).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && text.bytes().any(|byte| byte.is_ascii_digit());
    is_part.then(|| text.to_ascii_uppercase())
}

/// Some enterprises on record, locked until the transaction ends.
async fn lock(tx: &Tx, ids: &[String]) -> Result<Vec<Enterprise>> {
    tx.lock_enterprises(ids).await?;
    tx.enterprises_by_id(ids).await
}

/// What a change of an enterprise leaves behind.
pub(super) fn trace(kind: &'static str, before: Option<&Enterprise>, after: &Enterprise) -> Trace {
    let body = serde_json::json!({ "enterprise_id": after.id, "etag": after.version });
    // The centre's own business: no department is told of it.
    let event = Event { kind, department_ids: String::new(), body: body.to_string() };
    Trace {
        resource_id: after.id.clone(),
        before: before.map(canonical),
        after: Some(canonical(after)),
        event: Some(event),
        ..Trace::default()
    }
}

/// The whole state in one text, for the hash that the audit trail keeps.
fn canonical(of: &Enterprise) -> String {
    let contact = data_encoding::HEXLOWER.encode(&of.contact_sealed);
    let fields = [&of.id, &of.name_zh, &of.name_en, &of.town, &of.language, &contact];
    let fields: Vec<&str> = fields.into_iter().map(String::as_str).collect();
    format!("{}\n{:?}\n{}", fields.join("\n"), of.memberships, of.version)
}
