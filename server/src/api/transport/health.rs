//! What health checks are told: SERVING only while the application says that it can serve. It never
//! asks the database itself.

use crate::api::methods;
use std::{future::Future, time::Duration};
use tokio::{
    sync::Mutex,
    time::{MissedTickBehavior, interval, timeout},
};
use tonic_health::{ServingStatus, server::HealthReporter};

/// How often the application is asked whether it can serve, and how long its answer may take.
const HEALTH_EVERY: Duration = Duration::from_secs(2);

/// What health checks are told.
pub(super) struct Health<H> {
    reporter: HealthReporter,
    healthy: H,
    told: Mutex<Option<ServingStatus>>,
}

impl<H, F> Health<H>
where
    H: Fn() -> F,
    F: Future<Output = bool>,
{
    pub(super) fn new(reporter: HealthReporter, healthy: H) -> Self {
        Self { reporter, healthy, told: Mutex::new(None) }
    }

    /// Asks the application again and again.
    pub(super) async fn keep_asking(&self) {
        let mut ticks = interval(HEALTH_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            self.ask().await;
        }
    }

    /// Asks the application once.
    pub(super) async fn ask(&self) {
        let healthy = timeout(HEALTH_EVERY, (self.healthy)()).await.unwrap_or(false);
        let status = if healthy { ServingStatus::Serving } else { ServingStatus::NotServing };
        self.set(status).await;
    }

    /// Sets the status of the whole server, whose name is empty, and of every service.
    pub(super) async fn set(&self, status: ServingStatus) {
        // Every watcher is told of each setting, so only a change is one.
        if self.told.lock().await.replace(status) == Some(status) {
            return;
        }
        self.reporter.set_service_status("", status).await;
        let mut last = "";
        for method in methods::all() {
            let service = method.name().split('/').next().unwrap_or_default();
            if service != last && !service.starts_with("grpc.") {
                self.reporter.set_service_status(service, status).await;
            }
            last = service;
        }
    }
}
