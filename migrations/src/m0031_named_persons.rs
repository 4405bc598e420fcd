//! Whom an entry of the whitelist names is told in two times: each end of a coverage stays with
//! when it was recorded, and a change of persons is a step of the entry, which says by whom and
//! why. What was recorded before has no such step. The ends only grow; the columns of a person that
//! follow from them are there so that the whole list is read into memory quickly.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0031_named_persons");

fn up(backend: DbBackend) -> String {
    let only_grows = match backend {
        DbBackend::Postgres => ONLY_GROWS_ON_POSTGRES,
        _ => ONLY_GROWS_ON_SQLITE,
    };
    format!("{}\n--;\n{UP}\n--;\n{only_grows}", steps(9, STEPS_AS_THEY_ARE))
}

fn down(backend: DbBackend) -> String {
    let function = match backend {
        DbBackend::Postgres => "\n--;\nDROP FUNCTION whitelist_end_only_grows()",
        _ => "",
    };
    format!("{DOWN}{function}\n--;\n{}", steps(8, STEPS_BUT_OF_PERSONS))
}

/// Makes the tables of steps and of what proves them anew, with kinds up to a number.
fn steps(kinds: u8, filled: &str) -> String {
    STEPS.replace("{kinds}", &kinds.to_string()).replace("{filled}", filled)
}

const STEPS: &str = "
CREATE TABLE whitelist_step_anew (
    entry_id {uuid} NOT NULL REFERENCES whitelist_entry (id),
    number {int} NOT NULL CHECK (number > 0),
    kind {int} NOT NULL CHECK (kind BETWEEN 1 AND {kinds}),
    by_account {uuid} NOT NULL,
    department_id TEXT,
    at {instant} NOT NULL,
    effective_at {instant} NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (entry_id, number)
{table_end}
--;
CREATE TABLE whitelist_evidence_anew (
    entry_id {uuid} NOT NULL,
    step_number {int} NOT NULL,
    evidence_id {uuid} NOT NULL REFERENCES evidence (id),
    PRIMARY KEY (entry_id, step_number, evidence_id),
    FOREIGN KEY (entry_id, step_number) REFERENCES whitelist_step_anew (entry_id, number)
{table_end}
--;
{filled}
--;
DROP TABLE whitelist_evidence
--;
DROP TABLE whitelist_step
--;
ALTER TABLE whitelist_step_anew RENAME TO whitelist_step
--;
ALTER TABLE whitelist_evidence_anew RENAME TO whitelist_evidence
--;
CREATE INDEX whitelist_evidence_of ON whitelist_evidence (evidence_id)
";

const STEPS_AS_THEY_ARE: &str = "
INSERT INTO whitelist_step_anew
SELECT entry_id, number, kind, by_account, department_id, at, effective_at, reason
FROM whitelist_step
--;
INSERT INTO whitelist_evidence_anew
SELECT entry_id, step_number, evidence_id FROM whitelist_evidence
";

// The others are numbered without a gap again.
const STEPS_BUT_OF_PERSONS: &str = "
INSERT INTO whitelist_step_anew
SELECT entry_id, ROW_NUMBER() OVER (PARTITION BY entry_id ORDER BY number),
    kind, by_account, department_id, at, effective_at, reason
FROM whitelist_step WHERE kind < 9
--;
INSERT INTO whitelist_evidence_anew
SELECT e.entry_id, e.step_number - (
        SELECT count(*) FROM whitelist_step b
        WHERE b.entry_id = e.entry_id AND b.kind = 9 AND b.number < e.step_number),
    e.evidence_id
FROM whitelist_evidence e
JOIN whitelist_step s ON s.entry_id = e.entry_id AND s.number = e.step_number
WHERE s.kind < 9
";

const UP: &str = "
ALTER TABLE whitelist_person ADD COLUMN added_step {int}
--;
UPDATE whitelist_person SET added_step = 1 WHERE added_at = (
    SELECT s.at FROM whitelist_step s
    WHERE s.entry_id = whitelist_person.entry_id AND s.number = 1)
--;
CREATE TABLE whitelist_person_end (
    entry_id {uuid} NOT NULL,
    person_number {int} NOT NULL,
    number {int} NOT NULL CHECK (number > 0),
    until_date {date} NOT NULL,
    at {instant} NOT NULL,
    step_number {int},
    PRIMARY KEY (entry_id, person_number, number),
    FOREIGN KEY (entry_id, person_number) REFERENCES whitelist_person (entry_id, number),
    FOREIGN KEY (entry_id, step_number) REFERENCES whitelist_step (entry_id, number)
{table_end}
--;
INSERT INTO whitelist_person_end (entry_id, person_number, number, until_date, at)
SELECT entry_id, number, 1, until_date, ended_at FROM whitelist_person
WHERE until_date IS NOT NULL
";

const ONLY_GROWS_ON_SQLITE: &str = "
CREATE TRIGGER whitelist_end_no_update BEFORE UPDATE ON whitelist_person_end
BEGIN SELECT RAISE(ABORT, 'the ends of a coverage are append-only'); END
--;
CREATE TRIGGER whitelist_end_no_delete BEFORE DELETE ON whitelist_person_end
BEGIN SELECT RAISE(ABORT, 'the ends of a coverage are append-only'); END
";

const ONLY_GROWS_ON_POSTGRES: &str = "
CREATE FUNCTION whitelist_end_only_grows() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN RAISE EXCEPTION 'the ends of a coverage are append-only'; END
$body$
--;
CREATE TRIGGER whitelist_end_only_grows BEFORE UPDATE OR DELETE ON whitelist_person_end
FOR EACH ROW EXECUTE FUNCTION whitelist_end_only_grows()
";

const DOWN: &str = "
DROP TABLE whitelist_person_end
--;
ALTER TABLE whitelist_person DROP COLUMN added_step
";
