//! The feed of events: what each department is told, in which order, from which token on, and that
//! nothing is left out however a watcher is cut off.

mod model;
mod order;
mod people;
mod streams;

use crate::harness::{Centre, Client, Who, make::*, soon};
use frsc_proto::v1::{self, AppointmentState, event::Resource};
use tonic::{Code, Streaming};

type Watching = Streaming<v1::WatchEventsResponse>;

/// A watcher that is at the end of its feed.
async fn watching(client: &Client) -> (Watching, String) {
    let mut stream = client.watch_events("").await.unwrap();
    let first = soon("the first message", stream.message()).await.unwrap().unwrap();
    assert!(first.events.is_empty(), "only what comes from now on: {first:?}");
    (stream, first.token)
}

/// So many events of a stream, which come soon.
async fn next(stream: &mut Watching, count: usize) -> Vec<v1::Event> {
    let mut events = Vec::new();
    let reading = async {
        while events.len() < count {
            let message = stream.message().await.unwrap().unwrap();
            events.extend(message.events);
        }
    };
    soon("the events", reading).await;
    assert_eq!(events.len(), count);
    events
}

fn list_from(token: &str) -> v1::ListEventsRequest {
    v1::ListEventsRequest { token: token.to_owned(), page_size: 0 }
}

fn kinds(events: &[v1::Event]) -> Vec<&str> {
    events.iter().map(|event| event.kind.as_str()).collect()
}

fn appointment(event: &v1::Event) -> v1::Appointment {
    match event.resource.clone() {
        Some(Resource::Appointment(one)) => one,
        other => panic!("no appointment: {other:?}"),
    }
}

#[tokio::test]
async fn a_watcher_is_told_of_every_change_with_the_whole_resource() {
    let centre = Centre::start_at("2024-03-05T09:00").await;
    let (clerk, officer) = (centre.clerk(), centre.client(Who::PsbOfficer));
    let (mut stream, start) = watching(&officer).await;
    let booked = clerk.book_at("2024-03-06T09:00", EXTENSION).await;
    let [told] = &next(&mut stream, 1).await[..] else { panic!("one event") };
    assert_eq!((told.kind.as_str(), told.removed), ("appointment.booked", false));
    assert_eq!(told.resource_id, booked.appointment_id);
    assert_eq!(appointment(told), officer.appointment(&booked.appointment_id).await);
    centre.minutes_pass(1);
    clerk.ok(cancel(&booked)).await;
    let events = next(&mut stream, 1).await;
    assert_eq!(kinds(&events), ["appointment.cancelled"]);
    assert_eq!(appointment(&events[0]).state(), AppointmentState::Cancelled);
    let ticket = clerk.takes(EXTENSION).await;
    let events = next(&mut stream, 2).await;
    assert_eq!(kinds(&events), ["appointment.checked_in", "ticket.issued"]);
    assert_eq!(events[1].resource, Some(Resource::Ticket(ticket)));
    // Polled, the same events are told, with their resources as they are now.
    let polled = officer.ok(list_from(&start)).await;
    let all = ["appointment.booked", "appointment.cancelled"];
    assert_eq!(kinds(&polled.events)[..2], all);
    assert_eq!(appointment(&polled.events[0]).state(), AppointmentState::Cancelled);
    assert!(!polled.more);
    let none = officer.ok(list_from(&polled.next_token)).await;
    assert_eq!((none.events.len(), none.more), (0, false));
}

#[tokio::test]
async fn a_watcher_goes_on_exactly_after_its_token() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let (mut stream, start) = watching(&clerk).await;
    for _ in 0..5 {
        clerk.book_at("2024-03-06T09:00", EXTENSION).await;
    }
    let all = next(&mut stream, 5).await;
    drop(stream);
    for after in 0..=5 {
        let token = if after == 0 { &start } else { &all[after - 1].token };
        let rest = clerk.ok(list_from(token)).await.events;
        assert_eq!(rest, all[after..]);
        let mut stream = clerk.watch_events(token).await.unwrap();
        let message = soon("the rest", stream.message()).await.unwrap().unwrap();
        assert_eq!(message.events, all[after..]);
    }
    let pages = v1::ListEventsRequest { token: start, page_size: 2 };
    let first = clerk.ok(pages.clone()).await;
    assert_eq!((&first.events[..], first.more), (&all[..2], true));
    let second = clerk.ok(v1::ListEventsRequest { token: first.next_token, ..pages }).await;
    assert_eq!((&second.events[..], second.more), (&all[2..4], true));
}

#[tokio::test]
async fn another_department_sees_nothing_and_cannot_use_the_token() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let (psb, stb) = (centre.client(Who::PsbPartner), centre.client(Who::StbPartner));
    let (mut of_stb, token) = watching(&stb).await;
    let (_, of_centre) = watching(&clerk).await;
    let hidden = clerk.book_at("2024-03-06T09:00", EXTENSION).await;
    let own = clerk.book_at("2024-03-06T09:30", WORK_PERMIT).await;
    let events = next(&mut of_stb, 1).await;
    assert_eq!(events[0].resource_id, own.appointment_id);
    let polled = stb.ok(list_from(&token)).await.events;
    assert_eq!(polled, events);
    assert!(!format!("{polled:?}").contains(&hidden.appointment_id));
    for foreign in [token.as_str(), of_centre.as_str(), "nonsense", "aaaa"] {
        let refused = psb.refused(list_from(foreign)).await;
        refused.is(Code::InvalidArgument, "INVALID_FIELD");
        assert_eq!(refused.fields(), ["token"]);
        assert_eq!(psb.watch_events(foreign).await.unwrap_err().code(), Code::InvalidArgument);
        let ack =
            v1::AcknowledgeEventsRequest { request_id: request_id(), token: foreign.to_owned() };
        assert_eq!(psb.refused(ack).await.fields(), ["token"]);
    }
    // Another account of the same department may go on from it.
    let events = centre.client(Who::StbOfficer).ok(list_from(&token)).await.events;
    assert_eq!(events, polled);
}
