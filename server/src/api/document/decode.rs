//! What the messages of documents mean: decoded with every fault noted, and no fault with a number
//! in it.

use super::Target;
use crate::{
    api::{
        appointment::{note_in, reveal_purpose},
        fields::Fields,
        identifier::{note_number, note_zone},
    },
    domain::{
        appointment::MAX_NAME_CHARS,
        disclosure::{MAX_FIELDS, is_field},
        document::{
            CustodyHolder, DocumentKind, DocumentNumber, DocumentStatus, DocumentTerms,
            MAX_PLACE_CHARS, PermitPurpose, VisaDetails, VisaEntries, WorkPermitClass,
        },
        id::ResidentId,
        identifier::{PassportMrz, parse_passport_mrz},
        zone,
    },
    error::Result,
    service::{
        App,
        disclosure::{DisclosureFilter, HandOver},
        document::{Change, DocumentFilter, Handing, NewDocument},
        identifier::MAX_SCAN_CHARS,
        reveal::{Holder, Purpose},
    },
};
use chrono::{NaiveDate, NaiveTime};
use frsc_proto::{gtype, v1 as pb};

/// The fields of a document that can be corrected.
const CORRECTABLE: [&str; 8] = [
    "issuer",
    "issued_date",
    "valid_from_date",
    "expiry_date",
    "purpose",
    "work_permit_class",
    "visa",
    "note",
];

/// Which document ends, why in words, and when.
pub(super) type Ended = (Target, String, Option<NaiveDate>);

pub(super) fn new_document(
    app: &App,
    request: pb::CreateDocumentRequest,
) -> Result<(ResidentId, NewDocument)> {
    let mut fields = Fields::new();
    let resident = fields.id("resident_id", &request.resident_id);
    let today = app.clock.today();
    let new = match request.source {
        Some(pb::create_document_request::Source::Document(given)) => {
            typed(&mut fields, given, today)
        }
        Some(pb::create_document_request::Source::Mrz(text)) => scanned(&mut fields, &text, today),
        None => {
            fields.told("document", "or mrz is required", "须填写证件内容或扫描机读区");
            None
        }
    };
    fields.both(resident, new)
}

pub(super) fn replacement(
    app: &App,
    request: pb::ReplaceDocumentRequest,
) -> Result<(Target, NewDocument)> {
    let mut fields = Fields::new();
    let today = app.clock.today();
    let new = match request.source {
        Some(pb::replace_document_request::Source::Document(given)) => {
            typed(&mut fields, given, today)
        }
        Some(pb::replace_document_request::Source::Mrz(text)) => scanned(&mut fields, &text, today),
        None => {
            fields.told("document", "or mrz is required", "须填写证件内容或扫描机读区");
            None
        }
    };
    let id = fields.id("document_id", &request.document_id);
    let version = fields.etag("etag", &request.etag);
    let (id, new) = fields.both(id, new)?;
    Ok(((id, version), new))
}

/// A document as it is typed in. The domain looks at what belongs to its kind, and at its dates.
pub(in crate::api) fn typed(
    fields: &mut Fields,
    given: pb::NewDocument,
    today: NaiveDate,
) -> Option<NewDocument> {
    let kind = fields.choice::<pb::DocumentKind>("document.kind", given.kind);
    let kind = kind.and_then(|kind| DocumentKind::from_number(kind.into()));
    let number = kind.and_then(|kind| {
        let number = DocumentNumber::parse(kind, &given.number, today);
        number.map_err(|error| note_number(fields, "document.number", error)).ok()
    });
    let issuer = issuer(fields, kind, &given.issuer);
    let issued_on = fields.optional_date("document.issued_date", given.issued_date);
    let expires_on = fields.optional_date("document.expiry_date", given.expiry_date);
    let valid_from = fields.optional_date("document.valid_from_date", given.valid_from_date);
    let begun = || issued_on.unwrap_or(expires_on.map_or(today, |last| last.min(today)));
    let terms = DocumentTerms {
        kind: kind?,
        purpose: purpose(fields, given.purpose),
        class: class(fields, given.work_permit_class),
        visa: given.visa.map(|given| visa(fields, given)),
        issuer,
        issued_on,
        valid_from: valid_from.unwrap_or_else(begun),
        expires_on,
    };
    let note = note_in(fields, "document.note", &given.note);
    Some(NewDocument { terms, number: number?, note, field: "document." })
}

/// A passport as its zone has it, which tells no day of issue: it is taken as valid from today on,
/// or where it is over, on its last day.
fn scanned(fields: &mut Fields, text: &str, today: NaiveDate) -> Option<NewDocument> {
    if !(1..=MAX_SCAN_CHARS).contains(&text.chars().count()) {
        fields.told(
            "mrz",
            format!("must have 1 to {MAX_SCAN_CHARS} characters"),
            format!("应为 1 至 {MAX_SCAN_CHARS} 个字符"),
        );
        return None;
    }
    match parse_passport_mrz(text, today) {
        Ok(zone) => Some(of_zone(zone, today)),
        Err(error) => {
            note_zone(fields, "mrz", &error);
            None
        }
    }
}

fn of_zone(zone: PassportMrz, today: NaiveDate) -> NewDocument {
    let terms = DocumentTerms {
        kind: DocumentKind::Passport,
        purpose: None,
        class: None,
        visa: None,
        issuer: state_code(&zone.issuing_state),
        issued_on: None,
        valid_from: today.min(zone.expiry_date),
        expires_on: Some(zone.expiry_date),
    };
    NewDocument { terms, number: zone.number.into(), note: String::new(), field: "mrz." }
}

/// Who issued it: of a passport the code of Doc 9303, under which its number is one only.
fn issuer(fields: &mut Fields, kind: Option<DocumentKind>, given: &str) -> String {
    let given = fields.text("document.issuer", given, 0, MAX_NAME_CHARS);
    match kind {
        Some(DocumentKind::Passport) => state_code(&given.to_uppercase()),
        Some(_) | None => given.to_uppercase(),
    }
}

/// Germany's code is D in a zone and DEU elsewhere.
fn state_code(code: &str) -> String {
    if code == "DEU" { "D".to_owned() } else { code.to_owned() }
}

fn purpose(fields: &mut Fields, given: i32) -> Option<PermitPurpose> {
    let known: pb::PermitPurpose = fields.known("document.purpose", given);
    PermitPurpose::from_number(known.into())
}

fn class(fields: &mut Fields, given: i32) -> Option<WorkPermitClass> {
    let known: pb::WorkPermitClass = fields.known("document.work_permit_class", given);
    WorkPermitClass::from_number(known.into())
}

fn visa(fields: &mut Fields, given: pb::VisaDetails) -> VisaDetails {
    let known: pb::VisaEntries = fields.known("document.visa.entries", given.entries);
    VisaDetails {
        entries: VisaEntries::from_number(known.into()),
        category: given.category.trim().to_uppercase(),
        // A negative number is beyond the limit, which the domain tells.
        stay_days: u32::try_from(given.stay_days).unwrap_or(u32::MAX),
        entered_on: fields.optional_date("document.visa.entry_date", given.entry_date),
    }
}

pub(super) fn change(request: pb::UpdateDocumentRequest) -> Result<(Target, Change)> {
    let mut fields = Fields::new();
    let mask = request.update_mask.unwrap_or_default().paths;
    if mask.is_empty() {
        fields.told("update_mask", "is required: name the fields to change", "必填：要更正的字段");
    }
    for (index, path) in mask.iter().enumerate().take(CORRECTABLE.len()) {
        if !CORRECTABLE.contains(&path.as_str()) {
            let field = format!("update_mask.paths[{index}]");
            fields.told(&field, "must be a field that can be corrected", "不是可更正的字段");
        }
    }
    let given = request.document.unwrap_or_default();
    let named = |path: &str| mask.iter().any(|named| named == path);
    let mut change = Change::default();
    if named("issuer") {
        let issuer = fields.text("document.issuer", &given.issuer, 1, MAX_NAME_CHARS);
        change.issuer = Some(state_code(&issuer.to_uppercase()));
    }
    if named("issued_date") {
        change.issued_on = Some(fields.optional_date("document.issued_date", given.issued_date));
    }
    if named("valid_from_date") {
        change.valid_from = fields.date("document.valid_from_date", given.valid_from_date);
    }
    if named("expiry_date") {
        change.expires_on = Some(fields.optional_date("document.expiry_date", given.expiry_date));
    }
    if named("purpose") {
        change.purpose = Some(purpose(&mut fields, given.purpose));
    }
    if named("work_permit_class") {
        change.class = Some(class(&mut fields, given.work_permit_class));
    }
    if named("visa") {
        change.visa = Some(given.visa.map(|given| visa(&mut fields, given)));
    }
    if named("note") {
        change.note = Some(note_in(&mut fields, "document.note", &given.note));
    }
    let target = fields.resource("document_id", &request.document_id, &request.etag)?;
    Ok((target, change))
}

pub(super) fn ending(
    id: &str,
    etag: &str,
    reason: &str,
    ended_date: Option<gtype::Date>,
) -> Result<Ended> {
    let mut fields = Fields::new();
    let text = note_in(&mut fields, "reason", reason);
    if text.is_empty() {
        fields.told("reason", "is required", "必填");
    }
    let on = fields.optional_date("ended_date", ended_date);
    Ok((fields.resource("document_id", id, etag)?, text, on))
}

pub(super) fn looked_up(
    request: &pb::LookupDocumentRequest,
) -> Result<(String, Option<DocumentKind>)> {
    let mut fields = Fields::new();
    let kind: pb::DocumentKind = fields.known("kind", request.kind);
    let number = fields.text("number", &request.number, 4, 64);
    fields.finish((number, DocumentKind::from_number(kind.into())))
}

pub(super) fn filter(request: &pb::ListDocumentsRequest) -> Result<DocumentFilter> {
    let mut fields = Fields::new();
    let mut filter = DocumentFilter {
        resident_id: fields.optional_id("resident_id", &request.resident_id),
        from: fields.optional_date("expiry_from_date", request.expiry_from_date),
        to: fields.optional_date("expiry_to_date", request.expiry_to_date),
        ..DocumentFilter::default()
    };
    for (index, kind) in request.kinds.iter().enumerate().take(DocumentKind::ALL.len()) {
        let kind = fields.choice::<pb::DocumentKind>(&format!("kinds[{index}]"), *kind);
        filter.kinds.extend(kind.and_then(|kind| DocumentKind::from_number(kind.into())));
    }
    for (index, status) in request.statuses.iter().enumerate().take(DocumentStatus::ALL.len()) {
        let status = fields.choice::<pb::DocumentStatus>(&format!("statuses[{index}]"), *status);
        filter.statuses.extend(status.and_then(|s| DocumentStatus::from_number(s.into())));
    }
    for (index, holder) in request.holders.iter().enumerate().take(CustodyHolder::ALL.len()) {
        let holder = fields.choice::<pb::CustodyHolder>(&format!("holders[{index}]"), *holder);
        filter.holders.extend(holder.and_then(|h| CustodyHolder::from_number(h.into())));
    }
    fields.finish(filter)
}

pub(super) fn reveal(request: pb::RevealDocumentNumberRequest) -> Result<(Holder, Purpose)> {
    let mut fields = Fields::new();
    let id = fields.id("document_id", &request.document_id);
    let case_id = fields.optional_id("case_id", &request.case_id);
    let text = reveal_purpose(&mut fields, request.purpose, &request.purpose_text);
    let (id, text) = fields.both(id, text)?;
    Ok((Holder::Document(id), Purpose { text, case_id }))
}

pub(super) fn handing(request: pb::RecordCustodyRequest) -> Result<Handing> {
    let mut fields = Fields::new();
    let id = fields.id("document_id", &request.document_id);
    let holder = fields.choice::<pb::CustodyHolder>("holder", request.holder);
    let holder = holder.and_then(|holder| CustodyHolder::from_number(holder.into()));
    let department_id = fields.optional_code("department_id", &request.department_id);
    match (holder, &department_id) {
        (Some(CustodyHolder::Department), None) => {
            fields.told("department_id", "is required with DEPARTMENT", "交部门保管须填部门");
        }
        (Some(CustodyHolder::Department), Some(_)) | (_, None) => {}
        (_, Some(_)) => fields.told("department_id", "goes with DEPARTMENT only", "仅交部门时填写"),
    }
    let place = note_in(&mut fields, "place", &request.place);
    fields.text("place", &place, 0, MAX_PLACE_CHARS);
    let since = fields.optional_instant("since_time", request.since_time);
    let note = note_in(&mut fields, "note", &request.note);
    let (id, holder) = fields.both(id, holder)?;
    Ok(Handing { id, holder, department_id, place, since, note })
}

pub(super) fn hand_over(request: pb::RecordDisclosureRequest) -> Result<HandOver> {
    let mut fields = Fields::new();
    let department_id = fields.code("department_id", &request.department_id);
    let resident_id = fields.id("resident_id", &request.resident_id);
    let document_id = fields.optional_id("document_id", &request.document_id);
    let case_id = fields.optional_id("case_id", &request.case_id);
    if request.fields.is_empty() || request.fields.len() > MAX_FIELDS {
        fields.told("fields", "must have 1 to 20 entries", "应有 1 至 20 项");
    }
    for (index, name) in request.fields.iter().enumerate().take(MAX_FIELDS) {
        if !is_field(name) {
            let problem = "must be lower-case words with dots, for example document.number";
            let zh = "应为小写字母与点，例如 document.number";
            fields.told(&format!("fields[{index}]"), problem, zh);
        }
    }
    let purpose = reveal_purpose(&mut fields, request.purpose, &request.purpose_text);
    let (resident_id, purpose) = fields.both(resident_id, purpose)?;
    let fields = request.fields;
    let resident_id = Some(resident_id);
    Ok(HandOver { department_id, resident_id, document_id, fields, purpose, case_id })
}

pub(super) fn ledger(request: &pb::ListDisclosuresRequest) -> Result<DisclosureFilter> {
    let mut fields = Fields::new();
    let begin = |day: NaiveDate| zone::from_local(day.and_time(NaiveTime::MIN));
    let to = fields.optional_date("to_date", request.to_date);
    let filter = DisclosureFilter {
        resident_id: fields.optional_id("resident_id", &request.resident_id),
        department_id: fields.optional_code("department_id", &request.department_id),
        from: fields.optional_date("from_date", request.from_date).map(begin),
        before: to.and_then(|day| day.succ_opt()).map(begin),
    };
    fields.finish(filter)
}
