//! The rules of entries, against tables and against a naive log of what happened.

mod persons;

use super::*;
use crate::domain::zone::from_local;
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Ten in the morning of a day.
fn morning(text: &str) -> DateTime<Utc> {
    from_local(day(text).and_hms_opt(10, 0, 0).unwrap())
}

fn account(number: u128) -> AccountId {
    AccountId(Uuid::from_u128(number))
}

fn step(kind: StepKind, by: u128, at: DateTime<Utc>) -> EntryStep {
    EntryStep {
        kind,
        by: account(by),
        department_id: None,
        at,
        effective_at: at,
        reason: String::new(),
        evidence: Vec::new(),
    }
}

fn terms(direction: Direction, from: &str, until: &str) -> Terms {
    Terms {
        direction,
        purposes: [TravelPurpose::Business].into_iter().collect(),
        coverage: Coverage::All,
        roles: TravellerRoles::default(),
        trips_a_month: None,
        benefits: [WhitelistBenefit::ExpediteLane].into_iter().collect(),
        valid_from: day(from),
        valid_until: day(until),
    }
}

fn applied(terms: Terms, persons: &[u128], at: DateTime<Utc>) -> Entry {
    let of = Application {
        enterprise_id: "91330482MA2B8NDK31".to_owned(),
        terms,
        persons: persons.iter().map(|one| ResidentId(Uuid::from_u128(*one))).collect(),
        renews: None,
        step: step(StepKind::Applied, 1, at),
    };
    Entry::applied(
        WhitelistEntryId(Uuid::from_u128(at.timestamp_micros().unsigned_abs().into())),
        of,
    )
}

/// An entry that was applied for, recommended and approved within a morning.
fn approved(terms: Terms, persons: &[u128], on: &str) -> Entry {
    let at = morning(on);
    let entry = applied(terms, persons, at);
    let entry = entry.after(step(StepKind::Recommended, 2, at)).unwrap();
    entry.after(step(StepKind::Approved, 3, at)).unwrap()
}

fn asks(direction: Direction, at: DateTime<Utc>) -> Question {
    Question { at, direction, purpose: None, subject: Subject::Anybody, role: None }
}

fn why(entries: &[&Entry], question: &Question) -> Vec<Reason> {
    let held: Vec<Held> = entries.iter().filter_map(|entry| Held::of(entry)).collect();
    judge(&held, question).reasons.iter().map(|detail| detail.reason).collect()
}

/// S03: twelve months are counted with their first and last day, across a leap year.
#[test]
fn twelve_months_end_on_the_day_before_the_same_day() {
    assert_eq!(last_of_a_year(day("2023-03-01")), day("2024-02-29"));
    assert_eq!(last_of_a_year(day("2024-02-29")), day("2025-02-28"));
    assert_eq!(last_of_a_year(day("2025-01-01")), day("2025-12-31"));
    assert_eq!(last_of_months(day("2025-08-31"), 6), day("2026-02-28"));
}

#[test]
fn each_step_is_taken_from_its_states_and_by_nobody_twice() {
    let year = terms(Direction::Both, "2025-01-01", "2025-12-31");
    let entry = applied(year, &[], morning("2024-12-01"));
    let states = |entry: &Entry, at: &str| entry.state(morning(at)).name();
    assert_eq!(states(&entry, "2024-12-01"), "APPLIED");
    let own = entry.after(step(StepKind::Recommended, 1, morning("2024-12-02"))).unwrap_err();
    assert_eq!(own, [Refusal::from(WhitelistRefusal::SelfApproval)]);
    let early = entry.after(step(StepKind::Approved, 3, morning("2024-12-02"))).unwrap_err();
    assert!(matches!(early[0], Refusal::StateForbids { current: "APPLIED", .. }));
    let entry = approved(year, &[], "2024-12-01");
    assert_eq!(states(&entry, "2024-12-05"), "APPROVED");
    assert_eq!(states(&entry, "2025-01-01"), "ACTIVE");
    assert_eq!(states(&entry, "2026-01-01"), "EXPIRED");
    let paused = entry.after(step(StepKind::Suspended, 3, morning("2025-02-01"))).unwrap();
    assert_eq!(states(&paused, "2025-01-31"), "ACTIVE");
    assert_eq!(states(&paused, "2025-02-01"), "SUSPENDED");
    let lifted = paused.after(step(StepKind::Lifted, 3, morning("2025-02-10"))).unwrap();
    assert_eq!(states(&lifted, "2025-02-09"), "SUSPENDED");
    assert_eq!(states(&lifted, "2025-02-10"), "ACTIVE");
    let revoked = lifted.after(step(StepKind::Revoked, 3, morning("2025-03-01"))).unwrap();
    assert_eq!(states(&revoked, "2025-03-01"), "REVOKED");
    let twice = revoked.after(step(StepKind::Revoked, 3, morning("2025-03-02"))).unwrap_err();
    assert!(matches!(twice[0], Refusal::StateForbids { current: "REVOKED", .. }));
}

#[test]
fn two_entries_never_hold_a_day_of_one_direction() {
    let at = |direction, from, until| approved(terms(direction, from, until), &[], from);
    let both = at(Direction::Both, "2025-01-01", "2025-06-30");
    let entry = at(Direction::Entry, "2025-06-30", "2025-12-31");
    let exit = at(Direction::Exit, "2025-07-01", "2025-12-31");
    assert!(both.overlaps(&entry) && entry.overlaps(&both));
    assert!(!both.overlaps(&exit) && !entry.overlaps(&exit) && !both.overlaps(&both));
    let revoked = both.after(step(StepKind::Revoked, 3, morning("2025-03-01"))).unwrap();
    assert_eq!(revoked.held_until(), Some(day("2025-03-01")));
    assert!(!revoked.overlaps(&at(Direction::Both, "2025-03-02", "2025-12-31")));
    let waits =
        applied(terms(Direction::Both, "2025-01-01", "2025-12-31"), &[], morning("2024-12-01"));
    let rejected = waits.after(step(StepKind::Rejected, 3, morning("2024-12-02"))).unwrap();
    assert!(waits.overlaps(&both) && !rejected.overlaps(&both));
}

#[test]
fn it_is_renewed_without_a_gap_from_sixty_days_before() {
    let entry = approved(terms(Direction::Both, "2025-01-01", "2025-12-31"), &[], "2025-01-01");
    let early = entry.renewed(morning("2025-10-31"), 60, None).unwrap_err();
    let opens = day("2025-11-01");
    assert_eq!(early, [Refusal::from(WhitelistRefusal::RenewalNotOpen { opens })]);
    let next = entry.renewed(morning("2025-11-01"), 60, None).unwrap();
    assert_eq!((next.valid_from, next.valid_until), (day("2026-01-01"), day("2026-12-31")));
    assert!(entry.renewed(morning("2026-01-01"), 60, None).is_err(), "it has ended");
}

#[test]
fn a_check_tells_everything_that_keeps_it_from_being_covered() {
    let entry = approved(terms(Direction::Entry, "2025-01-01", "2025-12-31"), &[], "2025-01-01");
    let now = morning("2025-05-05");
    assert_eq!(why(&[&entry], &asks(Direction::Entry, now)), [Reason::Covered]);
    assert_eq!(why(&[], &asks(Direction::Entry, now)), [Reason::NoEntry]);
    assert_eq!(why(&[&entry], &asks(Direction::Both, now)), [Reason::DirectionNotCovered]);
    let trade = Question { purpose: Some(TravelPurpose::Training), ..asks(Direction::Entry, now) };
    assert_eq!(why(&[&entry], &trade), [Reason::PurposeNotCovered]);
    let late = Question { at: morning("2026-05-05"), ..trade };
    assert_eq!(why(&[&entry], &late), [Reason::Expired, Reason::PurposeNotCovered]);
    // What is of two entries is covered together.
    let exit = approved(terms(Direction::Exit, "2025-05-01", "2025-05-31"), &[], "2025-05-01");
    let held: Vec<Held> = [&entry, &exit].into_iter().filter_map(Held::of).collect();
    let verdict = judge(&held, &asks(Direction::Both, now));
    assert_eq!((verdict.entries().count(), verdict.until), (2, Some(day("2025-05-31"))));
    assert!(verdict.benefits.has(WhitelistBenefit::ExpediteLane));
}

#[test]
fn of_two_that_were_revoked_the_one_answers_that_stood_at_the_instant() {
    let one = |from: &str, revoked: &str| {
        let entry = approved(terms(Direction::Entry, from, "2025-12-31"), &[], from);
        entry.after(step(StepKind::Revoked, 3, morning(revoked))).unwrap()
    };
    // The first was revoked in the morning of the second's first day.
    let (first, second) = (one("2025-01-01", "2025-03-01"), one("2025-03-01", "2025-06-01"));
    let asks = |at: DateTime<Utc>| asks(Direction::Entry, at);
    for held in [[&first, &second], [&second, &first]] {
        let at = morning("2025-03-01") + chrono::Duration::hours(1);
        assert_eq!(why(&held, &asks(at)), [Reason::Covered]);
        assert_eq!(why(&held, &asks(morning("2025-05-31"))), [Reason::Covered]);
        assert_eq!(why(&held, &asks(morning("2025-06-02"))), [Reason::Revoked]);
    }
}

#[test]
fn persons_and_roles_are_asked_for_where_an_entry_covers_some() {
    let year = terms(Direction::Both, "2025-01-01", "2025-12-31");
    let named = approved(Terms { coverage: Coverage::Named, ..year }, &[7], "2025-01-01");
    let now = morning("2025-05-05");
    let of = |subject| Question { subject, ..asks(Direction::Exit, now) };
    let person = |number| Subject::Person(ResidentId(Uuid::from_u128(number)));
    assert_eq!(why(&[&named], &of(Subject::Anybody)), [Reason::PersonRequired]);
    assert_eq!(why(&[&named], &of(Subject::Unknown)), [Reason::PersonUnknown]);
    assert_eq!(why(&[&named], &of(person(8))), [Reason::PersonNotNamed]);
    assert_eq!(why(&[&named], &of(person(7))), [Reason::Covered]);
    let gone = [ResidentId(Uuid::from_u128(7))];
    let nobody = (&[][..], day("2025-05-05"));
    let by = step(StepKind::PersonsChanged, 3, now);
    let ended = named.with_persons(by, nobody, (&gone, day("2025-05-04"))).unwrap();
    assert_eq!(why(&[&ended], &of(person(7))), [Reason::PersonNotNamed]);
    assert_eq!(
        why(&[&ended], &Question { at: morning("2025-05-04"), ..of(person(7)) }),
        [Reason::Covered]
    );
    let roles = [TravellerRole::Technician].into_iter().collect();
    let some = approved(Terms { coverage: Coverage::Roles, roles, ..year }, &[], "2025-01-01");
    let role = |role| Question { role, ..of(person(7)) };
    assert_eq!(why(&[&some], &role(None)), [Reason::RoleRequired]);
    assert_eq!(why(&[&some], &role(Some(TravellerRole::Family))), [Reason::RoleNotCovered]);
    assert_eq!(why(&[&some], &role(Some(TravellerRole::Technician))), [Reason::Covered]);
}

/// A naive log: what was recorded when, and from when on it holds, in seconds.
#[derive(Clone, Debug)]
struct Logged {
    recorded: i64,
    effective: i64,
    what: StepKind,
}

fn at(seconds: i64) -> DateTime<Utc> {
    morning("2025-06-01") + chrono::Duration::seconds(seconds)
}

/// Whether the log, as far as it was written at an instant, says that another instant is covered:
/// written again from nothing, one line after the other.
fn naive(log: &[Logged], asked: i64, known: i64) -> bool {
    let (mut approved, mut paused_since, mut pauses, mut revoked) = (false, None, Vec::new(), None);
    for line in log.iter().filter(|line| line.recorded <= known) {
        match line.what {
            StepKind::Approved => approved = true,
            StepKind::Suspended => paused_since = Some(line.effective),
            StepKind::Lifted => {
                pauses.extend(paused_since.take().map(|since| (since, line.effective)));
            }
            StepKind::Revoked => revoked = Some(line.effective),
            _ => {}
        }
    }
    let paused = pauses.iter().any(|(from, until)| *from <= asked && asked < *until)
        || paused_since.is_some_and(|since| since <= asked);
    approved && !paused && revoked.is_none_or(|at| asked < at)
}

proptest! {
    /// The history in two times answers what the naive log says, whatever is asked of which instant
    /// as known at which.
    #[test]
    fn the_history_in_two_times_is_that_of_a_naive_log(
        gaps in prop::collection::vec((1_i64..1000, 0_i64..500), 8),
        pauses in 0_usize..3,
        revoked in any::<bool>(),
        asked in prop::collection::vec((-500_i64..6000, -500_i64..6000), 40),
    ) {
        let mut kinds = vec![StepKind::Recommended, StepKind::Approved];
        for _ in 0..pauses {
            kinds.extend([StepKind::Suspended, StepKind::Lifted]);
        }
        if revoked {
            kinds.push(StepKind::Revoked);
        }
        let mut entry = applied(terms(Direction::Both, "2025-01-01", "2025-12-31"), &[], at(0));
        let (mut log, mut now) = (Vec::new(), 0);
        for (index, what) in kinds.into_iter().enumerate() {
            let (gap, back) = gaps[index];
            now += gap;
            // Only a revocation is recorded after it holds.
            let effective = if what == StepKind::Revoked { now - back } else { now };
            let by = 2 + u128::try_from(index).unwrap();
            let step = EntryStep { effective_at: at(effective), ..step(what, by, at(now)) };
            let after = entry.after(step);
            prop_assume!(after.is_ok());
            entry = after.unwrap();
            log.push(Logged { recorded: now, effective, what });
        }
        for (asked, known) in asked {
            let held = entry.as_known(at(known)).and_then(|entry| Held::of(&entry));
            let verdict = judge(held.as_slice(), &asks(Direction::Both, at(asked)));
            prop_assert_eq!(verdict.is_covered(), naive(&log, asked, known));
        }
    }
}
