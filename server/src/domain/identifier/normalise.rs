//! The one way identifiers are normalised before they are checked or compared.
//!
//! It never repairs a misread character: an O stays an O.

use unicode_normalization::UnicodeNormalization;

use super::IdentifierError;

/// The most characters any identifier is given with, spaces included.
pub const MAX_INPUT_CHARS: usize = 256;

/// The text in NFKC, in upper case, without spaces, hyphens and invisible marks, and with the
/// angle brackets of Chinese input methods as `<`.
///
/// Fails where the input is longer than [`MAX_INPUT_CHARS`].
pub fn normalise(input: &str) -> Result<String, IdentifierError> {
    if input.chars().nth(MAX_INPUT_CHARS).is_some() {
        return Err(IdentifierError::TooLong);
    }
    Ok(input
        .nfkc()
        .filter(|c| !is_dropped(*c))
        .map(as_filler)
        .flat_map(char::to_uppercase)
        .collect())
}

fn is_dropped(character: char) -> bool {
    let hyphen = matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ad}');
    let invisible = matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    character.is_whitespace() || character.is_control() || hyphen || invisible
}

fn as_filler(character: char) -> char {
    match character {
        '《' | '〈' | '‹' => '<',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_normalised_before_they_are_checked() {
        let table = [
            (" e12-345 678 ", "E12345678"),
            ("Ｅ１２３４５６７８", "E12345678"),
            ("P《utoERIKSSON〈＜anna", "P<UTOERIKSSON<<ANNA"),
            ("E\u{200b}1\u{2013}2\u{3000}3\t\r\n4\u{feff}", "E1234"),
            ("straße", "STRASSE"),
            ("", ""),
        ];
        for (input, expected) in table {
            assert_eq!(normalise(input).as_deref(), Ok(expected), "{input:?}");
        }
        assert_eq!(normalise(&"<".repeat(MAX_INPUT_CHARS + 1)), Err(IdentifierError::TooLong));
    }
}
