//! Sensitive fields that a department was handed.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "disclosure")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub at: DateTimeUtc,
    pub department_id: String,
    pub account_id: Uuid,
    pub resident_id: Option<Uuid>,
    pub document_id: Option<Uuid>,
    pub fields: String,
    pub purpose: String,
    pub case_id: Option<Uuid>,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
