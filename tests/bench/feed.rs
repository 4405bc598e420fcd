//! The feed of events: from the commit of a booking to the watcher of its department, for 24
//! departments at a steady number of commits a second. The commits go past the desk, each with its
//! appointment and event in a transaction of its own, so that their rate is that of the figure.

use crate::{
    Bench, Outcome,
    load::Times,
    report::Figure,
    setup::{Hall, Server},
};
use chrono::{DateTime, Utc};
use frsc_proto::v1::{self, event_service_client::EventServiceClient};
use frsc_server::{
    domain::{
        admission::ItemSet,
        appointment::{Appointment, AppointmentState, Channel, PersonKey, Visitor},
        id::{AccountId, AppointmentId, HallSessionId, Id as _},
        slot::SlotKey,
    },
    service::App,
    store::{
        appointment::NewAppointment,
        trail::{OutboxEvent, TrailRows},
    },
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::{
    sync::mpsc,
    task::JoinSet,
    time::{MissedTickBehavior, interval, timeout},
};
use uuid::Uuid;

/// The figures of this file.
pub(crate) const NAMES: [&str; 1] = ["feed"];
const WATCHERS: usize = 24;
const COMMITS_A_SECOND: u32 = 500;
/// Transactions at the same time.
const WRITERS: usize = 8;
/// The longest time that one event in a hundred may exceed, in microseconds.
const GOAL_US: f64 = 50_000.0;
/// How long is waited for an event before it is lost.
const LOST_AFTER: Duration = Duration::from_secs(10);
/// A hall that nobody books in.
const HALL: Hall = Hall { counters: 1, places: 1, slot_minutes: 30, open_days: 2 };

/// When each event was committed, by its resource.
type Committed = Arc<Mutex<HashMap<String, Instant>>>;

/// Measures it.
pub(crate) async fn measure(bench: &mut Bench) -> Outcome<()> {
    let url = bench.home.fresh("feed").await?;
    let server = Server::start(&url, &bench.folder("feed"), HALL).await?;
    let departments = departments(&server).await?;
    let committed = Committed::default();
    let (heard, mut hearing) = mpsc::unbounded_channel();
    let mut watchers = JoinSet::new();
    for department in &departments {
        let client = server.hire_partner(department).await?;
        let mut events = EventServiceClient::new(client.channel(0));
        let request = client.request(v1::WatchEventsRequest::default());
        let mut stream =
            events.watch_events(request).await.map_err(|s| s.to_string())?.into_inner();
        stream.message().await.map_err(|s| s.to_string())?;
        let heard = heard.clone();
        watchers.spawn(async move {
            while let Ok(Some(told)) = stream.message().await {
                let now = Instant::now();
                for event in told.events {
                    // Nobody hears it once the measurement is over.
                    let _ = heard.send((event.resource_id, now));
                }
            }
        });
    }
    let length = bench.pace.each * bench.pace.rounds as u32;
    let sent = commit(&server, departments, length, Arc::clone(&committed)).await?;
    let times = compare(sent, &committed, &mut hearing).await?;
    report(bench, &times, length);
    watchers.abort_all();
    server.stop();
    Ok(())
}

/// The first departments of the shipped catalogue.
async fn departments(server: &Server) -> Outcome<Vec<String>> {
    let catalogue = frsc_server::service::catalogue::current(&server.app).await;
    let catalogue = catalogue.map_err(|error| error.to_string())?;
    let ids: Vec<_> = catalogue.departments.keys().take(WATCHERS).cloned().collect();
    if ids.len() < WATCHERS { Err("too few departments".to_owned()) } else { Ok(ids) }
}

/// Commits an event of each department in turn, so many a second; answers how many.
async fn commit(
    server: &Server,
    departments: Vec<String>,
    length: Duration,
    committed: Committed,
) -> Outcome<usize> {
    let app = Arc::clone(&server.app);
    server
        .within(async move {
            let mut ticks = interval(Duration::from_secs(1) / COMMITS_A_SECOND);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
            let until = Instant::now() + length;
            let (mut sent, mut writing) = (0, JoinSet::new());
            while Instant::now() < until {
                ticks.tick().await;
                if writing.len() >= WRITERS {
                    writing.join_next().await.ok_or("no writer")?.map_err(|e| e.to_string())??;
                }
                let department = departments[sent % departments.len()].clone();
                writing.spawn(commit_one(Arc::clone(&app), department, Arc::clone(&committed)));
                sent += 1;
            }
            while let Some(done) = writing.join_next().await {
                done.map_err(|error| error.to_string())??;
            }
            Ok(sent)
        })
        .await
}

async fn commit_one(app: Arc<App>, department_id: String, committed: Committed) -> Outcome<()> {
    let appointment = appointment(app.clock.now());
    let resource_id = appointment.id.text();
    let event = OutboxEvent {
        at: appointment.created_at,
        kind: "appointment.booked",
        resource_id: resource_id.clone(),
        department_ids: department_id.clone(),
        body: "{}".to_owned(),
    };
    let departments = vec![("RP-W-EXT".to_owned(), department_id)];
    let writing = async {
        let tx = app.store.begin().await?;
        let new = [NewAppointment { appointment, departments }];
        let trail = TrailRows { events: vec![event], ..TrailRows::default() };
        tx.write_bookings(&[], &new, trail).await?;
        tx.commit().await
    };
    writing.await.map_err(|error: frsc_server::error::Error| error.to_string())?;
    committed.lock().unwrap_or_else(PoisonError::into_inner).insert(resource_id, Instant::now());
    Ok(())
}

/// An appointment of somebody nobody else is.
fn appointment(now: DateTime<Utc>) -> Appointment {
    let id = Uuid::new_v4();
    let mut person = [0; 32];
    person[..16].copy_from_slice(id.as_bytes());
    let slot = SlotKey { start: now, hall_session_id: HallSessionId(Uuid::nil()) };
    let visitor = Visitor {
        person_key: PersonKey(person),
        name: "VISITOR".to_owned(),
        language: "en".to_owned(),
        phone: "+99955500123".to_owned(),
        email: String::new(),
        passport_sealed: None,
        passport_mask: String::new(),
        resident_id: None,
    };
    Appointment {
        id: AppointmentId(id),
        number: id.simple().to_string(),
        state: AppointmentState::Booked,
        channel: Channel::Booked,
        slot,
        end: now,
        items: ItemSet::parse("RP-W-EXT"),
        visitor,
        agent: None,
        flags: Default::default(),
        note: String::new(),
        reason: String::new(),
        ticket_id: None,
        created_by: AccountId(Uuid::nil()),
        created_at: now,
        updated_at: now,
        version: 1,
    }
}

/// The time from each commit to its watcher. An event that no watcher heard of is an error.
async fn compare(
    sent: usize,
    committed: &Committed,
    hearing: &mut mpsc::UnboundedReceiver<(String, Instant)>,
) -> Outcome<Times> {
    let mut times = Times::default();
    while times.nanos.len() < sent {
        let heard = timeout(LOST_AFTER, hearing.recv()).await;
        let (id, at) = heard.ok().flatten().ok_or("an event was not told")?;
        let committed = committed.lock().unwrap_or_else(PoisonError::into_inner);
        let since = *committed.get(&id).ok_or("an event was told that was not committed")?;
        // A watcher may hear of it before its writer does.
        let took = at.saturating_duration_since(since);
        times.nanos.push(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX));
    }
    Ok(times)
}

fn report(bench: &mut Bench, times: &Times, length: Duration) {
    let rate = times.nanos.len() as f64 / length.as_secs_f64();
    let p99_us = times.quantile_us(0.99);
    let kept_up = rate >= f64::from(COMMITS_A_SECOND) * 0.9;
    bench.report.add(Figure {
        name: "feed".to_owned(),
        db: bench.backend.name(),
        value: rate,
        unit: "events/s",
        p50_us: Some(times.quantile_us(0.5)),
        p99_us: Some(p99_us),
        ratio: None,
        goal: Some((format!("p99 <= 50 ms, {WATCHERS} watch"), p99_us <= GOAL_US && kept_up)),
    });
}
