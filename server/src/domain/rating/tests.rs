use super::*;
use crate::domain::calendar::tests::{calendar, date};
use uuid::Uuid;

fn rating(level: u32, rater: Option<Rater>) -> Rating {
    let rated_on = date("2024-02-08");
    Rating {
        id: RatingId(Uuid::from_u128(1)),
        case_id: CaseId(Uuid::from_u128(2)),
        handling: 1,
        items: ItemSet::new(["NCR".to_owned()]),
        level,
        tags: Vec::new(),
        text: String::new(),
        channel: RatingChannel::Online,
        rater,
        rated_at: crate::domain::zone::from_local(rated_on.and_hms_opt(9, 0, 0).unwrap()),
        rated_on,
        bad: level <= 2,
        rectification: opened(level, rated_on, &RatingPolicy::default()),
        due_on: None,
        created_by: AccountId(Uuid::from_u128(3)),
        version: 1,
    }
}

fn known() -> Option<Rater> {
    Some(Rater { name: "A".to_owned(), phone: String::new() })
}

fn said(of: &Rating) -> Said<'static> {
    Said { now: of.rated_at, today: of.rated_on, by: Uuid::nil(), text: "said" }
}

fn take(of: &Rating, step: Step) -> Result<Rating, Refusal> {
    of.after(step, &RatingPolicy::default(), said(of))
}

fn due(of: &Rating, kind: ClockKind) -> NaiveDate {
    let clocks = &of.rectification.as_ref().unwrap().clocks;
    let clock = clocks.iter().find(|clock| clock.kind == kind).unwrap();
    clock.due_date(&[], &calendar()).unwrap()
}

#[test]
fn s22_a_bad_rating_before_the_spring_festival() {
    let bad = rating(1, known());
    assert_eq!(due(&bad, ClockKind::Contact), date("2024-02-09"));
    assert_eq!(due(&bad, ClockKind::Rectify), date("2024-02-21"));
    let complex = take(&bad, Step::MarkComplex).unwrap();
    assert_eq!(due(&complex, ClockKind::Rectify), date("2024-03-06"));
    let again = take(&complex, Step::MarkComplex).unwrap_err();
    assert_eq!(again, RatingRefusal::ComplexAlready.into());
    assert!(rating(3, None).rectification.is_none());
}

#[test]
fn every_state_and_step_is_allowed_or_refused_as_the_table_says() {
    let steps = [
        Step::Contact,
        Step::MarkComplex,
        Step::Submit,
        Step::CallBack(CallBack::Satisfied),
        Step::CallBack(CallBack::NotSatisfied),
        Step::CallBack(CallBack::NotPossible),
        Step::Close,
    ];
    let allowed = |state: RectificationState| match state {
        RectificationState::Open => vec![0, 1],
        RectificationState::Contacted => vec![1, 2],
        RectificationState::Submitted => vec![3, 4, 5],
        // Without a call-back in its history nothing closes it.
        RectificationState::CalledBack | RectificationState::Closed => vec![],
    };
    for state in RectificationState::ALL {
        let mut of = rating(1, None);
        of.rectification.as_mut().unwrap().state = state;
        let done: Vec<_> = (0..steps.len()).filter(|i| take(&of, steps[*i]).is_ok()).collect();
        assert_eq!(done, allowed(state), "{state:?}");
    }
    assert!(steps.iter().all(|step| take(&rating(5, None), *step).is_err()));
}

#[test]
fn only_a_recorded_call_back_closes_and_who_left_his_name_is_called() {
    let bad = rating(2, known());
    let missing = take(&bad, Step::Close).unwrap_err();
    assert_eq!(missing, RatingRefusal::CallBackMissing.into());
    let submitted = take(&take(&bad, Step::Contact).unwrap(), Step::Submit).unwrap();
    let owed = take(&submitted, Step::CallBack(CallBack::NotPossible)).unwrap_err();
    assert_eq!(owed, RatingRefusal::CallBackOwed.into());
    let unhappy = take(&submitted, Step::CallBack(CallBack::NotSatisfied)).unwrap();
    let missing = take(&unhappy, Step::Close).unwrap_err();
    assert_eq!(missing, RatingRefusal::CallBackMissing.into());
    let mended = take(&unhappy, Step::Submit).unwrap();
    let happy = take(&mended, Step::CallBack(CallBack::Satisfied)).unwrap();
    let closed = take(&happy, Step::Close).unwrap();
    assert_eq!(closed.rectification.unwrap().steps.len(), 6);
}
