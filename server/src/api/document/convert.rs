//! Documents, their custody and the ledger of disclosures as messages, numbers masked.

use crate::{
    api::{
        directory::convert::count,
        fields::{date, etag, timestamp},
    },
    domain::{
        disclosure::Disclosure,
        document::{
            Custody, Document, DocumentView, DocumentWarning, Hands, PermitPurpose, Stay,
            VisaDetails, VisaEntries, WorkPermitClass,
        },
        id::Id as _,
        limit::overstay_hint,
    },
    service::document::Recorded,
};
use chrono::NaiveDate;
use frsc_proto::v1 as pb;

/// A document as messages carry it.
pub(in crate::api) fn encode(view: &DocumentView) -> pb::Document {
    let document = &view.document;
    let (terms, ending) = (&document.terms, document.ending.as_ref());
    pb::Document {
        document_id: document.id.text(),
        resident_id: document.resident_id.text(),
        kind: terms.kind.number(),
        masked_number: document.number.mask.clone(),
        issuer: terms.issuer.clone(),
        issued_date: terms.issued_on.map(date),
        valid_from_date: Some(date(terms.valid_from)),
        expiry_date: terms.expires_on.map(date),
        purpose: terms.purpose.map_or(0, PermitPurpose::number),
        work_permit_class: terms.class.map_or(0, WorkPermitClass::number),
        visa: terms.visa.as_ref().map(encode_visa),
        status: view.status.number(),
        days_left: days(view.days_left),
        replaced_by_document_id: document.replaced_by.map(|id| id.text()).unwrap_or_default(),
        ended_date: ending.map(|ending| date(ending.on)),
        ended_reason: ending.map(|ending| ending.text.clone()).unwrap_or_default(),
        case_id: document.case_id.map(|id| id.text()).unwrap_or_default(),
        custody: document.hands.as_ref().map(encode_hands),
        note: document.note.clone(),
        create_time: Some(timestamp(document.created_at)),
        update_time: Some(timestamp(document.updated_at)),
        etag: etag(document.version),
        last_date: terms.last_day().map(date),
    }
}

fn days(left: Option<i64>) -> i32 {
    left.map_or(0, |days| i32::try_from(days).unwrap_or(i32::MAX))
}

fn encode_visa(visa: &VisaDetails) -> pb::VisaDetails {
    pb::VisaDetails {
        entries: visa.entries.map_or(0, VisaEntries::number),
        category: visa.category.clone(),
        stay_days: count(visa.stay_days),
        entry_date: visa.entered_on.map(date),
    }
}

fn encode_hands(hands: &Hands) -> pb::Custody {
    pb::Custody {
        number: count(hands.number),
        holder: hands.holder.number(),
        department_id: hands.department_id.clone().unwrap_or_default(),
        place: hands.place.clone(),
        since_time: Some(timestamp(hands.since)),
        account_id: String::new(),
        note: String::new(),
    }
}

/// An entry of a passport's custody as messages carry it.
pub(super) fn encode_custody(of: &Custody) -> pb::Custody {
    pb::Custody {
        account_id: of.account_id.map(|id| id.text()).unwrap_or_default(),
        note: of.note.clone(),
        ..encode_hands(&of.hands)
    }
}

/// The passport that ends before a document.
pub(super) fn limiting(passport: &Document) -> pb::LimitingDocument {
    pb::LimitingDocument {
        document_id: passport.id.text(),
        kind: passport.terms.kind.number(),
        expiry_date: passport.terms.expires_on.map(date),
    }
}

fn warnings(of: &Recorded) -> Vec<i32> {
    let warning = |warning: &DocumentWarning| match warning {
        DocumentWarning::PastPassport => pb::DocumentWarning::PastPassport.into(),
        DocumentWarning::NumberUnchecked => pb::DocumentWarning::NumberUnchecked.into(),
    };
    of.warnings.iter().map(warning).collect()
}

pub(super) fn created(done: &Recorded) -> pb::CreateDocumentResponse {
    pb::CreateDocumentResponse {
        document: Some(encode(&done.view)),
        limited_by: done.limited_by.as_ref().map(limiting),
        warnings: warnings(done),
    }
}

pub(super) fn updated(done: &Recorded) -> pb::UpdateDocumentResponse {
    pb::UpdateDocumentResponse {
        document: Some(encode(&done.view)),
        limited_by: done.limited_by.as_ref().map(limiting),
        warnings: warnings(done),
    }
}

pub(super) fn replaced(done: &Recorded) -> pb::ReplaceDocumentResponse {
    pb::ReplaceDocumentResponse {
        document: Some(encode(&done.view)),
        replaced_document: done.replaced.as_ref().map(encode),
        limited_by: done.limited_by.as_ref().map(limiting),
        warnings: warnings(done),
    }
}

/// How long somebody may stay, as it is on a day.
pub(super) fn shown_stay(stay: &Stay, today: NaiveDate) -> pb::GetStayResponse {
    let last = stay.by.last();
    let overstay = overstay_hint(stay.until, today);
    let endless = stay.until == NaiveDate::MAX;
    pb::GetStayResponse {
        // A permanent residence card without a last day, or a receipt whose day is not known yet.
        lawful_until_date: (!endless).then(|| date(stay.until)),
        document_id: last.map(|(id, _)| id.text()).unwrap_or_default(),
        kind: last.map_or(0, |(_, kind)| kind.number()),
        document_ids: stay.by.iter().map(|(id, _)| id.text()).collect(),
        days_left: days((!endless).then(|| (stay.until - today).num_days())),
        overstay_days: overstay.map_or(0, |hint| count(hint.days)),
        reference_fine_yuan: overstay.map_or(0, |hint| count(hint.reference_fine_yuan)),
    }
}

/// A row of the ledger as messages carry it.
pub(super) fn encode_disclosure(of: &Disclosure) -> pb::Disclosure {
    pb::Disclosure {
        disclosure_id: of.id.text(),
        disclosure_time: Some(timestamp(of.at)),
        department_id: of.department_id.clone(),
        account_id: of.account_id.text(),
        resident_id: of.resident_id.map(|id| id.text()).unwrap_or_default(),
        document_id: of.document_id.map(|id| id.text()).unwrap_or_default(),
        fields: of.fields.clone(),
        purpose: of.purpose.clone(),
        case_id: of.case_id.map(|id| id.text()).unwrap_or_default(),
    }
}
