//! An expedite.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "expedite")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub case_number: String,
    pub state: i32,
    pub ground: i32,
    pub ground_text: String,
    pub needed_by: Date,
    pub evidence: String,
    pub working_days: i32,
    pub granted_working_days: Option<i32>,
    pub requested_by: Uuid,
    pub requested_at: DateTimeUtc,
    pub requested_on: Date,
    pub decided_by: Option<Uuid>,
    pub decided_at: Option<DateTimeUtc>,
    pub decided_on: Option<Date>,
    pub decision_reason: String,
    pub withdrawn_by: Option<Uuid>,
    pub withdrawn_at: Option<DateTimeUtc>,
    pub withdrawn_on: Option<Date>,
    pub withdraw_reason: String,
    pub costs: String,
    pub version: i64,
    pub whitelist_entry_id: Option<Uuid>,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
