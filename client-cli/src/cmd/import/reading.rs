//! The cells of a line, read one after the other, and those in which something is wrong.

use crate::{
    Cx,
    i18n::Language,
    office::{Cell, CellFault, Grid, Line, day, masked, word},
};

/// A cell that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cmd) struct Wrong {
    /// Its row in the file, from 0.
    pub(in crate::cmd) row: usize,
    /// Its column in the file, from 0; none for the row as a whole.
    pub(in crate::cmd) column: Option<usize>,
    /// What the column is called, or the server's field.
    pub(in crate::cmd) called: String,
    /// What stands there, masked where it is personal.
    pub(in crate::cmd) value: String,
    /// What is wrong with it, and the mend.
    pub(in crate::cmd) problem: String,
}

/// A line on its way to be read.
pub(super) struct Reading<'a, 'b> {
    cx: &'a Cx<'b>,
    grid: &'a Grid,
    line: &'a Line,
    wrong: Vec<Wrong>,
}

impl<'a, 'b> Reading<'a, 'b> {
    /// A line of a file.
    pub(super) fn of(cx: &'a Cx<'b>, grid: &'a Grid, line: &'a Line) -> Self {
        Self { cx, grid, line, wrong: Vec::new() }
    }

    /// What was read, or every cell that cannot be.
    pub(super) fn finish<T>(self, told: T) -> Result<T, Vec<Wrong>> {
        if self.wrong.is_empty() { Ok(told) } else { Err(self.wrong) }
    }

    fn cell(&self, name: &str) -> &Cell {
        const NOTHING: &Cell = &Cell::Empty;
        let heading = self.grid.headings.iter().find(|heading| heading.column.name == name);
        heading.and_then(|heading| self.line.cells.get(heading.at)).unwrap_or(NOTHING)
    }

    /// What is read of a cell; nothing where it is empty or cannot be read, which is noted.
    pub(super) fn read<T>(
        &mut self,
        name: &str,
        reader: impl Fn(&Cell) -> Result<T, CellFault>,
    ) -> Option<T> {
        self.read_of(name, &[], reader)
    }

    /// The same of a cell in which one of some words stands.
    fn read_of<T>(
        &mut self,
        name: &str,
        words: &[(&str, i32)],
        reader: impl Fn(&Cell) -> Result<T, CellFault>,
    ) -> Option<T> {
        let cell = self.cell(name);
        if cell.is_empty() {
            return None;
        }
        match reader(cell) {
            Ok(value) => Some(value),
            Err(fault) => {
                let chinese = self.cx.texts.language == Language::ZhCn;
                let own = words.iter().map(|(word, _)| *word);
                let own = own.filter(|word| word.is_ascii() != chinese);
                let own = own.collect::<Vec<_>>().join(if chinese { "、" } else { ", " });
                let problem = self.cx.texts.with(fault.key(), &[("words", &own)]);
                self.wrong.push(at_column(self.grid, self.line.row, name, problem));
                None
            }
        }
    }

    /// The text of a cell, or nothing.
    pub(super) fn text(&mut self, name: &str) -> String {
        self.read(name, Cell::text).unwrap_or_default()
    }

    /// The day of a cell.
    pub(super) fn date(&mut self, name: &str) -> Option<frsc_proto::gtype::Date> {
        use chrono::Datelike as _;
        let day = self.read(name, day)?;
        let number = |number: u32| i32::try_from(number).unwrap_or_default();
        let (year, month, day) = (day.year(), number(day.month()), number(day.day()));
        Some(frsc_proto::gtype::Date { year, month, day })
    }

    /// The numbers of the words of a cell, however they are separated.
    pub(super) fn words(&mut self, name: &str, words: &[(&str, i32)]) -> Vec<i32> {
        let all = |cell: &Cell| {
            let text = cell.text()?;
            let parts = text.split(['、', '，', ',', '；', ';', '/', '\n', ' ']);
            let parts = parts.map(str::trim).filter(|part| !part.is_empty());
            parts.map(|part| word(&Cell::of_text(part), words)).collect()
        };
        self.read_of(name, words, all).unwrap_or_default()
    }

    /// The whole number of a cell; 0 where it is empty.
    pub(super) fn number(&mut self, name: &str) -> i32 {
        let number = |cell: &Cell| cell.text()?.parse().map_err(|_| CellFault::NoNumber);
        self.read(name, number).unwrap_or_default()
    }

    /// The number of the word of a cell; 0 where it is empty.
    pub(super) fn word(&mut self, name: &str, words: &[(&str, i32)]) -> i32 {
        self.read_of(name, words, |cell| word(cell, words)).unwrap_or_default()
    }
}

/// What is wrong at the column of a name.
pub(super) fn at_column(grid: &Grid, row: usize, name: &str, problem: String) -> Wrong {
    let heading = grid.headings.iter().find(|heading| heading.column.name == name);
    let cell = |at: usize| grid.rows.get(row).and_then(|cells| cells.get(at));
    let value = heading.and_then(|heading| cell(heading.at)).map(Cell::shown).unwrap_or_default();
    let personal = heading.is_some_and(|heading| heading.column.personal);
    Wrong {
        row,
        column: heading.map(|heading| heading.at),
        called: heading.map_or_else(|| name.to_owned(), |heading| heading.called.clone()),
        value: if personal || is_like_a_number(&value) { masked(&value) } else { value },
        problem,
    }
}

/// True of what may be a passport's number, which is masked in whatever column it stands: 7 to 10
/// letters and digits, six digits at least, and no day.
fn is_like_a_number(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let letters = value.bytes().filter(u8::is_ascii_alphabetic).count();
    let all = digits + letters;
    (7..=10).contains(&all)
        && all == value.trim().len()
        && digits >= 6
        && (letters > 0 || digits == 9)
}

#[cfg(test)]
mod tests {
    use super::is_like_a_number;

    #[test]
    fn what_may_be_a_passports_number_is_masked_and_other_wrong_cells_are_shown() {
        for number in ["TK1000001", "L898902C3", "C01X00T478", "512345678", " YA1234567 "] {
            assert!(is_like_a_number(number), "{number}");
        }
        for shown in ["20300230", "2030-02-30", "男性", "93130482MA0000021R", "JPNN", "9.13E+17"]
        {
            assert!(!is_like_a_number(shown), "{shown}");
        }
    }
}
