//! What must hold within one resident, whatever else is on record.

use super::{NameKind, PersonName, PersonType, Private, Resident};
use chrono::{DateTime, NaiveDate, Utc};

/// What is wrong, at which field, in English and in Chinese.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field's path within the resident.
    pub field: String,
    /// What is wrong and how to mend it.
    pub problem: &'static str,
    /// The same in Chinese.
    pub problem_zh: &'static str,
}

fn fault(field: impl Into<String>, problem: &'static str, problem_zh: &'static str) -> Fault {
    Fault { field: field.into(), problem, problem_zh }
}

/// Everything that is wrong with a resident, at a moment and its local day.
#[must_use]
pub fn check(of: &Resident, private: &Private, now: DateTime<Utc>, today: NaiveDate) -> Vec<Fault> {
    let mut faults = names(&of.names);
    faults.extend(nationalities(of, today));
    if private.birth_date.is_some_and(|born| born > today) {
        faults.push(fault("birth_date", "must not lie in the future", "出生日期不能晚于今天"));
    }
    for (index, address) in private.addresses.iter().enumerate() {
        for (name, problem, zh) in address.faults(now) {
            faults.push(fault(format!("addresses[{index}].{name}"), problem, zh));
        }
    }
    faults
}

fn names(names: &[PersonName]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let now = names.iter().filter(|name| name.until.is_none());
    if now.count() == 0 {
        faults.push(fault("names", "must have one that is in use", "至少应有一个现用姓名"));
    } else if names.first().is_some_and(|name| name.until.is_some()) {
        let zh = "第一个姓名应为现用姓名";
        faults.push(fault("names[0]", "must be in use: he is called by it", zh));
    }
    for (index, name) in names.iter().enumerate() {
        let written = format!("{}{}", name.surname, name.given_names);
        let latin = |c: char| c.is_ascii_alphabetic() || matches!(c, ' ' | '-' | '\'' | '.');
        if name.kind == NameKind::Latin && !written.chars().all(latin) {
            let field = format!("names[{index}]");
            let problem = "as in the zone has letters A to Z; with marks it is VISUAL";
            faults.push(fault(field, problem, "机读姓名只含 A 至 Z；带符号的应填为护照视读姓名"));
        }
    }
    faults
}

/// Residents of Hong Kong, Macao and Taiwan are Chinese; a foreigner is not.
fn nationalities(of: &Resident, today: NaiveDate) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, one) in of.nationalities.iter().enumerate() {
        let field = |name: &str| format!("nationalities[{index}].{name}");
        if one.from.zip(one.until).is_some_and(|(from, until)| until < from) {
            let problem = "must not be before from_date";
            faults.push(fault(field("until_date"), problem, "终止日不能早于起始日"));
        }
        let holds = one.until.is_none_or(|until| until >= today);
        let chinese = one.country == "CHN";
        match of.person_type {
            PersonType::Foreigner if chinese && holds => {
                let problem = "of a FOREIGNER is not CHN; see person_type";
                faults.push(fault(
                    field("country"),
                    problem,
                    "外国人的国籍不能是中国，请核对人员类别",
                ));
            }
            PersonType::HongKong | PersonType::Macao | PersonType::Taiwan if !chinese && holds => {
                let problem = "of residents of Hong Kong, Macao and Taiwan is CHN";
                faults.push(fault(field("country"), problem, "港澳台居民的国籍应为 CHN"));
            }
            PersonType::Foreigner
            | PersonType::HongKong
            | PersonType::Macao
            | PersonType::Taiwan => {}
        }
    }
    if of.person_type == PersonType::Foreigner && of.nationalities.is_empty() {
        let problem = "is required of a FOREIGNER; XXA for a stateless person";
        faults.push(fault("nationalities", problem, "外国人须填国籍；无国籍填 XXA"));
    }
    faults
}
