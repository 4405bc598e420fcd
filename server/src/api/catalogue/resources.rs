//! The catalogue's documents out of their messages, and which of their fields an update may change.

mod expiry_policy;
mod notice_policy;
mod referral_policy;
mod service_item;
mod supervision_policy;

use crate::{
    api::{
        directory::convert::{self, count},
        fields::{Fields, etag},
        resource::{Base, Paths, Resource, paths},
    },
    domain::{
        catalogue::{
            BookingPolicy, CasePolicy, Counter, Department, FeeSchedule, FeeScheduleBand,
            OpeningHours, Presence, RatingPolicy, WhitelistPolicy,
            check::{MAX_ITEMS_SERVED, MAX_TAGS, MAX_TEXT_CHARS},
        },
        fee::MAX_FEE_BANDS,
        id::OpeningHoursId,
        limit::MAX_MONTHS,
    },
};
use frsc_proto::{admin, v1};

/// Highest place of a department in the published order.
const MAX_SEQUENCE: u32 = 100_000;

impl Resource for Department {
    type Message = v1::Department;
    const PATHS: Paths<v1::Department> = paths!(
        sequence,
        name_zh,
        name_en,
        presence,
        duties,
        note,
        valid_from_date,
        valid_to_date,
        successor_id,
    );

    fn encode(&self, version: i64) -> v1::Department {
        convert::department(self, version)
    }

    fn decode(fields: &mut Fields, message: &v1::Department, base: &Base<'_, Self>) -> Self {
        let (name_zh, name_en) = fields.names("department", &message.name_zh, &message.name_en);
        let presence = match fields.choice("department.presence", message.presence) {
            Some(v1::Presence::ByAppointment) => Presence::ByAppointment,
            Some(v1::Presence::ThirdParty) => Presence::ThirdParty,
            // Without a choice the fault is noted and the document is not used.
            Some(v1::Presence::Standing | v1::Presence::Unspecified) | None => Presence::Standing,
        };
        let (from, to) = (message.valid_from_date, message.valid_to_date);
        let sequence = fields.number("department.sequence", message.sequence, 0, MAX_SEQUENCE);
        Self {
            id: match base {
                Base::New(_) => department_id(fields, message),
                Base::Old(old) => old.id.clone(),
            },
            sequence: count(sequence),
            name_zh,
            name_en,
            presence,
            duties: fields.text("department.duties", &message.duties, 0, MAX_TEXT_CHARS),
            note: fields.text("department.note", &message.note, 0, MAX_TEXT_CHARS),
            validity: fields.validity("department", from, to),
            successor_id: fields.optional_code("department.successor_id", &message.successor_id),
        }
    }

    fn key(fields: &mut Fields, message: &v1::Department) -> (String, i64) {
        (department_id(fields, message), fields.etag("department.etag", &message.etag))
    }
}

fn department_id(fields: &mut Fields, message: &v1::Department) -> String {
    fields.short_code("department.department_id", &message.department_id, 2, 16)
}

impl Resource for Counter {
    type Message = v1::Counter;
    const PATHS: Paths<v1::Counter> =
        paths!(name_zh, name_en, service_item_ids, valid_from_date, valid_to_date);

    fn encode(&self, version: i64) -> v1::Counter {
        convert::counter(self, version)
    }

    fn decode(fields: &mut Fields, message: &v1::Counter, base: &Base<'_, Self>) -> Self {
        let (name_zh, name_en) = fields.names("counter", &message.name_zh, &message.name_en);
        let items = &message.service_item_ids;
        fields.codes("counter.service_item_ids", items, 0, MAX_ITEMS_SERVED);
        let (from, to) = (message.valid_from_date, message.valid_to_date);
        Self {
            id: match base {
                Base::New(_) => counter_id(fields, message),
                Base::Old(old) => old.id.clone(),
            },
            name_zh,
            name_en,
            service_item_ids: items.clone(),
            validity: fields.validity("counter", from, to),
        }
    }

    fn key(fields: &mut Fields, message: &v1::Counter) -> (String, i64) {
        (counter_id(fields, message), fields.etag("counter.etag", &message.etag))
    }
}

fn counter_id(fields: &mut Fields, message: &v1::Counter) -> String {
    fields.short_code("counter.counter_id", &message.counter_id, 1, 16)
}

impl Resource for OpeningHours {
    type Message = v1::OpeningHours;
    const PATHS: Paths<v1::OpeningHours> =
        paths!(weekdays, open_time, close_time, open_on_workdays, valid_from_date, valid_to_date);

    fn encode(&self, version: i64) -> v1::OpeningHours {
        convert::opening_hours(self, version)
    }

    fn decode(fields: &mut Fields, message: &v1::OpeningHours, base: &Base<'_, Self>) -> Self {
        let (from, to) = (message.valid_from_date, message.valid_to_date);
        Self {
            id: match base {
                Base::New(id) => *id,
                Base::Old(old) => old.id,
            },
            weekdays: fields.weekdays("opening_hours.weekdays", &message.weekdays),
            open: fields.time_of_day("opening_hours.open_time", message.open_time),
            close: fields.time_of_day("opening_hours.close_time", message.close_time),
            open_on_workdays: message.open_on_workdays,
            validity: fields.validity("opening_hours", from, to),
        }
    }

    fn key(fields: &mut Fields, message: &v1::OpeningHours) -> (String, i64) {
        let field = "opening_hours.opening_hours_id";
        let id: Option<OpeningHoursId> = fields.id(field, &message.opening_hours_id);
        let id = id.map(|id| id.0.to_string()).unwrap_or_default();
        (id, fields.etag("opening_hours.etag", &message.etag))
    }
}

impl Resource for BookingPolicy {
    type Message = admin::BookingPolicy;
    const PATHS: Paths<admin::BookingPolicy> = paths!(
        min_days_ahead,
        open_working_days,
        cancel_minutes_before,
        no_show_limit,
        no_show_block_days,
        hold_minutes,
        max_holds,
        agent_return_minutes,
        walk_in_release_minutes,
    );

    fn encode(&self, version: i64) -> admin::BookingPolicy {
        admin::BookingPolicy {
            min_days_ahead: count(self.min_days_ahead),
            open_working_days: count(self.open_working_days),
            cancel_minutes_before: count(self.cancel_minutes_before),
            no_show_limit: count(self.no_show_limit),
            no_show_block_days: count(self.no_show_block_days),
            hold_minutes: count(self.hold_minutes),
            max_holds: count(self.max_holds),
            agent_return_minutes: count(self.agent_return_minutes),
            walk_in_release_minutes: count(self.walk_in_release_minutes),
            etag: etag(version),
        }
    }

    fn decode(_: &mut Fields, message: &admin::BookingPolicy, _base: &Base<'_, Self>) -> Self {
        // A negative number is beyond every limit as well, and is told of with the others.
        let number = |value: i32| u32::try_from(value).unwrap_or(u32::MAX);
        Self {
            min_days_ahead: number(message.min_days_ahead),
            open_working_days: number(message.open_working_days),
            cancel_minutes_before: number(message.cancel_minutes_before),
            no_show_limit: number(message.no_show_limit),
            no_show_block_days: number(message.no_show_block_days),
            hold_minutes: number(message.hold_minutes),
            max_holds: number(message.max_holds),
            agent_return_minutes: number(message.agent_return_minutes),
            walk_in_release_minutes: number(message.walk_in_release_minutes),
        }
    }

    fn key(fields: &mut Fields, message: &admin::BookingPolicy) -> (String, i64) {
        (String::new(), fields.etag("booking_policy.etag", &message.etag))
    }
}

impl Resource for CasePolicy {
    type Message = admin::CasePolicy;
    const PATHS: Paths<admin::CasePolicy> = paths!(
        notice_working_days,
        supplement_working_days,
        returns_before_appointment,
        expedites_a_day,
        reveals_a_day,
    );

    fn encode(&self, version: i64) -> admin::CasePolicy {
        admin::CasePolicy {
            notice_working_days: count(self.notice_working_days),
            supplement_working_days: count(self.supplement_working_days),
            returns_before_appointment: count(self.returns_before_appointment),
            expedites_a_day: count(self.expedites_a_day),
            reveals_a_day: count(self.reveals_a_day),
            etag: etag(version),
        }
    }

    fn decode(_: &mut Fields, message: &admin::CasePolicy, _base: &Base<'_, Self>) -> Self {
        // A negative number is beyond every limit, which the check of the whole document tells.
        let number = |value: i32| u32::try_from(value).unwrap_or(u32::MAX);
        Self {
            notice_working_days: number(message.notice_working_days),
            supplement_working_days: number(message.supplement_working_days),
            returns_before_appointment: number(message.returns_before_appointment),
            expedites_a_day: number(message.expedites_a_day),
            reveals_a_day: number(message.reveals_a_day),
        }
    }

    fn key(fields: &mut Fields, message: &admin::CasePolicy) -> (String, i64) {
        (String::new(), fields.etag("case_policy.etag", &message.etag))
    }
}

impl Resource for RatingPolicy {
    type Message = admin::RatingPolicy;
    const PATHS: Paths<admin::RatingPolicy> = paths!(
        bad_level,
        contact_working_days,
        rectify_working_days,
        complex_rectify_working_days,
        tags,
        platform_department_id,
    );

    fn encode(&self, version: i64) -> admin::RatingPolicy {
        admin::RatingPolicy {
            bad_level: count(self.bad_level),
            contact_working_days: count(self.contact_working_days),
            rectify_working_days: count(self.rectify_working_days),
            complex_rectify_working_days: count(self.complex_rectify_working_days),
            tags: self.tags.clone(),
            platform_department_id: self.platform_department_id.clone(),
            etag: etag(version),
        }
    }

    fn decode(fields: &mut Fields, message: &admin::RatingPolicy, _: &Base<'_, Self>) -> Self {
        // A negative number is beyond every limit, which the check of the whole document tells.
        let number = |value: i32| u32::try_from(value).unwrap_or(u32::MAX);
        let tags = message.tags.iter().enumerate().take(MAX_TAGS + 1);
        let tags = tags.map(|(i, tag)| fields.word(&format!("rating_policy.tags[{i}]"), tag));
        Self {
            bad_level: number(message.bad_level),
            contact_working_days: number(message.contact_working_days),
            rectify_working_days: number(message.rectify_working_days),
            complex_rectify_working_days: number(message.complex_rectify_working_days),
            tags: tags.collect(),
            platform_department_id: message.platform_department_id.clone(),
        }
    }

    fn key(fields: &mut Fields, message: &admin::RatingPolicy) -> (String, i64) {
        (String::new(), fields.etag("rating_policy.etag", &message.etag))
    }
}

impl Resource for WhitelistPolicy {
    type Message = admin::WhitelistPolicy;
    const PATHS: Paths<admin::WhitelistPolicy> =
        paths!(approving_department_id, recommending_department_ids, renewal_opens_days);

    fn encode(&self, version: i64) -> admin::WhitelistPolicy {
        admin::WhitelistPolicy {
            approving_department_id: self.approving_department_id.clone(),
            recommending_department_ids: self.recommending_department_ids.clone(),
            renewal_opens_days: count(self.renewal_opens_days),
            etag: etag(version),
        }
    }

    fn decode(_: &mut Fields, message: &admin::WhitelistPolicy, _: &Base<'_, Self>) -> Self {
        // What is beyond every limit the check of the whole document tells.
        let days = u32::try_from(message.renewal_opens_days).unwrap_or(u32::MAX);
        Self {
            approving_department_id: message.approving_department_id.clone(),
            recommending_department_ids: message.recommending_department_ids.clone(),
            renewal_opens_days: days,
        }
    }

    fn key(fields: &mut Fields, message: &admin::WhitelistPolicy) -> (String, i64) {
        (String::new(), fields.etag("whitelist_policy.etag", &message.etag))
    }
}

impl Resource for FeeSchedule {
    type Message = admin::FeeSchedule;
    const PATHS: Paths<admin::FeeSchedule> = paths!(bands, legal_basis, max_months);

    fn encode(&self, version: i64) -> admin::FeeSchedule {
        let bands = self.bands.iter().map(|band| admin::FeeBand {
            from_months: count(band.from_months),
            fee_yuan: count(band.fee_yuan),
        });
        admin::FeeSchedule {
            bands: bands.collect(),
            legal_basis: self.legal_basis.clone(),
            max_months: count(self.max_months),
            etag: etag(version),
        }
    }

    fn decode(fields: &mut Fields, message: &admin::FeeSchedule, _base: &Base<'_, Self>) -> Self {
        let number = |value: i32| u32::try_from(value).unwrap_or(u32::MAX);
        let bands = message.bands.iter().take(MAX_FEE_BANDS + 1).map(|band| FeeScheduleBand {
            from_months: number(band.from_months),
            fee_yuan: number(band.fee_yuan),
        });
        let basis = &message.legal_basis;
        let field = "fee_schedule.max_months";
        Self {
            bands: bands.collect(),
            max_months: fields.number(field, message.max_months, 1, MAX_MONTHS),
            legal_basis: fields.text("fee_schedule.legal_basis", basis, 1, MAX_TEXT_CHARS),
        }
    }

    fn key(fields: &mut Fields, message: &admin::FeeSchedule) -> (String, i64) {
        (String::new(), fields.etag("fee_schedule.etag", &message.etag))
    }
}
