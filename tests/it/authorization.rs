//! Who may call what: the table below says it in the tests' own words, is compared with the
//! contract and with the server, and every method is called by everyone.

mod table;

use crate::harness::{Centre, Client, Refused, Who, make::*};
use frsc_proto::{DESCRIPTOR_SET, v1};
use prost::Message as _;
use std::collections::{BTreeMap, BTreeSet};
use table::TABLE;
use tonic::{Code, Status};

/// One account of each role.
const EVERYONE: [(&str, Who); 6] = [
    ("C", Who::Clerk),
    ("L", Who::Lead),
    ("O", Who::PsbOfficer),
    ("P", Who::PsbPartner),
    ("A", Who::Admin),
    ("U", Who::Auditor),
];

/// The table's rows: name and who may.
fn rows() -> BTreeMap<String, &'static str> {
    let rows = TABLE.iter().flat_map(|(service, methods)| {
        methods.iter().map(move |(method, who)| (format!("{service}/{method}"), *who))
    });
    rows.collect()
}

/// The names of the contract's methods.
fn contract() -> BTreeSet<String> {
    let set = prost_types::FileDescriptorSet::decode(DESCRIPTOR_SET).unwrap();
    let mut names = BTreeSet::new();
    for file in &set.file {
        for service in &file.service {
            for method in &service.method {
                names.insert(format!("{}.{}/{}", file.package(), service.name(), method.name()));
            }
        }
    }
    names
}

async fn refusal(client: &Client, method: &str, bytes: &[u8]) -> Status {
    match client.raw(&format!("/{method}"), bytes).await {
        Ok(_) => panic!("{method} was answered"),
        Err(status) => status,
    }
}

/// What a client can tell one refusal from another by: code, text, details, and every header but
/// those that differ from call to call.
fn bytes(status: &Status) -> (Code, String, Vec<u8>, Vec<String>) {
    let mut headers = status.metadata().clone().into_headers();
    headers.remove("frsc-trace-id");
    headers.remove("date");
    let mut headers: Vec<_> =
        headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
    headers.sort();
    (status.code(), status.message().to_owned(), status.details().to_vec(), headers)
}

#[test]
fn the_table_names_every_method_of_the_contract_and_no_other() {
    let named: BTreeSet<_> = rows().into_keys().collect();
    assert_eq!(named, contract());
}

#[tokio::test]
async fn every_method_is_denied_to_every_wrong_role_before_it_is_read() {
    let centre = Centre::start().await;
    let mut denied = 0;
    for (letter, who) in EVERYONE {
        let client = centre.client(who);
        for (method, allowed) in rows() {
            if allowed == "-" || allowed.contains(letter) {
                continue;
            }
            // What is no message at all would be INVALID_ARGUMENT, were it looked at.
            for request in [&b""[..], &[0xff; 8]] {
                let refused = Refused { status: refusal(&client, &method, request).await };
                assert_eq!(refused.reason(), "PERMISSION_DENIED", "{method} by {who:?}");
                assert_eq!(refused.status.code(), Code::PermissionDenied);
            }
            denied += 1;
        }
    }
    assert!(denied > 200, "only {denied} were tried");
}

#[tokio::test]
async fn every_method_reaches_its_service_for_every_right_role() {
    let centre = Centre::start().await;
    for (letter, who) in EVERYONE {
        let client = centre.client(who);
        for (method, allowed) in rows() {
            let streams = ["WatchQueue", "WatchEvents", "ExportEnterprises"]
                .iter()
                .any(|name| method.ends_with(name));
            if streams || !(allowed == "-" || allowed.contains(letter)) {
                continue;
            }
            let Err(status) = client.raw(&format!("/{method}"), b"").await else { continue };
            let code = status.code();
            let reached = [Code::InvalidArgument, Code::NotFound].contains(&code);
            assert!(reached, "{method} by {who:?}: {status:?}");
        }
        let may_watch = ["C", "L", "O", "P"].contains(&letter);
        assert_eq!(client.watch_queue().await.is_ok(), may_watch, "{who:?}");
        assert_eq!(client.watch_events("").await.is_ok(), may_watch, "{who:?}");
    }
}

#[tokio::test]
async fn a_caller_is_told_the_methods_of_the_table() {
    let centre = Centre::start().await;
    for (letter, who) in EVERYONE {
        let caller = centre.client(who).ok(v1::GetCallerRequest {}).await.caller.unwrap();
        let own = rows().into_iter().filter(|(_, may)| *may == "-" || may.contains(letter));
        let wanted: BTreeSet<_> = own.map(|(method, _)| method).collect();
        let ours = |method: &String| method.starts_with("frsc.");
        let told: BTreeSet<_> = caller.methods.into_iter().filter(ours).collect();
        assert_eq!(told, wanted, "{who:?}");
    }
}

#[tokio::test]
async fn without_a_good_token_every_method_gives_one_fixed_answer() {
    let centre = Centre::start().await;
    let nobody = centre.nobody();
    let mut answers = BTreeSet::new();
    for (method, _) in rows().into_iter().filter(|(_, allowed)| *allowed != "-") {
        for client in [nobody.clone(), nobody.bearing("nonsense")] {
            let (code, text, details, headers) = bytes(&refusal(&client, &method, b"").await);
            assert_eq!(code, Code::Unauthenticated, "{method}");
            answers.insert((text, details, headers));
        }
    }
    assert_eq!(answers.len(), 1, "{answers:?}");
}

#[tokio::test]
async fn what_is_another_departments_looks_like_what_is_not_there() {
    let centre = Centre::start_at("2024-03-05T09:00").await;
    let clerk = centre.clerk();
    let there = clerk.book_at("2024-03-06T09:00", EXTENSION).await;
    let slot = clerk.slot("2024-03-06T10:00").await;
    let ticket = clerk.takes(EXTENSION).await.ticket_id;
    let absent = v1::Appointment {
        appointment_id: format!("appt_{}", "a".repeat(26)),
        etag: there.etag.clone(),
        ..Default::default()
    };
    for who in [Who::StbOfficer, Who::StbPartner] {
        let client = centre.client(who);
        let mut pairs = Vec::new();
        let get = |of: &v1::Appointment| v1::GetAppointmentRequest {
            appointment_id: of.appointment_id.clone(),
        };
        pairs.push((client.refused(get(&there)).await, client.refused(get(&absent)).await));
        let get = |id: &str| v1::GetTicketRequest { ticket_id: id.to_owned() };
        let none = format!("tick_{}", "a".repeat(26));
        pairs.push((client.refused(get(&ticket)).await, client.refused(get(&none)).await));
        if who == Who::StbPartner {
            let (hidden, nothing) = (cancel(&there), cancel(&absent));
            pairs.push((client.refused(hidden).await, client.refused(nothing).await));
            let (hidden, nothing) = (reschedule(&there, &slot), reschedule(&absent, &slot));
            pairs.push((client.refused(hidden).await, client.refused(nothing).await));
        }
        for (hidden, nothing) in pairs {
            hidden.is(Code::NotFound, "NOT_FOUND");
            assert_eq!(bytes(&hidden.status), bytes(&nothing.status), "{who:?}");
        }
    }
    let theirs = clerk.ok(hold(&slot, EXTENSION)).await.hold.unwrap().hold_id;
    let release = |id: String| v1::ReleaseHoldRequest { request_id: request_id(), hold_id: id };
    let partner = centre.client(Who::StbPartner);
    let hidden = partner.refused(release(theirs)).await;
    let nothing = partner.refused(release(format!("hold_{}", "a".repeat(26)))).await;
    assert_eq!(bytes(&hidden.status), bytes(&nothing.status));
}
