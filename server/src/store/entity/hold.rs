//! A place kept for some minutes: by a promise to a principal, or after an agent gave it back.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hold")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: i32,
    pub hall_session_id: Uuid,
    pub start_at: DateTimeUtc,
    pub slot_date: Date,
    pub channel: i32,
    pub service_items: String,
    pub account_id: Option<Uuid>,
    pub expires_at: DateTimeUtc,
    pub used_by: Option<Uuid>,
    pub created_at: DateTimeUtc,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
