//! Panics: caught at the guard, answered with an incident number. The message of a panic may hold
//! personal data and is never written; its place in the code is enough.

use crate::error::{Error, Result};
use std::{
    any::Any,
    cell::{Cell, RefCell},
    future::{Future, poll_fn},
    panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind},
    pin::Pin,
    task::{Context, Poll},
};

thread_local! {
    /// True while this thread polls what a `poll_caught` watches.
    static WATCHED: Cell<bool> = const { Cell::new(false) };
    /// The place of the last watched panic of this thread.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Installs the process's panic hook, which writes the place of a panic and never its message.
pub fn install_panic_hook() {
    std::panic::set_hook(Box::new(note));
}

fn note(info: &PanicHookInfo<'_>) {
    let place = info.location().map(|at| format!("{}:{}", at.file(), at.line()));
    let place = place.unwrap_or_else(|| "an unknown place".to_owned());
    if WATCHED.get() {
        // Whoever watches logs it, once, with the incident number.
        PLACE.set(Some(place));
    } else if tracing::dispatcher::has_been_set() {
        tracing::error!(place, "panic");
    } else {
        eprintln!("panic at {place}");
    }
}

/// The future's output, or the error that a panic of it becomes.
pub(super) async fn caught<F: Future + Unpin>(mut future: F) -> Result<F::Output> {
    poll_fn(|cx| match poll_caught(cx, |cx| Pin::new(&mut future).poll(cx)) {
        Ok(poll) => poll.map(Ok),
        Err(error) => Poll::Ready(Err(error)),
    })
    .await
}

/// One poll; a panic becomes an error with an incident number.
pub(super) fn poll_caught<T>(
    cx: &mut Context<'_>,
    poll: impl FnOnce(&mut Context<'_>) -> Poll<T>,
) -> Result<Poll<T>> {
    // What a panic leaves half done is dropped by the caller and never polled again.
    run_caught(|| poll(cx)).map_err(|_payload| incident())
}

/// The same for a poll that is not worth entering the call's span; its panic is told of there.
pub(super) fn poll_caught_in<T>(
    span: &tracing::Span,
    cx: &mut Context<'_>,
    poll: impl FnOnce(&mut Context<'_>) -> Poll<T>,
) -> Result<Poll<T>> {
    run_caught(|| poll(cx)).map_err(|_payload| span.in_scope(incident))
}

fn incident() -> Error {
    let place = PLACE.take();
    let place = place.as_deref().unwrap_or("an unknown place");
    Error::internal(format_args!("panic at {place}"))
}

/// What `look` finds; a panic counts as nothing found.
pub(super) fn or_none<T>(look: impl FnOnce() -> Option<T>) -> Option<T> {
    run_caught(look).ok().flatten()
}

fn run_caught<T>(run: impl FnOnce() -> T) -> Result<T, Box<dyn Any + Send>> {
    let before = WATCHED.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(run));
    WATCHED.set(before);
    outcome
}
