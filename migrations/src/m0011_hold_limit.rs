//! The live holds of one account are counted with every hold; the index finds them among those that
//! ended.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0011_hold_limit");

fn up(_: DbBackend) -> String {
    "CREATE INDEX hold_account ON hold (account_id, expires_at)".to_owned()
}

fn down(_: DbBackend) -> String {
    "DROP INDEX hold_account".to_owned()
}
