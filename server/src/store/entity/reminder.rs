//! A reminder that was raised.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reminder")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub document_id: Uuid,
    pub offset_days: i32,
    pub recipient: i32,
    pub raise_on: Date,
    pub remind_on: Date,
    pub provisional: i32,
    pub expires_on: Date,
    pub raised_at: DateTimeUtc,
    pub superseded: i32,
    pub done_at: Option<DateTimeUtc>,
    pub done_by: Option<Uuid>,
    pub version: i64,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
