//! Residents, the keys by which their names are searched, their history, the grounds on which their
//! data are used, and the merging of duplicates. Birth date, contacts and addresses are sealed in
//! one field of the row; the birth date is found by a keyed hash.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0012_residents");

fn up(backend: DbBackend) -> String {
    // Prefixes are compared byte by byte, whatever the language of the database.
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
CREATE TABLE resident (
    id {uuid} NOT NULL PRIMARY KEY,
    state {int} NOT NULL CHECK (state IN (1, 2)),
    person_type {int} NOT NULL CHECK (person_type BETWEEN 1 AND 4),
    names TEXT NOT NULL,
    sort_name TEXT{bytewise} NOT NULL,
    sex {int} NOT NULL CHECK (sex BETWEEN 1 AND 3),
    birth_key {bytes} NOT NULL,
    private_sealed {bytes} NOT NULL,
    nationalities TEXT NOT NULL,
    language TEXT NOT NULL,
    enterprise_id TEXT,
    employer_name TEXT NOT NULL,
    principal_id {uuid} REFERENCES resident (id),
    relation {int} NOT NULL CHECK (relation BETWEEN 0 AND 5),
    merged_into {uuid} REFERENCES resident (id),
    last_step {int} NOT NULL,
    created_by {uuid} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    version {bigint} NOT NULL,
    CHECK ((principal_id IS NULL) = (relation = 0)),
    CHECK ((merged_into IS NULL) = (state = 1)),
    CHECK (principal_id <> id),
    CHECK (merged_into <> id)
{table_end}
--;
CREATE INDEX resident_sorted ON resident (sort_name, id)
--;
CREATE INDEX resident_birth ON resident (birth_key)
--;
CREATE INDEX resident_employer ON resident (enterprise_id, sort_name, id)
    WHERE enterprise_id IS NOT NULL
--;
CREATE INDEX resident_principal ON resident (principal_id) WHERE principal_id IS NOT NULL
--;
CREATE TABLE resident_name_key (
    name_key TEXT{bytewise} NOT NULL,
    resident_id {uuid} NOT NULL REFERENCES resident (id),
    PRIMARY KEY (name_key, resident_id)
{table_end}
--;
CREATE INDEX resident_name_key_of ON resident_name_key (resident_id)
--;
CREATE TABLE resident_step (
    resident_id {uuid} NOT NULL REFERENCES resident (id),
    number {int} NOT NULL CHECK (number > 0),
    at {instant} NOT NULL,
    kind {int} NOT NULL,
    account_id {uuid} NOT NULL,
    detail TEXT NOT NULL,
    other_id {uuid},
    PRIMARY KEY (resident_id, number)
{table_end}
--;
CREATE TABLE resident_consent (
    resident_id {uuid} NOT NULL REFERENCES resident (id),
    number {int} NOT NULL CHECK (number > 0),
    purpose {int} NOT NULL CHECK (purpose BETWEEN 1 AND 6),
    ground {int} NOT NULL CHECK (ground BETWEEN 1 AND 5),
    given_at {instant} NOT NULL,
    evidence TEXT NOT NULL,
    recorded_by {uuid} NOT NULL,
    withdrawn_at {instant},
    withdrawal TEXT NOT NULL,
    withdrawn_by {uuid},
    PRIMARY KEY (resident_id, number)
{table_end}
--;
CREATE TABLE resident_merge (
    id {uuid} NOT NULL PRIMARY KEY,
    state {int} NOT NULL CHECK (state BETWEEN 1 AND 3),
    duplicate_id {uuid} NOT NULL REFERENCES resident (id),
    survivor_id {uuid} NOT NULL REFERENCES resident (id),
    reason TEXT NOT NULL,
    requested_by {uuid} NOT NULL,
    requested_at {instant} NOT NULL,
    decision TEXT NOT NULL,
    decided_by {uuid},
    decided_at {instant},
    version {bigint} NOT NULL,
    CHECK (duplicate_id <> survivor_id),
    CHECK ((decided_by IS NULL) = (state = 1))
{table_end}
--;
CREATE UNIQUE INDEX resident_merge_open ON resident_merge (duplicate_id) WHERE state = 1
--;
CREATE INDEX resident_merge_listed ON resident_merge (state, id)
--;
ALTER TABLE case_file ADD COLUMN resident_id {uuid} REFERENCES resident (id)
--;
CREATE INDEX case_file_resident ON case_file (resident_id) WHERE resident_id IS NOT NULL
--;
ALTER TABLE appointment ADD COLUMN resident_id {uuid} REFERENCES resident (id)
--;
CREATE INDEX appointment_resident ON appointment (resident_id) WHERE resident_id IS NOT NULL
";

const DOWN: &str = "
DROP INDEX appointment_resident
--;
ALTER TABLE appointment DROP COLUMN resident_id
--;
DROP INDEX case_file_resident
--;
ALTER TABLE case_file DROP COLUMN resident_id
--;
DROP TABLE resident_merge
--;
DROP TABLE resident_consent
--;
DROP TABLE resident_step
--;
DROP TABLE resident_name_key
--;
DROP TABLE resident
";
