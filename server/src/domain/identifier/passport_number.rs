//! Passport numbers, and the mask under which such numbers are shown (个人信息保护法 28–32).
//!
//! A passport number shows itself masked; the whole number is only given by name.

use std::fmt;
use std::str::FromStr;

use super::{IdentifierError, check_form, is_upper_alphanumeric, normalise};

const MIN_LENGTH: usize = 4;
const MAX_LENGTH: usize = 20;

/// Stars stand for however many characters, so that the mask does not tell the length.
const STARS: &str = "****";
/// From this length on the mask shows the first three characters and the last two.
const FULL_MASK_FROM: usize = 9;
/// Below this length the mask shows nothing.
const PART_MASK_FROM: usize = 5;

/// A passport number: 4 to 20 letters and digits, which may be longer than a machine readable
/// zone prints in its own field.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PassportNumber(String);

impl PassportNumber {
    /// The whole number, which is personal data.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number as it may be shown.
    pub fn masked(&self) -> String {
        mask(&self.0)
    }
}

/// The number as it may be shown: `E12****78`. A number shorter than nine characters shows no
/// more than half of itself, one shorter than five nothing at all. The input is normalised first,
/// and one that cannot be is masked whole.
pub fn mask_passport_number(number: &str) -> String {
    normalise(number).map_or_else(|_| STARS.to_owned(), |number| mask(&number))
}

/// Masks a text that is already normalised.
pub(super) fn mask(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let (first, last) = match characters.len() {
        0..PART_MASK_FROM => (0, 0),
        length @ PART_MASK_FROM..FULL_MASK_FROM => (length / 2 - 1, 1),
        FULL_MASK_FROM.. => (3, 2),
    };
    let begin = &characters[..first];
    let end = &characters[characters.len() - last..];
    begin.iter().copied().chain(STARS.chars()).chain(end.iter().copied()).collect()
}

impl FromStr for PassportNumber {
    type Err = IdentifierError;

    /// Normalises and checks a number. Fails on a wrong length or character.
    fn from_str(input: &str) -> Result<Self, IdentifierError> {
        let number = normalise(input)?;
        check_form(&number, MIN_LENGTH, MAX_LENGTH, |_, c| is_upper_alphanumeric(c))?;
        Ok(Self(number))
    }
}

impl fmt::Debug for PassportNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PassportNumber({})", self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passport_numbers_are_normalised_and_checked() {
        let number = "ｔｒ-123 4567".parse::<PassportNumber>().unwrap();
        assert_eq!(number.as_str(), "TR1234567");
        assert_eq!(format!("{number:?}"), "PassportNumber(TR1****67)");
        let table = [
            ("", IdentifierError::Empty),
            ("E1", IdentifierError::Length { least: 4, most: 20, actual: 2 }),
            ("E12<4567", IdentifierError::Character { place: 4 }),
        ];
        for (number, error) in table {
            assert_eq!(number.parse::<PassportNumber>(), Err(error), "{number}");
        }
    }

    #[test]
    fn a_mask_never_shows_more_than_half_of_a_short_number() {
        let table = [
            ("E12345678", "E12****78"),
            ("e1234 5678", "E12****78"),
            ("AB1234567890", "AB1****90"),
            ("E1234567", "E12****7"),
            ("E123456", "E1****6"),
            ("E12345", "E1****5"),
            ("E1234", "E****4"),
            ("E123", "****"),
            ("E", "****"),
            ("", "****"),
            ("护照号码一二", "护照****二"),
        ];
        for (number, masked) in table {
            assert_eq!(mask_passport_number(number), masked, "{number}");
        }
        assert_eq!(mask_passport_number(&"E".repeat(1_000)), "****");
    }
}
