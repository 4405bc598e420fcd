//! The sentences of what refuses expedites.

use super::both;
use crate::domain::expedite::ExpediteRefusal;

/// The sentence in Chinese and in English.
pub(super) fn sentences(refusal: &ExpediteRefusal) -> (String, String) {
    match refusal {
        ExpediteRefusal::NotExpeditable { service_item_id } => (
            format!("事项 {service_item_id} 不能加急"),
            format!("{service_item_id} may not be expedited"),
        ),
        ExpediteRefusal::BelowMinimum { service_item_id, minimum_working_days: days } => (
            format!("事项 {service_item_id} 加急最短 {days} 个工作日"),
            format!("{service_item_id} takes at least {days} working day(s), expedited"),
        ),
        ExpediteRefusal::Open { .. } => both(
            "该办件已有待审批或已批准的加急，请先撤回",
            "The case has an expedite already; withdraw it first",
        ),
        ExpediteRefusal::QuotaUsed { quota_a_day } => (
            format!("今日加急名额（{quota_a_day} 件）已用完"),
            format!("The {quota_a_day} expedite(s) of today are approved already"),
        ),
        ExpediteRefusal::NeededByPassed { needed_by } => (
            format!("需用日期 {needed_by} 已过"),
            format!("The day by which it is needed, {needed_by}, has passed"),
        ),
        ExpediteRefusal::NotSooner => both(
            "加急后的到期日不早于现在的到期日",
            "No due date of the case would come sooner; ask for fewer working days",
        ),
    }
}
