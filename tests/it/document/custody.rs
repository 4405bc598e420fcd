//! Into whose hands passports go.

use crate::harness::{Centre, cases::*, documents::*, make::*};
use frsc_proto::v1::{self, CustodyHolder};
use tonic::Code;

fn log(of: &v1::Document) -> v1::ListCustodyRequest {
    v1::ListCustodyRequest { document_id: of.document_id.clone(), ..Default::default() }
}

#[tokio::test]
async fn a_passport_is_with_who_got_it_last_and_is_not_handed_out_twice() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let resident = centre.resident().await;
    let passport = clerk.puts(&resident, passport("2030-10-31")).await;
    assert_eq!(passport.custody, None, "its holder has it");
    let refused = clerk.hands(CustodyHolder::Holder, &passport).await.unwrap_err();
    refused.is(Code::FailedPrecondition, "CUSTODY_UNCHANGED");
    let taken = clerk.hands(CustodyHolder::Centre, &passport).await.unwrap();
    let now = taken.custody.unwrap();
    assert_eq!(
        (now.number, now.holder(), now.place.as_str()),
        (1, CustodyHolder::Centre, "safe 1")
    );
    let twice = clerk.hands(CustodyHolder::Centre, &passport).await.unwrap_err();
    twice.is(Code::FailedPrecondition, "CUSTODY_UNCHANGED");
    assert_eq!(twice.variable("holder").as_deref(), Some("CENTRE"));
    let held = v1::ListDocumentsRequest {
        holders: vec![CustodyHolder::Centre.into()],
        ..Default::default()
    };
    assert_eq!(clerk.ok(held).await.documents.len(), 1);
    centre.minutes_pass(5);
    let to_psb = v1::RecordCustodyRequest {
        department_id: "PSB".to_owned(),
        ..hand(CustodyHolder::Department, &passport)
    };
    clerk.ok(to_psb.clone()).await;
    let unknown = v1::RecordCustodyRequest {
        request_id: request_id(),
        department_id: "NOBODY".to_owned(),
        ..to_psb.clone()
    };
    assert_eq!(clerk.refused(unknown).await.fields(), ["department_id"]);
    let early = v1::RecordCustodyRequest {
        since_time: Some(instant("2024-03-04T08:01")),
        ..hand(CustodyHolder::Courier, &passport)
    };
    assert_eq!(clerk.refused(early).await.fields(), ["since_time"]);
    let late = v1::RecordCustodyRequest {
        since_time: Some(instant("2024-03-04T08:06")),
        ..hand(CustodyHolder::Courier, &passport)
    };
    assert_eq!(clerk.refused(late).await.fields(), ["since_time"]);
    clerk.hands(CustodyHolder::Holder, &passport).await.unwrap();
    let twice = clerk.hands(CustodyHolder::Holder, &passport).await.unwrap_err();
    twice.is(Code::FailedPrecondition, "CUSTODY_UNCHANGED");
    let entries = clerk.ok(log(&passport)).await.custody;
    let holders: Vec<_> = entries.iter().map(v1::Custody::holder).collect();
    let expected = [CustodyHolder::Holder, CustodyHolder::Department, CustodyHolder::Centre];
    assert_eq!(holders, expected, "the latest first");
    let first = v1::ListCustodyRequest { page_size: 2, ..log(&passport) };
    let page = clerk.ok(first.clone()).await;
    let rest = v1::ListCustodyRequest { page_token: page.next_page_token, ..first };
    assert_eq!(clerk.ok(rest).await.custody, entries[2..]);
    let permit = clerk.puts(&resident, work_residence("2024-01-01", "2024-12-31")).await;
    let refused = clerk.hands(CustodyHolder::Centre, &permit).await.unwrap_err();
    refused.is(Code::FailedPrecondition, "NOT_A_PASSPORT");
}

#[tokio::test]
async fn a_department_reads_who_has_a_passport_but_not_where_in_the_centre() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let resident = centre.resident().await;
    let own = clerk.puts(&resident, passport("2030-10-31")).await;
    clerk.hands(CustodyHolder::Centre, &own).await.unwrap();
    let permit = clerk.puts(&resident, work_residence("2024-01-01", "2024-12-31")).await;
    super::renewal(&centre, EXTENSION, &permit).await;
    let seen = centre.partner().ok(log(&own)).await.custody;
    let expected = (CustodyHolder::Centre, "", "");
    let told = (seen[0].holder(), seen[0].place.as_str(), seen[0].account_id.as_str());
    assert_eq!((seen.len(), told), (1, expected));
    assert_eq!(day(centre.partner().document(&own.document_id).await.expiry_date), "2030-10-31");
}
