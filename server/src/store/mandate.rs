//! Mandates with the files that prove them. Only the centre sees a mandate, so a finder asks for no
//! scope; who may ask is settled by the table of methods.

mod row;

use row::{of_row, row_of};

use super::{
    Session, Tx, before_row,
    entity::{evidence, mandate, mandate_evidence},
    padded,
};
use crate::{
    domain::{
        appointment::PersonKey,
        evidence::EvidenceKind,
        id::{EvidenceId, MandateId},
        mandate::{Mandate, Proof},
    },
    error::{Error, Result},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationDef,
};
use std::collections::HashMap;
use uuid::Uuid;

/// Which mandates are asked for.
#[derive(Clone, Debug, Default)]
pub struct MandateFilter {
    /// Of this person.
    pub person_key: Option<PersonKey>,
    /// With this item.
    pub service_item_id: Option<String>,
    /// Only those that wait for a verification or an approval.
    pub undecided_only: bool,
}

impl<C: ConnectionTrait> Session<C> {
    /// A mandate.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn mandate(&self, id: MandateId) -> Result<Mandate> {
        self.mandates_by_id(vec![id]).await?.pop().ok_or(Error::NotFound)
    }

    /// Some mandates, in no order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn mandates_by_id(&self, ids: Vec<MandateId>) -> Result<Vec<Mandate>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids = padded(ids.into_iter().map(|id| id.0).collect());
        let find = mandate::Entity::find().filter(mandate::Column::Id.is_in(ids));
        let rows = find.all(&self.conn).await?;
        self.proven(rows).await
    }

    /// A page of mandates, the newest first, after the mandate `(at, id)`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn mandates(
        &self,
        filter: &MandateFilter,
        after: Option<(DateTime<Utc>, Uuid)>,
        limit: u64,
    ) -> Result<Vec<Mandate>> {
        use mandate::Column;
        let mut find = mandate::Entity::find();
        if let Some(person) = filter.person_key {
            find = find.filter(Column::PersonKey.eq(person.0.to_vec()));
        }
        if let Some(item) = &filter.service_item_id {
            find = find.filter(super::case::has_item(item));
        }
        if filter.undecided_only {
            find = find.filter(Column::Undecided.eq(1));
        }
        if let Some((at, id)) = after {
            let columns = [Column::CreatedAt, Column::Id];
            find = find.filter(before_row(&columns, vec![at.into(), id.into()]));
        }
        let find = find.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(limit);
        let rows = find.all(&self.conn).await?;
        self.proven(rows).await
    }

    /// A mandate that each of some files proves, by file.
    ///
    /// # Errors
    /// What the database says.
    pub async fn mandates_proven_by(
        &self,
        files: Vec<EvidenceId>,
    ) -> Result<HashMap<EvidenceId, MandateId>> {
        use mandate_evidence::Column;
        if files.is_empty() {
            return Ok(HashMap::new());
        }
        let files = padded(files.into_iter().map(|id| id.0).collect());
        let find = mandate_evidence::Entity::find().filter(Column::EvidenceId.is_in(files));
        let rows = find.all(&self.conn).await?.into_iter();
        Ok(rows.map(|row| (EvidenceId(row.evidence_id), MandateId(row.mandate_id))).collect())
    }

    async fn proven(&self, rows: Vec<mandate::Model>) -> Result<Vec<Mandate>> {
        use mandate_evidence::Column;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let ids = padded(rows.iter().map(|row| row.id).collect());
        let found: Vec<(Uuid, Uuid, i32)> = mandate_evidence::Entity::find()
            .select_only()
            .columns([Column::MandateId, Column::EvidenceId])
            .column(evidence::Column::Kind)
            .join(JoinType::InnerJoin, proves())
            .filter(Column::MandateId.is_in(ids))
            .order_by_asc(Column::EvidenceId)
            .into_tuple()
            .all(&self.conn)
            .await?;
        let of = |row: mandate::Model| {
            let own = found.iter().filter(|(id, _, _)| *id == row.id);
            let proofs = own.filter_map(|(_, id, kind)| proof((*id, *kind))).collect();
            of_row(&self.keys, row, proofs)
        };
        rows.into_iter().map(of).collect()
    }
}

impl Tx {
    /// A mandate, locked until the transaction ends.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn lock_mandate(&self, id: MandateId) -> Result<Mandate> {
        let find = mandate::Entity::find_by_id(id.0).lock_exclusive();
        let row = find.one(&self.conn).await?.ok_or(Error::NotFound)?;
        self.proven(vec![row]).await?.pop().ok_or(Error::NotFound)
    }

    /// A mandate that nobody changes until the transaction ends; none where there is none. Whoever
    /// acts by it holds it so, and whoever revokes it waits, and finds what rests on it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn share_mandate(&self, id: MandateId) -> Result<Option<Mandate>> {
        Ok(self.share_mandates(vec![id]).await?.pop())
    }

    /// The same of several mandates, in the order of their ids.
    ///
    /// # Errors
    /// What the database says.
    pub async fn share_mandates(&self, ids: Vec<MandateId>) -> Result<Vec<Mandate>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids = padded(ids.into_iter().map(|id| id.0).collect());
        let find = mandate::Entity::find().filter(mandate::Column::Id.is_in(ids));
        let find = find.order_by_asc(mandate::Column::Id).lock_shared();
        let rows = find.all(&self.conn).await?;
        self.proven(rows).await
    }

    /// Adds a mandate.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add_mandate(&self, new: &Mandate) -> Result<()> {
        mandate::Entity::insert(row_of(&self.keys, new)?)
            .exec_without_returning(&self.conn)
            .await?;
        self.add_proofs(new.id, &new.evidence).await
    }

    /// Writes a changed mandate and the files that prove it further.
    ///
    /// # Errors
    /// What the database says.
    pub async fn update_mandate(&self, changed: &Mandate, further: &[Proof]) -> Result<()> {
        mandate::Entity::update_many()
            .set(row_of(&self.keys, changed)?)
            .filter(mandate::Column::Id.eq(changed.id.0))
            .exec(&self.conn)
            .await?;
        self.add_proofs(changed.id, further).await
    }

    /// Files that are named cannot be deleted from now on: whoever deletes one locks it first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_proofs(&self, ids: &[EvidenceId]) -> Result<Vec<Proof>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let rows = evidence::Entity::find()
            .filter(evidence::Column::Id.is_in(padded(ids.iter().map(|id| id.0).collect())))
            .order_by_asc(evidence::Column::Id)
            .lock_shared()
            .all(&self.conn)
            .await?;
        Ok(rows.into_iter().filter_map(|row| proof((row.id, row.kind))).collect())
    }

    async fn add_proofs(&self, mandate: MandateId, proofs: &[Proof]) -> Result<()> {
        if proofs.is_empty() {
            return Ok(());
        }
        let row = |proof: &Proof| mandate_evidence::ActiveModel {
            mandate_id: Set(mandate.0),
            evidence_id: Set(proof.id.0),
        };
        let rows = proofs.iter().map(row);
        mandate_evidence::Entity::insert_many(rows).exec_without_returning(&self.conn).await?;
        Ok(())
    }
}

fn proves() -> RelationDef {
    mandate_evidence::Entity::belongs_to(evidence::Entity)
        .from(mandate_evidence::Column::EvidenceId)
        .to(evidence::Column::Id)
        .into()
}

fn proof((id, kind): (Uuid, i32)) -> Option<Proof> {
    Some(Proof { id: EvidenceId(id), kind: EvidenceKind::from_number(kind)? })
}
