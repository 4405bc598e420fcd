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

/// What was recorded of named persons before there was more of it stays when the schema goes up,
/// and what an older schema has no room for goes when it goes down.
#[tokio::test]
async fn named_persons_stay_when_the_schema_goes_down_and_up() {
    use crate::harness::{Centre, Who, make::date, whitelist::*};
    use frsc_proto::v1;
    let centre = Centre::start().await;
    let (clerk, fao) = (centre.clerk(), centre.client(Who::FaoOfficer));
    let code = centre.enterprise(1).await;
    let (one, two) = (centre.resident().await, centre.resident().await);
    let applying = applying_for(&code, naming("2024-01-01"), &[&one]);
    let mut entry = centre.decided(applying).await;
    for (add, end, until) in [
        (vec![], vec![one.clone()], Some("2024-08-31")),
        (vec![two.clone()], vec![one.clone()], Some("2024-06-30")),
    ] {
        centre.clock.advance(chrono::Duration::hours(1));
        let change = v1::ChangeNamedPersonsRequest {
            add_resident_ids: add,
            end_resident_ids: end,
            until_date: until.map(date),
            ..changing(&entry)
        };
        entry = fao.ok(change).await.entry.unwrap();
    }
    fao.ok(suspending(&entry)).await;
    let before = clerk.entry(&entry.entry_id).await;
    let database = &centre.database;
    let store = store(database).await;
    let has_ends = async || database.tables().await.contains(&"whitelist_person_end".to_owned());
    while has_ends().await {
        store.migrate_down(1).await.unwrap();
    }
    let numbers = "SELECT CAST(max(number) AS BIGINT) FROM whitelist_step";
    assert_eq!(database.number(numbers).await, 4, "without gaps");
    store.migrate().await.unwrap();
    let after = clerk.entry(&entry.entry_id).await;
    let kinds: Vec<_> = after.steps.iter().map(v1::WhitelistStep::kind).collect();
    use v1::WhitelistStepKind as Kind;
    assert_eq!(kinds, [Kind::Applied, Kind::Recommended, Kind::Approved, Kind::Suspended]);
    let days = |of: &v1::WhitelistEntry| {
        let of = of.persons.iter();
        of.map(|one| (one.resident_id.clone(), one.from_date, one.until_date, one.add_time))
            .collect::<Vec<_>>()
    };
    assert_eq!(days(&after), days(&before));
    let [first, second] = after.persons.as_slice() else { panic!("{:?}", after.persons) };
    assert_eq!((first.add_step_number, second.add_step_number), (1, 0));
    assert_eq!((first.ends.len(), first.ends[0].step_number), (1, 0));
    assert_eq!(first.end_time, before.persons[0].end_time);
}
