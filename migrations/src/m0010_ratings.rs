//! Ratings. The unique index is the last word on one rating a handling. The next due date of a
//! rectification stands in `due_on` as it was last worked out, with the last day of all where there
//! is none; that something is overdue is never kept.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0010_ratings");

fn up(_: DbBackend) -> String {
    UP.to_owned()
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const UP: &str = "
CREATE TABLE rating (
    id {uuid} NOT NULL PRIMARY KEY,
    case_id {uuid} NOT NULL REFERENCES case_file (id),
    handling {int} NOT NULL CHECK (handling > 0),
    service_items TEXT NOT NULL,
    level {int} NOT NULL CHECK (level BETWEEN 1 AND 5),
    tags TEXT NOT NULL,
    words TEXT NOT NULL,
    channel {int} NOT NULL CHECK (channel BETWEEN 1 AND 4),
    rater_name TEXT,
    rater_phone TEXT,
    rated_at {instant} NOT NULL,
    rated_on {date} NOT NULL,
    bad {int} NOT NULL CHECK (bad IN (0, 1)),
    rectification_state {int} NOT NULL CHECK (rectification_state BETWEEN 0 AND 5),
    rectification TEXT,
    due_on {date} NOT NULL,
    created_by {uuid} NOT NULL,
    version {bigint} NOT NULL,
    CHECK ((bad = 1) = (rectification_state > 0)),
    UNIQUE (case_id, handling)
{table_end}
--;
CREATE INDEX rating_time ON rating (rated_at, id)
--;
CREATE INDEX rating_day ON rating (rated_on)
--;
CREATE INDEX rating_due ON rating (due_on) WHERE rectification_state BETWEEN 1 AND 4
--;
CREATE INDEX rating_open ON rating (rectification_state, rated_at, id)
    WHERE rectification_state BETWEEN 1 AND 4
";

const DOWN: &str = "
DROP TABLE rating
";
