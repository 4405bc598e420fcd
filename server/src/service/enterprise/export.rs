//! Enterprises as rows of an import: read a page at a time, by code.

use super::{EnterpriseFilter, Profile, contact, import::RESOURCE};
use crate::{
    domain::{
        enterprise::{Enterprise, Membership},
        id::EnterpriseGroupId,
        whitelist::{Entry, EntryView, NamedPerson},
    },
    error::Result,
    service::{App, Call, reveal::record_reading, write::Trace},
};
use chrono::NaiveDate;
use std::{collections::HashMap, sync::Arc};

/// Enterprises read together.
const AT_A_TIME: u64 = 200;

/// A row.
#[derive(Clone)]
pub struct ExportRow {
    /// Its 统一社会信用代码.
    pub id: String,
    /// What is known of it; none in the rows of persons.
    pub profile: Option<Profile>,
    /// The group it is in and since when.
    pub group: Option<(String, NaiveDate)>,
    /// The entry.
    pub entry: Option<EntryView>,
    /// A person whom it names.
    pub person: Option<NamedPerson>,
}

/// An export on its way.
#[derive(Debug)]
pub struct Export {
    app: Arc<App>,
    filter: EnterpriseFilter,
    after: Option<String>,
    done: bool,
    groups: HashMap<EnterpriseGroupId, String>,
}

/// Begins an export of the enterprises of a group today, of a town, or of all; it is put on record.
///
/// # Errors
/// What the database says.
pub async fn export(
    app: &Arc<App>,
    call: &Call,
    (group, town): (Option<EnterpriseGroupId>, Option<String>),
) -> Result<Export> {
    let group = group.map(|group| (group, app.clock.today()));
    let filter = EnterpriseFilter { group, town, ..EnterpriseFilter::default() };
    let tx = app.store.begin().await?;
    let trace = Trace { resource_id: RESOURCE.to_owned(), ..Trace::default() };
    record_reading(app, &tx, call, None, trace).await?;
    // Only what is on record is told.
    tx.commit().await?;
    Ok(Export { app: Arc::clone(app), filter, after: None, done: false, groups: HashMap::new() })
}

impl Export {
    /// The next rows, or none after the last.
    ///
    /// # Errors
    /// What the database says.
    pub async fn next(&mut self) -> Result<Option<Vec<ExportRow>>> {
        if self.done {
            return Ok(None);
        }
        let reader = self.app.store.reader();
        let found = reader.enterprises(&self.filter, self.after.take(), AT_A_TIME).await?;
        self.done = (found.len() as u64) < AT_A_TIME;
        self.after = found.last().map(|last| last.id.clone());
        let ids: Vec<_> = found.iter().map(|one| one.id.clone()).collect();
        let mut entries: HashMap<String, Vec<Entry>> = HashMap::new();
        for entry in reader.whitelist_entries_of(&ids).await? {
            entries.entry(entry.enterprise_id.clone()).or_default().push(entry);
        }
        let memberships = found.iter().flat_map(|one| &one.memberships).map(|one| one.group);
        let unknown: Vec<_> = memberships.filter(|id| !self.groups.contains_key(id)).collect();
        for group in reader.enterprise_groups_by_id(&unknown).await? {
            self.groups.insert(group.id, group.name_zh);
        }
        let mut rows = Vec::with_capacity(found.len());
        for one in found {
            let own = entries.remove(&one.id).unwrap_or_default();
            self.add(&mut rows, &one, own)?;
        }
        Ok((!rows.is_empty()).then_some(rows))
    }

    fn add(&self, rows: &mut Vec<ExportRow>, of: &Enterprise, entries: Vec<Entry>) -> Result<()> {
        let profile = Profile {
            name_zh: of.name_zh.clone(),
            name_en: of.name_en.clone(),
            town: of.town.clone(),
            language: of.language.clone(),
            contact: contact(&self.app, of)?,
        };
        let (today, now) = (self.app.clock.today(), self.app.clock.now());
        let here = |one: &&Membership| one.holds_on(today);
        let group = of
            .memberships
            .iter()
            .find(here)
            .and_then(|one| Some((self.groups.get(&one.group)?.clone(), one.from)));
        let whole = |entry| {
            let (id, profile) = (of.id.clone(), Some(profile.clone()));
            ExportRow { id, profile, group: group.clone(), entry, person: None }
        };
        let first = rows.len();
        for entry in entries.into_iter().filter(|entry| !entry.is_void()) {
            let view = EntryView::of(entry, now);
            let persons = view.entry.persons.clone();
            rows.push(whole(Some(view.clone())));
            rows.extend(persons.into_iter().map(|person| ExportRow {
                id: of.id.clone(),
                profile: None,
                group: None,
                entry: Some(view.clone()),
                person: Some(person),
            }));
        }
        if rows.len() == first {
            rows.push(whole(None));
        }
        Ok(())
    }
}
