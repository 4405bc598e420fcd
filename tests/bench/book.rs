//! Bookings by many clients, beside the raw database that writes the same rows one by one.

use crate::{
    Bench, Outcome,
    check::{Answer, Database, Told},
    client::{Client, booking},
    load::{self, Rounds, Times},
    raw::Raw,
    report::{Figure, Ratio},
    setup::{Hall, Server, Slot},
};
use frsc_server::{clock::Clock, store::Store};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tonic_types::StatusExt as _;
use uuid::Uuid;

/// The figures of this file.
pub(crate) const NAMES: [&str; 5] = ["raw_book", "book_1", "book_8", "book_64", "book_hot_64"];

/// Eight counters and far more places than anybody books.
const HALL: Hall = Hall { counters: 8, places: 100_000, slot_minutes: 30, open_days: 40 };
const PLACES: i64 = 800_000;
/// Connections of the clients.
const CONNECTIONS: usize = 8;
/// How long everything is warmed up.
const WARM_UP: Duration = Duration::from_millis(400);

/// A way to book, and what is wanted of it.
struct Kind {
    name: &'static str,
    clients: usize,
    hot: bool,
    /// The figure it is compared with, and the least ratio.
    least: Option<(&'static str, f64)>,
}

const KINDS: [Kind; 4] = [
    Kind { name: "book_1", clients: 1, hot: false, least: None },
    Kind { name: "book_8", clients: 8, hot: false, least: Some(("raw_book", 0.30)) },
    Kind { name: "book_64", clients: 64, hot: false, least: Some(("raw_book", 1.0)) },
    Kind { name: "book_hot_64", clients: 64, hot: true, least: Some(("book_64", 0.9)) },
];

/// What clients were told, kept for the check.
pub(crate) type Kept = Arc<Mutex<Vec<Told>>>;

/// Measures every way to book in turn, round by round.
pub(crate) async fn measure(bench: &mut Bench) -> Outcome<()> {
    let url = bench.home.fresh("book").await?;
    let server = Server::start(&url, &bench.folder("book"), HALL).await?;
    let raw = open_raw(bench, &server.app.clock).await?;
    let slots = Arc::new(server.slots.clone());
    let client = server.clerk(CONNECTIONS).await?;
    let kept = Kept::default();
    let mut raws = Rounds::default();
    let mut rounds: Vec<Rounds> = KINDS.iter().map(|_| Rounds::default()).collect();
    for round in 0..=bench.pace.rounds {
        let warm = round > 0;
        let each = if warm { bench.pace.each } else { WARM_UP };
        let times = raw.measure(&slots, each).await?;
        if warm {
            raws.add(times);
        }
        for (kind, rounds) in KINDS.iter().zip(&mut rounds) {
            if !bench.wants(&needed_by(kind)) {
                continue;
            }
            let times = book(kind, &client, &server, &slots, each, &kept).await?;
            if warm {
                rounds.add(times);
            }
        }
    }
    let told = std::mem::take(&mut *kept.lock().unwrap_or_else(PoisonError::into_inner));
    let findings = Database::open(&url).await?.check(&told, PLACES).await?;
    if !findings.is_clean() {
        eprintln!("bench: bookings on {}: {findings}", bench.backend.name());
    }
    report(bench, &raws, &rounds, findings.is_clean());
    server.stop();
    Ok(())
}

/// The figures that cannot be told without this one.
fn needed_by(kind: &Kind) -> Vec<&'static str> {
    let others = KINDS.iter().filter(|k| k.least.is_some_and(|(base, _)| base == kind.name));
    others.map(|other| other.name).chain([kind.name]).collect()
}

fn report(bench: &mut Bench, raws: &Rounds, rounds: &[Rounds], clean: bool) {
    let figure = |name: &str, rounds: &Rounds| Figure {
        name: name.to_owned(),
        db: bench.backend.name(),
        value: rounds.rate(),
        unit: "bookings/s",
        p50_us: Some(rounds.quantile_us(0.5)),
        p99_us: Some(rounds.quantile_us(0.99)),
        ..Figure::default()
    };
    let mut figures = vec![figure("raw_book", raws)];
    for (kind, own) in KINDS.iter().zip(rounds).filter(|(kind, _)| bench.wants(&needed_by(kind))) {
        let mut figure = figure(kind.name, own);
        let (to, least) = kind.least.unwrap_or(("raw_book", 0.0));
        let base = KINDS.iter().zip(rounds).find(|(kind, _)| kind.name == to);
        let value = own.ratio(base.map_or(raws, |(_, rounds)| rounds));
        figure.ratio = Some(Ratio { value, to });
        figure.goal = Some(match kind.least {
            Some(_) => (format!(">= {least} of {to}, exact"), value >= least && clean),
            None => ("exact".to_owned(), clean),
        });
        figures.push(figure);
    }
    figures.into_iter().for_each(|figure| bench.report.add(figure));
}

/// A database of its own for the raw rows, with the product's schema.
async fn open_raw(bench: &Bench, clock: &Clock) -> Outcome<Raw> {
    let url = bench.home.fresh("raw").await?;
    let store = Store::open(&url).await?;
    store.migrate().await.map_err(|error| error.to_string())?;
    drop(store);
    Raw::open(&url, clock.clone(), None).await
}

async fn book(
    kind: &Kind,
    client: &Client,
    server: &Server,
    slots: &Arc<Vec<Slot>>,
    each: Duration,
    kept: &Kept,
) -> Outcome<Times> {
    let (client, slots, kept) = (client.clone(), Arc::clone(slots), Arc::clone(kept));
    let (items, hot) = (Arc::new(server.items.clone()), kind.hot);
    load::run(kind.clients, each, move |number| {
        let random = Uuid::new_v4().as_u128() as usize;
        let slot = slots[if hot { 0 } else { random % slots.len() }].clone();
        let item = items[(random >> 32) % items.len()].clone();
        let (client, kept) = (client.clone(), Arc::clone(&kept));
        async move {
            let told = ask(&client, number, &slot, &item).await;
            kept.lock().unwrap_or_else(PoisonError::into_inner).push(told);
            Ok(())
        }
    })
    .await
}

/// Asks for a place and keeps what is told.
pub(crate) async fn ask(client: &Client, number: usize, slot: &Slot, item: &str) -> Told {
    let message = booking(&slot.id, item);
    let request_id = message.request_id.parse().unwrap_or_default();
    let answer = client.appointments(number).book_appointment(client.request(message)).await;
    let answer = match answer {
        Ok(_) => Answer::Booked,
        Err(status) => {
            let details = status.get_error_details();
            let reason = details.error_info().map_or("", |info| info.reason.as_str());
            if reason == "SLOT_FULL" {
                Answer::Full
            } else {
                eprintln!("bench: a booking was refused: {reason} {status}");
                Answer::Other
            }
        }
    };
    Told { slot: slot.key, request_id, answer }
}
