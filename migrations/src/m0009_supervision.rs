//! Supervision: the cards, of which the unique index lets each rung be raised once for a task or
//! case; and on tasks and cases the highest rung raised so far, by which what is due is found
//! through an index: of each rung those whose due date has come near enough, and no others. That
//! something is overdue is never kept. The centre's own list of open tasks gets its index here too.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0009_supervision");

fn up(_: DbBackend) -> String {
    UP.to_owned()
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const UP: &str = "
ALTER TABLE case_file ADD COLUMN raised_rung {int} NOT NULL DEFAULT 0
    CHECK (raised_rung BETWEEN 0 AND 4)
--;
ALTER TABLE case_task ADD COLUMN raised_rung {int} NOT NULL DEFAULT 0
    CHECK (raised_rung BETWEEN 0 AND 4)
--;
ALTER TABLE case_task ADD COLUMN alert_on {date}
--;
CREATE INDEX case_file_rung ON case_file (raised_rung, due_on) WHERE state = 1
--;
CREATE INDEX case_task_rung ON case_task (raised_rung, due_on) WHERE state BETWEEN 2 AND 6
--;
CREATE INDEX case_task_open ON case_task (due_on, id) WHERE state BETWEEN 2 AND 6
--;
CREATE INDEX case_task_alert ON case_task (alert_on)
    WHERE state BETWEEN 2 AND 6 AND alert_on IS NOT NULL
--;
CREATE TABLE card (
    id {uuid} NOT NULL PRIMARY KEY,
    subject_id {uuid} NOT NULL,
    rung {int} NOT NULL CHECK (rung BETWEEN 1 AND 5),
    state {int} NOT NULL CHECK (state BETWEEN 1 AND 5),
    case_id {uuid} NOT NULL REFERENCES case_file (id),
    case_number TEXT NOT NULL,
    task_id {uuid} REFERENCES case_task (id),
    service_item_id TEXT NOT NULL,
    department_id TEXT NOT NULL,
    basis TEXT NOT NULL,
    due_on {date} NOT NULL,
    rung_on {date} NOT NULL,
    raised_at {instant} NOT NULL,
    rectify_by {date},
    points {int} NOT NULL CHECK (points >= 0),
    rectification TEXT,
    settlement TEXT,
    version {bigint} NOT NULL,
    UNIQUE (subject_id, rung)
{table_end}
--;
CREATE INDEX card_department ON card (department_id, id)
--;
CREATE INDEX card_case ON card (case_id, id)
--;
CREATE INDEX card_raised ON card (raised_at)
";

const DOWN: &str = "
DROP TABLE card
--;
DROP INDEX case_task_alert
--;
DROP INDEX case_task_open
--;
DROP INDEX case_task_rung
--;
DROP INDEX case_file_rung
--;
ALTER TABLE case_task DROP COLUMN alert_on
--;
ALTER TABLE case_task DROP COLUMN raised_rung
--;
ALTER TABLE case_file DROP COLUMN raised_rung
";
