//! How often an account checked the whitelist on a day.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "whitelist_check_count")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub on_day: Date,
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    pub checks: i64,
    pub covered: i64,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
