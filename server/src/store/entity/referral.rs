//! A matter that a hotline handed over.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "referral")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub source_id: String,
    pub external_id: String,
    pub source_department_id: String,
    pub state: i32,
    pub unfinished: i32,
    pub category: String,
    pub summary: String,
    pub urgency: i32,
    pub ordinary_matter: i32,
    pub caller_name: String,
    pub caller_language: String,
    pub contact_sealed: Option<Vec<u8>>,
    pub department_id: Option<String>,
    pub unit_code: Option<String>,
    pub unit_name: Option<String>,
    pub appointed: i32,
    pub returns: i32,
    pub contact_outcome: i32,
    pub result: String,
    pub satisfied: i32,
    pub limits: String,
    pub received_at: DateTimeUtc,
    pub signed_at: Option<DateTimeUtc>,
    pub contacted_at: Option<DateTimeUtc>,
    pub first_responded_at: Option<DateTimeUtc>,
    pub first_closed_at: Option<DateTimeUtc>,
    pub reopenings: i32,
    pub reopened_at: Option<DateTimeUtc>,
    pub responded_at: Option<DateTimeUtc>,
    pub closed_at: Option<DateTimeUtc>,
    pub due_at: DateTimeUtc,
    pub created_by: Uuid,
    pub updated_at: DateTimeUtc,
    pub version: i64,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
