use super::*;
use crate::domain::calendar::tests::calendar as shipped;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn clock(days: u32, from: &str) -> LegalClock {
    LegalClock::of_working_days(ClockKind::Statutory, days, day(from), "").unwrap()
}

fn stands(from: &str, to: Option<&str>) -> CaseSuspension {
    CaseSuspension {
        suspended_on: day(from),
        resumed_on: to.map(day),
        legal_basis: String::new(),
        reason: String::new(),
    }
}

#[test]
fn a_suspended_clock_goes_on_with_what_was_left() {
    // S10
    let clock = clock(15, "2024-09-10");
    let stood = [stands("2024-09-12", Some("2024-09-23"))];
    let reading = clock.read(&merged(&stood), &shipped(), day("2024-09-23"));
    assert_eq!(reading.original_due_date, Some(day("2024-10-08")));
    assert_eq!(reading.deadline.due_date, Some(day("2024-10-15")));
    assert_eq!((reading.used_days, reading.remaining_days), (2, 13));
    let open = [stands("2024-09-12", None)];
    let reading = clock.read(&merged(&open), &shipped(), day("2024-12-01"));
    assert_eq!((reading.deadline.due_date, reading.overdue), (None, false));
}

#[test]
fn suspensions_of_task_and_case_are_one() {
    let both = [
        stands("2024-09-12", Some("2024-09-20")),
        stands("2024-09-18", Some("2024-09-23")),
        stands("2024-10-08", None),
        stands("2024-10-09", Some("2024-10-10")),
    ];
    let expected = [
        Suspension { suspended_on: day("2024-09-12"), resumed_on: Some(day("2024-09-23")) },
        Suspension { suspended_on: day("2024-10-08"), resumed_on: None },
    ];
    assert_eq!(merged(&both), expected);
}

#[test]
fn an_extension_keeps_the_date_before_it() {
    let mut clock = clock(20, "2023-09-25");
    clock.extension_days = 10;
    let reading = clock.read(&[], &shipped(), day("2023-09-25"));
    assert_eq!(reading.original_due_date, Some(day("2023-10-27")));
    assert_eq!(reading.deadline.due_date, Some(day("2023-11-10")));
}

#[test]
fn a_clock_that_was_given_up_is_never_overdue() {
    let mut clock = clock(1, "2024-03-04");
    assert!(clock.read(&[], &shipped(), day("2024-03-06")).overdue);
    clock.stop = Some(Stop { on: day("2024-03-06"), reason: StopReason::Cancelled });
    assert!(!clock.read(&[], &shipped(), day("2024-03-06")).overdue);
    clock.stop = Some(Stop { on: day("2024-03-05"), reason: StopReason::Met });
    assert!(!clock.read(&[], &shipped(), day("2024-05-06")).overdue);
}

proptest! {
    /// Standing still never brings a due date nearer, and what is used and left is the limit.
    #[test]
    fn standing_still_only_ever_gives_time(
        start in 0i64..300,
        limit in 1u32..30,
        stops in prop::collection::vec((0i64..20, 0i64..20), 0..5),
        read in 0i64..400,
    ) {
        let first = day("2024-01-02") + chrono::Duration::days(start);
        let clock =
            LegalClock::of_working_days(ClockKind::Promised, limit, first, "").unwrap();
        let mut at = first;
        let mut stood = Vec::new();
        for (gap, length) in stops {
            let from = at + chrono::Duration::days(gap);
            at = from + chrono::Duration::days(length);
            stood.push(CaseSuspension {
                suspended_on: from,
                resumed_on: Some(at),
                legal_basis: String::new(),
                reason: String::new(),
            });
        }
        let day = first + chrono::Duration::days(read);
        let reading = clock.read(&merged(&stood), &shipped(), day);
        let plain = clock.read(&[], &shipped(), day);
        prop_assert!(reading.deadline.due_date >= plain.deadline.due_date);
        prop_assert_eq!(reading.original_due_date, plain.deadline.due_date);
        prop_assert_eq!(reading.used_days + reading.remaining_days, limit);
    }
}
