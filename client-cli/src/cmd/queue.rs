//! `frsc queue`: the hall's queue. A step without a ticket is meant for the one at the clerk's
//! counter, which the server's list tells.

use super::visitor::visitor_args;
use super::{
    all_given, date, dry_run, enum_given, enums_given, given, noun, number, number_given,
    page_args, position, queue_watch, switch, text, texts, word, words,
};
use crate::{
    Cx,
    errors::{Done, Exit, Failure},
    output::Sheet,
};
use clap::{ArgMatches, Command};
use frsc_proto::v1;

/// The columns of tickets.
pub(crate) const TICKET: Sheet = Sheet {
    name: "ticket_id",
    columns: &[
        "ticket_number",
        "state",
        "counter_id",
        "service_item_ids",
        "language",
        "priority",
        "calls",
        "wait_duration",
    ],
    wide: &[
        "ticket_id",
        "appointment_id",
        "whitelist_entry_id",
        "issue_time",
        "call_time",
        "result",
    ],
};
const STATE: &str = "frsc.v1.TicketState";

/// The noun.
pub(super) fn command() -> Command {
    let step = |verb: &'static str| Command::new(verb).arg(position("ticket")).arg(text("counter"));
    noun("queue").subcommands([
        Command::new("issue")
            .arg(texts("item").required(true))
            .args(visitor_args())
            .arg(text("slot"))
            .arg(number("priority", 0..=9))
            .arg(text("note"))
            .arg(dry_run()),
        Command::new("next").arg(text("counter")),
        step("recall"),
        step("serve"),
        step("complete").arg(word("result", "frsc.v1.TicketResult").short('r').required(true)),
        step("transfer").arg(text("to")).arg(switch("to-any").conflicts_with("to")),
        step("park"),
        step("return").arg(word("place", "frsc.v1.ReturnPlace")),
        step("void"),
        Command::new("list")
            .arg(date("date"))
            .arg(words("state", STATE))
            .arg(text("counter"))
            .arg(text("number"))
            .arg(switch("watch"))
            .args(page_args()),
        step("show"),
        Command::new("watch"),
    ])
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "issue" => issue(cx, matches).await,
        "next" => next(cx, matches).await,
        "watch" => queue_watch::watch(cx).await,
        "list" if matches.get_flag("watch") => queue_watch::watch(cx).await,
        "list" => list(cx, matches).await,
        _ => step(cx, verb, matches).await,
    }
}

/// The counter: flag, environment, context.
fn counter(cx: &Cx<'_>, matches: &ArgMatches) -> Done<String> {
    let flag = Some(given(matches, "counter")).filter(|counter| !counter.is_empty());
    flag.or_else(|| cx.settings.counter.clone()).ok_or_else(|| {
        let failure = Failure::new(Exit::Usage, cx.texts.get("usage-counter"));
        failure.next(cx.texts.get("next-counter"))
    })
}

async fn issue(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let service_item_ids = all_given(matches, "item");
    let visitor = cx.visitor(matches).await?;
    let slot = given(matches, "slot");
    let channel = v1::Channel::WalkIn as i32;
    let validate_only = matches.get_flag("dry-run");
    let request = v1::IssueTicketRequest {
        request_id: cx.request_id(),
        slot_id: cx.slot_id(&slot, service_item_ids.clone(), channel).await?,
        service_item_ids,
        visitor: Some(visitor),
        priority: number_given(matches, "priority"),
        note: given(matches, "note"),
        validate_only,
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::IssueTicketRequest>(&answer, "ticket", &TICKET).await?;
    let number = answer.ticket.map(|ticket| ticket.ticket_number).unwrap_or_default();
    let ahead = answer.tickets_ahead.to_string();
    let key = if validate_only { "dry-run" } else { "issued" };
    cx.say(key, &[("ticket", &number), ("ahead", &ahead)]);
    Ok(())
}

async fn next(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let counter_id = counter(cx, matches)?;
    let request = v1::CallNextTicketRequest { request_id: cx.request_id(), counter_id };
    let answer = cx.call(request).await?;
    cx.answer::<v1::CallNextTicketRequest>(&answer, "ticket", &TICKET).await?;
    let ticket = answer.ticket.unwrap_or_default();
    cx.say("called", &[("ticket", &ticket.ticket_number), ("counter", &ticket.counter_id)]);
    Ok(())
}

async fn list(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let request = v1::ListTicketsRequest {
        ticket_date: cx.date(matches, "date").await?,
        states: enums_given(matches, "state", STATE),
        counter_id: given(matches, "counter"),
        ticket_number: given(matches, "number"),
        ..Default::default()
    };
    cx.list(request, matches, "tickets", &TICKET).await
}

/// The ticket that was named, or the one at the clerk's counter.
async fn meant_ticket(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done<v1::Ticket> {
    let named = given(matches, "ticket");
    if named.is_empty() {
        return current_ticket(cx, matches).await;
    }
    let ticket_id = cx.ticket_id(&named).await?;
    let answer = cx.call(v1::GetTicketRequest { ticket_id }).await?;
    Ok(answer.ticket.unwrap_or_default())
}

/// The ticket that is called or served at the clerk's counter.
pub(super) async fn current_ticket(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done<v1::Ticket> {
    let counter = counter(cx, matches)?;
    let states = vec![v1::TicketState::Called as i32, v1::TicketState::Serving as i32];
    let mut request = v1::ListTicketsRequest { states, page_size: 500, ..Default::default() };
    loop {
        let answer = cx.call(request.clone()).await?;
        let found = answer.tickets.into_iter().find(|ticket| ticket.counter_id == counter);
        if let Some(ticket) = found {
            return Ok(ticket);
        }
        if answer.next_page_token.is_empty() {
            let what = cx.texts.with("error-no-current-ticket", &[("counter", &counter)]);
            let next = cx.texts.get("next-call");
            return Err(Failure::new(Exit::NotFound, what).next(next));
        }
        request.page_token = answer.next_page_token;
    }
}

/// Asks the server for a step of a ticket: its request, then its answer under the same columns.
macro_rules! ask {
    ($cx:ident, $ticket:ident, $request:ident $(, $field:ident)?) => {{
        let request = v1::$request {
            request_id: $cx.request_id(),
            ticket_id: $ticket.ticket_id,
            etag: $ticket.etag,
            $($field)?
        };
        let answer = $cx.call(request).await?;
        $cx.answer::<v1::$request>(&answer, "ticket", &TICKET).await?;
    }};
}

async fn step(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    let ticket = meant_ticket(cx, matches).await?;
    let number = ticket.ticket_number.clone();
    let mut to = String::new();
    let key = match verb {
        "show" => {
            let answer = v1::GetTicketResponse { ticket: Some(ticket) };
            return cx.details::<v1::GetTicketRequest>(&answer, "ticket", &TICKET).await;
        }
        "recall" => {
            ask!(cx, ticket, RecallTicketRequest);
            "recalled"
        }
        "serve" => {
            ask!(cx, ticket, ServeTicketRequest);
            "serving"
        }
        "complete" => {
            let result = enum_given(matches, "result", "frsc.v1.TicketResult");
            ask!(cx, ticket, CompleteTicketRequest, result);
            "completed"
        }
        "transfer" => {
            to = given(matches, "to");
            if to.is_empty() && !matches.get_flag("to-any") {
                return Err(Failure::new(Exit::Usage, cx.texts.get("usage-transfer")));
            }
            let counter_id = to.clone();
            ask!(cx, ticket, TransferTicketRequest, counter_id);
            if to.is_empty() { "transferred-any" } else { "transferred" }
        }
        "park" => {
            ask!(cx, ticket, ParkTicketRequest);
            "parked"
        }
        "return" => {
            let place = enum_given(matches, "place", "frsc.v1.ReturnPlace");
            ask!(cx, ticket, ReturnTicketRequest, place);
            "returned"
        }
        _ => {
            cx.confirm("confirm-void", &[("ticket", &number)])?;
            ask!(cx, ticket, VoidTicketRequest);
            "voided"
        }
    };
    cx.say(key, &[("ticket", &number), ("to", &to)]);
    Ok(())
}
