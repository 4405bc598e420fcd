//! A ground on which a resident's data are used.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "resident_consent")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub resident_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub purpose: i32,
    pub ground: i32,
    pub given_at: DateTimeUtc,
    pub evidence: String,
    pub recorded_by: Uuid,
    pub withdrawn_at: Option<DateTimeUtc>,
    pub withdrawal: String,
    pub withdrawn_by: Option<Uuid>,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
