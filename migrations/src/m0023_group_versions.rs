//! Groups of enterprises are renamed, so that each counts its changes and keeps when it was last
//! changed.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0023_group_versions");

fn up(_: DbBackend) -> String {
    UP.to_owned()
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

// A column that is added needs a value for the rows that are there, which then get their own.
const UP: &str = "
ALTER TABLE enterprise_group ADD COLUMN updated_at {instant} NOT NULL
    DEFAULT '1970-01-01 00:00:00+00:00'
--;
UPDATE enterprise_group SET updated_at = created_at
--;
ALTER TABLE enterprise_group ADD COLUMN version {bigint} NOT NULL DEFAULT 1
";

const DOWN: &str = "
ALTER TABLE enterprise_group DROP COLUMN version
--;
ALTER TABLE enterprise_group DROP COLUMN updated_at
";
