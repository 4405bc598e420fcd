//! A sheet read whole: where its header is, which column means what, and its lines.

use super::{Cell, column_letters};
use calamine::{Data, Reader as _, SheetVisible, Sheets, open_workbook_auto_from_rs};
use chrono::NaiveDate;
use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::io::Cursor;

/// Rows in which a header is looked for.
const HEADER_WITHIN: usize = 30;
/// Most rows and columns of a sheet; a cell that says something further out is a stray.
const MOST_ROWS: u32 = 200_000;
const MOST_COLUMNS: u32 = 256;
/// What stands between the cells of a line of text.
const SEPARATORS: [u8; 3] = [b',', b'\t', b';'];
/// How footers begin.
const FOOTERS: [&str; 9] = ["合计", "总计", "小计", "备注", "说明", "填表", "制表", "审核", "注："];

/// A column that a file may have: its name here, and what offices call it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    /// Its name.
    pub(crate) name: &'static str,
    /// What offices call it.
    pub(crate) called: &'static [&'static str],
    /// True where what stands there is personal: it is shown masked.
    pub(crate) personal: bool,
}

/// A column that a file has.
#[derive(Clone, Debug)]
pub(crate) struct Heading {
    /// Where it stands, from 0.
    pub(crate) at: usize,
    /// What the file calls it.
    pub(crate) called: String,
    /// Which it is.
    pub(crate) column: &'static Column,
}

/// A line of the file below its header.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Its row in the file, from 0.
    pub(crate) row: usize,
    /// Its cells.
    pub(crate) cells: Vec<Cell>,
}

/// A sheet.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    /// The name of the sheet; empty for text.
    pub(crate) sheet: String,
    /// All rows as they stand, titles and footers too.
    pub(crate) rows: Vec<Vec<Cell>>,
    /// The row of the header, from 0.
    pub(crate) header: usize,
    /// The columns that are known.
    pub(crate) headings: Vec<Heading>,
    /// The lines that tell something.
    pub(crate) lines: Vec<Line>,
}

/// Why a file cannot be read, by the key of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GridError {
    /// No workbook and no text.
    Unreadable,
    /// No such sheet.
    NoSheet,
    /// Several sheets could be meant.
    SeveralSheets,
    /// No row has the names of columns.
    NoHeader,
    /// Two columns mean the same.
    TwiceTheSame,
    /// A cell says something where no list reaches.
    FarOut {
        /// Its row, from 0.
        row: u32,
        /// Its column, from 0.
        column: u32,
    },
}

impl GridError {
    /// The key of its text.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Unreadable => "import-unreadable",
            Self::NoSheet => "import-no-sheet",
            Self::SeveralSheets => "import-several-sheets",
            Self::NoHeader => "import-no-header",
            Self::TwiceTheSame => "import-twice-the-same",
            Self::FarOut { .. } => "import-far-out",
        }
    }

    /// Which cell it is about, as a spreadsheet calls it; empty: none.
    pub(crate) fn cell(self) -> String {
        match self {
            Self::FarOut { row, column } => {
                format!("{}{}", column_letters(column as usize), row + 1)
            }
            _ => String::new(),
        }
    }
}

/// Reads a file: a workbook where it begins like one, else separated text.
pub(crate) fn read(
    bytes: &[u8],
    sheet: &str,
    columns: &'static [Column],
) -> Result<Grid, GridError> {
    let is_workbook = bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0");
    if !is_workbook {
        return text_grid(&text(bytes)?, columns);
    }
    let mut grids = workbook(bytes, sheet)?
        .into_iter()
        .map(|(name, rows)| grid(name, rows, columns))
        .filter(|grid| !matches!(grid, Err(GridError::NoHeader)))
        .collect::<Result<Vec<_>, _>>()?;
    match grids.len() {
        0 => Err(GridError::NoHeader),
        1 => grids.pop().ok_or(GridError::NoHeader),
        _ => Err(GridError::SeveralSheets),
    }
}

/// A sheet's name and its rows.
type NamedRows = (String, Vec<Vec<Cell>>);

/// The visible sheets of a workbook, or the one that was named.
fn workbook(bytes: &[u8], sheet: &str) -> Result<Vec<NamedRows>, GridError> {
    let unreadable = |_| GridError::Unreadable;
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(unreadable)?;
    let wanted = |of: &calamine::Sheet| match sheet {
        "" => of.visible == SheetVisible::Visible,
        name => of.name == name,
    };
    let names: Vec<String> =
        book.sheets_metadata().iter().filter(|of| wanted(of)).map(|of| of.name.clone()).collect();
    if names.is_empty() {
        return Err(GridError::NoSheet);
    }
    names.into_iter().map(|name| Ok((name.clone(), sheet_rows(&mut book, &name)?))).collect()
}

/// The rows of a sheet. A workbook of today is read cell by cell, so that a stray one at its end
/// does not ask for the memory of all before it; one of the old format ends at 65 536 rows.
fn sheet_rows(book: &mut Sheets<Cursor<&[u8]>>, name: &str) -> Result<Vec<Vec<Cell>>, GridError> {
    let mut rows = Vec::new();
    match book {
        Sheets::Xlsx(book) => {
            let unreadable = |_| GridError::Unreadable;
            let mut reader = book.worksheet_cells_reader(name).map_err(unreadable)?;
            while let Some(cell) = reader.next_cell().map_err(unreadable)? {
                put(&mut rows, cell.get_position(), of_data(&cell.get_value().clone().into()))?;
            }
        }
        Sheets::Xls(book) => {
            let range = book.worksheet_range(name).map_err(|_| GridError::Unreadable)?;
            let (top, left) = range.start().unwrap_or_default();
            for (row, column, data) in range.used_cells() {
                let place = (top.saturating_add(wide(row)), left.saturating_add(wide(column)));
                put(&mut rows, place, of_data(data))?;
            }
        }
        Sheets::Xlsb(_) | Sheets::Ods(_) => return Err(GridError::Unreadable),
    }
    Ok(rows)
}

fn wide(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn put(rows: &mut Vec<Vec<Cell>>, (row, column): (u32, u32), cell: Cell) -> Result<(), GridError> {
    if cell.is_empty() {
        return Ok(());
    }
    if row >= MOST_ROWS || column >= MOST_COLUMNS {
        return Err(GridError::FarOut { row, column });
    }
    let (row, column) = (row as usize, column as usize);
    rows.resize_with(rows.len().max(row + 1), Vec::new);
    let cells = &mut rows[row];
    cells.resize(cells.len().max(column + 1), Cell::Empty);
    cells[column] = cell;
    Ok(())
}

fn of_data(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Empty,
        Data::String(text) | Data::DurationIso(text) => Cell::of_text(text),
        Data::DateTimeIso(text) => Cell::of_text(text.split('T').next().unwrap_or(text)),
        Data::Int(number) => Cell::of_text(&number.to_string()),
        Data::Float(number) => Cell::Number(*number),
        Data::Bool(value) => Cell::of_text(&value.to_string()),
        Data::DateTime(value) => {
            let (year, month, day, ..) = value.to_ymd_hms_milli();
            let day = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
            day.map_or_else(|| Cell::Number(value.as_f64()), Cell::Day)
        }
        Data::Error(error) => Cell::of_text(&error.to_string()),
    }
}

/// Text as it is meant: UTF-8, UTF-16 or GB18030.
fn text(bytes: &[u8]) -> Result<String, GridError> {
    // Only UTF-16 has bytes of zero: those of its separators, in the half that is read last.
    let zeros = |odd: usize| bytes.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let encoding = match bytes {
        [0xff, 0xfe, ..] => UTF_16LE,
        [0xfe, 0xff, ..] => UTF_16BE,
        _ if bytes.contains(&0) && zeros(1) > zeros(0) => UTF_16LE,
        _ if bytes.contains(&0) => UTF_16BE,
        _ if std::str::from_utf8(bytes).is_ok() => UTF_8,
        _ => GB18030,
    };
    let (text, _, broken) = encoding.decode(bytes);
    if broken || text.contains('\0') {
        return Err(GridError::Unreadable);
    }
    let mut text = text.replace("\r\n", "\n");
    text.push('\n');
    Ok(text)
}

/// Text by the separator by which most columns are known.
fn text_grid(text: &str, columns: &'static [Column]) -> Result<Grid, GridError> {
    let read = |separator| grid(String::new(), text_rows(text, separator)?, columns);
    let (mut best, mut fault) = (None::<Grid>, GridError::NoHeader);
    for found in SEPARATORS.map(read) {
        match found {
            Ok(grid)
                if best.as_ref().is_none_or(|own| own.headings.len() < grid.headings.len()) =>
            {
                best = Some(grid);
            }
            Err(error) if fault == GridError::NoHeader => fault = error,
            Ok(_) | Err(_) => {}
        }
    }
    best.ok_or(fault)
}

fn text_rows(text: &str, separator: u8) -> Result<Vec<Vec<Cell>>, GridError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let (mut rows, mut record) = (Vec::<Vec<Cell>>::new(), csv::StringRecord::new());
    let mut within_cells = 0;
    while reader.read_record(&mut record).map_err(|_| GridError::Unreadable)? {
        within_cells += record.iter().flat_map(str::bytes).filter(|byte| *byte == b'\n').count();
        // A spreadsheet counts empty lines, which the library leaves out, and lines within a cell
        // as one row. The empty lines before a record are told by where it ends.
        let ended = usize::try_from(reader.position().line()).unwrap_or_default();
        let row = ended.saturating_sub(2 + within_cells).max(rows.len());
        rows.resize(row, Vec::new());
        rows.push(record.iter().map(Cell::of_text).collect());
    }
    Ok(rows)
}

fn grid(
    sheet: String,
    rows: Vec<Vec<Cell>>,
    columns: &'static [Column],
) -> Result<Grid, GridError> {
    let best = rows
        .iter()
        .enumerate()
        .take(HEADER_WITHIN)
        .map(|(at, row)| (at, headings(row, columns)))
        .max_by_key(|(at, found)| (found.len(), std::cmp::Reverse(*at)));
    let Some((header, headings)) = best.filter(|(_, found)| found.len() >= 2) else {
        return Err(GridError::NoHeader);
    };
    let mut names: Vec<_> = headings.iter().map(|heading| heading.column.name).collect();
    names.sort_unstable();
    if names.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(GridError::TwiceTheSame);
    }
    let told = |(row, cells): (usize, &Vec<Cell>)| {
        let mut known = headings.iter().filter_map(|heading| cells.get(heading.at));
        let some = known.any(|cell| !cell.is_empty()) && !is_footer(cells, &headings);
        some.then(|| Line { row, cells: cells.clone() })
    };
    let lines = rows.iter().enumerate().skip(header + 1).filter_map(told).collect();
    Ok(Grid { sheet, header, headings, lines, rows })
}

/// A row whose first words are a footer's, and which tells nothing else: with anything more below a
/// known heading it may be a line, and whether it is one is not to be guessed.
fn is_footer(cells: &[Cell], headings: &[Heading]) -> bool {
    let Some(first) = cells.iter().position(|cell| !cell.is_empty()) else { return false };
    let Cell::Text(text) = &cells[first] else { return false };
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let more = |heading: &Heading| {
        heading.at > first && cells.get(heading.at).is_some_and(|cell| !cell.is_empty())
    };
    FOOTERS.iter().any(|footer| text.starts_with(footer)) && !headings.iter().any(more)
}

fn headings(row: &[Cell], columns: &'static [Column]) -> Vec<Heading> {
    let heading = |(at, cell): (usize, &Cell)| {
        let Cell::Text(called) = cell else { return None };
        let key = heading_key(called);
        let known = |column: &&Column| {
            column.name.replace('_', "") == key || column.called.contains(&key.as_str())
        };
        let column = columns.iter().find(known)?;
        Some(Heading { at, called: called.clone(), column })
    };
    row.iter().enumerate().filter_map(heading).collect()
}

/// A heading without padding, marks of duty and remarks in brackets.
fn heading_key(text: &str) -> String {
    let text = text.split(['(', '（', '\n']).next().unwrap_or(text);
    let kept = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '*' | '＊' | ':' | '：'));
    kept.collect::<String>().to_lowercase().replace('_', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    static COLUMNS: [Column; 2] = [
        Column { name: "code", called: &["编号"], personal: false },
        Column { name: "name", called: &["姓名"], personal: false },
    ];

    /// The rows of a text's lines, from 1, with what their cells show.
    fn lines(text: &str) -> Vec<(usize, String)> {
        let grid = read(text.as_bytes(), "", &COLUMNS).unwrap();
        let shown = |line: &Line| line.cells.iter().map(Cell::shown).collect::<Vec<_>>().join("|");
        grid.lines.iter().map(|line| (line.row + 1, shown(line))).collect()
    }

    #[test]
    fn a_line_that_begins_like_a_footer_is_no_footer() {
        let text = "备注,编号,姓名\n备注齐全,1,a\n说明已交,2,b\n,3,c\n合计：3人,,\n备注：无,,\n";
        let told = [(2, "备注齐全|1|a"), (3, "说明已交|2|b"), (4, "|3|c")];
        assert_eq!(lines(text), told.map(|(row, text)| (row, text.to_owned())));
    }

    #[test]
    fn text_is_read_by_whatever_separates_its_cells() {
        let told = vec![(3, "1|a, b".to_owned()), (4, "2|c".to_owned())];
        for between in ["\t", ";"] {
            let text = format!("A title\n编号{between}姓名\n1{between}a, b\n2{between}c\n");
            assert_eq!(lines(&text), told);
        }
        let utf16: Vec<u8> = "编号,姓名\n1,李".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let grid = read(&utf16, "", &COLUMNS).unwrap();
        assert_eq!(grid.lines[0].cells[1], Cell::Text("李".to_owned()), "without its mark");
    }

    #[test]
    fn a_stray_cell_is_told_and_costs_nothing() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (column, text) in ["编号", "姓名"].into_iter().enumerate() {
            sheet.write_string(2, u16::try_from(column).unwrap(), text).unwrap();
        }
        sheet.write_string(3, 0, "1").unwrap().write_string(3, 1, "a").unwrap();
        sheet.write_string(1_000_000, 12_000, " ").unwrap();
        let blank = book.save_to_buffer().unwrap();
        let grid = read(&blank, "", &COLUMNS).unwrap();
        assert_eq!((grid.lines.len(), grid.lines[0].row, grid.rows.len()), (1, 3, 4));
        book.worksheet_from_index(0).unwrap().write_string(1_000_000, 27, "x").unwrap();
        let error = read(&book.save_to_buffer().unwrap(), "", &COLUMNS).unwrap_err();
        assert_eq!((error.key(), error.cell().as_str()), ("import-far-out", "AB1000001"));
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts_them() {
        let text = "编号,姓名\n1,a\n\n\n2,\"b\nb\"\n3,c\n\n4,d";
        let told = [(2, "1|a"), (5, "2|b\nb"), (6, "3|c"), (8, "4|d")];
        let told = told.map(|(row, text)| (row, text.to_owned()));
        assert_eq!(lines(text), told);
        assert_eq!(lines(&text.replace('\n', "\r\n")), told);
    }
}
