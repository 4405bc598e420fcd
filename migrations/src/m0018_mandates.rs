//! Mandates, the files that prove them, and what rests on them: cases and appointments name their
//! mandate, and carry flags where a fact on which they rest has changed. Where a mandate stands is
//! told from its steps and days; `undecided` alone is kept, by which what waits is found.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0018_mandates");

fn up(_: DbBackend) -> String {
    UP.to_owned()
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const UP: &str = "
CREATE TABLE mandate (
    id {uuid} NOT NULL PRIMARY KEY,
    principal_name TEXT NOT NULL,
    principal_mask TEXT NOT NULL,
    person_key {bytes} NOT NULL,
    agent_name TEXT NOT NULL,
    agent_phone TEXT NOT NULL,
    agent_mask TEXT NOT NULL,
    service_items TEXT NOT NULL,
    issued_on {date} NOT NULL,
    valid_until {date} NOT NULL,
    notarisation {int} NOT NULL CHECK (notarisation BETWEEN 1 AND 5),
    created_by {uuid} NOT NULL,
    created_at {instant} NOT NULL,
    verified_by {uuid},
    verified_at {instant},
    legal_basis TEXT NOT NULL,
    decided_by {uuid},
    decided_at {instant},
    approved {int} CHECK (approved IN (0, 1)),
    revoked_by {uuid},
    revoked_at {instant},
    reason TEXT NOT NULL,
    undecided {int} NOT NULL CHECK (undecided IN (0, 1)),
    version {bigint} NOT NULL,
    CHECK (valid_until >= issued_on),
    CHECK (approved IS NULL OR approved = 0 OR verified_by IS NOT NULL),
    CHECK (decided_by IS NULL OR decided_by <> created_by OR approved = 0)
{table_end}
--;
CREATE INDEX mandate_person ON mandate (person_key, created_at, id)
--;
CREATE INDEX mandate_time ON mandate (created_at, id)
--;
CREATE INDEX mandate_undecided ON mandate (created_at, id) WHERE undecided = 1
--;
CREATE TABLE mandate_evidence (
    mandate_id {uuid} NOT NULL REFERENCES mandate (id),
    evidence_id {uuid} NOT NULL REFERENCES evidence (id),
    PRIMARY KEY (mandate_id, evidence_id)
{table_end}
--;
CREATE INDEX mandate_evidence_of ON mandate_evidence (evidence_id)
--;
ALTER TABLE case_file ADD COLUMN mandate_id {uuid} REFERENCES mandate (id)
--;
CREATE INDEX case_file_mandate ON case_file (mandate_id) WHERE mandate_id IS NOT NULL
--;
ALTER TABLE case_file ADD COLUMN flags TEXT NOT NULL DEFAULT '[]'
--;
ALTER TABLE appointment ADD COLUMN mandate_id {uuid} REFERENCES mandate (id)
--;
CREATE INDEX appointment_mandate ON appointment (mandate_id) WHERE mandate_id IS NOT NULL
--;
ALTER TABLE appointment ADD COLUMN flags TEXT NOT NULL DEFAULT '[]'
";

const DOWN: &str = "
ALTER TABLE appointment DROP COLUMN flags
--;
DROP INDEX appointment_mandate
--;
ALTER TABLE appointment DROP COLUMN mandate_id
--;
ALTER TABLE case_file DROP COLUMN flags
--;
DROP INDEX case_file_mandate
--;
ALTER TABLE case_file DROP COLUMN mandate_id
--;
DROP TABLE mandate_evidence
--;
DROP TABLE mandate
";
