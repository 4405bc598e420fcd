//! Use cases: one function an RPC, which owns the transaction, loads, asks the domain, saves, and
//! leaves its trail. Knows neither gRPC nor SQL.

pub mod books;
pub mod calendar_year;
pub mod catalogue;
pub mod directory;
pub mod identifier;
pub mod noun;
pub mod page;
pub mod schedule;
pub mod seed;
pub mod slot;
#[cfg(test)]
pub(crate) mod testing;
pub mod write;

use crate::{
    clock::Clock,
    domain::{caller::Caller, limit::AfterHours},
    secrets::Secrets,
    store::Store,
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
    pub secrets: Secrets,
    /// The snapshot of the catalogue.
    pub catalogue: catalogue::CatalogueCache,
    /// What the operator configured.
    pub settings: Settings,
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
