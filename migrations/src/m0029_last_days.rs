//! The last day by which a document is listed is that of the stay where somebody entered on a visa;
//! the visa's own last day is kept beside.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0029_last_days");

fn up(backend: DbBackend) -> String {
    let (entered, days, stay) = match backend {
        DbBackend::Postgres => (
            "visa::jsonb ->> 'entered_on'",
            "(visa::jsonb ->> 'stay_days')::int",
            "(visa::jsonb ->> 'entered_on')::date + (visa::jsonb ->> 'stay_days')::int",
        ),
        _ => (
            "json_extract(visa, '$.entered_on')",
            "json_extract(visa, '$.stay_days')",
            "date(json_extract(visa, '$.entered_on'), \
             '+' || json_extract(visa, '$.stay_days') || ' days')",
        ),
    };
    format!(
        "
ALTER TABLE document ADD COLUMN own_expires_on {{date}}
--;
UPDATE document SET own_expires_on = expires_on, expires_on = {stay}
WHERE visa IS NOT NULL AND {entered} IS NOT NULL AND {days} > 0
"
    )
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const DOWN: &str = "
UPDATE document SET expires_on = own_expires_on WHERE own_expires_on IS NOT NULL
--;
ALTER TABLE document DROP COLUMN own_expires_on
";
