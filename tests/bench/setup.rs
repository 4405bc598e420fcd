//! A server as the product starts it, in a runtime of its own, with a hall made for the
//! measurement.

use crate::{Outcome, client::Client};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc, Weekday};
use frsc_proto::{admin, v1};
use frsc_server::{
    api::transport::Running,
    clock::Clock,
    config::Config,
    domain::{
        catalogue::{BookingPolicy, Catalogue, ChannelQuota, Counter, HallSession, Validity},
        slot::{SlotKey, slots_on},
    },
    run::{self, Purpose},
    service::{App, bootstrap, catalogue},
    store::catalogue::{Document, Kind, ONLY},
    telemetry,
};
use std::{collections::BTreeMap, future::Future, io, path::Path, sync::Arc};
use tokio::runtime::Runtime;
use uuid::Uuid;

/// Wednesday, 2023-09-27, 09:00 local time; the clock runs on from here.
const START: &str = "2023-09-27T01:00:00Z";
const SECRET: &str = "bench-7Q2M-4XKD-secret";
const CLERK: &str = "bench-clerk";

/// The hall of a measurement: one session on working days, from 08:30 to 17:00.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hall {
    /// Its counters.
    pub(crate) counters: usize,
    /// Places of each counter in each slot.
    pub(crate) places: u32,
    /// The length of a slot.
    pub(crate) slot_minutes: u32,
    /// Working days that are open for booking.
    pub(crate) open_days: u32,
}

/// A slot that can be booked.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    /// Which.
    pub(crate) key: SlotKey,
    /// Its id outside.
    pub(crate) id: Arc<str>,
}

/// A running server.
#[derive(Debug)]
pub(crate) struct Server {
    runtime: Option<Runtime>,
    /// The application behind it.
    pub(crate) app: Arc<App>,
    running: Running,
    /// The slots open for booking, by time.
    pub(crate) slots: Vec<Slot>,
    /// An item for each kind of counter.
    pub(crate) items: Vec<String>,
}

/// Telemetry as the product has it, with log lines that go nowhere.
pub(crate) fn telemetry() -> Outcome<telemetry::Telemetry> {
    let config = config("sqlite:unused.db", Path::new("unused"))?;
    telemetry::start_to(&config, io::sink()).map_err(|error| error.to_string())
}

impl Server {
    /// Starts a server over a new database, with a hall and a clerk.
    pub(crate) async fn start(url: &str, folder: &Path, hall: Hall) -> Outcome<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .thread_name("server")
            .build()
            .map_err(|error| error.to_string())?;
        let config = config(url, folder)?;
        let start: DateTime<Utc> = START.parse().map_err(|_| "an odd instant")?;
        let started = on(&runtime, async move {
            let app = run::open(&config, Clock::demonstration(start), Purpose::Centre).await?;
            build(&app, hall).await.map_err(|error| error.to_string())?;
            first_admin(&app).await?;
            let running = run::serve(&config, &app).await?;
            run::keep_time(&app);
            let catalogue = catalogue::current(&app).await.map_err(|error| error.to_string())?;
            Ok::<_, String>((app, running, open_slots(&catalogue, hall), items(&catalogue)))
        });
        let (app, running, slots, items) = started.await?;
        let server = Self { runtime: Some(runtime), app, running, slots, items };
        server.hire_clerk().await?;
        Ok(server)
    }

    /// Runs something where the server runs.
    pub(crate) async fn within<T: Send + 'static>(
        &self,
        work: impl Future<Output = Outcome<T>> + Send + 'static,
    ) -> Outcome<T> {
        let runtime = self.runtime.as_ref().ok_or("the server was stopped")?;
        on(runtime, work).await
    }

    /// Signs the clerk in, over so many connections. A token lasts ten minutes.
    pub(crate) async fn clerk(&self, connections: usize) -> Outcome<Client> {
        Client::sign_in(self.running.address, connections, CLERK, SECRET).await
    }

    async fn hire_clerk(&self) -> Outcome<()> {
        self.hire(CLERK, admin::AccountKind::Person, v1::Role::Clerk, "").await
    }

    /// Signs a duty lead in.
    pub(crate) async fn hire_lead(&self) -> Outcome<Client> {
        let (login_name, kind) = ("bench-lead", admin::AccountKind::Person);
        self.hire(login_name, kind, v1::Role::DutyLead, "").await?;
        Client::sign_in(self.running.address, 1, login_name, SECRET).await
    }

    /// Signs the system of a department in.
    pub(crate) async fn hire_partner(&self, department_id: &str) -> Outcome<Client> {
        let login_name = format!("bench-{}", department_id.to_lowercase());
        let (kind, role) = (admin::AccountKind::PartnerSystem, v1::Role::PartnerSystem);
        self.hire(&login_name, kind, role, department_id).await?;
        Client::sign_in(self.running.address, 1, &login_name, SECRET).await
    }

    async fn hire(
        &self,
        login_name: &str,
        kind: admin::AccountKind,
        role: v1::Role,
        department_id: &str,
    ) -> Outcome<()> {
        let admin = Client::sign_in(self.running.address, 1, "admin", SECRET).await?;
        let channel = admin.channel(0);
        let mut accounts = admin::account_service_client::AccountServiceClient::new(channel);
        let request = admin::CreateAccountRequest {
            request_id: Uuid::new_v4().to_string(),
            kind: kind.into(),
            login_name: login_name.to_owned(),
            display_name: login_name.to_owned(),
            roles: vec![role.into()],
            department_id: department_id.to_owned(),
            secret: SECRET.to_owned(),
            ..Default::default()
        };
        let made = accounts.create_account(admin.request(request)).await;
        made.map(|_| ()).map_err(|status| format!("the account {login_name}: {status}"))
    }

    /// Stops the server and closes its database.
    pub(crate) fn stop(mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A runtime must not be dropped where futures run.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn on<T: Send + 'static>(
    runtime: &Runtime,
    work: impl Future<Output = Outcome<T>> + Send + 'static,
) -> Outcome<T> {
    runtime.spawn(work).await.map_err(|error| format!("the server died: {error}"))?
}

fn config(url: &str, folder: &Path) -> Outcome<Config> {
    let key = folder.with_extension("key").display().to_string();
    let flags = [
        ("database", url.to_owned()),
        ("listen", "127.0.0.1:0".to_owned()),
        ("key_file", key),
        ("log_level", "info".to_owned()),
        ("log_format", "json".to_owned()),
    ];
    let loaded = Config::load(None, [], flags);
    loaded.map(|loaded| loaded.config).map_err(|problems| problems.join("; "))
}

async fn first_admin(app: &App) -> Outcome<()> {
    let told = |error: frsc_server::error::Error| error.to_string();
    let code = bootstrap::issue_bootstrap_code(app).await.map_err(told)?;
    let secret = SECRET.to_owned().into();
    bootstrap::bootstrap(app, &code, "admin", "Admin", secret).await.map_err(told)?;
    Ok(())
}

/// Puts the hall in place of the shipped sessions.
async fn build(app: &App, hall: Hall) -> frsc_server::error::Result<()> {
    let shipped = catalogue::current(app).await?;
    let mut documents = Vec::new();
    for (id, entry) in &shipped.hall_sessions {
        let over = NaiveDate::from_ymd_opt(2000, 1, 1);
        let ended =
            HallSession { validity: Validity { from: None, to: over }, ..entry.value.clone() };
        let id = id.to_string();
        documents.push(Document::of(Kind::HallSession, id, &ended, entry.version + 1)?);
    }
    let models: Vec<_> = shipped.counters.values().map(|entry| &entry.value).collect();
    let mut counter_ids = Vec::new();
    for (index, model) in models.iter().cycle().take(hall.counters).enumerate() {
        let id = format!("X{index:02}");
        let counter = Counter { id: id.clone(), ..(*model).clone() };
        documents.push(Document::of(Kind::Counter, id.clone(), &counter, 1)?);
        counter_ids.push(id);
    }
    let session = session(hall, counter_ids);
    documents.push(Document::of(Kind::HallSession, session.id.to_string(), &session, 1)?);
    let policy = BookingPolicy { open_working_days: hall.open_days, ..shipped.policy() };
    documents.push(Document::of(Kind::BookingPolicy, ONLY.to_owned(), &policy, 2)?);
    let tx = app.store.begin().await?;
    tx.put_catalogue(documents, app.clock.now()).await?;
    tx.commit().await?;
    app.catalogue.forget();
    Ok(())
}

fn session(hall: Hall, counter_ids: Vec<String>) -> HallSession {
    let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    HallSession {
        id: Uuid::from_u128(0xbe7c),
        name_zh: "测量".to_owned(),
        name_en: "Measurement".to_owned(),
        weekdays: vec![Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri],
        runs_on_workdays: true,
        start: time(8, 30),
        end: time(17, 0),
        slot_minutes: hall.slot_minutes,
        counter_ids,
        service_item_ids: Vec::new(),
        places_per_counter: hall.places,
        booked_quota: ChannelQuota::default(),
        walk_in_quota: ChannelQuota::default(),
        third_party_quota: ChannelQuota::default(),
        ticket_series: "X".to_owned(),
        validity: Validity::default(),
        exceptions: BTreeMap::new(),
    }
}

/// The slots of the open days.
fn open_slots(catalogue: &Catalogue, hall: Hall) -> Vec<Slot> {
    let today = NaiveDate::from_ymd_opt(2023, 9, 27).unwrap_or_default();
    let open = catalogue.calendar.working_days_after(today).take(hall.open_days as usize);
    let plans = open.flat_map(|day| slots_on(catalogue, day));
    plans.map(|plan| Slot { key: plan.key, id: plan.key.text().into() }).collect()
}

/// The first item of each kind of counter.
fn items(catalogue: &Catalogue) -> Vec<String> {
    let counters = catalogue.counters.values().map(|entry| &entry.value);
    let own = counters.filter(|counter| counter.id.starts_with('X'));
    let mut items: Vec<_> =
        own.filter_map(|counter| counter.service_item_ids.first().cloned()).collect();
    items.sort();
    items.dedup();
    items
}
