//! Puts a server together: database, keys, catalogue, services, socket. What the operator's program
//! and the tests both start. Decides nothing about a call.

use crate::{
    api::{
        Api,
        guard::{Guard, Limits},
        transport::{self, Running},
    },
    clock::Clock,
    config::{self, Config},
    delivery::Delivery,
    domain::limit::AfterHours,
    secrets::MasterKey,
    service::{App, Settings, data_key, event, housekeeping, seed},
    store::Store,
    vault::Vault,
};
use std::sync::{Arc, Weak};

/// Whether a server serves a centre or a demonstration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A centre.
    Centre,
    /// A demonstration, whose data are made up.
    Demonstration,
}

/// Opens database and keys. A database that is empty gets its schema, its keys and the shipped
/// catalogue; one whose schema is older is left alone, and the operator told what to run.
///
/// # Errors
/// A sentence for the operator that names the setting or the next command.
pub async fn open(config: &Config, clock: Clock, purpose: Purpose) -> Result<Arc<App>, String> {
    let store = Store::open(config.database.expose()).await?;
    let (done, pending) = schema(&store).await?;
    if done.is_empty() {
        store.migrate().await.map_err(|error| format!("the schema cannot be made: {error}"))?;
        make_master_key(config)?;
    } else if !pending.is_empty() {
        let steps = pending.join(", ");
        return Err(format!("the schema lacks {steps}: run `frscd migrate up`"));
    }
    let secrets = data_key::unlock(&store, &clock, master_key(config)?).await?;
    let settings = Settings {
        division_code: config.division_code.as_str().to_owned(),
        after_hours: match config.after_hours {
            config::AfterHours::NextWorkingDay => AfterHours::NextWorkingDay,
            config::AfterHours::SameDay => AfterHours::SameDay,
        },
        demonstration: purpose == Purpose::Demonstration,
        max_evidence_bytes: config.evidence_max_mib.bytes(),
    };
    let vault = Vault::open(&config.evidence_place())?;
    let delivery = Delivery::new(&config.delivery())?;
    let app = App::new(store, clock, secrets, vault, delivery, settings);
    let settled = event::settle(&app).await;
    settled.map_err(|error| format!("the feed of events cannot be read: {error}"))?;
    seed::seed(&app).await.map_err(|error| format!("the catalogue cannot be loaded: {error}"))?;
    Ok(app)
}

/// Makes the master key's file where the settings name no command; an existing one is kept.
///
/// # Errors
/// A sentence for the operator.
pub fn make_master_key(config: &Config) -> Result<(), String> {
    if config.key_command.is_some() { Ok(()) } else { MasterKey::create(&config.key_path()) }
}

/// The master key that the settings name.
fn master_key(config: &Config) -> Result<MasterKey, String> {
    match &config.key_command {
        Some(command) => MasterKey::from_command(command),
        None => MasterKey::from_file(&config.key_path()),
    }
}

/// The schema's steps, done and pending.
///
/// # Errors
/// A sentence for the operator, where the schema is of a later program.
pub async fn schema(store: &Store) -> Result<(Vec<String>, Vec<String>), String> {
    let unknown = |error| format!("the schema is not of this program ({error}): use its own frscd");
    store.migrations().await.map_err(unknown)
}

/// From now on a server writes down what the law's clock has done, every half minute. Apart from
/// `serve`, because a test whose clock stands still sweeps when it says so, and counts.
pub fn keep_time(app: &Arc<App>) {
    tokio::spawn(housekeeping::sweep(Arc::downgrade(app)));
}

/// Serves until it is stopped.
///
/// # Errors
/// A sentence for the operator that names the setting.
pub async fn serve(config: &Config, app: &Arc<App>) -> Result<Running, String> {
    let mut settings = transport::Settings::new(config.listen, config.max_connections);
    settings.tls = config.tls();
    settings.reflection = config.reflection;
    let api = Api::new(Arc::clone(app))?;
    let guard = Guard::new(api.gate(), Limits::new(config.max_in_flight_calls));
    tokio::spawn(look_at_vault(Arc::downgrade(app)));
    tokio::spawn(housekeeping::forget(Arc::downgrade(app)));
    tokio::spawn(housekeeping::deliver(Arc::downgrade(app)));
    if !app.store.is_sqlite() {
        tokio::spawn(housekeeping::listen(Arc::downgrade(app)));
        tokio::spawn(event::hear(Arc::downgrade(app), app.feed.end()));
        tokio::spawn(event::tell(Arc::downgrade(app), app.store.commits()));
    }
    let watched = Arc::downgrade(app);
    let healthy = move || {
        let watched = watched.clone();
        async move {
            match watched.upgrade() {
                Some(app) => app.store.is_alive().await,
                None => false,
            }
        }
    };
    transport::serve(&settings, guard, api.routes(), healthy).await.map_err(|e| e.to_string())
}

/// Tells a bucket that cannot be used when the server starts, not when the first file comes. The
/// server serves all the same: a queue needs no evidence.
async fn look_at_vault(app: Weak<App>) {
    let Some(app) = app.upgrade() else { return };
    if let Err(problem) = app.vault.check().await {
        tracing::error!(problem, "files of evidence can be neither kept nor read");
    }
}
