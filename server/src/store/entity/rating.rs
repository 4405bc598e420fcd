//! A rating.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rating")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub handling: i32,
    pub service_items: String,
    pub level: i32,
    pub tags: String,
    pub words: String,
    pub channel: i32,
    pub rater_name: Option<String>,
    pub contact_sealed: Option<Vec<u8>>,
    pub rated_at: DateTimeUtc,
    pub rated_on: Date,
    pub bad: i32,
    pub rectification_state: i32,
    pub rectification: Option<String>,
    pub due_on: Date,
    pub created_by: Uuid,
    pub version: i64,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
