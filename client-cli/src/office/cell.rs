//! One cell of a file and what it may mean.

use chrono::NaiveDate;

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text, without padding.
    Text(String),
    /// A number.
    Number(f64),
    /// A day.
    Day(NaiveDate),
}

/// Why a cell cannot be read, by the key of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellFault {
    /// A spreadsheet turned a code into a number and lost its last digits.
    CodeIsNumber,
    /// No day.
    NoDay,
    /// A number where a day should be.
    DayIsNumber,
    /// None of the words that may stand there.
    NoWord,
    /// No whole number.
    NoNumber,
}

impl CellFault {
    /// The key of its text.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::CodeIsNumber => "import-code-is-number",
            Self::NoDay => "import-no-day",
            Self::DayIsNumber => "import-day-is-number",
            Self::NoWord => "import-no-word",
            Self::NoNumber => "import-no-number",
        }
    }
}

/// The largest whole number that a spreadsheet shows with all its digits.
const ALL_DIGITS: f64 = 1e15;

impl Cell {
    /// A cell of some text, without the padding around it.
    pub(crate) fn of_text(text: &str) -> Self {
        let padding = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}');
        let text = text.trim_matches(padding);
        // An apostrophe keeps a spreadsheet from taking the rest for a formula.
        let text = match text.strip_prefix('\'') {
            Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
            _ => text,
        };
        match text {
            "" => Self::Empty,
            text => Self::Text(text.to_owned()),
        }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// What stands there, as it is shown.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.to_string(),
        }
    }

    /// The text of a cell that holds a code, a name or anything else.
    pub(crate) fn text(&self) -> Result<String, CellFault> {
        match self {
            Self::Number(number) if number.fract() != 0.0 || number.abs() >= ALL_DIGITS => {
                Err(CellFault::CodeIsNumber)
            }
            Self::Text(text) if is_scientific(text) => Err(CellFault::CodeIsNumber),
            other => Ok(other.shown()),
        }
    }
}

/// True for `9.13301E+17`, which a spreadsheet leaves of a long code.
fn is_scientific(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    let Some((mantissa, exponent)) = upper.split_once("E+") else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(exponent) && mantissa.split('.').all(digits)
}

/// The day of a cell, however offices write it: `2026-03-01`, `2026/3/1`, `2026.3.1`, `20260301`,
/// `2026年3月1日`.
pub(crate) fn day(cell: &Cell) -> Result<NaiveDate, CellFault> {
    match cell {
        Cell::Day(day) => Ok(*day),
        Cell::Number(number) if (19_000_101.0..=21_991_231.0).contains(number) => {
            written_day(&number.to_string()).ok_or(CellFault::NoDay)
        }
        Cell::Number(_) => Err(CellFault::DayIsNumber),
        Cell::Text(text) => written_day(text).ok_or(CellFault::NoDay),
        Cell::Empty => Err(CellFault::NoDay),
    }
}

fn written_day(text: &str) -> Option<NaiveDate> {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        other => other,
    };
    let text: String = text.chars().map(narrow).collect();
    // A time of midnight behind the day says nothing.
    let text = text.strip_suffix("00:00:00").unwrap_or(&text).trim().to_owned();
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return NaiveDate::parse_from_str(&text, "%Y%m%d").ok();
    }
    let parts: Vec<&str> = text
        .split(['-', '/', '.', '年', '月', '日'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let [year, month, day] = parts.as_slice() else { return None };
    // Which of two digits is the year is nobody's to guess.
    if year.len() != 4 {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// The number of the word that stands in a cell, of those that may.
pub(crate) fn word(cell: &Cell, words: &[(&str, i32)]) -> Result<i32, CellFault> {
    let text = cell.text()?.to_lowercase();
    let found = words.iter().find(|(word, _)| *word == text);
    found.map(|(_, number)| *number).ok_or(CellFault::NoWord)
}

/// A personal value with its first and last characters: enough to find the cell.
pub(crate) fn masked(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    match chars.as_slice() {
        [] => String::new(),
        [first, .., last] if chars.len() > 4 => format!("{first}****{last}"),
        _ => "****".to_owned(),
    }
}
