//! What an import reads and writes: many persons and documents at a time.

use super::row::{key_rows, of_row, row_of, step_row};
use crate::{
    domain::{
        document::{Document, DocumentKind},
        id::{DocumentId, ResidentId},
        resident::{PersonName, Resident, ResidentState, name_keys},
    },
    error::{Error, Result},
    store::{
        Session, Tx,
        case::row::read,
        document::{of_row as document_of, row_of as row_of_document},
        entity::{document, resident},
        padded,
        rows::Batch,
    },
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Select,
};
use uuid::Uuid;

/// The advisory lock that an import takes alone and whoever registers a person takes with others.
pub(super) const REGISTRATIONS: i64 = 0x6672_7363_696d_7074;

/// By what the persons and documents of some rows are found.
#[derive(Clone, Debug, Default)]
pub struct ImportKeys {
    /// Keyed hashes of birth dates.
    pub births: Vec<[u8; 32]>,
    /// Keyed hashes of documents' numbers.
    pub numbers: Vec<[u8; 32]>,
    /// Persons.
    pub residents: Vec<ResidentId>,
}

/// Somebody who was born on a day, in short.
#[derive(Clone, Debug)]
pub struct Born {
    /// His id.
    pub id: ResidentId,
    /// His version.
    pub version: i64,
    /// The keyed hash of the day.
    pub birth_key: [u8; 32],
    /// His names.
    pub names: Vec<PersonName>,
}

/// What some keys find, in short.
#[derive(Clone, Debug, Default)]
pub struct FoundVersions {
    /// Persons and their versions.
    pub residents: Vec<(ResidentId, i64)>,
    /// Documents.
    pub documents: Vec<FoundDocument>,
}

/// A document that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoundDocument {
    /// Its id.
    pub id: DocumentId,
    /// Its version.
    pub version: i64,
    /// The keyed hash of its number.
    pub number_key: [u8; 32],
    /// Whose it is.
    pub resident_id: ResidentId,
}

impl<C: ConnectionTrait> Session<C> {
    /// The persons in use who were born on some days, in short.
    ///
    /// # Errors
    /// What the database says.
    pub async fn born_on(&self, days: Vec<[u8; 32]>) -> Result<Vec<Born>> {
        use resident::Column;
        let find = born(&ImportKeys { births: days, ..ImportKeys::default() });
        let Some(find) = find else { return Ok(Vec::new()) };
        let rows: Vec<(Uuid, i64, Vec<u8>, String)> = find
            .select_only()
            .columns([Column::Id, Column::Version, Column::BirthKey, Column::Names])
            .into_tuple()
            .all(&self.conn)
            .await?;
        let of = |(id, version, key, names): (Uuid, i64, Vec<u8>, String)| {
            let birth_key = key.try_into().map_err(|_| Error::internal("an odd birth key"))?;
            let names = read("a resident's names", &names)?;
            Ok(Born { id: ResidentId(id), version, birth_key, names })
        };
        rows.into_iter().map(of).collect()
    }

    /// The persons in use whom the keys name, and those who were born on their days.
    ///
    /// # Errors
    /// What the database says.
    pub async fn persons_found(&self, keys: &ImportKeys) -> Result<Vec<Resident>> {
        let Some(find) = born(keys) else { return Ok(Vec::new()) };
        find.all(&self.conn).await?.into_iter().map(of_row).collect()
    }

    /// The live documents with some numbers, whatever their kind, and the live passports of the
    /// persons whom the keys name.
    ///
    /// # Errors
    /// What the database says.
    pub async fn documents_found(&self, keys: &ImportKeys) -> Result<Vec<Document>> {
        let Some(find) = numbered(keys) else { return Ok(Vec::new()) };
        find.all(&self.conn).await?.into_iter().map(document_of).collect()
    }

    /// What some keys find now, in short.
    ///
    /// # Errors
    /// What the database says.
    pub async fn found_versions(&self, keys: &ImportKeys) -> Result<FoundVersions> {
        let mut found = FoundVersions::default();
        if let Some(find) = born(keys) {
            let columns = [resident::Column::Id, resident::Column::Version];
            let find = find.select_only().columns(columns).into_tuple::<(Uuid, i64)>();
            let rows = find.all(&self.conn).await?.into_iter();
            found.residents.extend(rows.map(|(id, version)| (ResidentId(id), version)));
        }
        if let Some(find) = numbered(keys) {
            use document::Column;
            let columns = [Column::Id, Column::Version, Column::NumberKey, Column::ResidentId];
            let find = find.select_only().columns(columns);
            let rows = find.into_tuple::<(Uuid, i64, Vec<u8>, Uuid)>().all(&self.conn).await?;
            for (id, version, key, resident) in rows {
                let number_key =
                    key.try_into().map_err(|_| Error::internal("an odd number key"))?;
                let (id, resident_id) = (DocumentId(id), ResidentId(resident));
                found.documents.push(FoundDocument { id, version, number_key, resident_id });
            }
        }
        Ok(found)
    }
}

impl Tx {
    /// Keeps everybody from registering a person until the transaction ends.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_registrations(&self) -> Result<()> {
        self.lock_advisory(REGISTRATIONS).await
    }

    /// Adds persons, then documents.
    ///
    /// # Errors
    /// `Conflict` where a document's number was taken meanwhile; what else the database says.
    pub async fn add_imported(
        &self,
        residents: &[&Resident],
        documents: &[&Document],
    ) -> Result<()> {
        let mut batch = Batch::new(&self.conn);
        let rows = residents.iter().map(|new| row_of(new)).collect::<Result<Vec<_>>>()?;
        batch.add(rows, None)?;
        let keys = residents.iter().flat_map(|new| key_rows(new.id, name_keys(&new.names)));
        batch.add(keys, None)?;
        let steps = residents
            .iter()
            .flat_map(|new| new.new_steps.iter().map(|step| step_row(new.id, step)));
        batch.add(steps, None)?;
        let rows = documents.iter().map(|new| row_of_document(new));
        batch.add(rows.collect::<Result<Vec<_>>>()?, None)?;
        batch.write(&self.conn).await
    }
}

// A list that names nothing is left out: beside an empty one every row would be looked at.
fn born(keys: &ImportKeys) -> Option<Select<resident::Entity>> {
    use resident::Column;
    let births = some(&keys.births, |key| key.to_vec());
    let residents = some(&keys.residents, |id| id.0);
    let any = Condition::any()
        .add_option(births.map(|births| Column::BirthKey.is_in(births)))
        .add_option(residents.map(|residents| Column::Id.is_in(residents)));
    let active = Column::State.eq(ResidentState::Active.number());
    (!any.is_empty()).then(|| resident::Entity::find().filter(any).filter(active))
}

fn numbered(keys: &ImportKeys) -> Option<Select<document::Entity>> {
    use document::Column;
    let numbers = some(&keys.numbers, |key| key.to_vec());
    let passports = some(&keys.residents, |id| id.0).map(|residents| {
        Condition::all()
            .add(Column::ResidentId.is_in(residents))
            .add(Column::Kind.eq(DocumentKind::Passport.number()))
    });
    let any = Condition::any()
        .add_option(numbers.map(|numbers| Column::NumberKey.is_in(numbers)))
        .add_option(passports);
    let live = Column::EndedOn.is_null();
    (!any.is_empty()).then(|| document::Entity::find().filter(any).filter(live))
}

fn some<T, U: Clone>(list: &[T], of: impl Fn(&T) -> U) -> Option<Vec<U>> {
    (!list.is_empty()).then(|| padded(list.iter().map(of).collect()))
}
