//! What an entry of the whitelist brings beside passage, for other parts to honour.

use crate::{
    domain::{
        caller::Scope,
        id::{ResidentId, WhitelistEntryId},
        whitelist::{WhitelistBenefit, benefit_by},
    },
    error::Result,
    store::Tx,
};
use chrono::{DateTime, Utc};

/// The entry of the whitelist by which somebody has a benefit at an instant: one of the enterprise
/// that employs him, which covers him.
///
/// # Errors
/// `NotFound` where there is no such person.
pub(in crate::service) async fn benefit_of(
    tx: &Tx,
    benefit: WhitelistBenefit,
    who: ResidentId,
    at: DateTime<Utc>,
) -> Result<Option<WhitelistEntryId>> {
    let employer = tx.resident(&Scope::Centre, who).await?.employer;
    let Some(enterprise_id) = employer.enterprise_id else { return Ok(None) };
    let held = tx.whitelist_held_of(&enterprise_id).await?;
    Ok(benefit_by(&held, benefit, who, at))
}

/// Holds the enterprise that employs somebody: its entries stay as they are until the transaction
/// ends, and who changes one after it sees what rests on it.
///
/// # Errors
/// `NotFound` where there is no such person.
pub(in crate::service) async fn hold_employer(tx: &Tx, who: ResidentId) -> Result<()> {
    let employer = tx.resident(&Scope::Centre, who).await?.employer;
    if let Some(enterprise_id) = employer.enterprise_id {
        tx.lock_enterprises(&[enterprise_id]).await?;
    }
    Ok(())
}
