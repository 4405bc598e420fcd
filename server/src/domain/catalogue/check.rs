//! What a document of the catalogue must be like before it is kept: its own limits, and that what
//! it names exists. It tells every flaw at once and mends none.

mod expiry_policy;
mod hall;
mod notice_policy;
mod referral_policy;
mod supervision;

pub use expiry_policy::{
    MAX_CODE_CHARS, MAX_OBLIGATIONS, MAX_REMINDERS, MAX_RENEWALS, expiry_policy,
};
pub use hall::{closure, hall_session, hours_overlap, opening_hours};
pub use notice_policy::notice_policy;
pub use referral_policy::{MAX_SOURCES, referral_policy};
pub use supervision::{MAX_RULE_CHARS, supervision_policy};

use super::{
    BookingPolicy, CasePolicy, Catalogue, Counter, Department, FeeSchedule, RatingPolicy,
    ServiceItem, Validity, WhitelistPolicy,
};
use crate::domain::{
    fee::{BandEnd, FeeBand, FeeBands, FeeError},
    limit::{Limit, LimitUnit},
};
use chrono::Duration;
use std::fmt::Display;

/// Most tags of ratings.
pub const MAX_TAGS: usize = 50;
/// Longest name of a department, item or counter, in characters.
pub const MAX_NAME_CHARS: usize = 120;
/// Longest name of a session, in characters.
pub const MAX_SESSION_NAME_CHARS: usize = 64;
/// Longest rule, remark or list of duties, in characters.
pub const MAX_TEXT_CHARS: usize = 1_000;
/// Longest word of a vocabulary, such as a category, in characters.
pub const MAX_WORD_CHARS: usize = 32;
/// Most kinds of applicants of an item.
pub const MAX_APPLICANTS: usize = 16;
/// Most materials of an item.
pub const MAX_MATERIALS: usize = 50;
/// Longest name of a material, in characters.
pub const MAX_MATERIAL_CHARS: usize = 200;
/// Most items of a counter or a session.
pub const MAX_ITEMS_SERVED: usize = 500;
/// Most counters of a session.
pub const MAX_SESSION_COUNTERS: usize = 100;
/// Most places of a counter in a slot.
pub const MAX_PLACES: u32 = 100_000;
/// Shortest slot, in minutes.
pub const MIN_SLOT_MINUTES: u32 = 5;
/// Longest slot, in minutes.
pub const MAX_SLOT_MINUTES: u32 = 480;
/// Longest closure, in days.
pub const MAX_CLOSURE_DAYS: i64 = 366;
/// Longest reason of a closure, in characters.
pub const MAX_REASON_CHARS: usize = 200;
/// Highest fee of a band, in yuan.
pub const MAX_FEE_YUAN: u32 = 1_000_000;
/// Longest table of a calendar year, in bytes.
pub const MAX_YEAR_CSV_BYTES: usize = 64 * 1024;
/// The ways an applicant comes in person.
pub const IN_PERSON: [&str; 3] = ["no", "first_time", "required"];

/// What is wrong with a document, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The field, by its public name.
    pub field: String,
    /// What is wrong and how to mend it, in English.
    pub problem: String,
}

/// The flaws found.
#[derive(Debug, Default)]
struct Flaws(Vec<Flaw>);

impl Flaws {
    fn add(&mut self, field: impl Display, problem: impl Display) {
        self.0.push(Flaw { field: field.to_string(), problem: problem.to_string() });
    }

    fn require(&mut self, holds: bool, field: impl Display, problem: impl Display) {
        if !holds {
            self.add(field, problem);
        }
    }

    fn validity(&mut self, validity: &Validity) {
        let ordered = validity.from.zip(validity.to).is_none_or(|(from, to)| from <= to);
        self.require(ordered, "valid_to_date", "must not lie before valid_from_date");
    }
}

/// The flaws of a department.
#[must_use]
pub fn department(department: &Department, catalogue: &Catalogue) -> Vec<Flaw> {
    let mut flaws = Flaws::default();
    flaws.validity(&department.validity);
    if let Some(successor) = &department.successor_id {
        let other = *successor != department.id && catalogue.departments.contains_key(successor);
        flaws.require(other, "successor_id", "must name another department of the catalogue");
    }
    flaws.0
}

/// The flaws of a service item.
#[must_use]
pub fn service_item(item: &ServiceItem, catalogue: &Catalogue) -> Vec<Flaw> {
    let mut flaws = Flaws::default();
    flaws.validity(&item.validity);
    let owned = catalogue.departments.contains_key(&item.department_id);
    flaws.require(owned, "department_id", "must name a department of the catalogue");
    if let Some(successor) = &item.successor_id {
        let other = *successor != item.id && catalogue.service_items.contains_key(successor);
        flaws.require(other, "successor_id", "must name another item of the catalogue");
    }
    let known = IN_PERSON.contains(&item.in_person.as_str());
    flaws.require(known, "in_person", format!("must be one of {}", IN_PERSON.join(", ")));
    if let (Some(promised), Some(statutory)) = (&item.promised_limit, &item.statutory_limit) {
        let problem = "must not be longer than the statutory limit (优化营商环境条例 36)";
        flaws.require(!is_surely_longer(promised, statutory), "promised_limit", problem);
    }
    let promised = item.promised_limit.as_ref().filter(|l| l.unit() == LimitUnit::WorkingDays);
    if let (Some(expedited), Some(promised)) = (item.expedited_working_days, promised) {
        let problem = "must not be longer than the promised limit";
        let shorter = expedited <= promised.amount();
        flaws.require(shorter, "expedited_limit_working_days", problem);
    }
    handling(&mut flaws, item, catalogue);
    flaws.0
}

/// The items that a joint item consists of, and those that are decided before it.
fn handling(flaws: &mut Flaws, item: &ServiceItem, catalogue: &Catalogue) {
    let handling = &item.handling;
    let known = |id: &String| *id != item.id && catalogue.service_items.contains_key(id);
    for (index, child) in handling.children.iter().enumerate() {
        let field = format!("child_service_item_ids[{index}]");
        flaws.require(known(child), &field, "must name another item of the catalogue");
        let nested = catalogue.service_items.get(child);
        let nested = nested.is_some_and(|child| !child.value.handling.children.is_empty());
        flaws.require(!nested, &field, "must not be a joint item itself");
    }
    for (index, first) in handling.decided_after.iter().enumerate() {
        let field = format!("after_service_item_ids[{index}]");
        flaws.require(known(first), &field, "must name another item of the catalogue");
        let back = catalogue.service_items.get(first);
        let back = back.is_some_and(|first| first.value.handling.decided_after.contains(&item.id));
        flaws.require(!back, &field, "must not wait for this item in turn");
    }
}

/// The flaws of the rules of ratings.
#[must_use]
pub fn rating_policy(policy: &RatingPolicy, catalogue: &Catalogue) -> Vec<Flaw> {
    let mut flaws = Flaws::default();
    let table = [
        ("bad_level", policy.bad_level, 1, 4),
        ("contact_working_days", policy.contact_working_days, 1, 60),
        ("rectify_working_days", policy.rectify_working_days, 1, 60),
        ("complex_rectify_working_days", policy.complex_rectify_working_days, 1, 120),
    ];
    for (field, value, least, most) in table {
        let problem = format!("must be {least} to {most}");
        flaws.require((least..=most).contains(&value), field, problem);
    }
    let longer = policy.complex_rectify_working_days >= policy.rectify_working_days;
    let problem = "must not be shorter than rectify_working_days";
    flaws.require(longer, "complex_rectify_working_days", problem);
    flaws.require(policy.tags.len() <= MAX_TAGS, "tags", "must have at most 50 entries");
    let known = catalogue.departments.contains_key(&policy.platform_department_id);
    flaws.require(known, "platform_department_id", "must name a department of the catalogue");
    flaws.0
}

/// The flaws of the rules of the whitelist.
#[must_use]
pub fn whitelist_policy(policy: &WhitelistPolicy, catalogue: &Catalogue) -> Vec<Flaw> {
    let mut flaws = Flaws::default();
    let days = (1..=366).contains(&policy.renewal_opens_days);
    flaws.require(days, "renewal_opens_days", "must be 1 to 366");
    let known = |id: &String| catalogue.departments.contains_key(id);
    let field = "approving_department_id";
    let problem = "must name a department of the catalogue";
    flaws.require(known(&policy.approving_department_id), field, problem);
    let field = "recommending_department_ids";
    let some = (1..=100).contains(&policy.recommending_department_ids.len());
    flaws.require(some, field, "must have 1 to 100 entries");
    for (index, id) in policy.recommending_department_ids.iter().enumerate().take(100) {
        flaws.require(known(id), format!("{field}[{index}]"), problem);
    }
    flaws.0
}

/// The flaws of the rules of cases.
#[must_use]
pub fn case_policy(policy: &CasePolicy) -> Vec<Flaw> {
    let mut flaws = Flaws::default();
    let table = [
        ("notice_working_days", policy.notice_working_days, 1, 60),
        ("supplement_working_days", policy.supplement_working_days, 1, 60),
        ("returns_before_appointment", policy.returns_before_appointment, 1, 20),
        ("expedites_a_day", policy.expedites_a_day, 0, 10_000),
        ("reveals_a_day", policy.reveals_a_day, 0, 10_000),
    ];
    for (field, value, least, most) in table {
        let problem = format!("must be {least} to {most}");
        flaws.require((least..=most).contains(&value), field, problem);
    }
    flaws.0
}

/// True where a limit is longer than another on every day of every calendar. Working days and days
/// of the calendar cannot always be compared: five working days may or may not end within seven
/// days.
#[must_use]
pub fn is_surely_longer(one: &Limit, other: &Limit) -> bool {
    match one.compare_length(other) {
        Some(order) => order.is_gt(),
        None => match (shortest(one), longest(other)) {
            (shortest, Some(longest)) => shortest > longest,
            (_, None) => false,
        },
    }
}

fn shortest(limit: &Limit) -> Duration {
    let amount = i64::from(limit.amount());
    match limit.unit() {
        LimitUnit::WorkingDays | LimitUnit::CalendarDays => Duration::days(amount),
        LimitUnit::Hours => Duration::hours(amount),
        LimitUnit::Minutes => Duration::minutes(amount),
        LimitUnit::Months => Duration::days(28 * amount),
        LimitUnit::Instant => Duration::zero(),
    }
}

/// `None` for working days: nobody knows how many holidays may lie between them.
fn longest(limit: &Limit) -> Option<Duration> {
    let amount = i64::from(limit.amount());
    match limit.unit() {
        LimitUnit::WorkingDays => None,
        LimitUnit::Months => Some(Duration::days(31 * amount)),
        LimitUnit::CalendarDays | LimitUnit::Hours | LimitUnit::Minutes | LimitUnit::Instant => {
            Some(shortest(limit))
        }
    }
}

/// The flaws of a counter.
#[must_use]
pub fn counter(counter: &Counter, catalogue: &Catalogue) -> Vec<Flaw> {
    let mut flaws = Flaws::default();
    flaws.validity(&counter.validity);
    items_exist(&mut flaws, &counter.service_item_ids, catalogue);
    flaws.0
}

fn items_exist(flaws: &mut Flaws, items: &[String], catalogue: &Catalogue) {
    for (index, item) in items.iter().enumerate() {
        let known = catalogue.service_items.contains_key(item);
        let field = format!("service_item_ids[{index}]");
        flaws.require(known, field, "must name an item of the catalogue");
    }
}

/// The flaws of the booking rules.
#[must_use]
pub fn booking_policy(policy: &BookingPolicy) -> Vec<Flaw> {
    let mut flaws = Flaws::default();
    let table = [
        ("min_days_ahead", policy.min_days_ahead, 0, 90),
        ("open_working_days", policy.open_working_days, 1, 250),
        ("cancel_minutes_before", policy.cancel_minutes_before, 0, 10_080),
        ("no_show_limit", policy.no_show_limit, 1, 31),
        ("no_show_block_days", policy.no_show_block_days, 0, 366),
        ("hold_minutes", policy.hold_minutes, 1, 60),
        ("max_holds", policy.max_holds, 1, 10_000),
        ("agent_return_minutes", policy.agent_return_minutes, 0, 1_440),
        ("walk_in_release_minutes", policy.walk_in_release_minutes, 0, 1_440),
    ];
    for (field, value, least, most) in table {
        let problem = format!("must be {least} to {most}");
        flaws.require((least..=most).contains(&value), field, problem);
    }
    flaws.0
}

/// The fee table in the form fees are computed from.
///
/// # Errors
/// Where the bands leave a gap, overlap or have no end.
pub fn fee_bands(schedule: &FeeSchedule) -> Result<FeeBands, FeeError> {
    let next = schedule.bands.iter().skip(1).map(|band| BandEnd::Below(band.from_months));
    let ends = next.chain([BandEnd::Through(schedule.max_months)]);
    let bands = schedule.bands.iter().zip(ends).map(|(band, end)| FeeBand {
        min_months: band.from_months,
        end,
        fee_yuan: band.fee_yuan,
    });
    FeeBands::new(bands.collect())
}

/// The flaws of the fee table.
#[must_use]
pub fn fee_schedule(schedule: &FeeSchedule) -> Vec<Flaw> {
    let mut flaws = Flaws::default();
    for (index, band) in schedule.bands.iter().enumerate() {
        let field = format!("bands[{index}].fee_yuan");
        let problem = format!("must be 0 to {MAX_FEE_YUAN}");
        flaws.require(band.fee_yuan <= MAX_FEE_YUAN, field, problem);
    }
    match fee_bands(schedule) {
        Ok(_) => {}
        Err(FeeError::Band(index)) => flaws.add(
            format!("bands[{index}].from_months"),
            "the first band begins at 0, each next one later, the last before max_months",
        ),
        Err(
            FeeError::BandCount
            | FeeError::EndBeforeStart
            | FeeError::NoBand
            | FeeError::DateOverflow,
        ) => flaws.add("bands", "must have 1 to 50 bands"),
    }
    flaws.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::limit::{LimitDirection, LimitKind};

    #[test]
    fn a_promise_is_refused_only_where_it_is_longer_on_every_calendar() {
        use LimitUnit::{CalendarDays, Hours, Instant, Months, WorkingDays};
        let table = [
            ((15, WorkingDays), (15, WorkingDays), false),
            ((16, WorkingDays), (15, WorkingDays), true),
            ((20, WorkingDays), (30, CalendarDays), false),
            ((31, WorkingDays), (30, CalendarDays), true),
            ((30, CalendarDays), (5, WorkingDays), false),
            ((25, Hours), (1, CalendarDays), true),
            ((1, Hours), (0, Instant), true),
            ((0, Instant), (1, Hours), false),
            ((180, CalendarDays), (6, Months), false),
            ((187, CalendarDays), (6, Months), true),
        ];
        for ((promised, unit), (statutory, other), longer) in table {
            let promised =
                Limit::new(promised, unit, LimitDirection::After, LimitKind::Promised).unwrap();
            let statutory =
                Limit::new(statutory, other, LimitDirection::After, LimitKind::Statutory).unwrap();
            assert_eq!(is_surely_longer(&promised, &statutory), longer, "{promised:?}");
        }
    }
}
