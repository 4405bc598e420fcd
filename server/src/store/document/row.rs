//! A document and an entry of its custody as rows, and back.

use crate::{
    domain::{
        document::{
            Custody, CustodyHolder, Document, DocumentKind, DocumentTerms, EndReason, Ending,
            Hands, KeptNumber, PermitPurpose, WorkPermitClass,
        },
        id::{AccountId, CaseId, DocumentId, ResidentId},
        zone,
    },
    error::{Error, Result},
    store::{
        case::row::{json, number, read},
        entity::{document, document_custody},
    },
};
use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;

/// The day by which a document without a known last day is listed: after every other.
pub(super) const NO_LAST_DAY: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a date");

pub(in crate::store) fn row_of(from: &Document) -> Result<document::ActiveModel> {
    let (terms, ending, hands) = (&from.terms, from.ending.as_ref(), from.hands.as_ref());
    let holder = hands.map_or(CustodyHolder::Holder, |hands| hands.holder);
    Ok(document::ActiveModel {
        id: Set(from.id.0),
        resident_id: Set(from.resident_id.0),
        kind: Set(terms.kind.number()),
        purpose: Set(terms.purpose.map_or(0, PermitPurpose::number)),
        class: Set(terms.class.map_or(0, WorkPermitClass::number)),
        visa: Set(terms.visa.as_ref().map(json).transpose()?),
        number_sealed: Set(from.number.sealed.clone()),
        number_key: Set(from.number.key.to_vec()),
        number_mask: Set(from.number.mask.clone()),
        issuer: Set(terms.issuer.clone()),
        issued_on: Set(terms.issued_on),
        valid_from: Set(terms.valid_from),
        expires_on: Set(terms.last_day().unwrap_or(NO_LAST_DAY)),
        own_expires_on: Set(terms.expires_on.filter(|own| Some(*own) != terms.last_day())),
        // Whatever changed, its ladder of reminders is looked at anew.
        remind_on: Set(Some(zone::local_date(from.updated_at))),
        replaced_by: Set(from.replaced_by.map(|id| id.0)),
        ended_on: Set(ending.map(|ending| ending.on)),
        ended_reason: Set(ending.map_or(0, |ending| ending.reason.number())),
        ended_text: Set(ending.map(|ending| ending.text.clone()).unwrap_or_default()),
        case_id: Set(from.case_id.map(|id| id.0)),
        holder: Set(holder.number()),
        holder_department: Set(hands.and_then(|hands| hands.department_id.clone())),
        holder_place: Set(hands.map(|hands| hands.place.clone()).unwrap_or_default()),
        held_since: Set(hands.map(|hands| hands.since)),
        custody_entries: Set(hands.map_or(0, |hands| number(hands.number))),
        note: Set(from.note.clone()),
        created_by: Set(from.created_by.0),
        created_at: Set(from.created_at),
        updated_at: Set(from.updated_at),
        version: Set(from.version),
    })
}

pub(in crate::store) fn of_row(row: document::Model) -> Result<Document> {
    let unreadable = || Error::internal("a document cannot be read");
    let key = row.number_key.as_slice().try_into().map_err(|_| unreadable())?;
    let holder = CustodyHolder::from_number(row.holder).ok_or_else(unreadable)?;
    let hands = row.held_since.map(|since| Hands {
        number: u32::try_from(row.custody_entries).unwrap_or(0),
        holder,
        department_id: row.holder_department,
        place: row.holder_place,
        since,
    });
    let reason = EndReason::from_number(row.ended_reason);
    let ending = row.ended_on.zip(reason).map(|(on, reason)| {
        let text = row.ended_text;
        Ending { on, reason, text }
    });
    let terms = DocumentTerms {
        kind: DocumentKind::from_number(row.kind).ok_or_else(unreadable)?,
        purpose: PermitPurpose::from_number(row.purpose),
        class: WorkPermitClass::from_number(row.class),
        visa: row.visa.as_deref().map(|text| read("a visa", text)).transpose()?,
        issuer: row.issuer,
        issued_on: row.issued_on,
        valid_from: row.valid_from,
        expires_on: row.own_expires_on.or(Some(row.expires_on).filter(|day| *day != NO_LAST_DAY)),
    };
    Ok(Document {
        id: DocumentId(row.id),
        resident_id: ResidentId(row.resident_id),
        terms,
        number: KeptNumber { sealed: row.number_sealed, key, mask: row.number_mask },
        replaced_by: row.replaced_by.map(DocumentId),
        ending,
        case_id: row.case_id.map(CaseId),
        hands,
        note: row.note,
        created_by: AccountId(row.created_by),
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
    })
}

pub(super) fn custody_row(
    document: DocumentId,
    hands: &Hands,
    note: &str,
    by: AccountId,
) -> document_custody::ActiveModel {
    document_custody::ActiveModel {
        document_id: Set(document.0),
        number: Set(number(hands.number)),
        holder: Set(hands.holder.number()),
        department_id: Set(hands.department_id.clone()),
        place: Set(hands.place.clone()),
        since: Set(hands.since),
        note: Set(note.to_owned()),
        account_id: Set(by.0),
    }
}

pub(super) fn custody_of(row: document_custody::Model) -> Result<Custody> {
    let unreadable = || Error::internal("a custody cannot be read");
    let hands = Hands {
        number: u32::try_from(row.number).map_err(|_| unreadable())?,
        holder: CustodyHolder::from_number(row.holder).ok_or_else(unreadable)?,
        department_id: row.department_id,
        place: row.place,
        since: row.since,
    };
    Ok(Custody { hands, account_id: Some(AccountId(row.account_id)), note: row.note })
}
