//! Checks on their way in and out.

use super::convert::{direction, optional_day, purpose, role};
use crate::{
    api::{
        appointment::passport,
        fields::{Fields, date, local_text},
    },
    domain::{
        caller::{Caller, Role, Roles},
        id::{Id as _, ResidentId, WhitelistEntryId, WhitelistToken},
        whitelist::{
            CheckCount, Direction, MAX_BATCH, Reason, ReasonDetail, TravelPurpose, TravellerRole,
            Verdict, WhitelistBenefit,
        },
    },
    error::Result,
    service::whitelist::{Ask, AskedPerson, CheckCountFilter},
};
use chrono::{DateTime, Utc};
use frsc_proto::v1 as pb;

/// One check: what is asked, the state that its answer is to know, and as known when.
type OneCheck = (Ask, Option<WhitelistToken>, Option<DateTime<Utc>>);

pub(super) fn one_check(request: pb::CheckWhitelistRequest) -> Result<OneCheck> {
    let mut fields = Fields::new();
    let check = request.check.unwrap_or_default();
    let ask = plain(&check).or_else(|| asked(&mut fields, "check", &check));
    let token = fields.optional_id("consistency_token", &request.consistency_token);
    let known = fields.optional_instant("as_known_time", request.as_known_time);
    let (ask, ()) = fields.both(ask, Some(()))?;
    Ok((ask, token, known))
}

/// Some checks, and the state that their answers are to know.
pub(super) fn checks(
    request: pb::BatchCheckWhitelistRequest,
) -> Result<(Vec<Ask>, Option<WhitelistToken>)> {
    let mut fields = Fields::new();
    if !(1..=MAX_BATCH).contains(&request.checks.len()) {
        let problem = format!("must have 1 to {MAX_BATCH} entries");
        fields.told("checks", problem, format!("应有 1 至 {MAX_BATCH} 项"));
    }
    let mut all = Vec::with_capacity(request.checks.len().min(MAX_BATCH));
    for (index, check) in request.checks.iter().enumerate().take(MAX_BATCH) {
        let at = || format!("checks[{index}]");
        all.extend(plain(check).or_else(|| asked(&mut fields, &at(), check)));
    }
    let token = fields.optional_id("consistency_token", &request.consistency_token);
    fields.finish((all, token))
}

/// A check without a day and a passport, in which nothing is wrong; what is wrong is told by name
/// of its field, which costs more than the check.
fn plain(given: &pb::WhitelistCheck) -> Option<Ask> {
    use pb::whitelist_check::Person;
    let known = |number: i32| (number != 0).then_some(number);
    let person = match &given.person {
        None => AskedPerson::Nobody,
        Some(Person::ResidentId(id)) => AskedPerson::Resident(ResidentId::parse(id)?),
        Some(Person::PassportNumber(_)) => return None,
    };
    if given.date.is_some() {
        return None;
    }
    let role = match known(given.role) {
        Some(number) => Some(TravellerRole::from_number(number)?),
        None => None,
    };
    let purpose = match known(given.purpose) {
        Some(number) => Some(TravelPurpose::from_number(number)?),
        None => None,
    };
    let enterprise_id = given.enterprise_id.parse().ok()?;
    let direction = Direction::from_number(given.direction)?;
    Some(Ask { enterprise_id, person, role, direction, day: None, purpose })
}

fn asked(fields: &mut Fields, at: &str, given: &pb::WhitelistCheck) -> Option<Ask> {
    use pb::whitelist_check::Person;
    let enterprise_id =
        fields.typed_credit_code(&format!("{at}.enterprise_id"), &given.enterprise_id);
    let person = match &given.person {
        None => Some(AskedPerson::Nobody),
        Some(Person::ResidentId(id)) => {
            fields.id(&format!("{at}.resident_id"), id).map(AskedPerson::Resident)
        }
        Some(Person::PassportNumber(number)) => {
            let at = format!("{at}.passport_number");
            if number.trim().is_empty() {
                fields.told(&at, "is required", "必填");
            }
            passport(fields, &at, number).map(AskedPerson::Passport)
        }
    };
    let role = match given.role {
        0 => None,
        given => role(fields, &format!("{at}.role"), given),
    };
    let direction = direction(fields, &format!("{at}.direction"), given.direction);
    let day = given.date.and_then(|day| optional_day(fields, &format!("{at}.date"), Some(day)));
    let purpose = match given.purpose {
        0 => None,
        given => purpose(fields, &format!("{at}.purpose"), given),
    };
    let (enterprise_id, person, direction) = (enterprise_id?, person?, direction?);
    Some(Ask { enterprise_id, person, role, direction, day, purpose })
}

/// The answer of a check. Who may not know who is on record is told of somebody unknown what he is
/// told of whom no entry names.
pub(super) fn encode_verdict(of: &Verdict, to: &Caller) -> pb::WhitelistVerdict {
    let entry_ids: Vec<_> = of.entries().map(|id| id.text()).collect();
    // Who is covered is so by the entries just told.
    let told = |id: WhitelistEntryId| match of.entries().position(|own| own == id) {
        Some(place) => entry_ids[place].clone(),
        None => id.text(),
    };
    let mut reasons: Vec<_> =
        of.reasons.iter().map(|one| detail(one, one.entry.map(told))).collect();
    let people = Roles::of(&[Role::Clerk, Role::DutyLead, Role::DepartmentOfficer]);
    if !to.roles.meets(people) {
        for own in reasons.iter_mut().filter(|own| own.reason == Reason::PersonUnknown.number()) {
            own.reason = Reason::PersonNotNamed.number();
        }
    }
    pb::WhitelistVerdict {
        covered: of.is_covered(),
        until_date: of.until.map(date),
        benefits: of.benefits.iter().map(WhitelistBenefit::number).collect(),
        reasons,
        entry_ids,
    }
}

fn detail(of: &ReasonDetail, entry_id: Option<String>) -> pb::WhitelistReasonDetail {
    let detail = match (of.day, of.since) {
        (Some(day), _) => day.to_string(),
        (None, Some(since)) => local_text(since),
        (None, None) => of.word.to_owned(),
    };
    pb::WhitelistReasonDetail {
        reason: of.reason.number(),
        entry_id: entry_id.unwrap_or_default(),
        detail,
    }
}

/// Which counts of checks are asked for.
pub(super) fn counts_asked(
    request: &pb::ListWhitelistCheckCountsRequest,
) -> Result<CheckCountFilter> {
    let mut fields = Fields::new();
    let filter = CheckCountFilter {
        from: fields.optional_date("from_date", request.from_date),
        to: fields.optional_date("to_date", request.to_date),
        account_id: fields.optional_id("account_id", &request.account_id),
    };
    fields.finish(filter)
}

pub(super) fn encode_count(of: &CheckCount) -> pb::WhitelistCheckCount {
    pb::WhitelistCheckCount {
        date: Some(date(of.day)),
        account_id: of.account_id.text(),
        checks_count: of.checks,
        covered_count: of.covered,
    }
}
