//! The ladder's dates, its order, and that no absence changes what is raised.

use super::{PlannedReminder, Raised, ReminderRecipient, due, plan};
use crate::domain::calendar::{Calendar, parse_csv_years};
use chrono::{Duration, NaiveDate};
use proptest::prelude::*;

const LADDER: [u32; 8] = [90, 60, 30, 15, 7, 3, 1, 0];

fn calendar() -> Calendar {
    Calendar::new(
        parse_csv_years(&[2023, 2024, 2025, 2026], include_str!("../../../data/holidays_cn.csv"))
            .unwrap(),
    )
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn of(planned: &[PlannedReminder], recipient: ReminderRecipient, offset: i32) -> PlannedReminder {
    let fits = |one: &&PlannedReminder| one.recipient == recipient && one.offset_days == offset;
    *planned.iter().find(fits).unwrap()
}

#[test]
fn s15_notices_go_on_their_days_and_tasks_on_the_working_day_before() {
    let planned = plan(date("2026-10-08"), &LADDER, 0, &calendar());
    let expected = [
        (90, "2026-07-10", "2026-07-10"),
        (60, "2026-08-09", "2026-08-07"),
        (30, "2026-09-08", "2026-09-08"),
        (15, "2026-09-23", "2026-09-23"),
        (7, "2026-10-01", "2026-09-30"),
        (3, "2026-10-05", "2026-09-30"),
        (1, "2026-10-07", "2026-09-30"),
        (0, "2026-10-08", "2026-10-08"),
    ];
    for (offset, notice, task) in expected {
        for recipient in [ReminderRecipient::Holder, ReminderRecipient::Department] {
            assert_eq!(of(&planned, recipient, offset).raise_on, date(notice), "T-{offset}");
        }
        let officer = of(&planned, ReminderRecipient::Officer, offset);
        assert_eq!((officer.raise_on, officer.remind_on), (date(task), date(notice)));
        assert!(!officer.provisional);
    }
    assert_eq!(planned.len(), 3 * LADDER.len());
}

#[test]
fn a_day_in_an_unpublished_year_stays_where_it_is_and_says_so() {
    let planned = plan(date("2027-10-08"), &[7], 0, &calendar());
    let officer = of(&planned, ReminderRecipient::Officer, 7);
    assert_eq!((officer.raise_on, officer.provisional), (date("2027-10-01"), true));
    assert!(!of(&planned, ReminderRecipient::Holder, 7).provisional);
}

#[test]
fn after_the_last_day_it_goes_on_daily_and_ends() {
    let planned = plan(date("2026-06-10"), &[0], 3, &calendar());
    let days: Vec<_> = planned
        .iter()
        .filter(|one| one.recipient == ReminderRecipient::Holder)
        .map(|one| (one.offset_days, one.raise_on))
        .collect();
    let on = |day| date(&format!("2026-06-{day}"));
    assert_eq!(days, [(0, on(10)), (-1, on(11)), (-2, on(12)), (-3, on(13))]);
}

#[test]
fn what_was_past_when_the_document_came_on_record_is_left_out() {
    let planned = plan(date("2026-06-10"), &LADDER, 0, &calendar());
    let found = due(&planned, &Raised::new(), date("2026-06-07"), date("2026-06-07"));
    let offsets: Vec<_> = found.due.iter().map(|(one, _)| one.offset_days).collect();
    // The third day before is a Sunday, whose task was Friday's.
    assert_eq!(offsets, [3, 3, 3]);
    assert_eq!(found.next, Some(date("2026-06-09")));
}

proptest! {
    #[test]
    fn one_sweep_after_any_absence_raises_what_daily_sweeps_would_have(
        expires in 0_i64..700,
        begins in -120_i64..40,
        absent in 1_i64..150,
        overdue in 0_u32..20,
    ) {
        let calendar = calendar();
        let expires_on = date("2024-01-10") + Duration::days(expires);
        let planned = plan(expires_on, &LADDER, overdue, &calendar);
        let since = expires_on + Duration::days(begins);
        let (mut raised, mut daily) = (Raised::new(), Vec::new());
        for day in 0..=absent {
            let found = due(&planned, &raised, since, since + Duration::days(day));
            for (one, _) in found.due {
                prop_assert!(raised.insert((one.offset_days, one.recipient)), "raised twice");
                daily.push(one);
            }
        }
        let last = since + Duration::days(absent);
        let once = due(&planned, &Raised::new(), since, last);
        let at_once: Vec<_> = once.due.iter().map(|(one, _)| *one).collect();
        prop_assert_eq!(&at_once, &daily);
        prop_assert!(at_once.is_sorted());
        for recipient in ReminderRecipient::ALL {
            let told = |(one, superseded): &&(PlannedReminder, bool)| {
                one.recipient == recipient && !superseded
            };
            prop_assert!(once.due.iter().filter(told).count() <= 1, "one is told");
        }
        let rest = due(&planned, &raised, since, last);
        prop_assert!(rest.due.is_empty());
        prop_assert!(rest.next.is_none_or(|next| next > last));
    }
}
