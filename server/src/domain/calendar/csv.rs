//! The `date,kind,name` table of a yearly notice, read into published years.
//!
//! It never guesses: the years are named by the caller, so that a mistyped year cannot publish
//! one by itself, and the first wrong cell refuses the whole table.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::year::YearDraft;
use super::{DayFault, DayKind, PublishedYear, SpecialDay};

/// The longest table accepted, in bytes: several years with long names.
pub const MAX_CSV_BYTES: usize = 1 << 20;

const HEADER: &str = "date,kind,name";
const MAX_QUOTED_CHARS: usize = 40;

/// Where in the table a fault lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CsvColumn {
    /// The `date` column.
    Date,
    /// The `kind` column.
    Kind,
    /// The `name` column.
    Name,
    /// The whole row, or the whole table.
    Row,
}

/// What is wrong with a cell, a row or the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CsvFault {
    /// The first line is not `date,kind,name`.
    Header,
    /// A row does not have three cells.
    CellCount,
    /// The date is not written `YYYY-MM-DD` or is not a day of the calendar.
    NotADate,
    /// The kind is neither `holiday` nor `workday`.
    NotAKind,
    /// The table is longer than [`MAX_CSV_BYTES`].
    TooLong,
    /// The day itself is refused.
    Day(DayFault),
}

/// The first fault of a table: where it lies, what stands there, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvError {
    /// Line in the table, counted from 1 with the header.
    pub line: usize,
    /// The column at fault.
    pub column: CsvColumn,
    /// What stands there, shortened.
    pub value: String,
    /// What is wrong with it.
    pub fault: CsvFault,
}

/// Reads the table of one year. Fails with the first fault.
pub fn parse_csv(year: i32, text: &str) -> Result<PublishedYear, CsvError> {
    let mut years = parse_csv_years(&[year], text)?;
    Ok(years.pop().expect("one year was asked for and nothing refused it"))
}

/// Reads a table that lists several years, all of which are named. Fails with the first fault;
/// a named year without a holiday is a fault of the table as a whole.
pub fn parse_csv_years(years: &[i32], text: &str) -> Result<Vec<PublishedYear>, CsvError> {
    if text.len() > MAX_CSV_BYTES {
        return Err(CsvError::new(1, CsvColumn::Row, "", CsvFault::TooLong));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = (1..).zip(text.lines().map(str::trim_end));
    let header = lines.next().map_or("", |(_, line)| line);
    if header != HEADER {
        return Err(CsvError::new(1, CsvColumn::Row, header, CsvFault::Header));
    }
    let mut drafts = Vec::new();
    for year in years {
        let draft = YearDraft::new(*year)
            .map_err(|fault| CsvError::new(1, CsvColumn::Row, year, CsvFault::Day(fault)))?;
        drafts.push((*year, draft));
    }
    let mut last_line = 1;
    for (line, row) in lines.filter(|(_, row)| !row.is_empty()) {
        last_line = line;
        let day = parse_row(line, row)?;
        let (value, column) = (day.date, CsvColumn::Date);
        let refused = |fault| CsvError::new(line, column, value, CsvFault::Day(fault));
        let draft = drafts.iter_mut().find(|(year, _)| *year == value.year());
        let (_, draft) = draft.ok_or_else(|| refused(DayFault::OutsideYear))?;
        draft.add(day).map_err(|fault| CsvError { column: column_of(fault), ..refused(fault) })?;
    }
    let publish = |(year, draft): (i32, YearDraft)| {
        let refused = |fault| CsvError::new(last_line, CsvColumn::Row, year, CsvFault::Day(fault));
        draft.publish().map_err(refused)
    };
    drafts.into_iter().map(publish).collect()
}

impl CsvError {
    fn new(line: usize, column: CsvColumn, value: impl fmt::Display, fault: CsvFault) -> Self {
        let value = value.to_string().chars().take(MAX_QUOTED_CHARS).collect();
        Self { line, column, value, fault }
    }

    /// How to mend the fault.
    pub fn mend(&self) -> &'static str {
        match self.fault {
            CsvFault::Header => "begin the table with the line date,kind,name",
            CsvFault::CellCount => "write date,kind,name with two commas and no quotes",
            CsvFault::NotADate => "write a day of the calendar as YYYY-MM-DD",
            CsvFault::NotAKind => "write holiday or workday",
            CsvFault::TooLong => "give one year at a time",
            CsvFault::Day(DayFault::YearOutOfRange) => "publish a year from 2000 to 2199",
            CsvFault::Day(DayFault::OutsideYear) => "remove the row or publish its year",
            CsvFault::Day(DayFault::Duplicate) => "keep one row a day",
            CsvFault::Day(DayFault::WorkdayNotOnWeekend) => {
                "remove the row or mend the date: only a Saturday or Sunday is listed as workday"
            }
            CsvFault::Day(DayFault::NameLength) => "name the holiday in 1 to 64 characters",
            CsvFault::Day(DayFault::NoHolidays) => "list the holidays of the year's notice",
        }
    }
}

impl fmt::Display for CsvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, column, value, fault } = self;
        write!(f, "line {line}, {column}: {value:?}: {fault}; {}", self.mend())
    }
}

impl std::error::Error for CsvError {}

impl fmt::Display for CsvColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Date => "column date",
            Self::Kind => "column kind",
            Self::Name => "column name",
            Self::Row => "the row",
        })
    }
}

impl fmt::Display for CsvFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header => f.write_str("the header is wrong"),
            Self::CellCount => f.write_str("a row has three cells"),
            Self::NotADate => f.write_str("this is not a date"),
            Self::NotAKind => f.write_str("this is not a kind of day"),
            Self::TooLong => f.write_str("the table is too long"),
            Self::Day(fault) => fault.fmt(f),
        }
    }
}

fn column_of(fault: DayFault) -> CsvColumn {
    match fault {
        DayFault::OutsideYear | DayFault::Duplicate | DayFault::WorkdayNotOnWeekend => {
            CsvColumn::Date
        }
        DayFault::NameLength => CsvColumn::Name,
        DayFault::YearOutOfRange | DayFault::NoHolidays => CsvColumn::Row,
    }
}

fn parse_row(line: usize, row: &str) -> Result<SpecialDay, CsvError> {
    let cells: Vec<&str> = row.split(',').map(str::trim).collect();
    let [date, kind, name] = cells[..] else {
        return Err(CsvError::new(line, CsvColumn::Row, row, CsvFault::CellCount));
    };
    let not_a_date = || CsvError::new(line, CsvColumn::Date, date, CsvFault::NotADate);
    // The length is checked too, because the parser also takes 2023-1-1.
    let date = Some(date).filter(|date| date.len() == "YYYY-MM-DD".len()).ok_or_else(not_a_date)?;
    let date = NaiveDate::parse_from_str(date, "%Y-%m-%d").map_err(|_| not_a_date())?;
    let kind = match kind {
        "holiday" => DayKind::Holiday,
        "workday" => DayKind::Workday,
        other => {
            return Err(CsvError::new(line, CsvColumn::Kind, other, CsvFault::NotAKind));
        }
    };
    Ok(SpecialDay { date, kind, name: name.to_owned() })
}
