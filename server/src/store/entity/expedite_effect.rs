//! What an approved expedite does.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "expedite_effect")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub expedite_id: Uuid,
    pub effect: String,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
