//! The fee of a residence permit for its validity. Takes no money and knows no amount: the bands
//! are the catalogue's.

use crate::{
    domain::{
        catalogue::check::fee_bands,
        fee::{FeeError, HealthCertificate, fee_for, health_certificate},
    },
    error::{Error, Result},
    service::{App, catalogue::current},
};
use chrono::NaiveDate;

/// A fee and what goes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeAnswer {
    /// The fee in yuan.
    pub fee_yuan: u32,
    /// Whether a health certificate belongs to the application.
    pub health_certificate: HealthCertificate,
    /// The rule behind the fee.
    pub legal_basis: String,
}

/// The fee of a permit from one day through another, both included.
///
/// # Errors
/// `Invalid` for an empty or too long validity, `NotFound` where there is no fee table.
pub async fn compute_fee(app: &App, from: NaiveDate, to: NaiveDate) -> Result<FeeAnswer> {
    let catalogue = current(app).await?;
    let schedule = &catalogue.fee_schedule.as_ref().ok_or(Error::NotFound)?.value;
    let months = schedule.max_months;
    let refused = |error: FeeError| match error {
        FeeError::EndBeforeStart => {
            let problem = "must not lie before valid_from_date";
            Error::told("valid_to_date", problem, "不能早于 valid_from_date")
        }
        FeeError::NoBand => {
            let problem = format!("must be within {months} months of the start");
            Error::told("valid_to_date", problem, format!("应在起始日后 {months} 个月以内"))
        }
        FeeError::DateOverflow => Error::told("valid_from_date", "lies too far ahead", "日期太远"),
        FeeError::BandCount | FeeError::Band(_) => Error::internal("the fee table has no order"),
    };
    let bands = fee_bands(schedule).map_err(refused)?;
    Ok(FeeAnswer {
        fee_yuan: fee_for(from, to, &bands).map_err(refused)?.fee_yuan,
        health_certificate: health_certificate(from, to).map_err(refused)?,
        legal_basis: schedule.legal_basis.clone(),
    })
}
