//! The bells: events committed by this server, and word of those of the other servers on the same
//! PostgreSQL. A bell says that there may be something new, never what; who hears it looks.

use crate::{error::Result, store::Store};
use sqlx::postgres::PgListener;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use tokio::sync::watch;
use uuid::Uuid;

/// The channel on which servers tell each other of new events.
const CHANNEL: &str = "frsc_feed";

/// Tells who waits that events were committed here.
#[derive(Clone, Debug, Default)]
pub struct Commits(Arc<watch::Sender<u64>>);

impl Commits {
    /// A transaction that has added no events yet.
    pub(in crate::store) fn none_added(&self) -> Added {
        Added { commits: self.clone(), any: AtomicBool::new(false) }
    }
}

/// Whether a transaction has added events.
#[derive(Debug)]
pub struct Added {
    commits: Commits,
    any: AtomicBool,
}

impl Added {
    /// It has.
    pub(in crate::store) fn added(&self) {
        self.any.store(true, Ordering::Relaxed);
    }

    /// It is over: tells who waits, where there is something to tell.
    pub(in crate::store) fn tell(&self) {
        if self.any.load(Ordering::Relaxed) {
            self.commits.0.send_modify(|count| *count = count.wrapping_add(1));
        }
    }
}

/// Hears the other servers.
#[derive(Debug)]
pub struct Hearing {
    listener: PgListener,
    own: String,
}

impl Hearing {
    /// Waits until another server has told of new events, or may have while nothing was heard.
    ///
    /// # Errors
    /// What the database says; who wants to hear on begins anew.
    pub async fn next(&mut self) -> Result<()> {
        loop {
            match self.listener.try_recv().await {
                Ok(Some(word)) if word.payload() == self.own => {}
                Ok(Some(_) | None) => return Ok(()),
                Err(error) => return Err(super::super::from_driver(&error)),
            }
        }
    }
}

impl Store {
    /// Hears every commit of events by this server from now on.
    #[must_use]
    pub fn commits(&self) -> watch::Receiver<u64> {
        self.commits.0.subscribe()
    }

    /// Hears the other servers on the same PostgreSQL, by a connection of its own.
    ///
    /// # Errors
    /// What the database says.
    pub async fn hear(&self, own: Uuid) -> Result<Hearing> {
        let pool = self.reader.get_postgres_connection_pool();
        let told = |error: sqlx::Error| super::super::from_driver(&error);
        let mut listener = PgListener::connect_with(pool).await.map_err(told)?;
        listener.listen(CHANNEL).await.map_err(told)?;
        Ok(Hearing { listener, own: own.to_string() })
    }

    /// Tells the other servers on the same PostgreSQL that there are new events.
    ///
    /// # Errors
    /// What the database says.
    pub async fn tell(&self, own: Uuid) -> Result<()> {
        let pool = self.reader.get_postgres_connection_pool();
        // A word needs no durability: nobody waits for the disk.
        let sql = "SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2)";
        let sql = sqlx::query(sql).bind(CHANNEL).bind(own.to_string());
        let told = sql.execute(pool).await;
        told.map(|_| ()).map_err(|error| super::super::from_driver(&error))
    }
}
