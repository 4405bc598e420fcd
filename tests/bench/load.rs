//! Clients that each send their next request when the last one is answered, and the times it takes.

use crate::Outcome;
use std::{
    future::Future,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

/// The times of many calls.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times {
    /// Nanoseconds of each call.
    pub(crate) nanos: Vec<u64>,
    /// How long all of them took together.
    pub(crate) span: Duration,
}

impl Times {
    /// Calls a second.
    pub(crate) fn rate(&self) -> f64 {
        self.nanos.len() as f64 / self.span.as_secs_f64().max(1e-9)
    }

    /// The time that such a part of the calls does not exceed, in microseconds.
    pub(crate) fn quantile_us(&self, part: f64) -> f64 {
        let mut sorted = self.nanos.clone();
        sorted.sort_unstable();
        let last = sorted.len().saturating_sub(1);
        let index = (last as f64 * part).round() as usize;
        sorted.get(index).map_or(0.0, |nanos| *nanos as f64 / 1000.0)
    }
}

/// The rounds of one figure.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rounds(Vec<Times>);

impl Rounds {
    pub(crate) fn add(&mut self, times: Times) {
        self.0.push(times);
    }

    /// The median rate.
    pub(crate) fn rate(&self) -> f64 {
        median(self.0.iter().map(Times::rate).collect())
    }

    /// The median of a quantile, in microseconds.
    pub(crate) fn quantile_us(&self, part: f64) -> f64 {
        median(self.0.iter().map(|times| times.quantile_us(part)).collect())
    }

    /// The median of the ratios of rounds that were measured next to each other.
    pub(crate) fn ratio(&self, base: &Self) -> f64 {
        median(self.0.iter().zip(&base.0).map(|(own, base)| own.rate() / base.rate()).collect())
    }
}

/// The middle of some numbers.
fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    match numbers.len() {
        0 => 0.0,
        count if count % 2 == 1 => numbers[count / 2],
        count => f64::midpoint(numbers[count / 2 - 1], numbers[count / 2]),
    }
}

/// Runs clients for a while; each calls `call` with its own number.
pub(crate) async fn run<F, Fut>(clients: usize, length: Duration, call: F) -> Outcome<Times>
where
    F: Fn(usize) -> Fut + Clone + Send + 'static,
    Fut: Future<Output = Outcome<()>> + Send + 'static,
{
    let began = Instant::now();
    let until = began + length;
    let mut running = JoinSet::new();
    for client in 0..clients {
        let call = call.clone();
        running.spawn(async move {
            let mut nanos = Vec::with_capacity(4096);
            while Instant::now() < until {
                let sent = Instant::now();
                call(client).await?;
                nanos.push(u64::try_from(sent.elapsed().as_nanos()).unwrap_or(u64::MAX));
            }
            Ok::<_, String>(nanos)
        });
    }
    let mut times = Times::default();
    while let Some(done) = running.join_next().await {
        times.nanos.extend(done.map_err(|error| format!("a client died: {error}"))??);
    }
    times.span = began.elapsed();
    Ok(times)
}
