//! What the messages of ratings mean: decoded with every fault noted, encoded as their reader may
//! see them.

use super::Taken;
use crate::{
    api::{
        appointment::{note_in, phone},
        case::convert::encode_clock,
        directory::convert::count,
        fields::{Fields, date, etag, timestamp},
    },
    domain::{
        appointment::MAX_NAME_CHARS,
        id::{AccountId, Id as _, RatingId},
        legal_clock::ClockKind,
        rating::{
            CallBack, MAX_LEVEL, MAX_STATISTICS_DAYS, MAX_TAGS_OF_RATING, Rater, RatingChannel,
            RatingView, RectificationState, RectificationStep, RectificationStepKind, Step,
        },
    },
    error::Result,
    service::rating::{DepartmentRatingCount, NewRating, Rated, RatingCount, RatingFilter},
};
use frsc_proto::v1 as pb;

pub(super) fn new_rating(request: pb::RateCaseRequest) -> Result<NewRating> {
    let mut fields = Fields::new();
    let rated = match &request.rated {
        Some(pb::rate_case_request::Rated::CaseId(id)) => fields.id("case_id", id).map(Rated::Id),
        Some(pb::rate_case_request::Rated::CaseNumber(number)) => {
            Some(Rated::Number(fields.code_of("case_number", number)))
        }
        None => {
            fields.told("case_id", "or case_number is required", "须填办件编号");
            None
        }
    };
    let level = fields.number("level", request.level, 1, MAX_LEVEL);
    if request.tags.len() > MAX_TAGS_OF_RATING {
        fields.told(
            "tags",
            format!("must have at most {MAX_TAGS_OF_RATING} entries"),
            format!("最多 {MAX_TAGS_OF_RATING} 项"),
        );
    }
    let text = note_in(&mut fields, "text", &request.text);
    let channel = fields.choice::<pb::RatingChannel>("channel", request.channel);
    let channel = channel.and_then(|channel| RatingChannel::from_number(channel.into()));
    let rater = request.rater.map(|rater| Rater {
        name: fields.text("rater.name", &rater.name, 1, MAX_NAME_CHARS),
        phone: phone(&mut fields, "rater.phone_number", &rater.phone_number),
    });
    let (rated, channel) = fields.both(rated, channel)?;
    Ok(NewRating { rated, level, tags: request.tags, text, channel, rater })
}

impl Fields {
    /// What is said with a step.
    fn said(&mut self, text: &str) -> String {
        let text = note_in(self, "text", text);
        if text.is_empty() {
            self.told("text", "is required", "必填");
        }
        text
    }

    /// A case's whole number.
    fn code_of(&mut self, field: &str, number: &str) -> String {
        let number = number.trim().to_uppercase();
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
        if number.is_empty() || number.len() > 32 || !number.bytes().all(allowed) {
            self.told(field, "must be a case's whole number", "应为完整的办件编号");
        }
        number
    }
}

/// A step with what is said.
pub(super) fn spoken(id: &str, version: &str, text: &str, step: Step) -> Result<Taken> {
    let mut fields = Fields::new();
    let text = fields.said(text);
    Ok((fields.resource("rating_id", id, version)?, step, text))
}

pub(super) fn call_back(request: pb::RecordCallBackRequest) -> Result<Taken> {
    let mut fields = Fields::new();
    let outcome = match fields.choice("outcome", request.outcome) {
        Some(pb::CallBackOutcome::Satisfied) => CallBack::Satisfied,
        Some(pb::CallBackOutcome::NotPossible) => CallBack::NotPossible,
        // Without a choice the fault is noted and nothing is recorded.
        Some(pb::CallBackOutcome::NotSatisfied | pb::CallBackOutcome::Unspecified) | None => {
            CallBack::NotSatisfied
        }
    };
    let text = fields.said(&request.text);
    let target = fields.resource("rating_id", &request.rating_id, &request.etag)?;
    Ok((target, Step::CallBack(outcome), text))
}

pub(super) fn filter(request: &pb::ListRatingsRequest) -> Result<RatingFilter> {
    let mut fields = Fields::new();
    let levels = request.levels.iter().enumerate().take(MAX_LEVEL as usize);
    let levels = levels
        .map(|(index, level)| fields.number(&format!("levels[{index}]"), *level, 1, MAX_LEVEL))
        .collect();
    let mut states = Vec::new();
    let asked = request.rectification_states.iter().enumerate();
    for (index, state) in asked.take(RectificationState::ALL.len()) {
        let field = format!("rectification_states[{index}]");
        let state = fields.choice::<pb::RectificationState>(&field, *state);
        states.extend(state.and_then(|state| RectificationState::from_number(state.into())));
    }
    let filter = RatingFilter {
        levels,
        states,
        service_item_id: fields.optional_code("service_item_id", &request.service_item_id),
        department_id: fields.optional_code("department_id", &request.department_id),
        from: fields.optional_date("from_date", request.from_date),
        to: fields.optional_date("to_date", request.to_date),
        case_id: fields.optional_id("case_id", &request.case_id),
        due_before: None,
    };
    fields.finish(filter)
}

pub(super) fn range(request: &pb::GetRatingStatisticsRequest) -> Result<RatingFilter> {
    let mut fields = Fields::new();
    let department_id = fields.optional_code("department_id", &request.department_id);
    let from = fields.date("from_date", request.from_date);
    let to = fields.date("to_date", request.to_date);
    if let (Some(from), Some(to)) = (from, to)
        && !(0..=MAX_STATISTICS_DAYS).contains(&(to - from).num_days())
    {
        fields.told(
            "to_date",
            format!("must be from_date or at most {MAX_STATISTICS_DAYS} days after it"),
            format!("应不早于起始日，且最多在其后 {MAX_STATISTICS_DAYS} 天"),
        );
    }
    fields.finish(RatingFilter { department_id, from, to, ..RatingFilter::default() })
}

/// Which due date is to be explained.
pub(super) fn explained(
    request: &pb::ExplainRectificationDueDateRequest,
) -> Result<(RatingId, Option<ClockKind>)> {
    let mut fields = Fields::new();
    let id = fields.id("rating_id", &request.rating_id);
    let kind = match fields.known("kind", request.kind) {
        pb::ClockKind::Unspecified => None,
        pb::ClockKind::Contact => Some(ClockKind::Contact),
        pb::ClockKind::Rectify => Some(ClockKind::Rectify),
        pb::ClockKind::Statutory
        | pb::ClockKind::Promised
        | pb::ClockKind::Expedited
        | pb::ClockKind::Receipt
        | pb::ClockKind::Notice
        | pb::ClockKind::Supplement => {
            fields.told("kind", "must be CONTACT or RECTIFY", "应为首次联系或整改");
            None
        }
    };
    let (id, ()) = fields.both(id, Some(()))?;
    Ok((id, kind))
}

pub(super) fn counts(
    found: &[RatingCount],
    of_departments: &[DepartmentRatingCount],
) -> pb::GetRatingStatisticsResponse {
    let number = |count: u64| i32::try_from(count).unwrap_or(i32::MAX);
    let all: u64 = found.iter().map(|one| one.count).sum();
    let bad: u64 = found.iter().filter(|one| one.bad).map(|one| one.count).sum();
    let levels = (1..=MAX_LEVEL).filter_map(|level| {
        let given = found.iter().filter(|one| one.level == level).map(|one| one.count).sum();
        (given > 0).then(|| pb::LevelRatingCount { level: count(level), count: number(given) })
    });
    let departments = of_departments.iter().map(|one| pb::DepartmentRatingCount {
        department_id: one.department_id.clone(),
        level: count(one.level),
        count: number(one.count),
    });
    let counts = found.iter().map(|one| pb::RatingCount {
        service_item_ids: one.items.clone(),
        level: count(one.level),
        count: number(one.count),
    });
    pb::GetRatingStatisticsResponse {
        counts: counts.collect(),
        ratings: number(all),
        bad_ratings: number(bad),
        closed_rectifications: number(found.iter().map(|one| one.closed).sum()),
        department_counts: departments.collect(),
        level_counts: levels.collect(),
        bad_share: f64::from(number(bad)) / f64::from(number(all.max(1))),
    }
}

/// A rating as messages carry it.
pub(in crate::api) fn encode(view: &RatingView) -> pb::Rating {
    let rating = &view.rating;
    let rectification = rating.rectification.as_ref().map(|of| pb::Rectification {
        state: of.state.number(),
        complex: of.complex,
        clocks: view.clocks.iter().map(|(clock, reading)| encode_clock(clock, reading)).collect(),
        steps: of.steps.iter().map(encode_step).collect(),
    });
    pb::Rating {
        rating_id: rating.id.text(),
        case_id: view.case_id.map(|id| id.text()).unwrap_or_default(),
        handling_number: view.handling.map(count).unwrap_or_default(),
        service_item_ids: rating.items.iter().map(str::to_owned).collect(),
        level: count(rating.level),
        tags: rating.tags.clone(),
        text: rating.text.clone(),
        channel: rating.channel.number(),
        rater: rating
            .rater
            .as_ref()
            .map(|rater| pb::Rater { name: rater.name.clone(), phone_number: rater.phone.clone() }),
        anonymous: view.anonymous,
        rate_time: view.rated_at.map(timestamp),
        rated_date: Some(date(rating.rated_on)),
        bad: rating.bad,
        rectification,
        etag: etag(rating.version),
        due_date: view.due_on.map(date),
        overdue: view.overdue,
    }
}

fn encode_step(of: &RectificationStep) -> pb::RectificationStep {
    let kind = match of.kind {
        RectificationStepKind::Contacted => pb::RectificationStepKind::Contacted,
        RectificationStepKind::MarkedComplex => pb::RectificationStepKind::MarkedComplex,
        RectificationStepKind::Submitted => pb::RectificationStepKind::Submitted,
        RectificationStepKind::CalledBack => pb::RectificationStepKind::CalledBack,
        RectificationStepKind::Closed => pb::RectificationStepKind::Closed,
    };
    let outcome = of.outcome.map_or(pb::CallBackOutcome::Unspecified, |outcome| match outcome {
        CallBack::Satisfied => pb::CallBackOutcome::Satisfied,
        CallBack::NotSatisfied => pb::CallBackOutcome::NotSatisfied,
        CallBack::NotPossible => pb::CallBackOutcome::NotPossible,
    });
    pb::RectificationStep {
        step_time: Some(timestamp(of.at)),
        kind: kind.into(),
        account_id: AccountId(of.by).text(),
        text: of.text.clone(),
        outcome: outcome.into(),
    }
}
