//! A slot's ledger: how many places it has and who took them, by channel and items.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "slot_ledger")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub hall_session_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub start_at: DateTimeUtc,
    pub slot_date: Date,
    pub places: i32,
    pub sold: i32,
    pub sales: String,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
