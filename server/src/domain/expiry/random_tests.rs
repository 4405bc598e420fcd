//! The plan's dates over random documents and random calendars, some of whose years are not
//! published, against the oracle.

use super::{
    oracle,
    tests::{catalogue, limit, permit, question},
    *,
};
use crate::domain::calendar::{
    Calendar, DayKind, PublishedYear, SpecialDay,
    tests::{calendar, date},
};
use chrono::{Datelike as _, Days, Weekday};
use proptest::prelude::*;
use std::collections::BTreeSet;

const WORKING: LimitUnit = LimitUnit::WorkingDays;

/// A calendar of some of the years: as they were published, or with any days taken off and any
/// weekend days worked.
fn some_calendar() -> impl Strategy<Value = Calendar> {
    let years = proptest::collection::btree_set(2023..=2026i32, 1..=4);
    let moved = proptest::option::of(proptest::collection::btree_set(0..365u64, 1..120));
    (years, moved).prop_map(|(years, moved)| {
        let known = calendar();
        let year = |year: &i32| match &moved {
            Some(moved) => invented(*year, moved),
            None => known.year(*year).unwrap().clone(),
        };
        Calendar::new(years.iter().map(year).collect::<Vec<_>>())
    })
}

fn invented(year: i32, moved: &BTreeSet<u64>) -> PublishedYear {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    // Every year lists a holiday, its first day at least.
    let places: BTreeSet<_> = moved.iter().copied().chain([0]).collect();
    let days = places.iter().map(|place| {
        let date = first + Days::new(*place);
        let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        let kind = if weekend && *place > 0 { DayKind::Workday } else { DayKind::Holiday };
        SpecialDay { date, kind, name: "invented".to_owned() }
    });
    PublishedYear::new(year, days).unwrap()
}

fn some_day() -> impl Strategy<Value = NaiveDate> {
    (0..1_700u64).prop_map(|days| date("2022-11-01") + Days::new(days))
}

fn some_limit() -> impl Strategy<Value = Limit> {
    use LimitDirection::After;
    let days = (1..40u32).prop_map(|days| limit(days, WORKING, After, LimitKind::Promised));
    let calendar = (1..90u32)
        .prop_map(|days| limit(days, LimitUnit::CalendarDays, After, LimitKind::Promised));
    let months =
        (1..7u32).prop_map(|months| limit(months, LimitUnit::Months, After, LimitKind::Promised));
    let at_once = Just(limit(0, LimitUnit::Instant, After, LimitKind::Promised));
    prop_oneof![4 => days, 2 => calendar, 1 => months, 1 => at_once]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn every_date_of_a_plan_is_the_oracles(
        calendar in some_calendar(),
        promised in some_limit(),
        statutory in some_limit(),
        expedited in proptest::option::of(0..5u32),
        expires_on in some_day(),
        today in some_day(),
        filing in 1..60u32,
    ) {
        let mut catalogue = catalogue(calendar);
        let item = &mut catalogue.service_items.get_mut("RP-W-EXT").unwrap().value;
        (item.promised_limit, item.statutory_limit) = (Some(promised), Some(statutory));
        item.expedited_working_days = expedited;
        let before = LimitDirection::Before;
        let filing_limit = limit(filing, LimitUnit::CalendarDays, before, LimitKind::Statutory);
        item.handling.filing_limit = Some(filing_limit);
        let (policy, holder) = (ExpiryPolicy::default(), Holder::default());
        let document = permit(PermitPurpose::Work, &expires_on.to_string());
        let question = question(document, &holder, (&catalogue, &policy), today);
        let renewal = plan(&question).unwrap().renewal.unwrap();
        prop_assert_eq!(lane(&question).unwrap(), Some((renewal.lane, renewal.lane_provisional)));
        agrees(&question, &renewal, filing)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn what_is_decided_one_after_the_other_ends_in_time_where_the_oracle_finds_a_day_between(
        first in some_limit(),
        second in some_limit(),
        expires_on in (0..300u64).prop_map(|days| date("2024-02-01") + Days::new(days)),
        days_before in 0..60u64,
    ) {
        let mut catalogue = catalogue(calendar());
        for (id, limit) in [("WP-EXT", first), ("RP-W-EXT", second)] {
            catalogue.service_items.get_mut(id).unwrap().value.promised_limit = Some(limit);
        }
        let calendar = catalogue.calendar.clone();
        let today = expires_on - Days::new(days_before);
        let holder = Holder { work_permit_until: Some(expires_on), ..Holder::default() };
        let policy = ExpiryPolicy::default();
        let document = permit(PermitPurpose::Work, &expires_on.to_string());
        let question = question(document, &holder, (&catalogue, &policy), today);
        let renewal = plan(&question).unwrap().renewal.unwrap();
        prop_assert_eq!(lane(&question).unwrap(), Some((renewal.lane, renewal.lane_provisional)));
        let told = renewal.before.unwrap().both.unwrap().normal;
        let in_time = told.is_some_and(|day| day.fit == Fit::InTime);
        let from = question.accepted_on.unwrap();
        let between = from.iter_days().take_while(|day| *day <= expires_on).any(|day| {
            calendar.is_working_day(day) == Ok(true)
                && oracle::ends_by(&calendar, &first, from, day) == Some(true)
                && oracle::ends_by(&calendar, &second, day, expires_on) == Some(true)
        });
        prop_assert_eq!(in_time, between);
    }
}

fn far_day() -> impl Strategy<Value = Option<NaiveDate>> {
    let day = (0..3_500u64).prop_map(|days| date("2022-06-01") + Days::new(days));
    proptest::option::of(day)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_new_document_runs_as_long_as_everything_that_limits_it_lets_it(
        purpose in proptest::sample::select(vec![
            PermitPurpose::Work, PermitPurpose::Study, PermitPurpose::Private,
        ]),
        expires_on in some_day(),
        today in some_day(),
        margin_days in 0..40u32,
        until in [far_day(), far_day(), far_day(), far_day()],
        born in proptest::option::of(0..6_000u64),
        child_of_principal in any::<bool>(),
    ) {
        let [passport_until, work_permit_until, contract_until, principal_until] = until;
        let birth_date = born.map(|days| date("2000-01-01") + Days::new(days));
        let holder = Holder {
            birth_date, child_of_principal, passport_until, work_permit_until, contract_until,
            principal_until, ..Holder::default()
        };
        let catalogue = catalogue(calendar());
        let policy =
            ExpiryPolicy { passport_margin_days: margin_days, ..ExpiryPolicy::default() };
        let document = permit(purpose, &expires_on.to_string());
        let longest_months = policy.renewal_of(&document).unwrap().longest_months;
        let question = question(document, &holder, (&catalogue, &policy), today);
        let told = plan(&question).unwrap().renewal.unwrap().coupling;
        let starts_on = expires_on.succ_opt().unwrap().max(today);
        prop_assert_eq!(told.starts_on, starts_on);
        let holder = &holder;
        let lasting = oracle::Lasting { holder, purpose, starts_on, margin_days, longest_months };
        let last_day = lasting.last_day();
        prop_assert_eq!(told.suggested_until, last_day, "{:?}", told);
        let within = |day: &NaiveDate| last_day.is_some_and(|last| *day <= last);
        let days = starts_on.iter_days().take_while(within).count();
        prop_assert_eq!(told.days as usize, days);
    }
}

fn agrees(question: &Question<'_>, renewal: &Renewal, filing: u32) -> Result<(), TestCaseError> {
    let calendar = &question.catalogue.calendar;
    let expires_on = question.document.expires_on;
    let legal = expires_on - Days::new(filing.into());
    let told = renewal.filing.as_ref().unwrap();
    prop_assert_eq!(told.last_day(), Some(legal));
    let working = oracle::last_working_day(calendar, legal);
    prop_assert_eq!(told.last_working_day(), working);
    let days =
        [&renewal.procedures.statutory, &renewal.procedures.normal, &renewal.procedures.expedited];
    for day in days.into_iter().flatten() {
        last_day_agrees(question, day, expires_on)?;
    }
    let before = renewal.before.as_ref().unwrap();
    prop_assert_eq!(before.decided_by, working);
    if let (Some(day), Some(working)) = (&before.procedures.normal, working) {
        last_day_agrees(question, day, working)?;
    }
    let fits = |day: &Option<LastDay>| match (day, question.accepted_on) {
        (Some(day), Some(on)) => oracle::ends_by(calendar, &day.limit, on, expires_on),
        (None, _) => Some(false),
        (Some(_), None) => None,
    };
    let of = &renewal.procedures;
    let (normal, law, expedited) = (fits(&of.normal), fits(&of.statutory), fits(&of.expedited));
    let over = expires_on < question.today;
    let expected = match (normal, law, expedited) {
        _ if over => Lane::TooLate,
        (Some(true), Some(true), _) => Lane::Normal,
        (Some(true), _, Some(true)) => Lane::ExpediteAdvised,
        (Some(true), _, _) => Lane::Normal,
        (_, _, Some(true)) => Lane::ExpediteOnly,
        _ => Lane::TooLate,
    };
    prop_assert_eq!(renewal.lane, expected);
    Ok(())
}

fn last_day_agrees(
    question: &Question<'_>,
    told: &LastDay,
    until: NaiveDate,
) -> Result<(), TestCaseError> {
    let calendar = &question.catalogue.calendar;
    let last = oracle::last_acceptance(calendar, &told.limit, until);
    prop_assert_eq!(told.date, last, "{:?} until {}", told.limit, until);
    prop_assert_eq!(told.provisional.is_some(), last.is_none());
    if let Some(safe) = told.safe_date {
        prop_assert_eq!(calendar.is_working_day(safe), Ok(true));
        prop_assert_eq!(oracle::ends_by(calendar, &told.limit, safe, until), Some(true));
        let due = told.counted.as_ref().unwrap().due_date.unwrap();
        prop_assert!(due <= until);
    }
    if let Some(accepted) = question.accepted_on.filter(|_| until >= question.today) {
        let expected = oracle::ends_by(calendar, &told.limit, accepted, until);
        let fit = match told.fit {
            Fit::InTime => Some(true),
            Fit::TooLate => Some(false),
            Fit::Unknown(_) => None,
        };
        prop_assert_eq!(fit, expected, "{:?} {} {}", told.limit, accepted, until);
    }
    Ok(())
}
