//! What a document must be like: dates that can be, a validity the law allows, and the details of
//! its kind. Tells every flaw at once, each with its field and the article behind it.

use super::{DocumentKind, MAX_ISSUER_CHARS, PermitPurpose, VisaDetails, WorkPermitClass};
use crate::domain::limit::last_day_of_validity;
use chrono::{NaiveDate, TimeDelta};

/// Most days of stay that a visa gives.
pub const MAX_STAY_DAYS: u32 = 360;
/// Longest validity of permits of residence and work, in months (出境入境管理法 30).
const MAX_PERMIT_MONTHS: u32 = 60;
/// Shortest validity of a permit for work, in days (出境入境管理法 30).
const MIN_WORK_DAYS: i64 = 90;
/// Shortest validity of the other residence permits, in days (出境入境管理法 30).
const MIN_RESIDENCE_DAYS: i64 = 180;
/// Longest validity of a stay permit, in days (出境入境管理法 34).
const MAX_STAY_PERMIT_DAYS: i64 = 180;

/// What a document is, by whom and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentTerms {
    /// What it is.
    pub kind: DocumentKind,
    /// For what a residence permit is given.
    pub purpose: Option<PermitPurpose>,
    /// The class of a work permit.
    pub class: Option<WorkPermitClass>,
    /// What a visa says.
    pub visa: Option<VisaDetails>,
    /// Who issued it: of a passport the state's code.
    pub issuer: String,
    /// The day it was issued.
    pub issued_on: Option<NaiveDate>,
    /// Its first day.
    pub valid_from: NaiveDate,
    /// Its last day.
    pub expires_on: Option<NaiveDate>,
}

impl DocumentTerms {
    /// The last day that it gives: of a visa on which somebody entered, the last day of his stay,
    /// counted from the day after entry; else its own.
    #[must_use]
    pub fn last_day(&self) -> Option<NaiveDate> {
        let visa = self.visa.as_ref().filter(|visa| visa.stay_days > 0);
        let stay = visa.and_then(|visa| Some((visa.entered_on?, visa.stay_days)));
        match stay {
            Some((entered, days)) => Some(entered + TimeDelta::days(days.into())),
            None => self.expires_on,
        }
    }
}

/// What is wrong with a document, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The field.
    pub field: &'static str,
    /// In English.
    pub problem: String,
    /// In Chinese.
    pub zh: String,
}

fn flaw(field: &'static str, problem: &str, zh: &str) -> Flaw {
    Flaw { field, problem: problem.to_owned(), zh: zh.to_owned() }
}

/// Every flaw of a document on a day.
#[must_use]
pub fn flaws(terms: &DocumentTerms, today: NaiveDate) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    issuer_flaws(terms, &mut flaws);
    detail_flaws(terms, today, &mut flaws);
    date_flaws(terms, today, &mut flaws);
    if flaws.is_empty() {
        validity_flaws(terms, &mut flaws);
    }
    flaws
}

fn issuer_flaws(terms: &DocumentTerms, flaws: &mut Vec<Flaw>) {
    let length = terms.issuer.chars().count();
    let state = |c: char| c.is_ascii_uppercase();
    if terms.kind == DocumentKind::Passport {
        if !(1..=3).contains(&length) || !terms.issuer.chars().all(state) {
            let problem = "must be the state's code of 1 to 3 letters as in the passport's zone";
            flaws.push(flaw("issuer", problem, "应为护照机读区中的签发国代码，1至3个字母"));
        }
    } else if !(1..=MAX_ISSUER_CHARS).contains(&length) {
        flaws.push(flaw("issuer", "must have 1 to 60 characters", "应为 1 至 60 个字符"));
    }
}

fn detail_flaws(terms: &DocumentTerms, today: NaiveDate, flaws: &mut Vec<Flaw>) {
    let belongs = [
        ("purpose", terms.purpose.is_some(), DocumentKind::ResidencePermit, "居留证件"),
        ("work_permit_class", terms.class.is_some(), DocumentKind::WorkPermit, "工作许可证"),
        ("visa", terms.visa.is_some(), DocumentKind::Visa, "签证"),
    ];
    for (field, given, kind, zh) in belongs {
        let name = kind.name();
        if given && terms.kind != kind {
            let problem = format!("belongs to a {name} only; leave it out");
            flaws.push(Flaw { field, problem, zh: format!("仅{zh}填写此项") });
        } else if !given && terms.kind == kind {
            let problem = format!("is required for a {name}");
            flaws.push(Flaw { field, problem, zh: format!("{zh}必填此项") });
        }
    }
    let Some(visa) = &terms.visa else { return };
    if visa.entries.is_none() {
        flaws.push(flaw(
            "visa.entries",
            "must be SINGLE, DOUBLE or MULTIPLE",
            "应为一次、二次或多次",
        ));
    }
    let word = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    if visa.category.len() > 4 || !visa.category.chars().all(word) {
        let problem = "must have up to 4 letters and digits, for example Z or Q1";
        flaws.push(flaw("visa.category", problem, "最多4位字母或数字，例如 Z、Q1"));
    }
    if visa.stay_days > MAX_STAY_DAYS {
        flaws.push(flaw("visa.stay_days", "must be 0 to 360", "应为 0 至 360"));
    }
    if visa.entered_on.is_some_and(|day| day > today) {
        flaws.push(flaw("visa.entry_date", "must not be after today", "不能晚于今天"));
    }
}

fn date_flaws(terms: &DocumentTerms, today: NaiveDate, flaws: &mut Vec<Flaw>) {
    if terms.issued_on.is_some_and(|issued| issued > today) {
        flaws.push(flaw("issued_date", "must not be after today", "签发日期不能晚于今天"));
    }
    if terms.issued_on.is_some_and(|issued| terms.valid_from < issued) {
        let problem = "must not be before issued_date";
        flaws.push(flaw("valid_from_date", problem, "生效日期不能早于签发日期"));
    }
    match terms.expires_on {
        Some(last) if last < terms.valid_from => {
            let problem = "must not be before its first day";
            flaws.push(flaw("expiry_date", problem, "有效期止不能早于生效日期"));
        }
        Some(_) => {}
        None if terms.kind.may_be_endless() => {}
        None => {
            flaws.push(flaw("expiry_date", "is required for this kind", "此类证件必填有效期止"))
        }
    }
}

/// A validity is counted with its first and its last day.
fn validity_flaws(terms: &DocumentTerms, flaws: &mut Vec<Flaw>) {
    let Some(last) = terms.expires_on else { return };
    let days = (last - terms.valid_from).num_days() + 1;
    let longest = last_day_of_validity(terms.valid_from, MAX_PERMIT_MONTHS);
    let too_long = longest.is_ok_and(|longest| last > longest);
    let mut tell = |problem: &str, zh: &str| flaws.push(flaw("expiry_date", problem, zh));
    match terms.kind {
        DocumentKind::ResidencePermit if terms.purpose == Some(PermitPurpose::Work) => {
            if days < MIN_WORK_DAYS || too_long {
                tell(
                    "must give a work residence permit 90 days to 5 years (出境入境管理法 30)",
                    "工作类居留证件有效期为90日至5年（出境入境管理法第30条）",
                );
            }
        }
        DocumentKind::ResidencePermit => {
            if days < MIN_RESIDENCE_DAYS || too_long {
                tell(
                    "must give a residence permit 180 days to 5 years (出境入境管理法 30)",
                    "非工作类居留证件有效期为180日至5年（出境入境管理法第30条）",
                );
            }
        }
        DocumentKind::WorkPermit => {
            if days < MIN_WORK_DAYS || too_long {
                tell(
                    "must give a work permit 90 days to 5 years (外专发〔2017〕36号)",
                    "工作许可证有效期为90日至5年（外专发〔2017〕36号）",
                );
            }
        }
        DocumentKind::StayPermit => {
            if days > MAX_STAY_PERMIT_DAYS {
                tell(
                    "must give a stay permit at most 180 days (出境入境管理法 34)",
                    "停留证件有效期最长180日（出境入境管理法第34条）",
                );
            }
        }
        DocumentKind::Passport
        | DocumentKind::Visa
        | DocumentKind::PermanentResidenceCard
        | DocumentKind::Receipt => {}
    }
}
