//! Refusals of enterprises, in words.

use super::both;
use crate::domain::enterprise::EnterpriseRefusal;

/// The sentence in Chinese and in English.
pub(super) fn sentences(refusal: &EnterpriseRefusal) -> (String, String) {
    match refusal {
        EnterpriseRefusal::NotInGroup { enterprise_id, .. } => both(
            &format!("企业 {enterprise_id} 不在该集团内"),
            &format!("Enterprise {enterprise_id} is not in the group"),
        ),
        EnterpriseRefusal::MembershipLater { enterprise_id, last } => both(
            &format!("企业 {enterprise_id} 的集团归属已登记至 {last}，生效日应在其后"),
            &format!("The groups of {enterprise_id} are settled through {last}: name a later day"),
        ),
        EnterpriseRefusal::GroupMerged { into } => both(
            &format!("该集团已并入 {into}"),
            &format!("The group was merged into {into}: use that one"),
        ),
    }
}
