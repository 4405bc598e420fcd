//! The hint on an overstay: how many days, and the reference fine.
//!
//! It is never a penalty decision, and it does not know of a receipt that makes the stay lawful.

use chrono::NaiveDate;

/// Reference fine for each day of overstay, in yuan (出境入境管理法 78).
pub const OVERSTAY_FINE_YUAN_A_DAY: u32 = 500;
/// The most the reference fine comes to, in yuan (出境入境管理法 78).
pub const OVERSTAY_FINE_CAP_YUAN: u32 = 10_000;

/// How long a stay has gone on without a document, for the officer's information.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverstayHint {
    /// Overstay days up to and including the day asked about; the day after the last valid day is
    /// the first of them (C9).
    pub days: u32,
    /// min(500 × days, 10 000), in yuan.
    pub reference_fine_yuan: u32,
}

/// The hint on `today` for a stay lawful through `valid_through`, or `None` while it is lawful:
/// a document is good through 24:00 of its last day (外国人入境出境管理条例 36).
pub fn overstay_hint(valid_through: NaiveDate, today: NaiveDate) -> Option<OverstayHint> {
    let days = u32::try_from((today - valid_through).num_days()).ok().filter(|days| *days > 0)?;
    let fine = days.saturating_mul(OVERSTAY_FINE_YUAN_A_DAY).min(OVERSTAY_FINE_CAP_YUAN);
    Some(OverstayHint { days, reference_fine_yuan: fine })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overstay_counts_from_the_day_after_expiry_up_to_the_cap() {
        let expiry = NaiveDate::from_ymd_opt(2023, 6, 30).unwrap();
        let table = [
            (-1, None),
            (0, None),
            (1, Some(500)),
            (19, Some(9_500)),
            (20, Some(10_000)),
            (21, Some(10_000)),
            (4_000, Some(10_000)),
        ];
        for (days, fine) in table {
            let hint = overstay_hint(expiry, expiry + chrono::TimeDelta::days(days));
            assert_eq!(hint.map(|hint| hint.reference_fine_yuan), fine, "{days}");
            assert_eq!(hint.map(|hint| i64::from(hint.days)), fine.map(|_| days));
        }
        assert!(overstay_hint(NaiveDate::MIN, NaiveDate::MAX).is_some());
    }
}
