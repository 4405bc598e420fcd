//! What the messages of appointments mean: decoded with every fault noted, encoded with the
//! passport number masked.

use crate::{
    api::fields::{self, Fields},
    domain::{
        admission::ItemSet,
        appointment::{
            Agent, Appointment, AppointmentState, Channel, MAX_ITEMS, MAX_NAME_CHARS,
            MAX_NOTE_CHARS, MAX_REASON_CHARS,
        },
        flag::Flag,
        id::{AppointmentId, Id as _, ResidentId},
        identifier::{PassportNumber, PhoneNumber},
        ledger::Hold,
        refusal::Refusal,
        slot::SlotKey,
    },
    error::Result,
    service::{
        App,
        appointment::{self, BookCommand, NewVisitor},
        reveal::{Holder, Purpose},
        slot::SlotView,
    },
};
use frsc_proto::v1 as pb;

pub(super) fn decode_place(request: pb::HoldSlotRequest) -> Result<(SlotKey, Channel, ItemSet)> {
    let mut fields = Fields::new();
    let slot = slot_key(&mut fields, &request.slot_id);
    fields.codes("service_item_ids", &request.service_item_ids, 1, MAX_ITEMS);
    let channel = fields.choice("channel", request.channel).and_then(channel);
    if channel == Some(Channel::WalkIn) {
        fields.fault("channel", "must be BOOKED or THIRD_PARTY: a walk-in is served at once");
    }
    let (slot, channel) = fields.both(slot, channel)?;
    Ok((slot, channel, ItemSet::new(request.service_item_ids.iter().cloned())))
}

pub(super) fn decode_booking(
    app: &App,
    request: pb::BookAppointmentRequest,
) -> Result<BookCommand> {
    let mut fields = Fields::new();
    let channel = fields.choice("channel", request.channel).and_then(channel);
    let slot = slot_key(&mut fields, &request.slot_id);
    let hold_id = fields.optional_id("hold_id", &request.hold_id);
    fields.codes("service_item_ids", &request.service_item_ids, 1, MAX_ITEMS);
    let visitor = visitor(app, &mut fields, request.visitor);
    let agent = agent(&mut fields, channel, request.agent);
    let note = note(&mut fields, &request.note);
    let (channel, slot) = fields.both(channel, slot)?;
    let items = ItemSet::new(request.service_item_ids);
    Ok(BookCommand { channel, slot, hold_id, items, visitor, agent, note })
}

pub(super) fn decode_reschedule(
    request: pb::RescheduleAppointmentRequest,
) -> Result<(AppointmentId, i64, SlotKey)> {
    let mut fields = Fields::new();
    let id = fields.id("appointment_id", &request.appointment_id);
    let version = fields.etag("etag", &request.etag);
    let slot = slot_key(&mut fields, &request.slot_id);
    let (id, slot) = fields.both(id, slot)?;
    Ok((id, version, slot))
}

pub(super) fn decode_reveal(request: pb::RevealPassportNumberRequest) -> Result<(Holder, Purpose)> {
    let mut fields = Fields::new();
    let id = fields.id("appointment_id", &request.appointment_id);
    let purpose = reveal_purpose(&mut fields, request.purpose, &request.purpose_text);
    let (id, purpose) = fields.both(id, purpose)?;
    Ok((Holder::Visitor(id), Purpose { text: purpose, case_id: None }))
}

/// Decodes for what a whole passport number is asked.
pub(in crate::api) fn reveal_purpose(
    fields: &mut Fields,
    purpose: i32,
    text: &str,
) -> Option<String> {
    let purpose = fields.choice::<pb::RevealPurpose>("purpose", purpose);
    let text = fields.text("purpose_text", text, 0, MAX_REASON_CHARS);
    if purpose == Some(pb::RevealPurpose::LegalDuty) && text.is_empty() {
        fields.told(
            "purpose_text",
            "is required for LEGAL_DUTY: name the duty",
            "依法履职须写明依据",
        );
    }
    let name = purpose?.as_str_name().trim_start_matches("REVEAL_PURPOSE_");
    Some(if text.is_empty() { name.to_owned() } else { format!("{name}: {text}") })
}

/// Decodes whom a visit is for.
pub(in crate::api) fn visitor(
    app: &App,
    fields: &mut Fields,
    given: Option<pb::Visitor>,
) -> NewVisitor {
    person(app, fields, "visitor", given.unwrap_or_default())
}

/// Decodes a person with his contact, in a field of the request.
pub(in crate::api) fn person(
    app: &App,
    fields: &mut Fields,
    field: &str,
    given: pb::Visitor,
) -> NewVisitor {
    let f = |name: &str| format!("{field}.{name}");
    // What is left out of a resident is filled from his record.
    let resident_id: Option<ResidentId> = fields.optional_id(&f("resident_id"), &given.resident_id);
    let on_record = resident_id.is_some();
    let name = fields.text(&f("name"), &given.name, usize::from(!on_record), MAX_NAME_CHARS);
    let language = match given.language.trim() {
        "" if on_record => String::new(),
        given => fields.language(&f("language"), given),
    };
    let phone = phone(fields, &f("phone_number"), &given.phone_number);
    let email = email(fields, &f("email"), &given.email);
    if given.phone_number.trim().is_empty() && email.is_empty() && !on_record {
        let problem = format!("or {field}.email is required");
        fields.told(&f("phone_number"), problem, "电话与邮箱至少填一项");
    }
    let passport = passport(fields, &f("passport_number"), &given.passport_number);
    let contact = if phone.is_empty() { &email } else { &phone };
    let person_key = appointment::person_key(app, passport.as_ref(), &name, contact);
    NewVisitor { name, language, phone, email, passport, person_key, resident_id }
}

fn agent(fields: &mut Fields, channel: Option<Channel>, given: Option<pb::Agent>) -> Option<Agent> {
    let wanted = channel == Some(Channel::ThirdParty);
    match (wanted, given) {
        (true, None) => fields.told("agent", "is required for THIRD_PARTY", "第三方代办须填代办人"),
        (false, Some(_)) => {
            fields.told("agent", "is only for THIRD_PARTY", "只有第三方代办才填代办人")
        }
        (true, Some(agent)) => {
            let name = fields.text("agent.name", &agent.name, 0, MAX_NAME_CHARS);
            let phone = phone(fields, "agent.phone_number", &agent.phone_number);
            let mandate_id = fields.optional_id("agent.mandate_id", &agent.mandate_id);
            return Some(Agent { name, phone, mandate_id });
        }
        (false, None) => {}
    }
    None
}

/// Decodes a note, which must not be where a passport number is kept.
pub(in crate::api) fn note(fields: &mut Fields, given: &str) -> String {
    note_in(fields, "note", given)
}

/// Decodes free text of a field, which must not be where a passport number is kept.
pub(in crate::api) fn note_in(fields: &mut Fields, field: &str, given: &str) -> String {
    let note = fields.text(field, given, 0, MAX_NOTE_CHARS);
    let words = note.split(|c: char| !c.is_ascii_alphanumeric());
    let digits = |word: &str| word.bytes().filter(u8::is_ascii_digit).count();
    let mut suspects = words.filter(|word| (8..=10).contains(&word.len()) && digits(word) >= 6);
    if suspects.any(|word| word.starts_with(|c: char| c.is_ascii_alphabetic())) {
        fields.told(
            field,
            "seems to hold a passport number; put it in visitor.passport_number",
            "疑似含护照号码，请填入护照号码栏",
        );
    }
    note
}

/// Decodes an electronic mail address, which may be empty.
pub(in crate::api) fn email(fields: &mut Fields, field: &str, given: &str) -> String {
    let email = fields.text(field, given, 0, 120);
    let well_formed = |email: &str| {
        email.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
    };
    if !email.is_empty() && !well_formed(&email) {
        fields.told(
            field,
            "must be an address like name@example.org",
            "应为邮箱地址，例如 name@example.org",
        );
    }
    email
}

/// Decodes a telephone number, which may be empty.
pub(in crate::api) fn phone(fields: &mut Fields, field: &str, given: &str) -> String {
    let given = given.trim();
    if given.is_empty() {
        return String::new();
    }
    match given.parse::<PhoneNumber>() {
        Ok(number) => number.as_str().to_owned(),
        Err(_) => {
            fields.told(
                field,
                "must be a number in E.164, for example +8613800000000",
                "应为国际格式号码（E.164），例如 +8613800000000",
            );
            String::new()
        }
    }
}

pub(in crate::api) fn passport(
    fields: &mut Fields,
    field: &str,
    given: &str,
) -> Option<PassportNumber> {
    if given.trim().is_empty() {
        return None;
    }
    let number = given.parse().ok();
    if number.is_none() {
        fields.told(field, "must be 4 to 20 letters and digits", "应为4至20位字母和数字");
    }
    number
}

/// A slot's id out of a request.
pub(in crate::api) fn slot_key(fields: &mut Fields, given: &str) -> Option<SlotKey> {
    let key = SlotKey::parse(given);
    if key.is_none() {
        fields.told(
            "slot_id",
            "must be a slot's id as ListSlots answers it",
            "应为号源列表给出的时段编号",
        );
    }
    key
}

pub(super) fn channel(given: pb::Channel) -> Option<Channel> {
    match given {
        pb::Channel::Booked => Some(Channel::Booked),
        pb::Channel::WalkIn => Some(Channel::WalkIn),
        pb::Channel::ThirdParty => Some(Channel::ThirdParty),
        pb::Channel::Unspecified => None,
    }
}

/// A channel as messages carry it.
pub(in crate::api) fn encode_channel(of: Channel) -> i32 {
    let channel = match of {
        Channel::Booked => pb::Channel::Booked,
        Channel::WalkIn => pb::Channel::WalkIn,
        Channel::ThirdParty => pb::Channel::ThirdParty,
    };
    channel.into()
}

pub(super) fn state(given: pb::AppointmentState) -> Option<AppointmentState> {
    AppointmentState::from_number(given.into())
}

pub(super) fn encode_slot(view: SlotView) -> pb::Slot {
    let number = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    pb::Slot {
        slot_id: view.plan.key.text(),
        hall_session_id: view.plan.key.hall_session_id.text(),
        slot_date: Some(fields::date(view.plan.key.date())),
        start_time: Some(fields::timestamp(view.plan.key.start)),
        end_time: Some(fields::timestamp(view.plan.end)),
        places: number(view.plan.places()),
        places_left: number(view.places_left),
        service_item_ids: view.service_item_ids,
        all_together: view.all_together,
        blocked_reasons: view.blocked.iter().map(|r| Refusal::reason(r).to_owned()).collect(),
    }
}

pub(super) fn encode_hold(hold: &Hold) -> pb::Hold {
    pb::Hold {
        hold_id: hold.id.text(),
        slot_id: hold.slot.text(),
        service_item_ids: hold.items.iter().map(str::to_owned).collect(),
        channel: encode_channel(hold.channel),
        expire_time: Some(fields::timestamp(hold.expires_at)),
    }
}

/// An appointment as messages carry it; the passport number masked.
pub(in crate::api) fn encode(of: &Appointment) -> pb::Appointment {
    let visitor = &of.visitor;
    pb::Appointment {
        appointment_id: of.id.text(),
        appointment_number: of.number.clone(),
        state: of.state.number(),
        channel: encode_channel(of.channel),
        slot_id: of.slot.text(),
        start_time: Some(fields::timestamp(of.slot.start)),
        end_time: Some(fields::timestamp(of.end)),
        service_item_ids: of.items.iter().map(str::to_owned).collect(),
        visitor: Some(pb::Visitor {
            name: visitor.name.clone(),
            language: visitor.language.clone(),
            phone_number: visitor.phone.clone(),
            email: visitor.email.clone(),
            passport_number: String::new(),
            masked_passport_number: visitor.passport_mask.clone(),
            resident_id: visitor.resident_id.map(|id| id.text()).unwrap_or_default(),
        }),
        agent: of.agent.as_ref().map(|agent| pb::Agent {
            name: agent.name.clone(),
            phone_number: agent.phone.clone(),
            mandate_id: agent.mandate_id.map(|id| id.text()).unwrap_or_default(),
        }),
        flags: of.flags.raised.iter().map(encode_flag).collect(),
        note: of.note.clone(),
        ticket_id: of.ticket_id.map(|id| id.text()).unwrap_or_default(),
        create_time: Some(fields::timestamp(of.created_at)),
        update_time: Some(fields::timestamp(of.updated_at)),
        reason: of.reason.clone(),
        etag: fields::etag(of.version),
    }
}

/// A flag as messages carry it.
pub(in crate::api) fn encode_flag(of: &Flag) -> pb::Flag {
    pb::Flag {
        kind: of.kind.number(),
        resource_id: of.resource_id.clone(),
        flag_time: Some(fields::timestamp(of.at)),
        reason: of.reason.clone(),
    }
}
