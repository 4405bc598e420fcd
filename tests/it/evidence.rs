//! Files of evidence: what comes in is measured, hashed and looked at, kept encrypted, told to
//! those it concerns only, and gone without a trace where it was refused or deleted.

mod bad;

use crate::harness::{Centre, Who, cases::*, evidence::*, make::*};
use frsc_proto::{
    admin,
    v1::{self, EvidenceKind as Kind},
};
use futures_util::{future::join_all, stream};
use std::{fs, path::PathBuf};
use tonic::Code;

/// The blocks that lie in the vault, in order.
fn blocks(centre: &Centre) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in fs::read_dir(centre.database.evidence_folder()).unwrap().flatten() {
        found.extend(fs::read_dir(folder.path()).unwrap().flatten().map(|file| file.path()));
    }
    found.sort();
    found
}

fn delete(of: &v1::Evidence) -> v1::DeleteEvidenceRequest {
    v1::DeleteEvidenceRequest {
        request_id: request_id(),
        evidence_id: of.evidence_id.clone(),
        etag: of.etag.clone(),
        validate_only: false,
    }
}

fn get(of: &v1::Evidence) -> v1::GetEvidenceRequest {
    v1::GetEvidenceRequest { evidence_id: of.evidence_id.clone() }
}

#[tokio::test]
async fn a_file_comes_back_as_it_went_and_lies_there_encrypted() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    // Three blocks, the last not full, and a length that fits no chunk.
    let content = picture(2 * 1024 * 1024 + 777, 3);
    let made = clerk.upload(announced(Kind::Photo, &content), &content).await.unwrap();
    assert_eq!(made.size_bytes, 2 * 1024 * 1024 + 777);
    let (told, bytes) = clerk.download(&made.evidence_id).await.unwrap();
    assert_eq!(told, made);
    assert_eq!(told, clerk.ok(get(&made)).await.evidence.unwrap());
    assert!(bytes == content, "the bytes differ");
    let kept = blocks(&centre);
    assert_eq!(kept.len(), 3);
    for block in kept {
        let sealed = fs::read(block).unwrap();
        let plain = &content[1000..1016];
        assert!(!sealed.windows(16).any(|window| window == plain), "a block lies there in plain");
    }
    assert_eq!(centre.database.number("SELECT count(*) FROM evidence_loose").await, 0);
}

#[tokio::test]
async fn reading_a_file_has_a_purpose_which_is_put_on_record() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let made = clerk.uploads(Kind::Passport).await;
    clerk.download(&made.evidence_id).await.unwrap();
    let records = admin::ListAuditRecordsRequest {
        resource_id: made.evidence_id.clone(),
        methods: vec!["frsc.v1.EvidenceService/DownloadEvidence".to_owned()],
        ..Default::default()
    };
    let records = centre.auditor().ok(records).await.audit_records;
    let purposes: Vec<_> = records.iter().map(|record| record.purpose.as_str()).collect();
    assert_eq!(purposes, ["IDENTITY_CHECK"]);
    let aimless =
        v1::DownloadEvidenceRequest { evidence_id: made.evidence_id, ..Default::default() };
    let mut client = v1::evidence_service_client::EvidenceServiceClient::new(clerk.channel.clone());
    let status = client.download_evidence(clerk.dress(aimless).await).await.unwrap_err();
    assert_eq!(status.code(), Code::InvalidArgument);
}

#[tokio::test]
async fn a_block_that_was_changed_moved_or_cut_off_is_not_told() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let content = picture(1024 * 1024 + 5, 1);
    let one = clerk.upload(announced(Kind::Photo, &content), &content).await.unwrap();
    let other = clerk.upload(announced(Kind::Photo, &content), &content).await.unwrap();
    let kept = blocks(&centre);
    assert_eq!(kept.len(), 4);
    let broken = async |id: &str| {
        clerk.download(id).await.unwrap_err().is(Code::Internal, "INTERNAL");
    };
    // Moved to the same place of another file.
    let swapped = fs::read(&kept[0]).unwrap();
    fs::copy(&kept[2], &kept[0]).unwrap();
    broken(&one.evidence_id).await;
    fs::write(&kept[0], &swapped).unwrap();
    clerk.download(&one.evidence_id).await.unwrap();
    // One bit of it changed.
    let mut changed = fs::read(&kept[3]).unwrap();
    changed[20] ^= 1;
    fs::write(&kept[3], &changed).unwrap();
    broken(&other.evidence_id).await;
    // The end cut off, even where the database says that there was none.
    let cut = "UPDATE evidence SET blocks = 1, size_bytes = 1048576";
    centre.database.execute(cut).await.unwrap();
    broken(&one.evidence_id).await;
}

#[tokio::test]
async fn a_repeat_is_answered_before_its_bytes_come_and_brings_no_second_file() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let content = picture(3000, 9);
    let metadata = announced(Kind::PowerOfAttorney, &content);
    let all = parts(metadata.clone(), &content);
    // The same request four times at once: one of them is done.
    let sent = join_all((0..4).map(|_| clerk.sends(stream::iter(all.clone())))).await;
    let mut ids: Vec<_> = sent
        .into_iter()
        .map(|answer| answer.unwrap().into_inner().evidence.unwrap().evidence_id)
        .collect();
    ids.dedup();
    assert_eq!(ids.len(), 1);
    assert_eq!(centre.database.number("SELECT count(*) FROM evidence").await, 1);
    assert_eq!(centre.database.number("SELECT count(*) FROM evidence_loose").await, 0);
    assert_eq!(blocks(&centre).len(), 1);
    let again = clerk.sends(stream::iter(all[..1].to_vec())).await.unwrap();
    assert_eq!(again.metadata().get("frsc-replayed").unwrap(), "true");
    assert_eq!(again.into_inner().evidence.unwrap().evidence_id, ids[0]);
    let other = v1::EvidenceMetadata { kind: Kind::Other.into(), ..metadata };
    let refused = clerk.upload(other, &content).await.unwrap_err();
    refused.is(Code::AlreadyExists, "REQUEST_ID_REUSED");
}

#[tokio::test]
async fn a_department_sees_the_files_of_its_cases_and_no_others() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let case = clerk.receives(application(&[EXTENSION])).await;
    let content = picture(500, 1);
    let of_case = v1::EvidenceMetadata {
        case_id: case.case_id.clone(),
        ..announced(Kind::Invitation, &content)
    };
    let of_case = clerk.upload(of_case, &content).await.unwrap();
    let of_none = clerk.uploads(Kind::Passport).await;
    let (ours, others) = (centre.client(Who::PsbOfficer), centre.client(Who::StbOfficer));
    assert_eq!(ours.download(&of_case.evidence_id).await.unwrap().1, content);
    // What a department is handed of an applicant stands in the ledger; this one is not on record.
    let who = centre.resident().await;
    let mut of_resident = application(&[EXTENSION]);
    of_resident.applicant.as_mut().unwrap().resident_id = who.clone();
    let resident_case = clerk.receives(of_resident).await;
    let of_resident = v1::EvidenceMetadata {
        case_id: resident_case.case_id.clone(),
        ..announced(Kind::Invitation, &content)
    };
    let of_resident = clerk.upload(of_resident, &content).await.unwrap();
    clerk.download(&of_resident.evidence_id).await.unwrap();
    ours.download(&of_resident.evidence_id).await.unwrap();
    let ledger = clerk.ok(v1::ListDisclosuresRequest::default()).await.disclosures;
    let told: Vec<_> = ledger
        .iter()
        .map(|row| (&*row.department_id, &*row.resident_id, &*row.case_id, &row.fields[..]))
        .collect();
    let file = ["evidence.file".to_owned()];
    let newest = ("PSB", &*who, &*resident_case.case_id, &file[..]);
    assert_eq!(told, [newest, ("PSB", "", &*case.case_id, &file[..])]);
    for (who, file) in [(&ours, &of_none), (&others, &of_case), (&others, &of_none)] {
        who.refused(get(file)).await.is(Code::NotFound, "NOT_FOUND");
        let refused = who.download(&file.evidence_id).await.unwrap_err();
        refused.is(Code::NotFound, "NOT_FOUND");
    }
    let list = async |who: &crate::harness::Client, page_size, page_token: String| {
        let request = v1::ListEvidenceRequest { page_size, page_token, ..Default::default() };
        let page = who.ok(request).await;
        let ids: Vec<_> = page.evidence.into_iter().map(|file| file.evidence_id).collect();
        (ids, page.next_page_token)
    };
    let seen = list(&ours, 0, String::new()).await.0;
    assert_eq!(seen, [of_resident.evidence_id.clone(), of_case.evidence_id.clone()]);
    assert!(list(&others, 0, String::new()).await.0.is_empty());
    let (mut newest, next) = list(&clerk, 1, String::new()).await;
    newest.extend(list(&clerk, 1, next).await.0);
    assert_eq!(newest, [of_resident.evidence_id, of_none.evidence_id]);
}

#[tokio::test]
async fn a_file_goes_with_its_bytes_unless_something_rests_on_it() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let loose = clerk.uploads(Kind::Photo).await;
    let stale = v1::DeleteEvidenceRequest { etag: "v7".to_owned(), ..delete(&loose) };
    clerk.refused(stale).await.is(Code::Aborted, "ETAG_MISMATCH");
    let checked = v1::DeleteEvidenceRequest { validate_only: true, ..delete(&loose) };
    clerk.ok(checked).await;
    assert_eq!(blocks(&centre).len(), 1);
    clerk.ok(delete(&loose)).await;
    clerk.refused(get(&loose)).await.is(Code::NotFound, "NOT_FOUND");
    assert!(blocks(&centre).is_empty());
    let case = clerk.receives(application(&[EXTENSION])).await;
    let content = picture(500, 1);
    let of_case = v1::EvidenceMetadata {
        case_id: case.case_id.clone(),
        ..announced(Kind::Invitation, &content)
    };
    let of_case = clerk.upload(of_case, &content).await.unwrap();
    assert!(!of_case.in_use);
    clerk.accept_case(&case).await.unwrap();
    assert!(clerk.ok(get(&of_case)).await.evidence.unwrap().in_use);
    let refused = clerk.refused(delete(&of_case)).await;
    refused.is(Code::FailedPrecondition, "EVIDENCE_IN_USE");
    assert_eq!(refused.variable("resource_id"), Some(case.case_id));
    assert_eq!(blocks(&centre).len(), 1);
}
