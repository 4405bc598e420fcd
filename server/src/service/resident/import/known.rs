//! What an import knows: the persons and documents on record that its rows may be about, and what
//! its rows have made of them so far.

use super::Decoded;
use crate::{
    domain::{
        document::{Document, DocumentKind, DocumentNumber},
        id::ResidentId,
        resident::{Particulars, Private, Resident, same_person},
    },
    error::Result,
    service::{
        App,
        document::{NewDocument, key_of},
        resident::{birth_key, private},
    },
    store::resident::import::{FoundDocument, FoundVersions, ImportKeys},
};
use std::collections::{BTreeSet, HashMap, HashSet};

/// A person, before and after.
pub(super) struct Person {
    /// As he was on record; none where he is new.
    pub(super) before: Option<Resident>,
    /// As he is now, not sealed yet.
    pub(super) after: Resident,
    /// What is to be sealed of him.
    pub(super) private: Private,
    /// True where something was changed.
    pub(super) changed: bool,
    /// True where a row was about him.
    pub(super) told: bool,
}

impl Person {
    /// What is known of him.
    pub(super) fn particulars(&self) -> Particulars {
        let of = self.after.clone();
        Particulars {
            person_type: of.person_type,
            names: of.names,
            sex: of.sex,
            nationalities: of.nationalities,
            language: of.language,
            employer: of.employer,
            dependence: of.dependence,
            private: self.private.clone(),
        }
    }
}

/// A document, before and after.
pub(super) struct Held {
    /// As it was on record; none where it is new.
    pub(super) before: Option<Document>,
    /// As it is now.
    pub(super) after: Document,
    /// True where something was changed.
    pub(super) changed: bool,
    /// True where a row was about it.
    pub(super) told: bool,
}

/// By what a live document is unique.
pub(super) type DocumentKey = ([u8; 32], DocumentKind, String);

/// Of whom and of what rows have told that are written already.
#[derive(Default)]
pub(super) struct Earlier {
    persons: HashSet<ResidentId>,
    documents: HashSet<DocumentKey>,
}

impl Earlier {
    /// Adds what the rows of a portion told.
    pub(super) fn add(&mut self, known: &Known) {
        let persons = known.persons.iter().filter(|(_, person)| person.told);
        self.persons.extend(persons.map(|(id, _)| *id));
        let documents = known.documents.iter().filter(|(_, held)| held.told);
        self.documents.extend(documents.map(|(key, _)| key.clone()));
    }
}

/// What is known.
#[derive(Default)]
pub(super) struct Known {
    pub(super) persons: HashMap<ResidentId, Person>,
    pub(super) documents: HashMap<DocumentKey, Held>,
    /// The persons, in the order in which they came.
    pub(super) order: Vec<ResidentId>,
    /// The documents, in the order in which they came.
    pub(super) document_order: Vec<DocumentKey>,
    by_birth: HashMap<[u8; 32], Vec<ResidentId>>,
    passports: HashMap<ResidentId, Vec<DocumentKey>>,
    by_number: HashMap<([u8; 32], DocumentKind), Vec<ResidentId>>,
    /// By what was asked.
    pub(super) asked: Vec<ImportKeys>,
}

impl Known {
    /// Reads what some rows may be about.
    pub(super) async fn load(
        &mut self,
        app: &App,
        earlier: &Earlier,
        rows: &[Decoded],
    ) -> Result<()> {
        let (mut births, mut numbers) = (BTreeSet::new(), BTreeSet::new());
        for row in rows.iter().flatten() {
            births.insert(birth_key(app, row.person.birth_date));
            numbers.extend(row.documents.iter().map(|one| key_of(app, &one.new.number)));
        }
        let mut keys = ImportKeys {
            births: births.into_iter().collect(),
            numbers: numbers.into_iter().collect(),
            ..ImportKeys::default()
        };
        let reader = app.store.reader();
        let mut documents = reader.documents_found(&keys).await?;
        let asked: HashSet<_> = keys.numbers.iter().copied().collect();
        let of_a_row = documents.iter().filter(|document| asked.contains(&document.number.key));
        let holders: BTreeSet<_> = of_a_row.map(|document| document.resident_id).collect();
        keys.holders = holders.into_iter().collect();
        let persons = reader.persons_found(&keys).await?;
        let theirs = ImportKeys { holders: keys.holders.clone(), ..ImportKeys::default() };
        documents.extend(reader.documents_found(&theirs).await?);
        self.asked.push(keys);
        for resident in persons {
            if self.persons.contains_key(&resident.id) {
                continue;
            }
            let private = private(app, &resident)?;
            self.file(&resident, &private, app);
            let before = Some(resident.clone());
            let told = earlier.persons.contains(&resident.id);
            let person = Person { before, after: resident, private, changed: false, told };
            self.order.push(person.after.id);
            self.persons.insert(person.after.id, person);
        }
        for document in documents {
            let key = key_of_document(&document);
            if !self.documents.contains_key(&key) {
                let before = Some(document.clone());
                let told = earlier.documents.contains(&key);
                self.hold(key, Held { before, after: document, changed: false, told });
            }
        }
        Ok(())
    }

    /// The persons who are new on record, whom a row may be about; none where what was judged does
    /// not hold any more: somebody has changed a person or document that a row is about, or put one
    /// of a row's numbers on record. `now` is what all that was asked finds now.
    pub(super) fn newcomers(&self, now: &FoundVersions) -> Option<Vec<ResidentId>> {
        let versions: HashMap<_, _> = now.residents.iter().copied().collect();
        let same = |person: &Person| match &person.before {
            Some(before) if person.told => versions.get(&before.id) == Some(&before.version),
            Some(_) | None => true,
        };
        let documents: HashMap<_, _> =
            now.documents.iter().map(|one| (one.id, one.version)).collect();
        let kept = |held: &Held| match &held.before {
            Some(before) if held.told => documents.get(&before.id) == Some(&before.version),
            Some(_) | None => true,
        };
        let known: HashSet<_> =
            self.documents.values().filter_map(|held| Some(held.before.as_ref()?.id)).collect();
        let numbers: HashSet<_> = self.asked.iter().flat_map(|keys| &keys.numbers).collect();
        let told = |id: &ResidentId| self.persons.get(id).is_some_and(|person| person.told);
        let nobodys = |one: &FoundDocument| {
            let of_a_row = numbers.contains(&one.number_key) || told(&one.resident_id);
            known.contains(&one.id) || !of_a_row
        };
        let holds = self.persons.values().all(same)
            && self.documents.values().all(kept)
            && now.documents.iter().all(nobodys);
        let new = versions.into_keys().filter(|id| !self.persons.contains_key(id));
        holds.then(|| new.collect())
    }

    /// True where a row may be about somebody who has just been registered.
    pub(super) fn may_be_told(&self, newcomer: &Resident) -> bool {
        let born = self.by_birth.get(&newcomer.birth_key).map_or(&[][..], Vec::as_slice);
        born.iter()
            .filter_map(|id| self.persons.get(id))
            .any(|person| person.told && same_person(&person.after.names, &newcomer.names))
    }

    fn file(&mut self, resident: &Resident, private: &Private, app: &App) {
        let key = birth_key(app, private.birth_date);
        self.by_birth.entry(key).or_default().push(resident.id);
    }

    /// Adds a person who is new.
    pub(super) fn add(&mut self, app: &App, after: Resident, private: Private) {
        self.file(&after, &private, app);
        self.order.push(after.id);
        let person = Person { before: None, private, changed: true, told: true, after };
        self.persons.insert(person.after.id, person);
    }

    /// Adds a document.
    pub(super) fn hold(&mut self, key: DocumentKey, held: Held) {
        let holders = self.by_number.entry((key.0, key.1)).or_default();
        if !holders.contains(&held.after.resident_id) {
            holders.push(held.after.resident_id);
        }
        if key.1 == DocumentKind::Passport {
            self.passports.entry(held.after.resident_id).or_default().push(key.clone());
        }
        self.document_order.push(key.clone());
        self.documents.insert(key, held);
    }

    /// Who holds a live document of a kind and number.
    pub(super) fn holders(
        &self,
        app: &App,
        kind: DocumentKind,
        number: &DocumentNumber,
    ) -> &[ResidentId] {
        self.by_number.get(&(key_of(app, number), kind)).map_or(&[], Vec::as_slice)
    }

    /// True where somebody holds a passport of this state with another number.
    pub(super) fn holds_another(&self, app: &App, who: ResidentId, one: &NewDocument) -> bool {
        let key = key_of(app, &one.number);
        let same = |held: &Held| {
            let (of, terms) = (&held.after, &held.after.terms);
            of.resident_id == who
                && terms.kind == one.terms.kind
                && terms.issuer == one.terms.issuer
        };
        let passports = self.passports.get(&who).map_or(&[][..], Vec::as_slice).iter();
        let held = passports.filter_map(|key| self.documents.get(key));
        one.terms.kind == DocumentKind::Passport
            && held.filter(|held| same(held)).any(|held| held.after.number.key != key)
    }

    /// Who has a birth date and a name that may be the same.
    pub(super) fn alike(&self, app: &App, told: &crate::domain::resident::Told) -> Vec<ResidentId> {
        let born = self.by_birth.get(&birth_key(app, told.birth_date));
        let born = born.map_or(&[][..], Vec::as_slice).iter();
        let same = |id: &&ResidentId| {
            let person = self.persons.get(*id);
            person.is_some_and(|person| same_person(&person.after.names, &told.names))
        };
        born.filter(same).copied().collect()
    }
}

/// By what a document on record is found.
pub(super) fn key_of_document(of: &Document) -> DocumentKey {
    (of.number.key, of.terms.kind, of.terms.issuer.clone())
}
