//! The words of notices: text with placeholders in braces, which are filled with facts.

use super::{Facts, NoticeKind};
use serde::{Deserialize, Serialize};

/// What a template may hold a place for.
pub const PLACEHOLDERS: [&str; 6] =
    ["name", "document", "expiry_date", "days_left", "filing_date", "centre"];

/// The words of a kind of notice in a language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeTemplate {
    /// What it tells.
    pub kind: NoticeKind,
    /// The language, BCP 47.
    pub language: String,
    /// The subject, one line.
    pub subject: String,
    /// The body, plain text.
    pub body: String,
}

/// Fills the places of a text; one without a fact is filled with nothing.
#[must_use]
pub fn render(text: &str, facts: &Facts) -> String {
    let mut filled = String::with_capacity(text.len() + 64);
    for part in parts(text) {
        match part {
            Part::Text(text) => filled.push_str(text),
            Part::Place(name) => filled.push_str(facts.get(name).map_or("", String::as_str)),
        }
    }
    filled
}

/// The places of a text for which there never is a fact.
#[must_use]
pub fn unknown_placeholders(text: &str) -> Vec<&str> {
    let place = |part| match part {
        Part::Place(name) if !PLACEHOLDERS.contains(&name) => Some(name),
        Part::Place(_) | Part::Text(_) => None,
    };
    parts(text).filter_map(place).collect()
}

enum Part<'a> {
    Text(&'a str),
    Place(&'a str),
}

/// The parts of a text, in order. A brace that is never closed is text.
fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some(inner) = rest.strip_prefix('{')
            && let Some((name, after)) = inner.split_once('}')
        {
            rest = after;
            return Some(Part::Place(name));
        }
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest[first..].find('{').map_or(rest.len(), |at| at + first);
        let (plain, after) = rest.split_at(end);
        rest = after;
        Some(Part::Text(plain))
    })
}

/// The words that are shipped: Chinese, English, Japanese and Korean.
pub(super) fn shipped() -> Vec<NoticeTemplate> {
    let template = |kind, language: &str, subject: &str, body: &str| NoticeTemplate {
        kind,
        language: language.to_owned(),
        subject: subject.to_owned(),
        body: body.to_owned(),
    };
    let (soon, over) = (NoticeKind::DocumentExpires, NoticeKind::DocumentExpired);
    vec![
        template(
            soon,
            "zh",
            "{document}将于{expiry_date}到期",
            "{name}：\n您的{document}有效期至{expiry_date}，还有{days_left}天。最迟按时申请日为\
             {filing_date}。请预约并前来办理。\n{centre}\n",
        ),
        template(
            soon,
            "en",
            "Your {document} ends on {expiry_date}",
            "Dear {name},\nyour {document} is valid through {expiry_date}, {days_left} day(s) from \
             now. The last day to apply in time is {filing_date}. Please book an appointment.\n\
             {centre}\n",
        ),
        template(
            soon,
            "ja",
            "{document}の有効期限は{expiry_date}です",
            "{name} 様\n{document}の有効期限は{expiry_date}です（残り{days_left}日）。期限内の申請は\
             {filing_date}までです。予約のうえお越しください。\n{centre}\n",
        ),
        template(
            soon,
            "ko",
            "{document} 유효기간: {expiry_date}까지",
            "{name} 님\n{document}의 유효기간은 {expiry_date}까지이며 {days_left}일 남았습니다. \
             기한 내 신청 마감일은 {filing_date}입니다. 예약 후 방문해 주십시오.\n{centre}\n",
        ),
        template(
            over,
            "zh",
            "{document}已于{expiry_date}到期",
            "{name}：\n您的{document}已于{expiry_date}到期。请立即前来办理。\n{centre}\n",
        ),
        template(
            over,
            "en",
            "Your {document} ended on {expiry_date}",
            "Dear {name},\nyour {document} ended on {expiry_date}. Please come at once.\n{centre}\n",
        ),
        template(
            over,
            "ja",
            "{document}の有効期限は{expiry_date}に切れました",
            "{name} 様\n{document}の有効期限は{expiry_date}に切れました。すぐにお越しください。\n\
             {centre}\n",
        ),
        template(
            over,
            "ko",
            "{document} 유효기간이 {expiry_date}에 끝났습니다",
            "{name} 님\n{document}의 유효기간이 {expiry_date}에 끝났습니다. 즉시 방문해 주십시오.\n\
             {centre}\n",
        ),
    ]
}
