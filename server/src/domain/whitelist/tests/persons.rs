//! Whom an entry names, in two times: against tables and against a naive log.

use super::*;

const FIRST: &str = "2025-06-01";

fn who(number: u128) -> ResidentId {
    ResidentId(Uuid::from_u128(number))
}

fn named(persons: &[u128]) -> Entry {
    let year = terms(Direction::Both, "2025-01-01", "2025-12-31");
    approved(Terms { coverage: Coverage::Named, ..year }, persons, "2025-01-01")
}

/// By somebody who has not applied.
fn change(at: DateTime<Utc>) -> EntryStep {
    EntryStep { reason: "as told".to_owned(), ..step(StepKind::PersonsChanged, 9, at) }
}

fn adds(entry: &Entry, at: DateTime<Utc>, number: u128, from: NaiveDate) -> Entry {
    entry.with_persons(change(at), (&[who(number)], from), (&[], from)).unwrap()
}

fn ends(entry: &Entry, at: DateTime<Utc>, number: u128, until: NaiveDate) -> Entry {
    entry.with_persons(change(at), (&[], until), (&[who(number)], until)).unwrap()
}

/// Whether somebody is covered on a day, as the entry was known at an instant.
fn covered(entry: &Entry, number: u128, on: NaiveDate, known: DateTime<Utc>) -> bool {
    let held = entry.as_known(known).and_then(|entry| Held::of(&entry));
    let subject = Subject::Person(who(number));
    let at = Question::instant_of(on);
    judge(held.as_slice(), &Question { subject, ..asks(Direction::Both, at) }).is_covered()
}

#[test]
fn an_end_that_is_moved_leaves_what_was_known_before() {
    let entry = named(&[7]);
    let ended = ends(&entry, morning("2025-05-01"), 7, day("2025-08-31"));
    let moved = ends(&ended, morning("2025-06-01"), 7, day("2025-06-30"));
    let on = |known: &str| covered(&moved, 7, day("2025-07-15"), morning(known));
    assert!(on("2025-04-30") && on("2025-05-02"), "he was covered, as it was known then");
    assert!(!on("2025-06-02"), "he was not, as it is known now");
    let [person] = moved.persons.as_slice() else { panic!("{:?}", moved.persons) };
    let recorded: Vec<_> = person.ends.iter().map(|end| (end.until, end.recorded.step)).collect();
    assert_eq!(recorded, [(day("2025-08-31"), Some(4)), (day("2025-06-30"), Some(5))]);
    assert_eq!(moved.steps[3].reason, "as told");
    assert_eq!((person.added.step, moved.version), (Some(1), 5));
    // Only to an earlier day: longer coverage is named anew.
    let longer = ends(&moved, morning("2025-06-02"), 7, day("2025-09-30"));
    assert_eq!(longer.persons, moved.persons);
    let renewed = adds(&moved, morning("2025-06-02"), 7, day("2025-08-01"));
    let known = morning("2025-06-03");
    assert!(!covered(&renewed, 7, day("2025-07-15"), known));
    assert!(covered(&renewed, 7, day("2025-08-01"), known));
}

#[test]
fn who_is_named_anew_on_the_day_after_is_named_without_a_gap() {
    let at = morning("2025-05-01");
    let ended = ends(&named(&[7, 8]), at, 7, day("2025-06-30"));
    let throughout = |entry: &Entry, from: &str, until: &str| {
        Held::of(entry).unwrap().names_throughout(who(7), (day(from), day(until)))
    };
    assert!(throughout(&ended, "2025-06-20", "2025-06-30"));
    assert!(!throughout(&ended, "2025-06-20", "2025-07-01"));
    let anew = adds(&ended, at, 7, day("2025-07-01"));
    assert!(throughout(&anew, "2025-06-20", "2025-12-31"));
    let later = adds(&ended, at, 7, day("2025-07-02"));
    assert!(!throughout(&later, "2025-06-20", "2025-12-31"));
    let until = |entry: &Entry| {
        let question = Question { subject: Subject::Person(who(7)), ..asks(Direction::Both, at) };
        judge(&[Held::of(entry).unwrap()], &question).until
    };
    assert_eq!([until(&ended), until(&later)], [Some(day("2025-06-30")); 2]);
    assert_eq!(until(&anew), Some(day("2025-12-31")));
}

#[test]
fn who_applied_adds_nobody_to_what_was_approved_and_who_changed_persons_does_not_approve() {
    let at = morning("2025-05-01");
    let own = |kind| step(kind, 1, at);
    let to = day("2025-05-01");
    let refused = named(&[7])
        .with_persons(own(StepKind::PersonsChanged), (&[who(8)], to), (&[], to))
        .unwrap_err();
    assert_eq!(refused, [Refusal::from(WhitelistRefusal::SelfApproval)]);
    let ended = named(&[7]).with_persons(own(StepKind::PersonsChanged), (&[], to), (&[who(7)], to));
    assert!(ended.is_ok(), "an end asks nobody");
    let year = terms(Direction::Both, "2025-01-01", "2025-12-31");
    let waits = applied(Terms { coverage: Coverage::Named, ..year }, &[7], at);
    let waits = waits.with_persons(own(StepKind::PersonsChanged), (&[who(8)], to), (&[], to));
    let waits = adds(&waits.unwrap(), at, 5, to);
    let waits = waits.after(step(StepKind::Recommended, 2, at)).unwrap();
    let refused = waits.after(step(StepKind::Approved, 9, at)).unwrap_err();
    assert_eq!(refused, [Refusal::from(WhitelistRefusal::SelfApproval)]);
}

#[test]
fn what_a_file_changes_is_one_step_and_adds_nobody_to_what_is_approved() {
    let year = terms(Direction::Both, "2025-01-01", "2025-12-31");
    let at = morning("2025-05-01");
    let open = applied(Terms { coverage: Coverage::Named, ..year }, &[7], at);
    let (step, on_record, today) = (change(at), open.steps.len(), day("2025-05-01"));
    let tells = |entry: &Entry, number, until: Option<&str>| {
        entry.naming((&step, on_record), who(number), (None, until.map(day)), today)
    };
    assert_eq!(tells(&open, 7, None), Ok(None));
    let one = tells(&open, 8, Some("2025-06-30")).unwrap().unwrap();
    let two = tells(&one, 7, Some("2025-07-31")).unwrap().unwrap();
    assert_eq!(two.steps.len(), 2);
    let by: Vec<_> = two.persons.iter().map(|one| one.ends[0].recorded.step).collect();
    assert_eq!(by, [Some(2), Some(2)]);
    let day_after = tells(&two, 8, Some("2025-07-01"));
    assert_eq!(day_after, Err(Misnamed::Ended(day("2025-06-30"))));
    let named = named(&[7]);
    let on_record = named.steps.len();
    let tells = |number, until: Option<&str>| {
        named.naming((&step, on_record), who(number), (None, until.map(day)), today)
    };
    assert_eq!(tells(8, None), Err(Misnamed::Approved));
    assert!(tells(7, Some("2025-06-30")).unwrap().is_some(), "an end asks nobody");
}

/// What was recorded of somebody.
#[derive(Clone, Copy, Debug)]
enum What {
    /// He was added, from a day.
    Added,
    /// His coverage ends, through a day.
    Ended,
    /// A file tells of his coverage, from the application on through a day.
    Told,
}

/// A line of the naive log.
#[derive(Clone, Copy, Debug)]
struct Line {
    recorded: i64,
    who: u128,
    what: What,
    day: NaiveDate,
}

/// Whether the log, as far as it was written at an instant, covers somebody on a day: written again
/// from nothing, over what it said before.
fn naive(log: &[Line], asked: (u128, NaiveDate), known: i64) -> bool {
    let mut named: Vec<(NaiveDate, Option<NaiveDate>)> = vec![(day("2025-01-01"), None)];
    for line in log.iter().filter(|line| line.who == asked.0 && line.recorded <= known) {
        match line.what {
            What::Added => {
                let covers = |day: NaiveDate| {
                    let on = |own: &&(NaiveDate, Option<NaiveDate>)| {
                        own.0 <= day && own.1.is_none_or(|last| day <= last)
                    };
                    named.iter().any(|own| on(&own))
                };
                // Day by day, up to where he is covered already.
                let free: Vec<_> =
                    line.day.iter_days().take(400).take_while(|day| !covers(*day)).collect();
                let until = free.last().copied().filter(|_| free.len() < 400);
                if !free.is_empty() {
                    named.push((line.day, until));
                }
            }
            What::Ended => {
                for own in named.iter_mut().filter(|own| own.1.is_none_or(|last| last > line.day)) {
                    own.1 = Some(line.day);
                }
            }
            What::Told => named[0].1 = Some(line.day),
        }
    }
    named.iter().any(|own| own.0 <= asked.1 && own.1.is_none_or(|last| asked.1 <= last))
}

fn on(days: u64) -> NaiveDate {
    day(FIRST) + Days::new(days)
}

proptest! {
    /// Whom an entry names is, on any day and as known at any instant, whom the naive log names:
    /// added, ended, his end moved, named anew and ended again, by hand and by file.
    #[test]
    fn whom_an_entry_names_in_two_times_is_whom_a_naive_log_names(
        changes in prop::collection::vec((1_i64..600, 7_u128..9, 0_u8..5, 0_u64..60), 1..14),
        asked in prop::collection::vec((7_u128..9, 0_u64..62, -10_i64..6000), 60),
    ) {
        let (mut entry, mut log, mut now) = (named(&[7, 8]), Vec::new(), 0);
        for (gap, number, kind, days) in changes {
            now += gap;
            let (step, day) = (change(at(now)), on(days));
            let line = |what| Line { recorded: now, who: number, what, day };
            match kind {
                0 | 1 => {
                    entry = adds(&entry, at(now), number, day);
                    log.push(line(What::Added));
                }
                2 | 3 => {
                    entry = ends(&entry, at(now), number, day);
                    log.push(line(What::Ended));
                }
                _ => {
                    let first = Some(super::day("2025-01-01"));
                    let on_record = entry.steps.len();
                    let days = (first, Some(day));
                    let told = entry.naming((&step, on_record), who(number), days, on(0));
                    if let Ok(Some(after)) = told {
                        entry = after;
                        log.push(line(What::Told));
                    }
                }
            }
        }
        for (number, days, known) in asked {
            let day = on(days);
            let is_covered = covered(&entry, number, day, at(known));
            prop_assert_eq!(is_covered, naive(&log, (number, day), known), "{:?}", &log);
        }
    }
}
