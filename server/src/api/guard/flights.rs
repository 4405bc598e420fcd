//! The calls in flight: how many there are, and the writes that go on without their client. It
//! never holds a lock while a call runs.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::{
    sync::{Notify, watch},
    task::JoinHandle,
};

/// The calls in flight of one server.
#[derive(Debug)]
pub struct Flights {
    limit: usize,
    calls: AtomicUsize,
    writes: AtomicUsize,
    no_writes: Notify,
    stopping: watch::Sender<bool>,
}

impl Flights {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            calls: AtomicUsize::new(0),
            writes: AtomicUsize::new(0),
            no_writes: Notify::new(),
            stopping: watch::Sender::new(false),
        }
    }

    /// How many calls are in flight.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::Relaxed)
    }

    /// Ends every stream, now and from now on. Other calls go on.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Waits until no write runs.
    pub async fn writes_done(&self) {
        loop {
            let changed = self.no_writes.notified();
            if self.writes.load(Ordering::Acquire) == 0 {
                return;
            }
            changed.await;
        }
    }

    /// A place among the calls in flight, or `None` at the limit.
    pub(super) fn admit(self: &Arc<Self>) -> Option<Admission> {
        let admission = Admission(self.clone());
        (self.calls.fetch_add(1, Ordering::Relaxed) < self.limit).then_some(admission)
    }

    /// Runs a future to its end, whoever waits for it. Shutdown waits for it.
    pub(super) fn detach<F>(self: &Arc<Self>, future: F) -> JoinHandle<F::Output>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        self.writes.fetch_add(1, Ordering::AcqRel);
        let running = Running(self.clone());
        tokio::spawn(async move {
            let output = future.await;
            drop(running);
            output
        })
    }

    /// Resolves once the server stops.
    pub(super) fn stopped(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut stopping = self.stopping.subscribe();
        async move {
            // An error means that the server is gone, which is a stop too.
            let _ = stopping.wait_for(|stopping| *stopping).await;
        }
    }
}

/// A place among the calls in flight, given back on drop.
#[derive(Debug)]
pub(super) struct Admission(Arc<Flights>);

impl Drop for Admission {
    fn drop(&mut self) {
        self.0.calls.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A detached write, counted until it is dropped, even by a panic.
struct Running(Arc<Flights>);

impl Drop for Running {
    fn drop(&mut self) {
        if self.0.writes.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.0.no_writes.notify_waiters();
        }
    }
}
