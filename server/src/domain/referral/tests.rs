//! The state machine over every state and step, the clocks of S23, and what holds of any life.

use super::*;
use crate::domain::{
    calendar::{Calendar, DayKind, PublishedYear, SpecialDay},
    catalogue::Catalogue,
    zone,
};
use chrono::{Duration, NaiveDate, NaiveDateTime};
use proptest::prelude::*;
use uuid::Uuid;

fn local(text: &str) -> DateTime<Utc> {
    zone::from_local(NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap())
}

/// Received on a Saturday evening (S23).
fn received() -> Referral {
    Referral {
        id: ReferralId(Uuid::nil()),
        source_id: "PZ110".to_owned(),
        external_id: "110-1".to_owned(),
        source_department_id: "SGC".to_owned(),
        state: ReferralState::Received,
        category: "accommodation_dispute".to_owned(),
        summary: "…".to_owned(),
        urgency: Urgency::Ordinary,
        ordinary_matter: true,
        caller: ReferralCaller::default(),
        assignee: None,
        appointed: false,
        returns: 0,
        contact_outcome: None,
        result: String::new(),
        satisfied: false,
        policy: ReferralPolicy::default(),
        received_at: local("2023-07-08T21:15"),
        signed_at: None,
        contacted_at: None,
        first_responded_at: None,
        first_closed_at: None,
        reopenings: 0,
        reopened_at: None,
        responded_at: None,
        closed_at: None,
        created_by: AccountId(Uuid::nil()),
        updated_at: local("2023-07-08T21:15"),
        version: 1,
    }
}

fn to(department: &str) -> ReferralStep {
    let assignee = Assignee::Department(department.to_owned());
    ReferralStep::Assign { assignee, note: String::new() }
}

fn contact() -> ReferralStep {
    ReferralStep::Contact { outcome: ContactOutcome::Reached, note: String::new() }
}

fn close() -> ReferralStep {
    ReferralStep::Close { result: "settled".to_owned(), satisfied: true }
}

fn give_back() -> ReferralStep {
    ReferralStep::Return { reason: "not ours".to_owned() }
}

fn steps() -> [ReferralStep; 7] {
    [
        ReferralStep::Sign,
        to("PSB"),
        contact(),
        ReferralStep::Respond { response: "on the way".to_owned() },
        close(),
        give_back(),
        ReferralStep::Reopen { reason: "not settled".to_owned() },
    ]
}

/// A referral taken through steps, a minute apart.
fn after(steps: &[ReferralStep]) -> Referral {
    let take = |of: Referral, step: &ReferralStep| {
        let at = of.updated_at + Duration::minutes(1);
        of.after(step, at).unwrap()
    };
    steps.iter().fold(received(), take)
}

#[test]
fn every_step_is_allowed_from_its_states_and_no_other() {
    use ReferralState as S;
    for step in steps() {
        let allowed = match step.kind() {
            StepKind::Created => vec![],
            StepKind::Signed => vec![S::Received],
            StepKind::Assigned => vec![S::Signed, S::Assigned, S::Returned, S::CentreAppoints],
            StepKind::Contacted | StepKind::Returned => vec![S::Assigned, S::Contacted],
            StepKind::Responded => vec![S::Contacted],
            StepKind::Closed => vec![S::Responded],
            StepKind::Reopened => vec![S::Closed],
        };
        for state in S::ALL {
            let before = Referral { state, ..received() };
            match before.after(&step, before.updated_at) {
                Ok(next) => {
                    assert!(allowed.contains(&state), "{step:?} {state:?}");
                    assert_eq!(next.version, before.version + 1);
                }
                Err(Refusal::StateForbids { current, allowed: names }) => {
                    assert!(!allowed.contains(&state), "{step:?} {state:?}");
                    assert_eq!(current, state.name());
                    let wanted: Vec<_> = allowed.iter().map(|state| state.name()).collect();
                    assert_eq!(names, wanted);
                }
                Err(other) => panic!("{step:?} {state:?}: {other:?}"),
            }
        }
    }
}

#[test]
fn the_third_return_goes_to_the_centre_whose_appointee_cannot_return_it() {
    let mut life = vec![ReferralStep::Sign];
    for department in ["PSB", "STB"] {
        life.extend([to(department), give_back()]);
        let returned = after(&life);
        assert_eq!((returned.state, returned.assignee), (ReferralState::Returned, None));
    }
    life.extend([to("HRS"), contact(), give_back()]);
    let third = after(&life);
    assert_eq!((third.state, third.returns), (ReferralState::CentreAppoints, 3));
    life.push(to("PSB"));
    let appointed = after(&life);
    assert!(appointed.appointed);
    let refused = appointed.after(&give_back(), appointed.updated_at);
    assert_eq!(refused, Err(Refusal::AppointedByCentre));
}

#[test]
fn a_department_acts_on_what_it_has_and_reopens_what_its_source_gave() {
    let given = after(&[ReferralStep::Sign, to("PSB")]);
    let (psb, stb) = (Scope::Department("PSB".into()), Scope::Department("STB".into()));
    let sgc = Scope::Department("SGC".into());
    for step in [contact(), close(), give_back()] {
        assert_eq!(given.permits(&step, &psb), Ok(()));
        assert_eq!(given.permits(&step, &Scope::Centre), Ok(()));
        for other in [&stb, &sgc] {
            let department_id = Some("PSB".to_owned());
            let refused = Refusal::ReferralOfAnotherDepartment { department_id };
            assert_eq!(given.permits(&step, other), Err(refused));
        }
    }
    let reopen = ReferralStep::Reopen { reason: "no".to_owned() };
    assert_eq!(given.permits(&reopen, &sgc), Ok(()));
    let source_id = "PZ110".to_owned();
    let refused = Refusal::SourceOfAnotherDepartment { source_id };
    assert_eq!(given.permits(&reopen, &psb), Err(refused));
    let returned = given.after(&give_back(), given.updated_at).unwrap();
    assert_eq!(returned.told(Some(&given)), "PSB SGC", "who had it is told as well");
    assert_eq!(returned.told(None), "SGC");
}

fn catalogue(years: &[i32]) -> Catalogue {
    let days = |year: &i32| {
        let date = NaiveDate::from_ymd_opt(*year, 1, 1).unwrap();
        let new_year = SpecialDay { date, kind: DayKind::Holiday, name: "元旦".to_owned() };
        PublishedYear::new(*year, [new_year]).unwrap()
    };
    let calendar = Calendar::new(years.iter().map(days).collect::<Vec<_>>());
    Catalogue { calendar, ..Catalogue::default() }
}

#[test]
fn minutes_run_through_the_weekend_and_working_days_do_not() {
    let found = clocks(&received(), &catalogue(&[2023]), local("2023-07-08T21:17")).unwrap();
    let due: Vec<_> = found.iter().map(|clock| clock.due_at.unwrap()).collect();
    assert_eq!(due[0], local("2023-07-08T21:16"));
    assert_eq!(due[1], local("2023-07-08T21:18"));
    assert_eq!(due[2], local("2023-07-08T21:45"));
    assert_eq!(due[3], local("2023-07-09T21:15"));
    let late: Vec<_> = found.iter().map(|clock| clock.late).collect();
    assert_eq!(late, [true, false, false, false, false]);
    let left: Vec<_> = found.iter().map(|clock| clock.left.unwrap().num_minutes()).collect();
    assert_eq!(left[..3], [-1, 1, 28]);
    let ordinary = &found[4].deadline;
    assert_eq!(ordinary.day_zero, NaiveDate::from_ymd_opt(2023, 7, 10));
    assert_eq!(ordinary.due_date, NaiveDate::from_ymd_opt(2023, 7, 17));
}

#[test]
fn working_days_in_an_unpublished_year_have_no_end_yet() {
    let december = local("2023-12-28T10:00");
    let of = Referral { received_at: december, updated_at: december, ..received() };
    let found = clocks(&of, &catalogue(&[2023]), december).unwrap();
    let ordinary = found.last().unwrap();
    assert_eq!(ordinary.deadline.provisional.unwrap().missing_year, 2024);
    assert_eq!((ordinary.due_at, ordinary.left, ordinary.late), (None, None, false));
    assert!(found[3].due_at.is_some(), "hours ask no calendar");
}

#[test]
fn a_reopened_matter_runs_again_and_its_first_round_stays() {
    let life = [ReferralStep::Sign, to("PSB"), contact()];
    let responded = ReferralStep::Respond { response: "…".to_owned() };
    let closed = after(&[&life[..], &[responded, close()]].concat());
    assert_eq!(next_due(&closed).unwrap(), (ClockKind::Close, local("2023-07-09T21:15")));
    let days_later = local("2023-07-12T09:00");
    let again = ReferralStep::Reopen { reason: "no".to_owned() };
    let reopened = closed.after(&again, days_later).unwrap();
    assert_eq!(next_due(&reopened).unwrap(), (ClockKind::Respond, local("2023-07-12T09:30")));
    let found = clocks(&reopened, &catalogue(&[2023]), days_later).unwrap();
    let rounds: Vec<_> = found.iter().map(|clock| (clock.kind, clock.round)).collect();
    assert_eq!(rounds[3], (ClockKind::Close, 1));
    assert_eq!(rounds[5..], [(ClockKind::Respond, 2), (ClockKind::Close, 2)]);
    assert!(found[..5].iter().all(|clock| clock.done_at.is_some() && !clock.late));
    assert!(found[5..].iter().all(|clock| clock.done_at.is_none() && !clock.late));
}

proptest! {
    #[test]
    fn any_life_keeps_its_times_in_order(
        life in prop::collection::vec((0_usize..7, -30_i64..3000), 1..60),
    ) {
        let steps = steps();
        let mut of = received();
        let mut history = vec![HistoryStep::created(&of)];
        let mut now = of.updated_at;
        for (index, minutes) in life {
            // The clock of another server may be behind.
            now += Duration::minutes(minutes);
            let Ok(next) = of.after(&steps[index], now) else { continue };
            history.push(HistoryStep::of(&steps[index], &of, &next, of.created_by));
            of = next;
        }
        for pair in history.windows(2) {
            prop_assert!(pair[0].at <= pair[1].at);
            prop_assert_eq!(pair[0].number + 1, pair[1].number);
        }
        let last = history.last().unwrap();
        prop_assert_eq!((last.state, last.number, last.at), (of.state, of.version, of.updated_at));
        let first = [
            Some(of.received_at), of.signed_at, of.contacted_at, of.first_responded_at,
            of.first_closed_at,
        ];
        let again = [of.reopened_at, of.responded_at, of.closed_at];
        for times in [&first[..], &again[..]] {
            let known: Vec<_> = times.iter().flatten().collect();
            prop_assert!(known.is_sorted(), "{:?}", of);
        }
        prop_assert!(of.returns <= of.policy.returns_until_appointment);
        prop_assert_eq!(of.closed_at.is_some(), of.state == ReferralState::Closed);
        let held = [
            ReferralState::Assigned, ReferralState::Contacted, ReferralState::Responded,
            ReferralState::Closed,
        ];
        prop_assert_eq!(of.assignee.is_some(), held.contains(&of.state));
        let found = clocks(&of, &catalogue(&[2023, 2024]), now).unwrap();
        for clock in &found {
            let over = clock.done_at.is_some() || clock.due_at.is_none();
            prop_assert_eq!(clock.left.is_none(), over);
            prop_assert!(clock.done_at.is_none_or(|done| done >= clock.start));
        }
        let (kind, due) = next_due(&of).unwrap();
        prop_assert!(found.iter().any(|clock| clock.kind == kind && clock.due_at == Some(due)));
    }
}
