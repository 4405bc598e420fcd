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
