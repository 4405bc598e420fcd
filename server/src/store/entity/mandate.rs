//! A mandate.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mandate")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub principal_name: String,
    pub principal_mask: String,
    pub person_key: Vec<u8>,
    pub agent_name: String,
    pub contact_sealed: Option<Vec<u8>>,
    pub agent_mask: String,
    pub service_items: String,
    pub issued_on: Date,
    pub valid_until: Date,
    pub notarisation: i32,
    pub created_by: Uuid,
    pub created_at: DateTimeUtc,
    pub verified_by: Option<Uuid>,
    pub verified_at: Option<DateTimeUtc>,
    pub legal_basis: String,
    pub decided_by: Option<Uuid>,
    pub decided_at: Option<DateTimeUtc>,
    pub approved: Option<i32>,
    pub revoked_by: Option<Uuid>,
    pub revoked_at: Option<DateTimeUtc>,
    pub reason: String,
    pub undecided: i32,
    pub version: i64,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
