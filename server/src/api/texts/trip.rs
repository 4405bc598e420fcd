//! Refusals of trips, in words.

use super::both;
use crate::domain::trip::TripRefusal;

/// The sentence in Chinese and in English.
pub(super) fn sentences(refusal: &TripRefusal) -> (String, String) {
    match refusal {
        TripRefusal::OutOfValidity { entry_id, from, until } => both(
            &format!("行程不完全在白名单 {entry_id} 的有效期 {from} 至 {until} 内，请先续期"),
            &format!(
                "The trip is not whole within {from} to {until} of {entry_id}: renew it first"
            ),
        ),
        TripRefusal::NotCovered { reason, .. } => both(
            &format!("白名单未覆盖该行程：{reason}"),
            &format!("The whitelist does not cover the trip: {reason}"),
        ),
        TripRefusal::QuotaUsed { trips_a_month, .. } => both(
            &format!("当月 {trips_a_month} 次行程已用完"),
            &format!("The {trips_a_month} trips of the month are filed"),
        ),
        TripRefusal::GroupQuotaUsed { trips_a_month, .. } => both(
            &format!("集团当月 {trips_a_month} 次行程已用完"),
            &format!("The {trips_a_month} trips of the group's month are filed"),
        ),
        TripRefusal::PassportEnds { resident_id, .. } => both(
            &format!("{resident_id} 的护照未覆盖全程"),
            &format!("No passport of {resident_id} is valid throughout the trip"),
        ),
        TripRefusal::DocumentEnds { resident_id, .. } => both(
            &format!("{resident_id} 的居留许可或签证未覆盖全程"),
            &format!("No permit or visa of {resident_id} is valid throughout the trip"),
        ),
    }
}
