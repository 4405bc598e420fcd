//! The fee of a residence permit by its length, and whether a health certificate is needed.
//!
//! The bands are data: this module holds no amount and never takes money.

use std::fmt;

use chrono::NaiveDate;

use super::limit::{LimitError, MAX_MONTHS, last_day_of_validity};

/// The most bands a table of fees may have.
pub const MAX_FEE_BANDS: usize = 50;
/// A permit for at least so many months needs a health certificate (外国人入境出境管理条例 16).
pub const HEALTH_CERTIFICATE_FROM_MONTHS: u32 = 12;
/// A health certificate is good for so many months from its issue, which is day 0
/// (外国人入境出境管理条例 16).
pub const HEALTH_CERTIFICATE_VALID_MONTHS: u32 = 6;

/// How far a band of fees reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BandEnd {
    /// Less than so many months.
    Below(u32),
    /// At most so many months.
    Through(u32),
}

/// One band of fees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FeeBand {
    /// Months a permit must reach to be in the band.
    pub min_months: u32,
    /// Where the band ends.
    pub end: BandEnd,
    /// The fee in yuan.
    pub fee_yuan: u32,
}

/// Bands in order, each beginning where the one before it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeBands {
    bands: Vec<FeeBand>,
}

/// Whether a health certificate belongs to the application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HealthCertificate {
    /// The permit reaches one year.
    Needed,
    /// The permit stays below one year.
    NotNeeded,
}

/// Why bands are refused or a fee cannot be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeeError {
    /// There is no band, or more than [`MAX_FEE_BANDS`].
    BandCount,
    /// This band, counted from 0, is empty, too long, or does not begin where the last one ended.
    Band(usize),
    /// The last day lies before the first.
    EndBeforeStart,
    /// No band holds a period of this length.
    NoBand,
    /// The date lies outside of what dates can express.
    DateOverflow,
}

impl FeeBands {
    /// A table of fees. Fails where the bands leave a gap or overlap. Only the last band may
    /// include the months it ends with, because those months begin the next one.
    pub fn new(bands: Vec<FeeBand>) -> Result<Self, FeeError> {
        if !(1..=MAX_FEE_BANDS).contains(&bands.len()) {
            return Err(FeeError::BandCount);
        }
        let mut begins = 0;
        for (index, band) in bands.iter().enumerate() {
            let last = index + 1 == bands.len();
            let (end, fits) = match band.end {
                BandEnd::Below(months) => (months, true),
                BandEnd::Through(months) => (months, last),
            };
            if !fits || band.min_months != begins || end <= begins || end > MAX_MONTHS {
                return Err(FeeError::Band(index));
            }
            begins = end;
        }
        Ok(Self { bands })
    }
}

/// The band a permit from `from` through `to` falls into, both days included.
///
/// A length of n months is reached on the day before `from` + n months. Fails where the period is
/// empty or no band holds it.
pub fn fee_for(from: NaiveDate, to: NaiveDate, bands: &FeeBands) -> Result<FeeBand, FeeError> {
    if to < from {
        return Err(FeeError::EndBeforeStart);
    }
    for band in &bands.bands {
        let inside = match band.end {
            BandEnd::Below(months) => to < length_reached(from, months)?,
            BandEnd::Through(months) => to <= length_reached(from, months)?,
        };
        if inside {
            // The bands have no gaps, so the first that is not over holds the period.
            return Ok(*band);
        }
    }
    Err(FeeError::NoBand)
}

/// Whether a permit from `from` through `to` needs a health certificate.
pub fn health_certificate(from: NaiveDate, to: NaiveDate) -> Result<HealthCertificate, FeeError> {
    if to < from {
        return Err(FeeError::EndBeforeStart);
    }
    match to >= length_reached(from, HEALTH_CERTIFICATE_FROM_MONTHS)? {
        true => Ok(HealthCertificate::Needed),
        false => Ok(HealthCertificate::NotNeeded),
    }
}

fn length_reached(from: NaiveDate, months: u32) -> Result<NaiveDate, FeeError> {
    last_day_of_validity(from, months).map_err(|_: LimitError| FeeError::DateOverflow)
}

impl fmt::Display for FeeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BandCount => write!(f, "a table of fees has 1 to {MAX_FEE_BANDS} bands"),
            Self::Band(index) => write!(f, "band {index} does not follow on the one before it"),
            Self::EndBeforeStart => f.write_str("the last day lies before the first"),
            Self::NoBand => f.write_str("no band holds a period of this length"),
            Self::DateOverflow => f.write_str("the date is outside of what dates can express"),
        }
    }
}

impl std::error::Error for FeeError {}

#[cfg(test)]
mod tests {
    use super::BandEnd::{Below, Through};
    use super::*;

    fn band(min_months: u32, end: BandEnd, fee_yuan: u32) -> FeeBand {
        FeeBand { min_months, end, fee_yuan }
    }

    fn bands() -> FeeBands {
        let bands =
            [band(0, Below(12), 400), band(12, Below(36), 800), band(36, Through(60), 1_000)];
        FeeBands::new(bands.to_vec()).unwrap()
    }

    #[test]
    fn the_fee_and_the_certificate_follow_from_the_length() {
        use HealthCertificate::{Needed, NotNeeded};
        let table = [
            ("2025-07-01", "2025-07-01", Ok(400), NotNeeded),
            ("2025-07-01", "2026-06-29", Ok(400), NotNeeded),
            ("2025-07-01", "2026-06-30", Ok(800), Needed),
            ("2025-07-01", "2028-06-29", Ok(800), Needed),
            ("2025-07-01", "2028-06-30", Ok(1_000), Needed),
            ("2025-07-01", "2030-06-30", Ok(1_000), Needed),
            ("2025-07-01", "2030-07-01", Err(FeeError::NoBand), Needed),
            ("2023-03-01", "2024-02-28", Ok(400), NotNeeded),
            ("2023-03-01", "2024-02-29", Ok(800), Needed),
            ("2024-02-29", "2025-02-26", Ok(400), NotNeeded),
            ("2024-02-29", "2025-02-27", Ok(800), Needed),
        ];
        for (from, to, fee, certificate) in table {
            let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
            assert_eq!(fee_for(from, to, &bands()).map(|band| band.fee_yuan), fee, "{from}..{to}");
            assert_eq!(health_certificate(from, to), Ok(certificate), "{from}..{to}");
        }
        let (early, late) = (NaiveDate::MIN, NaiveDate::MAX);
        assert_eq!(fee_for(late, early, &bands()), Err(FeeError::EndBeforeStart));
        assert_eq!(health_certificate(late, early), Err(FeeError::EndBeforeStart));
        assert_eq!(fee_for(late, late, &bands()), Err(FeeError::DateOverflow));
    }

    #[test]
    fn bands_with_a_gap_an_overlap_or_no_end_are_refused() {
        let table = [
            (vec![], FeeError::BandCount),
            (vec![band(0, Below(1), 1); MAX_FEE_BANDS + 1], FeeError::BandCount),
            (vec![band(1, Below(12), 400)], FeeError::Band(0)),
            (vec![band(0, Below(0), 400)], FeeError::Band(0)),
            (vec![band(0, Below(12), 400), band(13, Below(36), 800)], FeeError::Band(1)),
            (vec![band(0, Below(12), 400), band(11, Below(36), 800)], FeeError::Band(1)),
            (vec![band(0, Through(12), 400), band(12, Below(36), 800)], FeeError::Band(0)),
            (vec![band(0, Below(MAX_MONTHS + 1), 400)], FeeError::Band(0)),
        ];
        for (bands, error) in table {
            assert_eq!(FeeBands::new(bands), Err(error));
        }
    }
}
