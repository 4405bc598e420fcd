//! The schema: up, down and up again; a server starts on no other schema than its own.

use crate::harness::{Database, Kind, clock_at, kind, on_postgres};
use frsc_server::{
    domain::{
        caller::Scope,
        id::{AppointmentId, CaseId, MandateId},
    },
    run::{self, Purpose},
    store::Store,
};
use uuid::Uuid;

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

/// A visit, a case and a mandate of the id 7, as the schema before the sealed field kept them.
const IN_PLAIN: [&str; 3] = [
    "INSERT INTO appointment (id, number, state, channel, hall_session_id, slot_date, start_at, \
     end_at, service_items, visitor_name, visitor_language, visitor_phone, visitor_email, \
     passport_mask, person_key, agent_name, agent_phone, note, reason, created_by, created_at, \
     updated_at, version, flags, overridden) VALUES ({7}, 'A', 1, 3, {7}, '2024-03-05', {at}, \
     {at}, 'NCR', 'N', 'en', '+99911000101', 'canary@example.org', '', {key}, 'AGENCY', \
     '+99911000202', '', '', {7}, {at}, {at}, 1, '[]', '[]')",
    "INSERT INTO case_file (id, number, state, service_items, applicant_name, \
     applicant_language, applicant_phone, applicant_email, passport_mask, person_key, agent, \
     channel, received_at, received_on, deemed_accepted, materials, clocks, suspensions, visits, \
     outcome, reason, note, prerequisites, due_on, last_step, created_by, created_at, \
     updated_at, version, flags, overridden, raised_rung) VALUES ({7}, 'C', 1, 'NCR', 'N', 'en', \
     '', '', '', {key}, '{\"name\":\"AGENCY\",\"phone\":\"+99911000303\",\"grounds\":[],\
     \"allowed_by\":\"\"}', 3, {at}, '2024-03-05', 0, '[]', '[]', '[]', '[]', 0, '', '', '[]', \
     '9999-12-31', 0, {7}, {at}, {at}, 1, '[]', '[]', 0)",
    "INSERT INTO mandate (id, principal_name, principal_mask, person_key, agent_name, \
     agent_phone, agent_mask, service_items, issued_on, valid_until, notarisation, created_by, \
     created_at, legal_basis, reason, undecided, version) VALUES ({7}, 'N', '', {key}, 'AGENCY', \
     '+99911000404', '', 'NCR', '2024-01-01', '2024-12-31', 1, {7}, {at}, '', '', 1, 1)",
];

#[tokio::test]
async fn what_an_earlier_schema_kept_of_contacts_in_plain_is_sealed_before_anybody_is_served() {
    let database = Database::empty().await;
    let store = store(&database).await;
    store.migrate().await.unwrap();
    let (done, _) = store.migrations().await.unwrap();
    let since = done.iter().filter(|step| *step.as_str() >= *"m0030").count();
    store.migrate_down(u32::try_from(since).unwrap()).await.unwrap();
    let (id, key, at) = match kind() {
        Kind::Sqlite => ("x'00000000000000000000000000000007'", "zeroblob(32)", "+00:00"),
        Kind::Postgres => {
            ("'00000000-0000-0000-0000-000000000007'", "decode(repeat('00', 32), 'hex')", "Z")
        }
    };
    for sql in IN_PLAIN {
        let sql = sql.replace("{7}", id).replace("{key}", key);
        let sql = sql.replace("{at}", &format!("'2024-03-04T00:00:00{at}'"));
        database.execute(&sql).await.unwrap();
    }
    store.migrate().await.unwrap();
    run::make_master_key(&database.config()).unwrap();
    let clock = clock_at("2024-03-04T08:00");
    let app = run::open(&database.config(), clock, Purpose::Centre).await.unwrap();
    let (reader, id) = (app.store.reader(), Uuid::from_u128(7));
    let visit = reader.appointment(&Scope::Centre, AppointmentId(id)).await.unwrap();
    assert_eq!(
        [&*visit.visitor.phone, &*visit.visitor.email],
        ["+99911000101", "canary@example.org"]
    );
    assert_eq!(visit.agent.unwrap().phone, "+99911000202");
    let agent = reader.case(&Scope::Centre, CaseId(id)).await.unwrap().agent.unwrap();
    assert_eq!((&*agent.name, &*agent.phone), ("AGENCY", "+99911000303"));
    assert_eq!(reader.mandate(MandateId(id)).await.unwrap().agent_phone, "+99911000404");
    assert_eq!(database.number("SELECT count(*) FROM plain_contact").await, 0);
    let kept = database.kept_bytes().await;
    let holds = |text: &[u8]| kept.windows(text.len()).any(|window| window == text);
    assert!(holds(b"AGENCY"), "what is kept is looked at");
    assert!(!holds(b"+99911000") && !holds(b"canary@example"), "nothing is left in plain");
    let lossy = store.migrate_down(u32::try_from(since).unwrap()).await;
    assert!(lossy.is_err(), "what is sealed is not thrown away");
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
