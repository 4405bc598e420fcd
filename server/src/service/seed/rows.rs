//! The rows of the shipped files, and the documents made of them. A row that cannot be read tells
//! why; whether what it names exists is checked once all are read.

use crate::domain::{
    catalogue::{
        ChannelQuota, Counter, Department, HallSession, Handling, OpeningHours, Presence,
        ServiceItem, Validity,
    },
    limit::{Limit, LimitDirection, LimitKind, LimitUnit},
    proxy::{ProxyGround, ProxyRule},
};
use chrono::{NaiveTime, Weekday};
use serde::Deserialize;
use std::{collections::BTreeMap, str::FromStr};
use uuid::Uuid;

#[derive(Deserialize)]
pub(super) struct DepartmentRow {
    seq: i32,
    code: String,
    name_zh: String,
    name_en: String,
    presence: String,
    foreign_service_items: String,
    note: String,
}

impl DepartmentRow {
    pub(super) fn department(self) -> Result<Department, String> {
        let presence = match self.presence.as_str() {
            "常态" => Presence::Standing,
            "预约" => Presence::ByAppointment,
            "第三方" => Presence::ThirdParty,
            other => return Err(format!("{}: unknown presence {other}", self.code)),
        };
        Ok(Department {
            id: self.code,
            sequence: self.seq,
            name_zh: self.name_zh,
            name_en: self.name_en,
            presence,
            duties: self.foreign_service_items,
            note: self.note,
            validity: Validity::default(),
            successor_id: None,
        })
    }
}

#[derive(Deserialize)]
pub(super) struct ServiceItemRow {
    code: String,
    name_zh: String,
    name_en: String,
    dept: String,
    category: String,
    statutory_limit: Option<u32>,
    statutory_unit: String,
    promised_limit: Option<u32>,
    promised_unit: String,
    expeditable: String,
    expedited_limit_wd: Option<u32>,
    applicant: String,
    in_person: String,
    proxy_rule: String,
    materials: String,
    fee_cny: String,
    window_rule: String,
    legal_basis: String,
    note: String,
    receipt_limit_wd: Option<u32>,
    filing_limit_cd: Option<u32>,
    extension_wd: u32,
    children: String,
    decided_after: String,
    proxy: String,
    deemed_renewed: String,
}

impl ServiceItemRow {
    pub(super) fn service_item(self) -> Result<ServiceItem, String> {
        let statutory = (self.statutory_limit, self.statutory_unit.as_str());
        let promised = (self.promised_limit, self.promised_unit.as_str());
        let expedited = yes(&self.expeditable)?.then(|| self.expedited_limit_wd.unwrap_or(0));
        let handling = self.handling()?;
        Ok(ServiceItem {
            statutory_limit: limit(&self.code, statutory, LimitKind::Statutory)?,
            promised_limit: limit(&self.code, promised, LimitKind::Promised)?,
            expedited_working_days: expedited,
            fee_text: fee_text(self.fee_cny),
            id: self.code,
            national_code: String::new(),
            name_zh: self.name_zh,
            name_en: self.name_en,
            department_id: self.dept,
            category: self.category,
            applicants: split(&self.applicant, '|'),
            in_person: self.in_person,
            proxy_rule: self.proxy_rule,
            materials: split(&self.materials, ';'),
            window_rule: self.window_rule,
            legal_basis: self.legal_basis,
            note: self.note,
            validity: Validity::default(),
            successor_id: None,
            handling,
        })
    }

    fn handling(&self) -> Result<Handling, String> {
        let made = |days: Option<u32>, unit, direction, kind| {
            let limit = days.map(|days| Limit::new(days, unit, direction, kind)).transpose();
            limit.map_err(|error| format!("{}: {error}", self.code))
        };
        let (after, before) = (LimitDirection::After, LimitDirection::Before);
        let (working, calendar) = (LimitUnit::WorkingDays, LimitUnit::CalendarDays);
        Ok(Handling {
            receipt_limit: made(self.receipt_limit_wd, working, after, LimitKind::Receipt)?,
            filing_limit: made(self.filing_limit_cd, calendar, before, LimitKind::Statutory)?,
            extension_working_days: self.extension_wd,
            children: split(&self.children, '|'),
            decided_after: split(&self.decided_after, '|'),
            proxy: proxy(&self.proxy)?,
            deemed_renewed: yes(&self.deemed_renewed)?,
        })
    }
}

fn proxy(text: &str) -> Result<ProxyRule, String> {
    match text {
        "free" => Ok(ProxyRule::Free),
        "never" => Ok(ProxyRule::Never),
        grounds => {
            let ground = |name: &String| {
                ProxyGround::named(name).ok_or_else(|| format!("no ground of a proxy: {name}"))
            };
            let grounds = split(grounds, '|').iter().map(ground).collect::<Result<_, _>>()?;
            Ok(ProxyRule::OnGrounds(grounds))
        }
    }
}

fn limit(
    code: &str,
    (amount, unit): (Option<u32>, &str),
    kind: LimitKind,
) -> Result<Option<Limit>, String> {
    let unit = match unit {
        "wd" => LimitUnit::WorkingDays,
        "cd" => LimitUnit::CalendarDays,
        "instant" => LimitUnit::Instant,
        "none" => return Ok(None),
        other => return Err(format!("{code}: unknown unit {other}")),
    };
    let limit = Limit::new(amount.unwrap_or(0), unit, LimitDirection::After, kind);
    limit.map(Some).map_err(|error| format!("{code}: {error}"))
}

fn fee_text(fee: String) -> String {
    match fee.parse::<u32>() {
        Ok(0) => "不收费".to_owned(),
        Ok(yuan) => format!("{yuan}元"),
        Err(_) => fee,
    }
}

#[derive(Deserialize)]
pub(super) struct CounterRow {
    code: String,
    name_zh: String,
    name_en: String,
    service_items: String,
}

impl CounterRow {
    pub(super) fn counter(self) -> Result<Counter, String> {
        Ok(Counter {
            id: self.code,
            name_zh: self.name_zh,
            name_en: self.name_en,
            service_item_ids: split(&self.service_items, '|'),
            validity: Validity::default(),
        })
    }
}

#[derive(Deserialize)]
pub(super) struct HoursRow {
    weekdays: String,
    open: String,
    close: String,
    open_on_workdays: String,
}

impl HoursRow {
    pub(super) fn hours(self, id: Uuid) -> Result<OpeningHours, String> {
        Ok(OpeningHours {
            id,
            weekdays: weekdays(&self.weekdays)?,
            open: time(&self.open)?,
            close: time(&self.close)?,
            open_on_workdays: yes(&self.open_on_workdays)?,
            validity: Validity::default(),
        })
    }
}

#[derive(Deserialize)]
pub(super) struct SessionRow {
    name_zh: String,
    name_en: String,
    weekdays: String,
    runs_on_workdays: String,
    start: String,
    end: String,
    slot_minutes: u32,
    counters: String,
    places_per_counter: u32,
    booked_floor: u32,
    walk_in_floor: u32,
    third_party_floor: u32,
    ticket_series: String,
}

impl SessionRow {
    pub(super) fn session(self, id: Uuid) -> Result<HallSession, String> {
        let quota = |floor| ChannelQuota { floor, ceiling: 0 };
        Ok(HallSession {
            id,
            name_zh: self.name_zh,
            name_en: self.name_en,
            weekdays: weekdays(&self.weekdays)?,
            runs_on_workdays: yes(&self.runs_on_workdays)?,
            start: time(&self.start)?,
            end: time(&self.end)?,
            slot_minutes: self.slot_minutes,
            counter_ids: split(&self.counters, '|'),
            service_item_ids: Vec::new(),
            places_per_counter: self.places_per_counter,
            booked_quota: quota(self.booked_floor),
            walk_in_quota: quota(self.walk_in_floor),
            third_party_quota: quota(self.third_party_floor),
            ticket_series: self.ticket_series,
            validity: Validity::default(),
            exceptions: BTreeMap::new(),
        })
    }
}

fn yes(text: &str) -> Result<bool, String> {
    match text {
        "Y" => Ok(true),
        "N" => Ok(false),
        other => Err(format!("neither Y nor N: {other}")),
    }
}

fn split(text: &str, by: char) -> Vec<String> {
    text.split(by).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn weekdays(text: &str) -> Result<Vec<Weekday>, String> {
    let day = |name: &String| Weekday::from_str(name).map_err(|_| format!("no weekday: {name}"));
    split(text, '|').iter().map(day).collect()
}

fn time(text: &str) -> Result<NaiveTime, String> {
    NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| format!("no time of day: {text}"))
}
