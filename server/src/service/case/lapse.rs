//! 视为受理: cases that the law accepted because nobody told in time what is missing. A case is
//! judged so whenever it is read or changed; here it is also written down, by whichever server
//! comes first.

use super::{changed, settled};
use crate::{
    domain::{caller::Scope, id::CaseId},
    error::Result,
    service::{
        App,
        write::{Effect, Trace, by_itself},
    },
    store::Tx,
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
        let traces = lapse_in(app, &tx, id).await?;
        Ok(Effect { outcome: !traces.is_empty(), traces })
    })
    .await
}

/// Writes down in a transaction which cases the law has accepted: what each leaves behind, and how
/// many there were.
pub(in crate::service) async fn lapse_all(app: &App, tx: &Tx) -> Result<(u64, Vec<Trace>)> {
    let (mut lapsed, mut traces) = (0, Vec::new());
    for id in tx.cases_unanswered(app.clock.today(), MAX_LAPSES).await? {
        let of_case = lapse_in(app, tx, id).await?;
        lapsed += u64::from(!of_case.is_empty());
        traces.extend(of_case);
    }
    Ok((lapsed, traces))
}

async fn lapse_in(app: &App, tx: &Tx, id: CaseId) -> Result<Vec<Trace>> {
    let (catalogue, before, after) = settled(app, tx, &Scope::Centre, id).await?;
    if before == after {
        return Ok(Vec::new());
    }
    changed(app, tx, &catalogue, &before, &after).await
}
