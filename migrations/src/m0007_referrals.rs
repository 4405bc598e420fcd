//! Referrals and their history. The unique index is the last word on one referral a source and
//! external id; the others answer the lists in the order of the next due time.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0007_referrals");

fn up(_: DbBackend) -> String {
    UP.to_owned()
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const UP: &str = "
CREATE TABLE referral (
    id {uuid} NOT NULL PRIMARY KEY,
    source_id TEXT NOT NULL,
    external_id TEXT NOT NULL,
    source_department_id TEXT NOT NULL,
    state {int} NOT NULL CHECK (state BETWEEN 1 AND 8),
    unfinished {int} NOT NULL CHECK (unfinished IN (0, 1)),
    category TEXT NOT NULL,
    summary TEXT NOT NULL,
    urgency {int} NOT NULL CHECK (urgency BETWEEN 1 AND 3),
    ordinary_matter {int} NOT NULL CHECK (ordinary_matter IN (0, 1)),
    caller_name TEXT NOT NULL,
    caller_language TEXT NOT NULL,
    caller_phone TEXT NOT NULL,
    department_id TEXT,
    unit_code TEXT,
    unit_name TEXT,
    appointed {int} NOT NULL CHECK (appointed IN (0, 1)),
    returns {int} NOT NULL,
    contact_outcome {int} NOT NULL CHECK (contact_outcome BETWEEN 0 AND 4),
    result TEXT NOT NULL,
    satisfied {int} NOT NULL CHECK (satisfied IN (0, 1)),
    limits TEXT NOT NULL,
    received_at {instant} NOT NULL,
    signed_at {instant},
    contacted_at {instant},
    first_responded_at {instant},
    first_closed_at {instant},
    reopenings {int} NOT NULL,
    reopened_at {instant},
    responded_at {instant},
    closed_at {instant},
    due_at {instant} NOT NULL,
    created_by {uuid} NOT NULL,
    updated_at {instant} NOT NULL,
    version {bigint} NOT NULL,
    CHECK (department_id IS NULL OR unit_code IS NULL)
{table_end}
--;
CREATE UNIQUE INDEX referral_once ON referral (external_id, source_id)
--;
CREATE INDEX referral_due ON referral (due_at, id)
--;
CREATE INDEX referral_unfinished ON referral (unfinished, due_at, id)
--;
CREATE INDEX referral_department ON referral (department_id, due_at, id)
--;
CREATE INDEX referral_department_unfinished ON referral (department_id, unfinished, due_at, id)
--;
CREATE INDEX referral_source ON referral (source_department_id, due_at, id)
--;
CREATE INDEX referral_source_unfinished
    ON referral (source_department_id, unfinished, due_at, id)
--;
CREATE TABLE referral_step (
    referral_id {uuid} NOT NULL REFERENCES referral (id),
    number {bigint} NOT NULL,
    kind {int} NOT NULL CHECK (kind BETWEEN 1 AND 8),
    at {instant} NOT NULL,
    account_id {uuid} NOT NULL,
    state {int} NOT NULL CHECK (state BETWEEN 1 AND 8),
    department_id TEXT,
    unit_code TEXT,
    unit_name TEXT,
    contact_outcome {int} NOT NULL CHECK (contact_outcome BETWEEN 0 AND 4),
    satisfied {int} NOT NULL CHECK (satisfied IN (0, 1)),
    text TEXT NOT NULL,
    PRIMARY KEY (referral_id, number)
{table_end}
";

const DOWN: &str = "
DROP TABLE referral_step
--;
DROP TABLE referral
";
