//! What residents' rules say by themselves.

use super::*;
use crate::domain::resident::name::{name_keys, search_tokens};

fn name(kind: NameKind, surname: &str, given: &str) -> PersonName {
    let (surname, given_names) = (surname.to_owned(), given.to_owned());
    PersonName { kind, surname, given_names, until: None }
}

/// True where each word of a search begins a key of the names, as the store asks it.
fn found(names: &[PersonName], search: &str) -> bool {
    let keys = name_keys(names);
    let tokens = search_tokens(search);
    !tokens.is_empty()
        && tokens.iter().all(|token| keys.iter().any(|key| key.starts_with(token.as_str())))
}

#[test]
fn a_person_is_found_in_every_script_and_order_by_the_beginnings_of_his_names() {
    let german = [name(NameKind::Visual, "Müller-Lüdenscheidt", "Jürgen Karl")];
    for search in [
        "müller",
        "MULLER",
        "Mueller",
        "jurgen",
        "juergen karl",
        "karl lud",
        "lueden",
        "k m",
        "MUELLER<LUEDENSCHEIDT",
    ] {
        assert!(found(&german, search), "{search}");
    }
    for search in ["", " ", "ler", "hans muller", "karla"] {
        assert!(!found(&german, search), "{search}");
    }
    let chinese = [name(NameKind::Chinese, "单", "雨桐"), name(NameKind::Latin, "SHAN", "YUTONG")];
    for search in ["单", "单雨", "雨桐", "shan", "danyu", "shanyutong", "syt", "yutong", "yu tong"]
    {
        assert!(found(&chinese, search), "{search}");
    }
    assert!(!found(&chinese, "tys") && !found(&chinese, "单桐"));
    let lu = [name(NameKind::Chinese, "吕", "绿")];
    assert!(["lv", "lu", "lvlv", "ll", "吕绿"].iter().all(|search| found(&lu, search)));
    let korean = [name(NameKind::Other, "김", "민수")];
    assert!(found(&korean, "김") && found(&korean, "민"));
}

#[test]
fn persons_are_the_same_where_the_parts_of_a_name_in_one_script_begin_alike() {
    let latin = |surname, given| [name(NameKind::Latin, surname, given)];
    let sato = latin("SATO", "HANAKO");
    assert!(same_person(&sato, &latin("SATO", "HANA")));
    assert!(same_person(&sato, &[name(NameKind::Visual, "Satō", "Hanako")]));
    assert!(!same_person(&sato, &latin("SATO", "HANAE")));
    assert!(!same_person(&sato, &latin("SAITO", "HANAKO")));
    assert!(same_person(&latin("SATO HANAKO", ""), &sato));
    let chinese = |whole| [name(NameKind::Chinese, whole, "")];
    assert!(same_person(&chinese("佐藤花子"), &chinese("佐藤花子")));
    assert!(!same_person(&chinese("佐藤花子"), &sato));
}

#[test]
fn accommodation_is_registered_within_24_hours_whatever_the_day() {
    let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().to_utc();
    let address = |kind, registered: Option<&str>| Address {
        number: 1,
        kind,
        text: "dormitory".to_owned(),
        arrived_at: at("2024-05-01T22:30:00+08:00"),
        left_at: None,
        registered_at: registered.map(at),
    };
    let now = at("2024-05-04T00:00:00+08:00");
    let late = |registered| address(AccommodationKind::Residence, registered).late_minutes(now);
    let deadline = address(AccommodationKind::Residence, None).deadline();
    assert_eq!(deadline, Some(at("2024-05-02T22:30:00+08:00")));
    assert_eq!(late(Some("2024-05-02T23:10:00+08:00")), 40);
    assert_eq!(late(Some("2024-05-02T22:30:00+08:00")), 0);
    assert_eq!(late(Some("2024-05-02T22:30:01+08:00")), 1);
    assert_eq!(late(None), 25 * 60 + 30);
    let hotel = address(AccommodationKind::Hotel, None);
    assert_eq!((hotel.deadline(), hotel.late_minutes(now)), (None, 0));
}

#[test]
fn nobody_depends_on_himself_over_others() {
    let id = |number| ResidentId(uuid::Uuid::from_u128(number));
    assert_eq!(no_circle(id(1), &[id(2), id(3)]), Ok(()));
    let circle = ResidentRefusal::DependantCircle { resident_id: id(1) };
    assert_eq!(no_circle(id(1), &[id(2), id(1)]), Err(circle.clone()));
    let long: Vec<_> = (2..).map(id).take(MAX_PRINCIPALS + 1).collect();
    assert_eq!(no_circle(id(1), &long), Err(circle));
}
