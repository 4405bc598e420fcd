//! A part of a write that is too long for one transaction.

use super::{Effect, Trail, WriteCall, in_tx};
use crate::{error::Result, service::App, store::Tx};
use std::sync::Arc;

/// Writes a part of what was asked for, with its trail, in a transaction of its own. The answer is
/// kept with the last part, which is a write of its own: until then a repeat of the request does it
/// again, so that a part must be the same when it is done twice. Answers the outcome; `Conflict` is
/// for the caller.
///
/// # Errors
/// What the work refuses, or what the database says.
pub async fn write_part<T, F, Fut>(app: &App, call: &WriteCall, work: F) -> Result<T>
where
    F: FnOnce(Arc<Tx>) -> Fut + Send,
    Fut: Future<Output = Result<Effect<T>>> + Send,
{
    in_tx(app, |tx| async move {
        let Effect { outcome, traces } = work(Arc::clone(&tx)).await?;
        let mut trail = Trail::default();
        trail.add_traces(app, call, app.clock.now(), traces);
        trail.write(&tx).await?;
        Ok(outcome)
    })
    .await
}
