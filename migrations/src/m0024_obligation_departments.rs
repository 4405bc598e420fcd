//! What is owed concerns the department whose item meets it, as the catalogue had it when it was
//! opened: it is told of it and may list it. What was opened before stays the centre's alone.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0024_obligation_departments");

fn up(_: DbBackend) -> String {
    UP.to_owned()
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const UP: &str = "
ALTER TABLE obligation ADD COLUMN department_id TEXT
--;
CREATE INDEX obligation_department ON obligation (department_id, due_on, id)
    WHERE department_id IS NOT NULL
";

const DOWN: &str = "
DROP INDEX obligation_department
--;
ALTER TABLE obligation DROP COLUMN department_id
";
