//! Events in residents' lives and what they oblige whom to do. An obligation keeps its limit and
//! from when it runs; `due_on` is its last day in time as it was last worked out, with the last day
//! of all where it is not known. That something is overdue is never kept.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0014_obligations");

fn up(_: DbBackend) -> String {
    UP.to_owned()
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const UP: &str = "
CREATE TABLE life_event (
    id {uuid} NOT NULL PRIMARY KEY,
    resident_id {uuid} NOT NULL REFERENCES resident (id),
    kind {int} NOT NULL CHECK (kind BETWEEN 1 AND 5),
    happened_at {instant} NOT NULL,
    happened_on {date} NOT NULL,
    note TEXT NOT NULL,
    recorded_by {uuid} NOT NULL,
    recorded_at {instant} NOT NULL
{table_end}
--;
CREATE UNIQUE INDEX life_event_once ON life_event (resident_id, kind, happened_on) WHERE kind <> 5
--;
CREATE INDEX life_event_resident ON life_event (resident_id, happened_on)
--;
CREATE TABLE obligation (
    id {uuid} NOT NULL PRIMARY KEY,
    life_event_id {uuid} NOT NULL REFERENCES life_event (id),
    resident_id {uuid} NOT NULL REFERENCES resident (id),
    event {int} NOT NULL CHECK (event BETWEEN 1 AND 5),
    code TEXT NOT NULL,
    owner {int} NOT NULL CHECK (owner BETWEEN 1 AND 4),
    due_limit TEXT NOT NULL,
    runs_from {instant} NOT NULL,
    runs_from_day {date} NOT NULL,
    service_item_id TEXT,
    words TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    state {int} NOT NULL CHECK (state BETWEEN 1 AND 3),
    due_on {date} NOT NULL,
    closed_at {instant},
    closed_by {uuid},
    closing TEXT NOT NULL,
    created_at {instant} NOT NULL,
    version {bigint} NOT NULL,
    CHECK ((closed_at IS NULL) = (state = 1)),
    UNIQUE (life_event_id, resident_id, code)
{table_end}
--;
CREATE INDEX obligation_listed ON obligation (due_on, id)
--;
CREATE INDEX obligation_open ON obligation (due_on, id) WHERE state = 1
--;
CREATE INDEX obligation_resident ON obligation (resident_id, due_on, id)
";

const DOWN: &str = "
DROP TABLE obligation
--;
DROP TABLE life_event
";
