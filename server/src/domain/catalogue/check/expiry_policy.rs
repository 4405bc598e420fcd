//! The rules of expiry: renewals by items that exist, reminders from far to near, obligations that
//! can be counted.

use super::{Catalogue, Flaw, Flaws, MAX_TEXT_CHARS};
use crate::domain::{
    catalogue::{ExpiryPolicy, RenewalRule},
    document::DocumentKind,
    expiry::OPENED_AT_MOST,
    limit::{LimitDirection, MAX_CALENDAR_DAYS, MAX_MONTHS},
};
use std::collections::BTreeSet;

/// Most rules of renewals.
pub const MAX_RENEWALS: usize = 50;
/// Most reminders of a document.
pub const MAX_REMINDERS: usize = 20;
/// Most rules of obligations.
pub const MAX_OBLIGATIONS: usize = 100;
/// Longest code of an obligation, in characters.
pub const MAX_CODE_CHARS: usize = 40;
/// Most days between the end of a permit and that of its passport.
const MAX_MARGIN_DAYS: u32 = 366;
/// Most days before the end on which a first reminder goes.
const MAX_OFFSET_DAYS: u32 = 366;

/// The flaws of the rules of expiry.
#[must_use]
pub fn expiry_policy(policy: &ExpiryPolicy, catalogue: &Catalogue) -> Vec<Flaw> {
    let mut flaws = Flaws::default();
    let margin = policy.passport_margin_days <= MAX_MARGIN_DAYS;
    flaws.require(margin, "passport_margin_days", "must be 0 to 366");
    reminders(&mut flaws, &policy.reminder_offset_days);
    let overdue = policy.overdue_reminder_days <= MAX_OFFSET_DAYS;
    flaws.require(overdue, "overdue_reminder_days", "must be 0 to 366");
    let some = policy.renewals.len() <= MAX_RENEWALS;
    flaws.require(some, "renewals", "must have at most 50 entries");
    let mut known = BTreeSet::new();
    for (index, rule) in policy.renewals.iter().enumerate() {
        renewal(&mut flaws, index, rule, catalogue);
        let once = known.insert((rule.document_kind, rule.purpose, rule.class));
        let problem = "must not repeat kind, purpose and class of another entry";
        flaws.require(once, format!("renewals[{index}].document_kind"), problem);
    }
    obligations(&mut flaws, policy, catalogue);
    flaws.0
}

fn reminders(flaws: &mut Flaws, offsets: &[u32]) {
    flaws.require(
        offsets.len() <= MAX_REMINDERS,
        "reminder_offset_days",
        "must have at most 20 entries",
    );
    let falling = offsets.windows(2).all(|pair| pair[0] > pair[1]);
    let near = offsets.first().is_none_or(|first| *first <= MAX_OFFSET_DAYS);
    let problem = "must be 366 to 0, each less than the one before it";
    flaws.require(falling && near, "reminder_offset_days", problem);
}

fn renewal(flaws: &mut Flaws, index: usize, rule: &RenewalRule, catalogue: &Catalogue) {
    let field = |name: &str| format!("renewals[{index}].{name}");
    let known = catalogue.service_items.contains_key(&rule.service_item_id);
    flaws.require(known, field("service_item_id"), "must name an item of the catalogue");
    let permit = rule.document_kind == DocumentKind::ResidencePermit;
    let problem = "goes with residence permits only";
    flaws.require(rule.purpose.is_none() || permit, field("purpose"), problem);
    let work = rule.document_kind == DocumentKind::WorkPermit;
    let problem = "goes with work permits only";
    flaws.require(rule.class.is_none() || work, field("work_permit_class"), problem);
    let table = [
        ("shortest_days", rule.shortest_days, MAX_CALENDAR_DAYS),
        ("longest_months", rule.longest_months, MAX_MONTHS),
        ("longest_days", rule.longest_days, MAX_CALENDAR_DAYS),
    ];
    for (name, value, most) in table {
        flaws.require(value <= most, field(name), format!("must be 0 to {most}"));
    }
}

fn obligations(flaws: &mut Flaws, policy: &ExpiryPolicy, catalogue: &Catalogue) {
    let rules = &policy.obligations;
    flaws.require(rules.len() <= MAX_OBLIGATIONS, "obligations", "must have at most 100 entries");
    let mut known = BTreeSet::new();
    for (index, rule) in rules.iter().enumerate() {
        let field = |name: &str| format!("obligations[{index}].{name}");
        let item = rule.service_item_id.as_ref();
        let item = item.is_none_or(|item| catalogue.service_items.contains_key(item));
        flaws.require(item, field("service_item_id"), "must name an item of the catalogue");
        let once = known.insert((rule.event, rule.code.as_str()));
        let problem = "must not repeat the code of another entry of the same event";
        flaws.require(once, field("code"), problem);
        let after = rule.limit.direction() == LimitDirection::After;
        flaws.require(after, field("limit"), "must run after the event");
        let permit = rule.holds == Some(DocumentKind::ResidencePermit);
        let problem = "goes with residence permits only";
        flaws.require(rule.purpose.is_none() || permit, field("purpose"), problem);
        for (name, text) in [("text", &rule.text), ("legal_basis", &rule.legal_basis)] {
            let short = text.chars().count() <= MAX_TEXT_CHARS;
            flaws.require(short, field(name), "must have at most 1 000 characters");
        }
        let of_event = rules.iter().filter(|other| other.event == rule.event).count();
        let problem = "its event must have at most 20 entries";
        flaws.require(of_event <= OPENED_AT_MOST, field("event"), problem);
    }
}
