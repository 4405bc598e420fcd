//! Cases, their tasks and their history. What is listed and found by has a column; what is only
//! read whole (clocks, materials, suspensions) is kept as a typed document of the domain. A due
//! date stands in `due_on` as it was last worked out, with the last day of all where there is none,
//! so that lists are read through an index; that something is overdue is never kept.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0005_cases");

fn up(_: DbBackend) -> String {
    UP.to_owned()
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const UP: &str = "
CREATE TABLE case_file (
    id {uuid} NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    state {int} NOT NULL CHECK (state BETWEEN 1 AND 11),
    service_items TEXT NOT NULL,
    applicant_name TEXT NOT NULL,
    applicant_language TEXT NOT NULL,
    applicant_phone TEXT NOT NULL,
    applicant_email TEXT NOT NULL,
    passport_sealed {bytes},
    passport_mask TEXT NOT NULL,
    person_key {bytes} NOT NULL,
    agent TEXT,
    channel {int} NOT NULL CHECK (channel BETWEEN 1 AND 5),
    appointment_id {uuid},
    ticket_id {uuid},
    external_source TEXT,
    external_id TEXT,
    received_at {instant} NOT NULL,
    received_on {date} NOT NULL,
    accepted_on {date},
    deemed_accepted {int} NOT NULL CHECK (deemed_accepted IN (0, 1)),
    materials TEXT NOT NULL,
    clocks TEXT NOT NULL,
    suspensions TEXT NOT NULL,
    extension TEXT,
    document_expires_on {date},
    visits TEXT NOT NULL,
    outcome {int} NOT NULL CHECK (outcome BETWEEN 0 AND 2),
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    prerequisites TEXT NOT NULL,
    due_on {date} NOT NULL,
    last_step {int} NOT NULL,
    created_by {uuid} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    version {bigint} NOT NULL
{table_end}
--;
CREATE UNIQUE INDEX case_file_external ON case_file (external_source, external_id)
    WHERE external_id IS NOT NULL
--;
CREATE INDEX case_file_due ON case_file (due_on, id) WHERE state <> 11
--;
CREATE INDEX case_file_person ON case_file (person_key, id)
--;
CREATE INDEX case_file_received ON case_file (due_on) WHERE state = 1
--;
CREATE TABLE case_task (
    id {uuid} NOT NULL PRIMARY KEY,
    case_id {uuid} NOT NULL REFERENCES case_file (id),
    place {int} NOT NULL,
    service_item_id TEXT NOT NULL,
    department_id TEXT NOT NULL,
    state {int} NOT NULL CHECK (state BETWEEN 1 AND 8),
    decided_after TEXT NOT NULL,
    clocks TEXT NOT NULL,
    suspensions TEXT NOT NULL,
    returns {int} NOT NULL CHECK (returns >= 0),
    outcome {int} NOT NULL CHECK (outcome BETWEEN 0 AND 2),
    document_number TEXT NOT NULL,
    decided_on {date},
    due_on {date} NOT NULL,
    assigned_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    version {bigint} NOT NULL,
    CHECK ((state = 7) = (outcome > 0 AND decided_on IS NOT NULL)),
    UNIQUE (case_id, place)
{table_end}
--;
CREATE INDEX case_task_due ON case_task (department_id, due_on, id) WHERE state BETWEEN 2 AND 6
--;
CREATE INDEX case_task_department ON case_task (department_id, case_id)
--;
CREATE TABLE case_step (
    case_id {uuid} NOT NULL REFERENCES case_file (id),
    number {int} NOT NULL,
    at {instant} NOT NULL,
    kind {int} NOT NULL,
    account_id {uuid},
    task_id {uuid},
    department_id TEXT,
    reason TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    document_number TEXT NOT NULL,
    case_state {int} NOT NULL,
    PRIMARY KEY (case_id, number)
{table_end}
";

const DOWN: &str = "
DROP TABLE case_step
--;
DROP TABLE case_task
--;
DROP TABLE case_file
";
