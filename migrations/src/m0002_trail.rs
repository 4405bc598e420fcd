//! What every write leaves behind: the audit trail, which the database itself keeps from being
//! changed, the outbox of events, and the answers kept for repeated requests.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0002_trail");

fn up(backend: DbBackend) -> String {
    let (position, guard) = match backend {
        DbBackend::Postgres => {
            ("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", POSTGRES_APPEND_ONLY)
        }
        _ => ("INTEGER PRIMARY KEY AUTOINCREMENT", SQLITE_APPEND_ONLY),
    };
    UP.replace("{position}", position) + guard
}

fn down(backend: DbBackend) -> String {
    match backend {
        DbBackend::Postgres => format!("{DOWN}\n--;\nDROP FUNCTION audit_append_only()"),
        _ => DOWN.to_owned(),
    }
}

const UP: &str = "
CREATE TABLE audit (
    id {uuid} NOT NULL PRIMARY KEY,
    at {instant} NOT NULL,
    account_id {uuid},
    session_id {uuid},
    source_address TEXT,
    method TEXT NOT NULL,
    request_id {uuid},
    resource_id TEXT NOT NULL,
    result TEXT NOT NULL,
    purpose TEXT NOT NULL,
    before_hash {bytes},
    after_hash {bytes}
{table_end}
--;
CREATE INDEX audit_at ON audit (at, id)
--;
CREATE INDEX audit_resource ON audit (resource_id, at)
--;
CREATE TABLE outbox (
    position {position},
    at {instant} NOT NULL,
    kind TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    department_ids TEXT NOT NULL,
    body TEXT NOT NULL
{table_end}
--;
CREATE TABLE idempotency (
    account_id {uuid} NOT NULL,
    method TEXT NOT NULL,
    request_id {uuid} NOT NULL,
    request_hash {bytes} NOT NULL,
    response {bytes} NOT NULL,
    at {instant} NOT NULL,
    PRIMARY KEY (account_id, method, request_id)
{table_end}
--;
CREATE INDEX idempotency_at ON idempotency (at)
";

const SQLITE_APPEND_ONLY: &str = "
--;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
--;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
";

const POSTGRES_APPEND_ONLY: &str = "
--;
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$
--;
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()
";

const DOWN: &str = "
DROP TABLE idempotency
--;
DROP TABLE outbox
--;
DROP TABLE audit
";
