//! Receiving cases: a joint case of two tasks, accepted at once, beside the raw database that
//! writes the same rows in one durable commit each.

use crate::{
    Bench, Outcome,
    client::Client,
    load::{self, Rounds, Times},
    raw::{AUDIT, IDEMPOTENCY, Link, OUTBOX, told},
    report::{Figure, Ratio},
    setup::{Hall, Server},
};
use chrono::{DateTime, NaiveDate, Utc};
use frsc_proto::v1::{self, case_service_client::CaseServiceClient};
use frsc_server::clock::Clock;
use sqlx::{Connection, PgConnection, SqliteConnection};
use std::{sync::Arc, time::Duration};
use tokio::sync::Mutex;
use uuid::Uuid;

/// The figures of this file.
pub(crate) const NAMES: [&str; 2] = ["raw_case", "case_create"];

/// The least part of the raw rate that is reached.
const GOAL: f64 = 0.35;
const CLIENTS: usize = 8;
const WARM_UP: Duration = Duration::from_millis(400);
/// Nobody books here.
const HALL: Hall = Hall { counters: 1, places: 1, slot_minutes: 30, open_days: 1 };

const METHOD: &str = "frsc.v1.CaseService/CreateCase";
const ITEM: &str = "WPRP-ONE";
/// Tasks of the case, and its steps: received, accepted.
const TASKS: [(&str, &str, &str); 2] = [("WP-NEW-IN", "STB", ""), ("RP-W-NEW", "PSB", "WP-NEW-IN")];
const STEPS: [i32; 2] = [1, 4];
/// Bytes of the documents that a case and a task keep, and of the answer.
const MATERIALS_BYTES: usize = 1500;
const CASE_CLOCKS_BYTES: usize = 600;
const TASK_CLOCKS_BYTES: usize = 700;
const RESPONSE_BYTES: usize = 2500;
const BODY_BYTES: usize = 200;
/// Bytes of a sealed contact.
const CONTACT_BYTES: usize = 60;

const CASE_ROW: &str = "INSERT INTO case_file \
    (id, number, state, service_items, applicant_name, applicant_language, contact_sealed, \
     passport_sealed, passport_mask, person_key, agent, channel, appointment_id, \
     ticket_id, external_source, external_id, received_at, received_on, accepted_on, \
     deemed_accepted, materials, clocks, suspensions, extension, document_expires_on, visits, \
     outcome, reason, note, prerequisites, due_on, last_step, created_by, created_at, updated_at, \
     version) \
    VALUES ($1, $2, 3, $3, $4, 'en', $5, NULL, '', $6, NULL, 2, NULL, NULL, NULL, NULL, $7, \
     $8, $8, 0, $9, $10, '[]', NULL, NULL, '[]', 0, '', '', '[]', $8, 2, $11, $7, $7, 1)";
const TASK_ROW: &str = "INSERT INTO case_task \
    (id, case_id, place, service_item_id, department_id, state, decided_after, clocks, \
     suspensions, returns, outcome, document_number, decided_on, due_on, assigned_at, updated_at, \
     version) \
    VALUES ($1, $2, $3, $4, $5, 2, $6, $7, '[]', 0, 0, '', NULL, $8, $9, $9, 1)";
const STEP_ROW: &str = "INSERT INTO case_step \
    (case_id, number, at, kind, account_id, task_id, department_id, reason, legal_basis, \
     document_number, case_state) VALUES ($1, $2, $3, $4, $5, NULL, NULL, '', '', '', 3)";

/// What one case writes.
#[derive(Debug)]
struct Rows {
    now: DateTime<Utc>,
    date: NaiveDate,
    id: Uuid,
    account: Uuid,
    request_id: Uuid,
    /// Of each task and record.
    ids: [Uuid; 5],
    text: String,
    contact: [u8; CONTACT_BYTES],
    hash: [u8; 32],
    materials: String,
    case_clocks: String,
    task_clocks: String,
    body: String,
    response: Vec<u8>,
}

impl Rows {
    fn new(clock: &Clock) -> Self {
        let request_id = Uuid::new_v4();
        let mut hash = [7; 32];
        hash[..16].copy_from_slice(request_id.as_bytes());
        Self {
            now: clock.now(),
            date: clock.today(),
            id: clock.new_id(),
            account: Uuid::from_u128(1),
            request_id,
            ids: std::array::from_fn(|_| clock.new_id()),
            text: request_id.simple().to_string(),
            contact: [42; CONTACT_BYTES],
            hash,
            materials: "m".repeat(MATERIALS_BYTES),
            case_clocks: "c".repeat(CASE_CLOCKS_BYTES),
            task_clocks: "t".repeat(TASK_CLOCKS_BYTES),
            body: "b".repeat(BODY_BYTES),
            response: vec![42; RESPONSE_BYTES],
        }
    }
}

/// The statements of a case on one driver.
macro_rules! driver {
    ($create:ident, $connection:ty, $begin:literal) => {
        async fn $create(connection: &mut $connection, row: &Rows) -> sqlx::Result<()> {
            let mut tx = connection.begin_with($begin).await?;
            let bound = sqlx::query(CASE_ROW).bind(row.id).bind(&row.text).bind(ITEM);
            let bound =
                bound.bind(&row.text).bind(row.contact.as_slice()).bind(row.hash.as_slice());
            let bound = bound.bind(row.now).bind(row.date).bind(&row.materials);
            bound.bind(&row.case_clocks).bind(row.account).execute(&mut *tx).await?;
            for (place, (item, department, after)) in TASKS.into_iter().enumerate() {
                let number = i32::try_from(place).unwrap_or(0);
                let bound = sqlx::query(TASK_ROW).bind(row.ids[place]).bind(row.id).bind(number);
                let bound = bound.bind(item).bind(department).bind(after).bind(&row.task_clocks);
                bound.bind(row.date).bind(row.now).execute(&mut *tx).await?;
            }
            for (place, kind) in STEPS.into_iter().enumerate() {
                let number = i32::try_from(place + 1).unwrap_or(0);
                let bound = sqlx::query(STEP_ROW).bind(row.id).bind(number).bind(row.now);
                bound.bind(kind).bind(row.account).execute(&mut *tx).await?;
            }
            for id in &row.ids[2..] {
                let bound = sqlx::query(AUDIT).bind(id).bind(row.now).bind(row.account);
                let bound = bound.bind(row.account).bind(METHOD).bind(row.request_id);
                bound.bind(&row.text).bind(row.hash.as_slice()).execute(&mut *tx).await?;
                let bound = sqlx::query(OUTBOX).bind(row.now).bind(&row.text).bind(&row.body);
                bound.execute(&mut *tx).await?;
            }
            let bound = sqlx::query(IDEMPOTENCY).bind(row.account).bind(METHOD);
            let bound = bound.bind(row.request_id).bind(row.hash.as_slice());
            bound.bind(&row.response).bind(row.now).execute(&mut *tx).await?;
            tx.commit().await
        }
    };
}

driver!(create_sqlite, SqliteConnection, "BEGIN IMMEDIATE");
driver!(create_postgres, PgConnection, "BEGIN");

/// Measures both in turn, round by round.
pub(crate) async fn measure(bench: &mut Bench) -> Outcome<()> {
    let url = bench.home.fresh("case").await?;
    let server = Server::start(&url, &bench.folder("case"), HALL).await?;
    let raw_url = bench.home.fresh("raw_case").await?;
    let store = frsc_server::store::Store::open(&raw_url).await?;
    store.migrate().await.map_err(|error| error.to_string())?;
    drop(store);
    let connections = if raw_url.starts_with("sqlite:") { 1 } else { CLIENTS };
    let mut links = Vec::new();
    for _ in 0..connections {
        links.push(Mutex::new(Link::open(&raw_url).await.map_err(told)?));
    }
    let (links, clock) = (Arc::new(links), server.app.clock.clone());
    let client = server.clerk(CLIENTS).await?;
    let (mut raws, mut cases) = (Rounds::default(), Rounds::default());
    for round in 0..=bench.pace.rounds {
        let each = if round > 0 { bench.pace.each } else { WARM_UP };
        let raw = raw(&links, &clock, each).await?;
        let own = create(&client, each).await?;
        if round > 0 {
            raws.add(raw);
            cases.add(own);
        }
    }
    let ratio = cases.ratio(&raws);
    let figure = |name: &str, rounds: &Rounds| Figure {
        name: name.to_owned(),
        db: bench.backend.name(),
        value: rounds.rate(),
        unit: "cases/s",
        p50_us: Some(rounds.quantile_us(0.5)),
        p99_us: Some(rounds.quantile_us(0.99)),
        ..Figure::default()
    };
    let goal = Some((format!(">= {GOAL} of raw_case"), ratio >= GOAL));
    let ratio = Some(Ratio { value: ratio, to: "raw_case" });
    let figures =
        [figure("raw_case", &raws), Figure { ratio, goal, ..figure("case_create", &cases) }];
    figures.into_iter().for_each(|figure| bench.report.add(figure));
    server.stop();
    Ok(())
}

async fn raw(links: &Arc<Vec<Mutex<Link>>>, clock: &Clock, each: Duration) -> Outcome<Times> {
    let (links, clock) = (Arc::clone(links), clock.clone());
    load::run(links.len(), each, move |link| {
        let (links, clock) = (Arc::clone(&links), clock.clone());
        async move {
            let rows = Rows::new(&clock);
            let mut link = links[link].lock().await;
            let done = match &mut *link {
                Link::Sqlite(connection) => create_sqlite(connection, &rows).await,
                Link::Postgres(connection) => create_postgres(connection, &rows).await,
            };
            done.map_err(told)
        }
    })
    .await
}

async fn create(client: &Client, each: Duration) -> Outcome<Times> {
    let client = client.clone();
    load::run(CLIENTS, each, move |number| {
        let mut cases = CaseServiceClient::new(client.channel(number));
        let request = client.request(application());
        async move {
            let answer = cases.create_case(request).await;
            answer.map(|_| ()).map_err(|status| format!("a case: {status}"))
        }
    })
    .await
}

/// A walk-in's joint application, accepted at once.
fn application() -> v1::CreateCaseRequest {
    let text = Uuid::new_v4().simple().to_string();
    v1::CreateCaseRequest {
        request_id: Uuid::new_v4().to_string(),
        service_item_ids: vec![ITEM.to_owned()],
        applicant: Some(v1::Applicant {
            name: format!("APPLICANT {}", &text[..8]),
            language: "en".to_owned(),
            email: format!("{text}@example.org"),
            ..Default::default()
        }),
        channel: v1::CaseChannel::WalkIn.into(),
        all_materials_received: true,
        accept: true,
        ..Default::default()
    }
}
