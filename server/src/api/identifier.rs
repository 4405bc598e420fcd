//! Scans: encodes what a text is, and words its faults in the caller's language without the value.

use super::{
    Api,
    fields::{Fields, date},
    handle::Entry,
    texts::Language,
};
use crate::{
    domain::identifier::{
        IdentifierError, MrzError, MrzFault, MrzField, MrzFieldError, PassportMrz, Sex,
    },
    error::Result,
    service::{
        App,
        identifier::{MAX_SCAN_CHARS, NumberForm, Scan, read_scan},
    },
};
use frsc_proto::v1::{self, identifier_service_server::IdentifierService};
use tonic::{Request, Response, Status};

#[tonic::async_trait]
impl IdentifierService for Api {
    async fn read_scan(
        &self,
        request: Request<v1::ReadScanRequest>,
    ) -> Result<Response<v1::ReadScanResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.answer(read(&self.app, &request.text, entry.origin.language))
    }
}

fn read(app: &App, text: &str, language: Language) -> Result<v1::ReadScanResponse> {
    let mut fields = Fields::new();
    if !(1..=MAX_SCAN_CHARS).contains(&text.chars().count()) {
        fields.fault("text", format!("must have 1 to {MAX_SCAN_CHARS} characters"));
    }
    fields.finish(())?;
    let scan = read_scan(app, text)?;
    Ok(response(app, scan, language))
}

fn response(app: &App, scan: Scan, language: Language) -> v1::ReadScanResponse {
    let told = |kind: v1::ScanKind, value: String, faults: Vec<v1::ScanFault>| {
        v1::ReadScanResponse { kind: kind.into(), faults, passport: None, value }
    };
    match scan {
        Scan::Ticket(value) => told(v1::ScanKind::Ticket, value, Vec::new()),
        Scan::Appointment(value) => told(v1::ScanKind::Appointment, value, Vec::new()),
        Scan::CreditCode(value, checked) => {
            let fault = checked.err().map(|error| number_fault("credit_code", error, language));
            told(v1::ScanKind::CreditCode, value, fault.into_iter().collect())
        }
        Scan::PermanentResidence(value, checked) => {
            let fault = match checked {
                Ok(NumberForm::Checked) => None,
                Ok(NumberForm::Older) => Some(older_number(language)),
                Err(error) => Some(number_fault(RESIDENCE_NUMBER, error, language)),
            };
            let kind = v1::ScanKind::PermanentResidenceNumber;
            told(kind, value, fault.into_iter().collect())
        }
        Scan::Passport(Ok(passport)) => v1::ReadScanResponse {
            passport: Some(scanned(app, &passport)),
            ..told(v1::ScanKind::PassportMrz, String::new(), Vec::new())
        },
        Scan::Passport(Err(error)) => {
            told(v1::ScanKind::PassportMrz, String::new(), zone_faults(&error, language))
        }
    }
}

const RESIDENCE_NUMBER: &str = "permanent_residence_number";

fn scanned(app: &App, passport: &PassportMrz) -> v1::ScannedPassport {
    let sex = match passport.sex {
        Sex::Male => "M",
        Sex::Female => "F",
        Sex::Unspecified => "X",
    };
    v1::ScannedPassport {
        issuing_state: passport.issuing_state.clone(),
        surname: passport.surname.clone(),
        given_names: passport.given_names.clone(),
        passport_number: passport.number.as_str().to_owned(),
        nationality: passport.nationality.clone(),
        birth_date: passport.birth_date.map(date),
        sex: sex.to_owned(),
        expiry_date: Some(date(passport.expiry_date)),
        // A passport is valid through its last day (C1).
        expired: passport.expiry_date < app.clock.today(),
    }
}

fn fault(field: &str, (zh, en): (String, String), language: Language) -> v1::ScanFault {
    let problem = match language {
        Language::Zh => zh,
        Language::En => en,
    };
    v1::ScanFault { field: field.to_owned(), problem, warning: false }
}

fn both(zh: &str, en: &str) -> (String, String) {
    (zh.to_owned(), en.to_owned())
}

fn older_number(language: Language) -> v1::ScanFault {
    let words = both(
        "旧版15位号码，校验规则未公开，请核对证件原件",
        "A number of the older form, whose check rule is not public: compare it with the card",
    );
    v1::ScanFault { warning: true, ..fault(RESIDENCE_NUMBER, words, language) }
}

fn number_fault(field: &str, error: IdentifierError, language: Language) -> v1::ScanFault {
    let words = match error {
        IdentifierError::Empty => both("没有内容，请重新扫描", "Nothing is given; scan it again"),
        IdentifierError::TooLong => both("内容过长，请重新扫描", "It is too long; scan it again"),
        IdentifierError::Length { least, most, actual } => (
            format!("有 {actual} 个字符，应为 {least} 至 {most} 个"),
            format!("It has {actual} characters and must have {least} to {most}"),
        ),
        IdentifierError::Character { place } => (
            format!("第 {place} 位字符有误，请核对"),
            format!("Character {place} may not stand there; compare it with the original"),
        ),
        IdentifierError::CheckCharacter => both(
            "校验码不符，请逐位核对",
            "The check character is wrong; compare it digit by digit",
        ),
        IdentifierError::BirthDate => {
            both("其中的出生日期有误", "The date of birth in it is wrong")
        }
    };
    fault(field, words, language)
}

/// Notes what is wrong with a number, never the number.
pub(super) fn note_number(fields: &mut Fields, field: &str, error: IdentifierError) {
    let [en, zh] = [Language::En, Language::Zh].map(|one| number_fault(field, error, one).problem);
    fields.told(field, en, zh);
}

/// Notes what is wrong with a passport's zone, each fault under its own field.
pub(super) fn note_zone(fields: &mut Fields, field: &str, error: &MrzError) {
    let english = zone_faults(error, Language::En);
    for (en, zh) in english.into_iter().zip(zone_faults(error, Language::Zh)) {
        let own = match en.field.as_str() {
            "mrz" => field.to_owned(),
            part => format!("{field}.{part}"),
        };
        fields.told(&own, en.problem, zh.problem);
    }
}

/// What is wrong with a passport's zone, field by field, in a language.
pub(in crate::api) fn zone_faults(error: &MrzError, language: Language) -> Vec<v1::ScanFault> {
    let zone = |words| vec![fault("mrz", words, language)];
    match error {
        MrzError::Length { .. } => zone(both(
            "机读区应为两行、每行44个字符，请重新扫描",
            "A passport has two lines of 44 characters; scan both lines again",
        )),
        MrzError::TooLong => {
            zone(both("内容超过机读区长度", "It is longer than any passport's zone"))
        }
        MrzError::Character { line, column } => zone((
            format!("第 {line} 行第 {column} 个字符有误，只能是 A-Z、0-9、<"),
            format!("The character in line {line}, column {column} must be A-Z, 0-9 or <"),
        )),
        MrzError::NotAPassport => zone(both(
            "首行不以 P 开头，不是护照机读区",
            "The first line does not begin with P: it is not a passport",
        )),
        MrzError::Fields(errors) => {
            errors.iter().map(|error| zone_fault(*error, language)).collect()
        }
    }
}

fn zone_fault(error: MrzFieldError, language: Language) -> v1::ScanFault {
    let (field, name) = match error.field {
        MrzField::Number => ("passport_number", "护照号码"),
        MrzField::BirthDate => ("birth_date", "出生日期"),
        MrzField::Sex => ("sex", "性别"),
        MrzField::ExpiryDate => ("expiry_date", "有效期"),
        MrzField::OptionalData => ("optional_data", "可选项"),
        MrzField::Composite => ("composite", "总校验位"),
        MrzField::Surname => ("surname", "姓"),
        MrzField::GivenNames => ("given_names", "名"),
        MrzField::IssuingState => ("issuing_state", "签发国"),
        MrzField::Nationality => ("nationality", "国籍"),
    };
    let words = match error.fault {
        MrzFault::CheckDigit if error.field == MrzField::Composite => both(
            "第二行末位的总校验位不符，请核对后重新扫描",
            "The last check digit, over the whole second line, is wrong; scan it again or type it",
        ),
        MrzFault::CheckDigit => (
            format!("{name}的校验位不符，请核对后重新扫描"),
            format!("The check digit of the {} is wrong; scan it again or type it", error.field),
        ),
        MrzFault::Content => (
            format!("{name}的内容有误，请核对护照"),
            format!("The {} is not what it must be; compare it with the passport", error.field),
        ),
    };
    fault(field, words, language)
}
