//! How a due date was counted, in days and in words.

use super::convert::encode_clock;
use crate::{
    api::{directory::convert::count, fields::date, texts::Language},
    domain::{
        legal_clock::ClockKind,
        limit::{LimitUnit, Suspension},
    },
    service::case::DueDateAccount,
};
use chrono::NaiveDate;
use frsc_proto::v1 as pb;

/// The account of a due date as messages carry it.
pub(in crate::api) fn response(
    account: &DueDateAccount,
    language: Language,
) -> pb::ExplainDueDateResponse {
    let counted = account.reading.deadline.counted.iter();
    let suspension = |of: &Suspension| pb::CaseSuspension {
        suspended_date: Some(date(of.suspended_on)),
        resumed_date: of.resumed_on.map(date),
        ..Default::default()
    };
    pb::ExplainDueDateResponse {
        clock: Some(encode_clock(&account.clock, &account.reading)),
        counted_days: counted
            .map(|day| pb::CountedDay {
                number: count(day.ordinal),
                day_date: Some(date(day.date)),
            })
            .collect(),
        suspensions: account.suspensions.iter().map(suspension).collect(),
        lines: lines(account, language),
    }
}

fn lines(account: &DueDateAccount, language: Language) -> Vec<String> {
    let mut lines = vec![beginning(account, language)];
    lines.extend(days(account, language));
    lines.extend(account.suspensions.iter().map(|stood| standing(stood, language)));
    lines.push(end(account, language));
    lines
}

fn pick(language: Language, zh: String, en: String) -> String {
    match language {
        Language::Zh => zh,
        Language::En => en,
    }
}

fn beginning(account: &DueDateAccount, language: Language) -> String {
    let (zh, en) = match account.clock.kind {
        ClockKind::Statutory => ("法定", "Statutory"),
        ClockKind::Promised => ("承诺", "Promised"),
        ClockKind::Expedited => ("加急", "Expedited"),
        ClockKind::Receipt => ("受理回执", "Receipt"),
        ClockKind::Notice => ("一次性告知", "Notice of missing material"),
        ClockKind::Supplement => ("容缺补齐", "Promised material"),
        ClockKind::Contact => ("差评首次联系", "First contact with the rater"),
        ClockKind::Rectify => ("差评整改", "Rectification"),
    };
    let (limit, zero) = (account.reading.deadline.limit, account.clock.day_zero);
    let (unit_zh, unit_en) = match limit.unit() {
        LimitUnit::WorkingDays => ("个工作日", "working day(s)"),
        LimitUnit::CalendarDays => ("个自然日", "calendar day(s)"),
        LimitUnit::Hours => ("小时", "hour(s)"),
        LimitUnit::Minutes => ("分钟", "minute(s)"),
        LimitUnit::Months => ("个月", "month(s)"),
        LimitUnit::Instant => ("（即办）", "(at once)"),
    };
    let (amount, more) = (limit.amount(), account.clock.extension_days);
    let (more_zh, more_en) = match more {
        0 => (String::new(), String::new()),
        more => (format!("（含延长 {more}）"), format!(" ({more} of them an extension)")),
    };
    let basis = &account.clock.legal_basis;
    pick(
        language,
        format!("{zh}时限 {amount}{unit_zh}{more_zh}，{zero} 为第0日；依据：{basis}"),
        format!("{en} limit: {amount} {unit_en}{more_en}, day 0 is {zero}; basis: {basis}"),
    )
}

fn days(account: &DueDateAccount, language: Language) -> Option<String> {
    let counted = &account.reading.deadline.counted;
    if counted.is_empty() {
        return None;
    }
    let day = |day: &crate::domain::limit::CountedDay| {
        format!("{}={}", day.ordinal, day.date.format("%m-%d"))
    };
    let days = counted.iter().map(day).collect::<Vec<_>>().join(" ");
    let rest = account.reading.deadline.rest_days_between;
    let (rest_zh, rest_en) = match rest {
        0 => (String::new(), String::new()),
        rest => (format!("；其间 {rest} 天不上班"), format!("; {rest} day(s) off between")),
    };
    Some(pick(language, format!("计入：{days}{rest_zh}"), format!("Counted: {days}{rest_en}")))
}

fn standing(stood: &Suspension, language: Language) -> String {
    let from = stood.suspended_on;
    match stood.resumed_on {
        Some(to) => pick(
            language,
            format!("中止：{from} 起，{to} 恢复（中止当日计入，恢复当日不计入）"),
            format!("Stood still from {from} (counts) until {to} (does not count)"),
        ),
        None => pick(
            language,
            format!("中止：自 {from} 起，尚未恢复"),
            format!("Stands still since {from}"),
        ),
    }
}

fn end(account: &DueDateAccount, language: Language) -> String {
    let deadline = &account.reading.deadline;
    let original = account.reading.original_due_date;
    let moved = original.filter(|original| Some(*original) != deadline.due_date);
    let due = |due: NaiveDate| match moved {
        Some(before) => pick(
            language,
            format!("到期日 {due}（原为 {before}）"),
            format!("Due {due} (before: {before})"),
        ),
        None => pick(language, format!("到期日 {due}"), format!("Due {due}")),
    };
    match (deadline.due_date, deadline.suspended_since, &deadline.provisional) {
        (Some(date), ..) => due(date),
        (None, Some(since), _) => pick(
            language,
            format!("自 {since} 起中止，恢复前没有到期日"),
            format!("No due date while it stands still since {since}"),
        ),
        (None, None, Some(provisional)) => {
            let (year, left) = (provisional.missing_year, provisional.remaining_into_missing_year);
            pick(
                language,
                format!("暂定：{year} 年工作日历尚未公布，还有 {left} 个工作日落在该年"),
                format!("Provisional: {left} working day(s) fall into {year}, not published yet"),
            )
        }
        (None, None, None) => pick(language, "没有到期日".to_owned(), "No due date".to_owned()),
    }
}
