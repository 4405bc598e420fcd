//! The feed of events: the place of an event in it, how far the feed is forgotten, and how far each
//! account has processed it. On PostgreSQL a plain sequence is no order to read in: a transaction
//! that commits late would add an event behind a reader. So an event also keeps the number of its
//! transaction, and is read once no older transaction is open. SQLite has one writer, whose
//! positions are in order by themselves.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0006_feed");

fn up(backend: DbBackend) -> String {
    match backend {
        DbBackend::Postgres => format!("{UP}\n--;{POSTGRES_ORDER}"),
        _ => UP.to_owned(),
    }
}

fn down(backend: DbBackend) -> String {
    let order = match backend {
        DbBackend::Postgres => "DROP INDEX outbox_place\n--;",
        _ => "",
    };
    format!("{order}{DOWN}")
}

const UP: &str = "
ALTER TABLE outbox ADD COLUMN xid {bigint} NOT NULL DEFAULT 0
--;
CREATE TABLE feed (
    id {int} NOT NULL PRIMARY KEY CHECK (id = 1),
    epoch {bigint} NOT NULL,
    forgotten_xid {bigint} NOT NULL,
    forgotten_position {bigint} NOT NULL
{table_end}
--;
INSERT INTO feed (id, epoch, forgotten_xid, forgotten_position) VALUES (1, 1, 0, 0)
--;
CREATE TABLE feed_acknowledgement (
    account_id {uuid} NOT NULL REFERENCES account (id),
    department_id TEXT NOT NULL,
    epoch {bigint} NOT NULL,
    xid {bigint} NOT NULL,
    position {bigint} NOT NULL,
    acknowledged_at {instant} NOT NULL,
    PRIMARY KEY (account_id, department_id)
{table_end}
";

/// Rows of before are in the order of their positions.
const POSTGRES_ORDER: &str = "
ALTER TABLE outbox ALTER COLUMN xid SET DEFAULT pg_current_xact_id()::TEXT::BIGINT
--;
CREATE INDEX outbox_place ON outbox (xid, position)
";

const DOWN: &str = "
DROP TABLE feed_acknowledgement
--;
DROP TABLE feed
--;
ALTER TABLE outbox DROP COLUMN xid
";
