//! The columns of files of enterprises, what offices call them, and the words of their cells: the
//! first Chinese and the first English word of a number are those of exports.

use crate::office::Column;
use frsc_proto::v1;

const fn column(name: &'static str, called: &'static [&'static str]) -> Column {
    Column { name, called, personal: false }
}

const fn personal(name: &'static str, called: &'static [&'static str]) -> Column {
    Column { name, called, personal: true }
}

/// The columns of a file.
pub(super) static COLUMNS: [Column; 24] = [
    column(
        "enterprise_id",
        &["统一社会信用代码", "信用代码", "社会信用代码", "统一代码", "creditcode"],
    ),
    column("name_zh", &["企业名称", "单位名称", "公司名称", "企业中文名称", "name", "company"]),
    column("name_en", &["英文名称", "企业英文名称", "englishname"]),
    column("town", &["镇街", "所属镇街", "所在镇街", "乡镇", "街道", "镇街道", "属地"]),
    column("language", &["语言", "语种"]),
    personal("contact_name", &["联系人", "联系人姓名"]),
    personal("contact_phone", &["联系电话", "电话", "手机", "联系人电话"]),
    personal("contact_email", &["邮箱", "电子邮箱", "联系邮箱", "e-mail"]),
    column("group", &["所属集团", "集团", "集团名称"]),
    column("group_from", &["加入集团日期", "加入集团日", "集团起始日"]),
    column("direction", &["方向", "出入境方向"]),
    column("purposes", &["事由", "出入境事由"]),
    column("coverage", &["适用人员", "人员范围", "覆盖人员", "覆盖范围"]),
    column("roles", &["适用岗位", "岗位"]),
    column("trips_a_month", &["每月次数", "每月次数上限", "月次数"]),
    column("benefits", &["便利措施", "权益"]),
    column("valid_from", &["有效期起", "起始日期", "生效日期", "有效期自", "开始日期"]),
    column("valid_until", &["有效期止", "有效期至", "截止日期", "到期日期", "结束日期"]),
    column("state", &["名单状态", "状态"]),
    column("resident_id", &["人员编号"]),
    personal("passport_number", &["护照号码", "护照号", "passportno", "passportno."]),
    column("passport_issuer", &["护照签发国", "护照签发国家", "国籍"]),
    column("person_from", &["人员起始日", "人员起始日期"]),
    column("person_until", &["人员截止日", "人员截止日期"]),
];

/// The fields of a row and the columns in which they stand; of those that begin alike the longer
/// comes first.
pub(super) const FIELDS: [(&str, &str); 26] = [
    ("enterprise.name_zh", "name_zh"),
    ("enterprise.name_en", "name_en"),
    ("enterprise.town", "town"),
    ("enterprise.language", "language"),
    ("enterprise.contact.phone_number", "contact_phone"),
    ("enterprise.contact.email", "contact_email"),
    ("enterprise.contact", "contact_name"),
    ("enterprise", "enterprise_id"),
    ("group_from_date", "group_from"),
    ("group_name_zh", "group"),
    ("entry_state", "state"),
    ("entry.purposes", "purposes"),
    ("entry.coverage", "coverage"),
    ("entry.roles", "roles"),
    ("entry.trips_a_month", "trips_a_month"),
    ("entry.benefits", "benefits"),
    ("entry.valid_from_date", "valid_from"),
    ("entry.valid_until_date", "valid_until"),
    ("entry", "direction"),
    ("person.resident_id", "resident_id"),
    ("person.passport_issuer", "passport_issuer"),
    ("person.from_date", "person_from"),
    ("person.until_date", "person_until"),
    ("person.passport_number", "passport_number"),
    ("person", "passport_number"),
    ("resident", "resident_id"),
];

/// The words of directions.
pub(super) const DIRECTIONS: [(&str, i32); 9] = [
    ("双向", v1::TravelDirection::Both as i32),
    ("往返", v1::TravelDirection::Both as i32),
    ("出入境", v1::TravelDirection::Both as i32),
    ("入出境", v1::TravelDirection::Both as i32),
    ("both", v1::TravelDirection::Both as i32),
    ("入境", v1::TravelDirection::Entry as i32),
    ("entry", v1::TravelDirection::Entry as i32),
    ("出境", v1::TravelDirection::Exit as i32),
    ("exit", v1::TravelDirection::Exit as i32),
];
/// The words of purposes.
pub(super) const PURPOSES: [(&str, i32); 25] = [
    ("商务洽谈", v1::TravelPurpose::Business as i32),
    ("商务", v1::TravelPurpose::Business as i32),
    ("business", v1::TravelPurpose::Business as i32),
    ("任职管理", v1::TravelPurpose::Management as i32),
    ("任职", v1::TravelPurpose::Management as i32),
    ("管理", v1::TravelPurpose::Management as i32),
    ("management", v1::TravelPurpose::Management as i32),
    ("设备安装", v1::TravelPurpose::Installation as i32),
    ("安装", v1::TravelPurpose::Installation as i32),
    ("调试", v1::TravelPurpose::Installation as i32),
    ("维修", v1::TravelPurpose::Installation as i32),
    ("installation", v1::TravelPurpose::Installation as i32),
    ("技术指导", v1::TravelPurpose::Technical as i32),
    ("technical", v1::TravelPurpose::Technical as i32),
    ("考察", v1::TravelPurpose::Inspection as i32),
    ("验收", v1::TravelPurpose::Inspection as i32),
    ("inspection", v1::TravelPurpose::Inspection as i32),
    ("培训", v1::TravelPurpose::Training as i32),
    ("training", v1::TravelPurpose::Training as i32),
    ("会议", v1::TravelPurpose::Conference as i32),
    ("参展", v1::TravelPurpose::Conference as i32),
    ("conference", v1::TravelPurpose::Conference as i32),
    ("其他", v1::TravelPurpose::Other as i32),
    ("其它", v1::TravelPurpose::Other as i32),
    ("other", v1::TravelPurpose::Other as i32),
];
/// The words of whom an entry covers.
pub(super) const COVERAGES: [(&str, i32); 10] = [
    ("全部", v1::WhitelistCoverage::All as i32),
    ("全员", v1::WhitelistCoverage::All as i32),
    ("全体人员", v1::WhitelistCoverage::All as i32),
    ("all", v1::WhitelistCoverage::All as i32),
    ("名单", v1::WhitelistCoverage::Named as i32),
    ("指定人员", v1::WhitelistCoverage::Named as i32),
    ("named", v1::WhitelistCoverage::Named as i32),
    ("岗位", v1::WhitelistCoverage::Roles as i32),
    ("按岗位", v1::WhitelistCoverage::Roles as i32),
    ("roles", v1::WhitelistCoverage::Roles as i32),
];
/// The words of roles.
pub(super) const ROLES: [(&str, i32); 15] = [
    ("法定代表人", v1::TravellerRole::LegalRepresentative as i32),
    ("法人", v1::TravellerRole::LegalRepresentative as i32),
    ("legal_representative", v1::TravellerRole::LegalRepresentative as i32),
    ("高级管理人员", v1::TravellerRole::Executive as i32),
    ("高管", v1::TravellerRole::Executive as i32),
    ("executive", v1::TravellerRole::Executive as i32),
    ("技术人员", v1::TravellerRole::Technician as i32),
    ("technician", v1::TravellerRole::Technician as i32),
    ("业务人员", v1::TravellerRole::Business as i32),
    ("business", v1::TravellerRole::Business as i32),
    ("外国专家", v1::TravellerRole::Expert as i32),
    ("专家", v1::TravellerRole::Expert as i32),
    ("expert", v1::TravellerRole::Expert as i32),
    ("随行家属", v1::TravellerRole::Family as i32),
    ("family", v1::TravellerRole::Family as i32),
];
/// The words of benefits.
pub(super) const BENEFITS: [(&str, i32); 6] = [
    ("加急通道", v1::WhitelistBenefit::ExpediteLane as i32),
    ("加急", v1::WhitelistBenefit::ExpediteLane as i32),
    ("expedite_lane", v1::WhitelistBenefit::ExpediteLane as i32),
    ("专窗", v1::WhitelistBenefit::PriorityCounter as i32),
    ("优先窗口", v1::WhitelistBenefit::PriorityCounter as i32),
    ("priority_counter", v1::WhitelistBenefit::PriorityCounter as i32),
];
/// The words of where an entry stands.
pub(super) const STATES: [(&str, i32); 20] = [
    ("已申请", v1::WhitelistState::Applied as i32),
    ("applied", v1::WhitelistState::Applied as i32),
    ("已推荐", v1::WhitelistState::Recommended as i32),
    ("recommended", v1::WhitelistState::Recommended as i32),
    ("已批准", v1::WhitelistState::Approved as i32),
    ("approved", v1::WhitelistState::Approved as i32),
    ("有效", v1::WhitelistState::Active as i32),
    ("生效", v1::WhitelistState::Active as i32),
    ("active", v1::WhitelistState::Active as i32),
    ("暂停", v1::WhitelistState::Suspended as i32),
    ("suspended", v1::WhitelistState::Suspended as i32),
    ("已撤销", v1::WhitelistState::Revoked as i32),
    ("撤销", v1::WhitelistState::Revoked as i32),
    ("revoked", v1::WhitelistState::Revoked as i32),
    ("已到期", v1::WhitelistState::Expired as i32),
    ("过期", v1::WhitelistState::Expired as i32),
    ("expired", v1::WhitelistState::Expired as i32),
    ("已驳回", v1::WhitelistState::Rejected as i32),
    ("rejected", v1::WhitelistState::Rejected as i32),
    ("withdrawn", v1::WhitelistState::Withdrawn as i32),
];
