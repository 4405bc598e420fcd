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
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CreditCode(String);

impl CreditCode {
    /// The 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The 18 characters.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl FromStr for CreditCode {
    type Err = IdentifierError;

    /// Normalises and checks a code. Fails on a wrong length, character or check character.
    fn from_str(input: &str) -> Result<Self, IdentifierError> {
        if is_right_as_written(input) {
            return Ok(Self(input.to_owned()));
        }
        let code = normalise(input)?;
        check_form(&code, LENGTH, LENGTH, |place, c| match place {
            // Places 3 to 8 hold the division of the registering authority (GB/T 2260).
            3..=8 => c.is_ascii_digit(),
            _ => ALPHABET.contains(c),
        })?;
        let values: Vec<usize> = code.chars().filter_map(|c| ALPHABET.find(c)).collect();
        let weights = std::iter::successors(Some(1), |weight| Some(weight * 3 % MODULUS));
        let weights = weights.take(LENGTH - 1).chain([1]);
        // The check character is added with weight 1 and completes the sum.
        let sum: usize = values.iter().zip(weights).map(|(value, weight)| value * weight).sum();
        match sum.is_multiple_of(MODULUS) {
            true => Ok(Self(code)),
            false => Err(IdentifierError::CheckCharacter),
        }
    }
}

/// True for a right code in its usual writing, which is found without making it anew: systems send
/// hundreds of them at a time.
fn is_right_as_written(input: &str) -> bool {
    let Ok(signs) = <&[u8; LENGTH]>::try_from(input.as_bytes()) else { return false };
    let (mut sum, mut weight) = (0, 1);
    for (place, sign) in (1..).zip(signs) {
        let value = VALUES[usize::from(*sign)];
        if value == NO_SIGN || ((3..=8).contains(&place) && !sign.is_ascii_digit()) {
            return false;
        }
        let weight_here = if place == LENGTH { 1 } else { weight };
        sum += usize::from(value) * weight_here;
        weight = weight * 3 % MODULUS;
    }
    sum.is_multiple_of(MODULUS)
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
        f.write_str(&self.0)
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
    fn the_short_way_takes_what_the_long_way_takes() {
        let long = |code: &str| format!(" {code}").parse::<CreditCode>().is_ok();
        for sign in ALPHABET.chars().chain("IOSVZa-".chars()) {
            for place in 0..LENGTH {
                let mut signs: Vec<char> = "91330482MA2B8NDK31".chars().collect();
                signs[place] = sign;
                let code: String = signs.into_iter().collect();
                let usual = !code.contains(['a', '-']);
                assert_eq!(is_right_as_written(&code), usual && long(&code), "{code}");
            }
        }
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
