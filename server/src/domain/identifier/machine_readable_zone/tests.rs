use proptest::prelude::*;

use super::*;

const ERIKSSON: [&str; 2] = [
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
];
const TANAKA: [&str; 2] = [
    "P<JPNTANAKA<<KENJI<<<<<<<<<<<<<<<<<<<<<<<<<<",
    "TR12345672JPN8203151M2809300<<<<<<<<<<<<<<<8",
];
const MUELLER: [&str; 2] = [
    "P<D<<MUELLER<LUEDENSCHEIDT<<JUERGEN<KARL<<<<",
    "C01X00T478D<<6408125M2702283<<<<<<<<<<<<<<<4",
];

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 1).unwrap()
}

fn parse(lines: [&str; 2]) -> Result<PassportMrz, MrzError> {
    parse_passport_mrz(&lines.join("\n"), today())
}

/// Line 2 with the text at a column, from 0, and every check digit made right again.
fn line_2_with(line: &str, column: usize, text: &str) -> String {
    let mut line = line.to_owned();
    line.replace_range(column..column + text.len(), text);
    let digit = |field: &str| mrz::check_digit(field).unwrap().to_string();
    for (field, at) in [(0..9, 9), (13..19, 19), (21..27, 27), (28..42, 42)] {
        let check = digit(&line[field]);
        line.replace_range(at..=at, &check);
    }
    let all = digit(&format!("{}{}{}", &line[0..10], &line[13..20], &line[21..43]));
    line.replace_range(43..44, &all);
    line
}

#[test]
fn the_fields_of_three_passports_are_read() {
    let table = [
        (ERIKSSON, "P UTO ERIKSSON|ANNA MARIA L898902C3 UTO 1974-08-12 2012-04-15 ZE184226B"),
        (TANAKA, "P JPN TANAKA|KENJI TR1234567 JPN 1982-03-15 2028-09-30 "),
        (MUELLER, "P D MUELLER LUEDENSCHEIDT|JUERGEN KARL C01X00T47 D 1964-08-12 2027-02-28 "),
    ];
    for (lines, expected) in table {
        let read = parse(lines).unwrap();
        let shown = format!(
            "{} {} {}|{} {} {} {} {} {}",
            read.document_code,
            read.issuing_state,
            read.surname,
            read.given_names,
            read.number.as_str(),
            read.nationality,
            read.birth_date.unwrap(),
            read.expiry_date,
            read.optional_data,
        );
        assert_eq!(shown, expected);
    }
    assert_eq!(parse(ERIKSSON).unwrap().sex, Sex::Female);
    assert_eq!(parse(TANAKA).unwrap().sex, Sex::Male);
}

#[test]
fn a_zone_is_normalised_in_one_line_or_two() {
    let typed = MUELLER.map(|line| line.replace("<<", "《＜").to_lowercase());
    let expected = parse(MUELLER).unwrap();
    for input in [typed.join("\r\n\n"), typed.concat(), typed.join("\n   ")] {
        assert!(parse_passport_mrz(&input, today()) == Ok(expected.clone()), "{input}");
    }
}

#[test]
fn a_wrong_check_digit_names_its_field() {
    use MrzField::{BirthDate, Composite, ExpiryDate, Number, OptionalData};
    let table: [(usize, &str, &[MrzField]); 9] = [
        (9, "7", &[Number, Composite]),
        (0, "M", &[Number, Composite]),
        (19, "3", &[BirthDate, Composite]),
        (27, "0", &[ExpiryDate, Composite]),
        (42, "2", &[OptionalData, Composite]),
        (43, "1", &[Composite]),
        (43, "<", &[Composite]),
        (19, "A", &[BirthDate, Composite]),
        (28, "Y", &[OptionalData, Composite]),
    ];
    for (column, text, fields) in table {
        let mut line = ERIKSSON[1].to_owned();
        line.replace_range(column..column + text.len(), text);
        let fault = MrzFault::CheckDigit;
        let errors = fields.iter().map(|field| MrzFieldError { field: *field, fault }).collect();
        let refused = parse([ERIKSSON[0], &line]);
        assert_eq!(refused, Err(MrzError::Fields(errors)), "{column} {text}");
    }
}

#[test]
fn a_field_with_right_check_digits_may_still_hold_nonsense() {
    let content = |field| MrzFieldError { field, fault: MrzFault::Content };
    let table = [
        (13, "741312", MrzField::BirthDate),
        (13, "740230", MrzField::BirthDate),
        (13, "7A0212", MrzField::BirthDate),
        (21, "120431", MrzField::ExpiryDate),
        (21, "<<<<<<", MrzField::ExpiryDate),
        (20, "Q", MrzField::Sex),
        (0, "<898902C3", MrzField::Number),
        (0, "A<<<<<<<<", MrzField::Number),
        (10, "U7O", MrzField::Nationality),
        (10, "<<<", MrzField::Nationality),
    ];
    for (column, text, field) in table {
        let line = line_2_with(ERIKSSON[1], column, text);
        let refused = parse([ERIKSSON[0], &line]);
        assert_eq!(refused, Err(MrzError::Fields(vec![content(field)])), "{text}");
    }
    let names = [
        ("P<UTO<<ANNA<MARIA", MrzField::Surname),
        ("P<UTOERIKS50N<<ANNA", MrzField::Surname),
        ("P<UTOERIKSSON<<ANN4", MrzField::GivenNames),
        ("P<<<<ERIKSSON<<ANNA", MrzField::IssuingState),
    ];
    for (line, field) in names {
        let refused = parse([&format!("{line:<<44}"), ERIKSSON[1]]);
        assert_eq!(refused, Err(MrzError::Fields(vec![content(field)])), "{line}");
    }
}

#[test]
fn another_shape_is_refused_before_any_field() {
    let length = |lines: &[usize]| MrzError::Length { lines: lines.to_vec() };
    let short = &ERIKSSON[1][..43];
    let table = [
        (String::new(), length(&[])),
        (ERIKSSON[0].to_owned(), length(&[44])),
        ([ERIKSSON[0], short].join("\n"), length(&[44, 43])),
        ([ERIKSSON[0], short].concat(), length(&[87])),
        ([ERIKSSON[0], ERIKSSON[1], ERIKSSON[1]].join("\n"), length(&[44, 44, 44])),
        (ERIKSSON.join("\n").replace("P<", "I<"), MrzError::NotAPassport),
        (ERIKSSON.join("\n").replace("10", "1é"), MrzError::Character { line: 2, column: 44 }),
        ("<".repeat(300), MrzError::TooLong),
    ];
    for (input, error) in table {
        assert_eq!(parse_passport_mrz(&input, today()), Err(error), "{input}");
    }
}

#[test]
fn centuries_are_settled_by_the_day() {
    let births = [
        ("260601", Some("2026-06-01")),
        ("260602", Some("1926-06-02")),
        ("271231", Some("1927-12-31")),
        ("000229", Some("2000-02-29")),
        ("740812", Some("1974-08-12")),
        ("74<<<<", None),
        ("<<<<<<", None),
    ];
    for (field, expected) in births {
        let line = line_2_with(ERIKSSON[1], 13, field);
        let read = parse([ERIKSSON[0], &line]).unwrap();
        assert_eq!(read.birth_date, expected.map(|day| day.parse().unwrap()), "{field}");
    }
    let expiries = [("760101", "2076-01-01"), ("770101", "1977-01-01"), ("991231", "1999-12-31")];
    for (field, expected) in expiries {
        let line = line_2_with(ERIKSSON[1], 21, field);
        let read = parse([ERIKSSON[0], &line]).unwrap();
        assert_eq!(read.expiry_date.to_string(), expected, "{field}");
    }
}

#[test]
fn the_zone_of_a_person_shows_only_the_state_and_a_mask() {
    let shown = format!("{:?}", parse(ERIKSSON).unwrap());
    let expected = "PassportMrz { issuing_state: \"UTO\", number: PassportNumber(L89****C3), .. }";
    assert_eq!(shown, expected);
    let wrong = line_2_with(ERIKSSON[1], 13, "741312");
    let error = parse([ERIKSSON[0], &wrong]).unwrap_err();
    assert_eq!(error.to_string(), "date of birth: wrong content");
}

proptest! {
    #[test]
    fn no_input_makes_the_reader_panic(input in "\\PC{0,120}", zone in "[A-Z0-9<]{87}") {
        let _never_panics = parse_passport_mrz(&input, today());
        let _never_panics = parse_passport_mrz(&format!("P{zone}"), today());
        let _never_panics = parse_passport_mrz(&format!("P{zone}"), NaiveDate::MIN);
        let _never_panics = parse_passport_mrz(&format!("P{zone}"), NaiveDate::MAX);
    }

    #[test]
    fn every_changed_digit_of_a_checked_field_is_found(column in 0usize..44, digit in 0u8..10) {
        let digit = char::from(b'0' + digit);
        let original = ERIKSSON[1].as_bytes()[column];
        prop_assume!(original.is_ascii_digit() && char::from(original) != digit);
        let mut line = ERIKSSON[1].to_owned();
        line.replace_range(column..=column, &digit.to_string());
        prop_assert!(parse([ERIKSSON[0], &line]).is_err());
    }
}
