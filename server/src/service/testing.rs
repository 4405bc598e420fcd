//! What the tests of use cases stand on: an application over a database in a folder of its own,
//! with a clock that stands still.

use super::{App, Call, Settings, data_key, seed::seed, write};
use crate::{
    clock::Clock,
    delivery::{Delivery, DeliverySettings},
    domain::{
        caller::{Caller, Role, Roles},
        id::{AccountId, SessionId},
        limit::AfterHours,
    },
    error::Result,
    secrets::MasterKey,
    store::Store,
    vault::{Place, Vault},
};
use chrono::{DateTime, Utc};
use std::sync::Arc;
use tempfile::TempDir;
use uuid::Uuid;
use write::{Answer, Mode, WriteCall};

/// Wednesday, 2023-09-27, 10:00 local time.
pub(crate) const NOW: &str = "2023-09-27T02:00:00Z";

/// An application with an empty catalogue.
pub(crate) async fn empty_app() -> (Arc<App>, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::manual(NOW.parse::<DateTime<Utc>>().unwrap());
    (server(&folder, clock).await, folder)
}

/// One server over the database of a folder.
pub(crate) async fn server(folder: &TempDir, clock: Clock) -> Arc<App> {
    let file = folder.path().join("frsc.db");
    let store = Store::open(&format!("sqlite:{}", file.display())).await.unwrap();
    store.migrate().await.unwrap();
    let settings = Settings {
        division_code: "330482".to_owned(),
        after_hours: AfterHours::NextWorkingDay,
        demonstration: false,
        max_evidence_bytes: 4 * 1024 * 1024,
    };
    let master = MasterKey::new(&[7; 32]).unwrap();
    let secrets = data_key::unlock(&store, &clock, master).await.unwrap();
    let vault = Vault::open(&Place::Folder(folder.path().join("evidence"))).unwrap();
    let delivery = Delivery::new(&DeliverySettings::default()).unwrap();
    App::new(store, clock, secrets, vault, delivery, settings)
}

/// An application with the shipped catalogue.
pub(crate) async fn app() -> (Arc<App>, TempDir) {
    let (app, folder) = empty_app().await;
    seed(&app).await.unwrap();
    (app, folder)
}

/// A call of an administrator.
pub(crate) fn call(method: &'static str) -> Call {
    let caller = Caller {
        account_id: AccountId(Uuid::from_u128(1)),
        session_id: SessionId(Uuid::from_u128(2)),
        roles: Roles::of(&[Role::Admin]),
        grantable_roles: Roles::NONE,
        department_id: None,
    };
    Call { caller: Arc::new(caller), method, source: None }
}

/// A write of an administrator.
pub(crate) fn write_call(app: &App, mode: Mode) -> WriteCall {
    WriteCall {
        call: call("frsc.admin.v1.CatalogueService/Test"),
        request_id: app.clock.new_id(),
        request_hash: [0; 32],
        mode,
    }
}

/// An answer that is the outcome itself, and is not kept.
#[derive(Clone, Debug)]
pub(crate) struct Told<T>(pub(crate) T);

impl<T: Clone + Send> Answer<T> for Told<T> {
    fn of(outcome: &T) -> Self {
        Self(outcome.clone())
    }
    fn encode(&self) -> Vec<u8> {
        Vec::new()
    }
    fn decode(_kept: &[u8]) -> Result<Self> {
        Err(crate::error::Error::internal("a told answer is not kept"))
    }
}
