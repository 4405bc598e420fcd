//! 视为受理: cases that the law accepted because nobody told in time what is missing. A case is
//! judged so whenever it is read or changed; here it is also written down, by whichever server
//! comes first.

use super::{changed, settled};
use crate::{
    domain::{caller::Scope, id::CaseId},
    error::Result,
    service::{
        App,
        write::{Effect, by_itself},
    },
};

/// Most cases of one sweep; the next one goes on.
pub const MAX_LAPSES: u64 = 500;

/// How the audit trail names it.
const METHOD: &str = "frsc.law/DeemedAcceptance";

/// Writes down which cases the law has accepted; how many there were.
///
/// # Errors
/// What the database says.
pub async fn lapse(app: &App) -> Result<u64> {
    let unanswered = app.store.reader().cases_unanswered(app.clock.today(), MAX_LAPSES).await?;
    let mut lapsed = 0;
    for id in unanswered {
        lapsed += u64::from(lapse_one(app, id).await?);
    }
    Ok(lapsed)
}

async fn lapse_one(app: &App, id: CaseId) -> Result<bool> {
    by_itself(app, METHOD, |tx| async move {
        let (_, before, after) = settled(app, &tx, &Scope::Centre, id).await?;
        if before == after {
            return Ok(Effect { outcome: false, traces: Vec::new() });
        }
        let traces = changed(&tx, &before, &after).await?;
        Ok(Effect { outcome: true, traces })
    })
    .await
}
