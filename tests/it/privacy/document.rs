//! 500 planted passport numbers, through everything that is done with documents: kept sealed for
//! their row and column, and found nowhere else.

use super::Refused;
use crate::harness::{Centre, documents::*, make::*};
use frsc_proto::v1;
use tonic::Code;

/// How many numbers are planted.
const PLANTED: u32 = 500;

/// A planted number, unlike anything else.
pub(super) fn canary(index: u32) -> String {
    format!("QK{:07}", 7_300_000 + index * 13)
}

/// All of them.
pub(super) fn canaries() -> impl Iterator<Item = String> {
    (0..PLANTED).map(canary)
}

fn planted(index: u32) -> v1::NewDocument {
    v1::NewDocument { number: canary(index), ..passport("2030-10-31") }
}

/// Documents with the planted numbers: made, looked up, told, replaced, refused; answers every
/// answer but those that tell a number, and every refusal.
pub(super) async fn life(centre: &Centre) -> (Vec<String>, Vec<Refused>) {
    let clerk = centre.clerk();
    let resident = centre.resident().await;
    let mut said = Vec::new();
    let mut first = None;
    for index in 0..PLANTED - 2 {
        let made = clerk.ok(put(&resident, planted(index))).await;
        said.push(format!("{made:?}"));
        first = first.or(made.document);
    }
    let first = first.unwrap();
    let look_up = v1::LookupDocumentRequest { number: canary(0).to_lowercase(), kind: 0 };
    said.push(format!("{:?}", clerk.ok(look_up).await));
    assert_eq!(clerk.ok(reveal_number(&first, "")).await.number, canary(0));
    let replace = v1::ReplaceDocumentRequest {
        request_id: request_id(),
        document_id: first.document_id.clone(),
        etag: first.etag.clone(),
        source: Some(v1::replace_document_request::Source::Document(planted(PLANTED - 2))),
        validate_only: false,
    };
    let replaced = clerk.ok(replace.clone()).await;
    said.push(format!("{replaced:?}"));
    said.push(format!("{:?}", clerk.hands(v1::CustodyHolder::Centre, &first).await.unwrap()));
    (said, refusals(centre, &resident, replace).await)
}

/// What is refused, with the last number in it.
async fn refusals(
    centre: &Centre,
    resident: &str,
    stale: v1::ReplaceDocumentRequest,
) -> Vec<Refused> {
    let clerk = centre.clerk();
    let last = canary(PLANTED - 1);
    let zone = format!("P<JPNTANAKA<<KENJI{}\n{last}0JPN", "<".repeat(26));
    let scanned = v1::CreateDocumentRequest {
        source: Some(v1::create_document_request::Source::Mrz(zone)),
        ..put(resident, v1::NewDocument::default())
    };
    let noted = v1::NewDocument {
        number: format!("{last}/"),
        issuer: last.clone(),
        note: format!("passport {last}"),
        ..passport("2030-10-31")
    };
    let handed = v1::RecordCustodyRequest {
        request_id: request_id(),
        document_id: format!("docu_{last}"),
        place: format!("with {last}"),
        ..Default::default()
    };
    vec![
        clerk.refused(put(resident, planted(1))).await,
        clerk.refused(put(resident, noted)).await,
        clerk.refused(scanned).await,
        clerk.refused(handed).await,
        clerk.refused(v1::ReplaceDocumentRequest { request_id: request_id(), ..stale }).await,
        clerk.refused(v1::LookupDocumentRequest { number: last.clone(), kind: 0 }).await,
        clerk.refused(v1::LookupDocumentRequest { number: last.repeat(9), kind: 0 }).await,
        centre.admin().refused(put(resident, planted(PLANTED - 1))).await,
    ]
}

#[tokio::test]
async fn of_500_planted_passport_numbers_none_is_kept_said_or_refused_in_clear() {
    let centre = Centre::start().await;
    let (said, refused) = life(&centre).await;
    let kept = centre.database.kept_bytes().await;
    let mut all = String::from_utf8_lossy(&kept).to_uppercase();
    assert!(all.contains("QK7****00"), "what is kept is looked at");
    all.extend(said.iter().map(|text| text.to_uppercase()));
    for refused in refused {
        let details = String::from_utf8_lossy(refused.status.details()).to_uppercase();
        all +=
            &format!("{}{details}{:?}", refused.status, refused.status.metadata()).to_uppercase();
    }
    for number in canaries() {
        let hexadecimal: String = number.bytes().map(|byte| format!("{byte:02X}")).collect();
        for text in [&number, &hexadecimal] {
            assert!(!all.contains(text.as_str()), "{number} is found");
        }
    }
}

#[tokio::test]
async fn a_ciphertext_moved_to_another_row_or_column_does_not_open() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let resident = centre.resident().await;
    let one = clerk.puts(&resident, planted(0)).await;
    let two = clerk.puts(&resident, planted(1)).await;
    assert_eq!(clerk.ok(reveal_number(&two, "")).await.number, canary(1));
    let moved = format!(
        "UPDATE document SET number_sealed = (SELECT d.number_sealed FROM document d \
         WHERE d.number_mask = '{}') WHERE number_mask = '{}'",
        two.masked_number, one.masked_number
    );
    centre.database.execute(&moved).await.unwrap();
    clerk.refused(reveal_number(&one, "")).await.is(Code::Internal, "INTERNAL");
    assert_eq!(clerk.ok(reveal_number(&two, "")).await.number, canary(1));
    let visit = clerk.book_at("2024-03-05T09:00", EXTENSION).await;
    let moved =
        "UPDATE appointment SET passport_sealed = (SELECT d.number_sealed FROM document d LIMIT 1)";
    centre.database.execute(moved).await.unwrap();
    let of_visit = v1::RevealPassportNumberRequest {
        request_id: request_id(),
        appointment_id: visit.appointment_id,
        purpose: v1::RevealPurpose::Application.into(),
        purpose_text: String::new(),
    };
    clerk.refused(of_visit).await.is(Code::Internal, "INTERNAL");
}
