//! Worked cases with their expected dates.

use super::{cards, raised, rungs, sweep};
use crate::harness::{
    Centre, Who,
    cases::*,
    expedites::{approve, expedite, withdraw},
    make::*,
};
use frsc_proto::v1::{self, CardRung as R, CardState, ClockKind, TaskState};

#[tokio::test]
async fn s35_each_rung_is_raised_on_its_day_and_not_before() {
    let centre = Centre::start_at("2024-09-12T10:00").await;
    let case = centre.clerk().receives(accepted(&["VS-EXT"])).await;
    assert_eq!(day(case.due_date), "2024-09-20");
    let quiet = ["2024-09-18T23:59", "2024-09-20T23:59", "2024-09-24T23:59", "2024-12-30T23:59"];
    let due = [
        ("2024-09-19T00:00", vec![(R::Reminder, 1)]),
        ("2024-09-21T00:00", vec![(R::YellowCard, 1)]),
        ("2024-09-25T00:00", vec![(R::RedCard, 1), (R::Escalation, 1)]),
        ("2024-12-31T00:00", vec![]),
    ];
    for (quiet, (on, expected)) in quiet.into_iter().zip(due) {
        centre.it_is(quiet);
        assert_eq!(raised(&sweep(&centre).await), [], "{quiet}");
        centre.it_is(on);
        assert_eq!(raised(&sweep(&centre).await), expected, "{on}");
    }
    let cards = cards(&centre.partner()).await;
    let days = ["2024-09-19", "2024-09-21", "2024-09-25", "2024-09-25"];
    let all = [R::Reminder, R::YellowCard, R::RedCard, R::Escalation];
    assert_eq!(rungs(&cards), all.into_iter().zip(days.map(str::to_owned)).collect::<Vec<_>>());
    let [_, yellow, red, _] = &cards[..] else { panic!("{cards:?}") };
    assert_eq!((yellow.clock_kind(), yellow.limit.unwrap().amount), (ClockKind::Promised, 5));
    assert_eq!(yellow.legal_basis, "优化营商环境条例 36（承诺时限）");
    assert_eq!(
        (yellow.case_number.clone(), day(yellow.due_date)),
        (case.case_number, "2024-09-20".into())
    );
    assert_eq!((yellow.department_id.as_str(), yellow.service_item_id.as_str()), ("PSB", "VS-EXT"));
    assert_eq!((day(yellow.rectify_by_date), yellow.points), ("2024-09-25".into(), 2));
    // 29 September is worked, the first seven days of October are not: five working days on.
    assert_eq!((day(red.rectify_by_date), red.points), ("2024-10-08".into(), 6));
    assert_eq!(yellow.raise_time, Some(instant("2024-09-21T00:00")));
}

#[tokio::test]
async fn s38_an_undecided_renewal_is_an_alert_of_the_law_that_changes_nothing() {
    let centre = Centre::start_at("2025-11-28T10:00").await;
    let clerk = centre.clerk();
    let case = clerk.receives(expires("2025-12-31", accepted(&["WP-EXT"]))).await;
    assert_eq!(day(case.last_on_time_date), "2025-12-01");
    assert_eq!(case.days_late, 0);
    assert_eq!(due(&case.clocks, ClockKind::Statutory).unwrap(), "2025-12-26");
    let permit = clerk.receives(expires("2025-12-31", accepted(&[EXTENSION]))).await;
    centre.it_is("2025-12-31T23:59");
    sweep(&centre).await;
    let of_alert =
        |cards: Vec<v1::Card>| cards.into_iter().filter(|c| c.rung() == R::LegalAlert).collect();
    let none: Vec<v1::Card> = of_alert(cards(&clerk).await);
    assert_eq!(none, []);
    let before = clerk.task_for(&case, "WP-EXT").await;
    centre.it_is("2026-01-01T00:00");
    assert_eq!(raised(&sweep(&centre).await), [(R::LegalAlert, 1)]);
    let alerts: Vec<v1::Card> = of_alert(cards(&clerk).await);
    let [alert] = &alerts[..] else { panic!("{alerts:?}") };
    assert_eq!(alert.raise_time, Some(instant("2026-01-01T00:00")));
    assert_eq!(
        (day(alert.due_date), day(alert.rung_date)),
        ("2025-12-31".into(), "2026-01-01".into())
    );
    assert_eq!((alert.legal_basis.as_str(), alert.state()), ("行政许可法 50", CardState::Open));
    let own = centre.client(Who::StbOfficer);
    assert_eq!(of_alert(cards(&own).await), alerts, "the department is told as well");
    let after = clerk.task_for(&case, "WP-EXT").await;
    assert_eq!((after.state(), after.etag), (TaskState::Open, before.etag));
    assert_eq!(raised(&sweep(&centre).await), []);
    // A residence permit is no such item: its receipt makes the stay lawful.
    assert!(alerts.iter().all(|alert| alert.case_id != permit.case_id));
}

#[tokio::test]
async fn a_renewal_decided_in_time_raises_no_alert() {
    let centre = Centre::start_at("2025-11-28T10:00").await;
    let clerk = centre.clerk();
    let case = clerk.receives(expires("2025-12-31", accepted(&["WP-EXT"]))).await;
    let task = clerk.task_for(&case, "WP-EXT").await;
    clerk.decides(&task, v1::Outcome::Granted).await.unwrap();
    centre.it_is("2026-01-05T10:00");
    assert_eq!(raised(&sweep(&centre).await), []);
}

#[tokio::test]
async fn an_expedite_brings_the_next_rung_forward_and_its_withdrawal_takes_it_back() {
    let centre = Centre::start_at("2023-06-27T10:00").await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let case = clerk.receives(accepted(&[EXTENSION])).await;
    assert_eq!(raised(&sweep(&centre).await), []);
    let asked = clerk.ok(expedite(&case, "2023-06-28", 1)).await.expedite.unwrap();
    let approved = lead.ok(approve(&asked)).await.expedite.unwrap();
    assert_eq!(raised(&sweep(&centre).await), [(R::Reminder, 1)]);
    let reminder = cards(&clerk).await.remove(0);
    assert_eq!(
        (reminder.clock_kind(), day(reminder.due_date)),
        (ClockKind::Expedited, "2023-06-28".into())
    );
    clerk.ok(withdraw(&approved)).await;
    centre.it_is("2023-07-06T23:59");
    assert_eq!(raised(&sweep(&centre).await), [], "due on 2023-07-06 again");
    centre.it_is("2023-07-07T00:00");
    assert_eq!(raised(&sweep(&centre).await), [(R::YellowCard, 1)]);
}
