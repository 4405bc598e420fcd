//! A resident.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "resident")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub state: i32,
    pub person_type: i32,
    pub names: String,
    pub sort_name: String,
    pub sex: i32,
    pub birth_key: Vec<u8>,
    pub private_sealed: Vec<u8>,
    pub nationalities: String,
    pub language: String,
    pub enterprise_id: Option<String>,
    pub employer_name: String,
    pub principal_id: Option<Uuid>,
    pub relation: i32,
    pub merged_into: Option<Uuid>,
    pub last_step: i32,
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
