use super::{
    caution::Caution,
    deadline::{
        DeadlineAnswer, DeadlineQuestion, FilingRule, ItemLimit, LimitSource, MonthRule, Start,
        answer,
    },
    fee::compute_fee,
    *,
};
use crate::{
    domain::{
        fee::HealthCertificate,
        limit::{Limit, LimitDirection, LimitKind, LimitUnit, Suspension},
    },
    service::testing::{self, call},
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn given(amount: u32, unit: LimitUnit, direction: LimitDirection) -> LimitSource {
    LimitSource::Given(Limit::new(amount, unit, direction, LimitKind::Internal).unwrap())
}

fn question(start: Start, source: LimitSource) -> DeadlineQuestion {
    DeadlineQuestion {
        start,
        source,
        month_rule: MonthRule::Validity,
        filing_rule: FilingRule::AsItIs,
        suspensions: Vec::new(),
    }
}

fn working_days(start: &str, amount: u32) -> DeadlineQuestion {
    let source = given(amount, LimitUnit::WorkingDays, LimitDirection::After);
    question(Start::Date(day(start)), source)
}

fn counted(answer: &DeadlineAnswer) -> Vec<String> {
    answer.deadline.counted.iter().map(|c| c.date.format("%m-%d").to_string()).collect()
}

#[tokio::test]
async fn a_limit_before_expiry_shows_the_day_and_the_working_day_before_it() {
    let (app, _folder) = testing::app().await;
    // S08: a visa through 2025-02-05, to be extended at least 7 days before.
    let source = given(7, LimitUnit::CalendarDays, LimitDirection::Before);
    let answered = answer(&app, &question(Start::Date(day("2025-02-05")), source)).await.unwrap();
    assert_eq!(answered.deadline.due_date, Some(day("2025-01-29")));
    assert!(!answered.due_date_works);
    let last_working_day = day("2025-01-27");
    assert!(answered.cautions.contains(&Caution::DoesNotMove { last_working_day }));
    let item =
        LimitSource::Item { service_item_id: "VS-EXT".to_owned(), kind: ItemLimit::Statutory };
    let answered = answer(&app, &question(Start::Date(last_working_day), item)).await.unwrap();
    assert_eq!(answered.deadline.due_date, Some(day("2025-02-12")));
    assert_eq!(counted(&answered), ["02-05", "02-06", "02-07", "02-08", "02-10", "02-11", "02-12"]);
    let worked = Caution::CountsAdjustedWorkdays { days: vec![day("2025-02-08")] };
    assert!(answered.cautions.contains(&worked));
}

#[tokio::test]
async fn a_suspension_moves_the_due_date_and_keeps_the_first_one() {
    let (app, _folder) = testing::app().await;
    let mut asked = working_days("2024-09-10", 15);
    asked.suspensions =
        vec![Suspension { suspended_on: day("2024-09-12"), resumed_on: Some(day("2024-09-23")) }];
    // S10.
    let answered = answer(&app, &asked).await.unwrap();
    let deadline = &answered.deadline;
    assert_eq!(deadline.original_due_date, Some(day("2024-10-08")));
    assert_eq!((deadline.used_before_suspension, deadline.remaining), (2, 13));
    assert_eq!(deadline.due_date, Some(day("2024-10-15")));
    asked.suspensions[0].resumed_on = None;
    let answered = answer(&app, &asked).await.unwrap();
    assert_eq!(answered.deadline.due_date, None);
    assert!(answered.cautions.contains(&Caution::Suspended { since: day("2024-09-12") }));
    asked.source = given(15, LimitUnit::CalendarDays, LimitDirection::After);
    let refused = answer(&app, &asked).await.unwrap_err();
    assert!(matches!(refused, Error::Invalid(v) if v[0].field == "suspensions"));
}

#[tokio::test]
async fn working_days_are_counted_one_by_one_over_a_long_holiday() {
    let (app, _folder) = testing::app().await;
    // S12.
    let answered = answer(&app, &working_days("2026-02-12", 5)).await.unwrap();
    assert_eq!(answered.deadline.due_date, Some(day("2026-02-26")));
    assert_eq!(counted(&answered), ["02-13", "02-14", "02-24", "02-25", "02-26"]);
    assert!(answered.cautions.contains(&Caution::SpansHoliday { names: vec!["春节".into()] }));
    let answered = answer(&app, &working_days("2026-02-12", 15)).await.unwrap();
    assert_eq!(answered.deadline.due_date, Some(day("2026-03-11")));
    let one = answer(&app, &working_days("2026-02-14", 1)).await.unwrap();
    assert_eq!(one.deadline.due_date, Some(day("2026-02-24")));
    assert!(one.cautions.contains(&Caution::OneWorkingDayIsLonger { rest_days: 9 }));
}

#[tokio::test]
async fn a_filing_outside_working_hours_is_accepted_on_the_next_working_day() {
    let (app, _folder) = testing::app().await;
    let at = |text: &str| Start::Time(text.parse().unwrap());
    // S13, and the closing time of 17:00, which is still in time itself.
    let table = [
        (Start::Date(day("2026-05-09")), "2026-05-09", "2026-05-19"),
        (Start::Date(day("2026-05-16")), "2026-05-18", "2026-05-27"),
        (at("2026-05-09T09:00:00Z"), "2026-05-09", "2026-05-19"),
        (at("2026-05-09T09:00:01Z"), "2026-05-11", "2026-05-20"),
    ];
    for (start, accepted, due) in table {
        let source = given(7, LimitUnit::WorkingDays, LimitDirection::After);
        let asked =
            DeadlineQuestion { filing_rule: FilingRule::NextWorkingDay, ..question(start, source) };
        let answered = answer(&app, &asked).await.unwrap();
        assert_eq!(answered.deadline.day_zero, Some(day(accepted)), "{start:?}");
        assert_eq!(answered.deadline.due_date, Some(day(due)), "{start:?}");
    }
}

#[tokio::test]
async fn a_deadline_in_an_unpublished_year_is_provisional() {
    let (app, _folder) = testing::app().await;
    // S29.
    let answered = answer(&app, &working_days("2026-12-21", 15)).await.unwrap();
    assert_eq!((answered.deadline.due_date, answered.deadline.original_due_date), (None, None));
    let provisional = answered.deadline.provisional.unwrap();
    assert_eq!(provisional.missing_year, 2027);
    assert_eq!((provisional.known_days_left, provisional.remaining_into_missing_year), (8, 7));
    assert!(answered.cautions.contains(&Caution::Provisional { year: 2027 }));
    // The last working day of 2026 is known; a limit in days of the calendar is as well.
    let last = answer(&app, &working_days("2026-12-21", 8)).await.unwrap();
    assert_eq!(last.deadline.due_date, Some(day("2026-12-31")));
    let source = given(15, LimitUnit::CalendarDays, LimitDirection::After);
    let plain = answer(&app, &question(Start::Date(day("2026-12-21")), source)).await.unwrap();
    assert_eq!(plain.deadline.due_date, Some(day("2027-01-05")));
    assert!(!plain.due_date_works);
    assert!(plain.cautions.contains(&Caution::WorkingDayUnknown { year: 2027 }));
}

#[tokio::test]
async fn months_hours_and_items_answer_by_their_own_rules() {
    let (app, _folder) = testing::app().await;
    let months = |rule| DeadlineQuestion {
        month_rule: rule,
        ..question(
            Start::Date(day("2025-01-02")),
            given(6, LimitUnit::Months, LimitDirection::After),
        )
    };
    // S31: a health certificate of 2025-01-02 is good through 2025-07-02.
    let since = answer(&app, &months(MonthRule::SinceEvent)).await.unwrap();
    assert_eq!(since.deadline.due_date, Some(day("2025-07-02")));
    let valid = answer(&app, &months(MonthRule::Validity)).await.unwrap();
    assert_eq!(valid.deadline.due_date, Some(day("2025-07-01")));
    // S06: 24 hours over a holiday.
    let hours = given(24, LimitUnit::Hours, LimitDirection::After);
    let at = Start::Time("2024-05-01T14:30:00Z".parse().unwrap());
    let asked =
        DeadlineQuestion { filing_rule: FilingRule::NextWorkingDay, ..question(at, hours.clone()) };
    let answered = answer(&app, &asked).await.unwrap();
    assert_eq!(answered.deadline.due_instant, Some("2024-05-02T14:30:00Z".parse().unwrap()));
    let fields = |error: Error| match error {
        Error::Invalid(violations) => violations[0].field.clone(),
        other => panic!("{other}"),
    };
    let refused = answer(&app, &question(Start::Date(day("2024-05-01")), hours)).await;
    assert_eq!(fields(refused.unwrap_err()), "anchor_time");
    let item = |id: &str, kind| LimitSource::Item { service_item_id: id.to_owned(), kind };
    let start = Start::Date(day("2024-05-06"));
    let none = answer(&app, &question(start, item("RP-CANCEL", ItemLimit::Statutory))).await;
    assert_eq!(fields(none.unwrap_err()), "service_item_limit_kind");
    let unknown = answer(&app, &question(start, item("NO-ITEM", ItemLimit::Statutory))).await;
    assert_eq!(fields(unknown.unwrap_err()), "service_item_id");
    // Expedited to nothing is done at once.
    let at_once = answer(&app, &question(start, item("MED-HELP", ItemLimit::Expedited))).await;
    assert_eq!(at_once.unwrap().deadline.due_date, Some(day("2024-05-06")));
}

#[tokio::test]
async fn fees_follow_the_table_to_the_day() {
    let (app, _folder) = testing::app().await;
    let table = [
        ("2026-06-29", 400, HealthCertificate::NotNeeded),
        ("2026-06-30", 800, HealthCertificate::Needed),
        ("2028-06-29", 800, HealthCertificate::Needed),
        ("2028-06-30", 1_000, HealthCertificate::Needed),
        ("2030-06-30", 1_000, HealthCertificate::Needed),
    ];
    for (to, fee, certificate) in table {
        let answered = compute_fee(&app, day("2025-07-01"), day(to)).await.unwrap();
        assert_eq!((answered.fee_yuan, answered.health_certificate), (fee, certificate), "{to}");
    }
    for to in ["2025-06-30", "2030-07-01"] {
        let refused = compute_fee(&app, day("2025-07-01"), day(to)).await.unwrap_err();
        assert!(matches!(refused, Error::Invalid(v) if v[0].field == "valid_to_date"), "{to}");
    }
}

#[tokio::test]
async fn pages_join_to_the_whole_list_and_fit_no_other_list() {
    let (app, _folder) = testing::app().await;
    let call = call("frsc.v1.DirectoryService/ListDepartments");
    let mut request = PageRequest { size: 7, token: String::new() };
    let mut codes = Vec::new();
    loop {
        let page = departments(&app, &call, None, &request).await.unwrap();
        codes.extend(page.rows.into_iter().map(|row| row.value.id));
        request.token = page.next_token;
        if request.token.is_empty() {
            break;
        }
    }
    assert_eq!(codes.len(), 24);
    assert_eq!((codes[0].as_str(), codes[1].as_str()), ("FAO", "PSB"));
    request.size = 1;
    request.token = departments(&app, &call, None, &request).await.unwrap().next_token;
    let other = departments(&app, &call, Some(day("2023-01-01")), &request).await.unwrap_err();
    assert!(matches!(other, Error::Invalid(v) if v[0].field == "page_token"));
    let filter = ItemFilter {
        department_ids: vec!["STB".to_owned()],
        text: "延期".to_owned(),
        ..ItemFilter::default()
    };
    let found = service_items(&app, &call, &filter, &PageRequest::default()).await.unwrap();
    let found: Vec<_> = found.rows.iter().map(|row| row.value.id.as_str()).collect();
    assert_eq!(found, ["WP-EXT"]);
    let hours = opening_hours(&app, None).await.unwrap();
    assert!(hours[0].value.open < hours[1].value.open);
    assert_eq!(calendar_year(&app, 2024).await.unwrap().working_days, 251);
    assert!(matches!(calendar_year(&app, 2027).await, Err(Error::NotFound)));
}
