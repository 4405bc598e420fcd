//! Slots, computed from the catalogue and never stored: a session runs on its weekdays where
//! they are working days, on weekend days that are worked where it says so, and on its exceptions;
//! a closure takes whole slots or some of their counters away.

use super::{
    calendar::Day,
    catalogue::{Catalogue, ChannelQuota, Closure, HallSession},
    id::{self, HallSessionId},
    zone,
};
use chrono::{DateTime, Datelike as _, Duration, NaiveDate, TimeZone as _, Utc, Weekday};
use std::{collections::BTreeSet, sync::Arc};
use uuid::Uuid;

/// The prefix of a slot's id.
const PREFIX: &str = "slot_";

/// Which slot: its session and when it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SlotKey {
    /// When it begins, on a whole minute.
    pub start: DateTime<Utc>,
    /// Its session.
    pub hall_session_id: HallSessionId,
}

impl SlotKey {
    /// The outside form: session and minute, so that a slot needs no row of its own.
    #[must_use]
    pub fn text(&self) -> String {
        let mut bytes = self.hall_session_id.0.as_bytes().to_vec();
        let minutes = u32::try_from(self.start.timestamp() / 60).unwrap_or(0);
        bytes.extend(minutes.to_be_bytes());
        format!("{PREFIX}{}", id::base32(&bytes))
    }

    /// Reads the outside form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = id::from_base32(text.strip_prefix(PREFIX)?)?;
        let (session, minutes) = bytes.split_at_checked(16)?;
        let minutes = u32::from_be_bytes(minutes.try_into().ok()?);
        let start = Utc.timestamp_opt(i64::from(minutes) * 60, 0).single()?;
        Some(Self { start, hall_session_id: HallSessionId(Uuid::from_slice(session).ok()?) })
    }

    /// Its local date.
    #[must_use]
    pub fn date(&self) -> NaiveDate {
        zone::local_date(self.start)
    }
}

/// A counter in a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CounterPlan {
    /// The counter.
    pub counter_id: String,
    /// The items it serves here.
    pub service_item_ids: BTreeSet<String>,
    /// Its places.
    pub places: u32,
}

/// A slot as it is planned, without what is sold of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotPlan {
    /// Which slot.
    pub key: SlotKey,
    /// When it ends.
    pub end: DateTime<Utc>,
    /// Its counters, which the slots of a session and day share.
    pub counters: Arc<[CounterPlan]>,
    /// The booked channel's share.
    pub booked: ChannelQuota,
    /// The walk-in channel's share.
    pub walk_in: ChannelQuota,
    /// The third-party channel's share.
    pub third_party: ChannelQuota,
    /// Series letter of its tickets.
    pub ticket_series: String,
}

impl SlotPlan {
    /// The slot without a counter: not offered, though it may still give places back.
    #[must_use]
    pub fn closed(&self) -> Self {
        Self { counters: Arc::default(), ..self.clone() }
    }

    /// All places, of all channels.
    #[must_use]
    pub fn places(&self) -> u32 {
        self.counters.iter().map(|counter| counter.places).sum()
    }
}

/// The slots of a day, by time, then session. A day of an unpublished year has none.
#[must_use]
pub fn slots_on(catalogue: &Catalogue, day: NaiveDate) -> Vec<SlotPlan> {
    let sessions = catalogue.hall_sessions.values().map(|entry| &entry.value);
    let mut slots: Vec<_> = sessions.flat_map(|s| slots_of(catalogue, s, day)).collect();
    slots.sort_by_key(|slot| slot.key);
    slots
}

/// A slot by its key, where it is offered.
#[must_use]
pub fn find(catalogue: &Catalogue, key: SlotKey) -> Option<SlotPlan> {
    let session = &catalogue.hall_sessions.get(&key.hall_session_id.0)?.value;
    slots_of(catalogue, session, key.date()).into_iter().find(|slot| slot.key == key)
}

/// A slot by its key among the slots of its day, where it is offered.
#[must_use]
pub fn find_among(slots: &[SlotPlan], key: SlotKey) -> Option<&SlotPlan> {
    slots.binary_search_by_key(&key, |slot| slot.key).ok().map(|index| &slots[index])
}

/// The slots of a session on a day.
fn slots_of(catalogue: &Catalogue, session: &HallSession, day: NaiveDate) -> Vec<SlotPlan> {
    let Some(places) = places_on(catalogue, session, day) else { return Vec::new() };
    let counters = counters_of(catalogue, session, day, places);
    let length = Duration::minutes(i64::from(session.slot_minutes.max(1)));
    let mut start = zone::from_local(day.and_time(session.start));
    let end = zone::from_local(day.and_time(session.end));
    let mut slots = Vec::new();
    while start + length <= end {
        let key = SlotKey { start, hall_session_id: session.id() };
        let open = open_counters(catalogue, &key, start + length, &counters);
        if !open.is_empty() {
            slots.push(SlotPlan {
                key,
                end: start + length,
                counters: open,
                booked: session.booked_quota,
                walk_in: session.walk_in_quota,
                third_party: session.third_party_quota,
                ticket_series: session.ticket_series.clone(),
            });
        }
        start += length;
    }
    slots
}

/// Places of each counter on a day; `None` where the session does not run.
fn places_on(catalogue: &Catalogue, session: &HallSession, day: NaiveDate) -> Option<u32> {
    if !session.validity.holds_on(day) {
        return None;
    }
    if let Some(places) = session.exceptions.get(&day) {
        return Some(*places);
    }
    let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let runs = match catalogue.calendar.describe(day).ok()? {
        Day::Working => session.weekdays.contains(&day.weekday()),
        Day::AdjustedWorkday(_) => {
            session.weekdays.contains(&day.weekday()) || (weekend && session.runs_on_workdays)
        }
        Day::Weekend | Day::Holiday(_) => false,
    };
    runs.then_some(session.places_per_counter)
}

fn counters_of(
    catalogue: &Catalogue,
    session: &HallSession,
    day: NaiveDate,
    places: u32,
) -> Arc<[CounterPlan]> {
    let wanted = |item: &String| {
        (session.service_item_ids.is_empty() || session.service_item_ids.contains(item))
            && catalogue.item_on(item, day).is_some()
    };
    let counters = session.counter_ids.iter().filter_map(|id| catalogue.counters.get(id));
    let counters = counters.map(|entry| &entry.value).filter(|c| c.validity.holds_on(day));
    counters
        .map(|counter| CounterPlan {
            counter_id: counter.id.clone(),
            service_item_ids: counter
                .service_item_ids
                .iter()
                .filter(|i| wanted(i))
                .cloned()
                .collect(),
            places,
        })
        .collect()
}

/// The counters that no closure takes away from a slot.
fn open_counters(
    catalogue: &Catalogue,
    key: &SlotKey,
    end: DateTime<Utc>,
    counters: &Arc<[CounterPlan]>,
) -> Arc<[CounterPlan]> {
    let closures = catalogue.closures.values().map(|entry| &entry.value);
    let touching: Vec<&Closure> = closures
        .filter(|c| c.ended_at.is_none() && c.start < end && key.start < c.end)
        .filter(|c| c.hall_session_id.is_none_or(|session| session == key.hall_session_id.0))
        .collect();
    if touching.is_empty() {
        return Arc::clone(counters);
    }
    let closed = |counter: &CounterPlan| {
        touching.iter().any(|c| c.counter_id.as_ref().is_none_or(|id| *id == counter.counter_id))
    };
    counters.iter().filter(|counter| !closed(counter)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_id_reads_back_and_a_mangled_one_does_not() {
        let start = Utc.with_ymd_and_hms(2023, 9, 28, 1, 0, 0).unwrap();
        let key = SlotKey { start, hall_session_id: HallSessionId(Uuid::from_u128(42)) };
        assert_eq!(key.text().len(), PREFIX.len() + 32);
        assert_eq!(SlotKey::parse(&key.text()), Some(key));
        assert_eq!(SlotKey::parse(&key.text()[..20]), None);
        assert_eq!(SlotKey::parse("slot_"), None);
    }
}
