//! The log of a passport's custody, which only grows; the last entry stands with the passport.

use super::row::{custody_of, custody_row};
use crate::{
    domain::{
        document::{Custody, Hands},
        id::{AccountId, DocumentId},
    },
    error::{Error, Result},
    store::{Session, Tx, duplicate, entity::document_custody},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

impl<C: ConnectionTrait> Session<C> {
    /// A page of a passport's custody, the latest entry first, before an entry. The caller has
    /// looked that the passport is within his scope.
    ///
    /// # Errors
    /// What the database says.
    pub async fn custody(
        &self,
        id: DocumentId,
        before: Option<u32>,
        limit: u64,
    ) -> Result<Vec<Custody>> {
        use document_custody::Column;
        let mut find = document_custody::Entity::find().filter(Column::DocumentId.eq(id.0));
        if let Some(before) = before {
            find = find.filter(Column::Number.lt(i32::try_from(before).unwrap_or(i32::MAX)));
        }
        let find = find.order_by_desc(Column::Number).limit(limit);
        find.all(&self.conn).await?.into_iter().map(custody_of).collect()
    }
}

impl Tx {
    /// Adds an entry. The caller has the passport locked.
    ///
    /// # Errors
    /// `Conflict` where the number was taken meanwhile: the request is judged again.
    pub async fn add_custody(
        &self,
        id: DocumentId,
        hands: &Hands,
        note: &str,
        by: AccountId,
    ) -> Result<()> {
        let insert = document_custody::Entity::insert(custody_row(id, hands, note, by));
        match insert.exec_without_returning(&self.conn).await {
            Ok(_) => Ok(()),
            Err(error) if duplicate(&error).is_some() => Err(Error::Conflict),
            Err(error) => Err(error.into()),
        }
    }
}
