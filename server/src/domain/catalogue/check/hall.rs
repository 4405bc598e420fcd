//! The hall's documents: opening hours, sessions and closures, each with its own limits and the
//! rest it names.

use super::{Flaw, Flaws, MAX_CLOSURE_DAYS, MAX_SLOT_MINUTES, MIN_SLOT_MINUTES, items_exist};
use crate::domain::catalogue::{Catalogue, ChannelQuota, Closure, HallSession, OpeningHours};
use chrono::{Duration, NaiveTime, Timelike as _};

/// The flaws of a stretch of opening hours.
#[must_use]
pub fn opening_hours(hours: &OpeningHours) -> Vec<Flaw> {
    let mut flaws = Flaws::default();
    flaws.validity(&hours.validity);
    flaws.require(hours.open < hours.close, "close_time", "must be after open_time");
    let some_day = !hours.weekdays.is_empty() || hours.open_on_workdays;
    flaws.require(some_day, "weekdays", "name a weekday, or set open_on_workdays");
    flaws.0
}

/// True where two stretches of opening hours share some time of some day.
#[must_use]
pub fn hours_overlap(one: &OpeningHours, other: &OpeningHours) -> bool {
    let same_day = one.weekdays.iter().any(|day| other.weekdays.contains(day))
        || (one.open_on_workdays && other.open_on_workdays);
    same_day
        && one.open < other.close
        && other.open < one.close
        && one.validity.meets(&other.validity)
}

/// The flaws of a session of the hall.
#[must_use]
pub fn hall_session(session: &HallSession, catalogue: &Catalogue) -> Vec<Flaw> {
    let mut flaws = Flaws::default();
    flaws.validity(&session.validity);
    let some_day = !session.weekdays.is_empty() || session.runs_on_workdays;
    flaws.require(some_day, "weekdays", "name a weekday, or set runs_on_workdays");
    flaws.require(session.start < session.end, "end_time", "must be after start_time");
    let seconds = |time: NaiveTime| i64::from(time.num_seconds_from_midnight());
    let minutes = (seconds(session.end) - seconds(session.start)) / 60;
    let allowed = (MIN_SLOT_MINUTES..=MAX_SLOT_MINUTES).contains(&session.slot_minutes);
    let divides = allowed && minutes % i64::from(session.slot_minutes) == 0;
    let problem = "must be 5 to 480 and divide the session into whole slots";
    flaws.require(divides, "slot_minutes", problem);
    for (index, counter) in session.counter_ids.iter().enumerate() {
        let known = catalogue.counters.contains_key(counter);
        let field = format!("counter_ids[{index}]");
        flaws.require(known, &field, "must name a counter of the catalogue");
        let elsewhere = sessions_at_the_same_time(session, catalogue)
            .any(|other| other.counter_ids.contains(counter));
        let problem = "works in another session at the same time: its places would count twice";
        flaws.require(!elsewhere, field, problem);
    }
    items_exist(&mut flaws, &session.service_item_ids, catalogue);
    let counters = u32::try_from(session.counter_ids.len()).unwrap_or(u32::MAX);
    let places = session.places_per_counter.saturating_mul(counters);
    let quotas = [
        ("booked_quota", &session.booked_quota),
        ("walk_in_quota", &session.walk_in_quota),
        ("third_party_quota", &session.third_party_quota),
    ];
    for (name, quota) in quotas {
        flaws.quota(name, quota, places);
    }
    let floors = quotas.iter().fold(0_u32, |sum, (_, quota)| sum.saturating_add(quota.floor));
    let problem = format!("the floors together must be at most the {places} places of a slot");
    flaws.require(floors <= places, "booked_quota.floor", problem);
    flaws.0
}

/// The other sessions of which some day and time is also this one's.
fn sessions_at_the_same_time<'a>(
    session: &'a HallSession,
    catalogue: &'a Catalogue,
) -> impl Iterator<Item = &'a HallSession> {
    let others = catalogue.hall_sessions.values().map(|entry| &entry.value);
    let others = others.filter(move |other| other.id != session.id);
    others.filter(move |other| {
        let day = other.weekdays.iter().any(|day| session.weekdays.contains(day))
            || (other.runs_on_workdays && session.runs_on_workdays)
            || other.exceptions.keys().any(|day| session.exceptions.contains_key(day));
        let time = other.start < session.end && session.start < other.end;
        day && time && other.validity.meets(&session.validity)
    })
}

/// The flaws of a closure.
#[must_use]
pub fn closure(closure: &Closure, catalogue: &Catalogue) -> Vec<Flaw> {
    let mut flaws = Flaws::default();
    let long = closure.end - closure.start > Duration::days(MAX_CLOSURE_DAYS);
    flaws.require(closure.start < closure.end, "end_time", "must be after start_time");
    flaws.require(!long, "end_time", "must be at most 366 days after start_time");
    if let Some(session) = &closure.hall_session_id {
        let known = catalogue.hall_sessions.contains_key(session);
        flaws.require(known, "hall_session_id", "must name a session of the hall");
    }
    if let Some(counter) = &closure.counter_id {
        let known = catalogue.counters.contains_key(counter);
        flaws.require(known, "counter_id", "must name a counter of the catalogue");
    }
    flaws.0
}

impl Flaws {
    fn quota(&mut self, name: &str, quota: &ChannelQuota, places: u32) {
        let fits = quota.ceiling == 0 || quota.floor <= quota.ceiling;
        self.require(fits, format!("{name}.ceiling"), "must be 0 or at least the floor");
        let problem = format!("must be at most the {places} places of a slot");
        self.require(quota.floor <= places, format!("{name}.floor"), problem);
    }
}
