//! The rules of documents, by tables.

use super::*;
use crate::domain::identifier::IdentifierError;
use chrono::TimeDelta;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn terms(kind: DocumentKind, from: &str, until: Option<&str>) -> DocumentTerms {
    let visa = VisaDetails {
        entries: Some(VisaEntries::Single),
        category: "M".to_owned(),
        stay_days: 0,
        entered_on: None,
    };
    DocumentTerms {
        kind,
        purpose: (kind == DocumentKind::ResidencePermit).then_some(PermitPurpose::Study),
        class: (kind == DocumentKind::WorkPermit).then_some(WorkPermitClass::B),
        visa: (kind == DocumentKind::Visa).then_some(visa),
        issuer: "PSB".to_owned(),
        issued_on: None,
        valid_from: day(from),
        expires_on: until.map(day),
    }
}

fn document(number: u128, terms: DocumentTerms) -> Document {
    Document {
        id: DocumentId(Uuid::from_u128(number)),
        resident_id: ResidentId(Uuid::nil()),
        terms,
        number: KeptNumber { sealed: Vec::new(), key: [0; 32], mask: String::new() },
        replaced_by: None,
        ending: None,
        case_id: None,
        hands: None,
        note: String::new(),
        created_by: AccountId(Uuid::nil()),
        created_at: DateTime::UNIX_EPOCH,
        updated_at: DateTime::UNIX_EPOCH,
        version: 1,
    }
}

fn ending(reason: EndReason, on: &str) -> Option<Ending> {
    Some(Ending { on: day(on), reason, text: String::new() })
}

fn wrong_fields(terms: &DocumentTerms) -> Vec<&'static str> {
    flaws(terms, day("2026-06-01")).into_iter().map(|flaw| flaw.field).collect()
}

#[test]
fn a_validity_is_what_the_law_allows_and_counts_both_its_days() {
    use DocumentKind::{ResidencePermit, StayPermit, WorkPermit};
    let work = |until| DocumentTerms {
        purpose: Some(PermitPurpose::Work),
        ..terms(ResidencePermit, "2026-01-01", Some(until))
    };
    let table = [
        // 90 days: through March 31; 89 are refused.
        (work("2026-03-31"), true),
        (work("2026-03-30"), false),
        (work("2030-12-31"), true),
        (work("2031-01-01"), false),
        // 180 days: through June 29.
        (terms(ResidencePermit, "2026-01-01", Some("2026-06-29")), true),
        (terms(ResidencePermit, "2026-01-01", Some("2026-06-28")), false),
        (terms(ResidencePermit, "2026-01-01", Some("2031-01-01")), false),
        (terms(WorkPermit, "2026-01-01", Some("2026-03-30")), false),
        (terms(WorkPermit, "2026-01-01", Some("2026-03-31")), true),
        (terms(StayPermit, "2026-01-01", Some("2026-06-29")), true),
        (terms(StayPermit, "2026-01-01", Some("2026-06-30")), false),
    ];
    for (terms, sound) in table {
        let expected: &[&str] = if sound { &[] } else { &["expiry_date"] };
        assert_eq!(wrong_fields(&terms), expected, "{terms:?}");
    }
}

#[test]
fn impossible_dates_and_details_name_their_field() {
    use DocumentKind::{Passport, ResidencePermit, Visa, WorkPermit};
    let passport = terms(Passport, "2026-01-01", None);
    let issued = |on| DocumentTerms { issued_on: Some(day(on)), ..passport.clone() };
    let visa = terms(Visa, "2026-01-01", Some("2026-03-31"));
    let with = |stay_days, entries, category: &str, entered: Option<&str>| DocumentTerms {
        visa: Some(VisaDetails {
            entries,
            category: category.to_owned(),
            stay_days,
            entered_on: entered.map(day),
        }),
        ..visa.clone()
    };
    let once = Some(VisaEntries::Single);
    let table: [(DocumentTerms, &[&str]); 14] = [
        (passport.clone(), &[]),
        (issued("2026-06-02"), &["issued_date", "valid_from_date"]),
        (issued("2026-02-01"), &["valid_from_date"]),
        (terms(Passport, "2026-01-02", Some("2026-01-01")), &["expiry_date"]),
        (DocumentTerms { issuer: "日本".to_owned(), ..passport.clone() }, &["issuer"]),
        (DocumentTerms { issuer: String::new(), ..visa.clone() }, &["issuer"]),
        (terms(WorkPermit, "2026-01-01", None), &["expiry_date"]),
        (
            DocumentTerms {
                purpose: None,
                ..terms(ResidencePermit, "2026-01-01", Some("2027-01-01"))
            },
            &["purpose"],
        ),
        (DocumentTerms { class: Some(WorkPermitClass::A), ..visa.clone() }, &["work_permit_class"]),
        (DocumentTerms { visa: None, ..visa.clone() }, &["visa"]),
        (with(30, None, "Z", None), &["visa.entries"]),
        (with(361, once, "Z", None), &["visa.stay_days"]),
        (with(30, once, "z!", None), &["visa.category"]),
        (with(30, once, "Z", Some("2026-06-02")), &["visa.entry_date"]),
    ];
    for (terms, expected) in table {
        assert_eq!(wrong_fields(&terms), expected, "{terms:?}");
    }
}

#[test]
fn numbers_are_checked_as_far_as_their_kind_has_a_public_structure() {
    use DocumentKind::{Passport, PermanentResidenceCard, ResidencePermit};
    let parse = |kind, text| DocumentNumber::parse(kind, text, day("2026-06-01"));
    let card = PermanentResidenceCard;
    assert_eq!(parse(Passport, "tr-1234567").unwrap().as_str(), "TR1234567");
    assert_eq!(parse(card, "911124198108030024").unwrap().check(), NumberCheck::Checked);
    assert_eq!(parse(card, "CAN110181080312").unwrap().check(), NumberCheck::Unchecked);
    let wrong = parse(card, "911398199012310022").unwrap_err();
    assert_eq!(wrong, IdentifierError::CheckCharacter);
    assert!(parse(ResidencePermit, "ABC12").is_err());
    assert!(parse(ResidencePermit, "abc 123").is_ok());
    let shown = format!("{:?}", parse(ResidencePermit, "RP330482007").unwrap());
    assert_eq!(shown, "DocumentNumber(RP3****07)");
}

#[test]
fn a_status_follows_from_dates_and_end() {
    let permit = terms(DocumentKind::StayPermit, "2026-02-01", Some("2026-06-30"));
    let live = document(1, permit.clone());
    let table = [
        ("2026-01-31", DocumentStatus::NotYetValid),
        ("2026-02-01", DocumentStatus::Valid),
        // Through the end of its last day (C1).
        ("2026-06-30", DocumentStatus::Valid),
        ("2026-07-01", DocumentStatus::Expired),
    ];
    for (today, status) in table {
        assert_eq!(live.status(day(today)), status, "{today}");
    }
    let reasons = [
        (EndReason::Replaced, DocumentStatus::Replaced),
        (EndReason::Cancelled, DocumentStatus::Cancelled),
        (EndReason::Lost, DocumentStatus::Lost),
        (EndReason::Closed, DocumentStatus::Closed),
    ];
    for (reason, status) in reasons {
        let ended = Document { ending: ending(reason, "2026-03-01"), ..live.clone() };
        assert_eq!(ended.status(day("2026-07-01")), status);
        assert_eq!(ended.days_left(day("2026-07-01")), None);
        assert!(ended.may_change(day("2026-07-01")).is_err());
    }
    assert_eq!(live.days_left(day("2026-07-02")), Some(-2));
}

#[test]
fn the_longest_live_passport_limits() {
    let passport =
        |number, until| document(number, terms(DocumentKind::Passport, "2020-01-01", until));
    let permit = terms(DocumentKind::ResidencePermit, "2026-01-01", Some("2027-12-31"));
    let short = passport(1, Some("2027-06-30"));
    let long = passport(2, Some("2028-06-30"));
    let lost = Document { ending: ending(EndReason::Lost, "2026-01-01"), ..long.clone() };
    let limit = |others: &[Document]| limited_by(&permit, others).map(|found| found.id);
    assert_eq!(limit(std::slice::from_ref(&short)), Some(short.id));
    assert_eq!(limit(&[short.clone(), long]), None);
    assert_eq!(limit(&[short.clone(), lost]), Some(short.id));
    assert_eq!(limit(&[passport(3, None)]), None);
    assert_eq!(limit(&[]), None);
    assert_eq!(limited_by(&short.terms, &[passport(4, Some("2026-06-30"))]), None);
}

#[test]
fn a_stay_goes_on_from_document_to_document_without_a_gap() {
    use DocumentKind::{Receipt, ResidencePermit, StayPermit, Visa, WorkPermit};
    let today = day("2026-06-01");
    let one = |number, kind, from, until| document(number, terms(kind, from, Some(until)));
    let permit = one(1, ResidencePermit, "2025-06-03", "2026-06-02");
    let receipt = one(2, Receipt, "2026-05-20", "2026-06-10");
    let next = one(3, StayPermit, "2026-06-11", "2026-07-10");
    let later = one(4, Visa, "2026-08-01", "2026-09-01");
    let work = one(5, WorkPermit, "2025-06-03", "2030-01-01");
    let until = |documents: &[Document]| stay_of(documents, today).map(|stay| stay.until);
    assert_eq!(until(&[]), None);
    assert_eq!(until(std::slice::from_ref(&work)), None);
    assert_eq!(until(&[work, permit.clone()]), Some(day("2026-06-02")));
    assert_eq!(until(&[receipt.clone(), permit.clone()]), Some(day("2026-06-10")));
    let all = [later.clone(), next, receipt.clone(), permit.clone()];
    let stay = stay_of(&all, today).unwrap();
    assert_eq!(stay.until, day("2026-07-10"));
    let kinds: Vec<_> = stay.by.iter().map(|(_, kind)| *kind).collect();
    assert_eq!(kinds, [ResidencePermit, Receipt, StayPermit]);
    // Once it has begun, what came after the gap is the stay.
    assert_eq!(stay_of(&all, day("2026-08-01")).unwrap().until, day("2026-09-01"));
    // A receipt that was closed carries no further than the day it was closed.
    let closed = Document { ending: ending(EndReason::Closed, "2026-06-01"), ..receipt };
    assert_eq!(until(&[permit.clone(), closed]), Some(day("2026-06-02")));
    // A lost permit is lost as paper, not as a stay; a cancelled one is over.
    let lost = Document { ending: ending(EndReason::Lost, "2026-05-01"), ..permit.clone() };
    assert_eq!(until(&[lost]), Some(day("2026-06-02")));
    let over = Document { ending: ending(EndReason::Cancelled, "2026-05-01"), ..permit };
    assert_eq!(until(&[over]), Some(day("2026-05-01")));
}

#[test]
fn a_visas_stay_is_counted_from_the_day_after_entry() {
    let mut visa = terms(DocumentKind::Visa, "2026-01-01", Some("2026-06-30"));
    let until = |terms: &DocumentTerms| {
        stay_of(&[document(1, terms.clone())], day("2026-06-01")).map(|stay| stay.until)
    };
    assert_eq!(until(&visa), Some(day("2026-06-30")));
    let details = visa.visa.as_mut().unwrap();
    (details.stay_days, details.entered_on) = (30, Some(day("2026-06-25")));
    assert_eq!(until(&visa), Some(day("2026-07-25")));
    assert_eq!(visa.last_day(), Some(day("2026-06-25") + TimeDelta::days(30)));
}

#[test]
fn a_passport_is_not_handed_to_who_has_it() {
    use CustodyHolder::{Centre, Courier, Holder};
    let passport = document(1, terms(DocumentKind::Passport, "2026-01-01", None));
    let held = |holder, department: Option<&str>| Document {
        hands: Some(Hands {
            number: 1,
            holder,
            department_id: department.map(str::to_owned),
            place: "safe 1".to_owned(),
            since: DateTime::UNIX_EPOCH,
        }),
        ..passport.clone()
    };
    let department = CustodyHolder::Department;
    let table = [
        (passport.clone(), Holder, None, "", false),
        (passport.clone(), Centre, None, "safe 1", true),
        (held(Centre, None), Centre, None, "safe 1", false),
        (held(Centre, None), Centre, None, "safe 2", true),
        (held(Centre, None), department, Some("PSB"), "", true),
        (held(department, Some("PSB")), department, Some("PSB"), "safe 1", false),
        (held(department, Some("PSB")), department, Some("STB"), "safe 1", true),
        (held(Courier, None), Holder, None, "", true),
        (held(Holder, None), Holder, None, "elsewhere", false),
    ];
    for (passport, holder, department, place, allowed) in table {
        let answer = passport.may_go_to(holder, department, place);
        assert_eq!(answer.is_ok(), allowed, "{holder:?} {department:?} {place}");
    }
    let permit = document(2, terms(DocumentKind::StayPermit, "2026-01-01", Some("2026-02-01")));
    assert_eq!(permit.may_go_to(Centre, None, ""), Err(DocumentRefusal::NotAPassport.into()));
}

#[test]
fn the_receipt_of_a_case_is_not_changed_by_hand_and_a_lost_one_may_be_replaced_once() {
    let today = day("2026-06-01");
    let receipt = terms(DocumentKind::Receipt, "2026-05-20", Some("2026-06-10"));
    let own = Document { case_id: Some(CaseId(Uuid::nil())), ..document(1, receipt) };
    assert_eq!(own.may_change(today), Err(DocumentRefusal::ReceiptOfCase.into()));
    assert_eq!(own.may_be_replaced(today), Err(DocumentRefusal::ReceiptOfCase.into()));
    let passport = document(2, terms(DocumentKind::Passport, "2026-01-01", None));
    let lost = Document { ending: ending(EndReason::Lost, "2026-05-01"), ..passport };
    assert!(lost.may_be_replaced(today).is_ok());
    let replaced = Document { replaced_by: Some(DocumentId(Uuid::nil())), ..lost };
    assert!(replaced.may_be_replaced(today).is_err());
}
