//! What the messages of referrals mean: decoded with every fault noted, encoded with their clocks.

use super::{Step, note};
use crate::{
    api::{
        appointment::phone,
        directory::convert::{count, limit_message, provisional},
        fields::{self, Fields},
    },
    domain::{
        id::Id as _,
        referral::{
            Assignee, Clock, ClockKind, ContactOutcome, DIVISION_DIGITS, HistoryStep, MAX_DAYS_AGO,
            MAX_EXTERNAL_ID_CHARS, MAX_NAME_CHARS, MAX_SOURCES_ASKED, MAX_TEXT_CHARS,
            ReferralCaller, ReferralFilter, ReferralState, ReferralStep, ReferralView, Urgency,
        },
    },
    error::Result,
    service::{directory::deadline::MonthRule, referral::NewReferral},
};
use chrono::{DateTime, Duration, Utc};
use frsc_proto::v1::{self as pb, assign_referral_request::Assignee as To};

pub(super) fn decode_new(
    request: pb::CreateReferralRequest,
    now: DateTime<Utc>,
) -> Result<NewReferral> {
    let mut fields = Fields::new();
    let source_id = fields.code("source_id", &request.source_id);
    let external_id = external_id(&mut fields, &request.external_id);
    let category = fields.word("category", &request.category);
    let summary = fields.text("summary", &request.summary, 1, MAX_TEXT_CHARS);
    let urgency = fields.choice::<pb::ReferralUrgency>("urgency", request.urgency);
    let urgency = urgency.and_then(|urgency| Urgency::from_number(urgency.into()));
    let caller = caller(&mut fields, request.caller.unwrap_or_default());
    let received_at = fields.optional_instant("receive_time", request.receive_time);
    if received_at.is_some_and(|at| at > now || now - at > Duration::days(MAX_DAYS_AGO)) {
        fields.told(
            "receive_time",
            format!("must not be in the future, nor more than {MAX_DAYS_AGO} days ago"),
            format!("不能晚于当前时间，也不能早于 {MAX_DAYS_AGO} 天前"),
        );
    }
    let (urgency, ()) = fields.both(urgency, Some(()))?;
    Ok(NewReferral {
        source_id,
        external_id,
        category,
        summary,
        urgency,
        ordinary_matter: request.ordinary_matter,
        caller,
        received_at,
    })
}

fn external_id(fields: &mut Fields, given: &str) -> String {
    let given = fields.text("external_id", given, 1, MAX_EXTERNAL_ID_CHARS);
    if given.chars().any(char::is_whitespace) {
        fields.told("external_id", "must not hold blanks", "不能含空格");
    }
    given
}

fn caller(fields: &mut Fields, given: pb::ReferralCaller) -> ReferralCaller {
    let name = fields.text("caller.name", &given.name, 0, MAX_NAME_CHARS);
    let language = match given.language.as_str() {
        "" => String::new(),
        language => fields.language("caller.language", language),
    };
    let phone = phone(fields, "caller.phone_number", &given.phone_number);
    ReferralCaller { name, language, phone }
}

pub(super) fn decode_assign(request: pb::AssignReferralRequest) -> Result<Step> {
    let mut fields = Fields::new();
    let assignee = match &request.assignee {
        Some(To::DepartmentId(id)) => Some(Assignee::Department(fields.code("department_id", id))),
        Some(To::Unit(unit)) => Some(unit_of(&mut fields, unit)),
        None => {
            fields.told("department_id", "or unit is required", "须填写部门或市镇村单位");
            None
        }
    };
    let note = note(&mut fields, &request.note);
    let id = fields.id("referral_id", &request.referral_id);
    let version = fields.etag("etag", &request.etag);
    let (id, assignee) = fields.both(id, assignee)?;
    Ok((id, version, ReferralStep::Assign { assignee, note }))
}

fn unit_of(fields: &mut Fields, unit: &pb::ReferralUnit) -> Assignee {
    let code = unit.division_code.as_str();
    let [_, town, village] = DIVISION_DIGITS;
    if !is_division(code) || ![town, village].contains(&code.len()) {
        fields.told(
            "unit.division_code",
            format!("must be {town} digits for a town, {village} for a village"),
            format!("乡镇、街道为 {town} 位数字，村、社区为 {village} 位数字"),
        );
    }
    let name = fields.text("unit.name", &unit.name, 1, MAX_NAME_CHARS);
    Assignee::Unit { division_code: code.to_owned(), name }
}

fn is_division(code: &str) -> bool {
    code.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn decode_contact(request: pb::ContactReferralRequest) -> Result<Step> {
    let mut fields = Fields::new();
    let outcome = fields.choice::<pb::ContactOutcome>("outcome", request.outcome);
    let outcome = outcome.and_then(|outcome| ContactOutcome::from_number(outcome.into()));
    let note = note(&mut fields, &request.note);
    let id = fields.id("referral_id", &request.referral_id);
    let version = fields.etag("etag", &request.etag);
    let (id, outcome) = fields.both(id, outcome)?;
    Ok((id, version, ReferralStep::Contact { outcome, note }))
}

pub(super) fn decode_filter(request: pb::ListReferralsRequest) -> Result<ReferralFilter> {
    let mut fields = Fields::new();
    let mut states = Vec::new();
    for (index, value) in request.states.iter().enumerate() {
        let state = fields.choice::<pb::ReferralState>(&format!("states[{index}]"), *value);
        states.extend(state.and_then(|state| ReferralState::from_number(state.into())));
    }
    fields.codes("source_ids", &request.source_ids, 0, MAX_SOURCES_ASKED);
    let department_id = fields.optional_code("department_id", &request.department_id);
    let division = request.division_code;
    let [least, _, most] = DIVISION_DIGITS;
    let fits = is_division(&division) && (least..=most).contains(&division.len());
    if !division.is_empty() && !fits {
        fields.told(
            "division_code",
            format!("must be {least} to {most} digits"),
            format!("应为 {least} 至 {most} 位数字"),
        );
    }
    let external_id = match request.external_id.as_str() {
        "" => None,
        given => Some(external_id(&mut fields, given)),
    };
    let due_before = fields.optional_instant("due_before_time", request.due_before_time);
    fields.finish(ReferralFilter {
        states,
        source_ids: request.source_ids,
        department_id,
        division_code: Some(division).filter(|division| !division.is_empty()),
        external_id,
        overdue_only: request.overdue_only,
        due_before,
    })
}

/// A referral as messages carry it.
pub(in crate::api) fn encode(view: &ReferralView) -> pb::Referral {
    let of = &view.referral;
    let (department_id, unit) = encode_assignee(of.assignee.as_ref());
    pb::Referral {
        referral_id: of.id.text(),
        source_id: of.source_id.clone(),
        external_id: of.external_id.clone(),
        source_department_id: of.source_department_id.clone(),
        state: of.state.number(),
        category: of.category.clone(),
        summary: of.summary.clone(),
        urgency: of.urgency.number(),
        ordinary_matter: of.ordinary_matter,
        caller: Some(pb::ReferralCaller {
            name: of.caller.name.clone(),
            language: of.caller.language.clone(),
            phone_number: of.caller.phone.clone(),
        }),
        department_id,
        unit,
        appointed: of.appointed,
        returns: count(of.returns),
        reopenings: count(of.reopenings),
        contact_outcome: of.contact_outcome.map_or(0, ContactOutcome::number),
        result: of.result.clone(),
        satisfied: of.satisfied,
        receive_time: Some(fields::timestamp(of.received_at)),
        update_time: Some(fields::timestamp(of.updated_at)),
        due_clock: encode_kind(view.due_clock),
        due_time: Some(fields::timestamp(view.due_at)),
        left_duration: view.left.map(length),
        clocks: view.clocks.iter().map(encode_clock).collect(),
        etag: fields::etag(of.version),
    }
}

fn encode_assignee(of: Option<&Assignee>) -> (String, Option<pb::ReferralUnit>) {
    let unit = of.and_then(Assignee::unit).map(|(division_code, name)| pb::ReferralUnit {
        division_code: division_code.to_owned(),
        name: name.to_owned(),
    });
    (of.and_then(Assignee::department).unwrap_or_default().to_owned(), unit)
}

fn encode_kind(of: ClockKind) -> i32 {
    let kind = match of {
        ClockKind::Sign => pb::ReferralClockKind::Sign,
        ClockKind::Contact => pb::ReferralClockKind::Contact,
        ClockKind::Respond => pb::ReferralClockKind::Respond,
        ClockKind::Close => pb::ReferralClockKind::Close,
        ClockKind::Ordinary => pb::ReferralClockKind::Ordinary,
    };
    kind.into()
}

fn encode_clock(of: &Clock) -> pb::ReferralClock {
    let deadline = &of.deadline;
    let in_days = of.kind == ClockKind::Ordinary;
    let counted = deadline.counted.iter().map(|day| pb::CountedDay {
        number: count(day.ordinal),
        day_date: Some(fields::date(day.date)),
    });
    pb::ReferralClock {
        kind: encode_kind(of.kind),
        round: count(of.round),
        limit: Some(limit_message(&deadline.limit, MonthRule::SinceEvent)),
        legal_basis: of.legal_basis.clone(),
        start_time: Some(fields::timestamp(of.start)),
        due_time: of.due_at.map(fields::timestamp),
        done_time: of.done_at.map(fields::timestamp),
        late: of.late,
        left_duration: of.left.map(length),
        accepted_date: deadline.day_zero.filter(|_| in_days).map(fields::date),
        due_date: deadline.due_date.filter(|_| in_days).map(fields::date),
        counted_days: counted.collect(),
        provisional_detail: deadline.provisional.as_ref().map(provisional),
    }
}

/// A step of the history as messages carry it.
pub(super) fn encode_step(of: &HistoryStep) -> pb::ReferralStep {
    let (department_id, unit) = encode_assignee(of.assignee.as_ref());
    pb::ReferralStep {
        number: i32::try_from(of.number).unwrap_or(i32::MAX),
        kind: of.kind.number(),
        step_time: Some(fields::timestamp(of.at)),
        account_id: of.account_id.text(),
        state: of.state.number(),
        department_id,
        unit,
        contact_outcome: of.contact_outcome.map_or(0, ContactOutcome::number),
        satisfied: of.satisfied,
        text: of.text.clone(),
    }
}

fn length(of: Duration) -> prost_types::Duration {
    prost_types::Duration { seconds: of.num_seconds(), nanos: of.subsec_nanos() }
}
