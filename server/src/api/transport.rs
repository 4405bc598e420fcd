//! The server's socket: accepts, bounds and closes connections, answers health checks and
//! reflection, and stops within a bound. It never serves plaintext beyond the machine itself, and
//! knows nothing of any method.

mod connection;
mod health;
mod settings;
#[cfg(test)]
mod tests;

pub use settings::{
    DRAIN_DURATION, MAX_CONCURRENT_STREAMS, Settings, StartError, TlsFiles, check_tls,
};

use super::guard::{Flights, Gate, Guard};
use connection::Connection;
use futures_util::{Stream, stream};
use health::Health;
use settings::builder;
use std::{future::Future, io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::TcpListener,
    sync::{Semaphore, watch},
    task::JoinHandle,
    time::{sleep, timeout},
};
use tonic::service::Routes;
use tonic_health::ServingStatus;

/// How long the listener rests where the machine has no more file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// A server that runs. Dropped, it stops as `shutdown` does, but nobody waits for it.
#[derive(Debug)]
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    stop: watch::Sender<bool>,
    supervisor: JoinHandle<bool>,
}

impl Running {
    /// Stops: health says NOT_SERVING, streams end, calls and writes are awaited for 15 seconds.
    /// True where everything came to its end in that time.
    pub async fn shutdown(self) -> bool {
        self.stop.send_replace(true);
        self.supervisor.await.unwrap_or(false)
    }

    /// Serves until the process is asked to stop, by SIGTERM or SIGINT, and then stops.
    ///
    /// # Errors
    /// Where the machine offers no signals.
    pub async fn until_signal(self) -> io::Result<bool> {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("asked to stop");
        Ok(self.shutdown().await)
    }
}

/// Binds and serves the routes behind the guard. `healthy` is asked every two seconds whether the
/// database answers and its schema fits; once before this returns.
///
/// # Errors
/// Names the setting that keeps the server from starting.
pub async fn serve<G, H, F>(
    settings: &Settings,
    guard: Guard<G>,
    routes: Routes,
    healthy: H,
) -> Result<Running, StartError>
where
    G: Gate,
    H: Fn() -> F + Send + Sync + 'static,
    F: Future<Output = bool> + Send + 'static,
{
    let mut server = builder(settings)?.layer(guard.clone());
    let listener = bind(settings.listen).await?;
    let address = listener.local_addr().unwrap_or(settings.listen);
    let (reporter, health_service) = tonic_health::server::health_reporter();
    let routes = with_reflection(routes.add_service(health_service), settings.reflection)?;
    let health = Health::new(reporter, healthy);
    health.ask().await;
    let (stop, stopped) = watch::channel(false);
    let (drain, drained) = watch::channel(false);
    let serving = tokio::spawn(
        server
            .add_routes(routes)
            .serve_with_incoming_shutdown(connections(listener, settings), until(drained)),
    );
    let stopping =
        Stopping { drain, serving, flights: guard.flights(), within: settings.drain_within };
    let supervisor = tokio::spawn(supervise(health, stopped, stopping));
    tracing::info!(%address, tls = settings.tls.is_some(), "serving");
    Ok(Running { address, stop, supervisor })
}

async fn bind(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|cause| StartError::Bind { address, cause })
}

fn with_reflection(routes: Routes, reflection: bool) -> Result<Routes, StartError> {
    if !reflection {
        return Ok(routes);
    }
    let builder = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(frsc_proto::DESCRIPTOR_SET)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
    };
    Ok(routes.add_service(builder().build_v1()?).add_service(builder().build_v1alpha()?))
}

/// The connections as they come. The listener is closed when this is dropped.
fn connections(
    listener: TcpListener,
    settings: &Settings,
) -> impl Stream<Item = io::Result<Connection>> + use<> {
    let slots = Arc::new(Semaphore::new(settings.max_connections));
    let first_bytes_within = settings.first_bytes_within;
    stream::unfold((listener, slots), move |(listener, slots)| async move {
        loop {
            let Ok((stream, _peer)) = listener.accept().await else {
                // Out of file descriptors: trying again at once would only burn the processor.
                sleep(ACCEPT_PAUSE).await;
                continue;
            };
            // Beyond the limit a connection is closed at once: its client sees UNAVAILABLE.
            let Ok(slot) = slots.clone().try_acquire_owned() else {
                continue;
            };
            let connection = Connection::new(stream, slot, first_bytes_within);
            return Some((Ok(connection), (listener, slots)));
        }
    })
}

/// Resolves once the flag is set or nobody can set it any more.
async fn until(mut flag: watch::Receiver<bool>) {
    let _ = flag.wait_for(|set| *set).await;
}

/// Keeps the health answers true, and stops the server when it is asked to.
async fn supervise<H, F, E>(
    health: Health<H>,
    stopped: watch::Receiver<bool>,
    stopping: Stopping<E>,
) -> bool
where
    H: Fn() -> F + Send + Sync,
    F: Future<Output = bool> + Send,
{
    tokio::select! {
        () = until(stopped) => {}
        () = health.keep_asking() => {}
    }
    health.set(ServingStatus::NotServing).await;
    stopping.stop().await
}

/// What it takes to stop.
struct Stopping<E> {
    drain: watch::Sender<bool>,
    serving: JoinHandle<Result<(), E>>,
    flights: Arc<Flights>,
    within: Duration,
}

impl<E> Stopping<E> {
    /// Ends streams, awaits calls and writes. True where they ended in time.
    async fn stop(self) -> bool {
        self.flights.stop();
        self.drain.send_replace(true);
        let ending = timeout(self.within, async {
            let served = self.serving.await;
            self.flights.writes_done().await;
            served.is_ok()
        });
        let ended = ending.await.unwrap_or(false);
        if !ended {
            tracing::warn!(calls = self.flights.calls(), "stopped before every call had ended");
        }
        ended
    }
}
