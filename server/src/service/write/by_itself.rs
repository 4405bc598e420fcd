//! What the law's clock or the calendar does, and nobody asked for.

use super::{ATTEMPTS, Effect, Trail, in_tx};
use crate::{
    error::{Error, Result},
    service::App,
    store::Tx,
};
use std::sync::Arc;

/// Runs something that nobody asked for, because the law's clock or the calendar did: it leaves the
/// same trail as a write, without a caller. `method` names it in the audit trail.
///
/// # Errors
/// What the work refuses, or what the database says.
pub async fn by_itself<T, F, Fut>(app: &App, method: &'static str, work: F) -> Result<T>
where
    T: Send,
    F: Fn(Arc<Tx>) -> Fut + Send,
    Fut: Future<Output = Result<Effect<T>>> + Send,
{
    let mut attempt = 1;
    loop {
        match by_itself_once(app, method, &work).await {
            Err(Error::Conflict) if attempt < ATTEMPTS => attempt += 1,
            done => return done,
        }
    }
}

async fn by_itself_once<T, F, Fut>(app: &App, method: &'static str, work: &F) -> Result<T>
where
    F: Fn(Arc<Tx>) -> Fut,
    Fut: Future<Output = Result<Effect<T>>>,
{
    in_tx(app, |tx| async move {
        let effect = work(Arc::clone(&tx)).await?;
        let mut trail = Trail::default();
        trail.add_by_itself(app, method, effect.traces);
        trail.write(&tx).await?;
        Ok(effect.outcome)
    })
    .await
}
