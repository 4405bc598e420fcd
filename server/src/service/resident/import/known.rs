//! What an import knows: the persons and documents on record that its rows may be about, and what
//! its rows have made of them so far.

use super::Decoded;
use crate::{
    domain::{
        document::{Document, DocumentKind, DocumentNumber},
        id::ResidentId,
        resident::{Particulars, PersonName, Private, Resident, same_person},
    },
    error::Result,
    service::{
        App,
        document::{NewDocument, key_of},
        import::AT_A_TIME,
        resident::{birth_key, private},
    },
    store::resident::import::{FoundDocument, FoundVersions, ImportKeys},
};
use chrono::NaiveDate;
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
    /// Who was born on a row's day, in which version, and is meant by none.
    passed_over: HashSet<(ResidentId, i64)>,
    /// By what was asked.
    asked: Vec<ImportKeys>,
}

impl Known {
    /// Reads what some rows may be about. Of those born on the same days only whom a row may mean
    /// by his name are read and opened: on a day many more may be born.
    pub(super) async fn load(
        &mut self,
        app: &App,
        earlier: &Earlier,
        rows: &[Decoded],
    ) -> Result<()> {
        let mut told: HashMap<_, Vec<&[PersonName]>> = HashMap::new();
        let mut numbers = BTreeSet::new();
        for row in rows.iter().flatten() {
            told.entry(birth_key(app, row.person.birth_date)).or_default().push(&row.person.names);
            numbers.extend(row.documents.iter().map(|one| key_of(app, &one.new.number)));
        }
        let (births, numbers): (Vec<_>, _) = (told.keys().copied().collect(), numbers.into_iter());
        let keys = ImportKeys { numbers: numbers.collect(), ..ImportKeys::default() };
        let reader = app.store.reader();
        let documents = reader.documents_found(&keys).await?;
        let mut meant: BTreeSet<_> = documents.iter().map(|one| one.resident_id).collect();
        for born in reader.born_on(births.clone()).await? {
            let names = told.get(&born.birth_key).map_or(&[][..], Vec::as_slice);
            if names.iter().any(|names| same_person(&born.names, names)) {
                meant.insert(born.id);
            } else {
                self.passed_over.insert((born.id, born.version));
            }
        }
        meant.retain(|id| !self.persons.contains_key(id));
        let meant: Vec<_> = meant.into_iter().collect();
        for some in meant.chunks(AT_A_TIME) {
            let keys = ImportKeys { residents: some.to_vec(), ..ImportKeys::default() };
            for resident in reader.persons_found(&keys).await? {
                self.meet(app, earlier, resident)?;
            }
            self.find(earlier, reader.documents_found(&keys).await?);
        }
        self.find(earlier, documents);
        self.asked.push(ImportKeys { births, ..keys });
        Ok(())
    }

    /// Adds a person who is on record.
    fn meet(&mut self, app: &App, earlier: &Earlier, resident: Resident) -> Result<()> {
        let private = private(app, &resident)?;
        let told = earlier.persons.contains(&resident.id);
        self.by_birth.entry(resident.birth_key).or_default().push(resident.id);
        self.order.push(resident.id);
        let before = Some(resident.clone());
        let person = Person { before, after: resident, private, changed: false, told };
        self.persons.insert(person.after.id, person);
        Ok(())
    }

    /// Adds documents that are on record.
    fn find(&mut self, earlier: &Earlier, documents: Vec<Document>) {
        for document in documents {
            let key = key_of_document(&document);
            if !self.documents.contains_key(&key) {
                let before = Some(document.clone());
                let told = earlier.documents.contains(&key);
                self.hold(key, Held { before, after: document, changed: false, told });
            }
        }
    }

    /// By what is asked whether that on which the judgement rests is as it was.
    pub(super) fn rests_on(&self) -> Vec<ImportKeys> {
        let told = self.persons.values().filter(|person| person.told);
        let told: Vec<_> = told.filter_map(|person| Some(person.before.as_ref()?.id)).collect();
        let residents = told.chunks(AT_A_TIME).map(|some| some.to_vec());
        let persons = residents.map(|residents| ImportKeys { residents, ..ImportKeys::default() });
        self.asked.iter().cloned().chain(persons).collect()
    }

    /// The persons who are new on record, or not as they were read, whom a row may be about; none
    /// where what was judged does not hold any more: somebody has changed a person or document that
    /// a row is about, or put one of a row's numbers on record. `now` is what all on which it rests
    /// finds now.
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
        let read = |(id, version): &(ResidentId, i64)| {
            let before = self.persons.get(id).and_then(|person| person.before.as_ref());
            before.is_some_and(|before| before.version == *version)
        };
        let is_new = |one: &(ResidentId, i64)| !read(one) && !self.passed_over.contains(one);
        let new = versions.into_iter().filter(is_new).map(|(id, _)| id);
        holds.then(|| new.collect())
    }

    /// True where a row may be about somebody who has just been registered.
    pub(super) fn may_be_told(&self, newcomer: &Resident) -> bool {
        let born = self.by_birth.get(&newcomer.birth_key).map_or(&[][..], Vec::as_slice);
        born.iter()
            .filter_map(|id| self.persons.get(id))
            .any(|person| person.told && same_person(&person.after.names, &newcomer.names))
    }

    /// Adds a person who is new.
    pub(super) fn add(&mut self, app: &App, after: Resident, private: Private) {
        self.file(app, after.id, private.birth_date);
        self.order.push(after.id);
        let person = Person { before: None, private, changed: true, told: true, after };
        self.persons.insert(person.after.id, person);
    }

    /// Files a person under his birth date.
    pub(super) fn file(&mut self, app: &App, who: ResidentId, birth_date: Option<NaiveDate>) {
        self.by_birth.entry(birth_key(app, birth_date)).or_default().push(who);
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
