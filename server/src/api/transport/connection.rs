//! One connection: counted, without delay, and closed when it is silent. It never looks at the
//! bytes it carries.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    sync::OwnedSemaphorePermit,
    time::{Instant, Sleep, sleep},
};
use tonic::transport::server::{Connected, TcpConnectInfo};

/// The bytes of the HTTP/2 preface, which a client sends at once; a TLS greeting is longer.
const FIRST_BYTES: usize = 24;
/// How long a connection may be silent later: keep-alive makes a live one answer every 30 seconds.
const SILENT_AT_MOST: Duration = Duration::from_secs(75);
/// How many connections are open.
const CONNECTIONS: &str = "frsc_connections";

/// A connection of the server.
pub(super) struct Connection {
    stream: TcpStream,
    _slot: OwnedSemaphorePermit,
    info: TcpConnectInfo,
    received: usize,
    last_read: Instant,
    silence: Pin<Box<Sleep>>,
}

impl Connection {
    /// Takes over a stream, which has some time for its first bytes.
    pub(super) fn new(
        stream: TcpStream,
        slot: OwnedSemaphorePermit,
        first_bytes_within: Duration,
    ) -> Self {
        // A stream that cannot be set is broken, and its first read will say so.
        let _ = stream.set_nodelay(true);
        metrics::gauge!(CONNECTIONS).increment(1);
        let info = stream.connect_info();
        let silence = Box::pin(sleep(first_bytes_within));
        Self { stream, _slot: slot, info, received: 0, last_read: Instant::now(), silence }
    }

    /// Fails where the connection has been silent for too long.
    fn poll_silence(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.silence.as_mut().poll(cx).is_ready() {
            // The timer is moved here, as moving it at each read would cost more than the read.
            let ends_at = self.last_read + SILENT_AT_MOST;
            if self.received < FIRST_BYTES || ends_at <= Instant::now() {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            self.silence.as_mut().reset(ends_at);
        }
        Poll::Pending
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        metrics::gauge!(CONNECTIONS).decrement(1);
    }
}

impl Connected for Connection {
    type ConnectInfo = TcpConnectInfo;

    fn connect_info(&self) -> TcpConnectInfo {
        self.info.clone()
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if polled.is_pending() {
            return self.poll_silence(cx);
        }
        let length = buffer.filled().len() - before;
        self.received = self.received.saturating_add(length);
        self.last_read = Instant::now();
        polled
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
