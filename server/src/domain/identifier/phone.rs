//! Telephone numbers in the international form (ITU-T E.164).
//!
//! It never adds a country code: a number without one could be anybody's.

use std::fmt;
use std::str::FromStr;

use super::passport_number::mask;
use super::{IdentifierError, check_form, normalise};

/// The plus sign and the fewest digits any numbering plan uses with a country code.
const MIN_LENGTH: usize = 1 + 7;
/// The plus sign and the most digits E.164 allows.
const MAX_LENGTH: usize = 1 + 15;

/// A telephone number as `+` and 7 to 15 digits. It is personal data and shows itself masked.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// The whole number, which is personal data.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PhoneNumber {
    type Err = IdentifierError;

    /// Normalises and checks a number; brackets and dots are dropped. Fails where it does not
    /// begin with `+` and a country code, and on a wrong length or character.
    fn from_str(input: &str) -> Result<Self, IdentifierError> {
        let number = normalise(input)?.replace(['(', ')', '.'], "");
        check_form(&number, MIN_LENGTH, MAX_LENGTH, |place, c| match place {
            1 => c == '+',
            2 => c.is_ascii_digit() && c != '0',
            _ => c.is_ascii_digit(),
        })?;
        Ok(Self(number))
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhoneNumber({})", mask(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phone_numbers_carry_their_country_code() {
        let table = [
            ("+81 90-1234-5678", Ok("+819012345678")),
            ("＋86（573）8500.1234", Ok("+8657385001234")),
            ("13800000000", Err(IdentifierError::Character { place: 1 })),
            ("0081901234567", Err(IdentifierError::Character { place: 1 })),
            ("+081901234567", Err(IdentifierError::Character { place: 2 })),
            ("+81x", Err(IdentifierError::Character { place: 4 })),
            ("+81901", Err(IdentifierError::Length { least: 8, most: 16, actual: 6 })),
            ("+1234567890123456", Err(IdentifierError::Length { least: 8, most: 16, actual: 17 })),
        ];
        for (input, expected) in table {
            let number = input.parse::<PhoneNumber>();
            let number = number.as_ref().map(PhoneNumber::as_str);
            assert_eq!(number, expected.as_ref().copied(), "{input}");
        }
        let shown = format!("{:?}", "+819012345678".parse::<PhoneNumber>().unwrap());
        assert_eq!(shown, "PhoneNumber(+81****78)");
    }
}
