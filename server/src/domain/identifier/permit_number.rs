//! Numbers of work permits and residence permits, which have no public structure.
//!
//! It never reads anything out of such a number.

use std::fmt;
use std::str::FromStr;

use super::passport_number::mask;
use super::{IdentifierError, check_form, is_upper_alphanumeric, normalise};

const MIN_LENGTH: usize = 6;
const MAX_LENGTH: usize = 30;

/// A permit number: 6 to 30 letters and digits. It is personal data and shows itself masked.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PermitNumber(String);

impl PermitNumber {
    /// The whole number, which is personal data.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PermitNumber {
    type Err = IdentifierError;

    /// Normalises and checks a number. Fails on a wrong length or character.
    fn from_str(input: &str) -> Result<Self, IdentifierError> {
        let number = normalise(input)?;
        check_form(&number, MIN_LENGTH, MAX_LENGTH, |_, c| is_upper_alphanumeric(c))?;
        Ok(Self(number))
    }
}

impl fmt::Debug for PermitNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PermitNumber({})", mask(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permit_numbers_are_six_to_thirty_letters_and_digits() {
        let table = [
            ("abc-123", Ok("ABC123")),
            ("a", Err(IdentifierError::Length { least: 6, most: 30, actual: 1 })),
            ("ABC/123", Err(IdentifierError::Character { place: 4 })),
            ("证号123456", Err(IdentifierError::Character { place: 1 })),
            ("--", Err(IdentifierError::Empty)),
        ];
        for (input, expected) in table {
            let number = input.parse::<PermitNumber>();
            assert_eq!(number.as_ref().map(PermitNumber::as_str), expected.as_ref().copied());
        }
        assert!("A".repeat(30).parse::<PermitNumber>().is_ok());
        assert!("A".repeat(31).parse::<PermitNumber>().is_err());
        let shown = format!("{:?}", "RP330482007".parse::<PermitNumber>().unwrap());
        assert_eq!(shown, "PermitNumber(RP3****07)");
    }
}
