//! The ladder against a count day by day, and the states of a card exhausted.

use super::*;
use crate::domain::{
    calendar::{
        Calendar,
        tests::{calendar, date},
    },
    catalogue::{SupervisionPolicy, SupervisionRung},
    id::{AccountId, CaseId},
    refusal::Refusal,
};
use proptest::prelude::*;

/// The day of a rung, found by looking at every day.
fn by_days(working_days: i32, due: NaiveDate, calendar: &Calendar) -> NaiveDate {
    let works = |day: &NaiveDate| calendar.is_working_day(*day) == Ok(true);
    if working_days == 0 {
        return due.succ_opt().unwrap();
    }
    let days = working_days.unsigned_abs() as usize;
    if working_days > 0 {
        return due.iter_days().skip(1).filter(works).nth(days - 1).unwrap();
    }
    // The first day after which at most so many working days are left until the due date.
    let left = |day: NaiveDate| {
        day.iter_days().skip(1).take_while(|later| *later <= due).filter(works).count()
    };
    let start = due - chrono::Days::new(150);
    start.iter_days().find(|day| left(*day) <= days).unwrap()
}

fn ladder(days: &[i32]) -> SupervisionPolicy {
    let rungs = Rung::OF_LADDER.into_iter().zip(days).map(|(rung, days)| SupervisionRung {
        rung,
        working_days: *days,
        rectification_working_days: 0,
        points: 0,
        rule: "a rule".to_owned(),
    });
    SupervisionPolicy { rungs: rungs.collect() }
}

fn ladders() -> impl Strategy<Value = SupervisionPolicy> {
    prop::collection::vec(-20..=20_i32, 1..=4).prop_map(|mut days| {
        days.sort_unstable();
        ladder(&days)
    })
}

fn days() -> impl Strategy<Value = NaiveDate> {
    (0..700_u64).prop_map(|n| date("2024-01-01") + chrono::Days::new(n))
}

#[test]
fn the_rungs_of_the_worked_case_are_on_their_days() {
    let (policy, due) = (SupervisionPolicy::default(), date("2024-09-20"));
    let plans = due_rungs(&policy, due, None, &calendar(), date("2024-12-31"));
    let dates: Vec<_> = plans.iter().map(|plan| plan.date.to_string()).collect();
    assert_eq!(dates, ["2024-09-19", "2024-09-21", "2024-09-25", "2024-09-25"]);
}

#[test]
fn a_rung_beyond_the_published_years_waits_and_the_others_do_not() {
    let (policy, due) = (SupervisionPolicy::default(), date("2026-12-31"));
    let plans = due_rungs(&policy, due, None, &calendar(), date("2027-03-01"));
    let rungs: Vec<_> = plans.iter().map(|plan| plan.rung).collect();
    assert_eq!(rungs, [Rung::Reminder, Rung::YellowCard]);
    assert_eq!(next_rung(&policy, due, Some(Rung::YellowCard), &calendar()), None);
}

proptest! {
    #[test]
    fn each_rung_is_on_the_day_that_counting_gives(
        (policy, due) in (ladders(), days()),
    ) {
        let calendar = calendar();
        let mut last = None;
        let mut before = NaiveDate::MIN;
        for row in &policy.rungs {
            let plan = next_rung(&policy, due, last, &calendar).unwrap();
            prop_assert_eq!(plan.rung, row.rung);
            prop_assert_eq!(plan.date, by_days(row.working_days, due, &calendar));
            prop_assert!(before <= plan.date, "the rungs come in order");
            before = plan.date;
            last = Some(plan.rung);
        }
        prop_assert_eq!(next_rung(&policy, due, last, &calendar), None);
    }

    #[test]
    fn a_later_due_date_never_brings_a_rung_forward(
        (policy, due, more) in (ladders(), days(), 0..60_u64),
    ) {
        let (calendar, later) = (calendar(), due + chrono::Days::new(more));
        for last in std::iter::once(None).chain(Rung::OF_LADDER.map(Some)) {
            let one = next_rung(&policy, due, last, &calendar);
            let other = next_rung(&policy, later, last, &calendar);
            prop_assert_eq!(one.map(|plan| plan.rung), other.map(|plan| plan.rung));
            prop_assert!(one.map(|plan| plan.date) <= other.map(|plan| plan.date));
        }
    }

    #[test]
    fn what_is_found_by_its_due_date_is_what_is_due(
        (policy, today, away) in (ladders(), days(), -40..40_i64),
    ) {
        let (calendar, due) = (calendar(), today + chrono::Duration::days(away));
        for last in std::iter::once(None).chain(Rung::OF_LADDER.map(Some)) {
            let to = latest_due_date(&policy, last, &calendar, today);
            let found = to.is_some_and(|to| due <= to);
            let raised = due_rungs(&policy, due, last, &calendar, today);
            prop_assert_eq!(found, !raised.is_empty(), "{:?} of {} on {}", last, due, today);
        }
    }

    #[test]
    fn one_sweep_after_any_absence_raises_what_daily_sweeps_would_have(
        (policy, due, absent) in (ladders(), days(), 0..120_u64),
    ) {
        let calendar = calendar();
        let start = due - chrono::Days::new(60);
        let end = due + chrono::Days::new(absent);
        let (mut daily, mut last) = (Vec::new(), None);
        for today in start.iter_days().take_while(|day| *day <= end) {
            let raised = due_rungs(&policy, due, last, &calendar, today);
            prop_assert!(raised.iter().all(|plan| plan.date == today || today == start));
            last = raised.last().map(|plan| plan.rung).or(last);
            daily.extend(raised);
        }
        prop_assert_eq!(due_rungs(&policy, due, None, &calendar, end), daily);
    }
}

fn card_of(rung: Rung, state: CardState) -> Card {
    Card {
        id: CardId(Uuid::nil()),
        rung,
        state,
        case_id: CaseId(Uuid::nil()),
        case_number: String::new(),
        task_id: None,
        service_item_id: String::new(),
        department_id: String::new(),
        basis: CardBasis { clock: None, legal_basis: String::new(), rule: String::new() },
        due_on: date("2024-09-20"),
        rung_on: date("2024-09-21"),
        raised_at: DateTime::UNIX_EPOCH,
        rectify_by: None,
        points: 0,
        rectification: None,
        settlement: None,
        version: 1,
    }
}

#[test]
fn every_step_from_every_state_is_done_or_refused_and_a_refusal_changes_nothing() {
    let (officer, lead) = (AccountId(Uuid::from_u128(1)), AccountId(Uuid::from_u128(2)));
    let now = DateTime::UNIX_EPOCH;
    type Step = fn(&mut Card, AccountId, DateTime<Utc>) -> Result<(), Refusal>;
    let steps: [(Step, CardState); 3] = [
        (|card, by, now| card.rectify("done", by, now), CardState::RectificationSubmitted),
        (|card, by, now| card.close("done", by, now), CardState::Closed),
        (|card, by, now| card.withdraw("error", by, now), CardState::Withdrawn),
    ];
    let mut done = 0;
    for rung in Rung::ALL {
        for state in CardState::ALL {
            for (step, after) in steps {
                let mut card = card_of(rung, state);
                if state == CardState::RectificationSubmitted {
                    let text = "earlier".to_owned();
                    card.rectification = Some(Rectification { text, by: officer.0, at: now });
                }
                let before = card.clone();
                match step(&mut card, lead, now) {
                    Ok(()) => {
                        assert_eq!((card.state, card.version), (after, 2));
                        done += 1;
                    }
                    Err(_) => assert_eq!(card, before),
                }
            }
        }
    }
    // Rectified: a red card from 2 states. Closed: from 2 states, but a red card without a
    // rectification. Withdrawn: from 4 states.
    assert_eq!(done, 2 + (5 * 2 - 1) + 5 * 4);
}
