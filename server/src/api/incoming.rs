//! A stream of requests, read within bounds: a client that says nothing for long is not waited for.

use crate::error::{Error, Result};
use std::time::Duration;
use tokio::time::timeout;
use tokio_stream::{Stream, StreamExt as _};
use tonic::{Code, Status};

/// How long the next message is waited for.
pub(super) const NEXT_WITHIN: Duration = Duration::from_secs(30);

/// The messages of a client.
pub(super) struct Incoming<S> {
    messages: S,
    next_within: Duration,
}

impl<M, S: Stream<Item = Result<M, Status>> + Unpin> Incoming<S> {
    /// Over a stream.
    pub(super) fn new(messages: S) -> Self {
        Self { messages, next_within: NEXT_WITHIN }
    }

    /// The next message, or none where the client has said everything.
    ///
    /// # Errors
    /// `DeadlineExceeded` where it does not come in time, `Invalid` or `TooLarge` where it is no
    /// message of the contract, `Unavailable` where the client has gone.
    pub(super) async fn next(&mut self) -> Result<Option<M>> {
        let next = timeout(self.next_within, self.messages.next()).await;
        next.map_err(|_late| Error::DeadlineExceeded)?.transpose().map_err(|s| cut_off(&s))
    }
}

fn cut_off(status: &Status) -> Error {
    match status.code() {
        Code::OutOfRange | Code::ResourceExhausted => Error::TooLarge,
        // What the library says of a message that it cannot read.
        Code::Internal if status.message().starts_with("failed to decode") => {
            Error::invalid("part", "is not a message of the contract")
        }
        _gone => Error::Unavailable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio_stream::{iter, pending};

    #[tokio::test]
    async fn a_silent_client_is_not_waited_for() {
        let mut silent = Incoming::new(pending::<Result<u32, Status>>());
        silent.next_within = Duration::from_millis(5);
        assert!(matches!(silent.next().await, Err(Error::DeadlineExceeded)));
    }

    #[tokio::test]
    async fn what_cuts_a_stream_off_is_told() {
        let cut = Status::cancelled("gone");
        let mut incoming = Incoming::new(iter([Ok(1), Err(cut)]));
        assert_eq!(incoming.next().await.unwrap(), Some(1));
        assert!(matches!(incoming.next().await, Err(Error::Unavailable)));
        assert!(incoming.next().await.unwrap().is_none());
    }
}
