//! When a notice goes, when it goes again, and what it says.

use super::{
    Attempt, Facts, Notice, NoticeChannel, NoticeKind, NoticePolicy, NoticeRecipient, NoticeState,
    PLACEHOLDERS, QuietHours, render, unknown_placeholders,
};
use crate::domain::id::NoticeId;
use chrono::{DateTime, Duration, Utc};
use chrono_tz::{America, Asia, Europe, Tz};
use uuid::Uuid;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn notice() -> Notice {
    let now = at("2026-10-08T01:00:00Z");
    Notice {
        id: NoticeId(Uuid::from_u128(1)),
        kind: NoticeKind::DocumentExpires,
        resource_id: "docu_1".to_owned(),
        recipient: NoticeRecipient::Holder,
        channel: NoticeChannel::Email,
        endpoint_id: None,
        language: "ja".to_owned(),
        state: NoticeState::Pending,
        attempts: 0,
        next_attempt_at: now,
        failure: String::new(),
        created_at: now,
        sent_at: None,
        version: 1,
    }
}

#[test]
fn nobody_is_disturbed_in_the_quiet_hours_of_his_own_zone() {
    let policy = NoticePolicy::default();
    let cases: [(Tz, &str, &str); 7] = [
        // 10:00, 21:00, 02:00 and 08:00 in Shanghai.
        (Asia::Shanghai, "2026-10-08T02:00:00Z", "2026-10-08T02:00:00Z"),
        (Asia::Shanghai, "2026-10-08T13:00:00Z", "2026-10-09T00:00:00Z"),
        (Asia::Shanghai, "2026-10-08T18:00:00Z", "2026-10-09T00:00:00Z"),
        (Asia::Shanghai, "2026-10-09T00:00:00Z", "2026-10-09T00:00:00Z"),
        // 04:00 in Berlin, in summer and in winter time.
        (Europe::Berlin, "2026-10-08T02:00:00Z", "2026-10-08T06:00:00Z"),
        (Europe::Berlin, "2026-11-08T03:00:00Z", "2026-11-08T07:00:00Z"),
        // 22:30 of the day before in New York.
        (America::New_York, "2026-10-08T02:30:00Z", "2026-10-08T12:00:00Z"),
    ];
    for (zone, from, expected) in cases {
        assert_eq!(policy.first_loud_instant(at(from), zone), at(expected), "{zone} {from}");
    }
    let never = NoticePolicy { quiet_hours: None, ..policy.clone() };
    assert_eq!(never.first_loud_instant(at(cases[1].1), Asia::Shanghai), at(cases[1].1));
    let noon = QuietHours { from_minute: 12 * 60, until_minute: 13 * 60 };
    let noon = NoticePolicy { quiet_hours: Some(noon), ..policy };
    let asked = at("2026-10-08T04:10:00Z");
    assert_eq!(noon.first_loud_instant(asked, Asia::Shanghai), at("2026-10-08T05:00:00Z"));
}

#[test]
fn an_hour_that_the_clocks_leap_over_ends_after_the_leap() {
    let until = QuietHours { from_minute: 22 * 60, until_minute: 2 * 60 + 30 };
    let policy = NoticePolicy { quiet_hours: Some(until), ..NoticePolicy::default() };
    // On 2026-03-29 the clocks of Berlin leap from 02:00 to 03:00.
    let night = at("2026-03-29T00:30:00Z");
    assert_eq!(policy.first_loud_instant(night, Europe::Berlin), at("2026-03-29T01:00:00Z"));
}

#[test]
fn a_deferred_try_is_repeated_by_the_policy_and_then_given_up() {
    let policy = NoticePolicy { retry_minutes: vec![1, 5], ..NoticePolicy::default() };
    let now = at("2026-10-08T01:00:00Z");
    let deferred = || Attempt::Deferred("451 later".to_owned());
    let mut tried = Notice { attempts: 1, ..notice() }.after(deferred(), &policy, now);
    assert_eq!(tried.next_attempt_at, now + Duration::minutes(1));
    tried.attempts = 2;
    tried = tried.after(deferred(), &policy, now);
    assert_eq!(
        (tried.state, tried.next_attempt_at),
        (NoticeState::Pending, now + Duration::minutes(5))
    );
    tried.attempts = 3;
    tried = tried.after(deferred(), &policy, now);
    assert_eq!((tried.state, tried.failure.as_str()), (NoticeState::Dead, "451 later"));
    let revived = tried.revived(now).unwrap();
    assert_eq!((revived.state, revived.attempts), (NoticeState::Pending, 0));
    assert!(revived.revived(now).is_none(), "only what was given up");
    let sent = revived.after(Attempt::Taken, &policy, now);
    assert_eq!(
        (sent.state, sent.sent_at, sent.failure.as_str()),
        (NoticeState::Sent, Some(now), "")
    );
    let refused = notice().after(Attempt::Refused("x".repeat(500)), &policy, now);
    assert_eq!((refused.state, refused.failure.len()), (NoticeState::Dead, 120));
}

#[test]
fn every_kind_has_words_in_four_languages_and_no_place_is_left_empty() {
    let policy = NoticePolicy::default();
    let facts: Facts =
        PLACEHOLDERS.iter().map(|name| ((*name).to_owned(), format!("<{name}>"))).collect();
    for kind in [NoticeKind::DocumentExpires, NoticeKind::DocumentExpired] {
        for language in ["zh", "en", "ja", "ko"] {
            let (subject, body) = policy.words(kind, language, &facts);
            assert!(subject.contains("<document>") && body.contains("<name>"), "{language}");
            assert!(!body.contains(['{', '}']), "{body}");
        }
        let english = policy.words(kind, "en", &facts);
        assert_eq!(policy.words(kind, "en-GB", &facts), english);
        assert_eq!(policy.words(kind, "sw", &facts), english, "English where there is no other");
    }
    let texts = policy.templates.iter().flat_map(|one| [&one.subject, &one.body]);
    assert!(texts.into_iter().all(|text| unknown_placeholders(text).is_empty()));
}

#[test]
fn a_text_is_filled_and_a_fact_is_never_read_as_a_place() {
    let facts = Facts::from([
        ("name".to_owned(), "{centre}".to_owned()),
        ("centre".to_owned(), "C".to_owned()),
    ]);
    let filled = render("a {name} b {centre}{nothing} {open é", &facts);
    assert_eq!(filled, "a {centre} b C {open é");
    assert_eq!(unknown_placeholders("{name} {passport} {"), ["passport"]);
}
