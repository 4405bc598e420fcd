//! The unified social credit code (统一社会信用代码, GB 32100-2015).
//!
//! It checks the form and the check character, never whether the code is registered.

use std::fmt;
use std::str::FromStr;

use super::{IdentifierError, check_form, normalise};

const LENGTH: usize = 18;
/// The characters in the order of their values; I, O, S, V and Z are left out by the standard.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const MODULUS: usize = 31;

/// A unified social credit code whose check character is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CreditCode([u8; LENGTH]);

impl CreditCode {
    /// The 18 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Made of characters of one byte each.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for CreditCode {
    type Err = IdentifierError;

    /// Normalises and checks a code. Fails on a wrong length, character or check character.
    fn from_str(input: &str) -> Result<Self, IdentifierError> {
        if let Some(code) = right_as_written(input) {
            return Ok(code);
        }
        let code = normalise(input)?;
        check_form(&code, LENGTH, LENGTH, |place, c| match place {
            // Places 3 to 8 hold the division of the registering authority (GB/T 2260).
            3..=8 => c.is_ascii_digit(),
            _ => ALPHABET.contains(c),
        })?;
        right_as_written(&code).ok_or(IdentifierError::CheckCharacter)
    }
}

/// A right code in its usual writing, which is not made anew: systems send hundreds of them at a
/// time.
fn right_as_written(input: &str) -> Option<CreditCode> {
    let signs = <[u8; LENGTH]>::try_from(input.as_bytes()).ok()?;
    let (mut sum, mut weight) = (0, 1);
    for (place, sign) in (1..).zip(signs) {
        let value = VALUES[usize::from(sign)];
        if value == NO_SIGN || ((3..=8).contains(&place) && !sign.is_ascii_digit()) {
            return None;
        }
        // The check character is added with weight 1 and completes the sum.
        let weight_here = if place == LENGTH { 1 } else { weight };
        sum += usize::from(value) * weight_here;
        weight = weight * 3 % MODULUS;
    }
    sum.is_multiple_of(MODULUS).then_some(CreditCode(signs))
}

/// What is no sign of a code.
const NO_SIGN: u8 = u8::MAX;
/// The value of each byte.
const VALUES: [u8; 256] = {
    let (mut values, signs) = ([NO_SIGN; 256], ALPHABET.as_bytes());
    let mut value = 0;
    while value < signs.len() {
        values[signs[value] as usize] = value as u8;
        value += 1;
    }
    values
};

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_codes_are_taken_in_any_writing() {
        let codes = ["91330106MA27Y4U47R", "91330482MA2B8NDK31", "12330482MB1F24681J"];
        for code in codes {
            assert_eq!(code.parse::<CreditCode>().unwrap().as_str(), code);
        }
        let spaced = " ９1330106-ma27y4u47r ".parse::<CreditCode>().unwrap();
        assert_eq!(spaced.to_string(), codes[0]);
    }

    #[test]
    fn wrong_codes_are_refused_with_the_place() {
        use IdentifierError::{Character, CheckCharacter, Empty, Length};
        let length = |actual| Length { least: 18, most: 18, actual };
        let table = [
            ("91330106MA27Y4U47Y", CheckCharacter),
            ("91330106MA27Y4U46R", CheckCharacter),
            ("19330106MA27Y4U47R", CheckCharacter),
            ("91330106MA27Y4U47", length(17)),
            ("91330106MA27Y4U47RR", length(19)),
            ("", Empty),
            ("9133010AMA27Y4U47R", Character { place: 8 }),
            ("91330106MA27Y4U47《", Character { place: 18 }),
        ];
        for (code, error) in table {
            assert_eq!(code.parse::<CreditCode>(), Err(error), "{code}");
        }
        for letter in ["I", "O", "S", "V", "Z"] {
            let code = format!("9133010{}", "6MA27Y4U47R").replace('U', letter);
            assert_eq!(code.parse::<CreditCode>(), Err(Character { place: 15 }), "{code}");
        }
    }

    #[test]
    fn every_single_slip_is_found() {
        let code = "91330106MA27Y4U47R";
        for place in 0..LENGTH {
            for other in ALPHABET.chars().filter(|c| !code[place..].starts_with(*c)) {
                let slip = format!("{}{other}{}", &code[..place], &code[place + 1..]);
                assert!(slip.parse::<CreditCode>().is_err(), "{slip}");
            }
        }
    }
}
