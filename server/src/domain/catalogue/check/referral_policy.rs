//! The rules of referrals: clocks in the order of the steps, and sources with a department.

use super::{Flaw, Flaws, MAX_NAME_CHARS, MAX_REASON_CHARS};
use crate::domain::catalogue::{Catalogue, ReferralPolicy};

/// Most sources.
pub const MAX_SOURCES: usize = 20;
/// The longest clock of a signature or a contact: a day.
const MAX_EARLY_MINUTES: u32 = 24 * 60;
/// The longest clock of a response: a week.
const MAX_RESPOND_MINUTES: u32 = 7 * 24 * 60;
/// The longest clock of a closing: thirty days.
const MAX_CLOSE_HOURS: u32 = 30 * 24;

/// The flaws of the rules of referrals.
#[must_use]
pub fn referral_policy(policy: &ReferralPolicy, catalogue: &Catalogue) -> Vec<Flaw> {
    let mut flaws = Flaws::default();
    let (sign, contact, respond) =
        (policy.sign_minutes, policy.contact_minutes, policy.respond_minutes);
    let least_hours = respond.div_ceil(60).clamp(1, MAX_CLOSE_HOURS);
    let table = [
        ("sign_minutes", sign, 1, MAX_EARLY_MINUTES),
        ("contact_minutes", contact, sign.clamp(1, MAX_EARLY_MINUTES), MAX_EARLY_MINUTES),
        ("respond_minutes", respond, contact.clamp(1, MAX_RESPOND_MINUTES), MAX_RESPOND_MINUTES),
        ("close_hours", policy.close_hours, least_hours, MAX_CLOSE_HOURS),
        ("ordinary_working_days", policy.ordinary_working_days, 1, 60),
        ("returns_until_appointment", policy.returns_until_appointment, 1, 10),
    ];
    for (field, value, least, most) in table {
        let problem = format!("must be {least} to {most}");
        flaws.require((least..=most).contains(&value), field, problem);
    }
    text(&mut flaws, "clock_basis", &policy.clock_basis, MAX_REASON_CHARS);
    text(&mut flaws, "ordinary_basis", &policy.ordinary_basis, MAX_REASON_CHARS);
    sources(&mut flaws, policy, catalogue);
    flaws.0
}

fn sources(flaws: &mut Flaws, policy: &ReferralPolicy, catalogue: &Catalogue) {
    let few = policy.sources.len() <= MAX_SOURCES;
    flaws.require(few, "sources", format!("must have 0 to {MAX_SOURCES} entries"));
    for (index, source) in policy.sources.iter().enumerate().take(MAX_SOURCES) {
        let field = |name: &str| format!("sources[{index}].{name}");
        let twice = policy.sources[..index].iter().any(|other| other.id == source.id);
        flaws.require(!twice, field("source_id"), "is there twice; name it once");
        text(flaws, &field("name_zh"), &source.name_zh, MAX_NAME_CHARS);
        text(flaws, &field("name_en"), &source.name_en, MAX_NAME_CHARS);
        let known = catalogue.departments.contains_key(&source.department_id);
        flaws.require(known, field("department_id"), "must name a department of the catalogue");
    }
}

fn text(flaws: &mut Flaws, field: &str, text: &str, most: usize) {
    let fits = (1..=most).contains(&text.chars().count());
    flaws.require(fits, field, format!("must have 1 to {most} characters"));
}
