//! Use cases: one function an RPC, which owns the transaction, loads, asks the domain, saves, and
//! leaves its trail. Knows neither gRPC nor SQL.

pub mod access;
pub mod account;
pub mod appointment;
pub mod audit;
pub mod books;
pub mod bootstrap;
pub mod calendar_year;
pub mod case;
pub mod catalogue;
pub mod data_key;
pub mod desk;
pub mod directory;
pub mod disclosure;
pub mod document;
pub mod enterprise;
pub mod event;
pub mod evidence;
pub mod expedite;
pub mod expiry;
pub mod flag;
pub mod housekeeping;
pub mod identifier;
pub mod identity;
pub mod import;
pub mod keys;
pub mod mandate;
pub mod notice;
pub mod noun;
pub mod page;
pub mod password;
pub mod queue;
pub mod rating;
pub mod reading;
pub mod recheck;
pub mod referral;
pub mod refresh;
pub mod reminder;
pub mod resident;
pub mod reveal;
pub mod schedule;
pub mod seed;
pub mod session;
pub mod slot;
pub mod supervision;
pub mod task;
pub mod token;
pub mod trip;
pub mod webhook_endpoint;
pub mod whitelist;
pub mod write;

#[cfg(test)]
mod fixture;
#[cfg(test)]
pub(crate) mod testing;

use crate::{
    clock::Clock,
    delivery::Delivery,
    domain::{
        caller::{Caller, Scope},
        limit::AfterHours,
    },
    error::{Error, Result},
    secrets::Secrets,
    store::Store,
    vault::Vault,
};
use std::{net::IpAddr, sync::Arc};

/// What one server is made of.
#[derive(Debug)]
pub struct App {
    /// The database.
    pub store: Store,
    /// The clock.
    pub clock: Clock,
    /// The keys.
    pub secrets: Arc<Secrets>,
    /// Where the bytes of files lie.
    pub vault: Vault,
    /// The way out.
    pub delivery: Delivery,
    /// The snapshot of the catalogue.
    pub catalogue: catalogue::CatalogueCache,
    /// The booking desk.
    pub desk: desk::Desk,
    /// The reading room.
    pub reading: reading::ReadingRoom,
    /// Tells those who watch the hall that something changed.
    pub bell: queue::Bell,
    /// Those who watch the feed of events.
    pub feed: event::Feed,
    /// The whitelist in memory.
    pub whitelist: whitelist::Memory,
    /// What is remembered of tokens and rights.
    pub identity: identity::Identity,
    /// Who read what, as far as it is not written yet.
    pub accesses: access::Accesses,
    /// How many refused strangers the audit trail has taken.
    pub strangers: audit::Strangers,
    /// What the operator configured.
    pub settings: Settings,
}

impl App {
    /// A server over a database whose schema is up to date. Its desk, its reading room and its
    /// feed work until it is dropped.
    #[must_use]
    pub fn new(
        store: Store,
        clock: Clock,
        secrets: Arc<Secrets>,
        vault: Vault,
        delivery: Delivery,
        settings: Settings,
    ) -> Arc<Self> {
        let (desk, jobs) = desk::Desk::new();
        let (reading, asked) = reading::ReadingRoom::new();
        let app = Arc::new(Self {
            store,
            clock,
            secrets,
            vault,
            delivery,
            catalogue: catalogue::CatalogueCache::default(),
            identity: identity::Identity::new(),
            desk,
            reading,
            bell: queue::Bell::default(),
            feed: event::Feed::default(),
            whitelist: whitelist::Memory::default(),
            accesses: access::Accesses::default(),
            strangers: audit::Strangers::default(),
            settings,
        });
        tokio::spawn(desk::run(Arc::downgrade(&app), jobs));
        tokio::spawn(reading::run(Arc::downgrade(&app), asked));
        tokio::spawn(event::follow(Arc::downgrade(&app), app.store.commits()));
        tokio::spawn(whitelist::follow(Arc::downgrade(&app), app.store.commits()));
        tokio::spawn(access::put_on_record(Arc::downgrade(&app)));
        tokio::spawn(recheck::follow(Arc::downgrade(&app), app.store.commits()));
        app
    }
}

/// What the operator configured, as far as use cases look at it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// GB/T 2260 division code of the city.
    pub division_code: String,
    /// What happens to a filing outside working hours.
    pub after_hours: AfterHours,
    /// True where the data are a demonstration's.
    pub demonstration: bool,
    /// The largest file of evidence that is taken, in bytes.
    pub max_evidence_bytes: u64,
}

/// Who calls what, from where.
#[derive(Clone, Debug)]
pub struct Call {
    /// Who.
    pub caller: Arc<Caller>,
    /// What, by its public name.
    pub method: &'static str,
    /// From where.
    pub source: Option<IpAddr>,
}

impl Call {
    /// Which rows the caller sees.
    ///
    /// # Errors
    /// `PermissionDenied` where his roles show him none.
    pub fn scope(&self) -> Result<Scope> {
        self.caller.scope().ok_or(Error::PermissionDenied)
    }
}

/// A call for which nobody is signed in yet.
#[derive(Clone, Copy, Debug)]
pub struct Visit {
    /// What is called, by its public name.
    pub method: &'static str,
    /// From where.
    pub source: Option<IpAddr>,
}
