//! A document of a resident.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub resident_id: Uuid,
    pub kind: i32,
    pub purpose: i32,
    pub class: i32,
    pub visa: Option<String>,
    pub number_sealed: Vec<u8>,
    pub number_key: Vec<u8>,
    pub number_mask: String,
    pub issuer: String,
    pub issued_on: Option<Date>,
    pub valid_from: Date,
    pub expires_on: Date,
    /// Of a visa on which somebody entered its own last day: the other is that of his stay.
    pub own_expires_on: Option<Date>,
    pub remind_on: Option<Date>,
    pub replaced_by: Option<Uuid>,
    pub ended_on: Option<Date>,
    pub ended_reason: i32,
    pub ended_text: String,
    pub case_id: Option<Uuid>,
    pub holder: i32,
    pub holder_department: Option<String>,
    pub holder_place: String,
    pub held_since: Option<DateTimeUtc>,
    pub custody_entries: i32,
    pub note: String,
    pub created_by: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
