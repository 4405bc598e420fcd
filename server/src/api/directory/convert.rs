//! The catalogue's documents as messages.

use crate::{
    api::fields::{Fields, date, day_of_week, etag, time_of_day, timestamp},
    domain::{
        calendar::DayKind,
        catalogue::{
            Counter, Department, OpeningHours, Presence, ServiceItem, Validity,
            check::{MAX_NAME_CHARS, MAX_WORD_CHARS},
        },
        id::Id as _,
        limit::{Limit, LimitDirection, LimitError, LimitKind, LimitUnit, Provisional},
        proxy::ProxyRule,
    },
    service::directory::{YearView, deadline::MonthRule},
};
use chrono::Weekday;
use frsc_proto::{gtype, v1};

/// A department as a message.
pub(in crate::api) fn department(department: &Department, version: i64) -> v1::Department {
    let presence = match department.presence {
        Presence::Standing => v1::Presence::Standing,
        Presence::ByAppointment => v1::Presence::ByAppointment,
        Presence::ThirdParty => v1::Presence::ThirdParty,
    };
    v1::Department {
        department_id: department.id.clone(),
        sequence: department.sequence,
        name_zh: department.name_zh.clone(),
        name_en: department.name_en.clone(),
        presence: presence.into(),
        duties: department.duties.clone(),
        note: department.note.clone(),
        valid_from_date: department.validity.from.map(date),
        valid_to_date: department.validity.to.map(date),
        successor_id: department.successor_id.clone().unwrap_or_default(),
        etag: etag(version),
    }
}

/// A service item as a message.
pub(in crate::api) fn service_item(item: &ServiceItem, version: i64) -> v1::ServiceItem {
    // An item's limit runs from its acceptance, which is an event.
    let limit = |limit: &Limit| limit_message(limit, MonthRule::SinceEvent);
    let expedited = item.expedited_working_days;
    v1::ServiceItem {
        service_item_id: item.id.clone(),
        national_code: item.national_code.clone(),
        name_zh: item.name_zh.clone(),
        name_en: item.name_en.clone(),
        department_id: item.department_id.clone(),
        category: item.category.clone(),
        statutory_limit: item.statutory_limit.as_ref().map(limit),
        promised_limit: item.promised_limit.as_ref().map(limit),
        expeditable: expedited.is_some(),
        expedited_limit_working_days: count(expedited.unwrap_or(0)),
        applicants: item.applicants.clone(),
        in_person: item.in_person.clone(),
        proxy_rule: item.proxy_rule.clone(),
        materials: item.materials.clone(),
        fee_text: item.fee_text.clone(),
        window_rule: item.window_rule.clone(),
        legal_basis: item.legal_basis.clone(),
        note: item.note.clone(),
        valid_from_date: item.validity.from.map(date),
        valid_to_date: item.validity.to.map(date),
        successor_id: item.successor_id.clone().unwrap_or_default(),
        etag: etag(version),
        receipt_limit: item.handling.receipt_limit.as_ref().map(limit),
        filing_limit: item.handling.filing_limit.as_ref().map(limit),
        extension_working_days: count(item.handling.extension_working_days),
        child_service_item_ids: item.handling.children.clone(),
        after_service_item_ids: item.handling.decided_after.clone(),
        proxy: Some(proxy_rule(&item.handling.proxy)),
        deemed_renewed: item.handling.deemed_renewed,
    }
}

fn proxy_rule(rule: &ProxyRule) -> v1::ProxyRule {
    let (kind, grounds) = match rule {
        ProxyRule::Free => (v1::ProxyKind::Free, &[][..]),
        ProxyRule::OnGrounds(grounds) => (v1::ProxyKind::OnGrounds, grounds.as_slice()),
        ProxyRule::Never => (v1::ProxyKind::Never, &[][..]),
    };
    let grounds = grounds.iter().map(|ground| ground.name().to_owned()).collect();
    v1::ProxyRule { kind: kind.into(), grounds }
}

/// A counter as a message.
pub(in crate::api) fn counter(counter: &Counter, version: i64) -> v1::Counter {
    v1::Counter {
        counter_id: counter.id.clone(),
        name_zh: counter.name_zh.clone(),
        name_en: counter.name_en.clone(),
        service_item_ids: counter.service_item_ids.clone(),
        valid_from_date: counter.validity.from.map(date),
        valid_to_date: counter.validity.to.map(date),
        etag: etag(version),
    }
}

/// A stretch of opening hours as a message.
pub(in crate::api) fn opening_hours(hours: &OpeningHours, version: i64) -> v1::OpeningHours {
    v1::OpeningHours {
        opening_hours_id: hours.id().text(),
        weekdays: weekdays(&hours.weekdays),
        open_time: Some(time_of_day(hours.open)),
        close_time: Some(time_of_day(hours.close)),
        open_on_workdays: hours.open_on_workdays,
        valid_from_date: hours.validity.from.map(date),
        valid_to_date: hours.validity.to.map(date),
        etag: etag(version),
    }
}

/// A year's calendar as a message.
pub(in crate::api) fn calendar_year(view: &YearView) -> v1::CalendarYear {
    let kind = |kind: DayKind| match kind {
        DayKind::Holiday => v1::CalendarDayKind::Holiday,
        DayKind::Workday => v1::CalendarDayKind::Workday,
    };
    let days = view.year.value.days.iter().map(|day| v1::CalendarDay {
        day_date: Some(date(day.date)),
        kind: kind(day.kind).into(),
        name: day.name.clone(),
    });
    v1::CalendarYear {
        year: view.year.value.year,
        days: days.collect(),
        working_days: count(view.working_days),
        load_time: Some(timestamp(view.year.value.loaded_at)),
        etag: etag(view.year.version),
    }
}

/// A limit as a message.
pub(in crate::api) fn limit_message(limit: &Limit, month_rule: MonthRule) -> v1::Limit {
    let unit = match limit.unit() {
        LimitUnit::WorkingDays => v1::LimitUnit::WorkingDays,
        LimitUnit::CalendarDays => v1::LimitUnit::CalendarDays,
        LimitUnit::Hours => v1::LimitUnit::Hours,
        LimitUnit::Minutes => v1::LimitUnit::Minutes,
        LimitUnit::Months => v1::LimitUnit::Months,
        LimitUnit::Instant => v1::LimitUnit::Instant,
    };
    let direction = match limit.direction() {
        LimitDirection::After => v1::LimitDirection::After,
        LimitDirection::Before => v1::LimitDirection::Before,
    };
    let kind = match limit.kind() {
        LimitKind::Statutory => v1::LimitKind::Statutory,
        LimitKind::Promised => v1::LimitKind::Promised,
        LimitKind::Expedited => v1::LimitKind::Expedited,
        LimitKind::Receipt => v1::LimitKind::Receipt,
        LimitKind::Internal => v1::LimitKind::Internal,
    };
    let months = (limit.unit() == LimitUnit::Months).then_some(month_rule);
    let month_rule = match months {
        Some(MonthRule::Validity) => v1::MonthRule::Validity,
        Some(MonthRule::SinceEvent) => v1::MonthRule::SinceEvent,
        None => v1::MonthRule::Unspecified,
    };
    v1::Limit {
        amount: count(limit.amount()),
        unit: unit.into(),
        direction: direction.into(),
        kind: kind.into(),
        month_rule: month_rule.into(),
    }
}

/// Why a date is not known, as a message.
pub(in crate::api) fn provisional(detail: &Provisional) -> v1::ProvisionalDeadline {
    v1::ProvisionalDeadline {
        missing_year: detail.missing_year,
        counted_working_days: count(detail.known_days_left),
        remaining_working_days: count(detail.remaining_into_missing_year),
    }
}

/// A limit out of a message, and from what day months start; its kind where none is given.
pub(in crate::api) fn limit(
    fields: &mut Fields,
    field: &str,
    message: &v1::Limit,
    kind: LimitKind,
) -> Option<(Limit, MonthRule)> {
    let unit = fields.choice::<v1::LimitUnit>(&format!("{field}.unit"), message.unit)?;
    let unit = match unit {
        v1::LimitUnit::Unspecified => return None,
        v1::LimitUnit::WorkingDays => LimitUnit::WorkingDays,
        v1::LimitUnit::CalendarDays => LimitUnit::CalendarDays,
        v1::LimitUnit::Hours => LimitUnit::Hours,
        v1::LimitUnit::Minutes => LimitUnit::Minutes,
        v1::LimitUnit::Months => LimitUnit::Months,
        v1::LimitUnit::Instant => LimitUnit::Instant,
    };
    let direction = match fields.known(&format!("{field}.direction"), message.direction) {
        v1::LimitDirection::Unspecified | v1::LimitDirection::After => LimitDirection::After,
        v1::LimitDirection::Before => LimitDirection::Before,
    };
    let kind = match fields.known(&format!("{field}.kind"), message.kind) {
        v1::LimitKind::Unspecified => kind,
        v1::LimitKind::Statutory => LimitKind::Statutory,
        v1::LimitKind::Promised => LimitKind::Promised,
        v1::LimitKind::Expedited => LimitKind::Expedited,
        v1::LimitKind::Receipt => LimitKind::Receipt,
        v1::LimitKind::Internal => LimitKind::Internal,
    };
    let month_rule = match fields.known(&format!("{field}.month_rule"), message.month_rule) {
        v1::MonthRule::Unspecified | v1::MonthRule::Validity => MonthRule::Validity,
        v1::MonthRule::SinceEvent => MonthRule::SinceEvent,
    };
    match Limit::new(u32::try_from(message.amount).unwrap_or(u32::MAX), unit, direction, kind) {
        Ok(limit) => Some((limit, month_rule)),
        Err(error) => {
            let problem = match error {
                LimitError::Amount { least, most, .. } => format!("must be {least} to {most}"),
                other => other.to_string(),
            };
            fields.fault(&format!("{field}.amount"), problem);
            None
        }
    }
}

/// Weekdays as messages carry them.
pub(in crate::api) fn weekdays(days: &[Weekday]) -> Vec<i32> {
    days.iter().map(|day| day_of_week(*day).into()).collect()
}

/// A count as messages carry it.
pub(in crate::api) fn count(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

impl Fields {
    /// A value of an enumeration, its 0 where it is not known.
    pub(in crate::api) fn known<E: TryFrom<i32> + Default>(
        &mut self,
        field: &str,
        value: i32,
    ) -> E {
        E::try_from(value).unwrap_or_else(|_| {
            self.fault(field, "must be one of the enumeration's values");
            E::default()
        })
    }

    /// Weekdays, each once, in order.
    pub(in crate::api) fn weekdays(&mut self, field: &str, values: &[i32]) -> Vec<Weekday> {
        let mut days = Vec::new();
        for (index, value) in values.iter().enumerate().take(8) {
            let day = gtype::DayOfWeek::try_from(*value).ok();
            match day.and_then(crate::api::fields::weekday) {
                Some(day) if !days.contains(&day) => days.push(day),
                Some(_) => self.fault(&format!("{field}[{index}]"), "is there twice; name it once"),
                None => self.fault(&format!("{field}[{index}]"), "must be a day of the week"),
            }
        }
        days.sort_by_key(Weekday::num_days_from_monday);
        days
    }

    /// From which day to which a document is in force.
    pub(in crate::api) fn validity(
        &mut self,
        resource: &str,
        from: Option<gtype::Date>,
        to: Option<gtype::Date>,
    ) -> Validity {
        Validity {
            from: self.optional_date(&format!("{resource}.valid_from_date"), from),
            to: self.optional_date(&format!("{resource}.valid_to_date"), to),
        }
    }

    /// The Chinese and the English name of a resource.
    pub(in crate::api) fn names(&mut self, resource: &str, zh: &str, en: &str) -> (String, String) {
        let zh = self.text(&format!("{resource}.name_zh"), zh, 1, MAX_NAME_CHARS);
        let en = self.text(&format!("{resource}.name_en"), en, 1, MAX_NAME_CHARS);
        (zh, en)
    }

    /// A word of a vocabulary: lower-case letters, digits and underscores.
    pub(in crate::api) fn word(&mut self, field: &str, value: &str) -> String {
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        if !(1..=MAX_WORD_CHARS).contains(&value.len()) || !value.bytes().all(allowed) {
            self.fault(field, "must be a word of a-z, 0-9 and underscore, at most 32 characters");
        }
        value.to_owned()
    }

    /// A code of so many characters.
    pub(in crate::api) fn short_code(
        &mut self,
        field: &str,
        value: &str,
        least: usize,
        most: usize,
    ) -> String {
        if !(least..=most).contains(&value.len()) {
            self.fault(field, format!("must have {least} to {most} characters"));
        }
        self.code(field, value)
    }

    /// A code that may be absent.
    pub(in crate::api) fn optional_code(&mut self, field: &str, value: &str) -> Option<String> {
        if value.is_empty() { None } else { Some(self.code(field, value)) }
    }
}
