//! `frsc appt`: appointments from booking to the visitor's arrival. Before a change the appointment
//! is read, and its etag says which state the clerk meant.

use super::{
    all_given, date, dry_run, enum_given, enums_given, given, noun, page_args, position, text,
    texts, word, words,
};
use super::{
    mandate::mandate_given,
    visitor::{passport_args, visitor_args},
};
use crate::{Cx, errors::Done, output::Sheet};
use clap::{ArgMatches, Command};
use frsc_proto::v1;

/// The columns of appointments.
pub(crate) const APPOINTMENT: Sheet = Sheet {
    name: "appointment_id",
    columns: &[
        "appointment_number",
        "state",
        "start_time",
        "service_item_ids",
        "visitor.name",
        "visitor.language",
        "channel",
    ],
    wide: &[
        "appointment_id",
        "visitor.phone_number",
        "visitor.masked_passport_number",
        "agent.name",
        "note",
        "slot_id",
        "ticket_id",
    ],
};
const STATE: &str = "frsc.v1.AppointmentState";
const CHANNEL: &str = "frsc.v1.Channel";
pub(super) const PURPOSE: &str = "frsc.v1.RevealPurpose";

/// The noun.
pub(super) fn command() -> Command {
    let one = |verb: &'static str| Command::new(verb).arg(position("appointment").required(true));
    noun("appt").subcommands([
        Command::new("book")
            .arg(text("slot").required(true))
            .arg(text("hold"))
            .arg(texts("item").required(true))
            .arg(word("channel", CHANNEL).default_value("booked"))
            .args(visitor_args())
            .arg(text("agent"))
            .arg(text("agent-phone"))
            .arg(text("mandate"))
            .arg(text("note"))
            .arg(dry_run()),
        Command::new("list")
            .arg(date("from"))
            .arg(date("to"))
            .arg(words("state", STATE))
            .arg(words("channel", CHANNEL))
            .arg(texts("item"))
            .args(passport_args())
            .args(page_args()),
        one("show"),
        one("reschedule").arg(text("slot").required(true)).arg(dry_run()),
        one("cancel").arg(text("reason")).arg(dry_run()),
        one("check-in").arg(dry_run()),
        one("no-show").arg(dry_run()),
        one("reveal").arg(word("purpose", PURPOSE).required(true)).arg(text("purpose-text")),
    ])
}

/// Runs a verb.
pub(super) async fn run(cx: &mut Cx<'_>, verb: &str, matches: &ArgMatches) -> Done {
    match verb {
        "book" => return book(cx, matches).await,
        "list" => return list(cx, matches).await,
        _ => {}
    }
    let appointment_id = cx.appointment_id(&given(matches, "appointment")).await?;
    if verb == "reveal" {
        return reveal(cx, matches, appointment_id).await;
    }
    let answer = cx.call(v1::GetAppointmentRequest { appointment_id }).await?;
    if verb == "show" {
        return cx.details::<v1::GetAppointmentRequest>(&answer, "appointment", &APPOINTMENT).await;
    }
    let appointment = answer.appointment.unwrap_or_default();
    match verb {
        "reschedule" => reschedule(cx, matches, appointment).await,
        "cancel" => cancel(cx, matches, appointment).await,
        "check-in" => check_in(cx, matches, appointment).await,
        _ => no_show(cx, matches, appointment).await,
    }
}

async fn book(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let visitor = cx.visitor(matches).await?;
    let channel = enum_given(matches, "channel", CHANNEL);
    let service_item_ids = all_given(matches, "item");
    let slot = given(matches, "slot");
    let mandate_id = mandate_given(cx, matches).await?;
    let (name, phone_number) = (given(matches, "agent"), given(matches, "agent-phone"));
    let agent = v1::Agent { name, phone_number, mandate_id };
    let request = v1::BookAppointmentRequest {
        request_id: cx.request_id(),
        channel,
        slot_id: cx.slot_id(&slot, service_item_ids.clone(), channel).await?,
        hold_id: given(matches, "hold"),
        service_item_ids,
        visitor: Some(visitor),
        agent: Some(agent).filter(|agent| *agent != v1::Agent::default()),
        note: given(matches, "note"),
        validate_only: matches.get_flag("dry-run"),
    };
    let validate_only = request.validate_only;
    let answer = cx.call(request).await?;
    cx.answer::<v1::BookAppointmentRequest>(&answer, "appointment", &APPOINTMENT).await?;
    let number = answer.appointment.map(|made| made.appointment_number).unwrap_or_default();
    told(cx, validate_only, "booked", &[("number", &number)])
}

/// Says what was done and how to undo it, or that nothing was.
fn told(cx: &mut Cx<'_>, validate_only: bool, key: &str, variables: &[(&str, &str)]) -> Done {
    if validate_only {
        cx.say("dry-run", &[]);
    } else {
        cx.say(key, variables);
    }
    Ok(())
}

async fn list(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let request = v1::ListAppointmentsRequest {
        from_date: cx.date(matches, "from").await?,
        to_date: cx.date(matches, "to").await?,
        states: enums_given(matches, "state", STATE),
        channels: enums_given(matches, "channel", CHANNEL),
        service_item_ids: all_given(matches, "item"),
        passport_number: cx.passport(matches).await?.number,
        ..Default::default()
    };
    cx.list(request, matches, "appointments", &APPOINTMENT).await
}

async fn reschedule(cx: &mut Cx<'_>, matches: &ArgMatches, before: v1::Appointment) -> Done {
    let slot = given(matches, "slot");
    let items = before.service_item_ids.clone();
    let validate_only = matches.get_flag("dry-run");
    let request = v1::RescheduleAppointmentRequest {
        request_id: cx.request_id(),
        appointment_id: before.appointment_id,
        etag: before.etag,
        slot_id: cx.slot_id(&slot, items, before.channel).await?,
        validate_only,
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::RescheduleAppointmentRequest>(&answer, "appointment", &APPOINTMENT).await?;
    let variables = [("number", before.appointment_number.as_str()), ("slot", &before.slot_id)];
    told(cx, validate_only, "rescheduled", &variables)
}

async fn cancel(cx: &mut Cx<'_>, matches: &ArgMatches, before: v1::Appointment) -> Done {
    let validate_only = matches.get_flag("dry-run");
    let number = before.appointment_number;
    if !validate_only {
        cx.confirm("confirm-cancel", &[("number", &number)])?;
    }
    let request = v1::CancelAppointmentRequest {
        request_id: cx.request_id(),
        appointment_id: before.appointment_id,
        etag: before.etag,
        reason: given(matches, "reason"),
        validate_only,
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::CancelAppointmentRequest>(&answer, "appointment", &APPOINTMENT).await?;
    told(cx, validate_only, "cancelled", &[("number", &number)])
}

async fn check_in(cx: &mut Cx<'_>, matches: &ArgMatches, before: v1::Appointment) -> Done {
    let validate_only = matches.get_flag("dry-run");
    let request = v1::CheckInAppointmentRequest {
        request_id: cx.request_id(),
        appointment_id: before.appointment_id,
        etag: before.etag,
        validate_only,
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::CheckInAppointmentRequest>(&answer, "appointment", &APPOINTMENT).await?;
    let ahead = answer.tickets_ahead.to_string();
    let variables = [("ticket", answer.ticket_number.as_str()), ("ahead", &ahead)];
    told(cx, validate_only, "checked-in", &variables)
}

async fn no_show(cx: &mut Cx<'_>, matches: &ArgMatches, before: v1::Appointment) -> Done {
    let validate_only = matches.get_flag("dry-run");
    let request = v1::MarkNoShowRequest {
        request_id: cx.request_id(),
        appointment_id: before.appointment_id,
        etag: before.etag,
        validate_only,
    };
    let answer = cx.call(request).await?;
    cx.answer::<v1::MarkNoShowRequest>(&answer, "appointment", &APPOINTMENT).await?;
    told(cx, validate_only, "no-show-marked", &[("number", &before.appointment_number)])?;
    if let Some(day) = answer.blocked_until_date {
        let day = format!("{:04}-{:02}-{:02}", day.year, day.month, day.day);
        cx.say("no-show-blocked", &[("date", &day)]);
    }
    Ok(())
}

async fn reveal(cx: &mut Cx<'_>, matches: &ArgMatches, appointment_id: String) -> Done {
    let request = v1::RevealPassportNumberRequest {
        request_id: cx.request_id(),
        appointment_id,
        purpose: enum_given(matches, "purpose", PURPOSE),
        purpose_text: given(matches, "purpose-text"),
    };
    let answer = cx.call(request).await?;
    cx.say("revealed", &[]);
    if cx.format == crate::output::Format::Json {
        let whole = crate::message::answer::<v1::RevealPassportNumberRequest>(&answer);
        return cx.write_json(&whole);
    }
    cx.write(&format!("{}\n", answer.passport_number))
}
