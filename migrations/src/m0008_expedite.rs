//! Expedites, what each approval does, and how many a day are approved. A case has one that is
//! requested or approved at most. A day's row is counted up by each approval, which thereby waits
//! for the one before it.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0008_expedite");

fn up(_: DbBackend) -> String {
    UP.to_owned()
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const UP: &str = "
CREATE TABLE expedite (
    id {uuid} NOT NULL PRIMARY KEY,
    case_id {uuid} NOT NULL REFERENCES case_file (id),
    case_number TEXT NOT NULL,
    state {int} NOT NULL CHECK (state BETWEEN 1 AND 5),
    ground {int} NOT NULL CHECK (ground BETWEEN 1 AND 9),
    ground_text TEXT NOT NULL,
    needed_by {date} NOT NULL,
    evidence TEXT NOT NULL,
    working_days {int} NOT NULL CHECK (working_days >= 0),
    granted_working_days {int},
    requested_by {uuid} NOT NULL,
    requested_at {instant} NOT NULL,
    requested_on {date} NOT NULL,
    decided_by {uuid},
    decided_at {instant},
    decided_on {date},
    decision_reason TEXT NOT NULL,
    withdrawn_by {uuid},
    withdrawn_at {instant},
    withdrawn_on {date},
    withdraw_reason TEXT NOT NULL,
    costs TEXT NOT NULL,
    version {bigint} NOT NULL,
    CHECK (decided_by IS NULL OR decided_by <> requested_by),
    CHECK (state NOT IN (2, 3) OR decided_by IS NOT NULL)
{table_end}
--;
CREATE UNIQUE INDEX expedite_open ON expedite (case_id) WHERE state IN (1, 2)
--;
CREATE INDEX expedite_case ON expedite (case_id)
--;
CREATE INDEX expedite_requested ON expedite (requested_on)
--;
CREATE INDEX expedite_decided ON expedite (decided_on)
--;
CREATE TABLE expedite_effect (
    expedite_id {uuid} NOT NULL PRIMARY KEY REFERENCES expedite (id),
    effect TEXT NOT NULL
{table_end}
--;
CREATE TABLE expedite_day (
    day {date} NOT NULL PRIMARY KEY,
    approved {int} NOT NULL CHECK (approved >= 0)
{table_end}
";

const DOWN: &str = "
DROP TABLE expedite_day
--;
DROP TABLE expedite_effect
--;
DROP TABLE expedite
";
