//! How far the feed has been looked at for facts that have changed.

use super::{Session, Tx, entity::recheck};
use crate::{
    domain::event::Place,
    error::{Error, Result},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QuerySelect as _};

/// The one row.
const ONLY: i32 = 1;

/// A place of an epoch of the feed.
pub type Looked = (i64, Place);

impl<C: ConnectionTrait> Session<C> {
    /// How far.
    ///
    /// # Errors
    /// What the database says.
    pub async fn rechecked(&self) -> Result<Looked> {
        looked(recheck::Entity::find_by_id(ONLY).one(&self.conn).await?)
    }
}

impl Tx {
    /// How far; nobody else goes on from there until the transaction ends.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_rechecked(&self) -> Result<Looked> {
        looked(recheck::Entity::find_by_id(ONLY).lock_exclusive().one(&self.conn).await?)
    }

    /// Keeps how far.
    ///
    /// # Errors
    /// What the database says.
    pub async fn put_rechecked(&self, (epoch, place): Looked) -> Result<()> {
        let row = recheck::ActiveModel {
            id: Set(ONLY),
            epoch: Set(epoch),
            xid: Set(place.xid),
            position: Set(place.position),
        };
        recheck::Entity::update(row).exec(&self.conn).await?;
        Ok(())
    }
}

fn looked(row: Option<recheck::Model>) -> Result<Looked> {
    let row = row.ok_or_else(|| Error::internal("the re-checks have no row"))?;
    Ok((row.epoch, Place { xid: row.xid, position: row.position }))
}
