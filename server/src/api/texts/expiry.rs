//! The sentences of what refuses to plan a renewal.

use super::both;
use crate::domain::expiry::ExpiryRefusal;

/// The sentence in Chinese and in English.
pub(super) fn sentences(refusal: &ExpiryRefusal) -> (String, String) {
    match refusal {
        ExpiryRefusal::NotRenewable => {
            both("中心不办理这种证件的延期或换发", "The centre renews no such document")
        }
        ExpiryRefusal::RenewalUnderWay { .. } => {
            both("已有办件在办理该证件", "A case renews the document already")
        }
        ExpiryRefusal::NoPlaceInTime { until } => (
            format!("{until}（含）之前没有可预约的号；可现场办理，或指定号源"),
            format!("No place open for booking is on or before {until}; walk in, or name a slot"),
        ),
        ExpiryRefusal::OfDocument { document_id, refusal } => {
            let (zh, en) = super::sentences(refusal);
            (format!("{document_id}：{zh}"), format!("{document_id}: {en}"))
        }
    }
}
