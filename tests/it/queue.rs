//! The hall's queue: a visitor's whole way from the door to the end, the order of calls, what two
//! counters see, and the displays.

use crate::harness::{Centre, Client, Refused, Who, make::*, on_postgres, soon, whitelist::*};
use frsc_proto::v1::{self, AppointmentState, TicketState};
use tonic::Code;

/// A centre on a Tuesday at nine, when slots can be walked into.
async fn open_hall() -> Centre {
    Centre::start_at("2024-03-05T09:00").await
}

macro_rules! steps {
    ($($name:ident $request:ident;)*) => {$(
        async fn $name(by: &Client, ticket: &v1::Ticket) -> Result<v1::Ticket, Refused> {
            let request = v1::$request {
                request_id: request_id(),
                ticket_id: ticket.ticket_id.clone(),
                etag: ticket.etag.clone(),
                ..Default::default()
            };
            match by.call(request).await {
                Ok(answer) => Ok(answer.into_inner().ticket.unwrap()),
                Err(status) => Err(Refused { status }),
            }
        }
    )*};
}

steps! {
    recall RecallTicketRequest;
    serve ServeTicketRequest;
    park ParkTicketRequest;
    void VoidTicketRequest;
}

async fn complete(by: &Client, ticket: &v1::Ticket) -> v1::Ticket {
    let request = v1::CompleteTicketRequest {
        request_id: request_id(),
        ticket_id: ticket.ticket_id.clone(),
        etag: ticket.etag.clone(),
        result: v1::TicketResult::Done.into(),
    };
    by.ok(request).await.ticket.unwrap()
}

fn transfer(ticket: &v1::Ticket, counter: &str) -> v1::TransferTicketRequest {
    v1::TransferTicketRequest {
        request_id: request_id(),
        ticket_id: ticket.ticket_id.clone(),
        etag: ticket.etag.clone(),
        counter_id: counter.to_owned(),
    }
}

fn put_back(ticket: &v1::Ticket, place: v1::ReturnPlace) -> v1::ReturnTicketRequest {
    v1::ReturnTicketRequest {
        request_id: request_id(),
        ticket_id: ticket.ticket_id.clone(),
        etag: ticket.etag.clone(),
        place: place.into(),
    }
}

fn minutes(count: i64) -> Option<prost_types::Duration> {
    Some(prost_types::Duration { seconds: count * 60, nanos: 0 })
}

#[tokio::test]
async fn a_booked_visitor_is_checked_in_called_and_served_and_every_wait_is_measured() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let made = clerk.book_at("2024-03-05T09:00", EXTENSION).await;
    centre.it_is("2024-03-05T08:50");
    let here = clerk.ok(check_in(&made)).await.appointment.unwrap();
    centre.minutes_pass(12);
    let called = clerk.calls("A02").await;
    assert_eq!((called.state(), called.counter_id.as_str()), (TicketState::Called, "A02"));
    assert_eq!(called.ticket_id, here.ticket_id);
    centre.minutes_pass(1);
    let again = recall(&clerk, &called).await.unwrap();
    assert_eq!(
        (again.calls, again.wait_duration),
        (2, minutes(12)),
        "the first call ends the wait"
    );
    centre.minutes_pass(1);
    let serving = serve(&clerk, &again).await.unwrap();
    assert_eq!(serving.state(), TicketState::Serving);
    centre.minutes_pass(7);
    let done = complete(&clerk, &serving).await;
    assert_eq!((done.state(), done.result()), (TicketState::Completed, v1::TicketResult::Done));
    assert_eq!((done.wait_duration, done.service_duration), (minutes(12), minutes(7)));
    let served = clerk.appointment(&made.appointment_id).await;
    assert_eq!(served.state(), AppointmentState::Served);
}

#[tokio::test]
async fn a_walk_in_gets_place_ticket_and_appointment_in_one_step() {
    let centre = open_hall().await;
    let answer = centre.clerk().ok(walk_in(EXTENSION)).await;
    let (ticket, appointment) = (answer.ticket.unwrap(), answer.appointment.unwrap());
    assert_eq!((ticket.ticket_number.as_str(), ticket.state()), ("A001", TicketState::Waiting));
    assert_eq!(appointment.state(), AppointmentState::CheckedIn);
    assert_eq!(appointment.channel(), v1::Channel::WalkIn);
    assert_eq!(appointment.ticket_id, ticket.ticket_id);
    assert_eq!(text_of(ticket.ticket_date.unwrap()), "2024-03-05");
}

#[tokio::test]
async fn tickets_are_called_by_priority_then_by_appointment_or_arrival() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let late = clerk.book_at("2024-03-05T09:00", BIRTH).await;
    let early = clerk.book_at("2024-03-05T08:30", BIRTH).await;
    centre.it_is("2024-03-05T08:20");
    let walked_in = clerk.takes(BIRTH).await;
    clerk.ok(check_in(&late)).await;
    clerk.ok(check_in(&early)).await;
    centre.minutes_pass(1);
    let first = v1::IssueTicketRequest { priority: 9, ..walk_in(BIRTH) };
    let issued = clerk.ok(first).await;
    assert_eq!(issued.tickets_ahead, 0, "nobody is called before priority 9");
    let order = clerk.ok(v1::ListTicketsRequest::default()).await.tickets;
    let order: Vec<_> = order.iter().map(|ticket| ticket.appointment_id.clone()).collect();
    let wanted = [
        issued.ticket.unwrap().appointment_id,
        walked_in.appointment_id,
        early.appointment_id,
        late.appointment_id,
    ];
    assert_eq!(order, wanted);
    for appointment_id in wanted {
        let called = clerk.calls("A01").await;
        assert_eq!(called.appointment_id, appointment_id);
        complete(&clerk, &serve(&clerk, &called).await.unwrap()).await;
    }
    clerk.refused(call_next("A01")).await.is(Code::NotFound, "QUEUE_EMPTY");
}

#[tokio::test]
async fn whom_his_employers_entry_gives_priority_is_called_before_ordinary_visitors() {
    let centre = open_hall().await;
    let clerk = centre.clerk();
    let code = centre.enterprise(1).await;
    let who = centre.employed_by(&code).await;
    let comes = async |resident_id: &str, priority: i32| {
        let mut request = v1::IssueTicketRequest { priority, ..walk_in(BIRTH) };
        request.visitor.as_mut().unwrap().resident_id = resident_id.to_owned();
        let ticket = clerk.ok(request).await.ticket.unwrap();
        complete(&clerk, &serve(&clerk, &clerk.calls("A01").await).await.unwrap()).await;
        (ticket.priority, ticket.whitelist_entry_id)
    };
    assert_eq!(comes(&who, 0).await, (0, String::new()), "there is no entry yet");
    let benefits = vec![v1::WhitelistBenefit::PriorityCounter.into()];
    let terms = v1::WhitelistTerms { benefits, ..terms("2024-01-01") };
    let entry = centre.decided(applying(&code, terms)).await;
    let ordinary = clerk.takes(BIRTH).await;
    let (priority, by) = comes(&who, 0).await;
    assert_eq!((priority, by), (1, entry.entry_id.clone()));
    let waits = clerk.ticket(&ordinary.ticket_id).await;
    assert_eq!(waits.state(), TicketState::Waiting, "somebody else was called first");
    assert_eq!(comes(&who, 5).await, (5, entry.entry_id.clone()), "what a clerk gives stays");
    let colleague = centre.resident().await;
    assert_eq!(comes(&colleague, 0).await, (0, String::new()), "employed elsewhere");
}

#[tokio::test]
async fn who_comes_after_his_slot_is_called_by_his_arrival() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let late = clerk.book_at("2024-03-05T08:30", BIRTH).await;
    centre.it_is("2024-03-05T08:59");
    let walked_in = clerk.takes(BIRTH).await;
    centre.it_is("2024-03-05T09:00");
    let here = clerk.ok(check_in(&late)).await;
    assert_eq!(here.tickets_ahead, 1);
    assert_eq!(clerk.calls("A01").await.ticket_id, walked_in.ticket_id);
}

#[tokio::test]
async fn a_counter_calls_what_it_serves_and_one_ticket_at_a_time() {
    let centre = open_hall().await;
    let clerk = centre.clerk();
    let permit = clerk.takes(WORK_PERMIT).await;
    clerk.refused(call_next("A01")).await.is(Code::NotFound, "QUEUE_EMPTY");
    clerk.refused(call_next("A99")).await.is(Code::NotFound, "NOT_FOUND");
    let called = clerk.calls("A04").await;
    assert_eq!(called.ticket_id, permit.ticket_id);
    clerk.takes(WORK_PERMIT).await;
    let busy = clerk.refused(call_next("A04")).await;
    busy.is(Code::FailedPrecondition, "COUNTER_BUSY");
    assert_eq!(busy.variable("ticket_id").unwrap(), permit.ticket_id);
    assert!(busy.status.message().ends_with(&permit.ticket_number), "{busy:?}");
    clerk.calls("A05").await;
}

#[tokio::test]
async fn a_transferred_ticket_keeps_its_place_and_goes_to_its_counter_only() {
    let centre = open_hall().await;
    let clerk = centre.clerk();
    clerk.takes(EXTENSION).await;
    centre.minutes_pass(1);
    clerk.takes(EXTENSION).await;
    let called = clerk.calls("A01").await;
    let refused = clerk.refused(transfer(&called, "A03")).await;
    refused.is(Code::FailedPrecondition, "COUNTER_LACKS_SKILL");
    let sent = clerk.ok(transfer(&called, "A02")).await.ticket.unwrap();
    assert_eq!((sent.state(), sent.counter_id.as_str()), (TicketState::Waiting, "A02"));
    assert_ne!(clerk.calls("A01").await.ticket_id, sent.ticket_id, "it is kept for A02");
    assert_eq!(clerk.calls("A02").await.ticket_id, sent.ticket_id);
}

#[tokio::test]
async fn a_parked_ticket_comes_back_to_its_place_or_to_the_end() {
    let centre = open_hall().await;
    let clerk = centre.clerk();
    let first = clerk.takes(EXTENSION).await;
    centre.minutes_pass(1);
    let second = clerk.takes(EXTENSION).await;
    let called = clerk.calls("A01").await;
    assert_eq!(called.ticket_id, first.ticket_id);
    let serving = serve(&clerk, &called).await.unwrap();
    centre.minutes_pass(3);
    let parked = park(&clerk, &serving).await.unwrap();
    assert_eq!((parked.state(), parked.service_duration), (TicketState::Parked, minutes(3)));
    centre.minutes_pass(20);
    let back = clerk.ok(put_back(&parked, v1::ReturnPlace::Same)).await.ticket.unwrap();
    assert_eq!(back.state(), TicketState::Waiting);
    let called = clerk.calls("A01").await;
    assert_eq!(called.ticket_id, first.ticket_id, "at its place");
    clerk.ok(put_back(&called, v1::ReturnPlace::End)).await;
    assert_eq!(clerk.calls("A01").await.ticket_id, second.ticket_id);
    let last = clerk.calls("A02").await;
    assert_eq!(last.ticket_id, first.ticket_id);
    let serving = serve(&clerk, &last).await.unwrap();
    centre.minutes_pass(2);
    let done = complete(&clerk, &serving).await;
    assert_eq!(done.service_duration, minutes(5), "only time at counters counts");
}

#[tokio::test]
async fn a_void_ticket_makes_its_appointment_a_no_show() {
    let centre = open_hall().await;
    let clerk = centre.clerk();
    let ticket = clerk.takes(EXTENSION).await;
    let gone = void(&clerk, &ticket).await.unwrap();
    assert_eq!(gone.state(), TicketState::Void);
    let appointment = clerk.appointment(&gone.appointment_id).await;
    assert_eq!(appointment.state(), AppointmentState::NoShow);
    clerk.refused(call_next("A01")).await.is(Code::NotFound, "QUEUE_EMPTY");
}

#[tokio::test]
async fn a_step_out_of_turn_is_refused_with_the_states_it_is_allowed_from() {
    let centre = open_hall().await;
    let clerk = centre.clerk();
    let waiting = clerk.takes(EXTENSION).await;
    let refused = serve(&clerk, &waiting).await.unwrap_err();
    refused.is(Code::FailedPrecondition, "STATE_TRANSITION_FORBIDDEN");
    assert_eq!(refused.variable("current_state").unwrap(), "WAITING");
    assert_eq!(refused.variable("allowed_states").unwrap(), "CALLED");
    recall(&clerk, &waiting).await.unwrap_err();
    park(&clerk, &waiting).await.unwrap_err();
    let called = clerk.calls("A01").await;
    let stale = serve(&clerk, &waiting).await.unwrap_err();
    stale.is(Code::Aborted, "ETAG_MISMATCH");
    let serving = serve(&clerk, &called).await.unwrap();
    void(&clerk, &serving).await.unwrap_err();
    let unsaid = v1::CompleteTicketRequest {
        request_id: request_id(),
        ticket_id: serving.ticket_id.clone(),
        etag: serving.etag.clone(),
        result: 0,
    };
    assert_eq!(clerk.refused(unsaid).await.fields(), ["result"]);
    complete(&clerk, &serving).await;
}

#[tokio::test]
async fn morning_and_afternoon_number_their_tickets_apart_and_each_day_begins_anew() {
    let centre = Centre::start_at("2024-03-05T11:00").await;
    let clerk = centre.clerk();
    assert_eq!(clerk.takes(EXTENSION).await.ticket_number, "A001");
    assert_eq!(clerk.takes(EXTENSION).await.ticket_number, "A002");
    centre.it_is("2024-03-05T14:00");
    assert_eq!(clerk.takes(EXTENSION).await.ticket_number, "B001");
    centre.it_is("2024-03-06T09:00");
    assert_eq!(clerk.takes(EXTENSION).await.ticket_number, "A001");
    let numbered = v1::ListTicketsRequest {
        ticket_date: Some(date("2024-03-05")),
        ticket_number: "A002".to_owned(),
        ..Default::default()
    };
    assert_eq!(clerk.ok(numbered).await.tickets.len(), 1);
}

#[tokio::test]
async fn a_display_sees_every_change_and_no_name() {
    let centre = open_hall().await;
    let clerk = centre.clerk();
    let mut display = centre.client(Who::Lead).watch_queue().await.unwrap();
    let state = soon("the first state", display.message()).await.unwrap().unwrap();
    assert_eq!((state.waiting, state.parked), (0, 0));
    assert_eq!(state.counters.len(), 8);
    let ticket = clerk.takes(EXTENSION).await;
    let state = soon("the ticket", display.message()).await.unwrap().unwrap();
    assert_eq!(state.waiting_ticket_numbers, std::slice::from_ref(&ticket.ticket_number));
    centre.minutes_pass(4);
    clerk.calls("A02").await;
    let state = soon("the call", display.message()).await.unwrap().unwrap();
    assert_eq!((state.waiting, state.mean_wait_duration), (0, minutes(4)));
    let counter = state.counters.iter().find(|counter| counter.counter_id == "A02").unwrap();
    assert_eq!(counter.ticket_number, ticket.ticket_number);
    assert_eq!((counter.ticket_state(), counter.calls), (TicketState::Called, 1));
    assert!(!format!("{state:?}").contains("VISITOR"));
    let by_channel: Vec<_> =
        state.channel_counts.iter().map(|c| (c.channel(), c.tickets)).collect();
    assert!(by_channel.contains(&(v1::Channel::WalkIn, 1)), "{by_channel:?}");
}

#[tokio::test]
async fn a_display_at_one_server_sees_what_another_one_changes() {
    if !on_postgres("a_display_at_one_server_sees_what_another_one_changes") {
        return;
    }
    let centre = open_hall().await;
    let other = centre.another().await;
    let mut display = other.client(Who::Lead).watch_queue().await.unwrap();
    soon("the first state", display.message()).await.unwrap().unwrap();
    let ticket = centre.clerk().takes(EXTENSION).await;
    let told = soon("the ticket", async {
        loop {
            let state = display.message().await.unwrap().unwrap();
            if !state.waiting_ticket_numbers.is_empty() {
                return state.waiting_ticket_numbers;
            }
        }
    });
    assert_eq!(told.await, [ticket.ticket_number]);
}

#[tokio::test]
async fn an_officer_reads_the_tickets_of_his_department_and_no_others() {
    let centre = open_hall().await;
    let clerk = centre.clerk();
    let (other, own) = (clerk.takes(EXTENSION).await, clerk.takes(WORK_PERMIT).await);
    for who in [Who::StbOfficer, Who::StbPartner] {
        let client = centre.client(who);
        let listed = client.ok(v1::ListTicketsRequest::default()).await.tickets;
        assert_eq!(listed, std::slice::from_ref(&own), "{who:?}");
        let hidden = v1::GetTicketRequest { ticket_id: other.ticket_id.clone() };
        client.refused(hidden).await.is(Code::NotFound, "NOT_FOUND");
    }
    let mut display = centre.client(Who::StbOfficer).watch_queue().await.unwrap();
    let state = soon("the state", display.message()).await.unwrap().unwrap();
    assert_eq!(state.waiting_ticket_numbers, [own.ticket_number]);
}
