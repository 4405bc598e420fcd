//! How people are reached is sealed in one field a row. The program alone holds the keys: what lay
//! in plain waits in a table of its own, which a server empties before it serves, sealing each.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0030_contacts");

fn up(backend: DbBackend) -> String {
    let (agent_phone, without) = match backend {
        DbBackend::Postgres => ("(agent::jsonb ->> 'phone')", "(agent::jsonb - 'phone')::text"),
        _ => ("json_extract(agent, '$.phone')", "json_remove(agent, '$.phone')"),
    };
    UP.replace("{agent_phone}", agent_phone).replace("{agent_without}", without)
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const UP: &str = "
CREATE TABLE plain_contact (
    table_name TEXT NOT NULL,
    row_id {uuid} NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    agent_phone TEXT NOT NULL,
    PRIMARY KEY (table_name, row_id)
{table_end}
--;
INSERT INTO plain_contact
SELECT 'appointment', id, visitor_phone, visitor_email, coalesce(agent_phone, '') FROM appointment
--;
INSERT INTO plain_contact
SELECT 'case_file', id, applicant_phone, applicant_email, coalesce({agent_phone}, '')
FROM case_file
--;
INSERT INTO plain_contact SELECT 'mandate', id, '', '', agent_phone FROM mandate
--;
INSERT INTO plain_contact
SELECT 'rating', id, rater_phone, '', '' FROM rating WHERE rater_phone IS NOT NULL
--;
INSERT INTO plain_contact SELECT 'referral', id, caller_phone, '', '' FROM referral
--;
DELETE FROM plain_contact WHERE phone = '' AND email = '' AND agent_phone = ''
--;
UPDATE case_file SET agent = {agent_without} WHERE agent IS NOT NULL
--;
ALTER TABLE appointment DROP COLUMN visitor_phone
--;
ALTER TABLE appointment DROP COLUMN visitor_email
--;
ALTER TABLE appointment DROP COLUMN agent_phone
--;
ALTER TABLE case_file DROP COLUMN applicant_phone
--;
ALTER TABLE case_file DROP COLUMN applicant_email
--;
ALTER TABLE mandate DROP COLUMN agent_phone
--;
ALTER TABLE rating DROP COLUMN rater_phone
--;
ALTER TABLE referral DROP COLUMN caller_phone
--;
ALTER TABLE appointment ADD COLUMN contact_sealed {bytes}
--;
ALTER TABLE case_file ADD COLUMN contact_sealed {bytes}
--;
ALTER TABLE mandate ADD COLUMN contact_sealed {bytes}
--;
ALTER TABLE rating ADD COLUMN contact_sealed {bytes}
--;
ALTER TABLE referral ADD COLUMN contact_sealed {bytes}
";

/// What is sealed cannot be put back in plain without the keys: a row whose contact is sealed has
/// none any more, and so the step refuses where there is one.
const DOWN: &str = "
CREATE TABLE sealed_contact (none_is_left {int} NOT NULL CHECK (none_is_left = 0){table_end}
--;
INSERT INTO sealed_contact SELECT
    (SELECT count(*) FROM appointment WHERE contact_sealed IS NOT NULL)
    + (SELECT count(*) FROM case_file WHERE contact_sealed IS NOT NULL)
    + (SELECT count(*) FROM mandate WHERE contact_sealed IS NOT NULL)
    + (SELECT count(*) FROM rating WHERE contact_sealed IS NOT NULL)
    + (SELECT count(*) FROM referral WHERE contact_sealed IS NOT NULL)
--;
DROP TABLE sealed_contact
--;
ALTER TABLE appointment DROP COLUMN contact_sealed
--;
ALTER TABLE case_file DROP COLUMN contact_sealed
--;
ALTER TABLE mandate DROP COLUMN contact_sealed
--;
ALTER TABLE rating DROP COLUMN contact_sealed
--;
ALTER TABLE referral DROP COLUMN contact_sealed
--;
ALTER TABLE appointment ADD COLUMN visitor_phone TEXT NOT NULL DEFAULT ''
--;
ALTER TABLE appointment ADD COLUMN visitor_email TEXT NOT NULL DEFAULT ''
--;
ALTER TABLE appointment ADD COLUMN agent_phone TEXT
--;
ALTER TABLE case_file ADD COLUMN applicant_phone TEXT NOT NULL DEFAULT ''
--;
ALTER TABLE case_file ADD COLUMN applicant_email TEXT NOT NULL DEFAULT ''
--;
ALTER TABLE mandate ADD COLUMN agent_phone TEXT NOT NULL DEFAULT ''
--;
ALTER TABLE rating ADD COLUMN rater_phone TEXT
--;
ALTER TABLE referral ADD COLUMN caller_phone TEXT NOT NULL DEFAULT ''
--;
DROP TABLE plain_contact
";
