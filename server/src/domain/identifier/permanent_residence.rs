//! The number on a permanent residence card (外国人永久居留身份证).
//!
//! Cards of 2023 carry 18 characters with a check character (GB 11643, MOD 11-2). Older cards
//! carry 15; their check rule is not public, so they pass with a warning and are never refused.

use std::fmt;

use chrono::NaiveDate;

use super::passport_number::mask;
use super::{IdentifierError, check_form, normalise};

const LENGTH: usize = 18;
const OLDER_LENGTH: usize = 15;
const CHECK_CHARACTERS: &[u8; 11] = b"10X98765432";

/// A permanent residence number of a known form. It is personal data and shows itself masked.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PermanentResidenceNumber {
    number: String,
    form: PermanentResidenceForm,
}

/// Which card the number is from, and what it says.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum PermanentResidenceForm {
    /// 18 characters, checked.
    Card2023 {
        /// Province of first issue, two digits of GB/T 2260.
        province: String,
        /// Nationality, three digits of ISO 3166-1.
        nationality: String,
        /// Date of birth.
        birth_date: NaiveDate,
        /// Sequence, three digits.
        sequence: String,
    },
    /// 15 characters, unchecked: to be shown with a warning.
    OlderCard,
}

impl PermanentResidenceNumber {
    /// Normalises and checks a number; `today` is the local date, after which nobody is born.
    pub fn parse(input: &str, today: NaiveDate) -> Result<Self, IdentifierError> {
        let number = normalise(input)?;
        let form = match number.starts_with(|c: char| c.is_ascii_uppercase()) {
            true => older_form(&number),
            false => form_of_2023(&number, today),
        }?;
        Ok(Self { number, form })
    }

    /// The whole number, which is personal data.
    pub fn as_str(&self) -> &str {
        &self.number
    }

    /// Which card it is from.
    pub fn form(&self) -> &PermanentResidenceForm {
        &self.form
    }
}

fn older_form(number: &str) -> Result<PermanentResidenceForm, IdentifierError> {
    // Three letters of the nationality, then division, birth and sequence in digits.
    check_form(number, OLDER_LENGTH, OLDER_LENGTH, |place, c| match place {
        1..=3 => c.is_ascii_uppercase(),
        _ => c.is_ascii_digit(),
    })?;
    Ok(PermanentResidenceForm::OlderCard)
}

fn form_of_2023(number: &str, today: NaiveDate) -> Result<PermanentResidenceForm, IdentifierError> {
    check_form(number, LENGTH, LENGTH, |place, c| match place {
        1 => c == '9',
        18 => c.is_ascii_digit() || c == 'X',
        _ => c.is_ascii_digit(),
    })?;
    let weights = std::iter::successors(Some(1), |weight| Some(weight * 2 % 11));
    let places = number.bytes().rev().skip(1).zip(weights.skip(1));
    let sum: usize = places.map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
    if number.as_bytes().last() != Some(&CHECK_CHARACTERS[sum % 11]) {
        return Err(IdentifierError::CheckCharacter);
    }
    let birth_date = NaiveDate::parse_from_str(&number[6..14], "%Y%m%d")
        .ok()
        .filter(|birth_date| *birth_date <= today)
        .ok_or(IdentifierError::BirthDate)?;
    Ok(PermanentResidenceForm::Card2023 {
        province: number[1..3].to_owned(),
        nationality: number[3..6].to_owned(),
        birth_date,
        sequence: number[14..17].to_owned(),
    })
}

impl fmt::Debug for PermanentResidenceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PermanentResidenceNumber({})", mask(&self.number))
    }
}

impl fmt::Debug for PermanentResidenceForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Card2023 { .. } => "Card2023(****)",
            Self::OlderCard => "OlderCard",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(number: &str) -> Result<PermanentResidenceNumber, IdentifierError> {
        PermanentResidenceNumber::parse(number, NaiveDate::from_ymd_opt(2026, 6, 1).unwrap())
    }

    #[test]
    fn numbers_of_2023_are_checked_and_read() {
        for number in ["911124198108030024", "93384019900101003X", "9338 4019 9001 0100 3x"] {
            assert!(parse(number).is_ok(), "{number}");
        }
        let expected = PermanentResidenceForm::Card2023 {
            province: "11".to_owned(),
            nationality: "124".to_owned(),
            birth_date: NaiveDate::from_ymd_opt(1981, 8, 3).unwrap(),
            sequence: "002".to_owned(),
        };
        assert_eq!(parse("911124198108030024").unwrap().form(), &expected);
    }

    #[test]
    fn the_older_form_passes_with_its_warning() {
        let older = parse("can110181080312").unwrap();
        assert_eq!(older.form(), &PermanentResidenceForm::OlderCard);
        assert_eq!(older.as_str(), "CAN110181080312");
    }

    #[test]
    fn wrong_numbers_are_refused() {
        use IdentifierError::{BirthDate, Character, CheckCharacter, Empty, Length};
        let table = [
            ("911398199012310022", CheckCharacter),
            ("91112419810803002X", CheckCharacter),
            ("811124198108030024", Character { place: 1 }),
            ("91112419810803X024", Character { place: 15 }),
            ("91112419810803002", Length { least: 18, most: 18, actual: 17 }),
            ("CAN11018108031", Length { least: 15, most: 15, actual: 14 }),
            ("CA1110181080312", Character { place: 3 }),
            ("911124198113030022", BirthDate),
            ("911124202808030022", BirthDate),
            ("", Empty),
        ];
        for (number, error) in table {
            let number = match error {
                BirthDate => with_check(number),
                _ => number.to_owned(),
            };
            assert_eq!(parse(&number), Err(error), "{number}");
        }
    }

    /// The number with the one check character that fits.
    fn with_check(number: &str) -> String {
        let all = CHECK_CHARACTERS.iter().map(|c| format!("{}{}", &number[..17], char::from(*c)));
        let mut all = all.filter(|n| parse(n) != Err(IdentifierError::CheckCharacter));
        all.next().unwrap()
    }

    #[test]
    fn it_shows_itself_masked() {
        let shown = format!("{:?}", parse("911124198108030024").unwrap());
        assert_eq!(shown, "PermanentResidenceNumber(911****24)");
        let form = format!("{:?}", parse("911124198108030024").unwrap().form());
        assert!(!form.contains("1981"));
    }
}
