use proptest::prelude::*;

use super::*;

const TABLE: &str = include_str!("../../../data/holidays_cn.csv");

pub(crate) fn calendar() -> Calendar {
    Calendar::new(parse_csv_years(&[2023, 2024, 2025, 2026], TABLE).unwrap())
}

pub(crate) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_published_years_have_the_known_numbers_of_working_days() {
    let calendar = calendar();
    let totals: Vec<_> =
        (2023..=2026).map(|year| calendar.working_days_in_year(year).unwrap()).collect();
    assert_eq!(totals, [249, 251, 248, 248]);
    assert_eq!(calendar.years().collect::<Vec<_>>(), [2023, 2024, 2025, 2026]);
    assert!(calendar.working_days_in_year(2027).is_err());
}

#[test]
fn a_day_is_described_with_the_name_of_its_holiday() {
    let calendar = calendar();
    assert_eq!(calendar.describe(date("2023-06-25")), Ok(Day::AdjustedWorkday("端午节")));
    assert_eq!(calendar.describe(date("2023-06-22")), Ok(Day::Holiday("端午节")));
    assert_eq!(calendar.describe(date("2023-07-08")), Ok(Day::Weekend));
    assert_eq!(calendar.describe(date("2023-07-07")), Ok(Day::Working));
}

#[test]
fn working_days_are_added_across_holidays_and_adjusted_weekends() {
    let calendar = calendar();
    let table = [
        ("2023-06-27", 15, "2023-07-18"),
        ("2023-06-27", 1, "2023-06-28"),
        ("2023-06-20", 3, "2023-06-26"),
        ("2023-09-25", 7, "2023-10-10"),
        ("2023-09-25", 45, "2023-12-01"),
        ("2024-02-08", 15, "2024-03-06"),
        ("2024-09-20", 3, "2024-09-25"),
        ("2025-11-28", 20, "2025-12-26"),
        ("2023-01-03", 0, "2023-01-03"),
        ("2022-12-31", 1, "2023-01-03"),
    ];
    for (from, days, expected) in table {
        assert_eq!(
            calendar.add_working_days(date(from), days),
            Ok(date(expected)),
            "{from}+{days}"
        );
    }
}

#[test]
fn the_unpublished_year_stops_a_count_and_says_how_far_it_came() {
    let calendar = calendar();
    let missing = Unpublished {
        year: 2027,
        days_counted: 8,
        days_left: Some(7),
        last_known_date: Some(date("2026-12-31")),
    };
    assert_eq!(calendar.add_working_days(date("2026-12-21"), 15), Err(missing));
    assert_eq!(calendar.add_working_days(date("2026-12-21"), 8), Ok(date("2026-12-31")));
    let counted = calendar.count_working_days(date("2026-12-21"), date("2027-01-04"));
    assert_eq!(counted, Err(Unpublished { days_left: None, ..missing }));
    let back = calendar.sub_working_days(date("2023-01-04"), 2).unwrap_err();
    assert_eq!((back.year, back.days_counted, back.days_left), (2022, 1, Some(1)));
    assert_eq!(back.last_known_date, Some(date("2023-01-01")));
    let outside = calendar.add_working_days(date("2027-03-01"), 1).unwrap_err();
    assert_eq!((outside.year, outside.days_counted, outside.last_known_date), (2027, 0, None));
    let at_once = calendar.add_working_days(date("2026-12-31"), 1).unwrap_err();
    assert_eq!(at_once.last_known_date, Some(date("2026-12-31")));
    let nothing_known = Calendar::default().add_working_days(date("2026-12-31"), 1).unwrap_err();
    assert_eq!(nothing_known.last_known_date, None);
    assert!(calendar.is_working_day(date("2027-01-04")).is_err());
    assert!(calendar.next_working_day_on_or_after(date("2027-01-04")).is_err());
    assert!(missing.to_string().contains("2027"));
}

#[test]
fn a_year_missing_in_the_middle_stops_every_count_across_it() {
    let calendar =
        Calendar::new(calendar().years.into_values().filter(|published| published.year() != 2025));
    let across = calendar.count_working_days(date("2024-12-30"), date("2026-01-05"));
    assert_eq!(across.map_err(|missing| missing.year), Err(2025));
    let back = calendar.sub_working_days(date("2026-01-04"), 1);
    assert_eq!(back.map_err(|missing| missing.year), Err(2025));
    assert_eq!(calendar.working_days_after(date("2024-12-30")).count(), 1);
}

#[test]
fn the_extremes_of_the_calendar_type_are_answered_without_a_panic() {
    let calendar = calendar();
    for day in [NaiveDate::MIN, NaiveDate::MAX] {
        assert!(calendar.add_working_days(day, 1).is_err());
        assert!(calendar.is_working_day(day).is_err());
        assert!(calendar.sub_working_days(day, 1).is_err());
        assert_eq!(calendar.working_days_after(day).next(), None);
    }
    assert!(calendar.sub_working_days(NaiveDate::MAX, u32::MAX).is_err());
    assert!(calendar.add_working_days(date("2023-01-01"), u32::MAX).is_err());
    assert!(calendar.count_working_days(NaiveDate::MIN, NaiveDate::MAX).is_err());
    assert_eq!(calendar.count_working_days(date("2024-01-02"), date("2024-01-02")), Ok(0));
    assert_eq!(calendar.count_working_days(NaiveDate::MAX, NaiveDate::MIN), Ok(0));
}

#[test]
fn reminder_tasks_move_to_the_working_day_before() {
    let calendar = calendar();
    let table = [
        (90, "2026-07-10", "2026-07-10"),
        (60, "2026-08-09", "2026-08-07"),
        (30, "2026-09-08", "2026-09-08"),
        (15, "2026-09-23", "2026-09-23"),
        (7, "2026-10-01", "2026-09-30"),
        (3, "2026-10-05", "2026-09-30"),
        (1, "2026-10-07", "2026-09-30"),
        (0, "2026-10-08", "2026-10-08"),
    ];
    for (offset_days, notice, task) in table {
        let day = date("2026-10-08") - Days::new(offset_days);
        assert_eq!(day, date(notice));
        assert_eq!(calendar.last_working_day_on_or_before(day), Ok(date(task)), "{notice}");
    }
}

#[test]
fn the_next_working_days_are_open_for_booking() {
    let calendar = calendar();
    type Row<'a> = (&'a str, u32, u32, &'a [&'a str], Option<i32>);
    let table: [Row; 5] = [
        (
            "2023-09-27",
            5,
            1,
            &["2023-09-28", "2023-10-07", "2023-10-08", "2023-10-09", "2023-10-10"],
            None,
        ),
        ("2023-09-27", 3, 2, &["2023-10-07", "2023-10-08"], None),
        ("2023-09-27", 1, 0, &["2023-09-27", "2023-09-28"], None),
        ("2026-12-29", 5, 1, &["2026-12-30", "2026-12-31"], Some(2027)),
        ("2027-01-10", 5, 0, &[], Some(2027)),
    ];
    for (today, open, ahead, expected, missing_year) in table {
        let days = expected.iter().map(|day| date(day)).collect();
        let bookable = bookable_days(date(today), open, ahead, &calendar);
        assert_eq!(bookable, BookableDays { days, missing_year }, "{today}");
    }
}

#[test]
fn a_revised_notice_replaces_the_year() {
    let mut calendar = calendar();
    let revised = "date,kind,name\n2026-01-01,holiday,元旦\n2026-12-31,holiday,元旦\n";
    let before = calendar.publish(parse_csv(2026, revised).unwrap()).unwrap();
    assert_eq!(before.special_days().count(), 39);
    assert_eq!(calendar.year(2026).unwrap().special_days().count(), 2);
    assert_eq!(calendar.is_working_day(date("2026-12-31")), Ok(false));
    assert_eq!(calendar.is_working_day(date("2026-02-14")), Ok(false));
}

#[test]
fn a_bad_table_is_refused_with_line_column_and_value() {
    use CsvColumn as Column;
    let day = CsvFault::Day;
    let table = [
        ("", 1, Column::Row, "", CsvFault::Header),
        ("date;kind;name", 1, Column::Row, "date;kind;name", CsvFault::Header),
        ("2027-01-01,holiday", 2, Column::Row, "2027-01-01,holiday", CsvFault::CellCount),
        ("2027-1-1,holiday,元旦", 2, Column::Date, "2027-1-1", CsvFault::NotADate),
        ("2027-02-29,holiday,春节", 2, Column::Date, "2027-02-29", CsvFault::NotADate),
        ("20270101xx,holiday,元旦", 2, Column::Date, "20270101xx", CsvFault::NotADate),
        ("2027-01-01,Holiday,元旦", 2, Column::Kind, "Holiday", CsvFault::NotAKind),
        ("2026-01-01,holiday,元旦", 2, Column::Date, "2026-01-01", day(DayFault::OutsideYear)),
        (
            "2027-01-01,holiday,元旦\n\n2027-01-01,holiday,元旦",
            4,
            Column::Date,
            "2027-01-01",
            day(DayFault::Duplicate),
        ),
        (
            "2027-01-01,holiday,元旦\n2027-01-04,workday,元旦",
            3,
            Column::Date,
            "2027-01-04",
            day(DayFault::WorkdayNotOnWeekend),
        ),
        ("2027-01-01,holiday,", 2, Column::Name, "2027-01-01", day(DayFault::NameLength)),
        ("2027-01-09,workday,元旦", 2, Column::Row, "2027", day(DayFault::NoHolidays)),
        (" ", 1, Column::Row, "2027", day(DayFault::NoHolidays)),
    ];
    for (rows, line, column, value, fault) in table {
        let text = match fault {
            CsvFault::Header => rows.to_owned(),
            _ => format!("date,kind,name\n{rows}\n"),
        };
        let error = parse_csv(2027, &text).unwrap_err();
        assert_eq!(error, CsvError { line, column, value: value.to_owned(), fault }, "{rows}");
        assert!(error.to_string().ends_with(error.mend()));
    }
    let year = parse_csv(1999, "date,kind,name\n").unwrap_err();
    assert_eq!(year.fault, day(DayFault::YearOutOfRange));
    let long = parse_csv(2027, &"x".repeat(MAX_CSV_BYTES + 1)).unwrap_err();
    assert_eq!(long.fault, CsvFault::TooLong);
    let quoted = parse_csv(2027, &"长".repeat(1000)).unwrap_err();
    assert_eq!(quoted.value.chars().count(), 40);
}

#[test]
fn a_table_from_a_spreadsheet_is_read_with_its_mark_and_line_ends() {
    let text = "\u{feff}date,kind,name\r\n2027-01-01,holiday,元旦\r\n\r\n";
    assert_eq!(parse_csv(2027, text).unwrap().special_days().count(), 1);
}

#[test]
fn a_published_year_names_the_day_that_refuses_it() {
    let friday = date("2027-01-01");
    let day = |kind| SpecialDay { date: friday, kind, name: "元旦".to_owned() };
    let refused = PublishedYear::new(2027, [day(DayKind::Workday)]);
    assert_eq!(refused, Err((Some(friday), DayFault::WorkdayNotOnWeekend)));
    assert!(PublishedYear::new(2027, [day(DayKind::Holiday)]).is_ok());
    assert_eq!(PublishedYear::new(2027, []), Err((None, DayFault::NoHolidays)));
    assert_eq!(PublishedYear::new(2500, []), Err((None, DayFault::YearOutOfRange)));
}

fn published_day() -> impl Strategy<Value = NaiveDate> {
    (0..1461u64).prop_map(|offset| date("2023-01-01") + Days::new(offset))
}

proptest! {
    #[test]
    fn counting_undoes_adding(day in published_day(), days in 0..300u32) {
        let calendar = calendar();
        if let Ok(end) = calendar.add_working_days(day, days) {
            prop_assert_eq!(calendar.count_working_days(day, end), Ok(days));
            prop_assert!(days == 0 || calendar.is_working_day(end) == Ok(true));
            let listed: Vec<_> = calendar.working_days_after(day).take(days as usize).collect();
            prop_assert_eq!(listed.last().copied().unwrap_or(day), end);
        }
    }

    #[test]
    fn adding_twice_is_adding_the_sum(day in published_day(), a in 0..300u32, b in 0..300u32) {
        let calendar = calendar();
        let twice = calendar.add_working_days(day, a)
            .and_then(|mid| calendar.add_working_days(mid, b));
        let once = calendar.add_working_days(day, a + b);
        prop_assert_eq!(twice.map_err(|e| e.year), once.map_err(|e| e.year));
    }

    #[test]
    fn a_later_start_never_ends_earlier(d in published_day(), e in published_day(), n in 0..99u32) {
        let calendar = calendar();
        let (early, late) = (d.min(e), d.max(e));
        let ends = (calendar.add_working_days(early, n), calendar.add_working_days(late, n));
        if let (Ok(early_end), Ok(late_end)) = ends {
            prop_assert!(early_end <= late_end);
        }
    }

    #[test]
    fn subtracting_undoes_adding_on_a_working_day(day in published_day(), n in 0..300u32) {
        let calendar = calendar();
        let Ok(working) = calendar.next_working_day_on_or_after(day) else { return Ok(()) };
        if let Ok(end) = calendar.add_working_days(working, n) {
            prop_assert_eq!(calendar.sub_working_days(end, n), Ok(working));
        }
    }

    #[test]
    fn counting_agrees_with_looking_at_every_day(d in published_day(), e in published_day()) {
        let calendar = calendar();
        let (from, to) = (d.min(e), d.max(e));
        let one_by_one = from.iter_days().skip(1).take_while(|day| *day <= to)
            .filter(|day| calendar.is_working_day(*day) == Ok(true)).count();
        prop_assert_eq!(calendar.count_working_days(from, to), Ok(one_by_one as u32));
    }
}
