//! Reminders of documents. The unique index is the last word on each being raised once. A document
//! keeps the day on which its ladder is looked at next, by which the sweep finds it among all
//! others; the one row of `reminder_ladder` tells by which ladder those days were worked out.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0019_reminders");

fn up(_: DbBackend) -> String {
    UP.to_owned()
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const UP: &str = "
CREATE TABLE reminder (
    id {uuid} NOT NULL PRIMARY KEY,
    document_id {uuid} NOT NULL REFERENCES document (id),
    offset_days {int} NOT NULL,
    recipient {int} NOT NULL CHECK (recipient BETWEEN 1 AND 3),
    raise_on {date} NOT NULL,
    remind_on {date} NOT NULL,
    provisional {int} NOT NULL CHECK (provisional IN (0, 1)),
    expires_on {date} NOT NULL,
    raised_at {instant} NOT NULL,
    superseded {int} NOT NULL CHECK (superseded IN (0, 1)),
    done_at {instant},
    done_by {uuid},
    version {bigint} NOT NULL,
    CHECK ((done_at IS NULL) = (done_by IS NULL)),
    UNIQUE (document_id, offset_days, recipient)
{table_end}
--;
CREATE INDEX reminder_open ON reminder (raise_on, id)
    WHERE recipient = 1 AND superseded = 0 AND done_at IS NULL
--;
CREATE TABLE reminder_ladder (
    number {int} NOT NULL PRIMARY KEY CHECK (number = 1),
    fingerprint {bytes} NOT NULL
{table_end}
--;
ALTER TABLE document ADD COLUMN remind_on {date}
--;
CREATE INDEX document_remind ON document (remind_on, id)
    WHERE remind_on IS NOT NULL AND ended_on IS NULL
";

const DOWN: &str = "
DROP INDEX document_remind
--;
ALTER TABLE document DROP COLUMN remind_on
--;
DROP TABLE reminder_ladder
--;
DROP TABLE reminder
";
