//! Notices to the outside and the endpoints of other systems. Addresses and what is told are
//! sealed. A pending notice is found by the instant before which it is not tried; whoever takes it
//! up moves that instant on, which is his lease.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0017_notices");

fn up(_: DbBackend) -> String {
    UP.to_owned()
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const UP: &str = "
CREATE TABLE webhook_endpoint (
    id {uuid} NOT NULL PRIMARY KEY,
    department_id TEXT NOT NULL,
    url TEXT NOT NULL,
    secret_sealed {bytes} NOT NULL,
    disabled_at {instant},
    created_by {uuid} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    version {bigint} NOT NULL
{table_end}
--;
CREATE INDEX webhook_endpoint_department ON webhook_endpoint (department_id)
--;
CREATE UNIQUE INDEX webhook_endpoint_url ON webhook_endpoint (department_id, url)
    WHERE disabled_at IS NULL
--;
CREATE TABLE notice (
    id {uuid} NOT NULL PRIMARY KEY,
    kind {int} NOT NULL,
    resource_id TEXT NOT NULL,
    recipient {int} NOT NULL,
    channel {int} NOT NULL CHECK (channel BETWEEN 1 AND 2),
    endpoint_id {uuid} REFERENCES webhook_endpoint (id),
    address_sealed {bytes},
    facts_sealed {bytes} NOT NULL,
    language TEXT NOT NULL,
    state {int} NOT NULL CHECK (state BETWEEN 1 AND 4),
    attempts {int} NOT NULL CHECK (attempts >= 0),
    next_attempt_at {instant} NOT NULL,
    failure TEXT NOT NULL,
    created_at {instant} NOT NULL,
    sent_at {instant},
    version {bigint} NOT NULL,
    CHECK ((channel = 1) = (address_sealed IS NOT NULL)),
    CHECK ((channel = 2) = (endpoint_id IS NOT NULL)),
    CHECK ((state = 2) = (sent_at IS NOT NULL))
{table_end}
--;
CREATE INDEX notice_due ON notice (next_attempt_at) WHERE state = 1
--;
CREATE INDEX notice_resource ON notice (resource_id, created_at, id)
--;
CREATE INDEX notice_time ON notice (created_at, id)
--;
CREATE INDEX notice_dead ON notice (created_at, id) WHERE state = 3
";

const DOWN: &str = "
DROP TABLE notice
--;
DROP TABLE webhook_endpoint
";
