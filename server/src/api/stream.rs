//! Streams of answers, made by tasks of their own. A body is polled only while its client reads:
//! what waits for the database inside one would hold a connection, and whoever waits for the same,
//! as long as a client likes. A task goes on to its end, and then waits for the client with nothing
//! in its hands.

use super::{status::status, texts::Language};
use crate::error::{Error, Result};
use futures_util::stream::unfold;
use std::pin::Pin;
use tokio::sync::mpsc;
use tokio_stream::Stream;
use tonic::Status;
use tracing::Instrument as _;

/// A stream of messages.
pub(super) type Messages<M> = Pin<Box<dyn Stream<Item = Result<M, Status>> + Send>>;

/// What makes the messages of a stream.
pub(super) trait Source: Send + 'static {
    /// What it makes.
    type Message: Send + 'static;

    /// The next message, or none after the last; it is asked for once the client has taken the one
    /// before.
    fn next(&mut self) -> impl Future<Output = Result<Option<Self::Message>>> + Send;
}

/// The messages of a source, until it ends or fails or the client goes away.
pub(super) fn messages<S: Source>(mut source: S, language: Language) -> Messages<S::Message> {
    let (send, receive) = mpsc::channel(1);
    let making = async move {
        // Room comes first: the source tells how things are when its message is taken.
        while let Ok(room) = send.reserve().await {
            let made = tokio::select! {
                made = source.next() => made,
                () = send.closed() => return,
            };
            let Some(made) = made.transpose() else { return };
            let failed = made.is_err();
            room.send(made.map_err(|error| status(&error, language)));
            if failed {
                return;
            }
        }
    };
    let task = tokio::spawn(making.in_current_span());
    Box::pin(unfold((receive, Some(task)), move |(mut receive, mut task)| async move {
        if let Some(message) = receive.recv().await {
            return Some((message, (receive, task)));
        }
        // A task that ended without an error of its own has panicked.
        let ended = task.take()?.await;
        let error = ended.err().map(|_| Error::internal("what makes a stream has panicked"))?;
        Some((Err(status(&error, language)), (receive, None)))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::StreamExt as _;
    use std::sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    };
    use tokio::sync::Notify;

    /// Counts to three, then fails or panics; tells when it is gone.
    struct Counting {
        last: u32,
        panics: bool,
        ends: bool,
        gone: Arc<(AtomicBool, Notify)>,
    }

    impl Source for Counting {
        type Message = u32;

        async fn next(&mut self) -> Result<Option<u32>> {
            self.last += 1;
            assert!(self.last <= 3 || !self.panics, "on purpose");
            match self.last {
                1..=3 => Ok(Some(self.last)),
                _ if self.ends => Ok(None),
                _ => Err(Error::Unavailable),
            }
        }
    }

    impl Drop for Counting {
        fn drop(&mut self) {
            self.gone.0.store(true, Ordering::SeqCst);
            self.gone.1.notify_one();
        }
    }

    fn counting(panics: bool, ends: bool) -> (Counting, Arc<(AtomicBool, Notify)>) {
        let gone = Arc::new((AtomicBool::new(false), Notify::new()));
        (Counting { last: 0, panics, ends, gone: Arc::clone(&gone) }, gone)
    }

    #[tokio::test]
    async fn messages_come_in_order_and_an_error_or_a_panic_ends_them() {
        for (panics, code) in [(false, tonic::Code::Unavailable), (true, tonic::Code::Internal)] {
            let stream = messages(counting(panics, false).0, Language::En);
            let told: Vec<_> =
                stream.map(|item| item.map_err(|status| status.code())).collect().await;
            assert_eq!(told, [Ok(1), Ok(2), Ok(3), Err(code)]);
        }
    }

    #[tokio::test]
    async fn a_source_that_ends_ends_the_stream() {
        let stream = messages(counting(false, true).0, Language::En);
        let told: Vec<_> = stream.map(|item| item.unwrap()).collect().await;
        assert_eq!(told, [1, 2, 3]);
    }

    #[tokio::test]
    async fn a_client_that_goes_away_ends_the_task() {
        let (source, gone) = counting(false, false);
        let mut stream = messages(source, Language::En);
        stream.next().await;
        assert!(!gone.0.load(Ordering::SeqCst));
        drop(stream);
        gone.1.notified().await;
    }
}
