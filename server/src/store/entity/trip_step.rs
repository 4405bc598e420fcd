//! What happened to a trip.

use sea_orm::entity::prelude::*;

/// The row; several that came with one change have its version.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "trip_step")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub trip_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub kind: i32,
    pub by_account: Option<Uuid>,
    pub at: DateTimeUtc,
    pub flag_kind: i32,
    pub reason: String,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
