//! An entry of the whitelist.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "whitelist_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub enterprise_id: String,
    pub direction: i32,
    pub purposes: i32,
    pub coverage: i32,
    pub roles: i32,
    pub trips_a_month: Option<i32>,
    pub benefits: i32,
    pub valid_from: Date,
    pub valid_until: Date,
    pub held_until: Option<Date>,
    pub renews: Option<Uuid>,
    pub phase: i32,
    pub revoked_at: Option<DateTimeUtc>,
    pub pauses: String,
    pub created_at: DateTimeUtc,
    pub version: i64,
    pub stamp: i64,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
