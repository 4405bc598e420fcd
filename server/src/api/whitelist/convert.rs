//! What the messages of entries mean: decoded with every fault noted, encoded as they are shown.

use crate::{
    api::{
        appointment::note_in,
        directory::convert::count,
        fields::{Fields, date, etag, timestamp},
    },
    domain::{
        enterprise::MAX_TOWN_CHARS,
        id::{EvidenceId, Id, ResidentId},
        whitelist::{
            Benefits, Coverage, Direction, EntryState, EntryStep, EntryView, MAX_EVIDENCE_OF_STEP,
            MAX_MONTHS, MAX_PERSONS_AT_ONCE, MAX_REASON_CHARS, MAX_TRIPS_A_MONTH, NamedEnd,
            NamedPerson, Purposes, Terms, TravelPurpose, TravellerRole, TravellerRoles,
            WhitelistBenefit, last_of_a_year, last_of_months,
        },
    },
    error::Result,
    service::whitelist::{EntryCounts, EntrySearch, PersonsChange, Target, Told, token_of},
};
use chrono::{DateTime, NaiveDate, Utc};
use frsc_proto::{gtype::Date, v1 as pb};

/// An application as it came in.
pub(super) struct Applied {
    pub(super) enterprise_id: String,
    pub(super) terms: Terms,
    pub(super) persons: Vec<ResidentId>,
    pub(super) told: Told,
}

pub(super) fn application(request: pb::ApplyForWhitelistEntryRequest) -> Result<Applied> {
    let mut fields = Fields::new();
    let enterprise_id = fields.credit_code("enterprise_id", &request.enterprise_id);
    let terms = terms(&mut fields, "terms", &request.terms.unwrap_or_default());
    let persons = ids(&mut fields, "resident_ids", &request.resident_ids, MAX_PERSONS_AT_ONCE);
    let named = terms.is_some_and(|terms| terms.coverage == Coverage::Named);
    if !named && !persons.is_empty() {
        let zh = "仅按名单覆盖时填写人员";
        fields.told("resident_ids", "are for an entry that covers NAMED persons", zh);
    }
    let told = told(&mut fields, &request.reason, &request.evidence_ids, 0);
    let (enterprise_id, terms) = fields.both(enterprise_id, terms)?;
    Ok(Applied { enterprise_id, terms, persons, told })
}

/// Terms, of which every fault is noted.
pub(in crate::api) fn terms(
    fields: &mut Fields,
    at: &str,
    given: &pb::WhitelistTerms,
) -> Option<Terms> {
    let field = |name: &str| format!("{at}.{name}");
    let direction = direction(fields, &field("direction"), given.direction);
    let coverage = fields.choice::<pb::WhitelistCoverage>(&field("coverage"), given.coverage);
    let coverage = coverage.and_then(|one| Coverage::from_number(one.into()));
    let mut purposes = Vec::new();
    for (index, given) in given.purposes.iter().enumerate().take(TravelPurpose::ALL.len() + 1) {
        purposes.extend(purpose(fields, &format!("{at}.purposes[{index}]"), *given));
    }
    if given.purposes.is_empty() {
        fields.told(&field("purposes"), "must have at least one entry", "至少填一项事由");
    }
    let mut roles = Vec::new();
    for (index, given) in given.roles.iter().enumerate().take(TravellerRole::ALL.len() + 1) {
        roles.extend(role(fields, &format!("{at}.roles[{index}]"), *given));
    }
    match coverage {
        Some(Coverage::Roles) if given.roles.is_empty() => {
            fields.told(
                &field("roles"),
                "are required where coverage is ROLES",
                "请填写覆盖的岗位",
            );
        }
        Some(Coverage::All | Coverage::Named) if !given.roles.is_empty() => {
            fields.told(&field("roles"), "are for coverage ROLES alone", "仅按岗位覆盖时填写");
        }
        _ => {}
    }
    let mut benefits = Vec::new();
    for (index, given) in given.benefits.iter().enumerate().take(WhitelistBenefit::ALL.len() + 1) {
        let at = format!("{at}.benefits[{index}]");
        let one = fields.choice::<pb::WhitelistBenefit>(&at, *given);
        benefits.extend(one.and_then(|one| WhitelistBenefit::from_number(one.into())));
    }
    let trips = fields.number(&field("trips_a_month"), given.trips_a_month, 0, MAX_TRIPS_A_MONTH);
    let (from, until) = days(fields, at, given)?;
    Some(Terms {
        direction: direction?,
        purposes: purposes.into_iter().collect::<Purposes>(),
        coverage: coverage?,
        roles: roles.into_iter().collect::<TravellerRoles>(),
        trips_a_month: (trips > 0).then_some(trips),
        benefits: benefits.into_iter().collect::<Benefits>(),
        valid_from: from,
        valid_until: until,
    })
}

fn days(
    fields: &mut Fields,
    at: &str,
    given: &pb::WhitelistTerms,
) -> Option<(NaiveDate, NaiveDate)> {
    let from = fields.date(&format!("{at}.valid_from_date"), given.valid_from_date)?;
    let field = format!("{at}.valid_until_date");
    let until = match given.valid_until_date {
        Some(until) => fields.date(&field, Some(until))?,
        None => last_of_a_year(from),
    };
    if until < from || until > last_of_months(from, MAX_MONTHS) {
        fields.told(
            &field,
            "must be valid_from_date or after it, at most five years",
            "应不早于起始日，最长五年",
        );
        return None;
    }
    Some((from, until))
}

pub(in crate::api) fn direction(fields: &mut Fields, field: &str, given: i32) -> Option<Direction> {
    let one = fields.choice::<pb::TravelDirection>(field, given);
    one.and_then(|one| Direction::from_number(one.into()))
}

pub(in crate::api) fn purpose(
    fields: &mut Fields,
    field: &str,
    given: i32,
) -> Option<TravelPurpose> {
    let one = fields.choice::<pb::TravelPurpose>(field, given);
    one.and_then(|one| TravelPurpose::from_number(one.into()))
}

pub(in crate::api) fn role(fields: &mut Fields, field: &str, given: i32) -> Option<TravellerRole> {
    let one = fields.choice::<pb::TravellerRole>(field, given);
    one.and_then(|one| TravellerRole::from_number(one.into()))
}

fn ids<T: Id + PartialEq>(
    fields: &mut Fields,
    field: &str,
    given: &[String],
    most: usize,
) -> Vec<T> {
    if given.len() > most {
        fields.told(field, format!("must have at most {most} entries"), format!("最多 {most} 项"));
    }
    let mut read = Vec::new();
    for (index, id) in given.iter().enumerate().take(most) {
        let at = format!("{field}[{index}]");
        let id = fields.id::<T>(&at, id);
        if id.is_some_and(|id| read.contains(&id)) {
            fields.told(&at, "is there twice; name it once", "重复，请只填一次");
        }
        read.extend(id);
    }
    read
}

/// What is told with a step.
pub(super) fn told(fields: &mut Fields, reason: &str, evidence: &[String], least: usize) -> Told {
    let reason = self::reason(fields, "reason", reason, least);
    let evidence = ids::<EvidenceId>(fields, "evidence_ids", evidence, MAX_EVIDENCE_OF_STEP);
    Told { reason, evidence }
}

/// Why.
pub(super) fn reason(fields: &mut Fields, field: &str, given: &str, least: usize) -> String {
    fields.text(field, given, least, MAX_REASON_CHARS);
    note_in(fields, field, given)
}

/// A request that takes a step.
pub(super) trait Stepped {
    fn parts(&self) -> (&str, &str, &str, &[String]);
}

macro_rules! stepped {
    ($($message:ty),* $(,)?) => {$(
        impl Stepped for $message {
            fn parts(&self) -> (&str, &str, &str, &[String]) {
                (&self.entry_id, &self.etag, &self.reason, &self.evidence_ids)
            }
        }
    )*};
}

stepped! {
    pb::RecommendWhitelistEntryRequest,
    pb::ApproveWhitelistEntryRequest,
    pb::RejectWhitelistEntryRequest,
    pb::WithdrawWhitelistEntryRequest,
    pb::SuspendWhitelistEntryRequest,
    pb::LiftWhitelistSuspensionRequest,
    pb::RevokeWhitelistEntryRequest,
    pb::RenewWhitelistEntryRequest,
    pb::ChangeNamedPersonsRequest,
}

pub(super) fn stepped(request: &impl Stepped) -> Result<(Target, Told)> {
    let mut fields = Fields::new();
    let (id, version, reason, evidence) = request.parts();
    let told = told(&mut fields, reason, evidence, 1);
    Ok((fields.resource("entry_id", id, version)?, told))
}

type Revocation = (Target, Told, Option<DateTime<Utc>>);

pub(super) fn revocation(request: pb::RevokeWhitelistEntryRequest) -> Result<Revocation> {
    let mut fields = Fields::new();
    let at = fields.optional_instant("revoke_time", request.revoke_time);
    let step = stepped(&request);
    let ((target, told), ()) = crate::api::handle::both(step, fields.finish(()))?;
    Ok((target, told, at))
}

type Renewal = (Target, Told, Option<NaiveDate>);

pub(super) fn renewal(request: pb::RenewWhitelistEntryRequest) -> Result<Renewal> {
    let mut fields = Fields::new();
    let until = fields.optional_date("valid_until_date", request.valid_until_date);
    let step = stepped(&request);
    let ((target, told), ()) = crate::api::handle::both(step, fields.finish(()))?;
    Ok((target, told, until))
}

type Persons = (Target, Told, PersonsChange);

pub(super) fn persons(request: pb::ChangeNamedPersonsRequest) -> Result<Persons> {
    let mut fields = Fields::new();
    let most = MAX_PERSONS_AT_ONCE;
    let add = ids(&mut fields, "add_resident_ids", &request.add_resident_ids, most);
    let end = ids(&mut fields, "end_resident_ids", &request.end_resident_ids, most);
    if request.add_resident_ids.is_empty() && request.end_resident_ids.is_empty() {
        fields.told("add_resident_ids", "or end_resident_ids must name somebody", "请填写人员");
    }
    let from = fields.optional_date("from_date", request.from_date);
    let until = fields.optional_date("until_date", request.until_date);
    let step = stepped(&request);
    let ((target, told), ()) = crate::api::handle::both(step, fields.finish(()))?;
    Ok((target, told, PersonsChange { add, from, end, until }))
}

pub(super) fn searched(request: &pb::ListWhitelistEntriesRequest) -> Result<EntrySearch> {
    let mut fields = Fields::new();
    let enterprise_id = fields.optional_credit_code("enterprise_id", &request.enterprise_id);
    let group = fields.optional_id("group_id", &request.group_id);
    let town = town(&mut fields, "town", &request.town);
    let states = states(&mut fields, "states", &request.states);
    let direction = match request.direction {
        0 => None,
        given => direction(&mut fields, "direction", given),
    };
    let field = "valid_until_at_most_date";
    let valid_until_at_most = fields.optional_date(field, request.valid_until_at_most_date);
    fields.finish(EntrySearch {
        enterprise_id,
        group,
        town,
        states,
        direction,
        valid_until_at_most,
    })
}

/// A town of a search; empty: none.
pub(super) fn town(fields: &mut Fields, field: &str, given: &str) -> Option<String> {
    let town = fields.text(field, given, 0, MAX_TOWN_CHARS);
    (!town.is_empty()).then_some(town)
}

/// States of a search.
pub(super) fn states(fields: &mut Fields, field: &str, given: &[i32]) -> Vec<EntryState> {
    let mut states = Vec::new();
    for (index, state) in given.iter().enumerate().take(EntryState::ALL.len()) {
        let state = fields.choice::<pb::WhitelistState>(&format!("{field}[{index}]"), *state);
        states.extend(state.and_then(|state| EntryState::from_number(state.into())));
    }
    states
}

/// Terms as messages carry them.
pub(in crate::api) fn encode_terms(of: &Terms) -> pb::WhitelistTerms {
    pb::WhitelistTerms {
        direction: of.direction.number(),
        purposes: of.purposes.iter().map(TravelPurpose::number).collect(),
        coverage: of.coverage.number(),
        roles: of.roles.iter().map(TravellerRole::number).collect(),
        trips_a_month: of.trips_a_month.map_or(0, count),
        benefits: of.benefits.iter().map(WhitelistBenefit::number).collect(),
        valid_from_date: Some(date(of.valid_from)),
        valid_until_date: Some(date(of.valid_until)),
    }
}

/// An entry as lists and answers carry it.
pub(in crate::api) fn encode(view: &EntryView) -> pb::WhitelistEntry {
    let of = &view.entry;
    pb::WhitelistEntry {
        entry_id: of.id.text(),
        enterprise_id: of.enterprise_id.clone(),
        state: view.state.number(),
        terms: Some(encode_terms(&of.terms)),
        steps: Vec::new(),
        persons: Vec::new(),
        renews_entry_id: of.renews.map(|id| id.text()).unwrap_or_default(),
        etag: etag(of.version),
        consistency_token: token_of(of.stamp).text(),
    }
}

/// An entry with its steps and persons.
pub(in crate::api) fn with_details(view: &EntryView) -> pb::WhitelistEntry {
    let step = |step: &EntryStep| pb::WhitelistStep {
        kind: step.kind.number(),
        account_id: step.by.text(),
        department_id: step.department_id.clone().unwrap_or_default(),
        record_time: Some(timestamp(step.at)),
        effective_time: Some(timestamp(step.effective_at)),
        reason: step.reason.clone(),
        evidence_ids: step.evidence.iter().map(|id| id.text()).collect(),
    };
    let end = |one: &NamedEnd| pb::NamedPersonEnd {
        until_date: Some(date(one.until)),
        record_time: Some(timestamp(one.recorded.at)),
        step_number: one.recorded.step.unwrap_or(0),
    };
    let person = |one: &NamedPerson| pb::NamedPerson {
        resident_id: one.resident_id.text(),
        from_date: Some(date(one.from)),
        until_date: one.until().map(date),
        add_time: Some(timestamp(one.added.at)),
        end_time: one.ended_at().map(timestamp),
        add_step_number: one.added.step.unwrap_or(0),
        ends: one.ends.iter().map(end).collect(),
    };
    pb::WhitelistEntry {
        steps: view.entry.steps.iter().map(step).collect(),
        persons: view.entry.persons.iter().map(person).collect(),
        ..encode(view)
    }
}

pub(super) fn count_of(of: &EntryCounts) -> pb::CountWhitelistEntriesResponse {
    let number = |of: u64| i32::try_from(of).unwrap_or(i32::MAX);
    let state = |(state, of): &(EntryState, u64)| pb::WhitelistStateCount {
        state: state.number(),
        count: number(*of),
    };
    pb::CountWhitelistEntriesResponse {
        enterprises_count: number(of.enterprises),
        active_enterprises_count: number(of.active_enterprises),
        states: of.states.iter().map(state).collect(),
    }
}

/// A day that may be left out.
pub(super) fn optional_day(
    fields: &mut Fields,
    at: &str,
    given: Option<Date>,
) -> Option<NaiveDate> {
    fields.optional_date(at, given)
}
