//! A ticket of the hall's queue.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ticket")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub ticket_date: Date,
    pub series: String,
    pub number: i32,
    pub state: i32,
    pub priority: i32,
    pub order_at: DateTimeUtc,
    pub channel: i32,
    pub service_items: String,
    pub appointment_id: Uuid,
    pub language: String,
    pub counter_id: Option<String>,
    pub calls: i32,
    pub issued_at: DateTimeUtc,
    pub first_called_at: Option<DateTimeUtc>,
    pub called_at: Option<DateTimeUtc>,
    pub served_at: Option<DateTimeUtc>,
    pub ended_at: Option<DateTimeUtc>,
    pub service_seconds: i64,
    pub result: i32,
    pub version: i64,
    pub whitelist_entry_id: Option<Uuid>,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
