//! A card of supervision.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "card")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub subject_id: Uuid,
    pub rung: i32,
    pub state: i32,
    pub case_id: Uuid,
    pub case_number: String,
    pub task_id: Option<Uuid>,
    pub service_item_id: String,
    pub department_id: String,
    pub basis: String,
    pub due_on: Date,
    pub rung_on: Date,
    pub raised_at: DateTimeUtc,
    pub rectify_by: Option<Date>,
    pub points: i32,
    pub rectification: Option<String>,
    pub settlement: Option<String>,
    pub version: i64,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
