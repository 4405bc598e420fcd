//! What a line of an office's file says of a person and his documents, and at which cell something
//! is wrong.

use super::import_columns::{
    CLASSES, COUNTRIES, LANGUAGES, PAPERS, PERSON_TYPES, PURPOSES, Paper, SEXES, column_of,
};
use crate::{
    Cx,
    i18n::Language,
    office::{Cell, CellFault, Grid, Line, day, masked, word},
};
use frsc_proto::v1;

/// A cell that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    /// Its row in the file, from 0.
    pub(super) row: usize,
    /// Its column in the file, from 0; none for the row as a whole.
    pub(super) column: Option<usize>,
    /// What the column is called, or the server's field.
    pub(super) called: String,
    /// What stands there, masked where it is personal.
    pub(super) value: String,
    /// What is wrong with it, and the mend.
    pub(super) problem: String,
}

/// A row as it is sent, and where the columns of its fields stand.
pub(super) struct Sent {
    pub(super) row: usize,
    pub(super) message: v1::ImportedRow,
    /// The documents, in the order sent.
    pub(super) documents: Vec<&'static Paper>,
}

/// What a line says, or its cells that cannot be read.
pub(super) fn row(
    cx: &Cx<'_>,
    grid: &Grid,
    line: &Line,
    language: &str,
) -> Result<Sent, Vec<Wrong>> {
    let mut reading = Reading { cx, grid, line, wrong: Vec::new() };
    let mut resident = person(&mut reading);
    if resident.language.is_empty() {
        language.clone_into(&mut resident.language);
    }
    let country = resident.nationalities.first().map(|one| one.country.clone());
    let (mut documents, mut papers) = (Vec::new(), Vec::new());
    for paper in &PAPERS {
        if let Some(document) = document(&mut reading, paper, country.as_deref()) {
            documents.push(document);
            papers.push(paper);
        }
    }
    if !reading.wrong.is_empty() {
        return Err(reading.wrong);
    }
    let message = v1::ImportedRow { resident: Some(resident), documents };
    Ok(Sent { row: line.row, message, documents: papers })
}

/// A line on its way to be read.
struct Reading<'a, 'b> {
    cx: &'a Cx<'b>,
    grid: &'a Grid,
    line: &'a Line,
    wrong: Vec<Wrong>,
}

impl Reading<'_, '_> {
    fn cell(&self, name: &str) -> &Cell {
        const NOTHING: &Cell = &Cell::Empty;
        let heading = self.grid.headings.iter().find(|heading| heading.column.name == name);
        heading.and_then(|heading| self.line.cells.get(heading.at)).unwrap_or(NOTHING)
    }

    /// What is read of a cell; nothing where it is empty or cannot be read, which is noted.
    fn read<T>(&mut self, name: &str, reader: impl Fn(&Cell) -> Result<T, CellFault>) -> Option<T> {
        let cell = self.cell(name);
        if cell.is_empty() {
            return None;
        }
        match reader(cell) {
            Ok(value) => Some(value),
            Err(fault) => {
                let problem = self.cx.texts.get(fault.key());
                self.wrong.push(at_column(self.grid, self.line.row, name, problem));
                None
            }
        }
    }

    fn text(&mut self, name: &str) -> String {
        self.read(name, Cell::text).unwrap_or_default()
    }

    fn date(&mut self, name: &str) -> Option<frsc_proto::gtype::Date> {
        use chrono::Datelike as _;
        let day = self.read(name, day)?;
        let number = |number: u32| i32::try_from(number).unwrap_or_default();
        let (year, month, day) = (day.year(), number(day.month()), number(day.day()));
        Some(frsc_proto::gtype::Date { year, month, day })
    }

    fn word(&mut self, name: &str, words: &[(&str, i32)]) -> i32 {
        self.read(name, |cell| word(cell, words)).unwrap_or_default()
    }
}

fn person(reading: &mut Reading<'_, '_>) -> v1::Resident {
    let country = reading.text("nationality").to_uppercase();
    let country = country_code(country);
    let nationalities = match country.is_empty() {
        true => Vec::new(),
        false => vec![v1::Nationality { country, ..Default::default() }],
    };
    let contacts = v1::ResidentContacts {
        phone_number: reading.text("phone").replace([' ', '-'], ""),
        email: reading.text("email"),
        ..Default::default()
    };
    let employer =
        v1::Employer { enterprise_id: reading.text("credit_code"), name: reading.text("employer") };
    v1::Resident {
        person_type: reading.word("person_type", &PERSON_TYPES),
        names: names(reading),
        sex: reading.word("sex", &SEXES),
        birth_date: reading.date("birth_date"),
        nationalities,
        language: reading.read("language", language).unwrap_or_default(),
        contacts: Some(contacts),
        employer: Some(employer),
        ..Default::default()
    }
}

/// The code of a state that an office calls by its name; what else stands there stays.
fn country_code(text: String) -> String {
    let known = COUNTRIES.iter().find(|(name, _)| *name == text);
    known.map_or(text, |(_, code)| (*code).to_owned())
}

fn language(cell: &Cell) -> Result<String, CellFault> {
    let text = cell.text()?;
    let known = LANGUAGES.iter().find(|(name, _)| *name == text);
    Ok(known.map_or(text, |(_, tag)| (*tag).to_owned()))
}

/// The names of a line: in two columns, or in one as `SURNAME, GIVEN NAMES` or with the surname
/// first.
fn names(reading: &mut Reading<'_, '_>) -> Vec<v1::ResidentName> {
    let mut names = Vec::new();
    let (mut surname, mut given_names) = (reading.text("surname"), reading.text("given_names"));
    let whole = reading.text("name").replace('，', ",");
    if surname.is_empty() && !whole.is_empty() {
        let parts = whole.split_once(',').or_else(|| whole.split_once(' '));
        let (first, rest) = parts.unwrap_or((&whole, ""));
        (surname, given_names) = (first.trim().to_owned(), rest.trim().to_owned());
    }
    let is_latin = str::is_ascii;
    let chinese = reading.text("chinese_name");
    if !surname.is_empty() {
        let kind = match is_latin(&surname) && is_latin(&given_names) {
            true => v1::NameKind::Latin,
            false => v1::NameKind::Visual,
        };
        let upper =
            |text: String| if kind == v1::NameKind::Latin { text.to_uppercase() } else { text };
        names.push(v1::ResidentName {
            kind: kind.into(),
            surname: upper(surname),
            given_names: upper(given_names),
            until_date: None,
        });
    }
    if !chinese.is_empty() {
        names.push(v1::ResidentName {
            kind: v1::NameKind::Chinese.into(),
            surname: chinese,
            ..Default::default()
        });
    }
    names
}

fn document(
    reading: &mut Reading<'_, '_>,
    paper: &'static Paper,
    country: Option<&str>,
) -> Option<v1::NewDocument> {
    let number = reading.read(paper.number, Cell::text)?;
    let mut issuer = reading.text(paper.issuer);
    if issuer.is_empty() && paper.kind == v1::DocumentKind::Passport {
        issuer = country.unwrap_or_default().to_owned();
    }
    Some(v1::NewDocument {
        kind: paper.kind.into(),
        number,
        issuer: country_code(issuer),
        issued_date: reading.date(paper.issued),
        expiry_date: reading.date(paper.expires),
        purpose: paper.purpose.map(|name| reading.word(name, &PURPOSES)).unwrap_or_default(),
        work_permit_class: paper.class.map(|name| reading.word(name, &CLASSES)).unwrap_or_default(),
        ..Default::default()
    })
}

fn at_column(grid: &Grid, row: usize, name: &str, problem: String) -> Wrong {
    let heading = grid.headings.iter().find(|heading| heading.column.name == name);
    let cell = |at: usize| grid.rows.get(row).and_then(|cells| cells.get(at));
    let value = heading.and_then(|heading| cell(heading.at)).map(Cell::shown).unwrap_or_default();
    let personal = heading.is_some_and(|heading| heading.column.personal);
    Wrong {
        row,
        column: heading.map(|heading| heading.at),
        called: heading.map_or_else(|| name.to_owned(), |heading| heading.called.clone()),
        value: if personal { masked(&value) } else { value },
        problem,
    }
}

/// What the server says of a row, at the column of its field.
pub(super) fn told(cx: &Cx<'_>, grid: &Grid, sent: &[Sent], fault: &v1::ImportFault) -> Wrong {
    let chinese = cx.texts.language == Language::ZhCn && !fault.local_description.is_empty();
    let problem = if chinese { &fault.local_description } else { &fault.description };
    let index = usize::try_from(fault.row_index).unwrap_or(usize::MAX);
    let Some(row) = sent.get(index) else {
        return Wrong {
            row: 0,
            column: None,
            called: fault.field.clone(),
            value: String::new(),
            problem: problem.clone(),
        };
    };
    let name = column_of(&fault.field, &row.documents);
    let has = |name: &&str| grid.headings.iter().any(|heading| heading.column.name == *name);
    match name.filter(has) {
        Some(name) => at_column(grid, row.row, name, problem.clone()),
        None => {
            let called = fault.field.clone();
            let (column, value, problem) = (None, String::new(), problem.clone());
            Wrong { row: row.row, column, called, value, problem }
        }
    }
}
