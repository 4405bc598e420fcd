//! By which entry of the whitelist a ticket is called before others, and an expedite has its lane.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0028_benefits");

fn up(_: DbBackend) -> String {
    UP.to_owned()
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const UP: &str = "
ALTER TABLE ticket ADD COLUMN whitelist_entry_id {uuid}
--;
ALTER TABLE expedite ADD COLUMN whitelist_entry_id {uuid}
--;
CREATE INDEX expedite_lane ON expedite (whitelist_entry_id) WHERE whitelist_entry_id IS NOT NULL
";

const DOWN: &str = "
DROP INDEX expedite_lane
--;
ALTER TABLE expedite DROP COLUMN whitelist_entry_id
--;
ALTER TABLE ticket DROP COLUMN whitelist_entry_id
";
