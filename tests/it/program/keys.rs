//! The master key and the keys it wraps are changed by the operator's commands beside a server that
//! runs, and a passport number opens before and after.

use super::{NOW, output, text};
use crate::harness::{Centre, Client, Database, clock_at, make::*};
use frsc_proto::v1;
use std::{fs, sync::Arc};

const PASSPORT: &str = "QZ8264193";

async fn revealed(clerk: &Client, appointment_id: &str) -> String {
    let request = v1::RevealPassportNumberRequest {
        request_id: request_id(),
        appointment_id: appointment_id.to_owned(),
        purpose: v1::RevealPurpose::IdentityCheck.into(),
        purpose_text: String::new(),
    };
    clerk.ok(request).await.passport_number
}

#[tokio::test]
async fn a_master_key_is_changed_beside_a_running_server_and_the_old_one_opens_no_longer() {
    let mut database = Database::filled().await;
    // The template's key is everybody's: this test changes its own.
    let file = |name: &str| database.folder.path().join(name);
    let (own, old, new) = (file("own.key"), file("old.key"), file("new.key"));
    for copy in [&own, &old] {
        fs::copy(&database.key_file, copy).unwrap();
    }
    database.key_file = own.clone();
    let database = Arc::new(database);
    let centre = Centre::over(Arc::clone(&database), clock_at(NOW)).await;
    let clerk = centre.clerk();
    let visitor = v1::Visitor { passport_number: PASSPORT.to_owned(), ..visitor() };
    let slot = clerk.slot("2024-03-06T09:00").await;
    let request =
        v1::BookAppointmentRequest { visitor: Some(visitor), ..booking(&slot, EXTENSION) };
    let id = clerk.booked(request).await.appointment_id;
    let named = new.display().to_string();
    let run = async |words: &[&str]| {
        let done = output(&[&["key"], words].concat(), &database).await;
        assert!(done.status.success(), "{}", text(&done.stderr));
        text(&done.stdout)
    };
    assert!(run(&["status"]).await.contains("key 1  made"));
    run(&["rewrap", "--new-key-file", &named]).await;
    let both = run(&["status", "--key-file", &named]).await;
    assert!(both.contains("master keys 2  seals"), "{both}");
    let refused = output(&["key", "rotate-data"], &database).await;
    assert!(!refused.status.success(), "not between two master keys");
    fs::copy(&new, &own).unwrap();
    let other = centre.another().await;
    for server in [&centre, &other] {
        assert_eq!(revealed(&server.clerk(), &id).await, PASSPORT);
    }
    run(&["forget-master"]).await;
    assert!(run(&["status"]).await.contains("master keys 1  seals"));
    assert!(run(&["rotate-data"]).await.contains("key 2 seals from"));
    assert_eq!(revealed(&centre.clerk(), &id).await, PASSPORT);
    let old = output(&["key", "status", "--key-file", &old.display().to_string()], &database).await;
    let told = text(&old.stderr);
    assert!(!old.status.success() && told.contains("the master key is not the one"), "{told}");
}
