//! AppointmentService: decodes, asks `service::appointment` and `service::slot`, encodes.

mod convert;

pub(super) use convert::{
    email, encode, encode_channel, encode_flag, note, note_in, passport, person, phone,
    reveal_purpose, slot_key, visitor,
};

use super::{
    Api,
    fields::{self, Fields},
    handle::{Entry, answers, write, write_requests},
};
use crate::{
    domain::{
        appointment::{Appointment, AppointmentFilter, Channel, MAX_REASON_CHARS},
        ledger::Hold,
    },
    error::Result,
    service::{
        App, appointment,
        page::PageRequest,
        queue, reveal,
        slot::{self, MAX_ITEMS_ASKED, SlotQuery},
        write::Reply,
    },
};
use chrono::{Duration, NaiveDate};
use convert::{
    channel, decode_booking, decode_place, decode_reschedule, decode_reveal, encode_hold,
    encode_slot, state,
};
use frsc_proto::v1 as pb;
use tonic::{Request, Response, Status};

/// Longest span of days of a list.
const MAX_LIST_DAYS: i64 = 366;

answers! {
    pb::BookAppointmentResponse, Appointment => |a| Self { appointment: Some(encode(a)) };
    pb::RescheduleAppointmentResponse, Appointment => |a| Self { appointment: Some(encode(a)) };
    pb::CancelAppointmentResponse, Appointment => |a| Self { appointment: Some(encode(a)) };
    pb::MarkNoShowResponse, (Appointment, Option<NaiveDate>) => |(a, until)| Self {
        appointment: Some(encode(a)),
        blocked_until_date: until.map(fields::date),
    };
    pb::HoldSlotResponse, Hold => |hold| Self { hold: Some(encode_hold(hold)) };
    pb::ReleaseHoldResponse, () => |()| Self {};
}

write_requests! {
    pb::HoldSlotRequest, validate_only;
    pb::ReleaseHoldRequest;
    pb::BookAppointmentRequest, validate_only;
    pb::RescheduleAppointmentRequest, validate_only;
    pb::CancelAppointmentRequest, validate_only;
    pb::CheckInAppointmentRequest, validate_only;
    pb::MarkNoShowRequest, validate_only;
    pb::RevealPassportNumberRequest;
}

#[tonic::async_trait]
impl pb::appointment_service_server::AppointmentService for Api {
    async fn list_slots(
        &self,
        request: Request<pb::ListSlotsRequest>,
    ) -> Result<Response<pb::ListSlotsResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.answer(list_slots(&self.app, &entry, request).await)
    }

    async fn hold_slot(
        &self,
        request: Request<pb::HoldSlotRequest>,
    ) -> Result<Response<pb::HoldSlotResponse>, Status> {
        let run = |call, (slot, channel, items)| async move {
            appointment::hold(&self.app, &call, slot, channel, &items).await
        };
        write(&self.app, request, decode_place, run).await
    }

    async fn release_hold(
        &self,
        request: Request<pb::ReleaseHoldRequest>,
    ) -> Result<Response<pb::ReleaseHoldResponse>, Status> {
        let decode = |request: pb::ReleaseHoldRequest| fields::one_id("hold_id", &request.hold_id);
        let run = |call, id| async move { appointment::release_hold(&self.app, &call, id).await };
        write(&self.app, request, decode, run).await
    }

    async fn book_appointment(
        &self,
        request: Request<pb::BookAppointmentRequest>,
    ) -> Result<Response<pb::BookAppointmentResponse>, Status> {
        let decode = |request| decode_booking(&self.app, request);
        let run = |call, command| async move { appointment::book(&self.app, &call, command).await };
        write(&self.app, request, decode, run).await
    }

    async fn get_appointment(
        &self,
        request: Request<pb::GetAppointmentRequest>,
    ) -> Result<Response<pb::GetAppointmentResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.answer(get(&self.app, &entry, &request).await)
    }

    async fn list_appointments(
        &self,
        request: Request<pb::ListAppointmentsRequest>,
    ) -> Result<Response<pb::ListAppointmentsResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        entry.answer(list(&self.app, &entry, request).await)
    }

    async fn reschedule_appointment(
        &self,
        request: Request<pb::RescheduleAppointmentRequest>,
    ) -> Result<Response<pb::RescheduleAppointmentResponse>, Status> {
        let run = |call, (id, version, slot)| async move {
            appointment::reschedule(&self.app, &call, id, version, slot).await
        };
        write(&self.app, request, decode_reschedule, run).await
    }

    async fn cancel_appointment(
        &self,
        request: Request<pb::CancelAppointmentRequest>,
    ) -> Result<Response<pb::CancelAppointmentResponse>, Status> {
        let decode = |request: pb::CancelAppointmentRequest| {
            let mut fields = Fields::new();
            let reason = fields.text("reason", &request.reason, 0, MAX_REASON_CHARS);
            let id = &request.appointment_id;
            Ok((fields.resource("appointment_id", id, &request.etag)?, reason))
        };
        let run = |call, ((id, version), reason): (_, String)| async move {
            appointment::cancel(&self.app, &call, id, version, &reason).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn check_in_appointment(
        &self,
        request: Request<pb::CheckInAppointmentRequest>,
    ) -> Result<Response<pb::CheckInAppointmentResponse>, Status> {
        let decode = |request: pb::CheckInAppointmentRequest| {
            Fields::new().resource("appointment_id", &request.appointment_id, &request.etag)
        };
        let run = |call, (id, version)| async move {
            queue::check_in(&self.app, &call, id, version).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn mark_no_show(
        &self,
        request: Request<pb::MarkNoShowRequest>,
    ) -> Result<Response<pb::MarkNoShowResponse>, Status> {
        let decode = |request: pb::MarkNoShowRequest| {
            Fields::new().resource("appointment_id", &request.appointment_id, &request.etag)
        };
        let run = |call, (id, version)| async move {
            appointment::mark_no_show(&self.app, &call, id, version).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn reveal_passport_number(
        &self,
        request: Request<pb::RevealPassportNumberRequest>,
    ) -> Result<Response<pb::RevealPassportNumberResponse>, Status> {
        let run = |call, (holder, purpose): (_, reveal::Purpose)| async move {
            let number = reveal::reveal(&self.app, &call, holder, &purpose).await?;
            let answer = pb::RevealPassportNumberResponse { passport_number: number };
            Ok(Reply { answer, replayed: false })
        };
        write(&self.app, request, decode_reveal, run).await
    }
}

async fn list_slots(
    app: &App,
    entry: &Entry,
    request: pb::ListSlotsRequest,
) -> Result<pb::ListSlotsResponse> {
    let mut fields = Fields::new();
    let from = fields.optional_date("from_date", request.from_date);
    let to = fields.optional_date("to_date", request.to_date);
    fields.codes("service_item_ids", &request.service_item_ids, 0, MAX_ITEMS_ASKED);
    let channel = match request.channel {
        0 => Some(Channel::Booked),
        given => fields.choice("channel", given).and_then(channel),
    };
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        fields.fault("to_date", "must not be before from_date");
    }
    let query = SlotQuery {
        from,
        to,
        service_item_ids: request.service_item_ids,
        channel: channel.unwrap_or(Channel::Booked),
        include_full: request.include_full,
    };
    let query = fields.finish(query)?;
    let page = PageRequest { size: request.page_size, token: request.page_token };
    let page = slot::list(app, entry.call()?, &query, &page).await?;
    let slots = page.rows.into_iter().map(encode_slot).collect();
    Ok(pb::ListSlotsResponse { slots, next_page_token: page.next_token })
}

async fn get(
    app: &App,
    entry: &Entry,
    request: &pb::GetAppointmentRequest,
) -> Result<pb::GetAppointmentResponse> {
    let id = fields::one_id("appointment_id", &request.appointment_id)?;
    let found = appointment::get(app, entry.call()?, id).await?;
    Ok(pb::GetAppointmentResponse { appointment: Some(encode(&found)) })
}

async fn list(
    app: &App,
    entry: &Entry,
    request: pb::ListAppointmentsRequest,
) -> Result<pb::ListAppointmentsResponse> {
    let mut fields = Fields::new();
    let from = fields.optional_date("from_date", request.from_date);
    let from = from.unwrap_or_else(|| app.clock.today());
    let to = fields.optional_date("to_date", request.to_date).unwrap_or(from);
    if to < from || to - from > Duration::days(MAX_LIST_DAYS) {
        fields.fault("to_date", "must be from_date to 366 days after it");
    }
    fields.codes("service_item_ids", &request.service_item_ids, 0, MAX_ITEMS_ASKED);
    let mut states = Vec::new();
    for (index, value) in request.states.iter().enumerate() {
        states.extend(fields.choice(&format!("states[{index}]"), *value).and_then(state));
    }
    let mut channels = Vec::new();
    for (index, value) in request.channels.iter().enumerate() {
        channels.extend(fields.choice(&format!("channels[{index}]"), *value).and_then(channel));
    }
    let passport = passport(&mut fields, "passport_number", &request.passport_number);
    let filter = AppointmentFilter {
        from,
        to,
        states,
        channels,
        service_item_ids: request.service_item_ids,
        person_key: passport.map(|number| appointment::person_key(app, Some(&number), "", "")),
    };
    let filter = fields.finish(filter)?;
    let page = PageRequest { size: request.page_size, token: request.page_token };
    let page = appointment::list(app, entry.call()?, &filter, &page).await?;
    let appointments = page.rows.iter().map(encode).collect();
    let (next_page_token, feed_token) = (page.next_token, page.feed_token);
    Ok(pb::ListAppointmentsResponse { appointments, next_page_token, feed_token })
}
