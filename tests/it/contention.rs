//! Everything scarce under many callers at once, with the exact count: one database is right
//! however many ask, and on PostgreSQL however many servers there are.

mod case;
mod document;
mod expedite;
mod queue;
mod referral;

use crate::{
    harness::{Centre, Client, Refused, Who, calls::Call, make::*, on_postgres},
    schedule,
};
use frsc_proto::v1;
use std::collections::{BTreeMap, HashSet};

/// Connections that share the callers.
const CONNECTIONS: usize = 8;

/// Clients over several connections, to one server or to several.
async fn clients(centres: &[&Centre], who: Who) -> Vec<Client> {
    let mut clients = Vec::new();
    for index in 0..CONNECTIONS {
        let client = centres[index % centres.len()].new_client(who).await;
        client.token(who).await;
        clients.push(client);
    }
    clients
}

/// All requests at once; the answers and the refusals in no order.
async fn at_once<C: Call>(clients: &[Client], requests: Vec<C>) -> (Vec<C::Answer>, Vec<Refused>) {
    let mut calls = tokio::task::JoinSet::new();
    for (index, request) in requests.into_iter().enumerate() {
        let client = clients[index % clients.len()].clone();
        calls.spawn(async move { client.call(request).await });
    }
    let (mut done, mut refused) = (Vec::new(), Vec::new());
    for outcome in calls.join_all().await {
        match outcome {
            Ok(answer) => done.push(answer.into_inner()),
            Err(status) => refused.push(Refused { status }),
        }
    }
    (done, refused)
}

fn reasons(refused: &[Refused]) -> BTreeMap<String, usize> {
    let mut reasons = BTreeMap::new();
    for refused in refused {
        *reasons.entry(refused.rules().join("+")).or_default() += 1;
    }
    reasons
}

fn only(reason: &str, count: usize) -> BTreeMap<String, usize> {
    BTreeMap::from([(reason.to_owned(), count)])
}

async fn booked_in(centre: &Centre) -> i64 {
    centre.database.number("SELECT count(*) FROM appointment WHERE state = 1").await
}

/// 64 callers, one place.
async fn one_place(centres: &[&Centre]) {
    let clerk = centres[0].clerk();
    let slot = clerk.slot("2024-03-05T09:00").await;
    clerk.booked(booking(&slot, BIRTH)).await;
    let clients = clients(centres, Who::Clerk).await;
    let requests = (0..64).map(|_| booking(&slot, BIRTH)).collect();
    let (done, refused) = at_once(&clients, requests).await;
    assert_eq!((done.len(), reasons(&refused)), (1, only("SLOT_FULL", 63)));
    assert_eq!(booked_in(centres[0]).await, 2);
    let sold = "SELECT CAST(sum(sold) AS BIGINT) FROM slot_ledger";
    assert_eq!(centres[0].database.number(sold).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_64_callers_one_gets_the_one_place() {
    let centre = Centre::start().await;
    one_place(&[&centre]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_64_callers_of_two_servers_one_gets_the_one_place() {
    if !on_postgres("of_64_callers_of_two_servers_one_gets_the_one_place") {
        return;
    }
    let centre = Centre::start().await;
    let other = centre.another().await;
    one_place(&[&centre, &other]).await;
}

/// 100 callers with items of all counters, 14 places for them.
async fn fourteen_places(centres: &[&Centre]) {
    let items = ["RP-W-EXT", "VS-EXT", "WP-REG", "WPRP-ONE", "NOT-MAN", "FIE-REG", "SCH-ENROL"];
    let slot = centres[0].clerk().slot("2024-03-05T09:00").await;
    let clients = clients(centres, Who::Clerk).await;
    let requests = items.iter().cycle().take(100).map(|item| booking(&slot, item)).collect();
    let (done, refused) = at_once(&clients, requests).await;
    assert_eq!((done.len(), refused.len()), (14, 86));
    for reason in reasons(&refused).keys() {
        assert!(["SLOT_FULL", "CHANNEL_FULL"].contains(&reason.as_str()), "{reason}");
    }
    assert_eq!(booked_in(centres[0]).await, 14);
    let numbers: HashSet<_> =
        done.iter().map(|a| &a.appointment.as_ref().unwrap().appointment_number).collect();
    assert_eq!(numbers.len(), 14);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_100_callers_fourteen_get_the_fourteen_places() {
    let centre = Centre::start().await;
    fourteen_places(&[&centre]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_100_callers_of_two_servers_fourteen_get_the_fourteen_places() {
    if !on_postgres("of_100_callers_of_two_servers_fourteen_get_the_fourteen_places") {
        return;
    }
    let centre = Centre::start().await;
    let other = centre.another().await;
    fourteen_places(&[&centre, &other]).await;
}

/// 100 callers, one counter, 20 places.
async fn twenty_places(centres: &[&Centre]) {
    schedule::add(&centres[0].admin(), schedule::one_counter(20)).await;
    let slot = centres[0].clerk().slot("2024-03-05T18:00").await;
    let clients = clients(centres, Who::Clerk).await;
    let requests = (0..100).map(|_| booking(&slot, EXTENSION)).collect();
    let (done, refused) = at_once(&clients, requests).await;
    assert_eq!((done.len(), reasons(&refused)), (20, only("SLOT_FULL", 80)));
    assert_eq!(booked_in(centres[0]).await, 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_100_callers_twenty_get_the_twenty_places() {
    let centre = Centre::start().await;
    twenty_places(&[&centre]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_100_callers_of_two_servers_twenty_get_the_twenty_places() {
    if !on_postgres("of_100_callers_of_two_servers_twenty_get_the_twenty_places") {
        return;
    }
    let centre = Centre::start().await;
    let other = centre.another().await;
    twenty_places(&[&centre, &other]).await;
}

/// One person in 32 slots of one day at once.
async fn one_person(centres: &[&Centre]) {
    let clerk = centres[0].clerk();
    let slots = clerk.ok(all_slots("2024-03-05", "2024-03-05", &[EXTENSION])).await.slots;
    let clients = clients(centres, Who::Clerk).await;
    let person = visitor();
    let request = |slot: &v1::Slot| v1::BookAppointmentRequest {
        visitor: Some(person.clone()),
        ..booking(&slot.slot_id, EXTENSION)
    };
    let requests = slots.iter().cycle().take(32).map(request).collect();
    let (done, refused) = at_once(&clients, requests).await;
    assert_eq!((done.len(), reasons(&refused)), (1, only("DUPLICATE_BOOKING", 31)));
    assert_eq!(booked_in(centres[0]).await, 1);
    let sold = "SELECT CAST(sum(sold) AS BIGINT) FROM slot_ledger";
    assert_eq!(centres[0].database.number(sold).await, 1, "no place is lost on the refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_asked_for_at_32_counters_is_booked_once() {
    let centre = Centre::start().await;
    one_person(&[&centre]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_asked_for_at_two_servers_is_booked_once() {
    if !on_postgres("one_person_asked_for_at_two_servers_is_booked_once") {
        return;
    }
    let centre = Centre::start().await;
    let other = centre.another().await;
    one_person(&[&centre, &other]).await;
}

/// One request sent 32 times at once.
async fn one_request(centres: &[&Centre]) {
    let slot = centres[0].clerk().slot("2024-03-05T09:00").await;
    let clients = clients(centres, Who::Clerk).await;
    let (done, refused) = at_once(&clients, vec![booking(&slot, EXTENSION); 32]).await;
    assert!(refused.is_empty(), "{refused:?}");
    assert!(done.iter().all(|answer| *answer == done[0]), "32 answers, all the same");
    assert_eq!((done.len(), booked_in(centres[0]).await), (32, 1));
    let kept = centres[0].database.number("SELECT count(*) FROM idempotency").await;
    let told = centres[0].database.number("SELECT count(*) FROM outbox").await;
    assert_eq!((kept, told), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_request_sent_32_times_books_once_and_is_answered_32_times() {
    let centre = Centre::start().await;
    one_request(&[&centre]).await;
}

/// One change, one call and one walk-in, each sent 16 times at once.
async fn one_change(centres: &[&Centre]) {
    let clerk = centres[0].clerk();
    let made = clerk.book_at("2024-03-05T10:00", EXTENSION).await;
    let clients = clients(centres, Who::Clerk).await;
    let free = clerk.slot("2024-03-05T11:00").await;
    let (moved, refused) = at_once(&clients, vec![reschedule(&made, &free); 16]).await;
    assert!(refused.is_empty() && moved.iter().all(|answer| *answer == moved[0]), "{refused:?}");
    let (cancelled, refused) =
        at_once(&clients, vec![cancel(moved[0].appointment.as_ref().unwrap()); 16]).await;
    assert!(refused.is_empty() && cancelled.iter().all(|a| *a == cancelled[0]), "{refused:?}");
    centres[0].it_is("2024-03-04T08:30");
    let (taken, refused) = at_once(&clients, vec![walk_in(EXTENSION); 16]).await;
    assert!(refused.is_empty() && taken.iter().all(|answer| *answer == taken[0]), "{refused:?}");
    let (called, refused) = at_once(&clients, vec![call_next("A01"); 16]).await;
    assert!(refused.is_empty() && called.iter().all(|answer| *answer == called[0]), "{refused:?}");
    let kept = centres[0].database.number("SELECT count(*) FROM idempotency").await;
    assert_eq!(kept, 5, "booked, moved, cancelled, taken, called: each once");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_change_sent_16_times_is_done_once_and_is_answered_16_times() {
    let centre = Centre::start().await;
    one_change(&[&centre]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_change_sent_16_times_to_two_servers_is_done_once() {
    if !on_postgres("one_change_sent_16_times_to_two_servers_is_done_once") {
        return;
    }
    let centre = Centre::start().await;
    let other = centre.another().await;
    one_change(&[&centre, &other]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_request_sent_32_times_to_two_servers_books_once() {
    if !on_postgres("one_request_sent_32_times_to_two_servers_books_once") {
        return;
    }
    let centre = Centre::start().await;
    let other = centre.another().await;
    one_request(&[&centre, &other]).await;
}

/// 32 holds and 32 bookings of two places.
async fn holds_and_bookings(centres: &[&Centre]) {
    let slot = centres[0].clerk().slot("2024-03-05T09:00").await;
    let clients = clients(centres, Who::Clerk).await;
    let holding = at_once(&clients, (0..32).map(|_| hold(&slot, BIRTH)).collect());
    let booking = at_once(&clients, (0..32).map(|_| booking(&slot, BIRTH)).collect());
    let ((held, not_held), (booked, not_booked)) = tokio::join!(holding, booking);
    assert_eq!(held.len() + booked.len(), 2, "{} held, {} booked", held.len(), booked.len());
    assert_eq!(reasons(&not_held), only("SLOT_FULL", 32 - held.len()));
    assert_eq!(reasons(&not_booked), only("SLOT_FULL", 32 - booked.len()));
    let confirm = |answer: &v1::HoldSlotResponse| v1::BookAppointmentRequest {
        hold_id: answer.hold.as_ref().unwrap().hold_id.clone(),
        ..self::booking(&slot, BIRTH)
    };
    let (confirmed, refused) = at_once(&clients, held.iter().map(confirm).collect()).await;
    assert_eq!((confirmed.len(), refused.len()), (held.len(), 0), "what is held can be booked");
    assert_eq!(booked_in(centres[0]).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn holds_and_bookings_together_never_take_more_than_there_is() {
    let centre = Centre::start().await;
    holds_and_bookings(&[&centre]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn holds_and_bookings_at_two_servers_never_take_more_than_there_is() {
    if !on_postgres("holds_and_bookings_at_two_servers_never_take_more_than_there_is") {
        return;
    }
    let centre = Centre::start().await;
    let other = centre.another().await;
    holds_and_bookings(&[&centre, &other]).await;
}

/// Repeats, persons known from before, holds and new visitors, decided together.
async fn all_kinds(centres: &[&Centre]) {
    let clerk = centres[0].clerk();
    let slots = clerk.ok(all_slots("2024-03-05", "2024-03-05", &[EXTENSION])).await.slots;
    let first: Vec<_> = slots[..8].iter().map(|s| booking(&s.slot_id, EXTENSION)).collect();
    let clients = clients(centres, Who::Clerk).await;
    let (known, refused) = at_once(&clients, first.clone()).await;
    assert_eq!((known.len(), refused.len()), (8, 0));
    let holds = slots[..8].iter().map(|s| hold(&s.slot_id, EXTENSION)).collect();
    let (held, refused) = at_once(&clients, holds).await;
    assert_eq!((held.len(), refused.len()), (8, 0));
    let elsewhere =
        |(old, slot): (&v1::BookAppointmentRequest, &v1::Slot)| v1::BookAppointmentRequest {
            visitor: old.visitor.clone(),
            ..booking(&slot.slot_id, EXTENSION)
        };
    let twice = first.iter().zip(&slots[1..]).map(elsewhere);
    let confirmed = held.iter().map(|held| held.hold.as_ref().unwrap());
    let confirmed = confirmed.map(|hold| v1::BookAppointmentRequest {
        hold_id: hold.hold_id.clone(),
        ..booking(&hold.slot_id, EXTENSION)
    });
    let new = slots[..8].iter().map(|slot| booking(&slot.slot_id, EXTENSION));
    let requests = first.iter().cloned().chain(twice).chain(confirmed).chain(new);
    let (done, refused) = at_once(&clients, requests.collect()).await;
    assert_eq!((done.len(), reasons(&refused)), (24, only("DUPLICATE_BOOKING", 8)));
    let repeated = done.iter().filter(|answer| known.contains(answer)).count();
    assert_eq!((repeated, booked_in(centres[0]).await), (8, 24));
}

#[tokio::test(flavor = "multi_thread")]
async fn repeats_known_persons_and_holds_are_told_apart_in_one_sitting() {
    let centre = Centre::start().await;
    all_kinds(&[&centre]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn repeats_known_persons_and_holds_are_told_apart_by_two_servers() {
    if !on_postgres("repeats_known_persons_and_holds_are_told_apart_by_two_servers") {
        return;
    }
    let centre = Centre::start().await;
    let other = centre.another().await;
    all_kinds(&[&centre, &other]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_hold_confirmed_16_times_at_once_is_booked_once() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let slot = clerk.slot("2024-03-05T09:00").await;
    let hold_id = clerk.ok(hold(&slot, EXTENSION)).await.hold.unwrap().hold_id;
    let clients = clients(&[&centre], Who::Clerk).await;
    let confirm =
        |_| v1::BookAppointmentRequest { hold_id: hold_id.clone(), ..booking(&slot, EXTENSION) };
    let (done, refused) = at_once(&clients, (0..16).map(confirm).collect()).await;
    assert_eq!((done.len(), reasons(&refused)), (1, only("HOLD_USED", 15)));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_12_appointments_moved_to_two_places_two_move_and_ten_stay() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let full = clerk.slot("2024-03-05T09:00").await;
    let slots = clerk.ok(all_slots("2024-03-06", "2024-03-06", &[BIRTH])).await.slots;
    let mut made = Vec::new();
    for slot in slots.iter().take(12) {
        made.push(clerk.booked(booking(&slot.slot_id, BIRTH)).await);
    }
    let clients = clients(&[&centre], Who::Clerk).await;
    let requests = made.iter().map(|appointment| reschedule(appointment, &full)).collect();
    let (done, refused) = at_once(&clients, requests).await;
    assert_eq!((done.len(), reasons(&refused)), (2, only("SLOT_FULL", 10)));
    let sold = "SELECT CAST(sum(sold) AS BIGINT) FROM slot_ledger";
    assert_eq!(centre.database.number(sold).await, 12);
    let full = "SELECT count(*) FROM slot_ledger WHERE sold = 2";
    assert_eq!(centre.database.number(full).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_16_changes_to_one_version_one_is_done() {
    let centre = Centre::start().await;
    let made = centre.clerk().book_at("2024-03-05T09:00", EXTENSION).await;
    let clients = clients(&[&centre], Who::Clerk).await;
    let (done, refused) = at_once(&clients, (0..16).map(|_| cancel(&made)).collect()).await;
    assert_eq!((done.len(), refused.len()), (1, 15));
    for refused in refused {
        refused.is(tonic::Code::Aborted, "ETAG_MISMATCH");
    }
}
