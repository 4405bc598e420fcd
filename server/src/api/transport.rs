//! The server's socket: accepts, bounds and closes connections, answers health checks and
//! reflection, and stops within a bound. It never serves plaintext beyond the machine itself, and
//! knows nothing of any method.

mod connection;
#[cfg(test)]
mod tests;

use super::{
    guard::{Flights, Gate, Guard},
    methods,
};
use connection::Connection;
use futures_util::{Stream, stream};
use std::{
    error::Error as _,
    future::Future,
    io,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio::{
    net::TcpListener,
    sync::{Semaphore, watch},
    task::JoinHandle,
    time::{MissedTickBehavior, interval, sleep, timeout},
};
use tonic::{
    service::Routes,
    transport::{Identity, Server, ServerTlsConfig},
};
use tonic_health::{ServingStatus, server::HealthReporter};

/// Most calls that one connection may have open.
pub const MAX_CONCURRENT_STREAMS: u32 = 256;
/// How long calls may go on after a stop before they are cut off.
pub const DRAIN_DURATION: Duration = Duration::from_secs(15);
/// Most bytes of a request's headers.
const MAX_HEADER_BYTES: u32 = 16 * 1024;
/// Streams that a client may make the server reset before its connection is closed (CVE-2023-44487).
const MAX_LOCAL_RESETS: usize = 1024;
const KEEPALIVE_EVERY: Duration = Duration::from_secs(30);
const KEEPALIVE_WITHIN: Duration = Duration::from_secs(10);
/// How long a new connection may stay silent, and how long a TLS handshake may take.
const FIRST_BYTES_WITHIN: Duration = Duration::from_secs(5);
/// How often the application is asked whether it can serve, and how long its answer may take.
const HEALTH_EVERY: Duration = Duration::from_secs(2);
/// How long the listener rests where the machine has no more file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// What the transport needs to know.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where to listen; port 0 takes any.
    pub listen: SocketAddr,
    /// The PEM files of the certificate chain and its key.
    pub tls: Option<TlsFiles>,
    /// Most connections at once.
    pub max_connections: usize,
    /// Whether reflection is served.
    pub reflection: bool,
    /// How long a new connection may stay silent.
    pub first_bytes_within: Duration,
    /// How long calls may go on after a stop.
    pub drain_within: Duration,
}

/// PEM files.
#[derive(Clone, Debug)]
pub struct TlsFiles {
    /// The certificate chain, the server's own first.
    pub certificate: PathBuf,
    /// The private key.
    pub key: PathBuf,
}

impl Settings {
    /// Settings with the usual limits.
    #[must_use]
    pub const fn new(listen: SocketAddr, max_connections: usize) -> Self {
        Self {
            listen,
            tls: None,
            max_connections,
            reflection: true,
            first_bytes_within: FIRST_BYTES_WITHIN,
            drain_within: DRAIN_DURATION,
        }
    }
}

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Tokens and passports would cross the network in the clear.
    #[error(
        "listen = {0} can be reached from other machines, so it needs TLS: set tls_cert and \
         tls_key, or listen on a loopback address such as 127.0.0.1"
    )]
    Plaintext(SocketAddr),
    /// The address cannot be taken.
    #[error("listen = {address}: {cause}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// The machine's reason.
        cause: io::Error,
    },
    /// A PEM file cannot be read.
    #[error("{setting} = {}: {cause}", path.display())]
    File {
        /// The setting that names the file.
        setting: &'static str,
        /// The file.
        path: PathBuf,
        /// The machine's reason.
        cause: io::Error,
    },
    /// The PEM files hold no matching certificate and key.
    #[error("tls_cert and tls_key do not make a TLS identity: {0}")]
    Tls(String),
    /// The contract cannot be offered by reflection.
    #[error("reflection: {0}")]
    Reflection(#[from] tonic_reflection::server::Error),
}

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
    let health = Health { reporter, healthy };
    health.ask().await;
    let (stop, stopped) = watch::channel(false);
    let (drain, drained) = watch::channel(false);
    let serving = tokio::spawn(
        server
            .add_routes(routes)
            .serve_with_incoming_shutdown(connections(listener, settings), until(drained)),
    );
    let stopping = Stopping {
        drain,
        serving,
        flights: guard.flights(),
        within: settings.drain_within,
    };
    let supervisor = tokio::spawn(supervise(health, stopped, stopping));
    tracing::info!(%address, tls = settings.tls.is_some(), "serving");
    Ok(Running {
        address,
        stop,
        supervisor,
    })
}

/// The HTTP/2 server with its protections, which are off unless they are set.
fn builder(settings: &Settings) -> Result<Server, StartError> {
    // Never max_connection_age_grace: it cuts connections off without a GOAWAY.
    let server = Server::builder()
        .max_concurrent_streams(MAX_CONCURRENT_STREAMS)
        .http2_max_local_error_reset_streams(Some(MAX_LOCAL_RESETS))
        .http2_max_header_list_size(MAX_HEADER_BYTES)
        .http2_keepalive_interval(Some(KEEPALIVE_EVERY))
        .http2_keepalive_timeout(Some(KEEPALIVE_WITHIN));
    let Some(files) = &settings.tls else {
        if settings.listen.ip().is_loopback() {
            return Ok(server);
        }
        return Err(StartError::Plaintext(settings.listen));
    };
    let certificate = read("tls_cert", &files.certificate)?;
    let key = read("tls_key", &files.key)?;
    let identity = Identity::from_pem(certificate, key);
    let tls = ServerTlsConfig::new()
        .identity(identity)
        .timeout(settings.first_bytes_within);
    server.tls_config(tls).map_err(|error| {
        let cause = error.source().map(ToString::to_string);
        StartError::Tls(cause.unwrap_or_else(|| error.to_string()))
    })
}

fn read(setting: &'static str, path: &Path) -> Result<Vec<u8>, StartError> {
    std::fs::read(path).map_err(|cause| StartError::File {
        setting,
        path: path.into(),
        cause,
    })
}

async fn bind(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address)
        .await
        .map_err(|cause| StartError::Bind { address, cause })
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
    Ok(routes
        .add_service(builder().build_v1()?)
        .add_service(builder().build_v1alpha()?))
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
            // Beyond the limit a connection is closed at once, which its client sees as UNAVAILABLE.
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
            tracing::warn!(
                calls = self.flights.calls(),
                "stopped before every call had ended"
            );
        }
        ended
    }
}

/// What health checks are told.
struct Health<H> {
    reporter: HealthReporter,
    healthy: H,
}

impl<H, F> Health<H>
where
    H: Fn() -> F,
    F: Future<Output = bool>,
{
    async fn keep_asking(&self) {
        let mut ticks = interval(HEALTH_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            self.ask().await;
        }
    }

    async fn ask(&self) {
        let healthy = timeout(HEALTH_EVERY, (self.healthy)())
            .await
            .unwrap_or(false);
        let status = if healthy {
            ServingStatus::Serving
        } else {
            ServingStatus::NotServing
        };
        self.set(status).await;
    }

    /// Sets the status of the whole server, whose name is empty, and of every service.
    async fn set(&self, status: ServingStatus) {
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
