//! What a department is handed of an applicant who is not on record stands in the ledger too, by
//! his case.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0034_hand_overs_of_cases");

fn up(backend: DbBackend) -> String {
    match backend {
        DbBackend::Postgres => "
ALTER TABLE disclosure ALTER COLUMN resident_id DROP NOT NULL
--;
ALTER TABLE disclosure ADD CONSTRAINT disclosure_of CHECK
    (resident_id IS NOT NULL OR case_id IS NOT NULL)
"
        .to_owned(),
        _ => anew("{uuid}", "CHECK (resident_id IS NOT NULL OR case_id IS NOT NULL)", ""),
    }
}

fn down(backend: DbBackend) -> String {
    match backend {
        DbBackend::Postgres => "
ALTER TABLE disclosure DROP CONSTRAINT disclosure_of
--;
DELETE FROM disclosure WHERE resident_id IS NULL
--;
ALTER TABLE disclosure ALTER COLUMN resident_id SET NOT NULL
"
        .to_owned(),
        _ => anew("{uuid} NOT NULL", "CHECK (at <> '')", "WHERE resident_id IS NOT NULL"),
    }
}

/// The table with another column, as SQLite needs it: made anew, filled and put in the old place.
fn anew(resident: &str, check: &str, kept: &str) -> String {
    format!(
        "
CREATE TABLE disclosure_anew (
    id {{uuid}} NOT NULL PRIMARY KEY,
    at {{instant}} NOT NULL,
    department_id TEXT NOT NULL,
    account_id {{uuid}} NOT NULL,
    resident_id {resident} REFERENCES resident (id),
    document_id {{uuid}} REFERENCES document (id),
    fields TEXT NOT NULL,
    purpose TEXT NOT NULL,
    case_id {{uuid}} REFERENCES case_file (id),
    {check}
{{table_end}}
--;
INSERT INTO disclosure_anew
SELECT id, at, department_id, account_id, resident_id, document_id, fields, purpose, case_id
FROM disclosure {kept}
--;
DROP TABLE disclosure
--;
ALTER TABLE disclosure_anew RENAME TO disclosure
--;
CREATE INDEX disclosure_time ON disclosure (at, id)
--;
CREATE INDEX disclosure_resident ON disclosure (resident_id, at, id)
"
    )
}
