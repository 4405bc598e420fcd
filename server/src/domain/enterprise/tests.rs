//! The rules of groups.

use super::*;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn enterprise() -> Enterprise {
    Enterprise {
        id: "91330482MA2B8NDK31".to_owned(),
        name_zh: "尼得科电机（平湖）有限公司".to_owned(),
        name_en: "Nidec Motor (Pinghu)".to_owned(),
        town: String::new(),
        language: "zh".to_owned(),
        contact_sealed: Vec::new(),
        memberships: Vec::new(),
        created_at: DateTime::UNIX_EPOCH,
        updated_at: DateTime::UNIX_EPOCH,
        version: 1,
    }
}

#[test]
fn it_is_in_one_group_at_a_time_and_which_it_was_in_stays() {
    let groups = [1, 2].map(|number| EnterpriseGroupId(Uuid::from_u128(number)));
    let first = enterprise().joining(groups[0], day("2024-01-01")).unwrap();
    let second = first.joining(groups[1], day("2024-07-01")).unwrap();
    let held = |day| second.memberships.iter().filter(move |one| one.holds_on(day));
    for (on, group) in [("2024-06-30", groups[0]), ("2024-07-01", groups[1])] {
        assert_eq!(held(day(on)).map(|one| one.group).collect::<Vec<_>>(), [group]);
    }
    assert_eq!(first.joining(groups[0], day("2025-01-01")).unwrap(), first, "it is in it already");
    let early = second.joining(groups[0], day("2024-07-01")).unwrap_err();
    assert_eq!(early.reason(), "MEMBERSHIP_LATER");
    assert_eq!(second.leaving(groups[0], day("2024-08-01")).unwrap_err().reason(), "NOT_IN_GROUP");
    let out = second.leaving(groups[1], day("2024-08-01")).unwrap();
    assert_eq!(out.memberships.last().unwrap().until, Some(day("2024-07-31")));
}

#[test]
fn it_is_found_by_hanzi_pinyin_initials_and_words() {
    let keys = enterprise().name_keys();
    for key in ["尼得科电机平湖有限公司", "nidec", "pinghu"] {
        assert!(keys.iter().any(|own| own.starts_with(key)), "{key}");
    }
    assert!(keys.iter().any(|own| own.starts_with("ndkdj")), "initials");
    assert!(keys.iter().any(|own| own.starts_with("nidekedianji")), "pinyin");
}

#[test]
fn a_merge_takes_the_rest_of_a_membership_with_its_end_and_keeps_what_was() {
    let [ended, into, later] = [1, 2, 3].map(|n| EnterpriseGroupId(Uuid::from_u128(n)));
    let inside = enterprise().joining(ended, day("2024-01-01")).unwrap();
    let told = |of: &Enterprise| {
        let row = |one: &Membership| (one.group, one.from.to_string(), one.until);
        of.memberships.iter().map(row).collect::<Vec<_>>()
    };
    let january = "2024-01-01".to_owned();
    let march = "2024-03-01".to_owned();
    let before = (ended, january, Some(day("2024-02-29")));
    let open = inside.merged((ended, into), day(&march)).unwrap();
    assert_eq!(told(&open), [before.clone(), (into, march.clone(), None)]);
    assert_eq!(open.version, inside.version + 1);
    // It goes to a third group in May, as was settled before the merge.
    let leaving = inside.joining(later, day("2024-05-01")).unwrap();
    let moved = leaving.merged((ended, into), day(&march)).unwrap();
    let rest = (into, march.clone(), Some(day("2024-04-30")));
    assert_eq!(told(&moved), [before, rest, (later, "2024-05-01".to_owned(), None)]);
    assert_eq!(leaving.merged((ended, into), day("2024-05-01")).unwrap(), leaving, "it is gone");
    let early = inside.merged((ended, into), day("2024-01-01")).unwrap_err();
    assert_eq!(early.reason(), "MEMBERSHIP_LATER");
}
