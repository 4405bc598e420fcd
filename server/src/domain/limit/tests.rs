use proptest::prelude::*;

use super::super::calendar::tests::{calendar, date};
use super::*;
use LimitDirection::{After, Before};
use LimitUnit::{CalendarDays, Hours, Instant, Minutes, Months as MonthsUnit, WorkingDays};

fn limit(amount: u32, unit: LimitUnit, direction: LimitDirection) -> Limit {
    Limit::new(amount, unit, direction, LimitKind::Statutory).unwrap()
}

/// The rows of a table written with bars between the cells.
fn rows<const CELLS: usize>(table: &str) -> impl Iterator<Item = [&str; CELLS]> {
    let filled = table.lines().map(str::trim).filter(|row| !row.is_empty());
    filled.map(|row| {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        cells.try_into().unwrap()
    })
}

fn unit_of(text: &str) -> LimitUnit {
    [WorkingDays, CalendarDays, Hours, Minutes, MonthsUnit, Instant]
        .into_iter()
        .find(|unit| format!("{unit:?}") == text)
        .unwrap()
}

fn direction_of(text: &str) -> LimitDirection {
    [After, Before].into_iter().find(|direction| format!("{direction:?}") == text).unwrap()
}

/// An instant from local time.
fn at(local: &str) -> DateTime<Utc> {
    local.parse::<NaiveDateTime>().unwrap().and_utc() - chrono::TimeDelta::hours(8)
}

fn local(instant: Option<DateTime<Utc>>) -> String {
    local_time(instant.unwrap()).unwrap().format("%Y-%m-%dT%H:%M").to_string()
}

fn office(after_hours: AfterHours) -> FilingHours {
    FilingHours { after_hours, closing_time: NaiveTime::from_hms_opt(17, 0, 0).unwrap() }
}

fn run(limit: Limit, anchor: Anchor, suspensions: &[Suspension]) -> Deadline {
    try_run(limit, anchor, suspensions).unwrap()
}

fn try_run(
    limit: Limit,
    anchor: Anchor,
    suspensions: &[Suspension],
) -> Result<Deadline, LimitError> {
    compute_deadline(&DeadlineQuery { limit, anchor, suspensions }, &calendar())
}

fn pause(suspended_on: &str, resumed_on: &str) -> Suspension {
    let resumed_on = Some(resumed_on).filter(|day| !day.is_empty()).map(date);
    Suspension { suspended_on: date(suspended_on), resumed_on }
}

#[test]
fn limits_from_an_event_end_on_the_day_of_the_scenario() {
    let table = "
        S01 statutory          | 2023-06-27 | 15 | WorkingDays  | After  | 2023-07-18
        S01 expedited          | 2023-06-27 | 1  | WorkingDays  | After  | 2023-06-28
        S01 on time            | 2023-06-30 | 30 | CalendarDays | Before | 2023-05-31
        S02 notice             | 2023-06-12 | 5  | WorkingDays  | After  | 2023-06-19
        S02 notary             | 2023-06-19 | 15 | WorkingDays  | After  | 2023-07-11
        S02 notary promised    | 2023-06-19 | 1  | WorkingDays  | After  | 2023-06-20
        S02 certificate        | 2023-06-20 | 3  | WorkingDays  | After  | 2023-06-26
        S04 joint              | 2023-09-25 | 7  | WorkingDays  | After  | 2023-10-10
        S04 residence permit   | 2023-09-25 | 15 | WorkingDays  | After  | 2023-10-20
        S04 cap                | 2023-09-25 | 45 | WorkingDays  | After  | 2023-12-01
        S08 decision           | 2025-01-27 | 7  | WorkingDays  | After  | 2025-02-12
        S10 original           | 2024-09-10 | 15 | WorkingDays  | After  | 2024-10-08
        S12 notice             | 2026-02-12 | 5  | WorkingDays  | After  | 2026-02-26
        S12 statutory          | 2026-02-12 | 15 | WorkingDays  | After  | 2026-03-11
        S13 adjusted Saturday  | 2026-05-09 | 7  | WorkingDays  | After  | 2026-05-19
        S13 Monday             | 2026-05-18 | 7  | WorkingDays  | After  | 2026-05-27
        S15 on time            | 2026-10-08 | 30 | CalendarDays | Before | 2026-09-08
        S18 review             | 2025-06-30 | 10 | CalendarDays | After  | 2025-07-10
        S20 cancel             | 2025-09-30 | 10 | WorkingDays  | After  | 2025-10-21
        S20 report             | 2025-09-30 | 10 | CalendarDays | After  | 2025-10-10
        S22 contact            | 2024-02-08 | 1  | WorkingDays  | After  | 2024-02-09
        S22 rectify            | 2024-02-08 | 5  | WorkingDays  | After  | 2024-02-21
        S22 complex            | 2024-02-08 | 15 | WorkingDays  | After  | 2024-03-06
        S26 supplement         | 2025-04-28 | 5  | WorkingDays  | After  | 2025-05-08
        S31 health certificate | 2025-01-02 | 6  | Months       | After  | 2025-07-02
        S35 promised           | 2024-09-12 | 5  | WorkingDays  | After  | 2024-09-20
        S35 reminder           | 2024-09-20 | 1  | WorkingDays  | Before | 2024-09-19
        S35 escalation         | 2024-09-20 | 3  | WorkingDays  | After  | 2024-09-25
        S37 enrolment          | 2024-05-08 | 2  | WorkingDays  | Before | 2024-05-06
        S37 reminder           | 2024-05-08 | 1  | WorkingDays  | Before | 2024-05-07
        S37 rating             | 2024-05-08 | 1  | WorkingDays  | After  | 2024-05-09
        S38 on time            | 2025-12-31 | 30 | CalendarDays | Before | 2025-12-01
        S38 statutory          | 2025-11-28 | 20 | WorkingDays  | After  | 2025-12-26
        at once                | 2025-10-01 | 0  | Instant      | After  | 2025-10-01
        a clipped month        | 2025-08-31 | 6  | Months       | After  | 2026-02-28
        months before          | 2024-08-31 | 6  | Months       | Before | 2024-02-29
    ";
    for [name, anchor, amount, unit, direction, due] in rows(table) {
        let (amount, unit) = (amount.parse().unwrap(), unit_of(unit));
        let direction = direction_of(direction);
        let anchor = Anchor::Event(date(anchor));
        let deadline = run(limit(amount, unit, direction), anchor, &[]);
        assert_eq!(deadline.due_date, Some(date(due)), "{name}");
        assert_eq!(deadline.original_due_date, deadline.due_date, "{name}");
        assert_eq!((deadline.provisional, deadline.remaining), (None, amount), "{name}");
        let last = deadline.counted.last().map(|day| (day.ordinal, day.date));
        let counts_days = unit == WorkingDays || unit == CalendarDays;
        assert_eq!(last, counts_days.then_some((amount, date(due))), "{name}");
    }
}

#[test]
fn a_validity_includes_its_first_day() {
    let table = [
        ("2023-03-01", 12, MonthsUnit, "2024-02-29"),
        ("2025-01-02", 6, MonthsUnit, "2025-07-01"),
        ("2023-08-31", 6, MonthsUnit, "2024-02-28"),
        ("2025-07-01", 60, MonthsUnit, "2030-06-30"),
        ("2025-01-01", 180, CalendarDays, "2025-06-29"),
        ("2023-06-27", 2, WorkingDays, "2023-06-28"),
    ];
    for (first_day, amount, unit, last_day) in table {
        let deadline = run(limit(amount, unit, After), Anchor::FirstDay(date(first_day)), &[]);
        assert_eq!(deadline.due_date, Some(date(last_day)), "{first_day}");
        assert_eq!(deadline.day_zero, date(first_day).pred_opt());
    }
    let renewal = run(limit(60, CalendarDays, Before), Anchor::FirstDay(date("2025-03-02")), &[]);
    assert_eq!(renewal.due_date, Some(date("2025-01-01")));
}

#[test]
fn days_are_counted_one_by_one_over_the_long_holiday() {
    let deadline = run(limit(7, WorkingDays, After), Anchor::Event(date("2023-09-25")), &[]);
    let days = ["09-26", "09-27", "09-28", "10-07", "10-08", "10-09", "10-10"];
    let expected = (1..).zip(days.map(|day| date(&format!("2023-{day}"))));
    let expected: Vec<_> = expected.map(|(ordinal, date)| CountedDay { ordinal, date }).collect();
    assert_eq!(deadline.counted, expected);
    assert_eq!(deadline.rest_days_between, 8);
    let next_day = run(limit(1, WorkingDays, After), Anchor::Event(date("2023-09-28")), &[]);
    assert_eq!((next_day.due_date, next_day.rest_days_between), (Some(date("2023-10-07")), 8));
    let back = run(limit(2, WorkingDays, Before), Anchor::Event(date("2024-05-08")), &[]);
    let back: Vec<_> = back.counted.iter().map(|day| day.date).collect();
    assert_eq!(back, [date("2024-05-07"), date("2024-05-06")]);
}

#[test]
fn a_limit_that_never_moves_names_the_working_day_before_it() {
    let visa = run(limit(7, CalendarDays, Before), Anchor::Event(date("2025-02-05")), &[]);
    assert_eq!(visa.due_date, Some(date("2025-01-29")));
    assert_eq!(visa.last_working_day, WorkingDayHint::On(date("2025-01-27")));
    let beyond = run(limit(30, CalendarDays, After), Anchor::Event(date("2026-12-15")), &[]);
    assert_eq!(beyond.due_date, Some(date("2027-01-14")));
    assert_eq!(beyond.last_working_day, WorkingDayHint::Unpublished(2027));
    let working = run(limit(7, WorkingDays, After), Anchor::Event(date("2025-01-27")), &[]);
    assert_eq!(working.last_working_day, WorkingDayHint::NotApplicable);
}

#[test]
fn hours_and_minutes_are_natural_time() {
    let table = "
        S06           | 2024-05-01T22:30:00 | 24 | Hours   | After  | 2024-05-02T22:30
        S23 sign      | 2023-07-08T21:15:00 | 1  | Minutes | After  | 2023-07-08T21:16
        S23 contact   | 2023-07-08T21:15:00 | 3  | Minutes | After  | 2023-07-08T21:18
        S23 respond   | 2023-07-08T21:15:00 | 30 | Minutes | After  | 2023-07-08T21:45
        S23 close     | 2023-07-08T21:15:00 | 24 | Hours   | After  | 2023-07-09T21:15
        S24 cancel    | 2023-10-07T09:00:00 | 2  | Hours   | Before | 2023-10-07T07:00
        past midnight | 2024-05-01T23:59:00 | 2  | Minutes | After  | 2024-05-02T00:01
    ";
    for [name, anchor, amount, unit, direction, due] in rows(table) {
        let (amount, unit) = (amount.parse().unwrap(), unit_of(unit));
        let direction = direction_of(direction);
        for anchor in [Anchor::EventAt(at(anchor)), filed(anchor, AfterHours::NextWorkingDay)] {
            let deadline = run(limit(amount, unit, direction), anchor, &[]);
            assert_eq!(local(deadline.due_instant), due, "{name}");
            assert_eq!(deadline.due_date, Some(date(&due[..10])), "{name}");
        }
    }
    let home = run(limit(24, Hours, After), Anchor::EventAt(at("2024-05-01T22:30:00")), &[]);
    assert_eq!((at("2024-05-02T23:10:00") - home.due_instant.unwrap()).num_minutes(), 40);
    assert_eq!(home.last_working_day, WorkingDayHint::On(date("2024-04-30")));
}

fn filed(local: &str, after_hours: AfterHours) -> Anchor {
    Anchor::Filed(at(local), office(after_hours))
}

#[test]
fn a_filing_outside_of_hours_is_accepted_on_the_next_working_day() {
    let table = "
        S13 adjusted Saturday | 2026-05-09T10:00:00 | NextWorkingDay | 7 | 2026-05-09 | 2026-05-19
        S13 Saturday          | 2026-05-16T10:00:00 | NextWorkingDay | 7 | 2026-05-18 | 2026-05-27
        S23 12345             | 2023-07-08T21:15:00 | NextWorkingDay | 5 | 2023-07-10 | 2023-07-17
        at closing            | 2023-06-27T17:00:00 | NextWorkingDay | 1 | 2023-06-27 | 2023-06-28
        after closing         | 2023-06-27T17:00:01 | NextWorkingDay | 1 | 2023-06-28 | 2023-06-29
        before a holiday      | 2023-09-28T18:00:00 | NextWorkingDay | 1 | 2023-10-07 | 2023-10-08
        after midnight        | 2023-06-28T00:30:00 | NextWorkingDay | 1 | 2023-06-28 | 2023-06-29
        same day, late        | 2023-06-27T23:00:00 | SameDay        | 1 | 2023-06-27 | 2023-06-28
        same day, Saturday    | 2026-05-16T10:00:00 | SameDay        | 1 | 2026-05-16 | 2026-05-18
    ";
    for [name, at, after_hours, amount, accepted, due] in rows(table) {
        let amount = amount.parse().unwrap();
        let after_hours = match after_hours {
            "SameDay" => AfterHours::SameDay,
            _ => AfterHours::NextWorkingDay,
        };
        let deadline = run(limit(amount, WorkingDays, After), filed(at, after_hours), &[]);
        assert_eq!(deadline.day_zero, Some(date(accepted)), "{name}");
        assert_eq!(deadline.due_date, Some(date(due)), "{name}");
    }
}

#[test]
fn the_unpublished_year_makes_a_deadline_provisional() {
    let s29 = run(limit(15, WorkingDays, After), Anchor::Event(date("2026-12-21")), &[]);
    let provisional =
        Provisional { missing_year: 2027, known_days_left: 8, remaining_into_missing_year: 7 };
    assert_eq!(s29.provisional, Some(provisional));
    assert_eq!((s29.due_date, s29.original_due_date, s29.counted.len()), (None, None, 8));
    let new_year = filed("2027-01-02T10:00:00", AfterHours::NextWorkingDay);
    let unknown = run(limit(15, WorkingDays, After), new_year, &[]);
    let provisional =
        Provisional { known_days_left: 0, remaining_into_missing_year: 15, ..provisional };
    assert_eq!((unknown.day_zero, unknown.provisional), (None, Some(provisional)));
    let late = filed("2026-12-31T18:00:00", AfterHours::NextWorkingDay);
    assert_eq!(run(limit(15, WorkingDays, After), late, &[]), unknown);
    let before = run(limit(3, WorkingDays, Before), Anchor::Event(date("2023-01-04")), &[]);
    let before = before.provisional.unwrap();
    assert_eq!((before.missing_year, before.known_days_left), (2022, 1));
    assert_eq!(before.remaining_into_missing_year, 2);
}

#[test]
fn publishing_the_missing_year_turns_a_provisional_deadline_into_a_date() {
    use super::super::calendar::parse_csv;
    let mut calendar = calendar();
    calendar.publish(parse_csv(2027, "date,kind,name\n2027-01-01,holiday,元旦\n").unwrap());
    let query = DeadlineQuery {
        limit: limit(15, WorkingDays, After),
        anchor: Anchor::Event(date("2026-12-21")),
        suspensions: &[],
    };
    let deadline = compute_deadline(&query, &calendar).unwrap();
    assert_eq!((deadline.due_date, deadline.provisional), (Some(date("2027-01-12")), None));
}

#[test]
fn a_suspension_gives_back_the_days_that_were_not_used() {
    let accepted = Anchor::Event(date("2024-09-10"));
    let deadline =
        run(limit(15, WorkingDays, After), accepted, &[pause("2024-09-12", "2024-09-23")]);
    assert_eq!(deadline.original_due_date, Some(date("2024-10-08")));
    assert_eq!((deadline.used_before_suspension, deadline.remaining), (2, 13));
    assert_eq!(deadline.due_date, Some(date("2024-10-15")));
    let listed: Vec<_> = deadline.counted.iter().map(|day| (day.ordinal, day.date)).collect();
    assert_eq!(listed[1..3], [(2, date("2024-09-12")), (3, date("2024-09-24"))]);
    assert_eq!(listed.last(), Some(&(15, date("2024-10-15"))));
}

#[test]
fn suspensions_on_either_side_of_the_due_date() {
    let five = limit(5, WorkingDays, After);
    let ten_days = limit(10, CalendarDays, After);
    type Row<'a> = (&'a str, Limit, &'a [Suspension], Option<&'a str>, u32, u32, Option<&'a str>);
    let table: [Row; 8] = [
        ("open", five, &[pause("2024-09-12", "")], None, 2, 3, Some("2024-09-12")),
        (
            "twice",
            five,
            &[pause("2024-09-11", "2024-09-12"), pause("2024-09-13", "2024-09-18")],
            Some("2024-09-23"),
            2,
            3,
            None,
        ),
        (
            "on the due day, to a day off",
            five,
            &[pause("2024-09-18", "2024-09-21")],
            Some("2024-09-23"),
            5,
            0,
            None,
        ),
        ("too late", five, &[pause("2024-09-19", "2024-09-23")], Some("2024-09-18"), 5, 0, None),
        (
            "too late and open",
            five,
            &[pause("2024-09-19", "")],
            Some("2024-09-18"),
            5,
            0,
            Some("2024-09-19"),
        ),
        ("at once", five, &[pause("2024-09-10", "2024-09-12")], Some("2024-09-20"), 0, 5, None),
        (
            "calendar days",
            ten_days,
            &[pause("2024-09-12", "2024-09-15")],
            Some("2024-09-23"),
            2,
            8,
            None,
        ),
        (
            "calendar, due day",
            ten_days,
            &[pause("2024-09-20", "2024-09-22")],
            Some("2024-09-22"),
            10,
            0,
            None,
        ),
    ];
    for (name, limit, suspensions, due, used, remaining, since) in table {
        let deadline = run(limit, Anchor::Event(date("2024-09-10")), suspensions);
        assert_eq!(deadline.due_date, due.map(date), "{name}");
        assert_eq!(
            (deadline.used_before_suspension, deadline.remaining),
            (used, remaining),
            "{name}"
        );
        assert_eq!(deadline.suspended_since, since.map(date), "{name}");
    }
}

#[test]
fn a_suspension_beyond_the_known_calendar_stays_provisional() {
    let accepted = Anchor::Event(date("2026-12-21"));
    let fifteen = limit(15, WorkingDays, After);
    let resumed = run(fifteen, accepted, &[pause("2026-12-23", "2026-12-25")]);
    let provisional = resumed.provisional.unwrap();
    assert_eq!((provisional.known_days_left, provisional.remaining_into_missing_year), (4, 9));
    let open = run(fifteen, accepted, &[pause("2027-01-06", "")]);
    assert_eq!(open.suspended_since, Some(date("2027-01-06")));
    assert_eq!((open.due_date, open.provisional.unwrap().missing_year), (None, 2027));
}

#[test]
fn suspensions_out_of_order_are_refused() {
    use LimitError::{CannotSuspend, SuspensionOutOfOrder, TooManySuspensions};
    let five = limit(5, WorkingDays, After);
    let table: [(Limit, &[Suspension], LimitError); 7] = [
        (five, &[pause("2024-09-09", "2024-09-12")], SuspensionOutOfOrder(0)),
        (five, &[pause("2024-09-12", "2024-09-11")], SuspensionOutOfOrder(0)),
        (
            five,
            &[pause("2024-09-11", "2024-09-13"), pause("2024-09-12", "")],
            SuspensionOutOfOrder(1),
        ),
        (five, &[pause("2024-09-11", ""), pause("2024-09-12", "")], SuspensionOutOfOrder(1)),
        (limit(5, MonthsUnit, After), &[pause("2024-09-12", "")], CannotSuspend),
        (limit(5, WorkingDays, Before), &[pause("2024-09-12", "")], CannotSuspend),
        (five, &[pause("2024-09-12", "2024-09-12"); MAX_SUSPENSIONS + 1], TooManySuspensions),
    ];
    for (limit, suspensions, error) in table {
        let refused = try_run(limit, Anchor::Event(date("2024-09-10")), suspensions);
        assert_eq!(refused, Err(error));
    }
}

#[test]
fn amounts_have_limits_and_overflow_is_an_error() {
    let make = |amount, unit| Limit::new(amount, unit, After, LimitKind::Internal);
    let table = [
        (WorkingDays, MAX_WORKING_DAYS),
        (CalendarDays, MAX_CALENDAR_DAYS),
        (Hours, MAX_HOURS),
        (Minutes, MAX_MINUTES),
        (MonthsUnit, MAX_MONTHS),
    ];
    for (unit, most) in table {
        assert!(make(0, unit).is_err() && make(most + 1, unit).is_err());
        for direction in [After, Before] {
            let longest = limit(most, unit, direction);
            for day in [NaiveDate::MIN, NaiveDate::MAX] {
                for anchor in [Anchor::Event(day), Anchor::FirstDay(day)] {
                    let _never_panics = try_run(longest, anchor, &[]);
                }
            }
            for instant in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
                let filed = Anchor::Filed(instant, office(AfterHours::NextWorkingDay));
                let _never_panics = try_run(longest, Anchor::EventAt(instant), &[]);
                let _never_panics = try_run(longest, filed, &[]);
            }
        }
    }
    assert!(make(1, Instant).is_err());
    let end = Anchor::Event(NaiveDate::MAX);
    assert_eq!(try_run(limit(1, CalendarDays, After), end, &[]), Err(LimitError::DateOverflow));
    assert_eq!(try_run(limit(1, Hours, After), end, &[]), Err(LimitError::InstantMissing));
}

#[test]
fn a_promise_is_compared_with_the_law_only_in_the_same_unit() {
    let law = limit(15, WorkingDays, After);
    assert_eq!(limit(7, WorkingDays, After).compare_length(&law), Some(Ordering::Less));
    assert_eq!(limit(7, CalendarDays, After).compare_length(&law), None);
    assert_eq!(limit(7, WorkingDays, Before).compare_length(&law), None);
}

fn day_of(year_offset: u64) -> NaiveDate {
    date("2023-01-01") + Days::new(year_offset)
}

proptest! {
    #[test]
    fn a_suspension_of_no_length_changes_no_date(
        start in 0..1000u64, later in 0..30u64, amount in 1..60u32, unit in 0..2usize,
    ) {
        let limit = limit(amount, [WorkingDays, CalendarDays][unit], After);
        let anchor = Anchor::Event(day_of(start));
        let moment = day_of(start + later);
        let pause = Suspension { suspended_on: moment, resumed_on: Some(moment) };
        let (plain, paused) = (run(limit, anchor, &[]), run(limit, anchor, &[pause]));
        prop_assert_eq!(plain.due_date, paused.due_date);
        prop_assert_eq!(plain.counted, paused.counted);
        prop_assert_eq!(paused.used_before_suspension + paused.remaining, amount);
    }

    #[test]
    fn suspending_never_moves_the_due_date_earlier(
        start in 0..900u64, gaps in prop::collection::vec((0..20u64, 0..20u64), 1..4),
        amount in 1..60u32, unit in 0..2usize,
    ) {
        let limit = limit(amount, [WorkingDays, CalendarDays][unit], After);
        let anchor = Anchor::Event(day_of(start));
        let mut day = start;
        let suspensions: Vec<_> = gaps.into_iter().map(|(worked, rested)| {
            let suspended_on = day_of(day + worked);
            day += worked + rested;
            Suspension { suspended_on, resumed_on: Some(day_of(day)) }
        }).collect();
        let mut due = run(limit, anchor, &[]).due_date;
        for taken in 1..=suspensions.len() {
            let deadline = run(limit, anchor, &suspensions[..taken]);
            prop_assert!(due <= deadline.due_date);
            prop_assert!(deadline.original_due_date <= deadline.due_date);
            prop_assert_eq!(deadline.counted.len(), amount as usize);
            prop_assert!(deadline.counted.is_sorted_by_key(|day| day.date));
            due = deadline.due_date;
        }
    }

    #[test]
    fn a_later_filing_is_never_due_earlier(
        a in 0..1_400_000i64, b in 0..1_400_000i64, amount in 1..40u32, same_day in 0..2usize,
    ) {
        let hours = office([AfterHours::SameDay, AfterHours::NextWorkingDay][same_day]);
        let due = |minute| {
            let filed_at = at("2023-01-01T00:00:00") + chrono::TimeDelta::minutes(minute);
            run(limit(amount, WorkingDays, After), Anchor::Filed(filed_at, hours), &[]).due_date
        };
        prop_assert!(due(a.min(b)) <= due(a.max(b)));
    }
}
