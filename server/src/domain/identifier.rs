//! Numbers that identify persons, enterprises and documents: how they are normalised, checked,
//! compared and masked.
//!
//! It never says whose number it is or whether a register knows it: a number that passes is well
//! formed, no more. Errors name the place and never repeat the number.

mod credit_code;
mod machine_readable_zone;
mod name;
mod normalise;
mod passport_number;
mod permanent_residence;
mod permit_number;
mod phone;

use std::fmt;

pub use credit_code::CreditCode;
pub use machine_readable_zone::{
    MrzError, MrzFault, MrzField, MrzFieldError, PassportMrz, Sex, parse_passport_mrz,
};
pub use name::{NameComparison, compare_names, name_components};
pub use normalise::{MAX_INPUT_CHARS, normalise};
pub use passport_number::{PassportNumber, mask_passport_number};
pub use permanent_residence::{PermanentResidenceForm, PermanentResidenceNumber};
pub use permit_number::PermitNumber;
pub use phone::PhoneNumber;

/// Why an identifier is refused. Places are counted from 1 in the normalised text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentifierError {
    /// Nothing is left after spaces and hyphens are removed.
    Empty,
    /// The input is longer than [`MAX_INPUT_CHARS`].
    TooLong,
    /// The length is not one that this identifier may have.
    Length {
        /// The fewest characters it may have.
        least: usize,
        /// The most characters it may have.
        most: usize,
        /// How many there are.
        actual: usize,
    },
    /// This character may not stand here.
    Character {
        /// The place, from 1.
        place: usize,
    },
    /// The check character does not belong to the others.
    CheckCharacter,
    /// The date of birth in the number is no date, or lies in the future.
    BirthDate,
}

impl fmt::Display for IdentifierError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("nothing is given"),
            Self::TooLong => write!(f, "the input has more than {MAX_INPUT_CHARS} characters"),
            Self::Length { least, most, actual } if least == most => {
                write!(f, "it has {actual} characters and must have {most}")
            }
            Self::Length { least, most, actual } => {
                write!(f, "it has {actual} characters and must have {least} to {most}")
            }
            Self::Character { place } => write!(f, "character {place} may not stand there"),
            Self::CheckCharacter => f.write_str("the check character is wrong: look for a slip"),
            Self::BirthDate => f.write_str("the date of birth in it is wrong"),
        }
    }
}

impl std::error::Error for IdentifierError {}

/// Refuses a length outside of the bounds, and the first character that may not stand there.
fn check_form(
    text: &str,
    least: usize,
    most: usize,
    may_stand: impl Fn(usize, char) -> bool,
) -> Result<(), IdentifierError> {
    let actual = text.chars().count();
    if actual == 0 {
        return Err(IdentifierError::Empty);
    }
    if let Some(place) = text.chars().zip(1..).find(|(c, place)| !may_stand(*place, *c)) {
        return Err(IdentifierError::Character { place: place.1 });
    }
    match (least..=most).contains(&actual) {
        true => Ok(()),
        false => Err(IdentifierError::Length { least, most, actual }),
    }
}

fn is_upper_alphanumeric(character: char) -> bool {
    character.is_ascii_uppercase() || character.is_ascii_digit()
}
