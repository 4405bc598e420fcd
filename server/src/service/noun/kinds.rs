//! The kinds of documents: where each is found in a snapshot, what is checked of it, what is told
//! of it, and whom it concerns.

use super::Noun;
use crate::{
    domain::{
        catalogue::{
            BookingPolicy, CalendarYear, CasePolicy, Catalogue, Closure, Counter, Department,
            ExpiryPolicy, FeeSchedule, HallSession, OpeningHours, RatingPolicy, ReferralPolicy,
            ServiceItem, SupervisionPolicy, Versioned, WhitelistPolicy,
            check::{self, Flaw},
        },
        id::Id as _,
        notice::NoticePolicy,
        refusal::Refusal,
    },
    store::catalogue::{Kind, ONLY},
};
use std::collections::BTreeSet;

fn owners<'a>(
    catalogue: &Catalogue,
    items: impl IntoIterator<Item = &'a String>,
) -> BTreeSet<String> {
    let owners = items.into_iter().filter_map(|item| catalogue.department_of(item));
    owners.map(str::to_owned).collect()
}

impl Noun for Department {
    const KIND: Kind = Kind::Department;
    const EVENTS: [&'static str; 2] =
        ["catalogue.department.created", "catalogue.department.updated"];

    fn id(&self) -> String {
        self.id.clone()
    }
    fn find(catalogue: &Catalogue, id: &str) -> Option<Versioned<Self>> {
        catalogue.departments.get(id).cloned()
    }
    fn flaws(&self, catalogue: &Catalogue) -> Vec<Flaw> {
        check::department(self, catalogue)
    }
    fn department(&self) -> Option<&Department> {
        Some(self)
    }
    fn departments(&self, _catalogue: &Catalogue) -> BTreeSet<String> {
        BTreeSet::from([self.id.clone()])
    }
}

impl Noun for ServiceItem {
    const KIND: Kind = Kind::ServiceItem;
    const EVENTS: [&'static str; 2] =
        ["catalogue.service_item.created", "catalogue.service_item.updated"];

    fn id(&self) -> String {
        self.id.clone()
    }
    fn find(catalogue: &Catalogue, id: &str) -> Option<Versioned<Self>> {
        catalogue.service_items.get(id).cloned()
    }
    fn put(&self, catalogue: &mut Catalogue) {
        catalogue.service_items.insert(self.id(), Versioned { value: self.clone(), version: 0 });
    }
    fn flaws(&self, catalogue: &Catalogue) -> Vec<Flaw> {
        check::service_item(self, catalogue)
    }
    fn departments(&self, _catalogue: &Catalogue) -> BTreeSet<String> {
        BTreeSet::from([self.department_id.clone()])
    }
}

impl Noun for Counter {
    const KIND: Kind = Kind::Counter;
    const EVENTS: [&'static str; 2] = ["catalogue.counter.created", "catalogue.counter.updated"];

    fn id(&self) -> String {
        self.id.clone()
    }
    fn find(catalogue: &Catalogue, id: &str) -> Option<Versioned<Self>> {
        catalogue.counters.get(id).cloned()
    }
    fn flaws(&self, catalogue: &Catalogue) -> Vec<Flaw> {
        check::counter(self, catalogue)
    }
    fn put(&self, catalogue: &mut Catalogue) {
        catalogue.counters.insert(self.id(), Versioned { value: self.clone(), version: 0 });
    }
    fn departments(&self, catalogue: &Catalogue) -> BTreeSet<String> {
        owners(catalogue, &self.service_item_ids)
    }
}

impl Noun for OpeningHours {
    const KIND: Kind = Kind::OpeningHours;
    const EVENTS: [&'static str; 2] =
        ["catalogue.opening_hours.created", "catalogue.opening_hours.updated"];

    fn id(&self) -> String {
        self.id.to_string()
    }
    fn public_id(&self) -> String {
        OpeningHours::id(self).text()
    }
    fn find(catalogue: &Catalogue, id: &str) -> Option<Versioned<Self>> {
        catalogue.opening_hours.get(&id.parse().ok()?).cloned()
    }
    fn flaws(&self, _catalogue: &Catalogue) -> Vec<Flaw> {
        check::opening_hours(self)
    }
    fn refusal(&self, catalogue: &Catalogue) -> Option<Refusal> {
        let mut others = catalogue.opening_hours.values().map(|entry| &entry.value);
        let clash = others.any(|other| other.id != self.id && check::hours_overlap(self, other));
        clash.then_some(Refusal::ValidityOverlap)
    }
}

/// The policies: of each there is one document, and without it the default rules, as version 0.
macro_rules! policies {
    ($($policy:ident in $field:ident, $flaws:expr, $departments:expr;)*) => {$(
        impl Noun for $policy {
            const KIND: Kind = Kind::$policy;
            const EVENTS: [&'static str; 2] = [
                concat!("catalogue.", stringify!($field), ".created"),
                concat!("catalogue.", stringify!($field), ".updated"),
            ];

            fn id(&self) -> String {
                ONLY.to_owned()
            }
            fn public_id(&self) -> String {
                Self::KIND.name().to_owned()
            }
            fn find(catalogue: &Catalogue, _id: &str) -> Option<Versioned<Self>> {
                let default = || Versioned { value: Self::default(), version: 0 };
                Some(catalogue.$field.clone().unwrap_or_else(default))
            }
            fn flaws(&self, catalogue: &Catalogue) -> Vec<Flaw> {
                let flaws: fn(&Self, &Catalogue) -> Vec<Flaw> = $flaws;
                flaws(self, catalogue)
            }
            fn departments(&self, _catalogue: &Catalogue) -> BTreeSet<String> {
                let departments: fn(&Self) -> BTreeSet<String> = $departments;
                departments(self)
            }
        }
    )*};
}

policies! {
    BookingPolicy in booking_policy, |policy, _| check::booking_policy(policy), all;
    CasePolicy in case_policy, |policy, _| check::case_policy(policy), all;
    ExpiryPolicy in expiry_policy, check::expiry_policy, all;
    NoticePolicy in notice_policy, |policy, _| check::notice_policy(policy), all;
    FeeSchedule in fee_schedule, |policy, _| check::fee_schedule(policy), all;
    RatingPolicy in rating_policy, check::rating_policy, all;
    WhitelistPolicy in whitelist_policy, check::whitelist_policy, all;
    ReferralPolicy in referral_policy, check::referral_policy, of_sources;
    SupervisionPolicy in supervision_policy, |policy, _| check::supervision_policy(policy), all;
}

/// No department by name: it concerns all.
fn all<T>(_policy: &T) -> BTreeSet<String> {
    BTreeSet::new()
}

fn of_sources(policy: &ReferralPolicy) -> BTreeSet<String> {
    policy.sources.iter().map(|source| source.department_id.clone()).collect()
}

impl Noun for HallSession {
    const KIND: Kind = Kind::HallSession;
    const EVENTS: [&'static str; 2] =
        ["catalogue.hall_session.created", "catalogue.hall_session.updated"];

    fn id(&self) -> String {
        self.id.to_string()
    }
    fn public_id(&self) -> String {
        HallSession::id(self).text()
    }
    fn find(catalogue: &Catalogue, id: &str) -> Option<Versioned<Self>> {
        catalogue.hall_sessions.get(&id.parse().ok()?).cloned()
    }
    fn put(&self, catalogue: &mut Catalogue) {
        catalogue.hall_sessions.insert(self.id, Versioned { value: self.clone(), version: 0 });
    }
    fn flaws(&self, catalogue: &Catalogue) -> Vec<Flaw> {
        check::hall_session(self, catalogue)
    }
}

impl Noun for Closure {
    const KIND: Kind = Kind::Closure;
    const EVENTS: [&'static str; 2] = ["catalogue.closure.created", "catalogue.closure.updated"];

    fn id(&self) -> String {
        self.id.to_string()
    }
    fn public_id(&self) -> String {
        Closure::id(self).text()
    }
    fn find(catalogue: &Catalogue, id: &str) -> Option<Versioned<Self>> {
        catalogue.closures.get(&id.parse().ok()?).cloned()
    }
    fn flaws(&self, catalogue: &Catalogue) -> Vec<Flaw> {
        check::closure(self, catalogue)
    }
}

impl Noun for CalendarYear {
    const KIND: Kind = Kind::CalendarYear;
    const EVENTS: [&'static str; 2] =
        ["catalogue.calendar_year.created", "catalogue.calendar_year.updated"];

    fn id(&self) -> String {
        self.year.to_string()
    }
    fn find(catalogue: &Catalogue, id: &str) -> Option<Versioned<Self>> {
        catalogue.calendar_years.get(&id.parse().ok()?).cloned()
    }
    fn flaws(&self, _catalogue: &Catalogue) -> Vec<Flaw> {
        // A year is made of checked days only.
        Vec::new()
    }
}
