//! The sentences of what refuses in supervision.

use super::both;
use crate::domain::supervision::SupervisionRefusal;

/// The sentence in Chinese and in English.
pub(super) fn sentences(refusal: &SupervisionRefusal) -> (String, String) {
    match refusal {
        SupervisionRefusal::RectificationMissing => both(
            "红牌须先由责任部门提交书面整改情况，方可销号",
            "A red card closes only once its department has submitted a written rectification",
        ),
        SupervisionRefusal::RectificationNotAsked => {
            both("只有红牌需要书面整改", "Only a red card is answered by a rectification")
        }
        SupervisionRefusal::OwnRectification => both(
            "提交整改的人不能自己销号",
            "Who submitted the rectification does not close the card himself",
        ),
    }
}
