//! The queue under many callers at once: one ticket is called once, and every number is given.

use super::{at_once, clients, only, reasons};
use crate::harness::{Centre, Client, Refused, Who, make::*, on_postgres};
use frsc_proto::v1;
use std::collections::HashSet;

/// The tickets of a morning, called by all counters of their item as fast as they can.
async fn counters_call(centres: &[&Centre], tickets: usize) {
    let counters = ["A01", "A02", "A05"];
    let clerk = centres[0].clerk();
    for _ in 0..tickets {
        clerk.takes(EXTENSION).await;
    }
    let mut working = tokio::task::JoinSet::new();
    for (index, counter) in counters.into_iter().enumerate() {
        let by = centres[index % centres.len()].clerk();
        working.spawn(async move { work(&by, counter).await });
    }
    let called: Vec<_> = working.join_all().await.into_iter().flatten().collect();
    let distinct: HashSet<_> = called.iter().collect();
    assert_eq!((called.len(), distinct.len()), (tickets, tickets), "each ticket once");
    let served = "SELECT count(*) FROM appointment WHERE state = 3";
    assert_eq!(centres[0].database.number(served).await, tickets as i64);
}

/// Calls and serves at a counter until nobody waits.
async fn work(by: &Client, counter: &str) -> Vec<String> {
    let mut called = Vec::new();
    loop {
        let ticket = match by.call(call_next(counter)).await {
            Ok(answer) => answer.into_inner().ticket.unwrap(),
            Err(status) => {
                Refused { status }.is(tonic::Code::NotFound, "QUEUE_EMPTY");
                return called;
            }
        };
        let serve = v1::ServeTicketRequest {
            request_id: request_id(),
            ticket_id: ticket.ticket_id.clone(),
            etag: ticket.etag,
        };
        let serving = by.ok(serve).await.ticket.unwrap();
        let complete = v1::CompleteTicketRequest {
            request_id: request_id(),
            ticket_id: ticket.ticket_id.clone(),
            etag: serving.etag,
            result: v1::TicketResult::Received.into(),
        };
        by.ok(complete).await;
        called.push(ticket.ticket_id);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn three_counters_never_call_one_ticket_twice() {
    let centre = Centre::start_at("2024-03-05T08:30").await;
    counters_call(&[&centre], 24).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn counters_of_two_servers_never_call_one_ticket_twice() {
    if !on_postgres("counters_of_two_servers_never_call_one_ticket_twice") {
        return;
    }
    let centre = Centre::start_at("2024-03-05T08:30").await;
    let other = centre.another().await;
    counters_call(&[&centre, &other], 24).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_counter_that_calls_16_times_at_once_gets_one_ticket() {
    let centre = Centre::start_at("2024-03-05T08:30").await;
    let clerk = centre.clerk();
    for _ in 0..4 {
        clerk.takes(EXTENSION).await;
    }
    let clients = clients(&[&centre], Who::Clerk).await;
    let (done, refused) = at_once(&clients, (0..16).map(|_| call_next("A01")).collect()).await;
    assert_eq!((done.len(), reasons(&refused)), (1, only("COUNTER_BUSY", 15)));
}

#[tokio::test(flavor = "multi_thread")]
async fn tickets_taken_at_once_are_numbered_without_a_gap() {
    let centre = Centre::start_at("2024-03-05T08:30").await;
    let clients = clients(&[&centre], Who::Clerk).await;
    let (done, refused) = at_once(&clients, (0..16).map(|_| walk_in(EXTENSION)).collect()).await;
    let mut numbers: Vec<_> =
        done.iter().map(|answer| answer.ticket.clone().unwrap().ticket_number).collect();
    numbers.sort();
    let wanted: Vec<_> = (1..=numbers.len()).map(|number| format!("A{number:03}")).collect();
    assert_eq!(numbers, wanted);
    assert!(refused.is_empty(), "every walk-in finds the next free slot: {refused:?}");
}
