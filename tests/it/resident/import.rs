//! Many persons and their documents at once: judged row by row, written together, and the same rows
//! once more are the same.

use super::*;
use crate::harness::{Refused, documents::documents_of_number, soon};
use frsc_proto::v1::{
    BatchMode, DocumentKind, ImportedRow, import_residents_request::Part,
    resident_service_client::ResidentServiceClient,
};
use tonic::Code;

/// The parts of an import.
pub(crate) fn parts(
    header: v1::ImportResidentsHeader,
    rows: &[ImportedRow],
) -> Vec<v1::ImportResidentsRequest> {
    let part = |part| v1::ImportResidentsRequest { part: Some(part) };
    let rows = rows.chunks(700);
    let rows = rows.map(|some| part(Part::Rows(v1::ImportedRows { rows: some.to_vec() })));
    std::iter::once(part(Part::Header(header))).chain(rows).collect()
}

pub(crate) fn header(mode: BatchMode) -> v1::ImportResidentsHeader {
    v1::ImportResidentsHeader { request_id: request_id(), mode: mode.into(), validate_only: false }
}

pub(crate) async fn sends(
    by: &Client,
    parts: Vec<v1::ImportResidentsRequest>,
) -> Result<v1::ImportResidentsResponse, Refused> {
    let request = by.dress(futures_util::stream::iter(parts)).await;
    let mut client = ResidentServiceClient::new(by.channel.clone());
    let answer = client.import_residents(request).await;
    answer.map(tonic::Response::into_inner).map_err(|status| Refused { status })
}

async fn imports(
    by: &Client,
    mode: BatchMode,
    rows: &[ImportedRow],
) -> v1::ImportResidentsResponse {
    sends(by, parts(header(mode), rows)).await.unwrap()
}

/// New, changed, same, wrong.
pub(crate) fn counts(of: &v1::ImportResidentsResponse) -> (i32, i32, i32, i32) {
    (of.new_count, of.changed_count, of.same_count, of.wrong_count)
}

fn faults(of: &v1::ImportResidentsResponse) -> Vec<(i32, &str)> {
    of.faults.iter().map(|fault| (fault.row_index, fault.field.as_str())).collect()
}

pub(crate) fn number(kind: DocumentKind, number: &str, until: &str) -> v1::NewDocument {
    let issuer = if kind == DocumentKind::Passport { "JPN" } else { "PSB" };
    let purpose = match kind {
        DocumentKind::ResidencePermit => v1::PermitPurpose::Work.into(),
        _ => 0,
    };
    v1::NewDocument {
        kind: kind.into(),
        number: number.to_owned(),
        issuer: issuer.to_owned(),
        issued_date: Some(date("2022-01-01")),
        expiry_date: Some(date(until)),
        purpose,
        ..Default::default()
    }
}

/// A person with a passport and a permit of his own.
fn row(index: usize) -> ImportedRow {
    let letters: String =
        format!("{index:04}").bytes().map(|digit| char::from(b'A' + digit - b'0')).collect();
    let mut resident = person(&format!("IMPORTED{letters}"), "KEN", "1990-01-01");
    let day = 1 + u32::try_from(index % 28).unwrap();
    resident.birth_date = Some(date(&format!("1990-{:02}-{day:02}", 1 + index % 12)));
    let documents = vec![
        number(DocumentKind::Passport, &format!("TK{:07}", 4_000_000 + index), "2030-01-01"),
        number(DocumentKind::ResidencePermit, &format!("JP{index:08}"), "2025-06-30"),
    ];
    ImportedRow { resident: Some(resident), documents }
}

fn rows(count: usize) -> Vec<ImportedRow> {
    (0..count).map(row).collect()
}

async fn kept(centre: &Centre) -> (i64, i64) {
    let database = &centre.database;
    let residents = database.number("SELECT count(*) FROM resident").await;
    (residents, database.number("SELECT count(*) FROM document").await)
}

#[tokio::test]
async fn rows_are_put_on_record_once_and_sent_again_are_the_same() {
    let centre = morning().await;
    let clerk = centre.clerk();
    let given = rows(600);
    let looked = v1::ImportResidentsHeader { validate_only: true, ..header(BatchMode::Atomic) };
    let looked = sends(&clerk, parts(looked, &given)).await.unwrap();
    assert_eq!((counts(&looked), looked.written), ((600, 0, 0, 0), false));
    assert_eq!(kept(&centre).await, (0, 0), "a check writes nothing");
    let asked = parts(header(BatchMode::Atomic), &given);
    let done = sends(&clerk, asked.clone()).await.unwrap();
    assert_eq!((counts(&done), done.written), ((600, 0, 0, 0), true));
    assert_eq!(sends(&clerk, asked).await.unwrap(), done, "a repeat gets its first answer");
    assert_eq!(kept(&centre).await, (600, 1200));
    let again = imports(&clerk, BatchMode::Atomic, &given).await;
    assert_eq!(counts(&again), (0, 0, 600, 0));
    assert_eq!(kept(&centre).await, (600, 1200));
    let found = clerk.finds("importedaafb ken").await;
    let known = documents_of_number(&clerk, DocumentKind::Passport, "TK4000051").await;
    assert_eq!(found, [known[0].resident_id.clone()]);
    let steps = clerk.steps(&found[0]).await;
    assert_eq!(steps.len(), 1, "his history begins with it");
    let events =
        "SELECT count(*) FROM outbox WHERE kind IN ('resident.created', 'document.created')";
    assert_eq!(centre.database.number(events).await, 1800);
    let reused = clerk_reuses(&clerk, &given).await;
    reused.is(Code::AlreadyExists, "REQUEST_ID_REUSED");
}

async fn clerk_reuses(clerk: &Client, given: &[ImportedRow]) -> Refused {
    let one = header(BatchMode::Atomic);
    sends(clerk, parts(one.clone(), &given[..1])).await.unwrap();
    sends(clerk, parts(one, &given[1..2])).await.unwrap_err()
}

#[tokio::test]
async fn an_import_of_more_rows_than_a_statement_takes_is_written_whole() {
    let centre = morning().await;
    let clerk = centre.clerk();
    // Each person and document leaves an audit record and an event.
    let done = imports(&clerk, BatchMode::Atomic, &rows(1_500)).await;
    assert_eq!((counts(&done), done.written), ((1_500, 0, 0, 0), true));
    assert_eq!(kept(&centre).await, (1_500, 3_000));
    let events =
        "SELECT count(*) FROM outbox WHERE kind IN ('resident.created', 'document.created')";
    assert_eq!(centre.database.number(events).await, 4_500);
}

#[tokio::test]
async fn where_wrong_rows_are_left_out_the_others_are_written_in_portions() {
    let centre = morning().await;
    let clerk = centre.clerk();
    let mut given = rows(2_100);
    let mut contradicts = row(5);
    contradicts.documents[1].expiry_date = Some(date("2025-07-31"));
    given.push(contradicts);
    given.push(row(1_999));
    given[1_200].resident.as_mut().unwrap().birth_date = Some(date("2190-01-01"));
    let asked = parts(header(BatchMode::BestEffort), &given);
    let looked = v1::ImportResidentsHeader { validate_only: true, ..header(BatchMode::BestEffort) };
    let looked = sends(&clerk, parts(looked, &given)).await.unwrap();
    let done = sends(&clerk, asked.clone()).await.unwrap();
    assert_eq!((counts(&done), done.written), ((2_099, 0, 1, 2), true));
    // Judged alike, though a later portion finds the earlier ones on record.
    assert_eq!(faults(&done), [(1_200, "resident.birth_date"), (2_100, "documents[1].number")]);
    assert_eq!((looked.faults, looked.new_count), (done.faults.clone(), 2_099));
    assert_eq!(kept(&centre).await, (2_099, 4_198));
    assert_eq!(sends(&clerk, asked).await.unwrap(), done, "a repeat gets its first answer");
    // As after an interruption: the rows are sent again, under the same number or another.
    let again = imports(&clerk, BatchMode::BestEffort, &given).await;
    assert_eq!((counts(&again), kept(&centre).await), ((0, 0, 2_100, 2), (2_099, 4_198)));
    let many = vec![ImportedRow::default(); 10_001];
    let refused = sends(&clerk, parts(header(BatchMode::Atomic), &many)).await.unwrap_err();
    assert_eq!(refused.fields(), ["rows"]);
}

#[tokio::test]
async fn what_a_row_leaves_out_stays_and_what_it_tells_is_brought_up_to_date() {
    let centre = morning().await;
    let clerk = centre.clerk();
    imports(&clerk, BatchMode::Atomic, &[row(1), row(2), row(3)]).await;
    let mut prolonged = row(1);
    prolonged.documents[1].expiry_date = Some(date("2026-06-30"));
    let contacts =
        v1::ResidentContacts { email: "ken@example.org".to_owned(), ..Default::default() };
    let mut reached = row(2);
    reached.resident.as_mut().unwrap().contacts = Some(contacts);
    reached.documents.truncate(1);
    let fourth = number(DocumentKind::WorkPermit, "WP0000000003", "2025-06-30");
    let work = v1::NewDocument { work_permit_class: v1::WorkPermitClass::B.into(), ..fourth };
    // Only the passport tells who it is.
    let bare = ImportedRow {
        resident: Some(v1::Resident::default()),
        documents: vec![row(3).documents.remove(0), work],
    };
    let done = imports(&clerk, BatchMode::Atomic, &[prolonged, reached, bare]).await;
    assert_eq!((counts(&done), faults(&done)), ((0, 3, 0, 0), vec![]));
    let permit = documents_of_number(&clerk, DocumentKind::ResidencePermit, "JP00000001").await;
    assert_eq!((permit.len(), permit[0].expiry_date), (1, Some(date("2026-06-30"))));
    let passport = documents_of_number(&clerk, DocumentKind::Passport, "TK4000002").await;
    let reached = clerk.resident(&passport[0].resident_id).await.resident.unwrap();
    assert_eq!(reached.contacts.unwrap().email, "ken@example.org");
    assert_eq!(reached.language, "ja");
    let work = documents_of_number(&clerk, DocumentKind::WorkPermit, "WP0000000003").await;
    let passport = documents_of_number(&clerk, DocumentKind::Passport, "TK4000003").await;
    assert_eq!(work[0].resident_id, passport[0].resident_id);
}

#[tokio::test]
async fn whose_birth_date_a_row_tells_is_known_by_it_to_the_next() {
    let centre = morning().await;
    let clerk = centre.clerk();
    let mut first = row(1);
    let born = first.resident.as_mut().unwrap().birth_date.take();
    first.documents.truncate(1);
    // Somebody else of that day, whom no row means.
    let other = v1::Resident { birth_date: born, ..person("ELSE", "ANN", "1990-01-01") };
    imports(&clerk, BatchMode::Atomic, &[first]).await;
    imports(&clerk, BatchMode::Atomic, &[ImportedRow { resident: Some(other), ..row(2) }]).await;
    let (mut tells, mut knows) = (row(1), row(1));
    tells.documents.truncate(1);
    knows.documents.remove(0);
    let done = imports(&clerk, BatchMode::Atomic, &[tells, knows]).await;
    assert_eq!((counts(&done), faults(&done)), ((0, 2, 0, 0), vec![]));
    let [passport, permit] = &clerk.documents_of(&clerk.finds("imported ken").await[0]).await[..]
    else {
        panic!("not one person with two documents");
    };
    assert_eq!(passport.resident_id, permit.resident_id);
}

#[tokio::test]
async fn every_wrong_row_is_told_and_nothing_or_the_rest_is_written() {
    let centre = morning().await;
    let clerk = centre.clerk();
    imports(&clerk, BatchMode::Atomic, &[row(1), row(2)]).await;
    let mut unborn = row(10);
    unborn.resident.as_mut().unwrap().birth_date = Some(date("2190-01-01"));
    let mut letters = row(11);
    letters.documents[0].number = "T K".to_owned();
    letters.documents[1].issued_date = Some(date("2025-07-01"));
    let mut stranger = row(1);
    stranger.resident = row(12).resident;
    let mut renewed = row(2);
    renewed.documents = vec![number(DocumentKind::Passport, "TK9999999", "2031-01-01")];
    let mut two_holders = row(1);
    two_holders.documents[1] = row(2).documents.remove(1);
    let mut contradicts = row(13);
    contradicts.documents[1].expiry_date = Some(date("2025-07-31"));
    let mut otherwise = row(13);
    otherwise.resident.as_mut().unwrap().sex = v1::ResidentSex::Male.into();
    let mut nameless = row(14);
    nameless.resident.as_mut().unwrap().names.clear();
    let all = [
        row(13),
        unborn,
        letters,
        stranger,
        renewed,
        two_holders,
        contradicts,
        otherwise,
        nameless,
        row(13),
    ];
    let refused = imports(&clerk, BatchMode::Atomic, &all).await;
    assert_eq!((counts(&refused), refused.written), ((1, 0, 1, 8), false));
    let told = [
        (1, "resident.birth_date"),
        (2, "documents[0].number"),
        (3, "resident.names"),
        (3, "resident.birth_date"),
        (4, "resident"),
        (5, "resident"),
        (6, "documents[1].number"),
        (7, "resident.sex"),
        (8, "resident.names"),
    ];
    assert_eq!(faults(&refused), told);
    assert!(refused.faults.iter().all(|fault| !fault.local_description.is_empty()));
    assert_eq!(kept(&centre).await, (2, 4), "all or none");
    let refusals = "SELECT count(*) FROM audit WHERE method LIKE '%/ImportResidents' \
                    AND result = 'INVALID_FIELD'";
    assert_eq!(centre.database.number(refusals).await, 1, "who tried stands on record");
    let rest = imports(&clerk, BatchMode::BestEffort, &all).await;
    assert_eq!((counts(&rest), rest.written), ((1, 0, 1, 8), true));
    assert_eq!(kept(&centre).await, (3, 6));
}

#[tokio::test]
async fn parts_that_make_no_import_are_refused() {
    let centre = morning().await;
    let clerk = centre.clerk();
    let whole = parts(header(BatchMode::Atomic), &rows(1));
    let fields = async |parts| sends(&clerk, parts).await.unwrap_err().fields();
    assert_eq!(fields(Vec::new()).await, ["header"]);
    assert_eq!(fields(whole[1..].to_vec()).await, ["header"]);
    assert_eq!(fields(vec![whole[0].clone(), whole[0].clone()]).await, ["header"]);
    let nothing = v1::ImportResidentsRequest { part: None };
    assert_eq!(fields(vec![whole[0].clone(), nothing]).await, ["part"]);
    let modeless =
        v1::ImportResidentsHeader { mode: 0, request_id: "x".to_owned(), ..Default::default() };
    assert_eq!(fields(parts(modeless, &rows(1))).await, ["request_id", "header.mode"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn four_who_import_the_same_and_one_who_registers_by_hand_make_each_person_once() {
    let centre = morning().await;
    let other = centre.another().await;
    let given = rows(120);
    let imports = (0..4).map(|index| {
        let by = if index % 2 == 0 { centre.clerk() } else { other.clerk() };
        let given = given.clone();
        tokio::spawn(async move { imports(&by, BatchMode::Atomic, &given).await })
    });
    let imports: Vec<_> = imports.collect();
    let clerk = centre.clerk();
    let by_hand = clerk.call(creating(row(60).resident.unwrap())).await.is_ok();
    let mut new = 0;
    for import in imports {
        new += soon("an import", import).await.unwrap().new_count;
    }
    assert_eq!(new + i32::from(by_hand), 120);
    assert_eq!(kept(&centre).await, (120, 240));
}
