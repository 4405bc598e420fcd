//! Another ladder or calendar has many documents looked at: how far that has come, so that it is
//! done a part at a time.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0033_ladder_marks");

fn up(_: DbBackend) -> String {
    UP.to_owned()
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const UP: &str = "
ALTER TABLE reminder_ladder ADD COLUMN marked_on {date}
--;
ALTER TABLE reminder_ladder ADD COLUMN marked_id {uuid}
";

const DOWN: &str = "
ALTER TABLE reminder_ladder DROP COLUMN marked_id
--;
ALTER TABLE reminder_ladder DROP COLUMN marked_on
";
