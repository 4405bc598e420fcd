//! The raw database: what a booking writes, straight on the driver, in one durable commit each,
//! with prepared statements. And the wrong way to sell a place: look first, write afterwards.

use crate::{
    Outcome,
    check::{Answer, Told},
    load::{self, Times},
    setup::Slot,
};
use chrono::{DateTime, NaiveDate, Utc};
use frsc_server::clock::Clock;
use sqlx::{
    Connection, PgConnection, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::{str::FromStr, sync::Arc, time::Duration};
use tokio::sync::Mutex;
use uuid::Uuid;

/// Connections on PostgreSQL; SQLite has one writer.
const POSTGRES_CONNECTIONS: usize = 8;
const METHOD: &str = "frsc.v1.AppointmentService/BookAppointment";
const ITEM: &str = "RP-W-NEW";
/// Bytes of an encoded answer.
const RESPONSE_BYTES: usize = 290;
/// Bytes of a sealed contact.
const CONTACT_BYTES: usize = 60;
const BODY: &str =
    r#"{"state":"BOOKED","channel":"BOOKED","slot_id":"slot_00000000000000000000000000000000"}"#;

const LEDGER: &str = "INSERT INTO slot_ledger \
    (hall_session_id, start_at, slot_date, places, sold, sales) VALUES ($1, $2, $3, $4, 1, $5) \
    ON CONFLICT (hall_session_id, start_at) DO UPDATE \
    SET places = excluded.places, sold = slot_ledger.sold + 1, sales = excluded.sales";
const WRONG_LEDGER: &str = "INSERT INTO slot_ledger \
    (hall_session_id, start_at, slot_date, places, sold, sales) VALUES ($1, $2, $3, $4, 1, $5) \
    ON CONFLICT (hall_session_id, start_at) DO UPDATE SET sales = excluded.sales";
const APPOINTMENT: &str = "INSERT INTO appointment \
    (id, number, state, channel, hall_session_id, slot_date, start_at, end_at, service_items, \
     visitor_name, visitor_language, contact_sealed, passport_sealed, passport_mask, \
     person_key, agent_name, note, reason, ticket_id, created_by, created_at, \
     updated_at, version) \
    VALUES ($1, $2, 1, 1, $3, $4, $5, $6, $7, $8, 'en', $9, NULL, '', $10, NULL, '', '', \
     NULL, $11, $12, $12, 1)";
const ITEM_ROW: &str = "INSERT INTO appointment_item \
    (appointment_id, service_item_id, department_id, person_key, slot_date, active) \
    VALUES ($1, $2, 'PSB', $3, $4, 1)";
pub(crate) const AUDIT: &str = "INSERT INTO audit \
    (id, at, account_id, session_id, source_address, method, request_id, resource_id, result, \
     purpose, before_hash, after_hash) \
    VALUES ($1, $2, $3, $4, '127.0.0.1', $5, $6, $7, 'OK', '', NULL, $8)";
pub(crate) const OUTBOX: &str = "INSERT INTO outbox (at, kind, resource_id, department_ids, body) \
    VALUES ($1, 'appointment.booked', $2, ' PSB ', $3)";
pub(crate) const IDEMPOTENCY: &str = "INSERT INTO idempotency \
    (account_id, method, request_id, request_hash, response, at) VALUES ($1, $2, $3, $4, $5, $6)";
const COUNT: &str = "SELECT COUNT(*) FROM appointment WHERE hall_session_id = $1 AND start_at = $2";

/// What one booking writes.
#[derive(Debug)]
struct Row {
    session: Uuid,
    date: NaiveDate,
    start: DateTime<Utc>,
    now: DateTime<Utc>,
    id: Uuid,
    audit_id: Uuid,
    request_id: Uuid,
    account: Uuid,
    number: String,
    name: String,
    contact: [u8; CONTACT_BYTES],
    resource_id: String,
    hash: [u8; 32],
    response: [u8; RESPONSE_BYTES],
}

impl Row {
    fn new(clock: &Clock, slot: &Slot) -> Self {
        let request_id = Uuid::new_v4();
        let text = request_id.simple().to_string();
        let mut hash = [7; 32];
        hash[..16].copy_from_slice(request_id.as_bytes());
        Self {
            session: slot.key.hall_session_id.0,
            date: slot.key.date(),
            start: slot.key.start,
            now: clock.now(),
            id: clock.new_id(),
            audit_id: clock.new_id(),
            request_id,
            account: Uuid::from_u128(1),
            number: format!("20230928-{}", &text[..12]),
            name: format!("VISITOR {}", &text[..8]),
            contact: [42; CONTACT_BYTES],
            resource_id: format!("appt_{}", &text[..26]),
            hash,
            response: [42; RESPONSE_BYTES],
        }
    }
}

/// The statements of a booking on one driver.
macro_rules! driver {
    ($book:ident, $count:ident, $connection:ty, $begin:literal) => {
        async fn $book(
            connection: &mut $connection,
            row: &Row,
            ledger: &'static str,
        ) -> sqlx::Result<()> {
            let mut tx = connection.begin_with($begin).await?;
            let places = 10_000_000_i32;
            let bound = sqlx::query(ledger).bind(row.session).bind(row.start).bind(row.date);
            bound.bind(places).bind("1:1:RP-W-NEW").execute(&mut *tx).await?;
            let bound = sqlx::query(APPOINTMENT).bind(row.id).bind(&row.number).bind(row.session);
            let bound = bound.bind(row.date).bind(row.start).bind(row.start).bind(ITEM);
            let bound =
                bound.bind(&row.name).bind(row.contact.as_slice()).bind(row.hash.as_slice());
            bound.bind(row.account).bind(row.now).execute(&mut *tx).await?;
            let bound = sqlx::query(ITEM_ROW).bind(row.id).bind(ITEM).bind(row.hash.as_slice());
            bound.bind(row.date).execute(&mut *tx).await?;
            let bound = sqlx::query(AUDIT).bind(row.audit_id).bind(row.now).bind(row.account);
            let bound = bound.bind(row.account).bind(METHOD).bind(row.request_id);
            bound.bind(&row.resource_id).bind(row.hash.as_slice()).execute(&mut *tx).await?;
            let bound = sqlx::query(OUTBOX).bind(row.now).bind(&row.resource_id).bind(BODY);
            bound.execute(&mut *tx).await?;
            let bound = sqlx::query(IDEMPOTENCY).bind(row.account).bind(METHOD);
            let bound = bound.bind(row.request_id).bind(row.hash.as_slice());
            bound.bind(row.response.as_slice()).bind(row.now).execute(&mut *tx).await?;
            tx.commit().await
        }

        async fn $count(connection: &mut $connection, slot: &Slot) -> sqlx::Result<i64> {
            let count = sqlx::query_scalar(COUNT).bind(slot.key.hall_session_id.0);
            count.bind(slot.key.start).fetch_one(connection).await
        }
    };
}

driver!(book_sqlite, count_sqlite, SqliteConnection, "BEGIN IMMEDIATE");
driver!(book_postgres, count_postgres, PgConnection, "BEGIN");

/// A connection of either driver.
#[derive(Debug)]
pub(crate) enum Link {
    Sqlite(Box<SqliteConnection>),
    Postgres(Box<PgConnection>),
}

impl Link {
    /// Opens one.
    pub(crate) async fn open(url: &str) -> sqlx::Result<Self> {
        if !url.starts_with("sqlite:") {
            return Ok(Self::Postgres(Box::new(PgConnection::connect(url).await?)));
        }
        let options = SqliteConnectOptions::from_str(url)?
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(8));
        Ok(Self::Sqlite(Box::new(SqliteConnection::connect_with(&options).await?)))
    }

    /// Runs statements as they stand.
    pub(crate) async fn execute(&mut self, sql: &str) -> Outcome<()> {
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(link) => sqlx::raw_sql(sql).execute(&mut **link).await.map(drop),
            Self::Postgres(link) => sqlx::raw_sql(sql).execute(&mut **link).await.map(drop),
        }
        .map_err(told)
    }

    async fn book(&mut self, row: &Row, ledger: &'static str) -> sqlx::Result<()> {
        match self {
            Self::Sqlite(connection) => book_sqlite(connection, row, ledger).await,
            Self::Postgres(connection) => book_postgres(connection, row, ledger).await,
        }
    }

    async fn booked(&mut self, slot: &Slot) -> sqlx::Result<i64> {
        match self {
            Self::Sqlite(connection) => count_sqlite(connection, slot).await,
            Self::Postgres(connection) => count_postgres(connection, slot).await,
        }
    }
}

/// The raw database, opened.
#[derive(Clone, Debug)]
pub(crate) struct Raw {
    links: Arc<Vec<Mutex<Link>>>,
    clock: Clock,
}

impl Raw {
    /// Opens so many connections; as many as the raw rate is measured with where none are named.
    pub(crate) async fn open(url: &str, clock: Clock, links: Option<usize>) -> Outcome<Self> {
        let usual = if url.starts_with("sqlite:") { 1 } else { POSTGRES_CONNECTIONS };
        let mut opened = Vec::new();
        for _ in 0..links.unwrap_or(usual) {
            opened.push(Mutex::new(Link::open(url).await.map_err(told)?));
        }
        Ok(Self { links: Arc::new(opened), clock })
    }

    /// Books for a while, every connection in its own loop, spread over slots.
    pub(crate) async fn measure(&self, slots: &Arc<Vec<Slot>>, each: Duration) -> Outcome<Times> {
        let (raw, slots) = (self.clone(), Arc::clone(slots));
        load::run(self.links.len(), each, move |link| {
            let (raw, slots) = (raw.clone(), Arc::clone(&slots));
            async move {
                let random = Uuid::new_v4().as_u128() as usize;
                let row = Row::new(&raw.clock, &slots[random % slots.len()]);
                let mut connection = raw.links[link].lock().await;
                connection.book(&row, LEDGER).await.map_err(told)
            }
        })
        .await
    }

    /// Sells the one place of a slot the wrong way: looks, and writes in a transaction of its own.
    pub(crate) async fn book_wrongly(&self, client: usize, slot: &Slot) -> Outcome<Told> {
        let mut connection = self.links[client % self.links.len()].lock().await;
        let row = Row::new(&self.clock, slot);
        let mut answer = Answer::Full;
        if connection.booked(slot).await.map_err(told)? == 0 {
            connection.book(&row, WRONG_LEDGER).await.map_err(told)?;
            answer = Answer::Booked;
        }
        Ok(Told { slot: slot.key, request_id: row.request_id, answer })
    }
}

pub(crate) fn told(error: sqlx::Error) -> String {
    format!("the raw database: {error}")
}
