//! Of appointments and cases, as of trips: which changed facts somebody has looked at.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0026_overridden");

fn up(_: DbBackend) -> String {
    UP.to_owned()
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const UP: &str = "
ALTER TABLE appointment ADD COLUMN overridden TEXT NOT NULL DEFAULT '[]'
--;
ALTER TABLE case_file ADD COLUMN overridden TEXT NOT NULL DEFAULT '[]'
";

const DOWN: &str = "
ALTER TABLE case_file DROP COLUMN overridden
--;
ALTER TABLE appointment DROP COLUMN overridden
";
