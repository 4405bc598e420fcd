//! The made-up people of the demonstration.

use crate::domain::caller::Role;
use frsc_proto::v1;

/// An account of the demonstration.
pub(super) struct Person {
    pub(super) login: &'static str,
    pub(super) display: &'static str,
    pub(super) roles: &'static [Role],
    pub(super) department: &'static str,
}

pub(super) const PEOPLE: [Person; 8] = [
    Person { login: "clerk", display: "王芳", roles: &[Role::Clerk], department: "" },
    Person { login: "clerk2", display: "陈立", roles: &[Role::Clerk], department: "" },
    Person { login: "lead", display: "沈建国", roles: &[Role::DutyLead], department: "" },
    Person { login: "auditor", display: "审计员", roles: &[Role::Auditor], department: "" },
    Person {
        login: "psb-officer",
        display: "出入境经办",
        roles: &[Role::DepartmentOfficer],
        department: "PSB",
    },
    Person {
        login: "stb-officer",
        display: "科技局经办",
        roles: &[Role::DepartmentOfficer],
        department: "STB",
    },
    Person {
        login: "fao-officer",
        display: "外事办经办",
        roles: &[Role::DepartmentOfficer],
        department: "FAO",
    },
    Person {
        login: "stb-system",
        display: "科技局业务系统",
        roles: &[Role::PartnerSystem],
        department: "STB",
    },
];

/// A made-up visitor: name, language, items.
pub(super) type Guest = (&'static str, &'static str, &'static str);

pub(super) const GUESTS: [Guest; 12] = [
    ("TANAKA KENJI", "ja", "RP-W-EXT"),
    ("MUELLER JUERGEN", "de", "WP-EXT"),
    ("SMITH ALICE", "en", "VS-EXT"),
    ("KIM MINJUN", "ko", "RP-W-EXT"),
    ("ROSSI GIULIA", "it", "NCR"),
    ("SATO YUKI", "ja", "WP-CHG"),
    ("NGUYEN THI LAN", "vi", "RP-P-NEW"),
    ("DUBOIS CLAIRE", "fr", "RP-S-NEW"),
    ("GARCIA LUIS", "es", "WP-NEW-IN"),
    ("IVANOVA ANNA", "ru", "RP-F-NEW"),
    ("PARK SOOYEON", "ko", "VS-REP"),
    ("JOHNSON MARK", "en", "SP-NEW"),
];

pub(super) fn visitor(index: usize, (name, language, _): &Guest) -> v1::Visitor {
    v1::Visitor {
        name: (*name).to_owned(),
        language: (*language).to_owned(),
        // Numbers of no country's plan, so that nobody real is ever called.
        phone_number: format!("+99955500{index:02}"),
        passport_number: format!("X{:07}", 1_000_000 + index * 7919),
        ..Default::default()
    }
}

/// A made-up applicant and what he applies for.
pub(super) struct Applicant {
    pub(super) name: &'static str,
    pub(super) language: &'static str,
    pub(super) item: &'static str,
    /// The material he did not bring.
    pub(super) lacks: &'static [&'static str],
    /// True where it is accepted at once.
    pub(super) accepted: bool,
}

pub(super) const APPLICANTS: [Applicant; 5] = [
    Applicant {
        name: "YAMADA HARUTO",
        language: "ja",
        item: "RP-W-EXT",
        lacks: &[],
        accepted: true,
    },
    Applicant {
        name: "BROWN OLIVER",
        language: "en",
        item: "WPRP-ONE",
        lacks: &[],
        accepted: true,
    },
    Applicant { name: "CHOI JIWOO", language: "ko", item: "WP-EXT", lacks: &[], accepted: true },
    Applicant {
        name: "SILVA PEDRO",
        language: "pt",
        item: "RP-S-NEW",
        lacks: &["照片"],
        accepted: false,
    },
    Applicant { name: "WEBER LENA", language: "de", item: "NCR", lacks: &[], accepted: false },
];

pub(super) fn applicant(index: usize) -> v1::Applicant {
    let of = &APPLICANTS[index];
    v1::Applicant {
        name: of.name.to_owned(),
        language: of.language.to_owned(),
        // Numbers of no country's plan, so that nobody real is ever called.
        phone_number: format!("+99955501{index:02}"),
        passport_number: format!("Y{:07}", 2_000_000 + index * 7919),
        ..Default::default()
    }
}

pub(super) fn public_role(role: Role) -> v1::Role {
    match role {
        Role::Clerk => v1::Role::Clerk,
        Role::DutyLead => v1::Role::DutyLead,
        Role::DepartmentOfficer => v1::Role::DepartmentOfficer,
        Role::PartnerSystem => v1::Role::PartnerSystem,
        Role::Auditor => v1::Role::Auditor,
        Role::Admin => v1::Role::Admin,
    }
}
