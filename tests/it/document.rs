//! Documents: put on record, corrected, replaced, ended; checked, found by number, listed by
//! expiry, and shown to whom they concern.

mod custody;
mod receipt;
pub mod reveal;
mod scenarios;

use crate::harness::{Centre, Who, cases::*, documents::*, make::*};
use frsc_proto::v1::{self, DocumentKind, DocumentStatus, create_document_request::Source};
use prost_types::FieldMask;
use tonic::Code;

/// The specimen of Doc 9303: valid through 2028-09-30.
const ZONE: &str =
    "P<JPNTANAKA<<KENJI<<<<<<<<<<<<<<<<<<<<<<<<<<\nTR12345672JPN8203151M2809300<<<<<<<<<<<<<<<8";

/// An accepted case that renews a document.
pub async fn renewal(centre: &Centre, item: &str, document: &v1::Document) -> v1::Case {
    let request =
        v1::CreateCaseRequest { document_id: document.document_id.clone(), ..accepted(&[item]) };
    centre.clerk().receives(request).await
}

fn look_up(number: &str) -> v1::LookupDocumentRequest {
    v1::LookupDocumentRequest { number: number.to_owned(), kind: 0 }
}

fn end(of: &v1::Document, reason: &str) -> v1::CancelDocumentRequest {
    v1::CancelDocumentRequest {
        request_id: request_id(),
        document_id: of.document_id.clone(),
        etag: of.etag.clone(),
        reason: reason.to_owned(),
        ended_date: None,
    }
}

pub fn replacing(old: &v1::Document, new: v1::NewDocument) -> v1::ReplaceDocumentRequest {
    v1::ReplaceDocumentRequest {
        request_id: request_id(),
        document_id: old.document_id.clone(),
        etag: old.etag.clone(),
        source: Some(v1::replace_document_request::Source::Document(new)),
        validate_only: false,
    }
}

#[tokio::test]
async fn a_passport_comes_from_its_zone_and_is_found_by_its_number() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let resident = centre.resident().await;
    let request = |mrz: &str| v1::CreateDocumentRequest {
        source: Some(Source::Mrz(mrz.to_owned())),
        ..put(&resident, v1::NewDocument::default())
    };
    let made = clerk.ok(request(ZONE)).await.document.unwrap();
    assert_eq!((made.kind(), made.issuer.as_str()), (DocumentKind::Passport, "JPN"));
    assert_eq!(made.masked_number, "TR1****67");
    assert_eq!(
        (day(made.expiry_date), made.status()),
        ("2028-09-30".into(), DocumentStatus::Valid)
    );
    for number in ["TR1234567", "tr-123 4567", "ＴＲ1234567"] {
        let found = clerk.ok(look_up(number)).await.documents;
        assert_eq!(found, std::slice::from_ref(&made), "{number}");
    }
    clerk.refused(look_up("TR1234568")).await.is(Code::NotFound, "NOT_FOUND");
    let wrong = clerk.refused(request(&ZONE.replace("TR12345672", "TR12345671"))).await;
    assert!(wrong.fields().contains(&"mrz.passport_number".to_owned()), "{:?}", wrong.fields());
    let known = clerk.refused(request(ZONE)).await;
    known.is(Code::AlreadyExists, "ALREADY_EXISTS");
    assert_eq!(known.variable("existing_id"), Some(made.document_id));
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_its_field() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let resident = centre.resident().await;
    let permit = work_residence("2024-01-01", "2024-12-31");
    let card = |number: &str| v1::NewDocument {
        number: number.to_owned(),
        ..paper(DocumentKind::PermanentResidenceCard, "2023-12-01", "2033-11-30")
    };
    let table = [
        (v1::NewDocument { number: "AB!".to_owned(), ..permit.clone() }, "document.number"),
        (
            v1::NewDocument { expiry_date: Some(date("2023-12-31")), ..permit.clone() },
            "document.expiry_date",
        ),
        (
            v1::NewDocument { expiry_date: Some(date("2024-03-29")), ..permit.clone() },
            "document.expiry_date",
        ),
        (
            v1::NewDocument { expiry_date: Some(date("2029-01-01")), ..permit.clone() },
            "document.expiry_date",
        ),
        (v1::NewDocument { expiry_date: None, ..permit.clone() }, "document.expiry_date"),
        (v1::NewDocument { purpose: 0, ..permit.clone() }, "document.purpose"),
        (
            v1::NewDocument { issued_date: Some(date("2024-03-05")), ..permit.clone() },
            "document.issued_date",
        ),
        (v1::NewDocument { issuer: String::new(), ..permit.clone() }, "document.issuer"),
        (card("911398199012310022"), "document.number"),
        (v1::NewDocument { kind: 0, ..permit.clone() }, "document.kind"),
        (paper(DocumentKind::StayPermit, "2024-01-01", "2024-06-29"), "document.expiry_date"),
        (paper(DocumentKind::Visa, "2024-01-01", "2024-06-29"), "document.visa"),
        (paper(DocumentKind::WorkPermit, "2024-01-01", "2024-06-29"), "document.work_permit_class"),
    ];
    for (document, field) in table {
        let number = document.number.clone();
        let refused = clerk.refused(put(&resident, document)).await;
        refused.is(Code::InvalidArgument, "INVALID_FIELD");
        assert!(refused.fields().contains(&field.to_owned()), "{field}: {:?}", refused.fields());
        assert!(!format!("{:?}", refused.status).contains(&number), "{field}");
    }
    let older = clerk.ok(put(&resident, card("CAN110181080312"))).await;
    assert_eq!(older.warnings().collect::<Vec<_>>(), unchecked());
    let nobody = clerk.refused(put("resi_aaaaaaaaaaaaaaaaaaaaaaaaaa", permit)).await;
    nobody.is(Code::NotFound, "NOT_FOUND");
}

#[tokio::test]
async fn a_permit_past_its_passport_is_told_with_what_limits_it() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let resident = centre.resident().await;
    let short = clerk.puts(&resident, passport("2024-10-31")).await;
    let permit = clerk.ok(put(&resident, work_residence("2024-01-01", "2024-12-31"))).await;
    let limit = permit.limited_by.clone().unwrap();
    assert_eq!((limit.document_id, limit.kind), (short.document_id.clone(), 1));
    assert_eq!(day(limit.expiry_date), "2024-10-31");
    assert!(permit.warnings().any(|warning| warning == v1::DocumentWarning::PastPassport));
    let id = permit.document.unwrap().document_id;
    let get = v1::GetDocumentRequest { document_id: id };
    assert!(clerk.ok(get.clone()).await.limited_by.is_some());
    // The new passport outlasts it.
    clerk.ok(replacing(&short, passport("2034-10-31"))).await;
    assert_eq!(clerk.ok(get).await.limited_by, None);
}

#[tokio::test]
async fn a_new_document_takes_the_place_of_the_old_one_in_one_step() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let resident = centre.resident().await;
    let old = clerk.puts(&resident, passport("2024-10-31")).await;
    let wrong = clerk.refused(replacing(&old, work_residence("2024-01-01", "2024-12-31"))).await;
    assert_eq!(wrong.fields(), ["document.kind"]);
    let request = replacing(&old, passport("2034-10-31"));
    let checked = v1::ReplaceDocumentRequest { validate_only: true, ..request.clone() };
    clerk.ok(checked).await;
    assert_eq!(clerk.document(&old.document_id).await, old, "a dry run changes nothing");
    let done = clerk.ok(request.clone()).await;
    let (new, replaced) = (done.document.unwrap(), done.replaced_document.unwrap());
    assert_eq!(replaced.status(), DocumentStatus::Replaced);
    assert_eq!(replaced.replaced_by_document_id, new.document_id);
    assert_eq!(clerk.document(&old.document_id).await, replaced);
    let again = v1::ReplaceDocumentRequest {
        request_id: request_id(),
        etag: replaced.etag.clone(),
        ..request
    };
    let again = clerk.refused(again).await;
    again.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
    assert_eq!(again.variable("current_state").as_deref(), Some("REPLACED"));
    let live = v1::ListDocumentsRequest { resident_id: resident.clone(), ..Default::default() };
    assert_eq!(clerk.ok(live).await.documents, [new]);
    assert_eq!(clerk.documents_of(&resident).await.len(), 2);
}

#[tokio::test]
async fn a_document_ends_with_a_reason_and_its_number_is_free_again() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let resident = centre.resident().await;
    let paper = passport("2030-10-31");
    let first = clerk.puts(&resident, paper.clone()).await;
    assert_eq!(clerk.refused(end(&first, "")).await.fields(), ["reason"]);
    let stale = v1::CancelDocumentRequest { etag: "v9".to_owned(), ..end(&first, "wrong") };
    clerk.refused(stale).await.is(Code::Aborted, "ETAG_MISMATCH");
    let ended = clerk.ok(end(&first, "entered by mistake")).await.document.unwrap();
    assert_eq!(ended.status(), DocumentStatus::Cancelled);
    assert_eq!(ended.ended_reason, "entered by mistake");
    let second = clerk.puts(&resident, paper.clone()).await;
    let found = clerk.ok(look_up(&paper.number)).await.documents;
    assert_eq!(found, [second.clone(), ended], "live ones first");
    let lost = v1::ReportDocumentLostRequest {
        request_id: request_id(),
        document_id: second.document_id.clone(),
        etag: second.etag.clone(),
        reason: "stolen on the train".to_owned(),
        ended_date: Some(date("2024-03-01")),
    };
    let lost = clerk.ok(lost).await.document.unwrap();
    assert_eq!((lost.status(), day(lost.ended_date)), (DocumentStatus::Lost, "2024-03-01".into()));
    let new = clerk.ok(replacing(&lost, passport("2034-01-31"))).await;
    let old = new.replaced_document.unwrap();
    assert_eq!(old.status(), DocumentStatus::Lost, "it is still lost");
    assert_eq!(old.replaced_by_document_id, new.document.unwrap().document_id);
}

#[tokio::test]
async fn a_slip_is_corrected_field_by_field() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let resident = centre.resident().await;
    let permit = clerk.puts(&resident, work_residence("2024-01-01", "2024-12-31")).await;
    let update = |paths: &[&str], document: v1::NewDocument| v1::UpdateDocumentRequest {
        request_id: request_id(),
        document_id: permit.document_id.clone(),
        etag: permit.etag.clone(),
        document: Some(document),
        update_mask: Some(FieldMask { paths: paths.iter().map(|p| (*p).to_owned()).collect() }),
        validate_only: false,
    };
    let later = |day| v1::NewDocument { expiry_date: Some(date(day)), ..Default::default() };
    assert_eq!(clerk.refused(update(&[], later("2025-12-31"))).await.fields(), ["update_mask"]);
    let number = clerk.refused(update(&["number"], later("2025-12-31"))).await;
    assert_eq!(number.fields(), ["update_mask.paths[0]"]);
    let long = clerk.refused(update(&["expiry_date"], later("2030-12-31"))).await;
    assert_eq!(long.fields(), ["document.expiry_date"]);
    let mended = clerk.ok(update(&["expiry_date"], later("2025-12-31"))).await.document.unwrap();
    assert_eq!((day(mended.expiry_date), mended.issuer), ("2025-12-31".into(), permit.issuer));
}

#[tokio::test]
async fn documents_are_listed_by_expiry_page_by_page() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let resident = centre.resident().await;
    let mut expected = Vec::new();
    for month in [9, 5, 7, 5, 11] {
        let until = format!("2024-{month:02}-28");
        let made = clerk.puts(&resident, work_residence("2024-01-01", &until)).await;
        expected.push((until, made.document_id));
    }
    let endless = v1::NewDocument { expiry_date: None, ..passport("2030-01-01") };
    let endless = clerk.puts(&resident, endless).await;
    assert_eq!((endless.expiry_date, endless.days_left), (None, 0));
    // Of one day in the order of their ids, whose letters stand before their digits.
    let after_letters = |c: char| {
        c.to_digit(10).and_then(|digit| char::from_u32(u32::from('z') + digit)).unwrap_or(c)
    };
    let in_order = |id: &str| id.chars().map(after_letters).collect::<String>();
    expected.sort_by_cached_key(|(until, id)| (until.clone(), in_order(id)));
    let mut request = v1::ListDocumentsRequest { page_size: 2, ..Default::default() };
    let mut listed = Vec::new();
    loop {
        let page = clerk.ok(request.clone()).await;
        assert_eq!(page.feed_token.is_empty(), !request.page_token.is_empty());
        listed.extend(page.documents.iter().map(|d| (day(d.expiry_date), d.document_id.clone())));
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            break;
        }
    }
    assert_eq!(listed.pop(), Some((String::new(), endless.document_id)), "without an end, last");
    assert_eq!(listed, expected);
    let window = v1::ListDocumentsRequest {
        kinds: vec![DocumentKind::ResidencePermit.into()],
        expiry_from_date: Some(date("2024-05-28")),
        expiry_to_date: Some(date("2024-07-28")),
        ..Default::default()
    };
    assert_eq!(clerk.ok(window).await.documents.len(), 3);
    centre.it_is("2024-07-01T09:00");
    let of = |status: DocumentStatus| v1::ListDocumentsRequest {
        statuses: vec![status.into()],
        ..Default::default()
    };
    assert_eq!(clerk.ok(of(DocumentStatus::Expired)).await.documents.len(), 2);
    assert_eq!(clerk.ok(of(DocumentStatus::Valid)).await.documents.len(), 4);
    assert_eq!(clerk.ok(of(DocumentStatus::NotYetValid)).await.documents.len(), 0);
    let soon = &clerk.ok(of(DocumentStatus::Valid)).await.documents[0];
    assert_eq!((day(soon.expiry_date), soon.days_left), ("2024-07-28".into(), 27));
}

#[tokio::test]
async fn a_department_sees_the_documents_of_its_applicants_and_no_others() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let (psb, stb) = (centre.client(Who::PsbOfficer), centre.client(Who::StbOfficer));
    let resident = centre.resident().await;
    let noted = v1::NewDocument { note: "for the centre".to_owned(), ..passport("2030-10-31") };
    let number = noted.number.clone();
    let passport = clerk.puts(&resident, noted).await;
    let permit = clerk.puts(&resident, work_residence("2024-01-01", "2024-04-30")).await;
    let get = v1::GetDocumentRequest { document_id: passport.document_id.clone() };
    let absent = v1::GetDocumentRequest { document_id: "docu_aaaaaaaaaaaaaaaaaaaaaaaaaa".into() };
    let (foreign, absent) = (psb.refused(get.clone()).await, psb.refused(absent).await);
    foreign.is(Code::NotFound, "NOT_FOUND");
    assert_eq!(foreign.status.details(), absent.status.details(), "as if it were absent");
    psb.refused(look_up(&number)).await.is(Code::NotFound, "NOT_FOUND");
    centre.feed_settles().await;
    let start = psb.ok(v1::ListDocumentsRequest::default()).await;
    assert_eq!(start.documents, []);
    renewal(&centre, EXTENSION, &permit).await;
    let seen = psb.ok(get.clone()).await.document.unwrap();
    assert_eq!(seen, v1::Document { note: String::new(), ..passport.clone() });
    assert_eq!(psb.ok(look_up(&number)).await.documents.len(), 1);
    assert_eq!(psb.documents_of(&resident).await.len(), 3, "the receipt among them");
    stb.refused(get).await.is(Code::NotFound, "NOT_FOUND");
    clerk.ok(end(&passport, "found invalid")).await;
    centre.feed_settles().await;
    let told = v1::ListEventsRequest { token: start.feed_token, page_size: 0 };
    let events = psb.ok(told).await.events;
    let own: Vec<_> = events.iter().filter(|e| e.kind.starts_with("document.")).collect();
    let kinds: Vec<_> = own.iter().map(|event| event.kind.as_str()).collect();
    // What was on record when it came to see him, the receipt, then the passport.
    let wanted = ["document.changed", "document.changed", "document.created", "document.ended"];
    assert_eq!(kinds, wanted);
    let Some(v1::event::Resource::Document(ended)) = own[3].resource.clone() else { panic!() };
    assert_eq!((ended.status(), ended.ended_reason.as_str()), (DocumentStatus::Cancelled, ""));
}

fn unchecked() -> Vec<v1::DocumentWarning> {
    vec![v1::DocumentWarning::NumberUnchecked]
}
