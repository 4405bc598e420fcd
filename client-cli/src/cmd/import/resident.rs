//! What a line of an office's file says of a person and his documents, and at which cell something
//! is wrong.

use super::{
    Table, answered,
    reading::{Reading, Wrong},
    resident_columns::{
        CLASSES, COLUMNS, PAPERS, PERSON_TYPES, PURPOSES, Paper, SEXES, column_of, country_code,
        language,
    },
};
use crate::{
    Cx,
    cmd::given,
    office::{Cell, Column, Grid, Line},
};
use clap::ArgMatches;
use frsc_proto::v1::{self, import_residents_request::Part};

/// Residents as a table.
pub(crate) struct Residents;

impl Table for Residents {
    type Request = v1::ImportResidentsRequest;
    type Answer = v1::ImportResidentsResponse;
    type Row = v1::ImportedRow;
    /// The documents, in the order sent.
    type Place = Vec<&'static Paper>;

    const COLUMNS: &'static [Column] = &COLUMNS;

    fn row(
        cx: &Cx<'_>,
        grid: &Grid,
        line: &Line,
        matches: &ArgMatches,
    ) -> Result<(Self::Row, Self::Place), Vec<Wrong>> {
        row(cx, grid, line, &given(matches, "language"))
    }

    fn column_of(field: &str, place: &Self::Place) -> Option<&'static str> {
        column_of(field, place)
    }

    fn header(request_id: String, mode: v1::BatchMode, validate_only: bool) -> Self::Request {
        let header = v1::ImportResidentsHeader { request_id, mode: mode.into(), validate_only };
        v1::ImportResidentsRequest { part: Some(Part::Header(header)) }
    }

    fn rows(rows: Vec<Self::Row>) -> Self::Request {
        let rows = Part::Rows(v1::ImportedRows { rows });
        v1::ImportResidentsRequest { part: Some(rows) }
    }
}

answered!(v1::ImportResidentsResponse, |_| &[]);

/// What a line says, or its cells that cannot be read.
fn row(
    cx: &Cx<'_>,
    grid: &Grid,
    line: &Line,
    language: &str,
) -> Result<(v1::ImportedRow, Vec<&'static Paper>), Vec<Wrong>> {
    let mut reading = Reading::of(cx, grid, line);
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
    let message = v1::ImportedRow { resident: Some(resident), documents };
    reading.finish((message, papers))
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
