//! How far the feed has been looked at for facts that have changed, and, of a trip, which of them
//! somebody has looked at: they do not flag it again until they are as they were.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0025_rechecks");

fn up(_: DbBackend) -> String {
    UP.to_owned()
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const UP: &str = "
CREATE TABLE recheck (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    epoch BIGINT NOT NULL,
    xid BIGINT NOT NULL,
    position BIGINT NOT NULL
)
--;
INSERT INTO recheck (id, epoch, xid, position) VALUES (1, 0, 0, 0)
--;
ALTER TABLE trip ADD COLUMN overridden TEXT NOT NULL DEFAULT '[]'
--;
CREATE INDEX appointment_flagged ON appointment (id) WHERE flags <> '[]'
--;
CREATE INDEX case_flagged ON case_file (id) WHERE flags <> '[]'
";

const DOWN: &str = "
DROP INDEX case_flagged
--;
DROP INDEX appointment_flagged
--;
ALTER TABLE trip DROP COLUMN overridden
--;
DROP TABLE recheck
";
