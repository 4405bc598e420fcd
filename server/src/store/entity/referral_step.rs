//! A step in the history of a referral.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "referral_step")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub referral_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub kind: i32,
    pub at: DateTimeUtc,
    pub account_id: Uuid,
    pub state: i32,
    pub department_id: Option<String>,
    pub unit_code: Option<String>,
    pub unit_name: Option<String>,
    pub contact_outcome: i32,
    pub satisfied: i32,
    pub text: String,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
