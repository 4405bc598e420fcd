//! What the messages of trips mean: decoded with every fault noted, encoded as they are shown.

use crate::{
    api::{
        appointment::{encode_flag, note_in},
        fields::{Fields, date, etag, timestamp},
        whitelist::{direction, purpose, role},
    },
    domain::{
        flag::FlagKind,
        id::Id as _,
        trip::{Journey, MAX_TRAVELLERS, MAX_TRIP_DAYS, Traveller, Trip, TripState, TripStep},
        whitelist::{MAX_REASON_CHARS, TravellerRole},
    },
    error::Result,
    service::trip::{Target, TripFilter},
};
use frsc_proto::v1 as pb;

pub(super) fn journey(request: pb::FileTripRequest) -> Result<Journey> {
    let mut fields = Fields::new();
    let enterprise_id = fields.credit_code("enterprise_id", &request.enterprise_id);
    let direction = direction(&mut fields, "direction", request.direction);
    let purpose = purpose(&mut fields, "purpose", request.purpose);
    let from = fields.date("from_date", request.from_date);
    let until = match request.until_date {
        Some(until) => fields.date("until_date", Some(until)),
        None => from,
    };
    if let Some((from, until)) = from.zip(until)
        && !(0..=MAX_TRIP_DAYS).contains(&(until - from).num_days())
    {
        let zh = "应不早于首日，最长一年";
        fields.told("until_date", "must be from_date or at most a year after it", zh);
    }
    let travellers = travellers(&mut fields, &request.travellers);
    let (enterprise, what) = (enterprise_id.zip(direction), purpose.zip(from.zip(until)));
    let ((enterprise_id, direction), (purpose, (from, until))) = fields.both(enterprise, what)?;
    Ok(Journey { enterprise_id, direction, purpose, from, until, travellers })
}

fn travellers(fields: &mut Fields, given: &[pb::Traveller]) -> Vec<Traveller> {
    if !(1..=MAX_TRAVELLERS).contains(&given.len()) {
        let problem = format!("must have 1 to {MAX_TRAVELLERS} entries");
        fields.told("travellers", problem, format!("应有 1 至 {MAX_TRAVELLERS} 人"));
    }
    let mut read: Vec<Traveller> = Vec::new();
    for (index, one) in given.iter().enumerate().take(MAX_TRAVELLERS) {
        let at = format!("travellers[{index}].resident_id");
        let role = match one.role {
            0 => None,
            given => role(fields, &format!("travellers[{index}].role"), given),
        };
        let Some(resident_id) = fields.id(&at, &one.resident_id) else { continue };
        if read.iter().any(|own| own.resident_id == resident_id) {
            fields.told(&at, "is there twice; name it once", "重复，请只填一次");
        }
        read.push(Traveller { resident_id, role });
    }
    read
}

pub(super) fn reasoned(id: &str, version: &str, reason: &str) -> Result<(Target, String)> {
    let mut fields = Fields::new();
    fields.text("reason", reason, 1, MAX_REASON_CHARS);
    let reason = note_in(&mut fields, "reason", reason);
    Ok((fields.resource("trip_id", id, version)?, reason))
}

pub(super) fn filter(request: &pb::ListTripsRequest) -> Result<TripFilter> {
    let mut fields = Fields::new();
    let enterprise_id = fields.optional_credit_code("enterprise_id", &request.enterprise_id);
    let entry = fields.optional_id("entry_id", &request.entry_id);
    let mut states = Vec::new();
    for (index, state) in request.states.iter().enumerate().take(TripState::ALL.len()) {
        let state = fields.choice::<pb::TripState>(&format!("states[{index}]"), *state);
        states.extend(state.and_then(|state| TripState::from_number(state.into())));
    }
    let from = fields.optional_date("from_date", request.from_date);
    let until = fields.optional_date("until_date", request.until_date);
    let flagged_only = request.flagged_only;
    fields.finish(TripFilter {
        enterprise_id,
        entry,
        states,
        flagged_only,
        from,
        until,
        department_id: None,
    })
}

/// A trip as messages carry it.
pub(in crate::api) fn encode(of: &Trip) -> pb::Trip {
    let traveller = |one: &Traveller| pb::Traveller {
        resident_id: one.resident_id.text(),
        role: one.role.map_or(0, TravellerRole::number),
    };
    pb::Trip {
        trip_id: of.id.text(),
        enterprise_id: of.journey.enterprise_id.clone(),
        state: of.state.number(),
        direction: of.journey.direction.number(),
        purpose: of.journey.purpose.number(),
        from_date: Some(date(of.journey.from)),
        until_date: Some(date(of.journey.until)),
        travellers: of.journey.travellers.iter().map(traveller).collect(),
        entry_ids: of.entries.iter().map(|id| id.text()).collect(),
        flags: of.flags.raised.iter().map(encode_flag).collect(),
        reason: of.reason.clone(),
        file_time: Some(timestamp(of.filed_at)),
        etag: etag(of.version),
        steps: Vec::new(),
    }
}

/// A trip with what happened to it.
pub(super) fn with_steps(of: &Trip, steps: &[TripStep]) -> pb::Trip {
    let step = |one: &TripStep| pb::TripStep {
        kind: one.kind.number(),
        account_id: one.by.map(|by| by.text()).unwrap_or_default(),
        record_time: Some(timestamp(one.at)),
        flag_kind: one.flag.map_or(0, FlagKind::number),
        reason: one.reason.clone(),
    };
    pb::Trip { steps: steps.iter().map(step).collect(), ..encode(of) }
}
