//! A session of the hall out of its message, and which of its fields an update may change.

use crate::{
    api::{
        directory::convert::{count, weekdays},
        fields::{Fields, date, etag, time_of_day},
        resource::{Base, Paths, Resource, paths},
    },
    domain::{
        catalogue::{
            ChannelQuota, HallSession,
            check::{
                MAX_ITEMS_SERVED, MAX_PLACES, MAX_SESSION_COUNTERS, MAX_SESSION_NAME_CHARS,
                MAX_SLOT_MINUTES, MIN_SLOT_MINUTES,
            },
        },
        id::{HallSessionId, Id as _},
    },
};
use frsc_proto::admin;
use std::collections::BTreeMap;

impl Resource for HallSession {
    type Message = admin::HallSession;
    const PATHS: Paths<admin::HallSession> = paths!(
        name_zh,
        name_en,
        weekdays,
        runs_on_workdays,
        start_time,
        end_time,
        slot_minutes,
        counter_ids,
        service_item_ids,
        places_per_counter,
        booked_quota,
        walk_in_quota,
        third_party_quota,
        ticket_series,
        valid_from_date,
        valid_to_date,
    );

    fn encode(&self, version: i64) -> admin::HallSession {
        let exceptions = self.exceptions.iter().map(|(day, places)| admin::HallSessionException {
            exception_date: Some(date(*day)),
            places_per_counter: count(*places),
        });
        admin::HallSession {
            hall_session_id: self.id().text(),
            name_zh: self.name_zh.clone(),
            name_en: self.name_en.clone(),
            weekdays: weekdays(&self.weekdays),
            runs_on_workdays: self.runs_on_workdays,
            start_time: Some(time_of_day(self.start)),
            end_time: Some(time_of_day(self.end)),
            slot_minutes: count(self.slot_minutes),
            counter_ids: self.counter_ids.clone(),
            service_item_ids: self.service_item_ids.clone(),
            places_per_counter: count(self.places_per_counter),
            booked_quota: Some(quota_message(self.booked_quota)),
            walk_in_quota: Some(quota_message(self.walk_in_quota)),
            third_party_quota: Some(quota_message(self.third_party_quota)),
            ticket_series: self.ticket_series.clone(),
            valid_from_date: self.validity.from.map(date),
            valid_to_date: self.validity.to.map(date),
            exceptions: exceptions.collect(),
            etag: etag(version),
        }
    }

    fn decode(fields: &mut Fields, message: &admin::HallSession, base: &Base<'_, Self>) -> Self {
        let f = |name: &str| format!("hall_session.{name}");
        let (counters, items) = (&message.counter_ids, &message.service_item_ids);
        fields.codes(&f("counter_ids"), counters, 1, MAX_SESSION_COUNTERS);
        fields.codes(&f("service_item_ids"), items, 0, MAX_ITEMS_SERVED);
        let mut name =
            |name: &str, value: &str| fields.text(&f(name), value, 1, MAX_SESSION_NAME_CHARS);
        let (name_zh, name_en) =
            (name("name_zh", &message.name_zh), name("name_en", &message.name_en));
        let (from, to) = (message.valid_from_date, message.valid_to_date);
        let (minutes, places) = (message.slot_minutes, message.places_per_counter);
        let (least, most) = (MIN_SLOT_MINUTES, MAX_SLOT_MINUTES);
        Self {
            id: match base {
                Base::New(id) => *id,
                Base::Old(old) => old.id,
            },
            name_zh,
            name_en,
            weekdays: fields.weekdays(&f("weekdays"), &message.weekdays),
            runs_on_workdays: message.runs_on_workdays,
            start: fields.time_of_day(&f("start_time"), message.start_time),
            end: fields.time_of_day(&f("end_time"), message.end_time),
            slot_minutes: fields.number(&f("slot_minutes"), minutes, least, most),
            counter_ids: counters.clone(),
            service_item_ids: items.clone(),
            places_per_counter: fields.number(&f("places_per_counter"), places, 1, MAX_PLACES),
            booked_quota: quota(fields, &f("booked_quota"), message.booked_quota),
            walk_in_quota: quota(fields, &f("walk_in_quota"), message.walk_in_quota),
            third_party_quota: quota(fields, &f("third_party_quota"), message.third_party_quota),
            ticket_series: series(fields, &f("ticket_series"), &message.ticket_series),
            validity: fields.validity("hall_session", from, to),
            // Exceptions have a method of their own.
            exceptions: match base {
                Base::New(_) => BTreeMap::new(),
                Base::Old(old) => old.exceptions.clone(),
            },
        }
    }

    fn key(fields: &mut Fields, message: &admin::HallSession) -> (String, i64) {
        let field = "hall_session.hall_session_id";
        let id: Option<HallSessionId> = fields.id(field, &message.hall_session_id);
        let id = id.map(|id| id.0.to_string()).unwrap_or_default();
        (id, fields.etag("hall_session.etag", &message.etag))
    }
}

fn quota_message(quota: ChannelQuota) -> admin::ChannelQuota {
    admin::ChannelQuota { floor: count(quota.floor), ceiling: count(quota.ceiling) }
}

/// A channel without a quota has no floor and no limit of its own.
fn quota(fields: &mut Fields, field: &str, message: Option<admin::ChannelQuota>) -> ChannelQuota {
    let message = message.unwrap_or_default();
    let most = u32::try_from(i32::MAX).unwrap_or(0);
    ChannelQuota {
        floor: fields.number(&format!("{field}.floor"), message.floor, 0, most),
        ceiling: fields.number(&format!("{field}.ceiling"), message.ceiling, 0, most),
    }
}

fn series(fields: &mut Fields, field: &str, value: &str) -> String {
    if !matches!(value.as_bytes(), [b'A'..=b'Z']) {
        fields.fault(field, "must be one letter, A to Z");
    }
    value.to_owned()
}
