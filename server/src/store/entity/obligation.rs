//! What somebody owes because of an event.

use sea_orm::entity::prelude::*;

/// The row.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "obligation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub life_event_id: Uuid,
    pub resident_id: Uuid,
    pub event: i32,
    pub code: String,
    pub owner: i32,
    pub due_limit: String,
    pub runs_from: DateTimeUtc,
    pub runs_from_day: Date,
    pub service_item_id: Option<String>,
    pub department_id: Option<String>,
    pub words: String,
    pub legal_basis: String,
    pub state: i32,
    pub due_on: Date,
    pub closed_at: Option<DateTimeUtc>,
    pub closed_by: Option<Uuid>,
    pub closing: String,
    pub created_at: DateTimeUtc,
    pub version: i64,
}

/// No relation is followed by the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

super::unprintable!();
