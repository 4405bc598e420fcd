//! An end of the coverage of a person whom an entry of the whitelist names.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "whitelist_person_end")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub entry_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_number: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub until_date: Date,
    pub at: DateTimeUtc,
    pub step_number: Option<i32>,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
