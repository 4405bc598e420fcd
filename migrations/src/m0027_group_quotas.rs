//! Most trips that the enterprises of a group file together for a month.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0027_group_quotas");

fn up(_: DbBackend) -> String {
    UP.to_owned()
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const UP: &str = "
ALTER TABLE enterprise_group ADD COLUMN trips_a_month {int} CHECK (trips_a_month > 0)
";

const DOWN: &str = "
ALTER TABLE enterprise_group DROP COLUMN trips_a_month
";
