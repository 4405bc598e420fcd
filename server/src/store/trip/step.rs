//! What happened to trips.

use crate::{
    domain::{
        flag::FlagKind,
        id::{AccountId, TripId},
        trip::{Trip, TripStep, TripStepKind},
    },
    error::{Error, Result},
    store::{Session, Tx, entity::trip_step, rows::Batch},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait, QueryFilter as _,
    QueryOrder as _,
};

impl<C: ConnectionTrait> Session<C> {
    /// What happened to a trip, the oldest step first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn trip_steps(&self, id: TripId) -> Result<Vec<TripStep>> {
        use trip_step::Column;
        let find = trip_step::Entity::find()
            .filter(Column::TripId.eq(id.0))
            .order_by_asc(Column::Version)
            .order_by_asc(Column::Number);
        find.all(&self.conn).await?.into_iter().map(step_of).collect()
    }
}

impl Tx {
    /// Adds what happened to a trip by its last change.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add_trip_steps(&self, of: &Trip, steps: &[TripStep]) -> Result<()> {
        let row = |(number, step): (i32, &TripStep)| trip_step::ActiveModel {
            trip_id: Set(of.id.0),
            version: Set(of.version),
            number: Set(number),
            kind: Set(step.kind.number()),
            by_account: Set(step.by.map(|by| by.0)),
            at: Set(step.at),
            flag_kind: Set(step.flag.map_or(0, FlagKind::number)),
            reason: Set(step.reason.clone()),
        };
        let mut batch = Batch::new(&self.conn);
        batch.add((1..).zip(steps).map(row), None)?;
        batch.write(&self.conn).await
    }
}

fn step_of(row: trip_step::Model) -> Result<TripStep> {
    let kind = TripStepKind::from_number(row.kind);
    Ok(TripStep {
        kind: kind.ok_or_else(|| Error::internal("a step of a trip cannot be read"))?,
        by: row.by_account.map(AccountId),
        at: row.at,
        flag: FlagKind::from_number(row.flag_kind),
        reason: row.reason,
    })
}
