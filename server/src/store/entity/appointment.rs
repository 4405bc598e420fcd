//! An appointment.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "appointment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub number: String,
    pub state: i32,
    pub channel: i32,
    pub hall_session_id: Uuid,
    pub slot_date: Date,
    pub start_at: DateTimeUtc,
    pub end_at: DateTimeUtc,
    pub service_items: String,
    pub visitor_name: String,
    pub visitor_language: String,
    pub contact_sealed: Option<Vec<u8>>,
    pub passport_sealed: Option<Vec<u8>>,
    pub passport_mask: String,
    pub person_key: Vec<u8>,
    pub resident_id: Option<Uuid>,
    pub agent_name: Option<String>,
    pub mandate_id: Option<Uuid>,
    pub flags: String,
    pub overridden: String,
    pub note: String,
    pub reason: String,
    pub ticket_id: Option<Uuid>,
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
