//! The rules of notices: hours of a day, tries that come to an end, words whose places can be
//! filled.

use super::{Flaw, Flaws};
use crate::domain::notice::{NoticePolicy, PLACEHOLDERS, unknown_placeholders};
use std::collections::BTreeSet;

/// Most tries of a notice after the first.
const MAX_RETRIES: usize = 20;
/// Longest pause between two tries, in minutes: a week.
const MAX_RETRY_MINUTES: u32 = 7 * 24 * 60;
/// Most templates.
const MAX_TEMPLATES: usize = 100;
/// Longest language tag, in characters.
const MAX_LANGUAGE_CHARS: usize = 16;
/// Longest subject, in characters.
const MAX_SUBJECT_CHARS: usize = 200;
/// Longest body, in characters.
const MAX_BODY_CHARS: usize = 4_000;

/// The flaws of the rules of notices.
#[must_use]
pub fn notice_policy(policy: &NoticePolicy) -> Vec<Flaw> {
    let mut flaws = Flaws::default();
    if let Some(quiet) = policy.quiet_hours {
        let day = 24 * 60;
        let minutes = [quiet.from_minute, quiet.until_minute];
        let hours = minutes.iter().all(|minute| *minute < day) && minutes[0] != minutes[1];
        flaws.require(hours, "quiet_hours", "must be two different minutes of a day, 0 to 1439");
    }
    let tries = policy.retry_minutes.len() <= MAX_RETRIES;
    flaws.require(tries, "retry_minutes", "must have at most 20 entries");
    for (index, minutes) in policy.retry_minutes.iter().enumerate() {
        let field = format!("retry_minutes[{index}]");
        flaws.require((1..=MAX_RETRY_MINUTES).contains(minutes), field, "must be 1 to 10080");
    }
    templates(&mut flaws, policy);
    flaws.0
}

fn templates(flaws: &mut Flaws, policy: &NoticePolicy) {
    let some = (1..=MAX_TEMPLATES).contains(&policy.templates.len());
    flaws.require(some, "templates", "must have 1 to 100 entries");
    let mut known = BTreeSet::new();
    for (index, one) in policy.templates.iter().enumerate() {
        let field = |name: &str| format!("templates[{index}].{name}");
        let once = known.insert((one.kind, &one.language));
        flaws.require(once, field("language"), "must not repeat the kind and language of another");
        let tag = one.language.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && (2..=MAX_LANGUAGE_CHARS).contains(&one.language.len());
        flaws.require(tag, field("language"), "must be a language tag such as zh or en-GB");
        for (name, text, most) in
            [("subject", &one.subject, MAX_SUBJECT_CHARS), ("body", &one.body, MAX_BODY_CHARS)]
        {
            let fits = (1..=most).contains(&text.chars().count());
            flaws.require(fits, field(name), format!("must have 1 to {most} characters"));
            if !unknown_placeholders(text).is_empty() {
                let known = PLACEHOLDERS.join(", ");
                flaws.add(field(name), format!("may hold places for {known} only"));
            }
        }
        let one_line = !one.subject.contains(['\n', '\r']);
        flaws.require(one_line, field("subject"), "must be one line");
    }
}
