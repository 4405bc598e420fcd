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

/// The entry of the whitelist by which somebody on record has a benefit at an instant: one of the
/// enterprise that employs him, which covers him.
///
/// # Errors
/// `NotFound` where there is no such person.
pub(in crate::service) async fn benefit_of(
    tx: &Tx,
    benefit: WhitelistBenefit,
    who: Option<ResidentId>,
    at: DateTime<Utc>,
) -> Result<Option<WhitelistEntryId>> {
    match employment(tx, who).await? {
        Some(of) => judged(tx, benefit, of, at).await,
        None => Ok(None),
    }
}

/// The same, with the enterprise held: its entries stay as they are until the transaction ends, and
/// who changes one after it sees what rests on it.
///
/// # Errors
/// As [`benefit_of`].
pub(in crate::service) async fn benefit_held(
    tx: &Tx,
    benefit: WhitelistBenefit,
    who: Option<ResidentId>,
    at: DateTime<Utc>,
) -> Result<Option<WhitelistEntryId>> {
    let Some(of) = employment(tx, who).await? else { return Ok(None) };
    tx.lock_enterprises(std::slice::from_ref(&of.1)).await?;
    judged(tx, benefit, of, at).await
}

/// Somebody, and the enterprise that employs him.
type Employment = (ResidentId, String);

async fn employment(tx: &Tx, who: Option<ResidentId>) -> Result<Option<Employment>> {
    let Some(who) = who else { return Ok(None) };
    let employer = tx.resident(&Scope::Centre, who).await?.employer;
    Ok(employer.enterprise_id.map(|enterprise_id| (who, enterprise_id)))
}

async fn judged(
    tx: &Tx,
    benefit: WhitelistBenefit,
    (who, enterprise_id): Employment,
    at: DateTime<Utc>,
) -> Result<Option<WhitelistEntryId>> {
    Ok(benefit_by(&tx.whitelist_held_of(&enterprise_id).await?, benefit, who, at))
}
