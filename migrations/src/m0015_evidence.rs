//! Files that prove something. Their bytes lie elsewhere, encrypted; `evidence_loose` names the
//! files of which bytes may lie there without a row in `evidence`: those on their way in, and those
//! that were deleted. What stays in it is cleared away.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0015_evidence");

fn up(_: DbBackend) -> String {
    UP.to_owned()
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const UP: &str = "
CREATE TABLE evidence (
    id {uuid} NOT NULL PRIMARY KEY,
    kind {int} NOT NULL CHECK (kind BETWEEN 1 AND 7),
    media_type {int} NOT NULL CHECK (media_type BETWEEN 1 AND 3),
    file_name_sealed {bytes} NOT NULL,
    key_sealed {bytes} NOT NULL,
    size_bytes {bigint} NOT NULL CHECK (size_bytes > 0),
    sha256 {bytes} NOT NULL,
    blocks {int} NOT NULL CHECK (blocks > 0),
    case_id {uuid} REFERENCES case_file (id),
    created_by {uuid} NOT NULL,
    created_at {instant} NOT NULL,
    version {bigint} NOT NULL
{table_end}
--;
CREATE INDEX evidence_time ON evidence (created_at, id)
--;
CREATE INDEX evidence_case ON evidence (case_id, created_at, id) WHERE case_id IS NOT NULL
--;
CREATE TABLE evidence_loose (
    id {uuid} NOT NULL PRIMARY KEY,
    since {instant} NOT NULL,
    taken {int} NOT NULL CHECK (taken IN (0, 1))
{table_end}
--;
CREATE INDEX evidence_loose_since ON evidence_loose (since)
";

const DOWN: &str = "
DROP TABLE evidence_loose
--;
DROP TABLE evidence
";
