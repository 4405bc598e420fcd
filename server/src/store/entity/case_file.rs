//! A case.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "case_file")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub number: String,
    pub state: i32,
    pub service_items: String,
    pub applicant_name: String,
    pub applicant_language: String,
    pub contact_sealed: Option<Vec<u8>>,
    pub passport_sealed: Option<Vec<u8>>,
    pub passport_mask: String,
    pub person_key: Vec<u8>,
    pub resident_id: Option<Uuid>,
    pub agent: Option<String>,
    pub channel: i32,
    pub appointment_id: Option<Uuid>,
    pub ticket_id: Option<Uuid>,
    pub external_source: Option<String>,
    pub external_id: Option<String>,
    pub received_at: DateTimeUtc,
    pub received_on: Date,
    pub accepted_on: Option<Date>,
    pub deemed_accepted: i32,
    pub materials: String,
    pub clocks: String,
    pub suspensions: String,
    pub extension: Option<String>,
    pub document_expires_on: Option<Date>,
    pub visits: String,
    pub outcome: i32,
    pub reason: String,
    pub note: String,
    pub prerequisites: String,
    pub mandate_id: Option<Uuid>,
    pub flags: String,
    pub overridden: String,
    pub due_on: Date,
    pub raised_rung: i32,
    pub last_step: i32,
    pub created_by: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub document_id: Option<Uuid>,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
