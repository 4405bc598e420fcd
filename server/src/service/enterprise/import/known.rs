//! What an import knows: the enterprises, groups, entries and persons on record that its rows are
//! about, and what its rows have made of them so far.

use super::{Decoded, Who};
use crate::{
    domain::{
        caller::Scope,
        document::DocumentKind,
        enterprise::{Contact, Enterprise, EnterpriseGroup},
        id::ResidentId,
        resident::ResidentState,
        whitelist::Entry,
    },
    error::Result,
    service::{App, document::number_key, enterprise::contact},
    store::{Connection, Session, resident::import::ImportKeys},
};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Which fields of which enterprise rows have told.
pub(super) type Told = HashMap<String, BTreeSet<&'static str>>;

/// An enterprise, before and after.
#[derive(Clone)]
pub(super) struct Own {
    /// As it was on record; none where it is new.
    pub(super) before: Option<Enterprise>,
    /// As it is now.
    pub(super) enterprise: Enterprise,
    /// Who is asked there, not sealed yet.
    pub(super) contact: Contact,
    /// True where something of it was changed.
    pub(super) changed: bool,
    /// Its entries: before, where they were on record, and now.
    pub(super) entries: Vec<(Option<Entry>, Entry)>,
}

/// What is known.
#[derive(Default)]
pub(super) struct Known {
    enterprises: HashMap<String, Own>,
    /// In the order in which they came.
    order: Vec<String>,
    /// By name: those on record, then those that rows have made.
    pub(super) groups: HashMap<String, Vec<EnterpriseGroup>>,
    /// Groups that are to be made.
    pub(super) new_groups: Vec<EnterpriseGroup>,
    /// By the keyed hash of a passport's number: issuer and holder.
    passports: HashMap<[u8; 32], Vec<(String, ResidentId)>>,
    /// Who is on record and in use.
    residents: HashSet<ResidentId>,
    /// What rows have told.
    pub(super) told: Told,
}

impl Known {
    /// What is known after rows that told something.
    pub(super) fn after(told: Told) -> Self {
        Self { told, ..Self::default() }
    }

    /// Reads what some rows are about.
    pub(super) async fn load<C: Connection>(
        &mut self,
        app: &App,
        session: &Session<C>,
        rows: &[Decoded],
    ) -> Result<()> {
        let (mut ids, mut names) = (BTreeSet::new(), BTreeSet::new());
        let (mut numbers, mut residents) = (BTreeSet::new(), BTreeSet::new());
        for row in rows.iter().flatten() {
            if !self.enterprises.contains_key(&row.id) {
                ids.insert(row.id.clone());
            }
            let group = row.group.iter().map(|(name, _)| name.clone());
            names.extend(group.filter(|name| !self.groups.contains_key(name)));
            match row.person.as_ref().map(|person| &person.who) {
                Some(Who::Resident(id)) => residents.extend([*id]),
                Some(Who::Passport(number, _)) => {
                    numbers.extend([number_key(app, number.as_str())]);
                }
                None => {}
            }
        }
        let ids: Vec<_> = ids.into_iter().collect();
        for enterprise in session.enterprises_by_id(&ids).await? {
            let (id, contact) = (enterprise.id.clone(), contact(app, &enterprise)?);
            let before = Some(enterprise.clone());
            let own = Own { before, enterprise, contact, changed: false, entries: Vec::new() };
            self.put(id, own);
        }
        for entry in session.whitelist_entries_of(&ids).await? {
            if let Some(own) = self.enterprises.get_mut(&entry.enterprise_id) {
                own.entries.push((Some(entry.clone()), entry));
            }
        }
        let names: Vec<_> = names.into_iter().collect();
        for group in session.enterprise_groups_named(&names).await? {
            self.groups.entry(group.name_zh.clone()).or_default().push(group);
        }
        let keys = ImportKeys { numbers: numbers.into_iter().collect(), ..ImportKeys::default() };
        for document in session.documents_found(&keys).await? {
            if document.terms.kind == DocumentKind::Passport {
                let of = (document.terms.issuer.clone(), document.resident_id);
                let known = self.passports.entry(document.number.key).or_default();
                if !known.contains(&of) {
                    known.push(of);
                }
                residents.insert(document.resident_id);
            }
        }
        let residents: Vec<_> = residents.into_iter().collect();
        let found = session.residents_by_id(&Scope::Centre, &residents).await?;
        let found = found.into_iter().filter(|one| one.state == ResidentState::Active);
        self.residents.extend(found.map(|one| one.id));
        Ok(())
    }

    /// An enterprise as it is by now.
    pub(super) fn own(&self, id: &str) -> Option<&Own> {
        self.enterprises.get(id)
    }

    /// Keeps what a row has made of an enterprise.
    pub(super) fn put(&mut self, id: String, own: Own) {
        if self.enterprises.insert(id.clone(), own).is_none() {
            self.order.push(id);
        }
    }

    /// The enterprises that are new or have changed.
    pub(super) fn changed(&self) -> impl Iterator<Item = &Own> {
        self.all().filter(|own| own.changed)
    }

    /// The entries that are new or have changed: before and after.
    pub(super) fn entries(&self) -> impl Iterator<Item = (Option<&Entry>, &Entry)> {
        let entries = self.all().flat_map(|own| &own.entries);
        let differs = |(before, after): &&(Option<Entry>, Entry)| before.as_ref() != Some(after);
        entries.filter(differs).map(|(before, after)| (before.as_ref(), after))
    }

    fn all(&self) -> impl Iterator<Item = &Own> {
        self.order.iter().filter_map(|id| self.enterprises.get(id))
    }

    /// Who holds a passport, of any issuer where none is told.
    pub(super) fn holders(&self, app: &App, who: &Who) -> Vec<ResidentId> {
        let mut found = match who {
            Who::Resident(id) => vec![*id],
            Who::Passport(number, issuer) => {
                let own = self
                    .passports
                    .get(&number_key(app, number.as_str()))
                    .map_or(&[][..], Vec::as_slice);
                let meant = own.iter().filter(|(of, _)| issuer.is_empty() || of == issuer);
                meant.map(|(_, id)| *id).collect()
            }
        };
        found.retain(|id| self.residents.contains(id));
        found.sort_unstable();
        found.dedup();
        found
    }
}
