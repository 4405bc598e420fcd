//! A time of an enterprise in a group.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enterprise_membership")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub enterprise_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub from_date: Date,
    pub group_id: Uuid,
    pub until_date: Option<Date>,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
