//! What the messages of expedites mean: decoded with every fault noted.

use crate::{
    api::{appointment::note_in, fields::Fields},
    domain::{
        appointment::MAX_REASON_CHARS,
        expedite::{
            ExpediteGround, ExpediteRequest, ExpediteState, MAX_EVIDENCE, MAX_EXPEDITED_DAYS,
            MAX_STATISTICS_DAYS,
        },
        id::CaseId,
    },
    error::Result,
    service::expedite::ExpediteFilter,
};
use chrono::NaiveDate;
use frsc_proto::v1 as pb;

/// What is asked for, of which case.
pub(super) fn request(
    request: pb::RequestExpediteRequest,
) -> Result<((CaseId, i64), ExpediteRequest)> {
    let mut fields = Fields::new();
    let ground = ground(&mut fields, "ground", request.ground);
    let text = note_in(&mut fields, "text", &request.text);
    if ground == Some(ExpediteGround::Other) && text.is_empty() {
        fields.told("text", "is required for the ground OTHER", "理由为“其他”时必填");
    }
    let needed_by = fields.date("needed_by_date", request.needed_by_date);
    let evidence = evidence(&mut fields, &request.evidence_references);
    let days = request.working_days;
    let working_days = fields.number("working_days", days, 0, MAX_EXPEDITED_DAYS);
    let case_id = fields.id("case_id", &request.case_id);
    let version = fields.etag("etag", &request.etag);
    let asked = ground.zip(needed_by).map(|(ground, needed_by)| ExpediteRequest {
        ground,
        text,
        needed_by,
        evidence,
        working_days,
    });
    let (case_id, asked) = fields.both(case_id, asked)?;
    Ok(((case_id, version), asked))
}

fn ground(fields: &mut Fields, field: &str, given: i32) -> Option<ExpediteGround> {
    let ground = fields.choice::<pb::ExpediteGround>(field, given)?;
    ExpediteGround::from_number(ground.into())
}

fn evidence(fields: &mut Fields, given: &[String]) -> Vec<String> {
    if given.len() > MAX_EVIDENCE {
        fields.told(
            "evidence_references",
            format!("must have at most {MAX_EVIDENCE} entries"),
            format!("最多 {MAX_EVIDENCE} 项"),
        );
    }
    let mut evidence = Vec::new();
    for (index, given) in given.iter().enumerate().take(MAX_EVIDENCE) {
        let field = format!("evidence_references[{index}]");
        // Looked at for passport numbers too, within its own length.
        note_in(fields, &field, &given.chars().take(MAX_REASON_CHARS).collect::<String>());
        evidence.push(fields.text(&field, given, 1, MAX_REASON_CHARS));
    }
    evidence
}

/// Which expedites are asked for.
pub(super) fn filter(request: &pb::ListExpeditesRequest) -> Result<ExpediteFilter> {
    let mut fields = Fields::new();
    let mut states = Vec::new();
    for (index, state) in request.states.iter().enumerate().take(ExpediteState::ALL.len()) {
        let state = fields.choice::<pb::ExpediteState>(&format!("states[{index}]"), *state);
        states.extend(state.and_then(|state| ExpediteState::from_number(state.into())));
    }
    let mut grounds = Vec::new();
    for (index, given) in request.grounds.iter().enumerate().take(ExpediteGround::ALL.len()) {
        grounds.extend(ground(&mut fields, &format!("grounds[{index}]"), *given));
    }
    let (from, to) = (request.decided_from_date, request.decided_to_date);
    let filter = ExpediteFilter {
        states,
        grounds,
        department_id: fields.optional_code("department_id", &request.department_id),
        approver: fields.optional_id("approver_id", &request.approver_id),
        decided_from: fields.optional_date("decided_from_date", from),
        decided_to: fields.optional_date("decided_to_date", to),
        case_id: fields.optional_id("case_id", &request.case_id),
    };
    fields.finish(filter)
}

/// The days of statistics.
pub(super) fn days(request: &pb::GetExpediteStatisticsRequest) -> Result<(NaiveDate, NaiveDate)> {
    let mut fields = Fields::new();
    let from = fields.date("from_date", request.from_date);
    let to = fields.date("to_date", request.to_date);
    if let Some((from, to)) = from.zip(to)
        && !(0..=MAX_STATISTICS_DAYS).contains(&(to - from).num_days())
    {
        fields.told(
            "to_date",
            format!("must be at most {MAX_STATISTICS_DAYS} days after from_date, not before it"),
            format!("不能早于起始日，最多晚 {MAX_STATISTICS_DAYS} 天"),
        );
    }
    fields.both(from, to)
}
