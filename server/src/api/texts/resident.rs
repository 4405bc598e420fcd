//! The sentences of what refuses residents.

use super::both;
use crate::domain::{id::Id as _, resident::ResidentRefusal};

/// The sentence in Chinese and in English.
pub(super) fn sentences(refusal: &ResidentRefusal) -> (String, String) {
    match refusal {
        ResidentRefusal::PossibleDuplicate { resident_ids } => {
            let ids: Vec<_> = resident_ids.iter().map(|id| id.text()).collect();
            let ids = ids.join(", ");
            (
                format!("可能已有登记：{ids}；确为不同的人时请注明与其不同"),
                format!(
                    "May be on record as {ids}; where it is somebody else, name him as distinct"
                ),
            )
        }
        ResidentRefusal::DependantCircle { .. } => both(
            "随任关系成环：该主申请人本身是此人的家属",
            "The principal depends on the dependant himself: a circle of dependants",
        ),
        ResidentRefusal::Merged { into } => (
            format!("该人员已并入 {}", into.text()),
            format!("The resident was merged into {}", into.text()),
        ),
        ResidentRefusal::MergeOpen { merge_id } => (
            format!("已有待审核的合并 {}", merge_id.text()),
            format!("The merge {} waits for its review", merge_id.text()),
        ),
        ResidentRefusal::NotConsent => both(
            "只有“同意”可以撤回，其他依据不能撤回",
            "Only consent can be withdrawn; this rests on another ground",
        ),
    }
}
