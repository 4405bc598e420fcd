//! The ladder of supervision: each rung once, in order, none before the one above it.

use super::{Flaw, Flaws};
use crate::domain::{catalogue::SupervisionPolicy, supervision::Rung};

/// Longest rule of a rung, in characters.
pub const MAX_RULE_CHARS: usize = 200;
/// Most working days before or after the due date, and of a new limit.
const MAX_WORKING_DAYS: u32 = 60;
/// Most points of a card.
const MAX_POINTS: u32 = 100;

/// The flaws of the ladder of supervision.
#[must_use]
pub fn supervision_policy(policy: &SupervisionPolicy) -> Vec<Flaw> {
    let mut flaws = Flaws::default();
    let rungs = &policy.rungs;
    let some = (1..=Rung::OF_LADDER.len()).contains(&rungs.len());
    flaws.require(some, "rungs", "must have 1 to 4 entries");
    for (index, row) in rungs.iter().enumerate() {
        let field = |name: &str| format!("rungs[{index}].{name}");
        let above = index.checked_sub(1).and_then(|place| rungs.get(place));
        let ordered = above.is_none_or(|above| above.rung < row.rung);
        let problem = "must be one of REMINDER, YELLOW_CARD, RED_CARD, ESCALATION, each once, in \
                       this order";
        flaws.require(ordered && row.rung != Rung::LegalAlert, field("rung"), problem);
        let days = row.working_days;
        let later = above.is_none_or(|above| above.working_days <= days);
        let within = days.unsigned_abs() <= MAX_WORKING_DAYS;
        let problem = "must be -60 to 60 and not less than that of the rung before";
        flaws.require(later && within, field("working_days"), problem);
        let within = row.rectification_working_days <= MAX_WORKING_DAYS;
        flaws.require(within, field("rectification_working_days"), "must be 0 to 60");
        flaws.require(row.points <= MAX_POINTS, field("points"), "must be 0 to 100");
        let chars = row.rule.chars().count();
        let problem = "must have 1 to 200 characters";
        flaws.require((1..=MAX_RULE_CHARS).contains(&chars), field("rule"), problem);
    }
    flaws.0
}
