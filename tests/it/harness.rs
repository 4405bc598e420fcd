//! A centre for one test: a real server in this process on a port of its own, a database of its
//! own, a clock that stands still until the test moves it, and clients by role. Everything goes
//! through the public API; what a test needs of the database itself it asks beside the server.

pub mod bucket;
pub mod calls;
pub mod cases;
pub mod client;
pub mod database;
pub mod documents;
pub mod evidence;
pub mod expedites;
pub mod make;
pub mod mandates;
pub mod outside;
pub mod raw;
pub mod sample;
mod template;
pub mod whitelist;

pub use client::{Client, PATIENCE, Refused, Who};
pub use database::{Database, Kind, kind, on_postgres};

use chrono::{Duration, NaiveDateTime};
use client::Tokens;
use frsc_server::{
    api::transport::Running,
    clock::{Clock, from_local},
    run::{self, Purpose},
};
use std::{net::SocketAddr, sync::Arc};
use tonic::transport::{Channel, Endpoint};

/// When a centre starts that names no time: a Monday, half an hour before the hall opens, with no
/// holiday in the weeks around.
pub const MONDAY: &str = "2024-03-04T08:00";

/// A centre.
pub struct Centre {
    /// Its clock.
    pub clock: Clock,
    /// Its database.
    pub database: Arc<Database>,
    /// Where it listens.
    pub address: SocketAddr,
    server: Running,
    channel: Channel,
    tokens: Tokens,
}

impl Centre {
    /// A centre on a Monday morning.
    pub async fn start() -> Self {
        Self::start_at(MONDAY).await
    }

    /// A centre at a local time, `2023-09-27T08:00`.
    pub async fn start_at(local: &str) -> Self {
        Self::over(Arc::new(Database::filled().await), clock_at(local)).await
    }

    /// A server over a database.
    pub async fn over(database: Arc<Database>, clock: Clock) -> Self {
        let config = database.config();
        let app = run::open(&config, clock.clone(), Purpose::Centre).await.expect("a database");
        let server = run::serve(&config, &app).await.expect("a server");
        let address = server.address;
        let channel = connect(address).await;
        Self { clock, database, address, server, channel, tokens: Tokens::default() }
    }

    /// One more server over the same database, with the same clock.
    pub async fn another(&self) -> Self {
        Self::over(Arc::clone(&self.database), self.clock.clone()).await
    }

    /// Stops the server; true where everything came to its end in time.
    pub async fn stop(self) -> bool {
        self.server.shutdown().await
    }

    /// A client of an account.
    pub fn client(&self, who: Who) -> Client {
        let tokens = Arc::clone(&self.tokens);
        Client::new(self.channel.clone(), Some(who), tokens, self.clock.clone())
    }

    /// A client of an account over a connection of its own.
    pub async fn new_client(&self, who: Who) -> Client {
        let tokens = Arc::clone(&self.tokens);
        Client::new(connect(self.address).await, Some(who), tokens, self.clock.clone())
    }

    /// A client that is not signed in.
    pub fn nobody(&self) -> Client {
        let tokens = Arc::clone(&self.tokens);
        Client::new(self.channel.clone(), None, tokens, self.clock.clone())
    }

    /// The administrator.
    pub fn admin(&self) -> Client {
        self.client(Who::Admin)
    }

    /// A clerk.
    pub fn clerk(&self) -> Client {
        self.client(Who::Clerk)
    }

    /// The duty lead.
    pub fn lead(&self) -> Client {
        self.client(Who::Lead)
    }

    /// The PSB's system.
    pub fn partner(&self) -> Client {
        self.client(Who::PsbPartner)
    }

    /// The auditor.
    pub fn auditor(&self) -> Client {
        self.client(Who::Auditor)
    }

    /// Waits until nothing of the feed is held back: on PostgreSQL it waits for every older
    /// transaction of the machine, other tests' among them.
    pub async fn feed_settles(&self) {
        if kind() == Kind::Sqlite {
            return;
        }
        let held_back = "SELECT count(*) FROM outbox \
            WHERE xid >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint";
        let settled = async {
            while self.database.number(held_back).await > 0 {
                tokio::task::yield_now().await;
            }
        };
        soon("the feed", settled).await;
    }

    /// Moves the clock on.
    pub fn minutes_pass(&self, minutes: i64) {
        self.clock.advance(Duration::minutes(minutes));
    }

    /// Sets the clock to a local time.
    pub fn it_is(&self, local: &str) {
        self.clock.set(from_local(local_time(local)));
    }
}

/// A clock that stands at a local time.
pub fn clock_at(local: &str) -> Clock {
    Clock::manual(from_local(local_time(local)))
}

/// A local time, `2023-09-27T08:00`.
pub fn local_time(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").expect("a local time")
}

/// A new connection.
pub async fn connect(address: SocketAddr) -> Channel {
    let endpoint = Endpoint::from_shared(format!("http://{address}")).expect("an address");
    endpoint.connect().await.expect("the server listens")
}

/// Waits for something, but not for ever.
pub async fn soon<F: Future>(what: &str, future: F) -> F::Output {
    let waited = tokio::time::timeout(PATIENCE, future).await;
    waited.unwrap_or_else(|_| panic!("in {PATIENCE:?} it did not come: {what}"))
}
