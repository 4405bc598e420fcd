//! What an import reads and writes: many persons and documents at a time.

use super::row::{key_rows, of_row, row_of, step_row};
use crate::{
    domain::{
        document::{Document, DocumentKind},
        id::{DocumentId, ResidentId},
        resident::{Resident, ResidentState, name_keys},
    },
    error::{Error, Result},
    store::{
        Session, Tx,
        document::{of_row as document_of, row_of as row_of_document},
        entity::{document, resident},
        padded,
        rows::Batch,
    },
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    QueryTrait as _, Select,
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
    /// Who holds documents with these numbers.
    pub holders: Vec<ResidentId>,
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
    /// The persons in use who were born on some days, and the holders.
    ///
    /// # Errors
    /// What the database says.
    pub async fn persons_found(&self, keys: &ImportKeys) -> Result<Vec<Resident>> {
        born(keys).all(&self.conn).await?.into_iter().map(of_row).collect()
    }

    /// The live documents with some numbers, whatever their kind, and the live passports of the
    /// persons that the keys find.
    ///
    /// # Errors
    /// What the database says.
    pub async fn documents_found(&self, keys: &ImportKeys) -> Result<Vec<Document>> {
        numbered(keys).all(&self.conn).await?.into_iter().map(document_of).collect()
    }

    /// What some keys find now, in short.
    ///
    /// # Errors
    /// What the database says.
    pub async fn found_versions(&self, keys: &ImportKeys) -> Result<FoundVersions> {
        let residents: Vec<(Uuid, i64)> = born(keys)
            .select_only()
            .columns([resident::Column::Id, resident::Column::Version])
            .into_tuple()
            .all(&self.conn)
            .await?;
        use document::Column;
        let documents: Vec<(Uuid, i64, Vec<u8>, Uuid)> = numbered(keys)
            .select_only()
            .columns([Column::Id, Column::Version, Column::NumberKey, Column::ResidentId])
            .into_tuple()
            .all(&self.conn)
            .await?;
        let found = |(id, version, key, resident): (Uuid, i64, Vec<u8>, Uuid)| {
            let number_key = key.try_into().map_err(|_| Error::internal("an odd number key"))?;
            let (id, resident_id) = (DocumentId(id), ResidentId(resident));
            Ok(FoundDocument { id, version, number_key, resident_id })
        };
        Ok(FoundVersions {
            residents: residents.into_iter().map(|(id, of)| (ResidentId(id), of)).collect(),
            documents: documents.into_iter().map(found).collect::<Result<_>>()?,
        })
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

fn born(keys: &ImportKeys) -> Select<resident::Entity> {
    let births = padded(keys.births.iter().map(|key| key.to_vec()).collect());
    let holders = padded(keys.holders.iter().map(|id| id.0).collect());
    let any = Condition::any()
        .add(resident::Column::BirthKey.is_in(births))
        .add(resident::Column::Id.is_in(holders));
    resident::Entity::find()
        .filter(any)
        .filter(resident::Column::State.eq(ResidentState::Active.number()))
}

fn numbered(keys: &ImportKeys) -> Select<document::Entity> {
    let numbers = padded(keys.numbers.iter().map(|key| key.to_vec()).collect());
    // Many may be born on a day: they are named by a query, a statement takes only so many values.
    let persons = born(keys).select_only().column(resident::Column::Id).into_query();
    let passports = Condition::all()
        .add(document::Column::ResidentId.in_subquery(persons))
        .add(document::Column::Kind.eq(DocumentKind::Passport.number()));
    let any = Condition::any().add(document::Column::NumberKey.is_in(numbers)).add(passports);
    document::Entity::find().filter(any).filter(document::Column::EndedOn.is_null())
}
