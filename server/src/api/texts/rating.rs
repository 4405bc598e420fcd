//! The sentences of what refuses ratings.

use super::both;
use crate::domain::rating::RatingRefusal;

/// The sentence in Chinese and in English.
pub(super) fn sentences(refusal: &RatingRefusal) -> (String, String) {
    match refusal {
        RatingRefusal::NotRatingPlatform => both(
            "只有好差评归集部门的系统可以登记评价",
            "Only the system of the department that collects ratings records them",
        ),
        RatingRefusal::ComplexAlready => {
            both("已认定为复杂事项", "It has the longer limit of complex matters already")
        }
        RatingRefusal::CallBackMissing => {
            both("须先登记回访结果才能关闭整改", "Only a recorded call-back closes a rectification")
        }
        RatingRefusal::CallBackOwed => {
            both("实名差评必须回访", "A rater who left his name is called back")
        }
    }
}
