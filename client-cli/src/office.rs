//! Files as offices make them: workbooks and comma-separated text in whatever encoding, with title
//! rows above the header, padding and footers. What stands in a file is read as it stands; a code
//! that a spreadsheet turned into a number is an error, not a guess.

mod cell;
mod grid;
mod workbook;

pub(crate) use cell::{Cell, CellFault, day, masked, word};
pub(crate) use grid::{Column, Grid, GridError, Line, read};
pub(crate) use workbook::{column_letters, exported, with_problems};
