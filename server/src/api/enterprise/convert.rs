//! What the messages of enterprises mean: decoded with every fault noted, encoded as shown.

use crate::{
    api::{
        appointment::{email, phone},
        directory::convert::count,
        fields::{Fields, date, etag},
    },
    domain::{
        enterprise::{Contact, MAX_ENTERPRISE_NAME_CHARS, MAX_ENTERPRISES_AT_ONCE, MAX_TOWN_CHARS},
        id::{EnterpriseGroupId, Id as _},
        resident::MAX_QUERY_CHARS,
        whitelist::MAX_TRIPS_A_MONTH,
    },
    error::Result,
    service::enterprise::{
        EnterpriseSearch, EnterpriseView, GroupChange, GroupView, Member, Profile, ProfileMask,
    },
};
use chrono::NaiveDate;
use frsc_proto::{gtype::Date, v1 as pb};

pub(super) fn new_enterprise(request: pb::CreateEnterpriseRequest) -> Result<(String, Profile)> {
    let mut fields = Fields::new();
    let given = request.enterprise.unwrap_or_default();
    let id = fields.credit_code("enterprise.enterprise_id", &given.enterprise_id);
    let all =
        ProfileMask { name_zh: true, name_en: true, town: true, language: true, contact: true };
    let profile = profile(&mut fields, given, all);
    fields.both(id, Some(profile))
}

type Changed = ((String, i64), Profile, ProfileMask);

pub(super) fn changed(request: pb::UpdateEnterpriseRequest) -> Result<Changed> {
    let mut fields = Fields::new();
    let given = request.enterprise.unwrap_or_default();
    let id = fields.credit_code("enterprise.enterprise_id", &given.enterprise_id);
    let version = fields.etag("enterprise.etag", &given.etag);
    let mut mask = ProfileMask::default();
    let paths = request.update_mask.unwrap_or_default().paths;
    if paths.is_empty() {
        fields.fault("update_mask", "is required: name each field to change");
    }
    for (index, path) in paths.iter().enumerate().take(16) {
        match path.as_str() {
            "name_zh" => mask.name_zh = true,
            "name_en" => mask.name_en = true,
            "town" => mask.town = true,
            "language" => mask.language = true,
            "contact" => mask.contact = true,
            _ => fields.fault(
                &format!("update_mask.paths[{index}]"),
                "names no field that can change; name: name_zh, name_en, town, language, contact",
            ),
        }
    }
    let profile = profile(&mut fields, given, mask);
    let (id, ()) = fields.both(id, Some(()))?;
    Ok(((id, version), profile, mask))
}

/// What is told of the fields that are looked at.
pub(super) fn profile(fields: &mut Fields, given: pb::Enterprise, mask: ProfileMask) -> Profile {
    let mut told = Profile::default();
    let most = MAX_ENTERPRISE_NAME_CHARS;
    if mask.name_zh {
        told.name_zh = fields.text("enterprise.name_zh", &given.name_zh, 1, most);
    }
    if mask.name_en {
        told.name_en = fields.text("enterprise.name_en", &given.name_en, 0, most);
    }
    if mask.town {
        told.town = fields.text("enterprise.town", &given.town, 0, MAX_TOWN_CHARS);
    }
    if mask.language {
        let language = if given.language.is_empty() { "zh" } else { &given.language };
        told.language = fields.language("enterprise.language", language);
    }
    if mask.contact {
        let contact = given.contact.unwrap_or_default();
        told.contact = Contact {
            name: fields.text("enterprise.contact.name", &contact.name, 0, most),
            phone: phone(fields, "enterprise.contact.phone_number", &contact.phone_number),
            email: email(fields, "enterprise.contact.email", &contact.email),
        };
    }
    told
}

pub(super) fn searched(request: &pb::SearchEnterprisesRequest) -> Result<EnterpriseSearch> {
    let mut fields = Fields::new();
    let query = fields.text("query", &request.query, 0, MAX_QUERY_CHARS);
    let group = fields.optional_id("group_id", &request.group_id);
    let town = fields.text("town", &request.town, 0, MAX_TOWN_CHARS);
    let town = (!town.is_empty()).then_some(town);
    fields.finish(EnterpriseSearch { query, group, town })
}

type Exported = (Option<EnterpriseGroupId>, Option<String>);

/// Which enterprises an export is of.
pub(super) fn exported(request: &pb::ExportEnterprisesRequest) -> Result<Exported> {
    let mut fields = Fields::new();
    let group = fields.optional_id("group_id", &request.group_id);
    let town = fields.text("town", &request.town, 0, MAX_TOWN_CHARS);
    fields.finish((group, (!town.is_empty()).then_some(town)))
}

/// An enterprise as files carry it; without a profile its code alone.
pub(super) fn encode_profile(id: &str, profile: Option<&Profile>) -> pb::Enterprise {
    let enterprise_id = id.to_owned();
    let Some(of) = profile else {
        return pb::Enterprise { enterprise_id, ..Default::default() };
    };
    pb::Enterprise {
        enterprise_id,
        name_zh: of.name_zh.clone(),
        name_en: of.name_en.clone(),
        town: of.town.clone(),
        language: of.language.clone(),
        contact: Some(encode_contact(&of.contact)),
        ..Default::default()
    }
}

fn encode_contact(of: &Contact) -> pb::EnterpriseContact {
    pb::EnterpriseContact {
        name: of.name.clone(),
        phone_number: of.phone.clone(),
        email: of.email.clone(),
    }
}

type ChangedGroup = ((EnterpriseGroupId, i64), GroupChange);

pub(super) fn changed_group(request: pb::UpdateEnterpriseGroupRequest) -> Result<ChangedGroup> {
    let mut fields = Fields::new();
    let given = request.group.unwrap_or_default();
    let id = fields.id("group.group_id", &given.group_id);
    let version = fields.etag("group.etag", &given.etag);
    let paths = request.update_mask.unwrap_or_default().paths;
    if paths.is_empty() {
        fields.fault("update_mask", "is required: name each field to change");
    }
    let mut change = GroupChange::default();
    let most = MAX_ENTERPRISE_NAME_CHARS;
    for (index, path) in paths.iter().enumerate().take(16) {
        match path.as_str() {
            "name_zh" => {
                change.name_zh = Some(fields.text("group.name_zh", &given.name_zh, 1, most));
            }
            "name_en" => {
                change.name_en = Some(fields.text("group.name_en", &given.name_en, 0, most));
            }
            "trips_a_month" => {
                let (field, given) = ("group.trips_a_month", given.trips_a_month);
                let trips = fields.number(field, given, 0, MAX_TRIPS_A_MONTH);
                change.trips_a_month = Some((trips > 0).then_some(trips));
            }
            _ => fields.fault(
                &format!("update_mask.paths[{index}]"),
                "names no field that can change; name: name_zh, name_en, trips_a_month",
            ),
        }
    }
    let (id, ()) = fields.both(id, Some(()))?;
    Ok(((id, version), change))
}

pub(super) fn group_names(fields: &mut Fields, zh: &str, en: &str) -> (String, String) {
    let most = MAX_ENTERPRISE_NAME_CHARS;
    (fields.text("name_zh", zh, 1, most), fields.text("name_en", en, 0, most))
}

type Moving = (EnterpriseGroupId, Vec<String>, Option<NaiveDate>);

pub(super) fn moving(group: &str, ids: &[String], from: Option<Date>) -> Result<Moving> {
    let mut fields = Fields::new();
    let group = fields.id("group_id", group);
    let ids = fields.credit_codes("enterprise_ids", ids, 1, MAX_ENTERPRISES_AT_ONCE);
    let from = fields.optional_date("from_date", from);
    let (group, ids) = fields.both(group, Some(ids))?;
    Ok((group, ids, from))
}

type Merging = ((EnterpriseGroupId, EnterpriseGroupId), Option<NaiveDate>);

pub(super) fn merging(request: pb::MergeEnterpriseGroupsRequest) -> Result<Merging> {
    let mut fields = Fields::new();
    let group = fields.id("group_id", &request.group_id);
    let into = fields.id("into_group_id", &request.into_group_id);
    let from = fields.optional_date("from_date", request.from_date);
    Ok((fields.both(group, into)?, from))
}

type Splitting = (((EnterpriseGroupId, Vec<String>), (String, String)), Option<NaiveDate>);

pub(super) fn splitting(request: pb::SplitEnterpriseGroupRequest) -> Result<Splitting> {
    let mut fields = Fields::new();
    let group = fields.id("group_id", &request.group_id);
    let most = MAX_ENTERPRISES_AT_ONCE;
    let ids = fields.credit_codes("enterprise_ids", &request.enterprise_ids, 1, most);
    let names = group_names(&mut fields, &request.name_zh, &request.name_en);
    let from = fields.optional_date("from_date", request.from_date);
    Ok(((fields.both(group, Some(ids))?, names), from))
}

/// An enterprise as messages carry it.
pub(in crate::api) fn encode(view: &EnterpriseView) -> pb::Enterprise {
    let of = &view.enterprise;
    let membership = |one: &crate::domain::enterprise::Membership| pb::GroupMembership {
        group_id: one.group.text(),
        from_date: Some(date(one.from)),
        until_date: one.until.map(date),
    };
    pb::Enterprise {
        enterprise_id: of.id.clone(),
        name_zh: of.name_zh.clone(),
        name_en: of.name_en.clone(),
        town: of.town.clone(),
        language: of.language.clone(),
        contact: Some(encode_contact(&view.contact)),
        memberships: of.memberships.iter().map(membership).collect(),
        people_count: i32::try_from(view.people).unwrap_or(i32::MAX),
        etag: etag(of.version),
    }
}

/// A group as messages carry it.
pub(super) fn encode_group(view: &GroupView) -> pb::EnterpriseGroup {
    let of = &view.group;
    pb::EnterpriseGroup {
        group_id: of.id.text(),
        name_zh: of.name_zh.clone(),
        name_en: of.name_en.clone(),
        enterprises_count: count(u32::try_from(view.enterprises).unwrap_or(u32::MAX)),
        merged_into_group_id: of.merged_into.map(|id| id.text()).unwrap_or_default(),
        etag: etag(of.version),
        trips_a_month: of.trips_a_month.map_or(0, count),
        trips_this_month_count: count(u32::try_from(view.trips).unwrap_or(u32::MAX)),
        members: view.members.iter().map(encode_member).collect(),
    }
}

fn encode_member(of: &Member) -> pb::GroupMember {
    pb::GroupMember {
        enterprise_id: of.enterprise_id.clone(),
        name_zh: of.name_zh.clone(),
        name_en: of.name_en.clone(),
        from_date: Some(date(of.membership.from)),
        until_date: of.membership.until.map(date),
    }
}
