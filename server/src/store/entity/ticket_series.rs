//! How many tickets of a series a day has had.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ticket_series")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_date: Date,
    #[sea_orm(primary_key, auto_increment = false)]
    pub series: String,
    pub last_number: i32,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
