//! The schema: up, down and up again; a server starts on no other schema than its own.

use crate::harness::{Database, Kind, clock_at, kind, on_postgres};
use frsc_server::{
    run::{self, Purpose},
    store::Store,
};

async fn store(database: &Database) -> Store {
    Store::open(&database.url).await.expect("the database opens")
}

/// Starts what a server needs.
async fn start(database: &Database) -> Result<(), String> {
    let config = database.config();
    run::open(&config, clock_at("2024-03-04T08:00"), Purpose::Centre).await.map(drop)
}

/// Every column, index and trigger, as the database itself tells them.
async fn schema(database: &Database) -> Vec<String> {
    let of = match kind() {
        Kind::Sqlite => "SELECT count(*) FROM sqlite_master",
        Kind::Postgres => "SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'",
    };
    let mut told = database.tables().await;
    told.push(database.number(of).await.to_string());
    for table in database.tables().await {
        let columns = match kind() {
            Kind::Sqlite => format!("SELECT count(*) FROM pragma_table_info('{table}')"),
            Kind::Postgres => format!(
                "SELECT count(*) FROM information_schema.columns WHERE table_name = '{table}'"
            ),
        };
        told.push(format!("{table} {}", database.number(&columns).await));
    }
    told
}

#[tokio::test]
async fn the_schema_goes_up_down_and_up_again() {
    let database = Database::empty().await;
    let store = store(&database).await;
    let (done, pending) = store.migrations().await.unwrap();
    assert!(done.is_empty() && pending.len() >= 4, "{done:?} {pending:?}");
    store.migrate().await.unwrap();
    let first = schema(&database).await;
    assert_eq!(store.migrations().await.unwrap(), (pending.clone(), Vec::new()));
    let steps = u32::try_from(pending.len()).unwrap();
    store.migrate_down(steps).await.unwrap();
    assert_eq!(database.tables().await, ["seaql_migrations"], "nothing is left");
    assert_eq!(store.migrations().await.unwrap(), (Vec::new(), pending.clone()));
    store.migrate().await.unwrap();
    assert_eq!(schema(&database).await, first);
    for _ in &pending {
        store.migrate_down(1).await.unwrap();
    }
    store.migrate().await.unwrap();
    assert_eq!(schema(&database).await, first);
}

#[tokio::test]
async fn a_server_starts_on_an_empty_database_and_fills_its_catalogue() {
    let database = Database::empty().await;
    start(&database).await.unwrap();
    let entries = database.number("SELECT count(*) FROM catalogue_entry").await;
    assert!(entries > 100, "{entries}");
    start(&database).await.unwrap();
    assert_eq!(database.number("SELECT count(*) FROM catalogue_entry").await, entries);
}

#[tokio::test]
async fn a_server_refuses_a_schema_that_is_older_and_says_what_to_run() {
    let database = Database::empty().await;
    let store = store(&database).await;
    store.migrate().await.unwrap();
    store.migrate_down(1).await.unwrap();
    let problem = start(&database).await.unwrap_err();
    assert!(problem.contains("frscd migrate up"), "{problem}");
    let (_, pending) = store.migrations().await.unwrap();
    assert_eq!(pending.len(), 1, "it changed nothing");
    assert!(problem.contains(&pending[0]), "{problem}");
}

#[tokio::test]
async fn a_server_refuses_a_schema_that_is_newer() {
    let database = Database::empty().await;
    store(&database).await.migrate().await.unwrap();
    let later = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 1)";
    database.execute(later).await.unwrap();
    let problem = start(&database).await.unwrap_err();
    assert!(problem.contains("m9999_later"), "{problem}");
}

#[tokio::test]
async fn a_database_without_its_key_file_is_not_served() {
    let mut database = Database::filled().await;
    database.key_file = database.folder.path().join("another.key");
    let problem = start(&database).await.unwrap_err();
    assert!(problem.contains("key_file") && problem.contains("another.key"), "{problem}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_that_migrate_at_once_take_turns() {
    if !on_postgres("two_servers_that_migrate_at_once_take_turns") {
        return;
    }
    let database = Database::empty().await;
    let (one, two) = (store(&database).await, store(&database).await);
    let (first, second) = tokio::join!(one.migrate(), two.migrate());
    first.unwrap();
    second.unwrap();
    let (done, pending) = one.migrations().await.unwrap();
    assert!(done.len() >= 4 && pending.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_that_start_at_once_on_an_empty_database_both_start() {
    if !on_postgres("two_servers_that_start_at_once_on_an_empty_database_both_start") {
        return;
    }
    let database = Database::empty().await;
    let (one, two) = tokio::join!(start(&database), start(&database));
    assert_eq!((one, two), (Ok(()), Ok(())));
}
