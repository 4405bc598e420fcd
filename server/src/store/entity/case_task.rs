//! A task of a case.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "case_task")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub place: i32,
    pub service_item_id: String,
    pub department_id: String,
    pub state: i32,
    pub decided_after: String,
    pub clocks: String,
    pub suspensions: String,
    pub returns: i32,
    pub outcome: i32,
    pub document_number: String,
    pub decided_on: Option<Date>,
    pub due_on: Date,
    pub raised_rung: i32,
    pub alert_on: Option<Date>,
    pub assigned_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
