//! Numbers of documents, checked by what their kind has of a public structure. Errors name the
//! place and never repeat the number.

use super::DocumentKind;
use crate::domain::identifier::{
    IdentifierError, PassportNumber, PermanentResidenceForm, PermanentResidenceNumber,
    PermitNumber, mask_passport_number,
};
use chrono::NaiveDate;

/// How far a number was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberCheck {
    /// As far as its kind allows.
    Checked,
    /// An older permanent residence number, whose check rule is not public.
    Unchecked,
}

/// The number of a document, normalised. It is personal data and shows itself masked.
#[derive(Clone, PartialEq, Eq)]
pub struct DocumentNumber {
    text: String,
    check: NumberCheck,
}

impl DocumentNumber {
    /// Normalises and checks a number of a kind; `today` is the local date.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(
        kind: DocumentKind,
        input: &str,
        today: NaiveDate,
    ) -> Result<Self, IdentifierError> {
        let checked = |text: &str| Self { text: text.to_owned(), check: NumberCheck::Checked };
        match kind {
            DocumentKind::Passport => Ok(checked(input.parse::<PassportNumber>()?.as_str())),
            DocumentKind::PermanentResidenceCard => {
                let number = PermanentResidenceNumber::parse(input, today)?;
                let check = match number.form() {
                    PermanentResidenceForm::Card2023 { .. } => NumberCheck::Checked,
                    PermanentResidenceForm::OlderCard => NumberCheck::Unchecked,
                };
                Ok(Self { text: number.as_str().to_owned(), check })
            }
            DocumentKind::Visa
            | DocumentKind::ResidencePermit
            | DocumentKind::StayPermit
            | DocumentKind::WorkPermit
            | DocumentKind::Receipt => Ok(checked(input.parse::<PermitNumber>()?.as_str())),
        }
    }

    /// The whole number, which is personal data.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What may be shown of it.
    #[must_use]
    pub fn masked(&self) -> String {
        mask_passport_number(&self.text)
    }

    /// How far it was checked.
    #[must_use]
    pub const fn check(&self) -> NumberCheck {
        self.check
    }
}

impl From<PassportNumber> for DocumentNumber {
    fn from(number: PassportNumber) -> Self {
        Self { text: number.as_str().to_owned(), check: NumberCheck::Checked }
    }
}

impl std::fmt::Debug for DocumentNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DocumentNumber({})", self.masked())
    }
}
