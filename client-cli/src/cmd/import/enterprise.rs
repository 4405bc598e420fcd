//! Lines of files of enterprises: read, and written as they are read.

use super::{
    Table, answered,
    enterprise_columns::{
        BENEFITS, COLUMNS, COVERAGES, DIRECTIONS, FIELDS, PURPOSES, ROLES, STATES,
    },
    reading::{Reading, Wrong},
    resident_columns::{country_code, language},
};
use crate::{
    Cx,
    i18n::Language,
    office::{Column, Grid, Line},
};
use clap::ArgMatches;
use frsc_proto::{
    gtype::Date,
    v1::{self, import_enterprises_request::Part},
};

/// Enterprises as a table.
pub(crate) struct Enterprises;

impl Table for Enterprises {
    type Request = v1::ImportEnterprisesRequest;
    type Answer = v1::ImportEnterprisesResponse;
    type Row = v1::EnterpriseRow;
    type Place = ();

    const COLUMNS: &'static [Column] = &COLUMNS;

    fn row(
        cx: &Cx<'_>,
        grid: &Grid,
        line: &Line,
        _: &ArgMatches,
    ) -> Result<(Self::Row, ()), Vec<Wrong>> {
        let mut reading = Reading::of(cx, grid, line);
        let row = row(&mut reading);
        reading.finish((row, ()))
    }

    fn column_of(field: &str, (): &()) -> Option<&'static str> {
        FIELDS.iter().find(|(prefix, _)| field.starts_with(prefix)).map(|(_, column)| *column)
    }

    fn header(request_id: String, mode: v1::BatchMode, validate_only: bool) -> Self::Request {
        let header = v1::ImportEnterprisesHeader { request_id, mode: mode.into(), validate_only };
        v1::ImportEnterprisesRequest { part: Some(Part::Header(header)) }
    }

    fn rows(rows: Vec<Self::Row>) -> Self::Request {
        let rows = Part::Rows(v1::EnterpriseRows { rows });
        v1::ImportEnterprisesRequest { part: Some(rows) }
    }
}

answered!(v1::ImportEnterprisesResponse, |of| &of.new_group_names);

fn row(reading: &mut Reading<'_, '_>) -> v1::EnterpriseRow {
    let contact = v1::EnterpriseContact {
        name: reading.text("contact_name"),
        phone_number: phone(&reading.text("contact_phone")),
        email: reading.text("contact_email"),
    };
    let enterprise = v1::Enterprise {
        enterprise_id: reading.text("enterprise_id"),
        name_zh: reading.text("name_zh"),
        name_en: reading.text("name_en"),
        town: reading.text("town"),
        language: reading.read("language", language).unwrap_or_default(),
        contact: Some(contact),
        ..Default::default()
    };
    v1::EnterpriseRow {
        enterprise: Some(enterprise),
        group_name_zh: reading.text("group"),
        group_from_date: reading.date("group_from"),
        entry: entry(reading),
        entry_state: reading.word("state", &STATES),
        person: person(reading),
    }
}

fn entry(reading: &mut Reading<'_, '_>) -> Option<v1::WhitelistTerms> {
    let terms = v1::WhitelistTerms {
        direction: reading.word("direction", &DIRECTIONS),
        purposes: reading.words("purposes", &PURPOSES),
        coverage: reading.word("coverage", &COVERAGES),
        roles: reading.words("roles", &ROLES),
        trips_a_month: reading.number("trips_a_month"),
        benefits: reading.words("benefits", &BENEFITS),
        valid_from_date: reading.date("valid_from"),
        valid_until_date: reading.date("valid_until"),
    };
    (terms != v1::WhitelistTerms::default()).then_some(terms)
}

fn person(reading: &mut Reading<'_, '_>) -> Option<v1::EnterpriseRowPerson> {
    let person = v1::EnterpriseRowPerson {
        resident_id: reading.text("resident_id"),
        passport_number: reading.text("passport_number"),
        passport_issuer: country_code(reading.text("passport_issuer").to_uppercase()),
        from_date: reading.date("person_from"),
        until_date: reading.date("person_until"),
    };
    let named = !person.resident_id.is_empty() || !person.passport_number.is_empty();
    named.then_some(person)
}

/// A number of an enterprise of this country as E.164: a mobile one, or one with its area code.
fn phone(text: &str) -> String {
    let text: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')')).collect();
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    match text.strip_prefix('0') {
        Some(rest) if digits && (9..=11).contains(&rest.len()) && !rest.starts_with('0') => {
            format!("+86{rest}")
        }
        None if digits && text.len() == 11 && text.starts_with('1') => format!("+86{text}"),
        _ => text,
    }
}

/// The headings of an export.
pub(crate) fn headings(language: Language) -> Vec<String> {
    let heading = |column: &Column| match language {
        Language::ZhCn => column.called.first().copied().unwrap_or(column.name).to_owned(),
        Language::En => column.name.to_owned(),
    };
    COLUMNS.iter().map(heading).collect()
}

/// The cells of a row of an export, below its headings.
pub(crate) fn cells(of: &v1::EnterpriseRow, language: Language) -> Vec<String> {
    let enterprise = of.enterprise.clone().unwrap_or_default();
    let contact = enterprise.contact.unwrap_or_default();
    let entry = of.entry.clone().unwrap_or_default();
    let person = of.person.clone().unwrap_or_default();
    let one = |words: &[(&str, i32)], number: i32| word_of(words, number, language);
    let some = |words: &[(&str, i32)], numbers: &[i32]| {
        let words = numbers.iter().map(|number| word_of(words, *number, language));
        words.collect::<Vec<_>>().join(if language == Language::ZhCn { "、" } else { ", " })
    };
    let trips =
        if entry.trips_a_month == 0 { String::new() } else { entry.trips_a_month.to_string() };
    vec![
        enterprise.enterprise_id,
        enterprise.name_zh,
        enterprise.name_en,
        enterprise.town,
        enterprise.language,
        contact.name,
        contact.phone_number,
        contact.email,
        of.group_name_zh.clone(),
        day(of.group_from_date),
        one(&DIRECTIONS, entry.direction),
        some(&PURPOSES, &entry.purposes),
        one(&COVERAGES, entry.coverage),
        some(&ROLES, &entry.roles),
        trips,
        some(&BENEFITS, &entry.benefits),
        day(entry.valid_from_date),
        day(entry.valid_until_date),
        one(&STATES, of.entry_state),
        person.resident_id,
        String::new(),
        String::new(),
        day(person.from_date),
        day(person.until_date),
    ]
}

fn day(of: Option<Date>) -> String {
    of.map(|of| format!("{:04}-{:02}-{:02}", of.year, of.month, of.day)).unwrap_or_default()
}

/// The first word of a number in a language; in English where there is none.
fn word_of(words: &[(&str, i32)], number: i32, language: Language) -> String {
    let mut own = words.iter().filter(|(_, of)| *of == number).map(|(word, _)| *word);
    let chinese = language == Language::ZhCn;
    let mut last = "";
    let found = own.find(|word| {
        last = word;
        word.is_ascii() != chinese
    });
    found.unwrap_or(last).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::Cell;

    #[test]
    fn every_number_has_a_word_that_is_read_back() {
        let tables: [&[(&str, i32)]; 6] =
            [&DIRECTIONS, &PURPOSES, &COVERAGES, &ROLES, &BENEFITS, &STATES];
        let enums = [
            "frsc.v1.TravelDirection",
            "frsc.v1.TravelPurpose",
            "frsc.v1.WhitelistCoverage",
            "frsc.v1.TravellerRole",
            "frsc.v1.WhitelistBenefit",
            "frsc.v1.WhitelistState",
        ];
        for (words, name) in tables.into_iter().zip(enums) {
            let values = crate::message::pool().get_enum_by_name(name).unwrap();
            for value in values.values().filter(|value| value.number() != 0) {
                for language in [Language::ZhCn, Language::En] {
                    let word = word_of(words, value.number(), language);
                    let read = crate::office::word(&Cell::of_text(&word), words);
                    assert_eq!(read, Ok(value.number()), "{name} {word}");
                }
            }
        }
    }

    #[test]
    fn numbers_of_telephones_are_completed() {
        assert_eq!(phone("138 0573 0001"), "+8613805730001");
        assert_eq!(phone("0573-85012345"), "+8657385012345");
        assert_eq!(phone("+81 3 1234 5678"), "+81312345678");
        assert_eq!(phone("00813"), "00813");
    }

    #[test]
    fn a_row_has_a_cell_for_each_heading() {
        let cells = cells(&v1::EnterpriseRow::default(), Language::ZhCn);
        assert_eq!(cells.len(), headings(Language::ZhCn).len());
    }
}
