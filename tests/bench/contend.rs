//! Many clients that all want the one place of one slot, at the same moment; and the same by a way
//! that is known to be wrong, so that the check is seen to find it.

use crate::{
    Bench, Outcome,
    book::ask,
    check::{Database, Findings, Told},
    load::Times,
    raw::Raw,
    report::{Figure, Ratio},
    setup::{Hall, Server, Slot},
};
use std::{
    future::Future,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{sync::Barrier, task::JoinSet};

/// The figures of this file.
pub(crate) const NAMES: [&str; 5] =
    ["contend_2", "contend_8", "contend_32", "contend_256", "wrong_contend"];

/// One counter with one place in each slot.
const HALL: Hall = Hall { counters: 1, places: 1, slot_minutes: 10, open_days: 12 };
/// Clients, and slots they contend for, one after the other.
const CONTENDERS: [(usize, usize); 4] = [(2, 120), (8, 80), (32, 60), (256, 24)];
/// Slots booked by one client alone, for comparison.
const ALONE: usize = 40;
/// Clients of the wrong way, and the slots they contend for.
const WRONG: (usize, usize) = (16, 20);
const CONNECTIONS: usize = 8;
/// The longest time of one call in a hundred, in uncontended medians, for each eight clients; fewer
/// clients than that are allowed as much as eight.
const TIMES_OF_P50: f64 = 10.0;

/// Measures contention, and counts afterwards.
pub(crate) async fn measure(bench: &mut Bench) -> Outcome<()> {
    let url = bench.home.fresh("contend").await?;
    let server = Server::start(&url, &bench.folder("contend"), HALL).await?;
    let database = Database::open(&url).await?;
    let client = server.clerk(CONNECTIONS).await?;
    let item: Arc<str> = server.items.first().ok_or("the hall serves no item")?.as_str().into();
    let mut slots = server.slots.iter();
    let call = move |number: usize, slot: Slot| {
        let (client, item) = (client.clone(), Arc::clone(&item));
        async move { Ok(ask(&client, number, &slot, &item).await) }
    };
    for (clients, count) in CONTENDERS {
        let name = format!("contend_{clients}");
        if bench.wants(&[name.as_str()]) {
            let count = count * bench.pace.slots / 16;
            // Right before, so that both are of the same moment of the machine.
            let (alone, told) = contend(&mut slots, 1, ALONE, call.clone()).await?;
            let p50_us = alone.quantile_us(0.5);
            let found = database.check(&told, 1).await?;
            if !found.is_clean() {
                return Err(format!("bookings without contention: {found}"));
            }
            let (times, told) = contend(&mut slots, clients, count, call.clone()).await?;
            let found = database.check(&told, 1).await?;
            bench.report.add(figure(bench, &name, &times, p50_us, found, clients));
        }
    }
    if bench.wants(&["wrong_contend"]) {
        wrong(bench, &url, &server, &mut slots, &database).await?;
    }
    server.stop();
    Ok(())
}

fn figure(
    bench: &Bench,
    name: &str,
    times: &Times,
    p50_us: f64,
    found: Findings,
    clients: usize,
) -> Figure {
    if !found.is_clean() {
        eprintln!("bench: {name} on {}: {found}", bench.backend.name());
    }
    let p99_us = times.quantile_us(0.99);
    let (value, most) = (p99_us / p50_us, TIMES_OF_P50 * (clients as f64 / 8.0).max(1.0));
    Figure {
        name: name.to_owned(),
        db: bench.backend.name(),
        value: times.rate(),
        unit: "answers/s",
        p50_us: Some(times.quantile_us(0.5)),
        p99_us: Some(p99_us),
        ratio: Some(Ratio { value, to: "uncontended p50" }),
        goal: Some((format!("exact, p99 <= {most} p50"), found.is_clean() && value <= most)),
    }
}

/// Lets clients contend for slots, one after the other, all of them at the same moment.
async fn contend<'a, F, Fut>(
    slots: &mut impl Iterator<Item = &'a Slot>,
    clients: usize,
    count: usize,
    call: F,
) -> Outcome<(Times, Vec<Told>)>
where
    F: Fn(usize, Slot) -> Fut + Clone + Send + 'static,
    Fut: Future<Output = Outcome<Told>> + Send + 'static,
{
    let (mut times, mut told) = (Times::default(), Vec::new());
    for slot in slots.take(count.max(1)) {
        let start = Arc::new(Barrier::new(clients));
        let mut waiting = JoinSet::new();
        for number in 0..clients {
            let (start, call, slot) = (Arc::clone(&start), call.clone(), slot.clone());
            waiting.spawn(async move {
                start.wait().await;
                let sent = Instant::now();
                call(number, slot).await.map(|told| (told, sent.elapsed()))
            });
        }
        let mut slowest = Duration::ZERO;
        while let Some(done) = waiting.join_next().await {
            let (answer, took) = done.map_err(|error| format!("a client died: {error}"))??;
            told.push(answer);
            slowest = slowest.max(took);
            times.nanos.push(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX));
        }
        times.span += slowest;
    }
    if told.is_empty() {
        return Err("the hall has too few slots".to_owned());
    }
    Ok((times, told))
}

/// Check, then insert: the check afterwards has to find places sold twice.
async fn wrong<'a>(
    bench: &mut Bench,
    url: &str,
    server: &Server,
    slots: &mut impl Iterator<Item = &'a Slot>,
    database: &Database,
) -> Outcome<()> {
    let (clients, count) = WRONG;
    let raw = Raw::open(url, server.app.clock.clone(), Some(clients)).await?;
    let call = move |number, slot: Slot| {
        let raw = raw.clone();
        async move { raw.book_wrongly(number, &slot).await }
    };
    let (times, told) = contend(slots, clients, count, call).await?;
    let found = database.check(&told, 1).await?;
    bench.report.add(Figure {
        name: "wrong_contend".to_owned(),
        db: bench.backend.name(),
        value: found.oversold as f64,
        unit: "oversold",
        p50_us: Some(times.quantile_us(0.5)),
        p99_us: Some(times.quantile_us(0.99)),
        ratio: None,
        goal: Some(("oversold > 0 must be found".to_owned(), found.oversold > 0)),
    });
    Ok(())
}
