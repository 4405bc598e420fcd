//! A trip under entries of the whitelist.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "trip")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub enterprise_id: String,
    pub state: i32,
    pub direction: i32,
    pub purpose: i32,
    pub from_date: Date,
    pub until_date: Date,
    pub flags: String,
    pub overridden: String,
    pub reason: String,
    pub filed_by: Uuid,
    pub filed_at: DateTimeUtc,
    pub version: i64,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
