//! Deadlines: the question out of its message, the answer into one, and its cautions in words.

use super::convert::{self, count, limit, limit_message};
use crate::{
    api::{
        fields::{Fields, date, timestamp},
        texts::Language,
    },
    domain::limit::{LimitKind, Suspension, WorkingDayHint},
    error::{Error, Result},
    service::{
        App,
        directory::{
            caution::Caution,
            deadline::{
                self, DeadlineAnswer, DeadlineQuestion, FilingRule, ItemLimit, LimitSource,
                MAX_SUSPENSIONS, MonthRule, Start,
            },
        },
    },
};
use chrono::NaiveDate;
use frsc_proto::v1::{
    self,
    compute_deadline_request::{Anchor, LimitSource as Source},
};

/// Answers when a limit runs out.
pub(super) async fn answer(
    app: &App,
    request: &v1::ComputeDeadlineRequest,
    language: Language,
) -> Result<v1::ComputeDeadlineResponse> {
    let question = question(request)?;
    let answer = deadline::answer(app, &question).await?;
    Ok(response(&answer, request.include_counted_days, language))
}

fn question(request: &v1::ComputeDeadlineRequest) -> Result<DeadlineQuestion> {
    let mut fields = Fields::new();
    let start = start(&mut fields, request.anchor.as_ref());
    let source = source(&mut fields, request);
    let filing_rule = match fields.known("filing_rule", request.filing_rule) {
        v1::FilingRule::Unspecified | v1::FilingRule::SameDay => FilingRule::AsItIs,
        v1::FilingRule::NextWorkingDay => FilingRule::NextWorkingDay,
    };
    let suspensions = suspensions(&mut fields, &request.suspensions);
    let question = start.zip(source).map(|(start, (source, month_rule))| DeadlineQuestion {
        start,
        source,
        month_rule,
        filing_rule,
        suspensions,
    });
    // Whatever left it out has been noted as a fault, which comes first.
    let missing = || Error::invalid("limit", "is required, or service_item_id");
    fields.finish(question)?.ok_or_else(missing)
}

fn start(fields: &mut Fields, anchor: Option<&Anchor>) -> Option<Start> {
    match anchor {
        Some(Anchor::AnchorDate(day)) => fields.date("anchor_date", Some(*day)).map(Start::Date),
        Some(Anchor::AnchorTime(at)) => {
            fields.optional_instant("anchor_time", Some(*at)).map(Start::Time)
        }
        None => {
            fields.fault("anchor_date", "is required, or anchor_time for hours and minutes");
            None
        }
    }
}

fn source(
    fields: &mut Fields,
    request: &v1::ComputeDeadlineRequest,
) -> Option<(LimitSource, MonthRule)> {
    match &request.limit_source {
        Some(Source::Limit(message)) => {
            let (limit, month_rule) = limit(fields, "limit", message, LimitKind::Internal)?;
            Some((LimitSource::Given(limit), month_rule))
        }
        Some(Source::ServiceItemId(id)) => {
            let service_item_id = fields.code("service_item_id", id);
            let field = "service_item_limit_kind";
            let kind = match v1::LimitKind::try_from(request.service_item_limit_kind) {
                Ok(v1::LimitKind::Statutory) => ItemLimit::Statutory,
                Ok(v1::LimitKind::Promised) => ItemLimit::Promised,
                Ok(v1::LimitKind::Expedited) => ItemLimit::Expedited,
                Ok(
                    v1::LimitKind::Unspecified | v1::LimitKind::Receipt | v1::LimitKind::Internal,
                )
                | Err(_) => {
                    fields.fault(field, "must be STATUTORY, PROMISED or EXPEDITED");
                    return None;
                }
            };
            Some((LimitSource::Item { service_item_id, kind }, MonthRule::SinceEvent))
        }
        None => {
            fields.fault("limit", "is required, or service_item_id");
            None
        }
    }
}

fn suspensions(fields: &mut Fields, messages: &[v1::Suspension]) -> Vec<Suspension> {
    if messages.len() > MAX_SUSPENSIONS {
        fields.fault("suspensions", format!("must be at most {MAX_SUSPENSIONS}"));
    }
    let mut suspensions = Vec::new();
    for (index, message) in messages.iter().enumerate().take(MAX_SUSPENSIONS) {
        let field = format!("suspensions[{index}]");
        let suspended = fields.date(&format!("{field}.suspended_date"), message.suspended_date);
        let resumed_on =
            fields.optional_date(&format!("{field}.resumed_date"), message.resumed_date);
        if let Some(suspended_on) = suspended {
            suspensions.push(Suspension { suspended_on, resumed_on });
        }
    }
    suspensions
}

fn response(
    answer: &DeadlineAnswer,
    include_counted_days: bool,
    language: Language,
) -> v1::ComputeDeadlineResponse {
    let deadline = &answer.deadline;
    let last_working_day = match deadline.last_working_day {
        WorkingDayHint::On(day) if Some(day) != deadline.due_date => Some(day),
        WorkingDayHint::On(_) | WorkingDayHint::NotApplicable | WorkingDayHint::Unpublished(_) => {
            None
        }
    };
    let counted = deadline.counted.iter().filter(|_| include_counted_days);
    let provisional = deadline.provisional.as_ref().map(convert::provisional);
    v1::ComputeDeadlineResponse {
        accepted_date: deadline.day_zero.map(date),
        due_date: deadline.due_date.map(date),
        due_time: deadline.due_instant.map(timestamp),
        last_working_date: last_working_day.map(date),
        due_date_is_working_day: answer.due_date_works,
        original_due_date: deadline.original_due_date.map(date),
        used_working_days: count(deadline.used_before_suspension),
        // Without a suspension nothing is left over from one.
        remaining_working_days: if answer.was_suspended { count(deadline.remaining) } else { 0 },
        suspended: deadline.suspended_since.is_some(),
        provisional: provisional.is_some(),
        provisional_detail: provisional,
        counted_days: counted
            .map(|day| v1::CountedDay {
                number: count(day.ordinal),
                day_date: Some(date(day.date)),
            })
            .collect(),
        limit: Some(limit_message(&deadline.limit, answer.month_rule)),
        cautions: answer.cautions.iter().map(|caution| words(caution, language)).collect(),
    }
}

fn words(caution: &Caution, language: Language) -> String {
    let (zh, en) = both(caution);
    match language {
        Language::Zh => zh,
        Language::En => en,
    }
}

fn both(caution: &Caution) -> (String, String) {
    match caution {
        Caution::OneWorkingDayIsLonger { rest_days } => (
            format!("“1个工作日”不是24小时：其间有 {rest_days} 天不上班"),
            format!("“1 working day” is not 24 hours: {rest_days} day(s) off lie between"),
        ),
        Caution::SpansHoliday { names } => {
            let names = names.join("、");
            (
                format!("期间跨越假期（{names}），假期不计入"),
                format!("The count spans a holiday ({names}), whose days do not count"),
            )
        }
        Caution::CountsAdjustedWorkdays { days } => {
            let days = dates(days);
            (
                format!("调休上班日计入：{days}"),
                format!("Weekend days that are worked (调休) count: {days}"),
            )
        }
        Caution::DoesNotMove { last_working_day: day } => (
            format!("期限不因节假日顺延，最后一个工作日是 {day}"),
            format!("The limit does not move for days off; the last working day is {day}"),
        ),
        Caution::WorkingDayUnknown { year } => (
            format!("{year} 年工作日历尚未公布，到期日是否上班未知"),
            format!("The calendar of {year} is not published: whether that day works is not known"),
        ),
        Caution::Provisional { year } => (
            format!("暂定：{year} 年工作日历尚未公布，公布后重新计算"),
            format!("Provisional: the calendar of {year} is not published; ask again once it is"),
        ),
        Caution::AcceptedLater { accepted } => (
            format!("在非工作时间提交，视为 {accepted} 受理"),
            format!("Filed outside working hours; accepted on {accepted}"),
        ),
        Caution::Suspended { since } => (
            format!("自 {since} 起中止计时，恢复前没有到期日"),
            format!("The clock stands still since {since}; there is no due date until it goes on"),
        ),
        Caution::RanOutBeforeSuspension => (
            "期限在中止之前已届满，中止不改变到期日".to_owned(),
            "The limit had run out before the suspension, which does not change it".to_owned(),
        ),
    }
}

fn dates(days: &[NaiveDate]) -> String {
    days.iter().map(NaiveDate::to_string).collect::<Vec<_>>().join(", ")
}
