//! The machine readable zone of a passport (TD3, ICAO Doc 9303-4) as typed or scanned.
//!
//! Geometry and check digits are the `mrz` crate's. It never repairs: a wrong check digit is an
//! error that names its field, and errors never repeat what stands there.

#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::Range;

use chrono::{Datelike, NaiveDate};
use mrz::{MrzData, ParseOptions, parse_td3_with};

use super::passport_number::PassportNumber;
use super::{IdentifierError, normalise};

const LINE_CHARS: usize = 44;
/// An expiry is read as the year of these hundred that ends with its two digits: from 49 years
/// before this year to 50 years after it.
const EXPIRY_YEARS_AHEAD: i32 = 50;

/// What the zone of a passport says. It is personal data and shows only the states.
#[derive(Clone, PartialEq, Eq)]
pub struct PassportMrz {
    /// Document code: `P`, or `P` and a second letter.
    pub document_code: String,
    /// Issuing state or organisation, up to three letters (Doc 9303-3 §5).
    pub issuing_state: String,
    /// Surname, components parted by one space, possibly cut off.
    pub surname: String,
    /// Given names, components parted by one space, possibly cut off or empty.
    pub given_names: String,
    /// Passport number.
    pub number: PassportNumber,
    /// Nationality, up to three letters.
    pub nationality: String,
    /// Date of birth, or `None` where the issuer printed it as wholly or partly unknown.
    pub birth_date: Option<NaiveDate>,
    /// Sex as printed.
    pub sex: Sex,
    /// Last day of validity.
    pub expiry_date: NaiveDate,
    /// Personal number or other optional data, empty where there is none.
    pub optional_data: String,
}

/// The sex cell of the zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sex {
    /// `M`.
    Male,
    /// `F`.
    Female,
    /// `<`, or the `X` that some states print.
    Unspecified,
}

/// A field of the zone that can be wrong by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MrzField {
    /// The passport number and its check digit.
    Number,
    /// The date of birth and its check digit.
    BirthDate,
    /// The sex, which has no check digit.
    Sex,
    /// The date of expiry and its check digit.
    ExpiryDate,
    /// The optional data and their check digit.
    OptionalData,
    /// The last check digit, over all of the second line's checked fields.
    Composite,
    /// The surname, which has no check digit.
    Surname,
    /// The given names, which have no check digit.
    GivenNames,
    /// The issuing state, which has no check digit.
    IssuingState,
    /// The nationality, which has no check digit.
    Nationality,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MrzFault {
    /// The check digit does not belong to the field.
    CheckDigit,
    /// The field does not hold what it must, such as a day of the calendar.
    Content,
}

/// A field and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MrzFieldError {
    /// The field.
    pub field: MrzField,
    /// What is wrong.
    pub fault: MrzFault,
}

/// Why a zone is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MrzError {
    /// The input is not one text of 88 characters or two lines of 44.
    Length {
        /// Characters in each line given, after normalising.
        lines: Vec<usize>,
    },
    /// The input is longer than any zone.
    TooLong,
    /// A character that no zone holds.
    Character {
        /// The line, 1 or 2.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// The first line does not begin with P: it is not a passport's zone.
    NotAPassport,
    /// Every field that is wrong.
    Fields(Vec<MrzFieldError>),
}

/// Reads the zone of a passport from one text of 88 characters or two lines of 44, normalised
/// first. `today` is the local date that settles centuries: a birth is the latest such date that
/// is not in the future, an expiry lies from 49 years before to 50 years after this year.
///
/// Fails with every wrong field at once.
pub fn parse_passport_mrz(input: &str, today: NaiveDate) -> Result<PassportMrz, MrzError> {
    let zone = zone_of(input)?;
    let (line_1, line_2) = zone.split_at(LINE_CHARS);
    let read = parse_td3_with(line_1, line_2, &ParseOptions::default()).map_err(refusal)?;
    let birth_date = birth_date(&line_2[13..19], today);
    let expiry_date = expiry_date(&line_2[21..27], today);
    let sex = sex(&line_2[20..21]);
    // Fillers inside of a number stand for characters that have no place in a zone.
    let number = read.full_document_number().replace('<', "").parse::<PassportNumber>();
    let contents = [
        (MrzField::Number, number.is_ok()),
        (MrzField::BirthDate, birth_date.is_some()),
        (MrzField::Sex, sex.is_some()),
        (MrzField::ExpiryDate, expiry_date.is_some()),
        (MrzField::Surname, !read.surname.is_empty() && is_name(&read.surname)),
        (MrzField::GivenNames, is_name(&read.given_names)),
        (MrzField::IssuingState, is_state(&read.issuing_country)),
        (MrzField::Nationality, is_state(&read.nationality)),
    ];
    let wrong = contents.into_iter().filter(|(_, right)| !right);
    let wrong = wrong.map(|(field, _)| MrzFieldError { field, fault: MrzFault::Content });
    let errors: Vec<_> = check_digit_errors(&read, line_2).into_iter().chain(wrong).collect();
    match (number, birth_date, sex, expiry_date) {
        (Ok(number), Some(birth_date), Some(sex), Some(expiry_date)) if errors.is_empty() => {
            Ok(PassportMrz {
                document_code: read.document_type.clone(),
                issuing_state: read.issuing_country.clone(),
                surname: read.surname.clone(),
                given_names: read.given_names.clone(),
                number,
                nationality: read.nationality.clone(),
                birth_date: birth_date.known(),
                sex,
                expiry_date,
                optional_data: read.optional_data_1.clone().unwrap_or_default(),
            })
        }
        _ => Err(MrzError::Fields(errors)),
    }
}

/// A birth date as a zone can hold it.
#[derive(Clone, Copy)]
enum BirthDate {
    Known(NaiveDate),
    PrintedUnknown,
}

impl BirthDate {
    fn known(self) -> Option<NaiveDate> {
        match self {
            Self::Known(date) => Some(date),
            Self::PrintedUnknown => None,
        }
    }
}

fn zone_of(input: &str) -> Result<String, MrzError> {
    let lines = input.lines().map(normalise).collect::<Result<Vec<_>, IdentifierError>>();
    let mut lines = lines.map_err(|_| MrzError::TooLong)?;
    lines.retain(|line| !line.is_empty());
    let lengths: Vec<usize> = lines.iter().map(|line| line.chars().count()).collect();
    match lengths[..] {
        [88] | [LINE_CHARS, LINE_CHARS] => {}
        _ => return Err(MrzError::Length { lines: lengths }),
    }
    let zone = lines.concat();
    let allowed = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '<';
    match zone.chars().position(|c| !allowed(c)) {
        Some(at) => {
            Err(MrzError::Character { line: at / LINE_CHARS + 1, column: at % LINE_CHARS + 1 })
        }
        None => Ok(zone),
    }
}

/// The crate's refusals that remain once the length and the characters are right.
fn refusal(error: mrz::MrzError) -> MrzError {
    let number = MrzFieldError { field: MrzField::Number, fault: MrzFault::Content };
    match error {
        mrz::MrzError::LeadingFiller { .. } => MrzError::Fields(vec![number]),
        // The crate's enum may grow; what is left of it today is the document code.
        _ => MrzError::NotAPassport,
    }
}

fn check_digit_errors(read: &MrzData, line_2: &str) -> Vec<MrzFieldError> {
    let digit_at = |at: usize| line_2[at..=at].starts_with(|c: char| c.is_ascii_digit());
    let long_number = read.document_number_full.is_some() && !read.document_number_legacy_encoding;
    let checks = &read.checks;
    // Only unused optional data may print a filler for a check digit (Doc 9303-4 §4.2.2), and a
    // number too long for its field prints its check digit among them.
    [
        (MrzField::Number, checks.document_number, long_number || digit_at(9)),
        (MrzField::BirthDate, checks.date_of_birth, digit_at(19)),
        (MrzField::ExpiryDate, checks.date_of_expiry, digit_at(27)),
        (MrzField::OptionalData, checks.personal_number, true),
        (MrzField::Composite, checks.composite, digit_at(43)),
    ]
    .into_iter()
    .filter(|(_, right, printed)| *right != Some(true) || !printed)
    .map(|(field, ..)| MrzFieldError { field, fault: MrzFault::CheckDigit })
    .collect()
}

fn is_name(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_uppercase() || c == ' ')
}

fn is_state(code: &str) -> bool {
    !code.is_empty() && code.chars().all(|c| c.is_ascii_uppercase())
}

fn sex(cell: &str) -> Option<Sex> {
    match cell {
        "M" => Some(Sex::Male),
        "F" => Some(Sex::Female),
        "<" | "X" => Some(Sex::Unspecified),
        _ => None,
    }
}

fn birth_date(field: &str, today: NaiveDate) -> Option<BirthDate> {
    let printed = |c: char| c.is_ascii_digit() || c == '<';
    if field.contains('<') {
        return field.chars().all(printed).then_some(BirthDate::PrintedUnknown);
    }
    let centuries = [0, -100].map(|back| full_date(field, today.year() + back));
    // Somebody older than a century is read as young; only the officer can tell.
    let known = centuries.into_iter().flatten().find(|date| *date <= today);
    known.map(BirthDate::Known)
}

fn expiry_date(field: &str, today: NaiveDate) -> Option<NaiveDate> {
    full_date(field, today.year() + EXPIRY_YEARS_AHEAD)
}

/// The date in the last year up to `latest_year` that ends with the field's two digits.
fn full_date(field: &str, latest_year: i32) -> Option<NaiveDate> {
    let number = |range: Range<usize>| field.get(range)?.parse::<u32>().ok();
    let (year, month, day) = (number(0..2)?, number(2..4)?, number(4..6)?);
    let back = (latest_year - i32::try_from(year).ok()?).rem_euclid(100);
    NaiveDate::from_ymd_opt(latest_year - back, month, day)
}

impl fmt::Debug for PassportMrz {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PassportMrz")
            .field("issuing_state", &self.issuing_state)
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for MrzError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { lines } => {
                write!(f, "a passport has two lines of 44 characters, given were {lines:?}")
            }
            Self::TooLong => f.write_str("the input is longer than any machine readable zone"),
            Self::Character { line, column } => {
                write!(f, "the character in line {line}, column {column} is none of A-Z, 0-9, <")
            }
            Self::NotAPassport => f.write_str("the first line does not begin with P"),
            Self::Fields(errors) => errors.iter().enumerate().try_for_each(|(index, error)| {
                let separator = if index == 0 { "" } else { ", " };
                write!(f, "{separator}{}: {}", error.field, error.fault)
            }),
        }
    }
}

impl std::error::Error for MrzError {}

impl fmt::Display for MrzField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Number => "passport number",
            Self::BirthDate => "date of birth",
            Self::Sex => "sex",
            Self::ExpiryDate => "date of expiry",
            Self::OptionalData => "optional data",
            Self::Composite => "last check digit",
            Self::Surname => "surname",
            Self::GivenNames => "given names",
            Self::IssuingState => "issuing state",
            Self::Nationality => "nationality",
        })
    }
}

impl fmt::Display for MrzFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CheckDigit => "wrong check digit",
            Self::Content => "wrong content",
        })
    }
}
