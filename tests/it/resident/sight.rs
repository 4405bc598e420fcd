//! Who sees which residents, and how much of them.

use super::*;
use crate::harness::{
    Who,
    cases::*,
    documents::{passport, reveal_number},
    soon,
};
use frsc_proto::admin;
use prost::Message as _;
use std::time::Duration;
use tonic::Code;

const PHONE: &str = "+99977712345";
const EMAIL: &str = "xanthippe.marker@example.org";
const ADDRESS: &str = "Marker Lane 5";

async fn marked(clerk: &Client) -> v1::Resident {
    let arrival = frsc_server::clock::from_local(crate::harness::local_time("2024-03-04T10:00"));
    clerk
        .registers(v1::Resident {
            contacts: Some(v1::ResidentContacts {
                phone_number: PHONE.to_owned(),
                email: EMAIL.to_owned(),
                emergency_name: "SOCRATES MARKER".to_owned(),
                emergency_phone_number: PHONE.to_owned(),
                time_zone: "Asia/Tokyo".to_owned(),
            }),
            addresses: vec![v1::ResidentAddress {
                kind: v1::AccommodationKind::Residence.into(),
                address: ADDRESS.to_owned(),
                arrival_time: Some(prost_types::Timestamp {
                    seconds: arrival.timestamp(),
                    nanos: 0,
                }),
                ..Default::default()
            }],
            ..person("MARKER", "XANTHIPPE", "1987-06-05")
        })
        .await
}

fn get(id: &str) -> v1::GetResidentRequest {
    v1::GetResidentRequest { resident_id: id.to_owned() }
}

#[tokio::test]
async fn a_department_sees_the_applicants_of_its_cases_masked_and_nobody_else() {
    let centre = morning().await;
    let clerk = centre.clerk();
    let made = marked(&clerk).await;
    let other = clerk.registers(person("NOBODY", "ELSE", "1990-02-28")).await;
    let officer = centre.client(Who::PsbOfficer);
    let absent = officer.refused(get(&format!("resi_{}", "a".repeat(26)))).await;
    let hidden = officer.refused(get(&made.resident_id)).await;
    hidden.is(Code::NotFound, "NOT_FOUND");
    let bytes = |refused: &crate::harness::Refused| {
        (refused.status.message().to_owned(), refused.status.details().to_vec())
    };
    assert_eq!(bytes(&hidden), bytes(&absent));
    centre.feed_settles().await;
    let before = officer.ok(v1::SearchResidentsRequest::default()).await;
    assert!(before.residents.is_empty());

    let mut applied = accepted(&[EXTENSION]);
    applied.applicant = Some(v1::Applicant {
        resident_id: made.resident_id.clone(),
        phone_number: "+99900000001".to_owned(),
        ..Default::default()
    });
    clerk.receives(applied).await;
    let seen = officer.resident(&made.resident_id).await.resident.unwrap();
    assert_eq!(seen.display_name, "MARKER XANTHIPPE");
    let birth = frsc_proto::gtype::Date { year: 1987, month: 0, day: 0 };
    assert_eq!(seen.birth_date, Some(birth));
    let contacts = seen.contacts.clone().unwrap();
    assert_eq!(contacts.phone_number, "+99****45");
    assert_eq!(contacts.email, "x****@example.org");
    assert_eq!(contacts.emergency_name, "");
    assert_eq!(seen.addresses[0].address, "");
    assert!(seen.addresses[0].arrival_time.is_some());
    let found = officer.ok(searching("marker")).await.residents;
    assert_eq!(found, vec![seen.clone()]);
    for who in [Who::StbOfficer, Who::StbPartner] {
        let refused = centre.client(who).refused(get(&made.resident_id)).await;
        assert_eq!(bytes(&refused), bytes(&absent), "{who:?}");
    }
    let refused = officer.refused(get(&other.resident_id)).await;
    assert_eq!(bytes(&refused), bytes(&absent));
    let born =
        v1::SearchResidentsRequest { birth_date: Some(date("1987-06-05")), ..Default::default() };
    assert_eq!(officer.refused(born).await.fields(), ["birth_date"]);

    // The feed tells it of him, as he is masked, and nothing more.
    centre.feed_settles().await;
    let asked = v1::ListEventsRequest { token: before.feed_token, ..Default::default() };
    let events = officer.ok(asked).await.events;
    let told = events.iter().find(|event| event.resource_id == made.resident_id).unwrap();
    assert_eq!(told.resource, Some(v1::event::Resource::Resident(seen)));
    let whole = events.iter().flat_map(|event| event.encode_to_vec()).collect::<Vec<_>>();
    for secret in [PHONE, EMAIL, ADDRESS] {
        assert!(!whole.windows(secret.len()).any(|window| window == secret.as_bytes()));
    }
}

#[tokio::test]
async fn who_was_merged_away_is_dropped_from_a_departments_feed_and_who_goes_on_is_told() {
    let centre = morning().await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let (made, goes_on) =
        (marked(&clerk).await, clerk.registers(person("A", "B", "1987-06-05")).await);
    let mut applied = accepted(&[EXTENSION]);
    let resident_id = made.resident_id.clone();
    applied.applicant = Some(v1::Applicant { resident_id, ..Default::default() });
    clerk.receives(applied).await;
    let officer = centre.client(Who::PsbOfficer);
    centre.feed_settles().await;
    let before = officer.ok(v1::SearchResidentsRequest::default()).await.feed_token;
    let merge = v1::RequestResidentMergeRequest {
        request_id: request_id(),
        duplicate_resident_id: made.resident_id.clone(),
        survivor_resident_id: goes_on.resident_id.clone(),
        reason: "one passport".to_owned(),
        ..Default::default()
    };
    let merge = clerk.ok(merge).await.merge.unwrap();
    let approve = v1::ApproveResidentMergeRequest {
        request_id: request_id(),
        merge_id: merge.merge_id,
        etag: merge.etag,
        decision: "compared".to_owned(),
        ..Default::default()
    };
    lead.ok(approve).await;
    centre.feed_settles().await;
    let asked = v1::ListEventsRequest { token: before, ..Default::default() };
    let events = officer.ok(asked).await.events;
    let last = |id: &str| events.iter().rfind(|event| event.resource_id == id).unwrap();
    assert!(last(&made.resident_id).removed);
    assert!(!last(&goes_on.resident_id).removed);
    assert_eq!(last(&made.resident_id).kind, "resident.merged");
    assert_eq!(officer.finds("").await, [goes_on.resident_id]);
}

#[tokio::test]
async fn what_is_sealed_is_nowhere_in_the_database_and_no_event_or_record_names_it() {
    let centre = morning().await;
    let clerk = centre.clerk();
    let first = v1::CreateResidentRequest { mrz: super::SPECIMEN.to_owned(), ..Default::default() };
    let _ = clerk.call(first).await;
    let made = marked(&clerk).await;
    let update =
        updating(&v1::Resident { language: "el".to_owned(), ..made.clone() }, &["language"]);
    let changed = clerk.ok(update.clone()).await;
    // The kept answer is opened for its repeat.
    assert_eq!(clerk.ok(update).await, changed);
    clerk.ok(searching("marker")).await;
    let kept = centre.database.kept_bytes().await;
    let holds = |bytes: &[u8]| {
        let hexadecimal: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        kept.windows(bytes.len()).any(|window| window == bytes)
            || kept.windows(hexadecimal.len()).any(|window| window == hexadecimal.as_bytes())
    };
    assert!(holds(b"XANTHIPPE"), "what is kept is looked at");
    let born = date("1987-06-05").encode_to_vec();
    assert!(!holds(&born), "the birth date as messages carry it");
    for secret in ["1987-06-05", "870605", PHONE, EMAIL, ADDRESS, "SOCRATES MARKER"] {
        assert!(!holds(secret.as_bytes()), "{secret} is in the database");
    }
}

#[tokio::test]
async fn who_read_whose_record_is_on_record() {
    let centre = morning().await;
    let clerk = centre.clerk();
    let made = clerk.registers(person("SATO", "HANAKO", "1990-02-28")).await;
    let passport = clerk.puts(&made.resident_id, passport("2030-01-01")).await;
    let number = clerk.ok(reveal_number(&passport, "")).await.number;
    clerk.ok(v1::GetResidentRequest { resident_id: made.resident_id.clone() }).await;
    clerk.ok(searching("sato")).await;
    clerk.ok(v1::GetDocumentRequest { document_id: passport.document_id.clone() }).await;
    clerk.ok(v1::LookupDocumentRequest { number, ..Default::default() }).await;
    let methods = async |of: &str| {
        let filter = admin::ListAuditRecordsRequest {
            resource_id: of.to_owned(),
            methods: ["GetResident", "SearchResidents"]
                .map(|name| format!("frsc.v1.ResidentService/{name}"))
                .into_iter()
                .chain(
                    ["GetDocument", "LookupDocument"]
                        .map(|name| format!("frsc.v1.DocumentService/{name}")),
                )
                .collect(),
            ..Default::default()
        };
        let records = centre.auditor().ok(filter).await.audit_records;
        let mut methods: Vec<_> = records.into_iter().map(|record| record.method).collect();
        methods.sort();
        methods
    };
    soon("what was read is on record", async {
        while methods(&passport.document_id).await.len() < 2 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
    let of_document =
        ["frsc.v1.DocumentService/GetDocument", "frsc.v1.DocumentService/LookupDocument"];
    assert_eq!(methods(&passport.document_id).await, of_document);
    let of_resident =
        ["frsc.v1.ResidentService/GetResident", "frsc.v1.ResidentService/SearchResidents"];
    assert_eq!(methods(&made.resident_id).await, of_resident);
}
