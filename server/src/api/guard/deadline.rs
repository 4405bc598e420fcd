//! One future against one deadline. It never waits longer than the deadline, and costs no timer
//! where the future is ready at once.

use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    task::Poll,
};
use tokio::time::{Instant, sleep_until};

/// The future's output, or `None` where the deadline passes first.
pub(super) async fn before<F>(deadline: Instant, mut future: F) -> Option<F::Output>
where
    F: Future + Unpin,
{
    let mut timer = pin!(sleep_until(deadline));
    poll_fn(|cx| {
        if let Poll::Ready(output) = Pin::new(&mut future).poll(cx) {
            return Poll::Ready(Some(output));
        }
        // The clock is asked too: tonic's own timer for the same deadline may have woken the task
        // just before ours was marked as fired, and would then answer CANCELLED.
        if timer.as_mut().poll(cx).is_ready() || Instant::now() >= deadline {
            return Poll::Ready(None);
        }
        Poll::Pending
    })
    .await
}
