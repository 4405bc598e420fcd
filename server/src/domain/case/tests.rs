//! The state machine exhausted, and the invariants of clocks under any sequence of steps.

use super::*;
use crate::domain::{
    appointment::PersonKey,
    catalogue::{Handling, ServiceItem, Validity, Versioned},
    legal_clock::StopReason,
    limit::{AfterHours, Limit, LimitDirection, LimitKind, LimitUnit},
    task::{TaskState, TaskStep},
};
use chrono::{Days, NaiveTime};
use proptest::prelude::*;
use uuid::Uuid;

const PERMIT: &str = "RP";
const WORK: &str = "WP";

fn item(id: &str, days: u32, handling: Handling) -> Versioned<ServiceItem> {
    let limit =
        |days, kind| Limit::new(days, LimitUnit::WorkingDays, LimitDirection::After, kind).ok();
    let value = ServiceItem {
        id: id.to_owned(),
        national_code: String::new(),
        name_zh: String::new(),
        name_en: String::new(),
        department_id: format!("{id}-DEPARTMENT"),
        category: String::new(),
        statutory_limit: limit(days, LimitKind::Statutory),
        promised_limit: limit(days / 2, LimitKind::Promised),
        expedited_working_days: Some(1),
        applicants: Vec::new(),
        in_person: String::new(),
        proxy_rule: String::new(),
        materials: vec!["passport".to_owned(), format!("{id} form")],
        fee_text: String::new(),
        window_rule: String::new(),
        legal_basis: String::new(),
        note: String::new(),
        validity: Validity::default(),
        successor_id: None,
        handling,
    };
    Versioned { value, version: 1 }
}

fn catalogue() -> Catalogue {
    let after = Handling { decided_after: vec![WORK.to_owned()], ..Handling::default() };
    let longer = Handling { extension_working_days: 10, ..Handling::default() };
    let items = [item(PERMIT, 15, after), item(WORK, 20, longer)];
    Catalogue {
        service_items: items.into_iter().map(|entry| (entry.value.id.clone(), entry)).collect(),
        calendar: crate::domain::calendar::tests::calendar(),
        ..Catalogue::default()
    }
}

fn moment(catalogue: &Catalogue, today: NaiveDate) -> Moment<'_> {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap();
    let closing_time = NaiveTime::from_hms_opt(17, 0, 0).unwrap();
    Moment {
        now: crate::domain::zone::from_local(today.and_time(noon)),
        today,
        account_id: Some(AccountId(Uuid::from_u128(1))),
        filing_hours: FilingHours { after_hours: AfterHours::NextWorkingDay, closing_time },
        catalogue,
    }
}

fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 3, 4).unwrap()
}

fn request(materials: MaterialState) -> CaseRequest {
    CaseRequest {
        id: CaseId(Uuid::from_u128(7)),
        number: "N".to_owned(),
        items: ItemSet::new([PERMIT.to_owned(), WORK.to_owned()]),
        applicant: Visitor {
            name: String::new(),
            language: String::new(),
            phone: String::new(),
            email: String::new(),
            passport_sealed: None,
            passport_mask: String::new(),
            person_key: PersonKey([0; 32]),
            resident_id: None,
        },
        birth_date: None,
        agent: None,
        channel: CaseChannel::Online,
        appointment_id: None,
        ticket_id: None,
        external_reference: None,
        materials: Vec::new(),
        other_materials: materials,
        document_id: None,
        document_expires_on: None,
        awaits_material: false,
        prerequisites: Vec::new(),
        note: String::new(),
        created_by: AccountId(Uuid::from_u128(1)),
    }
}

fn received(catalogue: &Catalogue, materials: MaterialState) -> Case {
    let mut next = 100;
    let new_id = || {
        next += 1;
        Uuid::from_u128(next)
    };
    open(request(materials), &moment(catalogue, monday()), new_id).unwrap()
}

#[test]
fn every_state_and_step_is_allowed_or_refused_as_the_table_says() {
    let mut allowed = 0;
    for step in CaseMove::ALL {
        for state in CaseState::ALL {
            match step.check(state) {
                Ok(()) => allowed += 1,
                Err(Refusal::StateForbids { current, allowed }) => {
                    assert_eq!(current, state.name());
                    assert!(!allowed.contains(&current), "{step:?} names {current} as allowed");
                }
                Err(other) => panic!("{other:?}"),
            }
        }
    }
    assert_eq!(allowed, 33);
    let mut allowed = 0;
    for step in TaskStep::ALL {
        for state in TaskState::ALL {
            allowed += usize::from(step.check(state).is_ok());
        }
    }
    assert_eq!(allowed, 17);
}

#[test]
fn material_is_united_and_asked_for_once() {
    let catalogue = catalogue();
    let case = received(&catalogue, MaterialState::Missing);
    let names: Vec<_> = case.materials.iter().map(|m| (m.name.as_str(), m.items.len())).collect();
    assert_eq!(names, [("passport", 2), ("RP form", 1), ("WP form", 1)]);
}

#[test]
fn what_is_refused_leaves_the_case_as_it_was() {
    let catalogue = catalogue();
    let mut case = received(&catalogue, MaterialState::Missing);
    let before = case.clone();
    assert_eq!(case.accept(&moment(&catalogue, monday()), &[]).unwrap_err().len(), 3);
    assert_eq!(case, before);
}

/// A step that somebody may try.
#[derive(Clone, Copy, Debug)]
enum Try {
    Accept,
    Suspend,
    Resume,
    RequestExtension,
    DecideExtension,
    AcceptTask(usize),
    Complete(usize),
    Return(usize),
    Reassign(usize),
    SuspendTask(usize),
    ResumeTask(usize),
    Deliver,
    Close,
    Withdraw,
    Reopen,
}

fn tries() -> impl Strategy<Value = Try> {
    prop_oneof![
        4 => Just(Try::Accept),
        2 => Just(Try::Suspend),
        3 => Just(Try::Resume),
        1 => Just(Try::RequestExtension),
        1 => Just(Try::DecideExtension),
        2 => (0..2usize).prop_map(Try::AcceptTask),
        2 => (0..2usize).prop_map(Try::Complete),
        1 => (0..2usize).prop_map(Try::Return),
        2 => (0..2usize).prop_map(Try::Reassign),
        2 => (0..2usize).prop_map(Try::SuspendTask),
        2 => (0..2usize).prop_map(Try::ResumeTask),
        2 => Just(Try::Deliver),
        1 => Just(Try::Close),
        1 => Just(Try::Withdraw),
        1 => Just(Try::Reopen),
    ]
}

fn attempt(case: &mut Case, moment: &Moment<'_>, step: Try) -> Result<(), Vec<Refusal>> {
    let pause = Pause { reason: "r", legal_basis: "b" };
    let (one, two) = (AccountId(Uuid::from_u128(1)), AccountId(Uuid::from_u128(2)));
    let task = |place: usize| case.tasks[place].id;
    let completion = Completion {
        outcome: Outcome::Granted,
        document_number: "D".to_owned(),
        decided_on: None,
        reason: String::new(),
    };
    match step {
        Try::Accept => case.accept(moment, &[]),
        Try::Suspend => case.suspend(moment, pause),
        Try::Resume => case.resume(moment),
        Try::RequestExtension => case.request_extension(moment, one, "r"),
        Try::DecideExtension => case.decide_extension(moment, two, Approval::Approve, "r"),
        Try::AcceptTask(place) => case.accept_task(moment, task(place)),
        Try::Complete(place) => case.complete_task(moment, task(place), &completion),
        Try::Return(place) => case.return_task(moment, task(place), "r"),
        Try::Reassign(place) => {
            case.reassign_task(moment, task(place), "OTHER", Appoints::Yes, "r")
        }
        Try::SuspendTask(place) => case.suspend_task(moment, task(place), pause),
        Try::ResumeTask(place) => case.resume_task(moment, task(place)),
        Try::Deliver => case.deliver(moment, ""),
        Try::Close => case.close(moment),
        Try::Withdraw => case.withdraw(moment, "r"),
        Try::Reopen => case.reopen(moment, "r"),
    }
}

fn invariants(case: &Case, moment: &Moment<'_>) -> Result<(), TestCaseError> {
    let numbers: Vec<_> = case.new_steps.iter().map(|step| step.number).collect();
    prop_assert_eq!(numbers, (1..=case.last_step).collect::<Vec<_>>());
    prop_assert!(case.new_steps.is_sorted_by_key(|step| step.at));
    for task in &case.tasks {
        let stood = task.stood_still(&case.suspensions);
        let suspended = stood.last().is_some_and(|last| last.resumed_on.is_none());
        if let (Some(since), Some(due)) = (stood.last().filter(|_| suspended), task.due_on) {
            // Standing still cannot undo being late, and gives no due date otherwise.
            prop_assert!(due < since.suspended_on);
        }
        let stands_itself = task.is_suspended_itself() && !task.state.is_over();
        prop_assert_eq!(task.state == TaskState::Suspended, stands_itself);
        prop_assert_eq!(task.state == TaskState::Completed, task.outcome.is_some());
        for clock in &task.clocks {
            let reading = clock.read(&stood, moment.calendar(), moment.today);
            let limit = clock.whole_limit().amount();
            prop_assert_eq!(reading.used_days + reading.remaining_days, limit);
            prop_assert!(!(suspended && clock.runs() && reading.overdue));
            prop_assert_eq!(Some(clock.day_zero), case.accepted_on);
        }
    }
    let all_done = case.tasks.iter().all(|task| task.state == TaskState::Completed);
    let decided =
        matches!(case.state, CaseState::Decided | CaseState::Delivered | CaseState::Closed);
    prop_assert_eq!(all_done, decided);
    prop_assert_eq!(case.due_on.is_some() && !case.state.is_open(), false);
    if case.state == CaseState::Withdrawn {
        let clocks = case.tasks.iter().flat_map(|task| &task.clocks).chain(&case.clocks);
        let mut running = clocks.filter(|clock| clock.runs());
        prop_assert!(running.next().is_none());
        let over = |clock: &LegalClock| {
            let cancelled = clock.stop.is_some_and(|stop| stop.reason == StopReason::Cancelled);
            cancelled || clock.kind == ClockKind::Notice
        };
        prop_assert!(case.clocks.iter().all(over));
    }
    Ok(())
}

proptest! {
    /// Whatever anybody tries, in whatever order, the clocks and the history stay whole, and a
    /// refused step changes nothing.
    #[test]
    fn any_sequence_of_steps_keeps_the_invariants(
        steps in prop::collection::vec((tries(), 0u64..6), 1..40),
    ) {
        let catalogue = catalogue();
        let mut case = received(&catalogue, MaterialState::Received);
        let mut today = monday();
        for (step, days) in steps {
            today = today + Days::new(days);
            let moment = moment(&catalogue, today);
            let before = case.clone();
            let done = attempt(&mut case, &moment, step);
            match done {
                Ok(()) => prop_assert_eq!(case.version, before.version + 1),
                Err(refusals) => {
                    prop_assert!(!refusals.is_empty());
                    prop_assert_eq!(&case, &before);
                }
            }
            invariants(&case, &moment)?;
        }
    }

    /// Where no notice comes, the law accepts the case on the day after the notice was due, and
    /// never before.
    #[test]
    fn the_law_accepts_on_the_day_after_the_notice_was_due(days in 0u64..30) {
        let catalogue = catalogue();
        let mut case = received(&catalogue, MaterialState::Missing);
        let today = monday() + Days::new(days);
        let lapsed = case.lapse(&moment(&catalogue, today));
        let due = catalogue.calendar.add_working_days(monday(), 5).unwrap();
        prop_assert_eq!(lapsed, today > due);
        if lapsed {
            prop_assert_eq!(case.accepted_on, Some(monday()));
            prop_assert_eq!(case.new_steps.last().unwrap().account_id, None);
        }
    }
}
