//! Enterprises by their 统一社会信用代码, the keys by which their names are searched, groups, and who is
//! in which group when. Who is asked at an enterprise is sealed in one field of the row.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0020_enterprises");

fn up(backend: DbBackend) -> String {
    // Prefixes are compared byte by byte, whatever the language of the database.
    let collation = match backend {
        DbBackend::Postgres => " COLLATE \"C\"",
        _ => "",
    };
    UP.replace("{bytewise}", collation)
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const UP: &str = "
CREATE TABLE enterprise (
    id TEXT{bytewise} NOT NULL PRIMARY KEY CHECK (length(id) = 18),
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    town TEXT NOT NULL,
    language TEXT NOT NULL,
    contact_sealed {bytes} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    version {bigint} NOT NULL
{table_end}
--;
CREATE TABLE enterprise_name_key (
    name_key TEXT{bytewise} NOT NULL,
    enterprise_id TEXT{bytewise} NOT NULL REFERENCES enterprise (id),
    PRIMARY KEY (name_key, enterprise_id)
{table_end}
--;
CREATE INDEX enterprise_name_key_of ON enterprise_name_key (enterprise_id)
--;
CREATE TABLE enterprise_group (
    id {uuid} NOT NULL PRIMARY KEY,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    merged_into {uuid} REFERENCES enterprise_group (id),
    created_at {instant} NOT NULL,
    CHECK (merged_into <> id)
{table_end}
--;
CREATE TABLE enterprise_membership (
    enterprise_id TEXT{bytewise} NOT NULL REFERENCES enterprise (id),
    from_date {date} NOT NULL,
    group_id {uuid} NOT NULL REFERENCES enterprise_group (id),
    until_date {date},
    PRIMARY KEY (enterprise_id, from_date),
    CHECK (until_date IS NULL OR until_date >= from_date)
{table_end}
--;
CREATE UNIQUE INDEX enterprise_membership_open ON enterprise_membership (enterprise_id)
    WHERE until_date IS NULL
--;
CREATE INDEX enterprise_membership_group ON enterprise_membership (group_id, enterprise_id)
";

const DOWN: &str = "
DROP TABLE enterprise_membership
--;
DROP TABLE enterprise_group
--;
DROP TABLE enterprise_name_key
--;
DROP TABLE enterprise
";
