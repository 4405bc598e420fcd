//! A key by which an enterprise is searched.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enterprise_name_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name_key: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub enterprise_id: String,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
