//! The entry/exit whitelist: entries, their steps, whom they name, and how often was checked. What
//! happened is in the steps, which are never changed; the columns of an entry that follow from them
//! are there so that the whole list is read into memory quickly. Every change of the list takes the
//! next number of one row, which is locked until the transaction ends: whoever reads a number sees
//! every change up to it.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0021_whitelist");

fn up(backend: DbBackend) -> String {
    let (overlap, bytewise) = match backend {
        DbBackend::Postgres => (OVERLAP_ON_POSTGRES, " COLLATE \"C\""),
        _ => (OVERLAP_ON_SQLITE, ""),
    };
    format!("{}\n--;\n{overlap}", UP.replace("{bytewise}", bytewise))
}

fn down(backend: DbBackend) -> String {
    match backend {
        DbBackend::Postgres => format!("{DOWN}\n--;\nDROP FUNCTION whitelist_no_overlap()"),
        _ => DOWN.to_owned(),
    }
}

const UP: &str = "
CREATE TABLE whitelist_clock (
    id {int} NOT NULL PRIMARY KEY CHECK (id = 1),
    number {bigint} NOT NULL
{table_end}
--;
INSERT INTO whitelist_clock (id, number) VALUES (1, 0)
--;
CREATE TABLE whitelist_entry (
    id {uuid} NOT NULL PRIMARY KEY,
    enterprise_id TEXT{bytewise} NOT NULL REFERENCES enterprise (id),
    direction {int} NOT NULL CHECK (direction BETWEEN 1 AND 3),
    purposes {int} NOT NULL CHECK (purposes > 0),
    coverage {int} NOT NULL CHECK (coverage BETWEEN 1 AND 3),
    roles {int} NOT NULL,
    trips_a_month {int} CHECK (trips_a_month > 0),
    benefits {int} NOT NULL,
    valid_from {date} NOT NULL,
    valid_until {date} NOT NULL,
    held_until {date},
    renews {uuid} REFERENCES whitelist_entry (id),
    phase {int} NOT NULL CHECK (phase BETWEEN 1 AND 5),
    revoked_at {instant},
    pauses TEXT NOT NULL,
    created_at {instant} NOT NULL,
    version {bigint} NOT NULL,
    stamp {bigint} NOT NULL,
    CHECK (valid_until >= valid_from),
    CHECK ((coverage = 3) = (roles > 0)),
    CHECK (held_until IS NULL OR held_until BETWEEN valid_from AND valid_until)
{table_end}
--;
CREATE INDEX whitelist_entry_listed ON whitelist_entry (enterprise_id, valid_from, id)
--;
CREATE INDEX whitelist_entry_changed ON whitelist_entry (stamp, id)
--;
CREATE TABLE whitelist_step (
    entry_id {uuid} NOT NULL REFERENCES whitelist_entry (id),
    number {int} NOT NULL CHECK (number > 0),
    kind {int} NOT NULL CHECK (kind BETWEEN 1 AND 8),
    by_account {uuid} NOT NULL,
    department_id TEXT,
    at {instant} NOT NULL,
    effective_at {instant} NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (entry_id, number)
{table_end}
--;
CREATE TABLE whitelist_evidence (
    entry_id {uuid} NOT NULL,
    step_number {int} NOT NULL,
    evidence_id {uuid} NOT NULL REFERENCES evidence (id),
    PRIMARY KEY (entry_id, step_number, evidence_id),
    FOREIGN KEY (entry_id, step_number) REFERENCES whitelist_step (entry_id, number)
{table_end}
--;
CREATE INDEX whitelist_evidence_of ON whitelist_evidence (evidence_id)
--;
CREATE TABLE whitelist_person (
    entry_id {uuid} NOT NULL REFERENCES whitelist_entry (id),
    number {int} NOT NULL CHECK (number > 0),
    resident_id {uuid} NOT NULL REFERENCES resident (id),
    from_date {date} NOT NULL,
    until_date {date},
    added_at {instant} NOT NULL,
    ended_at {instant},
    PRIMARY KEY (entry_id, number),
    CHECK ((until_date IS NULL) = (ended_at IS NULL))
{table_end}
--;
CREATE INDEX whitelist_person_of ON whitelist_person (resident_id)
--;
CREATE TABLE whitelist_check_count (
    on_day {date} NOT NULL,
    account_id {uuid} NOT NULL,
    checks {bigint} NOT NULL,
    covered {bigint} NOT NULL,
    PRIMARY KEY (on_day, account_id)
{table_end}
";

const OVERLAP_ON_SQLITE: &str = "
CREATE TRIGGER whitelist_no_overlap_new BEFORE INSERT ON whitelist_entry
WHEN NEW.held_until IS NOT NULL AND EXISTS (
    SELECT 1 FROM whitelist_entry e
    WHERE e.enterprise_id = NEW.enterprise_id AND e.id <> NEW.id
        AND e.valid_from <= NEW.held_until AND e.held_until >= NEW.valid_from
        AND (e.direction & NEW.direction) <> 0)
BEGIN SELECT RAISE(ABORT, 'whitelist_overlap'); END
--;
CREATE TRIGGER whitelist_no_overlap_changed
BEFORE UPDATE OF enterprise_id, direction, valid_from, held_until ON whitelist_entry
WHEN NEW.held_until IS NOT NULL AND EXISTS (
    SELECT 1 FROM whitelist_entry e
    WHERE e.enterprise_id = NEW.enterprise_id AND e.id <> NEW.id
        AND e.valid_from <= NEW.held_until AND e.held_until >= NEW.valid_from
        AND (e.direction & NEW.direction) <> 0)
BEGIN SELECT RAISE(ABORT, 'whitelist_overlap'); END
";

// Who writes an entry of an enterprise waits for whoever does so, and sees what he wrote.
const OVERLAP_ON_POSTGRES: &str = "
CREATE FUNCTION whitelist_no_overlap() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF NEW.held_until IS NOT NULL THEN
        PERFORM pg_advisory_xact_lock(hashtextextended(NEW.enterprise_id, 7423091));
        IF EXISTS (
            SELECT 1 FROM whitelist_entry e
            WHERE e.enterprise_id = NEW.enterprise_id AND e.id <> NEW.id
                AND e.valid_from <= NEW.held_until AND e.held_until >= NEW.valid_from
                AND (e.direction & NEW.direction) <> 0)
        THEN
            RAISE EXCEPTION 'whitelist_overlap' USING ERRCODE = '23P01';
        END IF;
    END IF;
    RETURN NEW;
END
$body$
--;
CREATE TRIGGER whitelist_no_overlap
BEFORE INSERT OR UPDATE OF enterprise_id, direction, valid_from, held_until ON whitelist_entry
FOR EACH ROW EXECUTE FUNCTION whitelist_no_overlap()
";

const DOWN: &str = "
DROP TABLE whitelist_check_count
--;
DROP TABLE whitelist_person
--;
DROP TABLE whitelist_evidence
--;
DROP TABLE whitelist_step
--;
DROP TABLE whitelist_entry
--;
DROP TABLE whitelist_clock
";
