//! The kinds of documents: where each is found in a snapshot, what is checked of it, what is told
//! of it, and whom it concerns.

use super::Noun;
use crate::{
    domain::{
        catalogue::{
            BookingPolicy, CalendarYear, CasePolicy, Catalogue, Closure, Counter, Department,
            FeeSchedule, HallSession, OpeningHours, RatingPolicy, ReferralPolicy, ServiceItem,
            SupervisionPolicy, Versioned,
            check::{self, Flaw},
        },
        id::Id as _,
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

impl Noun for BookingPolicy {
    const KIND: Kind = Kind::BookingPolicy;
    const EVENTS: [&'static str; 2] =
        ["catalogue.booking_policy.created", "catalogue.booking_policy.updated"];

    fn id(&self) -> String {
        ONLY.to_owned()
    }
    fn public_id(&self) -> String {
        Self::KIND.name().to_owned()
    }
    fn find(catalogue: &Catalogue, _id: &str) -> Option<Versioned<Self>> {
        // Without a document the published practice rules, as version 0.
        let default = || Versioned { value: Self::default(), version: 0 };
        Some(catalogue.booking_policy.clone().unwrap_or_else(default))
    }
    fn flaws(&self, _catalogue: &Catalogue) -> Vec<Flaw> {
        check::booking_policy(self)
    }
}

impl Noun for CasePolicy {
    const KIND: Kind = Kind::CasePolicy;
    const EVENTS: [&'static str; 2] =
        ["catalogue.case_policy.created", "catalogue.case_policy.updated"];

    fn id(&self) -> String {
        ONLY.to_owned()
    }
    fn public_id(&self) -> String {
        Self::KIND.name().to_owned()
    }
    fn find(catalogue: &Catalogue, _id: &str) -> Option<Versioned<Self>> {
        // Without a document the law and the published practice rule, as version 0.
        let default = || Versioned { value: Self::default(), version: 0 };
        Some(catalogue.case_policy.clone().unwrap_or_else(default))
    }
    fn flaws(&self, _catalogue: &Catalogue) -> Vec<Flaw> {
        check::case_policy(self)
    }
}

impl Noun for RatingPolicy {
    const KIND: Kind = Kind::RatingPolicy;
    const EVENTS: [&'static str; 2] =
        ["catalogue.rating_policy.created", "catalogue.rating_policy.updated"];

    fn id(&self) -> String {
        ONLY.to_owned()
    }
    fn public_id(&self) -> String {
        Self::KIND.name().to_owned()
    }
    fn find(catalogue: &Catalogue, _id: &str) -> Option<Versioned<Self>> {
        // Without a document the law and the published practice rule, as version 0.
        let default = || Versioned { value: Self::default(), version: 0 };
        Some(catalogue.rating_policy.clone().unwrap_or_else(default))
    }
    fn flaws(&self, catalogue: &Catalogue) -> Vec<Flaw> {
        check::rating_policy(self, catalogue)
    }
}

impl Noun for SupervisionPolicy {
    const KIND: Kind = Kind::SupervisionPolicy;
    const EVENTS: [&'static str; 2] =
        ["catalogue.supervision_policy.created", "catalogue.supervision_policy.updated"];

    fn id(&self) -> String {
        ONLY.to_owned()
    }
    fn public_id(&self) -> String {
        Self::KIND.name().to_owned()
    }
    fn find(catalogue: &Catalogue, _id: &str) -> Option<Versioned<Self>> {
        // Without a document the centre's practice rules, as version 0.
        let default = || Versioned { value: Self::default(), version: 0 };
        Some(catalogue.supervision_policy.clone().unwrap_or_else(default))
    }
    fn flaws(&self, _catalogue: &Catalogue) -> Vec<Flaw> {
        check::supervision_policy(self)
    }
}

impl Noun for FeeSchedule {
    const KIND: Kind = Kind::FeeSchedule;
    const EVENTS: [&'static str; 2] =
        ["catalogue.fee_schedule.created", "catalogue.fee_schedule.updated"];

    fn id(&self) -> String {
        ONLY.to_owned()
    }
    fn public_id(&self) -> String {
        Self::KIND.name().to_owned()
    }
    fn find(catalogue: &Catalogue, _id: &str) -> Option<Versioned<Self>> {
        let empty = Self { bands: Vec::new(), max_months: 0, legal_basis: String::new() };
        let empty = || Versioned { value: empty, version: 0 };
        Some(catalogue.fee_schedule.clone().unwrap_or_else(empty))
    }
    fn flaws(&self, _catalogue: &Catalogue) -> Vec<Flaw> {
        check::fee_schedule(self)
    }
}

impl Noun for ReferralPolicy {
    const KIND: Kind = Kind::ReferralPolicy;
    const EVENTS: [&'static str; 2] =
        ["catalogue.referral_policy.created", "catalogue.referral_policy.updated"];

    fn id(&self) -> String {
        ONLY.to_owned()
    }
    fn public_id(&self) -> String {
        Self::KIND.name().to_owned()
    }
    fn find(catalogue: &Catalogue, _id: &str) -> Option<Versioned<Self>> {
        // Without a document the published practice rules, as version 0.
        let default = || Versioned { value: Self::default(), version: 0 };
        Some(catalogue.referral_policy.clone().unwrap_or_else(default))
    }
    fn flaws(&self, catalogue: &Catalogue) -> Vec<Flaw> {
        check::referral_policy(self, catalogue)
    }
    fn departments(&self, _catalogue: &Catalogue) -> BTreeSet<String> {
        self.sources.iter().map(|source| source.department_id.clone()).collect()
    }
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
