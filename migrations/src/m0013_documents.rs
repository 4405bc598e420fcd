//! Documents of residents, the custody of passports, the ledger of disclosures, and how many whole
//! numbers an account was told on a day.
//!
//! The unique index on live documents is the last word on one number a kind and issuer, that on
//! receipts on one open receipt a case. A document without a known last day stands under the last
//! day of all, so that the list by expiry has one order. Whether one is valid is never kept.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0013_documents");

fn up(_: DbBackend) -> String {
    UP.to_owned()
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const UP: &str = "
CREATE TABLE document (
    id {uuid} NOT NULL PRIMARY KEY,
    resident_id {uuid} NOT NULL REFERENCES resident (id),
    kind {int} NOT NULL CHECK (kind BETWEEN 1 AND 7),
    purpose {int} NOT NULL CHECK (purpose BETWEEN 0 AND 5),
    class {int} NOT NULL CHECK (class BETWEEN 0 AND 3),
    visa TEXT,
    number_sealed {bytes} NOT NULL,
    number_key {bytes} NOT NULL,
    number_mask TEXT NOT NULL,
    issuer TEXT NOT NULL,
    issued_on {date},
    valid_from {date} NOT NULL,
    expires_on {date} NOT NULL,
    replaced_by {uuid} REFERENCES document (id),
    ended_on {date},
    ended_reason {int} NOT NULL CHECK (ended_reason BETWEEN 0 AND 4),
    ended_text TEXT NOT NULL,
    case_id {uuid} REFERENCES case_file (id),
    holder {int} NOT NULL CHECK (holder BETWEEN 1 AND 4),
    holder_department TEXT,
    holder_place TEXT NOT NULL,
    held_since {instant},
    custody_entries {int} NOT NULL CHECK (custody_entries >= 0),
    note TEXT NOT NULL,
    created_by {uuid} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    version {bigint} NOT NULL,
    CHECK (expires_on >= valid_from),
    CHECK ((ended_on IS NULL) = (ended_reason = 0)),
    CHECK (replaced_by IS NULL OR ended_on IS NOT NULL),
    CHECK ((kind = 3) = (purpose > 0)),
    CHECK ((kind = 5) = (class > 0)),
    CHECK ((kind = 2) = (visa IS NOT NULL))
{table_end}
--;
CREATE UNIQUE INDEX document_number ON document (number_key, kind, issuer)
    WHERE ended_on IS NULL
--;
CREATE INDEX document_any_number ON document (number_key)
--;
CREATE UNIQUE INDEX document_receipt ON document (case_id) WHERE kind = 7 AND ended_on IS NULL
--;
CREATE INDEX document_expiry ON document (expires_on, id) WHERE ended_on IS NULL
--;
CREATE INDEX document_kind_expiry ON document (kind, expires_on, id) WHERE ended_on IS NULL
--;
CREATE INDEX document_resident ON document (resident_id)
--;
CREATE INDEX document_held ON document (holder, expires_on, id) WHERE holder > 1
--;
CREATE TABLE document_custody (
    document_id {uuid} NOT NULL REFERENCES document (id),
    number {int} NOT NULL CHECK (number > 0),
    holder {int} NOT NULL CHECK (holder BETWEEN 1 AND 4),
    department_id TEXT,
    place TEXT NOT NULL,
    since {instant} NOT NULL,
    note TEXT NOT NULL,
    account_id {uuid} NOT NULL,
    CHECK ((holder = 3) = (department_id IS NOT NULL)),
    PRIMARY KEY (document_id, number)
{table_end}
--;
CREATE TABLE disclosure (
    id {uuid} NOT NULL PRIMARY KEY,
    at {instant} NOT NULL,
    department_id TEXT NOT NULL,
    account_id {uuid} NOT NULL,
    resident_id {uuid} NOT NULL REFERENCES resident (id),
    document_id {uuid} REFERENCES document (id),
    fields TEXT NOT NULL,
    purpose TEXT NOT NULL,
    case_id {uuid} REFERENCES case_file (id)
{table_end}
--;
CREATE INDEX disclosure_time ON disclosure (at, id)
--;
CREATE INDEX disclosure_resident ON disclosure (resident_id, at, id)
--;
CREATE TABLE reveal_day (
    account_id {uuid} NOT NULL REFERENCES account (id),
    day {date} NOT NULL,
    reveals {int} NOT NULL CHECK (reveals > 0),
    PRIMARY KEY (account_id, day)
{table_end}
--;
ALTER TABLE case_file ADD COLUMN document_id {uuid} REFERENCES document (id)
--;
CREATE INDEX case_document ON case_file (document_id) WHERE document_id IS NOT NULL
";

const DOWN: &str = "
DROP INDEX case_document
--;
ALTER TABLE case_file DROP COLUMN document_id
--;
DROP TABLE reveal_day
--;
DROP TABLE disclosure
--;
DROP TABLE document_custody
--;
DROP TABLE document
";
