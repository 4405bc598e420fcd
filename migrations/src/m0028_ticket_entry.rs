//! By which entry of the whitelist a ticket is called before others.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0028_ticket_entry");

fn up(_: DbBackend) -> String {
    UP.to_owned()
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const UP: &str = "
ALTER TABLE ticket ADD COLUMN whitelist_entry_id {uuid}
";

const DOWN: &str = "
ALTER TABLE ticket DROP COLUMN whitelist_entry_id
";
