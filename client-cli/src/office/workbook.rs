//! The workbook that comes back: the same sheet with one more column that says what is wrong. Its
//! cells are text, so that no code becomes a number and nothing becomes a formula.

use super::{Cell, Grid};
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use std::collections::BTreeMap;

/// What the added column is called; an import leaves it out.
pub(crate) const PROBLEM: &str = "问题 Problem";

/// The sheet with what is wrong in each of its rows.
pub(crate) fn with_problems(
    grid: &Grid,
    problems: &BTreeMap<usize, Vec<String>>,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let text = Format::new().set_num_format("@");
    let sheet = book.add_worksheet();
    if !grid.sheet.is_empty() {
        sheet.set_name(&grid.sheet)?;
    }
    let header = grid.rows.get(grid.header).map_or(&[][..], Vec::as_slice);
    let old = header.iter().position(|cell| cell.shown() == PROBLEM);
    let widest = grid.rows.iter().map(Vec::len).max().unwrap_or(0);
    let column = number(old.unwrap_or(widest));
    for (row, cells) in grid.rows.iter().enumerate() {
        let at = u32::try_from(row).unwrap_or(u32::MAX);
        for (index, cell) in cells.iter().enumerate() {
            if !cell.is_empty() && Some(index) != old {
                sheet.write_string_with_format(at, number(index), shown(cell), &text)?;
            }
        }
        if row == grid.header {
            sheet.write_string_with_format(at, column, PROBLEM, &text)?;
        }
        if let Some(problems) = problems.get(&row) {
            sheet.write_string_with_format(at, column, problems.join("；"), &text)?;
        }
    }
    book.save_to_buffer()
}

/// A table as a workbook, all of its cells text, or as comma-separated text with its mark.
///
/// # Errors
/// More rows than a sheet takes.
pub(crate) fn exported(
    headings: &[String],
    rows: &[Vec<String>],
    as_csv: bool,
) -> Result<Vec<u8>, XlsxError> {
    let rows = std::iter::once(headings).chain(rows.iter().map(Vec::as_slice));
    if as_csv {
        let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
        for row in rows {
            let written = writer.write_record(row.iter().map(|text| harmless(text.clone())));
            written.map_err(|error| XlsxError::ParameterError(error.to_string()))?;
        }
        return writer
            .into_inner()
            .map_err(|error| XlsxError::ParameterError(error.error().to_string()));
    }
    let mut book = Workbook::new();
    let text = Format::new().set_num_format("@");
    let sheet = book.add_worksheet();
    for (row, cells) in rows.enumerate() {
        let at = u32::try_from(row).unwrap_or(u32::MAX);
        for (index, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string_with_format(at, number(index), harmless(cell.clone()), &text)?;
        }
    }
    book.save_to_buffer()
}

fn shown(cell: &Cell) -> String {
    harmless(cell.shown())
}

/// A text; one that a spreadsheet may take for a formula stands behind an apostrophe.
fn harmless(text: String) -> String {
    match text.chars().next() {
        Some('=' | '-' | '@') => format!("'{text}"),
        Some('+') if !text[1..].bytes().all(|byte| byte.is_ascii_digit()) => format!("'{text}"),
        _ => text,
    }
}

fn number(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

/// The letters of a column, `A` for 0.
pub(crate) fn column_letters(index: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = index + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}
