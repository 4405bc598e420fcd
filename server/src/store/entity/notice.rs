//! A notice to the outside.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: i32,
    pub resource_id: String,
    pub recipient: i32,
    pub channel: i32,
    pub endpoint_id: Option<Uuid>,
    pub address_sealed: Option<Vec<u8>>,
    pub facts_sealed: Vec<u8>,
    pub language: String,
    pub state: i32,
    pub attempts: i32,
    pub next_attempt_at: DateTimeUtc,
    pub failure: String,
    pub created_at: DateTimeUtc,
    pub sent_at: Option<DateTimeUtc>,
    pub version: i64,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
