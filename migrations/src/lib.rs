//! The database schema, one file a step, up and down, for SQLite and PostgreSQL. A step is SQL with
//! the few words that differ between the two written as `{...}`; on SQLite every table is STRICT.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

mod m0001_identity;
mod m0002_trail;
mod m0003_catalogue;
mod m0004_appointments;
mod m0005_cases;
mod m0006_feed;
mod m0007_referrals;
mod m0008_expedite;
mod m0009_supervision;
mod m0010_ratings;
mod m0011_hold_limit;
mod m0012_residents;
mod m0013_documents;
mod m0014_obligations;
mod m0015_evidence;
mod m0016_data_keys;
mod m0017_notices;
mod m0018_mandates;
mod m0019_reminders;
mod m0020_enterprises;
mod m0021_whitelist;
mod m0022_trips;
mod m0023_group_versions;
mod m0024_obligation_departments;
mod m0025_rechecks;
mod m0026_overridden;
mod m0027_group_quotas;
mod m0028_benefits;
mod m0029_last_days;
mod m0030_contacts;
mod m0031_named_persons;
mod m0032_trip_steps;
mod m0033_ladder_marks;
mod m0034_hand_overs_of_cases;

/// Runs the steps in order.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_identity::Step),
            Box::new(m0002_trail::Step),
            Box::new(m0003_catalogue::Step),
            Box::new(m0004_appointments::Step),
            Box::new(m0005_cases::Step),
            Box::new(m0006_feed::Step),
            Box::new(m0007_referrals::Step),
            Box::new(m0008_expedite::Step),
            Box::new(m0009_supervision::Step),
            Box::new(m0010_ratings::Step),
            Box::new(m0011_hold_limit::Step),
            Box::new(m0012_residents::Step),
            Box::new(m0013_documents::Step),
            Box::new(m0014_obligations::Step),
            Box::new(m0015_evidence::Step),
            Box::new(m0016_data_keys::Step),
            Box::new(m0017_notices::Step),
            Box::new(m0018_mandates::Step),
            Box::new(m0019_reminders::Step),
            Box::new(m0020_enterprises::Step),
            Box::new(m0021_whitelist::Step),
            Box::new(m0022_trips::Step),
            Box::new(m0023_group_versions::Step),
            Box::new(m0024_obligation_departments::Step),
            Box::new(m0025_rechecks::Step),
            Box::new(m0026_overridden::Step),
            Box::new(m0027_group_quotas::Step),
            Box::new(m0028_benefits::Step),
            Box::new(m0029_last_days::Step),
            Box::new(m0030_contacts::Step),
            Box::new(m0031_named_persons::Step),
            Box::new(m0032_trip_steps::Step),
            Box::new(m0033_ladder_marks::Step),
            Box::new(m0034_hand_overs_of_cases::Step),
        ]
    }
}

/// The words that differ: in the template, on SQLite, on PostgreSQL. SQLite keeps an instant as UTC
/// text and a date as ISO text, both of which sort as they should.
const WORDS: [(&str, &str, &str); 6] = [
    ("{uuid}", "BLOB", "UUID"),
    ("{bytes}", "BLOB", "BYTEA"),
    ("{instant}", "TEXT", "TIMESTAMPTZ"),
    ("{date}", "TEXT", "DATE"),
    ("{int}", "INTEGER", "INTEGER"),
    ("{bigint}", "INTEGER", "BIGINT"),
];

/// Runs the statements of a template, which a line of `--;` divides.
async fn run(manager: &SchemaManager<'_>, template: &str) -> Result<(), DbErr> {
    let backend = manager.get_database_backend();
    let sqlite = backend == DbBackend::Sqlite;
    let mut sql = template.to_owned();
    for (word, on_sqlite, on_postgres) in WORDS {
        sql = sql.replace(word, if sqlite { on_sqlite } else { on_postgres });
    }
    sql = sql.replace("{table_end}", if sqlite { ") STRICT" } else { ")" });
    for statement in sql.split("--;").map(str::trim).filter(|statement| !statement.is_empty()) {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

/// Makes a step of a file's `up` and `down`, run in one transaction on both databases.
macro_rules! step {
    ($name:literal) => {
        /// This step.
        #[derive(Debug)]
        pub(crate) struct Step;

        impl sea_orm_migration::MigrationName for Step {
            fn name(&self) -> &str {
                $name
            }
        }

        #[async_trait::async_trait]
        impl sea_orm_migration::MigrationTrait for Step {
            fn use_transaction(&self) -> Option<bool> {
                Some(true)
            }

            async fn up(
                &self,
                manager: &sea_orm_migration::SchemaManager,
            ) -> Result<(), sea_orm_migration::DbErr> {
                crate::run(manager, &up(manager.get_database_backend())).await
            }

            async fn down(
                &self,
                manager: &sea_orm_migration::SchemaManager,
            ) -> Result<(), sea_orm_migration::DbErr> {
                crate::run(manager, &down(manager.get_database_backend())).await
            }
        }
    };
}
use step;
