//! The keys that seal fields, wrapped by a master key that is not here. A row is a key under one
//! master key: while the master key changes there are two of each. Number 0 is the root of the
//! keyed hashes, the others seal.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0016_data_keys");

fn up(_: DbBackend) -> String {
    "CREATE TABLE data_key (
    number {int} NOT NULL CHECK (number >= 0),
    master {bytes} NOT NULL,
    wrapped {bytes} NOT NULL,
    created_at {instant} NOT NULL,
    seals_from {instant} NOT NULL,
    PRIMARY KEY (number, master)
{table_end}"
        .to_owned()
}

fn down(_: DbBackend) -> String {
    "DROP TABLE data_key".to_owned()
}
