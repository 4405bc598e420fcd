//! The booking rules of the hall as far as they do not ask for free places: how far
//! ahead, how near, once a person, item and day, and the block after missed appointments. Each rule
//! is asked, so that a refusal names all that refuse.

use super::{
    admission::{ItemSet, WalkInOpen},
    appointment::Channel,
    calendar::bookable_days,
    caller::Scope,
    catalogue::{BookingPolicy, Catalogue},
    refusal::Refusal,
    slot::{SlotKey, SlotPlan},
};
use chrono::{DateTime, Datelike as _, Duration, NaiveDate, Utc};

/// The days on which a channel may be booked, as they are at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingWindow {
    today: NaiveDate,
    open_days: Vec<NaiveDate>,
    min_days_ahead: u32,
    missing_year: Option<i32>,
}

impl BookingWindow {
    /// The window of today.
    #[must_use]
    pub fn of(catalogue: &Catalogue, policy: &BookingPolicy, today: NaiveDate) -> Self {
        let (open, ahead) = (policy.open_working_days, policy.min_days_ahead);
        let days = bookable_days(today, open, ahead, &catalogue.calendar);
        Self {
            today,
            open_days: days.days,
            min_days_ahead: policy.min_days_ahead,
            missing_year: days.missing_year,
        }
    }

    /// The last open day.
    #[must_use]
    pub fn last_open_date(&self) -> Option<NaiveDate> {
        self.open_days.last().copied()
    }

    /// Every rule of the window that refuses a day. A day inside the window on which a session runs
    /// by exception may be booked like the working days around it.
    #[must_use]
    pub fn refusals(&self, channel: Channel, day: NaiveDate) -> Vec<Refusal> {
        match channel {
            Channel::WalkIn if day != self.today => vec![Refusal::WalkInTodayOnly],
            Channel::WalkIn => Vec::new(),
            Channel::Booked | Channel::ThirdParty => self.refusals_ahead(day),
        }
    }

    fn refusals_ahead(&self, day: NaiveDate) -> Vec<Refusal> {
        let ahead = Duration::days(i64::from(self.min_days_ahead));
        if day < self.today + ahead {
            return vec![Refusal::BookedTooLate { min_days_ahead: self.min_days_ahead }];
        }
        let last_open_date = self.last_open_date();
        if last_open_date.is_some_and(|last| day <= last) {
            return Vec::new();
        }
        let mut refusals = vec![Refusal::BeyondBookingWindow { last_open_date }];
        if let Some(year) = self.missing_year.filter(|year| day.year() >= *year) {
            refusals.push(Refusal::CalendarNotPublished { year });
        }
        refusals
    }
}

/// What is known of a person's other appointments.
#[derive(Clone, Debug, Default)]
pub struct PersonFacts {
    /// Items and days that count against one a day.
    pub taken: Vec<(NaiveDate, ItemSet)>,
    /// Days of missed appointments, from two calendar months back.
    pub no_shows: Vec<NaiveDate>,
}

/// How far back missed appointments still matter on a day.
#[must_use]
pub fn no_shows_matter_from(policy: &BookingPolicy, today: NaiveDate) -> NaiveDate {
    let block = Duration::days(i64::from(policy.no_show_block_days) + 1);
    let earliest = today - block;
    earliest.with_day(1).unwrap_or(earliest)
}

/// The last day of the block that missed appointments bring, where one stands on a day. As many
/// no-shows as the limit in one calendar month block from the day after the last of them.
#[must_use]
pub fn blocked_until(
    policy: &BookingPolicy,
    no_shows: &[NaiveDate],
    today: NaiveDate,
) -> Option<NaiveDate> {
    let limit = usize::try_from(policy.no_show_limit.max(1)).unwrap_or(usize::MAX);
    let mut days = no_shows.to_vec();
    days.sort_unstable();
    let blocks = days.windows(limit).filter_map(|window| {
        let (first, last) = (window.first()?, window.last()?);
        let same_month = (first.year(), first.month()) == (last.year(), last.month());
        same_month.then(|| *last + Duration::days(i64::from(policy.no_show_block_days)))
    });
    blocks.filter(|until| *until >= today).max()
}

/// Every rule about the person that refuses.
#[must_use]
pub fn person_refusals(
    policy: &BookingPolicy,
    facts: &PersonFacts,
    request: &BookingRequest<'_>,
    today: NaiveDate,
) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let date = request.slot.date();
    for item in request.items.iter() {
        let taken = |(day, items): &(NaiveDate, ItemSet)| *day == date && items.has(item);
        if facts.taken.iter().any(taken) {
            let service_item_id = item.to_owned();
            refusals.push(Refusal::DuplicateBooking { service_item_id, date });
        }
    }
    let online = matches!(request.channel, Channel::Booked | Channel::ThirdParty);
    if let Some(until) = blocked_until(policy, &facts.no_shows, today).filter(|_| online) {
        refusals.push(Refusal::NoShowBlock { blocked_until: until });
    }
    refusals
}

/// What is asked for, as far as rules look at it.
#[derive(Clone, Copy, Debug)]
pub struct BookingRequest<'a> {
    /// The slot.
    pub slot: SlotKey,
    /// The channel.
    pub channel: Channel,
    /// The items.
    pub items: &'a ItemSet,
}

/// Every rule about items, day and slot that refuses, before free places are asked for.
#[must_use]
pub fn request_refusals(
    catalogue: &Catalogue,
    window: &BookingWindow,
    plan: Option<&SlotPlan>,
    request: &BookingRequest<'_>,
    scope: &Scope,
    now: DateTime<Utc>,
) -> Vec<Refusal> {
    let day = request.slot.date();
    let mut refusals = item_refusals(catalogue, request.items, day, scope);
    match plan {
        None => refusals.push(Refusal::SlotNotOffered),
        Some(plan) if is_past(plan, request.channel, now) => refusals.push(Refusal::SlotPast),
        Some(_) => {}
    }
    refusals.extend(window.refusals(request.channel, day));
    refusals
}

/// Every rule about the items that refuses.
#[must_use]
pub fn item_refusals(
    catalogue: &Catalogue,
    items: &ItemSet,
    day: NaiveDate,
    scope: &Scope,
) -> Vec<Refusal> {
    let refuse = |item: &str| {
        let service_item_id = item.to_owned();
        match catalogue.item_on(item, day) {
            None => Some(Refusal::ItemNotInForce { service_item_id }),
            Some(found) if !scope.sees(std::iter::once(found.department_id.as_str())) => {
                Some(Refusal::DepartmentNotResponsible { service_item_id })
            }
            Some(_) => None,
        }
    };
    items.iter().filter_map(refuse).collect()
}

/// A booked slot is past once it begins, a walk-in's once it ends.
fn is_past(plan: &SlotPlan, channel: Channel, now: DateTime<Utc>) -> bool {
    match channel {
        Channel::WalkIn => plan.end <= now,
        Channel::Booked | Channel::ThirdParty => plan.key.start <= now,
    }
}

/// Whether the other channels' unsold places of a slot are free for walk-ins.
#[must_use]
pub fn walk_in_open(policy: &BookingPolicy, slot: SlotKey, now: DateTime<Utc>) -> WalkInOpen {
    let before = Duration::minutes(i64::from(policy.walk_in_release_minutes));
    if slot.start - before <= now { WalkInOpen::Yes } else { WalkInOpen::No }
}

/// The last instant at which an appointment of a slot may be cancelled or moved.
#[must_use]
pub fn cancel_cutoff(policy: &BookingPolicy, slot: SlotKey) -> DateTime<Utc> {
    slot.start - Duration::minutes(i64::from(policy.cancel_minutes_before))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn two_no_shows_in_a_month_block_for_thirty_days_from_the_next() {
        let policy = BookingPolicy::default();
        let missed = [day("2023-09-04"), day("2023-09-20")];
        let last = day("2023-10-20");
        assert_eq!(blocked_until(&policy, &missed, day("2023-09-21")), Some(last));
        assert_eq!(blocked_until(&policy, &missed, last), Some(last));
        assert_eq!(blocked_until(&policy, &missed, day("2023-10-21")), None);
        assert_eq!(blocked_until(&policy, &missed[..1], day("2023-09-21")), None);
        let across = [day("2023-09-30"), day("2023-10-08")];
        assert_eq!(blocked_until(&policy, &across, day("2023-10-09")), None);
        assert!(no_shows_matter_from(&policy, last) <= missed[0]);
    }
}
