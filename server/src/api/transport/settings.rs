//! What the transport needs to know, why it may not start, and the HTTP/2 server that comes of it.
//! It never opens a socket.

use std::{
    error::Error as _,
    io,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};
use tonic::transport::{Identity, Server, ServerTlsConfig};

/// Most calls that one connection may have open.
pub const MAX_CONCURRENT_STREAMS: u32 = 256;
/// How long calls may go on after a stop before they are cut off.
pub const DRAIN_DURATION: Duration = Duration::from_secs(15);
/// Most bytes of a request's headers.
const MAX_HEADER_BYTES: u32 = 16 * 1024;
/// Streams that a client may make the server reset before its connection is closed.
const MAX_LOCAL_RESETS: usize = 1024;
const KEEPALIVE_EVERY: Duration = Duration::from_secs(30);
const KEEPALIVE_WITHIN: Duration = Duration::from_secs(10);
/// How long a new connection may stay silent, and how long a TLS handshake may take.
const FIRST_BYTES_WITHIN: Duration = Duration::from_secs(5);

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

/// The HTTP/2 server with its protections, which are off unless they are set.
pub(super) fn builder(settings: &Settings) -> Result<Server, StartError> {
    // Never max_connection_age_grace: it cuts connections off without a GOAWAY.
    let server = Server::builder()
        .max_concurrent_streams(MAX_CONCURRENT_STREAMS)
        .http2_max_local_error_reset_streams(Some(MAX_LOCAL_RESETS))
        .http2_max_header_list_size(MAX_HEADER_BYTES)
        .http2_keepalive_interval(Some(KEEPALIVE_EVERY))
        .http2_keepalive_timeout(Some(KEEPALIVE_WITHIN));
    match &settings.tls {
        Some(files) => with_tls(server, files, settings.first_bytes_within),
        None if settings.listen.ip().is_loopback() => Ok(server),
        None => Err(StartError::Plaintext(settings.listen)),
    }
}

/// Reads certificate and key, as a server that starts does.
///
/// # Errors
/// Names the setting whose file cannot be read, or that the two do not fit.
pub fn check_tls(files: &TlsFiles) -> Result<(), StartError> {
    with_tls(Server::builder(), files, FIRST_BYTES_WITHIN).map(drop)
}

fn with_tls(
    server: Server,
    files: &TlsFiles,
    first_bytes_within: Duration,
) -> Result<Server, StartError> {
    let certificate = read("tls_cert", &files.certificate)?;
    let key = read("tls_key", &files.key)?;
    let identity = Identity::from_pem(certificate, key);
    let tls = ServerTlsConfig::new().identity(identity).timeout(first_bytes_within);
    server.tls_config(tls).map_err(|error| {
        let cause = error.source().map(ToString::to_string);
        StartError::Tls(cause.unwrap_or_else(|| error.to_string()))
    })
}

fn read(setting: &'static str, path: &Path) -> Result<Vec<u8>, StartError> {
    std::fs::read(path).map_err(|cause| StartError::File { setting, path: path.into(), cause })
}
