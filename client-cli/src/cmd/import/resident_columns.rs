//! The columns of an import of residents, what offices call them, and the words of their cells.

use crate::office::{Cell, CellFault, Column};
use frsc_proto::v1;

const fn column(name: &'static str, called: &'static [&'static str]) -> Column {
    Column { name, called, personal: false }
}

const fn personal(name: &'static str, called: &'static [&'static str]) -> Column {
    Column { name, called, personal: true }
}

/// The columns of a file.
pub(super) static COLUMNS: [Column; 26] = [
    personal("name", &["姓名", "英文姓名", "外文姓名", "护照姓名", "fullname"]),
    personal("surname", &["姓", "英文姓", "姓氏", "lastname", "familyname"]),
    personal("given_names", &["名", "英文名", "givenname", "firstname"]),
    personal("chinese_name", &["中文姓名", "中文名"]),
    column("sex", &["性别", "gender"]),
    personal("birth_date", &["出生日期", "出生年月日", "生日", "dateofbirth"]),
    column("nationality", &["国籍", "国籍地区", "国家", "country"]),
    column("person_type", &["人员类别", "人员类型"]),
    column("language", &["语言", "语种"]),
    personal("phone", &["电话", "联系电话", "手机", "手机号", "手机号码", "phonenumber"]),
    personal("email", &["邮箱", "电子邮箱", "电子邮件", "e-mail"]),
    column("employer", &["工作单位", "单位", "单位名称", "企业名称", "company"]),
    column("credit_code", &["统一社会信用代码", "信用代码", "单位信用代码"]),
    personal("passport_number", &["护照号码", "护照号", "passportno", "passportno."]),
    column("passport_issuer", &["护照签发国", "护照签发国家", "passportcountry"]),
    column("passport_issued", &["护照签发日期", "护照签发日"]),
    column("passport_expires", &["护照有效期", "护照有效期至", "护照到期日", "passportexpiry"]),
    personal("permit_number", &["居留许可号", "居留许可号码", "居留证件号码", "居留许可编号"]),
    column("permit_purpose", &["居留事由", "居留许可类别", "居留类别", "事由"]),
    column("permit_issuer", &["签发机关", "居留许可签发机关"]),
    column("permit_issued", &["居留许可签发日期", "签发日期"]),
    column("permit_expires", &["居留许可有效期", "居留许可有效期至", "居留有效期至", "有效期至"]),
    personal("work_permit_number", &["工作许可号", "工作许可证号", "工作许可号码"]),
    column("work_permit_class", &["工作许可类别", "工作许可等级"]),
    column("work_permit_issued", &["工作许可签发日期"]),
    column("work_permit_expires", &["工作许可有效期", "工作许可有效期至"]),
];

/// A kind of document in a row, and its columns.
pub(crate) struct Paper {
    pub(super) kind: v1::DocumentKind,
    pub(super) number: &'static str,
    pub(super) issuer: &'static str,
    pub(super) issued: &'static str,
    pub(super) expires: &'static str,
    pub(super) purpose: Option<&'static str>,
    pub(super) class: Option<&'static str>,
}

/// The documents of a row.
pub(super) static PAPERS: [Paper; 3] = [
    Paper {
        kind: v1::DocumentKind::Passport,
        number: "passport_number",
        issuer: "passport_issuer",
        issued: "passport_issued",
        expires: "passport_expires",
        purpose: None,
        class: None,
    },
    Paper {
        kind: v1::DocumentKind::ResidencePermit,
        number: "permit_number",
        issuer: "permit_issuer",
        issued: "permit_issued",
        expires: "permit_expires",
        purpose: Some("permit_purpose"),
        class: None,
    },
    Paper {
        kind: v1::DocumentKind::WorkPermit,
        number: "work_permit_number",
        issuer: "work_permit_issuer",
        issued: "work_permit_issued",
        expires: "work_permit_expires",
        purpose: None,
        class: Some("work_permit_class"),
    },
];

/// The column in which a field of a row stands.
pub(super) fn column_of(field: &str, documents: &[&'static Paper]) -> Option<&'static str> {
    if let Some(rest) = field.strip_prefix("documents[") {
        let (index, name) = rest.split_once("].")?;
        let paper = documents.get(index.parse::<usize>().ok()?)?;
        return Some(match name {
            "issuer" => paper.issuer,
            "issued_date" | "valid_from_date" => paper.issued,
            "expiry_date" => paper.expires,
            "purpose" => paper.purpose?,
            "work_permit_class" => paper.class?,
            _ => paper.number,
        });
    }
    let field = field.strip_prefix("resident.")?;
    let known = [
        ("names[1]", "chinese_name"),
        ("names", "name"),
        ("sex", "sex"),
        ("birth_date", "birth_date"),
        ("nationalities", "nationality"),
        ("person_type", "person_type"),
        ("language", "language"),
        ("contacts.phone_number", "phone"),
        ("contacts.email", "email"),
        ("employer.enterprise_id", "credit_code"),
        ("employer", "employer"),
    ];
    known.iter().find(|(prefix, _)| field.starts_with(prefix)).map(|(_, column)| *column)
}

/// The words of sexes.
pub(super) const SEXES: [(&str, i32); 8] = [
    ("男", v1::ResidentSex::Male as i32),
    ("m", v1::ResidentSex::Male as i32),
    ("male", v1::ResidentSex::Male as i32),
    ("女", v1::ResidentSex::Female as i32),
    ("f", v1::ResidentSex::Female as i32),
    ("female", v1::ResidentSex::Female as i32),
    ("未说明", v1::ResidentSex::Open as i32),
    ("x", v1::ResidentSex::Open as i32),
];
/// The words of person types.
pub(super) const PERSON_TYPES: [(&str, i32); 8] = [
    ("外国人", v1::PersonType::Foreigner as i32),
    ("foreigner", v1::PersonType::Foreigner as i32),
    ("香港居民", v1::PersonType::HongKong as i32),
    ("香港", v1::PersonType::HongKong as i32),
    ("澳门居民", v1::PersonType::Macao as i32),
    ("澳门", v1::PersonType::Macao as i32),
    ("台湾居民", v1::PersonType::Taiwan as i32),
    ("台湾", v1::PersonType::Taiwan as i32),
];
/// The words of what a residence permit is given for.
pub(super) const PURPOSES: [(&str, i32); 11] = [
    ("工作", v1::PermitPurpose::Work as i32),
    ("work", v1::PermitPurpose::Work as i32),
    ("学习", v1::PermitPurpose::Study as i32),
    ("study", v1::PermitPurpose::Study as i32),
    ("记者", v1::PermitPurpose::Journalist as i32),
    ("journalist", v1::PermitPurpose::Journalist as i32),
    ("团聚", v1::PermitPurpose::Reunion as i32),
    ("reunion", v1::PermitPurpose::Reunion as i32),
    ("私人事务", v1::PermitPurpose::Private as i32),
    ("私人", v1::PermitPurpose::Private as i32),
    ("private", v1::PermitPurpose::Private as i32),
];
/// The words of classes of work permits.
pub(super) const CLASSES: [(&str, i32); 6] = [
    ("a", v1::WorkPermitClass::A as i32),
    ("a类", v1::WorkPermitClass::A as i32),
    ("b", v1::WorkPermitClass::B as i32),
    ("b类", v1::WorkPermitClass::B as i32),
    ("c", v1::WorkPermitClass::C as i32),
    ("c类", v1::WorkPermitClass::C as i32),
];
/// What offices call languages.
pub(super) const LANGUAGES: [(&str, &str); 10] = [
    ("中文", "zh"),
    ("汉语", "zh"),
    ("英语", "en"),
    ("日语", "ja"),
    ("韩语", "ko"),
    ("德语", "de"),
    ("法语", "fr"),
    ("俄语", "ru"),
    ("西班牙语", "es"),
    ("意大利语", "it"),
];
/// What offices call states, and their codes on passports (ICAO Doc 9303-3 §5).
pub(super) const COUNTRIES: [(&str, &str); 36] = [
    ("日本", "JPN"),
    ("韩国", "KOR"),
    ("美国", "USA"),
    ("英国", "GBR"),
    ("德国", "D"),
    ("DEU", "D"),
    ("法国", "FRA"),
    ("意大利", "ITA"),
    ("西班牙", "ESP"),
    ("葡萄牙", "PRT"),
    ("荷兰", "NLD"),
    ("比利时", "BEL"),
    ("瑞士", "CHE"),
    ("奥地利", "AUT"),
    ("瑞典", "SWE"),
    ("挪威", "NOR"),
    ("丹麦", "DNK"),
    ("芬兰", "FIN"),
    ("波兰", "POL"),
    ("俄罗斯", "RUS"),
    ("乌克兰", "UKR"),
    ("加拿大", "CAN"),
    ("墨西哥", "MEX"),
    ("巴西", "BRA"),
    ("澳大利亚", "AUS"),
    ("新西兰", "NZL"),
    ("印度", "IND"),
    ("巴基斯坦", "PAK"),
    ("泰国", "THA"),
    ("越南", "VNM"),
    ("马来西亚", "MYS"),
    ("新加坡", "SGP"),
    ("印度尼西亚", "IDN"),
    ("菲律宾", "PHL"),
    ("土耳其", "TUR"),
    ("南非", "ZAF"),
];

/// The code of a state that an office calls by its name; what else stands there stays.
pub(super) fn country_code(text: String) -> String {
    let known = COUNTRIES.iter().find(|(name, _)| *name == text);
    known.map_or(text, |(_, code)| (*code).to_owned())
}

/// The tag of a language that an office calls by its name; what else stands there stays.
pub(super) fn language(cell: &Cell) -> Result<String, CellFault> {
    let text = cell.text()?;
    let known = LANGUAGES.iter().find(|(name, _)| *name == text);
    Ok(known.map_or(text, |(_, tag)| (*tag).to_owned()))
}
