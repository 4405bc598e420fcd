//! The catalogue: departments, service items, counters, opening hours, the working-day calendar,
//! the hall's sessions and closures, and the rules of booking. Effective-dated documents, small
//! enough to be read whole; a server works on a snapshot of them, and nothing here is ever removed,
//! only ended.

pub mod check;
mod expiry_policy;
mod in_force;
mod policy;
mod referral_policy;

pub use expiry_policy::{ExpiryPolicy, RenewalRule};
pub use policy::{
    BookingPolicy, CasePolicy, FeeSchedule, FeeScheduleBand, RatingPolicy, SupervisionPolicy,
    SupervisionRung, WhitelistPolicy,
};
pub use referral_policy::{ReferralPolicy, ReferralSource};

use super::{
    calendar::{Calendar, SpecialDay},
    id::{ClosureId, HallSessionId, OpeningHoursId},
    limit::Limit,
    notice::NoticePolicy,
    proxy::ProxyRule,
};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A day without opening hours takes filings to its end.
pub const END_OF_DAY: NaiveTime = NaiveTime::from_hms_opt(23, 59, 59).expect("a time of day");

/// From which day to which day, inclusive, a document is in force; open where there is no date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
}

impl Validity {
    /// True where the day lies in it.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// True where the two share a day.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        let before = |a: &Self, b: &Self| a.to.zip(b.from).is_some_and(|(to, from)| to < from);
        !before(self, other) && !before(other, self)
    }
}

/// How a department is present at the centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Presence {
    /// 常态: sits at the centre.
    Standing,
    /// 预约: comes when booked.
    ByAppointment,
    /// 第三方: a contracted provider.
    ThirdParty,
}

/// A cooperating department.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Department {
    /// Its code.
    pub id: String,
    /// Its place in the published order.
    pub sequence: i32,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
    /// How it is present.
    pub presence: Presence,
    /// What it does for foreigners.
    pub duties: String,
    /// A remark.
    pub note: String,
    /// When it is in force.
    pub validity: Validity,
    /// The department that follows it.
    pub successor_id: Option<String>,
}

/// A service item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceItem {
    /// Its code.
    pub id: String,
    /// Its code in the national catalogue, where known.
    pub national_code: String,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
    /// The owner department.
    pub department_id: String,
    /// Its category.
    pub category: String,
    /// The statutory limit of the decision.
    pub statutory_limit: Option<Limit>,
    /// The promised limit.
    pub promised_limit: Option<Limit>,
    /// The shortest expedited limit in working days, where it may be expedited.
    pub expedited_working_days: Option<u32>,
    /// Who may apply.
    pub applicants: Vec<String>,
    /// Whether the applicant comes in person: `no`, `first_time`, `required`.
    pub in_person: String,
    /// The rule on proxies.
    pub proxy_rule: String,
    /// What the applicant brings.
    pub materials: Vec<String>,
    /// The published fee.
    pub fee_text: String,
    /// The rule on when to apply.
    pub window_rule: String,
    /// The legal basis.
    pub legal_basis: String,
    /// A remark.
    pub note: String,
    /// When it is in force.
    pub validity: Validity,
    /// The item that follows it.
    pub successor_id: Option<String>,
    /// How a case of it is handled.
    #[serde(default)]
    pub handling: Handling,
}

/// How a case of a service item is handled, beyond its limits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handling {
    /// 回执: how long its receipt makes the stay lawful.
    pub receipt_limit: Option<Limit>,
    /// How long before the document's last day it is to be filed.
    pub filing_limit: Option<Limit>,
    /// 延长: working days by which the law's limit can be extended once.
    pub extension_working_days: u32,
    /// The items that a joint item consists of.
    pub children: Vec<String>,
    /// Items of the same case that are decided before it, or on the same day.
    pub decided_after: Vec<String>,
    /// When a proxy may act.
    pub proxy: ProxyRule,
    /// True where it counts as renewed when undecided at the document's end (行政许可法 50).
    pub deemed_renewed: bool,
}

/// A counter of the hall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counter {
    /// Its code.
    pub id: String,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
    /// The items it serves.
    pub service_item_ids: Vec<String>,
    /// When it is in force.
    pub validity: Validity,
}

/// A stretch of opening hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningHours {
    /// Its id.
    pub id: Uuid,
    /// The weekdays.
    pub weekdays: Vec<Weekday>,
    /// When the hall opens.
    pub open: NaiveTime,
    /// When it closes.
    pub close: NaiveTime,
    /// True where it is open on weekend days that are worked.
    pub open_on_workdays: bool,
    /// When it is in force.
    pub validity: Validity,
}

impl OpeningHours {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> OpeningHoursId {
        OpeningHoursId(self.id)
    }
}

/// A year's published calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarYear {
    /// The year.
    pub year: i32,
    /// The days that differ from their weekday.
    pub days: Vec<SpecialDay>,
    /// When it was loaded.
    pub loaded_at: DateTime<Utc>,
}

/// How the places of a session are shared with a channel, in each slot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelQuota {
    /// Places kept for it.
    pub floor: u32,
    /// The most it may have; 0 where it has no limit of its own.
    pub ceiling: u32,
}

/// A weekly session of the hall, from which slots follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HallSession {
    /// Its id.
    pub id: Uuid,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
    /// The weekdays it runs, where they are working days.
    pub weekdays: Vec<Weekday>,
    /// True where it also runs on weekend days that are worked.
    pub runs_on_workdays: bool,
    /// When it begins.
    pub start: NaiveTime,
    /// When it ends.
    pub end: NaiveTime,
    /// The length of a slot.
    pub slot_minutes: u32,
    /// The counters that work in it.
    pub counter_ids: Vec<String>,
    /// The items it is for; empty where for all its counters serve.
    pub service_item_ids: Vec<String>,
    /// Places of each counter in each slot.
    pub places_per_counter: u32,
    /// The booked channel's share.
    pub booked_quota: ChannelQuota,
    /// The walk-in channel's share.
    pub walk_in_quota: ChannelQuota,
    /// The third-party channel's share.
    pub third_party_quota: ChannelQuota,
    /// Series letter of its tickets.
    pub ticket_series: String,
    /// When it is in force.
    pub validity: Validity,
    /// Days on which it runs though it would not, or with other places of each counter.
    pub exceptions: BTreeMap<NaiveDate, u32>,
}

impl HallSession {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> HallSessionId {
        HallSessionId(self.id)
    }
}

/// A stretch of time in which a session, a counter or the whole hall is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closure {
    /// Its id.
    pub id: Uuid,
    /// The session; all where there is none.
    pub hall_session_id: Option<Uuid>,
    /// The counter; all where there is none.
    pub counter_id: Option<String>,
    /// From.
    pub start: DateTime<Utc>,
    /// To, exclusive.
    pub end: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// When it was ended.
    pub ended_at: Option<DateTime<Utc>>,
}

impl Closure {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> ClosureId {
        ClosureId(self.id)
    }
}

/// A document and the version its etag stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versioned<T> {
    /// The document.
    pub value: T,
    /// Its version, 1 for the first.
    pub version: i64,
}

/// A snapshot of the whole catalogue.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// The counter of all changes at which it was read.
    pub version: i64,
    /// The departments by code.
    pub departments: BTreeMap<String, Versioned<Department>>,
    /// The service items by code.
    pub service_items: BTreeMap<String, Versioned<ServiceItem>>,
    /// The counters by code.
    pub counters: BTreeMap<String, Versioned<Counter>>,
    /// The opening hours by id.
    pub opening_hours: BTreeMap<Uuid, Versioned<OpeningHours>>,
    /// The calendar years by year.
    pub calendar_years: BTreeMap<i32, Versioned<CalendarYear>>,
    /// The sessions by id.
    pub hall_sessions: BTreeMap<Uuid, Versioned<HallSession>>,
    /// The closures by id.
    pub closures: BTreeMap<Uuid, Versioned<Closure>>,
    /// The rules of booking.
    pub booking_policy: Option<Versioned<BookingPolicy>>,
    /// The fee table.
    pub fee_schedule: Option<Versioned<FeeSchedule>>,
    /// The rules of cases.
    pub case_policy: Option<Versioned<CasePolicy>>,
    /// The rules of ratings.
    pub rating_policy: Option<Versioned<RatingPolicy>>,
    /// The rules of the whitelist.
    pub whitelist_policy: Option<Versioned<WhitelistPolicy>>,
    /// The rules of referrals.
    pub referral_policy: Option<Versioned<ReferralPolicy>>,
    /// The ladder of supervision.
    pub supervision_policy: Option<Versioned<SupervisionPolicy>>,
    /// The rules of expiry.
    pub expiry_policy: Option<Versioned<ExpiryPolicy>>,
    /// The rules of notices.
    pub notice_policy: Option<Versioned<NoticePolicy>>,
    /// The calendar made of the years.
    pub calendar: Calendar,
}

impl Catalogue {
    /// A department in force on a day.
    #[must_use]
    pub fn department_on(&self, id: &str, day: NaiveDate) -> Option<&Department> {
        let department = &self.departments.get(id)?.value;
        department.validity.holds_on(day).then_some(department)
    }

    /// A service item in force on a day.
    #[must_use]
    pub fn item_on(&self, id: &str, day: NaiveDate) -> Option<&ServiceItem> {
        let item = &self.service_items.get(id)?.value;
        item.validity.holds_on(day).then_some(item)
    }

    /// The department that owns an item, in force or not.
    #[must_use]
    pub fn department_of(&self, service_item_id: &str) -> Option<&str> {
        Some(&self.service_items.get(service_item_id)?.value.department_id)
    }

    /// When the hall closes on a working day that has opening hours.
    #[must_use]
    pub fn closing_time(&self, day: NaiveDate) -> Option<NaiveTime> {
        use chrono::Datelike as _;
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let hours = self.opening_hours.values().map(|entry| &entry.value);
        let hours = hours.filter(|hours| hours.validity.holds_on(day));
        let open = hours.filter(|hours| {
            hours.weekdays.contains(&day.weekday()) || (weekend && hours.open_on_workdays)
        });
        open.map(|hours| hours.close).max()
    }
}
