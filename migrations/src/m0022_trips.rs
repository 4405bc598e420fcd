//! Trips under entries of the whitelist: who travels, and what has changed since they were filed.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0022_trips");

fn up(backend: DbBackend) -> String {
    // The enterprise's code is compared byte by byte, as in its own table.
    let collation = match backend {
        DbBackend::Postgres => " COLLATE \"C\"",
        _ => "",
    };
    UP.replace("{bytewise}", collation)
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const UP: &str = "
CREATE TABLE trip (
    id {uuid} NOT NULL PRIMARY KEY,
    enterprise_id TEXT{bytewise} NOT NULL REFERENCES enterprise (id),
    state {int} NOT NULL CHECK (state BETWEEN 1 AND 3),
    direction {int} NOT NULL CHECK (direction BETWEEN 1 AND 3),
    purpose {int} NOT NULL,
    from_date {date} NOT NULL,
    until_date {date} NOT NULL,
    flags TEXT NOT NULL,
    reason TEXT NOT NULL,
    filed_by {uuid} NOT NULL,
    filed_at {instant} NOT NULL,
    version {bigint} NOT NULL,
    CHECK (until_date >= from_date)
{table_end}
--;
CREATE INDEX trip_listed ON trip (from_date, id)
--;
CREATE INDEX trip_of ON trip (enterprise_id, from_date, id)
--;
CREATE INDEX trip_flagged ON trip (from_date, id) WHERE flags <> '[]'
--;
CREATE TABLE trip_entry (
    trip_id {uuid} NOT NULL REFERENCES trip (id),
    entry_id {uuid} NOT NULL REFERENCES whitelist_entry (id),
    PRIMARY KEY (trip_id, entry_id)
{table_end}
--;
CREATE INDEX trip_entry_of ON trip_entry (entry_id)
--;
CREATE TABLE trip_person (
    trip_id {uuid} NOT NULL REFERENCES trip (id),
    number {int} NOT NULL CHECK (number > 0),
    resident_id {uuid} NOT NULL REFERENCES resident (id),
    role {int} NOT NULL,
    PRIMARY KEY (trip_id, number)
{table_end}
--;
CREATE INDEX trip_person_of ON trip_person (resident_id)
";

const DOWN: &str = "
DROP TABLE trip_person
--;
DROP TABLE trip_entry
--;
DROP TABLE trip
";
