//! Refusals of the whitelist, in words.

use super::both;
use crate::domain::whitelist::WhitelistRefusal;

/// The sentence in Chinese and in English.
pub(super) fn sentences(refusal: &WhitelistRefusal) -> (String, String) {
    match refusal {
        WhitelistRefusal::Overlap { entry_id, from, until } => both(
            &format!("同一方向 {from} 至 {until} 已有白名单记录 {entry_id}"),
            &format!("Entry {entry_id} holds {from} to {until} in this direction already"),
        ),
        WhitelistRefusal::NotRecommending => {
            both("本部门无白名单推荐权", "Your department may not recommend for the whitelist")
        }
        WhitelistRefusal::NotApproving => both(
            "白名单只能由主管部门审批",
            "Only the approving department decides on the whitelist",
        ),
        WhitelistRefusal::RenewalNotOpen { opens } => both(
            &format!("{opens} 起方可续期"),
            &format!("The entry can be renewed from {opens} on"),
        ),
        WhitelistRefusal::NotNamed => both(
            "该记录不按名单覆盖人员",
            "The entry does not name persons: it covers all, or roles",
        ),
        WhitelistRefusal::SelfApproval => both(
            "申请人、推荐人不能自行推荐或批准，也不能在批准后自行增加人员",
            "Nobody recommends or approves what he applied for or recommended himself, nor adds \
             persons to it once it is approved",
        ),
    }
}
