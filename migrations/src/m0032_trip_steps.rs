//! What happened to a trip, step by step: who filed, cancelled and completed it, what flagged it,
//! who has looked. Of those on record what is known: that they were filed.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0032_trip_steps");

fn up(_: DbBackend) -> String {
    UP.to_owned()
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const UP: &str = "
CREATE TABLE trip_step (
    trip_id {uuid} NOT NULL REFERENCES trip (id),
    version {bigint} NOT NULL,
    number {int} NOT NULL CHECK (number > 0),
    kind {int} NOT NULL CHECK (kind BETWEEN 1 AND 6),
    by_account {uuid},
    at {instant} NOT NULL,
    flag_kind {int} NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (trip_id, version, number)
{table_end}
--;
INSERT INTO trip_step (trip_id, version, number, kind, by_account, at, flag_kind, reason)
SELECT id, 1, 1, 1, filed_by, filed_at, 0, '' FROM trip
";

const DOWN: &str = "
DROP TABLE trip_step
";
