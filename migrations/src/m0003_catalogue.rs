//! The catalogue: small, read whole into memory, changed seldom. An entry is a typed document of
//! the domain under its kind and code; one counter of all changes tells every server when to read
//! again, and locking its row orders bookings against closures.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0003_catalogue");

fn up(_: DbBackend) -> String {
    UP.to_owned()
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const UP: &str = "
CREATE TABLE catalogue_entry (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    version {bigint} NOT NULL,
    updated_at {instant} NOT NULL,
    PRIMARY KEY (kind, id)
{table_end}
--;
CREATE TABLE catalogue_version (
    id {int} NOT NULL PRIMARY KEY CHECK (id = 1),
    version {bigint} NOT NULL
{table_end}
--;
INSERT INTO catalogue_version (id, version) VALUES (1, 0)
";

const DOWN: &str = "
DROP TABLE catalogue_version
--;
DROP TABLE catalogue_entry
";
