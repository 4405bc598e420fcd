//! A model of a department's system: it stores what the feed tells over what it has, is killed at
//! any moment and goes on from the token it kept, while others write at random. In the end it must
//! have what the lists answer.

use super::list_from;
use crate::harness::{Centre, Client, Who, make::*, soon};
use frsc_proto::v1::{self, event::Resource};
use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// Resumes of each of the two systems.
const RESUMES: usize = 500;

/// Random numbers of a seed, so that a failure can be repeated.
struct Random(u64);

impl Random {
    /// A number below a limit.
    fn below(&mut self, limit: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        if of.is_empty() { None } else { of.get(self.below(of.len() as u64) as usize) }
    }
}

/// Books, moves, cancels, checks in, calls and ends at random until it is told to stop. What is
/// refused is refused.
async fn write(clerk: Client, mut random: Random, counter: &'static str, stop: Arc<AtomicBool>) {
    let mut slots = Vec::new();
    for hour in ["2024-03-06T09:00", "2024-03-06T14:00", "2024-03-07T09:30", "2024-03-08T10:00"] {
        slots.push(clerk.slot(hour).await);
    }
    let mut own: Vec<String> = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let item = *random.one(&[EXTENSION, WORK_PERMIT]).unwrap();
        let mine = random.one(&own).cloned();
        let slot = random.one(&slots).unwrap().clone();
        match (random.below(6), mine) {
            (0 | 1, _) | (_, None) => {
                let done = clerk.call(booking(&slot, item)).await;
                own.extend(
                    done.ok().and_then(|a| a.into_inner().appointment).map(|a| a.appointment_id),
                );
            }
            (2, Some(id)) => drop(clerk.call(cancel(&clerk.appointment(&id).await)).await),
            (3, Some(id)) => {
                drop(clerk.call(reschedule(&clerk.appointment(&id).await, &slot)).await)
            }
            (4, Some(_)) => drop(clerk.call(walk_in(item)).await),
            (_, Some(_)) => visit(&clerk, counter).await,
        }
        tokio::time::sleep(Duration::from_millis(random.below(8))).await;
    }
}

/// Calls the next ticket and voids it.
async fn visit(clerk: &Client, counter: &str) {
    let Ok(called) = clerk.call(call_next(counter)).await else { return };
    let ticket = called.into_inner().ticket.unwrap();
    let request = v1::VoidTicketRequest {
        request_id: request_id(),
        ticket_id: ticket.ticket_id,
        etag: ticket.etag,
    };
    drop(clerk.call(request).await);
}

/// A department's system.
struct System {
    client: Client,
    token: String,
    resources: BTreeMap<String, Resource>,
    random: Random,
    /// Events that were told once more.
    again: usize,
    last: String,
}

impl System {
    /// Lists everything, and keeps the token of the list that was asked for first.
    async fn begin(client: Client, seed: u64) -> Self {
        let (token, resources) = listed(&client).await;
        Self { client, token, resources, random: Random(seed), again: 0, last: String::new() }
    }

    fn store(&mut self, event: &v1::Event) {
        assert_eq!(event.removed, event.resource.is_none());
        match event.resource.clone() {
            Some(resource) => drop(self.resources.insert(event.resource_id.clone(), resource)),
            None => drop(self.resources.remove(&event.resource_id)),
        }
    }

    /// Watches from the token it kept, and is killed at some moment: before anything came, between
    /// two events, or after an event is stored and before its token is.
    async fn watch_until_killed(&mut self) {
        let mut stream = self.client.watch_events(&self.token).await.unwrap();
        let until = tokio::time::Instant::now() + Duration::from_millis(self.random.below(12));
        let mut messages = self.random.below(4);
        while messages > 0 {
            let Ok(told) = tokio::time::timeout_at(until, stream.message()).await else { return };
            let told = told.unwrap().unwrap();
            messages -= 1;
            for event in &told.events {
                self.store(event);
                if event.token == self.last {
                    self.again += 1;
                }
                if self.random.below(20) == 0 {
                    self.last.clone_from(&event.token);
                    return;
                }
                self.token.clone_from(&event.token);
            }
            self.token = told.token;
        }
    }

    /// Reads what is left, to the last event, and compares.
    async fn finish(mut self, last: &str) -> usize {
        let mut ended = false;
        while !ended {
            let rest = self.client.ok(list_from(&self.token)).await;
            rest.events.iter().for_each(|event| self.store(event));
            ended = rest.events.iter().any(|event| event.resource_id == last);
            self.token = rest.next_token;
        }
        let (_, wanted) = listed(&self.client).await;
        assert_eq!(self.resources.len(), wanted.len());
        for (id, resource) in wanted {
            assert_eq!(self.resources.get(&id), Some(&resource), "{id}");
        }
        assert!(self.again > 0, "no event was told once more: nothing was tried");
        self.resources.len()
    }
}

/// All that the lists answer, and the token from which the feed goes on.
async fn listed(client: &Client) -> (String, BTreeMap<String, Resource>) {
    let (mut token, mut all) = (None, BTreeMap::new());
    let mut request = v1::ListAppointmentsRequest {
        from_date: Some(date("2024-03-01")),
        to_date: Some(date("2024-03-31")),
        page_size: 500,
        ..Default::default()
    };
    loop {
        let page = client.ok(request.clone()).await;
        token.get_or_insert(page.feed_token);
        let found = page.appointments.into_iter();
        all.extend(found.map(|one| (one.appointment_id.clone(), Resource::Appointment(one))));
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            break;
        }
    }
    let mut request = v1::ListTicketsRequest { page_size: 500, ..Default::default() };
    loop {
        let page = client.ok(request.clone()).await;
        let found = page.tickets.into_iter();
        all.extend(found.map(|one| (one.ticket_id.clone(), Resource::Ticket(one))));
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            break;
        }
    }
    (token.unwrap(), all)
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_thousand_kills_and_resumes_a_system_has_what_the_lists_answer() {
    let centre = Centre::start_at("2024-03-05T09:00").await;
    let seed = u64::from(std::process::id());
    eprintln!("seed {seed}");
    let stop = Arc::new(AtomicBool::new(false));
    let mut writers = Vec::new();
    for (number, counter) in (0..).zip(["A01", "A02", "A03"]) {
        let writer = write(centre.clerk(), Random(seed + number), counter, Arc::clone(&stop));
        writers.push(tokio::spawn(writer));
    }
    // They begin in the middle of the writing.
    tokio::time::sleep(Duration::from_millis(100)).await;
    let mut systems = Vec::new();
    for (number, who) in (10..).zip([Who::Lead, Who::PsbPartner]) {
        let mut system = System::begin(centre.new_client(who).await, seed + number).await;
        systems.push(tokio::spawn(async move {
            for _ in 0..RESUMES {
                system.watch_until_killed().await;
            }
            system
        }));
    }
    let mut ended = Vec::new();
    for system in systems {
        ended.push(system.await.unwrap());
    }
    stop.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await.unwrap();
    }
    let last = centre.clerk().book_at("2024-03-11T15:00", EXTENSION).await.appointment_id;
    let mut counts = Vec::new();
    for system in ended {
        counts.push(soon("the last event", system.finish(&last)).await);
    }
    assert!(counts[0] > counts[1] && counts[1] > 20, "{counts:?} resources were told");
}
